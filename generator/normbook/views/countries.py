"""A page per State with its checklist, the index of States, and the groups they belong to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from markupsafe import Markup

from normbook.checklists.adoption import DEVIATIONS
from normbook.checklists.agenda import Entry, entries, law_dates_of
from normbook.checklists.inputs import inputs_key, state_key
from normbook.checklists.records import ATTRIBUTION, EU, StateRecord, by_name, name, records
from normbook.checklists.rows import MEANINGS, NOT_ASSESSED, STATUSES, Assessment, answers, cite, rows
from normbook.checklists.scoring import FORMULA, addressees, families, tally
from normbook.checklists.themes import UNDER, shortest_clock
from normbook.dates import parse_period, spelled, words
from normbook.languages import language
from normbook.law.country import adaptation_of, naming_in
from normbook.law.references import articles
from normbook.lifecycle import ProvisionDates, Status
from normbook.model.national import Country
from normbook.model.timeline import Timeline
from normbook.model.world import Group, RegimeStage, State
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.adapted import VOCABULARY_WORDS, LawFile, Laws, files, laws, why
from normbook.views.adoption import register
from normbook.views.checklist import ANY_STATE, Checklist, left
from normbook.views.differences import Sheet
from normbook.views.facts import when
from normbook.views.gaps import state_gaps
from normbook.views.page import Action, Page
from normbook.views.progress import Course, drawing, first_year, legend, most, progress_of

KINDS = {"organisation": "Organisations", "political": "Political groups and statements", "treaty": "Treaties",
         "classification": "Classifications"}
"""Kinds of group in the order of the groups page, with their headings."""


MARKS = {"fast": "clock under 24 hours", "clock": "reporting clock found", "position": "position published",
         "csirt": "national CSIRT known", "enacted": "law after the model enacted",
         "answered": "a commitment answered by a public source", "released": "answers released by the State"}
"""What a State can be looked for by, besides its place and what it belongs to. None of them is a judgement."""


_WRITTEN_DAY = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")

GROUPS = "data/groups.csv"
"""The table of all memberships, from the edition's root."""


@dataclass(frozen=True, slots=True)
class LawDay:
    """What falls on one day for many articles at once: most share their dates."""

    on: date
    words: str
    indicative: bool
    articles: str
    """'articles 7 to 9, 11'."""
    standing: str = "in law"
    """Where these articles stand, in words."""


@dataclass(frozen=True, slots=True)
class StateLaw:
    """The model law as adapted to a State, as its page tells of it. `why` says why it is put in these words."""

    files: tuple[LawFile, ...]
    sheet: Sheet
    why: str

    @property
    def offers(self) -> list[tuple[str, list[LawFile]]]:
        """The files by vocabulary, in words."""
        names = dict.fromkeys(file.vocabulary.name for file in self.files)
        return [(VOCABULARY_WORDS[name], [file for file in self.files if file.vocabulary.name == name])
                for name in names]


def _on_one_day(entry: Entry) -> tuple[date, str, bool, str]:
    standing = entry.dates.standing if isinstance(entry.dates, ProvisionDates) else None
    plain = entry.indicative or standing in (None, Status.IN_FORCE)
    return entry.on, entry.words, entry.indicative, "in law" if plain or standing is None else standing.words


