"""Protects what was published: several editions in one site, the frozen ones built once and from their files alone."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import mini
from normbook import editions
from normbook.build import Summary, build
from normbook.load import load
from normbook.settings import Settings
from normbook.siteroot import mirror
from normbook.write import write_file

ROOT = Path(__file__).parents[1]


def freeze(settings: Settings, number: str, day: date) -> None:
    """The corpus as it is, as an edition; without the conditions that `normbook freeze` puts on it."""
    corpus = load(settings.norms).corpus
    assert corpus is not None
    about = {"id": number, "title": f"Edition {number}", "date": day, "standing": "consultation"}
    content = editions.freeze(corpus, corpus.handbook.edition.model_copy(update=about))
    write_file(editions.path_of(settings.norms, number), content)
    records = (*editions.published(settings.norms), editions.record(content))
    write_file(settings.norms / editions.FOLDER / editions.MANIFEST, editions.manifest(records))


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def done(settings: Settings, only: str = "") -> Summary:
    summary = build(settings, only=only)
    assert not summary.stopped, summary.problems
    return summary


def reword(settings: Settings) -> None:
    path = settings.norms / mini.NORM_FILE
    write_file(path, path.read_text(encoding="utf-8").replace("title: ", "title: Quite ", 1).encode())


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small corpus with one published edition, after which the draft went on; built. No test changes it."""
    root = tmp_path_factory.mktemp("published")
    mini.write(root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    settings = Settings(root, mini.AS_OF, jobs=1)
    freeze(settings, "0.9", date(2026, 11, 22))
    reword(settings)
    assert done(settings).frozen == ("0.9",)
    return settings


@pytest.fixture
def ready(published: Settings, tmp_path: Path) -> Settings:
    root = tmp_path / "project"
    shutil.copytree(published.root, root, copy_function=shutil.copy2)
    return replace(published, root=root)


class TestSite:
    def test_each_edition_has_its_folder_and_the_latest_a_second_name(self, published: Settings) -> None:
        site = published.site
        assert {path.name for path in site.iterdir() if path.is_dir()} == {"0.9", "draft", "latest"}
        assert tree(site / "latest") == tree(site / "0.9")
        assert json.loads((site / "versions.json").read_bytes()) == [
            {"version": "0.9", "title": "0.9", "aliases": ["latest"]},
            {"version": "draft", "title": "Draft", "aliases": []},
        ]
        assert 'url=latest/"' in (site / "index.html").read_text(encoding="utf-8")

    def test_the_edition_reads_as_it_was_frozen_and_the_draft_as_it_is(self, published: Settings) -> None:
        page = f"norms/{mini.NORM_FILE.partition('/')[2].lower()[:5]}/index.html"
        old, new = ((published.site / edition / page).read_text(encoding="utf-8") for edition in ("0.9", "draft"))
        assert "Quite" not in old
        assert "Quite" in new

    def test_the_draft_says_what_changed_since_the_edition(self, published: Settings) -> None:
        changes = (published.site / "draft/changes/index.html").read_text(encoding="utf-8")
        assert '<ins class="nb-ins">Quite </ins>' in changes
        assert "0.9" in (published.site / "0.9/changes/index.html").read_text(encoding="utf-8")

    def test_no_page_of_a_frozen_edition_offers_to_edit_its_source(self, published: Settings) -> None:
        for name, content in tree(published.site / "0.9").items():
            if name.endswith(".html"):
                assert b"nb-act--edit" not in content, name

    def test_the_edition_names_the_sums_of_its_file(self, published: Settings) -> None:
        (record,) = editions.published(published.norms)
        about = json.loads((published.site / "0.9/edition.json").read_bytes())
        assert (about["id"], about["sha256"], about["normative"]) == ("0.9", record.sha256, record.normative)


class TestOnce:
    def test_a_built_edition_is_left_alone_when_the_draft_changes(self, ready: Settings) -> None:
        stamps = {path: path.stat().st_mtime_ns for path in (ready.site / "0.9").rglob("*") if path.is_file()}
        reword(ready)
        assert done(ready).frozen == ()
        assert {path: path.stat().st_mtime_ns for path in stamps} == stamps

    @pytest.mark.parametrize("lost", [".cache", "build"])
    def test_without_what_a_build_leaves_behind_it_is_still_left_alone(self, lost: str, ready: Settings) -> None:
        shutil.rmtree(ready.root / lost)
        assert done(ready).frozen == ()

    @pytest.mark.parametrize("harm", ["gone", "changed", "added"])
    def test_a_tree_that_was_touched_is_built_again_from_its_file(self, harm: str, ready: Settings) -> None:
        before = tree(ready.site)
        page = ready.site / "0.9/index.html"
        if harm == "gone":
            page.unlink()
        elif harm == "changed":
            page.write_bytes(page.read_bytes() + b" ")
        else:
            (ready.site / "0.9/more.html").write_bytes(b"more")
        assert done(ready).frozen == ("0.9",)
        after = tree(ready.site)
        if harm == "added":  # what others put there is theirs to remove; it is in the sums, and so it is seen
            for edition in ("0.9", "latest"):
                after.pop(f"{edition}/more.html")
            before.pop("SHA256SUMS"), after.pop("SHA256SUMS")
        assert after == before

    def test_it_is_built_from_its_file_alone(self, ready: Settings) -> None:
        before = tree(ready.site / "0.9")
        shutil.rmtree(ready.site)
        for path in ready.norms.rglob("*.yaml"):
            if editions.FOLDER not in path.parts and not any(part in path.parts for part in ("states", "law")):
                write_file(path, path.read_bytes() + b"# later\n")
        reword(ready)
        done(ready)
        assert tree(ready.site / "0.9") == before

    def test_one_edition_can_be_asked_for(self, ready: Settings) -> None:
        reword(ready)
        draft = tree(ready.site / "draft")
        (ready.site / "0.9/index.html").unlink()
        assert done(ready, "0.9").frozen == ("0.9",)
        assert tree(ready.site / "draft") == draft
        assert done(ready).pages > 0  # the draft was left to do
        assert tree(ready.site / "draft") != draft


class TestFaults:
    def test_a_changed_file_of_an_edition_stops_the_build_and_the_site_stays(self, ready: Settings) -> None:
        before = tree(ready.site)
        path = editions.path_of(ready.norms, "0.9")
        path.write_bytes(path.read_bytes().replace(b"Everybody", b"Nobody", 1) + b" ")
        reword(ready)
        summary = build(ready)
        assert summary.stopped
        assert [problem.code for problem in summary.problems] == ["E04"]
        assert tree(ready.site) == before


class TestSecondEdition:
    def test_the_next_edition_becomes_the_latest_and_is_compared_with_the_one_before(self, ready: Settings) -> None:
        freeze(ready, "1.0", date(2026, 11, 30))
        assert done(ready).frozen == ("1.0",)
        assert tree(ready.site / "latest") == tree(ready.site / "1.0")
        assert b"Quite" in (ready.site / "1.0/changes/index.html").read_bytes()
        assert b"reads as edition 1.0" in (ready.site / "draft/changes/index.html").read_bytes()


def test_a_mirror_holds_the_same_files_and_no_others(tmp_path: Path) -> None:
    for name, content in {"tree/a": b"1", "tree/b/c": b"2", "other/a": b"old", "other/x/y": b"gone"}.items():
        write_file(tmp_path / name, content)
    mirror(tmp_path / "tree", tmp_path / "other")
    assert tree(tmp_path / "other") == {"a": b"1", "b/c": b"2"}
    write_file(tmp_path / "tree/a", b"new")
    assert (tmp_path / "other/a").read_bytes() == b"1"  # a second name, but files are never written in place
    mirror(tmp_path / "tree", tmp_path / "other")
    assert (tmp_path / "other/a").read_bytes() == b"new"
