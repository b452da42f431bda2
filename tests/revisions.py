"""Tracked changes accepted or rejected on the XML, by the rules of WordprocessingML, and what a document then says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from normbook.word.openxml import Element, etree, name, parse, write
from normbook.word.package import style_of
from normbook.word.redline_atoms import line, shown

P, TABLE, ROW = name("w:p"), name("w:tbl"), name("w:tr")
PPR, VAL, ID = name("w:pPr"), name("w:val"), name("w:id")
SIGNED = {name("w:rPr"), name("w:trPr")}
SAID = {name("w:delText"): name("w:t"), name("w:delInstrText"): name("w:instrText")}
TEXTS = ("word/document.xml", "word/footnotes.xml")


def accepted(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a file after all changes are accepted."""
    return _settled(parts, name("w:ins"), name("w:del"), back=False)


def rejected(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a file after all changes are rejected."""
    return _settled(parts, name("w:del"), name("w:ins"), back=True)


def _settled(parts: Mapping[str, bytes], stays: str, goes: str, *, back: bool) -> dict[str, bytes]:
    made = dict(parts)
    for part in TEXTS:
        root = parse(parts[part])
        _settle(root, stays, goes, back=back)
        made[part] = write(root)
    root, notes = parse(made[TEXTS[0]]), parse(made[TEXTS[1]])
    used = {sign.get(ID) for sign in root.iter(name("w:footnoteReference"))}
    for note in list(notes):
        if note.get(name("w:type")) is None and note.get(ID) not in used:
            notes.remove(note)
    made[TEXTS[1]] = write(notes)
    return made


def _settle(root: Element, stays: str, goes: str, *, back: bool) -> None:
    _rows(root, stays, goes)
    for content in [each for each in root.iter(stays, goes) if each.getparent().tag not in SIGNED]:
        _content(content, goes)
    for tag, said in SAID.items():
        for node in list(root.iter(tag)):
            node.tag = said
    for paragraph in list(root.iter(P)):
        mark = paragraph.find(f"{PPR}/{name('w:rPr')}")
        if mark is not None:
            paragraph.find(PPR).remove(mark)
            if mark.find(goes) is not None:
                _joined(paragraph)
    _properties(root, back=back)


def _properties(root: Element, *, back: bool) -> None:
    for change in list(root.iter(name("w:pPrChange"))):
        properties = change.getparent()
        properties.remove(change)
        if back:
            kept = [each for each in properties if each.tag == name("w:sectPr")]
            properties[:] = [*change[0], *kept]


def _rows(root: Element, stays: str, goes: str) -> None:
    for row in list(root.iter(ROW)):
        if row.find(f"{name('w:trPr')}/{goes}") is not None:
            row.getparent().remove(row)
    for table in list(root.iter(TABLE)):
        if table.find(ROW) is None:
            table.getparent().remove(table)
    for extra in root.iter(name("w:trPr")):
        for sign in [each for each in extra if each.tag == stays]:
            extra.remove(sign)


def _content(content: Element, goes: str) -> None:
    around = content.getparent()
    if around is None:
        return
    at = around.index(content)
    around.remove(content)
    if content.tag != goes:
        around[at:at] = list(content)
    elif around.tag in {name("w:hyperlink"), name("w:sdtContent")} and not len(around):
        shell = around if around.tag == name("w:hyperlink") else around.getparent()
        shell.getparent().remove(shell)


def _joined(paragraph: Element) -> None:
    """A paragraph whose end is gone becomes part of the next."""
    following = paragraph.getnext()
    inside = [child for child in paragraph if child.tag != PPR]
    words = shown(inside) or any(True for each in inside for _ in each.iter(name("w:footnoteReference")))
    if words:
        assert following is not None
        assert following.tag == P, "words with no paragraph to stand in"
        at = 1 if following.find(PPR) is not None else 0
        following[at:at] = inside
    else:
        assert following is not None, "the last paragraph has lost its end"
    paragraph.getparent().remove(paragraph)


class Said(NamedTuple):
    """A paragraph: where it stands, its style, the number of its list, its bookmarks and its atoms."""

    where: str
    style: str
    level: str
    atoms: tuple[tuple[str, ...], ...]


def says(parts: Mapping[str, bytes], *, contents: bool = False) -> list[Said]:
    """What a document says, paragraph by paragraph, footnotes where they hang; without contents unless asked for.

    Blanks in tables are their words: a row that came or went holds them so.
    """
    root, notes = parse(parts[TEXTS[0]]), parse(parts[TEXTS[1]])
    goals = {each.get("Id"): each.get("Target") for each in parse(parts["word/_rels/document.xml.rels"])}
    for link in root.iter(name("w:hyperlink")):
        if link.get(name("r:id")):
            link.set(name("r:id"), goals[link.get(name("r:id"))])
    for control in [each for row in root.iter(ROW) for each in row.iter(name("w:sdt"))]:
        around, at = control.getparent(), control.getparent().index(control)
        around[at : at + 1] = list(control.find(name("w:sdtContent")))
    words = {note.get(ID): shown([note]) for note in notes}
    lists = {num.get(name("w:numId")): b"|".join(etree.tostring(each, method="c14n") for each in num)
             for num in parse(parts["word/numbering.xml"]).iter(name("w:num"))}
    made = []
    for paragraph in root.iter(P):
        style = style_of(paragraph)
        if style.startswith("TOC") and not contents:
            continue
        number = paragraph.find(f"{PPR}/{name('w:numPr')}/{name('w:numId')}")
        level = lists[number.get(VAL)].decode() if number is not None else ""
        atoms = tuple(_leading(atom.key) for atom in line(paragraph, lambda number: words[number]).atoms)
        made.append(Said(_where(paragraph), style, level, atoms))
    return made


def _leading(key: tuple[str, ...]) -> tuple[str, ...]:
    """A reference to where a provision that moved once was is one to the provision."""
    if key[0] == "field":
        return ("field", re.sub(r"\bREF w_", "REF p_", key[1]))
    return ("link", key[1].replace("w_", "p_", 1), *key[2:]) if key[:2] and key[1].startswith("w_") else key


def lost(parts: Mapping[str, bytes]) -> set[str]:
    """Bookmarks that fields and links of the text refer to and that are not there."""
    held, root = set(marks(parts)), parse(parts[TEXTS[0]])
    goals: set[str] = set()
    for paragraph in root.iter(P):
        if not style_of(paragraph).startswith("TOC"):
            goals |= {link.get(name("w:anchor")) or "" for link in paragraph.iter(name("w:hyperlink"))}
            goals |= {goal for code in paragraph.iter(name("w:instrText"))
                      for goal in re.findall(r"\bREF (\w+)", code.text or "")}
    return goals - held - {""}


def _where(paragraph: Element) -> str:
    around = paragraph.getparent()
    if around.tag != name("w:tc"):
        return ""
    row = around.getparent()
    table = row.getparent()
    return f"row {table.findall(ROW).index(row)} cell {row.index(around)}"


def marks(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The bookmarks of a document."""
    for mark in parse(parts[TEXTS[0]]).iter(name("w:bookmarkStart")):
        yield str(mark.get(name("w:name")))
