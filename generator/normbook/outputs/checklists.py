"""Checklists to download, in four forms, and dates: for each Member State, and a calendar of all dates."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape

from normbook import ids
from normbook.checklists.agenda import Entry, entries, law_dates_of, norm_dates_of
from normbook.checklists.given import turned
from normbook.checklists.own import print_of
from normbook.checklists.records import StateRecord, record
from normbook.checklists.rows import NOT_ASSESSED, STATUSES, Assessment, Row, answers, rows
from normbook.compiled import Compiled, place, texts
from normbook.model.world import State
from normbook.outputs import progress_sheet as progress
from normbook.outputs.answering import letters
from normbook.outputs.checklist_forms import Forms
from normbook.outputs.checklist_tables import Tables
from normbook.outputs.columns import DATES, STATUS, answer_cells, answered_height, asked_height, beside_cells
from normbook.outputs.events import base, calendar, events, of_states
from normbook.outputs.readme import Subject
from normbook.outputs.since import cell_runs
from normbook.outputs.workbooks import HEADER, SIZES, Contents, workbook
from normbook.publication import Publication
from normbook.views.adapted import laws
from normbook.views.duedates import dated

ALL_DATES = "downloads/normbook-dates.ics"
_SHEET, _PROGRESS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
_FEW = 4
"""Up to so many templates are compiled in the process itself."""
_ANY_CODE = "\u01f7"
"""Stands for a State's code in a calendar: as long in bytes, so that folded lines stay as long as they may be."""

_NONE = "none; every answer stands in a row"
"""What a file says of the answers to commitments that are gone, of a State that gave none."""

Answers = Mapping[str, Assessment]


def checklist_files(publication: Publication, state_codes: Collection[str], jobs: int = 1) -> Mapping[str, bytes]:
    """The files of the Member States with these codes, in either case, and the calendar of all dates.

    States share a template as long as their law is numbered alike and has the same dates, which before enactment holds
    for all of one vocabulary; several templates are compiled in `jobs` processes.
    """
    kit, wanted = _kit(publication), {code.upper() for code in state_codes}
    groups: dict[_Maker, list[StateRecord]] = {}
    for state in publication.corpus.states.states:
        if state.status == "member" and state.iso2 in wanted:
            one = record(publication, state)
            groups.setdefault(kit.maker(one), []).append(one)
    files = all_dates(publication)
    for made in _each(list(groups.items()), jobs):
        files.update(made)
    return dict(sorted(files.items()))


def state_files(publication: Publication, state: State) -> Mapping[str, bytes]:
    """The files of one Member State. What it shares with others is kept for them."""
    one = record(publication, state)
    return _kit(publication).maker(one).files(one)


def all_dates(publication: Publication) -> dict[str, bytes]:
    """The calendar of all dates."""
    return {ALL_DATES: _everything(_kit(publication).shared(publication))}


def subject(publication: Publication, state: StateRecord) -> Subject:
    """What a workbook says of its State, besides answers."""
    mine = state.country.answers if state.country and publication.whose == state.state.iso2 else ()
    turn = turned(publication, state.state.iso2)
    left = (f"{ids.show_norm(each.commitment)} ({STATUSES[each.status]})" for each in (turn.left if turn else ()))
    return Subject(state.name, state.in_text, state.state.iso2, base(publication) + state.url,
                   print_of(mine) if publication.whose else "",
                   ", ".join(left) or _NONE if turn else "", state.state.paper)


@dataclass(frozen=True)
class _Shared:
    """What the files of all States have in common whose law is numbered alike."""

    publication: Publication

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return rows(self.publication)

    @cached_property
    def tables(self) -> Tables:
        return Tables(self.publication, self.rows)

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

    def answerable(self, *, told: bool) -> frozenset[str]:
        """The commitments whose rows stay open in the template for a State, which itself answered any if it is `told`.

        Those that a public fact answers, for all; every one for a State that answered any. So the files of a State do
        not depend on what another answered.
        """
        corpus, every = self.publication.corpus, frozenset(row.id for row in self.rows)
        if told:
            return every
        return every & {c.id for norm in corpus.norms for c in norm.commitments if c.answered_by}

    def answers(self, state: StateRecord) -> dict[str, Assessment]:
        found = answers(self.publication, state.state)
        return {commitment: answer for commitment, answer in found.items() if answer is not NOT_ASSESSED}


def _everything(shared: _Shared) -> bytes:
    title = f"{shared.publication.corpus.handbook.short_title}: reviews and sunsets"
    about = "Dates of all norms, indicative dates of the model law, and dates of the laws that States have enacted."
    made = events(shared.publication, shared.indicative, "all")
    made += of_states(shared.publication, dated(shared.publication))
    return calendar(shared.publication, title, about, made, feed=True)


