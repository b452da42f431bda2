"""An exercise on the clock: its injects, and what is due when under the timelines that they set off, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from normbook.computation import Holidays
from normbook.dates import parse_period
from normbook.deadlines import Deadline, deadlines
from normbook.model.practice import Exercise, Inject
from normbook.model.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Told:
    """An inject at its moment. Injects are numbered from 1, in their order."""

    number: int
    inject: Inject
    at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """A stage of a timeline that an inject set off; `at` is its last lawful moment, None if it has none yet.

    `shifts` says that its distance from the start depends on the date: on days of rest, or on the length of a month.
    """

    number: int
    timeline: Timeline
    deadline: Deadline
    shifts: bool

    @property
    def at(self) -> datetime | None:
        return self.deadline.due


@dataclass(frozen=True, slots=True)
class Grid:
    """The exercise from `start` to `end`: what has a moment, in order, and what has none."""

    exercise: Exercise
    start: datetime
    end: datetime
    entries: tuple[Told | Owed, ...]
    timeless: tuple[Owed, ...]

    def relative(self, moment: datetime) -> str:
        """The time that has passed since the start: T+0:30, T+71:00; from three days on T+3 d 01:00."""
        return relative(_passed(self.start, moment))

    def after_end(self, moment: datetime) -> bool:
        """Whether the exercise is over by then."""
        return _passed(self.end, moment) > timedelta()


def offset(text: str) -> timedelta:
    """How long after the start an inject comes. ValueError if it is no duration, or has no fixed length."""
    period = parse_period(text)
    if period.years or period.months:
        raise ValueError(f"'{text}' has no fixed length: write days and hours, as in P14D or P2DT12H")
    return timedelta(weeks=period.weeks, days=period.days, hours=period.hours, minutes=period.minutes)


def _passed(start: datetime, moment: datetime) -> timedelta:
    """The time that really passes: in one zone, Python would subtract what the clocks show."""
    return moment.astimezone(UTC) - start.astimezone(UTC)


def relative(passed: timedelta) -> str:
    """Time after the start as a director of an exercise says it; a minute that has begun is not counted."""
    hours, rest = divmod(int(passed.total_seconds()), 3600)
    if hours < 72:
        return f"T+{hours}:{rest // 60:02}"
    return f"T+{hours // 24} d {hours % 24:02}:{rest // 60:02}"


def grid(
    exercise: Exercise, timelines: Iterable[Timeline], start: datetime, calendar: Holidays, zone: tzinfo
) -> Grid:
    """The grid of an exercise that starts at an aware moment, with times as `zone` shows them.

    Time between injects is time that passes: a change of the clocks neither lengthens nor shortens it. An event that
    several injects set off is, where a stage of another timeline counts from it, the first of them. ValueError or
    OverflowError where a limit leads out of the calendar.
    """
    held = {timeline.id: timeline for timeline in timelines}
    told = [Told(n, each, _later(start, each.at, zone)) for n, each in enumerate(exercise.injects, 1)]
    events: dict[str, datetime] = {}
    for one in told:
        if one.inject.event:
            events.setdefault(one.inject.event, one.at)
    owed = [
        Owed(one.number, held[name], each, _shifts(held[name], each))
        for one in told
        for name in one.inject.timelines
        if name in held
        for each in deadlines(held[name], one.at, calendar, zone, _known(events, held[name]))
    ]
    timed: list[Told | Owed] = [*told, *(o for o in owed if o.at)]
    timed.sort(key=_order)
    return Grid(exercise, start.astimezone(zone), _later(start, exercise.lasts, zone), tuple(timed),
                tuple(o for o in owed if o.at is None))


def _later(start: datetime, length: str, zone: tzinfo) -> datetime:
    return (start.astimezone(UTC) + offset(length)).astimezone(zone)


def _known(events: Mapping[str, datetime], timeline: Timeline) -> dict[str, datetime]:
    """Moments of events, without those that bear the name of a stage of the timeline: that is not yet done."""
    stages = {stage.id for stage in timeline.stages}
    return {name: moment for name, moment in events.items() if name not in stages}


def _shifts(timeline: Timeline, deadline: Deadline) -> bool:
    """Whether the stage, or one that it is counted from, is counted in days of a calendar or in months."""
    stages = {stage.id: stage for stage in timeline.stages}
    stage, seen = deadline.stage, {deadline.stage.id}
    while True:
        period = parse_period(stage.within or "PT0H")
        if stage.calendar != "clock" or period.months or period.years:
            return True
        before = stages.get(stage.counted_from)
        if before is None or before.id in seen:
            return False
        seen.add(before.id)
        stage = before


def _order(entry: Told | Owed) -> tuple[datetime, int, int]:
    """By moment; at one moment an inject comes before what is due, and what an earlier inject set off before others."""
    if entry.at is None:
        raise ValueError("what has no moment has no place in the order")
    return entry.at.astimezone(UTC), isinstance(entry, Owed), entry.number
