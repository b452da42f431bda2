"""The clocks of existing law against those of the norm: the part of a State's page, and the page across States."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from normbook.checklists.gaps import (
    TREATY,
    VERDICTS,
    Comparison,
    StageGap,
    answered,
    gaps,
    limit_of,
    others,
    stage_gaps,
)
from normbook.checklists.inputs import inputs_key
from normbook.checklists.merging import Entry, Merged, waits_for
from normbook.checklists.overlaps import Overlap, example, hours, overlaps
from normbook.checklists.records import StateRecord, records
from normbook.checklists.rows import cite
from normbook.dates import long_moment, spelled
from normbook.drawing import SCALE_NOTE, Clock, Dot, Scale, draw_clocks, draw_limits, length
from normbook.model.timeline import Timeline
from normbook.model.world import Regime, RegimeStage
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.facts import when
from normbook.views.page import Action, Page

URL: Final = "countries/clocks/"
FILE: Final = "data/gaps.csv"
_MEASURED: Final = ("faster", "as_fast", "slower")
_BADGES: Final = {verdict: "indicative" if verdict in _MEASURED else "optional" for verdict in VERDICTS}
"""The kind of badge that shows a verdict: full or broken at the edge. None praises or blames; the words say which."""


@dataclass(frozen=True)
class StateGaps:
    """What the page of a State says of its clocks against the norm's."""

    gaps: tuple[StageGap, ...]
    """Stages that a clock of its law answers."""
    none_found: dict[str, list[str]]
    """Titles of stages that none answers, by the title of their timeline."""
    outside: tuple[str, ...]
    """Timelines of which no clock of any State answers a stage."""
    others: tuple[tuple[Regime, RegimeStage], ...]
    drawing: str
    schedule: Merged | None
    course: str
    """The schedule as a drawing, by who is told."""
    scale: str = SCALE_NOTE
    badges = _BADGES
    verdicts = VERDICTS
    waits_for = staticmethod(waits_for)
    long_moment = staticmethod(long_moment)
    spelled = staticmethod(spelled)


def state_gaps(publication: Publication, record: StateRecord) -> StateGaps:
    """Everything that the page of a State says of gaps; without a regime there is neither drawing nor schedule."""
    timelines = answered(publication.corpus)
    every = gaps(record, publication.corpus, publication.as_of) if record.regimes else ()
    found = tuple(gap for gap in every if any(each.regime for each in gap.comparisons))
    none: dict[str, list[str]] = {}
    for gap in every:
        if gap not in found:
            none.setdefault(gap.timeline.title, []).append(gap.stage.title)
    outside = tuple(t.title for t in publication.corpus.timelines if t not in timelines)
    drawing = draw_clocks("gap", f"Clocks in the law of {record.in_text} beside those of the handbook",
                          [_drawn(publication, gap) for gap in found]) if found else ""
    schedule = example(publication, record) if record.regimes and timelines else None
    outlier = others(record.regimes) if timelines else ()
    return StateGaps(found, none, outside, outlier, drawing, schedule, _course(record, schedule) if schedule else "")


def _course(record: StateRecord, schedule: Merged) -> str:
    """What falls due from one incident, by recipient: each bar ends when the report is due."""
    groups: dict[str, list[Clock]] = {}
    for entry in schedule.timed:
        start = (entry.start - schedule.start).total_seconds() / 3600 if entry.start else 0
        clock = Clock(_reported(entry), entry.limit, hours(entry, schedule), ours=entry.norm, start=max(start, 0))
        groups.setdefault(f"To: {spelled(entry.recipient)}", []).append(clock)
    return draw_clocks("schedule", f"Reports due in {record.in_text} after one moment of awareness", [*groups.items()])


def _reported(entry: Entry) -> str:
    return f"{spelled(entry.title)} ({'the handbook' if entry.norm else spelled(entry.of)})"


def _drawn(publication: Publication, gap: StageGap) -> tuple[str, list[Clock]]:
    own = Clock("The handbook", publication.labels.limit(gap.stage), _hours(gap.stage), ours=True)
    found = [each for each in gap.comparisons if each.regime and each.stage]
    several = Counter(each.regime.id for each in found if each.regime)
    return gap.stage.title, [own, *(_clock(publication, each, several) for each in found)]


def _clock(publication: Publication, each: Comparison, several: Mapping[str, int]) -> Clock:
    """A clock as drawn; where a regime has several for one stage, each bears the name of its report as well."""
    regime, stage = each.regime, each.stage
    limit = limit_of(stage) if stage else None
    absent = each.verdict == "not_in_force"
    name = publication.plain(regime.short) if regime else ""
    if regime and stage and several[regime.id] > 1:
        name = f"{name}: {spelled(publication.plain(stage.name))}"
    figure = "not in force" if absent else limit.words if limit else "no figure"
    hours = None if absent or each.stage is None else _hours(each.stage)
    return Clock(name, figure, hours, apart=each.verdict in ("trigger", "units"))


