"""The worksheet of attribution: which rules of use are kept, what level the answers carry, what statement they yield.

Pure: a method and answers in, verdicts and sentences out. The rules are data of the corpus, written in the language of
`conditions`; `as_data` hands them to the page's script and `spelt_out` to the workbook, so that page, workbook and this
module read one tree. What is not answered keeps no rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from normbook import conditions
from normbook.conditions import And, Compare, ConditionError, Expr, Fact, Flag, Json, Name, Not, Or, Verdict
from normbook.model.corpus import Corpus
from normbook.model.response import Criterion, Method, UseRule
from normbook.model.taxonomy import Taxonomy
from normbook.model.worksheet import Sentence, Worksheet

WITHIN: Final = "within-answers"
"""Name that stands, in tests, for 'the level of confidence stated is not above the one that the answers carry'."""
ALL_KEPT: Final = "all-rules"
"""Name that stands, in sentences, for 'every rule and every requirement that has a test is kept'."""
STATED: Final = "confidence-state"
"""The choice that holds that level."""
COMPUTED: Final = ("supporting", "against", "open", "classes", "strictest", "ceiling")
"""Names that sentences may use besides those of entries and choices."""
STRICTEST: Final = "strictest"
_BLANK: Final = re.compile(r"<([a-z0-9_-]+)>")


def code_of(answer: str) -> str:
    """The code of an answer in tests: `points away` is points-away."""
    return re.sub(r"[^a-z0-9]+", "-", answer.lower()).strip("-")


def blanks(text: str) -> tuple[str, ...]:
    """The names that a sentence of the statement leaves to be filled in."""
    return tuple(_BLANK.findall(text))


@dataclass(frozen=True)
class Answers:
    """What was filled in; what is left out was not answered.

    `facts` holds the code of an answer by criterion, the code of an option by choice, and yes or no by question;
    `entries` words by entry; `classes` the codes of evidence classes and `markings` those of handling markings in use.
    """

    facts: Mapping[str, Fact]
    entries: Mapping[str, str]
    classes: frozenset[str] = frozenset()
    markings: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """Verdicts by rule, the code of the highest level that the answers carry, and what each sentence says."""

    rules: Mapping[str, Verdict]
    ceiling: str
    sentences: tuple[str, ...]

    @property
    def statement(self) -> tuple[str, ...]:
        """The statement, sentence by sentence."""
        return tuple(filter(None, self.sentences))


@dataclass(frozen=True)
class Sheet:
    """The rules of a method that has a worksheet, with the taxonomies from which its lists are taken."""

    method: Method
    worksheet: Worksheet
    taxonomies: Mapping[str, Taxonomy]
    plain: Callable[[str], str]
    """Makes plain words of a content string."""

    @cached_property
    def lists(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The answers of criteria and choices as (code, label), in order."""
        found = {criterion.id: tuple((code_of(answer), self.plain(answer)) for answer in criterion.answers)
                 for criterion in self.method.criteria}
        for choice in self.worksheet.choices:
            terms = self.terms(choice.taxonomy) if choice.taxonomy else ()
            found[choice.id] = terms or tuple((option.code, self.plain(option.label)) for option in choice.options)
        return found

    def terms(self, taxonomy: str) -> tuple[tuple[str, str], ...]:
        """The terms of a taxonomy as (code, label), labels in lower case; none if there is no such taxonomy."""
        found = self.taxonomies.get(taxonomy)
        return tuple((term.code, self.plain(term.label).lower()) for term in found.terms) if found else ()

    @cached_property
    def scales(self) -> dict[str, tuple[str, ...]]:
        """The codes of what can be compared by rank, lowest first."""
        ordered = {choice.id for choice in self.worksheet.choices if choice.ordered or choice.taxonomy}
        ordered |= {criterion.id for criterion in self.method.criteria}
        return {name: tuple(code for code, _ in listed) for name, listed in self.lists.items() if name in ordered}

    @cached_property
    def rules(self) -> tuple[UseRule, ...]:
        """The rules of use and the requirements of evidence, in order."""
        return (*self.method.rules, *self.method.evidence_standard)

    @cached_property
    def named_tests(self) -> dict[str, Expr]:
        """As written, what the id of a rule of use, `within-answers` and `all-rules` stand for."""
        found = {rule.id: conditions.parse(rule.test) for rule in self.method.rules if rule.test}
        parts: list[Expr] = []
        for level in self.worksheet.levels:
            below = Compare(Name(STATED), "<", Name(level.level))
            parts.append(Or((below, conditions.parse(level.test))))
        tested = tuple(conditions.parse(rule.test) for rule in self.rules if rule.test)
        return found | {WITHIN: And(tuple(parts)), ALL_KEPT: And(tested)}

    def spelt_out(self, test: str) -> Expr:
        """A test with every name of a rule replaced by the test of that rule. ConditionError if they form a circle."""
        return self._spelt(conditions.parse(test), ())

    def _spelt(self, expr: Expr, inside: tuple[str, ...]) -> Expr:
        match expr:
            case Flag(name) if name.text in self.named_tests:
                if name.text in inside:
                    raise ConditionError(name.column, f"'{name.text}' stands for itself")
                return self._spelt(self.named_tests[name.text], (*inside, name.text))
            case Not(of):
                return Not(self._spelt(of, inside))
            case And(parts) | Or(parts):
                return replace(expr, of=tuple(self._spelt(part, inside) for part in parts))
            case _:
                return expr

    @cached_property
    def tests(self) -> dict[str, Expr]:
        """The tests of the rules that have one, spelt out, by id."""
        return {rule.id: self.spelt_out(rule.test) for rule in self.rules if rule.test}

    @cached_property
    def levels(self) -> tuple[tuple[str, Expr], ...]:
        """What each level of confidence needs, lowest first; below the first stands the lowest term of the scale."""
        return tuple((level.level, self.spelt_out(level.test)) for level in self.worksheet.levels)

    @cached_property
    def whens(self) -> tuple[Expr | None, ...]:
        """The test of each sentence; None for one that always stands."""
        return tuple(self.spelt_out(s.when) if s.when else None for s in self.worksheet.sentences)

    @cached_property
    def words(self) -> dict[str, str]:
        """What names and answers are called in reasons."""
        sheet = self.worksheet
        found = {criterion.id: self.named(criterion) for criterion in self.method.criteria}
        found |= {q.id: f"the answer to “{self.plain(q.label)}”" for q in sheet.questions}
        labels = {one.id: self.plain(one.label) for one in (*sheet.choices, *sheet.entries)}
        found |= {name: label[:1].lower() + label[1:] for name, label in labels.items()}
        found |= {f"{name}/{code}": label for name, listed in self.lists.items() for code, label in listed}
        return found

    @cached_property
    def witnesses(self) -> tuple[Criterion, ...]:
        """The criteria that can support a finding: those answered on the scale of the first. The others grade."""
        first = self.method.criteria[0].answers
        return tuple(c for c in self.method.criteria if c.answers == first)

    def named(self, criterion: Criterion) -> str:
        """A criterion with its number."""
        return f"{criterion.id.upper()} {self.plain(criterion.title)}"

    def label(self, name: str, code: object) -> str:
        """The words of an answer to a criterion or choice; what is asked, in brackets, where there is no answer."""
        return dict(self.lists[name]).get(str(code), self.blank(name))

    def blank(self, name: str) -> str:
        """What stands for a thing that was not filled in: its label in brackets."""
        asked = (*self.worksheet.choices, *self.worksheet.entries)
        return f"[{next((self.plain(one.label) for one in asked if one.id == name), name)}]"


