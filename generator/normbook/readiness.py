"""Whether a corpus may be frozen as an edition: what stands against it, as problems; and how the edition is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from normbook.compare import compare
from normbook.editions import version
from normbook.lifecycle import norm_dates
from normbook.link import link
from normbook.model.corpus import Corpus
from normbook.model.handbook import Edition, Standing
from normbook.model.manifest import EditionRecord
from normbook.problems import Place, Problem

STANDINGS: Final[dict[Standing, tuple[str, str]]] = {
    "consultation": (
        "Edition {id}, consultation draft",
        "This is a draft for consultation. No State, organisation or other body has adopted or endorsed it.",
    ),
    "published": (
        "Edition {id}",
        "This edition is published by {publisher}. No State, organisation or other body has adopted or endorsed it.",
    ),
    "adopted": ("Edition {id}", ""),
}
"""Title and sentence of an edition by its standing. Who adopted one has to be said: nobody can guess it."""


def edition(corpus: Corpus, edition_id: str, day: date, standing: Standing, sentence: str = "") -> Edition:
    """The edition to be frozen. `sentence` is what its first pages say of its standing; usual words if it is empty.

    ValueError for an adopted edition without a sentence.
    """
    title, usual = STANDINGS[standing]
    if not (sentence or usual):
        raise ValueError("who adopted it is not said")
    publisher = corpus.handbook.publisher
    named = publisher[:1].lower() + publisher[1:] if publisher.startswith("The ") else publisher
    status = sentence or usual.format(publisher=named)
    return Edition(id=edition_id, title=title.format(id=edition_id), date=day, status=status, standing=standing)


def number_and_date(edition_id: str, day: date, before: tuple[EditionRecord, ...]) -> str:
    """Why an edition cannot follow those before it; empty if it can."""
    if not before:
        return ""
    last = before[-1]
    if any(record.id == edition_id for record in before):
        return f"edition {edition_id} is already frozen, and an edition does not change"
    if version(edition_id) <= version(last.id):
        return f"{edition_id} does not come after {last.id}, the last edition"
    if day < last.date:
        return f"{day} lies before {last.date}, the date of edition {last.id}"
    return ""


def overdue(corpus: Corpus, day: date) -> Iterator[Problem]:
    """E06: norms whose review is overdue on the day of the edition, or that have expired by then."""
    handbook = corpus.handbook
    for norm in corpus.norms:
        dates = norm_dates(norm, handbook.edition.date, handbook.review)
        if dates.sunset_on and day > dates.sunset_on:
            message = f"{norm.id} expired on {dates.sunset_on}"
            yield Problem(norm.marks.at("sunset"), "E06", message, "Renew it, or retire it with this edition.")
        elif dates.review_by and day > dates.review_by:
            hint = "Review it, and record that by the date of the edition in norms/handbook.yaml."
            yield Problem(norm.marks.at("review"), "E06", f"the review of {norm.id} was due by {dates.review_by}", hint)


def gone(last: Corpus, corpus: Corpus) -> Iterator[Problem]:
    """E05: ids of the last edition that are gone, and nothing says where."""
    targets = link(last)[0].targets
    for change in compare(last, corpus).changes:
        if "removed" in change.verbs and change.ref in targets:
            message = f"'{change.ref}' of edition {last.handbook.edition.id} is gone"
            hint = "List it in norms/retired.yaml, or say in norms/changes.yaml where it went."
            yield Problem(Place("norms/retired.yaml"), "E05", message, hint)
