"""Results in words: levels, times, and the path by which each effect comes. The script of the page says the same."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from normbook.dates import Period, words
from normbook.spillover.assessment import Cases
from normbook.spillover.inputs import LEVELS, Channel
from normbook.spillover.spread import Effect, Step

WHAT: Final[Mapping[Channel, str]] = {"supply": "lack", "price": "rise of price"}
"""What an effect on a channel is called."""


def lasting(minutes: int) -> str:
    """A number of minutes in words, by days, hours and minutes: '2 days and 12 hours'."""
    days, rest = divmod(minutes, 1440)
    return words(Period(days=days, hours=rest // 60, minutes=rest % 60))


def since(minutes: int) -> str:
    """When an effect arrives: 'at once', 'after 12 hours'."""
    return f"after {lasting(minutes)}" if minutes else "at once"


def span(cases: Cases) -> str:
    """The levels of the three cases: one word where they agree, else 'none, limited, serious'."""
    found = [LEVELS[level] for level in cases.levels]
    return found[0] if len(set(found)) == 1 else ", ".join(found)


def route(effect: Effect, labels: Mapping[str, str]) -> str:
    """The sectors of a path: 'Energy → Water → Health'."""
    return " → ".join(labels.get(step.sector, step.sector) for step in effect.path)


def why(effect: Effect, labels: Mapping[str, str]) -> str:
    """The path step by step: what the measure does, and what each sector passes on after which time."""
    if not effect.path:
        return "Nothing reaches it."
    first = effect.path[0]
    said = [f"The measure itself: {_level(first)} in {labels.get(first.sector, first.sector)}."]
    for before, after in pairwise(effect.path):
        on, leans = (labels.get(step.sector, step.sector) for step in (before, after))
        said.append(f"{leans} leans on {on} and {_bridged(before, after)}: {_level(after)}, {since(after.arrival)}.")
    return " ".join(said)


def _level(step: Step) -> str:
    return f"{LEVELS[step.level]} {WHAT[step.channel]}"


def _bridged(before: Step, after: Step) -> str:
    if before.channel == "price":
        return "pays more without delay"
    waits = after.arrival - before.arrival
    return f"does without for {lasting(waits)}" if waits else "cannot do without"
