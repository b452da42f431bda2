"""The blocks of the Word file with the calls of our typst template around them.

A named style becomes a function of the template, `Law Paragraph` for one `#law-paragraph`, so that nothing is laid out
or worded twice. What only Word understands is put in other words (a tab, a bookmark) or refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from normbook.word import nodes
from normbook.word.contents import WIDE_TABLE
from normbook.word.nodes import Node

HEADINGS = {"Law Title": 1, "Part Heading": 1, "Article Heading": 2, "Variant Heading": 3, "Choice Heading": 3,
            "Schedule Heading": 1, "Schedule Subheading": 2, "Schedule Form": 3,
            "Guide Heading": 1, "Guide Part": 2, "Guide Article": 3}
"""Styles that head a section, with their level."""

_DEPTH = {"Law Text": 1, "Law Paragraph": 1, "Law Point": 2, "Definition Point": 2, "Law Subpoint": 3}
"""How deep the lines of an article stand: a line followed by a deeper one announces it."""
_PLAIN = frozenset({"Guide Text", "Table Text"})
"""Styles that are the common paragraph where they stand: without a call, of which there would be thousands."""
_BOXES = {"Variant": "variant", "Choice": "choice"}
_MARKUP = re.compile(r"\A(?:[=\-+/]|\d+\.)")
"""What typst would read as a heading or a list where it opens a line."""


class UnknownNodeError(ValueError):
    """A node of the tree that paper has no way to print."""


@dataclass
class Setter:
    """Sets blocks in order. `labels` collects bookmark -> the label that bears it in the file."""

    numbers: Mapping[str, str]
    labels: dict[str, str] = field(default_factory=dict)
    wide: bool = False
    """Whether a table that needs a landscape page was met."""
    _level: int = 0
    _item: int = 0

    def blocks(self, blocks: Iterable[Node]) -> Iterator[Node]:
        """Blocks of Word as blocks with raw typst around them."""
        everything = [block for block in blocks if not _is_word(block)]
        for block, after in pairwise([*everything, None]):
            if block is None:
                continue
            if block["t"] == "Table":
                yield nodes.plain(list(self._table(block)))
                continue
            style, inside = _styled(block)
            yield from self._para(style, inside, _styled(after)[0] if after and after["t"] == "Div" else "")

    def _para(self, style: str, inside: Sequence[Node], following: str) -> Iterator[Node]:
        box, _, kind = style.partition(" ")
        if box in _BOXES and kind == "Heading":
            yield _raw_block(f"#{_BOXES[box]}-box[")
        yield nodes.plain([*self._call(style, inside, following)])
        if box in _BOXES and kind in ("Note", "End"):
            yield _raw_block("]")

    def _call(self, style: str, inside: Sequence[Node], following: str = "") -> Iterator[Node]:
        """A paragraph as a call: number, label, level and what keeps it with the next one as arguments."""
        marks, inside = _unwrapped(inside)
        if style in _PLAIN and not marks:
            yield from self._inlines(inside)
            return
        self.labels |= dict.fromkeys(marks, marks[0]) if marks else {}
        number, inside = _parted(inside)
        sign = next((found for mark in marks if (found := self.numbers.get(mark))), "")
        sign = self._counted(style) or sign
        yield _raw(f"#{style.lower().replace(' ', '-')}(")
        if number:
            yield from [_raw("n: ["), *self._inlines(number), _raw("], ")]
        elif sign:
            yield _raw(f"n: {_string(sign)}, ")
        if style in HEADINGS:
            self._level = min(HEADINGS[style], self._level + 1)
            yield _raw(f"level: {self._level}, ")
            inside, notes = _noted(inside)
            if notes:
                yield from [_raw("notes: ["), *self._inlines(notes), _raw("], ")]
        if marks:
            yield _raw(f"at: {_string(marks[0])}, ")
        if 0 < _DEPTH.get(style, 0) < _DEPTH.get(following, 0) or (style in _DEPTH and following.startswith(
                ("Variant ", "Choice ")) and following.endswith(("Note", "End"))):
            yield _raw("keep: true, ")
        if style in _DEPTH and _carries_note(inside):
            yield _raw("noted: true, ")
        yield from [_raw(")["), *self._inlines(inside), _raw("]")]

    def _counted(self, style: str) -> str:
        """The number of an item of a form in a Schedule, which has no ref of its own."""
        if style in ("Schedule Form", "Schedule Heading"):
            self._item = 0
        if style != "Schedule Item":
            return ""
        self._item += 1
        return f"{self._item}."

    def _table(self, table: Node) -> Iterator[Node]:
        (_, _, pairs), _, columns, (_, head), bodies, _ = table["c"]
        self.wide |= dict(pairs).get("custom-style") == WIDE_TABLE
        widths = ", ".join(f"{column[1]['c'] * 100:g}fr" for column in columns)
        yield _raw(f"#law-table(({widths}), (")
        for row in head:
            yield from self._cells(row)
        yield _raw("), ")
        for body in bodies:
            for row in body[3]:
                yield from self._cells(row)
        yield _raw(")")

    def _cells(self, row: Sequence[list[list[list[Node]]]]) -> Iterator[Node]:
        for cell in row[1]:
            yield _raw("[")
            for position, block in enumerate(cell[4]):
                if position:
                    yield _raw("#parbreak()")
                yield from self._call(*_styled(block))
            yield _raw("], ")

    def _inlines(self, inside: Sequence[Node]) -> Iterator[Node]:
        """Inlines one after the other. The first must not be read as the sign that opens a heading or a list."""
        for position, node in enumerate(inside):
            if position == 0 and node["t"] == "Str" and _MARKUP.match(node["c"]):
                yield _raw("#[]")
            yield from self._inline(node)

    def _inline(self, node: Node) -> Iterator[Node]:
        match node["t"]:
            case "Str" | "Code":
                yield node
            case "Emph" | "Strong" | "Superscript" as kind:
                yield from self._wrapped(f"#{_FUNCTIONS[kind]}[", node["c"])
            case "Link":
                yield from self._link(*node["c"])
            case "Span":
                yield from self._span(*node["c"])
            case "Note":
                inside = [inline for block in node["c"] for inline in block["c"]]
                yield from self._wrapped("#note()[", inside)
            case "RawInline" if node["c"][1] == nodes.TAB:
                yield _raw("#h(0.8em)")
            case _:
                raise UnknownNodeError(f"no way to print {json.dumps(node)[:200]}")

    def _link(self, _attributes: object, inside: Sequence[Node], target: Sequence[str]) -> Iterator[Node]:
        address = target[0]
        call = f"#go({_string(address[1:])})[" if address.startswith("#") else f"#link({_string(address)})["
        return self._wrapped(call, inside)

    def _span(self, attributes: Sequence[object], inside: Sequence[Node]) -> Iterator[Node]:
        mark, _, pairs = attributes
        style = dict(pairs).get("custom-style", "") if isinstance(pairs, list) else ""
        if mark:
            self.labels[str(mark)] = str(mark)
            yield _raw(f"#place-of({_string(str(mark))})")
        if style:
            yield from self._wrapped(f"#{style.lower().replace(' ', '-')}[", inside)
        else:
            yield from self._inlines(inside)

    def _wrapped(self, call: str, inside: Sequence[Node]) -> Iterator[Node]:
        yield from [_raw(call), *self._inlines(inside), _raw("]")]


_FUNCTIONS = {"Emph": "emph", "Strong": "strong", "Superscript": "super"}


def _styled(block: Node) -> tuple[str, Sequence[Node]]:
    """The style and the inlines of a paragraph."""
    if block["t"] != "Div":
        return "", ()
    (_, _, pairs), inside = block["c"]
    return str(dict(pairs)["custom-style"]), [inline for each in inside for inline in each["c"]]


def _unwrapped(inside: Sequence[Node]) -> tuple[list[str], Sequence[Node]]:
    """The bookmarks around a whole paragraph, and what is in them."""
    marks = []
    while len(inside) == 1 and inside[0]["t"] == "Span" and inside[0]["c"][0][0]:
        marks.append(inside[0]["c"][0][0])
        inside = inside[0]["c"][1]
    return marks, inside


def _parted(inside: Sequence[Node]) -> tuple[Sequence[Node], Sequence[Node]]:
    """What stands before the first tab, if there is one, and the rest."""
    for position, node in enumerate(inside):
        if node["t"] == "RawInline" and node["c"][1] == nodes.TAB:
            return inside[:position], inside[position + 1:]
    return (), inside


def _noted(inside: Sequence[Node]) -> tuple[Sequence[Node], Sequence[Node]]:
    """The words of a heading, and its footnotes apart: the contents repeat the words only."""
    first = next((place for place, node in enumerate(inside) if node["t"] == "Note"), len(inside))
    return inside[:first], inside[first:]


def _carries_note(inside: Sequence[Node]) -> bool:
    """Whether a footnote hangs from a paragraph, at its end or inside what is emphasised or spanned there."""
    return any(node["t"] == "Note" or (node["t"] == "Span" and _carries_note(node["c"][1])) for node in inside)


def _is_word(block: Node) -> bool:
    """Whether a block is of Word alone: the end of a section. The template has pages of its own."""
    return bool(block["t"] == "RawBlock" and block["c"][0] == "openxml")


def _string(words: str) -> str:
    """Words as a literal of typst."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _raw(source: str) -> Node:
    return {"t": "RawInline", "c": ["typst", source]}


def _raw_block(source: str) -> Node:
    return {"t": "RawBlock", "c": ["typst", source]}
