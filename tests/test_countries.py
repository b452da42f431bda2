"""Protects the pages of States: facts with their marks, clocks beside clocks, a checklist that judges nobody."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from normbook.builders.rawblocks import lift
from normbook.checklists.agenda import law_dates_of
from normbook.checklists.rows import MEANINGS, rows
from normbook.dates import long_day
from normbook.model.national import Country, Enactment
from normbook.publication import Publication
from normbook.views import countries, duedates, norms, reviews
from normbook.views.page import Page

UNRELEASED = "Zanzibar-Quorum-7"


@pytest.fixture(scope="module")
def real(publication: Publication) -> Publication:
    return publication


@pytest.fixture(scope="module")
def pages(real: Publication) -> dict[str, Page]:
    return {page.file: page for page in countries.pages(real)}


@pytest.fixture(scope="module")
def texts(pages: dict[str, Page]) -> dict[str, str]:
    return {file: page.render() for file, page in pages.items()}


def with_country(real: Publication, **fields: Any) -> Publication:
    made = Country.model_validate({"iso2": "KE", **fields})
    return replace(real, corpus=replace(real.corpus, countries=(made,)))


def page_of(publication: Publication, file: str) -> str:
    return next(page for page in countries.pages(publication) if page.file == file).render()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def section(text: str, name: str) -> str:
    """What stands under a heading of the page, by its id."""
    return text.partition(f"{{ #{name} }}")[2].partition("\n## ")[0]


def test_a_page_for_each_state_the_index_and_the_groups(real: Publication, pages: dict[str, Page]) -> None:
    codes = {state.iso2.lower() for state in real.corpus.states.states}
    assert set(pages) == {"countries/index.md", "countries/groups.md"} | {f"countries/{code}.md" for code in codes}
    assert pages["countries/ke.md"].url == "countries/ke/"
    assert pages["countries/ke.md"].subject == "state:KE"


def test_every_page_has_one_title_and_stays_small(texts: dict[str, str]) -> None:
    """The frame of a page adds 15 KB: no State's page comes to 200 KB, one with many clocks in its law included."""
    for file, text in texts.items():
        assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1, file
        assert len(text.encode()) < 185_000, file


def test_a_row_keeps_all_that_is_said_of_a_commitment(real: Publication, texts: dict[str, str]) -> None:
    """Rows are printed as briefly as HTML allows; what they leave out stands where they lead."""
    listed = html.unescape(section(texts["countries/ke.md"], "checklist"))
    heads = re.findall(r'<tr class="nb-group">.*', listed)
    found = dict(re.findall(r'<tr id="([^"]+)">(.*)', listed))
    for row in rows(real):
        wanted = [row.shown, row.priority, row.who, row.duty, row.clock, *(each.text for each in row.provisions),
                  f'href="../../norms/{row.norm}/#{row.id}"']  # fmt: skip
        assert [text for text in wanted if text not in found[row.id]] == []
        head = next(each for each in heads if f"../../norms/{row.norm}/" in each)
        dates = [day and long_day(day) for day in (row.review_by, row.sunset)]
        assert [text for text in (row.norm_title, *dates) if text and text not in head] == []
    norm = next(page for page in norms.pages(real) if page.url == "norms/not-2/").render()
    cards = {card.partition('"')[0]: html.unescape(re.sub("<[^>]+>", "", card)) for card in norm.split('nb-card" id="')}
    for row in rows(real):
        if row.norm == "not-2":
            assert [text for text in (*row.evidence, row.indicator) if text not in cards[row.id]] == []


def test_the_checklist_is_one_block_that_search_skips(real: Publication, texts: dict[str, str]) -> None:
    for file in ("countries/ke.md", "countries/ee.md"):
        blocks = lift(texts[file]).blocks
        assert any(all(f'id="{row.id}"' in block for row in rows(real)) for block in blocks), file
        assert all(block.startswith("<section data-search-exclude>") for block in blocks if len(block) > 10_000)


