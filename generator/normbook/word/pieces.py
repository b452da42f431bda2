"""Stretches of the law that pandoc compiles once, for every State and every form of the file.

A `Use` says that a piece stands at a place of a document, and what is peculiar to that place: the bookmarks, a
condition before the text, the footnotes, the values of its places. What the piece holds follows from its key alone, in
one edition and one vocabulary. So pandoc sees each piece once (`Store`), and a document is made by joining them.

A place in a piece is a name between two marks (`compiled.place`), where something stands that a State decides: a
reference, a blank, alternatives, a value.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from normbook import pandoc
from normbook.compiled import MARK
from normbook.word import nodes, package
from normbook.word.nodes import Node
from normbook.word.openxml import Element, etree, name, parse, unpack

_BREAK = "\ue001"
"""Opens the key of a piece, in the style of a paragraph that stands before it."""
_PLACE = re.compile(f"{MARK}([^{MARK}]+){MARK}")
_LINE = re.compile(r'<w:p><w:pPr><w:pStyle w:val="(\w+)"/></w:pPr>(.*)</w:p>\Z', re.DOTALL)
_DECLARED = re.compile(r' xmlns:\w+="[^"]*"')
_LINKED = re.compile(r'r:id="(\w+)"')


@dataclass(frozen=True, slots=True)
class Text:
    """Constant text and, between its stretches, the names of what stands there. `links` are relationships it uses."""

    constant: tuple[str, ...]
    places: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its style, and what stands in it."""

    style: str
    text: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table: all up to its first row below the head, those rows, and its end."""

    opening: Text
    rows: tuple[Text, ...]


@dataclass(slots=True)
class Use:
    """A piece at a place of the document.

    `marks` are the refs whose bookmarks lie around its first line, `before` are runs in front of that line, `notes`
    the keys and numbers of its footnotes, `values` what stands in its own places. `style` is set in place of the one
    it was compiled in. With `joins` its rows follow those of the table before it.
    """

    key: str
    make: Callable[[], list[Node]]
    marks: tuple[str, ...] = ()
    style: str = ""
    before: str = ""
    notes: tuple[tuple[Use, int], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    joins: bool = False


@dataclass
class Store:
    """The compiled pieces of one edition in one vocabulary, and the constant parts of the file around them."""

    reference: bytes
    language: str
    dated: date
    cache: Path | None
    pieces: dict[str, tuple[Line | Table | Text, ...]] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    """Relationship -> address outside the file."""
    parts: dict[str, bytes] = field(default_factory=dict)

    def ensure(self, blocks: Iterable[Use | str]) -> None:
        """Have pandoc compile the pieces that were not met before, all in one run."""
        met = [block for block in blocks if isinstance(block, Use)]
        uses = [*met, *(note for use in met for note, _ in use.notes)]
        missing = {use.key: use.make for use in uses if use.key not in self.pieces}
        if not missing:
            return
        tree: list[Node] = []
        for key, make in missing.items():
            tree += [nodes.raw(f'<w:p><w:pPr><w:pStyle w:val="{_BREAK}{key}"/></w:pPr></w:p>'), *make()]
        ast = pandoc.tree(tree, lang=self.language)
        made = unpack(pandoc.convert(ast, "docx", as_of=self.dated, reference=self.reference, cache=self.cache))
        self.parts = self.parts or package.constant(made)
        self._take(made)

    def _take(self, made: Mapping[str, bytes]) -> None:
        body = parse(made["word/document.xml"]).find(name("w:body"))
        names = self._targets(parse(made["word/_rels/document.xml.rels"]))
        package.settle(body)
        key = ""
        found: dict[str, list[Line | Table | Text]] = {}
        for child in body:
            if child.tag == name("w:sectPr"):
                continue
            style = package.style_of(child) if child.tag == name("w:p") else ""
            if style.startswith(_BREAK):
                key = style.removeprefix(_BREAK)
                found[key] = []
            elif key:
                found[key].append(_item(child, key, len(found[key]), names))
        self.pieces |= {key: tuple(items) for key, items in found.items()}

    def _targets(self, links: Element) -> dict[str, str]:
        """Relationships to addresses outside, renamed by their address: two runs of pandoc must not clash."""
        renamed = {}
        for link in links:
            if link.get("TargetMode") == "External":
                own = f"rIdL{hashlib.sha256(link.get('Target').encode()).hexdigest()[:10]}"
                renamed[link.get("Id")] = own
                self.targets[own] = link.get("Target")
        return renamed


def rows(table: Node) -> list[Any]:
    """The rows of a table below its head."""
    found: list[Any] = table["c"][4][0][3]
    return found


def number_of(words: str) -> int:
    """A number for a bookmark or a control that follows from what it is, and not from what stands before it."""
    return int(hashlib.sha256(words.encode()).hexdigest()[:8], 16) % 0x7FFFFFF0 + 1


def _item(element: Element, key: str, position: int, names: Mapping[str, str]) -> Line | Table | Text:
    numbers: dict[str, str] = {}
    for mark in element.iter(name("w:bookmarkStart"), name("w:bookmarkEnd")):
        own = mark.get(name("w:name"))
        if own:
            numbers[mark.get(name("w:id"))] = str(number_of(own))
        mark.set(name("w:id"), numbers[mark.get(name("w:id"))])
    if element.tag == name("w:tbl"):
        return _table(element, f"{key}#{position}", names)
    words = _string(element, names)
    line = _LINE.match(words)
    if line:
        return Line(line[1], _text(line[2], f"{key}#{position}"))
    return _text(words, f"{key}#{position}")


def _table(element: Element, key: str, names: Mapping[str, str]) -> Table:
    rows = element.findall(name("w:tr"))[1:]
    texts = []
    for index, row in enumerate(rows):
        element.remove(row)
        texts.append(_text(_string(row, names), f"{key}#{index}"))
    opening = _string(element, names).removesuffix("</w:tbl>")
    return Table(_text(opening, key), tuple(texts))


def _string(element: Element, names: Mapping[str, str]) -> str:
    words = _DECLARED.sub("", etree.tostring(element, encoding="unicode", with_tail=False))
    return _LINKED.sub(lambda found: f'r:id="{names.get(found[1], found[1])}"', words)


def _text(words: str, key: str) -> Text:
    """A text taken apart at its places. A place of a control gets the number that sets it apart."""
    found = taken_apart(words)
    places = tuple(f"{place}|{number_of(f'{key}#{index}')}" if place[0] in "bc" else place
                   for index, place in enumerate(found.places))
    return Text(found.constant, places, tuple(dict.fromkeys(_LINKED.findall(words))))


def taken_apart(words: str) -> Text:
    """A text parted at its places."""
    found = _PLACE.split(words)
    return Text(tuple(found[::2]), tuple(found[1::2]))