@dataclass(frozen=True)
class Countries:
    """What the pages of all States share."""

    publication: Publication
    checklists: dict[Publication, Checklist] = field(default_factory=dict)
    dates: dict[Publication, Markup] = field(default_factory=dict)

    @cached_property
    def records(self) -> tuple[StateRecord, ...]:
        return records(self.publication)

    @cached_property
    def of(self) -> dict[str, StateRecord]:
        """The records by the State's code."""
        return {record.state.iso2: record for record in self.records}

    @cached_property
    def laws(self) -> Laws:
        return laws(self.publication)

    @cached_property
    def checklist(self) -> Checklist:
        """The checklist with the provisions of the model law."""
        return self._checklist(self.publication)

    def _checklist(self, naming: Publication) -> Checklist:
        """The checklist in which provisions are named as in one law: there are few, and States share them."""
        if naming not in self.checklists:
            self.checklists[naming] = Checklist.of(naming, rows(naming))
        return self.checklists[naming]

    def _indicative(self, naming: Publication) -> Markup:
        """The table of statutory dates of the States that are not known to have enacted."""
        if naming not in self.dates:
            self.dates[naming] = self._law_dates(naming, None)
        return self.dates[naming]

    def law(self, record: StateRecord) -> StateLaw:
        """The law as adapted to a State."""
        state = record.state
        own = adaptation_of(self.publication.corpus, state.iso2, vocabulary=naming_in(state, record.country))
        return StateLaw(files(self.publication, state), Sheet.of(self.laws, self.laws.of(own)),
                        why(state, record.country))

    @cached_property
    def clocks(self) -> tuple[Timeline, ...]:
        """The handbook's own reporting clocks, which stand beside those in a State's law."""
        return tuple(t for t in self.publication.corpus.timelines if t.sender == "operator")

    @cached_property
    def given(self) -> dict[str, dict[str, Assessment]]:
        """What is answered, by the code of the State and the id of the commitment; the rest is not assessed."""
        return {
            r.code: {c: a for c, a in answers(self.publication, r.state).items() if a is not NOT_ASSESSED}
            for r in self.records
        }

    def _law_dates(self, naming: Publication, country: Country | None) -> Markup:
        found = entries(naming, law_dates_of(naming, country))
        tree = naming.labels.tree
        days = [LawDay(on, words_, indicative, articles(tree, (entry.ref for entry in same)), standing)
                for (on, words_, indicative, standing), same in groupby(sorted(found, key=_on_one_day), _on_one_day)]
        html = render("law_dates.html.j2", days=days, p=self.publication.printer(ANY_STATE))
        return Markup(html.rstrip("\n"))  # noqa: S704  made by a template, which escapes

    def law_dates(self, record: StateRecord) -> Markup:
        """The statutory dates of a State as a table."""
        naming = self.laws.naming(record.state)
        return self._law_dates(naming, record.country) if record.country else self._indicative(naming)

    def filled(self, record: StateRecord) -> Markup:
        """The checklist of a State."""
        naming = self.laws.naming(record.state)
        return self._checklist(naming).filled(naming, self.given[record.code]) + left(self.publication, record.state)

    def answered(self, record: StateRecord) -> int:
        """How many commitments a public source settles."""
        return len(self.given[record.code])

    def counts(self, record: StateRecord) -> dict[str, int]:
        """How many commitments have which status, in words and in the order of the statuses."""
        found = Counter(answer.status for answer in self.given[record.code].values())
        found["not_assessed"] += len(self.checklist.rows) - found.total()
        return {words_: found[status] for status, words_ in STATUSES.items() if found[status]}

    def counted(self, record: StateRecord, commitments: list[str]) -> tuple[str, ...]:
        """The same for some commitments, a line for each status: 'met: 2', 'not assessed: 7'."""
        given = self.given[record.code]
        found = Counter(given[each].status if each in given else "not_assessed" for each in commitments)
        return tuple(f"{words_}: {found[status]}" for status, words_ in STATUSES.items() if found[status])

    def coverage(self, record: StateRecord) -> dict[str, Any]:
        """How far the checklist of a State is assessed: in all, by family and priority, by addressee."""
        made, given = self.checklist.rows, self.given[record.code]
        return {"all": tally(made, given), "families": families(made, given), "addressees": addressees(made, given)}

    def standing(self, record: StateRecord) -> list[str]:
        """What the index filters on besides place and membership, as words of `MARKS`."""
        shortest = shortest_clock(record, self.publication.as_of)
        released = record.country is not None and any(answer.release for answer in record.country.answers)
        marks = {"fast": shortest is not None and shortest < UNDER, "clock": bool(record.regimes),
                 "position": record.position is not None, "csirt": record.csirt is not None,
                 "enacted": record.enacted is not None, "answered": self.answered(record) > 0, "released": released}
        return [mark for mark, holds in marks.items() if holds]


