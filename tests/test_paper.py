"""The model law on paper: every provision and number in order, accessible as PDF/UA-1, the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, takewhile
from pathlib import Path

import pikepdf
import pytest

import mini
from normbook.law.adaptation import Adaptation
from normbook.law.tree import units
from normbook.law.vocabulary import VOCABULARIES
from normbook.outputs import law_pdf
from normbook.paper import press
from normbook.paper.papers import Papers, paper
from normbook.paper.pieces import pieces
from normbook.paper.press import PaperError, printed
from normbook.paper.typeset import HEADINGS, Setter, UnknownNodeError
from normbook.publication import Publication
from normbook.resources import templates
from normbook.word import nodes
from normbook.word.styles import STYLES
from test_word import real, small

NAMES = tuple(VOCABULARIES)
MARKS = re.compile(r"(?<=[^\s\d(\[])\d{1,3}(?:,\s?\d{1,3})*(?=\s|$)")
"""Marks of footnotes after a word. What is compared loses what looks like them on both sides."""
QUOTES = str.maketrans("“”‘’‑", "\"\"''-")


@cache
def papers(vocabulary: str = "model", *, clean: bool = False) -> Papers:
    publication = real().adapted(Adaptation(VOCABULARIES[vocabulary], clean=clean))
    return Papers(publication, pieces(publication))


@cache
def law(vocabulary: str = "model") -> bytes:
    return papers(vocabulary).made("law")


@cache
def guide() -> bytes:
    """The guide to a law of one article with all that an article may have, and with the real Schedules."""
    variants = [{"id": letter, "label": "One way", "follows": "This.", "default": letter == "A",
                 "paragraphs": [{"id": "p1", "text": "One thing:", "points": [{"id": "a", "text": "a point."}]},
                                {"id": "p2", "text": "As [[law/one/p1]] says, another."}]} for letter in "AB"]
    publication = small({"id": "law/one", "variants": variants, "notes": [{"text": "States may wish to think."}]})
    return paper(publication, form="guide")


@cache
def booklet() -> bytes:
    return papers().made("booklet", part="law/part-notification")


def opened(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def pages(made: bytes) -> list[list[str]]:
    """The words of each page without its running head."""
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    head = words(f"{real().plain(real().corpus.law.short_title)} {real().edition.title}, 1 December 2026")
    found = [words(page) for page in text.split("\f")]
    return [page[len(head):] if page[: len(head)] == head else page for page in found]


def words(text: str) -> list[str]:
    """Words alike whatever their quotation marks, capitals and breaks; the marks of footnotes are left out."""
    plain = MARKS.sub("", text.translate(QUOTES)).casefold()
    return plain.replace("-", "- ").split()


class Reader:
    """Finds runs of words in their order. A run may go on at the top of the next page."""

    def __init__(self, made: bytes) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        for page in pages(made):
            self.starts.append(len(self.words))
            self.words += page
        self.at = 0

    def find(self, text: str) -> bool:
        wanted = words(text)
        for start in range(self.at, min(self.at + 12_000, len(self.words))):
            end = self._run(wanted, start) if self.words[start] == wanted[0] else None
            if end:
                self.at = end
                return True
        return False

    def _run(self, wanted: list[str], at: int) -> int | None:
        for word in wanted:
            if at >= len(self.words) or self.words[at] != word:
                at = next((start for start in self.starts if start > at), len(self.words))
                if at >= len(self.words) or self.words[at] != word:
                    return None
            at += 1
        return at


def provisions(publication: Publication) -> Iterator[str]:
    """Number and words of headings and units, as the tree has them."""
    tree = publication.labels.tree
    say = tree.vocabulary
    below: dict[str, list[str]] = {}
    for node, _, unit in units(tree):
        if not unit.when:
            below.setdefault(node.ref, []).append(f"{unit.number} {publication.plain(unit.text, unit.ref)}")
    for part in tree.parts:
        yield f"{say.part} {part.number} {publication.plain(part.title)}"
        for article in part.articles:
            yield f"{say.article_label(article.number)} {publication.plain(article.article.heading, article.ref)}"
            yield from below.get(article.ref, ())
    for schedule in tree.schedules:
        yield f"{say.schedule} {schedule.number} {publication.plain(schedule.title)}"


@pytest.mark.parametrize("vocabulary", NAMES)
@pytest.mark.office
def test_every_provision_stands_in_the_file_with_its_number_and_in_order(vocabulary: str) -> None:
    reader = Reader(law(vocabulary))
    opening = [n for n in range(400, len(reader.words)) if reader.words[n : n + 2] == ["to", "provide"]]
    reader.at = opening[0]  # the first page and the contents, which come before, name headings too
    missing = [text[:80] for text in provisions(papers(vocabulary).publication) if not reader.find(text)]
    assert missing == []


@pytest.mark.parametrize("vocabulary", NAMES)
def test_the_bookmarks_of_the_file_are_the_headings_of_the_law(vocabulary: str) -> None:
    tree = papers(vocabulary).publication.labels.tree
    plain = papers(vocabulary).publication.plain
    expected = []
    for part in tree.parts:
        expected.append(f"{tree.vocabulary.part} {part.number} {plain(part.title)}")
        expected += [f"{tree.vocabulary.article_label(node.number)} {plain(node.article.heading)}"
                     for node in part.articles]
    expected += [f"{tree.vocabulary.schedule} {item.number} {plain(item.title)}" for item in tree.schedules]
    with opened(law(vocabulary)) as pdf, pdf.open_outline() as outline:
        found = [item.title for top in outline.root for item in (top, *top.children)]
    told = [title for title in (" ".join(each.split()) for each in found) if title in expected]
    assert told == expected


@pytest.mark.parametrize("made", [guide, booklet])
def test_the_file_passes_a_checker_of_pdf_ua(made: object, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(made())  # type: ignore[operator]
    command = [sys.executable, "-m", "pdfua", "check", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "result: PASS" in done.stdout


def structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The types of the structure tree in reading order."""
    def walk(node: pikepdf.Object) -> Iterator[str]:
        if isinstance(node, pikepdf.Array):
            for inner in node:
                yield from walk(inner)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node and node.get("/Type", "/StructElem") == "/StructElem":
                yield str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(pdf.Root["/StructTreeRoot"]["/K"])


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    with opened(guide()) as pdf:
        assert pdf.Root["/MarkInfo"]["/Marked"]
        assert str(pdf.Root["/Lang"]) == "en-GB"
        assert pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"]
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] == real().plain(real().corpus.law.title)


