"""Values into the blanks of a Word file: into the part to which controls are bound, and into every control.

Word shows what the part holds when it opens a file; other programs show what stands in the control. Both are written,
so that the file reads the same everywhere, whichever program saved it before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from normbook.word.blanks import NAMESPACE
from normbook.word.openxml import Element, el, etree, name
from normbook.word.received import MAIN, tree_of
from normbook.word.tracked import blank_of

_TEXTS: Final = (MAIN, "word/footnotes.xml", "word/endnotes.xml")
_FILLED: Final = "FigureChar"


def controls(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The blanks that the file has controls for, one for each control, in order."""
    for part in _TEXTS:
        if part in parts:
            yield from filter(None, map(blank_of, tree_of(parts, part).iter(name("w:sdt"))))


def filled(parts: Mapping[str, bytes], values: Mapping[str, str]) -> dict[str, bytes]:
    """The parts of the file with values by blank, as they are to print. Blanks that are not named stay as they are."""
    made = dict(parts)
    for part in parts:
        if part in _TEXTS:
            root = tree_of(parts, part)
            for control in list(root.iter(name("w:sdt"))):
                if (blank := blank_of(control)) in values:
                    _fill(control, values[blank])
            made[part] = _written(root)
        elif part.startswith("customXml/item") and part.endswith(".xml"):
            root = tree_of(parts, part)
            if root.tag == f"{{{NAMESPACE}}}law":
                _store(root, values)
                made[part] = _written(root)
    return made


def _written(root: Element) -> bytes:
    """A part as bytes. Its namespaces stay: Word names some of them by prefix in an attribute."""
    data: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _store(root: Element, values: Mapping[str, str]) -> None:
    blanks = root.find(f"{{{NAMESPACE}}}blanks")
    for blank, value in values.items() if blanks is not None else ():
        own = blanks.find(f"{{{NAMESPACE}}}{blank}")
        if own is None:
            own = etree.SubElement(blanks, f"{{{NAMESPACE}}}{blank}")
        own.text = value


def _fill(control: Element, value: str) -> None:
    properties, content = control.find(name("w:sdtPr")), control.find(name("w:sdtContent"))
    for prompt in properties.findall(name("w:showingPlcHdr")):
        properties.remove(prompt)
    _widen(properties, value)
    inside = content.find(name("w:p"))
    place = content if inside is None else inside
    look = next(place.iter(name("w:rPr")), None)
    for child in list(place):
        if child.tag != name("w:pPr"):
            place.remove(child)
    run = el("w:r", _look(look), el("w:t", value, xml_space="preserve"))
    place.append(run)


def _look(look: Element | None) -> Element | None:
    """How the run looked that stood in the control, upright."""
    if look is None or look.getparent().tag == name("w:pPr"):
        return None
    for style in look.iter(name("w:rStyle")):
        if style.get(name("w:val")) == "BlankChar":
            style.set(name("w:val"), _FILLED)
    for slant in [*look.findall(name("w:i")), *look.findall(name("w:iCs"))]:
        look.remove(slant)
    return look


def _widen(properties: Element, value: str) -> None:
    """Room for other words in a list that does not offer the value: LibreOffice takes that room away."""
    held = properties.find(name("w:dropDownList"))
    if held is not None and value not in {item.get(name("w:value")) for item in held}:
        held.tag = name("w:comboBox")
