"""The cells of a row -> the values of an answer, or why one of them cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from normbook.checklists.rows import OWN_ANSWER, STATUSES, cite
from normbook.checks.answers import is_day
from normbook.checks.context import problem
from normbook.model.base import Source
from normbook.model.national import Answer
from normbook.problems import Problem
from normbook.sheets.cells import bare
from normbook.timelimits import HINT, is_limit
from normbook.workspace.headings import HEADINGS
from normbook.workspace.incoming import Given

MAX_TEXT: Final = 8_000
"""Letters that an answer may have in one cell."""
_YES: Final = frozenset({"yes", "y", "true", "1"})
_NO: Final = frozenset({"no", "n", "false", "0", ""})
_CLOCK: Final = re.compile(r"[\[(]?(P[0-9TYMWDH]+)[\])]?\Z", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S+")
_WORDS: Final = {words: key for key, words in STATUSES.items()}

Values = dict[str, Any]
"""Values of an answer by key; only of those that the file has a column for."""


def typed(given: Given, held: Answer | None) -> tuple[Values, tuple[Problem, ...]]:
    """The values of a row, and what is wrong with it. `held` is the answer that the workspace has for it."""
    values: Values = {}
    problems = []
    for key, text in given.cells.items():
        if len(text) > MAX_TEXT:
            message = f"'{HEADINGS[key]}' of '{given.id}' has more than {MAX_TEXT:,} letters"
            hint = "Put it into a document, and name that as the source."
            problems.append(problem("H18", given.place, message, hint))
            continue
        try:
            values[key] = _READERS[key](text, held) if key in _READERS else text
        except _UnreadableError as error:
            problems.append(problem(error.code, given.place, f"{error} of '{given.id}' cannot be read", error.hint))
    return values, tuple(problems)


class _UnreadableError(Exception):
    """A cell that says nothing that can be read. What it says is not repeated: it is the State's own."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


def _status(text: str, _held: Answer | None) -> str:
    words = bare(text.replace("_", " ")).lower()
    if not words:
        return "not_assessed"
    if words == "partly":
        words = STATUSES["partly"]
    if words not in _WORDS:
        raise _UnreadableError("H07", "the status", f"Choose one of: {', '.join(STATUSES.values())}.")
    return _WORDS[words]


def _evidence(text: str, _held: Answer | None) -> str:
    return text.removeprefix(OWN_ANSWER).strip()


def _release(text: str, _held: Answer | None) -> bool:
    word = bare(text).lower()
    if word not in _YES | _NO:
        raise _UnreadableError("H17", "'may be published'", "Write yes or no; an empty cell means no.")
    return word in _YES


def _as_of(text: str, _held: Answer | None) -> str:
    day = bare(text).removesuffix("T00:00:00").removesuffix(" 00:00:00")
    if not day or is_day(day):
        return day
    raise _UnreadableError("H04", "the date", "Write year-month-day, as in 2026-11-21, or a month or a year.")


def _clock(text: str, _held: Answer | None) -> str:
    words = bare(text)
    found = _CLOCK.match(words)
    limit = found[1].upper() if found else words
    if limit and not is_limit(limit):
        raise _UnreadableError("H05", "the time limit", HINT)
    return limit


def _source(text: str, held: Answer | None) -> tuple[Source, ...]:
    """The sources of a cell, one for each line or between semicolons; those of the workspace where it prints them."""
    if held and text == cite(held.source):
        return held.source
    found = []
    for line in re.split(r"\n|;\s", text):
        if title := line.strip():
            link = _ADDRESS.search(title)
            found.append(Source(title=title, ref=link[0] if link else ""))
    return tuple(found)


_READERS: Final[Mapping[str, Callable[[str, Answer | None], Any]]] = {
    "status": _status, "evidence": _evidence, "clock": _clock, "source": _source, "as_of": _as_of, "release": _release,
}  # fmt: skip
