"""The registry of incidents: a page each, all on one axis of time, and how many fall in which year and sector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from normbook import ids
from normbook.charts import Span, draw_counts, draw_spans, year_of
from normbook.model.world import Incident, Said
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.backlinks import backlinks
from normbook.views.facts import machine, place, when
from normbook.views.page import Action, Page

FILES = (("data/incidents.csv", "Incidents (CSV)"), ("data/incident-statements.csv", "Statements (CSV)"),
         ("data/incidents.json", "All of it (JSON)"))
"""The open data of the registry, by address from the edition's root."""


@dataclass(frozen=True)
class IncidentView:
    """An incident with its sectors as terms of ours where they are such, and what the registry says of it in a row."""

    item: Incident
    sectors: tuple[tuple[str, str], ...]
    """Label and code of each sector; no code for a plain word."""
    states: tuple[tuple[str, str], ...]
    by: tuple[str, ...]
    first: Said | None
    """The earliest dated attribution or claim on record."""

    @property
    def year(self) -> str:
        return self.item.date_start[:4]


def views(publication: Publication) -> list[IncidentView]:
    """All incidents, the latest first."""
    items = sorted(publication.corpus.incidents, key=lambda x: (x.date_start, x.id), reverse=True)
    return [_view(publication, item) for item in items]


def _view(publication: Publication, item: Incident) -> IncidentView:
    sectors = {t.code: t.label for x in publication.corpus.taxonomies if x.id == "sector" for t in x.terms}
    dated = sorted((said for said in item.attribution if machine(said.date)), key=lambda said: said.date)
    return IncidentView(
        item, tuple((sectors[s], s) if s in sectors else (s[:1].upper() + s[1:], "") for s in item.sectors),
        tuple((code, place(publication.labels, code)) for code in item.states_affected),
        tuple(dict.fromkeys(said.by for said in item.attribution if said.by)), dated[0] if dated else None,
    )


def pages(publication: Publication) -> Iterator[Page]:
    """The registry, and a page per incident."""
    yield Page("incidents/", "incidents/index.md", "Incidents", lambda: _index(publication))
    for item in publication.corpus.incidents:
        url = ids.url(ids.Address("incident", item.id))
        yield Page(url, f"incidents/{item.id}.md", item.name, partial(_page, publication, item, url),
                   f"incident:{item.id}")


def verb(said: Said) -> str:
    """How a statement on who did it is headed: nobody attributes to themselves."""
    return "Claimed by " if said.form.startswith("claim") else "Attributed by "


def _page(publication: Publication, item: Incident, url: str) -> str:
    p = publication.printer(url)
    actions = [Action("All incidents", "incidents/"), Action("Method of attribution", "attribution/"),
               Action("Statements (CSV)", FILES[1][0], "download")]
    return render("incident.md.j2", pub=publication, p=p, v=_view(publication, item), x=item, when=when,
                  machine=machine, verb=verb, measures={m.id for m in publication.corpus.measures},
                  used=backlinks(publication, p, [f"incident:{item.id}"], f"incident:{item.id}"),
                  actions=[a.meta() for a in actions], source=f"{item.place.file}:{item.place.line}")


def _index(publication: Publication) -> str:
    found = views(publication)
    years, sectors = per_year(found), per_sector(found)
    return render(
        "incidents.md.j2", pub=publication, p=publication.printer("incidents/"), views=found, when=when, files=FILES,
        machine=machine, verb=verb, years=years, per_sector=sectors,
        drawing=draw_spans("incidents-in-time", "Incidents in time, and when they were attributed",
                           [_span(v) for v in found]) if found else "",
        by_year=draw_counts("incidents-by-year", "Recorded incidents by the year in which they began", years),
        by_sector=draw_counts("incidents-by-sector", "Recorded incidents by sector", sectors),
        sectors=sorted({(code or label, label) for v in found for label, code in v.sectors}, key=lambda one: one[1]),
        states=sorted({state for v in found for state in v.states}, key=lambda one: one[1]),
    )  # fmt: skip


def _span(v: IncidentView) -> Span:
    item = v.item
    start = year_of(item.date_start) or 0.0
    end = year_of(item.date_end or item.date_start, last=True) or start
    marks = tuple(sorted({year for said in item.attribution if (year := year_of(said.date)) is not None}))
    said = f"{when(item.date_start)}{f' to {when(item.date_end)}' if item.date_end else ''}, "
    said += f"first attributed or claimed {when(v.first.date)}" if v.first else "no dated attribution on record"
    return Span(item.id, item.name, said, start, max(end, start), marks)


def per_year(found: list[IncidentView]) -> list[tuple[str, int]]:
    """How many began in each year, those without any included."""
    counted = Counter(int(v.year) for v in found)
    return [(str(year), counted[year]) for year in range(min(counted), max(counted) + 1)] if counted else []


def per_sector(found: list[IncidentView]) -> list[tuple[str, int]]:
    """How many touched each sector, the most first. One that touched several counts in each."""
    counted = Counter(label for v in found for label, _ in v.sectors)
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))
