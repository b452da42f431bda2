"""Review and sunset dates as a calendar that calendar programs can subscribe to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from normbook.checklists.agenda import Entry
from normbook.dates import long_day
from normbook.publication import Publication

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_SUMMARY: Final = {"review": "Review due", "tabling": "Renewal to be tabled", "sunset": "Ends"}


def base(publication: Publication) -> str:
    """The address of the edition on the web."""
    return f"{publication.corpus.handbook.base_url}{publication.edition.id}/"


def events(publication: Publication, dates: tuple[Entry, ...], whose: str) -> bytes:
    """An event for each date, without the calendar around them; `whose` is the State's code, or 'all'."""
    made: list[bytes] = [_event(publication, entry, whose).to_ical() for entry in dates]
    return b"".join(made)


def calendar(publication: Publication, title: str, about: str, made: bytes) -> bytes:
    """A calendar around events that were made with `events`."""
    from icalendar import Calendar

    held = Calendar()
    held.add("version", "2.0")
    held.add("prodid", f"-//{publication.corpus.handbook.publisher}//{publication.corpus.handbook.short_title}//EN")
    held.add("calscale", "GREGORIAN")
    held.add("method", "PUBLISH")
    held.add("x-wr-calname", title)
    held.add("x-wr-caldesc", about)
    return _around(held, made)


def _around(held: Calendar, made: bytes) -> bytes:
    text: bytes = held.to_ical()
    head, end, _ = text.rpartition(b"END:VCALENDAR")
    return head + made + end + b"\r\n"


def _event(publication: Publication, entry: Entry, whose: str) -> Event:
    """One date. Its UID hangs on what it is a date of, not on the day: a date that moves stays the same event."""
    from icalendar import Event

    host = urlsplit(publication.corpus.handbook.base_url).hostname or "normbook.invalid"
    held = Event()
    held.add("uid", f"{whose}.{entry.ref.replace('/', '.')}.{entry.what}@{host}")
    held.add("dtstamp", datetime.combine(publication.edition.date, datetime.min.time(), UTC))
    held.add("dtstart", entry.on)
    held.add("summary", summary(entry))
    held.add("description", description(publication, entry))
    held.add("url", base(publication) + entry.url)
    held.add("categories", ["Model law" if entry.statutory else "Norm"])
    held.add("transp", "TRANSPARENT")
    return held


def summary(entry: Entry) -> str:
    """'Review due: Norm NOT-2 Layered notification'; a date that does not hold yet says so first."""
    lasts = " unless renewed" if entry.what == "sunset" and entry.dates.kind == "unless_renewed" else ""
    firm = " (indicative)" if entry.indicative else ""
    return f"{_SUMMARY[entry.what]}{lasts}{firm}: {entry.label} {entry.title}"


def description(publication: Publication, entry: Entry) -> str:
    """From when the date counts, and what kind of text it stands in."""
    start = long_day(entry.dates.counted_from)
    if entry.indicative:
        counts = f"Indicative: counts as if the law had commenced on {start}. The real date counts from commencement."
    elif entry.statutory:
        counts = f"Counts from {start}, when the law commenced."
    else:
        counts = f"Counts from {start}, when the edition was published."
    return f"{counts} {publication.edition.title}. {publication.edition.status}"
