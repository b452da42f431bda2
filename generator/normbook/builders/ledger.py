"""Which files were read and written, so that the next run can tell what changed by looking at sizes and times only.

A file whose size and time of change are those recorded has not changed, unless it was changed within the clock's grain
of the moment it was recorded: such a file is read again and compared by content.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

TEMPORARY = ".nb-part"
"""Suffix of a file that is being written. A run that was cut short may leave one; the next one removes it."""

_GRAIN = 2_000_000_000
"""Nanoseconds within which two changes of a file may bear the same time, on the coarsest of file systems."""


class Stamp(NamedTuple):
    """What is known of a file: size, time of change (ns), content, and whether the time can be trusted."""

    size: int
    changed: int
    digest: str
    settled: bool

    @classmethod
    def of(cls, stat: os.stat_result, digest: str) -> Stamp:
        """The stamp of a file just read or written."""
        return cls(stat.st_size, stat.st_mtime_ns, digest, stat.st_mtime_ns < time.time_ns() - _GRAIN)


def digest(*parts: bytes | str) -> str:
    """A short hash of the parts, each with its length."""
    state = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()


def files_under(root: Path | str) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below `root` as (path relative to it with slashes, stat), in no particular order."""
    prefix = len(os.fspath(root)) + 1
    folders = [os.fspath(root)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif not entry.name.endswith(TEMPORARY):
                    yield entry.path[prefix:].replace(os.sep, "/"), entry.stat()


def write_whole(path: str, data: bytes) -> os.stat_result:
    """Writes the file so that a reader sees the old bytes or the new ones, never a part."""
    temporary = path + TEMPORARY
    try:
        _write(temporary, data)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _write(temporary, data)
    os.replace(temporary, path)
    return os.stat(path)


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as handle:
        handle.write(data)


class Ledger:
    """Files below one folder and their stamps."""

    def __init__(self, root: Path | str, stamps: dict[str, Stamp] | None = None) -> None:
        self.root = os.path.abspath(root)
        self.stamps = stamps if stamps is not None else {}
        self.refreshed = False

    def path(self, name: str) -> str:
        """Where the file is."""
        return os.path.join(self.root, *name.split("/"))

    def holds(self, name: str, stat: os.stat_result | None = None) -> bool:
        """Whether the file is there with the recorded content. Reads it only where size and time leave a doubt."""
        stamp = self.stamps.get(name)
        if stamp is None:
            return False
        try:
            stat = stat or os.stat(self.path(name))
            if stat.st_size != stamp.size:
                return False
            if stamp.settled and stat.st_mtime_ns == stamp.changed:
                return True
            with open(self.path(name), "rb") as handle:
                found = digest(handle.read())
        except OSError:
            return False
        if found != stamp.digest:
            return False
        self.stamps[name] = Stamp.of(stat, found)
        self.refreshed = True
        return True

    def read(self, name: str) -> bytes:
        """The file's bytes; its stamp is recorded."""
        stat = os.stat(self.path(name))
        with open(self.path(name), "rb") as handle:
            data = handle.read()
        self.stamps[name] = Stamp.of(stat, digest(data))
        return data

    def write(self, name: str, data: bytes) -> bool:
        """Sees to it that the file has these bytes; its stamp is recorded. True if it had to be written."""
        wanted, stamp = digest(data), self.stamps.get(name)
        if stamp is not None and stamp.digest == wanted and self.holds(name):
            return False
        self.stamps[name] = Stamp.of(write_whole(self.path(name), data), wanted)
        return True

    def remove(self, name: str) -> bool:
        """Removes the file and the folders it leaves empty, but not a file that no longer has the recorded bytes."""
        ours = self.holds(name)
        self.stamps.pop(name, None)
        if not ours:
            return False
        path = self.path(name)
        os.unlink(path)
        folder = os.path.dirname(path)
        while folder != self.root:
            try:
                os.rmdir(folder)
            except OSError:
                break
            folder = os.path.dirname(folder)
        return True
