"""The response menu, a page per measure, and the method of attribution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normbook import ids
from normbook.conditions import names, parse
from normbook.model.handbook import Role
from normbook.model.response import Measure, Method
from normbook.model.taxonomy import Taxonomy
from normbook.model.world import Incident, Said
from normbook.publication import Publication
from normbook.templating import render
from normbook.views import spillover
from normbook.views.backlinks import backlinks
from normbook.views.facts import machine, period, when
from normbook.views.page import Action, Page
from normbook.views.wording import Wording, floors

ATTRIBUTION = {
    "no": "no", "helpful": "helps, not needed", "yes": "yes", "legal": "yes, and a legal finding",
    "is_attribution": "is itself one",
}  # fmt: skip
"""Whether a measure needs a public attribution, in the words of the table."""

RUNGS = 10
"""Rungs of the ladder."""


SCRIPTS = ("assets/conditions.js", "data/response-menu.js", "assets/response-menu.js")
"""What the menu's page loads besides, in order: the evaluator, the conditions, the form."""


@dataclass(frozen=True)
class MeasureView:
    """A measure with its neighbours on the ladder, who decides, and the recorded incidents that it answered."""

    measure: Measure
    decided_by: Role | None
    floors: dict[str, str]
    incidents: tuple[tuple[Incident, Said], ...]
    below: Measure | None
    above: Measure | None
    touched: bool
    """Whether the spillover assessment says what it does in some sector."""


def view(publication: Publication, number: int) -> MeasureView:
    """Everything a page says about a measure of the menu, by its place in it."""
    measures = publication.corpus.measures
    measure = measures[number]
    answered = tuple((incident, said) for incident in publication.corpus.incidents for said in incident.responses
                     if said.measure == measure.id)
    return MeasureView(measure, publication.labels.roles.get(measure.decided_by), floors(measure), answered,
                       measures[number - 1] if number else None,
                       measures[number + 1] if number + 1 < len(measures) else None,
                       spillover.touched(publication, measure))


def pages(publication: Publication) -> Iterator[Page]:
    """A page per measure, the menu, and the method of attribution."""
    for number, measure in enumerate(publication.corpus.measures):
        url = ids.url(ids.Address("measure", measure.id))
        yield Page(url, f"responses/{measure.id}.md", measure.name,
                   lambda number=number, url=url: _page(publication, number, url),  # type: ignore[misc]
                   f"measure:{measure.id}")
    yield Page("responses/", "responses/index.md", "Response menu", lambda: _index(publication))
    if method := publication.corpus.method:
        yield Page("attribution/", "attribution/index.md", "Method of attribution",
                   lambda: _method(publication, method))


def _page(publication: Publication, number: int, url: str) -> str:
    p, record = publication.printer(url), view(publication, number)
    measure = record.measure
    tested = sum(bool(condition.test) for condition in measure.conditions) if publication.corpus.questions else 0
    actions = [Action("Conditions", "#conditions"), Action("Whole menu", "responses/"),
               *([Action("Spillover", f"{spillover.URL}#{measure.id}")] if record.touched else []),
               *(Action(f"In Schedule {s.number}", f"{s.id}/#{measure.id}") for s in publication.corpus.law.schedules
                 if s.shows == "responses")]
    return render("response.md.j2", pub=publication, p=p, v=record, x=measure, wording=Wording(publication, p),
                  attribution=ATTRIBUTION, rungs=RUNGS, period=period, when=when, machine=machine,
                  spillover=publication.corpus.spillover, tested=tested,
                  used=backlinks(publication, p, [f"measure:{measure.id}"], f"measure:{measure.id}", measure.serves),
                  actions=[a.meta() for a in actions], source=f"{measure.place.file}:{measure.place.line}")


def _index(publication: Publication) -> str:
    p, corpus = publication.printer("responses/"), publication.corpus
    records = [view(publication, number) for number in range(len(corpus.measures))]
    characters = next((t.terms for t in corpus.taxonomies if t.id == "legal-character"), ())
    return render("responses.md.j2", pub=publication, p=p, records=records, attribution=ATTRIBUTION, rungs=RUNGS,
                  questions=corpus.questions, characters=characters, wording=Wording(publication, p),
                  families=sorted({m.family for m in corpus.measures}), asked=_asked(publication), scripts=SCRIPTS,
                  law=[s.id for s in corpus.law.schedules if s.shows == "responses"])


def _asked(publication: Publication) -> list[Taxonomy]:
    """The taxonomies that the conditions of the menu ask about, scales first."""
    tests = [parse(condition.test) for measure in publication.corpus.measures for condition in measure.conditions
             if condition.test]
    used = {each.name.text for test in tests for each in names(test) if each.term}
    return sorted((t for t in publication.corpus.taxonomies if t.id in used), key=lambda t: (t.multiple, not t.ordered,
                                                                                           t.id != "severity"))


def _method(publication: Publication, method: Method) -> str:
    p = publication.printer("attribution/")
    scale = next((t for t in publication.corpus.taxonomies if t.id == "confidence"), None)
    articles = [node for node in publication.labels.tree.articles if set(node.article.serves) & set(method.serves)]
    refs = [f"criterion:{criterion.id}" for criterion in method.criteria]
    return render("attribution.md.j2", pub=publication, p=p, method=method, scale=scale, articles=articles,
                  used=backlinks(publication, p, refs, "method"),
                  source=f"{method.place.file}:{method.place.line}")
