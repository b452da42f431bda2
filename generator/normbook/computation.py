"""The computation of time: at which moment a time limit ends, and why, without input, output or clock.

Time is computed by these rules, after the model law's article `law/computation-of-time`; the reasons of every result
repeat them:

1.  Hours leave out the hour in which the event falls, as the local clock shows it, and run without pause from the
    beginning of the next: 24 hours from an event at 09:30 end at 10:00 on the day after, and so do 24 hours from 09:00,
    since that moment falls in the hour from 09:00 to 10:00 (paragraph p1 of the article; as Regulation (EEC, Euratom)
    No 1182/71, article 3(1)). They are added in UTC, so a change to or from summer time neither lengthens nor shortens
    them, and they are never moved over days of rest, whatever the calendar. An hour has sixty minutes, also where
    clocks change by half an hour.
2.  Minutes alone run from the moment of the event, to the second. Days with hours: the days first, by the clock, then
    the hour in which they end is left out, once, then the hours.
3.  Days exclude the day of the event and end with the last second (23:59:59 local time) of the last day.
4.  Weeks are seven days. Months and years end on the day of the same number, or on the last day of a month without it.
5.  Such a period, if it ends on a weekly rest day or a public holiday, ends on the next working day instead.
6.  In the calendar `business` only working days count as days; years, months and weeks are counted as in rule 4.
7.  In the calendar `clock` days, weeks, months and years end at the local time of the event and never move.
8.  A local time that the clocks skip is moved forward by what they skip; one that occurs twice is the first one. The
    end of a day, if it occurs twice, is the second: the day lasts as long as its last hour.
9.  A limit may start where another ends. An end on the full hour, 10:00, is the end of the hour from 09:00 to 10:00: it
    lies in that hour, already spent, and no further hour is left out. An end at 00:00 is, for counting days, the end of
    the day before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal, Protocol

from normbook.dates import Period, add_period, long_date, long_moment, words

Calendar = Literal["clock", "days", "business"]
"""How a limit is counted; the words of `Stage.calendar`."""

_END_OF_DAY: Final = time(23, 59, 59)
_MIDNIGHT: Final = time()
_ONE_HOUR: Final = timedelta(hours=1)
_ONE_DAY: Final = timedelta(days=1)
_LONGEST_REST: Final = 370
_LISTED: Final = 6


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


def due(
    start: datetime, period: Period, calendar: Calendar, holidays: Holidays, zone: tzinfo, *, from_limit: bool = False
) -> Due:
    """The last moment to act, for a period that starts with an event at `start`, under the rules of this module.

    `start` is aware; `zone` is where the limit is kept. `from_limit` says that `start` is itself the end of a limit
    (rule 9). ValueError if `start` is naive; ValueError or OverflowError if the end lies beyond the year 9999.
    """
    if start.utcoffset() is None:
        raise ValueError("the start of a period needs a time zone, as in 2026-11-21T09:30+03:00")
    local = start.astimezone(zone)
    if calendar == "clock":
        return _by_clock(local, period, zone, (), from_limit=from_limit)
    if period.timed:
        note = "A limit that names hours is not moved over days of rest."
        return _by_clock(local, period, zone, (note,), from_limit=from_limit)
    return _by_days(local, period, calendar, holidays, zone, from_limit=from_limit)


def _by_clock(local: datetime, period: Period, zone: tzinfo, notes: tuple[str, ...], *, from_limit: bool) -> Due:
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
        if period.hours:
            moment, why = _first_hour(moment, zone, dated=bool(dated), from_limit=from_limit)
            reasons += why
        moment = _later(moment, timedelta(hours=period.hours, minutes=period.minutes), zone)
        if moment.utcoffset() != before.utcoffset():
            reasons.append("The clocks change in between; the hours that pass are counted, not those the clock shows.")
    return Due(moment, (*reasons, *notes, _ending(moment)))


def _first_hour(moment: datetime, zone: tzinfo, *, dated: bool, from_limit: bool) -> tuple[datetime, list[str]]:
    """The beginning of the first hour that counts, for hours counted from `moment`, and why (rules 1, 2 and 9)."""
    into = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    spent = from_limit and not into
    begins = moment if spent else _later(moment, _ONE_HOUR - into, zone)
    left_out = f"{_later(begins, -_ONE_HOUR, zone):%H:%M} to {begins:%H:%M}".replace("to 00:00", "to 24:00")
    run = f"the hours run from {begins:%H:%M}"
    if spent:
        return begins, [f"The limit before it ends with the hour from {left_out}, which is not left out again: {run}."]
    event = "The hour in which that falls" if from_limit else "The hour of the event"
    hour = "The hour reached so far" if dated else event
    return begins, [f"{hour}, {left_out}, is not counted: {run}."]


def _later(moment: datetime, passed: timedelta, zone: tzinfo) -> datetime:
    """The moment in `zone` when a length of time has really passed, whatever the clocks show."""
    return (moment.astimezone(UTC) + passed).astimezone(zone)


def _ending(moment: datetime) -> str:
    if moment.time() == _MIDNIGHT:
        return f"It ends when {long_date(moment - _ONE_DAY)} is over, on {long_moment(moment)}."
    return f"It ends on {long_moment(moment)}."


def _by_days(
    local: datetime, period: Period, calendar: Calendar, holidays: Holidays, zone: tzinfo, *, from_limit: bool
) -> Due:
    start, business = local.date(), calendar == "business"
    length = _capital(words(period, business=business))
    reasons = []
    if from_limit and local.time() == _MIDNIGHT:
        start -= _ONE_DAY
        reasons.append(f"The limit before it ends at 00:00, with {long_date(start)}.")
    reasons.append(f"{length}, counted after {long_date(start)}, that day not included.")
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
    """The moment that a clock in `zone` shows as `wall`, with a reason where the clocks skip or repeat it (rule 8)."""
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
