"""Instruments, and the index of the tab of evidence. Every other kind has a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from normbook.model.base import Fact
from normbook.model.world import Instrument
from normbook.printing import Printer
from normbook.publication import Publication
from normbook.templating import render
from normbook.views import correlation, incidents, regimes, sources, un_norms
from normbook.views.backlinks import Backlinks, backlinks
from normbook.views.facts import unconfirmed, when
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


def pages(publication: Publication) -> Iterator[Page]:
    """The index of the tab, regimes, instruments, UN norms, incidents and sources; and the table that joins them."""
    yield Page("evidence/", "evidence/index.md", "Evidence", lambda: _index(publication))
    yield from regimes.pages(publication)
    yield Page("instruments/", "instruments/index.md", "Instruments", lambda: _instruments(publication))
    yield from un_norms.pages(publication)
    yield from incidents.pages(publication)
    yield from sources.pages(publication)
    yield from correlation.pages(publication)


def _index(publication: Publication) -> str:
    corpus = publication.corpus
    kinds: dict[str, tuple[tuple[str, Fact], ...]] = {
        "regimes": tuple((f"regime:{x.id}", x) for x in corpus.regimes),
        "instruments": tuple((f"instrument:{x.id}", x) for x in corpus.instruments),
        "un-norms": tuple((f"un:{x.id}", x) for x in corpus.un_norms),
        "incidents": tuple((f"incident:{x.id}", x) for x in corpus.incidents),
    }
    counts = {name: (len(facts), unconfirmed(fact for _, fact in facts)) for name, facts in kinds.items()}
    return render("evidence.md.j2", pub=publication, p=publication.printer("evidence/"), counts=counts,
                  schemes=len(corpus.schemes), sources=len(sources.sources(publication)),
                  marked=len({(one.kind, one.ref) for one in sources.facts(publication) if one.fact.unconfirmed}))


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
