"""What falls due when: reviews, renewals and sunsets of norms and of the law, seen from the date of the build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from normbook.publication import Publication
from normbook.templating import render
from normbook.views.duedates import Dated, dated, newly
from normbook.views.page import Action, Page

CALENDAR: Final = "downloads/normbook-dates.ics"
"""The calendar with every date of this page."""
TABLE, DATA, ATOM, FEED = "data/reviews.csv", "data/reviews.json", "reviews/feed.xml", "reviews/feed.json"
"""The same as a table and as data, and what is newly due as Atom and as JSON Feed; from the edition's root."""
_STRETCHES: Final = (
    ("30-days", "In the next 30 days", 0, 30), ("90-days", "In 31 to 90 days", 31, 90),
    ("365-days", "In 91 to 365 days", 91, 365), ("later", "Later", 366, date.max.toordinal()),
)  # fmt: skip
"""Id, heading, first and last day from the date of the build."""
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

WIDTH: Final = 720
_LEFT, _RIGHT, _TOP, _LANE = 176, 700, 34, 34
_CLOSE: Final = 22
"""Figures nearer to each other than this would overlap: only the first is written."""
_LANES: Final = (
    ("Norms: review", False, ("review",)), ("Norms: renewal, end", False, ("tabling", "sunset")),
    ("Law: review", True, ("review",)), ("Law: renewal, end", True, ("tabling", "sunset")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bucket:
    """What falls into one stretch of time."""

    id: str
    title: str
    dated: tuple[Dated, ...]

    @property
    def count(self) -> int:
        """How many norms and provisions have a date in it."""
        return sum(len(each.refs) for each in self.dated)


@dataclass(frozen=True, slots=True)
class Mark:
    """What falls on one day in one lane of a strip: its place, and how many dates."""

    x: float
    y: int
    count: int
    review: bool
    written: bool
    """Whether there is room for the figure."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawing of dates on a line of time, as places in a picture `WIDTH` wide; `ticks` are places and words."""

    height: int
    axis: int
    today: float
    ticks: tuple[tuple[float, str], ...]
    lanes: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]
    shown: int
    """How many dates it shows."""


def pages(publication: Publication) -> Iterator[Page]:
    """The one page of reviews."""
    yield Page("reviews/", "reviews/index.md", "Reviews", lambda: _page(publication))


def buckets(found: Sequence[Dated]) -> tuple[Bucket, ...]:
    """The dates by how soon they are: overdue first, empty stretches too; last what ended or only seems past."""
    overdue = tuple(each for each in found if each.overdue)
    ended = tuple(each for each in found if each.ended and not each.overdue)
    passed = tuple(each for each in found if each.days < 0 and not each.overdue and not each.ended)
    ahead = [Bucket(id_, title, tuple(each for each in found if first <= each.days <= last))
             for id_, title, first, last in _STRETCHES]  # fmt: skip
    over = [Bucket("ended", "Ended", ended)] if ended else []
    seeming = [Bucket("passed", "Past, indicative only", passed)] if passed else []
    return (Bucket("overdue", "Overdue", overdue), *ahead, *over, *seeming)


def years(found: Sequence[Dated], as_of: date) -> Strip:
    """All dates, from the first day of the first year to the last day of the last one."""
    known = [each.entry.on.year for each in found] + [as_of.year]
    first, last = min(known), max(known) + 1
    step = max(1, (last - first) // 12)
    ticks = [(date(year, 1, 1), str(year)) for year in range(first, last + 1, step)]
    return _strip(found, as_of, (date(first, 1, 1), date(last, 1, 1)), ticks)


def twelve_months(found: Sequence[Dated], as_of: date) -> Strip:
    """The dates of the twelve months from the date of the build, with the months marked."""
    end = as_of + timedelta(days=365)
    months = [date(as_of.year + (as_of.month + n) // 12, (as_of.month + n) % 12 + 1, 1) for n in range(12)]
    ticks = [(day, str(day.year) if day.month == 1 else _MONTHS[day.month - 1]) for day in months if day <= end]
    return _strip([each for each in found if 0 <= each.days <= 365], as_of, (as_of, end), ticks)


def _strip(
    found: Sequence[Dated], as_of: date, ends: tuple[date, date], ticks: Sequence[tuple[date, str]]
) -> Strip:
    start, end = (day.toordinal() for day in ends)

    def x(day: date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (day.toordinal() - start) / (end - start), 1)

    marks: list[Mark] = []
    for number, (_, statutory, kinds) in enumerate(_LANES):
        mine = [each for each in found if each.entry.statutory == statutory and each.entry.what in kinds]
        counts: Counter[date] = Counter()
        for each in mine:
            counts[each.entry.on] += len(each.refs)
        free = 0.0
        for day, count in sorted(counts.items()):
            place = x(day)
            marks.append(Mark(place, _TOP + number * _LANE, count, kinds == ("review",), place >= free))
            free = place + _CLOSE if place >= free else free
    axis = _TOP + len(_LANES) * _LANE - 12
    return Strip(axis + 26, axis, x(as_of), tuple((x(day), words) for day, words in ticks),
                 tuple((_TOP + number * _LANE, title) for number, (title, _, _) in enumerate(_LANES)), tuple(marks),
                 sum(mark.count for mark in marks))


def _page(publication: Publication) -> str:
    found = dated(publication)
    actions = [Action("Calendar of all dates (ICS)", CALENDAR, "download"), Action("Table (CSV)", TABLE, "download"),
               Action("Feed of what is newly due (Atom)", ATOM), Action("Dates of a State", "countries/")]
    feeds: list[dict[str, Any]] = [
        {"type": "application/atom+xml", "href": ATOM, "title": "Newly due (Atom)"},
        {"type": "application/feed+json", "href": FEED, "title": "Newly due (JSON Feed)"},
    ]
    return render(
        "reviews.md.j2", pub=publication, p=publication.printer("reviews/"), found=found, buckets=buckets(found),
        strip=years(found, publication.as_of), months=twelve_months(found, publication.as_of), width=WIDTH,
        news=newly(publication, found), actions=[action.meta() for action in actions], feeds=feeds, data=DATA,
        table=TABLE, atom=ATOM, feed=FEED,
    )  # fmt: skip
