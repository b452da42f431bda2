"""Protects `normbook stats`: what is counted is there, what is made up of sorts adds up, both forms agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import mini
from normbook.census import Count, census
from normbook.cli import main
from normbook.commands.counting import as_json, as_table
from normbook.publication import Publication


@pytest.fixture(scope="module")
def counts(publication: Publication) -> dict[str, Count]:
    return {c.key: c for c in census(publication.corpus, publication.links, publication.labels.tree)}


def small(tmp_path: Path) -> dict[str, Count]:
    found = mini.look(tmp_path)
    assert found.corpus is not None
    assert found.links is not None
    tree = Publication(found.corpus, found.links, mini.AS_OF).labels.tree
    return {c.key: c for c in census(found.corpus, found.links, tree)}


def test_the_small_corpus_by_hand(tmp_path: Path) -> None:
    counts = small(tmp_path)
    by_hand = {"norms": 1, "commitments": 1, "parts": 2, "articles": 4, "schedules": 1, "blanks": 3}
    assert {key: counts[key].number for key in by_hand} == by_hand
    assert counts["places_of_choice"] == Count(
        "places_of_choice", "Places of choice in the law", 2, (("articles", 1), ("paragraphs", 1)))  # fmt: skip
    assert counts["variants"].number == 4
    assert counts["planned"].number == 2  # not-2, and a Part that keeps its number
    assert counts["footnotes"].number == 1


def test_words_are_counted_once_and_by_variant(tmp_path: Path) -> None:
    """'There is one team.' and 'There are several teams. The first team leads.': 4 of the 12 are the default's."""
    before = small(tmp_path / "a")["law_words"]
    longer = mini.replace("There is one team.", "There is one very good team.")
    found = mini.look(tmp_path / "b", {"law/part-01-preliminary.yaml": longer})
    assert found.corpus is not None
    assert found.links is not None
    tree = Publication(found.corpus, found.links, mini.AS_OF).labels.tree
    after = next(c for c in census(found.corpus, found.links, tree) if c.key == "law_words")
    assert after.number == before.number + 2
    assert after.sorts[0][1] == before.sorts[0][1] + 2
    assert before.number > before.sorts[0][1]


def test_the_real_corpus_holds_what_was_promised(counts: dict[str, Count]) -> None:
    wanted = {"norms": 50, "commitments": 160, "parts": 11, "articles": 70, "places_of_choice": 15, "timelines": 10,
              "taxonomies": 11, "playbooks": 8, "exercises": 3, "measures": 22, "criteria": 12, "schedules": 6,
              "regimes": 35, "incidents": 20, "un_norms": 11}  # fmt: skip
    assert {key: counts[key].number for key in wanted if counts[key].number < wanted[key]} == {}
    assert dict(counts["states"].sorts)["member"] == 193
    assert dict(counts["benchmarks"].sorts)["sectors"] >= 6
    assert counts["planned"].number == 0


@pytest.mark.parametrize("key", ["norms", "commitments", "articles", "article_status", "places_of_choice", "blanks",
                                 "defined_terms", "states"])  # fmt: skip
def test_sorts_add_up(counts: dict[str, Count], key: str) -> None:
    assert sum(number for _, number in counts[key].sorts) == counts[key].number


def test_both_forms_say_the_same(counts: dict[str, Count]) -> None:
    held = json.loads(as_json(list(counts.values())))
    lines = as_table(list(counts.values())).splitlines()
    assert len(held) == len(lines) == len(counts)
    for line, (key, value) in zip(lines, held.items(), strict=True):
        assert line.lstrip().startswith(f"{value['count']:,}  {counts[key].label}")
        assert value.get("of", {}) == dict(counts[key].sorts)


class TestTheCommand:
    def test_it_prints_to_stdout(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path)
        assert main(["stats", "--root", str(tmp_path), "--as-of", "2026-12-01"]) == 0
        said = capsys.readouterr()
        assert "1  Norms: NOT 1\n" in said.out
        assert said.err == ""
        assert main(["stats", "--root", str(tmp_path), "--format", "json", "--as-of", "2026-12-01"]) == 0
        assert json.loads(capsys.readouterr().out)["articles"]["count"] == 4

    def test_a_corpus_that_cannot_be_read_is_not_counted(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mini.write(tmp_path, {"handbook.yaml": "title: ["})
        assert main(["stats", "--root", str(tmp_path), "--as-of", "2026-12-01"]) == 1
        assert "error[Y01]" in capsys.readouterr().out
