"""Clocks drawn to scale as SVG: pure functions from records to a string, without colours, fonts or scripts.

One scale serves a day and a year: a time t lies at log(1 + t/unit), so that near the start equal distances are nearly
equal times, and further on equal distances are equal factors. It is zero at zero and grows with t, without end or break.
A figure that shows such a drawing says so (`SCALE_NOTE`), and stands beside a table with the exact figures.

No text stands where something is drawn: names and figures have columns of their own at the left, so that nothing can
overlap, however close two deadlines lie. Widths of text are reckoned generously, since no font is known here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from normbook.dates import Period, parse_period
from normbook.model.timeline import Stage, Timeline

SCALE_NOTE: Final = (
    "Drawn to a compressed (logarithmic) scale, so that hours and months fit on one axis: the further right, the more "
    "time a given distance stands for. The ticks say how much."
)
WIDTH: Final = 680
_NAMES, _RIGHT, _TOP, _ROW, _HEAD, _LINE = 4, 648, 34, 40, 34, 24
CHARACTER: Final = {"nb-svg-label": 7.9, "nb-svg-note": 6.7}
"""Width reckoned for a character, in units of the drawing, by the class of the text."""
_HOURS: Final = {"years": 8766.0, "months": 730.5, "weeks": 168.0, "days": 24.0, "hours": 1.0, "minutes": 1 / 60}
_TICKS: Final = (
    (24, "24 h"), (72, "72 h"), (336, "14 days"), (730.5, "1 month"), (168, "7 days"), (2191.5, "3 months"),
    (4383, "6 months"), (8766, "1 year"), (1, "1 h"), (6, "6 h"), (12, "12 h"), (1461, "2 months"), (17532, "2 years"),
    (48, "48 h"), (43830, "5 years"), (87660, "10 years"), (876600, "100 years"),
)  # fmt: skip
"""Times that may be marked on an axis, the most telling first: where two are too close, the first one stands."""
_TICK_GAP: Final = 56


def hours(period: Period, *, business: bool = False) -> float:
    """The length of a period for a drawing: a month is a twelfth of a mean year, a working day 7/5 of a day."""
    days = _HOURS["days"] * (7 / 5 if business else 1)
    return sum(getattr(period, unit) * (days if unit == "days" else size) for unit, size in _HOURS.items())


def length(within: str | None, calendar: str) -> float | None:
    """The length of a limit as the corpus writes it; None where there is no figure."""
    return hours(parse_period(within), business=calendar == "business") if within else None


@dataclass(frozen=True, slots=True)
class Scale:
    """Hours to a place on the axis. `longest` hours reach its right end; below `unit` the scale is nearly even."""

    longest: float
    left: float
    right: float = _RIGHT
    unit: float = 24

    def x(self, time: float) -> float:
        """The place of a time, in units of the drawing, to a tenth."""
        reach = math.log1p(max(self.longest, 1) / self.unit)
        return round(self.left + (self.right - self.left) * math.log1p(time / self.unit) / reach, 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Places and words of the ticks, from the left; zero is always there."""
        found = [(self.left, "0")]
        for time, label in _TICKS:
            place = self.x(time)
            if time <= self.longest * 1.001 and all(abs(place - other) >= _TICK_GAP for other, _ in found):
                found.append((place, label))
        return sorted(found)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage as drawn: when it starts and ends after the event of its band, in hours; no end where it has no figure."""

    title: str
    limit: str
    start: float
    end: float | None
    parent: int | None
    """Row within the band of the stage it is counted from; None for the event itself."""


@dataclass(slots=True)
class Band:
    """Stages that hang on one event, which is the zero of the axis."""

    event: str
    bars: list[Bar] = field(default_factory=list)


def bands(timeline: Timeline, events: Mapping[str, str], limit: Callable[[Stage], str]) -> list[Band]:
    """The stages of a timeline by the event that each chain of them counts from in the end.

    A stage without a figure ends nobody knows when, so what is counted from it starts a band of its own.
    """
    found: dict[str, Band] = {}
    placed: dict[str, tuple[str, int]] = {}
    titles = {stage.id: stage.title for stage in timeline.stages}
    for stage in timeline.stages:
        root, parent, start = stage.counted_from, None, 0.0
        if root in placed:
            chain, row = placed[root]
            end = found[chain].bars[row].end
            if end is not None:
                root, parent, start = chain, row, end
        band = found.setdefault(root, Band(titles.get(root) or events.get(root, root)))
        takes = length(stage.within, stage.calendar)
        band.bars.append(Bar(stage.title, limit(stage), start, None if takes is None else start + takes, parent))
        placed[stage.id] = (root, len(band.bars) - 1)
    return list(found.values())


def draw_timeline(timeline: Timeline, events: Mapping[str, str], limit: Callable[[Stage], str]) -> str:
    """A timeline as SVG: a bar for each stage, from the moment it is counted from to the moment it is due."""
    made = bands(timeline, events, limit)
    longest = max([bar.end or bar.start for band in made for bar in band.bars] + [1.0])
    scale = Scale(longest, left=280)
    height = _TOP + sum(_HEAD + _ROW * len(band.bars) for band in made) + 6
    parts = _axis(scale, height)
    y = _TOP
    for band in made:
        parts += _band(band, y, scale)
        y += _HEAD + _ROW * len(band.bars)
    said = ". ".join(f"From {band.event}: " + "; ".join(_said(bar, band) for bar in band.bars) for band in made)
    return _svg(f"timeline-{timeline.id}", f"Timeline: {timeline.title}", f"{said}.", height, parts)


def _said(bar: Bar, band: Band) -> str:
    after = f" after {band.bars[bar.parent].title}" if bar.parent is not None else ""
    return f"{bar.title}, {bar.limit}{after}" if bar.limit else f"{bar.title}{after}"


def _band(band: Band, top: float, scale: Scale) -> list[str]:
    """The event, a line down from it, and the bars; each bar hangs on the end of the one it is counted from."""
    middle = top + 18
    parts = [_text("nb-svg-label", _NAMES, middle + 5, f"From: {band.event}"),
             f'<circle class="nb-svg-event" cx="{scale.left}" cy="{middle}" r="6"/>']
    rows = [top + _HEAD + _ROW * row + 16 for row in range(len(band.bars))]
    for row, bar in enumerate(band.bars):
        y, x = rows[row], scale.x(bar.start)
        above = middle + 6 if bar.parent is None else rows[bar.parent] + 6
        parts.append(f'<path class="nb-svg-link" d="M{x} {above}V{y}"/>')
        if bar.end is None:
            parts.append(f'<path class="nb-svg-link" d="M{x} {y}h36"/>')
        else:
            end = scale.x(bar.end)
            kind = "nb-svg-stage" if bar.parent is None else "nb-svg-stage nb-svg-stage--2"
            parts.append(f'<rect class="{kind}" x="{x}" y="{y - 6}" width="{end - x:.1f}" height="12" rx="3"/>')
            parts.append(f'<circle class="nb-svg-event" cx="{end}" cy="{y}" r="4"/>')
        parts += [_text("nb-svg-label", _NAMES + 14, y - 2, bar.title, scale.left - 20),
                  _text("nb-svg-note", _NAMES + 14, y + 13, bar.limit, scale.left - 20)]
    return parts


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock among others: its length, and further lengths counted from the same moment. `ours` stands out."""

    label: str
    limit: str
    length: float | None
    further: tuple[float, ...] = ()
    ours: bool = False


