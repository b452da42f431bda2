"""The clocks of existing law set against those of the norm, stage by stage. Pure: corpus and date in, words out.

A number is given only where the same moment starts both clocks and both run alike: hours against hours, months against
months. Another moment is said in words, since a shorter figure that starts later may end later. Figures in other units
are put in order only where no month, holiday or change of clocks could turn the order round; working days never are.
Which stage of ours a clock answers, and what starts it, is our reading of the law's own words (`RegimeStage.answers`,
`event`, `follows`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from normbook.checklists.records import StateRecord
from normbook.dates import Period, parse_period, spelled, words
from normbook.lifecycle import InForce, regime_in_force
from normbook.model.corpus import Corpus
from normbook.model.timeline import Stage, Timeline
from normbook.model.world import Regime, RegimeStage

Verdict = Literal["as_fast", "faster", "slower", "units", "trigger", "no_figure", "no_duty", "not_in_force"]
VERDICTS: Final[dict[Verdict, str]] = {
    "faster": "faster", "as_fast": "as fast", "slower": "slower", "units": "other units",
    "trigger": "different trigger", "no_figure": "no figure", "not_in_force": "not in force",
    "no_duty": "no duty found",
}  # fmt: skip
"""The verdicts as readers see them, from the law that asks for a report sooner to none."""

TREATY: Final = "INT"
OPERATOR: Final = "operator"
"""The role whose timeline comes first: nearly all reporting law speaks to it."""
_ORDER: Final = ("discovery", "awareness", "later")
"""Clock events that the taxonomy puts in order: discovery never after awareness, a decision perhaps later."""
_DECISIONS: Final = ("classification", "determination", "materiality")
_MOVED: Final = 14 * 24
"""Hours by which days of rest may move the end of a period in days, reckoned generously."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure and how it is counted: by the clock, in days to their end, or in working days."""

    period: Period
    calendar: str

    @property
    def words(self) -> str:
        return words(self.period, business=self.business)

    @property
    def business(self) -> bool:
        """Whether it is counted in working days: hours never are."""
        return self.calendar == "business" and not self.period.timed

    @property
    def unit(self) -> tuple[str, int] | None:
        """Its one unit and how many of it, with years as months, weeks as days and hours as minutes; None for a mix."""
        p = self.period
        found = [("months", 12 * p.years + p.months), ("days", 7 * p.weeks + p.days),
                 ("minutes", 60 * p.hours + p.minutes)]
        held = [(unit, number) for unit, number in found if number]
        return held[0] if len(held) == 1 else None

    @property
    def least(self) -> float:
        """Hours that pass at least before it ends."""
        p = self.period
        days = 365 * p.years + 28 * p.months + 7 * p.weeks + p.days
        return 24 * days + p.hours + p.minutes / 60 - (2 if days else 0)

    @property
    def most(self) -> float:
        """Hours that pass at most: the hour of the event is left out, days run to their end and move over rest."""
        p = self.period
        days = 366 * p.years + 31 * p.months + 7 * p.weeks + p.days
        moved = _MOVED + 24 if days and self.calendar != "clock" else 2 if days else 0
        return 24 * days + p.hours + p.minutes / 60 + moved + 1


def limit_of(stage: RegimeStage | Stage) -> Limit | None:
    """The limit of a stage; None where there is no figure."""
    return Limit(parse_period(stage.within), stage.calendar) if stage.within else None


def measure(theirs: Limit, ours: Limit) -> tuple[Verdict, Period | None]:
    """How two limits compare that the same moment starts, and the difference where there is one number for it."""
    if theirs.business or ours.business:
        return "units", None
    one, other = theirs.unit, ours.unit
    if one and other and one[0] == other[0]:
        apart = one[1] - other[1]
        return ("as_fast" if not apart else "slower" if apart > 0 else "faster"), _period(one[0], abs(apart))
    if theirs.most < ours.least:
        return "faster", None
    return ("slower", None) if theirs.least > ours.most else ("units", None)


