"""Where the templates lie: inside the installed package, or beside the source in a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def templates() -> Path:
    """The folder of templates."""
    inside = _HERE / "_templates"
    return inside if inside.is_dir() else _HERE.parents[1] / "templates"
