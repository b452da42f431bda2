"""All pages of the handbook, and the navigation that leads to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from normbook.fingerprint import key_of
from normbook.model.base import Item
from normbook.publication import Publication
from normbook.views import (
    adoption,
    calculator,
    changes,
    compare,
    countries,
    evidence,
    gaps,
    home,
    law,
    maps,
    matrix,
    norms,
    practice,
    progress,
    responses,
    reviews,
    spillover,
    taxonomies,
    timelines,
    worksheet,
)
from normbook.views.page import Page

VIEWS: tuple[Callable[[Publication], Iterator[Page]], ...] = (
    home.pages,
    norms.pages,
    law.pages,
    timelines.pages,
    calculator.pages,
    responses.pages,
    spillover.pages,
    worksheet.pages,
    taxonomies.pages,
    countries.pages,
    maps.pages,
    compare.pages,
    gaps.pages,
    matrix.pages,
    progress.pages,
    adoption.pages,
    practice.pages,
    evidence.pages,
    reviews.pages,
    changes.pages,
)

Nav = list[Any]


_KEYED = (
    norms.pages,
    law.pages,
    timelines.pages,
    calculator.pages,
    responses.pages,
    worksheet.pages,
    spillover.pages,
    taxonomies.pages,
    evidence.pages,
)
"""Views that print of a norm, besides its own page, no more than `_settled` covers."""


_READ_ALL = {"norms/index.md", "glossary/index.md"}
"""Pages of those views that print what stands in the prose of norms, or which words do."""


def pages(publication: Publication) -> Iterator[Page]:
    """Every page, in the order of the table of views."""
    settled = _settled(publication)
    own = {norm.id: key_of([norm], settled) for norm in publication.corpus.norms}
    practised = key_of(_practice(publication), settled)
    for view in VIEWS:
        for page in view(publication):
            keyed = view in _KEYED and page.file not in _READ_ALL
            if view is practice.pages:
                yield replace(page, key=practised)
            else:
                yield replace(page, key=own.get(page.subject, settled)) if keyed else page


def _practice(publication: Publication) -> list[Item | None]:
    """What the pages of practice print besides what `_settled` covers. No page of another view prints any of it."""
    corpus = publication.corpus
    return [*corpus.playbooks, *corpus.exercises, *corpus.benchmarks, corpus.roadmap, corpus.weekends]


def _settled(publication: Publication) -> str:
    """A key for everything but the prose of norms, which only their own pages, their index and the glossary read."""
    corpus, links = publication.corpus, publication.links
    others = [
        *(corpus.handbook, corpus.glossary, corpus.law, corpus.states, corpus.groups, corpus.method, corpus.questions),
        corpus.spillover,
        *(*corpus.parts, *corpus.timelines, *corpus.taxonomies, *corpus.schemes, *corpus.measures, *corpus.benchmarks),
        *(*corpus.regimes, *corpus.instruments, *corpus.un_norms, *corpus.incidents),
        *(corpus.authorities, corpus.weekends),
    ]
    of_norms = [
        (n.id, n.title, n.summary, [p.id for p in n.statement], n.implemented_by, n.basis, n.commitments)
        for n in corpus.norms
    ]
    enacted = [(c.iso2, c.enacted, c.enactments, c.variants, c.blanks) for c in corpus.countries if c.enactments]
    names = [(target.ref, target.title, target.item.place) for target in links.targets.values()]
    return key_of(others, of_norms, enacted, names, links.used_by, links.planned, publication.as_of)


def navigation(publication: Publication, made: list[Page]) -> Nav:
    """The tabs of the site in the words of its readers. State pages are found through their index, not here."""
    titles = {page.file: page.title for page in made}

    def pages_at(*files: str) -> Nav:
        return [{titles[file]: file} for file in files if file in titles]

    def section(title: str, *items: Any) -> Nav:
        inside = [each for item in items for each in (item if isinstance(item, list) else [item])]
        return [{title: inside}] if inside else []

    def folder(name: str) -> Nav:
        # A page below another one, such as the card of a playbook, is reached from there.
        inside = [file for file in titles if re.fullmatch(rf"{name}/(?!index)[^/]+\.md", file)]
        return pages_at(f"{name}/index.md", *inside)

    tree = publication.labels.tree
    families = [
        section(f.title, pages_at(*(f"norms/{n.id}.md" for n in publication.corpus.norms if n.family == f.id)))
        for f in publication.corpus.handbook.families
    ]
    parts = [
        section(f"Part {part.number} {part.title}", pages_at(*(f"{node.ref}.md" for node in part.articles)))
        for part in tree.parts
    ]
    schedules = section("Schedules", pages_at(*(f"{schedule.id}.md" for schedule in tree.schedules)))
    return [
        *section("Start", pages_at("index.md", "glossary/index.md"), section("Taxonomies", folder("taxonomies"))),
        *section("Norms", pages_at("norms/index.md"), *families),
        *section(
            "Model law", pages_at("law/index.md"), *parts, schedules, pages_at("law/blanks.md", "law/correlation.md")
        ),
        *section("Timelines", folder("timelines")),
        *section(
            "Attribution and response",
            pages_at("attribution/index.md", "attribution/worksheet.md"),
            section("Response menu", folder("responses")),
        ),
        *section(
            "Practice",
            pages_at("practice/index.md"),
            section("Playbooks", folder("playbooks")),
            section("Exercises", folder("exercises")),
            section("Benchmarks", folder("benchmarks")),
            pages_at("roadmap/index.md"),
        ),
        *section("Countries", pages_at(
            "countries/index.md", "countries/map/index.md", "countries/compare.md", "countries/matrix/index.md",
            "countries/clocks.md", "countries/progress.md", "countries/adoption.md", "countries/groups.md",
            "countries/lists.md",
        )),
        *section(
            "Evidence",
            pages_at("evidence/index.md"),
            section("Regimes", folder("regimes")),
            pages_at("instruments/index.md"),
            section("UN norms", folder("un-norms")),
            section("Incidents", folder("incidents")),
            pages_at("evidence/sources.md"),
        ),
        *section("Reviews", pages_at("reviews/index.md")),
        *section("Changes", pages_at("changes/index.md")),
        *section("Downloads", pages_at("downloads/index.md")),
    ]
