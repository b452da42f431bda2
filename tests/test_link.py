"""Protects the index of ids: every reference is seen, dead ones are placed to the column, and near ones are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mini
from normbook.link import Links, link, locate, suggest
from normbook.load import load
from normbook.markup import Styled, TermUse, Text, parse
from normbook.model.corpus import Corpus
from normbook.model.handbook import Term
from normbook.problems import Place
from normbook.terms import Matcher, words_of


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, Links]:
    corpus = load(mini.write(tmp_path_factory.mktemp("link"))).corpus
    assert corpus is not None
    return corpus, link(corpus)[0]


class TestIndex:
    def test_every_kind_of_target(self, small: tuple[Corpus, Links]) -> None:
        targets = small[1].targets
        for ref in (
            "not-1", "not-1/p1", "not-1.alert", "law/part-duties", "law/duty", "law/duty/p1", "law/duty/p1/a",
            "law/duty/p2:B", "law/teams:B", "law/teams:B/p2", "law/schedule-timelines", "timeline:operator-to-csirt",
            "timeline:operator-to-csirt/alert", "taxonomy:severity", "taxonomy:severity/severe", "criterion:c1",
            "measure:r01-talk", "regime:xx-law", "instrument:un-charter", "un:13a", "term:incident",
            "incident:blackout", "group:EU", "state:KE", "scheme:rsit",
        ):  # fmt: skip
            assert ref in targets, ref

    def test_a_target_knows_the_page_it_lies_in(self, small: tuple[Corpus, Links]) -> None:
        owners = {ref: target.owner for ref, target in small[1].targets.items()}
        assert owners["not-1.alert"] == "not-1"
        assert owners["law/duty/p1/a"] == "law/duty"
        assert owners["law/teams:B/p2"] == "law/teams"
        assert owners["timeline:operator-to-csirt/alert"] == "timeline:operator-to-csirt"

    def test_uses_say_by_whom_and_where(self, small: tuple[Corpus, Links]) -> None:
        uses = {(use.by, use.ref): use for use in small[1].uses}
        assert uses["law/duty/p2", "law/teams"].place == Place("norms/law/part-03-duties.yaml", 22, 43)
        assert uses["not-1.alert", "timeline:operator-to-csirt/alert"].place == Place(
            "norms/principles/NOT-1-tell.yaml", 15, 12
        )
        assert small[1].used_by["law/duty"]

    def test_every_mark_in_every_text_of_the_real_corpus_is_a_use(self, corpus: Corpus) -> None:
        """No prose escapes the index: what stands in double brackets anywhere in YAML is checked."""
        found = {use.ref for use in link(corpus)[0].uses}
        for name, lines in corpus.lines.items():
            for number, line in enumerate(lines, 1):
                if line.lstrip().startswith("#"):
                    continue
                for start in (n for n in range(len(line)) if line.startswith("[[", n)):
                    ref = line[start + 2 :].partition("]]")[0].partition("|")[0].strip()
                    ref = f"timeline:{ref[6:]}" if ref.startswith("clock:") else ref
                    assert ref in found, f"{name}:{number} {ref}"


class TestSuggest:
    @pytest.mark.parametrize(
        ("ref", "meant"),
        [
            ("law/dutty", "law/duty"), ("not-1.alarm", "not-1.alert"), ("measure:r01-tak", "measure:r01-talk"),
            ("duty", "law/duty"), ("severity", "taxonomy:severity"), ("un-charter", "instrument:un-charter"),
            ("timeline:operator-to-csrit/alert", "timeline:operator-to-csirt/alert"),
        ],
    )  # fmt: skip
    def test_a_near_one_is_named(self, ref: str, meant: str, small: tuple[Corpus, Links]) -> None:
        assert suggest(ref, small[1]) == f"Did you mean '{meant}'?"

    @pytest.mark.parametrize("ref", ["regime:zz", "term:hazard", "law/xyzzy", "measure:q", "#"])
    def test_a_far_one_is_not(self, ref: str, small: tuple[Corpus, Links]) -> None:
        """The prefix alone is no likeness."""
        assert suggest(ref, small[1]) == ""


class TestLocate:
    def test_inside_a_folded_text(self, tmp_path: Path) -> None:
        change = mini.replace("People who know can act.", ">-\n  People who\n  know [[law/duty]] can act.")
        corpus = load(mini.write(tmp_path, {mini.NORM_FILE: change})).corpus
        assert corpus is not None
        place = corpus.norms[0].marks.at("rationale")
        assert locate(corpus, place, "[[law/duty") == Place("norms/principles/NOT-1-tell.yaml", 10, 8)
        assert locate(corpus, place, "not there") == place


class TestHidden:
    def test_refs_into_a_broken_file_are_not_dead(self, tmp_path: Path) -> None:
        loaded = load(mini.write(tmp_path, {mini.PART_FILE: mini.add("extra: 1\n")}))
        assert loaded.corpus is not None
        links, _ = link(loaded.corpus, loaded.unread)
        assert links.hidden("law/duty/p1/a")
        assert not links.hidden("law/nothing")
        assert not links.hidden("not-7")
        assert not links.whole_law

    def test_of_a_part_that_cannot_be_parsed_nothing_is_known(self, tmp_path: Path) -> None:
        loaded = load(mini.write(tmp_path, {mini.PART_FILE: "articles: [\n"}))
        assert loaded.corpus is not None
        links, _ = link(loaded.corpus, loaded.unread)
        assert links.hidden("law/anything")
        assert not links.hidden("regime:anything")


def terms(*names: str, **forms: tuple[str, ...]) -> Matcher:
    return Matcher(
        Term(id=name.replace(" ", "-"), term=name, forms=forms.get(name, ()), definition="x", scope="law")
        for name in names
    )


class TestTerms:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("an incident", {"incident"}), ("Incidents", {"incident"}), ("incident.", {"incident"}),
            ("a significant incident", {"significant-incident"}), ("incidental", set()), ("pre-incident", set()),
            ("incident-free", set()), ("a significant  incident", {"incident"}),
            ("INCIDENT, significant incident", {"incident", "significant-incident"}),
        ],
    )  # fmt: skip
    def test_whole_words_longest_first(self, text: str, found: set[str]) -> None:
        assert terms("incident", "significant incident", incident=("incidents",)).find(text) == found

    def test_each_is_marked_where_it_first_stands(self) -> None:
        matcher, seen = terms("incident", "norm"), set[str]()
        tokens = parse("An incident, *the norm*, an incident. `norm`").blocks[0].inlines
        assert matcher.mark(tokens, seen) == (
            Text("An "), TermUse("incident", "incident"), Text(", "),
            Styled("em", (Text("the "), TermUse("norm", "norm"))), Text(", an incident. "),
            Styled("code", (Text("norm"),)),
        )  # fmt: skip
        assert seen == {"incident", "norm"}
        assert matcher.mark((Text("a norm"),), seen) == (Text("a norm"),)

    @given(st.text(alphabet="incdets .-", max_size=60))
    def test_marking_loses_no_letter(self, text: str) -> None:
        marked = terms("incident", "tide").mark((Text(text),), set())
        assert "".join(token.text for token in marked if isinstance(token, Text | TermUse)) == text

    def test_references_are_no_running_words(self) -> None:
        assert words_of(parse("See [[term:incident|incident]] and `norm`")) == "See   and  norm"

    def test_letters_of_two_parts_in_lower_case_move_nothing(self) -> None:
        """The capital I with a dot becomes two characters in lower case; what is marked stands where it stood."""
        marked = terms("incident").mark((Text("\u0130zmir has an \u0130ncident."),), set())
        assert marked == (Text("\u0130zmir has an "), TermUse("incident", "\u0130ncident"), Text("."))

    def test_no_term_is_none_found(self) -> None:
        assert Matcher(()).find("anything at all") == set()