def _hours(stage: object) -> float | None:
    return length(getattr(stage, "within", None), getattr(stage, "calendar", "clock"))


def pages(publication: Publication) -> Iterator[Page]:
    """The page across States."""
    yield Page(URL, "countries/clocks.md", "Clocks in law, State by State", partial(_page, publication),
               key=inputs_key(publication))


@dataclass(frozen=True)
class Multiple:
    """A stage of the norm with the clocks of all regimes that answer it, drawn small."""

    gap: StageGap
    limit: str
    drawing: str


def _page(publication: Publication) -> str:
    timelines = answered(publication.corpus)
    together = overlaps(publication, records(publication))
    stages = _answered_stages(publication, timelines)
    kept = {gap.ref for gap in stages}
    rows = [(each.records, [gap for gap in gaps(each.first, publication.corpus, publication.as_of) if gap.ref in kept])
            for each in together]
    found = [r for each in together for r in each.records]
    actions = [*([Action("Table of States", "#states")] if stages else []),
               Action("All comparisons (CSV)", FILE, "download"),
               Action("All comparisons (JSON)", "data/gaps.json", "download"), Action("The regimes", "regimes/")]
    return render(
        "clocks.md.j2", pub=publication, p=publication.printer(URL), rows=rows, states=len(found),
        multiples=_multiples(publication, stages), strips=_strips(together) if stages else [],
        waits_for=waits_for, spelled=spelled,
        regions=sorted({r.state.region for r in found}), verdicts=VERDICTS, badges=_BADGES, tokens=_tokens,
        without=[r for r in records(publication) if not r.regimes], actions=[action.meta() for action in actions],
        scale=SCALE_NOTE, when=when, cite=cite, total=len(publication.corpus.regimes),
    )  # fmt: skip


@dataclass(frozen=True)
class Strip:
    """The reports that one incident makes due in some States, drawn small."""

    overlap: Overlap
    drawing: str


def _strips(every: Sequence[Overlap]) -> list[Strip]:
    """A small drawing for each set of States with the same regimes, all on one scale."""
    longest = max([hours(entry, each.schedule) for each in every for entry in each.due], default=1)
    scale = Scale(longest, left=18, right=338, unit=6)
    return [Strip(each, _strip(each, scale)) for each in every]


def _strip(each: Overlap, scale: Scale) -> str:
    dots = [Dot(hours(entry, each.schedule), f"{_reported(entry)}, {entry.limit}") for entry in each.due]
    alert = next((entry for entry in each.schedule.timed if entry.norm), None)
    if not dots or alert is None:
        return ""
    own = (hours(alert, each.schedule), f"{alert.title}, {alert.limit}")
    return draw_limits(f"due-{each.first.code}", f"Reports due from one incident: {each.first.name}", dots, own, scale)


def _tokens(gap: StageGap) -> str:
    return " ".join(dict.fromkeys(each.verdict for each in gap.comparisons))


def _answered_stages(publication: Publication, timelines: Sequence[Timeline]) -> list[StageGap]:
    """The stages that any regime answers, with all of them."""
    regimes = [regime for regime in publication.corpus.regimes if regime.jurisdiction != TREATY]
    every = stage_gaps(regimes, timelines, publication.as_of)
    return [gap for gap in every if any(each.regime for each in gap.comparisons)]


def _multiples(publication: Publication, stages: Sequence[StageGap]) -> list[Multiple]:
    """A small drawing for each stage, all on one scale, of the clocks in force that have a figure."""
    dots = {gap.ref: [_dot(each, hours) for each in gap.comparisons if each.verdict != "not_in_force"
                      and each.stage and (hours := _hours(each.stage)) is not None] for gap in stages}
    longest = max([dot.time for held in dots.values() for dot in held] + [_hours(gap.stage) or 1 for gap in stages],
                  default=1)
    scale = Scale(longest, left=18, right=338, unit=6)
    return [Multiple(gap, publication.labels.limit(gap.stage), _spread(publication, gap, dots[gap.ref], scale))
            for gap in stages]


def _spread(publication: Publication, gap: StageGap, dots: Sequence[Dot], scale: Scale) -> str:
    if not dots:
        return ""
    own = (_hours(gap.stage) or 0, publication.labels.limit(gap.stage))
    name = f"limits-{gap.timeline.id}-{gap.stage.id}"
    return draw_limits(name, f"Limits in law: {gap.stage.title}", dots, own, scale)


def _dot(each: Comparison, hours: float) -> Dot:
    limit = limit_of(each.stage) if each.stage else None
    named = f"{each.regime.short if each.regime else ''}, {limit.words if limit else ''}"
    return Dot(hours, named, apart=each.verdict in ("trigger", "units"))
