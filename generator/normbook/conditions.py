"""The small language of conditions: response menu, variants, applicability. Parsed and walked, never executed.

    severity >= severe and confidence >= high and prior_demand and not armed_attack
    sector in (energy, health) or legal-character == retorsion

A bare name is a flag, answered yes or no. `>= <= > <` compare terms of an ordered taxonomy, `==` and `in (…)` terms of
any. `not` binds closer than `and`, `and` closer than `or`. What is not answered is neither yes nor no: it satisfies
nothing, not even under `not`, so that an unasked question never opens the way to a measure.

`to_json` writes the tree that the evaluator of the site's pages reads (`assets/conditions.js`). Both give the same
verdict in the same words; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

MAX_LENGTH: Final = 1000
MAX_DEPTH: Final = 20
"""Bounds of an expression: characters, and how deep parentheses and `not` may nest."""

Operator = Literal[">=", "<=", ">", "<", "=="]
_OPERATORS: Final[tuple[Operator, ...]] = (">=", "<=", "==", ">", "<")
_KEYWORDS: Final = ("and", "or", "not", "in")
_TOKEN: Final = re.compile(r"\s*(?:([a-z0-9]+(?:[-_][a-z0-9]+)*)|(>=|<=|==|[<>(),]))")
_PHRASES: Final[dict[tuple[Operator, bool], str]] = {
    (">=", True): "at least {}", (">=", False): "below {}",
    ("<=", True): "at most {}", ("<=", False): "above {}",
    (">", True): "above {}", (">", False): "at most {}",
    ("<", True): "below {}", ("<", False): "at least {}",
    ("==", True): "{}", ("==", False): "other than {}",
}  # fmt: skip

Fact = bool | str | Collection[str] | None
"""What is known: a flag's answer, a term, several terms (any of them may satisfy), or None for not answered."""

Words = Mapping[str, str]
"""What names are called in reasons: a flag or taxonomy by its name, a term as taxonomy/term. Others stay as written."""

Json: TypeAlias = "str | list[Json] | dict[str, Json]"


class ConditionError(ValueError):
    """A mistake in an expression, or facts that do not fit it. `column` counts from 1."""

    def __init__(self, column: int, message: str) -> None:
        """Hold the column and the message apart, for a `Problem` that adds its own place."""
        super().__init__(f"column {column}: {message}")
        self.column = column
        self.message = message


@dataclass(frozen=True, slots=True)
class Name:
    """A taxonomy, term or flag, with the column it is written in."""

    text: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """A question answered yes or no; satisfied by yes."""

    name: Name


@dataclass(frozen=True, slots=True)
class Compare:
    """A taxonomy held against one of its terms."""

    taxonomy: Name
    operator: Operator
    term: Name


@dataclass(frozen=True, slots=True)
class OneOf:
    """A taxonomy held against several of its terms."""

    taxonomy: Name
    terms: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of an expression."""

    of: Expr


@dataclass(frozen=True, slots=True)
class And:
    """Satisfied by all its parts together; two at least."""

    of: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Satisfied by any of its parts; two at least."""

    of: tuple[Expr, ...]


Expr: TypeAlias = Flag | Compare | OneOf | Not | And | Or