def sheet_of(corpus: Corpus, plain: Callable[[str], str] = str) -> Sheet | None:
    """The worksheet of a corpus; None if its method has none."""
    method = corpus.method
    if method is None or method.worksheet is None:
        return None
    return Sheet(method, method.worksheet, {taxonomy.id: taxonomy for taxonomy in corpus.taxonomies}, plain)


def outcome(sheet: Sheet, answers: Answers) -> Outcome:
    """What the answers come to."""
    facts: dict[str, Fact] = {**answers.facts}
    facts |= {name: True for name, words in answers.entries.items() if words.strip()}
    if answers.markings:
        facts[STRICTEST] = True

    def verdict(test: Expr) -> Verdict:
        return conditions.evaluate(test, facts, sheet.scales, sheet.words)

    carried = [code for code, test in sheet.levels if verdict(test).yes]
    ceiling = carried[-1] if carried else sheet.scales[STATED][0]
    filled = _filled(sheet, answers, ceiling)
    sentences = zip(sheet.worksheet.sentences, sheet.whens, strict=True)
    said = [_said(sentence, test is None or verdict(test).yes, filled) for sentence, test in sentences]
    return Outcome({name: verdict(test) for name, test in sheet.tests.items()}, ceiling, tuple(said))


def _said(sentence: Sentence, holds: bool, filled: Mapping[str, str]) -> str:
    text = sentence.text if holds else sentence.otherwise
    return _BLANK.sub(lambda blank: filled[blank[1]], text)


