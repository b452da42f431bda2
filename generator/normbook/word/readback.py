"""What a Word file of the model law says, read back by its bookmarks.

A provision is known by the bookmark in its paragraph, wherever Word has put it and whatever number it prints. It says
what a reader sees in that paragraph: what tracked changes insert but not what they delete, without numbers of lists,
footnotes and field codes. Paragraphs without a bookmark go with the provision before them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from normbook import ids
from normbook.law.tree import Option, Tree, Unit
from normbook.word.front import GUIDE
from normbook.word.numbering import within
from normbook.word.openxml import Element, etree, name, parse

MAX_BYTES: Final = 100_000_000
"""A part that would unpack to more is refused: a law has one hundredth of it."""

_UNSEEN: Final = frozenset({name("w:del"), name("w:moveFrom"), name("w:footnoteReference"), name("w:instrText")})
_BREAKS: Final = frozenset({name("w:tab"), name("w:br"), name("w:cr"), name("w:noBreakHyphen")})


class NotAWordFileError(Exception):
    """The file is none that Word could open."""


@dataclass(frozen=True)
class Provision:
    """A paragraph with bookmarks: their names, its words, and the paragraphs without a bookmark that follow it."""

    names: tuple[str, ...]
    text: str
    after: tuple[str, ...]


@dataclass(frozen=True)
class ReadBack:
    """Custom properties by name, and the provisions in the order of the file, up to the guide."""

    properties: Mapping[str, str]
    provisions: tuple[Provision, ...]


def read(docx: bytes) -> ReadBack:
    """What a file of the model law says. NotAWordFileError when it is no such file."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            body = parse(_part(archive, "word/document.xml"))
            custom = _part(archive, "docProps/custom.xml") if "docProps/custom.xml" in archive.namelist() else b""
            properties = dict(_properties(parse(custom))) if custom else {}
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, RuntimeError, NotImplementedError) as error:
        raise NotAWordFileError(str(error)) from None
    return ReadBack(properties, tuple(_provisions(body)))


def _part(archive: zipfile.ZipFile, part: str) -> bytes:
    if archive.getinfo(part).file_size > MAX_BYTES:
        raise NotAWordFileError(f"{part} is too large")
    return archive.read(part)


def _properties(root: Element) -> Iterator[tuple[str, str]]:
    for item in root:
        yield str(item.get("name")), "".join(item.itertext())


def _provisions(root: Element) -> Iterator[Provision]:
    """Paragraphs from the first bookmark of a provision to the guide. What stands before belongs to no provision."""
    names: tuple[str, ...] = ()
    lines: list[str] = []
    for paragraph in root.iter(name("w:p")):
        found = tuple(sorted(mark for mark in _bookmarks(paragraph) if mark.startswith("p_")))
        if ids.bookmark(GUIDE) in found:
            break
        text = shown(paragraph)
        if found:
            if names:
                yield Provision(names, lines[0], tuple(lines[1:]))
            names, lines = found, [text]
        elif names and text:
            lines.append(text)
    if names:
        yield Provision(names, lines[0], tuple(lines[1:]))


def _bookmarks(paragraph: Element) -> Iterator[str]:
    """The bookmarks that open in a paragraph. Word puts one that holds a whole paragraph before it."""
    before = paragraph.getprevious()
    while before is not None and before.tag in {name("w:bookmarkStart"), name("w:bookmarkEnd")}:
        if before.tag == name("w:bookmarkStart"):
            yield str(before.get(name("w:name")))
        before = before.getprevious()
    for mark in paragraph.iter(name("w:bookmarkStart")):
        yield str(mark.get(name("w:name")))


def shown(element: Element) -> str:
    """What a reader sees of an element, blanks as single spaces."""
    return " ".join("".join(_seen(element)).split())


def _seen(element: Element) -> Iterator[str]:
    if element.tag in _UNSEEN:
        return
    if element.tag == name("w:t"):
        yield element.text or ""
    elif element.tag in _BREAKS:
        yield " "
    for child in element:
        yield from _seen(child)


def refs(tree: Tree) -> dict[str, str]:
    """The ref behind every bookmark of the law. In a variant of a paragraph it follows the variant: law/x/p4:B/a."""
    found = {ids.bookmark(ref): ref for ref in tree.numbers}

    def walk(unit: Unit, option: Option | None) -> None:
        if option:
            ref = within(option, unit.ref)
            found.setdefault(ids.bookmark(ref), ref.replace(f"{option.ref}/text", option.ref))
        for inner in unit.inside:
            walk(inner, option)
        for choice in unit.choices:
            for each in choice.units:
                walk(each, choice)

    for article in tree.articles:
        for unit in (*article.units, *(unit for option in article.options for unit in option.units)):
            walk(unit, None)
    return found