def test_headings_descend_a_level_at_a_time_and_tables_have_heads() -> None:
    with opened(guide()) as pdf:
        types = list(structure(pdf))
    levels = [int(kind[2:]) for kind in types if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(two <= one + 1 for one, two in pairwise(levels))
    assert types.count("/THead") == types.count("/Table") > 20
    assert {"/TOC", "/TOCI", "/Note", "/Link", "/Title"} <= set(types)


def test_the_same_law_gives_the_same_bytes() -> None:
    again = Papers(papers().publication, pieces(papers().publication))
    assert again.made("booklet", part="law/part-notification") == booklet()


def test_a_booklet_is_one_part_with_its_notes_and_refers_to_the_site_for_the_rest() -> None:
    source = papers().source("booklet", part="law/part-notification")
    assert source.count("#part-heading(") == 1
    assert "Guide" not in source.partition("#part-heading(")[0].partition("#contents()")[2]
    assert f'#link("{real().corpus.handbook.base_url}{real().edition.id}/law/' in source
    with opened(booklet()) as pdf, pdf.open_outline() as outline:
        assert any("Notification" in str(item.title) for item in outline.root)
        assert sum("Guide to Enactment" in str(item.title) for item in outline.root) == 1, "its notes are told apart"


@pytest.mark.office
def test_the_cover_of_a_booklet_names_its_part() -> None:
    assert " ".join(words("Part III Notification")) in " ".join(pages(booklet())[0])


@pytest.mark.office
def test_no_page_ends_with_a_heading_or_begins_with_the_last_line_of_a_paragraph() -> None:
    """A footnote that finds no room sends its line to the next page, alone unless it is told otherwise."""
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=law(), capture_output=True, check=True)
    found = [[line for line in page.splitlines() if line.strip()] for page in text.stdout.decode().split("\f")]
    for page in (page[1:-1] for page in found[4:] if len(page) > 3):
        main = list(takewhile(lambda line: not re.match(r"\s*\d+\s*(?:States?|Federal)\b", line), page))
        assert not re.match(r"\s*(?:Article|Part|Variant) \w+\s{2,}", main[-1]), main[-1]
        assert not (re.match(r"\s*[a-z]", main[0]) and re.match(r"\s*\(\w+\) ", main[1])), main[:2]


