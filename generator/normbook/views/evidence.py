"""Instruments, UN norms and incidents, and the index of the tab of evidence. Regimes have their own file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from normbook import ids
from normbook.model.base import Fact
from normbook.model.norm import Norm
from normbook.model.world import Incident, Instrument, UnNorm
from normbook.printing import Printer
from normbook.publication import Publication
from normbook.templating import render
from normbook.views import regimes
from normbook.views.backlinks import Backlinks, backlinks
from normbook.views.facts import machine, place, unconfirmed, when
from normbook.views.page import Page

KINDS: Final = {
    "treaty": "Treaties", "case-law": "Judgments", "resolution": "Resolutions", "report": "United Nations reports",
    "regional": "Regional instruments", "national": "National instruments", "political": "Political declarations",
    "institution": "Institutions", "standard": "Standards", "scholarly": "Codification and scholarship",
}  # fmt: skip
"""Kinds of instrument, in the order of the page."""


@dataclass(frozen=True)
class InstrumentView:
    """An instrument with what cites it."""

    item: Instrument
    label: str
    used: Backlinks


@dataclass(frozen=True)
class UnNormView:
    """A UN norm with the norms of the handbook that build on it, and what else cites it."""

    item: UnNorm
    label: str
    norms: tuple[Norm, ...]
    used: Backlinks


@dataclass(frozen=True)
class IncidentView:
    """An incident with its sectors as terms of ours where they are such, and what cites it."""

    item: Incident
    sectors: tuple[tuple[str, str], ...]
    """Label and code of each sector; no code for a plain word."""
    states: tuple[tuple[str, str], ...]
    by: tuple[str, ...]
    used: Backlinks


def pages(publication: Publication) -> Iterator[Page]:
    """The index of the tab, regimes, instruments, UN norms and incidents."""
    yield Page("evidence/", "evidence/index.md", "Evidence", lambda: _index(publication))
    yield from regimes.pages(publication)
    yield Page("instruments/", "instruments/index.md", "Instruments", lambda: _instruments(publication))
    yield Page("un-norms/", "un-norms/index.md", "UN norms", lambda: _un_norms(publication))
    yield Page("incidents/", "incidents/index.md", "Incidents", lambda: _incidents(publication))


def _index(publication: Publication) -> str:
    corpus = publication.corpus
    kinds: dict[str, tuple[tuple[str, Fact], ...]] = {
        "regimes": tuple((f"regime:{x.id}", x) for x in corpus.regimes),
        "instruments": tuple((f"instrument:{x.id}", x) for x in corpus.instruments),
        "un-norms": tuple((f"un:{x.id}", x) for x in corpus.un_norms),
        "incidents": tuple((f"incident:{x.id}", x) for x in corpus.incidents),
    }
    counts = {name: (len(facts), unconfirmed(fact for _, fact in facts)) for name, facts in kinds.items()}
    marked = [ref for facts in kinds.values() for ref, fact in facts if fact.unconfirmed]
    return render("evidence.md.j2", pub=publication, p=publication.printer("evidence/"), counts=counts, marked=marked,
                  schemes=len(corpus.schemes))


def _instruments(publication: Publication) -> str:
    p = publication.printer("instruments/")
    views = [_instrument(publication, p, item) for item in publication.corpus.instruments]
    groups = {kind: sorted((v for v in views if v.item.kind == kind), key=lambda v: (v.item.year, v.item.title))
              for kind in KINDS}
    return render("instruments.md.j2", pub=publication, p=p, kinds=KINDS, when=when,
                  groups={kind: found for kind, found in groups.items() if found})


def _instrument(publication: Publication, p: Printer, item: Instrument) -> InstrumentView:
    ref = f"instrument:{item.id}"
    # Long official titles have a semicolon before what only repeats them; the whole title stands below the heading.
    return InstrumentView(item, item.short or item.title.partition(";")[0], backlinks(publication, p, [ref], ref))


def _un_norms(publication: Publication) -> str:
    p, corpus = publication.printer("un-norms/"), publication.corpus
    views = []
    for item in corpus.un_norms:
        norms = tuple(n for n in corpus.norms if any(b.un_norm == item.id for b in n.basis))
        used = backlinks(publication, p, [f"un:{item.id}"], f"un:{item.id}", {n.id for n in norms})
        views.append(UnNormView(item, f"13({item.letter})", norms, used))
    instruments = {x.id for x in corpus.instruments}
    return render("un_norms.md.j2", pub=publication, p=p, views=views, instruments=instruments, show=ids.show_norm,
                  when=when)


def _sectors(publication: Publication) -> dict[str, str]:
    return {t.code: t.label for x in publication.corpus.taxonomies if x.id == "sector" for t in x.terms}


def _incidents(publication: Publication) -> str:
    p = publication.printer("incidents/")
    views = [_incident(publication, p, item) for item in
             sorted(publication.corpus.incidents, key=lambda x: (x.date_start, x.id), reverse=True)]
    sectors = {(code, label) for v in views for label, code in v.sectors if code}
    return render("incidents.md.j2", pub=publication, p=p, views=views, when=when, machine=machine,
                  measures={m.id for m in publication.corpus.measures}, sectors=sorted(sectors, key=lambda one: one[1]),
                  states=sorted({state for v in views for state in v.states}, key=lambda one: one[1]))


def _incident(publication: Publication, p: Printer, item: Incident) -> IncidentView:
    sectors = _sectors(publication)
    return IncidentView(
        item, tuple((sectors[s], s) if s in sectors else (s, "") for s in item.sectors),
        tuple((code, place(publication.labels, code)) for code in item.states_affected),
        tuple(dict.fromkeys(said.by for said in item.attribution if said.by)),
        backlinks(publication, p, [f"incident:{item.id}"], f"incident:{item.id}"),
    )
