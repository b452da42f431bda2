"""The worksheet of attribution as a workbook: drop-downs to answer, and formulas that yield the statement."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

from normbook.attribution import Sheet
from normbook.model.response import Criterion
from normbook.outputs.answering import (
    ANSWER,
    ANSWERS,
    CLASS,
    CONFIDENCE,
    CRITERIA,
    LISTS,
    MARKING,
    YES_NO,
    Making,
    letters,
)
from normbook.outputs.columns import text_height
from normbook.outputs.statements import statement
from normbook.outputs.workbooks import FACE, FORMATS
from normbook.publication import Publication

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

HEADER: Final = 3
_COLUMNS: Final = (("Criterion", 19), ("Question", 34), ("Caution", 34), ("Answer", 15), ("Main class of evidence", 16),
                   ("Sources, with origin and grading", 26), ("Handling marking", 11), ("Confidence", 12),
                   ("Reasons, and what speaks against", 34))
_NOTE: Final = "Fill in the pale cells. The sheet “Statement” then shows the rules that are kept, and the statement."
_SENSITIVE: Final = "A filled-in worksheet is a sensitive paper: keep it as its strictest handling marking asks."


def workbook(publication: Publication, sheet: Sheet) -> bytes:
    """The worksheet as XLSX, empty. The same corpus gives the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": FACE})
    handbook, edition = publication.corpus.handbook, publication.edition
    book.set_properties({
        "title": "Attribution worksheet", "subject": handbook.title, "author": handbook.publisher,
        "category": edition.title, "comments": f"{edition.status} {handbook.licence}",
        "created": datetime.combine(edition.date, datetime.min.time()),
    })
    book.set_custom_property("normbook-edition", edition.id, "text")
    made = Making(publication, sheet, book, {name: book.add_format(dict(look)) for name, look in FORMATS.items()})
    _criteria(made)
    _answers(made)
    statement(made)
    _lists(made)
    book.close()
    return buffer.getvalue()


def _criteria(made: Making) -> None:
    page = made.page(CRITERIA, [width for _, width in _COLUMNS], "Attribution worksheet: the twelve criteria")
    page.write_string(1, 0, f"{_NOTE} {_SENSITIVE}", made.formats["small"])
    made.heads(page, HEADER, [head for head, _ in _COLUMNS])
    made.rows = (HEADER + 1, HEADER + len(made.sheet.method.criteria))
    for row, criterion in enumerate(made.sheet.method.criteria, HEADER + 1):
        _criterion(made, page, row, criterion)
    page.freeze_panes(HEADER + 1, 1)
    page.repeat_rows(HEADER)


def _criterion(made: Making, page: Worksheet, row: int, criterion: Criterion) -> None:
    plain = made.publication.plain
    texts = (made.sheet.named(criterion), plain(criterion.question, "method"), plain(criterion.caution, "method"))
    for at, text in enumerate(texts):
        page.write_string(row, at, text, made.formats["text" if at else "key"])
    drops = {ANSWER: criterion.id, CLASS: "evidence-class", MARKING: "handling", CONFIDENCE: "confidence"}
    for at in range(len(texts), len(_COLUMNS)):
        made.ask(page, (row, at), drops.get(at, ""))
    made.at[criterion.id] = f"{CRITERIA}!${letters(ANSWER)}${row + 1}"
    page.set_row(row, text_height([(text, _COLUMNS[at][1]) for at, text in enumerate(texts)]))


def _answers(made: Making) -> None:
    page = made.page(ANSWERS, (52, 56, 60), "Attribution worksheet: the incident, the finding, and how it was made")
    made.heads(page, HEADER, ("What is asked", "How to answer it", "Answer"))
    sheet, plain = made.sheet.worksheet, made.publication.plain
    drops = {choice.id: choice.id for choice in sheet.choices} | {question.id: YES_NO for question in sheet.questions}
    for row, asked in enumerate((*sheet.entries, *sheet.choices, *sheet.questions), HEADER + 1):
        texts = plain(asked.label, "method"), plain(asked.help, "method")
        page.write_string(row, 0, texts[0], made.formats["key"])
        page.write_string(row, 1, texts[1], made.formats["text"])
        made.ask(page, (row, 2), drops.get(asked.id, ""))
        made.at[asked.id] = f"{ANSWERS}!$C${row + 1}"
        page.set_row(row, text_height([(texts[0], 48), (texts[1], 56)]))
    page.freeze_panes(HEADER + 1, 0)
    page.repeat_rows(HEADER)


def _lists(made: Making) -> None:
    """The sheet from which the drop-downs take their answers; it stays hidden."""
    page = made.book.add_worksheet(LISTS)
    for at, labels in enumerate(made.lists.values()):
        for row, label in enumerate(labels):
            page.write_string(row, at, label)
    page.hide()
