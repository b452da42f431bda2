"""How the law of a State differs from the model, as tables at the beginning of its guide.

The values of its blanks stand in the list of blanks, where they can be changed, and not here: States that chose alike
share these tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial

from normbook.law.differences import differences as found_between
from normbook.law.references import reference
from normbook.law.tree import Tree, tree
from normbook.publication import Publication
from normbook.views.differences import Line, Sheet, Table
from normbook.word import nodes
from normbook.word.contents import cell, head
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node
from normbook.word.pieces import Use

_LEAD = (
    "This file was made from the model law and from what the State has decided. The tables say what it decided, what "
    "was left out, and which numbers moved. The list of blanks says what was filled in. All else reads as the model "
    "does."
)


def differences(publication: Publication, printer: Inlines) -> Iterator[Use]:
    """The tables that have rows; nothing for a State that has decided nothing, nor for the general edition."""
    if not (publication.adaptation.state and publication.adaptation.decides):
        return
    corpus, law = publication.corpus, publication.labels.tree
    sheet = Sheet(publication, found_between(corpus, tree(corpus), law))
    yield Use("guide#differences", _heading)
    for table in sheet.decided:
        if table.rows and table.name != "blanks":
            key = hashlib.sha256(repr(table).encode()).hexdigest()[:16]
            yield Use(f"guide#differences#{key}", partial(_table, table, law, printer))


def _heading() -> list[Node]:
    return [nodes.para("Guide Lead", [nodes.run_in("How this law differs from the model")]),
            nodes.para("Guide Text", [nodes.text(_LEAD)])]


def _table(table: Table, law: Tree, printer: Inlines) -> list[Node]:
    columns = len(table.heads)
    rows = [[cell(_first(line, law, printer)), *(cell([nodes.text(words)]) for words in line.cells[1:])]
            for line in table.rows]
    return [nodes.para("Guide Lead", [nodes.run_in(f"{table.title}.")]),
            nodes.table("LawTable", (1 / columns,) * columns, head(*table.heads), rows)]


def _first(line: Line, law: Tree, printer: Inlines) -> list[Node]:
    """What a row is about: a provision that stands in the law is referred to, so that its number stays live."""
    words = reference(law, line.ref) if line.ref else None
    if words is None or not line.cells[0].lower().startswith(f"{words.lower()},"):
        return [nodes.text(line.cells[0])]
    return [printer.reference(line.ref, capital=True), nodes.text(line.cells[0][len(words):])]
