"""Protects the pages of evidence: incidents nobody here judges, UN norms covered or explained, sources, correlation."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.charts import Span, draw_counts, draw_spans, year_of
from normbook.law.references import article_of
from normbook.model.world import Incident
from normbook.outputs import registry
from normbook.publication import Publication
from normbook.views import correlation, incidents, regimes, sources, un_norms

SVG = "{http://www.w3.org/2000/svg}"


def tree(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own


@pytest.fixture(scope="module")
def texts(publication: Publication) -> dict[str, str]:
    made = (incidents, un_norms, sources, correlation, regimes)
    return {page.url: page.render() for view in made for page in view.pages(publication)}


# -- charts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [("2017", 2017.0, 2017.997), ("2017-07", 2017.5, 2017.581), ("2017-01-01", 2017.0, 2017.0), ("", None, None),
     ("spring 2017", None, None), ("2017-13", None, None)],
)
def test_dates_as_years(date: str, first: float | None, last: float | None) -> None:
    assert year_of(date) == pytest.approx(first, abs=0.001)
    assert year_of(date, last=True) == pytest.approx(last, abs=0.001)


@given(st.lists(st.tuples(st.floats(2000, 2030), st.floats(0, 5), st.lists(st.floats(2000, 2030), max_size=3)),
                min_size=1, max_size=8))
def test_spans_are_drawn_to_scale_within_the_drawing(made: list[tuple[float, float, list[float]]]) -> None:
    spans = [Span(f"k{n}", f"Name {n}", "dates", start, start + long, tuple(marks))
             for n, (start, long, marks) in enumerate(made)]
    drawing = tree(draw_spans("name", "Title", spans))
    width, height = (float(drawing.attrib[name]) for name in ("width", "height"))
    bars = [(float(r.attrib["x"]), float(r.attrib["width"]), float(r.attrib["y"])) for r in drawing.iter(f"{SVG}rect")]
    assert [group.attrib["data-of"] for group in drawing.iter(f"{SVG}g")] == [span.key for span in spans]
    assert all(0 <= x <= x + wide <= width and 0 <= y <= height for x, wide, y in bars)
    assert all(x <= width for x in (float(c.attrib["cx"]) for c in drawing.iter(f"{SVG}circle")))
    by_start = sorted(zip((s.start for s in spans), (x for x, _, _ in bars), strict=True))
    assert [x for _, x in by_start] == sorted(x for x, _, _ in bars), "what began earlier lies further left"


def test_counts_say_every_number() -> None:
    drawing = tree(draw_counts("name", "Title", [("one", 3), ("none", 0)]))
    assert len(list(drawing.iter(f"{SVG}rect"))) == 1
    assert drawing.findtext(f"{SVG}desc") == "one: 3; none: 0."


# -- incidents -------------------------------------------------------------------------------------------------------


def test_every_attribution_is_somebodys_dated_statement(publication: Publication, texts: dict[str, str]) -> None:
    for item in publication.corpus.incidents:
        text = texts[f"incidents/{item.id}/"]
        for said in item.attribution:
            lead = "Claimed by " if said.form.startswith("claim") else "Attributed by "
            line = next(line for line in text.splitlines() if f"<strong>{lead}{said.by}</strong>" in line)
            assert " on <time" in line or "date not recorded" in line or f" on <span>{said.date}" in line, item.id
        assert "None is a finding of this handbook." in text or "Nobody, as far as recorded." in text


def test_registry_lists_draws_and_counts_all(publication: Publication, texts: dict[str, str]) -> None:
    text, items = texts["incidents/"], publication.corpus.incidents
    assert set(re.findall(r'<tr data-of="([^"]+)"', text)) == {item.id for item in items}
    assert set(re.findall(r'<g data-of="([^"]+)"', text)) == {item.id for item in items}
    found = incidents.views(publication)
    assert sum(number for _, number in incidents.per_year(found)) == len(items)
    assert sum(number for _, number in incidents.per_sector(found)) == sum(len(item.sectors) for item in items)
    assert "were chosen, not sampled" in text
    for name, counts in (("year", incidents.per_year(found)), ("sector", incidents.per_sector(found))):
        table = text.partition(f"<caption>Incidents in the register by {name}</caption>")[2].partition("</table>")[0]
        rows = re.findall(r'<th scope="row">([^<]+)</th><td class="nb-r">([0-9]+)</td>', table)
        assert [(label, int(number)) for label, number in rows] == counts


def test_open_data_holds_every_statement(publication: Publication) -> None:
    made = {name: list(csv.DictReader(io.StringIO(content.decode(), newline="")))
            for name, content in registry.files(publication).items()}
    items = publication.corpus.incidents
    assert {row["id"] for row in made["data/incidents.csv"]} == {item.id for item in items}

    def count(item: Incident) -> int:
        return len(item.effects) + len(item.attribution) + len(item.reply) + len(item.responses)

    statements = made["data/incident-statements.csv"]
    assert len(statements) == sum(map(count, items))
    assert {row["confirmed"] for row in statements} <= {"yes", "no"}
    assert {row["about"] for row in statements} <= {"effect", "attribution", "claim", "reply", "response"}


def test_no_cell_is_taken_for_a_formula(publication: Publication) -> None:
    for content in registry.files(publication).values():
        for row in csv.reader(io.StringIO(content.decode(), newline="")):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


# -- regimes ---------------------------------------------------------------------------------------------------------


def test_regimes_are_filtered_by_place_sector_and_trigger(publication: Publication, texts: dict[str, str]) -> None:
    text = texts["regimes/"]
    rows = re.findall(r'<tr data-of="([^"]+)" data-sector="([^"]+)" data-against="([^"]+)" data-place="([^"]+)" '
                      r'data-start="([^"]+)"', text)  # fmt: skip
    assert {row[0] for row in rows} == {regime.id for regime in publication.corpus.regimes}
    offered = set(re.findall(r'<option value="([^"]+)"', text))
    assert {token for row in rows for field in row[1:] for token in field.split()} <= offered
    assert set(re.findall(r'<g data-of="([^"]+)"', text)) == {row[0] for row in rows}


def test_a_clock_is_compared_with_ours(publication: Publication) -> None:
    found = {v.regime.id: v for v in (regimes.view(publication, x) for x in publication.corpus.regimes)}
    assert found["eu-nis2-art23"].against == "same"
    assert found["eu-gdpr-art33"].against == "longer"
    assert found["sg-cii-2025"].against == "shorter"
    assert found["int-iaea-cenna"].against == "none"


# -- UN norms --------------------------------------------------------------------------------------------------------


def test_every_action_of_a_un_norm_is_covered_or_says_why_not(publication: Publication, texts: dict[str, str]) -> None:
    commitments = {c.id for norm in publication.corpus.norms for c in norm.commitments}
    assert len(publication.corpus.un_norms) == 11
    for item in publication.corpus.un_norms:
        assert item.practical_actions
        for action in item.practical_actions:
            assert set(action.covered_by) <= commitments
            row = texts["un-norms/"].partition(f'<tr id="{action.id}">')[2].partition("</tr>")[0]
            assert action.covered_by or action.uncovered, action.id
            assert all(f"#{ref}" in row for ref in action.covered_by)
            assert ('data-label="What is not, and why"><span>' in row) == bool(action.uncovered)


def test_crosswalk_shows_every_norm_against_every_un_norm(publication: Publication, texts: dict[str, str]) -> None:
    text, table = texts["un-norms/crosswalk/"], un_norms.Crosswalk(publication)
    first = text.partition("<caption>Norms of the handbook against UN norms</caption>")[2].partition("</table>")[0]
    rows = re.findall(r'<tr><th scope="row">.*', first)
    assert len(rows) == len(publication.corpus.norms) == 50
    assert all(row.count("<td>") == 11 for row in rows)
    marks = sum(bool(table.standing(n, u)) for n in publication.corpus.norms for u in table.un_norms)
    assert first.count('<span class="nb-sr">') == marks
    shown = {x.id for x in table.instruments}
    for norm in publication.corpus.norms:
        named = {b.instrument for b in norm.basis if b.instrument}
        assert named == {x.id for x in table.instruments if table.cites(norm, x)} | {x.id for x in table.others(norm)}
        assert not shown & {x.id for x in table.others(norm)}


# -- sources ---------------------------------------------------------------------------------------------------------


def test_every_source_is_listed_with_what_rests_on_it(publication: Publication, texts: dict[str, str]) -> None:
    every = list(sources.facts(publication))
    found = {view.title: view for view in sources.sources(publication)}
    for one in every:
        for source in one.fact.source:
            assert (one.kind, one.ref) in found[source.title].resting
    assert texts["evidence/sources/"].count("<tr data-kind=") == len(found) + len(
        {(one.kind, one.ref) for one in every if one.fact.unconfirmed}
    )


def test_mirror_pages_are_not_linked_as_sources(publication: Publication, texts: dict[str, str]) -> None:
    """The address at which something was seen stays in the data; pages link to the official instrument."""
    official = {x.url for x in publication.corpus.instruments}
    seen = {s.ref for one in sources.facts(publication) for s in one.fact.source if s.ref.startswith("http")} - official
    for url, text in texts.items():
        assert not set(re.findall(r'href="(https?://[^"]+)"', text)) & seen, url


# -- correlation -----------------------------------------------------------------------------------------------------


def test_correlation_has_every_article_norm_and_basis(publication: Publication, texts: dict[str, str]) -> None:
    rows = {row.node.ref: row for row in correlation.correlations(publication)}
    assert list(rows) == [node.ref for node in publication.labels.tree.articles]
    for norm in publication.corpus.norms:
        for commitment in norm.commitments:
            for ref in commitment.implemented_by:
                if article_of(ref) in rows:
                    assert norm.id in rows[article_of(ref)].norms
    for row in rows.values():
        for basis in row.node.article.basis:
            if basis.regime:
                assert f"regime:{basis.regime}" in row.regimes
            if basis.instrument:
                assert f"instrument:{basis.instrument}" in dict(row.instruments)
    assert "regime:eu-nis2-art23" in rows["law/initial-alert"].regimes, "through the clock that the article uses"
    text = texts["law/correlation/"]
    assert all(f'<a href="../{ref.removeprefix("law/")}/">{row.node.number} ' in text for ref, row in rows.items())
