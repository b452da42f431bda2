"""Where facts were seen: every source with what rests on it, and every fact that still lacks confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from normbook.model.base import Fact
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.facts import when
from normbook.views.page import Page

KINDS = {"regime": "Regimes", "instrument": "Instruments", "un": "UN norms", "incident": "Incidents",
         "measure": "Response measures and precedents", "group": "Groups of States", "body": "National bodies",
         "scheme": "Reference schemes", "weekends": "Weekly rest"}
"""Kinds of fact, in the order of the filter."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A fact as the list names it: its kind, the ref that its page bears, and words where it has no page of its own."""

    kind: str
    ref: str
    words: str
    fact: Fact


@dataclass(slots=True)
class SourceView:
    """A source with the facts that rest on it, each once."""

    title: str
    pinpoints: list[str] = field(default_factory=list)
    resting: dict[tuple[str, str], Resting] = field(default_factory=dict)

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(one.kind for one in self.resting.values()))

    @property
    def dates(self) -> list[str]:
        """The dates that the facts are good for, first and last."""
        found = sorted({one.fact.as_of for one in self.resting.values() if one.fact.as_of})
        return found if len(found) < 3 else [found[0], found[-1]]

    @property
    def doubtful(self) -> bool:
        """Whether a fact that rests on it bears the mark."""
        return any(one.fact.unconfirmed for one in self.resting.values())


def facts(publication: Publication) -> Iterator[Resting]:
    """Every statement about the outside world that carries a source and a date."""
    corpus = publication.corpus
    for kind, items in (("regime", corpus.regimes), ("instrument", corpus.instruments), ("un", corpus.un_norms),
                        ("incident", corpus.incidents), ("measure", corpus.measures), ("group", corpus.groups.groups),
                        ("scheme", corpus.schemes)):
        for item in items:
            yield Resting(kind, f"{kind}:{item.id}", "", item)
    for measure in corpus.measures:
        for precedent in measure.precedents:
            yield Resting("measure", f"measure:{measure.id}", "", precedent)
    for each in corpus.authorities.authorities if corpus.authorities else ():
        for body in filter(None, (each.csirt, each.authority)):
            yield Resting("body", f"state:{each.iso2}", "", body)
    if corpus.weekends:
        yield Resting("weekends", "", "Days of weekly rest", corpus.weekends)


def sources(publication: Publication) -> list[SourceView]:
    """All sources by title, in the order of the alphabet."""
    found: dict[str, SourceView] = {}
    for one in facts(publication):
        for source in one.fact.source:
            view = found.setdefault(source.title, SourceView(source.title))
            view.resting.setdefault((one.kind, one.ref), one)
            if source.pinpoint and source.pinpoint not in view.pinpoints:
                view.pinpoints.append(source.pinpoint)
    return sorted(found.values(), key=lambda view: view.title.casefold())


def pages(publication: Publication) -> Iterator[Page]:
    """The page of sources."""
    yield Page("evidence/sources/", "evidence/sources.md", "Sources", lambda: _page(publication))


def _page(publication: Publication) -> str:
    every = list(facts(publication))
    marked = {(one.kind, one.ref): one for one in every if one.fact.unconfirmed}
    found = sources(publication)
    kinds = {kind: words for kind, words in KINDS.items() if any(kind in view.kinds for view in found)}
    return render("sources.md.j2", pub=publication, p=publication.printer("evidence/sources/"), sources=found,
                  kinds=kinds, all_kinds=KINDS, facts=every, marked=list(marked.values()), when=when)
