"""Where the checklist stands in a spreadsheet: its sheet, the row of its headings, and the column of each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from normbook.checks.context import problem
from normbook.outputs import columns
from normbook.problems import Place, Problem
from normbook.sheets.cells import HEADINGS_WITHIN, Book, Cell, Sheet, address, bare

ID: Final = "id"
SHOWN: Final = "commitment"
STATUS: Final = "status"
FIELDS: Final[Mapping[str, str]] = {
    STATUS: "status", "evidence given": "evidence", "own provision": "provision", "own clock": "clock",
    "source": "source", "as of": "as_of", "assessed by": "assessed_by", "may be published": "release",
    "remark": "comment",
}  # fmt: skip
"""What is filled in: heading in small letters -> key of an answer."""
HEADINGS: Final[Mapping[str, str]] = {key: heading for heading, key in FIELDS.items()}
"""Key of an answer -> the heading that it stands below, for messages."""
ASKED: Final = ("what", "clock")
ABOUT: Final = ("state", "edition")
NAME: Final = re.compile(r"[a-z]{3}-[0-9]+\.[a-z0-9-]+\Z")
"""How the id of a commitment looks in small letters."""
_READ: Final = frozenset({ID, SHOWN, *FIELDS, *ASKED, *ABOUT})
_OURS: Final = _READ | {heading.lower() for heading in columns.headings()}
_SHEET: Final = "checklist"


def heading(cell: Cell) -> str:
    """A heading as it is looked up."""
    return bare(cell.text).lower().removesuffix(":").strip()


def table(book: Book, file: str) -> tuple[Sheet, int] | Problem:
    """The sheet of the checklist and the row of its headings: those that have most of the columns to be filled in."""
    sheets = sorted(book.sheets, key=lambda each: each.name.lower() != _SHEET)
    found = [each for each in map(_headings, sheets) if each]
    if not found:
        there = ", ".join(f"'{sheet.name}'" for sheet in book.sheets if sheet.name)
        return problem("H10", Place(file), "no checklist is in it" + (f": it has the sheets {there}" if there else ""),
                       "A row with the headings Id and Status is looked for."
                       + (" Was the sheet 'Checklist' deleted?" if there else ""))
    _, sheet, number = max(found, key=lambda each: each[0])
    others = [each.name for _, each, row in found
              if each is not sheet and {ID, SHOWN} & (named := _names(each, row)) and STATUS in named]
    if others:
        names = " and ".join(f"'{name}'" for name in (sheet.name, *others))
        return problem("H10", Place(file), f"more than one sheet holds a checklist: {names}",
                       "Keep the one that counts, also if another is hidden; what somebody else answered goes into a "
                       "file of its own.")
    return sheet, number


def _headings(sheet: Sheet) -> tuple[int, Sheet, int] | None:
    """The row of a sheet that may be that of the headings, with how many it has."""
    counts = [(len(_names(sheet, number) & {ID, SHOWN, *FIELDS}), -number)
              for number in sorted(sheet.rows)[:HEADINGS_WITHIN]]
    count, number = max(counts, default=(0, 0))
    return (count, sheet, -number) if count >= 2 else None


def _names(sheet: Sheet, number: int) -> set[str]:
    return {heading(cell) for cell in sheet.rows[number].values()}


def places(sheet: Sheet, number: int, file: str) -> tuple[dict[str, int], list[Problem]]:
    """Where each heading stands; what is missing, stands twice, or is not read is named."""
    found: dict[str, int] = {}
    problems = []
    for column, cell in sheet.rows[number].items():
        name = heading(cell)
        if name in _READ and name in found:
            where = f"{address(number, found[name])} and {address(number, column)}"
            problems.append(problem("H10", Place(file, number), f"the heading '{cell.text}' stands twice, in {where}",
                                    "Keep the column that counts, and name the other one otherwise."))
        found.setdefault(name, column)
    if ID not in found and SHOWN not in found:
        problems.append(_missing("Id", number, file))
    if STATUS not in found:
        problems.append(_missing("Status", number, file))
    else:
        problems += _unread(sheet, number, file, found)
    return {name: column for name, column in found.items() if name in _READ}, problems


def _missing(name: str, number: int, file: str) -> Problem:
    return problem("H10", Place(file, number), f"the heading '{name}' is missing",
                   "Write it above its column again; the others may stand in any order.")


def _unread(sheet: Sheet, number: int, file: str, found: Mapping[str, int]) -> Iterator[Problem]:
    """Columns in which somebody may have answered under another heading, or under none."""
    missing = [name.capitalize() for name in FIELDS if name not in found]
    known = {column for name, column in found.items() if name in _OURS}
    others = {column for row, cells in sheet.rows.items() if row > number for column in cells} - known
    if missing and others:
        where = ", ".join(address(number, column) for column in sorted(others))
        yield problem("H21", Place(file, number), f"what stands below {where} was not read, and the headings "
                      f"{', '.join(missing)} are missing", "If one is called otherwise, write it as it was.")
