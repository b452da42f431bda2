"""The correlation table that closes the guide: each article with its norms, instruments and regimes."""

from __future__ import annotations

from collections.abc import Iterable

from normbook import ids
from normbook.law.tree import Tree
from normbook.views.correlation import Correlation
from normbook.word import nodes
from normbook.word.front import CORRELATION
from normbook.word.inlines import NO_BREAK, Inlines
from normbook.word.nodes import Node
from normbook.word.numbering import DASH
from normbook.word.provisions import marked

_INTRO = ("A norm stands beside an article that serves it or carries one of its commitments. A regime stands beside an "
          "article if it supports the article or a time limit that the article uses, or if the guide note compares it.")


def table(rows: Iterable[Correlation], tree: Tree, printer: Inlines) -> list[Node]:
    """Heading, a sentence on how to read it, and the table."""
    titles = (tree.vocabulary.article.capitalize(), "Norms", "Instruments and UN norms", "Regimes")
    head = [[nodes.para("Table Head", [nodes.text(title)])] for title in titles]
    return [
        nodes.para("Guide Heading", marked([nodes.text("Correlation table")], CORRELATION)),
        nodes.para("Guide Text", [nodes.text(_INTRO)]),
        nodes.table("LawTable", (0.24, 0.16, 0.34, 0.26), head, [_row(row, printer) for row in rows]),
    ]


def _row(row: Correlation, printer: Inlines) -> list[list[Node]]:
    number = [nodes.text(f"{row.node.number}{NO_BREAK}{NO_BREAK}"), *printer.line(row.node.article.heading)]
    norms = ", ".join(ids.show_norm(norm) for norm in row.norms).replace("-", "\u2011")
    instruments = [[printer.reference(ref, capital=True), *([nodes.text(f", {where}")] if where else [])]
                   for ref, where in row.instruments]
    regimes = [[printer.reference(ref, capital=True)] for ref in row.regimes]
    return [
        [nodes.para("Table Text", [nodes.link(number, f"#{ids.bookmark(row.node.ref)}")])],
        [nodes.para("Table Text", [nodes.text(norms or DASH)])],
        _lines(instruments), _lines(regimes),
    ]


def _lines(items: list[list[Node]]) -> list[Node]:
    """A paragraph each; a dash where there is none."""
    return [nodes.para("Table Text", item) for item in items] or [nodes.para("Table Text", [nodes.text(DASH)])]
