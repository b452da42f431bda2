"""`normbook deadlines --all`: one schedule of every report that a moment makes due in a State."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from normbook.calendarfiles import Happening, whole
from normbook.calendars import WorkingCalendar
from normbook.checklists.gaps import NO_REGIME
from normbook.checklists.merging import AWARENESS, Entry, Joint, Merged, Names, Place, merged, waits_for
from normbook.checklists.records import EU, regimes_of
from normbook.commands import arguments
from normbook.commands.arguments import EXAMPLE, UsageError, refused
from normbook.commands.schedules import PRODUCER, wrapped
from normbook.commands.timetable import in_zone, local_time, utc_time
from normbook.commands.timing import broken, no_durations, read_kinds, show
from normbook.dates import long_moment
from normbook.load import load
from normbook.model.world import State
from normbook.problems import did_you_mean
from normbook.settings import Settings

_KINDS: Final = ("timelines", "weekends", "states", "groups", "regimes", "handbook", "taxonomies")
_INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Together:
    """A schedule with the State it is for and what its roles are called."""

    state: State
    schedule: Merged
    names: Names
    regimes: int
    """How many regimes of the State's law were found, in force or not."""
    union: bool = False
    """Whether law of the European Union is among them."""

    @property
    def _taken(self) -> str:
        """What the moments are taken for."""
        first, *others = self.schedule.moments
        said = f"The moment given with --from is taken for {first}."
        return f"{said} Given besides: {', '.join(others)}." if others else said

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know to use the times."""
        law = "" if self.regimes else f"{self.state.names['en'].short}: {NO_REGIME}."
        counting = (f"Limits are worked out by the handbook's rules of counting, over the days of rest and public "
                    f"holidays of {self.state.names['en'].short}; the law of the place may count otherwise, and then "
                    f"binds: hours that run from the event itself end up to an hour earlier. Limits in [brackets] are "
                    f"the handbook's, under negotiation.")
        union = ("Days and months of Union law are counted by Regulation (EEC, Euratom) No 1182/71. Where a directive "
                 "is carried into national law, that law was not looked at.")
        unstarted = ", ".join(f"{t.id} (from {t.starts.event})" for t in self.schedule.unstarted)
        return (
            *([law] if law else []),
            f"{self._taken} Each law binds only those it names, for what it names.",
            counting,
            *([union] if self.union else []),
            "Which clock corresponds to which stage, and what starts it, is our reading of the law's own words.",
            *([f"Timelines that need another event first: {unstarted}."] if unstarted else []),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed. `every` says that --all was given.

    `start` is the moment of awareness, or of the event that `events` names without a time; its others have one, as in
    classification=2026-11-21T12:00+01:00.
    """

    timeline: str | None
    start: str
    country: str | None
    every: bool = True
    events: Sequence[str] = ()


def all_deadlines_command(
    settings: Settings, asked: Asked, format: str  # noqa: A002 - named as the option is
) -> int:
    """Print one schedule of all that an incident makes due. 0 done, 1 the corpus, 2 the command is wrong.

    As with one timeline, only the files that the answer rests on are read.
    """
    if wrong := _wrong(asked):
        return refused(wrong)
    try:
        start = arguments.moment(asked.start)
        held = read_kinds(settings.norms, *_KINDS)
        if held is None or not held["states"] or not held["handbook"]:
            return broken(load(settings.norms).problems)
        state = arguments.state(held["states"][0], asked.country)
        moments = _moments(asked.events, start, _labels(held))
    except UsageError as error:
        return refused(error)
    if problems := [problem for each in held["timelines"] for problem in no_durations(each)]:
        return broken(problems)
    assert state is not None, "a code was given"  # noqa: S101  `arguments.state` refuses what it does not find
    try:
        found = _together(held, state, moments)
    except (ValueError, OverflowError):
        hint = f"Write a time like {EXAMPLE}."
        return refused(UsageError(f"from {asked.start} the limits lead out of the calendar", hint))
    show(FORMATS[format](found))
    return 0


