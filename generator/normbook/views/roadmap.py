"""The roadmap: milestones on an axis of months from its start, and the ways to begin side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from normbook.dates import parse_period
from normbook.drawing import LEFT, Clock, Scale, draw_clocks, hours
from normbook.model.practice import Milestone, Roadmap
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.backlinks import Backlinks, backlinks
from normbook.views.facts import period
from normbook.views.page import Action, Page

STATUSES: Final = {"open": ("open", "neutral"), "under_way": ("under way", "due"), "done": ("done", "in-force")}
"""Words for a state of play, and the kind of badge that shows it."""
_MONTH: Final = 730.5
_EVEN: Final = 1e9
"""A scale whose even part is longer than any roadmap: equal distances are equal times."""


@dataclass(frozen=True)
class MilestoneView:
    """A milestone with its place in time, in months after the start, and what names it."""

    item: Milestone
    start: float
    end: float
    after: str
    """What it counts from, in the words of readers."""
    status: tuple[str, str]
    used: Backlinks

    @property
    def month(self) -> str:
        """The month in which it is due; a part of one as a decimal."""
        return f"{round(self.end / _MONTH, 1):g}"


def views(publication: Publication, roadmap: Roadmap) -> list[MilestoneView]:
    """The milestones by when they are due."""
    held = {milestone.id: milestone for milestone in roadmap.milestones}
    p = publication.printer("roadmap/")

    def due(name: str) -> float:
        return due(held[name].counted_from) + hours(parse_period(held[name].within)) if name in held else 0.0

    made = []
    for each in roadmap.milestones:
        before = held.get(each.counted_from)
        ref = f"milestone:{each.id}"
        made.append(MilestoneView(
            each, due(each.counted_from), due(each.id), f"“{before.title}”" if before else roadmap.start_label,
            STATUSES[each.status], backlinks(publication, p, [ref], ref, each.serves)))
    return sorted(made, key=lambda v: (v.end, v.start))


def drawing(roadmap: Roadmap, made: list[MilestoneView]) -> str:
    """A bar for each milestone, from what it counts from to when it is due, in groups by what they count from."""
    groups: dict[str, list[Clock]] = {}
    for v in made:
        status = "" if v.item.status == "open" else f" ({v.status[0]})"
        clock = Clock(v.item.title + status, f"month {v.month}", v.end, ours=v.item.status == "done", start=v.start)
        groups.setdefault(f"From {v.after}", []).append(clock)
    last = max(v.end for v in made)
    months = [n * 6 for n in range(1, int(last / _MONTH / 6) + 2)]
    scale = Scale(last, LEFT, unit=_EVEN, marks=[(n * _MONTH, str(n)) for n in months])
    return draw_clocks("roadmap-drawing", roadmap.title, list(groups.items()), scale=scale)


def pages(publication: Publication) -> Iterator[Page]:
    """The page of the roadmap, if there is one."""
    if publication.corpus.roadmap:
        roadmap = publication.corpus.roadmap
        yield Page("roadmap/", "roadmap/index.md", "Roadmap", lambda: _page(publication, roadmap))


def _page(publication: Publication, roadmap: Roadmap) -> str:
    made = views(publication, roadmap)
    actions = [Action("Milestones", "#milestones"), Action("Ways to begin", "#ways", "compare")]
    counts = {words: sum(v.status[0] == words for v in made) for words, _ in STATUSES.values()}
    return render("roadmap.md.j2", pub=publication, p=publication.printer("roadmap/"), x=roadmap, views=made,
                  drawing=drawing(roadmap, made), statuses=STATUSES, period=period, counts=counts,
                  actions=[a.meta() for a in actions if a.href != "#ways" or roadmap.variants],
                  source=f"{roadmap.place.file}:{roadmap.place.line}")
