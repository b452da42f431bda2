"""Overlaps: which reports to whom fall due from one incident, in each State whose law was found. Pure.

States with the same regimes are taken together, as most members of the European Union are. The incident is an example:
awareness on a Saturday morning. It shows what overlaps, and not who is bound: each law applies only to those it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from normbook.calendars import WorkingCalendar
from normbook.checklists.merging import AWARENESS, Entry, Joint, Merged, Names, Place, merged
from normbook.checklists.records import StateRecord
from normbook.publication import Publication

EXAMPLE: Final = datetime(2026, 11, 21, 9, 30)  # noqa: DTZ001  the legal time of each capital
"""A Saturday morning, for the schedule of every State."""


def names_of(publication: Publication) -> Names:
    """What roles and clock events are called."""
    terms = (t for x in publication.corpus.taxonomies if x.id == "clock-event" for t in x.terms)
    roles = {role.id: role.label for role in publication.corpus.handbook.roles}
    return Names(roles, {term.code: term.label for term in terms})


def example(publication: Publication, record: StateRecord) -> Merged:
    """The schedule of an incident that became known on a Saturday morning in the capital."""
    zone = ZoneInfo(record.state.time_zone)
    place = Place(zone, WorkingCalendar(record.state.iso2, publication.corpus.weekends))
    given = {AWARENESS: EXAMPLE.replace(tzinfo=zone)}
    return merged(publication.corpus.timelines, record.regimes, given, place, names_of(publication))


@dataclass(frozen=True, slots=True)
class Overlap:
    """The reports that one incident makes due in States with the same regimes, as worked out for the first of them."""

    records: tuple[StateRecord, ...]
    schedule: Merged

    @property
    def first(self) -> StateRecord:
        return self.records[0]

    @property
    def due(self) -> tuple[Entry, ...]:
        """Reports of the law in force with a time, in its order."""
        return tuple(entry for entry in self.schedule.timed if not entry.norm)

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """Reports of the law in force that wait for another moment, or have no figure."""
        return tuple(entry for entry in self.schedule.waiting if not entry.norm)

    @property
    def recipients(self) -> tuple[str, ...]:
        """To whom they go, each once, in the order of time."""
        return tuple(dict.fromkeys(entry.recipient for entry in (*self.due, *self.waiting)))

    @property
    def joints(self) -> tuple[Joint, ...]:
        """Reports of at least two laws that one paper could be."""
        return tuple(joint for joint in self.schedule.joints
                     if joint.role and len({entry.of for entry in joint.entries if not entry.norm}) > 1)


def hours(entry: Entry, schedule: Merged) -> float:
    """How long after the incident a report is due, in hours that pass."""
    assert entry.due is not None, "only reports with a time have one"  # noqa: S101
    return (entry.due - schedule.start).total_seconds() / 3600


def overlaps(publication: Publication, records: Iterable[StateRecord]) -> tuple[Overlap, ...]:
    """The States under some regime, together where their regimes are the same, by the name of the first."""
    together: dict[tuple[str, ...], list[StateRecord]] = {}
    for record in records:
        if record.regimes:
            together.setdefault(tuple(regime.id for regime in record.regimes), []).append(record)
    return tuple(Overlap(tuple(held), example(publication, held[0])) for held in together.values())
