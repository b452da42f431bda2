"""Content strings on paper: what Word makes live stands as links and words."""

from __future__ import annotations

from dataclasses import fields

from normbook.publication import Publication
from normbook.word.document import law_terms, printing
from normbook.word.inlines import Inlines


class PaperInlines(Inlines):
    """The printer of the Word file without what only Word understands."""


def paper_printer(publication: Publication) -> PaperInlines:
    """The printer, with the same places to refer to as that of the Word file."""
    word = printing(publication, publication.labels.tree, law_terms(publication))
    return PaperInlines(**{each.name: getattr(word, each.name) for each in fields(word)})
