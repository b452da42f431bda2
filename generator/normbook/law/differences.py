"""How the law of one State differs from the model: what it chose, filled in, left out, and what that moved.

Values in, values out: refs and objects of the corpus, no words for readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from normbook import markup
from normbook.law.adaptation import CONDITIONS
from normbook.law.coherence import Place, Variant, places
from normbook.law.tree import ArticleNode, Option, Tree, Unit, units
from normbook.model.corpus import Corpus
from normbook.model.law import Blank

Why = Literal["omitted", "variant", "condition"]
"""Left out by the State, by a variant that it chose, or because of what the State is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A place of choice and the variant that stands there; None where the State has not chosen and all stand."""

    place: Place
    taken: Variant | None
    decided: bool
    """Whether the State chose it; otherwise it stands because it is the default."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A provision of the model that the law does not have; what lies below it is gone with it."""

    ref: str
    why: Why
    because: str = ""
    """The variant or the condition that leaves it out."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A blank with the value that stands in it."""

    blank: Blank
    value: str
    suggested: bool
    """Whether a public source offers the value and the State has yet to confirm it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A question on the State: of the pair `one` and `other` the one that holds, or neither where it is not known."""

    pair: tuple[str, str]
    known: str
    refs: tuple[str, ...]
    """The paragraphs of the model that depend on it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Articles that follow one another, or one Part or Schedule, with the numbers of the model and those of the law."""

    first: str
    last: str


@dataclass(frozen=True)
class Differences:
    """The law of a State beside the model."""

    model: Tree
    law: Tree
    choices: tuple[Choice, ...]
    blanks: tuple[Blank, ...]
    """Those that stand in the law."""
    conditions: tuple[Condition, ...]
    gaps: tuple[Gap, ...]
    moved: tuple[Moved, ...]

    @cached_property
    def filled(self) -> tuple[Filled, ...]:
        """Blanks with a value, the State's own or one that is suggested."""
        own, suggested = self.law.adaptation.blanks, self.law.adaptation.suggested
        found = ((blank, own.get(blank.id) or suggested.get(blank.id, "")) for blank in self.blanks)
        return tuple(Filled(blank, value, blank.id not in own) for blank, value in found if value)

    @property
    def unfilled(self) -> tuple[Blank, ...]:
        """Blanks that the State has still to fill in."""
        filled = {each.blank.id for each in self.filled}
        return tuple(blank for blank in self.blanks if blank.id not in filled)

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.decided)

    @property
    def open_choices(self) -> tuple[Choice, ...]:
        """Places where the State has not chosen; those in articles that it leaves out are no longer open."""
        return tuple(choice for choice in self.choices if not choice.decided)

    @property
    def suggested(self) -> tuple[Filled, ...]:
        return tuple(filled for filled in self.filled if filled.suggested)

    @property
    def decided_blanks(self) -> tuple[Filled, ...]:
        return tuple(filled for filled in self.filled if not filled.suggested)

    @property
    def open_conditions(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if not condition.known)


def differences(corpus: Corpus, model: Tree, law: Tree) -> Differences:
    """Hold the law of a State against the model: `model` is the tree without decisions, `law` the one under them.

    Laws of one shape differ alike: replace `law` to have the differences of another State.
    """
    used = _blanks(corpus, law)
    return Differences(
        model, law, tuple(_choices(corpus, law)), tuple(blank for blank in corpus.law.blanks if blank.id in used),
        tuple(_conditions(model, law)), tuple(_gaps(model, law)), tuple(_moved(model, law)),
    )


def _blanks(corpus: Corpus, law: Tree) -> frozenset[str]:
    """The blanks that stand in a law: a variant that is not chosen takes its blanks with it."""
    around = corpus.law
    texts = [around.title, around.long_title, around.enacting_formula, *(item.intro for item in law.schedules)]
    texts += [term.definition for term in corpus.terms if term.scope == "law"]
    texts += [node.article.heading for node in law.articles]
    texts += [unit.text for _, _, unit in units(law)]
    return frozenset(token.blank for text in texts if "{" in text
                     for token in markup.parse(text).inlines if isinstance(token, markup.BlankUse))


