"""The reference document, made at build time: pandoc's own with our styles, lists, page and running heads put in.

No binary is kept with the source. pandoc takes styles, numbering, page and running heads from here; what it does not
carry over (settings, properties) `package` puts in afterwards.
"""

from __future__ import annotations

from functools import cache

from normbook import pandoc
from normbook.law.vocabulary import Vocabulary
from normbook.word import furniture, numbering, stylesheet
from normbook.word.furniture import Frame
from normbook.word.openxml import el, name, pack, parse, unpack, write
from normbook.word.styles import SERIF, STYLES

_KEPT = frozenset({"DefaultParagraphFont"})
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@cache
def _own() -> bytes:
    return pandoc.default_file("reference.docx")


def reference(frame: Frame) -> bytes:
    """The reference document of an edition."""
    parts = unpack(_own())
    parts["word/styles.xml"] = _styles(parts["word/styles.xml"], frame)
    parts["word/numbering.xml"] = _numbering(frame.vocabulary)
    parts["word/settings.xml"] = furniture.settings(frame.language)
    parts["word/fontTable.xml"] = furniture.fonts()
    for part, maker in (("header", furniture.head), ("footer", furniture.foot)):
        parts[f"word/{part}1.xml"] = maker(frame, wide=False)
        parts[f"word/{part}2.xml"] = maker(frame, wide=True)
    parts["word/document.xml"] = _page(parts["word/document.xml"], frame)
    parts["word/_rels/document.xml.rels"] = _related(parts["word/_rels/document.xml.rels"])
    parts["[Content_Types].xml"] = _typed(parts["[Content_Types].xml"])
    return pack(parts)


def _styles(data: bytes, frame: Frame) -> bytes:
    """Our styles in place of pandoc's: a drafter's list of styles shows what the law uses and nothing else."""
    root = parse(data)
    defaults = root.find(name("w:docDefaults"))
    defaults.clear()
    defaults.extend([
        el("w:rPrDefault", el("w:rPr", el("w:rFonts", **dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), SERIF)),
                              el("w:sz", val=22), el("w:szCs", val=22),
                              el("w:lang", val=frame.language, eastAsia="zh-CN", bidi="ar-SA"))),
        el("w:pPrDefault", el("w:pPr", el("w:spacing", before=0, after=0))),
    ])
    for style in root.findall(name("w:style")):
        if style.get(name("w:styleId")) not in _KEPT:
            root.remove(style)
    root.extend([stylesheet.element(style, frame.vocabulary) for style in STYLES])
    root.append(stylesheet.table_style())
    return write(root)


def _numbering(words: Vocabulary) -> bytes:
    """All abstract lists before all lists in use, as the schema has it."""
    return write(el("w:numbering", *numbering.abstract_lists(words),
                    *(numbering.bound_list(number, number) for number in numbering.LISTS)))


def _page(data: bytes, frame: Frame) -> bytes:
    root = parse(data)
    body = root.find(name("w:body"))
    for old in body.findall(name("w:sectPr")):
        body.remove(old)
    body.append(furniture.section("portrait", frame.paper))
    return write(root)


def _related(data: bytes) -> bytes:
    root = parse(data)
    for key, part in furniture.PARTS.items():
        root.append(el("rel:Relationship", Id=key, Type=f"{RELATIONSHIPS}/{part[:-1]}", Target=f"{part}.xml"))
    return write(root)


def _typed(data: bytes) -> bytes:
    root = parse(data)
    for part in furniture.PARTS.values():
        root.append(el("ct:Override", PartName=f"/word/{part}.xml", ContentType=f"{_CONTENT}.{part[:-1]}+xml"))
    return write(root)
