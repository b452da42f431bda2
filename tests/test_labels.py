"""Protects the names by which things are called: one answer for the site, Word, spreadsheets and calendars."""

from __future__ import annotations

from pathlib import Path

import pytest

import mini
from normbook.labels import Label, Labels
from normbook.link import space_of
from normbook.publication import Publication


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    paragraph = "  - {id: intro, text: It begins.}\n  - id: p1\n"
    examined = mini.look(tmp_path_factory.mktemp("labels"), {mini.NORM_FILE: mini.replace("  - id: p1\n", paragraph)})
    assert examined.corpus
    assert examined.links
    return Labels(examined.corpus, examined.links)


@pytest.mark.parametrize(
    ("ref", "text", "url"),
    [
        ("not-1", "Norm NOT-1", "norms/not-1/"),
        ("not-1/intro", "Norm NOT-1, paragraph 1", "norms/not-1/#intro"),
        ("not-1/p1", "Norm NOT-1, paragraph 2", "norms/not-1/#p1"),
        ("not-1.alert", "commitment NOT-1.alert", "norms/not-1/#not-1.alert"),
        ("law/duty/p1/a", "article 3(1)(a)", "law/duty/#p1.a"),
        ("law/part-duties", "Part III", "law/#part-duties"),
        ("law/schedule-timelines", "Schedule 1", "law/schedule-timelines/"),
        ("timeline:operator-to-csirt", "timeline “Operator to national team”", "timelines/operator-to-csirt/"),
        ("timeline:operator-to-csirt/alert", "Alert (Operator to national team)", "timelines/operator-to-csirt/#alert"),
        ("taxonomy:severity/severe", "Severe", "taxonomies/severity/#severe"),
        ("measure:r01-talk", "Talk in private", "responses/r01-talk/"),
        ("criterion:c1", "criterion C1", "attribution/#c1"),
        ("un:13a", "UN norm 13(a)", "un-norms/#13a"),
        ("instrument:un-charter", "UN Charter", "instruments/#un-charter"),
        ("regime:xx-law", "A law", "regimes/xx-law/"),
        ("term:incident", "incident", "glossary/#incident"),
        ("group:EU", "European Union", "countries/groups/#EU"),
        ("state:KE", "Kenya", "countries/ke/"),
    ],
)
def test_a_reference_has_words_and_an_address(labels: Labels, ref: str, text: str, url: str) -> None:
    assert labels.reference(ref) == Label(text, url)


def test_a_planned_id_has_its_title_and_no_address(labels: Labels) -> None:
    assert labels.reference("not-2") == Label("A norm to come", None)


def test_a_reserved_part_is_named_though_its_text_is_to_come(labels: Labels) -> None:
    assert labels.reference("law/part-response").text == "Part II"


def test_an_unknown_id_reads_as_itself(labels: Labels) -> None:
    assert labels.reference("measure:nothing") == Label("measure:nothing", None)


def test_inside_its_own_article_a_paragraph_needs_no_article(labels: Labels) -> None:
    assert labels.reference("law/duty/p1", "law/duty/p2").text == "paragraph (1)"


class TestClocks:
    def test_a_figure_under_negotiation_is_in_brackets(self, labels: Labels) -> None:
        assert labels.clock("operator-to-csirt", "alert") == "[24 hours]"

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("within: PT24H", "within: PT24H\n    bracketed: false", "24 hours"),
            ("within: PT24H", "words: without undue delay", "without undue delay"),
            ("within: PT24H\n    counted_from: awareness\n    calendar: clock",
             "within: P3D\n    counted_from: awareness\n    calendar: business", "[3 working days]"),
        ],
    )  # fmt: skip
    def test_what_it_reads_as(self, old: str, new: str, words: str, tmp_path: Path) -> None:
        examined = mini.look(tmp_path, {mini.TIMELINE_FILE: mini.replace(old, new)})
        assert examined.corpus
        assert examined.links
        assert Labels(examined.corpus, examined.links).clock("operator-to-csirt", "alert") == words

    def test_an_unknown_clock_reads_as_itself(self, labels: Labels) -> None:
        assert labels.clock("a", "b") == "a/b"


def test_blanks_print_their_figure_or_their_label(labels: Labels) -> None:
    assert [labels.blank(name) for name in ("competent_authority", "transition", "unknown")] == [
        "competent authority", "6 months", "unknown",
    ]  # fmt: skip


def test_roles_print_their_label(labels: Labels) -> None:
    assert [labels.role(name) for name in ("csirt", "some_body")] == ["national CSIRT", "some body"]


def test_every_reference_of_the_real_corpus_has_words(publication: Publication) -> None:
    """None of them prints as an id: a reader does not know ids."""
    labels = publication.labels
    for use in publication.links.uses:
        if space_of(use.ref) == "blank":
            continue
        label = labels.reference(use.ref, use.by)
        assert label.text
        assert label.text != use.ref, use
        assert label.url is not None or use.ref in publication.links.planned or use.ref.startswith("law/part-")
