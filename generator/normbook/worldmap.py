"""States on a map, as SVG: outlines in an equal-area projection, and one field of equal size for each State below them.

On the map a State is as large as its land; many would be too small to see, and most too small to hit. So a State whose
outline would be a speck is drawn as a point, and each has a field of its own as well, large enough for a finger: 24 by
24 pixels at least. Outline and field belong to one link with one name.

Pure: records in, SVG out, without colours or fonts. What fills a class is a pattern of the drawing, so that classes
differ in form and not in colour alone; the style sheet gives the two colours of which all patterns are made.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Final

Ring = tuple[tuple[int, int], ...]
"""Corners as longitude and latitude, in twentieths of a degree."""

UNIT: Final = 20
WIDTH: Final = 1160
"""Pixels. The drawing counts in half pixels, so that outlines need no fractions."""
FIELD: Final = 26
"""Pixels of the side of a field; more than the 24 that WCAG 2.5.8 asks of a target."""
MAX_CORNERS: Final = 40_000
PLAIN: Final = "plain"
PATTERNS: Final = ("solid", "lines", "dots", "grid", "bars", "rings", PLAIN)
"""What fills a class of States. Plain is for what was not found."""
_SOUTH, _NORTH = -56.0, 83.7
"""Latitudes between which land is drawn: Antarctica is no State's in the list."""
_MIDDLE: Final = 11.0
"""Longitude of the middle: at 169° W, the edge, hardly any land is cut in two."""
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_SPECK: Final = 12
"""Half pixels: an outline that is smaller in both directions is drawn as a point."""
_POINT: Final = 9
_STEP, _LINE, _HEAD = 2 * (FIELD + 2), 2 * (FIELD + 14), 30
"""Half pixels from field to field, from row to row, and for the heading of a region."""
_NAMES, _LETTERS = 270, 20
"""Half pixels for the names of sub-regions, left of the fields, and the letters that stand in them on one line."""
_RINGS: Final = "M1 6.5a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0zM4 6.5a2.5 2.5 0 1 1 5 0a2.5 2.5 0 1 1-5 0z"


class RingError(ValueError):
    """Rings that cannot be drawn; `str()` says why."""


def rings(text: str) -> tuple[Ring, ...]:
    """Rings as they are written: numbers parted by blanks, rings by strokes. RingError where they make no outline."""
    return tuple(_ring(part.split()) for part in text.split("/")) if text.strip() else ()


def _ring(words: Sequence[str]) -> Ring:
    try:
        numbers = [int(word) for word in words]
    except ValueError:
        raise RingError("there is something else than whole numbers in it") from None
    if len(numbers) % 2:
        raise RingError("a ring has an odd number of numbers: each corner needs two")
    if not 6 <= len(numbers) <= 2 * MAX_CORNERS:
        raise RingError(f"a ring has {len(numbers) // 2} corners: it needs at least three")
    x = y = 0
    corners: list[tuple[int, int]] = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        if abs(x) > 200 * UNIT or abs(y) > 90 * UNIT:
            raise RingError(f"a ring leaves the globe at its corner {len(corners) + 1}")
        corners.append((x, y))
    return tuple(corners)


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """The place of degrees east and north on the Equal Earth map, where equal areas stay equal; y grows to the north.

    B. Šavrič, T. Patterson and B. Jenny, “The Equal Earth map projection”, International Journal of Geographical
    Information Science 33(3), 2019, equations 1 to 4, on the sphere of radius 1.
    """
    one, two, three, four = _A
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = one + 3 * two * theta**2 + theta**6 * (7 * three + 9 * four * theta**2)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope)
    return x, theta * (one + two * theta**2 + theta**6 * (three + four * theta**2))


_SCALE: Final = (2 * WIDTH - 8) / (2 * equal_earth(180, 0)[0])
_TOP: Final = equal_earth(0, _NORTH)[1]
_FOOT: Final = round((_TOP - equal_earth(0, _SOUTH)[1]) * _SCALE) + 4


def placed(longitude: float, latitude: float) -> tuple[int, int]:
    """The place of degrees east and north in the drawing, in half pixels from its upper left corner."""
    x, y = equal_earth(longitude - _MIDDLE, latitude)
    return round(WIDTH + x * _SCALE), round(4 + (_TOP - y) * _SCALE)


def _drawn(ring: Ring) -> list[tuple[int, int]]:
    """A ring in the drawing, without corners that fall together; what lies beyond one edge is drawn at the other."""
    beyond = 360 if sum(x for x, _ in ring) / len(ring) < (_MIDDLE - 180) * UNIT else 0
    found: list[tuple[int, int]] = []
    for x, y in ring:
        corner = placed(x / UNIT + beyond, max(y / UNIT, _SOUTH))
        if not found or corner != found[-1]:
            found.append(corner)
    return found


