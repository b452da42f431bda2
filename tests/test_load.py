"""Protects the way from files to the typed corpus: every mistake of shape at once, and never a traceback."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import mini
from normbook import readings
from normbook.examine import Examined, examine
from normbook.labels import Labels
from normbook.load import Memory, load, matches
from normbook.model.corpus import KINDS
from normbook.reporting import as_text


def report(norms: Path) -> list[str]:
    """Problems as 'CODE place', without the folder."""
    return [f"{p.code} {str(p.place).removeprefix('norms/')}" for p in load(norms).problems]


class TestShape:
    def test_all_mistakes_of_all_files_come_at_once(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path, {
            mini.NORM_FILE: "id: NOT 1\nfamly: NOT\ntitle: [a]\nstatement: []\nrationale: 5\n"
                            "commitments: x\nbasis: [1]\n",
            mini.TIMELINE_FILE: mini.replace("calendar: days", "calender: days"),
            "states/groups.yaml": mini.replace("kind: organisation", "kind: club"),
        })  # fmt: skip
        assert report(norms) == [
            "S03 principles/NOT-1-tell.yaml:1:1",  # family
            "S03 principles/NOT-1-tell.yaml:1:1",  # summary
            "S04 principles/NOT-1-tell.yaml:1:5",  # an id with a space
            "S01 principles/NOT-1-tell.yaml:2:1",  # famly
            "S02 principles/NOT-1-tell.yaml:3:8",
            "S04 principles/NOT-1-tell.yaml:4:12",  # no paragraph
            "S02 principles/NOT-1-tell.yaml:5:12",
            "S02 principles/NOT-1-tell.yaml:6:14",
            "S02 principles/NOT-1-tell.yaml:7:9",
            "S04 states/groups.yaml:4:11",
            "S03 timelines/operator-to-csirt.yaml:18:5",
            "S01 timelines/operator-to-csirt.yaml:23:5",
        ]

    @pytest.mark.parametrize(
        ("written", "meant"), [("ration", "rationale"), ("Title", "title"), ("implementedby", "implemented_by")]
    )
    def test_a_key_that_is_near_is_named(self, written: str, meant: str, tmp_path: Path) -> None:
        (problem,) = load(mini.write(tmp_path, {mini.NORM_FILE: mini.add(f"{written}: x\n")})).problems
        assert problem.hint == f"Did you mean '{meant}'?"

    def test_a_key_that_is_far_brings_the_list_of_keys(self, tmp_path: Path) -> None:
        (problem,) = load(mini.write(tmp_path, {mini.NORM_FILE: mini.add("xyzzy: x\n")})).problems
        assert problem.hint.startswith("Known keys: id, family, title")
        assert "marks" not in problem.hint

    def test_a_list_is_not_called_empty_because_its_items_are_wrong(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path, {mini.NORM_FILE: mini.replace("modality: should", "modality: must")})
        assert report(norms) == ["S04 principles/NOT-1-tell.yaml:12:15"]

    def test_a_missing_key_brings_what_it_is_for(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path, {mini.NORM_FILE: mini.replace("rationale: People who know can act.\n", "")})
        (problem,) = load(norms).problems
        assert problem.hint.startswith("rationale: Why the norm is needed")

    @pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
    def test_every_kind_says_what_is_wrong_with_nonsense(self, kind: Any, tmp_path: Path) -> None:
        name = kind.pattern.replace("*", "x-1")
        for text in ("- a\n", "just words\n", "5\n", "a: 1\n", "{}\n"):
            norms = mini.write(tmp_path, {name: text})
            problems = [p for p in load(norms).problems if p.place.file == f"norms/{name}"]
            assert problems, text
            assert all(p.hint and p.code in {"S01", "S02", "S03"} for p in problems)


class TestFiles:
    def test_folder_is_missing(self, tmp_path: Path) -> None:
        (problem,) = load(tmp_path / "norms").problems
        assert (problem.code, str(problem.place)) == ("S05", "norms")

    @pytest.mark.parametrize("name", [kind.pattern for kind in KINDS if kind.required])
    def test_required_file_is_missing(self, name: str, tmp_path: Path) -> None:
        loaded = load(mini.write(tmp_path, {name: None}))
        assert [(p.code, p.place.file) for p in loaded.problems] == [("S05", f"norms/{name}")]
        assert loaded.corpus is None

    @pytest.mark.parametrize("name", sorted(mini.FILES))
    def test_no_other_file_is_required(self, name: str, tmp_path: Path) -> None:
        """What is left out may leave references dead, but the rest is still read and examined."""
        if any(kind.pattern == name and kind.required for kind in KINDS):
            return
        loaded = load(mini.write(tmp_path, {name: None}))
        assert loaded.problems == ()
        assert loaded.corpus is not None

    @pytest.mark.parametrize("name", ["norm/x.yaml", "principles/deep/x.yaml", "handbok.yaml", "timelines/x.yml"])
    def test_file_of_no_kind_is_said_not_to_be_read(self, name: str, tmp_path: Path) -> None:
        norms = mini.write(tmp_path, {name: "a: 1\n"})
        assert report(norms) == [f"S06 {name}"]

    @pytest.mark.parametrize("name", ["NOTICE.md", "editions/1.0.yaml", "locale/fr/x.yaml", ".a.yaml", ".git/x.yaml"])
    def test_files_of_others_are_left_alone(self, name: str, tmp_path: Path) -> None:
        assert report(mini.write(tmp_path, {name: "a: ]["})) == []

    def test_link_that_leads_outside_is_not_followed(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path)
        secret = tmp_path / "secret.yaml"
        secret.write_text(mini.INCIDENT.replace("id: blackout", "id: secret"), encoding="utf-8")
        (norms / "incidents" / "secret.yaml").symlink_to(secret)
        (norms / "incidents" / "gone.yaml").symlink_to(tmp_path / "gone.yaml")
        (norms / "regimes" / "round.yaml").symlink_to(norms / "regimes" / "round.yaml")
        loaded = load(norms)
        assert [(p.code, p.place.file) for p in loaded.problems] == [
            ("S06", "norms/incidents/gone.yaml"), ("S06", "norms/incidents/secret.yaml"),
            ("S06", "norms/regimes/round.yaml"),
        ]  # fmt: skip
        assert loaded.corpus is not None
        assert [incident.id for incident in loaded.corpus.incidents] == ["blackout"]

    def test_folder_that_leads_outside_is_not_followed(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path)
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "PB.yaml").write_text("id: pb\n", encoding="utf-8")
        (norms / "consultations").symlink_to(outside)
        loaded = load(norms)
        assert loaded.corpus is not None
        assert loaded.corpus.consultations == ()

    def test_link_within_the_corpus_is_followed(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path)
        (norms / "shared.txt").write_text(mini.INCIDENT.replace("id: blackout", "id: other"), encoding="utf-8")
        (norms / "incidents" / "other.yaml").symlink_to(norms / "shared.txt")
        loaded = load(norms)
        assert loaded.problems == ()
        assert loaded.corpus is not None
        assert [incident.id for incident in loaded.corpus.incidents] == ["blackout", "other"]

    def test_folder_that_is_named_like_a_file(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path, {"glossary.yaml": None})
        (norms / "glossary.yaml").mkdir()
        assert report(norms) == ["S05 glossary.yaml"]

    def test_file_that_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        norms = mini.write(tmp_path)
        really_read = Path.read_bytes

        def refuse(path: Path) -> bytes:
            if path.name == "blackout.yaml":
                raise PermissionError(13, "Permission denied", str(path))
            return really_read(path)

        monkeypatch.setattr(Path, "read_bytes", refuse)
        (problem,) = load(norms).problems
        assert (problem.code, problem.place.file) == ("S05", "norms/incidents/blackout.yaml")
        assert "Permission denied" in problem.message

    def test_too_many_files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(readings, "MAX_FILES", 20)
        assert "S07" in {p.code for p in load(mini.write(tmp_path)).problems}

    def test_every_file_of_the_small_corpus_belongs_to_one_kind(self) -> None:
        for name in mini.FILES:
            assert sum(matches(name, kind) for kind in KINDS) == 1, name


class TestOrder:
    def test_lists_do_not_hang_on_the_names_of_files(self, tmp_path: Path) -> None:
        norm = mini.NORM.replace("not-1", "not-{}")
        norms = mini.write(tmp_path, {
            "principles/A.yaml": norm.replace("{}", "10"), "principles/B.yaml": norm.replace("{}", "2"),
            "law/part-00-z.yaml": mini.PART_3.replace("number: 3", "number: 9").replace("law/", "law/z-"),
        })  # fmt: skip
        corpus = load(norms).corpus
        assert corpus is not None
        assert [each.id for each in corpus.norms] == ["not-1", "not-2", "not-10"]
        assert [part.number for part in corpus.parts] == [1, 3, 9]


class TestMemory:
    def test_an_unchanged_file_is_not_read_again_and_a_changed_one_is(self, tmp_path: Path) -> None:
        norms = mini.write(tmp_path)
        memory: Memory = {}
        first = load(norms, memory=memory)
        again = load(norms, memory=memory)
        assert first.corpus is not None
        assert again.corpus is not None
        assert again.corpus.norms[0] is first.corpus.norms[0]
        path = norms / mini.NORM_FILE
        path.write_text(mini.NORM.replace("Tell those affected", "Tell all"), encoding="utf-8")
        changed = load(norms, memory=memory)
        assert changed.corpus is not None
        assert changed.corpus.norms[0].title == "Tell all"
        assert changed.corpus.timelines[0] is first.corpus.timelines[0]
        assert len(memory) == len(mini.FILES)


# Whatever stands in a file, what comes back is problems.

SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_WORDS = st.sampled_from([
    "", "x", "not-1", "law/duty", "law/duty:A", "law/duty/p2:B", "[[law/duty]]", "[[", "{x}", "{a|b}", "<b>",
    "24 hours", "PT24H", "P9999Y", "P200Y", "PT1M", "P0D", "9999-12-31", "0001-01-01", "2026-12-01", "awareness",
    "alert", "A", "KE", "XX", "severity >= severe", "not not (", "en", "\n\n- a\n\n1. b", "*a **b*", "`", "draft",
    "1.0", "/", ":", "..", "é", "a" * 200,
])  # fmt: skip
_LEAVES = st.one_of(_WORDS, st.none(), st.booleans(), st.integers(-2, 40), st.just(10**30), st.floats(allow_nan=False))
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3), max_leaves=5
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the small corpus with one to three values replaced, removed, doubled or exchanged."""
    name = draw(st.sampled_from(sorted(mini.FILES)))
    data = yaml.safe_load(mini.FILES[name])
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(data))
        if not found:
            break
        *above, last = draw(st.sampled_from(found))
        holder = data
        for step in above:
            holder = holder[step]
        verb = draw(st.sampled_from(["replace", "remove", "double", "word"]))
        if verb == "remove":
            del holder[last]
        elif verb == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[last]))
        else:
            holder[last] = draw(_WORDS if verb == "word" else _VALUES)
    return name, yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@pytest.fixture(scope="module")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini.write(tmp_path_factory.mktemp("fuzz"))


