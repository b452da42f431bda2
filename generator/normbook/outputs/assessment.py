"""The worksheet of attribution to take away: as a spreadsheet that yields the statement, and as a Word form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from normbook.attribution import Sheet
from normbook.outputs.worksheets import workbook
from normbook.publication import Publication
from normbook.word.form import form

DOCX, XLSX = "downloads/attribution-worksheet.docx", "downloads/attribution-worksheet.xlsx"


def worksheet_files(publication: Publication, sheet: Sheet, cache: Path | None = None) -> Mapping[str, bytes]:
    """Both files. `cache` keeps what pandoc made, by content."""
    return {DOCX: form(publication, sheet, cache), XLSX: workbook(publication, sheet)}
