"""The model law in Word: its live numbers are those of the tree, its links lead somewhere, its text holds no marks."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from normbook import ids
from normbook.akoma.document import akoma
from normbook.law.adaptation import Adaptation
from normbook.law.tree import Option, Tree, Unit
from normbook.law.vocabulary import CIVIL, COMMON, MODEL, Vocabulary, letters, roman
from normbook.link import link
from normbook.load import load
from normbook.model.law import Article, Part, Schedule
from normbook.publication import Publication
from normbook.word import nodes
from normbook.word.document import document
from normbook.word.inlines import typographic
from normbook.word.numbering import LISTS, within
from normbook.word.openxml import Element, name, parse, unpack
from normbook.word.styles import STYLES

NORMS = Path(__file__).parent.parent / "norms"
AS_OF = date(2026, 11, 22)
PARTED = ",\u2009"
"""What stands between two footnote marks at one place."""
P, STYLE, ID, VAL = (name(tag) for tag in ("w:p", "w:pStyle", "w:id", "w:val"))


@cache
def real() -> Publication:
    corpus = load(NORMS).corpus
    assert corpus is not None
    return Publication(corpus, link(corpus)[0], AS_OF)


@cache
def parts_of_real() -> dict[str, bytes]:
    return unpack(document(real()))


def small(*articles: dict[str, Any], **law: Any) -> Publication:
    """The real corpus with a law of one Part, number 2, and nothing reserved."""
    guide = {"guide": {"why": "Because."}, "status": "core", "heading": "Heading"}
    made = [Article.model_validate({**guide, **article}) for article in articles]
    part = Part(id="law/part-two", number=2, title="Second", summary="Only.", articles=tuple(made))
    base = real().corpus
    corpus = dataclasses.replace(base, parts=(part,), law=base.law.model_copy(update={"reserved_parts": (), **law}))
    return Publication(corpus, link(corpus)[0], AS_OF)


def opened(publication: Publication) -> dict[str, bytes]:
    return unpack(document(publication))


def body(parts: dict[str, bytes]) -> Element:
    return parse(parts["word/document.xml"]).find(name("w:body"))


def text(paragraph: Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(name("w:t")))


# numbers


def counted(parts: dict[str, bytes]) -> list[tuple[Element, str]]:
    """Every paragraph with the number that Word counts for it, by the rules of ECMA-376 part 1, 17.9."""
    lists = parse(parts["word/numbering.xml"])
    levels: dict[str, dict[int, tuple[str, str]]] = {}
    styles: dict[str, tuple[str, int]] = {}
    for abstract in lists.iter(name("w:abstractNum")):
        own = levels.setdefault(abstract.get(name("w:abstractNumId")), {})
        for level in abstract.iter(name("w:lvl")):
            depth = int(level.get(name("w:ilvl")))
            own[depth] = (level.find(name("w:numFmt")).get(VAL), level.find(name("w:lvlText")).get(VAL))
            bound = level.find(STYLE)
            if bound is not None:
                styles[bound.get(VAL)] = (abstract.get(name("w:abstractNumId")), depth)
    used = {num.get(name("w:numId")): num for num in lists.iter(name("w:num"))}
    counts: dict[tuple[str, int], int] = {}
    begun: set[str] = set()
    made = []
    for paragraph in body(parts).iter(P):
        found = paragraph.find(f"{name('w:pPr')}/{STYLE}")
        place = styles.get(found.get(VAL)) if found is not None else None
        if place is None:
            made.append((paragraph, ""))
            continue
        own_num = paragraph.find(f"{name('w:pPr')}/{name('w:numPr')}/{name('w:numId')}")
        number = own_num.get(VAL) if own_num is not None else place[0]
        abstract_id, depth = used[number].find(name("w:abstractNumId")).get(VAL), place[1]
        override = used[number].find(f"{name('w:lvlOverride')}[@{name('w:ilvl')}='{depth}']/{name('w:startOverride')}")
        key = (abstract_id, depth)
        first = override is not None and number not in begun
        begun.add(number)
        counts[key] = int(override.get(VAL)) if first else counts.get(key, 0) + 1
        for other in [k for k in counts if k[0] == abstract_id and k[1] > depth]:
            del counts[other]
        made.append((paragraph, shown(levels[abstract_id], abstract_id, depth, counts)))
    return made


def shown(levels: dict[int, tuple[str, str]], abstract: str, depth: int, counts: dict[tuple[str, int], int]) -> str:
    formats: dict[str, Callable[[int], str]] = {
        "decimal": str, "upperRoman": roman, "lowerLetter": letters, "lowerRoman": lambda n: roman(n).lower()}

    def one(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        return formats[levels[level][0]](counts[abstract, level])

    return re.sub(r"%(\d)", one, levels[depth][1])


def in_tree(tree: Tree) -> dict[str, str]:
    """Bookmark -> number as the tree has it, for everything that is numbered or deliberately is not."""
    made: dict[str, str] = {}

    def walk(units: tuple[Unit, ...], option: Option | None = None) -> None:
        for unit in units:
            if unit.choices:
                for choice in unit.choices:
                    walk(choice.units, choice)
                continue
            made[ids.bookmark(within(option, unit.ref) if option else unit.ref)] = unit.number
            walk(unit.inside, option)

    for part in tree.parts:
        made[ids.bookmark(part.ref)] = f"Part {part.number}"
        for article in part.articles:
            made[ids.bookmark(article.ref)] = f"Article {article.number}"
            walk(article.units)
            for option in article.options:
                walk(option.units)
    return made | {ids.bookmark(s.id): f"Schedule {s.number}" for s in tree.schedules}


def numbers(parts: dict[str, bytes]) -> dict[str, str]:
    return {mark.get(name("w:name")): number for paragraph, number in counted(parts)
            for mark in paragraph.iter(name("w:bookmarkStart"))}


def test_word_counts_the_numbers_of_the_tree() -> None:
    expected = in_tree(real().labels.tree)
    found = numbers(parts_of_real())
    assert len(expected) > 500
    assert {mark: found[mark] for mark in expected} == expected


def test_numbers_restart_in_every_variant_and_run_on_after_it() -> None:
    points = [{"id": "a", "text": "one;"}, {"id": "b", "text": "two", "points": [{"id": "i", "text": "deep"}]}]
    choice = [{"id": letter, "label": letter, "follows": "It follows.", "default": letter == "B", "text": "Text:",
               "points": points} for letter in "AB"]
    left_out = {"id": "C", "label": "C", "follows": "Nothing.", "omit": True}
    several = {"id": "law/one", "paragraphs": [
        {"id": "p1", "text": "First."}, {"id": "p2", "variants": [*choice, left_out]}, {"id": "p3", "text": "Third."}]}
    alone = {"id": "law/two", "paragraphs": [{"id": "p1", "variants": choice}]}
    forms = {"id": "law/three", "variants": [
        {"id": letter, "label": letter, "follows": "It follows.", "default": letter == "A",
         "paragraphs": [{"id": "p1", "text": "One."}, {"id": "p2", "text": "Two:", "points": points}]}
        for letter in "AB"]}
    publication = small(several, alone, forms)
    parts = opened(publication)
    law = [number for paragraph, number in counted(parts) if style(paragraph) in {
        "PartHeading", "ArticleHeading", "LawParagraph", "LawPoint", "LawSubpoint"}]
    once = ["(a)", "(b)", "(i)"]
    assert law == ["Part II", "Article 1", "(1)", "(2)", *once, "(2)", *once, "(3)", "Article 2", *once, *once,
                   "Article 3", "(1)", "(2)", *once, "(1)", "(2)", *once]
    expected = in_tree(publication.labels.tree)
    assert {mark: numbers(parts)[mark] for mark in expected} == expected


def style(paragraph: Element) -> str:
    found = paragraph.find(f"{name('w:pPr')}/{STYLE}")
    return "" if found is None else str(found.get(VAL))


def test_schedules_that_skip_numbers_keep_theirs() -> None:
    kept = [Schedule(id=f"law/schedule-{n}", number=n, title=f"Title {n}", shows="taxonomies", intro="Intro.",
                     under=("law/one",)) for n in (2, 3, 6, 7)]
    parts = opened(small({"id": "law/one", "paragraphs": [{"id": "p1", "text": "Text."}]}, schedules=tuple(kept)))
    found = [number for paragraph, number in counted(parts) if style(paragraph) == "ScheduleHeading"]
    assert found == ["Schedule 2", "Schedule 3", "Schedule 6", "Schedule 7"]


def test_every_level_is_bound_to_its_style_and_the_style_to_the_level() -> None:
    parts = parts_of_real()
    lists = parse(parts["word/numbering.xml"])
    by_style = {s.get(name("w:styleId")): s for s in parse(parts["word/styles.xml"]).iter(name("w:style"))}
    for number, levels in LISTS.items():
        bound = lists.findall(f"{name('w:abstractNum')}[@{name('w:abstractNumId')}='{number}']/{name('w:lvl')}/{STYLE}")
        assert [level.get(VAL) for level in bound] == [level.style for level in levels]
        for depth, level in enumerate(levels):
            properties = by_style[level.style].find(f"{name('w:pPr')}/{name('w:numPr')}")
            assert [child.get(VAL) for child in properties] == [str(depth), str(number)]
    kinds = [child.tag for child in lists]
    assert kinds == sorted(kinds, key=lambda tag: tag == name("w:num")), "abstract lists come before lists in use"


# links, bookmarks, footnotes


def test_bookmarks_are_unique_short_and_there_for_every_ref_of_the_law() -> None:
    root = body(parts_of_real())
    names = [mark.get(name("w:name")) for mark in root.iter(name("w:bookmarkStart"))]
    assert [mark for mark, times in Counter(names).items() if times > 1] == []
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", mark) for mark in names)
    assert {ids.bookmark(ref) for ref in real().labels.tree.numbers} <= set(names)
    opening, closing = ([mark.get(ID) for mark in root.iter(name(f"w:bookmark{end}"))] for end in ("Start", "End"))
    assert sorted(opening) == sorted(closing)
    assert len(set(opening)) == len(opening)


def test_every_internal_link_has_a_bookmark() -> None:
    parts = parts_of_real()
    names = {mark.get(name("w:name")) for mark in body(parts).iter(name("w:bookmarkStart"))}
    roots = [body(parts), parse(parts["word/footnotes.xml"])]
    anchors = [node.get(name("w:anchor")) for root in roots for node in root.iter(name("w:hyperlink"))]
    codes = [node.text.split() for root in roots for node in root.iter(name("w:instrText"))]
    anchors += [words[1] for words in codes if words[0] == "REF"]
    assert len([a for a in anchors if a]) > 1500
    assert {a for a in anchors if a} <= names


def test_there_are_as_many_footnotes_as_notes() -> None:
    notes = sum(len(article.article.notes) for article in real().labels.tree.articles)
    parts = parts_of_real()
    marks = [mark.get(ID) for mark in body(parts).iter(name("w:footnoteReference"))]
    texts = [note.get(ID) for note in parse(parts["word/footnotes.xml"]) if note.get(name("w:type")) is None]
    assert len(marks) == notes
    assert marks == texts


def test_a_note_hangs_on_its_paragraph_in_the_default_variant() -> None:
    variants = [{"id": letter, "label": letter, "follows": "It follows.", "default": letter == "B",
                 "paragraphs": [{"id": "p1", "text": f"Text {letter}."}]} for letter in "AB"]
    notes = [{"text": "States may wish to consider one.", "at": "p1"}, {"text": "States may wish to consider two."}]
    parts = opened(small({"id": "law/one", "variants": variants, "notes": notes}))
    bearers = [text(p) for p in body(parts).iter(P) if p.find(f".//{name('w:footnoteReference')}") is not None]
    assert bearers == ["Heading", "Text B."]


@pytest.mark.parametrize(("words", "there"), [(MODEL, True), (COMMON, True), (CIVIL, False)])
def test_a_note_for_one_family_of_drafting_is_not_given_to_the_other(words: Vocabulary, there: bool) -> None:
    notes = [{"text": "States may wish to bind the Crown.", "vocabulary": "common"}, {"text": "Of use to all."}]
    publication = small({"id": "law/one", "paragraphs": [{"id": "p1", "text": "Text."}], "notes": notes})
    adapted = publication.adapted(Adaptation(words))
    assert ("Crown" in opened(adapted)["word/footnotes.xml"].decode()) is there
    assert (b"Crown" in akoma(adapted)) is there
    assert "Of use to all" in opened(adapted)["word/footnotes.xml"].decode()


def test_a_figure_does_not_part_from_its_unit_and_a_long_one_can_be_broken() -> None:
    """In a narrow column a figure without any place to break is broken within a word."""
    assert nodes.unbroken("[24 hours]") == "[24\u00a0hours]"
    assert nodes.unbroken("5 years and 11 months") == "5\u00a0years and 11\u00a0months"


def test_what_is_said_of_blanks_holds_for_the_file() -> None:
    """In a live file they fill each other; in one of typed words nothing does."""
    publication = small({"id": "law/one", "paragraphs": [{"id": "p1", "text": "See {competent_authority}."}]})
    assert "are linked" in opened(publication)["word/document.xml"].decode()
    assert "are linked" not in unpack(document(publication, form="plain"))["word/document.xml"].decode()


def test_two_notes_at_one_place_are_parted() -> None:
    notes = [{"text": "States may wish to consider one."}, {"text": "States may wish to consider two."}]
    article = {"id": "law/one", "paragraphs": [{"id": "p1", "text": "Text."}], "notes": notes}
    heading = next(p for p in body(opened(small(article))).iter(P) if style(p) == "ArticleHeading")
    assert text(heading) == f"Heading{PARTED}"


# text


def test_no_mark_of_the_inline_language_is_left() -> None:
    parts = parts_of_real()
    for part in ("word/document.xml", "word/footnotes.xml"):
        for paragraph in parse(parts[part]).iter(P):
            words = text(paragraph)
            assert not re.search(r"\[\[|\]\]|[{}]|\*\*|clock:\S|law/", words), words
            assert '"' not in words, words


def test_marks_print_as_their_words_linked_to_where_they_stand() -> None:
    base = real().corpus.timelines[0]
    stage = base.stages[0]
    clock = f"clock:{base.id}/{stage.id}"
    here = f"""[[law/one/p2]] holds, and so does [[law/two]]. [[law/two]] names the {{court}}, {{judge|magistrate}},
        [[{clock}]] and *this* <b> & "that"."""
    parts = opened(small({"id": "law/one", "paragraphs": [{"id": "p1", "text": here}, {"id": "p2", "text": "Two."}]},
                         {"id": "law/two", "paragraphs": [{"id": "p1", "text": "Alone."}]}))
    paragraph = next(p for p in body(parts).iter(P) if style(p) == "LawParagraph")
    figure = real().labels.clock(base.id, stage.id).replace(" ", "\u00a0")
    court = real().labels.blanks["court"].label
    before, _, after = text(paragraph).partition(" names ")
    assert before == "Paragraph\u00a0(2) holds, and so does article 2. Article 2"
    assert after == f"the [{court}], [judge] [magistrate], {figure} and this <b> & \u201cthat\u201d."
    linked = [(node.get(name("w:anchor")), text(node)) for node in paragraph.iter(name("w:hyperlink"))]
    assert linked == [(ids.bookmark(f"timeline:{base.id}/{stage.id}"), figure)]
    codes = [" ".join(code.text.split()) for code in paragraph.iter(name("w:instrText"))]
    assert codes == [r"REF p_law_one_p2 \n \h", r"REF p_law_two \n \h \* Lower", r"REF p_law_two \n \h"]
    blank = f".//{name('w:rStyle')}[@{VAL}='BlankChar']"
    italic = [text(run) for run in paragraph.iter(name("w:r")) if run.find(blank) is not None]
    assert italic == [f"[{court}]"]


@pytest.mark.parametrize(("plain", "printed"), [
    ('the words "one" and "two"', "the words \u201cone\u201d and \u201ctwo\u201d"),
    ("a State's own, two States' own", "a State\u2019s own, two States\u2019 own"),
    ("he said 'no'", "he said \u2018no\u2019"),
    ('("so")', "(\u201cso\u201d)"),
])
def test_quotation_marks_are_typographic(plain: str, printed: str) -> None:
    assert typographic(plain) == printed


def test_definitions_are_the_terms_of_the_law_in_their_order() -> None:
    points = [text(p) for p in body(parts_of_real()).iter(P) if style(p) == "DefinitionPoint"]
    terms = [term for term in real().corpus.terms if term.scope == "law"]
    assert [point.split("\u201d")[0].lstrip("\u201c") for point in points] == [term.term for term in terms]
    assert [point[-1] for point in points[:-2]] == [";"] * (len(points) - 2)
    assert points[-2].endswith("; and")
    assert points[-1].endswith(".")


def test_a_variant_says_what_follows_and_what_it_needs() -> None:
    variants = [
        {"id": "A", "label": "First", "follows": "It is so.", "default": True, "requires": ["law/two", "law/one:B"],
         "paragraphs": [{"id": "p1", "text": "A."}]},
        {"id": "B", "label": "Second", "follows": "It is not.", "omit": True, "excludes": ["law/two"]}]
    two = {"id": "law/two", "paragraphs": [{"id": "p1", "text": "Two."}]}
    parts = opened(small({"id": "law/one", "variants": variants}, two))
    lines = [text(p) for p in body(parts).iter(P) if style(p).startswith("Variant")]
    assert lines == ["Variant AFirst (default)",
                     "What follows. It is so. Requires article 2 and article 1, Variant B.",
                     "Variant BSecond", "What follows. It is not. Excludes article 2."]


# the file


def test_the_same_law_gives_the_same_bytes(tmp_path: Path) -> None:
    first = document(real(), tmp_path)
    again = document(real(), tmp_path)
    assert first == again
    assert unpack(first) == parts_of_real()
    assert list(unpack(first)) == sorted(parts_of_real())


def test_the_output_names_its_file(tmp_path: Path) -> None:
    from normbook.outputs.law_docx import law_docx

    files = law_docx(real(), tmp_path)
    parts = [f"downloads/parts/{part.ref.removeprefix('law/')}.docx" for part in real().labels.tree.parts]
    forms = ["model-law.docx", "model-law-letter.docx", "model-law-plain.docx", "model-law.odt"]
    assert list(files) == [*(f"downloads/{name}" for name in forms), *parts]
    assert unpack(files["downloads/model-law.docx"]) == parts_of_real()


def test_the_file_says_what_it_is() -> None:
    parts, edition = parts_of_real(), real().edition
    core = parts["docProps/core.xml"].decode()
    assert real().corpus.law.title in core
    assert f"{edition.date}T00:00:00Z" in core
    assert edition.status in core
    assert edition.title in parts["docProps/custom.xml"].decode()
    for part in ("word/header1.xml", "word/header2.xml"):
        assert real().corpus.law.short_title in parts[part].decode()
    assert "NUMPAGES" in parts["word/footer1.xml"].decode()
    assert b"updateFields" not in parts["word/settings.xml"]


def test_every_style_that_the_text_uses_is_defined() -> None:
    parts = parts_of_real()
    known = {style.id for style in STYLES} | {"LawTable", "DefaultParagraphFont"}
    tags = [name(tag) for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")]
    printed = ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer2.xml")
    used = {node.get(VAL) for part in printed for node in parse(parts[part]).iter(*tags)}
    assert used <= known
    defined = {s.get(name("w:styleId")) for s in parse(parts["word/styles.xml"]).iter(name("w:style"))}
    assert defined == known


def test_contents_name_every_part_article_and_schedule() -> None:
    entries = [p for p in body(parts_of_real()).iter(P) if style(p) in {"TOC1", "TOC2"}]
    tree = real().labels.tree
    anchors = [link_.get(name("w:anchor")) for entry in entries for link_ in entry.iter(name("w:hyperlink"))]
    expected = [ref for part in tree.parts for ref in (part.ref, *(article.ref for article in part.articles))]
    expected += [schedule.id for schedule in tree.schedules]
    assert anchors[: len(expected)] == [ids.bookmark(ref) for ref in expected]


def test_tables_repeat_their_head_and_fill_the_page() -> None:
    for table in body(parts_of_real()).iter(name("w:tbl")):
        rows = table.findall(name("w:tr"))
        assert rows[0].find(f"{name('w:trPr')}/{name('w:tblHeader')}") is not None
        width = int(table.find(f"{name('w:tblPr')}/{name('w:tblW')}").get(name("w:w")))
        columns = [int(column.get(name("w:w"))) for column in table.find(name("w:tblGrid"))]
        assert sum(columns) == width
        assert any(abs(width - page) < 6 for page in (9070, 14002))
        assert len({len(row.findall(name("w:tc"))) for row in rows}) == 1


# LibreOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the law as LibreOffice reads it: model-law.txt with the numbers it counts, model-law.pdf."""
    for program, package in (("soffice", "libreoffice-writer-nogui"), ("pdftotext", "poppler-utils")):
        if shutil.which(program) is None:
            tell = pytest.fail if os.environ.get("CI") else pytest.skip
            tell(f"{program} is missing: apt-get install {package}")
    folder = tmp_path_factory.mktemp("office")
    (folder / "model-law.docx").write_bytes(document(real()))
    for target in ("txt:Text (encoded):UTF8", "pdf"):
        own = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(["soffice", own, "--headless", "--convert-to", target, "--outdir", folder,
                        folder / "model-law.docx"], check=True, capture_output=True, timeout=180)
    yield folder
    shutil.rmtree(folder / "profile", ignore_errors=True)