def _filled(sheet: Sheet, answers: Answers, ceiling: str) -> dict[str, str]:
    """What goes into the sentences, by name."""
    facts = answers.facts
    found = {choice.id: sheet.label(choice.id, facts.get(choice.id)) for choice in sheet.worksheet.choices}
    for entry in sheet.worksheet.entries:
        found[entry.id] = answers.entries.get(entry.id, "").strip() or sheet.blank(entry.id)

    def among(kind: int) -> str:
        return "; ".join(sheet.named(c) for c in sheet.witnesses if _kind(sheet, c, facts) == kind)

    classes = [label for code, label in sheet.terms("evidence-class") if code in answers.classes]
    marks = [label for code, label in sheet.terms("handling") if code in answers.markings]
    computed = (among(1), among(-1), among(0), "; ".join(classes), marks[-1] if marks else "",
                sheet.label(STATED, ceiling))
    return found | {name: words or "none" for name, words in zip(COMPUTED, computed, strict=True)}


def _kind(sheet: Sheet, criterion: Criterion, facts: Mapping[str, Fact]) -> int:
    """1 for an answer that supports, -1 for the one that points away, 0 for no finding and for no answer."""
    answer, scale = facts.get(criterion.id), sheet.scales[criterion.id]
    return 1 if answer in scale[2:] else -1 if answer == scale[0] else 0


def as_data(sheet: Sheet) -> dict[str, Json]:
    """The rules as plain data, for the script of the page."""
    def plain(test: Expr | None) -> Json:
        return {} if test is None else conditions.to_json(test)

    def listed(pairs: tuple[tuple[str, str], ...]) -> Json:
        return [[code, label] for code, label in pairs]

    asked = (*sheet.worksheet.choices, *sheet.worksheet.entries)
    sentences = zip(sheet.worksheet.sentences, sheet.whens, strict=True)
    return {
        "scales": {name: list(scale) for name, scale in sheet.scales.items()},
        "lists": {name: listed(pairs) for name, pairs in sheet.lists.items()},
        "words": {**sheet.words},
        "blanks": {one.id: sheet.blank(one.id) for one in asked},
        "witnesses": [[c.id, sheet.named(c)] for c in sheet.witnesses],
        "classes": listed(sheet.terms("evidence-class")),
        "markings": listed(sheet.terms("handling")),
        "rules": [{"id": name, "tree": conditions.to_json(test)} for name, test in sheet.tests.items()],
        "levels": [{"level": code, "tree": conditions.to_json(test)} for code, test in sheet.levels],
        "sentences": [{"tree": plain(test), "text": s.text, "otherwise": s.otherwise} for s, test in sentences],
    }
