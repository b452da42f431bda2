"""What is read of a spreadsheet: text by row and column, and nothing that could be run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from normbook.unpacking import ForeignFileError

MAX_ROWS: Final = 10_000
"""Rows with something in them that a sheet may have: a checklist has one for each commitment."""
HEADINGS_WITHIN: Final = 40
"""Rows from the top in which the headings of a table are looked for."""
MAX_LETTERS: Final = 32_767
"""Letters of a cell: no program lets a cell hold more."""
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_STEERING: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064]")
"""Characters that take no room: they part words, join letters, or turn the direction of reading."""


class NotASheetError(ForeignFileError):
    """A file that cannot be read as a spreadsheet: the code of the problem, what is wrong, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as text: a date as ISO 8601, a whole number without a point, true and false as yes and no.

    `formula` is true where a formula stands in it, whatever value was last computed.
    """

    text: str
    formula: bool = False


Row = Mapping[int, Cell]
"""Cells by column, counted from 0. Empty ones are left out."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows by number as the program shows it, from 1; and merged ranges: first row, column, last row, column.

    Rows and columns that are hidden or filtered away are there like all others.
    """

    name: str
    rows: Mapping[int, Row]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A file: its sheets in their order, what it says of itself by name, and whether it brings macros or comments."""

    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    macros: bool = False
    notes: bool = False


def address(row: int, column: int) -> str:
    """A cell as programs name it: B12, from a row counted from 1 and a column counted from 0."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def column_of(name: str) -> int:
    """The column of a cell by its name, counted from 0; -1 where the name has none."""
    found = 0
    for letter in name.rstrip("0123456789"):
        if not "A" <= letter <= "Z":
            break
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1


def cleaned(text: str) -> str:
    """The text of a cell: lines as LF, single blanks, at most one empty line in a row, nothing that cannot be seen."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:MAX_LETTERS]
    if "\n" not in text:
        return " ".join(text.split())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip()


def bare(text: str) -> str:
    """A word to be looked up, such as an id or a heading, without what cannot be seen in it; on one line."""
    return " ".join(_STEERING.sub("", text).split())


def too_many(where: str, what: str = "rows with something in them") -> NotASheetError:
    """The refusal of a sheet that goes on and on."""
    message = f"{where} has more than {MAX_ROWS:,} {what}"
    return NotASheetError("Z04", message, "A checklist has one row for each commitment. Remove what does not belong.")
