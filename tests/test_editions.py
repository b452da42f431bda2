"""Protects editions: what was frozen reads the same for ever, a changed byte is found, and nothing is frozen half.

An edition is what others rely on: it is never written over, and builds from its own file alone.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mini
from normbook import editions, readiness
from normbook.cli import main
from normbook.compare import compare
from normbook.compare.units import entries
from normbook.editions import LEFT_OUT, NORMATIVE, REFERENCE, EditionError
from normbook.examine import examine
from normbook.labels import Labels
from normbook.law.tree import tree
from normbook.link import link
from normbook.model.base import Item
from normbook.model.corpus import KINDS, Corpus
from normbook.model.handbook import Edition
from normbook.model.manifest import EditionRecord
from normbook.proof import claim, deviations
from normbook.publication import Publication
from normbook.verifying import editions_stand
from normbook.word.document import document
from normbook.word.openxml import Element, el, name, pack, parse, unpack, write
from normbook.word.readback import read

ROOT = Path(__file__).parents[1]
DAY = date(2026, 12, 15)
EDITION = Edition(id="0.9", title="Edition 0.9, consultation draft", date=DAY, status="A draft.",
                  standing="consultation")  # fmt: skip


def dumped(value: object) -> object:
    """A part of a corpus as text in which the order of keys counts."""
    items = value if isinstance(value, tuple) else (value,)
    return [item.model_dump_json() if isinstance(item, Item) else item for item in items]


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Tester", "-c", "user.email=tester@few.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    if not (folder / ".git").is_dir():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "norms: as they stand")


def freeze(
    folder: Path, edition: str = "0.9", day: str = "2026-12-15", *more: str, status: str = "consultation"
) -> int:
    return main(["freeze", edition, "--date", day, "--status", status, "--root", str(folder), *more])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small corpus under git, all of it committed."""
    mini.write(tmp_path)
    commit(tmp_path)
    return tmp_path


