"""The plain form of the law as OpenDocument text, for offices that work with it.

pandoc reads the plain Word file and writes it again, so that both hold the same words, notes and tables. The styles
come from the same table (`styles`). pandoc drops tab stops: one is put back between a typed number and its text.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from normbook import pandoc
from normbook.publication import Publication
from normbook.word.document import document
from normbook.word.numbering import LISTS, PLACE
from normbook.word.openxml import pack, unpack
from normbook.word.styles import STYLES, Style

_NAMED = re.compile(r'(text:style-name=")([^"]*)(")')
_NUMBERED = (r'(<text:(?:p|h)\b[^>]*text:style-name="(?:%s)"[^>]*>(?:<text:bookmark[^>]*>)*)'
             r"(\([a-z0-9]+\)|[0-9]+\.|\u2013|(?:Part|Article|Schedule) [IVXLC0-9]+) ")
_HEADINGS = {"PartHeading": "Heading_20_1", "ArticleHeading": "Heading_20_2", "GuideArticle": "Heading_20_3"}
_A4 = ("21.001cm", "29.7cm")
_TWIPS_PER_CM = 567


def opendocument(publication: Publication, cache: Path | None = None) -> bytes:
    """The law as an .odt file with typed numbers."""
    dated = publication.edition.date
    made = unpack(pandoc.reread(document(publication, cache, form="plain"), "docx+styles", "odt", as_of=dated,
                                reference=_reference(), cache=cache))
    made["content.xml"] = _content(made["content.xml"].decode()).encode()
    listed = "META-INF/manifest.xml"
    made[listed] = made[listed].replace(b'"application/xml"', b'"text/xml"')
    kind = made.pop("mimetype")
    return pack({"mimetype": kind, **made}, first="mimetype")


def _content(text: str) -> str:
    """Style names as the format wants them, and a tab stop behind each number."""
    named = _NAMED.sub(lambda found: found[1] + _name(found[2]) + found[3], text)
    numbered = {_name(style.name) for style in STYLES if style.id in PLACE}
    styles = "|".join(sorted(numbered | {*_HEADINGS.values(), "toc_20_1", "toc_20_2"}))
    return re.sub(_NUMBERED % styles, r"\1\2<text:tab/>", named)


def _name(name: str) -> str:
    return name.replace(" ", "_20_")


def _reference() -> bytes:
    """Pandoc's own reference document with the styles of the law and an A4 page."""
    parts = unpack(pandoc.default_file("reference.odt"))
    text = parts["styles.xml"].decode()
    own = "".join(_style(style) for style in STYLES if style.name)
    for name in _HEADINGS.values():
        text = re.sub(rf'<style:style\s+style:name="{name}".*?</style:style>', "", text, flags=re.DOTALL)
    text = text.replace("</office:styles>", f"{own}</office:styles>", 1)
    text = re.sub(r'fo:page-width="[^"]*"', f'fo:page-width="{_A4[0]}"', text)
    parts["styles.xml"] = re.sub(r'fo:page-height="[^"]*"', f'fo:page-height="{_A4[1]}"', text).encode()
    return pack(parts, first="mimetype")


def _style(style: Style) -> str:
    name = _HEADINGS.get(style.id, _name(style.name))
    family = "paragraph" if style.kind == "paragraph" else "text"
    inside = (_paragraph(style) if family == "paragraph" else "") + _run(style)
    outline = f' style:default-outline-level="{style.outline + 1}"' if style.outline is not None else ""
    return (f'<style:style style:name="{name}" style:display-name="{escape(name.replace("_20_", " "))}" '
            f'style:family="{family}"{outline}>{inside}</style:style>')


def _paragraph(style: Style) -> str:
    left, hanging = style.left or 0, style.hanging
    if style.id in PLACE:
        number, depth = PLACE[style.id]
        left, hanging = max(LISTS[number][depth].left, left), LISTS[number][depth].hanging or hanging
    found = {"fo:margin-left": _cm(left), "fo:text-indent": _cm(-hanging), "fo:margin-top": _cm(style.before or 0),
             "fo:margin-bottom": _cm(style.after or 0), "fo:keep-with-next": "always" if style.keep else "",
             "fo:break-before": "page" if style.page else "", "fo:text-align": style.align,
             "fo:background-color": f"#{style.shade}" if style.shade else ""}
    stops = "".join(f'<style:tab-stop style:position="{_cm(at - left)}"/>' for _, at in style.tabs if at > left)
    listed = "".join(f' {key}="{value}"' for key, value in found.items() if value)
    return (f"<style:paragraph-properties{listed}><style:tab-stops>{stops}</style:tab-stops>"
            "</style:paragraph-properties>")


def _run(style: Style) -> str:
    found = {"fo:font-family": style.face, "fo:font-size": f"{style.size / 2:g}pt" if style.size else "",
             "fo:font-weight": "bold" if style.bold else "", "fo:font-style": "italic" if style.italic else "",
             "fo:color": f"#{style.colour}" if style.colour else "",
             "style:text-position": "super 58%" if style.raised else ""}
    return "<style:text-properties" + "".join(f' {key}="{value}"' for key, value in found.items() if value) + "/>"


def _cm(twips: int) -> str:
    return f"{twips / _TWIPS_PER_CM:.3f}cm"
