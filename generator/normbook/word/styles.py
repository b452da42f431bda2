"""The named styles of the law, as a table. A sans face heads, a serif face is the law.

Faces have metric twins (Cambria and Caladea, Calibri and Carlito), so that lines break alike in Word and LibreOffice.
Lengths are in twips (a twentieth of a point), sizes in half points. A style that carries a number takes its indents
from its level in `numbering`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SERIF, SANS, FIXED = "Cambria", "Calibri", "Courier New"
TWINS = {SERIF: "Caladea", SANS: "Carlito", FIXED: "Liberation Mono"}
INK, GREY, SHADE, LINE = "1F3550", "5A6472", "EEF2F7", "9FB0C6"
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


_HEAD: dict[str, Any] = {"face": SANS, "bold": True, "colour": INK, "line": 240, "keep": True}
_BAR: dict[str, Any] = {**_HEAD, "size": 20, "whole": True, "shade": SHADE, "padded": True, "rules": (("top", 6),)}
_NOTE: dict[str, Any] = {"face": SANS, "size": 18, "line": 247, "before": 80, "whole": True, "shade": SHADE,
                         "padded": True}
_SHADED: dict[str, Any] = {"shade": SHADE, "padded": True}
_BOX = (("top", 6), ("left", 6), ("bottom", 6), ("right", 6))
_UNDER = (("bottom", 6),)

FIRST_PAGE = (
    Style("CoverEdition", "Cover Edition", face=SANS, size=22, bold=True, caps=True, spread=30, colour=GREY,
          before=1700, after=360),
    Style("Title", "Title", face=SANS, size=58, bold=True, colour=INK, after=360, line=228),
    Style("Subtitle", "Subtitle", size=26, italic=True, after=700, line=276),
    Style("CoverStatus", "Cover Status", face=SANS, size=22, shade=SHADE, left=0, padded=True, after=420, line=276,
          rules=_BOX),
    Style("CoverFact", "Cover Fact", face=SANS, size=21, left=1985, hanging=1985, after=100, tabs=(("left", 1985),)),
    Style("TOCHeading", "TOC Heading", next="Normal", size=30, after=200, page=True, **_HEAD),
    Style("TOC1", "toc 1", face=SANS, size=21, bold=True, colour=INK, left=1134, hanging=1134, before=130, after=20,
          line=240, keep=True, tabs=(("left", 1134),)),
    Style("TOC2", "toc 2", face=SANS, size=20, left=2155, hanging=1021, after=0, line=240, tabs=(("left", 2155),)),
)
LAW = (
    Style("LawTitle", "Law Title", next="LongTitle", size=36, before=240, after=240, page=True, align="center",
          **_HEAD),
    Style("LongTitle", "Long Title", italic=True, size=23, left=567, right=567, after=240, align="center"),
    Style("EnactingFormula", "Enacting Formula", after=240, align="center"),
    Style("PartHeading", "Part Heading", next="ArticleHeading", size=30, before=560, after=160, whole=True, outline=0,
          rules=_UNDER, **_HEAD),
    Style("ReservedNote", "Reserved Note", italic=True, colour=GREY, left=1474),
    Style("ArticleHeading", "Article Heading", next="LawParagraph", size=23, before=320, after=100, whole=True,
          outline=1, **_HEAD),
    Style("LawText", "Law Text", left=567),
    Style("LawParagraph", "Law Paragraph"),
    Style("LawPoint", "Law Point", after=80),
    Style("LawSubpoint", "Law Subpoint", after=60),
    Style("DefinitionPoint", "Definition Point", after=80),
    Style("VariantHeading", "Variant Heading", next="LawParagraph", left=0, before=200, after=100,
          tabs=(("left", 1304),), **_BAR),
    Style("ChoiceHeading", "Choice Heading", next="LawParagraph", left=567, before=160, after=100,
          tabs=(("left", 1701),), **_BAR),
    Style("DraftingNote", "Drafting Note", left=0, after=0, **_NOTE),
    Style("VariantNote", "Variant Note", based="DraftingNote", left=0, **_SHADED),
    Style("VariantEnd", "Variant End", based="DraftingNote", left=0, after=240, rules=_UNDER, **_SHADED),
    Style("ChoiceNote", "Choice Note", based="DraftingNote", left=567, **_SHADED),
    Style("ChoiceEnd", "Choice End", based="DraftingNote", left=567, after=240, rules=_UNDER, **_SHADED),
    Style("FootnoteText", "footnote text", size=18, left=312, hanging=312, after=40, line=240, tabs=(("left", 312),)),
)
SCHEDULES = (
    Style("ScheduleHeading", "Schedule Heading", next="ScheduleText", size=30, before=0, after=160, whole=True,
          page=True, outline=0, rules=_UNDER, **_HEAD),
    Style("ScheduleText", "Schedule Text", after=160),
    Style("ScheduleSubheading", "Schedule Subheading", next="ScheduleForm", size=24, before=320, after=100, whole=True,
          **_HEAD),
    Style("ScheduleForm", "Schedule Form", next="ScheduleItem", face=SANS, size=21, bold=True, before=240, after=60,
          keep=True, whole=True),
    Style("ScheduleFacts", "Schedule Facts", next="ScheduleItem", face=SANS, size=19, after=100, line=240, keep=True),
    Style("ScheduleItem", "Schedule Item", after=60),
    Style("ScheduleLead", "Schedule Lead", next="ScheduleBullet", before=120, after=60, keep=True),
    Style("ScheduleBullet", "Schedule Bullet", after=40),
    Style("TableText", "Table Text", face=SANS, size=18, after=40, line=240),
    Style("TableHead", "Table Head", based="TableText", bold=True, colour=INK, keep=True),
    Style("TableBullet", "Table Bullet", based="TableText"),
)
GUIDE = (
    Style("GuideHeading", "Guide Heading", next="GuideText", size=32, after=200, whole=True, page=True, outline=0,
          rules=_UNDER, **_HEAD),
    Style("GuidePart", "Guide Part", next="GuideText", size=26, before=480, after=100, whole=True, outline=1,
          tabs=(("left", 1474),), **_HEAD),
    Style("GuideArticle", "Guide Article", next="GuideMark", size=22, before=320, after=40, left=1304, hanging=1304,
          whole=True, outline=2, tabs=(("left", 1304),), **_HEAD),
    Style("GuideMark", "Guide Mark", next="GuideText", face=SANS, size=18, colour=GREY, after=80, line=240, keep=True),
    Style("GuideText", "Guide Text", size=20, after=100),
    Style("GuideLead", "Guide Lead", based="GuideText", next="ListBullet", after=40, keep=True),
    Style("GuideNumber", "Guide Number", based="GuideText", left=397, hanging=397, after=50, tabs=(("left", 397),)),
    Style("ListBullet", "List Bullet", based="GuideText", after=50),
)
FURNITURE = (
    Style("Header", "header", face=SANS, size=17, colour=GREY, after=0, line=240, rules=(("bottom", 4),),
          tabs=(("right", 9070),)),
    Style("Footer", "footer", face=SANS, size=17, colour=GREY, after=0, line=240, tabs=(("right", 9070),)),
    Style("HeaderWide", "Header Wide", based="Header", tabs=(("clear", 9070), ("right", 14002))),
    Style("FooterWide", "Footer Wide", based="Footer", tabs=(("clear", 9070), ("right", 14002))),
)
CHARACTERS = (
    Style("Hyperlink", "Hyperlink", "character", "", colour=INK),
    Style("FootnoteReference", "footnote reference", "character", "", raised=True),
    Style("BlankChar", "Blank Char", "character", "", italic=True),
    Style("FigureChar", "Figure Char", "character", ""),
    Style("AlternativeChar", "Alternative Char", "character", ""),
    Style("ReferenceChar", "Reference Char", "character", ""),
    Style("DraftingMark", "Drafting Mark", "character", "", face=SANS, size=19, italic=True, colour=GREY),
    Style("DefinedTerm", "Defined Term", "character", "", bold=True),
    Style("RunIn", "Run In", "character", "", face=SANS, bold=True, colour=INK),
    Style("VerbatimChar", "Verbatim Char", "character", "", face=FIXED),
)
STYLES: tuple[Style, ...] = (
    Style("Normal", "Normal", based="", face=SERIF, size=22, before=0, after=120, line=264),
    *FIRST_PAGE, *LAW, *SCHEDULES, *GUIDE, *FURNITURE, *CHARACTERS,
)
