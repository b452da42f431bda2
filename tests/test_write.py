"""Protects what is on disk: each file whole or not at all, foreign files untouched, nothing outside the folder."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normbook.write import Written, checksums, remove, write_file, write_tree


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "record.json"


class TestOneFile:
    def test_it_is_written_with_its_folders(self, site: Path) -> None:
        assert write_file(site / "a" / "b.txt", b"one")
        assert tree(site) == {"a/b.txt": b"one"}

    def test_the_same_bytes_are_not_written_again(self, site: Path) -> None:
        write_file(site / "a", b"one")
        before = (site / "a").stat()
        assert not write_file(site / "a", b"one")
        assert (site / "a").stat().st_mtime_ns == before.st_mtime_ns
        assert (site / "a").stat().st_ino == before.st_ino

    @pytest.mark.parametrize("content", [b"two", b"three", b""])
    def test_other_bytes_are(self, content: bytes, site: Path) -> None:
        write_file(site / "a", b"one")
        assert write_file(site / "a", content)
        assert tree(site) == {"a": content}

    @pytest.mark.parametrize("where", ["write_bytes", "replace"])
    def test_a_full_disk_leaves_the_old_file_and_nothing_else(
        self, where: str, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_file(site / "a", b"one")
        really_write = Path.write_bytes

        def full(path: Path, *_: object) -> int:
            if where == "write_bytes":
                really_write(path, b"tw")  # as far as it went
            raise OSError(errno.ENOSPC, "No space left on device", str(path))

        monkeypatch.setattr(Path, where, full)
        with pytest.raises(OSError, match="No space"):
            write_file(site / "a", b"two")
        monkeypatch.undo()
        assert tree(site) == {"a": b"one"}

    def test_an_interruption_leaves_the_old_file_and_nothing_else(
        self, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_file(site / "a", b"one")

        def stop(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            write_file(site / "a", b"two")
        monkeypatch.undo()
        assert tree(site) == {"a": b"one"}

    def test_a_folder_in_its_place_is_left_alone(self, site: Path) -> None:
        (site / "a").mkdir()
        with pytest.raises(OSError, match="directory"):
            write_file(site / "a", b"one")
        assert list(site.iterdir()) == [site / "a"]

    def test_a_link_is_replaced_and_what_it_leads_to_is_not(self, site: Path, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.write_bytes(b"theirs")
        (site / "a").symlink_to(outside)
        write_file(site / "a", b"ours")
        assert outside.read_bytes() == b"theirs"
        assert not (site / "a").is_symlink()


class TestTree:
    def test_changed_kept_removed(self, site: Path, record: Path) -> None:
        assert write_tree(site, {"a": b"1", "b/c": b"2", "b/d/e": b"3"}, record) == Written(3, 0, 0)
        assert write_tree(site, {"a": b"1", "b/c": b"9"}, record) == Written(1, 1, 1)
        assert tree(site) == {"a": b"1", "b/c": b"9"}
        assert not (site / "b" / "d").exists()
        assert write_tree(site, {}, record) == Written(0, 0, 2)
        assert list(site.iterdir()) == []

    def test_a_file_of_somebody_else_stays(self, site: Path, record: Path) -> None:
        (site / "CNAME").write_bytes(b"theirs")
        write_tree(site, {"a/b": b"1"}, record)
        (site / "a" / "notes").write_bytes(b"theirs")
        write_tree(site, {}, record)
        assert tree(site) == {"CNAME": b"theirs", "a/notes": b"theirs"}

    @pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "..", ".", "", "link/x"])
    def test_a_path_that_leads_outside_is_refused_before_anything_is_written(
        self, name: str, site: Path, record: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "elsewhere").mkdir()
        (site / "link").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(ValueError, match="leads outside"):
            write_tree(site, {"a": b"1", name: b"2"}, record)
        assert tree(site) == {}
        assert list((tmp_path / "elsewhere").iterdir()) == []

    @pytest.mark.parametrize("content", ["", "not json", '{"a": 1}', "[1, null]", '["../victim"]'])
    def test_a_record_that_is_damaged_removes_nothing_of_others(self, content: str, site: Path, record: Path) -> None:
        victim = site.parent / "victim"
        victim.write_bytes(b"theirs")
        record.parent.mkdir()
        record.write_text(content, encoding="utf-8")
        with contextlib.suppress(ValueError):  # refused where the record names a path outside
            write_tree(site, {"a": b"1"}, record)
        assert victim.read_bytes() == b"theirs"
        assert tree(site) == {"a": b"1"}

    def test_what_an_interrupted_run_wrote_is_removed_when_it_is_no_longer_wanted(
        self, site: Path, record: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_tree(site, {"a": b"1"}, record)
        really_replace, calls = Path.replace, iter(range(9))

        def stop(path: Path, target: Path) -> Path:
            if target.name == "c" and next(calls) == 0:
                raise KeyboardInterrupt
            return really_replace(path, target)

        monkeypatch.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            write_tree(site, {"a": b"1", "b": b"2", "c": b"3"}, record)
        monkeypatch.undo()
        assert tree(site) == {"a": b"1", "b": b"2"}
        write_tree(site, {"a": b"1"}, record)
        assert tree(site) == {"a": b"1"}

    runs = st.lists(
        st.dictionaries(st.sampled_from(["a", "b", "c/d", "c/e", "f/g/h"]), st.binary(max_size=3)), max_size=5
    )

    @settings(max_examples=40)
    @given(runs)
    def test_after_any_runs_the_folder_is_what_the_last_wanted(
        self, tmp_path_factory: pytest.TempPathFactory, runs: list[dict[str, bytes]]
    ) -> None:
        root = tmp_path_factory.mktemp("runs")
        (root / "site").mkdir()
        for files in runs:
            before = tree(root / "site")
            written = write_tree(root / "site", files, root / "record")
            assert tree(root / "site") == files
            assert written.changed == sum(before.get(name) != content for name, content in files.items())
            assert written.removed == len(set(before) - set(files))


def test_remove_takes_empty_folders_with_it(site: Path) -> None:
    write_file(site / "a" / "b" / "c", b"")
    write_file(site / "a" / "d", b"")
    remove(site, ["a/b/c", "not/there"])
    assert tree(site) == {"a/d": b""}
    assert not (site / "a" / "b").exists()


def test_checksums_are_those_of_sha256sum(site: Path) -> None:
    write_file(site / "b", b"two")
    write_file(site / "a" / "é", b"one")
    write_file(site / "SHA256SUMS", b"old")
    write_file(site / ".gitignore", b"*")
    assert checksums(site, site.parent / "sums.json").decode() == (
        "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  a/é\n"
        "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  b\n"
    )


def test_a_file_that_changed_is_summed_again_and_one_that_went_is_forgotten(site: Path) -> None:
    record = site.parent / "sums.json"
    write_file(site / "a", b"one")
    write_file(site / "b", b"two")
    before = checksums(site, record)
    assert checksums(site, record) == before
    write_file(site / "a", b"One")
    (site / "b").unlink()
    changed = checksums(site, record)
    assert changed.split() == [hashlib.sha256(b"One").hexdigest().encode(), b"a"]
    for damage in (b"", b"[]", b"{", b'{"a": 1}', b'{"a": [3]}'):
        record.write_bytes(damage)
        assert checksums(site, record) == changed


def test_files_are_readable_by_a_web_server(site: Path) -> None:
    old = os.umask(0o022)
    try:
        write_file(site / "a", b"one")
    finally:
        os.umask(old)
    assert (site / "a").stat().st_mode & 0o777 == 0o644
