"""Blocks of pandoc's tree, as the Word file prints Schedules and guide, as elements of Akoma Ntoso."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from normbook.akoma.elements import Element, Inside, el
from normbook.akoma.printer import HELD
from normbook.word.nodes import Node

_STYLED: Final = {"Emph": "i", "Strong": "b", "Superscript": "sup"}
_LEVELS: Final = {"Schedule Subheading": 1, "Schedule Form": 2, "Guide Heading": 1, "Guide Part": 2,
                  "Guide Article": 3}
"""Styles of headings, and how deep what follows them lies."""
_LISTS: Final = {"Schedule Item": "ol", "Guide Number": "ol", "Schedule Bullet": "ul", "List Bullet": "ul",
                 "Table Bullet": "ul"}
_COUNT: Final = re.compile(r"[0-9]+\.")


@dataclass
class Converter:
    """Turns nodes into elements. `bookmarks` leads from the name of a bookmark to the ref that it stands for."""

    bookmarks: Mapping[str, str]
    met: list[str] = field(default_factory=list)
    """Refs of bookmarks met since somebody last asked."""

    def inline(self, nodes: Iterable[Node]) -> list[Inside]:
        """Inlines in order."""
        return [piece for node in nodes for piece in self._one(node)]

    def _one(self, node: Node) -> list[Inside]:
        kind, inside = node["t"], node.get("c", ())
        match kind:
            case "Str":
                return [inside]
            case "Emph" | "Strong" | "Superscript":
                return [el(_STYLED[kind], *self.inline(inside))]
            case "Code":
                return [el("span", inside[1], class_="code")]
            case "Link":
                return [self._link(inside[1], inside[2][0])]
            case "Span":
                return self._span(*inside)
            case "Akn":
                return [el(inside[0], *self.inline(inside[2]), **inside[1])]
            case "RawInline":
                return [" "]  # a tab stop
        raise TypeError(f"no element for {kind}")

    def _link(self, inside: list[Node], address: str) -> Element:
        if address.startswith("#"):
            return el("ref", *self.inline(inside), href=HELD + self.bookmarks[address[1:]])
        return el("a", *self.inline(inside), href=address)

    def _span(self, attributes: Any, inside: list[Node]) -> list[Inside]:
        bookmark, _, pairs = attributes
        if bookmark in self.bookmarks:
            self.met.append(self.bookmarks[bookmark])
        made = self.inline(inside)
        return [el("b", *made)] if dict(pairs).get("custom-style") == "Run In" else made

    def asked(self) -> str:
        """The ref whose bookmark was met, once; empty where there was none."""
        found = self.met[0] if self.met else ""
        self.met.clear()
        return found

    def blocks(self, nodes: Iterable[Node]) -> Iterator[Element]:
        """Paragraphs, lists and tables; what has the style of a list goes into one with its neighbours."""
        for list_, group in groupby(nodes, key=lambda node: _LISTS.get(style_of(node), "")):
            if list_:
                yield el(list_, *(el("li", *self.inline(_uncounted(inlines_of(node)))) for node in group))
            else:
                yield from (self._block(node) for node in group)

    def _block(self, node: Node) -> Element:
        return self._table(node["c"]) if node["t"] == "Table" else el("p", *self.inline(inlines_of(node)))

    def _table(self, table: Any) -> Element:
        _, _, _, (_, head), bodies, _ = table
        rows = [self._row("th", cells) for _, cells in head]
        rows += [self._row("td", cells) for body in bodies for _, cells in body[3]]
        return el("table", *rows)

    def _row(self, tag: str, cells: Any) -> Element:
        self.met.clear()
        cells_ = [el(tag, *self.blocks(cell[4])) for cell in cells]
        return el("tr", *cells_, wId=self.asked())

    def outline(self, nodes: Iterable[Node]) -> list[Element]:
        """Blocks as sections within sections, by the levels of their headings."""
        top = _Section()
        open_ = [top]
        for node in nodes:
            level = _LEVELS.get(style_of(node))
            if level is None:
                open_[-1].blocks.append(node)
                continue
            self.met.clear()
            made = _Section(level, el("heading", *self.inline(inlines_of(node))), self.asked())
            while open_[-1].level >= level:
                open_.pop()
            open_[-1].inner.append(made)
            open_.append(made)
        return [*self.blocks(top.blocks), *(self._section(section) for section in top.inner)]

    def _section(self, section: _Section) -> Element:
        blocks, inner = list(self.blocks(section.blocks)), [self._section(each) for each in section.inner]
        body = [el("intro", *blocks) if blocks else None, *inner] if inner else [el("content", *blocks)]
        return el("hcontainer", section.heading, *body, name="section", wId=section.ref)


@dataclass
class _Section:
    level: int = 0
    heading: Element = None
    ref: str = ""
    blocks: list[Node] = field(default_factory=list)
    inner: list[_Section] = field(default_factory=list)


def style_of(node: Node) -> str:
    """The style of a paragraph; empty for what is none."""
    return str(dict(node["c"][0][2]).get("custom-style", "")) if node["t"] == "Div" else ""


def inlines_of(node: Node) -> list[Node]:
    """The inlines of a paragraph."""
    return list(node["c"][1][0]["c"])


def _uncounted(inlines: list[Node]) -> list[Node]:
    """An item without the count that is printed before it: a numbered list counts itself."""
    counted = len(inlines) > 1 and inlines[0]["t"] == "Str" and _COUNT.fullmatch(inlines[0]["c"])
    return inlines[2:] if counted and inlines[1]["t"] == "RawInline" else inlines
