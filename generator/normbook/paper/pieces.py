"""The law in pieces, each compiled once: a title page, a Part, a Schedule, a note of the guide.

pandoc runs once over all of them. Every form of paper (the law, the law with its guide, a booklet of one Part) is laid
together from the same pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from normbook import pandoc
from normbook.paper.counted import numbers
from normbook.paper.inlines import paper_printer
from normbook.paper.typeset import Setter
from normbook.publication import Publication
from normbook.views.correlation import correlations
from normbook.word import correlation, front, guide, provisions, questions, schedules
from normbook.word.contents import Contents
from normbook.word.document import law_terms
from normbook.word.nodes import Node

_RULE = "//:: piece"
"""A comment of typst, on a line of its own, that parts the pieces in what pandoc gives."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Typst source of a unit. `kind` says what it is, `part` is the ref of the Part it belongs to.

    `labels` leads from the bookmarks in the piece to the labels that bear them. `wide` asks for a landscape page.
    """

    kind: str
    part: str
    source: str
    labels: dict[str, str]
    wide: bool


def pieces(publication: Publication, cache: Path | None = None) -> tuple[Piece, ...]:
    """All pieces in the order of the whole document. `cache` keeps what pandoc made."""
    counted = numbers(publication.labels.tree, law_terms(publication))
    blocks: list[Node] = []
    made = []
    for kind, part, own in _units(publication):
        setter = Setter(counted)
        blocks += [*setter.blocks(own), {"t": "RawBlock", "c": ["typst", _RULE]}]
        made.append((kind, part, setter))
    source = pandoc.convert(pandoc.tree(blocks), "typst", as_of=publication.edition.date,
                            options=["--wrap=none"], cache=cache).decode()
    return tuple(Piece(kind, part, text.strip(), setter.labels, setter.wide)
                 for (kind, part, setter), text in zip(made, source.split(_RULE)[:-1], strict=True))


def _units(publication: Publication) -> Iterator[tuple[str, str, list[Node]]]:
    """Kind, Part and blocks of every unit, from the makers of the Word file."""
    corpus, tree, terms = publication.corpus, publication.labels.tree, law_terms(publication)
    printer = paper_printer(publication)
    yield "cover", "", front.cover(publication, printer)
    yield "opening", "", front.opening(publication, printer)
    for part in tree.parts:
        blocks = provisions.part(part, printer)
        for article in part.articles:
            blocks += provisions.article(article, printer, terms)
        yield "part", part.ref, blocks
    contents = Contents(corpus, printer)
    for item in tree.schedules:
        yield "schedule", "", list(schedules.schedule(item, contents))
    about = questions.about_file()  # fields and controls, which paper has not
    opening = [block for block in guide.opening(corpus.law, printer) if block not in about]
    asked, dated = questions.questions(tree, printer), questions.dates(tree, publication.edition.date, printer)
    yield "guide", "", [*opening, *asked, *dated]
    for part in tree.parts:
        blocks = guide.part(part, tree, printer)
        for article in part.articles:
            blocks += guide.article(article, tree, printer)
        yield "note", part.ref, blocks
    yield "annex", "", guide.blanks(publication, frozenset(printer.blanks), printer)
    yield "annex", "", correlation.table(correlations(publication), tree, printer)