def _period(unit: str, number: int) -> Period | None:
    if not number:
        return None
    return Period(hours=number // 60, minutes=number % 60) if unit == "minutes" else Period(**{unit: number})


@dataclass(frozen=True, slots=True)
class Comparison:
    """One clock of existing law against one stage of the norm; no regime and no stage where none was found."""

    regime: Regime | None
    stage: RegimeStage | None
    verdict: Verdict
    difference: Period | None
    words: str
    """What a reader needs to know, in the inline language; it stands without the verdict too."""
    in_force: InForce | None = None
    unconfirmed: bool = False

    @property
    def verdict_words(self) -> str:
        """'slower by 48 hours', 'different trigger'."""
        by = f" by {words(self.difference)}" if self.difference else ""
        return VERDICTS[self.verdict] + by


@dataclass(frozen=True, slots=True)
class StageGap:
    """A stage of the norm with every clock of existing law that answers it."""

    timeline: Timeline
    stage: Stage
    comparisons: tuple[Comparison, ...]

    @property
    def ref(self) -> str:
        """The stage as a clock is written: operator-to-csirt/initial-alert."""
        return f"{self.timeline.id}/{self.stage.id}"


def gaps(record: StateRecord, corpus: Corpus, as_of: date) -> tuple[StageGap, ...]:
    """Every stage of the timelines that existing law answers anywhere, with the clocks of one State's law."""
    return stage_gaps(record.regimes, answered(corpus), as_of)


def stage_gaps(regimes: Sequence[Regime], timelines: Iterable[Timeline], as_of: date) -> tuple[StageGap, ...]:
    """Every stage of these timelines with the clocks of these regimes that answer it."""
    return tuple(
        StageGap(t, stage, _comparisons(regimes, t, stage, as_of) or (NO_DUTY,))
        for t in timelines
        for stage in t.stages
    )


def answered(corpus: Corpus) -> tuple[Timeline, ...]:
    """Timelines of which a clock in a State's law answers a stage; none in an edition that does not record it."""
    named = {ref.partition("/")[0] for regime in corpus.regimes if regime.jurisdiction != TREATY
             for stage in regime.stages for ref in stage.answers}  # fmt: skip
    found = (timeline for timeline in corpus.timelines if timeline.id in named)
    return tuple(sorted(found, key=lambda timeline: timeline.sender != OPERATOR))


def others(regimes: Iterable[Regime]) -> tuple[tuple[Regime, RegimeStage], ...]:
    """Clocks that answer no stage of ours: reports on payments, to investors, between authorities."""
    return tuple((regime, stage) for regime in regimes for stage in regime.stages if not stage.answers)


NO_REGIME: Final = "no reporting regime found, which does not mean that there is none"
NO_DUTY: Final = Comparison(None, None, "no_duty", None, "no duty found in the regimes looked at")


def _comparisons(regimes: Iterable[Regime], timeline: Timeline, stage: Stage, as_of: date) -> tuple[Comparison, ...]:
    name = f"{timeline.id}/{stage.id}"
    return tuple(compare(regime, theirs, timeline, stage, regime_in_force(regime, as_of))
                 for regime in regimes for theirs in regime.stages if name in theirs.answers)


def compare(regime: Regime, theirs: RegimeStage, timeline: Timeline, ours: Stage, in_force: InForce) -> Comparison:
    """One clock of existing law against the stage of ours that it answers."""
    verdict, difference, said = _judged(regime, theirs, timeline, ours)
    remarks = [said, *([f"and also: {theirs.latest}"] if theirs.latest else []),
               *(["in force in part or in phases"] if in_force == "partly" else [])]
    if in_force == "no":
        verdict, difference, remarks[0] = "not_in_force", None, f"not in force; as planned {_planned(theirs)}"
    doubted = (theirs.seen or regime.seen) != "stored-copy" or regime.incomplete
    return Comparison(regime, theirs, verdict, difference, spelled("; ".join(remarks)), in_force, doubted)


def _planned(stage: RegimeStage) -> str:
    limit = limit_of(stage)
    return f"{limit.words if limit else 'no figure'}, counted from {stage.counted_from}"


def _judged(regime: Regime, theirs: RegimeStage, timeline: Timeline, ours: Stage) -> tuple[Verdict, Period | None, str]:
    own, other = limit_of(ours), limit_of(theirs)
    start = f"counted from {theirs.counted_from}"
    if other is None:
        return "no_figure", None, f"a duty without a figure ({theirs.content or 'nothing more is said'}), {start}"
    if own is None:
        return "no_figure", None, f"{other.words}, {start}; the handbook gives no figure"
    if not same_start(regime, theirs, timeline, ours):
        return "trigger", None, f"{other.words}, but {start}{_when(theirs, ours)}"
    verdict, difference = measure(other, own)
    return verdict, difference, f"{other.words}, {start}{_counting(verdict, difference, other, own)}"


def _counting(verdict: Verdict, difference: Period | None, theirs: Limit, ours: Limit) -> str:
    """What the verdict leaves open of how the two are counted."""
    if theirs.business or ours.business:
        return f"; counted in working days, and so not set against {ours.words}"
    if verdict == "units":
        return f"; near {ours.words}, but counted in another unit"
    if difference is None and verdict != "as_fast":
        return f"; {'longer' if verdict == 'slower' else 'shorter'} than {ours.words} on any calendar"
    same_unit = theirs.calendar == ours.calendar or theirs.period.timed
    return "" if same_unit else "; whether the end moves over days of rest may differ"


def same_start(regime: Regime, theirs: RegimeStage, timeline: Timeline, ours: Stage) -> bool:
    """Whether one moment starts both: the same event, or the reports before them, which answer one another."""
    if ours.counted_from not in {each.id for each in timeline.stages}:
        return ours.counted_from in theirs.event
    before = next((each for each in regime.stages if theirs.follows and each.name == theirs.follows), None)
    return before is not None and f"{timeline.id}/{ours.counted_from}" in before.answers


def _when(theirs: RegimeStage, ours: Stage) -> str:
    """Which of two moments comes first, where the definitions of the events say so."""
    one, other = _rank(theirs.event), _rank((ours.counted_from,))
    if one is None or other is None or one == other:
        return ""
    return ", which may come later" if one > other else ", which may come earlier"


def _rank(events: tuple[str, ...]) -> int | None:
    event = "later" if events and events[0] in _DECISIONS else events[0] if len(events) == 1 else ""
    return _ORDER.index(event) if event in _ORDER else None
