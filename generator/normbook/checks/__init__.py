"""The rules of `normbook check`. `RULES` documents every code; `CHECKS` lists every function that finds problems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from normbook import link
from normbook.aside import aside
from normbook.checks import (
    adaptations,
    anchors,
    answers,
    content,
    facts,
    history,
    lists,
    outlines,
    practice,
    provisions,
    references,
    spillovers,
    style,
    tenures,
    texts,
    timing,
    worksheets,
)
from normbook.checks.context import Check, Context
from normbook.checks.rules import RULES
from normbook.law import tree
from normbook.model.corpus import Corpus
from normbook.problems import Problem

CHECKS: tuple[Check, ...] = (
    *references.CHECKS,
    *anchors.CHECKS,
    *texts.CHECKS,
    *timing.CHECKS,
    *content.CHECKS,
    *worksheets.CHECKS,
    *provisions.CHECKS,
    *adaptations.CHECKS,
    *tenures.CHECKS,
    *answers.CHECKS,
    *style.CHECKS,
    *lists.CHECKS,
    *practice.CHECKS,
    *spillovers.CHECKS,
    *facts.CHECKS,
    *outlines.CHECKS,
    *history.CHECKS,
)


def run(corpus: Corpus, links: link.Links, as_of: date, *, divided: bool = False) -> tuple[Problem, ...]:
    """All problems that the rules find in a corpus of the right shape, in no particular order.

    `divided` gives half of the rules to a second process.
    """
    context = Context(corpus, links, tree.tree(corpus), as_of)

    def found(checks: Sequence[Check]) -> tuple[Problem, ...]:
        return tuple(problem for check in checks for problem in check(context))

    if not divided:
        return found(CHECKS)
    others = aside(lambda: found(CHECKS[1::2]))
    return found(CHECKS[::2]) + others()


__all__ = ["CHECKS", "RULES", "run"]
