"""The only module that calls pandoc: a document tree in, bytes out.

The pandoc that `pypandoc_binary` brings along is used, whatever else is installed, so that an edition does not depend
on the machine. It runs with an empty data folder and the date of the edition: nothing but the tree, the options, the
reference document and that date can shape the result. A result is kept in `cache`, if one is given, under the hash of
exactly these. (Not in pandoc's sandbox, which hides the date; a tree holds no images, so pandoc has nothing to fetch.)
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache as once
from pathlib import Path
from typing import Any

API_VERSION = (1, 23, 1)
"""Version of the tree's types (pandoc-types). pandoc refuses a tree of another one."""
TIMEOUT = 120.0
"""Seconds after which a run is given up; a law takes less than one."""


class PandocError(RuntimeError):
    """pandoc is missing, took too long, or refused the document."""


def tree(blocks: Sequence[dict[str, Any]], **meta: str) -> dict[str, Any]:
    """Blocks as a whole document with plain metadata."""
    return {
        "pandoc-api-version": list(API_VERSION),
        "meta": {name: {"t": "MetaString", "c": value} for name, value in meta.items()},
        "blocks": list(blocks),
    }


def convert(ast: dict[str, Any], to: str, *, as_of: date, reference: bytes | None = None,
            options: Sequence[str] = (), cache: Path | None = None) -> bytes:
    """A document tree in another format.

    `reference` is the reference document of docx and odt. Times inside the result are midnight of `as_of`. Raises
    PandocError with what pandoc said.
    """
    source = json.dumps(ast, ensure_ascii=False, separators=(",", ":")).encode()
    arguments = ["--from=json", f"--to={to}", "--syntax-highlighting=none", "--output=-", *options]
    key = _key(source, reference or b"", "\0".join(arguments).encode(), str(as_of).encode())
    kept = cache / key if cache else None
    if kept and kept.is_file():
        return kept.read_bytes()
    with _folder(reference) as extra:
        result = _run([*arguments, *extra], source, as_of)
    if kept:
        _keep(kept, result)
    return result


def reread(data: bytes, origin: str, to: str, *, as_of: date, reference: bytes | None = None,
           cache: Path | None = None) -> bytes:
    """A file of one format in another; otherwise as `convert`."""
    arguments = [f"--from={origin}", f"--to={to}", "--output=-"]
    key = _key(data, reference or b"", "\0".join(arguments).encode(), str(as_of).encode())
    kept = cache / key if cache else None
    if kept and kept.is_file():
        return kept.read_bytes()
    with _folder(reference) as extra:
        result = _run([*arguments, *extra], data, as_of)
    if kept:
        _keep(kept, result)
    return result


def default_file(name: str) -> bytes:
    """A data file that pandoc carries inside, such as reference.docx."""
    return _run([f"--print-default-data-file={name}"])


@once
def version() -> str:
    """Version of the bundled pandoc, e.g. 3.9."""
    return _run(["--version"]).decode().split()[1]


@once
def program() -> str:
    """Path of the bundled pandoc. Raises PandocError with the remedy when it is missing."""
    remedy = "install the Python package pypandoc_binary, which brings it along"
    try:
        import pypandoc  # type: ignore[import-untyped]
    except ImportError as error:
        raise PandocError(f"pandoc is missing: {remedy}") from error
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise PandocError(f"pandoc is missing beside pypandoc: {remedy} (pypandoc alone does not)") from error


def _key(*parts: bytes) -> str:
    digest = hashlib.sha256(version().encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@contextmanager
def _folder(reference: bytes | None) -> Iterator[list[str]]:
    """Options that name an empty data folder and the reference document, which pandoc takes as a file only."""
    with tempfile.TemporaryDirectory(prefix="normbook-") as name:
        data = Path(name) / "data"
        data.mkdir()
        options = [f"--data-dir={data}"]
        if reference is not None:
            path = Path(name) / "reference"
            path.write_bytes(reference)
            options.append(f"--reference-doc={path}")
        yield options


def _run(arguments: Sequence[str], source: bytes = b"", as_of: date = date(1970, 1, 1)) -> bytes:
    midnight = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - the program is the bundled one, and no shell reads the arguments
            [program(), *arguments], input=source, capture_output=True, timeout=TIMEOUT, env=environment, check=False)
    except subprocess.TimeoutExpired as error:
        raise PandocError(f"pandoc took longer than {TIMEOUT:g} seconds and was stopped") from error
    except OSError as error:
        raise PandocError(f"pandoc could not be started: {error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip() or "nothing"
        raise PandocError(f"pandoc refused the document (exit status {done.returncode}): {said}")
    return done.stdout


def _keep(path: Path, result: bytes) -> None:
    """Put a result into the cache whole or not at all: two builds may write the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_bytes(result)
    temporary.replace(path)
