"""What a result depends on, as one hash: the code, the templates, and the files of a folder."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from normbook.write import files_under

if TYPE_CHECKING:
    from normbook.model.base import Item

_HERE = Path(__file__).parent


def tree(folder: Path, ending: str = "") -> str:
    """Hash of the relative path, size and modification time of every file under `folder` whose name ends so."""
    digest = hashlib.sha256()
    for name, stat in files_under(folder):
        if name.endswith(ending) and "__pycache__" not in name:
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@cache
def code() -> str:
    """Hash of the package, its templates, and the versions of the libraries that shape output."""
    from normbook.resources import templates

    return hashlib.sha256(f"{tree(_HERE, '.py')}{tree(templates())}{libraries()}".encode()).hexdigest()


@cache
def libraries() -> str:
    """Names and versions of all installed libraries: the change of any of them may change a result."""
    return ";".join(sorted({each.name for folder in sys.path for each in Path(folder).glob("*.dist-info")}))


def key_of(items: Iterable[Item | None], *more: object) -> str:
    """A key for a result that depends on these objects, whole, and on the text of `more`."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(item.model_dump_json().encode() if item is not None else b"-")
        digest.update(b"\0")
    for thing in more:
        digest.update(f"{thing}\0".encode())
    return digest.hexdigest()
