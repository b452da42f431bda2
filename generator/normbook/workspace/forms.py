"""The Word form of a checklist -> its rows: boxes that were ticked and places that were written in, by their tags.

A tag names the commitment and what is filled in: `not-2.alert/met` is a box, `not-2.alert/own-clock` a place to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from normbook.checklists.rows import STATUSES
from normbook.checks.context import problem
from normbook.problems import Place, Problem
from normbook.sheets.cells import cleaned
from normbook.word.openxml import Element
from normbook.word.received import MAIN, tree_of
from normbook.workspace.headings import FIELDS
from normbook.workspace.incoming import Given, Incoming

_TAG: Final = re.compile(r"([a-z]{3}-[0-9]+\.[a-z0-9]+(?:-[a-z0-9]+)*)/([a-z_-]+)\Z")
_PLACES: Final = {heading.replace(" ", "-"): key for heading, key in FIELDS.items()}
_NAME: Final = re.compile(r"[a-z]{3}-[0-9]+\.[a-z0-9-]+\Z")
_PROMPTS: Final = {"write here", "date"}
"""What stands in a place until it is filled in, where a program no longer says so."""
_CHECKED: Final = {"1", "true", "on"}
_PROPERTIES: Final = "docProps/custom.xml"


def filled_form(parts: Mapping[str, bytes], file: str) -> Incoming:
    """The rows of a form in the parts of a Word file."""
    ticks: dict[str, list[str]] = {}
    cells: dict[str, dict[str, str]] = {}
    root = tree_of(parts, MAIN)
    for name, what, control in [*_controls(root)] or _labelled(root):
        held = cells.setdefault(name, {})
        if what in STATUSES:
            ticks.setdefault(name, [])
            if _ticked(control):
                ticks[name].append(what)
        elif what in {"release", "may-be-published"}:
            held["release"] = "yes" if _ticked(control) else "no"
        elif what in _PLACES:
            held[_PLACES[what]] = _written(control)
    said = _said(parts)
    state, edition = said.get("normbook-state", ""), said.get("normbook-edition", "")
    if not ticks:
        missing = problem("H10", Place(file), "no box for a status is in it",
                          "Name a checklist that this program made, as a Word form or as a spreadsheet.")
        return Incoming(state, edition, "", (), (missing,))
    problems = tuple(_twice(file, name) for name, found in ticks.items() if len(found) > 1)
    rows = tuple(
        Given(Place(file), name, {"status": "".join(found), **cells[name]})
        for name, found in ticks.items() if len(found) < 2
    )  # fmt: skip
    return Incoming(state, edition, said.get("normbook-answers", ""), rows, problems)


def _twice(file: str, name: str) -> Problem:
    return problem("H07", Place(file), f"more than one status of '{name}' is ticked", "Leave the one that holds.")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _value(element: Element) -> str:
    return next((text for key, text in element.attrib.items() if key.endswith("}val")), "")


def _controls(root: Element) -> Iterator[tuple[str, str, Element]]:
    """The controls of the form: the commitment, what is filled in, the element."""
    for control in root.iter("{*}sdt"):
        tag = next((_value(each) for each in control.iterfind("{*}sdtPr/{*}tag")), "")
        if found := _TAG.match(tag):
            yield found[1], found[2], control


def _labelled(root: Element) -> Iterator[tuple[str, str, Element]]:
    """The same by what stands in the tables, for programs that drop tags: one for each commitment, with labels."""
    for table in root.iter("{*}tbl"):
        name = ""
        for row in table.iterfind("{*}tr"):
            cells = list(row.iter("{*}tc"))
            words = [" ".join(_text(cell).lower().split()) for cell in cells]
            name = name or (words[0] if words and _NAME.match(words[0]) else "")
            for label, inside in zip(words[::2], cells[1::2], strict=False):
                if name and label == "status":
                    yield from ((name, status, each) for each in inside.iter("{*}p")
                                if (status := _status(_text(each))))
                elif name and label in FIELDS:
                    yield name, label.replace(" ", "-"), inside


def _status(words: str) -> str:
    """The status whose words stand after a box."""
    told = words.strip(" \u2610\u2612\n").lower()
    return next((status for status, shown in STATUSES.items() if told.startswith(f"{shown}:")), "")


def _ticked(element: Element) -> bool:
    """Whether the box in a control, a paragraph or a cell is ticked."""
    return any(_value(each).lower() in _CHECKED for each in element.iter("{*}checked"))


def _written(element: Element) -> str:
    """What was written in a place; nothing while the prompt stands in it."""
    if next(element.iter("{*}showingPlcHdr"), None) is not None:
        return ""
    control = element if _local(element) == "sdt" else next(element.iter("{*}sdt"), element)
    text = cleaned(_text(control))
    return "" if text in _PROMPTS else text


def _text(element: Element) -> str:
    pieces: list[str] = []
    for each in element.iter():
        kind = _local(each)
        if kind == "t":
            pieces.append(each.text or "")
        elif kind in {"br", "cr"} or (kind == "p" and pieces):
            pieces.append("\n")
        elif kind == "tab":
            pieces.append(" ")
    return "".join(pieces)


def _said(parts: Mapping[str, bytes]) -> dict[str, str]:
    if _PROPERTIES not in parts:
        return {}
    return {each.get("name", ""): cleaned("".join(each.itertext()))
            for each in tree_of(parts, _PROPERTIES).iter("{*}property")}
