"""A checklist as a workbook to fill in: one sheet of commitments, one of dates, one that explains both."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from normbook.checklists.agenda import Entry
from normbook.checklists.records import ATTRIBUTION
from normbook.checklists.rows import NOT_ASSESSED, STATUSES, Assessment, Row, cite
from normbook.publication import Publication
from normbook.templating import long_day

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CHECKLIST: Final = "Checklist"
HEADER: Final = 4
"""Row of the headings on the first sheet, counted from 0."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The State of a workbook: its name as a title and in running text, its code as in KE, its page as a full address."""

    name: str
    in_text: str
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the checklist. `kind` names its format; a folded one opens with the sign above it."""

    heading: str
    width: float
    value: Callable[[Row], str | date | None]
    kind: str = "text"
    folded: bool = False


def _of(row: Row) -> str:
    return "\n".join(filter(None, (f"Met: {row.met}" if row.met else "", f"Partly met: {row.partly}" if row.partly else "")))


def _law(row: Row) -> str:
    return ", ".join(label.text for label in row.provisions) or f"None: {row.not_in_law}"


ASKED: Final = (
    Column("Id", 10, lambda r: r.id),
    Column("Commitment", 12.5, lambda r: r.shown, "key"),
    Column("Family", 13, lambda r: r.family_title, folded=True),
    Column("Norm", 22, lambda r: f"{r.norm_label} {r.norm_title}", folded=True),
    Column("Priority", 11, lambda r: r.priority),
    Column("Who", 10.5, lambda r: r.who),
    Column("What", 26, lambda r: r.duty[:1].upper() + r.duty[1:]),
    Column("Applies to", 20, lambda r: r.applies, folded=True),
    Column("Exception", 22, lambda r: r.exception, folded=True),
    Column("Clock", 10, lambda r: r.clock),
    Column("Evidence to look for", 25, lambda r: "\n".join(f"– {each}" for each in r.evidence)),
    Column("Indicator", 15, lambda r: r.indicator),
    Column("Met when, partly met when", 23, _of),
    Column("Model law", 9.5, _law),
)
ANSWERED: Final = ("Status", "Evidence given", "Own provision", "Source", "As of")
ANSWERED_WIDTHS: Final = (11.5, 16, 11, 12, 10)
DATED: Final = (
    Column("Review by", 10.5, lambda r: r.review_by, "date"),
    Column("Sunset", 10.5, lambda r: r.sunset or "none", "date"),
)
STATUS: Final = len(ASKED)
"""Column of the status, counted from 0; what is filled in stands from here on."""
_BY: Final = STATUS + len(ANSWERED)
_LETTERS: Final = 1.08
"""Letters of the text face that stand side by side in one unit of width, reckoned with some care."""
_LINE, _PADDING, _TALLEST = 13.5, 4.5, 408.75
"""Points of a line, of the space around it, and of the highest row there may be; all of them whole pixels."""
_COLOURS: Final = {
    "not_assessed": {"font_color": "#555555", "italic": True},
    "not_met": {"bg_color": "#F6D5D5", "font_color": "#7A1420"},
    "partly": {"bg_color": "#FBE7B8", "font_color": "#5E4300"},
    "met": {"bg_color": "#D3EBD3", "font_color": "#134E1F"},
    "not_applicable": {"bg_color": "#E1E4EA", "font_color": "#333A46"},
}


def answer_cells(answer: Assessment) -> tuple[str, ...]:
    """What stands in the columns `ANSWERED`: empty ones are left for the reader to fill in."""
    evidence = answer.because + (" Not yet confirmed." if answer.unconfirmed else "")
    return answer.words, evidence, answer.provision, cite(answer.source), answer.as_of


def asked_height(row: Row) -> float:
    """How high a row must be for what it asks to be read, columns that are folded away left out."""
    return _height([(str(column.value(row)), column.width) for column in ASKED if not column.folded])


def answered_height(cells: tuple[str, ...]) -> float:
    """How high a row must be for the cells of an answer."""
    return _height(zip(cells, ANSWERED_WIDTHS, strict=True))


def _height(texts: Iterable[tuple[str, float]]) -> float:
    """Points that the tallest of wrapped texts needs in its column. Programs do not agree on when they fit rows themselves."""
    lines = max(
        sum(len(wrap(line, max(4, int(width * _LETTERS)))) or 1 for line in text.split("\n")) for text, width in texts
    )
    return min(_TALLEST, _PADDING + lines * _LINE)


def workbook(
    publication: Publication, subject: Subject, rows: tuple[Row, ...], given: Mapping[str, Assessment], dates: tuple[Entry, ...]
) -> bytes:
    """The checklist of one State as XLSX. The same arguments give the same bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": {"font_name": "Calibri", "font_size": 10}})
    _properties(book, publication, subject)
    formats = _formats(book)
    _checklist(book, formats, publication, subject, rows, given)
    _dates(book, formats, publication, subject, dates)
    _readme(book, formats, publication, subject)
    book.close()
    return buffer.getvalue()