@pytest.mark.office
def test_libreoffice_counts_the_numbers_of_the_tree(office: Path) -> None:
    lines = iter(line.strip() for line in (office / "model-law.txt").read_text("utf-8-sig").splitlines())
    expected = in_tree(real().labels.tree)
    checked = 0
    for paragraph, _ in counted(parts_of_real()):
        marks = [mark.get(name("w:name")) for mark in paragraph.iter(name("w:bookmarkStart"))]
        number = next((expected[mark] for mark in marks if mark in expected), "")
        if number:
            wanted = f"{number} {text(paragraph).partition(PARTED)[0][:30]}"
            assert any(line.startswith(wanted) for line in lines), f"not found in order: {wanted}"
            checked += 1
    assert checked > 500


@pytest.mark.office
def test_libreoffice_lays_out_every_heading(office: Path) -> None:
    command = ["pdftotext", "-layout", str(office / "model-law.pdf"), "-"]
    run = subprocess.run(command, check=True, capture_output=True, timeout=60)
    pages = re.sub(r"\s+", " ", run.stdout.decode())
    tree = real().labels.tree
    for part in tree.parts:
        assert f"Part {part.number} {part.title}" in pages
        for article in part.articles:
            assert f"Article {article.number} {article.article.heading}" in pages
    for schedule in tree.schedules:
        assert f"Schedule {schedule.number} {schedule.title}" in pages
    assert re.search(r"Page 2 of \d{2,3}\b", pages)
    assert "Error: Reference source not found" not in pages