@dataclass(frozen=True, eq=False)
class _Maker:
    """Makes the files of States whose law is numbered alike and has the same dates, from templates it compiles once."""

    shared: _Shared
    dates: tuple[Entry, ...]
    told: bool
    """Whether the States answered themselves, so that their files tell what changed since."""

    @cached_property
    def answerable(self) -> frozenset[str]:
        return self.shared.answerable(told=self.told)

    @cached_property
    def books(self) -> Books:
        return Books(self.shared.publication, self.shared.rows, self.dates, self.answerable, told=self.told)

    @cached_property
    def forms(self) -> Forms:
        return Forms(self.shared.publication, self.shared.rows, self.answerable, told=self.told)

    @cached_property
    def events(self) -> bytes:
        return events(self.shared.publication, self.dates, _ANY_CODE)

    def files(self, state: StateRecord) -> dict[str, bytes]:
        """Workbook, form, CSV, JSON and calendar of one State."""
        publication, given = self.shared.publication, self.shared.answers(state)
        own = self.events.replace(_ANY_CODE.encode(), state.code.encode())
        title = f"{publication.corpus.handbook.short_title}: {state.name}"
        about = f"Review and sunset dates for {state.in_text}. {base(publication)}{state.url}"
        whose = subject(publication, state)
        made = {
            state.workbook: self.books.filled(whose, given), state.form: self.forms.filled(whose, given),
            state.table: self.shared.tables.csv(whose, given), state.data: self.shared.tables.json(whose, given),
            state.calendar: calendar(publication, title, about, own, feed=True),
        }  # fmt: skip
        return {state.url + name: data for name, data in made.items()}


class _Kit:
    """What the files of States are made with, kept from one State to the next."""

    def __init__(self, publication: Publication) -> None:
        self.publication, self.laws = publication, laws(publication)
        self._shared: dict[Publication, _Shared] = {}
        self._makers: dict[tuple[Publication, tuple[Entry, ...], bool], _Maker] = {}

    def shared(self, naming: Publication) -> _Shared:
        """What States share whose law is numbered alike."""
        return self._shared.setdefault(naming, _Shared(naming))

    def maker(self, state: StateRecord) -> _Maker:
        """What makes the files of a State."""
        naming = self.laws.naming(state.state)
        shared = self.shared(naming)
        dates, told = shared.dates(state), turned(self.publication, state.state.iso2) is not None
        return self._makers.setdefault((naming, dates, told), _Maker(shared, dates, told))


@lru_cache(maxsize=2)
def _kit(publication: Publication) -> _Kit:
    return _Kit(publication)


_Groups = Sequence[tuple[_Maker, Sequence[StateRecord]]]
_forking: _Groups = ()


def _each(groups: _Groups, jobs: int) -> Iterable[dict[str, bytes]]:
    """The files of each group of States, by several processes where the templates are many."""
    global _forking  # noqa: PLW0603  what the children of a fork inherit need not be pickled
    if jobs < 2 or len(groups) <= _FEW or "fork" not in multiprocessing.get_all_start_methods():
        yield from (maker.files(state) for maker, states in groups for state in states)
        return
    _forking = groups
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            yield from pool.map(_files_in_child, range(len(groups)))
    finally:
        _forking = ()


def _files_in_child(number: int) -> dict[str, bytes]:
    maker, states = _forking[number]
    return {name: data for state in states for name, data in maker.files(state).items()}


class Books:
    """Workbooks of States with the same dates: written once, with a place for each word that differs."""

    def __init__(
        self, publication: Publication, made: tuple[Row, ...], dates: tuple[Entry, ...], answered: Collection[str], *,
        told: bool = False,
    ) -> None:
        """Open the rows of the commitments in `answered`; all others stay not assessed."""
        nobody = Subject(place("name"), place("in_text"), place("code"), place("url"),
                         place("printed") if publication.whose else "", place("kept") if told else "")
        parts = texts(workbook(Contents(publication, nobody, made, {}, dates)))
        for name, text in parts.items():
            parts[name] = text.replace(f'paperSize="{SIZES["a4"]}"', f'paperSize="{place("paper")}"')
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
        values = {"name": state.name, "in_text": state.in_text, "code": state.code, "url": state.url,
                  "printed": state.printed, "kept": state.kept, "paper": str(SIZES[state.paper])}
        values = {name: escape(value, quote=False) for name, value in values.items()}
        lines = {c: line.answered(given[c]) if c in given else line.text for c, line in self.open.items()}
        counted = self._counted(given).replace(place("name"), values["name"])
        values["progress"] = counted.replace(place("paper"), values["paper"])
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
        end = sheet.index(f'<c r="{letters(DATES)}{number}"', start)
        return cls(sheet[start:end], asked_height(row))

    def answered(self, answer: Assessment) -> str:
        """The row with the answer in it, spelled out in its cells rather than in the table of shared strings."""
        inside = [_plain(text) for text in (*answer_cells(answer), *beside_cells(answer))]
        if answer.changed:
            inside[-1] = cell_runs(answer)
        height = max(self.height, answered_height(answer))
        line = re.sub(r' ht="[^"]*"', f' ht="{height:g}"', self.text, count=1)
        head, status, rest = line.partition(f'<c r="{letters(STATUS)}')
        opened = re.findall(r'<c r="([^"]+)" s="([^"]+)"', status + rest)
        return head + "".join(_cell(name, style, held) for (name, style), held in zip(opened, inside, strict=True))


def _plain(text: str) -> str:
    return f'<t xml:space="preserve">{escape(text, quote=False)}</t>' if text else ""


def _cell(name: str, style: str, inside: str) -> str:
    if not inside:
        return f'<c r="{name}" s="{style}"/>'
    return f'<c r="{name}" s="{style}" t="inlineStr"><is>{inside}</is></c>'
