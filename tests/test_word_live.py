"""The Word file is alive and whole: fields, controls, what it was made from, its other forms; valid by the schema."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]
from openxml_audit import OdfValidator, OpenXmlValidator  # type: ignore[import-untyped]

import mini
import office
from conftest import AS_OF
from normbook.law.adaptation import CONDITIONS, GENERAL, Adaptation, recalled
from normbook.law.country import adaptation_of
from normbook.law.references import reference
from normbook.law.tree import tree, units
from normbook.law.vocabulary import CIVIL, COMMON, MODEL, Vocabulary
from normbook.publication import Publication
from normbook.word import blanks, fields
from normbook.word.document import document, insertion
from normbook.word.opendocument import opendocument
from normbook.word.openxml import Element, name, pack, parse, unpack
from normbook.word.origin import ITEM, Origin, origin
from test_numbers import some_choices
from test_word import numbers, small

VAL = name("w:val")
TEXTS = ("word/document.xml", "word/footnotes.xml")


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A corpus that has one of everything."""
    found = mini.look(mini.write(tmp_path_factory.mktemp("little")))
    assert found.corpus is not None
    assert found.links is not None
    return Publication(found.corpus, found.links, AS_OF)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


# references


@pytest.mark.parametrize("words", [MODEL, CIVIL, COMMON], ids=lambda words: words.name)
def test_the_pieces_of_a_reference_read_as_the_law_has_it(publication: Publication, words: Vocabulary) -> None:
    """For every provision: from outside, from within its article, and where it opens a sentence."""
    law = tree(publication.corpus, replace(GENERAL, vocabulary=words))
    checked = 0
    for ref in law.numbers:
        for here in ("", "/".join(ref.split("/")[:2]).partition(":")[0]):
            expected = reference(law, ref, here)
            assert expected is not None
            assert plain("".join(piece.text for piece in fields.pieces(law, ref, here))) == expected
            opening = plain("".join(piece.text for piece in fields.pieces(law, ref, here, capital=True)))
            assert opening == expected[:1].upper() + expected[1:]
            checked += 1
    assert checked > 2000


def shown_fields(parts: dict[str, bytes]) -> Iterator[tuple[str, str, bool]]:
    """Bookmark, cached text and lower case of every REF field."""
    for part in TEXTS:
        for paragraph in parse(parts[part]).iter(name("w:p")):
            code, text, state = "", "", ""
            for node in paragraph.iter(name("w:fldChar"), name("w:instrText"), name("w:t")):
                if node.tag == name("w:fldChar"):
                    state = node.get(name("w:fldCharType"))
                    if state == "end" and code.split()[:1] == ["REF"]:
                        yield code.split()[1], text, "Lower" in code
                    code, text = ("", "") if state != "separate" else (code, text)
                elif node.tag == name("w:instrText") and state == "begin":
                    code += node.text
                elif state == "separate":
                    text += node.text or ""


