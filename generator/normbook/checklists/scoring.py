"""How far a State's answers go: counts by status, and a share that is shown with the numbers it is made of.

coverage = (met + half of partly met) ÷ (assessed − not applicable). What is not assessed is in neither number: silence
is no failure and no success. Where nothing is left to divide by there is no share. Nothing here puts States in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, get_args

from normbook.checklists.rows import NOT_ASSESSED, Assessment, Row
from normbook.model.base import Priority
from normbook.model.norm import Status

FORMULA: Final = "coverage = (met + ½ × partly met) ÷ (assessed − not applicable)"
PRIORITIES: Final[tuple[Priority, ...]] = get_args(Priority)
_SHARES: Final[Mapping[Status, Fraction]] = {"met": Fraction(1), "partly": Fraction(1, 2), "not_met": Fraction(0)}
"""What an answer adds to the share; a status that stands not here is in neither of its numbers."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many commitments have which status. `counts` has an entry for every status that occurs."""

    counts: Mapping[Status, int]

    @classmethod
    def of(cls, statuses: Iterable[Status]) -> Tally:
        """Count statuses, one for each commitment."""
        return cls(Counter(statuses))

    def __getitem__(self, status: Status) -> int:
        return self.counts.get(status, 0)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def assessed(self) -> int:
        """Commitments with an answer of whatever kind."""
        return self.total - self["not_assessed"]

    @property
    def counted(self) -> int:
        """What the share is taken of: assessed, and applicable."""
        return self.assessed - self["not_applicable"]

    @property
    def coverage(self) -> Fraction | None:
        """The share from 0 to 1; None where nothing counts, so that there is nothing to be said."""
        if not self.counted:
            return None
        return sum((each * self[status] for status, each in _SHARES.items()), Fraction(0)) / self.counted

    @property
    def percent(self) -> str:
        """The share in whole per cent, halves upwards: '80 %'; empty where there is none."""
        found = self.coverage
        return "" if found is None else f"{int(found * 100 + Fraction(1, 2))} %"

    @property
    def worked(self) -> str:
        """The formula with its numbers: '(3 + ½ × 2) ÷ (6 − 1) = 80 %'; empty where there is no share."""
        if not self.counted:
            return ""
        below = f"({self.assessed} − {self['not_applicable']})" if self["not_applicable"] else str(self.assessed)
        above = f"({self['met']} + ½ × {self['partly']})" if self["partly"] else str(self["met"])
        return f"{above} ÷ {below} = {self.percent}"


@dataclass(frozen=True, slots=True)
class Score:
    """One group of commitments, such as a family: all of them, and those of each priority that occurs in it."""

    key: str
    title: str
    tally: Tally
    priorities: Mapping[Priority, Tally]


def tally(rows: Iterable[Row], given: Mapping[str, Assessment]) -> Tally:
    """Count rows by status. `given` holds answers by commitment id; what it lacks is not assessed."""
    return Tally.of(given.get(row.id, NOT_ASSESSED).status for row in rows)


def families(rows: Sequence[Row], given: Mapping[str, Assessment]) -> tuple[Score, ...]:
    """A score for each family of norms, in the order of the handbook."""
    return _scores(rows, given, lambda row: (row.family, row.family_title))


def addressees(rows: Sequence[Row], given: Mapping[str, Assessment]) -> tuple[Score, ...]:
    """A score for each role that commitments are addressed to, in the order in which they first occur."""
    return _scores(rows, given, lambda row: (row.who, row.who))


def _scores(
    rows: Sequence[Row], given: Mapping[str, Assessment], of: Callable[[Row], tuple[str, str]]
) -> tuple[Score, ...]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault(of(row), []).append(row)
    return tuple(Score(*key, tally(held, given), _by_priority(held, given)) for key, held in groups.items())


def _by_priority(rows: Sequence[Row], given: Mapping[str, Assessment]) -> dict[Priority, Tally]:
    found = {priority: [row for row in rows if row.priority == priority] for priority in PRIORITIES}
    return {priority: tally(held, given) for priority, held in found.items() if held}
