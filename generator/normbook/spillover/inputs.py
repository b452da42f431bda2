"""What an assessment assumes: which sector leans on which, what a measure touches, and for how long it lasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from normbook.dates import parse_period
from normbook.model.practice import Dependency, Level, Touch

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""none, limited, serious, grave. A level is counted by its rank: 0 to 3."""
GRAVEST: Final = len(LEVELS) - 1

USUAL_LENGTH: Final = "P30D"
"""How long a measure is taken to last until the assessor says otherwise."""

Channel = Literal["supply", "price"]
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)

_MINUTES: Final = {
    "years": 365 * 1440, "months": 30 * 1440, "weeks": 7 * 1440, "days": 1440, "hours": 60, "minutes": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """`sector` leans on `on`: the gravest effects that can pass, as ranks, and the minutes that it does without."""

    on: str
    sector: str
    supply: int
    price: int = 0
    holds: int = 0

    @classmethod
    def of(cls, given: Dependency) -> Link:
        """A dependency as the corpus writes it. ValueError if its duration is none."""
        return cls(given.on, given.sector, rank(given.supply), rank(given.price), minutes(given.holds_for))

    def can_pass(self, channel: Channel) -> int:
        return self.supply if channel == "supply" else self.price


@dataclass(frozen=True, slots=True)
class Hit:
    """What a measure does in a sector it touches, from its first minute, as ranks."""

    sector: str
    supply: int = 0
    price: int = 0

    @classmethod
    def of(cls, given: Touch) -> Hit:
        return cls(given.sector, rank(given.supply), rank(given.price))

    def level(self, channel: Channel) -> int:
        return self.supply if channel == "supply" else self.price


@dataclass(frozen=True, slots=True)
class Choices:
    """What the assessor chooses beside the assumptions: how many minutes the measure lasts, and which sectors to show.

    Effects pass through sectors that are not shown as well.
    """

    length: int
    sectors: tuple[str, ...]


def rank(level: Level) -> int:
    """A level as its rank."""
    return LEVELS.index(level)


def minutes(period: str) -> int:
    """An ISO 8601 duration in minutes. ValueError if it is none.

    A month counts as 30 days and a year as 365: what a sector can bridge is not known to the day.
    """
    found = parse_period(period)
    return sum(int(getattr(found, unit)) * size for unit, size in _MINUTES.items())


def shifted(level: int, by: int) -> int:
    """A level some ranks higher or lower, within the scale. None stays none: it says that somebody looked."""
    return min(max(level + by, 0), GRAVEST) if level else 0


def shifted_links(links: Iterable[Link], by: int) -> tuple[Link, ...]:
    """Every dependency with both levels shifted. Times are kept."""
    return tuple(
        Link(each.on, each.sector, shifted(each.supply, by), shifted(each.price, by), each.holds) for each in links
    )


def shifted_hits(hits: Iterable[Hit], by: int) -> tuple[Hit, ...]:
    """Every touch with both levels shifted."""
    return tuple(Hit(each.sector, shifted(each.supply, by), shifted(each.price, by)) for each in hits)