def _wrong(asked: Asked) -> UsageError | None:
    """What is wrong with the arguments of the command together, if anything."""
    if asked.events and not asked.every:
        return UsageError("--event is given without --all", "Add --all: a single timeline starts with its own event.")
    if not asked.every:
        return UsageError("no timeline is named", "Name one, as in operator-to-csirt, or all of them with --all.")
    if asked.timeline is not None:
        return UsageError(f"both '{asked.timeline}' and --all are given", "Leave one of the two out.")
    if asked.country is None:
        return UsageError("--all needs a State, whose law it looks at", "Add --country, as in --country DE.")
    return None


def _labels(held: Mapping[str, list[Any]]) -> dict[str, str]:
    """What clock events are called, by code."""
    return {t.code: t.label for x in held["taxonomies"] if x.id == "clock-event" for t in x.terms}


def _moments(events: Sequence[str], start: datetime, known: Mapping[str, str]) -> dict[str, datetime]:
    """The moments by the code of their event, that of --from first."""
    split = [text.partition("=") for text in events]
    bare = [code for code, sign, _ in split if not sign]
    if len(bare) > 1:
        hint = f"Only one event happens at --from; write the others with their time, as in {bare[1]}={EXAMPLE}."
        raise UsageError(f"several events have no time: {', '.join(bare)}", hint)
    found = {bare[0] if bare else AWARENESS: start}
    for code, sign, text in split:
        if sign and code in found:
            raise UsageError(f"the event '{code}' has two times", _hint_of_start(code, bare))
        if sign:
            found[code] = arguments.moment(text)
    for code in found:
        if code not in known:
            there = f"Events: {', '.join(known)}."
            raise UsageError(f"there is no event '{code}'", did_you_mean(code, known, there, cutoff=0.5))
    return found


def _hint_of_start(code: str, bare: Sequence[str]) -> str:
    if code == AWARENESS and not bare:
        return "--from is the moment of awareness unless --event names another one without a time."
    return "Give each event once."


def _together(held: Mapping[str, list[Any]], state: State, moments: Mapping[str, datetime]) -> Together:
    groups = held["groups"][0].groups if held["groups"] else ()
    regimes = regimes_of(state.iso2, groups, held["regimes"])
    names = Names({role.id: role.label for role in held["handbook"][0].roles}, _labels(held))
    place = Place(ZoneInfo(state.time_zone), WorkingCalendar(state.iso2, next(iter(held["weekends"]), None)))
    schedule = merged(held["timelines"], regimes, moments, place, names)
    return Together(state, schedule, names, len(regimes), any(each.jurisdiction == EU for each in regimes))


def _as_table(found: Together) -> str:
    schedule = found.schedule
    lines = [f"All clocks, {found.state.names['en'].short}",
             *(f"{found.names.title(event)}: {long_moment(at)}, {utc_time(at)}"
               for event, at in schedule.moments.items()), ""]
    for each in schedule.timed:
        if each.due:
            lines += [f"{local_time(each.due)}  {utc_time(each.due)}  {_title(each)}", *_about(each), ""]
    if schedule.waiting:
        lines += ["Counted from another moment, or without a figure", ""]
    for each in schedule.waiting:
        lines += [_title(each), *wrapped(f"{_waits(each)}.{_option(each)}", _INDENT), *_about(each), ""]
    if schedule.joints:
        lines += ["Reports with the same matter", ""]
    for joint in schedule.joints:
        lines += [*wrapped(_joint(joint, found.names)), ""]
    return "\n".join([*lines, *(line for note in found.notes for line in wrapped(note))])


def _title(each: Entry) -> str:
    marks = [*(["not yet confirmed"] if each.unconfirmed else []),
             *(["in force in part or in phases"] if each.in_force == "partly" else [])]
    said = f"{each.title}, {each.limit} ({'the handbook' if each.norm else each.of})"
    return f"{said} [{', '.join(marks)}]" if marks else said


