"""Ends of paragraphs that cannot be tracked: before a table, and at the end of a cell, a footnote or the text.

Such an end cannot go, since no paragraph follows that what is left could join. Where something comes or goes in front
of it, the ends move up by one: that of the last paragraph that stays is tracked in place of the next one's, and so on,
and the end of all remains. The words are where they were; accepting and rejecting leave whole paragraphs.
"""

from __future__ import annotations

from typing import Final

from normbook.word.openxml import Element, el, name
from normbook.word.redline_atoms import PPR, RPR, copied
from normbook.word.redline_marks import TRACKED, Marker, local, properties_of, put

_P, _CHANGE, _SECTION = name("w:p"), name("w:pPrChange"), f"{PPR}/{name('w:sectPr')}"
_OWN: Final = frozenset({"rPr", "sectPr", "pPrChange"})


def settle(blocks: list[Element], marker: Marker) -> None:
    """Move ends up in front of every table, at the end of `blocks`, and where a control comes or goes."""
    for at in range(len(blocks) + 1):
        if at == len(blocks) or blocks[at].tag == name("w:tbl"):
            _up(_before(blocks, at), marker)
        elif _mark(blocks[at]) is None:
            found = _before(blocks, at)
            if any(each.find(name("w:sdt")) is not None for each in found[1:]) and found[0].find(_SECTION) is None:
                _up(found, marker)


def _before(blocks: list[Element], at: int) -> list[Element]:
    """The paragraphs in front of a place whose ends are tracked, and the one before them; none if there is none."""
    for start in range(at - 1, -1, -1):
        if blocks[start].tag == name("w:tbl"):
            return []
        if blocks[start].tag == _P and _mark(blocks[start]) is None:
            found = [each for each in blocks[start:at] if each.tag == _P]
            return found if len(found) > 1 else []
    return []


def _mark(paragraph: Element) -> Element | None:
    """The sign that the end of a paragraph is tracked."""
    own = paragraph.find(f"{PPR}/{RPR}")
    return None if own is None else next((each for each in own if each.tag in TRACKED), None)


def _up(paragraphs: list[Element], marker: Marker) -> None:
    if not paragraphs:
        return
    kept, rest = paragraphs[0], paragraphs[1:]
    signs = [_mark(each) for each in rest]
    goes = [local(sign) == "del" for sign in signs]
    now, was = [_now(kept)], [_was(kept)]
    for each, gone in zip(rest, goes, strict=True):
        (was if gone else now).append(_now(each))
    for each, sign, gone in zip([kept, *rest[:-1]], signs, goes, strict=True):
        properties = _with((was if gone else now).pop(0), each)
        put(properties, el("w:rPr", sign))
        _replace(each, properties)
    last = _with(copied(now[-1]), rest[-1])
    marker.changed(was[-1], last)
    _replace(rest[-1], last)


def _now(paragraph: Element) -> Element:
    made = properties_of(paragraph)
    for child in list(made):
        if local(child) in _OWN:
            made.remove(child)
    return made


def _was(paragraph: Element) -> Element:
    change = paragraph.find(f"{PPR}/{_CHANGE}")
    return copied(change[0]) if change is not None else _now(paragraph)


def _with(properties: Element, paragraph: Element) -> Element:
    """Properties with the end of a section that stands in a paragraph."""
    section = paragraph.find(f"{PPR}/{name('w:sectPr')}")
    made = el("w:pPr", *(copied(child) for child in properties))
    if section is not None:
        put(made, copied(section))
    return made


def _replace(paragraph: Element, properties: Element) -> None:
    paragraph.replace(paragraph.find(PPR), properties)
