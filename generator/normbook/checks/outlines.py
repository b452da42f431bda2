"""Outlines of States: they can be drawn, and every State of the list is on the map once."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.checks.context import Check, Context, problem
from normbook.model.world import Apart, Outline
from normbook.problems import Problem
from normbook.worldmap import MAX_CORNERS, RingError, rings

_MADE = "Take the file from the repository: its numbers are made by a program, as NOTICE.md beside it says."


def outlines_can_be_drawn(context: Context) -> Iterator[Problem]:
    """O01: rings are whole numbers on the globe, three corners at least, and not more than a page can bear."""
    held = context.corpus.outlines
    corners = 0
    drawn: list[Outline | Apart] = [*held.outlines, *held.apart] if held else []
    for item in drawn:
        try:
            corners += sum(len(ring) for ring in rings(item.rings))
        except RingError as error:
            yield problem("O01", item.marks.at("rings"), f"the outline cannot be drawn: {error}", _MADE)
    if held and corners > MAX_CORNERS:
        yield problem("O01", held.place, f"the outlines have {corners:,} corners, more than {MAX_CORNERS:,}", _MADE)


def every_state_is_on_the_map(context: Context) -> Iterator[Problem]:
    """O02: no State of the list is missing or given twice."""
    held = context.corpus.outlines
    if held is None:
        return
    seen: set[str] = set()
    for outline in held.outlines:
        if outline.iso2 in seen:
            yield problem("O02", outline.marks.at("iso2"), f"'{outline.iso2}' is on the map twice", "Remove one.")
        seen.add(outline.iso2)
    lacking = [state.iso2 for state in context.corpus.states.states if state.iso2 not in seen]
    if lacking:
        yield problem("O02", held.place, f"the map lacks {', '.join(lacking)}",
                      "Add an entry for each; 'at' alone draws it as a point.")


CHECKS: tuple[Check, ...] = (outlines_can_be_drawn, every_state_is_on_the_map)
