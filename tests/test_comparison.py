"""Protects the comparison of States and its tables: the same rows for all, nothing private, no cell a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from normbook.model.national import Country
from normbook.outputs import countries as outputs
from normbook.publication import Publication
from normbook.views import compare
from normbook.views.comparison import comparison
from normbook.views.countries import Countries

UNRELEASED = "Zanzibar-Quorum-9"


def files(publication: Publication) -> dict[str, bytes]:
    return dict(outputs.files(publication))


def table(made: dict[str, bytes], name: str = compare.TABLE) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made[name].decode(), newline="")))


def scripted(made: dict[str, bytes]) -> dict[str, Any]:
    """What the script of the page reads."""
    found = re.search(r"\{ compare: (.*) \}\);\n\Z", made[compare.DATA].decode(), re.DOTALL)
    assert found
    held: dict[str, Any] = json.loads(found[1])
    return held


def with_country(publication: Publication, **fields: Any) -> Publication:
    made = Country.model_validate({"iso2": "KE", **fields})
    return replace(publication, corpus=replace(publication.corpus, countries=(made,)))


@pytest.fixture(scope="module")
def made(publication: Publication) -> dict[str, bytes]:
    return files(publication)


def test_page_and_table_hold_the_same(publication: Publication, made: dict[str, bytes]) -> None:
    """Every State has every row, in the script of the page and in the file."""
    data, rows = scripted(made), table(made)
    assert [row["iso2"].lower() for row in rows] == list(data["states"])
    assert {row["iso2"] for row in rows} == {state.iso2 for state in publication.corpus.states.states}
    heads = [f"{section}: {title}" for section, title, _ in data["rows"]]
    assert list(rows[0]) == ["iso2", "state", *heads]
    assert len(set(heads)) == len(heads)
    for row in rows:
        name, cells = data["states"][row["iso2"].lower()]
        assert name == row["state"]
        assert ["; ".join(data["words"][number] for number in cell) for cell in cells] == [
            row[head].removeprefix("'") for head in heads]


def test_rows_say_what_the_corpus_says(made: dict[str, bytes]) -> None:
    rows = {row["iso2"]: row for row in table(made)}
    assert rows["KE"]["Facts: Official languages"] == "Swahili; English"
    assert rows["DE"]["Facts: United Nations"] == "member since 18 September 1973"
    assert rows["VA"]["Facts: United Nations"] == "observer"
    assert "European Union" in rows["DE"]["Memberships and treaties: Organisations"].split("; ")
    assert "different trigger: DORA" in next(
        value for name, value in rows["FR"].items() if "Operator to national CSIRT: Initial alert" in name)
    assert rows["KE"]["The model law: Variants chosen"] == ""
    assert rows["VA"]["Commitments answered by a public source or by the State: Notification"] == ""


def test_decisions_and_released_answers_are_shown_and_nothing_else(
    publication: Publication, made: dict[str, bytes]
) -> None:
    """What a State decided stands in words; of its answers only a number shows, and only of those it released."""
    first, second = [c.id for c in publication.corpus.norms[0].commitments][:2]
    answer = {"status": "partly", "evidence": UNRELEASED, "provision": UNRELEASED, "comment": UNRELEASED}
    plain = made
    decided = with_country(
        publication, enacted="2026-03-01", federal=True, blanks={"competent_authority": "Kenya Cyber Office"},
        answers=[{"commitment": first, **answer, "release": True}, {"commitment": second, **answer}],
    )  # fmt: skip
    family = f"Commitments answered by a public source or by the State: {publication.corpus.handbook.families[0].title}"
    told = files(decided)
    before = next(row for row in table(plain) if row["iso2"] == "KE")
    after = next(row for row in table(told) if row["iso2"] == "KE")
    assert after["The model law: Commencement"] == "in force since 1 March 2026"
    assert "Kenya Cyber Office" in after["The model law: Blanks filled in"]
    assert "federal" in after["The model law: Questions answered"]
    assert "partly met: 1" in after[family]
    assert "partly met" not in before[family]
    assert not any(UNRELEASED.encode() in content for content in told.values())


def test_no_cell_is_a_formula(publication: Publication) -> None:
    """Whatever a name begins with, a spreadsheet shows it as text."""
    evil = dict(zip(("KE", "FR", "JP", "BR"), (f"{sign}HYPERLINK(1)" for sign in "=+-@"), strict=True))
    states = tuple(
        state.model_copy(update={"capital": (evil[state.iso2],), "names": {
            **state.names, "en": state.names["en"].model_copy(update={"short": evil[state.iso2]})}})
        if state.iso2 in evil else state for state in publication.corpus.states.states)  # fmt: skip
    corpus = replace(publication.corpus, states=publication.corpus.states.model_copy(update={"states": states}))
    for name, content in files(replace(publication, corpus=corpus)).items():
        if name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row]
            assert {f"'{each}" for each in evil.values()} <= set(cells), name
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], name


def test_every_membership_is_a_row(publication: Publication, made: dict[str, bytes]) -> None:
    """Those that a group names without counting them as well, and they say so."""
    rows = table(made, "data/groups.csv")
    counted = {(row["group"], row["iso2"]) for row in rows if row["counted"] == "yes"}
    assert counted == {(group.id, iso2) for group in publication.corpus.groups.groups for iso2 in group.members}
    assert any(row["counted"] == "no" for row in rows)
    assert len({(row["group"], row["iso2"]) for row in rows}) == len(rows)


def test_only_stages_that_some_law_answers_have_a_row(publication: Publication) -> None:
    clocks = [row for row in comparison(Countries(publication)) if "/" in row.id]
    answered = {ref for regime in publication.corpus.regimes if regime.jurisdiction != "INT"
                for stage in regime.stages for ref in stage.answers}  # fmt: skip
    assert {row.id for row in clocks} == answered


def test_lists_name_every_state_under_what_it_has(publication: Publication) -> None:
    page = next(page for page in compare.pages(publication) if page.url == compare.LISTS).render()
    for name, few in (("region", 1), ("tradition", 1), ("language", 1)):
        part = page.partition(f"{{ #{name} }}")[2].partition("\n## ")[0]
        found = re.findall(r'href="\.\./(\w\w)/"', part)
        assert set(found) == {state.iso2.lower() for state in publication.corpus.states.states}
        assert len(found) >= 195 * few
    swahili = page.partition("Swahili (")[2].partition("</dd>")[0]
    assert {"Kenya", "United Republic of Tanzania"} <= set(re.findall(r">([^<]+)</a>", swahili))


def test_data_of_the_page_stay_small(made: dict[str, bytes]) -> None:
    """They are loaded on one page only, and still on a telephone."""
    assert len(made[compare.DATA]) < 120_000
