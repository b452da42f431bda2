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

_P, _CHANGE = name("w:p"), name("w:pPrChange")
_OWN: Final = frozenset({"rPr", "sectPr", "pPrChange"})


def settle(blocks: list[Element], marker: Marker) -> None:
    """Move ends up in front of every table and at the end of `blocks`."""
    for at in range(len(blocks) + 1):
        if at == len(blocks) or blocks[at].tag == name("w:tbl"):
            _up(_before(blocks[:at]), marker)


def _before(blocks: list[Element]) -> list[Element]:
    """The paragraphs whose ends are tracked at the end of `blocks`, and the one before them; none if there is none."""
    found: list[Element] = []
    for each in reversed(blocks):
        if each.tag == _P:
            found.insert(0, each)
            if _mark(each) is None:
                return found if len(found) > 1 else []
        elif each.tag == name("w:tbl"):
            return []
    return []


def _mark(paragraph: Element) -> Element | None:
    """The sign that the end of a paragraph is tracked."""
    own = paragraph.find(f"{PPR}/{RPR}")
    return None if own is None else next((each for each in own if each.tag in TRACKED), None)


def _up(paragraphs: list[Element], marker: Marker) -> None:
    if not paragraphs:
        return
    signs = [_mark(each) for each in paragraphs[1:]]
    kept, rest = paragraphs[0], paragraphs[1:]
    goes = [local(sign) == "del" for sign in signs]
    now, was = [_now(kept)], [_was(kept)]
    for each, gone in zip(rest, goes, strict=True):
        (was if gone else now).append(_now(each))
    for each, gone in zip([kept, *rest[:-1]], goes, strict=True):
        properties = _with((was if gone else now).pop(0), each)
        _replace(each, marker.ended(properties, "del" if gone else "ins"))
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
