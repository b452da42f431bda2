"""The adoption register: which States have enacted which provisions of the model law, and how they read. Pure.

Every entry is an `Enactment` of a country file, which rests on a public source. Where it gives the text as enacted,
that is compared word by word with the model law as the State would have it: its vocabulary, its choices, its blanks,
with the variant that was enacted; what is open takes its default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from normbook.checklists.records import by_name, name
from normbook.compare.segments import Segment, difference
from normbook.law.coherence import Variant, places
from normbook.law.country import adaptation_of
from normbook.law.definitions import definitions
from normbook.law.enactments import commencements
from normbook.law.references import article_of
from normbook.law.tree import ArticleNode, PartNode, Unit
from normbook.model.national import Country, Deviation, Enactment
from normbook.model.world import State
from normbook.publication import Publication

DEVIATIONS: Final[dict[Deviation, str]] = {
    "none": "as the model", "wording": "in wording only", "substance": "in substance",
}  # fmt: skip
"""How far a provision departs from the model, as its State's file says."""


@dataclass(frozen=True)
class Adopted:
    """A provision of the model law that a State has enacted."""

    state: State
    country: Country
    enactment: Enactment
    variant: Variant | None
    """The variant that was enacted, where the provision has variants and its file names one."""
    publication: Publication
    """The publication as the State adapts it, for the words of the model."""

    @property
    def ref(self) -> str:
        return self.enactment.provision

    @property
    def article(self) -> str:
        """The article, Part or Schedule on whose page it stands."""
        return article_of(self.ref)

    @property
    def commenced(self) -> date | None:
        """Its commencement: its own, or that of its article, its Part or the law; None where none is on record."""
        found = commencements(self.publication.labels.tree, self.country)
        return self.enactment.commenced or found.get(self.article, self.country.enacted)

    @property
    def state_name(self) -> str:
        return name(self.state)

    @cached_property
    def model(self) -> str:
        """The provision of the model as the State would have it, a line for each unit; empty if it has none."""
        return "\n".join(_lines(self.publication, self.ref))

    @cached_property
    def redline(self) -> tuple[Segment, ...]:
        """From the model to the text as enacted, word by word; empty where either is not on record."""
        own = "\n".join(line.strip() for line in self.enactment.text.splitlines() if line.strip())
        return difference(self.model, own) if own and self.model else ()

    @property
    def same_words(self) -> bool:
        """Whether it reads word for word as the model."""
        return bool(self.redline) and all(segment.kind == "same" for segment in self.redline)


def adoptions(publication: Publication) -> tuple[Adopted, ...]:
    """Every enactment on record, by State and in the order of the model law."""
    states = {state.iso2: state for state in publication.corpus.states.states}
    order = {ref: at for at, ref in enumerate(publication.labels.tree.numbers)}
    held = sorted((c for c in publication.corpus.countries if c.iso2 in states), key=lambda c: by_name(states[c.iso2]))
    return tuple(
        _adopted(publication, states[country.iso2], country, each)
        for country in held
        for each in sorted(country.enactments, key=lambda e: (order.get(e.provision, len(order)), e.provision))
    )


def by_article(found: Iterable[Adopted]) -> dict[str, tuple[Adopted, ...]]:
    """The entries by the article, Part or Schedule that they are of."""
    held: dict[str, tuple[Adopted, ...]] = {}
    for each in found:
        held[each.article] = (*held.get(each.article, ()), each)
    return held


def _adopted(publication: Publication, state: State, country: Country, each: Enactment) -> Adopted:
    adaptation = adaptation_of(publication.corpus, state.iso2, clean=True)
    place, letter = _place(each)
    found = next((p for p in places(publication.corpus) if p.ref == place), None)
    variant = next((v for v in found.variants if v.id == letter), None) if found else None
    if variant:
        adaptation = replace(adaptation, choices={**adaptation.choices, place: letter})
    return Adopted(state, country, each, variant, publication.adapted(adaptation))


def _place(each: Enactment) -> tuple[str, str]:
    """The place of choice that an entry names, and the letter: law/x:B is law/x with variant B."""
    place, colon, letter = each.provision.rpartition(":")
    if colon and "/" not in letter:
        return place, each.variant or letter
    return each.provision, each.variant


def _lines(publication: Publication, ref: str) -> Iterator[str]:
    law = publication.labels.tree
    place = _unlettered(ref)
    part = next((part for part in law.parts if part.ref == place), None)
    if part:
        yield from _part(publication, part)
        return
    for node in law.articles:
        if node.ref == article_of(place):
            yield from _article(publication, node) if node.ref == place else _unit(publication, node, place)


def _unlettered(ref: str) -> str:
    place, colon, letter = ref.rpartition(":")
    return place if colon and "/" not in letter else ref


def _part(publication: Publication, part: PartNode) -> Iterator[str]:
    for node in part.articles:
        yield publication.plain(node.article.heading)
        yield from _article(publication, node)


def _article(publication: Publication, node: ArticleNode) -> Iterator[str]:
    for unit in node.units:
        yield from _numbered(publication, unit)
    if node.article.definitions:
        for each in definitions(publication.corpus, publication.labels.tree):
            said = publication.plain(each.term.definition, node.ref)
            yield f"{each.number} “{each.term.term}” {each.term.verb} {said}{each.end}"


def _unit(publication: Publication, node: ArticleNode, ref: str) -> Iterator[str]:
    """One paragraph or point of an article, named with the variant that it stands in or without."""
    aliases = publication.labels.tree.aliases
    wanted = {ref, aliases.get(ref, ref)}
    queue = list(node.units)
    while queue:
        unit = queue.pop(0)
        if unit.ref in wanted:
            yield from _numbered(publication, unit)
            return
        queue += unit.inside


def _numbered(publication: Publication, unit: Unit) -> Iterator[str]:
    if unit.text:
        yield f"{unit.number} {publication.plain(unit.text, unit.ref)}".strip()
    for inner in unit.inside:
        yield from _numbered(publication, inner)
