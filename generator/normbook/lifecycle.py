"""Review, tabling, sunset and expiry of norms and of provisions, on a date that the caller names.

Two clocks that must not be mixed, and so two types: `NormDates` count from the publication of the edition,
`ProvisionDates` from commencement in a State. The review of a norm, and its renewal, are recorded by publishing the
next edition, from which all its dates count anew: nothing else needs to be kept of them. What is recorded of a
provision in a State, `normbook.sunset` reads. A date is the last day of its period: what ends on a day is in force
until that day is over. Norms count *after* the day of publication: two years from 1 December end on 1 December.
Provisions count *beginning with* the day of commencement, as `law/computation-of-time` has it for sunset: their two
years end on 30 November.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from normbook.dates import Counting, Period, add_period, parse_period, subtract_period
from normbook.model.base import Review, Sunset
from normbook.model.law import Article
from normbook.model.norm import Norm
from normbook.model.world import Regime

_NORMS: Final[Counting] = "after"
_PROVISIONS: Final[Counting] = "beginning_with"

SunsetKind = Literal["automatic", "unless_renewed"]
What = Literal["review", "tabling", "sunset"]
InForce = Literal["yes", "no", "partly"]
"""Whether existing law binds: `partly` where it says so in words that name no single day."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


class Status(StrEnum):
    """Where a norm or provision stands on a date, in ascending precedence: the last that holds is its status.

    Norms take those from in force to expired. Only a provision in a State has others.
    """

    NOT_COMMENCED = "not_commenced"
    IN_FORCE = "in_force"
    REVIEW_DUE = "review_due"
    REVIEW_OVERDUE = "review_overdue"
    SUNSET_DUE = "sunset_due"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REPEALED = "repealed"

    @property
    def words(self) -> str:
        """'in force', 'review overdue'."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one norm or provision. `kind`, `sunset_on` and `tabling_by` are None where nothing ends."""

    counted_from: date
    review_by: date | None
    sunset_on: date | None
    kind: SunsetKind | None
    tabling_by: date | None


@dataclass(frozen=True, slots=True)
class NormDates(Dates):
    """Dates of a norm, counted from the edition's publication."""


@dataclass(frozen=True, slots=True)
class ProvisionDates(Dates):
    """Dates of a provision, counted from its commencement."""

    indicative: bool
    """True where the State has not enacted: counted as if the provision had commenced on the edition's date."""
    reasons: tuple[str, ...] = ()
    """Why they fall where they fall, in sentences; empty where nobody asked `normbook.sunset`."""
    recorded: int = 0
    """How many recorded facts moved or met them: it grows with each, so that a calendar knows the later one."""
    standing: Status | None = None
    """Where the provision stands, if that was asked."""
    changed: date | None = None
    """The day of the last fact that was recorded, commencement among them."""


def norm_dates(norm: Norm, edition_date: date, default_review: Review) -> NormDates:
    """The dates of a norm of the edition published on `edition_date`. ValueError if a duration does not parse."""
    review = norm.review or default_review
    review_by = _end(edition_date, review.every, _NORMS)
    return NormDates(edition_date, review_by, *_sunset(norm.sunset, edition_date, _NORMS))


def provision_dates(article: Article, commencement: date | None, edition_date: date) -> ProvisionDates:
    """The dates of an article that commenced on `commencement`; indicative ones from `edition_date` if it is None.

    An article without review or sunset has None for it: the law's own review covers it. ValueError as for norms.
    """
    start = commencement or edition_date
    review_by = _end(start, article.review.every, _PROVISIONS) if article.review else None
    sunset = _sunset(article.sunset, start, _PROVISIONS)
    return ProvisionDates(start, review_by, *sunset, indicative=commencement is None)


def _end(start: date, duration: str, counting: Counting) -> date:
    return add_period(start, parse_period(duration), counting=counting)


def _sunset(
    sunset: Sunset | None, start: date, counting: Counting
) -> tuple[date | None, SunsetKind | None, date | None]:
    if sunset is None:
        return None, None, None
    ends = _end(start, sunset.after, counting)
    return ends, sunset.kind, subtract_period(ends, parse_period(sunset.tabling)) if sunset.tabling else None


def status(dates: Dates, as_of: date, notice: Period) -> Status:
    """The gravest status that holds on `as_of`, in the order of `Status`.

    - expired: the sunset date has passed;
    - sunset_due: the sunset, or the tabling of its renewal where one is required, lies within `notice` or is past. It
      outranks a review, even an overdue one: deciding on renewal is itself a review, and cannot be made up for later;
    - review_overdue: the review date has passed;
    - review_due: the review date lies within `notice`, the day itself included;
    - in_force: none of these. A date before `dates.counted_from` reads in_force too: nothing is due yet.
    """
    if dates.sunset_on and as_of > dates.sunset_on:
        return Status.EXPIRED
    last_call = dates.tabling_by or dates.sunset_on
    if last_call and as_of >= subtract_period(last_call, notice):
        return Status.SUNSET_DUE
    if dates.review_by and as_of > dates.review_by:
        return Status.REVIEW_OVERDUE
    if dates.review_by and as_of >= subtract_period(dates.review_by, notice):
        return Status.REVIEW_DUE
    return Status.IN_FORCE


@dataclass(frozen=True, slots=True)
class Falling:
    """A date of a norm or provision that is near or past. `days` from the date asked about, negative if past."""

    id: str
    what: What
    on: date
    days: int
    dates: Dates

    @property
    def overdue(self) -> bool:
        """Whether a day has passed on which somebody bound to act had to.

        Indicative dates bind nobody, and of a provision that has ended nothing is left to do. A norm that has ended is
        still in the handbook, which has to drop or renew it.
        """
        if isinstance(self.dates, ProvisionDates) and (self.dates.indicative or self.what == "sunset"):
            return False
        return self.days < 0


def falling_due(items: Mapping[str, Dates], as_of: date, within: Period) -> tuple[Falling, ...]:
    """What falls due up to a period after `as_of`, that day included, and what is past: longest overdue first.

    `items` maps ids to dates. Of what has expired only the sunset is listed: there is nothing left to review.
    """
    until = add_period(as_of, within)
    found = [
        Falling(name, what, day, (day - as_of).days, dates)
        for name, dates in items.items()
        for what, day in _dated(dates)
        if day <= until and (what == "sunset" or not (dates.sunset_on and as_of > dates.sunset_on))
    ]
    return tuple(sorted(found, key=lambda each: (each.on, each.id, each.what)))


def _dated(dates: Dates) -> list[tuple[What, date]]:
    every: tuple[tuple[What, date | None], ...] = (
        ("review", dates.review_by), ("tabling", dates.tabling_by), ("sunset", dates.sunset_on),
    )  # fmt: skip
    return [(what, day) for what, day in every if day]


def regime_in_force(regime: Regime, as_of: date) -> InForce:
    """Whether a regime is in force on a date: yes, no, or partly where it says so in words that name no single day."""
    if _DAY.match(regime.in_force):
        return "yes" if date.fromisoformat(regime.in_force) <= as_of else "no"
    if regime.in_force.startswith("not "):
        return "no"
    return "yes" if regime.status.startswith("in force") else "partly"
