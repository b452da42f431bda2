"""Mistakes as values: a place, a code, what is wrong and what to do about it.

A `Problem` is never raised; stages return problems beside their result so that all of them are shown at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a source file. `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `code` is documented in docs/checks.md; `hint` says the remedy and may be empty."""

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = field(default=Severity.ERROR)

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def did_you_mean(written: str, known: Iterable[str], more: str = "", *, cutoff: float = 0.6) -> str:
    """The hint for a name that does not exist: the nearest of the known ones, if any is near, then `more`."""
    close = difflib.get_close_matches(written, known, 1, cutoff)
    return f"Did you mean '{close[0]}'? {more}".strip() if close else more


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line, column and code, without repeats."""
    return sorted(set(problems))