@dataclass(frozen=True, slots=True)
class Used:
    """A name that is used: a flag (`term` None), or a taxonomy with one of its terms; `ordered` if compared by rank."""

    name: Name
    term: Name | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition is satisfied, and why: for a no every unmet part, for a yes every part that carries it."""

    yes: bool
    reasons: tuple[str, ...]
    unanswered: tuple[str, ...] = ()
    """Names whose answer could still change the verdict, in order of appearance."""

    @property
    def value(self) -> bool | None:
        """Yes, no, or None while an answer that is not known could still decide."""
        return True if self.yes else None if self.unanswered else False


class _Parser:
    """Recursive descent over the tokens; one token of lookahead."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.end = len(text) + 1
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    @property
    def column(self) -> int:
        return self.tokens[self.at].column if self.at < len(self.tokens) else self.end

    def take(self) -> Name:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, text: str) -> None:
        if self.next != text:
            raise ConditionError(self.column, f"expected '{text}' {self.instead}")
        self.take()

    @property
    def instead(self) -> str:
        return f"instead of '{self.next}'" if self.next else "at the end"

    def name(self, what: str) -> Name:
        if not self.next or not self.next[0].isalnum() or self.next in _KEYWORDS:
            raise ConditionError(self.column, f"expected {what} {self.instead}")
        return self.take()

    def any_of(self) -> Expr:
        parts = [self.all_of()]
        while self.next == "or":
            self.take()
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all_of(self) -> Expr:
        parts = [self.single()]
        while self.next == "and":
            self.take()
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def single(self) -> Expr:
        if self.next not in ("not", "("):
            return self.test()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ConditionError(self.column, f"nested more than {MAX_DEPTH} deep; split the condition")
        if self.take().text == "not":
            found: Expr = Not(self.single())
        else:
            found = self.any_of()
            self.expect(")")
        self.depth -= 1
        return found

    def test(self) -> Expr:
        name = self.name("a name, 'not' or '('")
        operator = next((op for op in _OPERATORS if op == self.next), None)
        if operator:
            self.take()
            return Compare(name, operator, self.name("a term"))
        if self.next != "in":
            return Flag(name)
        self.take()
        self.expect("(")
        terms = [self.name("a term")]
        while self.next == ",":
            self.take()
            terms.append(self.name("a term"))
        self.expect(")")
        return OneOf(name, tuple(terms))


def _tokens(text: str) -> Iterator[Name]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            raise ConditionError(start + 1, _advice(text[start:]))
        at = found.end()
        group = found.lastindex or 0
        yield Name(found[group], found.start(group) + 1)


def _advice(rest: str) -> str:
    """What to write instead of a character that starts no token."""
    if rest.startswith("="):
        return "write '==' for 'is'"
    if rest.startswith("!"):
        return "write 'not' before the comparison"
    if rest.startswith(("&", "|")):
        return "write 'and' or 'or'"
    if rest[0].isupper():
        return "names, terms and the words and, or, not, in are lower case"
    return f"'{rest[0]}' has no meaning here"


