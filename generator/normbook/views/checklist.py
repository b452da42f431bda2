"""The checklist as HTML, printed once for all States, and filled in for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from markupsafe import Markup

from normbook.checklists.rows import NOT_ASSESSED, STATUSES, Assessment, Row, cite
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.facts import when
from normbook.views.norms import STATUS_WORDS

ANY_STATE: Final = "countries/xx/"
"""The page of no State in particular; from all of them an address reads the same."""
_SLOT: Final = re.compile("\x01([^\x01]+)\x01")


@dataclass(frozen=True)
class Checklist:
    """The checklist as HTML, printed once for all States, with two places in every row that a State may change."""

    rows: tuple[Row, ...]
    pieces: tuple[str, ...]
    places: dict[str, tuple[int, int]]
    """By commitment id, which piece names its status in code and which one prints it."""

    @classmethod
    def of(cls, publication: Publication, made: tuple[Row, ...]) -> Checklist:
        """Print every row as not assessed. All State pages lie equally deep, so that their links are the same."""
        html = render("checklist.html.j2", rows=made, p=publication.printer(ANY_STATE), statuses=STATUSES,
                      standing=STATUS_WORDS, slot=lambda kind, row: f"\x01{kind}:{row.id}\x01")
        pieces = _SLOT.split(html.rstrip("\n"))
        at = {name: 2 * number + 1 for number, name in enumerate(pieces[1::2])}
        nothing = assessment(publication, NOT_ASSESSED)
        pieces[1::2] = [NOT_ASSESSED.status if name.startswith("status:") else nothing for name in pieces[1::2]]
        return cls(made, tuple(pieces), {row.id: (at[f"status:{row.id}"], at[f"words:{row.id}"]) for row in made})

    @cached_property
    def unanswered(self) -> Markup:
        """The checklist of a State of which nothing is known."""
        return Markup("".join(self.pieces))  # noqa: S704  made by a template, which escapes

    def filled(self, publication: Publication, given: Mapping[str, Assessment]) -> Markup:
        """The checklist with the answers of one State."""
        if not given:
            return self.unanswered
        pieces = list(self.pieces)
        for commitment, answer in given.items():
            code, words_ = self.places[commitment]
            pieces[code], pieces[words_] = answer.status, assessment(publication, answer)
        return Markup("".join(pieces))  # noqa: S704  as above


def assessment(publication: Publication, answer: Assessment) -> str:
    """How one answer reads in its cell: the word, and below it what it rests on."""
    return render("status.html.j2", a=answer, cite=cite, when=when, p=publication.printer(ANY_STATE)).rstrip("\n")
