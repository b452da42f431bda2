"""What a Schedule is made from, and the cells of its tables."""

from __future__ import annotations

from dataclasses import dataclass

from normbook.dates import parse_period, words
from normbook.labels import Labels
from normbook.model.corpus import Corpus
from normbook.word import nodes
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node

WIDE_TABLE = "LawTableWide"
"""Name under which a table of a landscape page passes through pandoc; `package` gives it its width and style."""


@dataclass(frozen=True)
class Contents:
    """What a Schedule is made from, and how it prints."""

    corpus: Corpus
    printer: Inlines

    @property
    def labels(self) -> Labels:
        """The names of things."""
        return self.printer.labels


def head(*titles: str) -> list[list[Node]]:
    """The head of a table."""
    return [[nodes.para("Table Head", [nodes.text(title)])] for title in titles]


def cell(inside: list[Node]) -> list[Node]:
    """A cell of one paragraph."""
    return [nodes.para("Table Text", inside)]


def every(duration: str) -> str:
    """A duration after the word 'every': 'year' for one year, else '2 years'."""
    return words(parse_period(duration)).removeprefix("1 ")
