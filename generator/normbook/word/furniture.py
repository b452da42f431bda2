"""What stands around the text: sections, running heads and feet, settings and properties of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from normbook.law.vocabulary import MODEL, Vocabulary
from normbook.word.openxml import NAMESPACES, Element, el, etree, field, run, source, write
from normbook.word.styles import SANS, SERIF, TWINS

Paper = Literal["a4", "letter"]
PAPERS: Mapping[Paper, tuple[int, int]] = {"a4": (11906, 16838), "letter": (12240, 15840)}
"""Width and height of a page, upright, in twips."""
TEXT_WIDTH = {"portrait": 9070, "wide": 14002}
"""Width of the text on either paper; the margins at the sides take the rest."""
_MARGINS = {"top": 1588, "bottom": 1418, "header": 737, "footer": 680, "gutter": 0}
PARTS = {"rIdHead": "header1", "rIdFoot": "footer1", "rIdHeadWide": "header2", "rIdFootWide": "footer2"}
"""Relationships of the main part that this module adds, with the part each leads to."""

_CUSTOM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The one identifier that all custom properties carry."""

EDITION_ID, DIGEST, HOLDS = "Edition id", "Normative digest", "Provisions"
"""Names of the custom properties by which a file says what it was made from."""

Shape = Literal["cover", "portrait", "wide"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the file says about itself."""

    title: str
    short_title: str
    subject: str
    edition: str
    edition_id: str
    publisher: str
    status: str
    language: str
    dated: date
    keywords: tuple[str, ...] = ()
    digest: str = ""
    """Digest of the normative part of a frozen edition; a draft has none."""
    vocabulary: Vocabulary = MODEL
    paper: Paper = "a4"
    holds: tuple[str, ...] = ()
    """Refs of the Parts, articles and Schedules of a file that holds only those."""
    more: tuple[tuple[str, str], ...] = ()
    """Further custom properties: name and value."""

    @property
    def properties(self) -> dict[str, str]:
        """Custom properties, which the running heads show and `normbook verify` reads."""
        proof = {DIGEST: self.digest} if self.digest else {}
        proof |= {HOLDS: " ".join(self.holds)} if self.holds else {}
        return {"Short title": self.short_title, "Edition": self.edition, EDITION_ID: self.edition_id,
                "Status": self.status, **proof, **dict(self.more)}


def section(shape: Shape, paper: Paper = "a4") -> Element:
    """The properties of a section. The first page has neither head nor foot; later sections name their own."""
    suffix = "Wide" if shape == "wide" else ""
    furniture = [] if shape == "cover" else [
        el("w:headerReference", type="default", r_id=f"rIdHead{suffix}"),
        el("w:footerReference", type="default", r_id=f"rIdFoot{suffix}"),
    ]
    short, long = PAPERS[paper]
    width, height = (long, short) if shape == "wide" else (short, long)
    side = (width - TEXT_WIDTH["wide" if shape == "wide" else "portrait"]) // 2
    size = el("w:pgSz", w=width, h=height)
    if shape == "wide":
        size.set(size.tag.replace("}pgSz", "}orient"), "landscape")
    margins = el("w:pgMar", **_MARGINS, left=side, right=side)
    return el("w:sectPr", *furniture, el("w:type", val="nextPage"), size, margins,
              el("w:cols", space=708))


def section_end(shape: Shape, paper: Paper = "a4") -> Element:
    """A paragraph without height that ends a section of the shape."""
    return _flat(section(shape, paper))


def _flat(*more: Element) -> Element:
    spacing = el("w:spacing", before=0, after=0, line=20, lineRule="exact")
    return el("w:p", el("w:pPr", spacing, *more))


def closed(text: str, paper: Paper = "a4") -> str:
    """The text of a file with the properties of its last section. None begins after the text: it would be a page more.

    `text` may end with the end of a landscape section; that section is then the last one.
    """
    wide = source(section_end("wide", paper))
    if text.endswith(wide):
        return text.removesuffix(wide) + source(_flat()) + source(section("wide", paper))
    return text + source(section("portrait", paper))


def head(frame: Frame, *, wide: bool, live: bool = True) -> bytes:
    """A running head: short title left, edition right; from the properties of the file if it is live."""
    style = "HeaderWide" if wide else "Header"
    if not live:
        words = run(f"{frame.short_title}\t{frame.edition}")
        return write(el("w:hdr", el("w:p", el("w:pPr", el("w:pStyle", val=style)), words)))
    return write(el("w:hdr", el("w:p", el("w:pPr", el("w:pStyle", val=style)),
                                *field('DOCPROPERTY "Short title"', frame.short_title), run("\t"),
                                *field('DOCPROPERTY "Edition"', frame.edition))))


def foot(frame: Frame, *, wide: bool, live: bool = True) -> bytes:
    """A running foot: publisher left, page right. The number of pages is not known until a program lays them out.

    A page number is a field: a foot that is not live has none.
    """
    style = "FooterWide" if wide else "Footer"
    if not live:
        return write(el("w:ftr", el("w:p", el("w:pPr", el("w:pStyle", val=style)), run(frame.publisher))))
    return write(el("w:ftr", el("w:p", el("w:pPr", el("w:pStyle", val=style)), run(f"{frame.publisher}\tPage "),
                                *field("PAGE", "2"), run(" of "), *field("NUMPAGES", "2"))))


def settings(language: str) -> bytes:
    """Settings: present-day layout, no prompt on opening, no field refreshed behind the reader's back."""
    uri = "http://schemas.microsoft.com/office/word"
    modes = {"compatibilityMode": 15, "overrideTableStyleFontSizeAndJustification": 1, "enableOpenTypeFeatures": 1,
             "doNotFlipMirrorIndents": 1, "differentiateMultirowTableHeaders": 1}
    return write(el(
        "w:settings", el("w:zoom", percent=100), el("w:defaultTabStop", val=567),
        el("w:characterSpacingControl", val="doNotCompress"),
        el("w:footnotePr", el("w:footnote", id=-1), el("w:footnote", id=0)),
        el("w:compat", *(el("w:compatSetting", name=key, uri=uri, val=value) for key, value in modes.items())),
        el("w:themeFontLang", val=language), el("w:decimalSymbol", val="."), el("w:listSeparator", val=","),
    ))


def fonts() -> bytes:
    """The faces, each with its twin of the same widths for machines that lack it."""
    family = {SANS: "swiss", SERIF: "roman"}
    return write(el("w:fonts", *(
        el("w:font", el("w:altName", val=twin), el("w:family", val=family.get(face, "modern")),
           el("w:pitch", val="variable"), name=face)
        for face, twin in TWINS.items()
    )))


def properties(frame: Frame) -> Mapping[str, bytes]:
    """The parts that hold the properties of the file. Its times are those of the edition, not of the machine."""
    moment = f"{frame.dated.isoformat()}T00:00:00Z"
    ns = {prefix: NAMESPACES[prefix] for prefix in ("cp", "dc", "dcterms", "xsi")}
    core = etree.Element(f"{{{ns['cp']}}}coreProperties", nsmap=ns)
    core.extend([el("dc:title", frame.title), el("dc:subject", frame.subject), el("dc:creator", frame.publisher),
                 el("cp:keywords", "; ".join(frame.keywords)), el("dc:description", frame.status),
                 el("dc:language", frame.language), el("cp:version", frame.edition),
                 el("dcterms:created", moment, xsi_type="dcterms:W3CDTF"),
                 el("dcterms:modified", moment, xsi_type="dcterms:W3CDTF")])
    custom = etree.Element(f"{{{NAMESPACES['op']}}}Properties", nsmap={None: NAMESPACES["op"], "vt": NAMESPACES["vt"]})
    for number, (key, value) in enumerate(frame.properties.items(), 2):
        custom.append(el("op:property", el("vt:lpwstr", value), fmtid=_CUSTOM, pid=number, name=key))
    app = etree.Element(f"{{{NAMESPACES['ep']}}}Properties", nsmap={None: NAMESPACES["ep"]})
    app.extend([el("ep:Application", "Normbook"), el("ep:Company", frame.publisher)])
    return {"docProps/core.xml": write(core), "docProps/custom.xml": write(custom), "docProps/app.xml": write(app)}
