"""Protects the redline: accepting all of it gives the new text, rejecting all of it the old one, and it is valid."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

import mini
import revisions
from normbook.publication import Publication
from normbook.word.document import document
from normbook.word.openxml import Element, el, name, parse, run, unpack, write
from normbook.word.package import style_of
from normbook.word.redline import tracked

DAY: Final = date(2026, 12, 24)
P, TABLE, ROW = name("w:p"), name("w:tbl"), name("w:tr")
BODY, NOTES = "word/document.xml", "word/footnotes.xml"
Parts = dict[str, bytes]


@cache
def law() -> Parts:
    """The parts of the small model law."""
    found = mini.look(Path(mkdtemp()))
    assert found.corpus is not None
    assert found.links is not None
    return unpack(document(Publication(found.corpus, found.links, mini.AS_OF)))


# random edits of a file


def _paragraphs(body: Element) -> list[Element]:
    """Paragraphs of the text itself: no contents, no ends of sections."""
    return [each for each in body.findall(P)
            if not style_of(each).startswith("TOC") and each.find(f".//{name('w:sectPr')}") is None]


def _reword(body: Element, dice: random.Random) -> None:
    text = dice.choice([each for each in body.iter(name("w:t")) if not _in_contents(each)])
    words = (text.text or "").split(" ")
    at = dice.randrange(len(words))
    words[at : at + dice.randint(0, 2)] = dice.sample(["swift", "a  b", "plain,", "“new”", "[x]"], dice.randint(0, 3))
    text.text = " ".join(words)


def _in_contents(node: Element) -> bool:
    around = next(node.iterancestors(P))
    return style_of(around).startswith("TOC")


def _delete(body: Element, dice: random.Random) -> None:
    paragraph = dice.choice(_paragraphs(body))
    if paragraph.getnext().tag == P:
        body.remove(paragraph)


def _insert(body: Element, dice: random.Random) -> None:
    made = el("w:p", el("w:pPr", el("w:pStyle", val=dice.choice(["LawParagraph", "LawPoint", "GuideText"]))))
    if dice.random() < 0.5:
        number = str(dice.randint(5000, 9999))
        made.extend([el("w:bookmarkStart", id=number, name=f"p_law_new_{number}"), run("A new provision."),
                     el("w:bookmarkEnd", id=number)])
    else:
        made.append(run("A new line."))
    dice.choice(_paragraphs(body)).addnext(made)


def _move(body: Element, dice: random.Random) -> None:
    one, other = dice.choice(_paragraphs(body)), dice.choice(_paragraphs(body))
    if one is not other and one.getnext().tag == P:
        other.addnext(one)


def _swap(body: Element, dice: random.Random) -> None:
    """Several paragraphs change places with the next ones, as when articles do."""
    paragraphs = _paragraphs(body)
    start = dice.randrange(len(paragraphs))
    some = paragraphs[start : start + dice.randint(2, 6)]
    target = dice.choice([each for each in paragraphs if each not in some])
    for each in some:
        if each.getnext().tag == P:
            target.addnext(each)
            target = each


def _restyle(body: Element, dice: random.Random) -> None:
    paragraph = dice.choice([each for each in _paragraphs(body) if each.find(f"{name('w:pPr')}/{name('w:pStyle')}") is not None])
    paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}").set(name("w:val"), dice.choice(["LawText", "LawPoint"]))


def _row(body: Element, dice: random.Random) -> None:
    rows = [row for row in body.iter(ROW) if len(row.getparent().findall(ROW)) > 2]
    if not rows:
        return
    row = dice.choice(rows)
    twin = deepcopy(row)
    for mark in list(twin.iter(name("w:bookmarkStart"), name("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    for text in twin.iter(name("w:t")):
        text.text = "cell " + str(dice.randint(1, 9))
    if dice.random() < 0.5:
        row.addnext(twin)
    else:
        row.getparent().remove(row)


def _cell(body: Element, dice: random.Random) -> None:
    cells = list(body.iter(name("w:tc")))
    if not cells:
        return
    cell = dice.choice(cells)
    paragraphs = cell.findall(P)
    if len(paragraphs) > 1 and dice.random() < 0.5:
        cell.remove(dice.choice(paragraphs))
    else:
        made = el("w:p", el("w:pPr", el("w:pStyle", val="TableText")), run(f"More {dice.randint(1, 9)}."))
        dice.choice(paragraphs).addnext(made) if dice.random() < 0.7 else dice.choice(paragraphs).addprevious(made)


def _unnote(body: Element, dice: random.Random) -> None:
    signs = list(body.iter(name("w:footnoteReference")))
    if signs:
        around = dice.choice(signs).getparent()
        around.getparent().remove(around)


def _table(body: Element, dice: random.Random) -> None:
    tables = [each for each in body.findall(TABLE) if each.getnext().tag == P]
    if tables:
        body.remove(dice.choice(tables))


EDITS: Final[list[Callable[[Element, random.Random], None]]] = [
    _reword, _reword, _delete, _insert, _move, _swap, _restyle, _row, _cell, _unnote, _table,
]


def edited(parts: Parts, seed: int, times: int) -> Parts:
    """The same file after some edits at random."""
    dice = random.Random(seed)  # noqa: S311 - a test is repeated with its seed
    root = parse(parts[BODY])
    body = root.find(name("w:body"))
    for _ in range(times):
        dice.choice(EDITS)(body, dice)
    notes = parse(parts[NOTES])
    for text in notes.iter(name("w:t")):
        if dice.random() < 0.1:
            text.text = f"{text.text} And more."
    return parts | {BODY: write(root), NOTES: write(notes)}


@settings(max_examples=150)
@given(seed=st.integers(0, 10**6), times=st.integers(1, 12))
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(seed: int, times: int) -> None:
    old, new = law(), edited(law(), seed, times)
    if seed % 2:
        old, new = new, old
    made = dict(tracked(old, new, "A. Author", DAY).parts)
    assert revisions.says(revisions.accepted(made)) == revisions.says(new)
    assert revisions.says(revisions.rejected(made)) == revisions.says(old)
    held = list(revisions.marks(made))
    assert len(held) == len(set(held)), "a bookmark stands twice"
    assert set(revisions.marks(new)) <= set(held)
    numbers = [each.get(name("w:id")) for each in parse(made[BODY]).iter() if each.get(name("w:author"))]
    assert len(numbers) == len(set(numbers))
