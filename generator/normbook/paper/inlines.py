"""Content strings on paper: what Word makes live stands as links and words."""

from __future__ import annotations

from dataclasses import fields

from normbook.publication import Publication
from normbook.word import blanks, nodes
from normbook.word.document import law_terms, printing
from normbook.word.inlines import NO_BREAK, Inlines, typographic
from normbook.word.nodes import Node


class PaperInlines(Inlines):
    """The printer of the Word file without what only Word understands: fields and controls."""

    def reference(self, ref: str, here: str = "", words: str = "", *, capital: bool = False) -> Node:
        """A reference as a link: with words of its own it is one, so it is given those that it would have."""
        if not words:
            words = self.labels.reference(ref, here).text
            words = words.replace(" ", NO_BREAK, 1) if ref.startswith("law/") else words
            words = words[:1].upper() + words[1:] if capital else words
        return super().reference(ref, here, words)

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
    return PaperInlines(**{each.name: getattr(word, each.name) for each in fields(word)})