@cache
def small_edition() -> bytes:
    """The file of an edition of the small corpus."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        corpus = mini.look(Path(name)).corpus
    assert corpus is not None
    return editions.freeze(corpus, EDITION)


def small() -> Corpus:
    return editions.read(small_edition(), "norms/editions/0.9.json")


class TestForm:
    def test_every_kind_is_frozen_or_left_out_on_purpose(self) -> None:
        assert sorted([*NORMATIVE, *REFERENCE, *LEFT_OUT]) == sorted(kind.name for kind in KINDS)

    def test_what_is_read_is_what_was_frozen(self, corpus: Corpus) -> None:
        content = editions.freeze(corpus, EDITION)
        back = editions.read(content, "norms/editions/0.9.json")
        assert editions.freeze(back, EDITION) == content
        assert compare(back, corpus).empty
        for field in dataclasses.fields(Corpus):
            if field.name not in {"handbook", "lines", "digest", *LEFT_OUT}:
                assert dumped(getattr(back, field.name)) == dumped(getattr(corpus, field.name)), field.name
        assert back.handbook.model_copy(update={"edition": corpus.handbook.edition}).model_dump() == \
            corpus.handbook.model_dump()
        assert back.handbook.edition.model_dump() == EDITION.model_dump()

    def test_numbers_references_and_durations_read_the_same(self, corpus: Corpus) -> None:
        back = editions.read(editions.freeze(corpus, EDITION), "norms/editions/0.9.json")
        old, new = Labels(corpus, link(corpus)[0]), Labels(back, link(back)[0])
        assert tree(corpus).numbers == tree(back).numbers
        assert old.links.targets.keys() == new.links.targets.keys()
        for ref in old.links.targets:
            assert old.reference(ref) == new.reference(ref)
        assert {key: old.limit(stage) for key, stage in old.stages.items()} == {
            key: new.limit(stage) for key, stage in new.stages.items()
        }
        assert entries(corpus) == entries(back)

    def test_the_same_corpus_gives_the_same_bytes(self, corpus: Corpus) -> None:
        content = editions.freeze(corpus, EDITION)
        assert content == editions.freeze(corpus, EDITION)
        assert content.endswith(b"}\n")
        assert b"__marks__" not in content
        assert str(ROOT).encode() not in content

    def test_keys_are_sorted_and_tables_keep_their_order(self) -> None:
        content = json.loads(small_edition())
        norm = content["normative"]["norms"][0]
        assert list(norm) == sorted(norm)
        assert list(content["reference"]["states"]["states"][0]["names"]) == ["en", "fr"]

    def test_what_is_empty_is_left_out_and_defaults_are_written(self) -> None:
        """A default that changes later, or a key that is added, changes no edition."""
        stage = json.loads(small_edition())["normative"]["timelines"][0]["stages"][0]
        assert stage["bracketed"] is True
        assert "delay" not in stage
        assert "sender" not in stage

    def test_the_digest_is_of_what_the_edition_says_alone(self, tmp_path: Path) -> None:
        same = mini.look(tmp_path / "a", {
            "regimes/xx-law.yaml": mini.replace("status: in force", "status: repealed"),
            "handbook.yaml": lambda text: text.replace("few.example", "many.example"),
        }).corpus  # fmt: skip
        other = mini.look(tmp_path / "b", {mini.TIMELINE_FILE: mini.replace("PT24H", "PT48H")}).corpus
        assert same
        assert other
        digest = editions.normative_digest(small_edition())
        later = EDITION.model_copy(update={"id": "1.0", "standing": "published"})
        assert editions.normative_digest(editions.freeze(same, later)) == digest
        assert editions.normative_digest(editions.freeze(other, EDITION)) != digest
        assert small().digest == digest

    def test_places_name_the_edition(self) -> None:
        assert str(small().norms[0].commitments[0].place) == "norms/editions/0.9.json"
        assert str(small().norms[0].marks.at("title")) == "norms/editions/0.9.json"

    def test_states_own_files_and_comments_are_not_in_it(self, tmp_path: Path) -> None:
        country = "iso2: KE\nblanks: {competent_authority: The Secret Office}\nanswers:\n"
        country += "  - {commitment: not-1.alert, status: not_met, evidence: A weakness, release: true}\n"
        corpus = mini.look(tmp_path, {"countries/ke.yaml": country}).corpus
        assert corpus
        assert corpus.countries
        content = editions.freeze(corpus, EDITION)
        assert b"Secret Office" not in content
        assert b"A weakness" not in content
        assert content == small_edition()

    @pytest.mark.parametrize("content", [
        b"", b"[]", b"{}", b"\xff", b'{"schema": 1}', b"[" * 100_000,
        b'{"schema": 1, "edition": {}, "normative": {"handbook": {}}, "reference": {"handbook": {}}}',
        b'{"schema": 1, "edition": {}, "normative": [], "reference": {}}',
    ])  # fmt: skip
    def test_what_is_no_edition_is_refused(self, content: bytes) -> None:
        with pytest.raises(EditionError, match="edition") as refused:
            editions.read(content, "norms/editions/0.9.json")
        assert refused.value.hint

    def test_a_form_that_is_not_known_is_refused(self) -> None:
        with pytest.raises(EditionError, match="form 2") as refused:
            editions.read(small_edition().replace(b'"schema": 1\n', b'"schema": 2\n'), "x")
        assert "newer" in refused.value.hint

    def test_versions_grow_by_their_numbers(self) -> None:
        assert editions.version("0.9") < editions.version("1.0") < editions.version("1.2") < editions.version("1.10")
        assert editions.version("1.0") == editions.version("1.0.0")

    @given(st.lists(st.tuples(st.text("0123456789abcdef", min_size=64, max_size=64), st.dates()), max_size=3))
    def test_the_manifest_reads_as_it_was_written(self, made: list[tuple[str, date]]) -> None:
        import tempfile

        records = tuple(
            EditionRecord(id=f"{n}.0", title='A "title": with signs', date=day, status="published", schema_version=1,
                          sha256=digest, normative=digest[::-1])
            for n, (digest, day) in enumerate(made)
        )  # fmt: skip
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "editions" / "manifest.yaml"
            path.parent.mkdir()
            path.write_bytes(editions.manifest(records))
            if records:
                assert [r.model_dump() for r in editions.published(Path(name))] == [r.model_dump() for r in records]


class TestFreeze:
    def test_it_writes_the_edition_and_the_manifest(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert freeze(folder) == 0
        said = capsys.readouterr()
        (record,) = editions.published(folder / "norms")
        assert (record.id, record.date, record.status, record.schema_version) == ("0.9", DAY, "consultation", 1)
        assert record.sha256 in said.out
        assert record.normative in said.out
        corpus = editions.load(editions.path_of(folder / "norms", "0.9"))
        assert corpus.digest == record.normative
        assert corpus.handbook.edition.standing == "consultation"
        assert "consultation" in corpus.handbook.edition.status
        assert sorted(path.name for path in (folder / "norms" / "editions").iterdir()) == ["0.9.json", "manifest.yaml"]
        assert main(["verify", "--root", str(folder)]) == 0
        assert "as it was frozen" in capsys.readouterr().out
        assert examine(folder / "norms", DAY).problems == ()

    def test_a_second_edition_follows_the_first(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert freeze(folder) == 0
        commit(folder)
        first = (folder / "norms" / "editions" / "0.9.json").read_bytes()
        norm = folder / "norms" / mini.NORM_FILE
        norm.write_text(norm.read_text().replace("Send an alert.", "Send a first alert."), encoding="utf-8")
        commit(folder)
        assert freeze(folder, "1.0", "2027-01-10", status="published") == 0
        assert [record.id for record in editions.published(folder / "norms")] == ["0.9", "1.0"]
        assert (folder / "norms" / "editions" / "0.9.json").read_bytes() == first
        capsys.readouterr()
        assert main(["diff", "0.9", "1.0", "--root", str(folder)]) == 0
        assert "Send [-an-]{+a first+} alert." in capsys.readouterr().out
        assert main(["diff", "1.0", "draft", "--root", str(folder)]) == 0
        assert "Nothing in the normative content changed." in capsys.readouterr().out
        assert main(["diff", "1.0", "draft", "--format", "json", "--root", str(folder)]) == 0
        assert json.loads(capsys.readouterr().out)["changes"] == []

    @pytest.mark.parametrize(("edition", "day", "said"), [
        ("0.9", "2027-01-01", "already frozen"), ("0.9.0", "2027-01-01", "does not come after 0.9"),
        ("0.8", "2027-01-01", "does not come after 0.9"), ("1.0", "2026-12-14", "before 2026-12-15"),
        ("draft", "2027-01-01", "not the number"), ("1", "2027-01-01", "not the number"),
        ("1.01", "2027-01-01", "not the number"), ("../1.0", "2027-01-01", "not the number"),
    ])  # fmt: skip
    def test_numbers_and_dates_only_grow(
        self, folder: Path, edition: str, day: str, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert freeze(folder) == 0
        commit(folder)
        assert freeze(folder, edition, day) == 2
        assert said in capsys.readouterr().err
        assert len(editions.published(folder / "norms")) == 1

    def test_errors_are_refused(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        measure = folder / "norms" / mini.MEASURE_FILE
        measure.write_text(measure.read_text().replace("ends: When it is over.\n", ""), encoding="utf-8")
        commit(folder)
        assert freeze(folder) == 1
        said = capsys.readouterr()
        assert "error[P01]" in said.out
        assert "Nothing was frozen." in said.err
        assert not (folder / "norms" / "editions").exists()

    def test_what_is_overdue_is_refused(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert freeze(folder, day="2028-12-02") == 1
        assert "error[E06] the review of not-1 was due by 2028-12-01" in capsys.readouterr().out
        assert not (folder / "norms" / "editions").exists()

    def test_overdue_norms_are_named_by_the_rule(self) -> None:
        found = [p.code for p in readiness.overdue(small(), date(2028, 12, 16))]
        assert found == ["E06"]
        assert not list(readiness.overdue(small(), date(2028, 12, 15)))
        (expired,) = readiness.overdue(small(), date(2032, 12, 16))
        assert "expired" in expired.message

    @pytest.mark.parametrize("change", ["changed", "new", "staged", "removed", "ignored"])
    def test_what_is_not_committed_is_refused(
        self, folder: Path, change: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        incident = folder / "norms" / "incidents" / "blackout.yaml"
        other = incident.with_name("again.yaml")
        if change == "removed":
            incident.unlink()
        elif change == "new":
            other.write_text(incident.read_text().replace("blackout", "again"), encoding="utf-8")
        elif change == "ignored":
            (folder / ".gitignore").write_text("again.yaml\n", encoding="utf-8")
            other.write_text(incident.read_text().replace("blackout", "again"), encoding="utf-8")
        else:
            incident.write_text(incident.read_text() + "# remark\n", encoding="utf-8")
        if change == "staged":
            git(folder, "add", "--all")
        assert freeze(folder) == 1
        name = "again" if change in {"new", "ignored"} else "blackout"
        assert f"norms/incidents/{name}.yaml: error[E06]" in capsys.readouterr().out
        assert not (folder / "norms" / "editions").exists()

    def test_a_change_elsewhere_does_not_matter(self, folder: Path) -> None:
        (folder / "notes.txt").write_text("mine", encoding="utf-8")
        assert freeze(folder) == 0

    def test_a_project_below_the_top_of_the_repository(self, tmp_path: Path) -> None:
        mini.write(tmp_path / "inner")
        commit(tmp_path)
        assert freeze(tmp_path / "inner") == 0

    def test_no_repository(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mini.write(tmp_path)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        assert freeze(tmp_path) == 2
        said = capsys.readouterr().err
        assert "not a git repository" in said
        assert "hint: Put the project under git" in said
        git(tmp_path, "init", "--quiet")
        assert freeze(tmp_path) == 2
        monkeypatch.setenv("PATH", str(tmp_path))
        assert freeze(tmp_path) == 2
        assert "git is not installed" in capsys.readouterr().err
        assert not (tmp_path / "norms" / "editions").exists()

    def test_an_id_of_the_last_edition_that_is_gone_needs_a_word(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert freeze(folder) == 0
        part = folder / "norms" / mini.PART_FILE
        line = '          - {id: b, text: "in {writing|any form}."}\n'
        part.write_text(part.read_text().replace(line, ""), encoding="utf-8")
        commit(folder)
        assert freeze(folder, "1.0", "2027-01-01") == 1
        said = capsys.readouterr().out
        assert "E05" in said
        assert "error[E05] 'law/duty/p1/b' of edition 0.9 is gone" in said
        retired = folder / "norms" / "retired.yaml"
        retired.write_text(f'{retired.read_text()}  - {{id: law/duty/p1/b, since: "1.0", reason: Too much.}}\n',
                           encoding="utf-8")
        commit(folder)
        assert freeze(folder, "1.0", "2027-01-01") == 0

    def test_who_adopted_it_has_to_be_said(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert freeze(folder, status="adopted") == 2
        assert "--sentence" in capsys.readouterr().err
        assert freeze(folder, "0.9", "2026-12-15", "--sentence", "Adopted by all.", status="adopted") == 0
        assert editions.load(editions.path_of(folder / "norms", "0.9")).handbook.edition.status == "Adopted by all."

    def test_an_edition_that_is_there_is_never_written_over(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = folder / "norms" / "editions" / "0.9.json"
        path.parent.mkdir()
        path.write_text("{}", encoding="utf-8")
        commit(folder)
        assert freeze(folder) == 2
        assert "knows no such file" in capsys.readouterr().err
        assert path.read_text() == "{}"

    def test_both_files_or_none(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from normbook.commands import freezing

        def full(_path: Path, _content: bytes) -> bool:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(freezing, "write_file", full)
        assert freeze(folder) == 2
        assert list((folder / "norms" / "editions").iterdir()) == []

    def test_a_changed_edition_stops_the_next(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert freeze(folder) == 0
        path = folder / "norms" / "editions" / "0.9.json"
        path.write_bytes(path.read_bytes().replace(b"24", b"48", 1))
        commit(folder)
        assert freeze(folder, "1.0", "2027-01-01") == 2
        assert "do not stand" in capsys.readouterr().err


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `norms` of a small corpus with two editions."""
    folder = tmp_path_factory.mktemp("frozen")
    mini.write(folder)
    commit(folder)
    assert freeze(folder) == 0
    commit(folder)
    assert freeze(folder, "1.0", "2027-01-10") == 0
    return folder / "norms"


