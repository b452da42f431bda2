"""The named styles of the law, as a table. A sans face heads, a serif face is the law.

Faces have metric twins (Cambria and Caladea, Calibri and Carlito), so that lines break alike in Word and LibreOffice.
Lengths are in twips (a twentieth of a point), sizes in half points.
"""

from __future__ import annotations

from dataclasses import dataclass

from normbook.word.numbering import LISTS, PLACE
from normbook.word.openxml import Element, el

SERIF, SANS, FIXED = "Cambria", "Calibri", "Courier New"
TWINS = {SERIF: "Caladea", SANS: "Carlito", FIXED: "Liberation Mono"}
INK, GREY, SHADE, LINE = "1F3550", "5A6472", "EEF2F7", "9FB0C6"
_PADDING = 5
"""Points between the edge of a shade and the text."""
BASIC = frozenset({"Normal", "Title", "Subtitle", "Hyperlink", "Header", "Footer", "TOCHeading", "TOC1", "TOC2",
                   "FootnoteText", "FootnoteReference", "ListBullet"})
"""Styles that Word knows by name; the others are custom."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style. Empty values leave a property to the style it is based on.

    `rules` maps a side to a line width. `padded` lets the shade reach a little beyond the text on every side, to the
    indents that are given.
    """

    id: str
    name: str
    kind: str = "paragraph"
    based: str = "Normal"
    next: str = ""
    face: str = ""
    size: int = 0
    bold: bool | None = None
    italic: bool | None = None
    caps: bool = False
    colour: str = ""
    spread: int = 0
    raised: bool = False
    before: int | None = None
    after: int | None = None
    line: int = 0
    left: int | None = None
    hanging: int = 0
    right: int = 0
    keep: bool | None = None
    whole: bool = False
    page: bool = False
    outline: int | None = None
    align: str = ""
    shade: str = ""
    rules: tuple[tuple[str, int], ...] = ()
    padded: bool = False
    tabs: tuple[tuple[str, int], ...] = ()


