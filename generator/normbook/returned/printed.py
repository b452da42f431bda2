"""Findings for a terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from normbook.returned.finding import Finding

_HEAD: Final = ("provision", "number", "kind", "who", "when")
UNTRACKED: Final = "(untracked)"


def as_table(told: Iterable[tuple[Finding, str]]) -> str:
    """A row for each finding, under it what was and what is, and why it cannot be placed."""
    told = list(told)
    rows = [_HEAD, *(_row(finding) for finding, _ in told)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(_HEAD, widths, strict=True)).rstrip()]
    for (finding, reason), row in zip(told, rows[1:], strict=True):
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        lines += [f"    {line}" for line in _words(finding)]
        if reason:
            lines.append(f"    not placed: {reason}" + (f" (under “{finding.spot.heading}”)" if finding.spot.heading
                                                        else ""))
    return "\n".join(lines)


def _row(finding: Finding) -> tuple[str, ...]:
    ref = finding.spot.ref or (finding.beside.ref if finding.beside else "")
    number = finding.spot.name
    if finding.what == "line" and finding.kind == "inserted":
        number = f"after {number}" if number else ""
    return ref or "-", number or "-", finding.kind, finding.who or UNTRACKED, finding.when[:10] or "-"


def _words(finding: Finding) -> list[str]:
    if finding.kind == "comment":
        on = [f"on “{finding.quote}”"] if finding.quote else []
        return [*on, *finding.after.split("\n")]
    if finding.kind == "moved":
        where = finding.beside.name if finding.beside and finding.beside.name else "the beginning"
        return [f"“{finding.before}” now stands after {where}"]
    return [f"{finding.before or '(nothing)'} -> {finding.after or '(nothing)'}"]


def as_data(told: Iterable[tuple[Finding, str]]) -> list[dict[str, Any]]:
    """Findings as plain data."""
    return [
        {"provision": finding.spot.ref, "number": finding.spot.name, "heading": finding.spot.heading,
         "kind": finding.kind, "who": finding.who, "when": finding.when, "tracked": finding.tracked,
         "before": finding.before, "after": finding.after, "on": finding.quote, "blank": finding.blank,
         "placed": not reason if finding.kind != "comment" else None, "reason": reason}
        for finding, reason in told
    ]


def as_json(data: dict[str, Any]) -> str:
    """Plain data as JSON."""
    return json.dumps(data, indent=2, ensure_ascii=False)
