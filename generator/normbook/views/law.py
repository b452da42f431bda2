"""Article pages, Schedules, the blanks, and the index of the model law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from normbook import ids
from normbook.attribution import sheet_of
from normbook.checklists.adoption import DEVIATIONS
from normbook.checklists.resting import Group, falls_of, groups
from normbook.law.definitions import definitions
from normbook.law.references import article_of
from normbook.law.tree import ArticleNode, Unit
from normbook.lifecycle import ProvisionDates, provision_dates
from normbook.markup import BlankUse, Clock, parse
from normbook.model.law import Blank, Schedule
from normbook.publication import Publication
from normbook.templating import render
from normbook.views import linked
from normbook.views.adoption import enacted
from normbook.views.facts import figure
from normbook.views.page import Action, Page

DOCX = "downloads/model-law.docx"


@dataclass(frozen=True)
class ArticleView:
    """An article with what stands in it and what refers to it."""

    node: ArticleNode
    part: str
    dates: ProvisionDates
    blanks: tuple[Blank, ...]
    clocks: tuple[tuple[str, str], ...]
    commitments: tuple[str, ...]
    mentioned_by: tuple[str, ...]
    falls: tuple[Group, ...]
    """What falls with it when it expires; nothing where it has no term."""


def _inward(publication: Publication) -> dict[str, list[str]]:
    """Who refers to each article, or to something in it."""
    inward: dict[str, list[str]] = {}
    for ref, users in publication.links.used_by.items():
        if ref.startswith("law/"):
            inward.setdefault(article_of(ref), []).extend(users)
    return inward


def _view(publication: Publication, node: ArticleNode, part: str, inward: list[str]) -> ArticleView:
    labels = publication.labels
    tokens = [token for unit in _units(node) for token in parse(unit.text).inlines]
    blanks = dict.fromkeys(t.blank for t in tokens if isinstance(t, BlankUse))
    clocks = dict.fromkeys((t.timeline, t.stage) for t in tokens if isinstance(t, Clock))
    commitments = dict.fromkeys(by for by in inward if (a := ids.parse(by)) and a.is_commitment)
    others = dict.fromkeys(str(a.owner) for by in inward if (a := ids.parse(by)) and not a.is_commitment)
    others.pop(node.ref, None)
    served = set(node.article.serves)
    return ArticleView(
        node,
        part,
        provision_dates(node.article, None, publication.edition.date),
        tuple(labels.blanks[b] for b in blanks if b in labels.blanks),
        tuple(clocks),
        tuple(commitments),
        tuple(ref for ref in others if ref not in served),
        groups(resting[node.ref]) if node.ref in (resting := falls_of(publication)) else (),
    )


def _units(node: ArticleNode) -> Iterator[Unit]:
    """Every unit of an article, those of its variants included."""
    queue = [*node.units, *(unit for option in node.options for unit in option.units)]
    while queue:
        unit = queue.pop(0)
        yield unit
        queue[:0] = [*unit.inside, *(inner for option in unit.choices for inner in option.units)]


def pages(publication: Publication) -> Iterator[Page]:
    """A page per article and Schedule, the list of blanks, and the index."""
    tree, inward = publication.labels.tree, _inward(publication)
    for part in tree.parts:
        heading = f"{tree.vocabulary.part} {part.number}: {part.title}"
        for node in part.articles:
            url = ids.url(ids.Address("law", node.ref.removeprefix("law/")))
            title = f"Article {node.number} {node.article.heading}"
            render_ = partial(_article, publication, node, heading, inward.get(node.ref, []), url)
            yield Page(url, f"{node.ref}.md", title, render_, node.ref)
    for schedule in publication.labels.tree.schedules:
        url = f"{schedule.id}/"
        yield Page(
            url,
            f"{schedule.id}.md",
            f"Schedule {schedule.number} {schedule.title}",
            partial(_schedule, publication, schedule, url),
            schedule.id,
        )
    yield Page("law/blanks/", "law/blanks.md", "Blanks to fill in", lambda: _blanks(publication), "law")
    yield Page("law/", "law/index.md", "Model law", lambda: _index(publication), "law")


def _article(publication: Publication, node: ArticleNode, part: str, inward: list[str], url: str) -> str:
    record, article = _view(publication, node, part, inward), node.article
    actions = [Action("Download the law (Word)", DOCX, "download"), Action("Guide note", "#guide")]
    refs = [article.id, *(unit.ref for unit in _units(node))]
    if any("spillover" in publication.links.used_by.get(ref, ()) for ref in refs):
        actions.append(Action("Spillover assessment: method and tool", "responses/spillover/"))
    return render(
        "article.md.j2",
        pub=publication,
        p=publication.printer(url),
        v=record,
        node=node,
        article=article,
        actions=[a.meta() for a in actions],
        source=f"{article.place.file}:{article.place.line}",
        linked=linked.article(publication, record.node),
        **_enacted(publication, article.id),
        definitions=definitions(publication.corpus, publication.labels.tree) if article.definitions else (),
    )


def _schedule(publication: Publication, schedule: Schedule, url: str) -> str:
    corpus = publication.corpus
    wanted = schedule.include
    timelines = [t for t in corpus.timelines if t.id in wanted] if wanted else list(corpus.timelines)
    taxonomies = [t for t in corpus.taxonomies if not wanted or t.id in wanted]
    if wanted:
        taxonomies.sort(key=lambda t: wanted.index(t.id))
    actions = [Action("Download the law (Word)", DOCX, "download")]
    sheet = sheet_of(corpus, publication.plain) if schedule.shows == "assessment" else None
    if sheet:
        actions.append(Action("Worksheet to fill in", "attribution/worksheet/"))
    timelines.sort(key=lambda t: wanted.index(t.id) if wanted else 0)
    return render(
        "schedule.md.j2",
        pub=publication,
        p=publication.printer(url),
        schedule=schedule,
        timelines=timelines,
        measures=corpus.measures,
        taxonomies=taxonomies,
        benchmarks=corpus.benchmarks,
        figure=figure,
        method=corpus.method,
        sheet=sheet,
        source=f"{schedule.place.file}:{schedule.place.line}",
        actions=[a.meta() for a in actions],
        **_enacted(publication, schedule.id),
    )


def _enacted(publication: Publication, here: str) -> dict[str, Any]:
    """What the list of those who enacted a provision needs; the list is left out where nobody did."""
    return {"enacted": enacted(publication).get(here, ()), "deviations": DEVIATIONS, "here": here}


def _blanks(publication: Publication) -> str:
    used: dict[str, dict[str, None]] = {}
    for use in publication.links.uses:
        if use.ref.startswith("blank:"):
            address = ids.parse(use.by)
            used.setdefault(use.ref[6:], {})[str(address.owner) if address else use.by] = None
    return render("blanks.md.j2", pub=publication, p=publication.printer("law/blanks/"), used=used)


def _index(publication: Publication) -> str:
    tree = publication.labels.tree
    choices = sum(len(a.options) > 0 for a in tree.articles) + sum(
        bool(u.choices) for a in tree.articles for u in a.units
    )
    return render(
        "law.md.j2",
        pub=publication,
        p=publication.printer("law/"),
        tree=tree,
        law=publication.corpus.law,
        choices=choices,
        docx=DOCX,
        linked=linked.law(publication),
    )