class TestVerify:
    def test_nothing_changed(self, frozen: Path) -> None:
        assert editions_stand(frozen) == ()

    def test_no_editions(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path)
        assert main(["verify", "--root", str(tmp_path)]) == 0
        assert capsys.readouterr().out == "No edition has been frozen.\n"

    @given(st.data())
    def test_any_flipped_bit_is_found(self, frozen: Path, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(["0.9.json", "1.0.json", "manifest.yaml"]))
        path = frozen / "editions" / name
        whole = path.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1))
        flipped = bytes([*whole[:at], whole[at] ^ (1 << data.draw(st.integers(0, 7))), *whole[at + 1 :]])
        path.write_bytes(flipped)
        try:
            found = editions_stand(frozen)
        finally:
            path.write_bytes(whole)
        assert found
        assert {problem.code for problem in found} == {"E04"}
        assert all(problem.hint for problem in found)

    @pytest.fixture
    def copy(self, frozen: Path, tmp_path: Path) -> Path:
        return Path(shutil.copytree(frozen, tmp_path / "norms"))

    def test_a_file_that_is_missing_and_one_too_many(self, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (copy / "editions" / "0.9.json").rename(copy / "editions" / "0.8.json")
        assert [(str(p.place), p.code) for p in editions_stand(copy)] == [
            ("norms/editions/0.8.json", "E04"), ("norms/editions/0.9.json", "E04"),
        ]  # fmt: skip
        assert main(["verify", "--root", str(copy.parent)]) == 1
        assert "2 errors" in capsys.readouterr().out

    def test_it_says_which_part_was_changed(self, copy: Path) -> None:
        path = copy / "editions" / "1.0.json"
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"The lights went out.", b"The lights came on."))
        assert "what it says is as it was" in editions_stand(copy)[0].message
        path.write_bytes(whole.replace(b"PT24H", b"PT48H"))
        assert "no longer says" in editions_stand(copy)[0].message
        path.write_bytes(whole[:100])
        assert "no longer be read" in editions_stand(copy)[0].message

    def test_a_manifest_that_was_made_to_fit(self, copy: Path) -> None:
        """Whoever changes an edition and its hash still has the file against the manifest's other words."""
        path, manifest = copy / "editions" / "1.0.json", copy / "editions" / "manifest.yaml"
        records = editions.published(copy)
        forged = path.read_bytes().replace(b"2027-01-10", b"2027-01-11")
        path.write_bytes(forged)
        new = records[1].model_copy(update={"sha256": editions.record(forged).sha256})
        manifest.write_bytes(editions.manifest((records[0], new)))
        (found,) = editions_stand(copy)
        assert "the manifest has date 2027-01-10 for edition 1.0, its file 2027-01-11" in found.message

    def test_an_unknown_edition(self, frozen: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["diff", "0.7", "draft", "--root", str(frozen.parent)]) == 2
        assert "Did you mean '0.9'?" in capsys.readouterr().err
        assert main(["diff", "0.9", "darft", "--root", str(frozen.parent)]) == 2
        assert "Did you mean 'draft'?" in capsys.readouterr().err

    def test_the_law_of_a_state_is_compared_in_word(
        self, frozen: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["diff", "0.9", "draft:KE", "--root", str(frozen.parent)]) == 2
        err = capsys.readouterr().err
        assert "'draft:KE'" in err
        assert "--docx" in err


