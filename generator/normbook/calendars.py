"""The working days of a State: its weekly rest from the corpus, its public holidays from the package `holidays`.

National public holidays only: those of a region, and half-holidays, are not counted. What is not certain (no data for
a State or a year, dates that depend on a sighting of the moon) is said by `doubts`, never hidden.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from normbook.dates import long_date
from normbook.model.world import Weekends

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DEFAULT_REST: Final = ("Sat", "Sun")


@dataclass(frozen=True, slots=True)
class _Year:
    """Public holidays of a State in one year, by date, and days of rest that it declared working days."""

    holidays: dict[date, str] = field(default_factory=dict)
    working: frozenset[date] = frozenset()


@lru_cache(maxsize=4096)
def _year_of(iso2: str, year: int) -> _Year:
    """Public holidays of a year as the package knows them; empty for a State or year outside it."""
    # Imported late: the command must start quickly, and most of its work needs no holidays.
    import holidays

    try:
        language = holidays.country_holidays(iso2).default_language or ""
        english = language if language.startswith("en") else "en_US"
        with warnings.catch_warnings():
            # It warns of years that it does not know; `doubts` says so to the reader of a deadline.
            warnings.simplefilter("ignore", UserWarning)
            found = holidays.country_holidays(iso2, years=year, expand=False, language=english)
    except NotImplementedError:
        return _Year()
    return _Year(dict(sorted(found.items())), frozenset(day for day in found.weekend_workdays if day.year == year))


class WorkingCalendar:
    """The working days of the State `iso2`, or of no State in particular (None: the default weekly rest alone).

    `weekends` is `norms/states/weekends.yaml`; None takes Saturday and Sunday. `normbook.computation` takes it.
    """

    def __init__(self, iso2: str | None, weekends: Weekends | None) -> None:
        """Take the weekly rest from `weekends`; public holidays are looked up when a day is asked for."""
        own = next((w for w in weekends.exceptions if iso2 in w.states), None) if weekends else None
        days = own.days if own else weekends.default if weekends else _DEFAULT_REST
        self.iso2 = iso2
        self.rest = frozenset(_DAYS.index(day) for day in days)
        self.note = own.note if own else ""

    def is_working(self, day: date, /) -> bool:
        """Whether `day` is neither a weekly rest day nor a public holiday. A rest day declared working is working."""
        year = self._year(day.year)
        return day not in year.holidays and (day.weekday() not in self.rest or day in year.working)

    def of_year(self, year: int) -> tuple[dict[date, str], frozenset[date]]:
        """The public holidays of a year with their names, and days of rest that were declared working days."""
        found = self._year(year)
        return found.holidays, found.working

    def why_not(self, day: date, /) -> str:
        """Why `day` is not a working day: weekly rest, a public holiday by name, or both. Empty for a working day."""
        if self.is_working(day):
            return ""
        rest = "weekly rest" if day.weekday() in self.rest else ""
        name = self._year(day.year).holidays.get(day, "")
        return ", ".join(part for part in (rest, f"public holiday: {name}" if name else "") if part)

    def doubts(self, first: date, last: date, /) -> tuple[str, ...]:
        """What is not certain about the days from `first` to `last`, both included, a sentence each."""
        return tuple(self._doubts(first, last))

    def _doubts(self, first: date, last: date) -> Iterator[str]:
        if self.note:
            yield f"On the weekly rest of {self.iso2}: {self.note}"
        if self.iso2 is None:
            yield "No State is named: only the weekly rest is counted, no public holidays."
            return
        unknown = [year for year in range(first.year, last.year + 1) if not self._year(year).holidays]
        if unknown:
            years = ", ".join(str(year) for year in unknown)
            yield f"No public holidays of {self.iso2} are known for {years}: only the weekly rest is counted."
        for ordinal in range((last - first).days + 1):
            day = first + timedelta(days=ordinal)
            name = self._year(day.year).holidays.get(day, "")
            if "estimated" in name.lower():
                yield f"{long_date(day)}, {name}: the date is an estimate and may move by a day."

    def _year(self, year: int) -> _Year:
        return _year_of(self.iso2, year) if self.iso2 else _Year()