MEMORY: Memory = {}


def with_file(norms: Path, name: str, content: bytes, as_of: date = mini.AS_OF) -> Examined:
    """Examine the corpus with one file changed, and put it back."""
    path = norms / name
    stamp = path.stat().st_mtime_ns
    path.write_bytes(content)
    try:
        return examine(norms, as_of, MEMORY)
    finally:
        path.write_bytes(mini.FILES[name].encode())
        os.utime(path, ns=(stamp, stamp))


def speak(examined: Examined) -> None:
    """Problems can be printed; what is sound can be named."""
    assert as_text(examined.problems)
    assert all(p.message and p.code for p in examined.problems)
    assert examined.corpus is not None or examined.problems
    if examined.sound and examined.corpus and examined.links:
        labels = Labels(examined.corpus, examined.links)
        assert all(labels.reference(use.ref, use.by).text for use in examined.links.uses)


@SETTINGS
@given(mutations(), st.dates())
def test_no_change_of_a_corpus_makes_it_raise(corpus_folder: Path, change: tuple[str, str], as_of: date) -> None:
    name, text = change
    speak(with_file(corpus_folder, name, text.encode(), as_of))


@SETTINGS
@given(st.sampled_from(sorted(mini.FILES)), st.data())
def test_no_damage_to_a_file_makes_it_raise(corpus_folder: Path, name: str, data: st.DataObject) -> None:
    """Lines lost, doubled, indented or cut: what an editor or a merge leaves behind."""
    lines = mini.FILES[name].splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        n = data.draw(st.integers(0, len(lines) - 1))
        cut = data.draw(st.integers(0, len(lines[n])))
        line = lines[n]
        kinds = ["", line * 2, "  " + line, line.lstrip(), line[:cut], line[cut:], "<<<<<<< HEAD\n", "\t"]
        lines[n] = data.draw(st.sampled_from(kinds))
    speak(with_file(corpus_folder, name, "".join(lines).encode()))


@SETTINGS
@given(st.sampled_from(sorted(mini.FILES)), st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example("handbook.yaml", b"null")
@example("states/states.yaml", b"states: []\nas_of: ''\n")
@example("law/part-03-duties.yaml", b"articles: [5, {id: [1]}]\n")
def test_no_content_of_a_file_makes_it_raise(corpus_folder: Path, name: str, content: bytes) -> None:
    speak(with_file(corpus_folder, name, content))
