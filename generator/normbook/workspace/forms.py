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
from normbook.workspace.headings import FIELDS, NAME
from normbook.workspace.incoming import Given, Incoming, brought_along

_TAG: Final = re.compile(r"([a-z]{3}-[0-9]+\.[a-z0-9]+(?:-[a-z0-9]+)*)/([a-z_-]+)\Z")
_PLACES: Final = {heading.replace(" ", "-"): key for heading, key in FIELDS.items()} | {"release": "release"}
_PROMPTS: Final = {"write here", "date"}
"""What stands in a place until it is filled in, where a program no longer says so."""
_CHECKED: Final = {"1", "true", "on"}
_BOX: Final = re.compile(r"\s*([\u2610-\u2612\u2713-\u2718xX])?\s*")
"""A box as a sign, as programs leave it that know none to click on, or what somebody typed in its place."""
_EMPTY: Final = "\u2610"
_TRACKED: Final = ("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo")
_PROPERTIES: Final = "docProps/custom.xml"

Texts = dict[str, list[str]]
"""By key of an answer, what stands in its places: one text, but where somebody copied a block."""


def filled_form(parts: Mapping[str, bytes], file: str) -> Incoming:
    """The rows of a form in the parts of a Word file."""
    found: dict[str, Texts] = {}
    root = tree_of(parts, MAIN)
    for name, what, element in _fields(root):
        texts = found.setdefault(name, {})
        if what in STATUSES:
            ticked = texts.setdefault("status", [])
            if _ticked(element) and what not in ticked:
                ticked.append(what)
        elif what in _PLACES:
            text = _written(element) if _PLACES[what] != "release" else "yes" if _ticked(element) else "no"
            held = texts.setdefault(_PLACES[what], [])
            if text and text not in held:
                held.append(text)
    said = _said(parts)
    problems = [*brought_along(file, macros=any(part.lower().endswith("vbaproject.bin") for part in parts),
                               notes=_comments(parts), tracked=next(root.iter(*_TRACKED), None) is not None)]
    if not any("status" in texts for texts in found.values()):
        problems.append(problem("H10", Place(file), "no box for a status is in it",
                                "Name a checklist that this program made, as a Word form or as a spreadsheet."))
        found = {}
    rows = []
    for name, texts in found.items():
        wrong = list(_wrong(file, name, texts))
        problems += wrong
        if not wrong:
            rows.append(Given(Place(file), name, {key: "".join(held) for key, held in texts.items()}))
    return Incoming(said.get("normbook-state", ""), said.get("normbook-edition", ""), said.get("normbook-answers", ""),
                    tuple(rows), tuple(problems))


def _wrong(file: str, name: str, texts: Texts) -> Iterator[Problem]:
    """Why a block cannot be read."""
    if len(texts.get("status", ())) > 1:
        yield problem("H07", Place(file), f"more than one status of '{name}' is ticked", "Leave the one that holds.")
    if "status" not in texts and any(held for key, held in texts.items() if key != "release"):
        yield problem("H07", Place(file), f"'{name}' is answered, and its boxes for a status are gone",
                      "Enter the answer in a new form, or in the spreadsheet.")
    if any(len(held) > 1 for key, held in texts.items() if key != "status"):
        yield problem("H03", Place(file), f"the block of '{name}' stands there twice, and says different things",
                      "Keep the one that holds.")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _value(element: Element) -> str:
    return next((text for key, text in element.attrib.items() if key.endswith("}val")), "")


def _fields(root: Element) -> Iterator[tuple[str, str, Element]]:
    """What is filled in: the commitment, what it is, the element. By tags, and by labels where a tag is gone."""
    tagged = list(_controls(root))
    yield from tagged
    known = {(name, what) for name, what, _ in tagged}
    yield from (each for each in _labelled(root) if each[:2] not in known)


def _controls(root: Element) -> Iterator[tuple[str, str, Element]]:
    """The controls of the form."""
    for control in root.iter("{*}sdt"):
        tag = next((_value(each) for each in control.iterfind("{*}sdtPr/{*}tag")), "")
        if found := _TAG.match(tag):
            yield found[1], found[2], control


def _labelled(root: Element) -> Iterator[tuple[str, str, Element]]:
    """The same by what stands in the tables, one for each commitment, with labels."""
    for table in root.iter("{*}tbl"):
        name = ""
        for row in table.iterfind("{*}tr"):
            cells = list(row.iter("{*}tc"))
            words = [" ".join(_text(cell).lower().split()) for cell in cells]
            name = name or (words[0] if words and NAME.match(words[0]) else "")
            for label, inside in zip(words[::2], cells[1::2], strict=False):
                if name and label == "status":
                    yield from ((name, status, each) for each in inside.iter("{*}p")
                                if (status := _status(_text(each))))
                elif name and label in FIELDS:
                    yield name, "release" if label == "may be published" else label.replace(" ", "-"), inside


def _status(words: str) -> str:
    """The status whose words stand after a box; empty where there is no box."""
    box = _box(words)
    told = words[box.end():].lower() if box[1] else ""
    return next((status for status, shown in STATUSES.items() if told.startswith(f"{shown}:")), "")


def _box(words: str) -> re.Match[str]:
    found = _BOX.match(words)
    assert found  # it matches nothing as well  # noqa: S101
    return found


def _ticked(element: Element) -> bool:
    """Whether the box in a control, a paragraph or a cell is ticked, as a control or as a sign."""
    sign = _box(_text(element))[1]
    return any(_value(each).lower() in _CHECKED for each in element.iter("{*}checked")) or (sign or _EMPTY) != _EMPTY


def _written(element: Element) -> str:
    """What was written in a place or, where that is empty, beside it in its cell."""
    control = element if _local(element) == "sdt" else next(element.iter("{*}sdt"), element)
    cell = next(element.iterancestors("{*}tc"), element)
    found = (cleaned(_text(each)) for each in (control, cell))
    return next((text for text in found if text and text not in _PROMPTS), "")


def _text(element: Element) -> str:
    """The words in an element, a line for each paragraph; without prompts, and without what was moved elsewhere."""
    pieces: list[str] = []
    left_out = {each for prompt in element.iter("{*}showingPlcHdr") for each in prompt.getparent().getparent().iter()}
    left_out.update(each for moved in element.iter("{*}moveFrom") for each in moved.iter())
    for each in element.iter():
        kind = _local(each)
        if kind == "t" and each not in left_out:
            pieces.append(each.text or "")
        elif kind in {"br", "cr"} or (kind == "p" and pieces):
            pieces.append("\n")
        elif kind == "tab":
            pieces.append(" ")
    return "".join(pieces)


def _comments(parts: Mapping[str, bytes]) -> bool:
    return any(part.startswith("word/comments") and next(tree_of(parts, part).iter("{*}comment"), None) is not None
               for part in parts)


def _said(parts: Mapping[str, bytes]) -> dict[str, str]:
    if _PROPERTIES not in parts:
        return {}
    return {each.get("name", ""): cleaned("".join(each.itertext()))
            for each in tree_of(parts, _PROPERTIES).iter("{*}property")}
