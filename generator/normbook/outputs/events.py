"""Review and sunset dates as a calendar that calendar programs can subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from normbook.calendarfiles import Happening, around, event, midnight
from normbook.calendarfiles import calendar as calendar_of
from normbook.checklists.agenda import Entry
from normbook.dates import long_day, parse_period, subtract_period
from normbook.lifecycle import What
from normbook.model.corpus import Corpus
from normbook.publication import Publication
from normbook.views.duedates import Dated

_SUMMARY: Final = {"review": "Review due", "tabling": "Renewal to be tabled", "sunset": "Ends"}


def base(publication: Publication) -> str:
    """The address of the edition on the web."""
    return f"{publication.corpus.handbook.base_url}{publication.edition.id}/"


def host(corpus: Corpus) -> str:
    """The name under which the handbook gives out ids of events and of entries of a feed."""
    return urlsplit(corpus.handbook.base_url).hostname or "normbook.invalid"


def producer(corpus: Corpus) -> str:
    """Who made a calendar, as its PRODID has it."""
    return f"-//{corpus.handbook.publisher}//{corpus.handbook.short_title}//EN"


def place_among(publication: Publication) -> int:
    """The place of the edition among the published ones, counted by twos: a draft stands after what it follows."""
    known = list(publication.published)
    return 2 * (known.index(publication.record) + 1) if publication.record in known else 2 * len(known) + 1


def events(publication: Publication, dates: tuple[Entry, ...], whose: str) -> bytes:
    """An event for each date, without the calendar around them; `whose` is the State's code, or 'all'."""
    place = place_among(publication)
    made: list[bytes] = [event(happening(publication, entry, whose, place)).to_ical() for entry in dates]
    return b"".join(made)


def of_states(publication: Publication, found: Sequence[Dated]) -> bytes:
    """An event for each date of the laws that are enacted: one for all provisions of a State that share it."""
    place = place_among(publication)
    made: list[bytes] = []
    for each in found:
        if not each.state:
            continue
        one = happening(publication, each.entry, f"all.{each.code}", place)
        named = f"{each.state}, {each.label[:1].lower()}{each.label[1:]} {each.title}".rstrip()
        made.append(event(replace(
            one, summary=f"{_what(each.entry)}: {named}", url=f"{base(publication)}countries/{each.code}/#dates",
            description=one.description if len(each.refs) == 1 else _counted(publication),
        )).to_ical())  # fmt: skip
    return b"".join(made)


def calendar(publication: Publication, title: str, about: str, made: bytes, *, feed: bool = False) -> bytes:
    """A calendar around events that were made with `events`."""
    return around(calendar_of(producer(publication.corpus), title, about, feed=feed), made)


def uid(whose: str, ref: str, what: What, issuer: str) -> str:
    """The name of an event. It hangs on what falls, not on the day: a date that moves stays the same event."""
    return f"{whose}.{ref.replace('/', '.')}.{what}@{issuer}"


def happening(publication: Publication, entry: Entry, whose: str, place: int) -> Happening:
    """One date. Its sequence rises with the editions and with what is recorded of it: what moves a date is counted."""
    corpus, dates = publication.corpus, entry.dates
    stamp = midnight(publication.edition.date)
    changed = max(stamp, midnight(entry.changed)) if entry.changed else stamp
    return Happening(
        uid(whose, entry.ref, entry.what, host(corpus)), stamp, entry.on, summary(entry),
        description(publication, entry),
        sequence=place + getattr(dates, "recorded", 0), changed=changed, url=base(publication) + entry.url,
        categories=("Model law" if entry.statutory else "Norm",), tentative=entry.indicative,
        notice=_notice(corpus, entry.on) if entry.statutory and not entry.indicative else None,
    )  # fmt: skip


def _notice(corpus: Corpus, on: date) -> int:
    """The period of notice in days: the reminder comes when the status turns to due."""
    return (on - subtract_period(on, parse_period(corpus.handbook.notice_before))).days


def summary(entry: Entry) -> str:
    """'Review due: Norm NOT-2 Layered notification'; a date that does not hold yet says so first."""
    return f"{_what(entry)}: {entry.label} {entry.title}"


def _what(entry: Entry) -> str:
    lasts = " unless renewed" if entry.what == "sunset" and entry.dates.kind == "unless_renewed" else ""
    return f"{_SUMMARY[entry.what]}{lasts}{' (indicative)' if entry.indicative else ''}"


def _counted(publication: Publication) -> str:
    """What the dates of a State's law count from, for several provisions at once."""
    counts = "Counts from commencement in the State, and from what is recorded of its law since."
    return f"{counts} {publication.edition.title}. {publication.edition.status}"


def description(publication: Publication, entry: Entry) -> str:
    """From when the date counts, and what kind of text it stands in."""
    start = long_day(entry.dates.counted_from)
    if entry.indicative:
        counts = f"Indicative: counts as if the law had commenced on {start}. The real date counts from commencement."
    elif entry.reasons:
        counts = " ".join(entry.reasons)
    elif entry.statutory:
        counts = f"Counts from {start}, when the law commenced."
    else:
        counts = f"Counts from {start}, when the edition was published."
    return f"{counts} {publication.edition.title}. {publication.edition.status}"
