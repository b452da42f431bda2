"""Protects what is said of overlaps: every report of the law once, to whom it goes, and which one paper could be."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise

import pytest

from normbook.checklists.overlaps import EXAMPLE, Overlap, example, hours, overlaps
from normbook.checklists.records import StateRecord, records
from normbook.outputs import gaps as files
from normbook.publication import Publication
from normbook.views import countries
from normbook.views import gaps as views


@pytest.fixture(scope="module")
def held(publication: Publication) -> tuple[StateRecord, ...]:
    return tuple(record for record in records(publication) if record.regimes)


@pytest.fixture(scope="module")
def found(publication: Publication, held: tuple[StateRecord, ...]) -> tuple[Overlap, ...]:
    return overlaps(publication, held)


@pytest.fixture(scope="module")
def page(publication: Publication) -> str:
    (made,) = views.pages(publication)
    return made.render()


def test_every_state_with_a_regime_stands_in_one_place(
    found: tuple[Overlap, ...], held: tuple[StateRecord, ...]
) -> None:
    placed = [record.state.iso2 for each in found for record in each.records]
    assert sorted(placed) == sorted(record.state.iso2 for record in held)
    assert len(placed) == len(set(placed))
    union = next(each for each in found if any(record.code == "de" for record in each.records))
    assert len(union.records) == 27, "the members of the European Union have the same regimes"


def test_every_report_of_the_law_stands_once_with_its_recipient(found: tuple[Overlap, ...]) -> None:
    for each in found:
        keys = [entry.key for entry in (*each.due, *each.waiting)]
        assert len(set(keys)) == len(keys)
        assert not any(entry.norm for entry in (*each.due, *each.waiting))
        assert {entry.recipient for entry in (*each.due, *each.waiting)} == set(each.recipients)
        times = [hours(entry, each.schedule) for entry in each.due]
        assert all(one <= other for one, other in pairwise(times))
        assert all(time > 0 for time in times)


def test_one_report_serves_at_least_two_laws(found: tuple[Overlap, ...]) -> None:
    """Two degrees of one law's duty are no overlap: an incident has one of them."""
    of = {each.first.code: each for each in found}
    for each in found:
        for joint in each.joints:
            assert joint.role
            assert len({entry.of for entry in joint.entries if not entry.norm}) > 1
    assert of["au"].joints == (), "significant and relevant impact are two degrees"
    early = of["at"].joints[0]
    laws = {entry.key for entry in early.entries if not entry.norm}
    assert laws == {"regime:eu-nis2-art23/1", "regime:eu-cra-art14/1"}


def test_the_page_has_a_drawing_for_each_that_has_a_time_and_a_row_for_all(
    page: str, found: tuple[Overlap, ...]
) -> None:
    section = page.partition("{ #overlaps }")[2].partition("\n## ")[0]
    assert section.count('<svg class="nb-svg"') == sum(bool(each.due) for each in found)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>', section)
    assert [re.findall(r'\.\./(\w\w)/#schedule', row) for row in rows] == [
        [record.code for record in each.records] for each in found]  # fmt: skip
    assert "nobody owes them all" in section
    assert len(page.encode()) < 280_000


def test_the_page_of_a_state_draws_its_schedule_by_who_is_told(publication: Publication) -> None:
    made = {p.file: p for p in countries.pages(publication)}
    section = made["countries/de.md"].render().partition("{ #schedule }")[2].partition("\n## ")[0]
    assert section.count('<svg class="nb-svg"') == 1
    for heading in ("To: national CSIRT", "To: competent authority"):
        assert heading in section
    germany = next(record for record in records(publication) if record.code == "de")
    bars = re.findall(r'<rect class="nb-svg-stage', section)
    assert len(bars) == len(example(publication, germany).timed), "a bar for each report with a time"
    assert "#schedule" not in made["countries/tv.md"].render(), "no regime, no example"


def test_the_file_holds_every_report_of_every_state(publication: Publication, held: tuple[StateRecord, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(files.files(publication)["data/overlaps.csv"].decode(), newline="")))
    by_state: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_state.setdefault(row["iso2"], []).append(row)
    assert set(by_state) == {record.state.iso2 for record in held}
    for record in held:
        schedule = example(publication, record)
        expected = [entry.key for entry in (*schedule.timed, *schedule.waiting)]
        assert [row["report"] for row in by_state[record.state.iso2]] == expected
    for row in rows:
        assert row["awareness"].startswith(f"{EXAMPLE:%Y-%m-%dT%H:%M}")
        assert bool(row["due"]) != bool(row["waits_for"])
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
