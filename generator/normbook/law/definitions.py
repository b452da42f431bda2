"""The defined terms of the law as the points of the article that lists them."""

from __future__ import annotations

from dataclasses import dataclass

from normbook.law.tree import Tree
from normbook.law.vocabulary import letters
from normbook.model.corpus import Corpus
from normbook.model.handbook import Term


@dataclass(frozen=True, slots=True)
class Definition:
    """A point of the article of definitions: its number as printed, the term, and the sign that ends the point."""

    article: str
    number: str
    term: Term
    end: str


def definitions(corpus: Corpus, tree: Tree) -> tuple[Definition, ...]:
    """The points in their order; none where the article does not stand."""
    article = next((node.ref for node in tree.articles if node.article.definitions), "")
    terms = [term for term in corpus.terms if term.scope == "law"] if article else []
    ends = [";"] * (len(terms) - 2) + ["; and"] * (len(terms) > 1) + ["."]
    return tuple(Definition(article, f"({letters(place)})", term, end)
                 for place, (term, end) in enumerate(zip(terms, ends, strict=False), 1))
