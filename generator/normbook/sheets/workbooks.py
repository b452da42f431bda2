"""XLSX -> sheets of text. Saved by Excel, LibreOffice or any other program; formulas are noted and never computed.

Numbers that a style shows as dates are dates, counted from 1900 or 1904 as the file says (ECMA-376 part 1, 18.17.4).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from normbook.sheets.cells import MAX_ROWS, Book, Cell, NotASheetError, Row, Sheet, cleaned, column_of, too_many
from normbook.unpacking import Form, elements_of, tree_of, unpacked

_MAIN: Final = "xl/workbook.xml"
_MACROS: Final = "vbaproject.bin"
_NOTES: Final = ("xl/comments", "xl/threadedcomments/")
_FORM: Final = Form(NotASheetError, "Excel", "a workbook", "an Excel workbook (.xlsx)", ".xls", ".ods", "a checklist",
                    _MAIN, 30_000_000, 80_000_000, 200_000_000, 20_000_000)
"""A sheet of ours has half a megabyte. One of 80 that holds nothing took minutes, and gigabytes, to be told empty."""
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Formats that come with the program and show a number as a date or time."""
_CONSTANTS: Final = ("TRUE()", "FALSE()")
"""Formulas that LibreOffice writes for a plain yes and no."""
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How the format writes a character that XML cannot hold."""
_RANGE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?\Z")


def read_workbook(file: bytes) -> Book:
    """The sheets of a workbook. NotASheetError when it is none, or more than can be a checklist."""
    parts = unpacked(file, _FORM, lambda name: name.endswith((".xml", ".rels")))
    main = tree_of(parts, _MAIN, _FORM)
    names = _sheets(parts, main)
    shared = tuple(_shared(parts))
    styles, start = _date_styles(parts), _start(main)
    sheets = tuple(_Reader(parts, part, shared, styles, start).sheet(name) for name, part in names)
    macros = any(name.lower().endswith(_MACROS) for name in parts)
    return Book(sheets, _properties(parts), macros, any(name.lower().startswith(_NOTES) for name in parts))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _found(root: Any, name: str) -> Iterator[Any]:
    return (each for each in root.iter() if _local(each) == name)


def _sheets(parts: Mapping[str, bytes], main: Any) -> list[tuple[str, str]]:
    """The sheets by name, each with the part that holds it. Sheets of charts have none that is read."""
    targets: dict[str, str] = {}
    relations = "xl/_rels/workbook.xml.rels"
    if relations in parts:
        for each in _found(tree_of(parts, relations, _FORM), "Relationship"):
            targets[each.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", each.get("Target", ""))).lstrip("/")
    found = []
    for sheet in _found(main, "sheet"):
        own = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        part = targets.get(own, "")
        if part in parts and "worksheets/" in part:
            found.append((cleaned(sheet.get("name", "")), part))
    return found


def _shared(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The table of shared strings, without the readings that stand above characters."""
    part = "xl/sharedStrings.xml"
    if part in parts:
        for string in elements_of(parts, part, _FORM, "si"):
            yield _text(string)


def _text(element: Any) -> str:
    return _plain("".join(each.text or "" for each in element.iter("{*}t") if _local(each.getparent()) != "rPh"))


def _plain(text: str) -> str:
    return cleaned(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text)


def _number(text: str) -> int:
    """A number that counts something; -1 where it is none, or more than any program counts."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _start(main: Any) -> date:
    """The day 0 of the file's dates. That of 1900 is two days early: the program counts a 29 February 1900."""
    said = next((each.get("date1904", "0") for each in _found(main, "workbookPr")), "0")
    return date(1904, 1, 1) if said in {"1", "true"} else date(1899, 12, 30)


def _date_styles(parts: Mapping[str, bytes]) -> frozenset[int]:
    """The numbers of the cell styles that show a number as a date."""
    if "xl/styles.xml" not in parts:
        return frozenset()
    root = tree_of(parts, "xl/styles.xml", _FORM)
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in _found(root, "numFmt")}
    dates = {number for number, code in own.items() if re.search("[dmyh]", _QUOTED.sub("", code).lower())}
    cells = next(_found(root, "cellXfs"), None)
    found = set()
    for place, style in enumerate(cells if cells is not None else ()):
        number = style.get("numFmtId", "0")
        if number in dates or (number not in own and _number(number) in _DATES):
            found.add(place)
    return frozenset(found)


def _properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What the file says of itself by names of somebody's own."""
    part = "docProps/custom.xml"
    if part not in parts:
        return {}
    return {each.get("name", ""): cleaned("".join(each.itertext()))
            for each in _found(tree_of(parts, part, _FORM), "property")}


class _Reader:
    """Reads one sheet."""

    def __init__(
        self, parts: Mapping[str, bytes], part: str, shared: tuple[str, ...], dates: frozenset[int], start: date
    ) -> None:
        self.parts, self.part, self.shared, self.dates, self.start = parts, part, shared, dates, start

    def sheet(self, name: str) -> Sheet:
        rows: dict[int, Row] = {}
        merged: list[tuple[int, int, int, int]] = []
        number = 0
        for element in elements_of(self.parts, self.part, _FORM, "row", "mergeCell"):
            if _local(element) == "mergeCell":
                merged += _range(element.get("ref", ""))
                if len(merged) > MAX_ROWS:
                    raise too_many(f"the sheet '{name}'", "merged cells")
                continue
            said = _number(element.get("r", ""))
            number = said if said >= 0 else number + 1
            if cells := self.row(element):
                rows[number] = cells
                if len(rows) > MAX_ROWS:
                    raise too_many(f"the sheet '{name}'")
        return Sheet(name, rows, tuple(merged))

    def row(self, element: Any) -> Row:
        cells: dict[int, Cell] = {}
        space = element.tag.removesuffix("row")  # of tens of thousands of elements no name is taken apart
        inside, formulas, values = f"{space}c", f"{space}f", f"{space}v"
        column = -1
        for each in element.iterchildren(inside):
            said = column_of(each.get("r", ""))
            column = said if said >= 0 else column + 1
            if len(each):
                written = each.find(formulas)
                formula = each.get("t") == "e" or (written is not None and (written.text or "") not in _CONSTANTS)
                text = self.text(each, each.findtext(values, ""))
                if text or formula:
                    cells[column] = Cell(text, formula)
        return cells

    def text(self, cell: Any, value: str) -> str:
        """What a cell holds, as text."""
        kind = cell.get("t", "n")
        if kind == "s":
            place = _number(value)
            if value and not 0 <= place < len(self.shared):
                raise NotASheetError("Z02", f"the file is broken: cell {cell.get('r', '')} has no text", _FORM.save_it)
            return self.shared[place] if value else ""
        if kind == "inlineStr":
            return _text(cell)
        if kind == "b":
            return {"1": "yes", "true": "yes", "0": "no", "false": "no"}.get(value, value)
        if kind == "n" and value:
            return self.number(value, dated=_number(cell.get("s", "0")) in self.dates)
        return _plain(value)

    def number(self, value: str, *, dated: bool) -> str:
        """A number as a person would write it; a day where it is one."""
        try:
            found = float(value)
            if dated and 1 <= found < 2_958_466:
                return (self.start + timedelta(days=int(found))).isoformat()
            return str(int(found)) if found == int(found) and abs(found) < 10**15 else value
        except (ValueError, OverflowError):
            return cleaned(value)


def _range(ref: str) -> list[tuple[int, int, int, int]]:
    found = _RANGE.match(ref)
    if not found:
        return []
    first, row, last, end = found.groups()
    return [(int(row), column_of(first), int(end or row), column_of(last or first))]
