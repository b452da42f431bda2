"""Resilience benchmarks: a page per sector, and all of them in one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normbook import ids
from normbook.model.base import Basis, Fact
from normbook.model.practice import Benchmark, Benchmarks
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.backlinks import Backlinks, backlinks
from normbook.views.facts import period
from normbook.views.page import Action, Page


@dataclass(frozen=True)
class BenchmarkView:
    """A benchmark with its figure in words, whether what it rests on is confirmed, and what names it."""

    item: Benchmark
    figure: str
    confirmed: bool
    used: Backlinks


def figure(benchmark: Benchmark) -> str:
    """The figure in words and in brackets, since all of them are under negotiation; empty where there is none."""
    if not benchmark.value:
        return ""
    return f"[{benchmark.value} {benchmark.unit}]" if benchmark.unit else f"[{period(benchmark.value)}]"


def unconfirmed(publication: Publication, basis: Basis) -> bool:
    """Whether what a basis names bears the mark “not yet confirmed”."""
    named = ((basis.instrument, "instrument"), (basis.un_norm, "un"), (basis.regime, "regime"))
    found = (publication.links.get(f"{space}:{name}") for name, space in named if name)
    return any(target and isinstance(target.item, Fact) and target.item.unconfirmed for target in found)


def pages(publication: Publication) -> Iterator[Page]:
    """A page per sector, and the index."""
    yield Page("benchmarks/", "benchmarks/index.md", "Benchmarks", lambda: _index(publication))
    for sector in publication.corpus.benchmarks:
        url = ids.url(ids.Address("benchmarks", sector.id))
        term = publication.links.get(f"taxonomy:sector/{sector.sector}")
        yield Page(url, f"benchmarks/{sector.id}.md", term.title if term else sector.title,
                   lambda sector=sector, url=url: _page(publication, sector, url),  # type: ignore[misc]
                   f"benchmarks:{sector.id}")


def _views(publication: Publication, sector: Benchmarks, page: str) -> list[BenchmarkView]:
    p, ref = publication.printer(page), f"benchmarks:{sector.id}"
    return [BenchmarkView(each, figure(each), not any(unconfirmed(publication, basis) for basis in each.basis),
                          backlinks(publication, p, [f"{ref}/{each.id}"], ref)) for each in sector.benchmarks]


def _page(publication: Publication, sector: Benchmarks, url: str) -> str:
    p, ref = publication.printer(url), f"benchmarks:{sector.id}"
    actions = [Action("Table", "#table"), Action("All sectors", "benchmarks/", "compare")]
    playbooks = [x for x in publication.corpus.playbooks if x.sector == sector.sector]
    return render("sector.md.j2", pub=publication, p=p, x=sector, views=_views(publication, sector, url), here=ref,
                  unconfirmed=lambda basis: unconfirmed(publication, basis), playbooks=playbooks,
                  used=backlinks(publication, p, [ref], ref, sector.serves), actions=[a.meta() for a in actions],
                  source=f"{sector.place.file}:{sector.place.line}")


def _index(publication: Publication) -> str:
    groups = [(sector, _views(publication, sector, "benchmarks/")) for sector in publication.corpus.benchmarks]
    return render("benchmarks.md.j2", pub=publication, p=publication.printer("benchmarks/"), groups=groups,
                  count=sum(len(views) for _, views in groups))
