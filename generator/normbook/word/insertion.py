"""Provisions for insertion into another act: what stands before them, and which references lead out of them."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.compiled import place
from normbook.law.references import reference
from normbook.law.tree import Tree
from normbook.word import nodes
from normbook.word.assembly import Assembly
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node
from normbook.word.pieces import Use

_TAKEN = ("These provisions are taken from the model law and keep the numbers that they have there. They are to be "
          "renumbered where they are inserted: the numbers, and the references between them, follow.")
_OUTSIDE = ("These references lead to provisions that are not inserted. Each is to be replaced by a reference to the "
            "act into which they are inserted or to another act, or to be left out.")


def opening(printer: Inlines) -> Use:
    """The title of the model law, and that only a part of it follows."""
    return Use("insertion#head", lambda: [
        nodes.para("Law Title", [nodes.text("Provisions for insertion")]),
        nodes.para("Long Title", printer.line(printer.labels.corpus.law.title)),
        nodes.para("Guide Text", [nodes.text(_TAKEN)])])


def outside(work: Assembly, whole: Tree) -> Iterator[Use]:
    """A note that lists the references that lead to provisions which are not inserted; nothing where none does."""
    lines = [_line(work, whole, here, tuple(refs)) for here, refs in work.outside.items()]
    defining = next((node for node in whole.articles if node.article.definitions), None)
    if defining and defining.ref not in work.reach:
        lines.append(f"Terms that the law defines have the meaning that {reference(whole, defining.ref)} gives them.")
    if lines:
        yield _heading()
        for words in dict.fromkeys(lines):
            yield _bullet(words)


def pieces(printer: Inlines) -> tuple[Use, ...]:
    """All that is peculiar to such a file."""
    return (opening(printer), _heading(), _bullet(""))


def _heading() -> Use:
    return Use("outside#head", lambda: [
        nodes.para("Guide Heading", [nodes.text("References that lead outside")]),
        nodes.para("Guide Text", [nodes.text(_OUTSIDE)])])


def _bullet(words: str) -> Use:
    def make() -> list[Node]:
        return [nodes.para("List Bullet", [nodes.raw_inline(place("v|outside"))])]

    return Use("outside#line", make, values={"outside": words})


def _line(work: Assembly, whole: Tree, here: str, refs: tuple[str, ...]) -> str:
    where = work.labels.reference(here).text if here else "the text"
    named = [reference(whole, ref) or ref for ref in refs]
    listed = " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]
    return f"{where[:1].upper()}{where[1:]} refers to {listed}."
