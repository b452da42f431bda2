"""Conditions as formulas of a spreadsheet: true exactly where `conditions.evaluate` says yes.

Every part of a condition becomes 'the cell holds one of these answers', so that an empty cell satisfies nothing, not
even under `not`; whether a condition fails for certain is the formula of its negation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from normbook.conditions import And, Compare, Expr, Flag, Not, OneOf, Or

KEPT, NOT_KEPT, NOT_KNOWN = "kept", "not kept", "not known"
"""The states of a condition in a cell."""
_KEEPS = {">=": lambda at, limit: at >= limit, "<=": lambda at, limit: at <= limit, ">": lambda at, limit: at > limit,
          "<": lambda at, limit: at < limit}  # fmt: skip


@dataclass(frozen=True)
class Cells:
    """Where answers stand.

    `lists` holds (code, label as it stands in the cell) by name; `filled` the names that are satisfied by any words at
    all; `states` those whose cell holds a state as `state` gives it. Every other name is answered yes or no.
    """

    at: Mapping[str, str]
    lists: Mapping[str, tuple[tuple[str, str], ...]]
    filled: frozenset[str]
    states: frozenset[str] = frozenset()


def formula(expr: Expr, cells: Cells, *, wanted: bool = True) -> str:
    """A formula, without its equals sign, that is true where the expression, or its negation, is satisfied."""
    match expr:
        case Not(of):
            return formula(of, cells, wanted=not wanted)
        case And(parts) | Or(parts):
            joint = "AND" if isinstance(expr, And) is wanted else "OR"
            return f"{joint}({','.join(formula(part, cells, wanted=wanted) for part in parts)})"
        case Flag(name) if name.text in cells.filled:
            return f"LEN(TRIM({cells.at[name.text]}))>0" if wanted else "FALSE"
        case Flag(name) if name.text in cells.states:
            return f'{cells.at[name.text]}="{KEPT if wanted else NOT_KEPT}"'
        case Flag(name):
            return f'{cells.at[name.text]}="{"yes" if wanted else "no"}"'
        case OneOf(taxonomy, terms):
            return _held(taxonomy.text, {term.text for term in terms}, cells, wanted=wanted)
        case Compare(taxonomy, operator, term):
            codes = [code for code, _ in cells.lists[taxonomy.text]]
            limit = codes.index(term.text)
            keeps = _KEEPS.get(operator)
            held = {code for at, code in enumerate(codes) if (keeps(at, limit) if keeps else at == limit)}
            return _held(taxonomy.text, held, cells, wanted=wanted)


def state(expr: Expr, cells: Cells) -> str:
    """A formula whose value is kept, not kept or not known."""
    yes, no = formula(expr, cells), formula(expr, cells, wanted=False)
    return f'IF({yes},"{KEPT}",IF({no},"{NOT_KEPT}","{NOT_KNOWN}"))'


def _held(name: str, codes: set[str], cells: Cells, *, wanted: bool) -> str:
    """The cell holds the label of one of these codes, or of one of the others."""
    labels = [label for code, label in cells.lists[name] if (code in codes) is wanted]
    tests = [f'{cells.at[name]}="{quoted(label)}"' for label in labels]
    return "FALSE" if not tests else tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"


def quoted(words: str) -> str:
    """Words inside quotation marks of a formula."""
    return words.replace('"', '""')
