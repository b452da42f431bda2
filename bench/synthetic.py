"""A larger corpus made from the real one: the same kinds of files, several times, under new ids."""

from __future__ import annotations

import re
from pathlib import Path

_FOLDERS = {"responses": "r[0-9]*.yaml", "regimes": "*.yaml", "instruments": "*.yaml", "incidents": "*.yaml"}


def multiply(norms: Path, factor: int) -> None:
    """Add `factor` - 1 copies of every norm, measure, regime, instrument and incident."""
    for copy in range(1, factor):
        for path in sorted((norms / "principles").glob("*.yaml")):
            if re.search(r"-[0-9]{3}-", path.name) is None:
                _copy_norm(path, copy)
        for folder, pattern in _FOLDERS.items():
            for path in sorted((norms / folder).glob(pattern)):
                if "-copy-" not in path.name:
                    _copy_fact(path, copy)


def _copy_norm(path: Path, copy: int) -> None:
    """not-2 -> not-102: the number grows by a hundred, in the id of the norm and of its commitments."""
    text = path.read_text(encoding="utf-8")
    old = re.search(r"^id: ([a-z]{3})-([0-9]+)$", text, re.MULTILINE)
    if old is None:
        raise ValueError(f"{path} has no id of the form not-2")
    new = f"{old[1]}-{int(old[2]) + 100 * copy}"
    text = re.sub(rf"\bid: {old[1]}-{old[2]}(?=[.\s])", f"id: {new}", text)
    (path.parent / f"{new.upper()}-copy-of-{path.stem}.yaml").write_text(text, encoding="utf-8")


def _copy_fact(path: Path, copy: int) -> None:
    text = re.sub(
        r"^id: (\S+)$", rf"id: \g<1>-copy-{copy}", path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE
    )
    (path.parent / f"{path.stem}-copy-{copy}.yaml").write_text(text, encoding="utf-8")
