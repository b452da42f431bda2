"""How facts about the outside world are worded: dates as far as they are known, places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from normbook.dates import long_day, parse_period, words
from normbook.labels import Labels
from normbook.model.base import Fact
from normbook.model.practice import Benchmark

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_DATED: Final = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?\Z")
_YEAR: Final = re.compile(r"[0-9]{4}\Z")
_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}\Z")
_PLACES: Final = {"EU": "European Union", "INT": "Treaty between States"}


def when(text: str) -> str:
    """A date of the corpus in words: 30 July 2020, July 2020; what is not written as a date stays as it is."""
    if _DAY.match(text):
        try:
            return long_day(date.fromisoformat(text))
        except ValueError:
            return text
    if _MONTH.match(text) and 1 <= int(text[5:]) <= 12:
        return long_day(date(int(text[:4]), int(text[5:]), 1)).partition(" ")[2]
    return text


def machine(text: str) -> str:
    """A date as HTML's `datetime` takes it; empty where the corpus gives a period or words."""
    return text if _YEAR.match(text) or (_DATED.match(text) and when(text) != text) else ""


def period(within: str | None, calendar: str = "clock") -> str:
    """A duration of the corpus in words; empty where there is none."""
    return words(parse_period(within), business=calendar == "business") if within else ""


def figure(benchmark: Benchmark) -> str:
    """The figure of a benchmark in words and in brackets, since it is under negotiation; empty where it has none."""
    if not benchmark.value:
        return ""
    return f"[{benchmark.value} {benchmark.unit}]" if benchmark.unit else f"[{period(benchmark.value)}]"


def place(labels: Labels, code: str) -> str:
    """The name of a jurisdiction: a State by its code, the European Union, or a treaty."""
    found = labels.links.get(f"state:{code}")
    return _PLACES.get(code) or (found.title if found else code)


def unconfirmed(facts: Iterable[Fact]) -> int:
    """How many of them bear the mark “not yet confirmed”."""
    return sum(fact.unconfirmed for fact in facts)
