"""Progress over time: what a State's released answers said on any day. Pure: answers in, steps out.

An answer holds from its day until a later one for the same commitment. A date known only to the month or year counts
from its first day. Only what the State released itself is looked at: public facts answer commitments too, but the day
on which a list was read is no day on which anything changed. An answer without a date cannot be placed, and is counted
apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from normbook.model.national import Answer
from normbook.model.norm import Status


@dataclass(frozen=True, slots=True)
class Dated:
    """A status that was claimed for a commitment on a day."""

    commitment: str
    status: Status
    on: date


@dataclass(frozen=True, slots=True)
class Step:
    """How many commitments have which status from a day on, until the next step; those not assessed are left out."""

    on: date
    counts: Mapping[Status, int]

    @property
    def known(self) -> int:
        return sum(self.counts.values())


def first_day(text: str) -> date | None:
    """The first day of a date written YYYY, YYYY-MM or YYYY-MM-DD; None for anything else."""
    parts = text.strip().split("-")
    if not 1 <= len(parts) <= 3 or [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        return None
    try:
        return date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        return None


def dated(answers: Iterable[Answer]) -> tuple[Dated, ...]:
    """Every released answer with a date, the earlier ones that are released included, by day.

    Where two of one day contradict each other, the one that stands later in the file is taken last, and so holds.
    """
    found = [Dated(answer.commitment, each.status, day)
             for answer in answers if answer.release
             for each in (*(e for e in answer.earlier if e.release), answer)
             if (day := first_day(each.as_of))]  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.on))


def undated(answers: Iterable[Answer]) -> int:
    """How many released answers have no date, and so no place in time."""
    return sum(answer.release and answer.status != "not_assessed" and first_day(answer.as_of) is None
               for answer in answers)


def standing(history: Sequence[Dated], on: date) -> dict[str, Status]:
    """The status of each commitment on a day; one that was not answered by then, or not assessed again, is left out."""
    latest: dict[str, Status] = {}
    for each in history:
        if each.on <= on:
            latest[each.commitment] = each.status
    return {commitment: status for commitment, status in latest.items() if status != "not_assessed"}


def steps(history: Sequence[Dated], until: date) -> tuple[Step, ...]:
    """The days on which anything changed, each with what stood from then on; none after `until`."""
    return tuple(_steps(history, until))


def _steps(history: Sequence[Dated], until: date) -> Iterator[Step]:
    before: Mapping[Status, int] = {}
    for day in sorted({each.on for each in history if each.on <= until}):
        counts = Counter(standing(history, day).values())
        if counts != before:
            yield Step(day, counts)
        before = counts


def within(history: Iterable[Dated], commitments: Iterable[str]) -> tuple[Dated, ...]:
    """The part of a history that is about these commitments."""
    wanted = frozenset(commitments)
    return tuple(each for each in history if each.commitment in wanted)
