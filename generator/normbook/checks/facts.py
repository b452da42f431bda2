"""Facts about the outside world: sourced, dated, and about States that exist."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.checks.context import Check, Context, problem
from normbook.model.base import Fact, Item
from normbook.model.corpus import Corpus
from normbook.model.norm import Commitment
from normbook.model.response import Precedent
from normbook.problems import Problem


def facts_are_sourced(context: Context) -> Iterator[Problem]:
    """F01: a fact names its source and date, unless it is marked as general knowledge."""
    corpus = context.corpus
    precedents = [p for m in corpus.measures for p in m.precedents]
    bodies = [body for each in corpus.authorities.authorities for body in (each.csirt, each.authority) if body] \
        if corpus.authorities else []
    facts: list[Fact] = [
        *corpus.instruments, *corpus.un_norms, *corpus.regimes, *corpus.incidents, *corpus.measures, *precedents,
        *corpus.groups.groups, *corpus.schemes, *bodies, *([corpus.weekends] if corpus.weekends else []),
        *([corpus.outlines] if corpus.outlines else []),
    ]
    for fact in facts:
        lacking = [] if fact.source or fact.seen == "general-knowledge" else ["source"]
        if not fact.as_of and not isinstance(fact, Precedent):  # a precedent carries its own date
            lacking.append("as_of")
        if lacking:
            yield problem("F01", fact.place, f"fact without {' and '.join(lacking)}",
                          "Add it, mark the fact seen: general-knowledge, or leave the fact out.")


def states_exist(context: Context) -> Iterator[Problem]:
    """F02, F03: codes stand in states.yaml; nobody is listed twice."""
    known = {state.iso2 for state in context.corpus.states.states}
    for item, name, index, code in _codes(context.corpus):
        if code not in known:
            yield problem("F02", item.marks.at(name, index), f"'{code}' is not a State of states.yaml",
                          "Use the ISO 3166-1 alpha-2 code of a member or observer State.")
    for group in context.corpus.groups.groups:
        for index, code in enumerate(group.members):
            if code in group.members[:index]:
                yield problem("F03", group.marks.at("members", index), f"'{code}' is listed twice in {group.id}",
                              "Remove one.")


def _codes(corpus: Corpus) -> Iterator[tuple[Item, str, int | None, str]]:
    """Every code of a State: the object that names it, the key, its place in a list, and the code."""
    for group in corpus.groups.groups:
        yield from ((group, "members", index, code) for index, code in enumerate(group.members))
        yield from ((detail, "iso2", None, detail.iso2) for detail in group.details)
    for incident in corpus.incidents:
        yield from ((incident, "states_affected", index, code) for index, code in enumerate(incident.states_affected))
    for weekend in corpus.weekends.exceptions if corpus.weekends else ():
        yield from ((weekend, "states", index, code) for index, code in enumerate(weekend.states))
    for authority in corpus.authorities.authorities if corpus.authorities else ():
        yield authority, "iso2", None, authority.iso2
    for outline in corpus.outlines.outlines if corpus.outlines else ():
        yield outline, "iso2", None, outline.iso2
    for country in corpus.countries:
        yield country, "iso2", None, country.iso2


def actions_are_covered(context: Context) -> Iterator[Problem]:
    """F04: a practical action of a UN norm is covered by commitments, or says why not."""
    for un_norm in context.corpus.un_norms:
        for action in un_norm.practical_actions:
            if not action.covered_by and not action.uncovered:
                yield problem("F04", action.place, f"{action.id} names no commitment and no reason",
                              "List commitments in 'covered_by', or say in 'uncovered' why none covers it.")
            for index, ref in enumerate(action.covered_by):
                target = context.links.get(ref)
                if target and not isinstance(target.item, Commitment):
                    yield problem("F04", action.marks.at("covered_by", index), f"'{ref}' is not a commitment",
                                  "A norm as a whole cannot be tested: name commitments, such as not-2.alert.")


def clocks_of_law_start(context: Context) -> Iterator[Problem]:
    """F05: a clock of existing law starts with an event or follows an earlier one, and answers stages of timelines."""
    for regime in context.corpus.regimes:
        for index, stage in enumerate(regime.stages):
            earlier = [each.name for each in regime.stages[:index]]
            if stage.follows and stage.event:
                yield problem("F05", stage.marks.at("follows"), "the clock has both an event and a report it follows",
                              "Keep the one that the law counts from.")
            elif stage.follows and stage.follows not in earlier:
                names = f"Earlier ones: {'; '.join(earlier)}." if earlier else "It is the first: name its event."
                yield problem("F05", stage.marks.at("follows"),
                              f"no earlier stage of the regime is named '{stage.follows}'", names)
            for place, name in enumerate(stage.answers):
                if "/" not in name:
                    yield problem("F05", stage.marks.at("answers", place), f"'{name}' is not a stage of a timeline",
                                  "Name timeline and stage, as in operator-to-csirt/initial-alert.")


def answers_rest_on_facts(context: Context) -> Iterator[Problem]:
    """F06: what answers a commitment for a State is one group, with what it did, or regimes."""
    groups = {group.id: group for group in context.corpus.groups.groups}
    for by in (by for norm in context.corpus.norms for c in norm.commitments for by in c.answered_by):
        if bool(by.group) == bool(by.regimes):
            yield problem("F06", by.place, "an answer names a group or regimes, and one of them only",
                          "Name the group whose membership answers, or the regimes whose duty does.")
        elif by.regimes and (by.instrument or by.unless):
            yield problem("F06", by.place, "'instrument' and 'unless' belong to a group",
                          "A regime holds for its own State alone: take them away.")
        elif by.group in groups:
            for index, code in enumerate(by.unless):
                if code not in groups[by.group].members:
                    yield problem("F06", by.marks.at("unless", index), f"'{code}' is no member of {by.group}",
                                  "Only members need to be left out.")


CHECKS: tuple[Check, ...] = (facts_are_sourced, states_exist, actions_are_covered, clocks_of_law_start,
                             answers_rest_on_facts)
