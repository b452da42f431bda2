"""Problems as text, JSON, GitHub workflow commands and SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from normbook.problems import Problem


def as_text(problems: Sequence[Problem]) -> str:
    """One problem per line with its place, code and message; the hint on the next line."""
    lines = []
    for problem in problems:
        lines.append(f"{problem.place}: {problem.severity}[{problem.code}] {problem.message}")
        if problem.hint:
            lines.append(f"  hint: {problem.hint}")
    lines.append(summary(problems))
    return "\n".join(lines)


def summary(problems: Sequence[Problem]) -> str:
    """'2 errors, 1 warning', or 'no problems'."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    return ", ".join(parts) or "no problems"


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with file, line, column, severity, code, message and hint."""
    return json.dumps([
        {"file": p.place.file, "line": p.place.line, "column": p.place.column, "severity": str(p.severity),
         "code": p.code, "message": p.message, "hint": p.hint}
        for p in problems
    ], indent=2, ensure_ascii=False)


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands that show each problem beside its line in a pull request."""
    def escape(text: str, *, value: bool = False) -> str:
        text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return text.replace(":", "%3A").replace(",", "%2C") if value else text

    return "\n".join(
        f"::{p.severity} file={escape(p.place.file, value=True)},line={p.place.line or 1},col={p.place.column or 1},"
        f"title={p.code}::{escape(f'{p.message}. {p.hint}'.strip())}"
        for p in problems
    )


def as_sarif(problems: Sequence[Problem]) -> str:
    """SARIF 2.1.0, with the documented rules that occur."""
    from normbook.checks.rules import RULES

    codes = sorted({problem.code for problem in problems})
    rules = [{"id": code, "name": RULES[code].title, "shortDescription": {"text": RULES[code].title},
              "fullDescription": {"text": RULES[code].why}} for code in codes]
    results = [{
        "ruleId": p.code, "ruleIndex": codes.index(p.code), "level": str(p.severity),
        "message": {"text": f"{p.message}. {p.hint}".strip()},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": quote(p.place.file, safe="/", errors="replace")},
            "region": {"startLine": p.place.line or 1, "startColumn": p.place.column or 1},
        }}],
    } for p in problems]
    return json.dumps({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "normbook", "rules": rules}}, "results": results}],
    }, indent=2, ensure_ascii=False)


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}
