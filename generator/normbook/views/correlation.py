"""The correlation table: each article of the model law with its norms, its instruments and the regimes beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normbook.law.references import article_of
from normbook.law.tree import ArticleNode
from normbook.model.base import Basis
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.page import Page


@dataclass(frozen=True, slots=True)
class Correlation:
    """An article with the refs of what it stands beside, in the order in which the article names them."""

    node: ArticleNode
    norms: tuple[str, ...]
    """Norms that it serves, and norms with a commitment that it carries."""
    instruments: tuple[tuple[str, str], ...]
    """Instruments and UN norms of its basis with their pinpoints, then others that its text or guide note names."""
    regimes: tuple[str, ...]
    """Regimes of its basis, of the clocks that it uses, and those that its guide note compares."""

    @property
    def families(self) -> list[str]:
        """The families of its norms, as their ids begin."""
        return list(dict.fromkeys(norm.partition("-")[0].upper() for norm in self.norms))


def correlations(publication: Publication) -> tuple[Correlation, ...]:
    """A row for every article, in the order of the law."""
    named: dict[str, dict[str, None]] = {}
    for use in publication.links.uses:
        if use.by.startswith("law/"):
            named.setdefault(article_of(use.by), {})[use.ref] = None
    carrying: dict[str, dict[str, None]] = {}
    for norm in publication.corpus.norms:
        for commitment in norm.commitments:
            for ref in commitment.implemented_by:
                carrying.setdefault(article_of(ref), {})[norm.id] = None
    return tuple(_correlation(publication, node, list(named.get(node.ref, ())), list(carrying.get(node.ref, ())))
                 for node in publication.labels.tree.articles)


def _correlation(publication: Publication, node: ArticleNode, named: list[str], carried: list[str]) -> Correlation:
    stages = publication.labels.stages
    clocks = [stages[timeline, stage] for ref in named if ref.startswith("timeline:")
              for timeline, _, stage in [ref.removeprefix("timeline:").partition("/")] if (timeline, stage) in stages]
    pinpoints: dict[str, list[str]] = {}
    for basis in node.article.basis:
        if ref := _ref(basis):
            pinpoints.setdefault(ref, []).extend(filter(None, [basis.pinpoint]))
    instruments = dict.fromkeys([*pinpoints, *named])
    regimes = dict.fromkeys([*pinpoints, *(f"regime:{b.regime}" for s in clocks for b in s.basis if b.regime), *named])
    return Correlation(
        node, tuple(dict.fromkeys([*node.article.serves, *carried])),
        tuple((ref, "; ".join(pinpoints.get(ref, ())))
              for ref in instruments if ref.startswith(("instrument:", "un:"))),
        tuple(ref for ref in regimes if ref.startswith("regime:")),
    )


def _ref(basis: Basis) -> str:
    named = {"instrument": basis.instrument, "un": basis.un_norm, "regime": basis.regime}
    return next((f"{space}:{name}" for space, name in named.items() if name), "")


def pages(publication: Publication) -> Iterator[Page]:
    """The page of the table."""
    yield Page("law/correlation/", "law/correlation.md", "Correlation table", lambda: _page(publication))


def _page(publication: Publication) -> str:
    rows = correlations(publication)
    by_regime = [(f"regime:{x.id}", [r.node for r in rows if f"regime:{x.id}" in r.regimes],
                  [n.id for n in publication.corpus.norms if any(b.regime == x.id for b in n.basis)])
                 for x in publication.corpus.regimes]
    return render("correlation.md.j2", pub=publication, p=publication.printer("law/correlation/"), rows=rows,
                  tree=publication.labels.tree, by_regime=by_regime,
                  families=publication.corpus.handbook.families)
