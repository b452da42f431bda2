"""How far a checklist has come, as a sheet that counts while it is filled in: formulas of our own over the first sheet.

A program that computes nothing shows what the formulas gave when the file was made; LibreOffice and Excel count anew.
No word of a State stands in a formula: each refers to cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from normbook.checklists.rows import STATUSES, Assessment, Row
from normbook.checklists.scoring import FORMULA, Score, Tally, addressees, families, tally
from normbook.outputs.columns import ASKED, STATUS

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

PROGRESS: Final = "Progress"
HEADS: Final = ("Commitments", "Priority", "All", "Assessed", *(words.capitalize() for words in STATUSES.values()),
                "Coverage")
WIDTHS: Final = (44, 14, 9, 10, 13, 10, 12, 9, 15, 11)
HEADER: Final = 4
"""Row of the headings, counted from 0."""
_ALL, _ASSESSED, _FIRST = 2, 3, 4
_COVERAGE: Final = _FIRST + len(STATUSES)
_NOTE: Final = "The sheet counts what stands under “Status” in the checklist. An empty status counts as not assessed."
_SHARE: Final = (
    f"{FORMULA}. It is shown beside the numbers that it is made of; what is not assessed is in none of them, and where "
    "nothing is assessed there is no share."
)
_CELL: Final = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"(?: t="str")?><f>([^<]*)</f><v>[^<]*</v></c>')


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: commitments of a family or an addressee, which `column` holds, of one priority or of all."""

    column: str
    title: str
    priority: str
    counts: Tally

    @property
    def values(self) -> tuple[float | str, ...]:
        """What its formulas give, from left to right."""
        counts, share = self.counts, self.counts.coverage
        return (counts.total, counts.assessed, *(counts[status] for status in STATUSES),
                "" if share is None else float(share))


def lines(rows: Sequence[Row], given: Mapping[str, Assessment]) -> tuple[Line, ...]:
    """All lines: all commitments, the families with their priorities, the addressees."""
    def of(column: str, scores: Sequence[Score], *, split: bool) -> Iterator[Line]:
        for score in scores:
            yield Line(column, score.title, "", score.tally)
            if split:
                yield from (Line(column, score.title, each, held) for each, held in score.priorities.items())

    return (Line("", "All commitments", "", tally(rows, given)), *of("Family", families(rows, given), split=True),
            *of("Who", addressees(rows, given), split=False))


def write(sheet: Worksheet, formats: Mapping[str, Format], found: Sequence[Line], span: tuple[str, int, int]) -> None:
    """Write the sheet. `span` is the checklist: the name of its sheet, its first and its last row, counted from 1."""
    sheet.write_string(1, 0, _NOTE, formats["small"])
    sheet.write_string(2, 0, _SHARE, formats["small"])
    for at, (heading, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(HEADER, at, heading, formats["head"])
    for number, line in enumerate(found, HEADER + 1):
        sheet.write_string(number, 0, line.title, formats["text" if line.priority else "key"])
        sheet.write_string(number, 1, line.priority, formats["text"])
        for at, (formula, value) in enumerate(zip(_formulas(line, number + 1, span), line.values, strict=True), _ALL):
            sheet.write_formula(number, at, formula, formats["share" if at == _COVERAGE else "count"], value)
    sheet.freeze_panes(HEADER + 1, 1)


def _formulas(line: Line, row: int, span: tuple[str, int, int]) -> Iterator[str]:
    """The formulas of a line that stands in `row`, counted from 1."""
    wanted = ((line.column, f"$A{row}"), ("Priority" if line.priority else "", f"$B{row}"))
    criteria = [f"{_range(_column(name), span)},{cell}" for name, cell in wanted if name]
    ids = f'{_range(0, span)},"<>"'
    yield f"=COUNTIFS({','.join([ids, *criteria])})"
    letters = [chr(ord("A") + at) for at in range(_COVERAGE)]
    none, first = letters[_FIRST], letters[_FIRST + 1]
    yield f"={letters[_ALL]}{row}-{none}{row}"
    answered = f"{first}{row}:{letters[-1]}{row}"
    for status, letter in zip(STATUSES, letters[_FIRST:], strict=True):
        if status == "not_assessed":
            yield f"={letters[_ALL]}{row}-SUM({answered})"
        else:
            state = f"{_range(STATUS, span)},{letter}${HEADER + 1}"
            yield f"=COUNTIFS({','.join([*criteria, state])})"
    by = dict(zip(STATUSES, letters[_FIRST:], strict=True))
    below = f"({letters[_ASSESSED]}{row}-{by['not_applicable']}{row})"
    yield f'=IF({below}=0,"",({by["met"]}{row}+{by["partly"]}{row}/2)/{below})'


def _column(heading: str) -> int:
    return next(at for at, column in enumerate(ASKED) if column.heading == heading)


def _range(column: int, span: tuple[str, int, int]) -> str:
    name, first, last = span
    letter = chr(ord("A") + column)
    return f"{name}!${letter}${first}:${letter}${last}"


def counted(sheet: str, found: Sequence[Line]) -> str:
    """The XML of the sheet with the numbers of another State in place of those it was written with."""
    values = iter([value for line in found for value in line.values])
    return _CELL.sub(lambda cell: _cell(cell[1], cell[2], cell[3], next(values)), sheet)


def _cell(name: str, style: str, formula: str, value: float | str) -> str:
    kind = ' t="str"' if isinstance(value, str) else ""
    return f'<c r="{name}" s="{style}"{kind}><f>{formula}</f><v>{value}</v></c>'