STYLES: tuple[Style, ...] = (
    Style("Normal", "Normal", based="", face=SERIF, size=22, before=0, after=120, line=264),
    # first page
    Style("CoverEdition", "Cover Edition", face=SANS, size=22, bold=True, caps=True, spread=30, colour=GREY, before=1700, after=360),
    Style("Title", "Title", face=SANS, size=58, bold=True, colour=INK, after=360, line=228, align="left"),
    Style("Subtitle", "Subtitle", face=SERIF, size=26, italic=True, colour="000000", after=700, line=276, align="left"),
    Style("CoverStatus", "Cover Status", face=SANS, size=22, shade=SHADE, left=0, padded=True, after=420, line=276,
          rules=(("top", 6), ("left", 6), ("bottom", 6), ("right", 6))),
    Style("CoverFact", "Cover Fact", face=SANS, size=21, left=1985, hanging=1985, after=100, tabs=(("left", 1985),)),
    # contents
    Style("TOCHeading", "TOC Heading", next="Normal", face=SANS, size=30, bold=True, colour=INK, after=200, keep=True, page=True),
    Style("TOC1", "toc 1", face=SANS, size=21, bold=True, colour=INK, left=1134, hanging=1134, before=150, after=30, line=240,
          keep=True, tabs=(("left", 1134),)),
    Style("TOC2", "toc 2", face=SANS, size=20, left=2155, hanging=1021, after=20, line=240, tabs=(("left", 2155),)),
    Style("TOC3", "toc 3", face=SANS, size=20, left=2722, after=20, line=240),
    # the law
    Style("LawTitle", "Law Title", next="LongTitle", face=SANS, size=36, bold=True, colour=INK, before=240, after=240, line=240,
          keep=True, page=True, align="center"),
    Style("LongTitle", "Long Title", italic=True, size=23, left=567, right=567, after=240, align="center"),
    Style("EnactingFormula", "Enacting Formula", after=240, align="center"),
    Style("PartHeading", "Part Heading", next="ArticleHeading", face=SANS, size=30, bold=True, colour=INK, before=560, after=160,
          line=240, left=1474, hanging=1474, keep=True, whole=True, outline=0, rules=(("bottom", 6),)),
    Style("Reserved", "Reserved Note", italic=True, colour=GREY, left=1474),
    Style("ArticleHeading", "Article Heading", next="LawParagraph", face=SANS, size=23, bold=True, colour=INK, before=320,
          after=100, line=240, left=1304, hanging=1304, keep=True, whole=True, outline=1),
    Style("LawText", "Law Text", left=567),
    Style("LawParagraph", "Law Paragraph", left=567, hanging=567),
    Style("LawPoint", "Law Point", left=1134, hanging=567, after=80),
    Style("LawSubpoint", "Law Subpoint", left=1701, hanging=567, after=60),
    Style("DefinitionPoint", "Definition Point", left=1134, hanging=567, after=80),
    Style("VariantHeading", "Variant Heading", next="LawParagraph", face=SANS, size=20, bold=True, colour=INK, shade=SHADE,
          before=200, after=100, line=240, left=0, keep=True, whole=True, padded=True, rules=(("top", 6),), tabs=(("left", 1304),)),
    Style("ChoiceHeading", "Choice Heading", next="LawParagraph", face=SANS, size=20, bold=True, colour=INK, shade=SHADE,
          before=160, after=100, line=240, left=567, keep=True, whole=True, padded=True, rules=(("top", 6),), tabs=(("left", 1701),)),
    Style("VariantNote", "Variant Note", face=SANS, size=18, shade=SHADE, before=80, line=247, left=0, whole=True, padded=True, after=0),
    Style("ChoiceNote", "Choice Note", face=SANS, size=18, shade=SHADE, before=80, line=247, left=567, whole=True, padded=True, after=0),
    Style("VariantEnd", "Variant End", based="VariantNote", shade=SHADE, left=0, after=240, padded=True, rules=(("bottom", 6),)),
    Style("ChoiceEnd", "Choice End", based="ChoiceNote", shade=SHADE, left=567, after=240, padded=True, rules=(("bottom", 6),)),
    # Schedules
    Style("ScheduleHeading", "Schedule Heading", next="LawText", face=SANS, size=30, bold=True, colour=INK, before=0, after=160,
          line=240, left=1928, hanging=1928, keep=True, whole=True, page=True, outline=0, rules=(("bottom", 6),)),
    Style("ScheduleText", "Schedule Text", after=160),
    Style("ScheduleSubheading", "Schedule Subheading", next="ScheduleForm", face=SANS, size=24, bold=True, colour=INK, before=320,
          after=100, keep=True, whole=True),
    Style("ScheduleForm", "Schedule Form", next="ScheduleItem", face=SANS, size=21, bold=True, before=240, after=60, keep=True,
          whole=True),
    Style("ScheduleItem", "Schedule Item", left=567, hanging=567, after=60),
    Style("ScheduleBullet", "Schedule Bullet", left=567, hanging=283, after=40),
    Style("ScheduleFacts", "Schedule Facts", next="ScheduleItem", face=SANS, size=19, after=100, line=240, keep=True),
    Style("ScheduleLead", "Schedule Lead", before=120, after=60, keep=True),
    # tables
    Style("TableText", "Table Text", face=SANS, size=18, after=40, line=240),
    Style("TableHead", "Table Head", based="TableText", bold=True, colour=INK, keep=True),
    Style("TableBullet", "Table Bullet", based="TableText", left=170, hanging=170),
    # guide
    Style("GuideHeading", "Guide Heading", next="GuideText", face=SANS, size=32, bold=True, colour=INK, after=200, line=240,
          keep=True, whole=True, page=True, outline=0, rules=(("bottom", 6),)),
    Style("GuidePart", "Guide Part", next="GuideText", face=SANS, size=26, bold=True, colour=INK, before=480, after=100, line=240,
          keep=True, whole=True, outline=1),
    Style("GuideArticle", "Guide Article", next="GuideText", face=SANS, size=22, bold=True, colour=INK, before=320, after=40,
          line=240, left=1304, hanging=1304, keep=True, whole=True, outline=2, tabs=(("left", 1304),)),
    Style("GuideMark", "Guide Mark", next="GuideText", face=SANS, size=18, colour=GREY, after=80, line=240, keep=True),
    Style("GuideText", "Guide Text", size=20, after=100),
    Style("GuideLead", "Guide Lead", based="GuideText", after=40, keep=True),
    Style("ListBullet", "List Bullet", based="GuideText", left=284, hanging=284, after=50),
    Style("GuideNumber", "Guide Number", based="GuideText", left=397, hanging=397, after=50, tabs=(("left", 397),)),
    # furniture
    Style("Header", "header", face=SANS, size=17, colour=GREY, after=0, line=240, rules=(("bottom", 4),), tabs=(("right", 9070),)),
    Style("Footer", "footer", face=SANS, size=17, colour=GREY, after=0, line=240, tabs=(("right", 9070),)),
    Style("HeaderWide", "Header Wide", based="Header", tabs=(("clear", 9070), ("right", 14003))),
    Style("FooterWide", "Footer Wide", based="Footer", tabs=(("clear", 9070), ("right", 14003))),
    Style("FootnoteText", "footnote text", size=18, left=312, hanging=312, tabs=(("left", 312),), after=40, line=240),
    # characters
    Style("Hyperlink", "Hyperlink", "character", "", colour=INK),
    Style("FootnoteReference", "footnote reference", "character", "", raised=True),
    Style("BlankChar", "Blank Char", "character", "", italic=True),
    Style("FigureChar", "Figure Char", "character", ""),
    Style("AlternativeChar", "Alternative Char", "character", ""),
    Style("ConditionChar", "Condition Char", "character", "", face=SANS, size=19, italic=True, colour=GREY),
    Style("DefinedTerm", "Defined Term", "character", "", bold=True),
    Style("RunIn", "Run In", "character", "", face=SANS, bold=True, colour=INK),
    Style("VerbatimChar", "Verbatim Char", "character", "", face=FIXED),
)


