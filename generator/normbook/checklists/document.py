"""A State's checklist as data: the shape of the JSON file, and what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from normbook.checklists.rows import NOT_ASSESSED, Assessment, Row, meaning
from normbook.checklists.scoring import FORMULA, Score, Tally, addressees, families, tally
from normbook.compare.segments import Kind
from normbook.model.base import Priority
from normbook.model.national import Answer
from normbook.model.norm import Status


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(_Part):
    """Where something was seen."""

    title: str = Field(description="Title of the page or document.")
    ref: str = Field(default="", description="Address, document symbol or other way to find it.")
    pinpoint: str = Field(default="", description="Article, paragraph or page.")


class Stretch(_Part):
    """A stretch of text that stands in both versions, in the old one only, or in the new one only."""

    kind: Kind
    text: str


class Kept(_Part):
    """An answer to a commitment that is gone with nothing in its place. It answers nothing of this edition."""

    id: str = Field(description="Id of the commitment that was answered.")
    status: Status


class Line(_Part):
    """One commitment, and what the State answered or a public source shows. What is empty is left out of the file."""

    id: str = Field(description="Permanent id of the commitment.")
    norm: str = Field(description="Id of its norm.")
    norm_title: str = Field(description="Title of the norm.")
    family: str = Field(description="Family of the norm.")
    family_title: str = Field(description="Title of the family.")
    priority: Priority = Field(description="core, recommended or optional.")
    addressee: str = Field(description="Who acts.")
    text: str = Field(description="What the addressee should do, should not do or may do.")
    applies: str = Field(default="", description="States or cases to which it applies, if not all.")
    exception: str = Field(default="", description="When it does not apply.")
    clock: str = Field(default="", description="Time limit of the norm, with what it is counted from.")
    evidence_to_look_for: tuple[str, ...] = Field(default=(), description="What an auditor looks for.")
    indicator: str = Field(default="", description="What is counted or measured.")
    met_when: str = Field(description="What must be seen for the status met.")
    partly_when: str = Field(description="What must be seen for the status partly met.")
    model_law: tuple[str, ...] = Field(default=(), description="Provisions that carry it, by the numbers of its law.")
    not_in_law: str = Field(default="", description="Why no provision carries it, if none does.")
    review_by: dt.date | None = Field(default=None, description="Date by which the norm is reviewed.")
    sunset: dt.date | None = Field(default=None, description="Date on which the norm ends unless renewed, if it ends.")
    status: Status = Field(description="not_assessed, not_met, partly, met or not_applicable.")
    because: str = Field(default="", description="Why this status is shown; empty where nobody has assessed.")
    fact: str = Field(default="", description="The object of the data that answers, such as group:EU.")
    unconfirmed: bool = Field(default=False, description="Whether that fact is still to be confirmed.")
    released: bool = Field(default=False, description="Whether it is the State's own answer, which it released.")
    evidence_given: str = Field(default="", description="Evidence that the State gave.")
    own_provision: str = Field(default="", description="The State's own provision.")
    own_clock: str = Field(default="", description="Time limit in the State's own law, as it wrote it.")
    own_clock_against: str = Field(default="", description="That limit against the norm's, in words.")
    source: tuple[Cited, ...] = Field(default=(), description="What the answer rests on.")
    as_of: str = Field(default="", description="Date it is good for: YYYY, YYYY-MM or YYYY-MM-DD.")
    assessed_by: str = Field(default="", description="Body or office that assessed it.")
    remarks: tuple[str, ...] = Field(default=(), description="What became of the commitment since it was answered.")
    text_changed: tuple[Stretch, ...] = Field(default=(), description="From what was asked then to what is asked now.")


class Counts(_Part):
    """Commitments by status, and the share that is made of them."""

    title: str = Field(description="Family or addressee; empty for all commitments.")
    priority: str = Field(description="Priority that is counted; empty for all.")
    commitments: int
    assessed: int
    not_assessed: int
    not_met: int
    partly: int
    met: int
    not_applicable: int
    coverage: float | None = Field(description="By the formula; null where nothing that applies was assessed.")


class Progress(_Part):
    """How far it has come."""

    formula: str = Field(description="How coverage is worked out.")
    total: Counts
    families: tuple[Counts, ...] = Field(description="Each family, and each priority within it.")
    addressees: tuple[Counts, ...]


class Document(_Part):
    """The checklist of one State."""

    state: str = Field(description="ISO 3166-1 alpha-2 code.")
    name: str = Field(description="Short English name.")
    url: str = Field(description="Page of the State.")
    edition: str = Field(description="Edition of the handbook, or draft.")
    date: dt.date
    as_of: dt.date
    status: str = Field(description="Standing of the edition, in words.")
    licence: str
    vocabulary: str = Field(description="In whose words provisions of the law are named: model, civil or common.")
    progress: Progress
    kept: tuple[Kept, ...] = Field(default=(), description="Answers that stand in no row.")
    rows: tuple[Line, ...] = Field(description="Every commitment, in the order of the handbook.")


def asked(row: Row) -> dict[str, Any]:
    """The part of a line that is the same for all States whose law is numbered alike."""
    return _filled({
        "id": row.id, "norm": row.norm, "norm_title": row.norm_title, "family": row.family,
        "family_title": row.family_title, "priority": row.priority, "addressee": row.who, "text": row.duty,
        "applies": row.applies, "exception": row.exception, "clock": row.clock, "evidence_to_look_for": row.evidence,
        "indicator": row.indicator, "met_when": meaning(row, "met"), "partly_when": meaning(row, "partly"),
        "model_law": [label.text for label in row.provisions], "not_in_law": row.not_in_law,
        "review_by": row.review_by and row.review_by.isoformat(), "sunset": row.sunset and row.sunset.isoformat(),
    })  # fmt: skip


def answered(answer: Assessment) -> dict[str, Any]:
    """The part of a line that one State fills."""
    return _filled({
        "status": answer.status, "because": answer.reason, "fact": answer.ref, "unconfirmed": answer.unconfirmed,
        "released": answer.released, "evidence_given": answer.evidence, "own_provision": answer.provision,
        "own_clock": answer.clock, "own_clock_against": answer.against,
        "source": [_filled({"title": s.title, "ref": s.ref, "pinpoint": s.pinpoint}) for s in answer.source],
        "as_of": answer.as_of, "assessed_by": answer.assessed_by, "remarks": answer.remarks,
        "text_changed": [{"kind": each.kind, "text": each.text} for each in answer.changed],
    })  # fmt: skip


def kept(gone: Iterable[Answer]) -> dict[str, Any]:
    """The answers to commitments that are gone, as the file names them."""
    return _filled({"kept": [{"id": each.commitment, "status": each.status} for each in gone]})


def _filled(part: dict[str, Any]) -> dict[str, Any]:
    """What of a part is not empty."""
    return {name: value for name, value in part.items() if value}


NOBODY: Final = answered(NOT_ASSESSED)
"""What stands in a line that nobody has answered."""


def progress(rows: tuple[Row, ...], given: Mapping[str, Assessment]) -> dict[str, Any]:
    """Counts of all commitments, by family and priority, and by addressee."""
    return {
        "formula": FORMULA, "total": _counts("", "", tally(rows, given)),
        "families": list(_scores(families(rows, given), split=True)),
        "addressees": list(_scores(addressees(rows, given), split=False)),
    }  # fmt: skip


def _scores(scores: Iterable[Score], *, split: bool) -> Iterable[dict[str, Any]]:
    for score in scores:
        yield _counts(score.title, "", score.tally)
        if split:
            yield from (_counts(score.title, priority, held) for priority, held in score.priorities.items())


def _counts(title: str, priority: str, counts: Tally) -> dict[str, Any]:
    share = counts.coverage
    return {
        "title": title, "priority": priority, "commitments": counts.total, "assessed": counts.assessed,
        "not_assessed": counts["not_assessed"], "not_met": counts["not_met"], "partly": counts["partly"],
        "met": counts["met"], "not_applicable": counts["not_applicable"],
        "coverage": None if share is None else round(float(share), 4),
    }  # fmt: skip
