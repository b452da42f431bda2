"""Clocks drawn to scale as SVG: pure functions from records to a string, without colours, fonts or scripts.

One scale serves a day and a year: a time t lies at log(1 + t/unit), so that near the start equal distances are nearly
equal times, and further on equal distances are equal factors. It is zero at zero and grows with t, without a break. A
figure that shows such a drawing says so (`SCALE_NOTE`), and stands beside a table with the exact figures.

No text stands where something is drawn: names and figures have columns of their own at the left, so that nothing can
overlap, however close two deadlines lie. Widths of text are reckoned generously, since no font is known here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap
from typing import Final

from normbook.dates import Period, parse_period
from normbook.model.timeline import Stage, Timeline

SCALE_NOTE: Final = (
    "Drawn to a compressed (logarithmic) scale, so that hours and months fit on one axis: the further right, the more "
    "time a given distance stands for. The ticks say how much."
)
WIDTH: Final = 680
_EDGE, _INDENT, _RIGHT, _TOP, _GAP = 4, 16, 648, 34, 14
LEFT: Final = 290
"""Where the axis begins beside clocks with names and figures."""
_DOT: Final = 9
LINE: Final = 16
"""Height of a line of text."""
CHARACTER: Final = {"nb-svg-label": 8.8, "nb-svg-note": 7.4}
"""Width reckoned for a character, in units of the drawing, by the class of the text."""
_HOURS: Final = {"years": 8766.0, "months": 730.5, "weeks": 168.0, "days": 24.0, "hours": 1.0, "minutes": 1 / 60}
_TICKS: Final = (
    (24, "24 h"), (72, "72 h"), (336, "14 days"), (730.5, "1 month"), (168, "7 days"), (2191.5, "3 months"),
    (4383, "6 months"), (8766, "1 year"), (1, "1 h"), (6, "6 h"), (12, "12 h"), (1461, "2 months"), (17532, "2 years"),
    (48, "48 h"), (43830, "5 years"), (87660, "10 years"), (876600, "100 years"),
)  # fmt: skip
"""Times that may be marked on an axis, the most telling first: where two are too close, the first one stands."""


def hours(period: Period, *, business: bool = False) -> float:
    """The length of a period for a drawing: a month is a twelfth of a mean year, a working day 7/5 of a day."""
    found = sum(int(getattr(period, unit)) * size for unit, size in _HOURS.items())
    return found + period.days * _HOURS["days"] * 2 / 5 if business else found


def length(within: str | None, calendar: str) -> float | None:
    """The length of a limit as the corpus writes it; None where there is no figure."""
    return hours(parse_period(within), business=calendar == "business") if within else None


def _apart(one: str, other: str) -> float:
    """The least distance between the middles of two words on the axis."""
    return (len(one) + len(other)) / 2 * CHARACTER["nb-svg-note"] + 4


@dataclass(frozen=True, slots=True)
class Scale:
    """Hours to a place on the axis. `longest` hours reach its right end; below `unit` the scale is nearly even."""

    longest: float
    left: float
    right: float = _RIGHT
    unit: float = 24
    marks: Sequence[tuple[float, str]] = _TICKS
    """Times that may be marked, the most telling first."""

    def x(self, time: float) -> float:
        """The place of a time, in units of the drawing, to a tenth."""
        reach = math.log1p(max(self.longest, 1) / self.unit)
        return round(self.left + (self.right - self.left) * math.log1p(time / self.unit) / reach, 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Places and words of the ticks, from the left; zero is always there."""
        found = [(self.left, "0")]
        for time, label in self.marks:
            place = self.x(time)
            if time <= self.longest * 1.001 and all(abs(place - other) >= _apart(label, name) for other, name in found):
                found.append((place, label))
        return sorted(found)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage as drawn: its start and end in hours after the event of its band; no end where it has no figure."""

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
    scale = Scale(longest, left=206)
    parts: list[str] = []
    y: float = _TOP
    for band in made:
        drawn, y = _band(band, y, scale)
        parts += drawn
    said = ". ".join(f"From {band.event}: " + "; ".join(_said(bar, band) for bar in band.bars) for band in made)
    return svg(f"timeline-{timeline.id}", f"Timeline: {timeline.title}", f"{said}.", y, [*_axis(scale, y), *parts])


def _said(bar: Bar, band: Band) -> str:
    after = f" after {band.bars[bar.parent].title}" if bar.parent is not None else ""
    return f"{bar.title}, {bar.limit}{after}" if bar.limit else f"{bar.title}{after}"


def _band(band: Band, top: float, scale: Scale) -> tuple[list[str], float]:
    """The event, and the bars, each hung on the end of the one it is counted from; with the place of the foot."""
    parts, y = words(_EDGE, top + LINE, scale.left - 14, ("nb-svg-label", f"From: {band.event}"))
    parts.append(f'<circle class="nb-svg-event" cx="{scale.left}" cy="{top + LINE - 5}" r="6"/>')
    middles: list[float] = []
    for bar in band.bars:
        middle, x = y + _GAP + LINE - 5, scale.x(bar.start)
        middles.append(middle)
        above = top + LINE + 1 if bar.parent is None else middles[bar.parent] + 6
        parts.append(f'<path class="nb-svg-link" d="M{x} {above}V{middle}"/>')
        if bar.end is None:
            parts.append(f'<path class="nb-svg-link" d="M{x} {middle}h36"/>')
        else:
            kind = "nb-svg-stage" if bar.parent is None else "nb-svg-stage nb-svg-stage--2"
            parts += [_rect(kind, x, scale.x(bar.end), middle - 6, 12),
                      f'<circle class="nb-svg-event" cx="{scale.x(bar.end)}" cy="{middle}" r="4"/>']
        texts = ("nb-svg-label", bar.title), ("nb-svg-note", bar.limit)
        drawn, y = words(_INDENT, y + _GAP + LINE, scale.left - 14, *texts)
        parts += drawn
    return parts, y + _GAP


def _rect(kind: str, x: float, end: float, y: float, height: float) -> str:
    wide = max(end - x, 2)
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{wide:.1f}" height="{height}" rx="3"/>'


def words(x: float, y: float, right: float, *texts: tuple[str, str]) -> tuple[list[str], float]:
    """Texts of a class each, broken into lines that end before `right`; and the base of the last line."""
    lines = [(kind, line) for kind, said in texts if said for line in wrap(said, int((right - x) / CHARACTER[kind]))]
    parts = [text(kind, x, y + number * LINE, line) for number, (kind, line) in enumerate(lines)]
    return parts, y + (len(lines) - 1) * LINE


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock among others: its length, and further lengths counted from the same moment. `ours` stands out.

    All are hours after the zero of the axis; `start` is where the clock begins to run. Without a length it is no bar.
    """

    label: str
    limit: str
    length: float | None
    further: tuple[float, ...] = ()
    ours: bool = False
    start: float = 0
    key: str = ""
    """The row of a table that it belongs to: a filter that takes the row away makes the clock pale."""
    apart: bool = False
    """Whether it runs from another moment than those beside it: hollow, with a broken edge."""


