"""Content strings: complete marks, no HTML, no typed durations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normbook import markup
from normbook.checks.context import Check, Context, problem
from normbook.link import locate
from normbook.passages import Passage
from normbook.problems import Problem

_NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|"
    r"forty-five|sixty|seventy-two|ninety|hundred)"
)
_UNITS = ("hour", "day", "week", "month", "year", "minute")
_UNIT = re.compile(rf"(?:{'|'.join(_UNITS)})s?\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b{_NUMBER}[\s-]+(?:(?:business|working|calendar|consecutive)[\s-]+)?\Z", re.IGNORECASE
)
_REACH = 40
"""Characters before a unit in which its number stands. The unit is looked for first: numbers are far more common."""
_NOT_NORMATIVE = {"open_questions", "basis_note", "default", "hint", "note"}


def marks_are_complete(context: Context) -> Iterator[Problem]:
    """M01, M02, M04: what the parser of the inline language could not read."""
    for passage in context.links.passages:
        for fault in markup.parse(passage.text).faults:
            yield problem(fault.code, locate(context.corpus, passage.place, fault.near), fault.message, fault.hint)


def durations_come_from_timelines(context: Context) -> Iterator[Problem]:
    """M03: no duration is typed in a norm, an article, its guide or its notes."""
    for passage in context.links.passages:
        if _normative(passage):
            for near in _durations(passage.text):
                yield problem(
                    "M03",
                    locate(context.corpus, passage.place, near),
                    f"the duration '{' '.join(near.split())}' is typed",
                    "Write [[clock:timeline/stage]], or a blank of type duration.",
                )


def _durations(text: str) -> Iterator[str]:
    lower = text.lower()
    if not any(unit in lower for unit in _UNITS):
        return
    for unit in _UNIT.finditer(text):
        if before := _BEFORE.search(text, max(0, unit.start() - _REACH), unit.start()):
            yield text[before.start() : unit.end()]


def _normative(passage: Passage) -> bool:
    if passage.field in _NOT_NORMATIVE:
        return False
    by = passage.by
    return by == "law" or by.startswith("law/") or bool(re.match(r"[a-z]{3}-\d", by))


CHECKS: tuple[Check, ...] = (marks_are_complete, durations_come_from_timelines)
