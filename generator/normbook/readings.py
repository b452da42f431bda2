"""Which YAML files a corpus has, and what was read of them, kept as plain data from one run to the next.

Of places only the beginnings of objects are kept, and no lines: enough to print pages, too little to report a mistake.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from normbook.aside import aside
from normbook.write import write_file

MAX_FILES = 5_000
_ELSEWHERE = ("editions/", "locale/")
"""Folders whose files are read by others."""
_ALONE = 40
"""Files that one process reads alone: fewer are not worth a second one."""


class Reading(NamedTuple):
    """A file that is sound as YAML: its place as shown, size, time of change in nanoseconds, and data with places."""

    place: str
    size: int
    changed: int
    data: Any


def found(root: Path) -> Iterator[tuple[str, Path, str]]:
    """The YAML files under `root` by relative path, sorted, with the reason why one is left out."""
    inside = root.resolve()
    count = 0
    for path in sorted(root.rglob("*.y*ml")):
        relative = path.relative_to(root).as_posix()
        if path.suffix not in {".yaml", ".yml"} or relative.startswith(_ELSEWHERE) or "/." in f"/{relative}":
            continue
        if not path.is_file():
            if path.is_symlink():
                yield relative, path, "link that leads to no file"
        elif not path.resolve().is_relative_to(inside):
            yield relative, path, "link that leads outside the corpus"
        elif count == MAX_FILES:
            yield relative, path, "too many files"
            return
        else:
            count += 1
            yield relative, path, ""


def yaml_files(root: Path) -> Iterator[tuple[str, Path]]:
    """The YAML files under `root` by relative path, sorted; links that lead outside are left out."""
    return ((name, path) for name, path, reason in found(root) if not reason)


def kept(record: Path, code: str) -> list[Reading]:
    """What `refresh` kept; nothing when it was read by other code, or cannot be read."""
    try:
        return [Reading._make((*json.loads(key), json.loads(data))) for key, data in _lines(record, code).items()]
    except (ValueError, TypeError):
        return []


def _lines(record: Path, code: str) -> dict[bytes, bytes]:
    """What is kept of each file: after the line of the code, a line with the file's key, a tab, and its data."""
    try:
        first, *lines = record.read_bytes().splitlines()
    except (OSError, ValueError):
        return {}
    return {key: data for key, _, data in (line.partition(b"\t") for line in lines)} if first == code.encode() else {}


def refresh(root: Path, record: Path, code: str, show: str = "norms") -> None:
    """Read the files that changed since they were kept, and keep them. `show` is how `root` is named in places."""
    from normbook import source  # noqa: F401 - before the work is shared, so that it is imported once

    before = _lines(record, code)
    paths: dict[bytes, tuple[str, Path]] = {}
    for name, path in yaml_files(root):
        with suppress(OSError):  # whoever needs the file reports it
            stat = path.stat()
            place = f"{show}/{name}"
            paths[_json((place, stat.st_size, stat.st_mtime_ns))] = place, path
    changed = [key for key in paths if key not in before]

    def read(keys: list[bytes]) -> dict[bytes, bytes]:
        found = {key: _read(*paths[key]) for key in keys}
        return {key: data for key, data in found.items() if data}

    others = aside(lambda: read(changed[1::2])) if len(changed) > _ALONE else None
    fresh = read(changed[::2]) | others() if others else read(changed)
    now = {key: data for key in paths if (data := before.get(key) or fresh.get(key))}
    if now.keys() != before.keys():
        with suppress(OSError):  # what cannot be kept costs time and nothing else
            write_file(record, b"\n".join([code.encode(), *(key + b"\t" + data for key, data in now.items())]))


def _read(place: str, path: Path) -> bytes:
    """The data of a file with places, as it is kept; nothing when there is something to report of it."""
    from normbook import source

    with suppress(OSError):
        read = source.read(path.read_bytes(), place)
        if read.data is not None and not read.problems:
            return _json(read.data)
    return b""


def _json(data: object) -> bytes:
    return json.dumps(data, default=lambda marks: marks.place_in_file, ensure_ascii=False).encode()
