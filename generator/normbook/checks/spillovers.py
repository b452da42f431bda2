"""The assumptions of the spillover assessment: each entered once, none about nothing, levels and effects complete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normbook.checks.context import Check, Context, problem
from normbook.model.practice import Dependency, Touch
from normbook.problems import Problem
from normbook.spillover.inputs import LEVELS


def assumptions_hold_together(context: Context) -> Iterator[Problem]:
    """V01, V02: no sector leans on itself, and no dependency or touch is entered twice."""
    if spillover := context.corpus.spillover:
        yield from entered_well(spillover.dependencies, spillover.touches)


def entered_well(dependencies: Sequence[Dependency], touches: Sequence[Touch]) -> Iterator[Problem]:
    """V01, V02, for assumptions of the corpus or of an assessor's own file."""
    for dependency in dependencies:
        if dependency.on == dependency.sector:
            message = f"'{dependency.sector}' leans on itself"
            yield problem("V01", dependency.marks.at("sector"), message, "Name another sector, or remove the entry.")
    seen: dict[tuple[str, str, str], Dependency | Touch] = {}
    items: list[Dependency | Touch] = [*dependencies, *touches]
    for item in items:
        if isinstance(item, Dependency):
            key, words = ("", item.on, item.sector), f"the dependency of '{item.sector}' on '{item.on}'"
        else:
            key, words = ("touch", item.measure, item.sector), f"what '{item.measure}' does to '{item.sector}'"
        if (first := seen.setdefault(key, item)) is not item:
            hint = f"It is first entered at {first.place}. Keep one of the two."
            yield problem("V02", item.place, f"{words} is already entered", hint)


def levels_are_explained(context: Context) -> Iterator[Problem]:
    """V03: the levels have a meaning each, and there are no others."""
    spillover = context.corpus.spillover
    if spillover is None:
        return
    for level in (each for each in LEVELS if each not in spillover.levels):
        yield problem("V03", spillover.marks.at("levels"), f"'{level}' is not explained", f"Levels: {_all()}.")
    for name in (each for each in spillover.levels if each not in LEVELS):
        yield problem("V03", spillover.marks.at("levels"), f"'{name}' is not a level", f"Levels: {_all()}.")


def sectors_have_effects(context: Context) -> Iterator[Problem]:
    """V04: what an effect can reach is brought back to people."""
    spillover = context.corpus.spillover
    if spillover is None:
        return
    reached: dict[str, Dependency | Touch] = {}
    items: list[Dependency | Touch] = [*spillover.dependencies, *spillover.touches]
    for item in items:
        reached.setdefault(item.sector, item)
    for sector, item in reached.items():
        if not spillover.effects.get(sector):
            hint = f"Add '{sector}' to effects, with codes of the taxonomy civilian-effect."
            yield problem("V04", item.marks.at("sector"), f"nothing says what '{sector}' means for people", hint)


def _all() -> str:
    return ", ".join(LEVELS)


CHECKS: tuple[Check, ...] = (assumptions_hold_together, levels_are_explained, sectors_have_effects)
