"""All pages of the handbook, and the navigation that leads to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from normbook.publication import Publication
from normbook.views import countries, evidence, home, law, norms, responses, reviews, taxonomies, timelines
from normbook.views.page import Page

VIEWS: tuple[Callable[[Publication], Iterator[Page]], ...] = (
    home.pages, norms.pages, law.pages, timelines.pages, responses.pages, taxonomies.pages, countries.pages,
    evidence.pages, reviews.pages,
)

Nav = list[Any]


def pages(publication: Publication) -> Iterator[Page]:
    """Every page, in the order of the table of views."""
    for view in VIEWS:
        yield from view(publication)


def navigation(publication: Publication, made: list[Page]) -> Nav:
    """The tabs of the site in the words of its readers. State pages are found through their index, not here."""
    by_file = {page.file: page for page in made}

    def entry(file: str, title: str = "") -> dict[str, str]:
        return {title or by_file[file].title: file}

    def under(folder: str) -> Nav:
        return [entry(p.file) for p in made if p.file.startswith(f"{folder}/") and not p.file.endswith("/index.md")]

    def maybe(*files: str) -> Nav:
        return [entry(file) for file in files if file in by_file]

    families: Nav = []
    for family in publication.corpus.handbook.families:
        mine = [entry(f"norms/{n.id}.md") for n in publication.corpus.norms if n.family == family.id]
        if mine:
            families.append({family.title: mine})
    parts: Nav = []
    for part in publication.labels.tree.parts:
        if part.articles:
            parts.append({f"Part {part.number} {part.title}": [entry(f"{a.ref}.md") for a in part.articles]})
    schedules = [entry(f"{s.id}.md") for s in publication.labels.tree.schedules]
    return [
        {"Start": [entry("index.md"), *maybe("glossary/index.md"), {"Taxonomies": ["taxonomies/index.md", *under("taxonomies")]}]},
        {"Norms": ["norms/index.md", *families]},
        {"Model law": ["law/index.md", *parts, {"Schedules": schedules}, entry("law/blanks.md")]},
        {"Timelines": ["timelines/index.md", *under("timelines")]},
        {"Attribution and response": [*maybe("attribution/index.md"), {"Response menu": ["responses/index.md", *under("responses")]}]},
        {"Countries": ["countries/index.md", *maybe("countries/groups.md")]},
        {"Evidence": [*maybe("evidence/index.md"), {"Regimes": ["regimes/index.md", *under("regimes")]},
                      *maybe("instruments/index.md", "un-norms/index.md", "incidents/index.md")]},
        {"Reviews": maybe("reviews/index.md")},
        {"Downloads": maybe("downloads/index.md")},
    ]
