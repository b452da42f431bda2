"""What a check is given, and the shape of a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from normbook.checks.rules import RULES
from normbook.law.tree import Tree
from normbook.link import Links
from normbook.model.corpus import Corpus
from normbook.problems import Place, Problem


@dataclass(frozen=True)
class Context:
    """The corpus, its links, the numbered law, and the date that 'today' means."""

    corpus: Corpus
    links: Links
    tree: Tree
    as_of: date


Check = Callable[[Context], Iterable[Problem]]


def problem(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A problem with the severity that the table of rules gives its code."""
    return Problem(place, code, message, hint, RULES[code].severity)
