"""References: every one resolves, into the right kind, and not to something retired or expired."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.checks.context import Check, Context, problem
from normbook.link import Use, space_of, suggest
from normbook.marks import Marks
from normbook.model.base import Item
from normbook.problems import Problem

_NAMES = {
    "law": "a provision of the law",
    "norm": "a norm",
    "timeline": "a stage of a timeline",
    "group": "a group",
    "term": "a defined term",
    "regime": "a regime",
    "instrument": "an instrument",
    "un": "a UN norm",
}


def references_resolve(context: Context) -> Iterator[Problem]:
    """R01, R02, R04, G03, L04, M05: what a reference names exists and is of the kind expected there."""
    blanks = {blank.id for blank in context.corpus.law.blanks}
    for use in context.links.uses:
        space = space_of(use.ref)
        if space == "blank":
            name = use.ref.removeprefix("blank:")
            if name not in blanks and _in_law(use):
                yield problem(
                    "L04", use.place, f"the blank '{name}' is not declared", "Declare it in norms/law/law.yaml."
                )
            elif not _in_law(use):
                yield problem(
                    "M05",
                    use.place,
                    f"the blank '{name}' stands outside the law",
                    "Norms and other texts name the role in words.",
                )
        elif use.ref in context.links.retired:
            successor = context.links.retired[use.ref]
            hint = f"Write '{successor.removeprefix(use.implied)}'." if successor else "Remove it."
            yield problem("R02", use.place, f"'{use.written}' is retired", hint)
        elif use.expects and space and space not in use.expects:
            wanted = " or ".join(_NAMES.get(s, s) for s in use.expects)
            yield problem("R04", use.place, f"'{use.written}' is not {wanted}", f"Name {wanted} here.")
        elif not (context.links.get(use.ref) or use.ref in context.links.planned or context.links.hidden(use.ref)):
            yield _dead(use, context)


def _in_law(use: Use) -> bool:
    return use.by == "law" or use.by.startswith("law/")


def _dead(use: Use, context: Context) -> Problem:
    hint = suggest(use.ref, context.links).replace(f"'{use.implied}", "'")
    if use.field == "of":
        return problem(
            "G03",
            use.place,
            f"'{use.ref.removeprefix('term:')}' is not a defined term",
            hint or "Define it in norms/glossary.yaml.",
        )
    return problem(
        "R01",
        use.place,
        f"'{use.written}' does not exist",
        hint or "Write an id that exists, or list it in norms/planned.yaml.",
    )


def ids_are_unique(context: Context) -> Iterator[Problem]:
    """R03: ids that no reference leads to are given once as well."""
    corpus = context.corpus
    lists: list[tuple[str, tuple[Item, ...]]] = [
        ("family", corpus.handbook.families),
        ("role", corpus.handbook.roles),
        ("blank", corpus.law.blanks),
        ("question", corpus.questions.questions if corpus.questions else ()),
        *((f"phase of {playbook.id}", playbook.phases) for playbook in corpus.playbooks),
        *((f"variant of {norm.id}", norm.variants) for norm in corpus.norms),
    ]
    for what, items in lists:
        seen: dict[str, Item] = {}
        for item in items:
            name = str(getattr(item, "id", ""))
            if (first := seen.setdefault(name, item)) is not item:
                yield problem(
                    "R03",
                    item.marks.at("id"),
                    f"the {what} '{name}' is already given",
                    f"It is first given at {first.place}. Ids are never reused.",
                )


def roles_exist(context: Context) -> Iterator[Problem]:
    """R05: addressees, senders, recipients and deciders are roles."""
    roles = {role.id for role in context.corpus.handbook.roles}
    corpus = context.corpus
    named: list[tuple[Item, str]] = [(c, "addressee") for n in corpus.norms for c in n.commitments]
    named += [(t, f) for t in corpus.timelines for f in ("sender", "recipient")]
    named += [(s, f) for t in corpus.timelines for s in t.stages for f in ("sender", "recipient")]
    named += [(m, "decided_by") for m in corpus.measures]
    named += [(s, "role") for p in corpus.playbooks for phase in p.phases for s in phase.steps]
    named += [(t, "calls") for p in corpus.playbooks for t in p.escalation]
    named += [(i, "to") for e in corpus.exercises for i in e.injects]
    named += [(m, "responsible") for m in (corpus.roadmap.milestones if corpus.roadmap else ())]
    said: list[tuple[str | None, Marks, str, int | None]]
    said = [(getattr(item, name), item.marks, name, None) for item, name in named]
    heard = [s for p in corpus.playbooks for phase in p.phases for s in phase.steps]
    said += [(role, s.marks, "consults", n) for s in heard for n, role in enumerate(s.consults)]
    said += [(role, r.marks, "recipients", n) for r in corpus.regimes for n, role in enumerate(r.recipients)]
    for role, marks, name, index in said:
        if role is not None and role not in roles:
            hint = f"Roles: {', '.join(sorted(roles))}."
            yield problem("R05", marks.at(name, index), f"'{role}' is not a role", hint)


CHECKS: tuple[Check, ...] = (references_resolve, ids_are_unique, roles_exist)
