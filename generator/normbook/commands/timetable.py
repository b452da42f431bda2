"""The deadlines of one event as a table for the terminal, as JSON, and as a calendar file. Values in, text out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from normbook.calendarfiles import Happening, whole
from normbook.commands.schedules import PRODUCER, aligned, wrapped
from normbook.dates import long_moment, parse_period, words
from normbook.deadlines import Deadline
from normbook.model.timeline import Stage, Timeline
from normbook.model.world import State

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Timetable:
    """The deadlines of one event. `start` stands in the zone of all times; `rest` are weekdays, Monday being 0."""

    timeline: Timeline
    start: datetime
    state: State | None
    rest: frozenset[int]
    deadlines: tuple[Deadline, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know to use the times."""
        places, bound = place_notes(self.start, self.state, self.rest)
        brackets = "Limits in [brackets] are under negotiation."
        return (places, *([brackets] if any(d.stage.within and d.stage.bracketed for d in self.deadlines) else []),
                bound)


def place_notes(start: datetime, state: State | None, rest: frozenset[int]) -> tuple[str, str]:
    """Whose time and days of rest were counted with, and that other clocks may bind."""
    days = " and ".join(_DAYS[day] for day in sorted(rest))
    if state:
        name = state.names["en"].short
        places = (f"Local times are the legal time of the capital ({state.time_zone}). Days of rest: {days}, "
                  f"and the public holidays of {name}.")
    else:
        offset = long_moment(start).rpartition("(")[2].rstrip(")")
        places = (f"No State is named: local times keep the offset of the time given, {offset}. Days of rest: "
                  f"{days}, no public holidays. Name a State with --country.")
    return places, "These are the clocks of the handbook; where a State's law in force sets others, those bind."


def _as_table(table: Timetable) -> str:
    state = f", {table.state.names['en'].short}" if table.state else ""
    lines = [f"{table.timeline.title} ({table.timeline.id}){state}",
             f"Clock started by {table.timeline.starts.event}: {long_moment(table.start)}, {utc_time(table.start)}", ""]
    rows = [("Stage", "Limit", "Due, local time", "Due, UTC", "Counted from")]
    for each in table.deadlines:
        none = "no time yet" if each.stage.within else "no figure"
        due = (local_time(each.due), utc_time(each.due)) if each.due else (none, "")
        rows.append((each.stage.title, _limit(each.stage), *due, each.stage.counted_from))
    head, *body = aligned(rows)
    lines += [head, "-" * len(head)]
    for each, row in zip(table.deadlines, body, strict=True):
        lines.append(row)
        for reason in each.reasons:
            lines += wrapped(reason, _INDENT)
    return "\n".join([*lines, "", *(line for note in table.notes for line in wrapped(note))])


def _as_json(table: Timetable) -> str:
    stages = [{
        "stage": each.stage.id, "title": each.stage.title, "within": each.stage.within, "words": each.stage.words,
        "bracketed": each.stage.bracketed, "calendar": each.stage.calendar, "counted_from": each.stage.counted_from,
        "start": _iso(each.start), "due": _iso(each.due), "due_utc": _iso(each.due_utc), "reasons": each.reasons,
    } for each in table.deadlines]
    return json.dumps({
        "timeline": table.timeline.id, "title": table.timeline.title, "event": table.timeline.starts.event,
        "start": _iso(table.start), "start_utc": _iso(table.start.astimezone(UTC)),
        "country": table.state.iso2 if table.state else None, "zone": table.state.time_zone if table.state else None,
        "stages": stages, "notes": table.notes,
    }, ensure_ascii=False, indent=2)


def _as_ics(table: Timetable) -> bytes:
    """One event a stage with a time, at that moment. The start stamps them: the same command gives the same bytes."""
    stamp = table.start.astimezone(UTC)
    place = table.state.iso2.lower() if table.state else "no-state"
    events = []
    for each in table.deadlines:
        if each.due is None:
            continue
        uid = f"{table.timeline.id}.{each.stage.id}.{stamp:%Y%m%dT%H%M%SZ}.{place}@normbook"
        local = f"Local time: {long_moment(each.due)}."
        title = f"Due: {each.stage.title} ({table.timeline.title})"
        about = "\n".join([local, *each.reasons, *table.notes])
        events.append(Happening(uid, stamp, in_zone(each.due, table.state), title, about))
    return whole(PRODUCER, f"{table.timeline.title}: deadlines", events)


FORMATS: Final[Mapping[str, Callable[[Timetable], str | bytes]]] = {
    "table": _as_table, "json": _as_json, "ics": _as_ics,
}  # fmt: skip


def in_zone(moment: datetime, state: State | None) -> datetime:
    """A moment for a calendar file: in the zone of the State, which the file brings along; without a State in UTC."""
    return moment.astimezone(ZoneInfo(state.time_zone) if state else UTC)


def _limit(stage: Stage) -> str:
    if not stage.within:
        return ""
    text = words(parse_period(stage.within), business=stage.calendar == "business")
    return f"[{text}]" if stage.bracketed else text


def local_time(moment: datetime) -> str:
    """A moment as its zone shows it: Sun 2026-11-22 10:00 +03:00."""
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{_DAYS[moment.weekday()]} {moment.date()} {clock} {moment.isoformat(timespec='seconds')[19:]}"


def utc_time(moment: datetime) -> str:
    """The same in UTC: 2026-11-22 07:00Z."""
    there = moment.astimezone(UTC)
    return f"{there.date()} {there:%H:%M:%S}Z" if there.second else f"{there.date()} {there:%H:%M}Z"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
