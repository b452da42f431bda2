"""A time limit that a State reports from its own law, set against the norm's. Pure: texts in, words out.

The State writes it as ISO 8601 or in words, with or without the moment that it counts from. A difference is a number
only where both run alike; where another moment is named, words say so; where none is named, what it rests on is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from normbook.checklists.gaps import VERDICTS, Limit, limit_of, measure
from normbook.dates import words
from normbook.model.timeline import Stage
from normbook.timelimits import read_limit

_ARTICLE: Final = re.compile(r"^the ")
_AWARE: Final = re.compile(r"^becoming aware$")


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A State's limit, and the moment it says that it counts from; empty where it does not say."""

    limit: Limit
    start: str


def own_limit(text: str) -> OwnLimit | None:
    """The limit that a text gives; None for what is said in other words."""
    found = read_limit(text)
    if found is None:
        return None
    calendar = "business" if found.working else "clock" if found.period.timed else "days"
    return OwnLimit(Limit(found.period, calendar), found.start)


def against(own: str, ours: Stage | None, event: str) -> str:
    """How a State's limit compares with a stage of ours that counts from `event`, in words.

    Empty where there is nothing to compare: the State gave none, or the commitment has no clock.
    """
    if not own or ours is None:
        return ""
    theirs, limit = own_limit(own), limit_of(ours)
    if theirs is None:
        return "in words of its own: not compared"
    if limit is None:
        return "the norm gives no figure"
    if theirs.start and not _same(theirs.start, event):
        return f"different trigger: it counts from {theirs.start}, the norm from {event}"
    verdict, difference = measure(theirs.limit, limit)
    by = f" by {words(difference)}" if difference else ""
    rests = "" if theirs.start else f", if it counts from {event} too"
    return f"{VERDICTS[verdict]}{by}{rests}"


def _same(start: str, event: str) -> bool:
    one, other = (_AWARE.sub("awareness", _ARTICLE.sub("", text.strip().casefold())) for text in (start, event))
    return one == other
