"""A pass over the file that pandoc made: what pandoc's tree cannot say.

The widths of tables, the properties of the file, and the parts that it holds besides. What comes out depends on the
document alone: parts in the order of their names, one date for all.
"""

from __future__ import annotations

from collections.abc import Mapping

from normbook.word import furniture
from normbook.word.blanks import GLOSSARY
from normbook.word.contents import WIDE_TABLE
from normbook.word.furniture import TEXT_WIDTH, Frame
from normbook.word.openxml import Element, el, name, parse, unpack, write
from normbook.word.origin import ITEM, PROPERTIES
from normbook.word.reference import RELATIONSHIPS

_OFFICE = "application/vnd.openxmlformats-officedocument"


def finish(docx: bytes, frame: Frame) -> dict[str, bytes]:
    """The finished parts of a file that stands as pandoc made it, by name."""
    parts = unpack(docx)
    root, notes = parse(parts["word/document.xml"]), parse(parts["word/footnotes.xml"])
    body = root.find(name("w:body"))
    settle(body)
    _renumber(body)
    parts["word/footnotes.xml"], parts["word/document.xml"] = write(notes), write(root)
    parts["word/settings.xml"] = furniture.settings(frame.language)
    return {**parts, **furniture.properties(frame)}


def settle(body: Element) -> None:
    """Give every table its width."""
    for table in body.iter(name("w:tbl")):
        _table(table)


def constant(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """What of a file that pandoc made is the same whatever the text: no text, and no relationship of it."""
    links = parse(parts["word/_rels/document.xml.rels"])
    for link in links.findall("*"):
        if link.get("TargetMode") == "External":
            links.remove(link)
    return {**parts, "word/_rels/document.xml.rels": write(links)}


def typed_styles(data: bytes) -> bytes:
    """The styles of a file whose numbers are typed: none counts, and headings have the names that Word knows."""
    root = parse(data)
    for style in root.findall(name("w:style")):
        properties, own = style.find(name("w:pPr")), style.get(name("w:styleId"))
        counted = properties.find(name("w:numPr")) if properties is not None else None
        if counted is not None:
            properties.remove(counted)
        if own in _HEADINGS:
            style.find(name("w:name")).set(name("w:val"), _HEADINGS[own])
            style.attrib.pop(name("w:customStyle"), None)
        if own in _LIKE:
            style.find(name("w:basedOn")).set(name("w:val"), _LIKE[own])
    return write(root)


def no_lists(data: bytes) -> bytes:
    """A part of lists that has none: a list that names a style would count its paragraphs in LibreOffice."""
    root = parse(data)
    for each in list(root):
        root.remove(each)
    return write(root)


_HEADINGS = {"PartHeading": "heading 1", "ArticleHeading": "heading 2", "GuideArticle": "heading 3"}
_LIKE = {"ScheduleHeading": "PartHeading", "GuideHeading": "PartHeading", "GuidePart": "ArticleHeading"}
"""Styles of headings that stand on the same level as one of those."""


def related(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts, with the parts that hold values and placeholders declared and related to the main one."""
    types, links = parse(parts["[Content_Types].xml"]), parse(parts["word/_rels/document.xml.rels"])
    for part, kind in ((PROPERTIES, f"{_OFFICE}.customXmlProperties+xml"),
                       (GLOSSARY, f"{_OFFICE}.wordprocessingml.document.glossary+xml")):
        if part in parts:
            types.append(el("ct:Override", PartName=f"/{part}", ContentType=kind))
    for key, part in (("customXml", ITEM), ("glossaryDocument", GLOSSARY)):
        target = part.removeprefix("word/") if part.startswith("word/") else f"../{part}"
        if part in parts:
            links.append(el("rel:Relationship", Id=f"rId{key}", Type=f"{RELATIONSHIPS}/{key}", Target=target))
    return {**parts, "[Content_Types].xml": write(types), "word/_rels/document.xml.rels": write(links)}


def style_of(paragraph: Element) -> str:
    """Id of the style of a paragraph."""
    found = paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")
    return "" if found is None else str(found.get(name("w:val")))


def _table(table: Element) -> None:
    """Full width in absolute measure, rows that do not break across pages, widths on every cell."""
    properties, grid = table.find(name("w:tblPr")), table.find(name("w:tblGrid"))
    style = properties.find(name("w:tblStyle"))
    width = TEXT_WIDTH["wide" if style.get(name("w:val")) == WIDE_TABLE else "portrait"]
    style.set(name("w:val"), "LawTable")
    shares = [int(column.get(name("w:w"))) for column in grid]
    widths = [round(width * share / sum(shares)) for share in shares]
    total = properties.find(name("w:tblW"))
    total.set(name("w:type"), "dxa")
    total.set(name("w:w"), str(sum(widths)))
    for column, own in zip(grid, widths, strict=True):
        column.set(name("w:w"), str(own))
    for row in table.iter(name("w:tr")):
        extra = row.find(name("w:trPr"))
        if extra is None:
            extra = el("w:trPr")
            row.insert(0, extra)
        extra.insert(0, el("w:cantSplit"))
        for cell, own in zip(row.iter(name("w:tc")), widths, strict=True):
            cell.find(name("w:tcPr")).insert(0, el("w:tcW", w=own, type="dxa"))


def _renumber(body: Element) -> None:
    """Number the bookmarks in the order in which they open."""
    numbers: dict[str, str] = {}
    key = name("w:id")
    for mark in body.iter(name("w:bookmarkStart"), name("w:bookmarkEnd")):
        mark.set(key, numbers.setdefault(mark.get(key), str(len(numbers))))