def edition_words(publication: Publication) -> str:
    """How the edition is named in titles and running feet."""
    edition = publication.edition
    return f"{publication.corpus.handbook.short_title}, {edition.title}, {long_day(edition.date)}"


def _properties(book: Workbook, publication: Publication, subject: Subject) -> None:
    handbook = publication.corpus.handbook
    created = datetime.combine(publication.as_of, datetime.min.time())
    book.set_properties({
        "title": f"Checklist of {subject.in_text}", "subject": handbook.title, "author": handbook.publisher,
        "category": publication.edition.title, "keywords": "norms, checklist, review, sunset",
        "comments": f"{publication.edition.status} {handbook.licence}", "created": created,
    })  # fmt: skip
    for name, value in (("normbook-state", subject.code), ("normbook-edition", publication.edition.id)):
        book.set_custom_property(name, value, "text")


def _formats(book: Workbook) -> dict[str, Format]:
    line = {"border": 1, "border_color": "#B8BEC8", "valign": "top", "text_wrap": True}
    made: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 16}, "small": {"font_color": "#444444"}, "band": {"bold": True, "font_size": 11, "valign": "top"},
        "head": {**line, "bold": True, "bg_color": "#26374F", "font_color": "#FFFFFF"},
        "head_in": {**line, "bold": True, "bg_color": "#5A4A12", "font_color": "#FFFFFF"},
        "text": line, "key": {**line, "bold": True}, "date": {**line, "num_format": "d mmm yyyy", "align": "left"},
        "input": {**line, "bg_color": "#FFFDF0"}, "prose": {"text_wrap": True, "valign": "top"},
        "status": {**line, "bold": True},
    }  # fmt: skip
    return {name: book.add_format(properties) for name, properties in made.items()} | {
        id_: book.add_format(colour) for id_, colour in _COLOURS.items()
    }


def _checklist(
    book: Workbook, formats: dict[str, Format], publication: Publication, subject: Subject, rows: tuple[Row, ...],
    given: Mapping[str, Assessment],
) -> None:
    sheet = book.add_worksheet(CHECKLIST)
    _heads(sheet, formats, publication, subject)
    for number, row in enumerate(rows, HEADER + 1):
        for at, column in enumerate(ASKED):
            _write(sheet, number, at, column.value(row), formats[column.kind])
        cells = answer_cells(given.get(row.id, NOT_ASSESSED))
        sheet.set_row(number, max(asked_height(row), answered_height(cells)))
        for at, text in enumerate(cells, STATUS):
            _write(sheet, number, at, text, formats["status" if at == STATUS else "input"])
        sheet.write_blank(number, _BY, None, formats["input"])
        for at, column in enumerate(DATED, _BY + 1):
            _write(sheet, number, at, column.value(row), formats[column.kind])
    _rules(sheet, formats, HEADER + len(rows))
    last = HEADER + len(rows) + 1
    book.define_name("normbook_ids", f"={CHECKLIST}!$A${HEADER + 2}:$A${last}")
    _print(sheet, publication, subject, HEADER)


def _heads(sheet: Worksheet, formats: dict[str, Format], publication: Publication, subject: Subject) -> None:
    sheet.write_string(0, 1, f"Checklist of {subject.in_text}", formats["title"])
    sheet.write_string(1, 1, f"{edition_words(publication)}. {publication.edition.status}", formats["small"])
    sheet.write_string(2, 1, "A status is never the judgement of the handbook: it is “not assessed” until a public source "
                       "settles it, or you fill it in. The sheet “Read me” explains the columns.", formats["small"])
    sheet.write_string(3, 1, "What is asked", formats["band"])
    sheet.write_string(3, STATUS, "To fill in", formats["band"])
    sheet.write_string(3, _BY + 1, "Dates of the norm", formats["band"])
    for at, column in enumerate(ASKED):
        folded = {"level": 1, "hidden": True} if column.folded else {"hidden": True} if at == 0 else {}
        collapsed = {"collapsed": True} if at and ASKED[at - 1].folded and not column.folded else {}
        sheet.set_column(at, at, column.width, None, folded | collapsed)
        sheet.write_string(HEADER, at, column.heading, formats["head"])
    for at, heading in enumerate((*ANSWERED, "Assessed by"), STATUS):
        sheet.set_column(at, at, (*ANSWERED_WIDTHS, 10)[at - STATUS])
        sheet.write_string(HEADER, at, heading, formats["head_in"])
    for at, column in enumerate(DATED, _BY + 1):
        sheet.set_column(at, at, column.width)
        sheet.write_string(HEADER, at, column.heading, formats["head"])
    sheet.set_row(HEADER, 30)


