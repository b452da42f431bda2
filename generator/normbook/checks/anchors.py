"""Names of places on a page: no id of the content takes the name of a section of the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from normbook import ids
from normbook.checks.context import Check, Context, problem
from normbook.model.base import Item
from normbook.problems import Problem

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "article": (
        "text", "guide", "choices", "rights", "compare", "norms", "commitments", "clocks", "blanks", "article-sources",
        "dates", "named-by",
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
    for item, page, name in _named(context):
        if taken := next((each for each in SECTIONS[page] if fnmatchcase(name, each)), None):
            what = f"names that begin with '{taken[:-1]}'" if taken.endswith("*") else f"the name '{taken}'"
            place = item.marks.at("code" if item.marks.has("code") else "id")
            yield problem("R06", place, f"the page that shows '{name}' keeps {what} for itself", "Give it another id.")


def _named(context: Context) -> Iterator[tuple[Item, str, str]]:
    """What content puts on pages with places of their own: the object, the template of the page, its name there."""
    for target in context.links.targets.values():
        if target.ref != target.owner:
            address = ids.parse(target.ref)
            # Names with a dot or a variant's letter are put together, and no section has such a name.
            if address and not address.is_commitment and not address.variant and len(address.parts) == 1:
                yield target.item, _INSIDE[address.space], address.parts[0]
            continue
        space, colon, name = target.ref.partition(":")
        for page in _AMONG_OTHERS.get(space, ()) if colon else ():
            yield target.item, page, name
    for term in context.corpus.terms:
        if term.scope == "law":
            yield term, "article", term.id
    for blank in context.corpus.law.blanks:
        yield blank, "blanks", blank.id
    for question in context.corpus.questions.questions if context.corpus.questions else ():
        yield question, "responses", question.id


CHECKS: tuple[Check, ...] = (ids_leave_sections_their_names,)
