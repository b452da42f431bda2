"""Checklists and dates to download: a workbook and a calendar for each Member State, and a calendar of all dates."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from html import escape

from normbook.checklists.agenda import Entry, entries, law_dates_of, norm_dates_of
from normbook.checklists.given import turned
from normbook.checklists.records import StateRecord, record
from normbook.checklists.rows import NOT_ASSESSED, Assessment, Row, answers, rows
from normbook.compiled import Compiled, place, texts
from normbook.outputs import progress_sheet as progress
from normbook.outputs.checklist_forms import Forms
from normbook.outputs.checklist_tables import Tables
from normbook.outputs.columns import DATES, STATUS, answer_cells, answered_height, asked_height
from normbook.outputs.events import base, calendar, events
from normbook.outputs.readme import Subject
from normbook.outputs.workbooks import HEADER, Contents, workbook
from normbook.publication import Publication
from normbook.views.adapted import laws

ALL_DATES = "downloads/normbook-dates.ics"
_SHEET, _PROGRESS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
_FEW = 4
"""Up to so many templates are compiled in the process itself."""
_ANY_CODE = "\u01f7"
"""Stands for a State's code in a calendar: as long in bytes, so that folded lines stay as long as they may be."""

Answers = Mapping[str, Assessment]


def checklist_files(publication: Publication, state_codes: Collection[str], jobs: int = 1) -> Mapping[str, bytes]:
    """The files of the Member States with these codes, in either case, and the calendar of all dates.

    States share a template as long as their law is numbered alike and has the same dates, which before enactment holds
    for all of one vocabulary; several templates are compiled in `jobs` processes.
    """
    known, shared = laws(publication), {publication: _Shared(publication)}
    wanted = {code.upper() for code in state_codes}
    states = [s for s in publication.corpus.states.states if s.status == "member" and s.iso2 in wanted]
    groups: dict[tuple[Publication, tuple[Entry, ...]], _Group] = {}
    for state in states:
        one, naming = record(publication, state), known.naming(state)
        own = shared.setdefault(naming, _Shared(naming))
        dates = own.dates(one)
        groups.setdefault((naming, dates), _Group(own, dates, [])).states.append(one)
    files = {ALL_DATES: _everything(shared[publication])}
    for made in _each(list(groups.values()), jobs):
        files.update(made)
    return dict(sorted(files.items()))


def subject(publication: Publication, state: StateRecord) -> Subject:
    """What a workbook says of its State, besides answers."""
    return Subject(state.name, state.in_text, state.state.iso2, base(publication) + state.url)


@dataclass(frozen=True)
class _Shared:
    """What the files of all States have in common whose law is numbered alike."""

    publication: Publication

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return rows(self.publication)

    @cached_property
    def norm_dates(self) -> tuple[Entry, ...]:
        return entries(self.publication, norm_dates_of(self.publication))

    @cached_property
    def indicative(self) -> tuple[Entry, ...]:
        return self._with(entries(self.publication, law_dates_of(self.publication)))

    def dates(self, state: StateRecord) -> tuple[Entry, ...]:
        """The dates that concern a State: of the norms, and of its law or, until it has enacted, of the model law."""
        if state.country is None:
            return self.indicative
        return self._with(entries(self.publication, law_dates_of(self.publication, state.country)))

    def _with(self, law: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(sorted((*self.norm_dates, *law), key=lambda entry: entry.on))

    @cached_property
    def answerable(self) -> frozenset[str]:
        """The commitments that a source may answer for some State: a file does not depend on which others are made."""
        corpus = self.publication.corpus
        facts = {c.id for norm in corpus.norms for c in norm.commitments if c.answered_by}
        answered = {
            commitment
            for country in corpus.countries
            if (found := turned(self.publication, country.iso2))
            for commitment in found.shown
        }
        return frozenset((facts | answered) & {row.id for row in self.rows})

    def answers(self, state: StateRecord) -> dict[str, Assessment]:
        found = answers(self.publication, state.state)
        return {commitment: answer for commitment, answer in found.items() if answer is not NOT_ASSESSED}


def _everything(shared: _Shared) -> bytes:
    title = f"{shared.publication.corpus.handbook.short_title}: reviews and sunsets"
    about = "Dates of all norms, and indicative dates of the model law."
    made = events(shared.publication, shared.indicative, "all")
    return calendar(shared.publication, title, about, made, feed=True)


@dataclass(frozen=True, slots=True)
class _Group:
    """States whose law is numbered alike and has the same dates."""

    shared: _Shared
    dates: tuple[Entry, ...]
    states: list[StateRecord]


_forking: Sequence[_Group] = ()


def _each(groups: Sequence[_Group], jobs: int) -> Iterable[dict[str, bytes]]:
    """The files of each group of States, by several processes where the templates are many."""
    global _forking  # noqa: PLW0603  what the children of a fork inherit need not be pickled
    if jobs < 2 or len(groups) <= _FEW or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(_files, groups)
        return
    _forking = groups
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_files_in_child, range(len(groups)))
    finally:
        _forking = ()


