"""Which YAML files a corpus has, and what was read of them, kept as plain data from one run to the next.

Of places only the beginnings of objects are kept, and no lines: enough to print pages, too little to report a mistake.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from normbook.write import write_file

MAX_FILES = 5_000
_ELSEWHERE = ("editions/", "locale/")
"""Folders whose files are read by others."""


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
        held = json.loads(record.read_bytes())
        return [Reading(*each) for each in held["files"]] if held["code"] == code else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def refresh(root: Path, record: Path, code: str, show: str = "norms") -> None:
    """Read the files that changed since they were kept, and keep them. `show` is how `root` is named in places."""
    from normbook import source

    before = {reading[:3]: reading for reading in kept(record, code)}
    now: list[Reading] = []
    for name, path in yaml_files(root):
        with suppress(OSError):  # whoever needs the file reports it
            stat = path.stat()
            key = (f"{show}/{name}", stat.st_size, stat.st_mtime_ns)
            if key in before:
                now.append(before[key])
            elif (read := source.read(path.read_bytes(), key[0])).data is not None and not read.problems:
                now.append(Reading(*key, read.data))
    if {reading[:3] for reading in now} != before.keys():
        text = json.dumps({"code": code, "files": now}, default=lambda marks: marks.place_in_file, ensure_ascii=False)
        with suppress(OSError):  # what cannot be kept costs time and nothing else
            write_file(record, text.encode())
