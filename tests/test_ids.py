"""Protects addresses: they parse to what they print, and every other format gets a name of its own for each of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from normbook.ids import Address, anchor, bookmark, page, parse, show_norm, url
from normbook.model.corpus import Corpus
from normbook.publication import Publication

_WORDS = st.text(alphabet="abcz019", min_size=1, max_size=6)
NAMES = st.builds(lambda sign, words: sign.join(words), st.sampled_from("-_"), st.lists(_WORDS, min_size=1, max_size=4))
NORMS = st.builds("{}-{}".format, st.sampled_from(["not", "att", "rsp"]), st.integers(1, 999))
LETTERS = st.sampled_from("ABCZ")
SPACES = (
    "timeline", "taxonomy", "measure", "criterion", "regime", "instrument", "un", "term", "incident", "group", "state",
    "scheme",
)  # fmt: skip
REFS = st.one_of(
    NORMS,
    st.builds("{}/{}".format, NORMS, NAMES),
    st.builds("{}.{}".format, NORMS, NAMES),
    st.builds("law/{}".format, NAMES),
    st.builds("law/{}:{}".format, NAMES, LETTERS),
    st.builds("law/{}/{}/{}".format, NAMES, NAMES, NAMES),
    st.builds("law/{}:{}/{}".format, NAMES, LETTERS, NAMES),
    st.builds("law/{}/{}:{}".format, NAMES, NAMES, LETTERS),
    st.builds("{}:{}".format, st.sampled_from(SPACES), NAMES),
    st.builds("{}:{}/{}".format, st.sampled_from(SPACES), NAMES, NAMES),
)


class TestParse:
    @pytest.mark.parametrize(
        ("ref", "address"),
        [
            ("not-2", Address("norm", "not-2")),
            ("not-2/p1", Address("norm", "not-2", ("p1",))),
            ("not-2.alert", Address("norm", "not-2", (".alert",))),
            ("law/duty", Address("law", "duty")),
            ("law/duty/p2/a/i", Address("law", "duty", ("p2", "a", "i"))),
            ("law/body:A/p1", Address("law", "body", ("p1",), "A")),
            ("law/duty/p2:B", Address("law", "duty", ("p2:B",))),
            ("timeline:a/b", Address("timeline", "a", ("b",))),
            ("state:KE", Address("state", "KE")),
        ],
    )
    def test_a_ref_is_taken_apart(self, ref: str, address: Address) -> None:
        assert parse(ref) == address

    @pytest.mark.parametrize(
        "ref",
        [
            "", "law", "law/", "law//p1", "law/x/", "law/x:", "not-", "not-x", "NOT-2", "n-2", "note-2", "not-2.",
            "not-2.a/b", "not-2/", "timeline:", "timeline:a/", "timeline:/b", "clock:a/b", "blank:x", "colour:red",
            "http://a.example", "x",
        ],
    )  # fmt: skip
    def test_what_has_no_known_form_is_none(self, ref: str) -> None:
        assert parse(ref) is None

    @given(REFS)
    @example("law/a:A")
    def test_what_is_parsed_prints_as_it_was(self, ref: str) -> None:
        address = parse(ref)
        assert address is not None
        assert str(address) == ref
        assert parse(str(address)) == address

    @given(REFS)
    def test_the_owner_is_the_object_of_the_page(self, ref: str) -> None:
        address = parse(ref)
        assert address is not None
        assert address.owner.parts == ()
        assert page(address) == page(address.owner)
        assert parse(str(address.owner)) == address.owner

    @given(st.text(max_size=30))
    def test_no_text_makes_it_raise(self, ref: str) -> None:
        address = parse(ref)
        assert address is None or str(address) == ref


class TestUrl:
    @pytest.mark.parametrize(
        ("ref", "where"),
        [
            ("not-2", "norms/not-2/"),
            ("not-2/p1", "norms/not-2/#p1"),
            ("not-2.alert", "norms/not-2/#not-2.alert"),
            ("law/duty", "law/duty/"),
            ("law/duty/p2/a", "law/duty/#p2.a"),
            ("law/body:A", "law/body/#variant-a"),
            ("law/body:A/p1", "law/body/#variant-a.p1"),
            ("law/duty/p2:B", "law/duty/#p2-B"),
            ("law/part-x", "law/#part-x"),
            ("timeline:a/b", "timelines/a/#b"),
            ("taxonomy:severity/severe", "taxonomies/severity/#severe"),
            ("measure:r01", "responses/r01/"),
            ("criterion:c1", "attribution/#c1"),
            ("un:13a", "un-norms/#13a"),
            ("term:incident", "glossary/#incident"),
            ("state:KE", "countries/ke/"),
            ("group:EU", "countries/groups/#EU"),
        ],
    )
    def test_page_and_place_on_it(self, ref: str, where: str) -> None:
        address = parse(ref)
        assert address is not None
        assert url(address) == where

    @given(REFS)
    def test_an_address_can_stand_in_a_link(self, ref: str) -> None:
        address = parse(ref)
        assert address is not None
        assert re.fullmatch(r"[A-Za-z0-9._/-]+(#[A-Za-z0-9._:-]+)?", url(address))
        assert not re.search(r"\s", anchor(address))

    def test_every_object_of_the_corpus_has_its_own(self, publication: Publication) -> None:
        """Two objects at one address would hide one of them. Without its variant, a unit means the default one."""
        urls: dict[str, str] = {}
        for ref in publication.links.targets:
            address = parse(ref)
            assert address is not None, ref
            assert urls.setdefault(url(address), ref) == ref


class TestBookmark:
    @pytest.mark.parametrize(
        "ref", ["law/duty", "law/duty/p1/a", "law/schedule-timelines", "law/a:A", "law/" + "x" * 130, "not-2.alert"]
    )
    def test_word_takes_it(self, ref: str) -> None:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", bookmark(ref))

    @given(REFS, REFS)
    @example("law/a_b", "law/a-b")
    @example("law/a/b", "law/a_b")
    @example("law/a:A", "law/a/A")
    def test_two_ids_have_two_names(self, one: str, other: str) -> None:
        """Word holds names that differ by case alone for the same."""
        assert (bookmark(one).lower() == bookmark(other).lower()) == (one == other)

    @given(st.text(min_size=1, max_size=150))
    def test_any_text_gives_a_name(self, ref: str) -> None:
        assert re.fullmatch(r"p_[A-Za-z0-9_]{1,38}", bookmark(ref))

    def test_no_two_in_the_corpus(self, publication: Publication) -> None:
        names = {bookmark(ref).lower() for ref in publication.links.targets}
        assert len(names) == len(publication.links.targets)


def test_norms_are_shown_in_capitals() -> None:
    assert (show_norm("not-2"), show_norm("not-2.alert")) == ("NOT-2", "NOT-2.alert")


def test_ids_of_the_corpus_are_addresses(corpus: Corpus) -> None:
    for norm in corpus.norms:
        for commitment in norm.commitments:
            address = parse(commitment.id)
            assert address is not None
            assert address.is_commitment
            assert str(address.owner) == norm.id
