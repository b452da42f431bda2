"""The tab of practice: its index, playbooks, exercises, benchmarks and the roadmap."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.publication import Publication
from normbook.templating import render
from normbook.views import benchmarks, exercises, playbooks, roadmap
from normbook.views.page import Page


def pages(publication: Publication) -> Iterator[Page]:
    """The index of the tab and all its pages."""
    yield Page("practice/", "practice/index.md", "Practice", lambda: _index(publication))
    yield from playbooks.pages(publication)
    yield from exercises.pages(publication)
    yield from benchmarks.pages(publication)
    yield from roadmap.pages(publication)


def _index(publication: Publication) -> str:
    corpus = publication.corpus
    return render("practice.md.j2", pub=publication, p=publication.printer("practice/"), corpus=corpus,
                  benchmarks=sum(len(sector.benchmarks) for sector in corpus.benchmarks))
