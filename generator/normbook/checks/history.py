"""Ids that are gone: every one leads somewhere, and none that is said to be gone is still in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from normbook.checks.context import Check, Context, problem
from normbook.compare.succession import Succession, succession
from normbook.compare.units import entries
from normbook.link import suggest
from normbook.model.base import Change, Item
from normbook.problems import Problem

_SHAPES: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "moved": ("one id to one", lambda was, now: was == now == 1),
    "renamed": ("one id to one", lambda was, now: was == now == 1),
    "split": ("one id to two or more", lambda was, now: was == 1 and now > 1),
    "merged": ("two ids or more to one", lambda was, now: was > 1 and now == 1),
}


class _Known:
    """The ids of the corpus. Those that no reference can name are looked for only when they are asked about."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.units: frozenset[str] | None = None

    def __contains__(self, ref: object) -> bool:
        if not isinstance(ref, str) or ref in self.context.links.targets or self.context.links.hidden(ref):
            return True
        if self.units is None:
            self.units = frozenset(entries(self.context.corpus))
        return ref in self.units


def ids_that_went_lead_somewhere(context: Context) -> Iterator[Problem]:
    """E01: where `changes.yaml` and `retired.yaml` send the reader there is something, now or by a later record."""
    went, known = succession(context.corpus), _Known(context)
    gone = {ref for change in went.changes for ref in change.was} | went.retired.keys()
    places: list[tuple[Item, str, int | None, str]] = [
        (change, "now", index, ref) for change in went.changes for index, ref in enumerate(change.now)
    ]
    places += [(each, "replaced_by", None, each.replaced_by) for each in went.retired.values() if each.replaced_by]
    for item, field, index, ref in places:
        if ref not in gone and ref not in context.links.planned and ref not in known:
            hint = suggest(ref, context.links) or "Name what took its place, as it is called now."
            yield problem("E01", item.marks.at(field, index), f"'{ref}' does not exist", hint)


def ids_that_went_are_gone(context: Context) -> Iterator[Problem]:
    """E02: an id that was moved, renamed, merged or retired names nothing any more."""
    went, targets = succession(context.corpus), context.links.targets
    for change in went.changes:
        for index, ref in enumerate(change.was):
            if ref in targets and not any(ref in other.now for other in went.changes):
                hint = "Give what stands there now an id of its own, or take the record away."
                message = f"'{ref}' is said to be {change.verb}, and is still in use"
                yield problem("E02", change.marks.at("was", index), message, hint)
    for ref, retired in went.retired.items():
        if ref in targets:
            hint = "Ids are never reused. Give what bears it now another id, or take the record away."
            yield problem("E02", retired.marks.at("id"), f"'{ref}' is retired, and is still in use", hint)


def verbs_fit_their_ids(context: Context) -> Iterator[Problem]:
    """E03: a record says what its verb means, and following the records comes to an end."""
    went = succession(context.corpus)
    for change in went.changes:
        shape, holds = _SHAPES[change.verb]
        if not holds(len(set(change.was)), len(set(change.now))):
            message = f"'{change.verb}' leads from {shape}"
            yield problem("E03", change.marks.at("verb"), message, "Choose the verb that fits, or list the ids.")
        elif _circles(change, went):
            hint = "Take away the record that leads back."
            yield problem("E03", change.marks.at("now"), f"from '{change.was[0]}' the records lead back to it", hint)


def _circles(change: Change, went: Succession) -> bool:
    if change.verb not in {"moved", "renamed"}:
        return False
    ref, seen = change.now[0], {change.was[0]}
    while ref not in seen:
        seen.add(ref)
        following = next((c.now[0] for c in went.changes if c.was == (ref,) and len(c.now) == 1), None)
        if following is None:
            return False
        ref = following
    return True


CHECKS: tuple[Check, ...] = (ids_that_went_lead_somewhere, ids_that_went_are_gone, verbs_fit_their_ids)