def draw_clocks(
    name: str, title: str, groups: Sequence[tuple[str, Sequence[Clock]]], against: float | None = None,
    scale: Scale | None = None,
) -> str:
    """Clocks side by side on one axis, in groups with headings; `against` draws a line at that time through all.

    The axis is compressed unless another `scale` is given.
    """
    times = [t for _, group in groups for clock in group for t in (clock.length or 0, *clock.further)]
    # Clocks of an hour and of a day must be told apart, so the scale is nearly even for the first hours only.
    scale = scale or Scale(max([*times, against or 0, 1.0]), left=LEFT, unit=6)
    parts: list[str] = []
    y, said = _TOP + 4.0, []
    for heading, group in groups:
        if heading:
            drawn, y = words(_EDGE, y + _GAP + LINE, scale.left - 12, ("nb-svg-label", heading))
            parts += drawn
        for clock in group:
            drawn, y = _clock(clock, y + 8 + LINE, scale)
            parts += [f'<g data-of="{escape(clock.key)}">', *drawn, "</g>"] if clock.key else drawn
        said.append(f"{heading}: " * bool(heading) + "; ".join(f"{c.label}, {c.limit}" for c in group))
    y += _GAP
    if against:
        parts.append(f'<path class="nb-svg-link" d="M{scale.x(against)} {_TOP - 8}V{y}"/>')
    return svg(name, title, ". ".join(said) + ".", y, [*_axis(scale, y), *parts])


