"""Names of places on a page: no id of the content takes the name of a section of the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from normbook.checks.context import Check, Context, problem
from normbook.model.base import Item
from normbook.problems import Problem

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "article": (
        "text", "guide", "choices", "rights", "compare", "norms", "commitments", "clocks", "blanks", "article-sources",
        "dates", "expiry", "named-by",
    ),
    "attribution": (
        "criteria", "group-*", "rules", "rule-*", "evidence", "evidence-*", "confidence", "statement", "law",
    ),
    "blanks": ("blanks",),
    "exercise": ("aims", "given", "grid", "grid-table", "debrief", "belongs"),
    "glossary": ("letter-*",),
    "instruments": ("instruments-table", "kind-*"),
    "norm": (
        "statement", "variants", "variant-*", "rationale", "commitments", "law", "clocks", "measures", "sources",
        "dates", "questions", "named-by",
    ),
    "playbook": (
        "first-hour", "who-when", "decision-rights", "all-steps", "phase-*", "escalation", "ready", "people-first",
        "belongs",
    ),
    "responses": (
        "open", "menu", "menu-*", "menu-count", "menu-head", "menu-results", "questions-*", "questions-incident",
        "ask-*", "all", "measures", "principles",
    ),
    "roadmap": ("milestones", "milestones-table", "ways", "way-*"),
    "schedule": ("group-*", "record", "how", "under"),
    "schemes": ("schemes",),
    "sector": ("table", "belongs"),
    "taxonomy": ("rules", "terms", "mappings", "mapping-table", "map-*", "machines", "named-by"),
    "timeline": ("clock", "stages", "remarks", "norms", "named-by"),
}  # fmt: skip
"""The names that the template of a page gives to its own places, where ids of the content stand beside them; a star is
what the template fills in."""

_INSIDE = {
    "norm": "norm", "law": "article", "timeline": "timeline", "taxonomy": "taxonomy", "playbook": "playbook",
    "exercise": "exercise", "benchmarks": "sector",
}  # fmt: skip
"""On which page the parts of an object stand, by its space."""

_AMONG_OTHERS = {
    "criterion": ("attribution", "schedule"), "instrument": ("instruments",), "milestone": ("roadmap",),
    "term": ("glossary",), "scheme": ("schemes",), "timeline": ("schedule",), "taxonomy": ("schedule",),
    "benchmarks": ("schedule",), "measure": ("schedule",),
}  # fmt: skip
"""On which pages whole objects stand beside others, by their space."""


def ids_leave_sections_their_names(context: Context) -> Iterator[Problem]:
    """R06: a link to a section of a page cannot lead to a paragraph, stage, term or step that bears the same name."""
    whole = {page: frozenset(names) for page, names in SECTIONS.items()}
    begun = {page: tuple(name[:-1] for name in names if name.endswith("*")) for page, names in SECTIONS.items()}
    for item, page, name in _named(context):
        if name in whole[page] or name.startswith(begun[page]):
            what = f"the name '{name}'"
            if name not in whole[page]:
                what = f"names that begin with '{next(each for each in begun[page] if name.startswith(each))}'"
            place = item.marks.at("code" if item.marks.has("code") else "id")
            yield problem("R06", place, f"the page that shows '{name}' keeps {what} for itself", "Give it another id.")


def _named(context: Context) -> Iterator[tuple[Item, str, str]]:
    """What content puts on pages with places of their own: the object, the template of the page, its name there."""
    for target in context.links.targets.values():
        ref, owner = target.ref, target.owner
        if ref == owner:
            space, _, name = ref.partition(":")
            for page in _AMONG_OTHERS.get(space, ()):
                yield target.item, page, name
        # Deeper down, and in variants, names are put together with dots and letters, and no section has such a name.
        elif ref[len(owner)] == "/" and "/" not in (name := ref[len(owner) + 1 :]):
            space = "law" if owner.startswith("law/") else owner.partition(":")[0] if ":" in owner else "norm"
            yield target.item, _INSIDE[space], name
    for term in context.corpus.terms:
        if term.scope == "law":
            yield term, "article", term.id
    for blank in context.corpus.law.blanks:
        yield blank, "blanks", blank.id
    for question in context.corpus.questions.questions if context.corpus.questions else ():
        yield question, "responses", question.id


CHECKS: tuple[Check, ...] = (ids_leave_sections_their_names,)