def _choices(corpus: Corpus, law: Tree) -> Iterator[Choice]:
    """What was chosen and what is open; nothing in an article that the State leaves out."""
    decisions = law.adaptation
    for place in places(corpus):
        letter = decisions.choices.get(place.ref)
        chosen = next((variant for variant in place.variants if variant.id == letter), None)
        stands = place.article.id in law.numbers
        if chosen and (stands or (chosen.omit and place.article.id not in decisions.omitted)):
            yield Choice(place, chosen, decided=True)
        elif not chosen and stands and place.ref not in decisions.omitted:
            yield Choice(place, place.default if decisions.clean else None, decided=False)


def _conditions(model: Tree, law: Tree) -> Iterator[Condition]:
    """What hangs on a condition, in the articles that stand and in their forms that were not chosen away."""
    adaptation, standing = law.adaptation, {node.ref: node.variant for node in law.articles}
    depends = [(unit.when, unit.ref) for node in model.articles if node.ref in standing
               for unit in _paragraphs(node, standing[node.ref])]
    for pair in CONDITIONS:
        known = next((word for word in pair if adaptation.holds(word)), "")
        if refs := tuple(ref for when, ref in depends if when in pair):
            yield Condition(pair, known, refs)


def _paragraphs(node: ArticleNode, letter: str) -> Iterator[Unit]:
    """The paragraphs of an article and of its forms: of one where `letter` says which was chosen."""
    yield from node.units
    for option in node.options:
        if letter in {"", option.letter}:
            yield from option.units


def _gaps(model: Tree, law: Tree) -> Iterator[Gap]:
    """What is gone, from the outside in: a Part, else an article, else a paragraph."""
    decisions, standing = law.adaptation, {node.ref: node for node in law.articles}
    for part in model.parts:
        if part.ref not in law.numbers:
            yield Gap(part.ref, "omitted")
            continue
        for node in part.articles:
            if node.ref in standing:
                yield from _gaps_within(node, standing[node.ref].variant, law)
            elif node.ref in decisions.omitted:
                yield Gap(node.ref, "omitted")
            else:
                yield Gap(node.ref, "variant", _leaving_out(node.options))
    yield from (Gap(item.id, "omitted") for item in model.schedules if item.id not in law.numbers)


def _gaps_within(node: ArticleNode, letter: str, law: Tree) -> Iterator[Gap]:
    """Paragraphs that are gone from an article, or from its forms: from one where `letter` says which was chosen."""
    decisions = law.adaptation
    for unit in _paragraphs(node, letter):
        if unit.ref in law.numbers:
            continue
        if unit.ref in decisions.omitted:
            yield Gap(unit.ref, "omitted")
        elif unit.when and decisions.holds(unit.when) is False:
            yield Gap(unit.ref, "condition", unit.when)
        else:
            yield Gap(unit.ref, "variant", _leaving_out(unit.choices))


def _leaving_out(options: tuple[Option, ...]) -> str:
    """The variant that leaves a provision out, of which a place has no more than one."""
    return next((option.ref for option in options if option.omit), "")


def _moved(model: Tree, law: Tree) -> Iterator[Moved]:
    """Parts, articles and Schedules with another number; articles that moved by the same step are told together."""
    yield from (Moved(part.ref, part.ref) for part in model.parts if _differs(part.ref, model, law))
    first, last, step = "", "", 0
    for node in model.articles:
        if node.ref not in law.numbers:
            continue
        by = int(law.numbers[node.ref][0]) - node.number
        if by != step:
            if step:
                yield Moved(first, last)
            first, step = node.ref, by
        last = node.ref
    if step:
        yield Moved(first, last)
    yield from (Moved(item.id, item.id) for item in model.schedules if _differs(item.id, model, law))


def _differs(ref: str, model: Tree, law: Tree) -> bool:
    return ref in law.numbers and law.numbers[ref] != model.numbers.get(ref)
