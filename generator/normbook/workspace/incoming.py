"""A spreadsheet -> the rows of a checklist as they were filled in, read by their headings, wherever these stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from normbook.checks.context import problem
from normbook.problems import Place, Problem
from normbook.sheets.cells import Book, Row, Sheet, address, bare
from normbook.sheets.formulas import restored
from normbook.workspace.headings import ABOUT, ASKED, FIELDS, ID, NAME, SHOWN, places, table

_PROPERTIES: Final = {"state": "normbook-state", "edition": "normbook-edition", "printed": "normbook-answers"}
_CLIPPED: Final = 20
"""Letters of what a row says of its State and its edition: both are repeated in messages, and may be anything."""


@dataclass(frozen=True, slots=True)
class Given:
    """A row as it was filled in: the id it names, the text of each answer cell that there is a column for."""

    place: Place
    id: str
    cells: Mapping[str, str]
    """By key of an answer. A cell that is empty has an empty text; a column that is missing has none."""
    what: str = ""
    clock: str = ""
    state: str = ""
    edition: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in: 'not assessed' is how a row begins."""
        return not any(text for key, text in self.cells.items() if key not in {"status", "release"}) and (
            bare(self.cells.get("status", "")).lower() in {"", "not assessed", "not_assessed"}
        )


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file holds: of whom, of which edition, its rows, and what is wrong with others."""

    state: str
    edition: str
    printed: str
    rows: tuple[Given, ...]
    problems: tuple[Problem, ...]


def incoming(book: Book, file: str) -> Incoming:
    """The rows of the checklist in a file. `file` is how it is named in places."""
    said = {name: book.properties.get(key, "")[:_CLIPPED] for name, key in _PROPERTIES.items()}
    problems = [*brought_along(file, macros=book.macros, notes=book.notes)]
    found = table(book, file)
    if isinstance(found, Problem):
        return Incoming(said["state"], said["edition"], said["printed"], (), (*problems, found))
    sheet, above = found
    columns, wrong = places(sheet, above, file)
    problems += wrong
    rows = []
    if not any(each.is_error for each in wrong):
        reader = _Reader(file, sheet, columns)
        for number, row in sheet.rows.items():
            if number > above:
                given = reader.given(number, row)
                odd = list(reader.odd(number, row, given))
                problems += odd
                if given.id and not odd:
                    rows.append(given)
    for name in ABOUT:
        values = {getattr(row, name) for row in rows if getattr(row, name)}
        if not said[name] and len(values) == 1:
            said[name] = values.pop()
    return Incoming(said["state"], said["edition"], said["printed"], tuple(rows), tuple(problems))


def brought_along(file: str, *, macros: bool, notes: bool, tracked: bool = False) -> Iterator[Problem]:
    """What a file holds besides answers, of which nothing is taken."""
    if macros:
        yield problem("H16", Place(file), "the file brings macros along; they were neither run nor kept",
                      "Ask for it as .xlsx or .docx, which cannot hold any.")
    if notes:
        yield problem("H22", Place(file), "there are comments in it, which were not read",
                      "Read them before you apply it; what is to be kept belongs under Remark.")
    if tracked:
        yield problem("H22", Place(file), "changes are tracked in it; it was read as if all were accepted",
                      "Accept or reject them first, if that is not what its author wants.")


class _Reader:
    """Reads rows under known headings."""

    def __init__(self, file: str, sheet: Sheet, columns: Mapping[str, int]) -> None:
        self.file, self.columns = file, columns
        self.once_csv = bool(sheet.name) and all(name in columns for name in ABOUT)  # our CSV, saved as a workbook
        watched = [columns[name] for name in (ID, *FIELDS) if name in columns]
        last = max(sheet.rows)
        self.merged = {
            number: area
            for area in sheet.merged if any(area[1] <= column <= area[3] for column in watched)
            for number in range(area[0], min(area[2], last) + 1)
        }  # fmt: skip

    def text(self, row: Row, name: str) -> str:
        cell = row.get(self.columns.get(name, -1))
        return "" if cell is None else restored(cell.text) if self.once_csv else cell.text

    def odd(self, number: int, row: Row, given: Given) -> Iterator[Problem]:
        """Why a row cannot be read: no id, or two; formulas and merged cells where an answer stands."""
        place = given.place
        if not given.id:
            if not given.empty:
                yield problem("H02", place, "the row has an answer and no id", "Put the row's own id back under Id.")
            return
        shown = bare(self.text(row, SHOWN)).lower()
        if shown != given.id and NAME.match(shown) and NAME.match(given.id):
            yield problem("H20", place, f"the row names two commitments, '{given.id}' and '{shown}'",
                          "Rows were moved and their ids were not, or the other way round: put the right one back.")
        for name in (ID, *FIELDS):
            column = self.columns.get(name, -1)
            cell = row.get(column)
            if cell and cell.formula:
                where = address(number, column)
                yield problem("H14", place, f"cell {where} holds a formula or an error; what it last came to is not "
                              "taken", f"Put the value itself into {where}.")
        if number in self.merged:
            first, left, last, right = self.merged[number]
            where = f"{address(first, left)}:{address(last, right)}"
            yield problem("H15", place, f"the cells {where} are merged, so that it is not plain whose answer "
                          "stands there", "Unmerge them, and fill in each row by itself.")

    def given(self, number: int, row: Row) -> Given:
        cells = {key: self.text(row, name) for name, key in FIELDS.items() if name in self.columns}
        what, clock, state, edition = (self.text(row, name) for name in (*ASKED, *ABOUT))
        name = bare(self.text(row, ID) or self.text(row, SHOWN)).lower()
        state, edition = bare(state).upper()[:_CLIPPED], bare(edition)[:_CLIPPED]
        return Given(Place(self.file, number), name, cells, what, clock, state, edition)
