"""The three cases side by side: with every assumption as given, one level lower, and one level higher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from normbook.spillover.inputs import CHANNELS, Channel, Choices, Hit, Link, shifted_hits, shifted_links
from normbook.spillover.spread import NOTHING, Effect, Step, spread


@dataclass(frozen=True, slots=True)
class Cases:
    """What happens at one place in the lower, middle and upper case."""

    lower: Effect
    middle: Effect
    upper: Effect

    @property
    def shown(self) -> Effect:
        """The case whose path is shown: the middle one, or the upper one where only that one has an effect."""
        return self.middle if self.middle.level else self.upper

    @property
    def levels(self) -> tuple[int, int, int]:
        return self.lower.level, self.middle.level, self.upper.level


@dataclass(frozen=True, slots=True)
class Finding:
    """What happens in one sector."""

    sector: str
    supply: Cases
    price: Cases

    def on(self, channel: Channel) -> Cases:
        return self.supply if channel == "supply" else self.price

    @property
    def middle(self) -> int:
        """The gravest level of the middle case, by whichever channel."""
        return max(self.supply.middle.level, self.price.middle.level)

    @property
    def upper(self) -> int:
        """The gravest level of the upper case: 0 where nothing reaches the sector in any case."""
        return max(self.supply.upper.level, self.price.upper.level)

    @property
    def first(self) -> int:
        """Minutes until the first effect that is shown arrives."""
        return min((cases.shown.arrival for cases in (self.supply, self.price) if cases.shown.level), default=0)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What follows from the choices and assumptions: a finding for every sector asked about, in the order asked."""

    choices: Choices
    findings: tuple[Finding, ...]

    @property
    def reached(self) -> tuple[Finding, ...]:
        """The sectors that an effect reaches in some case: gravest first, then the soonest, then as asked."""
        found = [each for each in self.findings if each.upper]
        return tuple(sorted(found, key=lambda each: (-each.middle, -each.upper, each.first)))


def assess(dependencies: Iterable[Link], touches: Iterable[Hit], choices: Choices) -> Assessment:
    """Run the method three times. An entry of none stays none, nothing rises above grave, and times are kept."""
    links, hits = tuple(dependencies), tuple(touches)
    cases = [spread(shifted_links(links, by), shifted_hits(hits, by), choices.length) for by in (-1, 0, 1)]
    findings = tuple(
        Finding(sector, *(Cases(*(case.get((sector, channel), NOTHING) for case in cases)) for channel in CHANNELS))
        for sector in choices.sectors
    )
    return Assessment(choices, findings)


__all__ = ["Assessment", "Cases", "Effect", "Finding", "Step", "assess"]
