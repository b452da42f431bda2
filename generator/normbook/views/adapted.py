"""The laws of States: which files there are, in which words, and the numbered trees that they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Final

from normbook.law.adaptation import GENERAL, Adaptation
from normbook.law.country import adaptation_of, country_of, naming_in, vocabularies
from normbook.law.differences import Differences, differences
from normbook.law.tree import Tree, tree
from normbook.law.vocabulary import CIVIL, COMMON, MODEL, Vocabulary
from normbook.model.national import Country
from normbook.model.world import State
from normbook.publication import Publication

VOCABULARY_WORDS: Final[Mapping[str, str]] = {
    CIVIL.name: "civil-law words: Chapter, article, paragraph, Annex, entry into force",
    COMMON.name: "common-law words: Part, section, subsection, Schedule, commencement, “must”",
    MODEL.name: "words of the model: Part, article, paragraph, Schedule",
}
"""What a reader is told of a vocabulary."""

@dataclass(frozen=True, slots=True)
class LawFile:
    """One form of the law of a State. `name` is the file name; the file lies beside the State's page."""

    name: str
    vocabulary: Vocabulary
    clean: bool

    @property
    def form(self) -> str:
        return "clean text" if self.clean else "with guide"


@dataclass(frozen=True)
class Laws:
    """The laws of States. Those of one shape are numbered once: before anybody has chosen there are two."""

    publication: Publication
    found: dict[str, Differences] = field(default_factory=dict)
    named: dict[tuple[Vocabulary, str], Publication] = field(default_factory=dict)

    @cached_property
    def model(self) -> Tree:
        return tree(self.publication.corpus)

    def differences(self, adaptation: Adaptation) -> Differences:
        """How the law under some decisions differs from the model."""
        found = self.found.get(adaptation.shape)
        if found is None:
            corpus = self.publication.corpus
            found = self.found[adaptation.shape] = differences(corpus, self.model, tree(corpus, adaptation))
        return replace(found, law=replace(found.law, adaptation=adaptation))

    def of(self, adaptation: Adaptation) -> Publication:
        """The publication of the law under some decisions."""
        return self.publication.adapted(adaptation, self.differences(adaptation).law)

    def naming(self, state: State) -> Publication:
        """The publication in which provisions are named and numbered as in the law of a State.

        Prose is not put into its words: what is no provision of the law keeps its own. States whose law is numbered
        alike share it.
        """
        corpus = self.publication.corpus
        vocabulary = naming_in(state, country_of(corpus, state.iso2))
        own = adaptation_of(corpus, state.iso2, vocabulary=replace(vocabulary, swaps=()))
        plain = replace(own, state="", blanks={}, suggested={}, commences=None)
        if plain == GENERAL:
            return self.publication
        return self.named.setdefault((plain.vocabulary, plain.shape), self.of(plain))


@lru_cache(maxsize=2)
def laws(publication: Publication) -> Laws:
    """The laws of all States under one edition."""
    return Laws(publication)


def files(publication: Publication, state: State) -> tuple[LawFile, ...]:
    """The files of a State: in each vocabulary that is offered, with guide and as clean text.

    An observer has none, nor has any other State where only some are wanted.
    """
    wanted = publication.states is None or state.iso2 in publication.states
    if state.status != "member" or not wanted:
        return ()
    offered = vocabularies(state, country_of(publication.corpus, state.iso2))
    return tuple(
        LawFile(file_name(state.iso2, vocabulary if len(offered) > 1 else None, clean=clean), vocabulary, clean)
        for vocabulary in offered for clean in (False, True)
    )


def file_name(iso2: str, vocabulary: Vocabulary | None, *, clean: bool) -> str:
    """The name of a file: model-law-ke-common-clean.docx; the vocabulary is named where others are offered too."""
    words = ("model-law", iso2.lower(), vocabulary.name if vocabulary else "", "clean" if clean else "")
    return "-".join(filter(None, words)) + ".docx"


def why(state: State, country: Country | None) -> str:
    """Why the law of a State is put in the words that it is, in a sentence."""
    if country and country.vocabulary:
        return f"It is put in {VOCABULARY_WORDS[country.vocabulary]}, as the State chose."
    offered = vocabularies(state, country)
    if len(offered) > 1:
        tradition = "is not known" if state.legal_tradition == "unknown" else f"is recorded as {state.legal_tradition}"
        return f"It is offered in two vocabularies: the legal tradition {tradition}, which points to neither."
    only = offered[0].name
    return f"It is put in {VOCABULARY_WORDS[only]}: the legal tradition is recorded as {only} law."
