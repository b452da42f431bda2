"""WordprocessingML as lxml elements: the names, the namespaces and the few shapes that several modules make."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

__all__ = ["NAMESPACES", "Element", "declared", "el", "etree", "field", "name", "pack", "parse", "run", "source",
           "unpack", "write"]

Element = Any
"""An lxml element; lxml ships no types."""

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "ep": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "op": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
}


def name(tag: str) -> str:
    """`w:pStyle` in lxml's notation; without a prefix, as it is."""
    prefix, colon, local = tag.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else tag


def el(tag: str, *inside: Element | str | None, **attributes: str | int) -> Element:
    """Make an element. Attributes of a w: element are w: too, unless they are written like r_id.

    Children that are None are left out, so that an optional one can stand in its place in the order.
    """
    prefix = tag.partition(":")[0]
    used = {prefix} if ":" in tag else set()
    used |= {key.partition("_")[0] for key in attributes if "_" in key} & NAMESPACES.keys() - {"xml"}
    made = etree.Element(name(tag), nsmap={each: NAMESPACES[each] for each in sorted(used)} or None)
    for key, value in attributes.items():
        space, underscore, local = key.partition("_")
        if underscore and space in NAMESPACES:
            made.set(name(f"{space}:{local}"), str(value))
        else:
            made.set(name(f"w:{key}") if prefix == "w" else key, str(value))
    for child in inside:
        if isinstance(child, str):
            made.text = (made.text or "") + child
        elif child is not None:
            made.append(child)
    return made


def run(words: str, *properties: Element) -> Element:
    """A run of text; a tab in `words` becomes a tab stop."""
    made = el("w:r", el("w:rPr", *properties) if properties else None)
    for index, piece in enumerate(words.split("\t")):
        if index:
            made.append(el("w:tab"))
        if piece:
            made.append(el("w:t", piece, xml_space="preserve"))
    return made


def field(instruction: str, cached: str) -> list[Element]:
    """The runs of a field with the text it shows until it is updated."""
    return [
        el("w:r", el("w:fldChar", fldCharType="begin")),
        el("w:r", el("w:instrText", f" {instruction} ", xml_space="preserve")),
        el("w:r", el("w:fldChar", fldCharType="separate")),
        run(cached),
        el("w:r", el("w:fldChar", fldCharType="end")),
    ]


def unpack(package: bytes) -> dict[str, bytes]:
    """The parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def pack(parts: Mapping[str, bytes], *, first: str = "") -> bytes:
    """Parts as a file whose bytes depend on nothing else: sorted names (content types come first), one fixed date.

    `first` names a part that stands before all others and is not compressed, as OpenDocument has it.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for part in sorted(parts, key=lambda part: (part != first, part)):
            entry = zipfile.ZipInfo(part, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if part == first else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[part])
    return stream.getvalue()


def parse(data: bytes) -> Element:
    """A part of a package."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def write(root: Element) -> bytes:
    """A part as bytes, without the namespace declarations that nobody uses."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def declared(text: str) -> bytes:
    """A part written as text, as bytes with its declaration."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


def source(made: Element) -> str:
    """An element as text, for a raw block of pandoc's tree."""
    words: str = etree.tostring(made, encoding="unicode")
    return words