def _about(each: Entry) -> list[str]:
    """Who tells whom, on what condition, and the reasons of the time."""
    said = [f"{each.sender} to {each.recipient}", *([f"If: {each.condition}."] if each.condition else []),
            *each.reasons, *([f"And also: {each.special}."] if each.special else [])]
    return [line for text in said for line in wrapped(text, _INDENT)]


def _waits(each: Entry) -> str:
    words = waits_for(each)
    return f"{words[:1].upper()}{words[1:]}"


def _option(each: Entry) -> str:
    """What to type to give it a time, where a moment is all that it lacks."""
    if each.start or not each.events:
        return ""
    return f" Give it with --event {' or '.join(each.events)}=TIME."


def _joint(joint: Joint, names: Names) -> str:
    reports = ", ".join(f"{each.title} ({'the handbook' if each.norm else each.of})" for each in joint.entries)
    by = f" by {long_moment(joint.by)}" if joint.by else ""
    if joint.role:
        to = names.role(joint.role)
        return f"One report could serve: {reports}; if it is complete, goes to the {to} and is sent{by}."
    return f"The same matter for different recipients: {reports}; one text, sent to each{by}."


def _as_json(found: Together) -> str:
    schedule = found.schedule
    return json.dumps({
        "country": found.state.iso2, "zone": found.state.time_zone, "event": next(iter(schedule.moments)),
        "moments": {event: _iso(at) for event, at in schedule.moments.items()},
        "start": _iso(schedule.start), "start_utc": _iso(schedule.start.astimezone(UTC)),
        "due": [_entry(each) for each in schedule.timed],
        "waiting": [{**_entry(each), "waits_for": _waits(each), "events": each.events} for each in schedule.waiting],
        "same_matter": [{"stage": j.stage, "one_report": bool(j.role), "recipient": j.role or None, "by": _iso(j.by),
                         "reports": [each.key for each in j.entries]} for j in schedule.joints],
        "other_timelines": [{"timeline": t.id, "event": t.starts.event} for t in schedule.unstarted],
        "notes": found.notes,
    }, ensure_ascii=False, indent=2)  # fmt: skip


def _entry(each: Entry) -> dict[str, Any]:
    return {
        "report": each.key, "title": each.title, "of": each.of, "norm": each.norm, "sender": each.sender,
        "recipient": each.recipient, "limit": each.limit, "counted_from": each.counted_from, "due": _iso(each.due),
        "due_utc": _iso(each.due.astimezone(UTC) if each.due else None), "latest": _iso(each.latest),
        "answers": each.answers, "condition": each.condition, "special": each.special, "in_force": each.in_force,
        "confirmed": not each.unconfirmed, "reasons": each.reasons,
    }  # fmt: skip


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _as_ics(found: Together) -> bytes:
    """An event for each report with a time. The start stamps them: the same command gives the same bytes."""
    stamp, place = found.schedule.start.astimezone(UTC), found.state.iso2.lower()
    given = "" if [*found.schedule.moments] == [AWARENESS] else ".".join(found.schedule.moments) + "."
    events = []
    for each in found.schedule.timed:
        if each.due:
            key = each.key.replace(":", ".").replace("/", ".")
            uid = f"all.{given}{key}.{stamp:%Y%m%dT%H%M%SZ}.{place}@normbook"
            about = [f"Local time: {long_moment(each.due)}.", *(line.strip() for line in _about(each)), *found.notes]
            due = in_zone(each.due, found.state)
            events.append(Happening(uid, stamp, due, f"Due: {_title(each)}", "\n".join(about)))
    return whole(PRODUCER, f"{found.state.names['en'].short}: all deadlines", events)


FORMATS: Final[Mapping[str, Callable[[Together], str | bytes]]] = {
    "table": _as_table, "json": _as_json, "ics": _as_ics,
}  # fmt: skip