def _rules(sheet: Worksheet, formats: dict[str, Format], last: int) -> None:
    """Frozen headings, filters, the drop-down of the status, and colours that repeat what its words say."""
    sheet.freeze_panes(HEADER + 1, 2)
    sheet.autofilter(HEADER, 1, last, _BY + len(DATED))
    sheet.data_validation(HEADER + 1, STATUS, last, STATUS, {
        "validate": "list", "source": list(STATUSES.values()), "input_title": "Status",
        "input_message": "Choose one of the five. “Met” and “partly met” are explained in the row.",
        "error_title": "Status", "error_message": "Choose one of: " + ", ".join(STATUSES.values()) + ".",
    })  # fmt: skip
    for id_, words in STATUSES.items():
        sheet.conditional_format(HEADER + 1, STATUS, last, STATUS,
                                 {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": formats[id_]})


def _dates(
    book: Workbook, formats: dict[str, Format], publication: Publication, subject: Subject, dates: tuple[Entry, ...]
) -> None:
    sheet = book.add_worksheet("Dates")
    sheet.write_string(0, 0, f"Review and sunset dates for {subject.in_text}", formats["title"])
    sheet.write_string(1, 0, "Dates of norms count from the edition. Dates of the law count from its commencement; an "
                       "indicative one counts as if the law had commenced on the edition's date.", formats["small"])
    heads = (("Date", 14), ("What", 20), ("Of", 14), ("Title", 64), ("Standing", 14), ("Counted from", 14))
    for at, (heading, width) in enumerate(heads):
        sheet.set_column(at, at, width)
        sheet.write_string(3, at, heading, formats["head"])
    for number, entry in enumerate(dates, 4):
        standing = "indicative" if entry.indicative else "in law" if entry.statutory else "edition"
        cells = (entry.on, entry.words, entry.label, entry.title, standing, entry.dates.counted_from)
        for at, value in enumerate(cells):
            _write(sheet, number, at, value, formats["date" if isinstance(value, date) else "text"])
    sheet.freeze_panes(4, 0)
    sheet.autofilter(3, 0, 3 + len(dates), len(heads) - 1)
    _print(sheet, publication, subject, 3)


def _readme(book: Workbook, formats: dict[str, Format], publication: Publication, subject: Subject) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, f"How to use this checklist of {subject.in_text}", formats["title"])
    for number, (head, text) in enumerate(readme(publication, subject), 2):
        sheet.write_string(number, 0, head, formats["band"])
        sheet.write_string(number, 1, text, formats["prose"])
        sheet.set_row(number, _height([(head, 20), (text, 100)]))
    _print(sheet, publication, subject, None)


def readme(publication: Publication, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The lines of the last sheet: a heading, which may be empty, and a paragraph."""
    handbook = publication.corpus.handbook
    return (
        ("What this is", f"{handbook.title}. {edition_words(publication)}. {publication.edition.status} Every commitment of the "
         "handbook is a row. The norms are voluntary: a commitment is not a legal duty."),
        ("Status", "not assessed: nobody has answered from a source. It says nothing about the State."),
        ("", "not met: looked for, and not found in law or practice."),
        ("", "partly met: what the row names after “Partly met” is seen."),
        ("", "met: what the row names after “Met” is seen."),
        ("", "not applicable: the case cannot arise in the State; say why under “Evidence given”."),
        ("Filling in", "Choose the status from the list. Give the evidence, the State's own provision, the source, the date "
         "it is good for, and who assessed. A status without a source and a date helps nobody."),
        ("", "What was filled in beforehand rests on the public source named in the row, or on an answer that the State "
         "released. That a list does not name the State was never taken for an answer."),
        ("Columns", "The sign + above the headings opens further columns: family, norm, to whom a commitment applies, exception."),
        ("", "A figure in square brackets is under negotiation. Column A is hidden and holds the permanent id of each "
         "commitment, so that a file that was sorted or filtered can still be read back: please leave it."),
        ("Confidential", "A completed checklist shows where a State is weak. Keep it where such papers are kept. Nothing in it is "
         "published unless the State releases the row."),
        ("Dates", "Norms are reviewed, renewed or end by dates that count from the edition. Dates of the law marked “indicative” "
         "become real, and move, when the State enacts."),
        ("On the web", subject.url),
        ("Licence", f"{handbook.licence} for the text. {ATTRIBUTION}"),
        ("Sources", "Each fact names where it was seen. Sources and licences of the data on States are listed in "
         "norms/states/NOTICE.md of the project."),
    )  # fmt: skip


def _write(sheet: Worksheet, row: int, column: int, value: str | date | None, form: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()), form)
    elif value:
        sheet.write_string(row, column, value, form)
    else:
        sheet.write_blank(row, column, None, form)


def _print(sheet: Worksheet, publication: Publication, subject: Subject, header: int | None) -> None:
    """Landscape A4, as wide as one page, headings on every page, the edition and the page number at the foot."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    sheet.set_footer(f"&L&8{edition_words(publication).replace('&', '&&')}&C&8{subject.name}&R&8Page &P of &N", {"margin": 0.25})
    if header is not None:
        sheet.repeat_rows(header)
