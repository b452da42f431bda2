"""Protects the matrix of commitments and States: every cell is what the checklist says, and no page grows too large."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace

import pytest
from lxml import html  # type: ignore[import-untyped]

from normbook.checklists.matrix import FamilyMatrix, matrices, share
from normbook.checklists.rows import STATUSES, Assessment, answers
from normbook.model.norm import Status
from normbook.outputs import matrix as files
from normbook.publication import Publication
from normbook.views import matrix as views

LIMIT = 300_000
"""Bytes that no page may exceed, the frame of the site included."""
FRAME = 20_000
"""What the frame of the site, with its navigation, adds to a page at most."""
ANSWERED: tuple[Status, ...] = ("met", "partly", "not_met", "not_applicable")


@pytest.fixture(scope="module")
def found(publication: Publication) -> tuple[FamilyMatrix, ...]:
    return matrices(publication)


def everything_answered(found: tuple[FamilyMatrix, ...]) -> FamilyMatrix:
    """The largest family, with an answer of every Member State to every commitment."""
    family = max(found, key=lambda each: len(each.commitments))
    cells = tuple(Assessment(ANSWERED[n % 4]) for n in range(len(family.commitments)))
    regions = {region: tuple(replace(line, cells=cells) for line in lines) for region, lines in family.regions.items()}
    return replace(family, regions=regions)


def pages(publication: Publication) -> dict[str, str]:
    return {page.file: page.render() for page in views.pages(publication)}


def cells(page: str) -> dict[str, list[tuple[str, str]]]:
    """The class and the words of every cell, by the State's code, as a browser reads the table."""
    table = html.fromstring(page[page.index("<table") :]).xpath('//table[@id="matrix"]')[0]
    wide = len(table.xpath("thead/tr/th")) - 1
    held = {}
    for row in table.xpath('tbody/tr[not(@class="nb-group")]'):
        code = re.sub(r".*/(\w\w)/#checklist$", r"\1", row.xpath("th/a/@href")[0]).upper()
        read = [(td.get("class", ""), td.text_content().strip()) for td in row.xpath("td")]
        held[code] = read if len(read) > 1 or wide == 1 else [("", "")] * int(row.xpath("td/@colspan")[0])
    return held


def test_every_cell_of_the_pages_says_what_the_checklist_says(publication: Publication) -> None:
    made = pages(publication)
    given = {s.iso2: answers(publication, s) for s in publication.corpus.states.states if s.status == "member"}
    seen: Counter[str] = Counter()
    for family in matrices(publication):
        held = cells(made[f"countries/matrix/{family.id.lower()}.md"])
        assert set(held) == set(given), "every Member State has a row, and nobody else"
        for code, row in held.items():
            expected = [given[code][c.id] for c in family.commitments]
            assert [words for _, words in row] == ["" if a.status == "not_assessed" else said(a) for a in expected]
            assert all(bool(kind) == bool(words) for kind, words in row)
            assert all(("u" in kind.split()) == ("not yet confirmed" in words) for kind, words in row)
            seen.update(words for _, words in row if words)
    assert seen, "memberships answer something"


def said(answer: Assessment) -> str:
    return STATUSES[answer.status] + (", not yet confirmed" if answer.unconfirmed else "")


def test_an_answer_that_has_to_be_given_anew_bears_the_mark() -> None:
    changed = Assessment("met", to_confirm=True)
    assert str(views.cell(changed)) == '<td class="m u"><b>met, not yet confirmed</b>'
    assert str(views.cell(Assessment("met"))) == "<td class=m><b>met</b>"
    assert str(views.cell(Assessment("not_assessed", unconfirmed=True))) == "<td>"


def test_the_matrix_holds_every_commitment_once(publication: Publication, found: tuple[FamilyMatrix, ...]) -> None:
    shown = [row.id for family in found for row in family.commitments]
    assert sorted(shown) == sorted(c.id for norm in publication.corpus.norms for c in norm.commitments)


def test_pages_stay_small_whatever_states_answer(publication: Publication, found: tuple[FamilyMatrix, ...]) -> None:
    """Today nearly all is not assessed; with every cell filled in the largest page keeps the limit too."""
    today = {name: len(page.encode()) for name, page in pages(publication).items()}
    assert max(today.values()) < 100_000
    full = views.family_page(publication, everything_answered(found), found)
    assert len(full.encode()) < LIMIT - FRAME


def test_with_every_cell_answered_no_row_is_folded(publication: Publication, found: tuple[FamilyMatrix, ...]) -> None:
    family = everything_answered(found)
    held = cells(views.family_page(publication, family, found))
    kinds = {words: kind for row in held.values() for kind, words in row}
    assert kinds == {"met": "m", "partly met": "p", "not met": "n", "not applicable": "x"}
    assert share(family.counts()).known == share(family.counts()).of == len(held) * len(family.commitments)


def test_what_is_not_assessed_never_counts_as_failure(found: tuple[FamilyMatrix, ...]) -> None:
    for family in found:
        counts = family.counts()
        assert sum(counts.values()) == len(family.lines) * len(family.commitments)
        assert share(counts).known == sum(counts[status] for status in ANSWERED)
        assert counts == sum((family.counts(region) for region in family.regions), Counter())


def test_the_index_says_plainly_that_nearly_nothing_is_known(publication: Publication) -> None:
    index = pages(publication)["countries/matrix/index.md"]
    assert "Nearly every cell is empty" in index
    assert "no State or region is ranked" in index


def test_heads_name_their_row_or_column(publication: Publication) -> None:
    page = pages(publication)["countries/matrix/not.md"]
    table = html.fromstring(page[page.index("<table") :]).xpath('//table[@id="matrix"]')[0]
    assert {th.get("scope") for th in table.xpath("thead//th")} == {"col"}
    assert {th.get("scope") for th in table.xpath("tbody//th")} == {"row", "rowgroup"}


def test_tables_to_download_say_the_same(publication: Publication, found: tuple[FamilyMatrix, ...]) -> None:
    made = {name: list(csv.DictReader(io.StringIO(data.decode(), newline=""))) for name, data in
            files.files(publication).items()}
    states = {s.iso2: s for s in publication.corpus.states.states}
    known = []
    for family in found:
        for row in made[views.file(family.id)]:
            given = answers(publication, states[row["iso2"]])
            assert {c.id: row[c.id] for c in family.commitments} == {c.id: given[c.id].status for c in
                                                                    family.commitments}
            known += [(row["iso2"], c.id) for c in family.commitments if row[c.id] != "not_assessed"]
    assert sorted((row["iso2"], row["commitment"]) for row in made[files.KNOWN]) == sorted(known)
    assert all(row["source"] and row["because"] for row in made[files.KNOWN])
    totals = Counter({status: sum(int(row[status]) for row in made[views.TOTALS]) for status in STATUSES})
    assert totals == sum((family.counts() for family in found), Counter())
