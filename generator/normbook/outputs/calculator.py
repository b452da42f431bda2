"""What the page of deadlines reads: timelines, zones and weekly rest in one script, a State's holidays in one each.

Zones and holidays are those that Python computes with. A browser brings zone tables of its own, which may be older or
newer; two readers of one deadline must not see two. A State's script is fetched when the State is chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from normbook.calendars import WorkingCalendar
from normbook.fingerprint import key_of
from normbook.outputs.scripted import script
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.views.calculator import FIRST, LAST
from normbook.views.timelines import events, in_order
from normbook.zones import changes

RULES, CALENDARS = "data/calculator.js", "data/calendars/"
"""Addresses from the edition's root: the script that the page loads, and the folder of the States' scripts."""


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """The rules with the timelines, and the calendars, which change with the packages of holidays and zones alone."""
    corpus = publication.corpus
    states = [state for state in corpus.states.states if state.status == "member"]
    known = [version("holidays"), version("tzdata"), FIRST, LAST]
    key = key_of([*corpus.timelines, *corpus.taxonomies, corpus.states, corpus.weekends], known)
    yield Task("calculator", key, lambda: {RULES: script("calculator", rules(publication))})
    codes = [state.iso2 for state in states]
    yield Task("calendars", key_of([], codes, known), lambda: calendars(codes), heavy=True)


def rules(publication: Publication) -> dict[str, Any]:
    """Timelines with their stages, the zones of the States, and each State's name, zone and weekly rest."""
    corpus, labels = publication.corpus, publication.labels
    members = [state for state in corpus.states.states if state.status == "member"]
    rest = {state.iso2: WorkingCalendar(state.iso2, corpus.weekends) for state in members}
    return {
        "first": FIRST, "last": LAST, "events": events(publication),
        "timelines": {timeline.id: {
            "id": timeline.id, "title": timeline.title, "event": timeline.starts.event,
            "stages": [{"id": stage.id, "title": stage.title, "within": stage.within, "words": stage.words,
                        "limit": labels.limit(stage), "from": stage.counted_from, "calendar": stage.calendar}
                       for stage in timeline.stages],
        } for timeline in in_order(publication)},
        "zones": {name: changes(name, FIRST, LAST + 1)
                  for name in sorted({"UTC", *(state.time_zone for state in members)})},
        "states": {state.iso2: {"zone": state.time_zone, "rest": sorted(rest[state.iso2].rest),
                                "note": rest[state.iso2].note} for state in members},
    }


def calendars(codes: list[str]) -> Files:
    """A script per State with its public holidays by year and day, and days of rest that it declared working."""
    return {f"{CALENDARS}{code.lower()}.js": _holidays(code) for code in codes}


def _holidays(iso2: str) -> bytes:
    calendar = WorkingCalendar(iso2, None)
    names: dict[str, int] = {}
    years: dict[int, dict[str, int]] = {}
    working: list[str] = []
    for year in range(FIRST, LAST + 2):
        holidays, worked = calendar.of_year(year)
        days = {day.isoformat()[5:]: names.setdefault(name, len(names)) for day, name in sorted(holidays.items())}
        if days:
            years[year] = days
        working += [day.isoformat() for day in sorted(worked)]
    data = {"names": list(names), "years": years, "working": working}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.normbook.calendars ||= {{}}).{iso2} = {written};\n".encode()
