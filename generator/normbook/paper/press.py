"""The only module that knows typst: source in, PDF out.

Only the faces that typst carries inside are used, whatever is installed, and the times in the file are those of the
edition: the same source gives the same bytes on every machine. The file must pass typst's checks of PDF/UA-1.

typst keeps what it has laid out for as long as its process lives, hundreds of megabytes for a long paper, and its
threads do not outlive a fork: who prints much prints `apart`, in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from normbook.resources import templates

if TYPE_CHECKING:
    import typst

STANDARD = "ua-1"
TIMEOUT = 300.0
"""Seconds after which a paper is given up; the longest takes a few."""
_MODULE = "normbook.paper.press"
_SOURCES = Path(__file__).parents[2]


class PaperError(RuntimeError):
    """typst is missing or refused the source."""


def printed(source: str, as_of: date, root: Path | None = None) -> bytes:
    """A source as PDF/UA-1. What it imports lies under `root`, the folder of our template unless another is given.

    Raises PaperError with what typst said and where.
    """
    typst_ = _library()
    moment = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    try:
        made = typst_.compile(source.encode(), root=root or templates() / "paper", font_paths=_fonts(), format="pdf",
                              pdf_standards=[STANDARD], timestamp=moment)
    except typst_.TypstError as error:
        said = "; ".join(part for part in (error.diagnostic.strip() or error.message, *error.hints) if part)
        raise PaperError(f"typst refused the paper: {said}") from error
    assert isinstance(made, bytes)  # noqa: S101 - one file and no place to write it to
    return made


def apart(source: str, as_of: date) -> bytes:
    """The same from a process of its own. Raises PaperError with what typst said there."""
    paths = [str(_SOURCES), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        done = subprocess.run(  # noqa: S603 - this module itself, and no shell reads the arguments
            [sys.executable, "-m", _MODULE, as_of.isoformat()], input=source.encode(), capture_output=True,
            timeout=TIMEOUT, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)})
    except subprocess.TimeoutExpired as error:
        raise PaperError(f"typst took longer than {TIMEOUT:g} seconds and was stopped") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise PaperError(said or f"typst ended with exit status {done.returncode}, perhaps for want of memory")
    return done.stdout


@cache
def _fonts() -> typst.Fonts:
    found: typst.Fonts = _library().Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return found


@cache
def _library():  # type: ignore[no-untyped-def]  # noqa: ANN202 - the module itself
    try:
        import typst
    except ImportError as error:
        raise PaperError("typst is missing: install the Python package typst") from error
    return typst


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(printed(sys.stdin.buffer.read().decode(), date.fromisoformat(sys.argv[1])))
    except PaperError as problem:
        sys.exit(str(problem))
