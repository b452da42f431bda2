"""Blanks of the law as content controls bound to one part of the file, so that filling one in fills all in.

Every control of a blank is bound to its element in `customXml/item1.xml` (`origin`), and Word shows there what the
element holds. While it is empty Word shows the placeholder, which stands in a glossary part under the name of the
blank: the label in brackets, the figure that is proposed, or the body that a public source names and the State has to
confirm. Alternatives ("[judge] [magistrate]") are lists to choose from; each is a choice of its own, and not bound.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from html import escape

from normbook.labels import Labels
from normbook.model.law import Blank
from normbook.word import nodes
from normbook.word.fields import attribute
from normbook.word.openxml import declared

NAMESPACE = "urn:normbook:law"
"""Of the part that holds the values."""
STORE = "{6E6F726D-626F-4F6B-8C61-77626C616E6B}"
"""By this identifier a control finds the part. It is the same in every file, so that a program can rely on it."""
PREFIXES = f"xmlns:n='{NAMESPACE}'"
GLOSSARY = "word/glossary/document.xml"
"""The part that holds what is shown while a blank is empty."""
CHOICE = "choice:"
"""How the tag of a control begins that offers alternatives."""


def path(name: str) -> str:
    """Where the value of a blank stands in the part."""
    return f"/n:law[1]/n:blanks[1]/n:{name}[1]"


def shown(labels: Labels, name: str) -> str:
    """What prints in a blank: its value, or in brackets what is proposed or what to put in."""
    found = labels.blanks.get(name)
    words = nodes.unbroken(labels.blank(name)) if found and found.default else labels.blank(name)
    return words if labels.is_filled(name) else f"[{words}]"


def look(labels: Labels, name: str) -> str:
    """The style of what prints in a blank: upright for a value or a figure, italic for what to put in."""
    found = labels.blanks.get(name)
    return "FigureChar" if labels.is_filled(name) or (found and found.default) else "BlankChar"


def control(labels: Labels, name: str, number: int | str) -> str:
    """The control of a blank at one place, as a string. `number` sets it apart from every other control."""
    blank = labels.blanks.get(name)
    filled, style = labels.is_filled(name), look(labels, name)
    alias = labels.adaptation.vocabulary.say(blank.label) if blank else name
    waiting = "" if filled else (f'<w:placeholder><w:docPart w:val="{placeholder(name)}"/></w:placeholder>'
                                 "<w:showingPlcHdr/>")
    bound = (f'<w:dataBinding w:prefixMappings="{PREFIXES}" w:xpath="{path(name)}" w:storeItemID="{STORE}"/>')
    return _control(alias, name, number, waiting + bound + _kind(blank, labels), shown(labels, name), style)


def alternatives(labels: Labels, options: tuple[str, ...], number: int | str) -> str:
    """A list to choose one of several words from."""
    words = labels.alternatives(options)
    items = "".join(f'<w:listItem w:displayText="{attribute(each)}" w:value="{attribute(each)}"/>'
                    for each in options)
    inside = f"<w:showingPlcHdr/><w:dropDownList>{items}</w:dropDownList>"
    return _control(" or ".join(options), CHOICE + "|".join(options), number, inside, words, "AlternativeChar")


def _control(alias: str, tag: str, number: int | str, inside: str, words: str, style: str) -> str:
    return (f'<w:sdt><w:sdtPr><w:alias w:val="{attribute(alias[:64])}"/>'
            f'<w:tag w:val="{attribute(tag[:64])}"/><w:id w:val="{number}"/>{inside}</w:sdtPr><w:sdtContent>'
            f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t xml:space="preserve">{escape(words, quote=False)}'
            "</w:t></w:r></w:sdtContent></w:sdt>")


def _kind(blank: Blank | None, labels: Labels) -> str:
    """The control that fits the type: a calendar, a list that offers what is proposed, or a line of text."""
    if blank and blank.type == "date":
        return ('<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/>'
                '<w:storeMappedDataAs w:val="text"/><w:calendar w:val="gregorian"/></w:date>')
    if blank and (proposed := offered(labels, blank.id)):
        item = attribute(proposed)
        return f'<w:comboBox><w:listItem w:displayText="{item}" w:value="{item}"/></w:comboBox>'
    return "<w:text/>"


def offered(labels: Labels, name: str) -> str:
    """What the list of a blank offers: a proposed figure, or a body that a public source names."""
    blank = labels.blanks[name]
    return labels.blank(name) if blank.default or labels.adaptation.suggested.get(name) else ""


def placeholder(name: str) -> str:
    """The name of the glossary entry that shows while a blank is empty."""
    return "Blank" + "".join(word.capitalize() for word in name.split("_"))


def glossary(labels: Labels, names: Iterable[str]) -> bytes:
    """The part that holds what is shown while a blank is empty; one entry a blank."""
    return declared(f'<w:glossaryDocument xmlns:w="{_W}"><w:docParts>'
                    + "".join(_entry(labels, name) for name in names) + "</w:docParts></w:glossaryDocument>")


def _entry(labels: Labels, name: str) -> str:
    identifier = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}:{name}")).upper()
    words = shown(labels, name)
    italic = "<w:rPr><w:i/></w:rPr>" if look(labels, name) == "BlankChar" else ""
    return (f'<w:docPart><w:docPartPr><w:name w:val="{placeholder(name)}"/><w:category><w:name w:val="General"/>'
            '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types><w:behaviors>'
            f'<w:behavior w:val="content"/></w:behaviors><w:guid w:val="{{{identifier}}}"/></w:docPartPr>'
            f'<w:docPartBody><w:p><w:r>{italic}<w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r></w:p>'
            "</w:docPartBody></w:docPart>")


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
