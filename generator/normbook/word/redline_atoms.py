"""A paragraph as atoms: the words of a run one by one, and a field, link, control or note as one thing each.

Two atoms are the same if their keys are. A text is its words and its look. A field is its instruction: what it shows is
computed anew by every program, so a field that only shows another number is the same field. A control is its tag and
what it shows, a link its goal and its words, a note what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from normbook.word.openxml import Element, etree, name

TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")
R, T, RPR, PPR = (name(tag) for tag in ("w:r", "w:t", "w:rPr", "w:pPr"))
FIELD, CODE, NOTE = (name(tag) for tag in ("w:fldChar", "w:instrText", "w:footnoteReference"))
START, END = name("w:bookmarkStart"), name("w:bookmarkEnd")
_BREAKS: Final = {name("w:tab"): "\t", name("w:br"): "\n", name("w:cr"): "\n", name("w:noBreakHyphen"): "-"}


@dataclass(frozen=True, slots=True)
class Atom:
    """`nodes` are what it is made of; without them it is `words`, a token of text with the run properties `look`."""

    key: tuple[str, ...]
    words: str
    look: bytes = b""
    nodes: tuple[Element, ...] = ()
    note: str = ""
    """Id of the footnote that hangs here."""


@dataclass(frozen=True, slots=True)
class Line:
    """The atoms of a paragraph, and its bookmarks, each with the number of atoms before it."""

    atoms: tuple[Atom, ...]
    marks: tuple[tuple[int, Element], ...] = ()


@dataclass
class _Reading:
    """What has been read of a paragraph so far."""

    says: Callable[[str], str]
    atoms: list[Atom] = field(default_factory=list)
    marks: list[tuple[int, Element]] = field(default_factory=list)
    text: str = ""
    look: bytes = b""
    open: list[Element] = field(default_factory=list)
    depth: int = 0

    def add(self, words: str, look: bytes) -> None:
        if look != self.look:
            self.flush()
        self.look = look
        self.text += words

    def flush(self) -> None:
        for token in TOKEN.findall(self.text):
            self.atoms.append(Atom(("text", token, self.look.decode()), token, self.look))
        self.text = ""

    def put(self, atom: Atom) -> None:
        self.flush()
        self.atoms.append(atom)


def line(paragraph: Element, says: Callable[[str], str]) -> Line:
    """A paragraph taken apart. `says` gives the words of a footnote by its id."""
    reading = _Reading(says)
    for child in paragraph:
        _child(child, reading)
    reading.flush()
    if reading.open:  # a field that ends in another paragraph
        reading.put(Atom(("open", shown(reading.open)), shown(reading.open), nodes=tuple(reading.open)))
    return Line(tuple(reading.atoms), tuple(reading.marks))


def _child(child: Element, reading: _Reading) -> None:
    if child.tag == PPR or not isinstance(child.tag, str):
        return
    if child.tag in {START, END}:
        reading.flush()
        reading.marks.append((len(reading.atoms), child))
        return
    kinds = [sign.get(name("w:fldCharType")) for sign in child.iter(FIELD)]
    if reading.open or kinds:
        reading.open.append(child)
        reading.depth += kinds.count("begin") - kinds.count("end")
        if reading.depth <= 0:
            code = " ".join("".join(each.text or "" for node in reading.open for each in node.iter(CODE)).split())
            reading.put(Atom(("field", code), shown(reading.open), nodes=tuple(reading.open)))
            reading.open, reading.depth = [], 0
    elif child.tag == R:
        _run(child, reading)
    else:
        reading.put(_thing(child))


def _run(run: Element, reading: _Reading) -> None:
    properties = run.find(RPR)
    look = canonical(properties) if properties is not None else b""
    for child in run:
        if child.tag == RPR:
            continue
        if child.tag == T:
            reading.add(child.text or "", look)
            continue
        single = etree.Element(R, nsmap=run.nsmap)
        if properties is not None:
            single.append(copied(properties))
        single.append(copied(child))
        if child.tag == NOTE:
            number = child.get(name("w:id"))
            reading.put(Atom(("note", reading.says(number)), "", nodes=(single,), note=number))
        else:
            words = _BREAKS.get(child.tag, "")
            reading.put(Atom(("sign", canonical(single).decode()), words, nodes=(single,)))


def _thing(child: Element) -> Atom:
    words = shown([child])
    if child.tag == name("w:hyperlink"):
        goal = child.get(name("w:anchor")) or child.get(name("r:id")) or ""
        return Atom(("link", goal, words), words, nodes=(child,))
    if child.tag == name("w:sdt"):
        tag = child.find(f"{name('w:sdtPr')}/{name('w:tag')}")
        return Atom(("control", tag.get(name("w:val")) if tag is not None else "", words), words, nodes=(child,))
    return Atom(("thing", canonical(child).decode()), words, nodes=(child,))


def shown(nodes: list[Element]) -> str:
    """The words of elements as a reader sees them."""
    return "".join(_seen(nodes))


def _seen(nodes: list[Element]) -> Iterator[str]:
    for node in nodes:
        for each in node.iter(T, *_BREAKS):
            yield (each.text or "") if each.tag == T else _BREAKS[each.tag]


def canonical(element: Element) -> bytes:
    """An element as bytes that depend on nothing but what it says."""
    bare = copied(element)
    bare.tail = None
    for node in bare.iter():
        if node.tag != T and isinstance(node.tag, str):
            node.text = (node.text or "").strip() or None if len(node) else node.text
            if node is not bare:
                node.tail = (node.tail or "").strip() or None
    made: bytes = etree.tostring(bare, method="c14n", exclusive=True)
    return made


def copied(element: Element) -> Element:
    """An element like another, without what follows it."""
    from copy import deepcopy

    made = deepcopy(element)
    made.tail = None
    return made


def relabelled(atom: Atom, *key: str) -> Atom:
    """The same atom under another key."""
    return replace(atom, key=key)
