"""How the law of a State differs from the model, as tables at the beginning of its guide."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.law.differences import differences as found_between
from normbook.law.references import reference
from normbook.law.tree import tree
from normbook.publication import Publication
from normbook.views.differences import Line, Sheet, Table
from normbook.word import nodes
from normbook.word.contents import cell, head
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node

_LEAD = (
    "This file was made from the model law and from what the State has decided. The tables say what it decided, what "
    "was filled in and left out, and which numbers moved. All else reads as the model does."
)


def differences(publication: Publication, printer: Inlines) -> Iterator[Node]:
    """The tables that have rows; nothing for a State that has decided nothing, nor for the general edition."""
    if not (publication.adaptation.state and publication.adaptation.decides):
        return
    corpus = publication.corpus
    sheet = Sheet(publication, found_between(corpus, tree(corpus), publication.labels.tree))
    yield nodes.para("Guide Lead", [nodes.run_in("How this law differs from the model")])
    yield nodes.para("Guide Text", [nodes.text(_LEAD)])
    for table in sheet.decided:
        if table.rows:
            yield nodes.para("Guide Lead", [nodes.run_in(table.title)])
            yield _table(table, publication, printer)


def _table(table: Table, publication: Publication, printer: Inlines) -> Node:
    columns = len(table.heads)
    rows = [[cell(_first(line, publication, printer)), *(cell([nodes.text(words)]) for words in line.cells[1:])]
            for line in table.rows]
    return nodes.table("LawTable", (1 / columns,) * columns, head(*table.heads), rows)


def _first(line: Line, publication: Publication, printer: Inlines) -> list[Node]:
    """What a row is about: a provision that stands in the law is referred to, so that its number stays live."""
    words = reference(publication.labels.tree, line.ref) if line.ref else None
    if words is None or not line.cells[0].lower().startswith(f"{words.lower()},"):
        return [nodes.text(line.cells[0])]
    return [printer.reference(line.ref, capital=True), nodes.text(line.cells[0][len(words):])]
