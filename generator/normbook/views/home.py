"""The start page and the list of downloads."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.census import holdings
from normbook.checklists.themes import THEMES, theme_table
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.page import Page


def pages(publication: Publication) -> Iterator[Page]:
    """The start page sends each reader to their door; the downloads page lists every file."""
    yield Page("", "index.md", "Start", lambda: _page(publication, "home.md.j2", ""))
    yield Page(
        "downloads/", "downloads/index.md", "Downloads", lambda: _page(publication, "downloads.md.j2", "downloads/")
    )


def _page(publication: Publication, template: str, url: str) -> str:
    corpus = publication.corpus
    counts = {
        "norms": len(corpus.norms),
        "commitments": sum(len(norm.commitments) for norm in corpus.norms),
        "articles": len(publication.labels.tree.articles),
        "measures": len(corpus.measures),
        "regimes": len(corpus.regimes),
        "states": sum(state.status == "member" for state in corpus.states.states),
    }
    bracketed = [f"[[clock:{t.id}/{s.id}]]" for t in corpus.timelines for s in t.stages if s.within and s.bracketed]
    numbers = holdings(corpus, publication.labels.tree) if url == "downloads/" else ()
    return render(
        template, pub=publication, p=publication.printer(url), counts=counts, handbook=corpus.handbook,
        figure=bracketed[0] if bracketed else "", numbers=numbers,
        worksheet=bool(corpus.method and corpus.method.worksheet), themes=THEMES, table_of=theme_table,
    )  # fmt: skip
