"""Periods and the days they lead to, without input, output or clock.

A period is a restricted ISO 8601 duration: whole numbers, no sign, no seconds, weeks alone. Here it is read, printed
and counted from one day to another; `normbook.computation` says at which moment a time limit ends. Months and years
end on the day of the same number, or on the last day of a month without it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final, Literal

Counting = Literal["after", "beginning_with"]
"""`after` a day excludes it from the period; `beginning_with` a day includes it, and so ends a day earlier."""

MAX_DAYS: Final = 200 * 366
"""No period is longer than this. It keeps every sum of a timeline's stages inside the calendar."""

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# strftime's names follow the machine's locale; two builds must give the same bytes.
_PARTLY: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}\Z")
_N: Final = "([0-9]{1,5})"
_WRITTEN: Final = re.compile(r"\bP(?:[0-9]+[YMWD]|T[0-9]+[HM])\b")
_ISO: Final = re.compile(f"P(?:{_N}Y)?(?:{_N}M)?(?:{_N}W)?(?:{_N}D)?(?:T(?:{_N}H)?(?:{_N}M)?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in calendar units, each a whole number from 0. Weeks stand alone. ValueError if they do not.

    `PT60M` and `PT1H` are different periods: what a drafter wrote is what prints.
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0

    def __post_init__(self) -> None:
        numbers = tuple(int(getattr(self, unit.name)) for unit in fields(self))
        if min(numbers) < 0:
            raise ValueError("a period is not negative")
        if self.weeks and sum(numbers) != self.weeks:
            raise ValueError("weeks stand alone: write days, as in P10D, instead of weeks with other units")
        if self.at_most_days > MAX_DAYS:
            raise ValueError("a period of more than 200 years is not a time limit")

    def __bool__(self) -> bool:
        return any(getattr(self, unit.name) for unit in fields(self))

    def __str__(self) -> str:
        """ISO 8601; `parse_period` reads it back. The empty period is PT0H."""
        dated = _join((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        timed = _join((self.hours, "H"), (self.minutes, "M"))
        return f"P{dated}T{timed}" if timed else f"P{dated}" if dated else "PT0H"

    @property
    def timed(self) -> bool:
        """Whether it names hours or minutes."""
        return bool(self.hours or self.minutes)

    @property
    def at_most_days(self) -> int:
        """A number of days that the period never exceeds, wherever it starts. For bounds, never for a deadline."""
        hours = self.hours + (self.minutes + 59) // 60
        return 366 * self.years + 31 * self.months + 7 * self.weeks + self.days + (hours + 23) // 24


def _join(*parts: tuple[int, str]) -> str:
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def parse_period(text: str) -> Period:
    """The period an ISO 8601 duration names: `PT24H`, `P3D`, `P1Y6M`. ValueError says what to write instead."""
    found = _ISO.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError(f"'{text}' is not a period: {_advice(text)}")
    years, months, weeks, days, hours, minutes = (int(number or 0) for number in found.groups())
    if text.endswith("T"):
        raise ValueError(f"'{text}' is not a period: {_advice(text)}")
    if found[3] and any(found[n] for n in (1, 2, 4, 5, 6)):
        raise ValueError(f"'{text}' is not a period: weeks stand alone; write days instead, as in P10D")
    try:
        return Period(years, months, weeks, days, hours, minutes)
    except ValueError as error:
        raise ValueError(f"'{text}' is not a period: {error}") from None


def _advice(text: str) -> str:
    """Why `text` is refused, for a drafter who does not know ISO 8601 by heart."""
    tests: tuple[tuple[bool, str], ...] = (
        (not text.startswith(("P", "p", "-P", "+P")), "it starts with P, as in P1M (a month) or PT24H (24 hours)"),
        ("-" in text or "+" in text, "it bears no sign"),
        ("." in text or "," in text, "it has no fractions; write PT30M for half an hour"),
        (text in ("P", "PT") or text.endswith("T"), "it names no time; write a number and a unit, as in P3D or PT24H"),
        (text != text.upper(), "its letters are capitals, as in P1M or PT24H"),
        (bool(re.search("T.*S", text)), "seconds are not used"),
        ("T" not in text and "H" in text, "hours come after a T, as in PT24H"),
        (bool(re.search("[0-9]{6}", text)), "its numbers have five digits at most"),
    )
    otherwise = "units stand once and in order, as in P1Y6M, P3D or PT1H30M"
    return next((advice for holds, advice in tests if holds), otherwise)


def words(period: Period, *, business: bool = False) -> str:
    """The period in words, with figures: "24 hours", "2 years and 6 months"; if `business`, "3 working days"."""
    parts = []
    for unit in fields(period):
        number = int(getattr(period, unit.name))
        name = f"working {unit.name}" if business and unit.name == "days" else unit.name
        if number:
            parts.append(f"{number} {name[:-1] if number == 1 else name}")
    if not parts:
        return "0 hours"
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def spelled(text: str) -> str:
    """A remark with its durations in words: data on existing law write some of them as PT24H."""
    return _WRITTEN.sub(lambda found: words(parse_period(found[0])), text)


def long_date(day: date) -> str:
    """A day with its weekday: "Saturday 21 November 2026"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_moment(moment: datetime) -> str:
    """An aware moment as its zone shows it: "Saturday 21 November 2026, 09:30 (UTC+03:00)"; with seconds if any."""
    offset = moment.replace(second=0, microsecond=0).isoformat(timespec="minutes")[16:]
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{long_date(moment)}, {clock} (UTC{offset})"


def _shift(day: date, months: int, days: int) -> date:
    """`day` moved by months, kept inside the month it reaches, then by days. ValueError outside the years 1 to 9999."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=days)
    except (ValueError, OverflowError):
        raise ValueError(f"{day} and the period lead out of the calendar") from None


def _units(period: Period) -> tuple[int, int]:
    """Months and days of a period that names no hours. ValueError if it does."""
    if period.timed:
        raise ValueError(f"{words(period)} cannot be counted in days: a date has no hour")
    return 12 * period.years + period.months, 7 * period.weeks + period.days


def add_period(day: date, period: Period, *, counting: Counting = "after") -> date:
    """The last day of a period counted from `day`, months first, then days. ValueError if the period names hours."""
    return _end(day, *_units(period), counting)


def subtract_period(day: date, period: Period) -> date:
    """The day a period before `day`, kept inside its month; for notice and tabling. ValueError if it names hours."""
    months, days = _units(period)
    return _shift(day, -months, -days)


def _end(start: date, months: int, days: int, counting: Counting) -> date:
    if counting == "after":
        return _shift(start, months, days)
    if not months:
        return _shift(start, 0, days - 1)
    reached = _shift(start, months, 0)
    # A month beginning with the 31st ends with the last day of a shorter month, not with the day before it.
    return _shift(reached, 0, days if reached.day != start.day else days - 1)


def next_occurrence(start: date, every: Period, after: date, *, counting: Counting = "after") -> date:
    """The first end of an interval later than `after`, intervals following one another from `start`.

    Counted from `start` by multiples, so an interval of months from the 31st does not drift to the 28th. The earliest
    answer is the end of the first interval. ValueError if `every` is empty or names hours.
    """
    months, days = _units(every)
    if not every:
        raise ValueError("an interval of no length has no next occurrence")
    # No multiple below this one can lie after `after`; the loop then takes few steps, however long ago `start` was.
    turn = max(1, (after - start).days // every.at_most_days)
    while (found := _end(start, turn * months, turn * days, counting)) <= after:
        turn += 1
    return found


def first_day(text: str) -> date | None:
    """The first day of a date written YYYY, YYYY-MM or YYYY-MM-DD; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01-01"[:10]) if _PARTLY.match(text) else None
    except ValueError:
        return None


def long_day(day: date) -> str:
    """1 December 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
