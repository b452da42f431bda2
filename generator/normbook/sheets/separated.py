"""CSV -> a sheet of text: with commas, semicolons or tabs, in UTF-8, or in UTF-16 as programs write "Unicode text"."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from typing import Final

from normbook.sheets.cells import (
    HEADINGS_WITHIN,
    MAX_LETTERS,
    MAX_ROWS,
    Book,
    Cell,
    NotASheetError,
    Sheet,
    cleaned,
    too_many,
)
from normbook.sheets.formulas import restored

MAX_BYTES: Final = 30_000_000
_SIGNS: Final = ",;\t"
_UTF8: Final = "Save it as CSV UTF-8 (in Excel: 'CSV UTF-8 (Comma delimited)')."


def read_separated(file: bytes) -> Book:
    """The one sheet of a CSV file. NotASheetError when it is none, or more than can be a checklist."""
    if len(file) > MAX_BYTES:
        message = f"the file is too large to be a checklist: it has {len(file) // 1_000_000} MB"
        raise NotASheetError("Z04", message, "Is it a checklist? Remove what does not belong.")
    text = _decoded(file)
    lines = [*islice((line for line in io.StringIO(text) if line.strip()), HEADINGS_WITHIN)]
    head = next((line for line in lines if "status" in line.lower()), "".join(lines[:1]))
    sign = max(_SIGNS, key=head.count)  # a title above the headings may hold other signs
    csv.field_size_limit(10 * MAX_LETTERS)
    rows: dict[int, dict[int, Cell]] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        for number, fields in enumerate(reader, 1):
            found = {column: Cell(cleaned(restored(field))) for column, field in enumerate(fields) if field.strip()}
            if found:
                rows[number] = found
            if len(rows) > MAX_ROWS:
                raise too_many("the file")
    except csv.Error as error:
        hint = "A quotation mark may not be closed, so that the rows after it were read as one text. Save it anew."
        raise NotASheetError("Z02", f"the file is broken at line {reader.line_num}: {error}", hint) from None
    return Book((Sheet("", rows),))


def _decoded(file: bytes) -> str:
    if file.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in file[:4096]:
        raise NotASheetError("Z01", "it is not a CSV file that can be read", _UTF8)
    else:
        encoding = "utf-8-sig"
    try:
        return file.decode(encoding)
    except UnicodeDecodeError as error:
        line = file.count(b"\n", 0, error.start) + 1
        raise NotASheetError("Z02", f"line {line} is not UTF-8", _UTF8) from None
