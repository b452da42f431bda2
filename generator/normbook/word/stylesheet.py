"""The named styles as WordprocessingML, each property where the schema wants it."""

from __future__ import annotations

from normbook.law.vocabulary import MODEL, Vocabulary
from normbook.word.numbering import PLACE, lists
from normbook.word.openxml import Element, el
from normbook.word.styles import LINE, SHADE, Style

BASIC = frozenset({"Normal", "Title", "Subtitle", "Hyperlink", "Header", "Footer", "TOCHeading", "TOC1", "TOC2",
                   "FootnoteText", "FootnoteReference", "ListBullet"})
"""Styles that Word knows by name; the others are custom."""
_PADDING = 5
"""Points between the edge of a shade and the text."""


def element(style: Style, words: Vocabulary = MODEL) -> Element:
    """A style as an element of styles.xml. Its indents leave room for the numbers of the vocabulary."""
    paragraph = style.kind == "paragraph"
    made = el("w:style", el("w:name", val=style.name), el("w:basedOn", val=style.based) if style.based else None,
              el("w:next", val=style.next) if style.next else None, el("w:qFormat"),
              _paragraph(style, words) if paragraph else None, _run(style), type=style.kind, styleId=style.id)
    if style.id == "Normal":
        made.set(made.tag.replace("}style", "}default"), "1")
    if style.id not in BASIC:
        made.set(made.tag.replace("}style", "}customStyle"), "1")
    return made


def table_style() -> Element:
    """The one table style: rules between the rows, a shaded head, no vertical lines."""
    def rules(*sides: str) -> list[Element]:
        return [el(f"w:{side}", val="single", sz=4, space=0, color=LINE) for side in sides]

    room = (("top", 50), ("left", 85), ("bottom", 30), ("right", 85))
    margins = [el(f"w:{side}", w=width, type="dxa") for side, width in room]
    head = el("w:tcPr", el("w:tcBorders", *rules("bottom")), el("w:shd", val="clear", color="auto", fill=SHADE))
    return el(
        "w:style", el("w:name", val="Law Table"), el("w:qFormat"),
        el("w:tblPr", el("w:tblBorders", *rules("top", "bottom", "insideH")), el("w:tblCellMar", *margins)),
        el("w:tblStylePr", head, type="firstRow"), type="table", customStyle=1, styleId="LawTable",
    )


def _paragraph(style: Style, words: Vocabulary) -> Element:
    place = PLACE.get(style.id)
    ends: dict[str, int | None] = {"before": style.before, "after": style.after, "line": style.line or None}
    spacing: dict[str, str | int] = {key: value for key, value in ends.items() if value is not None}
    if style.line:
        spacing["lineRule"] = "auto"
    inset = _PADDING * 20 if style.padded else 0
    indents = {"left": style.left + inset if style.left is not None else None, "right": style.right + inset or None,
               "hanging": style.hanging or None}
    if place and not style.padded:
        level = lists(words)[place[0]][place[1]]
        indents |= {"left": level.left, "hanging": level.hanging or None}
    indent = {key: value for key, value in indents.items() if value is not None}
    return el(
        "w:pPr", el("w:keepNext") if style.keep else None, el("w:keepLines") if style.whole else None,
        el("w:pageBreakBefore") if style.page else None,
        el("w:numPr", el("w:ilvl", val=place[1]), el("w:numId", val=place[0])) if place else None,
        _borders(style),
        el("w:shd", val="clear", color="auto", fill=style.shade) if style.shade else None,
        el("w:tabs", *(el("w:tab", val=kind, pos=pos) for kind, pos in style.tabs)) if style.tabs else None,
        el("w:spacing", **spacing) if spacing else None, el("w:ind", **indent) if indent else None,
        el("w:jc", val=style.align) if style.align else None,
        el("w:outlineLvl", val=style.outline) if style.outline is not None else None,
    )


def _borders(style: Style) -> Element | None:
    """Lines around a paragraph; on the sides of a padded one that have no line, a line in the colour of its shade."""
    rules = dict(style.rules)
    sides = ("top", "left", "bottom", "right") if style.padded else tuple(rules)
    made = [el(f"w:{side}", val="single", sz=rules.get(side, 4), space=_PADDING if side in ("left", "right") else 3,
               color=LINE if side in rules else style.shade) for side in sides]
    return el("w:pBdr", *made) if made else None


def _run(style: Style) -> Element:
    return el(
        "w:rPr",
        el("w:rFonts", ascii=style.face, hAnsi=style.face, eastAsia=style.face, cs=style.face) if style.face else None,
        *_flags(b=style.bold, i=style.italic), el("w:caps") if style.caps else None,
        el("w:color", val=style.colour) if style.colour else None,
        el("w:spacing", val=style.spread) if style.spread else None,
        *((el("w:sz", val=style.size), el("w:szCs", val=style.size)) if style.size else ()),
        el("w:vertAlign", val="superscript") if style.raised else None,
    )


def _flags(**flags: bool | None) -> list[Element]:
    """What is on or off, each with its twin for complex scripts; what is not said is left to the style below."""
    return [el(f"w:{tag}") if value else el(f"w:{tag}", val=0)
            for name, value in flags.items() if value is not None for tag in (name, f"{name}Cs")]
