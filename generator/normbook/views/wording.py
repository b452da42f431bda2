"""The tests of conditions in plain words, with links to the questions and scales they use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from normbook.conditions import And, Compare, ConditionError, Expr, Flag, Not, OneOf, Or, parse
from normbook.model.response import Condition, Measure
from normbook.printing import Printer
from normbook.publication import Publication

_RANKS = {">=": "at least", "<=": "at most", ">": "above", "<": "below", "==": ""}
_TURNED = {">=": "below", "<=": "above", ">": "at most", "<": "at least", "==": "other than"}


@dataclass(frozen=True)
class Wording:
    """Says what a test asks for, on one page. Where `wanted` is false, the opposite of an expression is said."""

    publication: Publication
    p: Printer

    @cached_property
    def questions(self) -> dict[str, str]:
        """The yes/no questions by the name that tests use."""
        asked = self.publication.corpus.questions
        return {q.id: self.publication.plain(q.label) for q in asked.questions} if asked else {}

    @cached_property
    def terms(self) -> dict[tuple[str, str], str]:
        """Labels of the terms of all taxonomies."""
        return {(taxonomy.id, term.code): self.publication.plain(term.label)
                for taxonomy in self.publication.corpus.taxonomies for term in taxonomy.terms}

    def test(self, condition: Condition) -> Markup:
        """The test of a condition; empty where there is none, and as written where it cannot be read."""
        if not condition.test:
            return Markup("")
        try:
            return self.say(parse(condition.test))
        except ConditionError:
            return Markup("<code>{}</code>").format(condition.test)

    def say(self, expr: Expr, *, wanted: bool = True, inside: bool = False) -> Markup:
        """An expression in words; alternatives that stand `inside` something else are put in brackets."""
        match expr:
            case Not(of):
                return self.say(of, wanted=not wanted, inside=inside)
            case And(parts) | Or(parts):
                said = [self.say(part, wanted=wanted, inside=True) for part in parts]
                if isinstance(expr, And) is wanted:
                    return Markup(" and ").join(said)
                either = Markup(" or ").join(said)
                return Markup("({})").format(either) if inside else either
            case Flag(name):
                return self._flag(name.text, wanted=wanted)
            case Compare(taxonomy, operator, term):
                return self._scale(taxonomy.text, (_RANKS if wanted else _TURNED)[operator], [term.text])
            case OneOf(taxonomy, terms):
                return self._scale(taxonomy.text, "one of" if wanted else "none of", [term.text for term in terms])

    def _flag(self, name: str, *, wanted: bool) -> Markup:
        answer = Markup("<strong>{}</strong>").format("yes" if wanted else "no")
        if name not in self.questions:
            return Markup("{}: {}").format(name, answer)
        link = Markup('<a href="{}">{}</a>').format(self.p.href(f"responses/#{name}"), self.questions[name])
        return Markup("{} {}").format(link, answer)

    def _scale(self, taxonomy: str, rank: str, terms: Sequence[str]) -> Markup:
        name = Markup('<a href="{}">{}</a>').format(self.p.href(f"taxonomies/{taxonomy}/"), taxonomy.replace("-", " "))
        listed = Markup(", ").join(
            Markup("<strong>{}</strong>").format(self.terms.get((taxonomy, term), term).lower()) for term in terms)
        return Markup("{} {} {}").format(name, rank, listed) if rank else Markup("{} {}").format(name, listed)


def floors(measure: Measure) -> dict[str, str]:
    """The term of each scale below which a measure is never open, by taxonomy: what its tests demand outright."""
    found: dict[str, str] = {}
    for condition in measure.conditions:
        try:
            expr = parse(condition.test) if condition.test else None
        except ConditionError:
            continue
        for part in expr.of if isinstance(expr, And) else (expr,):
            if isinstance(part, Compare) and part.operator == ">=":
                found.setdefault(part.taxonomy.text, part.term.text)
    return found
