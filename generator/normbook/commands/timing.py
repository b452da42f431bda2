"""`normbook deadlines` and `normbook reviews`: what falls due under a clock that has started, and in the handbook."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from normbook import source
from normbook.calendars import WorkingCalendar
from normbook.commands.schedules import AGENDA_FORMATS, TIMETABLE_FORMATS, Agenda, Timetable
from normbook.dates import Period, add_period, parse_period
from normbook.deadlines import deadlines
from normbook.lifecycle import Dates, falling_due, norm_dates, provision_dates
from normbook.load import load, matches, yaml_files
from normbook.model.corpus import KINDS, Corpus
from normbook.model.timeline import Timeline
from normbook.model.world import State, States, Weekends
from normbook.problems import Problem
from normbook.reporting import as_text
from normbook.settings import Settings

_EXAMPLE: Final = "2026-11-21T09:30+03:00"
_A_CENTURY: Final = Period(years=100)
_SHOWN: Final = 12
_OTHER_CODES: Final = {"UK": "GB", "EL": "GR"}
"""Codes in wide use that are not the State's own in ISO 3166-1."""


class _Refusal(Exception):
    """The command was wrong: what is wrong, and what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def deadlines_command(
    settings: Settings,
    timeline_id: str,
    start_text: str,
    country: str | None,
    format: str,  # noqa: A002 - named as the option is
) -> int:
    """Print every stage of a timeline whose clock starts at `start_text`. 0 done, 1 the corpus, 2 the command is wrong.

    Only the files that the answer rests on are read: somebody whose clock is running does not wait for the rest, and is
    not stopped by a mistake elsewhere in it.
    """
    held = _held(settings.norms, states=country is not None)
    if held is None:
        return _broken(load(settings.norms).problems)
    try:
        start = _moment(start_text)
        timeline = _timeline(held.timelines, timeline_id)
        state = _state(held.states, country)
    except _Refusal as refusal:
        return _refused(refusal)
    if wrong := list(_no_durations(timeline)):
        return _broken(wrong)
    zone = ZoneInfo(state.time_zone) if state else start.tzinfo or ZoneInfo("UTC")
    calendar = WorkingCalendar(state.iso2 if state else None, held.weekends)
    try:
        local = start.astimezone(zone)
        found = deadlines(timeline, start, calendar, zone)
    except (ValueError, OverflowError):
        return _refused(_Refusal(f"from {start_text} the limits lead out of the calendar", f"Write a time like {_EXAMPLE}."))
    _show(TIMETABLE_FORMATS[format](Timetable(timeline, local, state, calendar.rest, found)))
    return 0


def reviews_command(
    settings: Settings,
    within: str,
    country: str | None,
    format: str,  # noqa: A002 - named as the option is
    fail_on: str | None,
) -> int:
    """Print reviews, tablings and sunsets that fall due within a period of the date that 'today' means, overdue first.

    With a State also those of the model law's provisions: from its commencement there, or as if it had commenced on the
    edition's date (indicative). 0 done, 1 the corpus is wrong or, with `fail_on`, something is overdue, 2 the command is
    wrong. Indicative dates bind nobody, so they never count as overdue.
    """
    loaded = load(settings.norms)
    corpus = loaded.corpus
    if corpus is None or any(problem.is_error for problem in loaded.problems):
        return _broken(loaded.problems)
    try:
        period, until = _horizon(settings, within)
        state = _state(corpus.states, country)
    except _Refusal as refusal:
        return _refused(refusal)
    try:
        items = _items(corpus, state)
    except ValueError as error:
        return _unchecked(error)
    due = falling_due(items, settings.as_of, period)
    ahead = () if due else falling_due(items, settings.as_of, _A_CENTURY)[:1]
    agenda = Agenda(settings.as_of, until, state, due, ahead, _titles(corpus))
    _show(AGENDA_FORMATS[format](agenda))
    return 1 if fail_on == "overdue" and any(agenda.overdue(each) for each in due) else 0


@dataclass(frozen=True, slots=True)
class _Held:
    """What deadlines rest on."""

    timelines: tuple[Timeline, ...]
    states: States | None
    weekends: Weekends | None


def _held(norms: Path, *, states: bool) -> _Held | None:
    """Timelines, weekends and, if asked for, States alone; None if one of their files is missing or has a mistake."""
    found: dict[str, list[Any]] = {"timelines": [], "weekends": [], **({"states": []} if states else {})}
    for kind in KINDS:
        if kind.name not in found:
            continue
        for name, path in yaml_files(norms):
            if matches(name, kind):
                read = source.read(path.read_bytes(), f"norms/{name}")
                if read.data is None or any(problem.is_error for problem in read.problems):
                    return None
                try:
                    found[kind.name].append(kind.model.model_validate(read.data))
                except ValidationError:
                    return None
    if states and not found["states"]:
        return None
    first = {name: next(iter(found.get(name, [])), None) for name in ("states", "weekends")}
    return _Held(tuple(found["timelines"]), first["states"], first["weekends"])


def _moment(text: str) -> datetime:
    if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}(Z|[+-]\d{2}:?\d{2})?", text):
        raise _Refusal(f"'{text}' names no hour", f"Write date, T, time and offset, as in {_EXAMPLE}.")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _Refusal(f"'{text}' is not a time", _time_hint(text)) from None
    if moment.utcoffset() is None:
        hint = f"Add the offset from UTC: {text}+03:00, or {text}Z for UTC. The same clock time is another moment elsewhere."
        raise _Refusal(f"'{text}' names no time zone", hint)
    return moment


def _time_hint(text: str) -> str:
    """What to write instead of something that is not a time."""
    tests: tuple[tuple[str, str], ...] = (
        (r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", "The date is written year-month-day."),
        (r".*[T ]\d:", "Hours have two digits, as in 09:30."),
        (r".*\d\s+[+-]\d", "No space stands before the offset."),
        (r".*\d\s+\d{2}:?\d{2}$", "No space stands before the offset, and it bears a sign: +03:00."),
        (r".*[A-Za-z]{2,}$", "A zone is written as its offset from UTC, as in +03:00, or as Z for UTC."),
        (r".*\d\s*(am|pm|AM|PM)\b", "Hours run from 00 to 23."),
    )
    why = next((why for pattern, why in tests if re.match(pattern, text)), "ISO 8601 is expected, and a real date.")
    return f"{why} Write date, T, time and offset, as in {_EXAMPLE}."


def _timeline(timelines: Sequence[Timeline], wanted: str) -> Timeline:
    held = {timeline.id: timeline for timeline in timelines}
    if wanted in held:
        return held[wanted]
    close = difflib.get_close_matches(wanted.removeprefix("timeline:").partition("/")[0], held, 1, 0.5)
    there = f"Timelines: {', '.join(held)}." if held else "This corpus has none; 'normbook new timeline ID' starts one."
    raise _Refusal(f"there is no timeline '{wanted}'", f"Did you mean '{close[0]}'? {there}" if close else there)


def _no_durations(timeline: Timeline) -> Iterator[Problem]:
    for stage in timeline.stages:
        try:
            parse_period(stage.within or "PT0H")
        except ValueError as error:
            yield Problem(stage.marks.at("within"), "T04", f"'{stage.within}' is not an ISO 8601 duration", str(error))


def _state(states: States | None, wanted: str | None) -> State | None:
    """The State of a code, in either case; None if none is wanted. Its name or another code of it is pointed out."""
    if wanted is None or states is None:
        return None
    held = {state.iso2: state for state in states.states}
    if wanted.upper() in held:
        return held[wanted.upper()]
    names = {state.names["en"].short.lower(): state for state in held.values()}
    names |= {code.lower(): held[iso2] for code, iso2 in _OTHER_CODES.items() if iso2 in held}
    names |= {state.iso3.lower(): state for state in held.values()}
    text = wanted.lower()
    # A wrong code of two or three letters resembles many others: only a name is guessed at.
    meant = [text] if text in names else difflib.get_close_matches(text, names, 1, 0.7) if len(text) > len("abc") else []
    meant = meant or [name for name in names if len(text) > len("abc") and text in name]
    near = [names[name] for name in meant] or [state for state in held.values() if state.iso2[0] == wanted[:1].upper()]
    shown = ", ".join(f"{state.iso2} ({state.names['en'].short})" for state in near[:_SHOWN])
    hint = f"Did you mean {shown}?" if meant else f"Near it: {shown}." if shown else "Two letters are expected, as in KE."
    raise _Refusal(f"there is no State with the code '{wanted}' in norms/states/states.yaml", hint)


def _horizon(settings: Settings, within: str) -> tuple[Period, date]:
    hint = "Write an ISO 8601 period of days, weeks, months or years, as in P90D, P6M or P2Y."
    try:
        period = parse_period(within)
        return period, add_period(settings.as_of, period)
    except ValueError as error:
        raise _Refusal(str(error), hint) from None


def _items(corpus: Corpus, state: State | None) -> dict[str, Dates]:
    """The dates of every norm and, with a State, of every provision that it has not left out. ValueError: a bad duration."""
    edition = corpus.handbook.edition.date
    items: dict[str, Dates] = {norm.id: norm_dates(norm, edition, corpus.handbook.review) for norm in corpus.norms}
    if state:
        own = next((country for country in corpus.countries if country.iso2 == state.iso2), None)
        for article in (article for part in corpus.parts for article in part.articles):
            if not own or article.id not in own.omitted:
                items[article.id] = provision_dates(article, own.enacted if own else None, edition)
    return items


def _titles(corpus: Corpus) -> dict[str, str]:
    # Imported late: deadlines, which must come quickly, name no provision.
    from normbook.law.references import reference
    from normbook.law.tree import tree

    law = tree(corpus)
    titles = {norm.id: norm.title for norm in corpus.norms}
    for node in law.articles:
        titles[node.ref] = f"{reference(law, node.ref)}, {node.article.heading}"
    return titles


def _show(content: str | bytes) -> None:
    if isinstance(content, str):
        print(content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def _broken(problems: Sequence[Problem]) -> int:
    print(as_text([problem for problem in problems if problem.is_error]))
    return 1


def _unchecked(error: ValueError) -> int:
    print(f"normbook: {error}", file=sys.stderr)
    print("  hint: 'normbook check' names the file and line of every mistake in the corpus", file=sys.stderr)
    return 1


def _refused(refusal: _Refusal) -> int:
    print(f"normbook: {refusal}", file=sys.stderr)
    print(f"  hint: {refusal.hint}", file=sys.stderr)
    return 2
