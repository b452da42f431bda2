"""The number of every line of the law by the bookmark it bears, as the tree counts.

In the Word file the styles count. Paper cannot: its numbers are words, taken from the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from normbook import ids
from normbook.law.tree import Tree, Unit
from normbook.law.vocabulary import letters
from normbook.model.handbook import Term
from normbook.word.numbering import within


def numbers(tree: Tree, terms: Iterable[Term]) -> dict[str, str]:
    """Bookmark -> number as printed: 'Part II', 'Article 14', '(2)', '(b)', 'Schedule 1'."""
    return {ids.bookmark(ref): number for ref, number in _numbered(tree, terms)}


def _numbered(tree: Tree, terms: Iterable[Term]) -> Iterator[tuple[str, str]]:
    words = tree.vocabulary
    for part in tree.parts:
        yield part.ref, f"{words.part} {part.number}"
        for article in part.articles:
            yield article.ref, f"{words.article_heading} {article.number}".strip()
            yield from _units(article.units)
            for option in article.options:
                yield from _units(option.units)
    for schedule in tree.schedules:
        yield schedule.id, f"{words.schedule} {schedule.number}"
    for count, term in enumerate(terms, 1):
        yield f"term:{term.id}", f"({letters(count)})"


def _units(units: Iterable[Unit]) -> Iterator[tuple[str, str]]:
    for unit in units:
        yield unit.ref, unit.number
        yield from _units(unit.inside)
        for option in unit.choices:
            # The words of a variant stand under the number of the paragraph, each line with a bookmark of its own.
            yield from ((within(option, ref), number) for ref, number in _units(option.units))
