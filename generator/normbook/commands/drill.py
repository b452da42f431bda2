"""`normbook exercise`: the injects of an exercise and what falls due when, from a start of one's own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from normbook.calendars import WorkingCalendar
from normbook.commands import arguments
from normbook.commands.arguments import EXAMPLE, UsageError, refused
from normbook.commands.schedules import wrapped
from normbook.commands.timetable import local_time, place_notes, utc_time
from normbook.commands.timing import broken
from normbook.dates import long_moment
from normbook.examine import load_again
from normbook.grid import Grid, Owed, Told, grid
from normbook.link import link
from normbook.model.practice import Exercise
from normbook.model.world import State
from normbook.outputs.exercises import Line, exercise_calendar, exercise_workbook, lines
from normbook.problems import did_you_mean
from normbook.publication import Publication
from normbook.settings import Settings

_INDENT: Final = " " * 14


@dataclass(frozen=True, slots=True)
class Drill:
    """An exercise with its start and place. `notes` are what a reader must know to use the times."""

    publication: Publication
    grid: Grid
    state: State | None
    notes: tuple[str, ...]

    @property
    def lines(self) -> tuple[tuple[Told | Owed, Line], ...]:
        """The entries, each with its words."""
        entries = (*self.grid.entries, *self.grid.timeless)
        return tuple(zip(entries, lines(self.publication, self.grid), strict=True))


def exercise_command(
    settings: Settings,
    wanted: str,
    start_text: str,
    country: str | None,
    format: str,  # noqa: A002 - named as the option is
    output: Path | None,
) -> int:
    """Print an exercise that starts at `start_text`, or write it to a file. 0 done, 1 the corpus, 2 the command."""
    loaded = load_again(settings.norms, settings.cache)
    if loaded.corpus is None or any(problem.is_error for problem in loaded.problems):
        return broken(loaded.problems)
    corpus = loaded.corpus
    if format == "xlsx" and output is None and sys.stdout.isatty():
        hint = "Name a file with -o, as in -o events.xlsx."
        return refused(UsageError("a spreadsheet cannot be shown on a terminal", hint))
    try:
        exercise = chosen(corpus.exercises, wanted)
        start = arguments.moment(start_text)
        state = arguments.state(corpus.states, country)
    except UsageError as error:
        return refused(error)
    zone = ZoneInfo(state.time_zone) if state else start.tzinfo or ZoneInfo("UTC")
    calendar = WorkingCalendar(state.iso2 if state else None, corpus.weekends)
    try:
        made = grid(exercise, corpus.timelines, start, calendar, zone)
    except (ValueError, OverflowError):
        hint = f"Write a time like {EXAMPLE}; 'normbook check' finds limits that cannot be read."
        return refused(UsageError(f"from {start_text} the limits lead out of the calendar", hint))
    publication = Publication(corpus, link(corpus, loaded.unread)[0], settings.as_of)
    notes = place_notes(made.start, state, calendar.rest)
    _give(FORMATS[format](Drill(publication, made, state, notes)), output)
    return 0


def chosen(exercises: Sequence[Exercise], wanted: str) -> Exercise:
    """The exercise with an id, or the only one whose id begins so."""
    held = {each.id: each for each in exercises}
    name = wanted.removeprefix("exercise:")
    begun = [held[name]] if name in held else [each for each in exercises if name and each.id.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    there = f"Exercises: {', '.join(held)}." if held else "This corpus has none."
    if begun:
        raise UsageError(f"'{wanted}' may be {' or '.join(each.id for each in begun)}", there)
    raise UsageError(f"there is no exercise '{wanted}'", did_you_mean(name, held, there, cutoff=0.5))


def _as_table(drill: Drill) -> str:
    made, where = drill.grid, f", {drill.state.names['en'].short}" if drill.state else ""
    out = [f"{made.exercise.title} ({made.exercise.id}){where}",
           f"Starts {long_moment(made.start)}, {utc_time(made.start)}; ends {long_moment(made.end)}", ""]
    ended = False
    for entry, line in drill.lines:
        if line.at and made.after_end(line.at) and not ended:
            ended = True
            out += ["-- the exercise ends --", ""]
        out += _entry(entry, line)
    return "\n".join([*out, *(part for note in drill.notes for part in wrapped(note))])


def _entry(entry: Told | Owed, line: Line) -> list[str]:
    time = f"{local_time(line.at)}  {utc_time(line.at)}" if line.at else "no time yet"
    what = f"INJECT {entry.number} to {line.who}" if isinstance(entry, Told) else f"DUE from {line.who}: {line.due}"
    out = [f"{line.after:<12}  {time}", *wrapped(what, _INDENT)]
    if isinstance(entry, Told):
        out += wrapped(line.inject.partition(". ")[2], _INDENT)
    for text in (*(f"[ ] {each}" for each in line.expected), *line.reasons):
        out += wrapped(text, f"{_INDENT}  ")
    return [*out, ""]


def _as_json(drill: Drill) -> str:
    made = drill.grid
    return json.dumps({
        "exercise": made.exercise.id, "title": made.exercise.title, "start": made.start.isoformat(),
        "end": made.end.isoformat(), "country": drill.state.iso2 if drill.state else None,
        "zone": drill.state.time_zone if drill.state else None,
        "entries": [_record(entry, line) for entry, line in drill.lines], "notes": drill.notes,
    }, ensure_ascii=False, indent=2)


def _record(entry: Told | Owed, line: Line) -> dict[str, object]:
    common = {"at": _iso(line.at), "after_start": line.after or None, "who": line.who, "inject": entry.number}
    if isinstance(entry, Told):
        return {"kind": "inject", **common, "id": entry.inject.id, "text": line.inject.partition(". ")[2],
                "event": entry.inject.event, "expected": line.expected}
    stage = entry.deadline.stage
    return {"kind": "due", **common, "timeline": entry.timeline.id, "stage": stage.id, "title": stage.title,
            "within": stage.within, "bracketed": stage.bracketed, "counted_from": stage.counted_from,
            "start": _iso(entry.deadline.start), "reasons": line.reasons}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


FORMATS: Final[Mapping[str, Callable[[Drill], str | bytes]]] = {
    "table": _as_table,
    "json": _as_json,
    "ics": lambda drill: exercise_calendar(drill.publication, drill.grid, drill.notes),
    "xlsx": lambda drill: exercise_workbook(drill.publication, drill.grid, drill.notes),
}


def _give(content: str | bytes, output: Path | None) -> None:
    """To the file, whole or not at all, or to stdout."""
    if output:
        from normbook.write import write_file

        write_file(output, content if isinstance(content, bytes) else f"{content}\n".encode())
    elif isinstance(content, str):
        print(content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