def draw_clocks(name: str, title: str, groups: Sequence[tuple[str, Sequence[Clock]]], against: float | None = None) -> str:
    """Clocks side by side from one zero, in groups with headings; `against` draws a line at that time through all."""
    times = [t for _, group in groups for clock in group for t in (clock.length or 0, *clock.further)]
    # Clocks of an hour and of a day must be told apart, so the scale is nearly even for the first hours only.
    scale = Scale(max([*times, against or 0, 1.0]), left=350, unit=6)
    height = _TOP + sum(_LINE * (len(group) + bool(heading)) for heading, group in groups) + 8
    parts = _axis(scale, height)
    if against:
        parts.append(f'<path class="nb-svg-link" d="M{scale.x(against)} {_TOP - 8}V{height}"/>')
    y, said = _TOP + 16, []
    for heading, group in groups:
        if heading:
            parts.append(_text("nb-svg-label", _NAMES, y, heading, WIDTH))
            y += _LINE
        for clock in group:
            parts += _clock(clock, y, scale)
            y += _LINE
        said.append(f"{heading}: " * bool(heading) + "; ".join(f"{c.label}, {c.limit}" for c in group))
    return _svg(name, title, ". ".join(said) + ".", height, parts)


def _clock(clock: Clock, y: float, scale: Scale) -> list[str]:
    parts = [_text("nb-svg-label" if clock.ours else "nb-svg-note", _NAMES, y, clock.label, 236),
             f'<text class="nb-svg-note" x="{scale.left - 12}" y="{y}" text-anchor="end">{escape(clock.limit)}</text>']
    if clock.length is not None:
        kind = "nb-svg-stage" if clock.ours else "nb-svg-stage nb-svg-stage--2"
        wide = max(scale.x(clock.length) - scale.left, 2)
        parts.append(f'<rect class="{kind}" x="{scale.left}" y="{y - 9}" width="{wide:.1f}" height="10" rx="3"/>')
    parts += [f'<circle class="nb-svg-event" cx="{scale.x(time)}" cy="{y - 4}" r="4"/>' for time in clock.further]
    return parts


def _axis(scale: Scale, height: float) -> list[str]:
    parts = [f'<line class="nb-svg-axis" x1="{scale.left}" y1="26" x2="{scale.right}" y2="26"/>']
    for x, label in scale.ticks():
        parts.append(f'<line class="nb-svg-tick" x1="{x}" y1="26" x2="{x}" y2="{height - 4}"/>')
        parts.append(f'<text class="nb-svg-note" x="{x}" y="16" text-anchor="middle">{escape(label)}</text>')
    return parts


def _text(kind: str, x: float, y: float, words: str, right: float = WIDTH) -> str:
    """Words that end before `right`; longer ones are cut, and stand in full in the description and the table."""
    room = int((right - x) / CHARACTER[kind])
    shown = words if len(words) <= room else words[: room - 1].rstrip() + "…"
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(shown, quote=False)}</text>'


def _svg(name: str, title: str, description: str, height: float, parts: Sequence[str]) -> str:
    return (f'<svg class="nb-svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
            f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title, quote=False)}</title>'
            f'<desc id="{name}-desc">{escape(description, quote=False)}</desc>{"".join(parts)}</svg>')