@pytest.mark.parametrize("seed", range(4))
def test_every_field_shows_the_number_that_word_counts(publication: Publication, seed: int) -> None:
    """Choices, conditions, vocabularies and forms by turns: no field leads nowhere, none is out of date."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    adapted = publication.adapted(Adaptation(
        vocabulary=(MODEL, CIVIL, COMMON)[seed % 3], choices=some_choices(publication.corpus, seed),
        conditions=frozenset(draw.choice(pair) for pair in CONDITIONS if draw.random() < 0.7), clean=seed == 3))
    parts = unpack(document(adapted))
    counted = numbers(parts)
    found = list(shown_fields(parts))
    assert len(found) > 400
    for bookmark, text, lower in found:
        assert bookmark in counted, "a dead reference"
        assert text == (counted[bookmark].lower() if lower else counted[bookmark])


# blanks


def controls(parts: dict[str, bytes]) -> Iterator[tuple[str, Element]]:
    for part in TEXTS:
        for control in parse(parts[part]).iter(name("w:sdt")):
            yield control.find(f"{name('w:sdtPr')}/{name('w:tag')}").get(VAL), control


def test_every_blank_is_bound_to_its_value_and_numbered_apart(publication: Publication) -> None:
    parts = unpack(document(publication.adapted(Adaptation(blanks={"court": "High Court & Tribunal"}))))
    said = origin(parts)
    tags = set()
    ids = []
    for tag, control in controls(parts):
        properties = control.find(name("w:sdtPr"))
        ids.append(properties.find(name("w:id")).get(VAL))
        binding = properties.find(name("w:dataBinding"))
        if tag.startswith(blanks.CHOICE):
            assert binding is None
            continue
        tags.add(tag)
        assert binding.get(name("w:xpath")) == blanks.path(tag)
        assert binding.get(name("w:storeItemID")) == blanks.STORE
        waiting = properties.find(name("w:showingPlcHdr")) is not None
        text = "".join(node.text for node in control.iter(name("w:t")))
        assert text.startswith("[") == waiting == (said.blanks[tag] == "")
        assert tag != "court" or text == said.blanks["court"] == "High Court & Tribunal"
    assert tags == set(said.blanks) == set(publication.labels.blanks)
    assert len(ids) == len(set(ids)) > 300
    entries = parse(parts[blanks.GLOSSARY]).iter(name("w:docPart"))
    placeholders = {entry.find(f"{name('w:docPartPr')}/{name('w:name')}").get(VAL) for entry in entries}
    assert placeholders == {blanks.placeholder(tag) for tag in tags}


def test_a_suggestion_stands_in_brackets_and_says_where_it_comes_from(publication: Publication) -> None:
    adapted = publication.adapted(adaptation_of(publication.corpus, "KE"))
    parts = unpack(document(adapted))
    value = adapted.adaptation.suggested["national_csirt"]
    shown = {"".join(node.text for node in control.iter(name("w:t"))) for tag, control in controls(parts)
             if tag == "national_csirt"}
    assert shown == {f"[{value}]"}
    body = "".join(parse(parts["word/document.xml"]).itertext())
    assert f"Suggestion: {value}, from a public source (" in body
    assert origin(parts).blanks["national_csirt"] == ""


def test_a_file_says_what_it_was_made_from(publication: Publication) -> None:
    made = replace(adaptation_of(publication.corpus, "KE"), choices={"law/oversight-body": "B"},
                   conditions=frozenset({"unitary"}), commences=date(2027, 1, 1))
    parts = unpack(document(publication.adapted(made)))
    said = origin(parts)
    assert recalled(said.record) == made
    assert said.edition == publication.edition.id
    without = {part: data for part, data in parts.items() if not part.startswith("customXml/")}
    assert origin(without).edition == said.edition
    assert origin({ITEM: b"<law", "docProps/custom.xml": b"no"}) == Origin()


# forms


def test_guide_notes_that_do_not_apply_are_left_out(publication: Publication) -> None:
    general = "".join(parse(unpack(document(publication))["word/document.xml"]).itertext())
    made = Adaptation(choices={"law/oversight-body": "A"}, conditions=frozenset({"unitary", "dualist"}),
                      commences=date(2027, 1, 1))
    adapted = "".join(parse(unpack(document(publication.adapted(made)))["word/document.xml"]).itertext())
    article = next(node.article for node in publication.labels.tree.articles if node.ref == "law/oversight-body")
    opening = re.split(r"[\[{*\"']", article.guide.choices)[0][:60]
    assert opening in general
    assert opening not in adapted
    assert "Is the State federal or unitary?" in general
    assert "Is the State federal or unitary?" not in adapted
    assert "Dates that follow from commencement" in adapted
    assert "Dates that follow from commencement" not in general


def test_a_clean_text_is_the_law_alone(publication: Publication) -> None:
    parts = unpack(document(publication.adapted(Adaptation(vocabulary=COMMON, clean=True))))
    styles = {node.get(VAL) for node in parse(parts["word/document.xml"]).iter(name("w:pStyle"))}
    assert not {style for style in styles if style.startswith(("Guide", "Variant", "Choice"))}
    assert parse(parts["word/document.xml"]).find(f".//{name('w:footnoteReference')}") is None
    assert "ScheduleHeading" in styles


def test_the_plain_form_has_typed_numbers_and_nothing_that_acts(publication: Publication) -> None:
    live, still = unpack(document(publication)), unpack(document(publication, form="plain"))
    assert not [part for part in still if part.startswith(("customXml/", "word/glossary/"))]
    for part in [part for part in still if part.startswith("word/") and part.endswith(".xml")]:
        root = parse(still[part])
        tags = ("fldChar", "fldSimple", "instrText", "sdt", "bookmarkStart", "vanish", "numPr")
        assert [node.tag for node in root.iter(*(name(f"w:{tag}") for tag in tags))] == []
    assert list(parse(still["word/numbering.xml"])) == [], "a list bound to a style counts in LibreOffice"
    law = publication.labels.tree
    words = read(still)
    checked = 0
    for _, _, unit in units(law):
        if unit.number and not re.search(r"[\[{*\"'`]", unit.text):
            assert any(line.startswith(f"{unit.number}\t") for line in words)
            checked += 1
    assert checked > 300
    for node in law.articles:
        assert any(line.startswith(f"Article {node.number}\t{node.article.heading[:20]}") for line in words)
    assert len(read(live)) == len(words) + 1, "what it says of fields is left out"
    heads = {style.find(name("w:name")).get(VAL) for style in parse(still["word/styles.xml"]).iter(name("w:style"))}
    assert {"heading 1", "heading 2", "heading 3"} <= heads


def read(parts: dict[str, bytes]) -> list[str]:
    """The paragraphs of a file, tabs as tabs."""
    made = []
    for paragraph in parse(parts["word/document.xml"]).iter(name("w:p")):
        pieces = paragraph.iter(name("w:t"), name("w:tab"))
        made.append("".join("\t" if node.tag == name("w:tab") else node.text or "" for node in pieces))
    return made


def test_provisions_for_insertion_keep_their_numbers_and_say_what_leads_out(publication: Publication) -> None:
    adapted = publication.adapted(Adaptation(vocabulary=COMMON))
    parts = unpack(insertion(adapted, ["law/part-notification", "law/audit"]))
    law, counted = adapted.labels.tree, numbers(parts)
    inside = [node for node in law.articles if f"p_{node.ref.replace('/', '_').replace('-', '_')}"[:20] in str(counted)]
    assert inside
    for bookmark, text, lower in shown_fields(parts):
        assert text == (counted[bookmark].lower() if lower else counted[bookmark])
    audit = next(node for node in law.articles if node.ref == "law/audit")
    assert counted["p_law_audit"] == str(audit.number)
    lines = read(parts)
    note = lines.index("References that lead outside")
    assert any(line.startswith("Section ") and " refers to " in line for line in lines[note:])
    with pytest.raises(ValueError, match="law/nowhere"):
        insertion(adapted, ["law/nowhere"])


# bytes and validity


def test_a_law_reads_the_same_whatever_was_made_before_it(little: Publication) -> None:
    """Plans and pieces that are kept change nothing."""
    made = Adaptation(vocabulary=COMMON, conditions=frozenset({"federal"}), blanks={"court": "court"})
    fresh = Publication(little.corpus, little.links, AS_OF)
    for other in (GENERAL, replace(made, clean=True), replace(made, blanks={})):
        document(little.adapted(other))
    assert document(little.adapted(made)) == document(fresh.adapted(made))


def test_the_opendocument_form_holds_the_words_and_is_valid(little: Publication, tmp_path: Path) -> None:
    made = opendocument(little)
    path = tmp_path / "law.odt"
    path.write_bytes(made)
    assert opendocument(little) == made
    text = " ".join("".join(parse(unpack(made)["content.xml"]).itertext()).split())
    for node in little.labels.tree.articles:
        assert f"Article {node.number}{node.article.heading}" in text, "a tab stop stands between them"
    faults = [str(error) for error in OdfValidator().validate(path).errors]
    # pandoc names a parent style for formulas that it does not define; a law has no formula.
    assert [fault for fault in faults if "'Formula'" not in fault and "no default-style" not in fault] == []


@pytest.mark.parametrize("form", ["general", "common", "clean", "plain", "letter", "insertion"])
def test_every_form_is_valid_by_the_schema(little: Publication, tmp_path: Path, form: str) -> None:
    common = replace(GENERAL, vocabulary=COMMON, commences=date(2027, 1, 1), state="KE")
    law = little.adapted({"common": common, "clean": replace(common, clean=True)}.get(form, GENERAL))
    whole = {"plain": lambda: document(law, form="plain"), "letter": lambda: document(law, paper="letter"),
             "insertion": lambda: insertion(law, [law.labels.tree.parts[0].ref])}
    path = tmp_path / "law.docx"
    path.write_bytes(whole.get(form, lambda: document(law))())
    faults = [error for error in OpenXmlValidator().validate(path).errors
              # The checker knows the types of sections only; ECMA-376 part 1, 17.18.15 has this one for glossaries.
              if "bbPlcHdr" not in error.description]
    assert [str(error) for error in faults] == []


def test_no_empty_page_follows_a_landscape_schedule(publication: Publication) -> None:
    """Where no guide stands behind the Schedules the last section is theirs."""
    body = parse(unpack(document(publication.adapted(Adaptation(clean=True))))["word/document.xml"])[0]
    *_, table, last, section = body
    assert [each.tag for each in (table, last, section)] == [name("w:tbl"), name("w:p"), name("w:sectPr")]
    assert last.find(f".//{name('w:sectPr')}") is None, "it would end a section, and the next one begins on a new page"
    assert section.find(name("w:pgSz")).get(name("w:orient")) == "landscape"


# LibreOffice


@pytest.mark.office
def test_references_follow_when_an_article_is_taken_out(tmp_path: Path) -> None:
    """LibreOffice counts the lists again, and the fields show what it counts."""
    alone = [{"id": "p1", "text": "Alone."}]
    two = [{"id": "p1", "text": "First."}, {"id": "p2", "text": "Points:", "points": [
        {"id": "a", "text": "one;"}, {"id": "b", "text": "two."}]}]
    law = small({"id": "law/gone", "paragraphs": alone}, {"id": "law/there", "paragraphs": two},
                {"id": "law/asks", "paragraphs": [{"id": "p1", "text": "Read [[law/there/p2/b]] again."}]})
    parts = unpack(document(law.adapted(Adaptation(clean=True))))
    root = parse(parts["word/document.xml"])
    for mark in ("p_law_gone", "p_law_gone_p1", "p_law_there_p1"):
        start = next(node for node in root.iter(name("w:bookmarkStart")) if node.get(name("w:name")) == mark)
        paragraph = next(start.iterancestors(name("w:p")))
        paragraph.getparent().remove(paragraph)
    path = tmp_path / "law.docx"
    path.write_bytes(pack({**parts, "word/document.xml": etree.tostring(root)}))
    lines = office.run([office.Job(path, "update")])[0]
    found = next(line for line in lines if "again." in line.text)
    assert found.text.casefold() == "read article 1(1)(b) again."
