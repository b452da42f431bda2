"""`normbook stats`: what the corpus holds, counted, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from normbook.census import Count, census
from normbook.examine import examine_again
from normbook.law.tree import tree
from normbook.reporting import as_text
from normbook.settings import Settings


def stats_command(settings: Settings, form: str) -> int:
    """Print the counts. A corpus that cannot be put together is not counted: exit status 1, with what is wrong."""
    examined = examine_again(settings.norms, settings.as_of, settings.cache)
    if examined.corpus is None or examined.links is None:
        print(as_text(examined.problems))
        return 1
    print(FORMATS[form](census(examined.corpus, examined.links, tree(examined.corpus))))
    return 0


def as_table(counts: Sequence[Count]) -> str:
    """A line for each count, the number first, what it is made up of last."""
    width = max(len(f"{count.number:,}") for count in counts)
    lines = []
    for count in counts:
        sorts = ", ".join(f"{name} {number:,}" for name, number in count.sorts)
        lines.append(f"{count.number:>{width},}  {count.label}{f': {sorts}' if sorts else ''}")
    return "\n".join(lines)


def as_json(counts: Sequence[Count]) -> str:
    """An object with a key for each count: its number, and its sorts where it has some."""
    value = {c.key: {"count": c.number, **({"of": dict(c.sorts)} if c.sorts else {})} for c in counts}
    return json.dumps(value, ensure_ascii=False, indent=2)


FORMATS: Final[Mapping[str, Callable[[Sequence[Count]], str]]] = {"text": as_table, "json": as_json}
