"""The elements that track a change: who, when, and what; run by run, and at the end of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from normbook.word.openxml import Element, el, etree, name
from normbook.word.redline_atoms import CODE, PPR, RPR, Atom, R, T, canonical, copied

Change = Literal["ins", "del"]
_GONE: Final = {T: name("w:delText"), CODE: name("w:delInstrText")}
_ORDER: Final = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
"""The order of paragraph properties (ECMA-376 part 1, CT_PPr)."""


@dataclass
class Marker:
    """Signs changes with an author and a day, and numbers them. Ids of bookmarks lie below `number`."""

    author: str
    day: date
    number: int
    note: str = ""
    """What is added to the name of the author: why something is gone here and come there."""

    @contextmanager
    def noting(self, note: str) -> Iterator[None]:
        """Sign what is written meanwhile with a note."""
        self.note = note
        yield
        self.note = ""

    def signed(self, tag: str, *inside: Element, **more: str) -> Element:
        """An element with the id, author and date that a tracked change bears."""
        made = el(f"w:{tag}", *inside)
        made.set(name("w:id"), str(self.number))
        made.set(name("w:author"), self.author + self.note)
        made.set(name("w:date"), f"{self.day.isoformat()}T00:00:00Z")
        for key, value in more.items():
            made.set(name(f"w:{key}"), value)
        self.number += 1
        return made

    def runs(self, atoms: Sequence[Atom], change: Change | None) -> Iterator[Element]:
        """Atoms as runs, within a tracked change or as they are."""
        plain: list[Element] = []
        for node in _nodes(atoms):
            if change is None:
                yield node
            elif node.tag == R:
                plain.append(_gone(node) if change == "del" else node)
            else:
                if plain:
                    yield self.signed(change, *plain)
                    plain = []
                yield self._within(node, change)
        if plain and change:
            yield self.signed(change, *plain)

    def _within(self, node: Element, change: Change) -> Element:
        """A link or a control that is tracked: the runs in it are. What goes gives up the id of its control.

        LibreOffice 7 does not take out a control for plain text with what is around it, but does a list without items,
        which takes any text too.
        """
        for kind in list(node.iter(name("w:text"))):
            kind.getparent().replace(kind, el("w:comboBox"))
        if change == "del":
            for own in list(node.iter(name("w:id"))):
                own.getparent().remove(own)
        for run in [each for each in node.iter(R) if each.getparent().tag not in TRACKED]:
            around, place = run.getparent(), run.getparent().index(run)
            around.insert(place, self.signed(change, _gone(run) if change == "del" else run))
        return node

    def ended(self, properties: Element, change: Change | None) -> Element:
        """Paragraph properties that say that the end of the paragraph is tracked."""
        if change is None:
            return properties
        own = properties.find(RPR)
        if own is None:
            own = el("w:rPr")
            put(properties, own)
        own.insert(0, self.signed(change))
        return properties

    def changed(self, before: Element, after: Element) -> Element:
        """The new properties of a paragraph, with the old ones kept in them where they differ."""
        bare, now = ([copied(each) for each in side if local(each) not in _END] for side in (before, after))
        if [canonical(each) for each in bare] != [canonical(each) for each in now]:
            put(after, self.signed("pPrChange", el("w:pPr", *bare)))
        return after


_END: Final = frozenset({"rPr", "sectPr", "pPrChange"})
TRACKED: Final = frozenset(name(f"w:{tag}") for tag in ("ins", "del"))


def _nodes(atoms: Sequence[Atom]) -> Iterator[Element]:
    """Elements of atoms; words with one look in one run."""
    words, look = "", b""
    for atom in atoms:
        if words and (atom.nodes or atom.look != look):
            yield _run(words, look)
            words = ""
        if atom.nodes:
            yield from map(copied, atom.nodes)
        else:
            words, look = words + atom.words, atom.look
    if words:
        yield _run(words, look)


def _run(words: str, look: bytes) -> Element:
    made = el("w:r")
    if look:
        made.append(etree.fromstring(look))
    made.append(el("w:t", words, xml_space="preserve"))
    return made


def _gone(run: Element) -> Element:
    for node in list(run.iter(*_GONE)):
        node.tag = _GONE[node.tag]
        if node.text and node.text != node.text.strip():
            node.set(name("xml:space"), "preserve")
    return run


def properties_of(paragraph: Element) -> Element:
    """A copy of the properties of a paragraph, empty if it has none."""
    found = paragraph.find(PPR)
    return copied(found) if found is not None else el("w:pPr")


def put(properties: Element, made: Element) -> None:
    """Put a property where the schema wants it."""
    rank = _ORDER.index(local(made))
    properties.insert(sum(1 for child in properties if _ORDER.index(local(child)) <= rank), made)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).partition("}")[2]