def published(corpus: Corpus) -> Publication:
    return Publication(corpus, link(corpus)[0], DAY)


@pytest.fixture(scope="module")
def word() -> bytes:
    """The model law of the small edition as a Word file."""
    return document(published(small()))


def rewritten(docx: bytes, part: str, change: tuple[bytes, bytes]) -> bytes:
    parts = unpack(docx)
    assert change[0] in parts[part]
    return pack({**parts, part: parts[part].replace(*change)})


class TestWordFile:
    def said(self, docx: bytes) -> list[tuple[str, str]]:
        return [(found.ref, found.what) for found in deviations(read(docx), published(small()))]

    def test_a_file_says_its_edition_and_reads_as_it(self, word: bytes) -> None:
        assert claim(read(word)).edition_id == "0.9"
        assert claim(read(word)).digest == small().digest
        assert self.said(word) == []

    def test_a_draft_claims_no_digest(self, publication: Publication) -> None:
        assert publication.corpus.digest == ""
        assert "Normative digest" not in read(document(publication)).properties

    def test_every_provision_is_read(self, word: bytes) -> None:
        text = "\n".join(line for each in read(word).provisions for line in (each.text, *each.after))
        for words in ("tell the [competent authority] of an incident", "There is one team.", "This Law applies after",
                      "an event that harms a service", "This Schedule has effect under article 3"):  # fmt: skip
            assert words in text.replace("\N{NO-BREAK SPACE}", " ")
        assert "States may wish" not in text, "footnotes are no provisions"
        assert "This guide explains" not in text

    def test_a_word_that_was_changed(self, word: bytes) -> None:
        docx = rewritten(word, "word/document.xml", (b"It tells all teams", b"It tells some teams"))
        (found,) = deviations(read(docx), published(small()))
        assert found.name == "article 3(2), Variant B"
        assert (found.what, found.ref) == ("differs", "law/duty/p2:B")
        assert [(s.kind, s.text) for s in found.segments if s.kind != "same"] == [("removed", "all"), ("added", "some")]

    def test_a_figure_that_was_changed(self, word: bytes) -> None:
        docx = rewritten(word, "word/document.xml", ("24\N{NO-BREAK SPACE}hours".encode(), b"72 hours"))
        assert ("law/duty/p1/a", "differs") in self.said(docx)

    def test_a_paragraph_that_was_taken_out(self, word: bytes) -> None:
        def out(paragraph: Element) -> None:
            paragraph.getparent().remove(paragraph)

        assert self.said(self.with_each(word, "There is one team.", out)) == [("law/teams:A/p1", "missing")]

    def test_a_paragraph_that_was_put_in(self, word: bytes) -> None:
        def more(paragraph: Element) -> None:
            paragraph.addnext(el("w:p", el("w:r", el("w:t", "There is another team."))))

        (found,) = deviations(read(self.with_each(word, "There is one team.", more)), published(small()))
        assert (found.what, found.name) == ("added", "the lines after article 2 in Variant A")
        assert [s.text.strip() for s in found.segments if s.kind == "added"] == ["There is another team."]

    def test_words_beside_the_bookmark_count(self, word: bytes) -> None:
        """A writer who goes on at the end of a line writes outside the bookmark."""
        def on(paragraph: Element) -> None:
            paragraph.append(el("w:r", el("w:t", " Or two.")))

        assert self.said(self.with_each(word, "There is one team.", on)) == [("law/teams:A/p1", "differs")]

    def test_tracked_changes_count_as_what_they_show(self, word: bytes) -> None:
        def tracked(paragraph: Element) -> None:
            run = next(paragraph.iter(name("w:r")))
            gone = el("w:del", el("w:r", el("w:delText", " and more")), id=900, author="A", date="2027-01-01T00:00:00Z")
            run.addnext(gone)

        def inserted(paragraph: Element) -> None:
            run = next(paragraph.iter(name("w:r")))
            run.addnext(el("w:ins", el("w:r", el("w:t", " Really.")), id=901, author="A", date="2027-01-01T00:00:00Z"))

        assert self.said(self.with_each(word, "There is one team.", tracked)) == []
        assert self.said(self.with_each(word, "There is one team.", inserted)) == [("law/teams:A/p1", "differs")]

    def test_text_cut_into_other_runs_reads_the_same(self, word: bytes) -> None:
        def cut(paragraph: Element) -> None:
            for run in list(paragraph.iter(name("w:t"))):
                words = run.text or ""
                run.text = words[:3]
                run.addnext(el("w:t", words[3:], xml_space="preserve"))

        assert self.said(self.with_each(word, "", cut)) == []

    def with_each(self, docx: bytes, opening: str, change: object) -> bytes:
        parts = unpack(docx)
        root = parse(parts["word/document.xml"])
        hit = [p for p in root.iter(name("w:p")) if " ".join("".join(p.itertext()).split()).startswith(opening)]
        assert hit
        for paragraph in hit:
            change(paragraph)  # type: ignore[operator]
        return pack({**parts, "word/document.xml": write(root)})

    def test_at_the_terminal(self, frozen: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        corpus = editions.load(editions.path_of(frozen, "0.9"))
        made, file, root = document(published(corpus)), tmp_path / "law.docx", str(frozen.parent)
        file.write_bytes(made)
        assert main(["verify", str(file), "--root", root]) == 0
        assert "law.docx reads as edition 0.9: " in capsys.readouterr().out
        file.write_bytes(rewritten(made, "word/document.xml", (b"There is one team", b"There is no team")))
        assert main(["verify", str(file), "--root", root]) == 1
        said = capsys.readouterr().out
        assert "Article 2 in Variant A (law/teams:A/p1): differs" in said
        assert "There is [-one-]{+no+} team." in said
        assert "does not read as edition 0.9" in said
        file.write_bytes(rewritten(made, "docProps/custom.xml", (b"Edition id", b"Another id")))
        assert main(["verify", str(file), "--root", root]) == 0, "the digest says it"
        capsys.readouterr()
        file.write_bytes(pack({k: v for k, v in unpack(made).items() if k != "docProps/custom.xml"}))
        assert main(["verify", str(file), "--root", root]) == 2
        assert "--edition ID" in capsys.readouterr().err
        assert main(["verify", str(file), "--edition", "0.9", "--root", root]) == 0
        assert main(["verify", str(file), "--edition", "draft", "--root", root]) == 0
        file.write_bytes(b"PK no")
        assert main(["verify", str(file), "--root", root]) == 2
        assert main(["verify", str(tmp_path / "none.docx"), "--root", root]) == 2

    @pytest.mark.office
    def test_a_file_that_libreoffice_saved_again_still_reads_as_its_edition(
        self, word: bytes, soffice: str, tmp_path: Path
    ) -> None:
        source = tmp_path / "in" / "law.docx"
        source.parent.mkdir()
        source.write_bytes(word)
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx",
             "--outdir", str(tmp_path / "out"), str(source)],
            check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)},
        )  # fmt: skip
        saved = (tmp_path / "out" / "law.docx").read_bytes()
        assert saved != word
        assert claim(read(saved)).digest == small().digest
        assert self.said(saved) == []