def test_days_in_remarks_of_lists_are_in_words(texts: dict[str, str]) -> None:
    assert countries.remark("signed 2025-10; in force 2026-01-09") == "signed October 2025; in force 9 January 2026"
    assert countries.remark("A/76/136, 2019-99") == "A/76/136, 2019-99"
    for file, text in texts.items():
        assert not re.search(r"(signed|acceded) \d{4}-\d\d", text), file


def test_not_assessed_is_neutral_and_the_rule(real: Publication, texts: dict[str, str]) -> None:
    assert texts["countries/tv.md"].count("<td>not assessed\n") == len(rows(real))
    for file, text in texts.items():
        assert not re.search(r"nb-badge--(overdue|expired|due)", section(text, "checklist")), file


def test_a_sourced_fact_answers_and_names_its_group(texts: dict[str, str]) -> None:
    found = re.search(r'<td><span class="nb-badge">met</span>.*', texts["countries/ee.md"])
    assert found
    assert 'href="../groups/#' in found[0]
    assert "Seen in:" in found[0]


def test_kenya_has_a_clock_of_twenty_four_hours_that_is_not_yet_confirmed(texts: dict[str, str]) -> None:
    clocks = section(texts["countries/ke.md"], "clocks")
    assert "Computer Misuse and Cybercrimes Act" in clocks
    row = clocks.rpartition("Computer Misuse")[2]
    assert "24 hours" in row
    assert "not yet confirmed" in row
    assert "[24 hours]" in clocks.partition("Computer Misuse")[0], "the handbook's own clock stands beside it"


def test_members_of_the_european_union_inherit_its_regimes(texts: dict[str, str]) -> None:
    for file in ("countries/de.md", "countries/ee.md"):
        assert 'href="../../regimes/eu-nis2-art23/"' in section(texts[file], "clocks")
    for file in ("countries/ke.md", "countries/no.md", "countries/gb.md"):
        assert "eu-nis2-art23" not in texts[file]


def test_a_state_without_a_known_regime_is_not_said_to_have_none(texts: dict[str, str]) -> None:
    assert "does not mean that it has none" in section(texts["countries/tv.md"], "clocks")


def test_no_duration_is_left_in_code(texts: dict[str, str]) -> None:
    for file, text in texts.items():
        assert not re.search(r"\bPT?[0-9]+[HMDWY]\b", plain(section(text, "clocks"))), file


def test_observers_have_facts_and_no_checklist(texts: dict[str, str]) -> None:
    assert "{ #facts }" in texts["countries/va.md"]
    assert "{ #checklist }" not in texts["countries/va.md"]
    assert ".xlsx" not in texts["countries/va.md"]


def test_statutory_dates_are_indicative_until_a_state_enacts(real: Publication, texts: dict[str, str]) -> None:
    assert "indicative</span>" in section(texts["countries/ke.md"], "dates")
    enacted = page_of(with_country(real, enacted=date(2027, 3, 1)), "countries/ke.md")
    assert "indicative" not in section(enacted, "dates")
    assert "in force since 1 March 2027" in enacted
    assert "28 February 2030" in section(enacted, "dates")
    fixed = section(page_of(with_country(real, commences=date(2028, 1, 1)), "countries/ke.md"), "dates")
    assert "as if the model law had commenced in Kenya on 1 January 2028" in fixed
    assert "31 December 2030" in fixed
    alone = Enactment.model_validate({"provision": "law/part-response", "own": "Part 2", "commenced": "2027-03-01",
                                      "source": [{"title": "Gazette", "ref": "1"}]})  # fmt: skip
    in_part = section(page_of(with_country(real, enactments=(alone,)), "countries/ke.md"), "dates")
    assert "What has commenced in Kenya counts from that day" in in_part
    assert "the rest had commenced on 1 December 2026" in in_part


