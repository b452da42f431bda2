"""The text that a command is about: the draft as it stands, or a frozen edition."""

from __future__ import annotations

from typing import Final

from normbook import editions
from normbook.commands.arguments import UsageError
from normbook.examine import load_again
from normbook.link import link
from normbook.model.corpus import Corpus
from normbook.problems import Problem, did_you_mean
from normbook.publication import Publication
from normbook.settings import Settings

DRAFT: Final = "draft"


class BrokenError(Exception):
    """The corpus as it stands cannot be read."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("the corpus cannot be read")
        self.problems = [problem for problem in problems if problem.is_error]


def publication_of(settings: Settings, edition_id: str) -> Publication:
    """An edition, or the draft, as something to print. Whether the draft has mistakes does not matter."""
    return published(settings, corpus_of(settings, edition_id))


def published(settings: Settings, corpus: Corpus) -> Publication:
    """A corpus as something to print."""
    return Publication(corpus, link(corpus)[0], settings.as_of)


def corpus_of(settings: Settings, edition_id: str) -> Corpus:
    """The corpus of an edition, or of the draft. BrokenError, UsageError, EditionError."""
    return _draft(settings) if edition_id == DRAFT else _edition(settings, edition_id)


def _draft(settings: Settings) -> Corpus:
    loaded = load_again(settings.norms, settings.cache)
    if loaded.corpus is None or any(problem.is_error for problem in loaded.problems):
        raise BrokenError(loaded.problems)
    return loaded.corpus


def _edition(settings: Settings, edition_id: str) -> Corpus:
    known = [record.id for record in editions.published(settings.norms)]
    if edition_id not in known:
        names = [*known, DRAFT]
        hint = did_you_mean(edition_id, names, cutoff=0.5) or f"Editions: {', '.join(names)}."
        raise UsageError(f"there is no edition '{edition_id}'", hint)
    return editions.load(editions.path_of(settings.norms, edition_id))
