"""A workbook of answers in the making: its sheets, its drop-downs, and in which cell each answer stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from normbook.attribution import Sheet
from normbook.outputs.readme import edition_words
from normbook.publication import Publication

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

CRITERIA, ANSWERS, LISTS = "Criteria", "Answers", "Lists"
YES_NO: Final = "yes-no"
ANSWER, CLASS, MARKING, CONFIDENCE = 3, 4, 6, 7
"""Columns of the sheet of criteria that have a drop-down, counted from 0."""


@dataclass
class Making:
    """A workbook in the making: `at` says in which cell each answer stands, `rows` the rows of the criteria."""

    publication: Publication
    sheet: Sheet
    book: Workbook
    formats: dict[str, Format]
    at: dict[str, str] = field(default_factory=dict)
    rows: tuple[int, int] = (0, 0)

    def page(self, name: str, widths: Sequence[float], title: str) -> Worksheet:
        """A sheet with its title, set up for paper."""
        made = self.book.add_worksheet(name)
        for at, width in enumerate(widths):
            made.set_column(at, at, width)
        made.write_string(0, 0, title, self.formats["title"])
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
        edition = edition_words(self.publication).replace("&", "&&")
        made.set_footer(f"&L&8{edition}&C&8{title}&R&8Page &P of &N", {"margin": 0.25})
        return made

    def heads(self, page: Worksheet, row: int, heads: Sequence[str]) -> None:
        """A row of headings."""
        for at, head in enumerate(heads):
            page.write_string(row, at, head, self.formats["head"])
        page.set_row(row, 30)

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The answers of every drop-down, by name."""
        found = {name: tuple(label for _, label in pairs) for name, pairs in self.sheet.lists.items()}
        for name in ("evidence-class", "handling", "confidence"):
            found[name] = tuple(label for _, label in self.sheet.terms(name))
        return {name: labels for name, labels in found.items() if labels} | {YES_NO: ("yes", "no")}

    def ask(self, page: Worksheet, cell: tuple[int, int], name: str = "") -> None:
        """A cell to fill in, with the drop-down of a list where one is named."""
        page.write_blank(*cell, None, self.formats["input"])
        lists = self.lists
        if name in lists:
            column = letters(list(lists).index(name))
            page.data_validation(*cell, *cell, {
                "validate": "list", "source": f"={LISTS}!${column}$1:${column}${len(lists[name])}",
                "error_title": "Not on the list", "error_message": "Choose an answer of the list, or leave it empty.",
            })


def letters(column: int) -> str:
    """The letters of a column, counted from 0."""
    return (letters(column // 26 - 1) if column > 25 else "") + chr(65 + column % 26)