def test_unreleased_answers_are_on_no_page(real: Publication) -> None:
    first, second, *_ = rows(real)
    kept = {"commitment": first.id, "status": "not_met", "evidence": UNRELEASED, "as_of": "2026-09-09"}
    kept["provision"] = UNRELEASED
    told = {"commitment": second.id, "status": "partly", "evidence": "Act 7", "as_of": "2026-10-01", "release": True}
    made = with_country(real, answers=(kept, told))
    for page in (*countries.pages(made), *reviews.pages(made)):
        text = page.render()
        assert UNRELEASED not in text, page.file
        assert "9 September 2026" not in text, page.file
        assert 'nb-badge">not met</span>' not in text, page.file
    assert "Act 7" in page_of(made, "countries/ke.md")


def test_what_is_the_same_in_all_rows_is_said_once(real: Publication) -> None:
    """That an answer is the State's own and unchecked, and what a status means everywhere; not what it means there."""
    one, two, three, *_ = rows(real)
    given = [{"commitment": row.id, "status": status, "evidence": "Act 7", "as_of": "2026-10-01", "release": True}
             for row, status in ((one, "not_met"), (two, "not_met"), (three, "partly"))]
    listed = plain(html.unescape(section(page_of(with_country(real, answers=given), "countries/ke.md"), "checklist")))
    assert listed.count("not checked here") == listed.count(MEANINGS["not_met"]) == 1
    assert listed.count("Own answer. Act 7. As of 1 October 2026") == 3
    assert f"Here it means: {three.partly} Own answer." in listed


def test_the_index_lists_all_states_with_what_it_filters_on(real: Publication, texts: dict[str, str]) -> None:
    index = texts["countries/index.md"]
    table = index.partition('id="states"')[2]
    assert len(re.findall(r"<tr data-region=", table)) == len(real.corpus.states.states)
    kenya = next(line for line in table.splitlines() if '<a href="ke/">' in line)
    assert 'data-region="africa" data-group="african-group"' in kenya
    assert 'data-tradition="mixed"' in kenya
    assert re.search(r'data-org="[^"]*\bCOMMONWEALTH\b', kenya)
    assert re.search(r'data-has="[^"]*\bclock\b', kenya)
    assert 'data-language="sw en"' in kenya
    chosen = ("region", "group", "org", "treaty", "tradition", "language")
    for name in chosen:
        assert f'<select name="{name}">' in index
    offered = set(re.findall(r'<(?:option|input type="checkbox" name="has") value="([^"]+)"', index))
    assert set(countries.MARKS) <= offered
    used = {token for name in (*chosen, "has")
            for value in re.findall(rf'data-{name}="([^"]*)"', table) for token in value.split()}  # fmt: skip
    assert used <= offered


def test_every_group_has_an_anchor_and_its_marks(real: Publication, texts: dict[str, str]) -> None:
    for group in real.corpus.groups.groups:
        assert f"{{ #{group.id} }}" in texts["countries/groups.md"]
        part = section(texts["countries/groups.md"].replace("\n### ", "\n## "), group.id)
        assert ("nb-mark--incomplete" in part) == group.incomplete
        assert all(f'href="../{iso2.lower()}/"' in part for iso2 in group.members)


def test_reviews_are_sorted_into_stretches_with_the_overdue_first(real: Publication) -> None:
    dated = duedates.dated(replace(real, as_of=date(2029, 12, 15)))
    found = reviews.buckets(dated)
    assert [bucket.id for bucket in found] == ["overdue", "30-days", "90-days", "365-days", "later", "passed"]
    assert found[0].dated
    assert all(each.days < 0 and not each.entry.indicative for each in found[0].dated)
    assert all(each.days < 0 and each.entry.indicative for each in found[-1].dated)
    assert sorted(each.days for bucket in found for each in bucket.dated) == [each.days for each in dated]


def test_the_reviews_page_draws_what_it_lists(real: Publication) -> None:
    (page,) = reviews.pages(real)
    text, found = page.render(), duedates.dated(real)
    assert "Nothing is overdue on 1 December 2026." in text
    assert len(re.findall(r"<tr data-of=", text)) == len(found)
    drawn = reviews.years(found, real.as_of)
    assert sum(mark.count for mark in drawn.marks) == len(found)
    assert all(drawn.ticks[0][0] <= mark.x <= drawn.ticks[-1][0] for mark in drawn.marks)