def test_each_form_is_asked_for_with_what_it_needs() -> None:
    with pytest.raises(ValueError, match="a booklet is of one Part"):
        papers().source("booklet")
    with pytest.raises(ValueError, match="a booklet is of one Part"):
        papers().source("law", part="law/part-notification")
    with pytest.raises(ValueError, match="no Part law/part-none"):
        papers().source("booklet", part="law/part-none")


@pytest.mark.parametrize(("page", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_paper_has_the_size_that_is_asked_for(page: object, size: tuple[int, int]) -> None:
    publication = small({"id": "law/one", "paragraphs": [{"id": "p1", "text": "One thing."}]}, schedules=())
    with opened(paper(publication, page=page)) as pdf:  # type: ignore[arg-type]
        box = pdf.pages[0].mediabox
    assert (round(float(box[2])), round(float(box[3]))) == size


def test_every_style_of_the_word_file_has_a_function_of_the_template() -> None:
    template = (templates() / "paper" / "law.typ").read_text(encoding="utf-8")
    known = set(re.findall(r"^#let ([a-z-]+)", template, re.MULTILINE))
    used = {name for piece in papers().pieces for name in re.findall(r"(?<!\\)#([a-z-]+)[(\[]", piece.source)}
    assert used <= known | {"go", "link", "emph", "strong", "super", "h", "raw", "parbreak"}
    assert {style.name for style in STYLES} >= set(HEADINGS)


def test_signs_of_the_typesetter_are_printed_as_they_stand() -> None:
    text = "= 1 + 2 #let x = $y$ @z <w> *b* _c_ // d ~ `e` 3. f - g"
    signs = small({"id": "law/one", "heading": text.replace("`e` ", ""), "paragraphs": [{"id": "p1", "text": "+ a"}]},
                  schedules=())
    made = paper(signs)
    if shutil.which("pdftotext"):
        shown = " ".join(word for page in pages(made) for word in page)
        assert "= 1 + 2 #let x = $y$ @z <w>" in shown


def test_what_paper_cannot_print_is_refused() -> None:
    with pytest.raises(UnknownNodeError, match="openxml"):
        list(Setter({}).blocks([nodes.para("Law Text", [nodes.raw_inline("<w:r/>")])]))


def test_a_broken_source_is_refused_with_the_place() -> None:
    with pytest.raises(PaperError, match=r"(?s)typst refused the paper: .*unknown variable: nowhere.*:2:"):
        printed("#set document(title: \"x\")\n#nowhere\n", mini.AS_OF)


def test_what_is_refused_in_another_process_is_told_here() -> None:
    with pytest.raises(PaperError, match=r"\Atypst refused the paper: (?s:.*)unknown variable: nowhere"):
        press.apart("#nowhere", mini.AS_OF)


def test_without_the_library_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    press._library.cache_clear()
    with pytest.raises(PaperError, match="install the Python package typst"):
        printed("x", mini.AS_OF)
    press._library.cache_clear()


def test_a_paper_without_a_title_is_refused() -> None:
    """The standard is asked for: what is not accessible is not printed."""
    with pytest.raises(PaperError, match="PDF/UA-1"):
        printed("words", mini.AS_OF)


def test_the_output_is_the_law_the_guide_and_a_booklet_of_each_part() -> None:
    publication = small({"id": "law/one", "paragraphs": [{"id": "p1", "text": "One thing."}]}, schedules=())
    files = law_pdf.law_pdf(publication)
    assert list(files) == ["downloads/model-law.pdf", "downloads/model-law-guide.pdf", "downloads/parts/part-two.pdf"]
    assert all(content.startswith(b"%PDF-1.7") for content in files.values())


def test_clean_text_holds_no_note_and_no_variant() -> None:
    source = papers(clean=True).source("law")
    assert "#footnote[" not in source
    assert "-box[" not in source


def test_numbers_are_words_and_never_counted_by_the_typesetter() -> None:
    template = (templates() / "paper" / "law.typ").read_text(encoding="utf-8")
    assert set(re.findall(r"counter\((\w+)\)", template)) == {"page"}
    assert "enum(" not in template
