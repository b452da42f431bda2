"""Norm pages and the index of norms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from normbook import ids
from normbook.dates import parse_period
from normbook.lifecycle import NormDates, Status, norm_dates, status
from normbook.model.handbook import Family
from normbook.model.norm import Norm
from normbook.publication import Publication
from normbook.templating import render
from normbook.views import linked
from normbook.views.page import Action, Page

STATUS_WORDS = {
    Status.IN_FORCE: ("current", "in-force"),
    Status.REVIEW_DUE: ("review due", "due"),
    Status.REVIEW_OVERDUE: ("review overdue", "overdue"),
    Status.SUNSET_DUE: ("sunset due", "due"),
    Status.EXPIRED: ("expired", "expired"),
}


@dataclass(frozen=True)
class NormView:
    """A norm with its dates and what refers to it."""

    norm: Norm
    label: str
    family: Family
    dates: NormDates
    status: str
    status_kind: str
    articles: tuple[str, ...]
    """Refs of the articles that implement it, in the order of the law."""
    mentioned_by: tuple[str, ...]
    """Refs of other objects that name it."""
    measures: tuple[str, ...]
    clocks: tuple[tuple[str, str], ...]


def view(publication: Publication, norm: Norm) -> NormView:
    """Everything a page says about a norm."""
    corpus, links = publication.corpus, publication.links
    dates = norm_dates(norm, publication.edition.date, corpus.handbook.review)
    word, kind = STATUS_WORDS[status(dates, publication.as_of, parse_period(corpus.handbook.notice_before))]
    named = {ref.partition(":")[0] for ref in norm.implemented_by}
    named |= {ref.partition(":")[0] for c in norm.commitments for ref in c.implemented_by}
    serving = [
        a.ref
        for a in publication.labels.tree.articles
        if norm.id in a.article.serves or any(r == a.ref or r.startswith(f"{a.ref}/") for r in named)
    ]
    own = {norm.id, *(c.id for c in norm.commitments), *serving}
    inward = dict.fromkeys(by for ref in sorted(own - set(serving)) for by in links.used_by.get(ref, ()))
    measures = tuple(by for by in inward if by.startswith("measure:"))
    mentioned = tuple(
        by
        for by in inward
        if _is_page(by) and by not in own and by not in measures
    )
    clocks = dict.fromkeys(c.clock.partition("/")[::2] for c in norm.commitments if c.clock)
    family = next(f for f in corpus.handbook.families if f.id == norm.family)
    return NormView(
        norm, ids.show_norm(norm.id), family, dates, word, kind, tuple(serving), mentioned, measures, tuple(clocks)
    )


def _is_page(ref: str) -> bool:
    address = ids.parse(ref)
    return address is not None and not address.parts and not address.variant


def pages(publication: Publication) -> Iterator[Page]:
    """A page per norm, and the index."""
    for norm in publication.corpus.norms:
        url = ids.url(ids.Address("norm", norm.id))
        yield Page(
            url,
            f"norms/{norm.id}.md",
            f"{ids.show_norm(norm.id)} {norm.title}",
            partial(_page, publication, norm, url),
            norm.id,
        )
    yield Page("norms/", "norms/index.md", "Norms", lambda: _index(publication))


def _page(publication: Publication, norm: Norm, url: str) -> str:
    record = view(publication, norm)
    actions = [Action("Commitments", "#commitments"), Action("Country checklists", "countries/")]
    if record.articles:
        actions.insert(1, Action("In the model law", "#law"))
    if publication.corpus.spillover and norm.id in publication.corpus.spillover.serves:
        actions.append(Action("Spillover assessment: method and tool", "responses/spillover/"))
    return render(
        "norm.md.j2",
        pub=publication,
        p=publication.printer(url),
        v=record,
        norm=norm,
        actions=[a.meta() for a in actions],
        source=f"{norm.place.file}:{norm.place.line}",
        linked=linked.norm(publication, norm),
    )


def _index(publication: Publication) -> str:
    records = [view(publication, norm) for norm in publication.corpus.norms]
    return render(
        "norms.md.j2",
        pub=publication,
        p=publication.printer("norms/"),
        records=records,
        families=publication.corpus.handbook.families,
    )
