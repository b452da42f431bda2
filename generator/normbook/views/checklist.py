"""The checklist as HTML, printed once for all States, and filled in for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from markupsafe import Markup

from normbook import ids
from normbook.checklists.given import gone
from normbook.checklists.rows import MEANINGS, NOT_ASSESSED, STATUSES, Assessment, Row, cite, meaning
from normbook.dates import spelled
from normbook.law.references import articles
from normbook.model.world import State
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.facts import when
from normbook.views.norms import STATUS_WORDS

ANY_STATE: Final = "countries/xx/"
"""The page of no State in particular; from all of them an address reads the same."""
_SLOT: Final = re.compile("\x01([^\x01]+)\x01")


@dataclass(frozen=True)
class Checklist:
    """The checklist as HTML, printed once for all States, with one place in every row that a State may change."""

    rows: tuple[Row, ...]
    pieces: tuple[str, ...]
    places: dict[str, int]
    """By commitment id, which piece prints its status."""

    @classmethod
    def of(cls, publication: Publication, made: tuple[Row, ...]) -> Checklist:
        """Print every row as not assessed. All State pages lie equally deep, so that their links are the same."""
        html = render("checklist.html.j2", rows=made, p=publication.printer(ANY_STATE), statuses=STATUSES,
                      standing=STATUS_WORDS, articles=_articles(publication), slot=lambda row: f"\x01{row.id}\x01")
        pieces = _SLOT.split(html.rstrip("\n"))
        places = {name: 2 * number + 1 for number, name in enumerate(pieces[1::2])}
        pieces[1::2] = [assessment(publication, NOT_ASSESSED)] * len(places)
        return cls(made, tuple(pieces), places)

    @cached_property
    def unanswered(self) -> Markup:
        """The checklist of a State of which nothing is known."""
        return Markup("".join(self.pieces))  # noqa: S704  made by a template, which escapes

    def filled(self, publication: Publication, given: Mapping[str, Assessment]) -> Markup:
        """The checklist with the answers of one State."""
        if not given:
            return self.unanswered
        pieces = list(self.pieces)
        asked = {row.id: row for row in self.rows}
        for commitment, answer in given.items():
            means = meaning(asked[commitment], answer.status)
            own = "" if means == MEANINGS[answer.status] else means
            pieces[self.places[commitment]] = assessment(publication, answer, own)
        return Markup("".join(pieces))  # noqa: S704  as above


def _articles(publication: Publication) -> dict[str, str]:
    """By norm, the articles that carry its commitments into law, in words."""
    tree = publication.labels.tree
    return {norm.id: articles(tree, (ref for c in norm.commitments for ref in c.implemented_by))
            for norm in publication.corpus.norms}


def assessment(publication: Publication, answer: Assessment, means: str = "") -> str:
    """How one answer reads in its cell: the word, and below it what it means there alone and what it rests on."""
    printer = publication.printer(ANY_STATE)
    return render("status.html.j2", a=answer, cite=cite, when=when, own_clock=spelled, p=printer,
                  meaning=means).rstrip("\n")


def left(publication: Publication, state: State) -> Markup:
    """The answers of a State to commitments that are gone with nothing in their place; nothing where there are none."""
    found = gone(publication, state.iso2)
    if not found:
        return Markup()
    told = ", ".join(f"{ids.show_norm(each.commitment)} ({STATUSES[each.status]})" for each in found)
    return Markup('\n<p class="nb-small">Kept, and answering nothing of this edition: {}.</p>').format(told)
