"""Content strings: complete marks, no HTML, no typed durations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normbook import markup
from normbook.checks.context import Check, Context, problem
from normbook.link import Passage, locate
from normbook.problems import Problem

_NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|"
    r"forty-five|sixty|seventy-two|ninety|hundred)"
)
_DURATION = re.compile(
    rf"\b{_NUMBER}[\s-]+(?:(?:business|working|calendar|consecutive)[\s-]+)?(?:hour|day|week|month|year|minute)s?\b",
    re.IGNORECASE,
)
_QUICK = re.compile(r"hour|day|week|month|year|minute", re.IGNORECASE)
_NOT_NORMATIVE = {"open_questions", "basis_note", "default", "hint", "note"}


def marks_are_complete(context: Context) -> Iterator[Problem]:
    """M01, M02, M04: what the parser of the inline language could not read."""
    for passage in context.links.passages:
        for fault in markup.parse(passage.text).faults:
            yield problem(fault.code, locate(context.corpus, passage.place, fault.near), fault.message, fault.hint)


def durations_come_from_timelines(context: Context) -> Iterator[Problem]:
    """M03: no duration is typed in a norm, an article, its guide or its notes."""
    for passage in context.links.passages:
        if _normative(passage) and _QUICK.search(passage.text):
            for match in _DURATION.finditer(passage.text):
                near = match.group()
                yield problem(
                    "M03",
                    locate(context.corpus, passage.place, near),
                    f"the duration '{' '.join(near.split())}' is typed",
                    "Write [[clock:timeline/stage]], or a blank of type duration.",
                )


def _normative(passage: Passage) -> bool:
    if passage.field in _NOT_NORMATIVE:
        return False
    by = passage.by
    return by == "law" or by.startswith("law/") or bool(re.match(r"[a-z]{3}-\d", by))


CHECKS: tuple[Check, ...] = (marks_are_complete, durations_come_from_timelines)
