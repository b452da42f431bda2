"""The dependencies drawn as SVG: sectors on a circle, an arrow from each to those that lean on it.

Pure: from values to a string, without colours or scripts. Every arrow and sector bears its codes, so that the page's
script can mark those on the path of an effect. A table beside the drawing holds the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from textwrap import wrap
from typing import Final

from normbook.drawing import CHARACTER, LINE, WIDTH, svg
from normbook.spillover.inputs import Link

_RADIUS, _DISC, _GAP, _TOP = 196, 14, 10, 56
_BEND: Final = 0.62
"""How far an arrow is drawn towards the middle: 0 would be straight, 1 through the middle."""
_ASIDE: Final = 9
"""How far the two arrows of a pair that leans on one another lie apart."""

_Point = tuple[float, float]
_MIDDLE: Final[_Point] = (WIDTH / 2, _TOP + _RADIUS)


def draw_graph(sectors: Sequence[tuple[str, str]], links: Iterable[Link]) -> str:
    """The graph of sectors, each a code and a name, in the order given, clockwise from the top."""
    at = {code: _place(number, len(sectors)) for number, (code, _) in enumerate(sectors)}
    names = dict(sectors)
    drawn = [link for link in links if link.on in at and link.sector in at and link.on != link.sector]
    said = [f"{names[link.sector]} on {names[link.on]}" for link in drawn]
    parts = [_arrow(link, at[link.on], at[link.sector]) for link in drawn]
    parts += [_sector(code, name, at[code]) for code, name in sectors]
    return svg("spillover", "Which sector leans on which", f"Leaning: {'; '.join(said)}.",
               _MIDDLE[1] + _RADIUS + _TOP, parts)


def _place(number: int, of: int) -> _Point:
    turn = 2 * math.pi * number / max(of, 1)
    return _MIDDLE[0] + _RADIUS * math.sin(turn), _MIDDLE[1] - _RADIUS * math.cos(turn)


def _arrow(link: Link, start: _Point, end: _Point) -> str:
    """A bent line that ends in a point, both as one path: it starts and ends at the rim of the discs."""
    across = _unit(start, end)
    control = (
        _between(start, end, 0) * (1 - _BEND) + _MIDDLE[0] * _BEND - across[1] * _ASIDE,
        _between(start, end, 1) * (1 - _BEND) + _MIDDLE[1] * _BEND + across[0] * _ASIDE,
    )
    first, last = _towards(start, control, _DISC + 2), _towards(end, control, _DISC + 3)
    heading = _unit(control, last)
    wings = [(last[0] - 8 * heading[0] + side * 4 * heading[1], last[1] - 8 * heading[1] - side * 4 * heading[0])
             for side in (1, -1)]
    shape = f"M{_xy(first)}Q{_xy(control)} {_xy(last)}M{_xy(wings[0])}L{_xy(last)}L{_xy(wings[1])}"
    return f'<path class="nb-lean" data-pair="{escape(f"{link.on} {link.sector}")}" d="{shape}"/>'


def _sector(code: str, name: str, at: _Point) -> str:
    """A disc with room for a figure, and the name outside the circle."""
    dx, dy = (at[axis] - _MIDDLE[axis] for axis in (0, 1))
    side = 0 if abs(dx) < _RADIUS / 12 else math.copysign(1, dx)
    x = at[0] + side * (_DISC + _GAP)
    room = WIDTH / 2 if not side else WIDTH - x if side > 0 else x
    lines = wrap(name, max(8, int(room / CHARACTER["nb-svg-label"])))
    y = at[1] - (len(lines) - 1) * LINE / 2 + 5
    if not side:
        y = at[1] + (_DISC + _GAP + 8 if dy > 0 else -_DISC - _GAP - (len(lines) - 1) * LINE)
    anchor = {0: "middle", 1: "start", -1: "end"}[int(side)]
    words = "".join(f'<text class="nb-svg-label" x="{x:.1f}" y="{y + number * LINE:.1f}" text-anchor="{anchor}">'
                    f"{escape(line, quote=False)}</text>" for number, line in enumerate(lines))
    return (f'<g class="nb-sector" data-sector="{escape(code)}"><circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{_DISC}"/>'
            f'<text class="nb-rank" x="{at[0]:.1f}" y="{at[1] + 5:.1f}" text-anchor="middle"></text>{words}</g>')


def _between(start: _Point, end: _Point, axis: int) -> float:
    return (start[axis] + end[axis]) / 2


def _unit(start: _Point, end: _Point) -> _Point:
    """The direction from one point to another, of length 1."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    size = math.hypot(dx, dy) or 1
    return dx / size, dy / size


def _towards(start: _Point, end: _Point, distance: float) -> _Point:
    across = _unit(start, end)
    return start[0] + across[0] * distance, start[1] + across[1] * distance


def _xy(point: _Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