EDITIONS = editions.published(ROOT / "norms")


@pytest.mark.parametrize("record", EDITIONS, ids=[record.id for record in EDITIONS])
def test_every_edition_of_the_handbook_still_reads_and_builds(record: EditionRecord) -> None:
    """With today's program, from its file alone. When the model drops a key, `editions.read` learns the old form."""
    corpus = editions.load(editions.path_of(ROOT / "norms", record.id))
    assert corpus.digest == record.normative
    content = json.loads(editions.path_of(ROOT / "norms", record.id).read_bytes())
    numbers = [article.number for article in tree(corpus).articles]
    articles = [a["id"] for part in content["normative"]["parts"] for a in part["articles"]]
    assert numbers == list(range(1, len(articles) + 1))
    assert [article.ref for article in tree(corpus).articles] == articles
    links, problems = link(corpus)
    assert not problems
    assert not [use.ref for use in links.uses if not use.ref.startswith("blank:") and use.ref not in links.targets
                and use.ref not in links.planned]
    limits = {(t["id"], s["id"]): s.get("within") for t in content["normative"]["timelines"] for s in t["stages"]}
    assert {key: stage.within for key, stage in Labels(corpus, links).stages.items()} == limits
    assert deviations(read(document(published(corpus))), published(corpus)) == ()


def test_the_editions_of_the_handbook_stand() -> None:
    assert editions_stand(ROOT / "norms") == ()
