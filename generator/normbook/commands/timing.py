"""`normbook deadlines` and `normbook reviews`: what falls due under a clock that has started, and in the handbook."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from normbook import source
from normbook.calendars import WorkingCalendar
from normbook.commands import agenda, arguments, timetable
from normbook.commands.arguments import EXAMPLE, UsageError, refused
from normbook.dates import Period, parse_period
from normbook.deadlines import deadlines
from normbook.lifecycle import Dates, falling_due, norm_dates, provision_dates
from normbook.load import load, matches
from normbook.model.corpus import KINDS, Corpus
from normbook.model.timeline import Timeline
from normbook.model.world import State, States, Weekends
from normbook.problems import Problem
from normbook.readings import yaml_files
from normbook.reporting import as_text
from normbook.settings import Settings

_A_CENTURY: Final = 100


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
        return broken(load(settings.norms).problems)
    try:
        start = arguments.moment(start_text)
        timeline = arguments.timeline(held.timelines, timeline_id)
        state = arguments.state(held.states, country)
    except UsageError as error:
        return refused(error)
    if wrong := list(no_durations(timeline)):
        return broken(wrong)
    zone = ZoneInfo(state.time_zone) if state else start.tzinfo or ZoneInfo("UTC")
    calendar = WorkingCalendar(state.iso2 if state else None, held.weekends)
    try:
        local = start.astimezone(zone)
        found = deadlines(timeline, start, calendar, zone)
    except (ValueError, OverflowError):
        hint = f"Write a time like {EXAMPLE}."
        return refused(UsageError(f"from {start_text} the limits lead out of the calendar", hint))
    show(timetable.FORMATS[format](timetable.Timetable(timeline, local, state, calendar.rest, found)))
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
    edition's date (indicative). Indicative dates bind nobody, so they never count as overdue. 0 done, 1 the corpus is
    wrong or, with `fail_on`, something is overdue, 2 the command is wrong.
    """
    loaded = load(settings.norms)
    corpus = loaded.corpus
    if corpus is None or any(problem.is_error for problem in loaded.problems):
        return broken(loaded.problems)
    try:
        period, until = arguments.horizon(settings.as_of, within)
        state = arguments.state(corpus.states, country)
    except UsageError as error:
        return refused(error)
    try:
        items = _items(corpus, state)
    except ValueError as error:
        return _unchecked(error)
    due = falling_due(items, settings.as_of, period)
    # Where nothing falls due, the next date is told. No day lies beyond the year 9999.
    far = Period(years=min(_A_CENTURY, 9998 - settings.as_of.year))
    ahead = () if due else falling_due(items, settings.as_of, far)[:1]
    found = agenda.Agenda(settings.as_of, until, state, due, ahead, _titles(corpus, state))
    show(agenda.FORMATS[format](found))
    return 1 if fail_on == "overdue" and any(found.overdue(each) for each in due) else 0


@dataclass(frozen=True, slots=True)
class _Held:
    """What deadlines rest on."""

    timelines: tuple[Timeline, ...]
    states: States | None
    weekends: Weekends | None


def _held(norms: Path, *, states: bool) -> _Held | None:
    """Timelines, weekends and, if asked for, States alone; None if one of their files is missing or has a mistake."""
    found = read_kinds(norms, "timelines", "weekends", *(["states"] if states else []))
    if found is None:
        return None
    if states and not found["states"]:
        return None
    first = {name: next(iter(found.get(name, [])), None) for name in ("states", "weekends")}
    return _Held(tuple(found["timelines"]), first["states"], first["weekends"])


def read_kinds(norms: Path, *wanted: str) -> dict[str, list[Any]] | None:
    """The objects of some kinds alone, by kind; None if one of their files has a mistake."""
    found: dict[str, list[Any]] = {name: [] for name in wanted}
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
    return found


def no_durations(timeline: Timeline) -> Iterator[Problem]:
    """Limits of a timeline that do not parse."""
    for stage in timeline.stages:
        try:
            parse_period(stage.within or "PT0H")
        except ValueError as error:
            yield Problem(stage.marks.at("within"), "T04", f"'{stage.within}' is not an ISO 8601 duration", str(error))


def _items(corpus: Corpus, state: State | None) -> dict[str, Dates]:
    """The dates of every norm and, with a State, of every provision that it kept. ValueError if a duration is none."""
    edition = corpus.handbook.edition.date
    items: dict[str, Dates] = {norm.id: norm_dates(norm, edition, corpus.handbook.review) for norm in corpus.norms}
    if state:
        # Imported late, as below.
        from normbook.law.country import adaptation_of, country_of
        from normbook.law.tree import tree

        own = country_of(corpus, state.iso2)
        law = tree(corpus, adaptation_of(corpus, state.iso2)) if own else tree(corpus)
        for node in law.articles:
            items[node.ref] = provision_dates(node.article, own.enacted if own else None, edition)
    return items


def _titles(corpus: Corpus, state: State | None) -> dict[str, str]:
    """What norms and provisions are called; to a State the provisions are named and numbered as in its own law."""
    # Imported late: deadlines, which must come quickly, name no provision.
    from normbook.law.country import adaptation_of, country_of, naming_in
    from normbook.law.references import reference
    from normbook.law.tree import tree

    law = tree(corpus)
    if state:
        words = naming_in(state, country_of(corpus, state.iso2))
        law = tree(corpus, adaptation_of(corpus, state.iso2, vocabulary=words))
    titles = {norm.id: norm.title for norm in corpus.norms}
    for node in law.articles:
        titles[node.ref] = f"{reference(law, node.ref)}, {node.article.heading}"
    return titles


def show(content: str | bytes) -> None:
    """Print text, or write the bytes of a file to standard output."""
    if isinstance(content, str):
        print(content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def broken(problems: Sequence[Problem]) -> int:
    """Say what is wrong with the corpus; the exit status for it."""
    print(as_text([problem for problem in problems if problem.is_error]))
    return 1


def _unchecked(error: ValueError) -> int:
    print(f"normbook: {error}", file=sys.stderr)
    print("  hint: 'normbook check' names the file and line of every mistake in the corpus", file=sys.stderr)
    return 1