def element(style: Style) -> Element:
    """A style as an element of styles.xml."""
    paragraph = style.kind == "paragraph"
    made = el("w:style", el("w:name", val=style.name), el("w:basedOn", val=style.based) if style.based else None,
              el("w:next", val=style.next) if style.next else None, el("w:qFormat"),
              _paragraph(style) if paragraph else None, _run(style), type=style.kind, styleId=style.id)
    if style.id == "Normal":
        made.set(made.tag.replace("}style", "}default"), "1")
    if style.id not in BASIC:
        made.set(made.tag.replace("}style", "}customStyle"), "1")
    return made


def table_style() -> Element:
    """The one table style: rules between the rows, a shaded head, no vertical lines."""
    def rules(*sides: str) -> list[Element]:
        return [el(f"w:{side}", val="single", sz=4, space=0, color=LINE) for side in sides]

    margins = [el(f"w:{side}", w=width, type="dxa") for side, width in (("top", 50), ("left", 85), ("bottom", 30), ("right", 85))]
    return el(
        "w:style", el("w:name", val="Law Table"), el("w:qFormat"),
        el("w:tblPr", el("w:tblBorders", *rules("top", "bottom", "insideH")), el("w:tblCellMar", *margins)),
        el("w:tblStylePr", el("w:tcPr", el("w:tcBorders", *rules("bottom")), el("w:shd", val="clear", color="auto", fill=SHADE)),
           type="firstRow"),
        type="table", customStyle=1, styleId="LawTable",
    )


def _paragraph(style: Style) -> Element:
    place = PLACE.get(style.id)
    ends = {"before": style.before, "after": style.after, "line": style.line or None}
    spacing = {key: value for key, value in ends.items() if value is not None}
    if style.line:
        spacing["lineRule"] = "auto"  # type: ignore[assignment]
    inset = _PADDING * 20 if style.padded else 0
    indents = {"left": style.left + inset if style.left is not None else None, "right": style.right + inset or None,
               "hanging": style.hanging or None}
    if place and not style.padded:
        level = LISTS[place[0]][place[1]]
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
        *_flag("b", style.bold), *_flag("i", style.italic), el("w:caps") if style.caps else None,
        el("w:color", val=style.colour) if style.colour else None,
        el("w:spacing", val=style.spread) if style.spread else None,
        *((el("w:sz", val=style.size), el("w:szCs", val=style.size)) if style.size else ()),
        el("w:vertAlign", val="superscript") if style.raised else None,
    )


def _flag(name: str, value: bool | None) -> tuple[Element, ...]:
    if value is None:
        return ()
    return tuple(el(f"w:{tag}") if value else el(f"w:{tag}", val=0) for tag in (name, f"{name}Cs"))
