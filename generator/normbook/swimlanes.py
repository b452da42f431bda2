"""Who does what after what, drawn as SVG: a lane for each role, a column for each phase, a box for each step.

Boxes stand on a grid, so that lines run between them and never through one: upright in the gutters between columns,
level in the channels above rows. Lines that leave one box share their way; those of different boxes run beside one
another wherever they would otherwise meet. A pure function from records to a string, as in `normbook.drawing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import wrap
from typing import Final, Literal

from normbook.drawing import CHARACTER, LINE, svg, text

_LANE, _BOX, _PAD, _APART, _EDGE = 102, 106, 6, 5, 8
"""Width of the names of lanes and of a box, space inside a box, between two lines, and beside a line or a box."""
_WORDS: Final = int((_BOX - 2 * _PAD) / CHARACTER["nb-svg-note"])
_ROLE: Final = int((_LANE - _PAD) / CHARACTER["nb-svg-note"])


@dataclass(frozen=True, slots=True)
class Box:
    """A step: its number, in which lane and column, its name, its time limit if any, and the numbers it waits for."""

    number: int
    lane: int
    column: int
    title: str
    limit: str = ""
    decides: bool = False
    after: tuple[int, ...] = ()

    @property
    def lines(self) -> list[str]:
        return wrap(f"{self.number} {self.title}", _WORDS)

    @property
    def height(self) -> int:
        return (len(self.lines) + len(self.limits)) * LINE + 10

    @property
    def limits(self) -> list[str]:
        return wrap(self.limit, _WORDS) if self.limit else []


def needed(boxes: Iterable[Box]) -> list[tuple[int, int]]:
    """The links to draw, from the one that comes first: without those that follow from a chain of others."""
    before = {box.number: set(box.after) for box in boxes}

    def reach(number: int, seen: set[int]) -> set[int]:
        for each in before.get(number, set()) - seen:
            seen.add(each)
            reach(each, seen)
        return seen

    links = []
    for number, direct in before.items():
        others = {far for each in direct for far in reach(each, set())}
        links += [(each, number) for each in sorted(direct - others)]
    return links


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of line in a gutter or channel, by the box it leaves, from one place of the grid to another."""

    kind: Literal["gutter", "channel"]
    at: int
    source: int


@dataclass
class _Tracks:
    """Which of the parallel tracks of its gutter or channel each run takes."""

    spans: dict[_Run, tuple[int, int]] = field(default_factory=dict)

    def add(self, run: _Run, *places: int) -> _Run:
        low, high = self.spans.get(run, (places[0], places[0]))
        self.spans[run] = (min(low, *places), max(high, *places))
        return run

    @cached_property
    def taken(self) -> dict[_Run, int]:
        """By run, the first track that no run it would touch has taken."""
        found: dict[_Run, int] = {}
        for run, (low, high) in sorted(self.spans.items(), key=lambda one: (one[1], one[0].source)):
            busy = {track for other, track in found.items() if (other.kind, other.at) == (run.kind, run.at)
                    and self.spans[other][0] <= high and low <= self.spans[other][1]}
            found[run] = next(n for n in range(len(found) + 1) if n not in busy)
        return found

    def count(self, kind: str, at: int) -> int:
        return max((track + 1 for run, track in self.taken.items() if (run.kind, run.at) == (kind, at)), default=0)


@dataclass(frozen=True)
class _Route:
    """A link by its runs. `out` and `into` are the sides where it leaves and enters; no runs: straight down."""

    source: int
    target: int
    runs: tuple[_Run, ...] = ()
    out: Literal["left", "right"] = "right"
    into: Literal["left", "right"] = "left"


