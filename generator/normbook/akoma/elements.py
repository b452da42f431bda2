"""Elements of Akoma Ntoso: how one is made, and how a whole document becomes bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

Element = Any
"""An lxml element; lxml ships no types."""
Inside = Element | str | None

AKN: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN: Final = "urn:x-normbook:law"
"""Namespace of what the file says of itself beyond the standard: digest and decisions of a State."""

_MIXED: Final = frozenset({"p", "li", "num", "heading", "subheading"})
"""Elements whose blanks are text: nothing is indented from here down."""


def name(tag: str) -> str:
    """A tag in lxml's notation."""
    return f"{{{AKN}}}{tag}"


def tag_of(element: Element) -> str:
    """The tag without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def el(tag: str, *inside: Inside, **attributes: str) -> Element:
    """An element with text and children in order. Children that are None and attributes that are empty are left out.

    Python's own words take an underscore: `class_`.
    """
    made = etree.Element(name(tag), nsmap={None: AKN})
    for key, value in attributes.items():
        if value:
            made.set(key.rstrip("_"), value)
    return fill(made, inside)


def fill(made: Element, inside: Iterable[Inside]) -> Element:
    """Put text and children at the end of an element."""
    for child in inside:
        if isinstance(child, str):
            if len(made):
                made[-1].tail = (made[-1].tail or "") + child
            else:
                made.text = (made.text or "") + child
        elif child is not None:
            made.append(child)
    return made


def own(tag: str, words: str, **attributes: str) -> Element:
    """An element of our own namespace, for the proprietary part of the metadata."""
    made = etree.Element(f"{{{OWN}}}{tag}", attributes, nsmap={"nb": OWN})
    made.text = words or None
    return made


def unwrap(element: Element) -> None:
    """Take an element away and leave what is in it."""
    parent, before = element.getparent(), element.getprevious()
    pieces = [element.text, *(piece for child in list(element) for piece in (child, child.tail)), element.tail]
    place = parent.index(element)
    for child in list(element):
        child.tail = None
    element.tail = None
    parent.remove(element)
    last = before
    for piece in pieces:
        if isinstance(piece, str):
            if last is None:
                parent.text = (parent.text or "") + piece
            else:
                last.tail = (last.tail or "") + piece
        elif piece is not None:
            parent.insert(place, piece)
            last, place = piece, place + 1


def text_of(element: Element) -> str:
    """What a reader sees of an element, notes apart, with blanks as single spaces."""
    return " ".join("".join(_seen(element)).split())


def _seen(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if tag_of(child) not in {"authorialNote", ""}:
            yield from _seen(child)
        yield child.tail or ""


def write(root: Element) -> bytes:
    """A document as bytes, indented where blanks mean nothing."""
    _indent(root, "\n")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _indent(element: Element, line: str) -> None:
    children = list(element)
    if not children or tag_of(element) in _MIXED:
        return
    element.text = line + " "
    for child in children:
        _indent(child, line + " ")
        child.tail = line + " "
    children[-1].tail = line
