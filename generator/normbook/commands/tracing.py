"""A spillover assessment as text for the terminal, and as JSON. Values in, text out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from normbook.commands.schedules import aligned, wrapped
from normbook.model.practice import Dependency, Spillover, Touch
from normbook.model.response import Measure
from normbook.spillover.assessment import Assessment, Cases
from normbook.spillover.inputs import CHANNELS, LEVELS
from normbook.spillover.wording import lasting, since, span, why

_INDENT: Final = "    "
_CASES: Final = "Three levels stand for the lower, middle and upper case, one for all three."


@dataclass(frozen=True, slots=True)
class Trace:
    """An assessment with everything it rests on. `own` are the identities of assumptions that the user gave."""

    measure: Measure | None
    found: Assessment
    links: tuple[Dependency, ...]
    touches: tuple[Touch, ...]
    own: frozenset[int]
    method: Spillover
    sectors: Mapping[str, str]
    effects: Mapping[str, str]

    def people(self, sector: str) -> list[str]:
        """The effects on civilian life to go through for a sector."""
        return [self.effects.get(code, code) for code in self.method.effects.get(sector, ())]

    def whose(self, item: Dependency | Touch) -> str:
        return "assessor" if id(item) in self.own else "illustrative"

    @property
    def missed(self) -> list[str]:
        return [self.sectors[each.sector] for each in self.found.findings if not each.upper]

    @property
    def standing(self) -> str:
        """How many of the assumptions are illustrations."""
        items = (*self.links, *self.touches)
        own = sum(id(each) in self.own for each in items)
        return f"{len(items)} assumptions, {len(items) - own} of them illustrative and nobody's finding."


def _as_text(trace: Trace) -> str:
    measure = trace.measure
    head = f"{measure.name} ({measure.id})" if measure else "No measure of the menu"
    lines = [f"{trace.method.title}: {head}, lasting {lasting(trace.found.choices.length)}"]
    lines += [f"Touches {trace.sectors[each.sector]}: supply {each.supply}, price {each.price} ({trace.whose(each)})"
              for each in trace.touches]
    lines.append("")
    if reached := trace.found.reached:
        rows = [("Sector", "Supply", "Price", "First effect")]
        rows += [(trace.sectors[e.sector], span(e.supply), span(e.price), since(e.first)) for e in reached]
        title, *body = aligned(rows)
        lines += [title, "-" * len(title)]
        for each, row in zip(reached, body, strict=True):
            lines.append(row)
            for channel in CHANNELS:
                if (shown := each.on(channel).shown).level:
                    lines += wrapped(f"{channel.capitalize()}. {why(shown, trace.sectors)}", _INDENT)
            people = ", ".join(trace.people(each.sector)) or "none entered"
            lines += wrapped(f"Go through for people: {people}.", _INDENT)
        lines += ["", *wrapped(_CASES)]
    else:
        lines += wrapped("Nothing is touched: name a measure that touches sectors, or a sector with --sector.")
    return "\n".join([*lines, *wrapped(f"Not reached in any case: {', '.join(trace.missed) or 'none'}."),
                      *wrapped(trace.standing)])


def _as_json(trace: Trace) -> str:
    found = trace.found
    return json.dumps({
        "measure": trace.measure.id if trace.measure else None, "length_minutes": found.choices.length,
        "findings": [{
            "sector": each.sector, "label": trace.sectors[each.sector],
            **{channel: _cases(each.on(channel), trace) for channel in CHANNELS}, "people": trace.people(each.sector),
        } for each in found.findings],
        "touches": [each.model_dump(mode="json") | {"whose": trace.whose(each)} for each in trace.touches],
        "dependencies": [each.model_dump(mode="json") | {"whose": trace.whose(each)} for each in trace.links],
        "notes": [trace.standing, _CASES],
    }, ensure_ascii=False, indent=2)


def _cases(cases: Cases, trace: Trace) -> dict[str, Any]:
    """The levels of the cases; the path is that of the middle case, or of the upper where only that has an effect."""
    shown = cases.shown
    lower, middle, upper = (LEVELS[level] for level in cases.levels)
    path = [{"sector": step.sector, "channel": step.channel, "level": LEVELS[step.level],
             "arrival_minutes": step.arrival} for step in shown.path]
    return {"lower": lower, "middle": middle, "upper": upper, "arrival_minutes": shown.arrival if shown.level else None,
            "path": path, "why": why(shown, trace.sectors)}


FORMATS: Final[Mapping[str, Callable[[Trace], str]]] = {"text": _as_text, "json": _as_json}
