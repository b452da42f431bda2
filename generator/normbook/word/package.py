"""A pass over the file that pandoc made: what pandoc's tree cannot say.

Counts set by hand, paragraphs that must not part from the next, the widths of tables, and the properties of the file.
What comes out depends on the document alone: parts in the order of their names, one date for all, ids in the order in
which they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from normbook.word import furniture, numbering
from normbook.word.blanks import GLOSSARY
from normbook.word.contents import WIDE_TABLE
from normbook.word.furniture import TEXT_WIDTH, Frame
from normbook.word.inlines import UNNUMBERED
from normbook.word.numbering import FIRST_FREE, PLACE, Restart
from normbook.word.openxml import Element, el, name, parse, unpack, write
from normbook.word.origin import ITEM, PROPERTIES
from normbook.word.reference import RELATIONSHIPS

_OFFICE = "application/vnd.openxmlformats-officedocument"
_DEPTH = {"LawText": 1, "LawParagraph": 1, "LawPoint": 2, "DefinitionPoint": 2, "LawSubpoint": 3}
"""How deep the lines of an article stand: a line followed by a deeper one announces it."""
_NOTES = frozenset({"VariantNote", "VariantEnd", "ChoiceNote", "ChoiceEnd"})


def finish(docx: bytes, frame: Frame, restarts: Iterable[Restart]) -> dict[str, bytes]:
    """The finished parts of the file, by name."""
    parts = unpack(docx)
    root, lists = parse(parts["word/document.xml"]), parse(parts["word/numbering.xml"])
    body = root.find(name("w:body"))
    _count(body, lists, list(restarts))
    _together(body)
    for table in body.iter(name("w:tbl")):
        _table(table)
    _renumber(body)
    notes = parse(parts["word/footnotes.xml"])
    _notes(notes)
    _number_controls([body, notes])
    parts["word/footnotes.xml"] = write(notes)
    parts["word/document.xml"], parts["word/numbering.xml"] = write(root), write(lists)
    parts["word/settings.xml"] = furniture.settings(frame.language)
    parts |= furniture.properties(frame)
    return parts


def tags(parts: Mapping[str, bytes]) -> set[str]:
    """The tags of the content controls of a file."""
    roots = (parse(parts[part]) for part in ("word/document.xml", "word/footnotes.xml"))
    return {str(tag.get(name("w:val"))) for root in roots for tag in root.iter(name("w:tag"))}


def related(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts, with the parts that hold values and placeholders declared and related to the main one."""
    types, links = parse(parts["[Content_Types].xml"]), parse(parts["word/_rels/document.xml.rels"])
    for part, kind in ((PROPERTIES, f"{_OFFICE}.customXmlProperties+xml"),
                       (GLOSSARY, f"{_OFFICE}.wordprocessingml.document.glossary+xml")):
        types.append(el("ct:Override", PartName=f"/{part}", ContentType=kind))
    for key, target in (("customXml", f"../{ITEM}"), ("glossaryDocument", GLOSSARY.removeprefix("word/"))):
        links.append(el("rel:Relationship", Id=f"rId{key}", Type=f"{RELATIONSHIPS}/{key}", Target=target))
    return {**parts, "[Content_Types].xml": write(types), "word/_rels/document.xml.rels": write(links)}


def style_of(paragraph: Element) -> str:
    """Id of the style of a paragraph."""
    found = paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")
    return "" if found is None else str(found.get(name("w:val")))


def _count(body: Element, lists: Element, restarts: list[Restart]) -> None:
    """Put paragraphs whose count is set by hand into lists of their own, over the same abstract list."""
    single = {bookmark: item for item in restarts if not item.lasting for bookmark in item.bookmarks}
    lasting = {item.bookmarks[0]: item for item in restarts if item.lasting}
    numbers: dict[Restart, int] = {}
    current: dict[int, int] = {}
    for paragraph in body.iter(name("w:p")):
        place = PLACE.get(style_of(paragraph))
        if place is None:
            continue
        names = [mark.get(name("w:name")) for mark in paragraph.iter(name("w:bookmarkStart"))]
        own = next((single[mark] for mark in names if mark in single), None)
        jump = next((lasting[mark] for mark in names if mark in lasting), None)
        for item in (own, jump):
            if item and item not in numbers:
                numbers[item] = FIRST_FREE + len(numbers)
                lists.append(numbering.bound_list(numbers[item], place[0], {place[1]: item.start}))
        if jump:
            current[place[0]] = numbers[jump]
        chosen = numbers[own] if own else current.get(place[0])
        if chosen is not None:
            _set(paragraph, el("w:numPr", el("w:ilvl", val=place[1]), el("w:numId", val=chosen)))


def _together(body: Element) -> None:
    """Words that announce points stay with the first of them, and the last line of a variant with its note."""
    for one, two in pairwise(body.findall(name("w:p"))):
        first, second = style_of(one), style_of(two)
        deeper = 0 < _DEPTH.get(first, 0) < _DEPTH.get(second, 0)
        if deeper or (first in _DEPTH and second in _NOTES):
            _set(one, el("w:keepNext"))


_ORDER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr")


def _set(paragraph: Element, made: Element) -> None:
    """Put a property where the schema wants it."""
    properties = paragraph.find(name("w:pPr"))
    rank = _ORDER.index(made.tag.partition("}")[2])
    before = [child for child in properties if child.tag.partition("}")[2] in _ORDER[: rank + 1]]
    if before and before[-1].tag == made.tag:
        properties.replace(before[-1], made)
    else:
        properties.insert(len(before), made)


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


def _number_controls(roots: Iterable[Element]) -> None:
    """A number for every content control that has none, in the order in which they stand."""
    waiting = (one for root in roots for one in root.iterfind(f".//{name('w:sdtPr')}/{name('w:id')}")
               if one.get(name("w:val")) == str(UNNUMBERED))
    for number, one in enumerate(waiting, 1):
        one.set(name("w:val"), str(number))


def _notes(root: Element) -> None:
    """A tab between the number of a footnote and its text, where pandoc puts a blank."""
    for sign in root.iter(name("w:footnoteRef")):
        after = sign.getparent().getnext()
        if after is not None and "".join(after.itertext()) == " ":
            after.getparent().replace(after, el("w:r", el("w:tab")))


def _renumber(body: Element) -> None:
    """Number the bookmarks in the order in which they open."""
    numbers: dict[str, str] = {}
    key = name("w:id")
    for mark in body.iter(name("w:bookmarkStart"), name("w:bookmarkEnd")):
        mark.set(key, numbers.setdefault(mark.get(key), str(len(numbers))))