def parse(text: str) -> Expr:
    """The expression a text stands for. ConditionError, with a 1-based column, says what is wrong."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(MAX_LENGTH + 1, f"longer than {MAX_LENGTH} characters; split the condition")
    parser = _Parser(text)
    found = parser.any_of()
    if parser.next == "not":
        raise ConditionError(parser.column, "write 'not' before the name, as in: not sector in (energy)")
    if parser.next:
        raise ConditionError(parser.column, f"expected 'and', 'or' or the end {parser.instead}")
    return found


def names(expr: Expr) -> tuple[Used, ...]:
    """Every flag, and every taxonomy with a term, that an expression uses, in the order written."""
    match expr:
        case Flag(name):
            return (Used(name),)
        case Compare(taxonomy, operator, term):
            return (Used(taxonomy, term, ordered=operator != "=="),)
        case OneOf(taxonomy, terms):
            return tuple(Used(taxonomy, term) for term in terms)
        case Not(of):
            return names(of)
        case And(parts) | Or(parts):
            return tuple(used for part in parts for used in names(part))


def to_json(expr: Expr) -> dict[str, Json]:
    """The expression as plain data: {"op": "and"|"or"|"not"|"flag"|"in"|">="…}, with `of`, or `name` and `term(s)`."""
    match expr:
        case Flag(name):
            return {"op": "flag", "name": name.text}
        case Compare(taxonomy, operator, term):
            return {"op": operator, "name": taxonomy.text, "term": term.text}
        case OneOf(taxonomy, terms):
            return {"op": "in", "name": taxonomy.text, "terms": [term.text for term in terms]}
        case Not(of):
            return {"op": "not", "of": [to_json(of)]}
        case And(parts) | Or(parts):
            return {"op": "and" if isinstance(expr, And) else "or", "of": [to_json(part) for part in parts]}


@dataclass(frozen=True, slots=True)
class _Found:
    """The value of an expression (None: not answered), the reasons that carry that value, and what was not answered."""

    value: bool | None
    reasons: tuple[str, ...]
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """What an expression is held against."""

    facts: Mapping[str, Fact]
    scales: Mapping[str, tuple[str, ...]]
    words: Words


def evaluate(
    expr: Expr, facts: Mapping[str, Fact], scales: Mapping[str, tuple[str, ...]], words: Words | None = None
) -> Verdict:
    """Whether the facts satisfy an expression.

    `facts` maps flags and taxonomies to what is known; `scales` maps each ordered taxonomy to its terms, lowest first;
    `words` are for the reasons.
    ConditionError if the expression compares by rank what is on no scale, or a fact is of the wrong kind: `names` lets
    a check find the first beforehand.
    """
    found = _walk(expr, True, _Case(facts, scales, words or {}))
    return Verdict(found.value is True, found.reasons, tuple(dict.fromkeys(found.unanswered)))


def _walk(expr: Expr, wanted: bool, case: _Case) -> _Found:
    """The value of `expr`, or of its negation if not `wanted`: so that reasons speak of what must hold."""
    match expr:
        case Not(of):
            return _walk(of, not wanted, case)
        case And(parts) | Or(parts):
            found = [_walk(part, wanted, case) for part in parts]
            return _all_of(found) if isinstance(expr, And) is wanted else _any_of(found)
        case Flag(name):
            fact = case.facts.get(name.text)
            if fact is not None and not isinstance(fact, bool):
                raise ConditionError(name.column, f"'{name.text}' is answered by yes or no, not by '{fact}'")
            holds = None if fact is None else fact is wanted
            return _leaf(name, "yes" if wanted else "no", holds, "yes" if fact else "no", case)
        case Compare() | OneOf():
            return _test(expr, wanted, case)


def _test(expr: Compare | OneOf, wanted: bool, case: _Case) -> _Found:
    name = expr.taxonomy
    fact = case.facts.get(name.text)
    if isinstance(fact, bool):
        raise ConditionError(name.column, f"'{name.text}' is answered by a term, not by yes or no")
    terms = (fact,) if isinstance(fact, str) else tuple(sorted(fact or ()))

    def named(codes: Iterable[str]) -> str:
        return ", ".join(case.words.get(f"{name.text}/{code}", code) for code in codes)

    if isinstance(expr, OneOf):
        choices = [term.text for term in expr.terms]
        phrase = f"{'one of' if wanted else 'none of'} {named(choices)}"
        holds = any(term in choices for term in terms)
    else:
        phrase = _PHRASES[expr.operator, wanted].format(named([expr.term.text]))
        holds = any(_compare(term, expr, case.scales) for term in terms)
    return _leaf(name, phrase, None if fact is None else holds is wanted, named(terms) or "none", case)


def _compare(term: str, expr: Compare, scales: Mapping[str, tuple[str, ...]]) -> bool:
    if expr.operator == "==":
        return term == expr.term.text
    scale = scales.get(expr.taxonomy.text)
    if scale is None:
        raise ConditionError(expr.taxonomy.column, f"'{expr.taxonomy.text}' is not an ordered taxonomy")
    for text in (expr.term.text, term):
        if text not in scale:
            raise ConditionError(expr.term.column, f"'{text}' is not a term of '{expr.taxonomy.text}'")
    rank, limit = scale.index(term), scale.index(expr.term.text)
    return {">=": rank >= limit, "<=": rank <= limit, ">": rank > limit, "<": rank < limit}[expr.operator]


def _leaf(name: Name, phrase: str, holds: bool | None, stands: str, case: _Case) -> _Found:
    called = case.words.get(name.text, name.text)
    if holds is None:
        return _Found(None, (f"{called} must be {phrase} (not answered)",), (name.text,))
    if phrase == stands:
        return _Found(holds, (f"{called} is {phrase}",))
    return _Found(holds, (f"{called} {'is' if holds else 'must be'} {phrase} (it is {stands})",))


def _all_of(parts: list[_Found]) -> _Found:
    unmet = [part for part in parts if part.value is not True]
    value = True if not unmet else False if any(part.value is False for part in unmet) else None
    reasons = tuple(reason for part in unmet or parts for reason in part.reasons)
    # Once a part is false, no answer to another can change the verdict.
    return _Found(value, reasons, () if value is False else tuple(n for part in unmet for n in part.unanswered))


def _any_of(parts: list[_Found]) -> _Found:
    met = [part for part in parts if part.value is True]
    if met:
        return _Found(True, tuple(reason for part in met for reason in part.reasons))
    value = None if any(part.value is None for part in parts) else False
    either = "; or ".join(" and ".join(part.reasons) for part in parts)
    return _Found(value, (f"one of these is needed: {either}",), tuple(n for part in parts for n in part.unanswered))
