"""The worksheet of attribution: a form to fill in on the page, or to print and fill in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.attribution import Sheet, sheet_of
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.page import Action, Page

URL = "attribution/worksheet/"
DOCX, XLSX = "downloads/attribution-worksheet.docx", "downloads/attribution-worksheet.xlsx"
SCRIPTS = ("assets/conditions.js", "data/attribution-worksheet.js", "assets/worksheet.js")
"""What the page loads besides, in order: the evaluator, the rules, the form."""


def pages(publication: Publication) -> Iterator[Page]:
    """The worksheet, where the method has one."""
    if sheet := sheet_of(publication.corpus, publication.plain):
        yield Page(URL, "attribution/worksheet.md", "Worksheet", lambda: _page(publication, sheet))


def _page(publication: Publication, sheet: Sheet) -> str:
    actions = [Action("To fill in (Word)", DOCX, "download"), Action("To fill in (spreadsheet)", XLSX, "download"),
               Action("Method and rules", "attribution/"),
               *(Action(f"Schedule {s.number}", f"{s.id}/") for s in publication.corpus.law.schedules
                 if s.shows == "assessment")]
    marks = sheet.worksheet.place
    return render("worksheet.md.j2", pub=publication, p=publication.printer(URL), sheet=sheet, method=sheet.method,
                  scripts=SCRIPTS, actions=[a.meta() for a in actions], source=f"{marks.file}:{marks.line}")
