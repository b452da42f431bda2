"""Progress over time: what a State's released answers said on any day. Pure: answers in, steps out.

An answer holds from its day until a later one for the same commitment. A date known only to the month or year counts
from its first day. Only what the State released itself is looked at: public facts answer commitments too, but the day
on which a list was read is no day on which anything changed. An answer without a date cannot be placed, and is counted
apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from normbook.checklists.turn import WEAKEST_FIRST
from normbook.dates import first_day
from normbook.model.national import Answer, EarlierAnswer
from normbook.model.norm import Status


@dataclass(frozen=True, slots=True)
class Dated:
    """A status that was claimed on a day. `given` is the id that was answered; `commitment` what it became since."""

    commitment: str
    status: Status
    on: date
    given: str


@dataclass(frozen=True, slots=True)
class Step:
    """How many commitments have which status from a day on, until the next step; those not assessed are left out."""

    on: date
    counts: Mapping[Status, int]

    @property
    def known(self) -> int:
        return sum(self.counts.values())


Became = Callable[[Answer], Iterable[str]]
"""The commitments of today under which an answer stands: its own, or what that was split, merged or moved into."""


def dated(answers: Iterable[Answer], became: Became, *, private: bool = False) -> tuple[Dated, ...]:
    """Every released answer with a date, the earlier ones that are released included, by day; `private`: all of them.

    Where two of one day contradict each other, the one that stands later in the file is taken last, and so holds.
    """
    found = [Dated(commitment, each.status, day, answer.commitment)
             for answer in answers if answer.release or private
             for each in _told(answer, private=private)
             if (day := first_day(each.as_of))
             for commitment in became(answer)]  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.on))


def _told(answer: Answer, *, private: bool) -> Iterator[Answer | EarlierAnswer]:
    yield from (each for each in answer.earlier if each.release or private)
    yield answer


def undated(answers: Iterable[Answer], *, private: bool = False) -> int:
    """How many released answers have no date, and so no place in time; `private`: of all answers."""
    return sum((answer.release or private) and answer.status != "not_assessed" and first_day(answer.as_of) is None
               for answer in answers)


def standing(history: Sequence[Dated], on: date) -> dict[str, Status]:
    """The status of each commitment on a day; one that was not answered by then, or not assessed again, is left out.

    As in `turn`, its own answer stands before those that were merged into it, and of these the weakest.
    """
    latest: dict[str, dict[str, Status]] = {}
    for each in history:
        if each.on <= on:
            latest.setdefault(each.commitment, {})[each.given] = each.status
    held = {name: found.get(name, min(found.values(), key=WEAKEST_FIRST.index)) for name, found in latest.items()}
    return {commitment: status for commitment, status in held.items() if status != "not_assessed"}


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