class _Sheet:
    """Boxes on their grid, links on their tracks, and the places of both in units of the drawing."""

    def __init__(self, boxes: Sequence[Box], lanes: int, columns: int, top: float) -> None:
        self.columns = columns
        self.boxes = {box.number: box for box in boxes}
        self.row, self.first = self._rows(boxes, lanes)
        self.rows = self.first[-1]
        self.tracks = _Tracks()
        self.routes = [self._route(*link) for link in needed(boxes)]
        self.gutters = [self._wide("gutter", n) for n in range(columns + 1)]
        self.channels = [self._wide("channel", n) for n in range(self.rows)]
        self.heights = [max((b.height for b in boxes if self.row[b.number] == n), default=0) for n in range(self.rows)]
        self.x = [_LANE + sum(self.gutters[: n + 1]) + n * _BOX for n in range(columns)]
        self.y = [top + sum(self.channels[: n + 1]) + sum(self.heights[:n]) for n in range(self.rows)]
        self.width = _LANE + sum(self.gutters) + columns * _BOX
        self.foot = top + sum(self.channels) + sum(self.heights) + _EDGE

    @staticmethod
    def _rows(boxes: Sequence[Box], lanes: int) -> tuple[dict[int, int], list[int]]:
        """The row of each box, and the first row of each lane, with the number of rows after the last."""
        row: dict[int, int] = {}
        first = [0]
        for lane in range(lanes):
            depth: dict[int, int] = {}
            for box in (box for box in boxes if box.lane == lane):
                row[box.number] = first[-1] + depth.setdefault(box.column, 0)
                depth[box.column] += 1
            first.append(first[-1] + max(depth.values(), default=1))
        return row, first

    def _route(self, source: int, target: int) -> _Route:
        one, other = self.boxes[source], self.boxes[target]
        start, end = 2 * self.row[source] + 1, 2 * self.row[target] + 1
        forward, same = other.column > one.column, other.column == one.column
        if same and end == start + 2:
            return _Route(source, target)
        leaves = one.column + (forward or same)
        enters = leaves if same else other.column + (not forward)
        out: Literal["left", "right"] = "right" if forward or same else "left"
        into: Literal["left", "right"] = "left" if forward else "right"
        if leaves == enters:
            run = self.tracks.add(_Run("gutter", leaves, source), start, end)
            return _Route(source, target, (run,), out, into)
        above = end - 1
        runs = (self.tracks.add(_Run("gutter", leaves, source), start, above),
                self.tracks.add(_Run("channel", self.row[target], source), leaves, enters),
                self.tracks.add(_Run("gutter", enters, source), above, end))
        return _Route(source, target, runs, out, into)

    def _wide(self, kind: str, at: int) -> float:
        return 2 * _EDGE + max(self.tracks.count(kind, at) - 1, 0) * _APART

    def place(self, run: _Run) -> float:
        """The x of a run in a gutter, or the y of one in a channel."""
        if run.kind == "channel":
            before = self.y[run.at] - self.channels[run.at]
        else:
            before = self.x[run.at - 1] + _BOX if run.at else float(_LANE)
        return before + _EDGE + self.tracks.taken[run] * _APART

    def path(self, route: _Route) -> str:
        """The line of a link with the point of its arrow."""
        one, other = self.boxes[route.source], self.boxes[route.target]
        if not route.runs:
            x = self.x[one.column] + _BOX / 2
            top, end = self.y[self.row[one.number]] + one.height, self.y[self.row[other.number]]
            return f'<path class="nb-svg-arrow" d="M{x:g} {top:g}V{end - 1:g}m-4 -6l4 6l4 -6"/>'
        start = self.x[one.column] + (_BOX if route.out == "right" else 0)
        end = self.x[other.column] + (_BOX + 1 if route.into == "right" else -1)
        steps = "".join(f"{'H' if run.kind == 'gutter' else 'V'}{self.place(run):g}" for run in route.runs)
        point = "m-6 -4l6 4l-6 4" if route.into == "left" else "m6 -4l-6 4l6 4"
        # Lines leave in the upper quarter of a box, enter from the left in its middle and from the right in its lower
        # quarter, so that those of two neighbours do not run into one another.
        rise, fall = self._height(one, 1), self._height(other, 2 if route.into == "left" else 3)
        return f'<path class="nb-svg-arrow" d="M{start:g} {rise:g}{steps}V{fall:g}H{end:g}{point}"/>'

    def _height(self, box: Box, quarters: int) -> float:
        return round(self.y[self.row[box.number]] + box.height * quarters / 4, 1)

    def box(self, box: Box) -> Iterator[str]:
        x, y = self.x[box.column], self.y[self.row[box.number]]
        kind = "nb-svg-box nb-svg-box--decides" if box.decides else "nb-svg-box"
        yield f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{_BOX}" height="{box.height}" rx="3"/>'
        texts = [("nb-svg-step", line) for line in box.lines] + [("nb-svg-note", line) for line in box.limits]
        yield from (text(kind, x + _PAD, y + LINE + n * LINE, line) for n, (kind, line) in enumerate(texts))


def draw_lanes(
    name: str, title: str, lanes: Sequence[str], columns: Sequence[tuple[str, str]], boxes: Sequence[Box]
) -> str:
    """Steps in lanes with names, under columns that have a line of work and a title each."""
    heads = [wrap(label, _WORDS) for _, label in columns]
    sheet = _Sheet(boxes, len(lanes), len(columns), (1 + max(map(len, heads))) * LINE + 10.0)
    parts: list[str] = []
    for lane, label in enumerate(lanes):
        start = sheet.y[sheet.first[lane]] - sheet.channels[sheet.first[lane]]
        parts.append(f'<line class="nb-svg-tick" x1="0" y1="{start:g}" x2="{sheet.width:g}" y2="{start:g}"/>')
        lines = enumerate(wrap(label, _ROLE), 1)
        parts += [text("nb-svg-step", 0, start + _EDGE + LINE * n, line) for n, line in lines]
    for x, (track, _), head in zip(sheet.x, columns, heads, strict=True):
        parts.append(text("nb-svg-note", x, LINE, track))
        parts += [text("nb-svg-step", x, LINE * n, line) for n, line in enumerate(head, 2)]
    parts += [sheet.path(route) for route in sheet.routes]
    parts += [part for box in boxes for part in sheet.box(box)]
    return svg(name, title, _said(lanes, columns, boxes), sheet.foot, parts, sheet.width)


def _said(lanes: Sequence[str], columns: Sequence[tuple[str, str]], boxes: Sequence[Box]) -> str:
    """The drawing in words: lane after lane, each step with its phase, its limit and what it waits for."""
    return " ".join(f"{label[:1].upper()}{label[1:]}: " + "; ".join(
        _step(box, columns) for box in boxes if box.lane == lane) + "." for lane, label in enumerate(lanes))


def _step(box: Box, columns: Sequence[tuple[str, str]]) -> str:
    more: Mapping[str, str] = {
        "decides here": "x" * box.decides,
        f"within {box.limit}": box.limit,
        f"after {', '.join(map(str, box.after))}": "x" * len(box.after),
    }
    return ", ".join([f"{box.number} {box.title}", columns[box.column][1], *(said for said, on in more.items() if on)])