def test_the_reviews_page_names_states_that_enacted(real: Publication) -> None:
    (page,) = reviews.pages(with_country(real, enacted=date(2020, 3, 1)))
    text = page.render()
    assert "Kenya, articles" in text
    assert 'href="../countries/ke/#dates"' in text
    assert "overdue" in text


class TestTheLawOfAState:
    def test_its_page_offers_every_form_and_says_why(self, texts: dict[str, str]) -> None:
        kenya, france = section(texts["countries/ke.md"], "law"), section(texts["countries/fr.md"], "law")
        assert re.findall(r'href="(model-law[^"]+)" download', kenya) == [
            "model-law-ke-common.docx", "model-law-ke-common-clean.docx", "model-law-ke-civil.docx",
            "model-law-ke-civil-clean.docx"]
        two = ["model-law-fr.docx", "model-law-fr-clean.docx"]
        assert re.findall(r'href="(model-law[^"]+)" download', france) == two
        assert "recorded as mixed, which points to neither" in kenya
        assert "the legal tradition is recorded as civil law" in france
        names = re.findall(r"<li><a [^>]*>([^<]*)</a>", kenya)
        assert len(set(names)) == len(names), "links that lead elsewhere read differently"

    def test_an_undecided_state_is_said_to_have_decided_nothing(self, texts: dict[str, str]) -> None:
        said = plain(section(texts["countries/ke.md"], "law"))
        assert "No choice of Kenya is on record" in said
        assert "Is the State federal or unitary?" in said
        assert "To be confirmed by the State." in said
        assert "Nothing else differs: every provision stands, with the number of the model." in said

    def test_what_a_state_decided_stands_beside_the_model(self, real: Publication) -> None:
        decided = with_country(real, federal=False, vocabulary="common", variants={"law/oversight-body": "B"},
                               omitted=("law/capacity-building",))
        text = page_of(decided, "countries/ke.md")
        said = plain(section(text, "law"))
        assert "Section 15, Oversight body B Parliamentary committee A Independent commission" in said
        assert "left out by the State" in said
        assert "articles 70 to 104 sections 69 to 103" in said
        assert "Nothing else differs" not in said
        assert '<a href="../../law/oversight-body/' in section(text, "law")
        listed = html.unescape(plain(section(text, "checklist")))
        assert "section 15" in listed
        assert not re.search(r"\barticles? [0-9]", listed), "provisions are named as in the State's law"
        assert "Provisions are named as in the law adapted to Kenya." in listed

    def test_no_page_links_to_a_law_that_is_not_made(self, real: Publication) -> None:
        some = replace(real, states=frozenset({"EE"}))
        assert "model-law-" in page_of(some, "countries/ee.md")
        assert "model-law-" not in page_of(some, "countries/ke.md")


def test_dates_of_a_state_follow_the_periods_and_choices_of_its_law(publication: Publication) -> None:
    """A State that reviews every two years is not told the model's three; what it left out has no dates."""
    own = Country.model_validate({"iso2": "KE", "enacted": "2027-01-01", "blanks": {"review_period": "P2Y"}})
    corpus = replace(publication.corpus, countries=(own,))
    model, found = law_dates_of(publication), law_dates_of(replace(publication, corpus=corpus), own)
    ref = next(iter(model))
    default = next(blank.default for blank in corpus.law.blanks if blank.id == "review_period")
    reviewed = {node.ref for node in publication.labels.tree.articles
                if node.article.review and node.article.review.every == default and not node.left_open}
    assert reviewed
    assert {found[ref].review_by for ref in reviewed} == {date(2028, 12, 31)}
    gone = replace(corpus, countries=(own.model_copy(update={"omitted": (ref,)}),))
    assert ref not in law_dates_of(replace(publication, corpus=gone), gone.countries[0])
