"""Files -> disk, only where bytes differ, each whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: counts of files."""

    changed: int
    kept: int
    removed: int


def write_file(path: Path, content: bytes, *, private: bool = False) -> bool:
    """Write one file atomically unless it already holds these bytes; True if it was written.

    A `private` one can be read by its owner alone, from the moment that it is there.
    """
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if private:
            temporary.touch(mode=0o600)
        temporary.write_bytes(content)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def write_tree(root: Path, files: Mapping[str, bytes], record: Path) -> Written:
    """Make `files` the files that this program keeps under `root`.

    `record` lists what was written the last time: only those are removed when they are no longer wanted, so that a
    file put there by somebody else stays. Paths are relative; one that leads outside `root` is refused.
    """
    before = _recorded(record)
    for name in files:
        _inside(root, name)
    if set(files) - before:  # before the first of them is written, so that no run forgets what it left
        write_file(record, json.dumps(sorted(before | set(files))).encode())
    changed = sum(write_file(root / name, content) for name, content in files.items())
    stale = before - set(files)
    remove(root, stale)
    if stale:
        write_file(record, json.dumps(sorted(files)).encode())
    return Written(changed, len(files) - changed, len(stale))


def _inside(root: Path, name: str) -> Path:
    """The path of a file under `root`; ValueError when it would lie elsewhere."""
    if not (root / name).resolve().is_relative_to(root.resolve()) or not name.strip("./"):
        raise ValueError(f"{name!r} leads outside {root}")
    return root / name


def remove(root: Path, names: Iterable[str]) -> None:
    """Remove files under `root` and the folders that become empty. ValueError when a name leads outside."""
    for path in [_inside(root, name) for name in names]:
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == root or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()


def _recorded(record: Path) -> set[str]:
    try:
        names = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def files_under(root: Path) -> list[tuple[str, os.stat_result]]:
    """Every file below `root` as its path relative to it, with slashes, and its stat; sorted by path."""
    found: list[tuple[str, os.stat_result]] = []
    prefix, folders = len(os.fspath(root)) + 1, [os.fspath(root)] if root.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif entry.is_file():
                    found.append((entry.path[prefix:].replace(os.sep, "/"), entry.stat()))
    return sorted(found, key=lambda each: each[0])


def checksums(root: Path, record: Path) -> bytes:
    """The lines of a SHA256SUMS file for every file under `root`, sorted by path.

    `record` keeps the sums, so that a file of the same size and time is not read again.
    """
    try:
        held = json.loads(record.read_bytes())
        known = {name: (int(size), int(changed), str(digest)) for name, (size, changed, digest) in held.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        known = {}
    sums: dict[str, tuple[int, int, str]] = {}
    for name, stat in files_under(root):
        if name not in {"SHA256SUMS", ".gitignore"}:
            key = (stat.st_size, stat.st_mtime_ns)
            old = known.get(name, (-1, -1, ""))
            digest = old[2] if old[:2] == key else hashlib.sha256((root / name).read_bytes()).hexdigest()
            sums[name] = (*key, digest)
    if sums != known:
        write_file(record, json.dumps(sums).encode())
    return "".join(f"{digest}  {name}\n" for name, (_, _, digest) in sums.items()).encode()
