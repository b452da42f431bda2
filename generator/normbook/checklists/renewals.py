"""What can be renewed of a law as it stands, and what a renewal has to tell of each provision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from normbook.checklists.resting import falls_of, sentences
from normbook.publication import Publication
from normbook.sunset import Tenure, Term, further_term


@dataclass(frozen=True, slots=True)
class Renewed:
    """A provision to be renewed: what it is called, where it stands, and its further term at its longest.

    `own` is where it stands in the State's law if that is recorded; `rests` is what falls if it is not renewed.
    """

    ref: str
    heading: str
    tenure: Tenure
    further: Term
    own: str = ""
    rests: tuple[str, ...] = ()


def renewable(publication: Publication, standing: Mapping[str, Tenure]) -> dict[str, Term]:
    """The articles that can be renewed, in the order of the law, each with its further term at its longest."""
    found = ((node.ref, further_term(node.article, standing[node.ref]))
             for node in publication.labels.tree.articles if node.ref in standing)
    return {ref: term for ref, term in found if term}


def renewed(
    publication: Publication, standing: Mapping[str, Tenure], refs: Collection[str], own: Mapping[str, str]
) -> Iterator[Renewed]:
    """The provisions named, as far as they can be renewed, as the law of the publication numbers and names them."""
    terms, resting = renewable(publication, standing), falls_of(publication)
    for node in publication.labels.tree.articles:
        if node.ref in refs and node.ref in terms:
            rests = sentences(publication, resting[node.ref]) if node.ref in resting else ()
            yield Renewed(node.ref, publication.plain(node.article.heading), standing[node.ref], terms[node.ref],
                          own.get(node.ref, ""), rests)
