"""Playbooks: a page each with its drawing, the matrix of roles and phases, a card to print, and the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from normbook import ids
from normbook.model.practice import Phase, Playbook, Step
from normbook.publication import Publication
from normbook.swimlanes import Box, draw_lanes
from normbook.templating import render
from normbook.views.backlinks import backlinks
from normbook.views.page import Action, Page

TRACKS: Final = {
    "technical": "Contain and repair", "notification": "Tell those who must know", "communication": "Speak in public",
    "decision": "Decide",
}  # fmt: skip
"""Lines of work that run side by side, in words."""
_ACTS, _DECIDES, _HEARD = "acts", "decides", "is heard"


@dataclass(frozen=True)
class StepView:
    """A step with its number in the playbook, the words of its limit, and the steps it waits for by number."""

    number: int
    step: Step
    phase: Phase
    role: str
    consults: tuple[str, ...]
    limit: str
    after: tuple[tuple[int, Step], ...]

    @property
    def clock(self) -> tuple[str, str] | None:
        """The timeline and stage that limit it."""
        timeline, _, stage = (self.step.clock or "").partition("/")
        return (timeline, stage) if stage else None


@dataclass(frozen=True)
class PlaybookView:
    """A playbook as its pages print it: steps in order, the roles that act, and all that act or are heard."""

    playbook: Playbook
    steps: tuple[StepView, ...]
    acting: tuple[str, ...]
    roles: tuple[str, ...]

    def cell(self, role: str, phase: Phase) -> list[tuple[str, list[StepView]]]:
        """What a role does in a phase: decides, acts, is heard, each with its steps; nothing empty."""
        found: dict[str, list[StepView]] = {_DECIDES: [], _ACTS: [], _HEARD: []}
        for each in self.steps:
            if each.phase is phase:
                if each.step.role == role:
                    found[_DECIDES if each.step.decides else _ACTS].append(each)
                elif role in each.step.consults:
                    found[_HEARD].append(each)
        return [(verb, steps) for verb, steps in found.items() if steps]

    def decisions(self, role: str) -> list[StepView]:
        """The decisions that no other may take."""
        return [each for each in self.steps if each.step.role == role and each.step.decides]

    @property
    def clocks(self) -> list[StepView]:
        """Steps that a clock limits, each clock once."""
        found = {each.clock: each for each in reversed(self.steps) if each.clock}
        return sorted(found.values(), key=lambda each: each.number)


def view(publication: Publication, playbook: Playbook) -> PlaybookView:
    """Everything the pages say about a playbook."""
    labels = publication.labels
    placed = [(phase, step) for phase in playbook.phases for step in phase.steps]
    numbers = {step.id: (n, step) for n, (_, step) in enumerate(placed, 1)}
    steps = []
    for number, (phase, step) in enumerate(placed, 1):
        timeline, _, name = (step.clock or "").partition("/")
        steps.append(StepView(
            number, step, phase, labels.role(step.role), tuple(labels.role(role) for role in step.consults),
            labels.clock(timeline, name) if name else "", tuple(sorted((numbers[n] for n in step.after), key=_first))))
    acting = dict.fromkeys(step.role for _, step in placed)
    heard = dict.fromkeys(role for _, step in placed for role in step.consults)
    return PlaybookView(playbook, tuple(steps), tuple(acting), tuple(acting | heard))


def _first(one: tuple[int, Step]) -> int:
    return one[0]


def drawing(publication: Publication, v: PlaybookView) -> str:
    """The playbook as lanes of roles under its phases. A limit without a figure is left to the table."""
    boxes = [
        Box(each.number, v.acting.index(each.step.role), v.playbook.phases.index(each.phase), each.step.name,
            each.limit if each.clock and publication.labels.stages[each.clock].within else "", each.step.decides,
            tuple(number for number, _ in each.after))
        for each in v.steps
    ]
    lanes = [publication.labels.role(role) for role in v.acting]
    columns = [(phase.track, publication.plain(phase.title)) for phase in v.playbook.phases]
    return draw_lanes(f"lanes-{v.playbook.id}", f"Playbook: {v.playbook.title}", lanes, columns, boxes)


def pages(publication: Publication) -> Iterator[Page]:
    """A page and a card per playbook, and the index."""
    yield Page("playbooks/", "playbooks/index.md", "Playbooks", lambda: _index(publication))
    for playbook in publication.corpus.playbooks:
        ref, url = f"playbook:{playbook.id}", ids.url(ids.Address("playbook", playbook.id))
        yield Page(url, f"playbooks/{playbook.id}.md", playbook.title,
                   lambda playbook=playbook, url=url: _page(publication, playbook, url), ref)  # type: ignore[misc]
        yield Page(f"{url}card/", f"playbooks/{playbook.id}/card.md", f"Card: {playbook.title}",
                   lambda playbook=playbook, url=url: _card(publication, playbook, f"{url}card/"))  # type: ignore[misc]


def _page(publication: Publication, playbook: Playbook, url: str) -> str:
    p, v, ref = publication.printer(url), view(publication, playbook), f"playbook:{playbook.id}"
    refs = [ref, *(f"{ref}/{each.step.id}" for each in v.steps)]
    actions = [Action("Card to print", f"{url}card/"), Action("All playbooks", "playbooks/")]
    return render("playbook.md.j2", pub=publication, p=p, x=playbook, v=v, here=ref, tracks=TRACKS,
                  drawing=drawing(publication, v), used=backlinks(publication, p, refs, ref, playbook.serves),
                  actions=[a.meta() for a in actions], source=f"{playbook.place.file}:{playbook.place.line}")


def _card(publication: Publication, playbook: Playbook, url: str) -> str:
    return render("card.md.j2", pub=publication, p=publication.printer(url), x=playbook, here=f"playbook:{playbook.id}",
                  v=view(publication, playbook), up=ids.url(ids.Address("playbook", playbook.id)))


def _index(publication: Publication) -> str:
    views = [view(publication, playbook) for playbook in publication.corpus.playbooks]
    # What is for every sector comes first, and first of all what joins the others.
    views.sort(key=lambda v: (v.playbook.sector is not None, len(v.playbook.phases) * -1, v.playbook.title))
    return render("playbooks.md.j2", pub=publication, p=publication.printer("playbooks/"), views=views, tracks=TRACKS)
