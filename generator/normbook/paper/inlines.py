"""Content strings on paper: what Word makes live stands as links and words."""

from __future__ import annotations

from dataclasses import dataclass, field

from normbook import ids
from normbook.publication import Publication
from normbook.word import blanks, nodes
from normbook.word.inlines import Inlines, typographic
from normbook.word.nodes import NO_BREAK, Node
from normbook.word.plans import law_terms, printing


@dataclass(frozen=True)
class PaperInlines(Inlines):
    """The printer of the Word file without what only Word understands, fields and controls: nothing stays open."""

    blanks: set[str] = field(default_factory=set, compare=False)
    """The blanks that were printed so far."""

    def reference(self, ref: str, here: str = "", words: str = "", *, capital: bool = False) -> Node:
        """A reference as a link, in words of its own or in those that it has where it stands."""
        shown = typographic(words) if words else self.labels.reference(ref, here).text
        if not words:
            shown = shown.replace(" ", NO_BREAK, 1) if ref.startswith("law/") else shown
            shown = shown[:1].upper() + shown[1:] if capital else shown
        return self._point(ref, nodes.text(shown))

    def _point(self, ref: str, node: Node) -> Node:
        return nodes.link([node], f"#{ids.bookmark(ref)}") if ref in self.anchors else super()._point(ref, node)

    def blank(self, name: str) -> Node:
        """A blank: in italics what to put in, or upright the figure that is proposed; brackets around either."""
        self.blanks.add(name)
        words = blanks.shown(self.labels, name)
        if blanks.look(self.labels, name) == "FigureChar":
            return nodes.span([nodes.text(words)], "Figure Char")
        return nodes.span([nodes.text("["), nodes.span([nodes.text(words[1:-1])], "Blank Char"), nodes.text("]")])

    def choice(self, options: tuple[str, ...]) -> Node:
        """Alternatives side by side, each in brackets; the word alone where the vocabulary settles it."""
        return nodes.span([nodes.text(typographic(self.labels.alternatives(options)))], "Alternative Char")


def paper_printer(publication: Publication) -> PaperInlines:
    """The printer, with the same places to refer to as that of the Word file."""
    word = printing(publication, publication.labels.tree, law_terms(publication))
    return PaperInlines(word.labels, word.anchors, word.site)
