"""The model law as a Word document, assembled by walking the numbered tree.

`blocks` puts the document together from small functions, one a unit (`front`, `provisions`, `schedules`, `guide`): each
turns a node into blocks of pandoc's tree, knows nothing of its neighbours, and numbers nothing. This is where compiled
blocks come in: when 193 laws are adapted, each unit's blocks are given to pandoc once and kept by their content, and a
law is assembled by walking the adapted tree and laying the kept blocks one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from normbook import pandoc
from normbook.dates import long_day
from normbook.law.tree import Tree
from normbook.model.handbook import Term
from normbook.publication import Publication
from normbook.views.correlation import correlations
from normbook.word import correlation, front, guide, numbering, provisions, schedules
from normbook.word.contents import Contents
from normbook.word.furniture import Frame
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node
from normbook.word.package import finish
from normbook.word.reference import reference

_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT"}
"""The variety that a spelling checker is told, where the corpus names a language only."""


def document(publication: Publication, cache: Path | None = None) -> bytes:
    """The whole model law, all variants printed, with its guide: a .docx file. `cache` keeps what pandoc made."""
    framed = frame(publication)
    tree = publication.labels.tree
    ast = pandoc.tree(list(blocks(publication)), lang=framed.language)
    made = pandoc.convert(ast, "docx", as_of=framed.dated, reference=reference(framed), cache=cache)
    return finish(made, framed, numbering.restarts(tree))


def blocks(publication: Publication) -> Iterator[Node]:
    """The blocks of the document in order."""
    corpus, tree = publication.corpus, publication.labels.tree
    terms = law_terms(publication)
    printer = printing(publication, tree, terms)
    yield from front.cover(publication, printer)
    yield from front.contents(list(front.entries(tree)))
    yield from front.opening(publication, printer)
    for part in tree.parts:
        yield from provisions.part(part, printer)
        for article in part.articles:
            yield from provisions.article(article, printer, terms)
    yield from schedules.schedules(tree.schedules, Contents(corpus, printer))
    yield from guide.opening(corpus.law, printer)
    for part in tree.parts:
        yield from guide.part(part, tree, printer)
        for article in part.articles:
            yield from guide.article(article, tree, printer)
    yield from guide.blanks(corpus.law, printer)
    yield from correlation.table(correlations(publication), tree, printer)


def printing(publication: Publication, tree: Tree, terms: tuple[Term, ...]) -> Inlines:
    """The printer, knowing what has a place in the document and what only on the site."""
    corpus = publication.corpus
    here = {*tree.numbers, *(f"term:{term.id}" for term in terms), *schedules.anchors(corpus)}
    base = corpus.handbook.base_url
    return Inlines(publication.labels, frozenset(here), f"{base}{publication.edition.id}/" if base else "")


def law_terms(publication: Publication) -> tuple[Term, ...]:
    """The terms that the law defines, as the definitions article lists them."""
    return tuple(term for term in publication.corpus.terms if term.scope == "law")


def frame(publication: Publication) -> Frame:
    """What the file says about itself."""
    law, handbook = publication.corpus.law, publication.corpus.handbook
    edition, plain = publication.edition, publication.plain
    return Frame(
        title=plain(law.title), short_title=plain(law.short_title), subject=plain(law.long_title),
        edition=f"{edition.title}, {long_day(edition.date)}", edition_id=edition.id,
        publisher=plain(handbook.publisher), status=plain(edition.status), dated=edition.date,
        language=_LANGUAGES.get(handbook.language, handbook.language),
        keywords=("model law", *(family.title.lower() for family in handbook.families)),
        digest=publication.corpus.digest,
    )
