"""One case: how far effects spread, by which path, and when they arrive. Max-min over ranks, with a cut in time.

An effect passes as the lesser of what is there and what the dependency can pass. A sector has the gravest level that
reaches it by any path. So a level is reached if there is a path on which nothing is weaker than that level, and each
level is a question of its own: over the dependencies that can pass it, which path arrives first? Answered one level
after the other, gravest first, that is exact, also where a grave effect comes late and a lesser one in time.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from normbook.spillover.inputs import CHANNELS, GRAVEST, Channel, Hit, Link

Node = tuple[str, Channel]
"""A sector and what happens there: a lack of supply, or a rise of price."""


@dataclass(frozen=True, slots=True)
class Step:
    """A place on a path: the level that has come this far, and minutes since the measure began."""

    sector: str
    channel: Channel
    level: int
    arrival: int


@dataclass(frozen=True, slots=True)
class Effect:
    """The gravest effect that reaches a place: its level, when it arrives, and the path, touched sector first."""

    level: int
    arrival: int
    path: tuple[Step, ...]


NOTHING: Final = Effect(0, 0, ())
"""No effect. It has no path, and its time means nothing."""

_Best = tuple[int, int, tuple[Node, ...]]
"""Arrival, number of places on the path, and the path: of paths of one level the least in this order is shown."""

Leaning = Mapping[str, Mapping[str, Link]]
"""The dependencies by the sector leant on, and by the sector that leans."""

_ONWARD: Final[Mapping[Channel, tuple[Channel, ...]]] = {"supply": ("supply", "price"), "price": ("price",)}
"""A lack may cause a lack and a rise of price, a rise of price rises of price only."""


def spread(links: Iterable[Link], hits: Iterable[Hit], length: int) -> dict[Node, Effect]:
    """The gravest effect at every place that one reaches while a measure of `length` minutes lasts.

    A pair of sectors has one link, and a sector one hit: of several, the last counts.
    """
    leaning: dict[str, dict[str, Link]] = {}
    for link in links:
        leaning.setdefault(link.on, {})[link.sector] = link
    touched = {hit.sector: hit for hit in hits}
    found: dict[Node, Effect] = {}
    for level in range(GRAVEST, 0, -1):
        for node, (arrival, _, path) in first_arrivals(leaning, touched, length, level).items():
            if node not in found:
                found[node] = Effect(level, arrival, tuple(_steps(path, leaning, touched)))
    return found


def first_arrivals(leaning: Leaning, touched: Mapping[str, Hit], length: int, level: int) -> dict[Node, _Best]:
    """Where an effect of at least `level` arrives, and how it gets there first.

    Dijkstra's algorithm. A step never makes a path earlier and always makes it longer, so that the order of preference
    holds along it, and circles end by themselves.
    """
    heap: list[_Best] = [
        (0, 1, ((sector, channel),))
        for sector, hit in touched.items()
        for channel in CHANNELS
        if hit.level(channel) >= level and length > 0
    ]
    heapq.heapify(heap)
    best: dict[Node, _Best] = {}
    while heap:
        arrival, places, path = heapq.heappop(heap)
        sector, cause = path[-1]
        if (sector, cause) in best:
            continue
        best[sector, cause] = arrival, places, path
        for link in leaning.get(sector, {}).values():
            there = arrival + _delay(link, cause)
            for channel in _ONWARD[cause]:
                if link.can_pass(channel) >= level and there < length and (link.sector, channel) not in best:
                    heapq.heappush(heap, (there, places + 1, (*path, (link.sector, channel))))
    return best


def _delay(link: Link, cause: Channel) -> int:
    """Minutes until an effect has passed: a lack is bridged for a while, a rise of price is felt without delay."""
    return link.holds if cause == "supply" else 0


def _steps(path: Sequence[Node], leaning: Leaning, touched: Mapping[str, Hit]) -> Iterator[Step]:
    """The levels and times along a path: at each place the least of what came before."""
    (sector, channel), arrival = path[0], 0
    level = touched[sector].level(channel)
    yield Step(sector, channel, level, arrival)
    for (on, cause), (leans, passed) in pairwise(path):
        link = leaning[on][leans]
        level = min(level, link.can_pass(passed))
        arrival += _delay(link, cause)
        yield Step(leans, passed, level, arrival)
