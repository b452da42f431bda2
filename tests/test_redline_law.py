"""Protects the redline of the whole law: from the edition to a draft that was worked over, and back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import office
import revisions
from conftest import ROOT
from normbook.commands.redlining import publication_of
from normbook.settings import Settings
from normbook.word.openxml import name, parse, unpack
from normbook.word.redline import Made, Text, redline, text
from test_redline import DAY

PART: Final = "law/part-03-notification.yaml"
P5: Final = (
    "      - id: p5\n        text: >-\n          A covered operator shall tell the national CSIRT how a person able to "
    "act for it can be reached at any\n          hour, and shall keep that information up to date.\n"
)
POINT: Final = "          - id: d\n            text: whether the covered operator or a supplier"
WITHDRAWN: Final = "[[law/voluntary-notification]] and later confirm or withdraw the notification.\n"
P8: Final = "      - id: p8\n        text: A covered operator may later confirm or withdraw that notification.\n"
AWARENESS: Final = '      - id: p3\n        text: "Awareness does not depend'
EDITS: Final = (
    # a rule reworded, a point put in, a paragraph taken out, one split in two
    (PART, "covered operator, without undue delay, of an incident", "covered operator at once of any incident"),
    (PART, POINT, f"          - id: e\n            text: at sea and in the air as on land; and\n{POINT}"),
    (PART, P5, ""),
    (PART, WITHDRAWN, f"[[law/voluntary-notification]].\n{P8}"),
    # the variants of a paragraph, and a paragraph after them: numbers are set by hand there
    (PART, "              whether or not the sign has been assessed.", "              assessed or not."),
    (PART, AWARENESS, f"      - id: p8\n        text: The period runs on every day.\n{AWARENESS}"),
    # a note, a row of a Schedule, a definition, the guide, a paragraph for some States only
    (PART, "so that a small administration can meet the clocks.", "so that small administrations meet the clocks."),
    ("timelines/csirt-to-affected.yaml", "    title: Protective advice\n    within: PT72H",
     "    title: Advice\n    within: PT96H"),
    ("glossary.yaml", "the first, short notification of a significant", "the first notification of a significant"),
    (PART, "Everything else in the Part follows from this duty.", "All of the Part follows from this one duty."),
    ("law/part-02-institutions.yaml", "The competent authority exercises its functions throughout this State.",
     "The competent authority acts throughout this State."),
)


def _worked_over(norms: Path) -> None:
    for file, old, new in EDITS:
        path = norms / file
        before = path.read_text(encoding="utf-8")
        assert before.count(old) == 1, (file, old)
        path.write_text(before.replace(old, new), encoding="utf-8")
    path = norms / PART
    head, first, second, rest = _articles(path.read_text(encoding="utf-8"))
    path.write_text(head + second + first + rest, encoding="utf-8")


def _articles(words: str) -> Iterator[str]:
    """What stands before the first article of a Part, the first, the second, and the others."""
    ids = ("duty-to-notify", "start-of-clock", "initial-alert")
    starts = [0, *(words.index(f"  - id: law/{each}\n") for each in ids)]
    return (words[start:end] for start, end in zip(starts, [*starts[1:], len(words)], strict=True))


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Text, Text]:
    """The edition 0.9 and the draft after the edits."""
    folder = tmp_path_factory.mktemp("law")
    shutil.copytree(ROOT / "norms", folder / "norms")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    _worked_over(folder / "norms")
    settings = Settings(folder, date(2026, 12, 24), jobs=1)
    cache = settings.cache / "pandoc"
    return text(publication_of(settings, "0.9"), cache), text(publication_of(settings, "draft"), cache)


@pytest.fixture(scope="module")
def made(texts: tuple[Text, Text]) -> Made:
    """The redline."""
    return redline(*texts, "A. Author", DAY, cover=False)


def test_the_whole_law_leads_there_and_back(texts: tuple[Text, Text], made: Made) -> None:
    old, new = (unpack(each.docx) for each in texts)
    parts = unpack(made.docx)
    for settled, side in ((revisions.accepted(parts), new), (revisions.rejected(parts), old)):
        assert _said(settled) == _said(side)
        assert not revisions.lost(settled) - revisions.lost(side)
    assert made.law["moved"]
    assert made.law["deleted"] == 1


def _said(parts: Mapping[str, bytes]) -> list[revisions.Said]:
    """What a file says. A link to a page of one edition is a link to that of the other."""
    return [each._replace(atoms=tuple(("link", key[1].replace("/0.9/", "/draft/"), key[2])
                                      if key[0] == "link" and not key[1].endswith("/0.9/") else key
                                      for key in each.atoms))
            for each in revisions.says(parts)]


@pytest.mark.office
@pytest.mark.usefixtures("soffice")
def test_libreoffice_settles_the_whole_law(texts: tuple[Text, Text], made: Made, tmp_path: Path) -> None:
    files = {"old": texts[0].docx, "new": texts[1].docx, "made": made.docx}
    for what, docx in files.items():
        (tmp_path / f"{what}.docx").write_bytes(docx)
    asked: list[tuple[str, office.Action]] = [("old", "open"), ("new", "open"), ("made", "accept"), ("made", "reject")]
    saved = [tmp_path / f"{what} {action}.txt" for what, action in asked]
    office.run([office.Job(tmp_path / f"{what}.docx", action, save, listed=False)
                for (what, action), save in zip(asked, saved, strict=True)])
    old, new, accepted, rejected = (_without_contents(path, texts[0].name) for path in saved)
    for settled, side, kind in ((accepted, new, "del"), (rejected, old, "ins")):
        assert list(filter(None, settled)) == list(filter(None, side))
        assert settled.count("") - side.count("") <= _tables(made.docx, kind)


def _tables(docx: bytes, kind: str) -> int:
    """How many tables go as a whole. LibreOffice 7 leaves the paragraph before each, without a word in it."""
    rows = [[row.find(f"{name('w:trPr')}/{name(f'w:{kind}')}") is not None for row in table.iter(name("w:tr"))]
            for table in parse(unpack(docx)["word/document.xml"]).iter(name("w:tbl"))]
    return sum(all(each) for each in rows)


def _without_contents(path: Path, title: str) -> list[str]:
    """Lines of text, numbers included, but for the contents. LibreOffice keeps capitals in fields that it fills."""
    lines = path.read_text(encoding="utf-8-sig").casefold().splitlines()
    start = lines.index("contents")
    return lines[:start] + lines[lines.index(title.casefold(), start):]
