"""The correlation table that closes the guide: each article with its norms, instruments and regimes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from normbook import ids
from normbook.law.tree import Tree
from normbook.views.correlation import Correlation
from normbook.word import nodes
from normbook.word.contents import head
from normbook.word.front import CORRELATION
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node
from normbook.word.numbering import DASH
from normbook.word.pieces import Use
from normbook.word.provisions import marked

_INTRO = ("A norm stands beside an article that serves it or carries one of its commitments. A regime stands beside an "
          "article if it supports the article or a time limit that the article uses, or if the guide note compares it.")


def table(rows: Mapping[str, Correlation], tree: Tree, printer: Inlines) -> Iterator[Use]:
    """Heading, a sentence on how to read it, and the table. `rows` are by article."""
    yield Use(f"{CORRELATION}#head", lambda: [
        nodes.para("Guide Heading", marked([nodes.text("Correlation table")], CORRELATION)),
        nodes.para("Guide Text", [nodes.text(printer.say(_INTRO))])])
    for index, node in enumerate(tree.articles):
        yield Use(f"{node.ref}#correlation", _row(rows[node.ref], printer), joins=index > 0)


def _row(row: Correlation, printer: Inlines) -> Callable[[], list[Node]]:
    def make() -> list[Node]:
        titles = head(printer.labels.adaptation.vocabulary.article.capitalize(), "Norms", "Instruments and UN norms",
                      "Regimes")
        return [nodes.table("LawTable", (0.24, 0.16, 0.34, 0.26), titles, [_cells(row, printer)])]

    return make


def _cells(row: Correlation, printer: Inlines) -> list[list[Node]]:
    article = [printer.reference(row.node.ref, capital=True), nodes.text(": "), *printer.line(row.node.article.heading)]
    norms = ", ".join(ids.show_norm(norm) for norm in row.norms).replace("-", "\u2011")
    instruments = [[printer.reference(ref, capital=True), *([nodes.text(f", {where}")] if where else [])]
                   for ref, where in row.instruments]
    regimes = [[printer.reference(ref, capital=True)] for ref in row.regimes]
    return [
        [nodes.para("Table Text", article)],
        [nodes.para("Table Text", [nodes.text(norms or DASH)])],
        _lines(instruments), _lines(regimes),
    ]


def _lines(items: list[list[Node]]) -> list[Node]:
    """A paragraph each; a dash where there is none."""
    return [nodes.para("Table Text", item) for item in items] or [nodes.para("Table Text", [nodes.text(DASH)])]
