"""Protects the shortcuts of `check`: what is kept from the last run never says anything but what a fresh look would."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mini
from normbook import readings
from normbook.examine import Examined, examine, examine_again, verdict
from normbook.reporting import as_text

EDITS: dict[str, dict[str, mini.Change]] = {
    "nothing": {},
    "a word": {mini.NORM_FILE: mini.replace("Tell those affected", "Tell everybody")},
    "an error": {mini.MEASURE_FILE: mini.replace("ends: When it is over.\n", "")},
    "a warning": {"glossary.yaml": mini.add("  - {id: ghost, term: ghost, definition: a thing., scope: law}\n")},
    "a dead reference": {mini.TIMELINE_FILE: mini.replace("counted_from: alert", "counted_from: alarm")},
    "a misspelt key": {mini.PART_FILE: mini.replace("status: optional", "stattus: optional")},
    "no YAML": {"states/groups.yaml": "groups: [\n"},
    "a file more": {"incidents/other.yaml": mini.INCIDENT.replace("id: blackout", "id: other")},
    "a file less": {"regimes/xx-law.yaml": None},
    "a stranger": {"poems/one.yaml": "a: 1\n"},
}
"""States in which a corpus may be found, one after another."""


def put(norms: Path, name: str) -> None:
    """Bring the folder into a state, leaving files that do not change untouched."""
    wanted: dict[str, bytes] = {file: text.encode() for file, text in mini.FILES.items()}
    for file, change in EDITS[name].items():
        if change is None:
            wanted.pop(file)
        else:
            text = change if isinstance(change, str | bytes) else change(mini.FILES[file])
            wanted[file] = text if isinstance(text, bytes) else text.encode()
    for path in norms.rglob("*.yaml"):
        if path.relative_to(norms).as_posix() not in wanted:
            path.unlink()
    for file, content in wanted.items():
        path = norms / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def same(one: Examined, other: Examined) -> bool:
    """Whether two looks found the same problems and the same corpus."""
    return one.problems == other.problems and (one.corpus is None) == (other.corpus is None) and (
        one.corpus is None or other.corpus is None or one.corpus.norms == other.corpus.norms
    )


class TestKept:
    @settings(max_examples=8)
    @given(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=6))
    def test_after_any_edits_it_is_what_a_fresh_look_finds(
        self, tmp_path_factory: pytest.TempPathFactory, names: list[str]
    ) -> None:
        root = tmp_path_factory.mktemp("kept")
        norms = root / "norms"
        norms.mkdir()
        for name in names:
            put(norms, name)
            fresh = examine(norms, mini.AS_OF)
            again = examine_again(norms, mini.AS_OF, root / "cache")
            assert same(again, fresh), f"{names}\n{as_text(again.problems)}\ninstead of\n{as_text(fresh.problems)}"
            assert verdict(norms, mini.AS_OF, root / "cache") == fresh.problems

    def test_the_date_counts(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path)
        cache = tmp_path / "cache"
        assert verdict(norms, mini.AS_OF, cache) == ()
        assert [p.code for p in verdict(norms, date(2028, 12, 2), cache)] == ["D02"]
        assert verdict(norms, mini.AS_OF, cache) == ()

    @pytest.mark.parametrize("look", [verdict, examine_again], ids=["verdict", "examine_again"])
    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"key": 1}', b"\xff", b'{"code": 1, "files": 5}'])
    def test_a_damaged_record_is_no_matter(
        self, content: bytes, look: Callable[[Path, date, Path], object], tmp_path: Path
    ) -> None:
        norms = mini.write(tmp_path, {mini.MEASURE_FILE: mini.replace("ends: When it is over.\n", "")})
        cache = tmp_path / "cache"
        look(norms, mini.AS_OF, cache)
        kept = list(cache.iterdir())
        assert kept
        for path in kept:
            path.write_bytes(content)
        found = look(norms, mini.AS_OF, cache)
        problems = found.problems if isinstance(found, Examined) else found
        assert problems == examine(norms, mini.AS_OF).problems

    @pytest.mark.parametrize("look", [verdict, examine_again], ids=["verdict", "examine_again"])
    def test_a_cache_that_cannot_be_written_is_no_matter(
        self, look: Callable[[Path, date, Path], object], tmp_path: Path
    ) -> None:
        norms = mini.write(tmp_path)
        (tmp_path / "cache").write_bytes(b"a file where the folder would be")
        look(norms, mini.AS_OF, tmp_path / "cache")

    def test_a_verdict_is_kept_until_something_changes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        norms = mini.write(tmp_path, {mini.MEASURE_FILE: mini.replace("ends: When it is over.\n", "")})
        cache = tmp_path / "cache"
        first = verdict(norms, mini.AS_OF, cache)
        assert [p.code for p in first] == ["P01"]

        def never(*_: object) -> None:
            raise AssertionError("looked again")

        with monkeypatch.context() as patch:
            patch.setattr("normbook.examine.examine", never)
            assert verdict(norms, mini.AS_OF, cache) == first
        path = norms / mini.NORM_FILE
        stamp = path.stat().st_mtime_ns
        path.write_bytes(path.read_bytes())
        os.utime(path, ns=(stamp + 1, stamp + 1))
        assert verdict(norms, mini.AS_OF, cache) == first

    def test_nothing_of_the_corpus_lies_in_the_verdict_but_its_problems(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path, {mini.MEASURE_FILE: mini.replace("ends: When it is over.\n", "")})
        verdict(norms, mini.AS_OF, tmp_path / "cache")
        record = json.loads((tmp_path / "cache" / "verdict.json").read_text(encoding="utf-8"))
        assert set(record) == {"key", "problems"}


def test_two_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a corpus are shared out when there are many; what is kept of them is the same, byte for byte."""
    norms, alone, shared = mini.write(tmp_path), tmp_path / "alone", tmp_path / "shared"
    (norms / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    readings.refresh(norms, alone, "code")
    monkeypatch.setattr(readings, "_ALONE", 0)
    readings.refresh(norms, shared, "code")
    assert alone.read_bytes() == shared.read_bytes()
    assert len(readings.kept(shared, "code")) == len(mini.FILES)
    assert readings.kept(shared, "other code") == []
