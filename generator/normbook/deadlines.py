"""What falls due when under a timeline, once its clock has started, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Literal

from normbook.computation import Holidays, due
from normbook.dates import long_moment, parse_period
from normbook.model.timeline import Stage, Timeline

Counted = Literal["start", "stage", "event"]
"""What a stage counts from: the timeline's own event, an earlier stage, or another event."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The latest lawful moment of one stage, in local time, or None with the reason why there is none."""

    stage: Stage
    counts: Counted
    start: datetime | None
    due: datetime | None
    reasons: tuple[str, ...]

    @property
    def due_utc(self) -> datetime | None:
        """The same moment in UTC."""
        return self.due.astimezone(UTC) if self.due else None


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a stage counts from, the moment of it if there is one, and that in words.

    `is_limit`: the moment is not when something happened but the end of a limit, already computed. Counting hours from
    it must not leave out an hour a second time (rule 9 of `normbook.computation`).
    """

    counts: Counted
    at: datetime | None
    reason: str
    is_limit: bool = False


def deadlines(
    timeline: Timeline,
    start: datetime | None,
    calendar: Holidays,
    zone: tzinfo,
    known: Mapping[str, datetime] | None = None,
) -> tuple[Deadline, ...]:
    """Every stage of a timeline, in its order, for an event at `start`, with times as `zone` shows them.

    A stage counted from another stage counts from that stage's deadline, its latest lawful moment. That is the end of a
    limit, so no hour is left out again: 24 hours and then 48 hours from 09:30 end at 10:00, not at 11:00. `known` gives
    the moment of other events, or of stages already done, by id; without it they are listed as not yet known. Without a
    `start` only what counts from one of those has a time. All moments are aware. ValueError only for a naive one or a
    duration that does not parse: a checked corpus has none.
    """
    moments = {**(known or {}), **({timeline.starts.event: start} if start else {})}
    for name, moment in moments.items():
        if moment.utcoffset() is None:
            raise ValueError(f"the moment of {name} needs a time zone, as in 2026-11-21T09:30+03:00")
    local = {name: moment.astimezone(zone) for name, moment in moments.items()}
    found: dict[str, Deadline] = {}
    for stage in timeline.stages:
        found[stage.id] = _deadline(stage, _origin(stage, timeline, local, found), calendar, zone)
    return tuple(found.values())


def _origin(
    stage: Stage, timeline: Timeline, moments: Mapping[str, datetime], earlier: Mapping[str, Deadline]
) -> _Origin:
    name = stage.counted_from
    at = moments.get(name)
    if name == timeline.starts.event:
        return _Origin("start", at, f"Counted from {name}." if at else f"Counted from {name}, not yet known.")
    other = next((each.title for each in timeline.stages if each.id == name), "")
    if not other:
        return _Origin("event", at, f"Counted from {name}." if at else f"Counted from {name}, not yet known.")
    if at:
        return _Origin("stage", at, f"Counted from the stage “{other}”, done on {long_moment(at)}.")
    # A stage that stands later in the list has no deadline yet; a check forbids counting from it.
    before = earlier[name].due if name in earlier else None
    if before is None:
        return _Origin("stage", None, f"Counted from the stage “{other}”, whose moment is not yet known.")
    reason = f"Counted from the deadline of the stage “{other}”, its latest lawful moment; earlier if done earlier."
    return _Origin("stage", before, reason, is_limit=True)


def _deadline(stage: Stage, origin: _Origin, calendar: Holidays, zone: tzinfo) -> Deadline:
    if stage.within is None:
        figure = f"No figure: {stage.words}." if stage.words else "No figure."
        return Deadline(stage, origin.counts, origin.at, None, (origin.reason, figure))
    if origin.at is None:
        return Deadline(stage, origin.counts, None, None, (origin.reason,))
    result = due(origin.at, parse_period(stage.within), stage.calendar, calendar, zone, from_limit=origin.is_limit)
    return Deadline(stage, origin.counts, origin.at, result.at, (origin.reason, *result.reasons))
