"""What stands beside the editions in `site/`: the way in, the list of editions, the latest one, and all checksums."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from normbook.model.handbook import Edition
from normbook.model.manifest import EditionRecord
from normbook.outputs.about import ABOUT
from normbook.write import checksums, files_under, remove, write_file

LATEST: Final = "latest"
SUMS: Final = "SHA256SUMS"


def write_root(site: Path, record: Path, title: str, draft: Edition, published: Sequence[EditionRecord]) -> None:
    """Write what stands beside the editions. `published` are the frozen ones, oldest first; `record` keeps the sums."""
    latest = published[-1].id if published else ""
    if latest:
        mirror(site / latest, site / LATEST)
    write_file(site / "index.html", _redirect(f"{LATEST if latest else draft.id}/", title).encode())
    names = [*((each.id, each.id) for each in reversed(published)), (draft.id, "Draft")]
    listed = [{"version": id_, "title": name, "aliases": [LATEST] if id_ == latest else []} for id_, name in names]
    write_file(site / "versions.json", (json.dumps(listed, ensure_ascii=False) + "\n").encode())
    write_file(site / SUMS, checksums(site, record))


def stands(site: Path, edition: EditionRecord, record: Path) -> bool:
    """Whether the tree of an edition is there as it was published: made from its file, and no file changed."""
    inside = f"{edition.id}/"
    try:
        said = json.loads((site / edition.id / ABOUT).read_bytes())["sha256"]
        listed = (site / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError, KeyError, TypeError):
        return False
    now = checksums(site, record).decode().splitlines()
    return bool(
        said == edition.sha256
        and [line for line in listed if line[66:].startswith(inside)]
        == [line for line in now if line[66:].startswith(inside)]
    )


def mirror(tree: Path, other: Path) -> None:
    """Make `other` the same files as `tree`: second names where the disk allows, which take no room, else copies."""
    wanted = dict(files_under(tree))
    for name, stat in wanted.items():
        copy = other / name
        try:
            held = copy.stat()
            if held.st_ino == stat.st_ino or copy.read_bytes() == (tree / name).read_bytes():
                continue
        except OSError:
            copy.parent.mkdir(parents=True, exist_ok=True)
        temporary = copy.with_name(f".{copy.name}.{os.getpid()}.tmp")
        try:
            os.link(tree / name, temporary)
        except OSError:
            shutil.copy2(tree / name, temporary)
        temporary.replace(copy)
    remove(other, [name for name, _ in files_under(other) if name not in wanted])


def _redirect(to: str, title: str) -> str:
    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}">'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body><main><h1>{escape(title)}</h1><p><a href="{to}">Read the current edition</a></p></main></body></html>\n'
    )
