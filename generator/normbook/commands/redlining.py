"""`normbook diff A B --docx FILE`: a Word file that tracks what leads from one text of the law to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from normbook.commands import texts
from normbook.commands.arguments import UsageError, refused
from normbook.commands.arguments import state as named_state
from normbook.editions import EditionError
from normbook.law import country
from normbook.law.vocabulary import VOCABULARIES
from normbook.publication import Publication
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.write import write_file

if TYPE_CHECKING:
    from normbook.word.redline import Made

AUTHOR: Final = "Normbook"
NOTATION: Final = (
    "Write an edition (0.9, draft), or an edition with a State and, where both are offered, a vocabulary: draft:KE, "
    "0.9:KE, draft:KE/civil."
)


@dataclass(frozen=True)
class Redlining:
    """What was asked for: where to write, who signs, and what is left out."""

    file: Path
    author: str = AUTHOR
    law_only: bool = False
    cover: bool = True
    force: bool = False


def redline_command(settings: Settings, old: str, new: str, asked: Redlining) -> int:
    """Write the file. 0 done, 1 the corpus cannot be read, 2 the command is wrong; nothing is written but with 0."""
    from normbook.word.redline import redline, text

    try:
        _possible(asked)
        before, after = publication_of(settings, old), publication_of(settings, new)
    except texts.BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))
    cache = settings.cache / "pandoc"
    made = redline(text(before, cache), text(after, cache), asked.author.strip(), settings.as_of,
                   law_only=asked.law_only, cover=asked.cover)
    write_file(asked.file, made.docx)
    print(f"{asked.file}: {_summary(made)}")
    return 0


def _possible(asked: Redlining) -> None:
    if not asked.author.strip():
        raise UsageError("the changes have no author", "Give a name: --author 'Ministry of Justice'.")
    if asked.file.suffix.lower() != ".docx":
        raise UsageError(f"{asked.file} is no name of a Word file", "Give it a name that ends in .docx.")
    if asked.file.exists() and not asked.force:
        raise UsageError(f"{asked.file} is there already", "Give another name, or --force to write over it.")


def publication_of(settings: Settings, written: str) -> Publication:
    """The text that a side of the comparison names. UsageError, EditionError; BrokenError when the draft has errors."""
    name, colon, rest = written.partition(":")
    code, slash, words = rest.partition("/")
    if bool(colon) is not bool(code) or bool(slash) is not bool(words):
        raise UsageError(f"'{written}' names no text", NOTATION)
    publication = texts.publication_of(settings, name)
    state = named_state(publication.corpus.states, code) if code else None
    if state is None:
        return publication
    vocabulary = VOCABULARIES.get(words)
    if words and vocabulary is None:
        raise UsageError(f"there is no vocabulary '{words}'", f"Vocabularies: {', '.join(sorted(VOCABULARIES))}.")
    if name != texts.DRAFT:
        # An edition holds no files of States: what they chose stands in the draft.
        countries = texts.publication_of(settings, texts.DRAFT).corpus.countries
        publication = replace(publication, corpus=replace(publication.corpus, countries=countries))
    adaptation = country.adaptation_of(publication.corpus, state.iso2, vocabulary=vocabulary)
    found = country.refusals(publication.corpus, adaptation)
    if found:
        told = "; ".join(each.message for each in found)
        raise UsageError(f"what {state.iso2} has chosen cannot stand in {name}: {told}", found[0].hint or NOTATION)
    return publication.adapted(adaptation)


def _summary(made: Made) -> str:
    if made.same:
        return "the two texts read the same; the file says so"
    parts = [f"{count} {kind}" for kind, count in sorted(made.law.items())]
    law = f"provisions of the law {', '.join(parts)}" if parts else "no provision of the law differs"
    return f"{law}; other passages that differ: {sum(made.rest.values())}"
