"""Protects the adoption register: what a source shows was enacted, with its variant and a true redline."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mini
from normbook.checklists.adoption import Adopted, adoptions, by_article
from normbook.compare.segments import after, before
from normbook.outputs import adoption as files
from normbook.publication import Publication
from normbook.views import adoption as views
from normbook.views import countries, law

KENYA = """\
iso2: KE
vocabulary: common
enacted: 2026-09-01
blanks:
  competent_authority: Communications Authority
enactments:
  - provision: law/transition
    own: section 90
    deviation: none
    source: [{title: Gazette 12, ref: "https://few.example/12"}]
    as_of: 2026-09-02
  - provision: law/duty/p2
    variant: B
    own: section 40A(2) of the Act
    commenced: 2026-10-01
    text: It tells all teams.
    source: [{title: Gazette 12, ref: "https://few.example/12", pinpoint: page 3}]
  - provision: law/duty
    own: "=section 40A"
    deviation: substance
    remark: 48 hours in place of 24.
    text: |
      (1) An operator must tell the Communications Authority of an incident:
        (a) within 48 hours; and
        (b) in <b>writing</b> or any form.
      (2) It tells one team under section 2.
    source: [{title: Gazette 12, ref: "https://few.example/12"}]
"""


def small(folder: Path, text: str | None = KENYA) -> Publication:
    found = mini.look(folder, {"countries/ke.yaml": text} if text else {})
    assert found.sound, found.problems
    assert found.corpus is not None
    assert found.links is not None
    return Publication(found.corpus, found.links, mini.AS_OF)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return small(tmp_path_factory.mktemp("adoption"))


def entries(publication: Publication) -> dict[str, Adopted]:
    return {each.ref: each for each in adoptions(publication)}


def page(publication: Publication) -> str:
    (found,) = views.pages(publication)
    return found.render()


def test_the_register_is_empty_today_and_says_so(publication: Publication) -> None:
    text = page(publication)
    assert adoptions(publication) == ()
    assert "**It is empty.**" in text
    assert "norms/countries/xx.yaml" in text, "how an entry gets in"
    for column in ("Where it stands", "In force from", "Variant", "Departs from the model", "Text as enacted"):
        assert f"<dt>{column}</dt>" in text
    held = files.files(publication)
    assert held[views.CSV].decode().startswith("iso2,state,provision,")
    assert json.loads(held[views.JSON])["enactments"] == []


def test_no_article_or_state_speaks_of_an_enactment_where_there_is_none(publication: Publication) -> None:
    articles = [p for p in law.pages(publication) if p.file in ("law/initial-alert.md", "law/oversight-body.md")]
    assert not any("#enacted" in p.render() for p in articles)
    kenya = next(p for p in countries.pages(publication) if p.file == "countries/ke.md").render()
    assert "Law after the model</dt><dd>none known" in kenya


def test_entries_stand_in_the_order_of_the_law_with_their_commencement(made: Publication) -> None:
    found = entries(made)
    assert [*found] == ["law/duty", "law/duty/p2", "law/transition"]
    assert {ref: str(each.commenced) for ref, each in found.items()} == {
        "law/duty": "2026-09-01", "law/duty/p2": "2026-10-01", "law/transition": "2026-09-01"}  # fmt: skip


def test_the_model_is_taken_as_the_state_would_have_it(made: Publication) -> None:
    """In common-law words, with the variant that was enacted and the blanks filled in; the rest takes its default."""
    found = entries(made)
    assert found["law/duty"].model.splitlines() == [
        "(1) An operator must tell the Communications Authority of an incident:",
        "(a) within [24 hours]; and",
        "(b) in [writing] [any form].",
        "(2) It tells one team under section 2.",
        "(3) A region may act as subsection one says.",
    ]
    assert found["law/duty/p2"].model == "(2) It tells all teams."
    assert found["law/duty/p2"].variant is not None
    assert found["law/duty/p2"].variant.label == "To all"


def test_the_redline_leads_from_the_model_to_the_text_as_enacted(made: Publication) -> None:
    each = entries(made)["law/duty"]
    assert before(each.redline) == each.model
    assert "within 48 hours" in after(each.redline)
    assert next(s.text for s in each.redline if s.kind == "added").startswith("48")
    assert not each.same_words
    assert entries(made)["law/transition"].redline == (), "its text is not on record"


def test_the_page_shows_the_redline_and_no_markup_of_others(made: Publication) -> None:
    text = page(made)
    assert '<del class="nb-del">[24 hours]</del><ins class="nb-ins">48 hours</ins>' in text
    assert "<b>writing" not in text
    assert "&lt;b&gt;" in text
    assert "in substance: 48 hours in place of 24." in text
    assert "Gazette 12, page 3" in text
    assert text.count('id="ke-') + text.count("{ #ke-") == 2
    for anchor in ("#ke-1", "#ke-2"):
        assert f'href="{anchor}"' in text
        assert f"{{ {anchor} }}" in text


def test_words_alike_are_told_as_such(tmp_path: Path) -> None:
    alike = KENYA.replace("text: It tells all teams.", 'text: "(2) It tells all teams."')
    publication = small(tmp_path, alike)
    assert entries(publication)["law/duty/p2"].same_words
    assert "It reads word for word as the model." in page(publication)


def test_an_article_lists_who_enacted_it_and_a_state_what(made: Publication) -> None:
    duty = next(p for p in law.pages(made) if p.file == "law/duty.md").render()
    section = duty.partition("{ #enacted }")[2].partition("\n## ")[0]
    assert section.count("- [Kenya]") == 2, "the article, and its paragraph"
    assert "in force from 1 October 2026" in section
    teams = next(p for p in law.pages(made) if p.file == "law/teams.md").render()
    assert "#enacted" not in teams
    kenya = next(p for p in countries.pages(made) if p.file == "countries/ke.md").render()
    told = kenya.partition("Law after the model</dt>")[2].partition("</dd>")[0]
    assert "in force since 1 September 2026" in told
    assert "of the model: section 40A(2) of the Act, in force from 1 October 2026; as the model" in told


def test_a_schedule_lists_who_enacted_it(tmp_path: Path) -> None:
    made = small(tmp_path, KENYA.replace("provision: law/transition", "provision: law/schedule-timelines"))
    schedule = next(p for p in law.pages(made) if p.file == "law/schedule-timelines.md").render()
    assert "- [Kenya](../countries/ke.md): section 90, in force from 1 September 2026; as the model" in schedule
    assert entries(made)["law/schedule-timelines"].model == "", "it is printed from the timelines, and has no words"


def test_by_article_a_paragraph_stands_with_its_article(made: Publication) -> None:
    assert {ref: len(held) for ref, held in by_article(adoptions(made)).items()} == {"law/duty": 2, "law/transition": 1}


def test_files_hold_every_entry_and_no_formula(made: Publication) -> None:
    held = files.files(made)
    rows = list(csv.DictReader(io.StringIO(held[views.CSV].decode(), newline="")))
    documents: list[dict[str, Any]] = json.loads(held[views.JSON])["enactments"]
    assert [row["provision"] for row in rows] == [each["provision"] for each in documents] == [*entries(made)]
    assert rows[0]["own"] == "'=section 40A", "a spreadsheet takes no cell for a formula"
    assert documents[0]["own"] == "=section 40A"
    joined = "".join(s["text"] for s in documents[0]["difference"] if s["kind"] != "added")
    assert joined == documents[0]["model"]
    assert rows[1]["variant"] == "B"
    assert rows[1]["source"] == "Gazette 12, page 3"


WORDS = st.lists(st.sampled_from(["An", "operator", "shall", "may", "tell", "(1)", "48", "hours", "&", "<i>", "\n"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(WORDS)
def test_whatever_was_enacted_both_texts_can_be_read_from_the_redline(made: Publication, words: list[str]) -> None:
    each = entries(made)["law/duty"]
    own = Adopted(each.state, each.country, each.enactment.model_copy(update={"text": " ".join(words)}), None,
                  each.publication)
    kept = "\n".join(line.strip() for line in " ".join(words).splitlines() if line.strip())
    assert own.redline == () if not kept else (before(own.redline), after(own.redline)) == (own.model, kept)
    assert "<i>" not in str(views.redline(own))


def test_a_change_of_a_country_file_or_of_the_law_makes_the_register_anew(made: Publication, tmp_path: Path) -> None:
    keys = {views.register_key(made), views.register_key(small(tmp_path / "a", KENYA.replace("40A", "40B"))),
            views.register_key(small(tmp_path / "b", None))}  # fmt: skip
    assert len(keys) == 3
