"""Timeline pages, each with its drawing, and the index that sets all clocks beside one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normbook import ids
from normbook.drawing import SCALE_NOTE, Clock, draw_clocks, draw_timeline, length
from normbook.model.timeline import Stage, Timeline
from normbook.printing import Printer
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.backlinks import Backlinks, backlinks
from normbook.views.page import Action, Page

CALENDARS = {
    "clock": "running hours, day and night",
    "days": "calendar days, to the end of the last day, or of the next working day if that is a day of rest",
    "business": "working days",
}
"""How a limit is counted, in the words of readers; the rules are in the article on computation of time."""


@dataclass(frozen=True)
class StageView:
    """A stage with the words of its limit, the parties, and what uses its clock."""

    stage: Stage
    limit: str
    sender: str
    recipient: str
    after: tuple[Stage, ...]
    calendar: str
    used: Backlinks


def pages(publication: Publication) -> Iterator[Page]:
    """A page per timeline, and the index."""
    for timeline in in_order(publication):
        url = ids.url(ids.Address("timeline", timeline.id))
        yield Page(url, f"timelines/{timeline.id}.md", timeline.title,
                   lambda timeline=timeline, url=url: _page(publication, timeline, url),  # type: ignore[misc]
                   f"timeline:{timeline.id}")
    yield Page("timelines/", "timelines/index.md", "Timelines", lambda: _index(publication))


def in_order(publication: Publication) -> list[Timeline]:
    """The timelines in the order of the norms they serve: notification, attribution, response."""
    order = {norm.id: number for number, norm in enumerate(publication.corpus.norms)}
    last = len(order)
    return sorted(publication.corpus.timelines, key=lambda t: [order.get(ref, last) for ref in t.serves] or [last])


def view(publication: Publication, p: Printer, timeline: Timeline, stage: Stage) -> StageView:
    """Everything a page says about a stage."""
    labels, ref = publication.labels, f"timeline:{timeline.id}"
    return StageView(
        stage, labels.limit(stage), labels.role(stage.sender or timeline.sender),
        labels.role(stage.recipient or timeline.recipient),
        tuple(s for s in timeline.stages if s.id in stage.after), CALENDARS[stage.calendar],
        backlinks(publication, p, [f"{ref}/{stage.id}"], ref),
    )


def events(publication: Publication) -> dict[str, str]:
    """Names of the clock events by code."""
    return {term.code: term.label for taxonomy in publication.corpus.taxonomies if taxonomy.id == "clock-event"
            for term in taxonomy.terms}


def _page(publication: Publication, timeline: Timeline, url: str) -> str:
    p = publication.printer(url)
    ref = f"timeline:{timeline.id}"
    stages = [view(publication, p, timeline, stage) for stage in timeline.stages]
    actions = [Action("Stages", "#stages"), Action("All clocks", "timelines/"), *_schedule(publication, timeline)]
    return render("timeline.md.j2", pub=publication, p=p, t=timeline, stages=stages,
                  drawing=draw_timeline(timeline, events(publication), publication.labels.limit), scale=SCALE_NOTE,
                  used=backlinks(publication, p, [ref], ref, timeline.serves), actions=[a.meta() for a in actions],
                  source=f"{timeline.place.file}:{timeline.place.line}")


def _schedule(publication: Publication, timeline: Timeline) -> list[Action]:
    """Where the timeline stands in the model law, if a Schedule prints it."""
    return [Action(f"In Schedule {s.number}", f"{s.id}/#{timeline.id}") for s in publication.corpus.law.schedules
            if s.shows == "timelines" and (not s.include or timeline.id in s.include)]


def _index(publication: Publication) -> str:
    p = publication.printer("timelines/")
    timelines = in_order(publication)
    clocks = [(t.title, [_clock(publication, stage) for stage in t.stages]) for t in timelines]
    rows = [(t, [view(publication, p, t, stage) for stage in t.stages]) for t in timelines]
    return render("timelines.md.j2", pub=publication, p=p, timelines=timelines, rows=rows, scale=SCALE_NOTE,
                  drawing=draw_clocks("all-clocks", "All clocks of the timelines", clocks),
                  roles=_roles(rows))


def _clock(publication: Publication, stage: Stage) -> Clock:
    limit = publication.labels.limit(stage) if stage.within else "no figure"
    return Clock(stage.title, limit, length(stage.within, stage.calendar))


def _roles(rows: list[tuple[Timeline, list[StageView]]]) -> list[str]:
    """Everybody who acts under some clock, for the filter."""
    return sorted({each.sender for _, stages in rows for each in stages})
