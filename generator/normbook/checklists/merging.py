"""One schedule from one incident: the timelines of the handbook and every clock of a State's law, in order of time.

What a given moment starts has a time. What counts from another moment is listed with that moment, and no time is made
up; where the moment can only lie earlier, or the law sets an outer limit from one that is given, the latest time is
told. All limits are worked out by `normbook.computation`. Days and longer periods of Union law end with the last hour
of a day, moved over days of rest (Regulation (EEC, Euratom) No 1182/71, article 3(2) and (4)): their stages say `days`.
Those of other laws, whose rule was not looked at, end at the hour at which they began, which no rule puts later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from normbook.checklists.gaps import limit_of
from normbook.computation import Due, Holidays, due
from normbook.dates import long_moment, parse_period, spelled, words
from normbook.deadlines import Deadline, deadlines
from normbook.lifecycle import InForce, regime_in_force
from normbook.model.timeline import Stage, Timeline
from normbook.model.world import Regime, RegimeStage

AWARENESS: Final = "awareness"
"""The event that a moment is taken for unless another is named: it starts most clocks of operators, ours included."""
_UNNAMED: Final = "other"
"""What regimes write for a moment that is no event of the taxonomy."""
_NEVER_AFTER: Final = {AWARENESS: ("discovery",)}
"""Events that by their definitions never come after another one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report that one incident may make due: a stage of the handbook, or of a regime, and when."""

    key: str
    """'timeline:operator-to-csirt/initial-alert', or a regime with the number of its stage: 'regime:us-circia/1'."""
    title: str
    of: str
    """The timeline or law that asks for it, in words."""
    sender: str
    recipient: str
    roles: tuple[str, ...]
    """Roles of the handbook that stand for the recipient."""
    limit: str
    counted_from: str
    start: datetime | None
    due: datetime | None
    reasons: tuple[str, ...]
    answers: tuple[str, ...]
    """The stages of the handbook that it is, or corresponds to."""
    condition: str = ""
    """What must have happened for the law to apply, in its own words."""
    special: str = ""
    """An outer limit or a special case, in words."""
    latest: datetime | None = None
    """Where it counts from a moment that is not given: the latest time there can be, on a condition."""
    provided: str = ""
    """That condition, or why there is such a time, in words."""
    in_force: InForce = "yes"
    unconfirmed: bool = False
    events: tuple[str, ...] = ()
    """Codes of the events that would start it, any of them; none where it waits for what has no code."""

    @property
    def norm(self) -> bool:
        """Whether it is a clock of the handbook and not of the law in force."""
        return self.key.startswith("timeline:")


@dataclass(frozen=True, slots=True)
class Joint:
    """Reports with the same matter. `role` is the recipient that one report could go to; empty where they differ."""

    stage: str
    role: str
    entries: tuple[Entry, ...]

    @property
    def by(self) -> datetime | None:
        """When it is due: the earliest of their times."""
        return min((each.due for each in self.entries if each.due), default=None)


@dataclass(frozen=True, slots=True)
class Merged:
    """A schedule: entries with a time in its order, those that need another moment, timelines that none starts."""

    start: datetime
    timed: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    unstarted: tuple[Timeline, ...]
    joints: tuple[Joint, ...]
    moments: Mapping[str, datetime]
    """Every moment that was given, by the code of its event, the one that the schedule starts from first."""


@dataclass(frozen=True, slots=True)
class Names:
    """What roles and clock events are called."""

    roles: Mapping[str, str]
    events: Mapping[str, str]

    def role(self, name: str) -> str:
        return self.roles.get(name, name.replace("_", " "))

    def title(self, name: str) -> str:
        """An event as a heading: Classification."""
        return self.events.get(name, name.replace("-", " ").capitalize())

    def event(self, name: str) -> str:
        found = self.title(name)
        return found[:1].lower() + found[1:]


@dataclass(frozen=True, slots=True)
class Place:
    """Where limits are kept: the legal time, and the days on which nobody works."""

    zone: tzinfo
    calendar: Holidays


def merged(
    timelines: Iterable[Timeline], regimes: Iterable[Regime], given: Mapping[str, datetime], place: Place, names: Names
) -> Merged:
    """The schedule of an incident of which some moments are given, under the law in force on the day of the first.

    They go by the codes of the taxonomy clock-event. ValueError and OverflowError as `due`.
    """
    moments = {event: at.astimezone(place.zone) for event, at in given.items()}
    local = next(iter(moments.values()))
    every = list(timelines)
    started = [t for t in every if moments.keys() & {t.starts.event, *(stage.counted_from for stage in t.stages)}]
    entries = [_of_stage(timeline, each, names) for timeline in started for each in
               deadlines(timeline, moments.get(timeline.starts.event), place.calendar, place.zone, moments)]
    for regime in regimes:
        force = regime_in_force(regime, local.date())
        if force != "no":
            entries += _of_regime(regime, force, moments, place, names)
    timed = sorted((e for e in entries if e.due), key=lambda e: (e.due, not e.norm, e.key))
    unstarted = tuple(t for t in every if t not in started)
    waiting = tuple(e for e in entries if not e.due)
    return Merged(local, tuple(timed), waiting, unstarted, tuple(_joints(timed)), moments)


def _of_stage(timeline: Timeline, each: Deadline, names: Names) -> Entry:
    stage, recipient = each.stage, each.stage.recipient or timeline.recipient
    before = next((other.title for other in timeline.stages if other.id == stage.counted_from), "")
    limit = _limit(stage) or stage.words
    return Entry(
        f"timeline:{timeline.id}/{stage.id}", stage.title, timeline.title, names.role(stage.sender or timeline.sender),
        names.role(recipient), (recipient,), f"[{limit}]" if stage.bracketed and stage.within else limit,
        before or names.event(stage.counted_from), each.start, each.due, each.reasons, (f"{timeline.id}/{stage.id}",),
        events=(_root(timeline, stage),),
    )  # fmt: skip


def _root(timeline: Timeline, stage: Stage) -> str:
    """The event from which a stage counts in the end."""
    before = next((each for each in timeline.stages if each.id == stage.counted_from), None)
    return _root(timeline, before) if before else stage.counted_from


def _limit(stage: Stage | RegimeStage) -> str:
    found = limit_of(stage)
    return found.words if found else ""


def _of_regime(
    regime: Regime, force: InForce, moments: Mapping[str, datetime], place: Place, names: Names
) -> list[Entry]:
    found: list[Entry] = []
    known: dict[str, datetime | None] = {}
    events: dict[str, tuple[str, ...]] = {}
    for number, stage in enumerate(regime.stages, 1):
        at, reason = _origin(stage, moments, known)
        events[stage.name] = events.get(stage.follows, ()) if stage.follows else stage.event
        result, latest, provided = _ended(stage, at, moments, place, names)
        known[stage.name] = result.at if result else None
        figure = () if stage.within else (f"No figure: {stage.content or 'nothing more is said'}.",)
        found.append(Entry(
            f"regime:{regime.id}/{number}", stage.name, regime.short, regime.who_notifies, regime.notifies_whom,
            regime.recipients, _limit(stage) or "no figure", stage.counted_from, at, result.at if result else None,
            tuple(map(spelled, (reason, *figure, *(result.reasons if result else ())))),
            stage.answers, regime.trigger, spelled(stage.latest), latest, provided, force,
            (stage.seen or regime.seen) != "stored-copy" or regime.incomplete,
            tuple(name for name in events[stage.name] if name != _UNNAMED),
        ))  # fmt: skip
    return found


def _ended(
    stage: RegimeStage, at: datetime | None, moments: Mapping[str, datetime], place: Place, names: Names
) -> tuple[Due | None, datetime | None, str]:
    """When a stage is due; where that is not known the latest time there can be, and on what condition."""
    result = _due(stage, at, place, follows=bool(stage.follows))
    outer, start = stage.no_later, moments.get(stage.no_later.event) if stage.no_later else None
    if outer and start:
        bound = due(start, parse_period(outer.within), "clock", place.calendar, place.zone)
        if at is None:
            return None, bound.at, "unless that comes only later"
        if result and at <= bound.at < result.at:
            limit = f"{words(parse_period(outer.within))} from {names.event(outer.event)}"
            said = f"It would end on {long_moment(result.at)}, but ends {limit} at the latest."
            return Due(bound.at, (said, *bound.reasons)), None, ""
    latest = [moments[name] for name, earlier in _NEVER_AFTER.items()
              if name in moments and not at and set(stage.event) & set(earlier)]
    never = _due(stage, min(latest), place) if latest else None
    return result, never.at if never else None, "since that, as read here, never comes after awareness" if never else ""


def _origin(
    stage: RegimeStage, moments: Mapping[str, datetime], known: Mapping[str, datetime | None]
) -> tuple[datetime | None, str]:
    """The moment from which a stage counts, as far as it is known; the first where several that start it are given."""
    if stage.follows:
        before = known.get(stage.follows)
        at = f", due by {long_moment(before)} at the latest; earlier if that is made earlier" if before else ""
        return before, f"Counted from the report “{stage.follows}”{at}."
    given = [moments[name] for name in stage.event if name in moments]
    which = ", from the first of the moments given" if len(set(given)) > 1 else ""
    return min(given, default=None), f"Counted from {stage.counted_from}{which}."


def _due(stage: RegimeStage, at: datetime | None, place: Place, *, follows: bool = False) -> Due | None:
    if at is None or stage.within is None:
        return None
    return due(at, parse_period(stage.within), stage.calendar, place.calendar, place.zone, from_limit=follows)


def _joints(timed: Sequence[Entry]) -> Iterable[Joint]:
    """Reports that one paper could be, by stage of ours and recipient; then those with one matter for several."""
    stages = dict.fromkeys(stage for entry in timed for stage in entry.answers)
    for stage in stages:
        same = [entry for entry in timed if stage in entry.answers]
        served: set[str] = set()
        for role in dict.fromkeys(role for entry in same for role in entry.roles):
            one = tuple(entry for entry in same if role in entry.roles)
            if len(one) > 1:
                served |= {entry.key for entry in one}
                yield Joint(stage, role, one)
        if len(same) > 1 and any(entry.key not in served for entry in same):
            yield Joint(stage, "", tuple(same))


def waits_for(entry: Entry) -> str:
    """Why an entry has no time: what it starts with and the latest time there can be, or that no figure is given."""
    if entry.start:
        return f"runs from {entry.counted_from}, without a figure"
    latest = f"; by {long_moment(entry.latest)} at the latest, {entry.provided}" if entry.latest else ""
    return f"starts with: {entry.counted_from}{latest}"
