"""Charts of things that happened, as SVG: when they lay, and how many there were. Pure; the exact figures stand beside.

Like the drawings of clocks they have no colours or fonts of their own, and names stand in a column at the left, where
nothing can lie over them. A group `data-of=KEY` belongs to the row of a table with that key, and dims when a filter
takes the row away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from normbook.drawing import svg, text, words

_EDGE, _LEFT, _RIGHT, _TOP, _ROW = 4, 250, 668, 34, 12
_YEAR_ROOM: Final = 44
"""Least distance between the names of two years on an axis."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something with a beginning and perhaps an end, in years (2017.5 is the middle of 2017), and later moments."""

    key: str
    label: str
    said: str
    """The dates in words, for those who do not see the drawing."""
    start: float
    end: float
    marks: tuple[float, ...] = ()


def year_of(date: str, *, last: bool = False) -> float | None:
    """A date written YYYY, YYYY-MM or YYYY-MM-DD as a fraction of years; None for anything else.

    A date known to the year or month only stands for its first day, or for its last where `last` is asked for.
    """
    parts = date.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    year, month, day = (*map(int, parts), *([0] * (3 - len(parts))))
    month = month or (12 if last else 1)
    day = day or (31 if last else 1)
    return year + (month - 1) / 12 + (day - 1) / 372 if month <= 12 else None


def draw_spans(name: str, title: str, spans: Sequence[Span]) -> str:
    """Things in time, a row each from the top: a bar from beginning to end, and a ring for each later moment."""
    first = int(min(span.start for span in spans))
    final = int(max(max(span.end, *span.marks, span.start) for span in spans)) + 1
    step = (_RIGHT - _LEFT) / (final - first)

    def x(year: float) -> float:
        return round(_LEFT + (year - first) * step, 1)

    parts: list[str] = []
    y: float = _TOP + 4
    for span in spans:
        drawn, foot = words(_EDGE, y + _ROW, _LEFT - 14, ("nb-svg-note", span.label))
        middle = y + _ROW - 5
        wide = max(x(span.end) - x(span.start), 5)
        place = f'x="{x(span.start)}" y="{middle - 5:g}" width="{wide:.1f}" height="10"'
        drawn.append(f'<rect class="nb-svg-stage" {place} rx="2"/>')
        if span.marks:
            drawn.append(f'<path class="nb-svg-link" d="M{x(span.end)} {middle:g}H{x(max(span.marks))}"/>')
        drawn += [f'<circle class="nb-svg-event" cx="{x(mark)}" cy="{middle:g}" r="4"/>' for mark in span.marks]
        parts.append(f'<g data-of="{escape(span.key)}">{"".join(drawn)}</g>')
        y = foot + _ROW
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100) if n * step >= _YEAR_ROOM)
    axis = [f'<line class="nb-svg-axis" x1="{_LEFT}" y1="26" x2="{_RIGHT}" y2="26"/>']
    for year in range(first, final + 1):
        axis.append(f'<line class="nb-svg-tick" x1="{x(year)}" y1="26" x2="{x(year)}" y2="{y:g}"/>')
        if (year - first) % every == 0 and year < final:
            axis.append(f'<text class="nb-svg-note" x="{x(year) + 2:g}" y="18">{year}</text>')
    return svg(name, title, "; ".join(f"{span.label}, {span.said}" for span in spans) + ".", y, [*axis, *parts])


def draw_counts(name: str, title: str, counts: Sequence[tuple[str, int]]) -> str:
    """Numbers as bars from one line, each with its name and its figure."""
    most = max([number for _, number in counts] + [1])
    parts = [f'<line class="nb-svg-axis" x1="{_LEFT}" y1="4" x2="{_LEFT}" y2="{len(counts) * 24 + 6}"/>']
    for row, (label, number) in enumerate(counts):
        y, wide = row * 24 + 20, (_RIGHT - _LEFT - 40) * number / most
        parts.append(f'<text class="nb-svg-note" x="{_LEFT - 12}" y="{y}" text-anchor="end">{escape(label)}</text>')
        if number:
            parts.append(f'<rect class="nb-svg-stage" x="{_LEFT}" y="{y - 12}" width="{wide:.1f}" height="16" rx="2"/>')
        parts.append(text("nb-svg-note", round(_LEFT + wide + 8, 1), y, str(number)))
    said = "; ".join(f"{label}: {number}" for label, number in counts)
    return svg(name, title, f"{said}.", len(counts) * 24 + 14, parts)


@dataclass(frozen=True, slots=True)
class Strata:
    """What there is from a moment on, in years: one number for each layer, from the bottom."""

    start: float
    layers: tuple[int, ...]


_LAYERS: Final = ("nb-svg-stage", "nb-svg-half", "nb-svg-stage nb-svg-stage--apart", "nb-svg-link")
"""Full, hatched, hollow, and a broken edge: told apart without colours."""
_WIDE, _FOOT, _SIDE = 280, 92, 34
_HATCH: Final = "nb-hatch"
HATCHING: Final = (
    '<svg class="nb-hatching" width="0" height="0" aria-hidden="true" focusable="false">'
    f'<pattern id="{_HATCH}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="nb-svg-hatch" d="M0 0V6"/></pattern></svg>'
)
"""The hatching of such drawings: once on each page that has any."""


def draw_strata(
    name: str, title: str, said: str, strata: Sequence[Strata], top: int, span: tuple[float, float]
) -> str:
    """Layers over time, as steps: a small drawing, to stand among others with one `span` of years and one `top`.

    `top` is the number at the upper end; the stack of no moment may be higher.
    """
    first, last = int(span[0]), span[1]
    wide = (_WIDE - _SIDE - 8) / max(last - first, 0.2)

    def x(year: float) -> float:
        return round(_SIDE + (min(year, last) - first) * wide, 1)

    high = (_FOOT - 12) / max(top, 1)
    parts: list[str] = []
    ends = [*(each.start for each in strata[1:]), last]
    drawn = [""] * len(_LAYERS)
    for each, end in zip(strata, ends, strict=True):
        foot, long = float(_FOOT), max(x(end) - x(each.start), 3)
        for layer, number in enumerate(each.layers):
            tall = number * high
            if number:
                drawn[layer] += f"M{x(each.start):g} {foot:.1f}h{long:.1f}v-{tall:.1f}h-{long:.1f}z"
            foot -= tall
    fills = [f' fill="url(#{_HATCH})"' if kind == "nb-svg-half" else "" for kind in _LAYERS]
    parts += [f'<path class="{kind}"{fill} d="{d}"/>' for kind, fill, d in zip(_LAYERS, fills, drawn, strict=True) if d]
    marks = "".join(f"M{x(year):g} {_FOOT}v5" for year in range(first, int(last) + 1))
    named = [year for year in dict.fromkeys((first, int(last))) if year == first or x(year) - _SIDE > _YEAR_ROOM]
    parts += [f'<path class="nb-svg-tick" d="M{_SIDE} 12H{_WIDE - 8}{marks}"/>',
              f'<path class="nb-svg-axis" d="M{_SIDE} {_FOOT}H{_WIDE - 8}"/>',
              text("nb-svg-note", 4, 17, str(top)), text("nb-svg-note", 4, _FOOT, "0"),
              *(text("nb-svg-note", min(x(year), _WIDE - 34), _FOOT + 18, str(year)) for year in named)]
    return svg(name, title, said, _FOOT + 24, parts, width=_WIDE)
