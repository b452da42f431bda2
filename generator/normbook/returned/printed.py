"""Findings for a terminal and for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from normbook.returned.finding import Finding

_HEAD: Final = ("provision", "number", "kind", "who", "when")
UNTRACKED: Final = "(untracked)"
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Characters that steer a terminal or turn its text around: a file from outside may hold some."""


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
    return "\n".join(_UNSEEN.sub("", line) for line in lines)


def _row(finding: Finding) -> tuple[str, ...]:
    ref = finding.spot.ref or (finding.beside.ref if finding.beside else "")
    number = finding.spot.name
    if finding.what == "line" and finding.kind == "inserted":
        number = f"after {number}" if number else ""
    who = " ".join(finding.who.split()) or UNTRACKED
    return ref or "-", number or "-", finding.kind, who, " ".join(finding.when[:10].split()) or "-"


def _words(finding: Finding) -> list[str]:
    if finding.kind == "comment":
        to = f", which ends in {finding.beside.name}" if finding.beside and finding.beside.name else ""
        on = [f"on “{finding.quote}”{to}"] if finding.quote else []
        return [*on, *finding.after.split("\n")]
    if finding.kind == "moved":
        where = finding.beside.name if finding.beside and finding.beside.name else "the beginning"
        return [f"“{finding.before}” now stands after {where}"]
    said = {"number": "typed anew: ", "level": "made another level: "}.get(finding.what, "")
    return [f"{said}{finding.before or '(nothing)'} -> {finding.after or '(nothing)'}"]


def as_data(told: Iterable[tuple[Finding, str]]) -> list[dict[str, Any]]:
    """Findings as plain data."""
    return [
        {"provision": finding.spot.ref, "number": finding.spot.name, "heading": finding.spot.heading,
         "kind": finding.kind, "who": finding.who, "when": finding.when, "tracked": finding.tracked,
         "before": finding.before, "after": finding.after, "on": finding.quote,
         "ends_in": finding.beside.name if finding.beside and finding.what == "remark" else "", "blank": finding.blank,
         "placed": not reason if finding.kind != "comment" else None, "reason": reason}
        for finding, reason in told
    ]


def as_json(data: dict[str, Any]) -> str:
    """Plain data as JSON."""
    return json.dumps(data, indent=2, ensure_ascii=False)
