"""Calendar files (RFC 5545), in the strict form that Outlook asks for as well as others.

Every event has a UID that stays, a SEQUENCE that rises when its date moves, and the dates of its own data: no clock is
asked, and the same input gives the same bytes. Times are written in a zone only together with its VTIMEZONE, which is
made from Python's own zone tables; without a zone they are in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from normbook.zones import changes

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event, Timezone

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on a day, or at an aware moment. It makes nobody busy.

    `sequence` counts what was recorded of it. `tentative` says that it binds nobody yet; `notice` how many days ahead
    a reminder comes.
    """

    uid: str
    stamp: datetime
    at: date
    summary: str
    description: str
    sequence: int = 0
    changed: datetime | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    tentative: bool = False
    notice: int | None = None


def midnight(day: date) -> datetime:
    """The first moment of a day in UTC: the stamp of what is known by its day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def event(made: Happening) -> Event:
    """The event of a calendar. A whole day ends with the first moment of the next one, which is not part of it."""
    # Imported late, here and below: tables, which most people ask for, do without.
    from icalendar import Alarm, Event

    held = Event()
    held.add("uid", made.uid)
    held.add("dtstamp", made.stamp)
    held.add("last-modified", made.changed or made.stamp)
    held.add("sequence", made.sequence)
    held.add("dtstart", _written(made.at))
    if not isinstance(made.at, datetime):
        held.add("dtend", made.at + _DAY)
    held.add("summary", made.summary)
    held.add("description", made.description)
    if made.url:
        held.add("url", made.url)
    if made.categories:
        held.add("categories", list(made.categories))
    held.add("status", "TENTATIVE" if made.tentative else "CONFIRMED")
    held.add("transp", "TRANSPARENT")
    if made.notice is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", made.summary)
        alarm.add("trigger", timedelta(days=-made.notice))
        held.add_component(alarm)
    return held


def _written(at: date) -> date:
    """The second of two equal hours, when a clock is put back, has no name in a zone: it is written in UTC."""
    return at.astimezone(UTC) if isinstance(at, datetime) and at.fold else at


def calendar(
    producer: str, title: str, about: str = "", zones: Sequence[Timezone] = (), *, feed: bool = False
) -> bytes:
    """A calendar without events; `around` puts them in. `feed` says that it is read again every week."""
    from icalendar import Calendar

    held = Calendar()
    held.add("version", "2.0")
    held.add("prodid", producer)
    held.add("calscale", "GREGORIAN")
    held.add("method", "PUBLISH")
    held.add("x-wr-calname", title)
    if about:
        held.add("x-wr-caldesc", about)
    if feed:
        held.add("refresh-interval", timedelta(weeks=1), parameters={"VALUE": "DURATION"})
        held.add("x-published-ttl", "P1W")
    for zone in zones:
        held.add_component(zone)
    return _bytes(held)


def around(held: bytes, events: bytes) -> bytes:
    """A calendar with events in it, which were written one by one."""
    head, end, _ = held.rpartition(b"END:VCALENDAR")
    return head + events + end + b"\r\n"


def whole(producer: str, title: str, happenings: Sequence[Happening], about: str = "") -> bytes:
    """A calendar with its events, and the zones of their times."""
    times = [each.at for each in happenings if isinstance(each.at, datetime)]
    names = sorted({each.tzinfo.key for each in times if isinstance(each.tzinfo, ZoneInfo) and not each.fold} - {"UTC"})
    zones = [zone(name, [each for each in times if str(each.tzinfo) == name]) for name in names]
    return around(calendar(producer, title, about, zones), b"".join(_bytes(event(each)) for each in happenings))


def zone(name: str, moments: Sequence[datetime]) -> Timezone:
    """The VTIMEZONE of a zone with the changes of its clock, the last one to standard time before the moments included.

    Outlook wants standard time in every zone, whatever the season. An observance begins at the local time that the
    clock showed just before the change (RFC 5545, 3.6.5).
    """
    from icalendar import Timezone

    first, last = min(moments), max(moments)
    before, at, after = changes(name, first.year - 2, last.year + 1)
    turns = [(datetime(first.year - 2, 1, 1, tzinfo=UTC), before, before)]
    turns += [(datetime.fromtimestamp(minute * 60, UTC), was, now)
              for minute, was, now in zip(at, [before, *after], after, strict=False)]
    standard = [moment for moment, _, _ in turns if moment <= first and not moment.astimezone(ZoneInfo(name)).dst()]
    start = max(standard, default=turns[0][0])
    made = Timezone()
    made.add("tzid", name)
    for moment, was, now in turns:
        if start <= moment <= last:
            made.add_component(_observance(ZoneInfo(name), moment, was, now))
    return made


def _observance(zone_: ZoneInfo, moment: datetime, was: int, now: int) -> Component:
    from icalendar import TimezoneDaylight, TimezoneStandard

    there = moment.astimezone(zone_)
    part = TimezoneDaylight() if there.dst() else TimezoneStandard()
    part.add("dtstart", (moment + timedelta(minutes=was)).replace(tzinfo=None))
    part.add("tzoffsetfrom", timedelta(minutes=was))
    part.add("tzoffsetto", timedelta(minutes=now))
    part.add("tzname", there.tzname() or "")
    return part


def _bytes(component: Calendar | Event) -> bytes:
    text: bytes = component.to_ical()
    return text
