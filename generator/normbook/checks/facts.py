"""Facts about the outside world: sourced, dated, and about States that exist."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.checks.context import Check, Context, problem
from normbook.model.base import Fact
from normbook.model.response import Precedent
from normbook.problems import Problem


def facts_are_sourced(context: Context) -> Iterator[Problem]:
    """F01: a fact names its source and date, unless it is marked as general knowledge."""
    corpus = context.corpus
    precedents = [p for m in corpus.measures for p in m.precedents]
    facts: list[Fact] = [*corpus.instruments, *corpus.un_norms, *corpus.regimes, *corpus.incidents, *corpus.measures,
                         *corpus.groups.groups, *corpus.schemes, *precedents]
    for fact in facts:
        lacking = [] if fact.source or fact.seen == "general-knowledge" else ["source"]
        if not fact.as_of and not isinstance(fact, Precedent):  # a precedent carries its own date
            lacking.append("as_of")
        if lacking:
            yield problem("F01", fact.place, f"fact without {' and '.join(lacking)}",
                          "Add it, mark the fact seen: general-knowledge, or leave the fact out.")


def states_exist(context: Context) -> Iterator[Problem]:
    """F02, F03: codes stand in states.yaml; nobody is listed twice."""
    corpus = context.corpus
    known = {state.iso2 for state in corpus.states.states}
    for group in corpus.groups.groups:
        for index, code in enumerate(group.members):
            if code not in known:
                yield problem("F02", group.marks.at("members", index), f"'{code}' is not a State of states.yaml",
                              "Use the ISO 3166-1 alpha-2 code of a member or observer State.")
            elif code in group.members[:index]:
                yield problem("F03", group.marks.at("members", index), f"'{code}' is listed twice in {group.id}", "Remove one.")
    for incident in corpus.incidents:
        for index, code in enumerate(incident.states_affected):
            if code not in known:
                yield problem("F02", incident.marks.at("states_affected", index), f"'{code}' is not a State of states.yaml",
                              "Use the ISO 3166-1 alpha-2 code.")
    for country in corpus.countries:
        if country.iso2 not in known:
            yield problem("F02", country.marks.at("iso2"), f"'{country.iso2}' is not a State of states.yaml",
                          "Use the ISO 3166-1 alpha-2 code.")


CHECKS: tuple[Check, ...] = (facts_are_sourced, states_exist)