def pages(publication: Publication) -> Iterator[Page]:
    """The index, the groups, and a page per State."""
    shared, key = Countries(publication), inputs_key(publication)
    yield Page("countries/", "countries/index.md", "Countries", lambda: _index(shared), key=key)
    yield Page("countries/groups/", "countries/groups.md", "Groups of States", lambda: _groups(shared), key=key)
    for state in sorted(publication.corpus.states.states, key=by_name):
        code = state.iso2.lower()
        yield Page(f"countries/{code}/", f"countries/{code}.md", name(state), partial(_page, shared, state),
                   f"state:{state.iso2}", state_key(publication, state.iso2))


def limit(stage: RegimeStage) -> str:
    """The time limit of a stage in existing law, in words."""
    if not stage.within:
        return "no figure"
    return words(parse_period(stage.within), business=stage.calendar == "business")


def spoken(publication: Publication, text: str) -> str:
    """A remark on existing law in plain words, its durations too: data write some of them as PT24H."""
    return spelled(publication.plain(text))


def remark(text: str) -> str:
    """A remark of a list with its days and months in words: 'signed 2025-10' is 'signed October 2025'."""
    return _WRITTEN_DAY.sub(lambda found: when(found[0]), text)


def _page(shared: Countries, state: State) -> str:
    record = shared.of[state.iso2]
    folder, place = f"countries/{record.code}/", (record.country or record.state).place
    actions = [Action("Checklist (XLSX)", folder + record.workbook, "download"),
               Action("Dates (ICS)", folder + record.calendar, "download"), Action("Go to the checklist", "#checklist"),
               Action("Model law", "#law")]
    return render(
        "country.md.j2", pub=shared.publication, p=shared.publication.printer(folder), r=record, shared=shared, EU=EU,
        law=shared.law(record) if record.member else None,
        naming=shared.laws.naming(record.state).adaptation.vocabulary.name,
        actions=[action.meta() for action in actions] if record.member else [], source=f"{place.file}:{place.line}",
        attribution=ATTRIBUTION, cite=cite, limit=limit, when=when, gap=state_gaps(shared.publication, record),
        remark=remark, spoken=partial(spoken, shared.publication), deviations=DEVIATIONS,
        coverage=shared.coverage(record), formula=FORMULA, statuses=STATUSES, meanings=MEANINGS,
        **_progress(shared.publication, record),
        adopted=[each for each in register(shared.publication) if each.state.iso2 == state.iso2],
    )  # fmt: skip


def _progress(publication: Publication, record: StateRecord) -> dict[str, Any]:
    """What the part of the page on progress needs: nothing where no dated answer was released."""
    found = progress_of(publication, record.state, record.country)
    if found is None:
        return {"progress": None}
    first, top = first_year([found]), most(found.families)

    def draw(course: Course) -> str:
        return drawing(publication, found, course, first, most([course]) if course is found.total else top)

    return {"progress": found, "draw_course": draw, **legend([found.total])}


def _index(shared: Countries) -> str:
    states = shared.records
    return render(
        "countries.md.j2", pub=shared.publication, p=shared.publication.printer("countries/"), shared=shared,
        letters={letter: list(same) for letter, same in groupby(states, _first_letter)}, kinds=KINDS,
        total=len(shared.checklist.rows), regions=sorted({r.state.region for r in states}),
        regional=sorted({r.state.regional_group for r in states if r.state.regional_group}),
        traditions=sorted({r.state.legal_tradition for r in states}), groups=_by_kind(shared.publication), marks=MARKS,
        languages=sorted({tag for r in states for tag in r.state.languages}, key=language), language=language,
        slug=slug, attribution=ATTRIBUTION, when=when,
    )  # fmt: skip


def _first_letter(record: StateRecord) -> str:
    return by_name(record.state)[:1].upper()


def _groups(shared: Countries) -> str:
    groups = _by_kind(shared.publication)
    members = {group.id: [record for record in shared.records if record.state.iso2 in group.members]
               for found in groups.values() for group in found}
    return render("groups.md.j2", pub=shared.publication, p=shared.publication.printer("countries/groups/"),
                  kinds=KINDS, groups=groups, members=members, names=shared.of, cite=cite, when=when, remark=remark)


def _by_kind(publication: Publication) -> dict[str, list[Group]]:
    groups = publication.corpus.groups.groups
    return {kind: [group for group in groups if group.kind == kind] for kind in KINDS}


def slug(text: str) -> str:
    """A word for a filter: lower case, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
