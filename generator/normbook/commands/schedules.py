"""Deadlines and reviews as a table for the terminal, as JSON, and as a calendar file. Values in, text out."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from normbook.dates import long_date, long_moment, parse_period, words
from normbook.deadlines import Deadline
from normbook.lifecycle import Falling, ProvisionDates
from normbook.model.timeline import Stage, Timeline
from normbook.model.world import State

if TYPE_CHECKING:
    from icalendar import Event

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WHAT: Final = {"review": "Review", "tabling": "Tabling of the renewal", "sunset": "Sunset"}
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
        rest = " and ".join(_DAYS[day] for day in sorted(self.rest))
        offset = long_moment(self.start).rpartition("(")[2].rstrip(")")
        if self.state:
            name, zone = self.state.names["en"].short, self.state.time_zone
            places = (f"Local times are the legal time of the capital ({zone}). Days of rest: {rest}, and the public holidays "
                      f"of {name}.")
        else:
            places = (f"No State is named: local times keep the offset of the time given, {offset}. Days of rest: {rest}, no "
                      "public holidays. Name a State with --country.")
        brackets = "Limits in [brackets] are under negotiation."
        return (places, *([brackets] if any(d.stage.within and d.stage.bracketed for d in self.deadlines) else []),
                "These are the clocks of the handbook; where a State's law in force sets others, those bind.")


@dataclass(frozen=True, slots=True)
class Agenda:
    """What falls due up to a day, longest overdue first; what comes next where nothing does (`ahead`); titles by id."""

    as_of: date
    until: date
    state: State | None
    due: tuple[Falling, ...]
    ahead: tuple[Falling, ...]
    titles: Mapping[str, str]

    def overdue(self, each: Falling) -> bool:
        """Whether a date that binds has passed. Indicative ones bind nobody."""
        return each.days < 0 and not (isinstance(each.dates, ProvisionDates) and each.dates.indicative)

    def title(self, each: Falling) -> str:
        """'NOT-2 Layered notification', 'article 40, Countermeasures'."""
        title = self.titles[each.id]
        return title if each.id.startswith("law/") else f"{each.id.upper()} {title}"


def _timetable_text(table: Timetable) -> str:
    state = f", {table.state.names['en'].short}" if table.state else ""
    lines = [f"{table.timeline.title} ({table.timeline.id}){state}",
             f"Clock started by {table.timeline.starts.event}: {long_moment(table.start)}, {_utc(table.start)}", ""]
    rows = [("Stage", "Limit", "Due, local time", "Due, UTC", "Counted from")]
    for each in table.deadlines:
        due = (_local(each.due), _utc(each.due)) if each.due else ("no time yet" if each.stage.within else "no figure", "")
        rows.append((each.stage.title, _limit(each.stage), *due, each.stage.counted_from))
    head, *body = _aligned(rows)
    lines += [head, "-" * len(head)]
    for each, row in zip(table.deadlines, body, strict=True):
        lines.append(row)
        for reason in each.reasons:
            lines += _wrapped(reason, _INDENT)
    return "\n".join([*lines, "", *(line for note in table.notes for line in _wrapped(note, ""))])


def _timetable_json(table: Timetable) -> str:
    stages = [{
        "stage": each.stage.id, "title": each.stage.title, "within": each.stage.within, "words": each.stage.words,
        "bracketed": each.stage.bracketed, "calendar": each.stage.calendar, "counted_from": each.stage.counted_from,
        "start": _iso(each.start), "due": _iso(each.due), "due_utc": _iso(each.due_utc), "reasons": each.reasons,
    } for each in table.deadlines]
    return _json({
        "timeline": table.timeline.id, "title": table.timeline.title, "event": table.timeline.starts.event,
        "start": _iso(table.start), "start_utc": _iso(table.start.astimezone(UTC)),
        "country": table.state.iso2 if table.state else None, "zone": table.state.time_zone if table.state else None,
        "stages": stages, "notes": table.notes,
    })


def _timetable_ics(table: Timetable) -> bytes:
    """One event a stage with a time, at that moment. The start stamps them: the same command gives the same bytes."""
    stamp = table.start.astimezone(UTC)
    place = table.state.iso2.lower() if table.state else "no-state"
    events = []
    for each in table.deadlines:
        if each.due is None:
            continue
        uid = f"{table.timeline.id}.{each.stage.id}.{stamp:%Y%m%dT%H%M%SZ}.{place}@normbook"
        local = f"Local time: {long_moment(each.due)}."
        events.append(_event(uid, stamp, each.due.astimezone(UTC), f"Due: {each.stage.title} ({table.timeline.title})",
                             "\n".join([local, *each.reasons, *table.notes])))
    return _calendar(f"{table.timeline.title}: deadlines", events)


def _agenda_text(agenda: Agenda) -> str:
    state = f", {agenda.state.names['en'].short}" if agenda.state else ""
    lines = [f"Reviews and sunsets{state}, from {long_date(agenda.as_of)} to {long_date(agenda.until)}", ""]
    if not agenda.due:
        lines.append("Nothing falls due.")
        lines += [f"Next: {_WHAT[each.what]} of {agenda.title(each)}, by {long_date(each.on)}." for each in agenda.ahead]
        return "\n".join(lines)
    rows = [("Date", "When", "What", "Of", "Counted from")]
    rows += [(each.on.isoformat(), _when(each, agenda), _WHAT[each.what], agenda.title(each), _basis(each)) for each in agenda.due]
    head, *body = _aligned(rows)
    return "\n".join([*lines, head, "-" * len(head), *body])


def _agenda_json(agenda: Agenda) -> str:
    items = [{
        "id": each.id, "title": agenda.titles[each.id], "what": each.what, "on": each.on.isoformat(), "days": each.days,
        "overdue": agenda.overdue(each), "counted_from": each.dates.counted_from.isoformat(), "sunset_kind": each.dates.kind,
        "indicative": isinstance(each.dates, ProvisionDates) and each.dates.indicative,
    } for each in agenda.due]
    return _json({"as_of": agenda.as_of.isoformat(), "until": agenda.until.isoformat(),
                  "country": agenda.state.iso2 if agenda.state else None, "items": items})


def _agenda_ics(agenda: Agenda) -> bytes:
    """One whole-day event a date. A date that moves keeps its UID, so that a calendar moves its entry."""
    stamp = datetime.combine(agenda.as_of, time(), UTC)
    place = f".{agenda.state.iso2.lower()}" if agenda.state else ""
    events = [
        _event(f"{each.id.replace('/', '.')}.{each.what}{place if each.id.startswith('law/') else ''}@normbook", stamp,
               each.on, f"{_WHAT[each.what]}: {agenda.title(each)}", f"Counted from {_basis(each)}.")
        for each in agenda.due
    ]  # fmt: skip
    return _calendar("Normbook: reviews and sunsets", events)


TIMETABLE_FORMATS: Final[Mapping[str, Callable[[Timetable], str | bytes]]] = {
    "table": _timetable_text, "json": _timetable_json, "ics": _timetable_ics,
}  # fmt: skip
AGENDA_FORMATS: Final[Mapping[str, Callable[[Agenda], str | bytes]]] = {
    "table": _agenda_text, "json": _agenda_json, "ics": _agenda_ics,
}  # fmt: skip


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _wrapped(text: str, indent: str) -> list[str]:
    width = max(60, shutil.get_terminal_size((110, 24)).columns)
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + ("  " if indent else ""))


def _limit(stage: Stage) -> str:
    if not stage.within:
        return ""
    text = words(parse_period(stage.within), business=stage.calendar == "business")
    return f"[{text}]" if stage.bracketed else text


def _local(moment: datetime) -> str:
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{_DAYS[moment.weekday()]} {moment.date()} {clock} {moment.isoformat(timespec='seconds')[19:]}"


def _utc(moment: datetime) -> str:
    there = moment.astimezone(UTC)
    return f"{there.date()} {there:%H:%M:%S}Z" if there.second else f"{there.date()} {there:%H:%M}Z"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _when(each: Falling, agenda: Agenda) -> str:
    days = f"{abs(each.days)} day{'' if abs(each.days) == 1 else 's'}"
    if each.days < 0:
        return f"overdue, {days}" if agenda.overdue(each) else f"past, {days}"
    return f"in {days}" if each.days else "today"


def _basis(each: Falling) -> str:
    day = each.dates.counted_from.isoformat()
    if not isinstance(each.dates, ProvisionDates):
        return f"the edition of {day}"
    return f"{day} as if commenced then (indicative)" if each.dates.indicative else f"commencement on {day}"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _event(uid: str, stamp: datetime, at: datetime | date, summary: str, description: str) -> Event:
    # Imported late, here and below: the table, which most people ask for, does without.
    from icalendar import Event

    event = Event()
    for name, value in (("uid", uid), ("dtstamp", stamp), ("dtstart", at), ("summary", summary), ("description", description),
                        ("transp", "TRANSPARENT")):
        event.add(name, value)
    return event


def _calendar(name: str, events: Sequence[Event]) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    for key, value in (("prodid", "-//Normbook//normbook//EN"), ("version", "2.0"), ("x-wr-calname", name)):
        calendar.add(key, value)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()
