"""Tables as CSV: UTF-8, comma-separated, and no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may take for a formula, its wide forms too, and what `inert` has put before it."""


def csv_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table with its head as a file; lines end as RFC 4180 has it."""
    return f"{csv_line(head)}{''.join(map(csv_line, rows))}".encode()


def csv_line(values: Sequence[str]) -> str:
    """One line of a table, its end included, in which no cell is a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([inert(value) for value in values])
    return out.getvalue()


def inert(value: str) -> str:
    """A value that no spreadsheet takes for a formula: an apostrophe goes before it. `restored` takes it away."""
    return f"'{value}" if _FORMULA.match(value) else value


def restored(value: str) -> str:
    """The value that `inert` was given."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value
