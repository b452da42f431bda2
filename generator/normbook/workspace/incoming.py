"""A spreadsheet -> the rows of a checklist as they were filled in, read by their headings, wherever these stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from normbook.checks.context import problem
from normbook.problems import Place, Problem
from normbook.sheets.cells import Book, Cell, Row, Sheet, address

ID: Final = "id"
SHOWN: Final = "commitment"
STATUS: Final = "status"
FIELDS: Final[Mapping[str, str]] = {
    STATUS: "status", "evidence given": "evidence", "own provision": "provision", "own clock": "clock",
    "source": "source", "as of": "as_of", "assessed by": "assessed_by", "may be published": "release",
    "remark": "comment",
}  # fmt: skip
"""What is filled in: heading in small letters -> key of an answer."""
_ASKED: Final = ("what", "clock")
_ABOUT: Final = ("state", "edition")
_PROPERTIES: Final = {"state": "normbook-state", "edition": "normbook-edition", "printed": "normbook-answers"}
_SHEET: Final = "checklist"
_HEADINGS_WITHIN: Final = 40
"""Rows from the top in which the headings are looked for."""


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
            self.cells.get("status", "").lower() in {"", "not assessed", "not_assessed"}
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
    said = {name: book.properties.get(key, "") for name, key in _PROPERTIES.items()}
    problems = []
    if book.macros:
        problems.append(problem("H16", Place(file), "the file brings macros along; they were neither run nor kept",
                                "Ask for it as .xlsx, which cannot hold any."))
    found = _table(book, file)
    if isinstance(found, Problem):
        return Incoming(said["state"], said["edition"], said["printed"], (), (*problems, found))
    sheet, heading = found
    columns, wrong = _columns(sheet.rows[heading], heading, file)
    problems += wrong
    if any(each.is_error for each in wrong):
        return Incoming(said["state"], said["edition"], said["printed"], (), tuple(problems))
    reader = _Reader(file, sheet, columns)
    rows = []
    for number, row in sheet.rows.items():
        if number > heading and (reader.id_of(row)):
            odd = list(reader.odd(number, row))
            problems += odd
            if not odd:
                rows.append(reader.given(number, row))
    for name in _ABOUT:
        values = {getattr(row, name) for row in rows if getattr(row, name)}
        if not said[name] and len(values) == 1:
            said[name] = values.pop()
    return Incoming(said["state"], said["edition"], said["printed"], tuple(rows), tuple(problems))


def _heading(cell: Cell) -> str:
    return " ".join(cell.text.lower().split()).removesuffix(":").strip()


def _table(book: Book, file: str) -> tuple[Sheet, int] | Problem:
    """The sheet of the checklist and the row of its headings: those that have most of the columns to be filled in."""
    best: tuple[int, Sheet, int] | None = None
    for sheet in sorted(book.sheets, key=lambda each: each.name.lower() != _SHEET):
        for number in sorted(sheet.rows)[:_HEADINGS_WITHIN]:
            names = {_heading(cell) for cell in sheet.rows[number].values()}
            count = len(names & {ID, SHOWN, *FIELDS})
            if count >= 2 and (best is None or count > best[0]):
                best = count, sheet, number
    if best:
        return best[1], best[2]
    there = ", ".join(f"'{sheet.name}'" for sheet in book.sheets if sheet.name)
    message = "no checklist is in it" + (f": it has the sheets {there}" if there else "")
    return problem("H10", Place(file), message,
                   "A row with the headings Id and Status is looked for. Was the sheet 'Checklist' deleted?")


def _columns(row: Row, number: int, file: str) -> tuple[dict[str, int], list[Problem]]:
    """Where each heading stands; what is missing or stands twice is named."""
    columns: dict[str, int] = {}
    problems = []
    wanted = {ID, SHOWN, *FIELDS, *_ASKED, *_ABOUT}
    for column, cell in row.items():
        name = _heading(cell)
        if name in wanted and name in columns:
            where = f"{address(number, columns[name])} and {address(number, column)}"
            problems.append(problem("H10", Place(file, number), f"the heading '{cell.text}' stands twice, in {where}",
                                    "Keep the column that counts, and name the other one otherwise."))
        columns.setdefault(name, column)
    if ID not in columns and SHOWN not in columns:
        problems.append(_missing("Id", number, file))
    if STATUS not in columns:
        problems.append(_missing("Status", number, file))
    return {name: column for name, column in columns.items() if name in wanted}, problems


def _missing(heading: str, number: int, file: str) -> Problem:
    return problem("H10", Place(file, number), f"the heading '{heading}' is missing",
                   "Write it above its column again; the others may stand in any order.")


class _Reader:
    """Reads rows under known headings."""

    def __init__(self, file: str, sheet: Sheet, columns: Mapping[str, int]) -> None:
        self.file, self.sheet, self.columns = file, sheet, columns

    def text(self, row: Row, name: str) -> str:
        cell = row.get(self.columns.get(name, -1))
        return cell.text if cell else ""

    def id_of(self, row: Row) -> str:
        return (self.text(row, ID) or self.text(row, SHOWN)).lower()

    def odd(self, number: int, row: Row) -> Iterator[Problem]:
        """Why a row cannot be read: formulas and merged cells where an answer stands."""
        place = Place(self.file, number)
        for name in (ID, *FIELDS):
            column = self.columns.get(name, -1)
            cell = row.get(column)
            if cell and cell.formula:
                where = address(number, column)
                yield problem("H14", place, f"cell {where} holds a formula; what it last came to is not taken",
                              f"Put the value itself into {where}.")
            for first, left, last, right in self.sheet.merged:
                if first <= number <= last and left <= column <= right:
                    where = f"{address(first, left)}:{address(last, right)}"
                    yield problem("H15", place, f"the cells {where} are merged, so that it is not plain whose answer "
                                  "stands there", "Unmerge them, and fill in each row by itself.")
                    break

    def given(self, number: int, row: Row) -> Given:
        cells = {key: self.text(row, name) for name, key in FIELDS.items() if name in self.columns}
        what, clock, state, edition = (self.text(row, name) for name in (*_ASKED, *_ABOUT))
        return Given(Place(self.file, number), self.id_of(row), cells, what, clock, state.upper(), edition)
