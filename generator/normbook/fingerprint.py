"""What a result depends on, as one hash: the code, the templates, and the files of a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from normbook.model.base import Item

_HERE = Path(__file__).parent


def tree(folder: Path, pattern: str = "*") -> str:
    """Hash of the relative path, size and modification time of every file under `folder`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            stat = path.stat()
            digest.update(f"{path.relative_to(folder)}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@cache
def code() -> str:
    """Hash of the package, its templates, and the versions of the libraries that shape output."""
    from normbook.resources import templates

    return hashlib.sha256(f"{tree(_HERE, '*.py')}{tree(templates())}{libraries()}".encode()).hexdigest()


@cache
def libraries() -> str:
    """Names and versions of the installed libraries whose change would change a result."""
    from importlib.metadata import PackageNotFoundError, version

    out = []
    for name in (
        "mkdocs",
        "mkdocs-material",
        "jinja2",
        "pydantic",
        "pypandoc_binary",
        "xlsxwriter",
        "icalendar",
        "holidays",
    ):
        try:
            out.append(f"{name}={version(name)}")
        except PackageNotFoundError:
            out.append(f"{name}=none")
    return ";".join(out)


def key_of(items: Iterable[Item | None], *more: object) -> str:
    """A key for a result that depends on these objects, whole, and on the text of `more`."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(item.model_dump_json().encode() if item is not None else b"-")
        digest.update(b"\0")
    for thing in more:
        digest.update(f"{thing}\0".encode())
    return digest.hexdigest()
