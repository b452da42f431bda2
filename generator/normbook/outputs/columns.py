"""The columns of a checklist as a sheet, and how high a row must be for what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from textwrap import wrap
from typing import Final

from normbook.checklists.rows import Assessment, Row, cite
from normbook.outputs.since import signed


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the checklist. `kind` names its format; a folded one opens with the sign above it."""

    heading: str
    width: float
    value: Callable[[Row], str | date | None]
    kind: str = "text"
    folded: bool = False


def _of(row: Row) -> str:
    both = (("Met", row.met), ("Partly met", row.partly))
    return "\n".join(f"{status}: {seen}" for status, seen in both if seen)


def _law(row: Row) -> str:
    return ", ".join(label.text for label in row.provisions) or "none"


ASKED: Final = (
    Column("Id", 10, lambda r: r.id),
    Column("Commitment", 14, lambda r: r.shown, "key"),
    Column("Family", 13, lambda r: r.family_title),
    Column("Norm", 22, lambda r: f"{r.norm_label} {r.norm_title}", folded=True),
    Column("Priority", 12, lambda r: r.priority),
    Column("Who", 10.5, lambda r: r.who),
    Column("What", 26, lambda r: r.duty[:1].upper() + r.duty[1:]),
    Column("Applies to", 20, lambda r: r.applies, folded=True),
    Column("Exception", 22, lambda r: r.exception, folded=True),
    Column("Clock", 10, lambda r: r.clock),
    Column("Evidence to look for", 25, lambda r: "\n".join(f"– {each}" for each in r.evidence)),
    Column("Indicator", 15, lambda r: r.indicator),
    Column("Met when, partly met when", 23, _of),
    Column("Model law", 9.5, _law),
    Column("Why not in the law", 24, lambda r: r.not_in_law, folded=True),
)
ANSWERED: Final = ("Status", "Evidence given", "Own provision", "Own clock", "Source", "As of", "Assessed by",
                   "May be published", "Remark")
"""What is filled in, in the order of `answer_cells`."""
ANSWERED_WIDTHS: Final = (11.5, 16, 11, 9, 12, 10, 10, 9.5, 14)
DATED: Final = (
    Column("Review by", 10.5, lambda r: r.review_by, "date"),
    Column("Sunset", 10.5, lambda r: r.sunset or "none", "date"),
)
STATUS: Final = len(ASKED)
"""Column of the status, counted from 0; what is filled in stands from here on."""
RELEASE: Final = STATUS + ANSWERED.index("May be published")
"""Column that says whether the row may be published."""
COMPARED: Final = STATUS + len(ANSWERED)
"""First of the columns `BESIDE`."""
BESIDE: Final = (("Own clock against the norm's", 12), ("Since answered", 24))
"""What is said of an answer, with the width of each: headings of `beside_cells`."""
SINCE: Final = COMPARED + 1
"""Column that tells what became of the commitment since it was answered."""
DATES: Final = COMPARED + len(BESIDE)
"""First of the columns `DATED`."""
YES_NO: Final = ("yes", "no")
"""What the column `RELEASE` takes; empty is no."""
_LETTERS: Final = 1.2
"""Letters of the text face that stand side by side in one unit of width, reckoned with some care."""
_LINE, _PADDING, _TALLEST = 12.75, 4.5, 408.75
"""Points of a line, of the space around it, and of the highest row there may be; all of them whole pixels."""


def folded_before(column: int) -> bool:
    """Whether the sign that opens the folded columns to its left stands at a column."""
    if not 0 < column <= STATUS:
        return False
    return ASKED[column - 1].folded and (column == STATUS or not ASKED[column].folded)


def answer_cells(answer: Assessment) -> tuple[str, ...]:
    """What stands in the columns `ANSWERED`: empty ones are left for the reader to fill in.

    What a public fact answers says so under the evidence; what the State released stands as it gave it.
    """
    fact = answer.because + (" Not yet confirmed." if answer.unconfirmed else "")
    evidence = answer.evidence if answer.own else fact
    return (answer.words, evidence, answer.provision, answer.clock, cite(answer.source), answer.as_of,
            answer.assessed_by, YES_NO[0] if answer.released else "", answer.remark)


def beside_cells(answer: Assessment) -> tuple[str, ...]:
    """What stands in the columns `BESIDE`, as plain text."""
    return (answer.against, signed(answer))


def headings() -> tuple[str, ...]:
    """The headings of all columns, in their order."""
    return (*(c.heading for c in ASKED), *ANSWERED, *(heading for heading, _ in BESIDE), *(c.heading for c in DATED))


def values(row: Row, answer: Assessment) -> tuple[str | date | None, ...]:
    """What stands in all columns of a row."""
    return (*(c.value(row) for c in ASKED), *answer_cells(answer), *beside_cells(answer),
            *(c.value(row) for c in DATED))


@cache
def asked_height(row: Row) -> float:
    """How high a row must be for what it asks to be read, columns that are folded away left out."""
    return text_height([(str(column.value(row)), column.width) for column in ASKED if not column.folded])


def answered_height(answer: Assessment) -> float:
    """How high a row must be for an answer, and for what is said of it."""
    widths = (*ANSWERED_WIDTHS, *(width for _, width in BESIDE))
    return text_height(zip((*answer_cells(answer), *beside_cells(answer)), widths, strict=True))


def text_height(texts: Iterable[tuple[str, float]]) -> float:
    """Points that the tallest text needs, each wrapped in its column: not every program fits rows by itself."""
    lines = max(sum(_lines(line, width) for line in text.split("\n")) for text, width in texts)
    return min(_TALLEST, _PADDING + lines * _LINE)


def _lines(line: str, width: float) -> int:
    return len(wrap(line, max(4, int(width * _LETTERS)))) or 1
