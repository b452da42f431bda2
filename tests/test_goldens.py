"""What is published from the small corpus, part by part, beside what was found right by eye.

A difference is shown as text. When it is wanted: `pytest tests/test_goldens.py --update-goldens`, then read the diff.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

import mini
from normbook.examine import examine
from normbook.outputs.checklists import checklist_files
from normbook.outputs.law_docx import law_docx
from normbook.publication import Publication
from normbook.views.site import pages

GOLDENS = Path(__file__).parent / "goldens"
WORD = ("word/document.xml", "word/footnotes.xml", "word/numbering.xml", "docProps/core.xml")
EXCEL = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "docProps/core.xml")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The small corpus, as of its edition."""
    examined = examine(mini.write(tmp_path_factory.mktemp("mini")), mini.AS_OF)
    assert examined.corpus is not None
    assert examined.links is not None
    return Publication(examined.corpus, examined.links, mini.AS_OF)


def parts(archive: bytes, names: tuple[str, ...], prefix: str) -> Iterator[tuple[str, str]]:
    """Parts of a package as indented XML, one element a line."""
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        for name in names:
            root = etree.fromstring(package.read(name))
            yield f"{prefix}/{name}", etree.tostring(root, pretty_print=True, encoding="unicode")


def made(publication: Publication) -> Iterator[tuple[str, str]]:
    """Everything that is compared, by the name of its golden file."""
    yield from parts(law_docx(publication)["downloads/model-law.docx"], WORD, "law.docx")
    state = next(state for state in publication.corpus.states.states if state.status == "member")
    for name, content in checklist_files(publication, [state.iso2]).items():
        if name.endswith(".xlsx"):
            yield from parts(content, EXCEL, "checklist.xlsx")
        elif name.endswith(".docx"):
            yield from parts(content, ("word/document.xml", "docProps/custom.xml"), "checklist.docx")
        elif name.endswith((".csv", ".json")):
            yield f"checklist{name[name.rindex('.'):]}", content.decode().replace("\r\n", "\n")
        elif state.iso2.lower() in name:
            yield "dates.ics", content.decode().replace("\r\n", "\n")
    wanted = {f"norms/{publication.corpus.norms[0].id}.md", f"{publication.labels.tree.articles[0].ref}.md"}
    for page in pages(publication):
        if page.file in wanted:
            yield page.file, page.render()


def test_what_is_published_reads_as_it_did(small: Publication, update_goldens: bool) -> None:
    """Nothing in the published forms changes without somebody having looked at it."""
    found = dict(made(small))
    if update_goldens:
        for name, text in found.items():
            path = GOLDENS / f"{name}.golden"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    kept = {path.relative_to(GOLDENS).as_posix().removesuffix(".golden") for path in GOLDENS.rglob("*.golden")}
    assert kept == set(found)
    for name, text in found.items():
        assert text == (GOLDENS / f"{name}.golden").read_text(encoding="utf-8"), name
