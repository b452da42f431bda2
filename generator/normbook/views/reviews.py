"""What falls due when: reviews, renewals and sunsets of norms and of the law, seen from the date of the build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from normbook.checklists.agenda import Entry, falling
from normbook.checklists.records import name
from normbook.dates import Period
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.page import Action, Page

CALENDAR: Final = "downloads/normbook-dates.ics"
"""The calendar with every date of this page."""
_EVER: Final = Period(years=150)
_STRETCHES: Final = (
    ("30-days", "In the next 30 days", 0, 30), ("90-days", "In 31 to 90 days", 31, 90),
    ("365-days", "In 91 to 365 days", 91, 365), ("later", "Later", 366, date.max.toordinal()),
)  # fmt: skip
"""Id, heading, first and last day from the date of the build."""

WIDTH: Final = 720
_LEFT, _RIGHT, _TOP, _LANE = 176, 700, 34, 34
_CLOSE: Final = 22
"""Figures nearer to each other than this would overlap: only the first is written."""
_LANES: Final = (
    ("Norms: review", False, ("review",)), ("Norms: renewal, end", False, ("tabling", "sunset")),
    ("Law: review", True, ("review",)), ("Law: renewal, end", True, ("tabling", "sunset")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry with the days left on the date of the build, negative if it is past, and whose law it is a date of."""

    entry: Entry
    days: int
    state: str = ""

    @property
    def overdue(self) -> bool:
        """Whether it is past and binds somebody: an indicative date binds nobody."""
        return self.days < 0 and not self.entry.indicative


@dataclass(frozen=True, slots=True)
class Bucket:
    """What falls into one stretch of time."""

    id: str
    title: str
    dated: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What falls on one day in one lane of the strip: its place, and how many dates."""

    x: float
    y: int
    count: int
    review: bool
    written: bool
    """Whether there is room for the figure."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The drawing of all dates on a line of years, as places in a picture `WIDTH` wide."""

    height: int
    axis: int
    today: float
    ticks: tuple[tuple[float, int], ...]
    lanes: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]


def pages(publication: Publication) -> Iterator[Page]:
    """The one page of reviews."""
    yield Page("reviews/", "reviews/index.md", "Reviews", lambda: _page(publication))


def dated(publication: Publication) -> tuple[Dated, ...]:
    """Every date of the norms, of the law as if it had commenced with the edition, and of States that enacted it."""
    found = [Dated(entry, days) for entry, days in falling(publication, _EVER)]
    names = {state.iso2: name(state) for state in publication.corpus.states.states}
    for country in publication.corpus.countries:
        if country.enacted and country.iso2 in names:
            page = f"countries/{country.iso2.lower()}/#dates"
            found += [Dated(replace(entry, url=page), days, names[country.iso2])
                      for entry, days in falling(publication, _EVER, country) if entry.statutory]
    return tuple(sorted(found, key=lambda each: each.days))


def buckets(found: Sequence[Dated]) -> tuple[Bucket, ...]:
    """The dates by how soon they are: what is overdue first, empty stretches too, and what only seems past last."""
    overdue = tuple(each for each in found if each.overdue)
    passed = tuple(each for each in found if each.days < 0 and not each.overdue)
    ahead = [Bucket(id_, title, tuple(each for each in found if first <= each.days <= last))
             for id_, title, first, last in _STRETCHES]  # fmt: skip
    seeming = [Bucket("passed", "Past, indicative only", passed)] if passed else []
    return (Bucket("overdue", "Overdue", overdue), *ahead, *seeming)


def strip(found: Sequence[Dated], as_of: date) -> Strip:
    """Lay out all dates from the first day of the first year to the last day of the last one."""
    years = [each.entry.on.year for each in found] + [as_of.year]
    first, last = min(years), max(years) + 1
    start, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()

    def x(day: date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (day.toordinal() - start) / (end - start), 1)

    marks: list[Mark] = []
    for number, (_, statutory, kinds) in enumerate(_LANES):
        mine = [each.entry for each in found if each.entry.statutory == statutory and each.entry.what in kinds]
        free = 0.0
        for day, count in sorted(Counter(entry.on for entry in mine).items()):
            place = x(day)
            marks.append(Mark(place, _TOP + number * _LANE, count, kinds == ("review",), place >= free))
            free = place + _CLOSE if place >= free else free
    axis = _TOP + len(_LANES) * _LANE - 12
    step = max(1, (last - first) // 12)
    return Strip(axis + 26, axis, x(as_of), tuple((x(date(year, 1, 1)), year) for year in range(first, last + 1, step)),
                 tuple((_TOP + number * _LANE, title) for number, (title, _, _) in enumerate(_LANES)), tuple(marks))


def _page(publication: Publication) -> str:
    found = dated(publication)
    actions = [Action("Calendar of all dates (ICS)", CALENDAR, "download"), Action("Dates of a State", "countries/")]
    return render("reviews.md.j2", pub=publication, p=publication.printer("reviews/"), found=found,
                  buckets=buckets(found), strip=strip(found, publication.as_of), width=WIDTH,
                  actions=[action.meta() for action in actions])
