"""A checklist as a workbook to fill in: one sheet of commitments, one of dates, one that explains both."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from normbook.checklists.agenda import Entry
from normbook.checklists.rows import NOT_ASSESSED, STATUSES, Assessment, Row
from normbook.outputs import progress_sheet as progress
from normbook.outputs.columns import (
    ANSWERED,
    ANSWERED_WIDTHS,
    ASKED,
    BESIDE,
    COMPARED,
    DATED,
    DATES,
    RELEASE,
    SINCE,
    STATUS,
    YES_NO,
    answer_cells,
    answered_height,
    asked_height,
    beside_cells,
    folded_before,
    text_height,
)
from normbook.outputs.readme import Subject, edition_words, readme
from normbook.outputs.since import LOOKS, since
from normbook.publication import Publication
from normbook.word.furniture import Paper

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

CHECKLIST: Final = "Checklist"
HEADER: Final = 4
"""Row of the headings on the first sheet, counted from 0."""
_DATES_HEADER: Final = 3
_SCALE: Final = 88
"""Per cent at which either half of the checklist is as wide as a page of A4 or Letter in landscape."""
_SCALE_TOLD: Final = 78
"""The same with the column that tells what changed since it was answered."""
SIZES: Final[Mapping[Paper, int]] = {"a4": 9, "letter": 1}
"""Papers as a workbook numbers them (ECMA-376 part 1, 18.3.1.63)."""
FACE: Final = {"font_name": "Calibri", "font_size": 10}
_LINE: Final = {"border": 1, "border_color": "#B8BEC8", "valign": "top", "text_wrap": True}
_HEAD: Final = {**_LINE, "bold": True, "font_color": "#FFFFFF"}
FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 16},
    "small": {"font_color": "#444444"},
    "band": {"bold": True, "font_size": 11, "valign": "top"},
    "head": {**_HEAD, "bg_color": "#26374F"},
    "head_in": {**_HEAD, "bg_color": "#5A4A12"},
    "text": _LINE,
    "key": {**_LINE, "bold": True},
    "date": {**_LINE, "num_format": "d mmm yyyy", "align": "left"},
    "input": {**_LINE, "bg_color": "#FFFDF0"},
    "status": {**_LINE, "bold": True},
    "count": {**_LINE, "num_format": "0", "align": "right"},
    "share": {**_LINE, "num_format": "0%", "align": "right", "bold": True},
    "prose": {"text_wrap": True, "valign": "top"},
    **LOOKS,
    "not_assessed": {"font_color": "#555555", "italic": True},
    "not_met": {"bg_color": "#F6D5D5", "font_color": "#7A1420"},
    "partly": {"bg_color": "#FBE7B8", "font_color": "#5E4300"},
    "met": {"bg_color": "#D3EBD3", "font_color": "#134E1F"},
    "not_applicable": {"bg_color": "#E1E4EA", "font_color": "#333A46"},
}
"""Formats by name; those named after a status colour what its words say already."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a workbook says. `given` holds the answers by commitment id; a commitment that it lacks is not assessed."""

    publication: Publication
    subject: Subject
    rows: tuple[Row, ...]
    given: Mapping[str, Assessment]
    dates: tuple[Entry, ...]

    @property
    def told(self) -> bool:
        """Whether the column that tells what changed since it was answered is to be seen: the State has answered."""
        return bool(self.subject.kept)