def _path(corners: Sequence[tuple[int, int]]) -> str:
    steps = (f" {b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(corners))
    return f"M{corners[0][0]} {corners[0][1]}l{''.join(steps).strip()}z".replace(" -", "-")


def _point(longitude: float, latitude: float) -> str:
    beyond = 360 if longitude < _MIDDLE - 180 else 0
    x, y = placed(longitude + beyond, latitude)
    return f"M{x - _POINT} {y}a{_POINT} {_POINT} 0 1 0 {2 * _POINT} 0a{_POINT} {_POINT} 0 1 0-{2 * _POINT} 0z"


@dataclass(frozen=True, slots=True)
class Shape:
    """What is drawn of a State on the map: a path, and whether it is but a point."""

    path: str
    point: bool


def shape(at: tuple[int, int], outline: Sequence[Ring]) -> Shape:
    """A State by its middle and its rings, both in twentieths of a degree."""
    drawn = [corners for ring in outline if len(corners := _drawn(ring)) > 2]
    wide = max((max(x for x, _ in c) - min(x for x, _ in c) for c in drawn), default=0)
    high = max((max(y for _, y in c) - min(y for _, y in c) for c in drawn), default=0)
    if max(wide, high) < _SPECK:
        return Shape(_point(at[0] / UNIT, at[1] / UNIT), point=True)
    return Shape("".join(map(_path, drawn)), point=False)


@dataclass(frozen=True, slots=True)
class Held:
    """A State on the map: its code, its name with what the map says of it, what fills its class, and its address."""

    code: str
    name: str
    fill: str
    href: str
    group: tuple[str, str]
    """Region and sub-region, under which its field stands."""
    shape: Shape


def draw_map(name: str, title: str, description: str, states: Sequence[Held], apart: Iterable[Sequence[Ring]]) -> str:
    """The map: areas apart, then the States, first those with an outline, so that a point lies on its neighbours.

    States come in the order of their names, which is that of their fields within a sub-region. The drawing is a group
    of links: its title and description name it.
    """
    fields, headings, height = _fields(states)
    plain = "".join(_path(_drawn(ring)) for outline in apart for ring in outline)
    order = sorted(states, key=lambda state: state.shape.point)
    links = [_link(state, *fields[state.code]) for state in order]
    return (
        f'<svg class="nb-svg nb-map" viewBox="0 0 {2 * WIDTH} {height}" width="{WIDTH}" height="{height // 2}" '
        f'role="group" aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(title, quote=False)}</title>'
        f'<desc id="{name}-desc">{escape(description, quote=False)}</desc>{_patterns()}'
        f'<path class="nb-map-apart" d="{plain}"/>{"".join(headings)}{"".join(links)}</svg>'
    )


def _link(state: Held, x: int, y: int) -> str:
    """The link of a State: outline and field are one path. Its code is part of its name, as it is written on it."""
    side = 2 * FIELD
    return (f'<a class="nb-fill-{state.fill}" href="{escape(state.href)}">'
            f"<title>{escape(state.name, quote=False)}</title>"
            f'<path d="{state.shape.path}M{x} {y}h{side}v{side}h-{side}z"/>'
            f'<text x="{x + FIELD}" y="{y - 4}">{escape(state.code)}</text></a>')


def _fields(states: Sequence[Held]) -> tuple[dict[str, tuple[int, int]], list[str], int]:
    """The upper left corner of each field, the headings, and the height of the drawing, in half pixels.

    Regions stand in two columns, each where there is more room; in a region a row or more for each sub-region.
    """
    regions: dict[str, dict[str, list[Held]]] = {}
    for state in states:
        regions.setdefault(state.group[0], {}).setdefault(state.group[1], []).append(state)
    across = (WIDTH - _NAMES - 10) // _STEP
    foot = [_FOOT + 20, _FOOT + 20]
    found: dict[str, tuple[int, int]] = {}
    headings = []
    for region, held in sorted(regions.items(), key=lambda item: -sum(len(row) for row in item[1].values())):
        column = foot.index(min(foot))
        left, y = column * WIDTH, foot[column] + _HEAD
        headings.append(f'<text class="nb-map-region" x="{left + 4}" y="{y}">{escape(region)}</text>')
        for subregion, row in sorted(held.items()):
            headings += [f'<text class="nb-map-row" x="{left + 4}" y="{y + 64 + 26 * line}">{escape(said)}</text>'
                         for line, said in enumerate(wrap(subregion, _LETTERS))]
            for number, state in enumerate(row):
                down, right = divmod(number, across)
                found[state.code] = left + _NAMES + right * _STEP, y + 32 + down * _LINE
            y += ((len(row) - 1) // across + 1) * _LINE
        foot[column] = y + 20
    return found, headings, max(foot) + 20


def _patterns() -> str:
    """What fills the classes: ink on ground, each of another form."""
    marks = {
        "lines": ("9", ' patternTransform="rotate(45)"', "M0 0h4v9H0z"),
        "dots": ("9", "", "M2 4.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z"),
        "grid": ("11", "", "M0 0h11v3H0zM0 0h3v11H0z"),
        "bars": ("8", "", "M0 0h8v4H0z"),
        "rings": ("13", "", _RINGS),
    }
    made = (
        f'<pattern id="nb-fill-{name}" width="{side}" height="{side}" patternUnits="userSpaceOnUse"{turned}>'
        f'<path class="nb-ground" d="M0 0h{side}v{side}H0z"/><path class="nb-ink-{name}" d="{drawn}"/></pattern>'
        for name, (side, turned, drawn) in marks.items()
    )
    return f"<defs>{''.join(made)}</defs>"


def swatch(fill: str) -> str:
    """A small picture of a class for the legend, with the pattern of the map on the same page."""
    return (f'<svg class="nb-map nb-map-key" viewBox="0 0 52 36" width="26" height="18" aria-hidden="true">'
            f'<g class="nb-fill-{fill}"><path d="M2 2h48v32h-48z"/></g></svg>')
