"""Aligned and wrapped lines for the terminal, and who makes its calendar files."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from typing import Final

PRODUCER: Final = "-//Normbook//normbook//EN"
"""The PRODID of a calendar file that a command prints."""


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """A line a row, with the columns under one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def wrapped(text: str, indent: str = "") -> list[str]:
    """The lines of a text, as wide as the terminal."""
    width = max(60, shutil.get_terminal_size((110, 24)).columns)
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + ("  " if indent else ""))
