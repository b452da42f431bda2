"""Tables as CSV: UTF-8, comma-separated, and no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from normbook.sheets.formulas import inert


def csv_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table with its head as a file; lines end as RFC 4180 has it."""
    return f"{csv_line(head)}{''.join(map(csv_line, rows))}".encode()


def csv_line(values: Sequence[str]) -> str:
    """One line of a table, its end included, in which no cell is a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([inert(value) for value in values])
    return out.getvalue()