def _clock(clock: Clock, y: float, scale: Scale) -> tuple[list[str], float]:
    figure = scale.left - 12
    room = figure - 10 - len(clock.limit) * CHARACTER["nb-svg-note"]
    parts, foot = words(_EDGE, y, room, ("nb-svg-label" if clock.ours else "nb-svg-note", clock.label))
    parts.append(f'<text class="nb-svg-note" x="{figure:g}" y="{y:g}" text-anchor="end">'
                 f"{escape(clock.limit, quote=False)}</text>")
    if clock.length is not None:
        kind = "" if clock.ours else " nb-svg-stage--apart" if clock.apart else " nb-svg-stage--2"
        parts.append(_rect(f"nb-svg-stage{kind}", scale.x(clock.start), scale.x(clock.length), y - 10, 10))
    parts += [f'<circle class="nb-svg-event" cx="{scale.x(time)}" cy="{y - 5}" r="4"/>' for time in clock.further]
    return parts, foot


@dataclass(frozen=True, slots=True)
class Dot:
    """A clock as a point among many: its hours, what it is, and whether it runs from another moment than ours."""

    time: float
    label: str
    apart: bool = False


def draw_limits(name: str, title: str, dots: Sequence[Dot], against: tuple[float, str], scale: Scale) -> str:
    """How the limits of many clocks are spread, stacked where they are alike: full points, and hollow squares `apart`.

    `against` is a time marked through all, with its words. Drawings with one `scale` compare with one another.
    """
    stacks: dict[float, int] = {}
    placed = []
    for dot in sorted(dots, key=lambda dot: (dot.time, dot.apart, dot.label)):
        x = scale.x(dot.time)
        column = next((other for other in stacks if abs(other - x) < _DOT + 2), x)
        stacks[column] = stacks.get(column, 0) + 1
        placed.append((column, stacks[column], dot.apart))
    foot = _TOP + 6 + max([*stacks.values(), 1]) * (_DOT + 2)
    parts = [f'<path class="nb-svg-link" d="M{scale.x(against[0])} {_TOP - 8}V{foot}"/>']
    for x, place, apart in placed:
        y = foot - place * (_DOT + 2)
        kind, round_ = ("nb-svg-stage nb-svg-stage--apart", 0) if apart else ("nb-svg-stage nb-svg-stage--2", _DOT / 2)
        parts.append(f'<rect class="{kind}" x="{x - _DOT / 2:g}" y="{y:g}" width="{_DOT}" height="{_DOT}" '
                     f'rx="{round_:g}"/>')
    said = "; ".join(f"{dot.label}{', from another moment' if dot.apart else ''}" for dot in dots)
    about = f"The handbook: {against[1]}. {said or 'No clock with a figure'}."
    return svg(name, title, about, foot + 4, [*_axis(scale, foot), *parts], width=scale.right + 22)


def _axis(scale: Scale, height: float) -> list[str]:
    parts = [f'<line class="nb-svg-axis" x1="{scale.left}" y1="26" x2="{scale.right}" y2="26"/>']
    for x, label in scale.ticks():
        parts.append(f'<line class="nb-svg-tick" x1="{x}" y1="26" x2="{x}" y2="{height:g}"/>')
        parts.append(f'<text class="nb-svg-note" x="{x}" y="16" text-anchor="middle">{escape(label)}</text>')
    return parts


def text(kind: str, x: float, y: float, line: str) -> str:
    """A line of text at a place, in a class of the style sheet."""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(line, quote=False)}</text>'


def svg(
    name: str, title: str, description: str, height: float, parts: Sequence[str], width: float = WIDTH
) -> str:
    """A drawing with its name and what it shows in words. `name` must be the only one of its kind on the page."""
    return (f'<svg class="nb-svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" '
            f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title, quote=False)}</title>'
            f'<desc id="{name}-desc">{escape(description, quote=False)}</desc>{"".join(parts)}</svg>')
