"""The spillover assessment: the page with the tool, the assumptions, and what follows from each measure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from normbook.model.practice import Dependency, Spillover, Touch
from normbook.model.response import Measure
from normbook.model.taxonomy import TaxonomyTerm
from normbook.publication import Publication
from normbook.spillover import wording
from normbook.spillover.assessment import Assessment, assess
from normbook.spillover.graph import draw_graph
from normbook.spillover.inputs import LEVELS, USUAL_LENGTH, Choices, Hit, Link, minutes
from normbook.templating import render
from normbook.views.backlinks import backlinks
from normbook.views.page import Action, Page

URL: Final = "responses/spillover/"
WORKSHEET: Final = "downloads/spillover-worksheet.xlsx"


@dataclass(frozen=True)
class Worked:
    """A measure with what it touches, and what follows from the illustrative assumptions."""

    measure: Measure
    touches: tuple[Touch, ...]
    assessment: Assessment


@dataclass(frozen=True)
class Tool:
    """All that the assessment reads from the corpus, with names for readers."""

    publication: Publication
    spillover: Spillover

    def _terms(self, taxonomy: str) -> tuple[TaxonomyTerm, ...]:
        return next((each.terms for each in self.publication.corpus.taxonomies if each.id == taxonomy), ())

    @cached_property
    def sectors(self) -> dict[str, str]:
        """Names of the sectors by code, in the order of the taxonomy."""
        return {term.code: term.label for term in self._terms("sector")}

    @cached_property
    def effects(self) -> dict[str, str]:
        """Names of the effects on civilian life by code."""
        return {term.code: term.label for term in self._terms("civilian-effect")}

    def people(self, sector: str) -> list[str]:
        """The effects on civilian life to go through for a sector."""
        return [self.effects.get(code, code) for code in self.spillover.effects.get(sector, ())]

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """By the sector that leans, then by the one leant on: readers know their own sector."""
        order = [*self.sectors].index
        return tuple(sorted(self.spillover.dependencies, key=lambda each: (order(each.sector), order(each.on))))

    @cached_property
    def worked(self) -> tuple[Worked, ...]:
        """The measures that touch a sector, in the order of the menu."""
        links = [Link.of(each) for each in self.dependencies]
        choices = Choices(minutes(USUAL_LENGTH), tuple(self.sectors))
        found = []
        for measure in self.publication.corpus.measures:
            touches = tuple(each for each in self.spillover.touches if each.measure == measure.id)
            if touches:
                hits = [Hit.of(each) for each in touches]
                found.append(Worked(measure, touches, assess(links, hits, choices)))
        return tuple(found)

    @cached_property
    def untouched(self) -> tuple[Measure, ...]:
        """The measures for which nobody has entered a sector."""
        entered = {each.measure.id for each in self.worked}
        return tuple(measure for measure in self.publication.corpus.measures if measure.id not in entered)

    @cached_property
    def drawing(self) -> str:
        return draw_graph(list(self.sectors.items()), [Link.of(each) for each in self.dependencies])

    @cached_property
    def data(self) -> str:
        """What the page's script reads, as JSON: codes, names, and ranks instead of levels."""
        touches = {
            each.measure.id: [(t.sector, LEVELS.index(t.supply), LEVELS.index(t.price)) for t in each.touches]
            for each in self.worked
        }
        links = [
            (each.on, each.sector, LEVELS.index(each.supply), LEVELS.index(each.price), minutes(each.holds_for))
            for each in self.dependencies
        ]
        effects = {code: self.people(code) for code in self.sectors}
        return json.dumps({"levels": LEVELS, "sectors": self.sectors, "effects": effects, "links": links,
                           "touches": touches, "length": minutes(USUAL_LENGTH)},
                          ensure_ascii=False, separators=(",", ":"))  # fmt: skip


def tool(publication: Publication) -> Tool | None:
    """The assessment of a corpus that has one."""
    spillover = publication.corpus.spillover
    return Tool(publication, spillover) if spillover else None


def pages(publication: Publication) -> Iterator[Page]:
    """The page of the assessment."""
    if found := tool(publication):
        yield Page(URL, "responses/spillover.md", found.spillover.title, lambda: _page(found), "spillover")


def _page(found: Tool) -> str:
    p, spillover = found.publication.printer(URL), found.spillover
    actions = [Action("Try it", "#run"), Action("Assumptions", "#assumptions"), Action("Worked results", "#worked"),
               Action("Worksheet (XLSX)", WORKSHEET, "download")]
    return render("spillover.md.j2", pub=found.publication, p=p, tool=found, x=spillover, words=wording, levels=LEVELS,
                  usual=wording.lasting(minutes(USUAL_LENGTH)), period=lambda text: wording.lasting(minutes(text)),
                  actions=[each.meta() for each in actions],
                  used=backlinks(found.publication, p, ["spillover"], "spillover", spillover.serves),
                  source=f"{spillover.place.file}:{spillover.place.line}")


def touched(publication: Publication, measure: Measure) -> bool:
    """Whether the page has a result for a measure."""
    found = publication.corpus.spillover
    return found is not None and any(each.measure == measure.id for each in found.touches)