def _files_in_child(number: int) -> dict[str, bytes]:
    return _files(_forking[number])


def _files(group: _Group) -> dict[str, bytes]:
    """The files of the States of one group."""
    shared, dates, states = group.shared, group.dates, group.states
    publication = shared.publication
    given = {state.code: shared.answers(state) for state in states}
    books = Books(publication, shared.rows, dates, shared.answerable)
    forms = Forms(publication, shared.rows, shared.answerable)
    tables = Tables(publication, shared.rows)
    made = events(publication, dates, _ANY_CODE)
    files: dict[str, bytes] = {}
    for state in states:
        own = made.replace(_ANY_CODE.encode(), state.code.encode())
        title = f"{publication.corpus.handbook.short_title}: {state.name}"
        about = f"Review and sunset dates for {state.in_text}. {base(publication)}{state.url}"
        files[state.url + state.calendar] = calendar(publication, title, about, own, feed=True)
        whose = subject(publication, state)
        files[state.url + state.workbook] = books.filled(whose, given[state.code])
        files[state.url + state.form] = forms.filled(whose, given[state.code])
        files[state.url + state.table] = tables.csv(whose, given[state.code])
        files[state.url + state.data] = tables.json(whose, given[state.code])
    return files


class Books:
    """Workbooks of States with the same dates: written once, with a place for each word that differs."""

    def __init__(
        self, publication: Publication, made: tuple[Row, ...], dates: tuple[Entry, ...], answered: Collection[str]
    ) -> None:
        """Open the rows of the commitments in `answered`; all others stay not assessed."""
        nobody = Subject(place("name"), place("in_text"), place("code"), place("url"))
        parts = texts(workbook(Contents(publication, nobody, made, {}, dates)))
        self.open: dict[str, _Line] = {}
        self.counted: dict[tuple[tuple[str, str], ...], str] = {}
        for number, row in enumerate(made, HEADER + 2):
            if row.id in answered:
                line = self.open[row.id] = _Line.of(row, number, parts[_SHEET])
                parts[_SHEET] = parts[_SHEET].replace(line.text, place(row.id))
        self.rows, self.progress = made, parts[_PROGRESS]
        parts[_PROGRESS] = place("progress")
        self.compiled = Compiled.of(parts)

    def filled(self, state: Subject, given: Answers) -> bytes:
        """The workbook of one State."""
        values = {"name": state.name, "in_text": state.in_text, "code": state.code, "url": state.url}
        values = {name: escape(value, quote=False) for name, value in values.items()}
        lines = {c: line.answered(given[c]) if c in given else line.text for c, line in self.open.items()}
        values["progress"] = self._counted(given).replace(place("name"), values["name"])
        return self.compiled.filled(values | lines)

    def _counted(self, given: Answers) -> str:
        """The sheet that counts, as it stands when the file is opened: many States share their answers."""
        key = tuple((row.id, given[row.id].status) for row in self.rows if row.id in given)
        if key not in self.counted:
            self.counted[key] = progress.counted(self.progress, progress.lines(self.rows, given))
        return self.counted[key]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet that some State answers, as XML up to the last cell that an answer fills."""

    text: str
    height: float

    @classmethod
    def of(cls, row: Row, number: int, sheet: str) -> _Line:
        """Find the row with a number, counted from 1."""
        start = sheet.index(f'<row r="{number}" ')
        end = sheet.index(f'<c r="{_letter(DATES)}{number}"', start)
        return cls(sheet[start:end], asked_height(row))

    def answered(self, answer: Assessment) -> str:
        """The row with the answer in it, spelled out in its cells rather than in the table of shared strings."""
        words = (*answer_cells(answer), answer.against)
        height = max(self.height, answered_height(answer_cells(answer)))
        line = re.sub(r' ht="[^"]*"', f' ht="{height:g}"', self.text, count=1)
        head, status, rest = line.partition(f'<c r="{_letter(STATUS)}')
        opened = re.findall(r'<c r="([^"]+)" s="([^"]+)"', status + rest)
        return head + "".join(_cell(name, style, text) for (name, style), text in zip(opened, words, strict=True))


def _cell(name: str, style: str, text: str) -> str:
    if not text:
        return f'<c r="{name}" s="{style}"/>'
    words = escape(text, quote=False)
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _letter(column: int) -> str:
    """A column as spreadsheets name it, for the first twenty-six."""
    return chr(ord("A") + column)
