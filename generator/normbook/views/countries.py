"""A page per State with its checklist, the index of States, and the groups they belong to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from normbook.checklists.agenda import entries, law_dates_of
from normbook.checklists.records import ATTRIBUTION, EU, StateRecord, records
from normbook.checklists.rows import STATUSES, Assessment, Row, answers, cite, rows
from normbook.dates import parse_period, words
from normbook.model.practice import Country
from normbook.model.timeline import Timeline
from normbook.model.world import Group, RegimeStage
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.norms import STATUS_WORDS
from normbook.views.page import Action, Page

_SLOT = re.compile("\x01([^\x01]+)\x01")
KINDS = {"organisation": "Organisations", "political": "Political groups and statements", "treaty": "Treaties",
         "classification": "Classifications"}
"""Kinds of group in the order of the groups page, with their headings."""


def workbook_name(code: str) -> str:
    """File name of a State's checklist; the file lies beside its page."""
    return f"normbook-checklist-{code}.xlsx"


def calendar_name(code: str) -> str:
    """File name of a State's calendar."""
    return f"normbook-dates-{code}.ics"


@dataclass(frozen=True)
class Checklist:
    """The checklist as HTML, made once: pieces of constant text, and between them what differs from State to State."""

    rows: tuple[Row, ...]
    pieces: tuple[str, ...]
    """Constant text and slots in turn; a slot is `status` or `words`, a colon and a commitment id."""

    @classmethod
    def of(cls, publication: Publication, made: tuple[Row, ...]) -> Checklist:
        """Print every row with its slots open. All State pages lie equally deep, so that links are the same."""
        html = render("checklist.html.j2", rows=made, p=publication.printer("countries/xx/"), statuses=STATUSES,
                      standing=STATUS_WORDS, slot=lambda kind, row: Markup(f"\x01{kind}:{row.id}\x01"))
        return cls(made, tuple(_SLOT.split(html.rstrip("\n"))))

    def filled(self, given: dict[str, Assessment], printed: dict[Assessment, str]) -> Markup:
        """The checklist of one State; `printed` is how each assessment reads."""
        out = list(self.pieces)
        for index in range(1, len(out), 2):
            kind, _, commitment = out[index].partition(":")
            answer = given[commitment]
            out[index] = answer.status if kind == "status" else printed[answer]
        return Markup("".join(out))


@dataclass(frozen=True)
class Countries:
    """What the pages of all States share."""

    publication: Publication

    @cached_property
    def records(self) -> tuple[StateRecord, ...]:
        return records(self.publication)

    @cached_property
    def checklist(self) -> Checklist:
        return Checklist.of(self.publication, rows(self.publication))

    @cached_property
    def indicative(self) -> Markup:
        """The table of statutory dates of every State that is not known to have enacted."""
        return self._law_dates(None)

    @cached_property
    def printed(self) -> dict[Assessment, str]:
        """Assessments that were printed already: most States share them."""
        return {}

    @cached_property
    def clocks(self) -> tuple[Timeline, ...]:
        """The handbook's own reporting clocks, which stand beside those in a State's law."""
        return tuple(t for t in self.publication.corpus.timelines if t.sender == "operator")

    @cached_property
    def given(self) -> dict[str, dict[str, Assessment]]:
        """Every State's answers by its code."""
        return {r.code: answers(self.publication, r.state) for r in self.records}

    def _law_dates(self, country: Country | None) -> Markup:
        found = entries(self.publication, law_dates_of(self.publication, country))
        return Markup(render("law_dates.html.j2", entries=found, p=self.publication.printer("countries/xx/")).rstrip("\n"))

    def law_dates(self, record: StateRecord) -> Markup:
        """The statutory dates of a State as a table."""
        return self._law_dates(record.country) if record.country else self.indicative

    def filled(self, record: StateRecord) -> Markup:
        """The checklist of a State."""
        given = self.given[record.code]
        for answer in set(given.values()) - self.printed.keys():
            self.printed[answer] = render("status.html.j2", a=answer, cite=cite,
                                          p=self.publication.printer("countries/xx/")).rstrip("\n")
        return self.checklist.filled(given, self.printed)

    def counts(self, record: StateRecord) -> Counter[str]:
        """How many commitments have which status, in words."""
        return Counter(answer.words for answer in self.given[record.code].values())

    def standing(self, record: StateRecord) -> list[str]:
        """What the index filters on besides place and membership."""
        answered = self.counts(record)[STATUSES["not_assessed"]] < len(self.checklist.rows)
        marks = {"answered": answered, "unanswered": not answered, "clock": bool(record.regimes),
                 "position": record.position is not None, "enacted": record.enacted is not None}
        return [mark for mark, holds in marks.items() if holds]


def pages(publication: Publication) -> Iterator[Page]:
    """The index, the groups, and a page per State."""
    shared = Countries(publication)
    yield Page("countries/", "countries/index.md", "Countries", lambda: _index(shared))
    yield Page("countries/groups/", "countries/groups.md", "Groups of States", lambda: _groups(shared))
    for record in shared.records:
        yield Page(f"countries/{record.code}/", f"countries/{record.code}.md", record.name,
                   lambda record=record: _page(shared, record), f"state:{record.state.iso2}")  # type: ignore[misc]


def limit(stage: RegimeStage) -> str:
    """The time limit of a stage in existing law, in words."""
    if not stage.within:
        return "no figure"
    return words(parse_period(stage.within), business=stage.calendar == "business")


def _page(shared: Countries, record: StateRecord) -> str:
    folder, place = f"countries/{record.code}/", (record.country or record.state).place
    files = [Action("Checklist (XLSX)", folder + workbook_name(record.code), "download"),
             Action("Dates (ICS)", folder + calendar_name(record.code), "download"), Action("Go to the checklist", "#checklist")]
    return render(
        "country.md.j2", pub=shared.publication, p=shared.publication.printer(folder), r=record, shared=shared, EU=EU,
        actions=[action.meta() for action in files] if record.member else [], source=f"{place.file}:{place.line}",
        attribution=ATTRIBUTION, cite=cite, limit=limit, workbook=workbook_name(record.code),
        calendar=calendar_name(record.code),
    )  # fmt: skip


def _index(shared: Countries) -> str:
    states = shared.records
    return render(
        "countries.md.j2", pub=shared.publication, p=shared.publication.printer("countries/"), shared=shared, records=states,
        total=len(shared.checklist.rows), regions=sorted({r.state.region for r in states}), kinds=KINDS,
        regional=sorted({r.state.regional_group for r in states if r.state.regional_group}),
        traditions=sorted({r.state.legal_tradition for r in states}), groups=_by_kind(shared.publication),
        workbook=workbook_name, calendar=calendar_name, slug=slug, attribution=ATTRIBUTION,
    )  # fmt: skip


def _groups(shared: Countries) -> str:
    names = {r.state.iso2: r for r in shared.records}
    return render("groups.md.j2", pub=shared.publication, p=shared.publication.printer("countries/groups/"), kinds=KINDS,
                  groups=_by_kind(shared.publication), names=names, cite=cite)


def _by_kind(publication: Publication) -> dict[str, list[Group]]:
    groups = publication.corpus.groups.groups
    return {kind: [group for group in groups if group.kind == kind] for kind in KINDS}


def slug(text: str) -> str:
    """A word for a filter: lower case, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
