"""The model law as a Word document, assembled by walking the numbered tree.

`blocks` puts the document together from small functions, one a unit (`front`, `provisions`, `schedules`, `guide`): each
turns a node into blocks of pandoc's tree, knows nothing of its neighbours, and numbers nothing. This is where compiled
blocks come in: when 193 laws are adapted, each unit's blocks are given to pandoc once and kept by their content, and a
law is assembled by walking the adapted tree and laying the kept blocks one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from normbook import pandoc
from normbook.dates import long_day
from normbook.law.tree import Tree
from normbook.model.handbook import Term
from normbook.publication import Publication
from normbook.views.correlation import correlations
from normbook.word import (
    blanks,
    correlation,
    front,
    guide,
    numbering,
    origin,
    package,
    provisions,
    questions,
    schedules,
)
from normbook.word.contents import Contents
from normbook.word.furniture import Frame, Paper
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node
from normbook.word.openxml import pack
from normbook.word.package import finish
from normbook.word.reference import reference

_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT"}
"""The variety that a spelling checker is told, where the corpus names a language only."""


def document(publication: Publication, cache: Path | None = None, *, paper: Paper = "a4") -> bytes:
    """The law as the publication's adaptation has it, as a .docx file. `cache` keeps what pandoc made.

    What is not chosen stands side by side, and the Guide to Enactment follows; a clean adaptation is the law alone.
    """
    framed = replace(frame(publication), paper=paper)
    tree = publication.labels.tree
    ast = pandoc.tree(list(blocks(publication, paper)), lang=framed.language)
    made = pandoc.convert(ast, "docx", as_of=framed.dated, reference=reference(framed), cache=cache)
    return pack(bound(finish(made, framed, numbering.restarts(tree)), publication))


def blocks(publication: Publication, paper: Paper = "a4") -> Iterator[Node]:
    """The blocks of the document in order."""
    corpus, tree = publication.corpus, publication.labels.tree
    terms = law_terms(publication)
    printer = printing(publication, tree, terms)
    asked = [] if printer.clean else questions.questions(tree, printer)
    dated = [] if printer.clean else questions.dates(tree, publication.edition.date, printer)
    there = {front.GUIDE, front.USE, *([front.MEMORANDUM] if corpus.law.memorandum else []),
             *([front.QUESTIONS] if asked else []), *([front.DATES] if dated else [])}
    yield from front.cover(publication, printer, paper)
    yield from front.contents(list(front.entries(tree, frozenset() if printer.clean else there)))
    yield from front.opening(publication, printer)
    for part in tree.parts:
        yield from provisions.part(part, printer)
        for article in part.articles:
            yield from provisions.article(article, printer, terms)
    yield from schedules.schedules(tree.schedules, Contents(corpus, printer), paper)
    if printer.clean:
        return
    yield from guide.opening(corpus.law, printer)
    yield from questions.about_file()
    yield from asked
    yield from dated
    for part in tree.parts:
        yield from guide.part(part, tree, printer)
        for article in part.articles:
            yield from guide.article(article, tree, printer)
    yield from guide.blanks(publication, frozenset(printer.blanks), printer)
    yield from correlation.table(correlations(publication), tree, printer)


def printing(publication: Publication, tree: Tree, terms: tuple[Term, ...]) -> Inlines:
    """The printer, knowing what has a place in the document and what only on the site."""
    corpus = publication.corpus
    here = {*tree.numbers, *(f"term:{term.id}" for term in terms), *schedules.anchors(corpus)}
    base = corpus.handbook.base_url
    return Inlines(publication.labels, frozenset(here), f"{base}{publication.edition.id}/" if base else "")


def bound(parts: dict[str, bytes], publication: Publication) -> dict[str, bytes]:
    """The parts of a file, with what its blanks are bound to and what the file was made from."""
    labels = publication.labels
    names = sorted(package.tags(parts) & labels.blanks.keys())
    made = {**parts, **origin.parts(labels, publication.edition.id, publication.corpus.digest, names),
            blanks.GLOSSARY: blanks.glossary(labels, names)}
    return package.related(made)


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
        digest=publication.corpus.digest, vocabulary=publication.adaptation.vocabulary,
    )
