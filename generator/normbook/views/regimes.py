"""Reporting regimes of the outside world: a page each, and their clocks compared with ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from normbook import ids
from normbook.drawing import SCALE_NOTE, Clock, draw_clocks, length
from normbook.lifecycle import regime_in_force
from normbook.model.timeline import Stage
from normbook.model.world import Regime, RegimeStage
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.backlinks import backlinks
from normbook.views.facts import period, place, when
from normbook.views.page import Action, Page

ALERT: Final = ("operator-to-csirt", "initial-alert")
"""The clock of ours that regimes are compared with."""

IN_FORCE: Final = {
    "yes": ("in force", "in-force"), "no": ("not in force", "planned"), "partly": ("partly or in phases", "due"),
}  # fmt: skip
"""Words for a standing, and the kind of badge that shows it."""
AGAINST: Final = {"shorter": "shorter", "same": "the same", "longer": "longer", "none": "no figure"}
"""How a figure compares with that of the handbook; what both count from is another question."""
STARTS: Final = {
    "awareness": ("awareness or knowledge", ("awareness",)),
    "discovery": ("discovery, detection or identification", ("discovery",)),
    "decision": ("classification, determination or finding of materiality",
                 ("classification", "determination", "materiality")),
    "other": ("a payment, the event itself, or another moment", ()),
    "unsorted": ("moments that this edition does not sort", ()),
}  # fmt: skip
"""What starts a clock: a token, the words, and the terms of the taxonomy clock-event that it covers."""


@dataclass(frozen=True)
class RegimeView:
    """A regime with what its first clock counts from and whether it binds today."""

    regime: Regime
    place: str
    first: RegimeStage
    start: str
    force: str
    norm: float | None
    """Hours of the initial alert of ours."""
    sectors: tuple[tuple[str, str], ...]
    """Code and label of each sector that the regime is limited to; none where it names none."""

    @property
    def others(self) -> tuple[tuple[RegimeStage, str], ...]:
        """Its other clocks, each with what it counts from where that is another moment than the first clock's."""
        return tuple((stage, "" if stage.counted_from == self.first.counted_from else stage.counted_from)
                     for stage in self.regime.stages if stage is not self.first)

    @property
    def against(self) -> str:
        """How its first clock compares with ours: 'shorter', 'same', 'longer', or 'none' without a figure."""
        ours, own = self.norm, length(self.first.within, self.first.calendar)
        if own is None or ours is None:
            return "none"
        return "same" if own == ours else "shorter" if own < ours else "longer"


def view(publication: Publication, regime: Regime) -> RegimeView:
    """Everything the comparison says about a regime. Its first clock is the first it names with a figure, if any."""
    first = next((stage for stage in regime.stages if stage.within), regime.stages[0])
    labels = {t.code: t.label for x in publication.corpus.taxonomies if x.id == "sector" for t in x.terms}
    return RegimeView(regime, place(publication.labels, regime.jurisdiction), first, start_of(first),
                      regime_in_force(regime, publication.as_of), _ours(publication)[1],
                      tuple((code, labels.get(code, code)) for code in regime.sectors))


def start_of(stage: RegimeStage) -> str:
    """The token of what starts a clock. Editions frozen before regimes recorded it have none."""
    if not stage.event:
        return "unsorted"
    return next((token for token, (_, codes) in STARTS.items() if stage.event[0] in codes), "other")


def pages(publication: Publication) -> Iterator[Page]:
    """A page per regime, and the comparison."""
    for regime in publication.corpus.regimes:
        url = ids.url(ids.Address("regime", regime.id))
        yield Page(url, f"regimes/{regime.id}.md", regime.short,
                   lambda regime=regime, url=url: _page(publication, regime, url),  # type: ignore[misc]
                   f"regime:{regime.id}")
    yield Page("regimes/", "regimes/index.md", "Reporting regimes", lambda: _index(publication))


def _alert(publication: Publication) -> Stage | None:
    return publication.labels.stages.get(ALERT)


def _ours(publication: Publication) -> tuple[list[Clock], float | None]:
    """Our own clock as a row of the drawing, and its length."""
    stage = _alert(publication)
    if stage is None:
        return [], None
    own = length(stage.within, stage.calendar)
    return [Clock(f"This handbook: {stage.title.lower()}", publication.labels.limit(stage), own, ours=True)], own


def _clock(label: str, stage: RegimeStage, further: tuple[float, ...] = (), key: str = "") -> Clock:
    limit = period(stage.within, stage.calendar) or "no figure"
    return Clock(label, limit, length(stage.within, stage.calendar), further, key=key)


def _page(publication: Publication, regime: Regime, url: str) -> str:
    p, record = publication.printer(url), view(publication, regime)
    ours, own = _ours(publication)
    drawing = draw_clocks(f"clocks-{regime.id}", f"Clocks of {regime.short} beside the initial alert of the handbook",
                          [("", [*ours, *(_clock(stage.name, stage) for stage in regime.stages)])], own)
    actions = [Action("Clocks", "#clocks"), Action("Compare all regimes", "regimes/", "compare")]
    return render("regime.md.j2", pub=publication, p=p, v=record, x=regime, drawing=drawing, scale=SCALE_NOTE,
                  force=IN_FORCE[record.force], alert="/".join(ALERT) if ours else "", period=period, when=when,
                  used=backlinks(publication, p, [f"regime:{regime.id}"], f"regime:{regime.id}"),
                  actions=[a.meta() for a in actions], source=f"{regime.place.file}:{regime.place.line}")


def _index(publication: Publication) -> str:
    records = [view(publication, regime) for regime in publication.corpus.regimes]
    records.sort(key=lambda v: (v.place, v.regime.short))
    ours, own = _ours(publication)
    groups: list[tuple[str, list[Clock]]] = [("", ours)] if ours else []
    found = {record.start for record in records}
    words = {token: text for token, (text, _) in STARTS.items() if token in found}
    for token, text in words.items():
        rows = sorted((v for v in records if v.start == token), key=lambda v: (_length(v.first), v.regime.short))
        if rows:
            groups.append((f"From {text}",
                           [_clock(v.regime.short, v.first, _further(v), v.regime.id) for v in rows]))
    return render("regimes.md.j2", pub=publication, p=publication.printer("regimes/"), records=records, words=words,
                  drawing=draw_clocks("clocks-of-regimes", "First clocks of reporting regimes", groups, own),
                  scale=SCALE_NOTE, alert="/".join(ALERT) if ours else "", force=IN_FORCE, period=period,
                  sectors=sorted({one for v in records for one in v.sectors}, key=lambda one: one[1]),
                  against=AGAINST,
                  places=sorted({(v.regime.jurisdiction, v.place) for v in records}, key=lambda one: one[1]))


def _length(stage: RegimeStage) -> float:
    found = length(stage.within, stage.calendar)
    return float("inf") if found is None else found


def _further(record: RegimeView) -> tuple[float, ...]:
    """Other clocks of the regime that count from the same moment as its first."""
    return tuple(_length(stage) for stage in record.regime.stages
                 if stage.within and stage is not record.first and stage.counted_from == record.first.counted_from)
