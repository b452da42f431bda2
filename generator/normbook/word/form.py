"""The worksheet of attribution as a Word form: content controls for what is chosen and for what is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from normbook import pandoc
from normbook.attribution import Sheet
from normbook.publication import Publication
from normbook.word import assessment, nodes
from normbook.word.contents import Contents, cell, head
from normbook.word.controls import text_control
from normbook.word.frames import frame
from normbook.word.nodes import Node
from normbook.word.openxml import el, pack, source
from normbook.word.package import finish
from normbook.word.plans import printing
from normbook.word.reference import reference

TITLE = "Attribution worksheet"
_GAP = el("w:p", el("w:pPr", el("w:spacing", before=0, after=0, line=160, lineRule="exact")))
"""Between two tables, which would become one if they touched."""
_LEAD = ("Fill in the places in brackets. One form is completed for each incident, by several persons and in writing. "
         "A completed form is a sensitive paper and is kept as its strictest handling marking asks.")
_SIGNED = ("Name", "Body", "Date", "Dissent attached")


def form(publication: Publication, sheet: Sheet, cache: Path | None = None) -> bytes:
    """The form as a .docx file. `cache` keeps what pandoc made."""
    framed = replace(frame(publication), title=TITLE, short_title=TITLE, subject=publication.plain(sheet.method.title))
    printer = printing(publication, publication.labels.tree, ())
    # Nothing of the law stands in this file: every reference leads to the site.
    contents = Contents(publication.corpus, replace(printer, anchors=frozenset()))
    ast = pandoc.tree(list(_blocks(sheet, contents)), lang=framed.language)
    made = pandoc.convert(ast, "docx", as_of=framed.dated, reference=reference(framed), cache=cache)
    return pack(finish(made, framed))


def _blocks(sheet: Sheet, contents: Contents) -> Iterator[Node]:
    printer = contents.printer
    yield nodes.para("Guide Heading", [nodes.text(TITLE)])
    yield nodes.para("Schedule Text", printer.line(sheet.method.summary, capital=True))
    yield nodes.para("Schedule Text", [nodes.text(_LEAD)])
    yield from assessment.record(sheet, contents, "", assessment.controls)
    for group in sheet.method.groups:
        yield nodes.para("Schedule Subheading", [nodes.text(f"Group {group.id}: "), *printer.line(group.title)])
        for one in sheet.method.criteria:
            if one.group == group.id:
                yield from assessment.answering(sheet, one, contents)
                yield nodes.raw(source(_GAP))
    yield nodes.para("Schedule Subheading", [nodes.text("Confidence statement")])
    prompt = "write here, or paste from the spreadsheet"
    yield nodes.para("Schedule Text", [text_control("statement", "confidence statement", prompt)])
    rows = [[cell([text_control(f"signed-{line}-{at}", f"{title} {line}", title.lower())])
             for at, title in enumerate(_SIGNED)] for line in range(1, 4)]
    yield nodes.para("Schedule Subheading", [nodes.text("Those who answer")])
    yield nodes.table("LawTable", (0.3, 0.3, 0.2, 0.2), head(*_SIGNED), rows)
    yield from assessment.rules(sheet.method, contents, "")
