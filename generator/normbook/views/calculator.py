"""The page on which a reader counts deadlines; the counting itself is in its script and in `deadlines`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from normbook.calendars import WorkingCalendar
from normbook.checklists.records import by_name, name
from normbook.dates import long_moment
from normbook.deadlines import Deadline, deadlines
from normbook.model.timeline import Timeline
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.page import Page
from normbook.views.timelines import in_order

URL = "timelines/calculator/"
FIRST, LAST = 2024, 2036
"""Years of the calendar; the package of holidays knows few dates outside them."""
_MORNING = time(9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Example:
    """A timeline worked through for readers without JavaScript."""

    timeline: Timeline
    start: str
    found: tuple[Deadline, ...]


def pages(publication: Publication) -> Iterator[Page]:
    """The one page, where there is a timeline."""
    if publication.corpus.timelines:
        yield Page(URL, "timelines/calculator.md", "Deadline calculator", lambda: _page(publication))


def _page(publication: Publication) -> str:
    members = [state for state in sorted(publication.corpus.states.states, key=by_name) if state.status == "member"]
    return render(
        "calculator.md.j2", pub=publication, p=publication.printer(URL), timelines=in_order(publication),
        states=[(state.iso2, name(state)) for state in members], first=FIRST, last=LAST, long_moment=long_moment,
        zones=sorted({"UTC", *(state.time_zone for state in members)}), example=_example(publication),
    )  # fmt: skip


def _example(publication: Publication) -> Example:
    timeline = in_order(publication)[0]
    start = datetime.combine(publication.edition.date, _MORNING)
    calendar = WorkingCalendar(None, publication.corpus.weekends)
    return Example(timeline, long_moment(start), deadlines(timeline, start, calendar, UTC))