def workbook(contents: Contents) -> bytes:
    """The checklist of one State as XLSX. The same contents give the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": FACE})
    _properties(book, contents)
    formats = {name: book.add_format(dict(look)) for name, look in FORMATS.items()}
    _checklist(book, formats, contents)
    _progress(book, formats, contents)
    _dates(book, formats, contents)
    _readme(book, formats, contents)
    book.close()
    return buffer.getvalue()


def _properties(book: Workbook, contents: Contents) -> None:
    publication, subject = contents.publication, contents.subject
    handbook, edition = publication.corpus.handbook, publication.edition
    book.set_properties(
        {
            "title": f"Checklist of {subject.in_text}",
            "subject": handbook.title,
            "author": handbook.publisher,
            "category": edition.title,
            "keywords": "norms, checklist, review, sunset",
            "comments": f"{edition.status} {handbook.licence}",
            "created": datetime.combine(publication.as_of, datetime.min.time()),
        }
    )
    book.set_custom_property("normbook-state", subject.code, "text")
    book.set_custom_property("normbook-edition", edition.id, "text")
    if subject.printed:
        book.set_custom_property("normbook-answers", subject.printed, "text")


def _checklist(book: Workbook, formats: Mapping[str, Format], contents: Contents) -> None:
    sheet = book.add_worksheet(CHECKLIST)
    _above(sheet, formats, contents)
    _heads(sheet, formats, told=contents.told)
    for number, row in enumerate(contents.rows, HEADER + 1):
        answer = contents.given.get(row.id, NOT_ASSESSED)
        sheet.set_row(number, max(asked_height(row), answered_height(answer)))
        for at, column in enumerate(ASKED):
            _write(sheet, (number, at), column.value(row), formats[column.kind])
        for at, text in enumerate(answer_cells(answer), STATUS):
            _write(sheet, (number, at), text, formats["status" if at == STATUS else "input"])
        for at, text in enumerate(beside_cells(answer), COMPARED):
            _write(sheet, (number, at), text, formats["text"])
        if answer.changed:
            runs = (piece for each in since(answer) for piece in (formats[each.kind], each.text))
            sheet.write_rich_string(number, SINCE, *runs, formats["text"])
        for at, column in enumerate(DATED, DATES):
            _write(sheet, (number, at), column.value(row), formats[column.kind])
    last = HEADER + len(contents.rows)
    _rules(sheet, formats, last)
    book.define_name("normbook_ids", f"={CHECKLIST}!$A${HEADER + 2}:$A${last + 1}")
    _print(sheet, contents, HEADER)
    # What is asked on one page, what is filled in on the next: small enough for Letter.
    sheet.set_print_scale(_SCALE_TOLD if contents.told else _SCALE)
    sheet.set_v_pagebreaks([STATUS])
    sheet.print_across()
    sheet.repeat_columns(1)


def _above(sheet: Worksheet, formats: Mapping[str, Format], contents: Contents) -> None:
    """What stands above the headings: whose checklist it is, how firm its text, what the bands of columns are for."""
    publication = contents.publication
    at = 2  # beside the column that is repeated on paper, in which the words would be cut off
    sheet.write_string(0, at, f"Checklist of {contents.subject.in_text}", formats["title"])
    sheet.write_string(1, at, f"{edition_words(publication)}. {publication.edition.status}", formats["small"])
    note = (
        "A status is never the judgement of the handbook: it is “not assessed” until a public source settles it, or "
        "you fill it in. The sheet “Read me” explains the columns."
    )
    sheet.write_string(2, at, note, formats["small"])
    for at, words in ((1, "What is asked"), (STATUS, "To fill in"), (COMPARED, "Compared, and dates of the norm")):
        sheet.write_string(HEADER - 1, at, words, formats["band"])


def _heads(sheet: Worksheet, formats: Mapping[str, Format], *, told: bool) -> None:
    for at, column in enumerate(ASKED):
        folded = {"level": 1, "hidden": True} if column.folded else {"hidden": True} if at == 0 else {}
        sheet.set_column(at, at, column.width, None, folded | ({"collapsed": True} if folded_before(at) else {}))
        sheet.write_string(HEADER, at, column.heading, formats["head"])
    for at, (heading, width) in enumerate(zip(ANSWERED, ANSWERED_WIDTHS, strict=True), STATUS):
        sheet.set_column(at, at, width, None, {"collapsed": True} if folded_before(at) else {})
        sheet.write_string(HEADER, at, heading, formats["head_in"])
    for at, (heading, width) in enumerate(BESIDE, COMPARED):
        sheet.set_column(at, at, width, None, {"hidden": at == SINCE and not told})
        sheet.write_string(HEADER, at, heading, formats["head"])
    for at, column in enumerate(DATED, DATES):
        sheet.set_column(at, at, column.width)
        sheet.write_string(HEADER, at, column.heading, formats["head"])
    sheet.set_row(HEADER, 43.5)


def _rules(sheet: Worksheet, formats: Mapping[str, Format], last: int) -> None:
    """Frozen headings, filters, the drop-downs, and colours that repeat what the words of a status say."""
    statuses = list(STATUSES.values())
    sheet.freeze_panes(HEADER + 1, 2)
    sheet.autofilter(HEADER, 1, last, DATES + len(DATED) - 1)
    choice = {
        "validate": "list", "source": statuses, "input_title": "Status", "error_title": "Status",
        "input_message": "Choose one of the five. “Met” and “partly met” are explained in the row.",
        "error_message": f"Choose one of: {', '.join(statuses)}.",
    }  # fmt: skip
    sheet.data_validation(HEADER + 1, STATUS, last, STATUS, choice)
    release = {
        "validate": "list", "source": list(YES_NO), "input_title": "May be published", "error_title": "Published",
        "input_message": "“yes” lets this row be published with its sources. Empty means no.",
        "error_message": "Choose yes or no, or leave it empty, which means no.",
    }  # fmt: skip
    sheet.data_validation(HEADER + 1, RELEASE, last, RELEASE, release)
    for status, words in STATUSES.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": formats[status]}
        sheet.conditional_format(HEADER + 1, STATUS, last, STATUS, rule)


def _progress(book: Workbook, formats: Mapping[str, Format], contents: Contents) -> None:
    sheet = book.add_worksheet(progress.PROGRESS)
    sheet.write_string(0, 0, f"Progress of {contents.subject.in_text}", formats["title"])
    span = (CHECKLIST, HEADER + 2, HEADER + 1 + len(contents.rows))
    progress.write(sheet, formats, progress.lines(contents.rows, contents.given), span)
    _print(sheet, contents, progress.HEADER)


def _dates(book: Workbook, formats: Mapping[str, Format], contents: Contents) -> None:
    sheet = book.add_worksheet("Dates")
    note = (
        "Dates of norms count from the edition. Dates of the law count from its commencement; an indicative one counts "
        "as if the law had commenced on the day in the last column."
    )
    sheet.write_string(0, 0, f"Review and sunset dates for {contents.subject.in_text}", formats["title"])
    sheet.write_string(1, 0, note, formats["small"])
    heads = (("Date", 14), ("What", 20), ("Of", 14), ("Title", 64), ("Standing", 14), ("Counted from", 14))
    for at, (heading, width) in enumerate(heads):
        sheet.set_column(at, at, width)
        sheet.write_string(_DATES_HEADER, at, heading, formats["head"])
    for number, entry in enumerate(contents.dates, _DATES_HEADER + 1):
        standing = "indicative" if entry.indicative else "in law" if entry.statutory else "edition"
        _write(sheet, (number, 0), entry.on, formats["date"])
        for at, words in enumerate((entry.words, entry.label, entry.title, standing), 1):
            _write(sheet, (number, at), words, formats["text"])
        _write(sheet, (number, 5), entry.dates.counted_from, formats["date"])
    sheet.freeze_panes(_DATES_HEADER + 1, 0)
    sheet.autofilter(_DATES_HEADER, 0, _DATES_HEADER + len(contents.dates), len(heads) - 1)
    _print(sheet, contents, _DATES_HEADER)


def _readme(book: Workbook, formats: Mapping[str, Format], contents: Contents) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, f"How to use this checklist of {contents.subject.in_text}", formats["title"])
    for number, (head, text) in enumerate(readme(contents.publication, contents.subject), 2):
        sheet.write_string(number, 0, head, formats["band"])
        sheet.write_string(number, 1, text, formats["prose"])
        sheet.set_row(number, text_height([(head, 20), (text, 100)]))
    _print(sheet, contents, None)


def _write(sheet: Worksheet, cell: tuple[int, int], value: str | date | None, form: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*cell, datetime.combine(value, datetime.min.time()), form)
    elif value:
        sheet.write_string(*cell, value, form)
    else:
        sheet.write_blank(*cell, None, form)


def _print(sheet: Worksheet, contents: Contents, header: int | None) -> None:
    subject = contents.subject
    for_paper(sheet, edition_words(contents.publication), subject.name, header, subject.paper)


def for_paper(sheet: Worksheet, edition: str, name: str, header: int | None, paper: Paper = "a4") -> None:
    """Landscape, as wide as one page, headings on every page, the edition and the page number at the foot."""
    left, middle = (words.replace("&", "&&") for words in (edition, name))
    sheet.set_landscape()
    sheet.set_paper(SIZES[paper])
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    sheet.set_footer(f"&L&8{left}&C&8{middle}&R&8Page &P of &N", {"margin": 0.25})
    if header is not None:
        sheet.repeat_rows(header)
