"""Protects the redline: accepting all of it gives the new text, rejecting all of it the old one, and it is valid."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

import mini
import office
import revisions
from normbook.commands.redlining import Redlining, redline_command
from normbook.publication import Publication
from normbook.settings import Settings
from normbook.word.document import document
from normbook.word.openxml import Element, el, name, pack, parse, run, unpack, write
from normbook.word.package import style_of
from normbook.word.redline import redline, text, tracked
from normbook.word.redline_atoms import shown

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
    text.text = " ".join(words) or "word"  # what is referred to bears words


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
    styled = [each for each in _paragraphs(body) if style_of(each)]
    own = dice.choice(styled).find(f"{name('w:pPr')}/{name('w:pStyle')}")
    own.set(name("w:val"), dice.choice(["LawText", "LawPoint"]))


def _row(body: Element, dice: random.Random) -> None:
    rows = [row for row in body.iter(ROW) if len(row.getparent().findall(ROW)) > 2]
    if not rows:
        return
    row = dice.choice(rows)
    twin = deepcopy(row)
    for mark in list(twin.iter(name("w:bookmarkStart"), name("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    for each in twin.iter(name("w:t")):
        each.text = "cell " + str(dice.randint(1, 9))
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
    for each in notes.iter(name("w:t")):
        if dice.random() < 0.1:
            each.text = f"{each.text} And more."
    return parts | {BODY: write(root), NOTES: write(notes)}


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), times=st.integers(1, 12))
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(seed: int, times: int) -> None:
    old, new = law(), edited(law(), seed, times)
    if seed % 2:
        old, new = new, old
    made = dict(tracked(old, new, "A. Author", DAY).parts)
    for settled, side in ((revisions.accepted(made), new), (revisions.rejected(made), old)):
        assert revisions.says(settled) == revisions.says(side)
        assert revisions.lost(settled) <= revisions.lost(side), "a reference leads nowhere"
    held = list(revisions.marks(made))
    assert len(held) == len(set(held)), "a bookmark stands twice"
    assert set(revisions.marks(new)) <= set(held)
    numbers = [each.get(name("w:id")) for each in parse(made[BODY]).iter() if each.get(name("w:author"))]
    assert len(numbers) == len(set(numbers))


# the whole way, from the corpus


P3: Final = '      - {id: p3, when: federal, text: "A region may act as paragraph [[law/duty/p1|one]] says."}\n'
CHANGES: Final[dict[str, dict[str, mini.Change]]] = {
    "a word": {mini.PART_FILE: mini.replace("An operator shall tell", "An operator shall promptly tell")},
    "a paragraph put in": {mini.PART_FILE: mini.replace(P3, "      - {id: p2bis, text: It keeps a copy.}\n" + P3)},
    "a paragraph taken out": {mini.PART_FILE: mini.replace(P3, "")},
    "a variant changed": {mini.PART_FILE: mini.replace("text: It tells all teams.", "text: It tells every team.")},
    "a note changed": {mini.PART_FILE: mini.replace("States may wish to consider more.", "States may wish less.")},
    "a note gone": {mini.PART_FILE: mini.replace(
        "    notes:\n      - {text: States may wish to consider more., at: p1}\n", "")},
    "a row of a Schedule": {mini.TIMELINE_FILE: mini.replace("    title: Report\n", "    title: Report, whole\n")},
    "a word of the guide": {mini.PART_FILE: mini.replace("Time is needed.", "Time is needed by all.")},
}


def moved(text: str) -> str:
    """The articles of a Part in another order."""
    head, first, second = text.partition("  - id: law/duty\n")[0], *_articles(text)
    return head + second + first


def _articles(text: str) -> tuple[str, str]:
    start, middle = text.index("  - id: law/duty\n"), text.index("  - id: law/transition\n")
    return text[start:middle], text[middle:]


def of(changes: dict[str, mini.Change]) -> Publication:
    found = mini.look(Path(mkdtemp()), changes)
    assert found.corpus is not None
    assert found.links is not None
    return Publication(found.corpus, found.links, mini.AS_OF)


@pytest.mark.parametrize("what", CHANGES)
def test_every_kind_of_change_leads_there_and_back(what: str) -> None:
    made = redline(text(of({})), text(of(CHANGES[what])), "A. Author", DAY, cover=False)
    parts = unpack(made.docx)
    assert revisions.says(revisions.accepted(parts)) == revisions.says(unpack(text(of(CHANGES[what])).docx))
    assert revisions.says(revisions.rejected(parts)) == revisions.says(law())
    signed = [each for part in (BODY, NOTES) for each in parse(parts[part]).iter() if each.get(name("w:author"))]
    assert signed
    assert {each.get(name("w:author")) for each in signed} == {"A. Author"}
    assert {each.get(name("w:date"))[:11] for each in signed} == {"2026-12-24T"}


def test_an_article_that_moved_is_a_move_and_numbers_are_told_on_the_cover() -> None:
    made = redline(text(of({})), text(of({mini.PART_FILE: moved})), "A. Author", DAY)
    body = parse(unpack(made.docx)[BODY])
    said = {kind: "".join(shown([each]) or "".join(each.itertext()) for each in body.iter(name(f"w:{kind}"))
                          if each.get(name("w:author")) == f"A. Author (moved {way} here)")
            for kind, way in (("ins", "to"), ("del", "from"))}
    assert "This Law applies after [6 months]." in said["ins"].replace("\u00a0", " ")
    assert "This Law applies after [6 months]." in said["del"].replace("\u00a0", " ")
    cover = [[shown([cell]) for cell in row] for row in next(body.iter(TABLE)).iter(ROW)]
    assert ["Article 4", "Article 3", "Transition"] in [row[-3:] for row in cover]
    assert made.law["moved"] > 0


def test_a_change_of_numbers_alone_is_not_shown_as_a_change_of_words() -> None:
    first = ("  - {id: law/first, heading: First, status: optional, serves_none: It is a test., guide: {why: So.}, "
             "paragraphs: [{id: p1, text: A first thing.}]}\n")
    new: dict[str, mini.Change] = {mini.PART_FILE: mini.replace("  - id: law/duty\n", first + "  - id: law/duty\n")}
    made = redline(text(of({})), text(of(new)), "A. Author", DAY, law_only=True)
    assert made.law == {"inserted": 2}


def test_two_texts_that_read_the_same_give_a_file_that_says_so() -> None:
    made = redline(text(of({})), text(of({})), "A. Author", DAY)
    assert made.same
    body = parse(unpack(made.docx)[BODY])
    assert not [each for each in body.iter() if each.get(name("w:author"))]
    assert "read the same" in shown(list(body))


def test_the_guide_can_be_left_out() -> None:
    made = redline(text(of({})), text(of(CHANGES["a word of the guide"])), "A. Author", DAY, law_only=True)
    assert made.same
    styles = {style_of(each) for each in parse(unpack(made.docx)[BODY]).iter(P)}
    assert not {each for each in styles if each.startswith("Guide")}


def test_the_same_texts_give_the_same_bytes_and_say_what_they_were() -> None:
    old, new = text(of({})), text(of(CHANGES["a word"]))
    made = redline(old, new, "A. Author", DAY)
    assert made.docx == redline(old, new, "A. Author", DAY).docx
    custom = unpack(made.docx)["docProps/custom.xml"].decode()
    assert "Compared from" in custom
    assert old.side.title in custom


# the schema


def faults(docx: bytes) -> list[str]:
    """What the checker of ECMA-376 finds wrong with a file."""
    with NamedTemporaryFile(suffix=".docx") as file:
        file.write(docx)
        file.flush()
        found = OpenXmlValidator().validate(file.name).errors
    # The checker knows the types of sections only; ECMA-376 part 1, 17.18.15 has this one for glossaries.
    return [str(error) for error in found if "bbPlcHdr" not in error.description]


def test_a_redline_is_valid_by_the_schema() -> None:
    new = of({mini.PART_FILE: lambda words: moved(words.replace("It tells all teams.", "It tells every team."))})
    assert faults(redline(text(of({})), text(new), "A. Author", DAY).docx) == []
    for seed in range(3):
        assert faults(pack(dict(tracked(law(), edited(law(), seed, 12), "A. Author", DAY).parts))) == []


# LibreOffice


@pytest.mark.office
@pytest.mark.usefixtures("soffice")
def test_libreoffice_comes_to_the_new_text_and_back_to_the_old(tmp_path: Path) -> None:
    sides = {"old": of({}), **{what: of(changes) for what, changes in CHANGES.items()},
             "all moved": of({mini.PART_FILE: moved})}
    files = {what: tmp_path / f"{at}.docx" for at, what in enumerate(sides)}
    texts = {what: text(publication) for what, publication in sides.items()}
    jobs = []
    for what, path in files.items():
        path.write_bytes(texts[what].docx)
        tracked_ = path.with_suffix(".redline.docx")
        tracked_.write_bytes(redline(texts["old"], texts[what], "A. Author", DAY, cover=False).docx)
        jobs += [office.Job(path), office.Job(tracked_, "accept"), office.Job(tracked_, "reject")]
    done = [without_contents(lines) for lines in office.run(jobs)]
    old = done[0]
    for at, what in enumerate(files):
        new, accepted, rejected = done[3 * at : 3 * at + 3]
        assert accepted == new, what
        assert rejected == old, what


@pytest.mark.office
@pytest.mark.usefixtures("soffice")
def test_libreoffice_settles_edits_at_random(tmp_path: Path) -> None:
    seeds, old = range(1, 9), law()
    jobs = [office.Job(_file(tmp_path / "old.docx", old))]
    for seed in seeds:
        new = edited(old, seed, seed)
        made = dict(tracked(old, new, "A. Author", DAY).parts)
        jobs.append(office.Job(_file(tmp_path / f"{seed}.docx", new)))
        redlined = _file(tmp_path / f"{seed}.redline.docx", made)
        jobs += [office.Job(redlined, "accept"), office.Job(redlined, "reject")]
    first, *done = [without_contents(lines) for lines in office.run(jobs)]
    for at, seed in enumerate(seeds):
        wanted, accepted, rejected = done[3 * at : 3 * at + 3]
        assert accepted == wanted, seed
        assert rejected == first, seed


def _file(path: Path, parts: Parts) -> Path:
    path.write_bytes(pack(parts))
    return path


_FIELD: Final = re.compile(r"((?i:article|part|schedule|section|chapter)[ \u00a0])?(\(\w+\)|\d+|\b[IVX]+\b)+")


def without_contents(lines: list[office.Line]) -> list[office.Line]:
    """Lines without contents, and without the numbers within their words: fields, which are not tracked, show them."""
    return [line._replace(text=_FIELD.sub("#", line.text)) for line in lines
            if not line.style.startswith("Contents")]


# the command


def project(root: Path) -> Settings:
    mini.write(root)
    return Settings(root, DAY, jobs=1)


def test_the_command_writes_the_file_and_does_not_write_over_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_ = project(tmp_path)
    file = tmp_path / "changes.docx"
    assert redline_command(settings_, "draft", "draft:KE/common", Redlining(file, "B. Author")) == 0
    first = file.read_bytes()
    assert b"B. Author" in unpack(first)[BODY]
    assert redline_command(settings_, "draft", "draft", Redlining(file)) == 2
    assert "is there already" in capsys.readouterr().err
    assert file.read_bytes() == first
    assert redline_command(settings_, "draft", "draft", Redlining(file, force=True)) == 0
    assert file.read_bytes() != first


@pytest.mark.parametrize(("old", "new", "asked", "told"), [
    ("0.1", "draft", Redlining(Path("x.docx")), "there is no edition '0.1'"),
    ("draft", "draft:XX", Redlining(Path("x.docx")), "no State"),
    ("draft", "draft:", Redlining(Path("x.docx")), "names no text"),
    ("draft", "draft:KE/latin", Redlining(Path("x.docx")), "no vocabulary 'latin'"),
    ("draft", "draft", Redlining(Path("x.pdf")), "no name of a Word file"),
    ("draft", "draft", Redlining(Path("x.docx"), " "), "no author"),
])
def test_a_wrong_command_is_told_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, asked: Redlining, told: str
) -> None:
    assert redline_command(project(tmp_path), old, new, asked) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.glob("*.docx"))
