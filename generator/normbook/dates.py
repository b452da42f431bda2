"""Periods and the computation of time, without input, output or clock.

A period is a restricted ISO 8601 duration: whole numbers, no sign, no seconds, weeks alone. Time is computed
by these rules, after the model law's article `law/computation-of-time`; the reasons of every result repeat them:

1.  Hours and minutes run without pause from the moment of the event, to the second: 24 hours from 09:30 end at 09:30.
    They are added in UTC, so a change to or from summer time neither lengthens nor shortens them, and they are never
    moved over days of rest, whatever the calendar. A law that leaves out the rest of the hour of the event ends up to
    an hour later: who keeps the time computed here keeps that one too.
2.  Days exclude the day of the event and end with the last second (23:59:59 local time) of the last day.
3.  Weeks are seven days. Months and years end on the day of the same number, or on the last day of a month without it.
4.  Such a period, if it ends on a weekly rest day or a public holiday, ends on the next working day instead.
5.  In the calendar `business` only working days count as days; years, months and weeks are counted as in rule 3.
6.  In the calendar `clock` days, weeks, months and years end at the local time of the event and never move.
7.  A local time that the clocks skip is moved forward by what they skip; one that occurs twice is the first one. The
    end of a day, if it occurs twice, is the second: the day lasts as long as its last hour.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal, Protocol

Calendar = Literal["clock", "days", "business"]
"""How a limit is counted; the words of `Stage.calendar`."""

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
_N: Final = "([0-9]{1,5})"
_ISO: Final = re.compile(f"P(?:{_N}Y)?(?:{_N}M)?(?:{_N}W)?(?:{_N}D)?(?:T(?:{_N}H)?(?:{_N}M)?)?")
_END_OF_DAY: Final = time(23, 59, 59)
_ONE_DAY: Final = timedelta(days=1)
_LONGEST_REST: Final = 370
_LISTED: Final = 6


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
    """The last day of a period counted from `day` (rules 2 and 3). ValueError if the period names hours."""
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


class Holidays(Protocol):
    """The working days of a place. `normbook.calendars.WorkingCalendar` is the one for a State."""

    def is_working(self, day: date, /) -> bool:
        """Whether `day` is a working day."""

    def why_not(self, day: date, /) -> str:
        """Why `day` is not a working day; empty if it is one."""

    def doubts(self, first: date, last: date, /) -> tuple[str, ...]:
        """What is not certain about the days from `first` to `last`, a sentence each."""


@dataclass(frozen=True, slots=True)
class Due:
    """The last moment of a period, in local time, and why it falls there, a sentence each."""

    at: datetime
    reasons: tuple[str, ...]


def due(start: datetime, period: Period, calendar: Calendar, holidays: Holidays, zone: tzinfo) -> Due:
    """The last moment to act, for a period that starts with an event at `start`, under the rules of this module.

    `start` is aware; `zone` is where the limit is kept. ValueError if `start` is naive; ValueError or OverflowError if
    the end lies beyond the year 9999.
    """
    if start.utcoffset() is None:
        raise ValueError("the start of a period needs a time zone, as in 2026-11-21T09:30+03:00")
    local = start.astimezone(zone)
    if calendar == "clock":
        return _by_clock(local, period, zone, ())
    if period.timed:
        return _by_clock(local, period, zone, ("A limit that names hours is not moved over days of rest.",))
    return _by_days(local, period, calendar, holidays, zone)


def _by_clock(local: datetime, period: Period, zone: tzinfo, notes: tuple[str, ...]) -> Due:
    reasons = [f"{_capital(words(period))} by the clock, from {long_moment(local)}."]
    moment = local
    dated = replace(period, hours=0, minutes=0)
    if dated:
        day = add_period(local.date(), dated)
        reasons += _clamped(local.date(), day, dated)
        moment, why = _resolve(datetime.combine(day, local.time()), zone, end_of_day=False)
        reasons += why
    if period.timed:
        before = moment
        moment = (before.astimezone(UTC) + timedelta(hours=period.hours, minutes=period.minutes)).astimezone(zone)
        if moment.utcoffset() != before.utcoffset():
            reasons.append("The clocks change in between; the hours that pass are counted, not those the clock shows.")
    return Due(moment, (*reasons, *notes, f"It ends on {long_moment(moment)}."))


def _by_days(local: datetime, period: Period, calendar: Calendar, holidays: Holidays, zone: tzinfo) -> Due:
    start, business = local.date(), calendar == "business"
    length = _capital(words(period, business=business))
    reasons = [f"{length}, counted after {long_date(start)}, that day not included."]
    dated = replace(period, days=0) if business else period
    last = add_period(start, dated)
    reasons += _clamped(start, last, dated)
    doubted = last - _ONE_DAY
    if business and period.days:
        doubted = last
        last, skipped = _count_working(last, period.days, holidays)
        reasons += [f"Not counted: {_listed(skipped, holidays)}."] if skipped else []
    last, skipped = _next_working(last, holidays)
    reasons += [f"Moved to the next working day, over {_listed(skipped, holidays)}."] if skipped else []
    if not holidays.is_working(last):
        reasons.append("No working day follows within a year; the end is not moved.")
    at, why = _resolve(datetime.combine(last, _END_OF_DAY), zone, end_of_day=True)
    # A date set by a sighting of the moon may turn out a day earlier or later: look one day to either side.
    doubts = holidays.doubts(doubted, last + _ONE_DAY)
    return Due(at, (*reasons, *why, *doubts, f"It ends with the end of the day, on {long_moment(at)}."))


def _next_working(day: date, holidays: Holidays) -> tuple[date, list[date]]:
    """The first working day from `day` on, and the days passed over; `day` itself where a year brings none."""
    skipped: list[date] = []
    while not holidays.is_working(found := day + len(skipped) * _ONE_DAY):
        skipped.append(found)
        if len(skipped) > _LONGEST_REST:
            # A calendar without working days is a mistake of its maker; the limit must still end.
            return day, []
    return found, skipped


def _count_working(day: date, count: int, holidays: Holidays) -> tuple[date, list[date]]:
    """The `count`-th working day after `day`, and the days passed over on the way."""
    passed: list[date] = []
    for _ in range(count):
        day, skipped = _next_working(day + _ONE_DAY, holidays)
        passed += skipped
    return day, passed


def _listed(skipped: list[date], holidays: Holidays) -> str:
    shown = [f"{long_date(day)} ({holidays.why_not(day) or 'not a working day'})" for day in skipped[:_LISTED]]
    more = len(skipped) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def _clamped(start: date, end: date, period: Period) -> list[str]:
    if not (period.years or period.months) or period.days or end.day == start.day:
        return []
    return [f"The month has no day {start.day}; its last day stands in."]


def _resolve(wall: datetime, zone: tzinfo, *, end_of_day: bool) -> tuple[datetime, list[str]]:
    """The moment that a clock in `zone` shows as `wall`, with a reason where the clocks skip or repeat it (rule 7)."""
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first, []
    real = first.astimezone(UTC).astimezone(zone)
    if real.replace(tzinfo=None) != wall:
        return real, [f"The clocks skip {wall:%H:%M} on {long_date(wall)}; the time moves forward by what they skip."]
    if end_of_day:
        return second, [f"The clocks show {wall:%H:%M} twice on {long_date(wall)}; the day ends with the second."]
    return first, [f"The clocks show {wall:%H:%M} twice on {long_date(wall)}; the first counts."]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
