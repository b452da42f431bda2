"""Every law that the variants allow: which references are dead in one of them, found without writing any of them out.

A text stands under certain choices, and so does what it refers to. A reference is dead in some law if its text can
stand while its target does not, and the rules between variants allow that. Only the few places of choice that the two
depend on are tried, and those that rules tie to them: this is exhaustive, and no sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from normbook import markup
from normbook.law.coherence import places
from normbook.marks import Marks
from normbook.model.base import Item
from normbook.model.corpus import Corpus
from normbook.model.law import Article, LawParagraph, ParagraphVariant, Point

Choice = Mapping[str, str]
"""What is taken at some places of choice: the letter of a variant by the ref of its place."""

_CONDITIONS = ({"federal", "unitary"}, {"monist", "dualist"})
"""What a State is decides on paragraphs as a variant does: of each pair, one holds."""


_NOWHERE = Marks()


@dataclass(frozen=True, slots=True)
class Provision:
    """A text of the law, or a whole article, and what must be taken for it to stand."""

    ref: str
    taken: Choice
    text: str = ""
    marks: Marks = _NOWHERE
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Dead:
    """A reference that leads nowhere in a law that the rules allow, with the choice that shows it."""

    provision: Provision
    target: str
    choice: Choice

    @property
    def where(self) -> str:
        """The choice in words: 'law/verification is B and the State is unitary'."""
        named = sorted(self.choice.items())
        return " and ".join(f"{place if '/' in place else 'the State'} is {letter}" for place, letter in named)


@dataclass(frozen=True, slots=True)
class _Rule:
    """While one stands, the other must stand, or must not."""

    one: tuple[Choice, ...]
    other: tuple[Choice, ...]
    together: bool

    @property
    def places(self) -> frozenset[str]:
        return frozenset(place for taken in (*self.one, *self.other) for place in taken)

    def kept(self, choice: Choice) -> bool:
        return not _stands(self.one, choice) or _stands(self.other, choice) is self.together


class Combinations:
    """The places of choice of a law, what stands when, and the rules between them."""

    def __init__(self, corpus: Corpus) -> None:
        self.letters = {place.ref: tuple(v.id for v in place.variants) for place in places(corpus)}
        self.letters |= {_condition(word): tuple(sorted(pair)) for pair in _CONDITIONS for word in pair}
        self.corpus = corpus
        self.provisions = tuple(_provisions(corpus))

    @cached_property
    def standing(self) -> dict[str, tuple[Choice, ...]]:
        """By ref, the choices under each of which there is such a provision. A variant has a ref of its own."""
        found: dict[str, list[Choice]] = {}
        for provision in self.provisions:
            found.setdefault(provision.ref, []).append(provision.taken)
        return {ref: tuple(taken) for ref, taken in found.items()}

    @cached_property
    def _rules(self) -> tuple[_Rule, ...]:
        return tuple(_rules(self.corpus, self.standing))

    def dead(self, texts: Iterable[Provision] = ()) -> Iterator[Dead]:
        """References that are dead in a law that the rules allow, each once, with a choice that is as small as can be.

        `texts` are further texts, such as definitions and Schedules, that refer to provisions.
        """
        for provision in (*self.provisions, *texts):
            if "[[law/" not in provision.text:
                continue
            for token in markup.parse(provision.text).inlines:
                if isinstance(token, markup.Reference) and (wanted := self.standing.get(token.target)):
                    choice = self._without(provision.taken, wanted)
                    if choice is not None:
                        yield Dead(provision, token.target, choice)

    def _without(self, taken: Choice, wanted: tuple[Choice, ...]) -> Choice | None:
        """A choice that the rules allow, under which what stands by `taken` stands and what is `wanted` does not."""
        if _stands(wanted, taken):
            return None
        open_places = sorted({place for each in wanted for place in each} - set(taken))
        for letters in product(*(self.letters[place] for place in open_places)):
            choice = {**taken, **dict(zip(open_places, letters, strict=True))}
            if not _stands(wanted, choice) and self.completed(choice) is not None:
                return choice
        return None

    def completed(self, choice: Choice) -> Choice | None:
        """The choice together with one at every place that rules tie to it; None when the rules allow none."""
        rules = self._tied(choice)
        tied = sorted({place for rule in rules for place in rule.places} - set(choice))
        return _completed(dict(choice), tied, rules, self.letters)

    def _tied(self, choice: Choice) -> tuple[_Rule, ...]:
        """The rules that bear on a choice, in one step or several."""
        reached, rules = set(choice), set[int]()
        while fresh := [n for n, rule in enumerate(self._rules) if n not in rules and rule.places & reached]:
            rules.update(fresh)
            reached |= {place for n in fresh for place in self._rules[n].places}
        return tuple(self._rules[n] for n in sorted(rules))


def _completed(
    choice: dict[str, str], tied: Sequence[str], rules: tuple[_Rule, ...], letters: Mapping[str, tuple[str, ...]]
) -> Choice | None:
    """Places are taken one after the other; a rule is asked as soon as all its places are taken."""
    if not all(rule.kept(choice) for rule in rules if rule.places <= set(choice)):
        return None
    if not tied:
        return choice
    for letter in letters[tied[0]]:
        if found := _completed({**choice, tied[0]: letter}, tied[1:], rules, letters):
            return found
    return None


def _stands(ways: tuple[Choice, ...], choice: Choice) -> bool:
    return any(all(choice.get(place) == letter for place, letter in way.items()) for way in ways)


def _rules(corpus: Corpus, standing: Mapping[str, tuple[Choice, ...]]) -> Iterator[_Rule]:
    owners: list[tuple[str, Item]] = [(f"{p.ref}:{v.id}", v) for p in places(corpus) for v in p.variants]
    owners += [(article.id, article) for part in corpus.parts for article in part.articles]
    for me, item in owners:
        for name, together in (("requires", True), ("excludes", False)):
            for ref in getattr(item, name, ()):
                if ref in standing and me in standing:  # a dead one is reported as such
                    rule = _Rule(standing[me], standing[ref], together)
                    if () not in (rule.one, rule.other) and rule.places:
                        yield rule


def _provisions(corpus: Corpus) -> Iterator[Provision]:
    """Every provision once for each way in which it can stand. One that is left out is named, and does not stand."""
    for part in corpus.parts:
        yield Provision(part.id, {})
        for article in part.articles:
            yield from _article(article)
    for schedule in corpus.law.schedules:
        yield Provision(schedule.id, {}, schedule.intro, schedule.marks, "intro")


def _article(article: Article) -> Iterator[Provision]:
    if not article.variants:
        yield Provision(article.id, {}, article.heading, article.marks, "heading")
        yield from _paragraphs((article.id,), article.paragraphs, {})
    for variant in article.variants:
        taken, name = {article.id: variant.id}, f"{article.id}:{variant.id}"
        yield Provision(name, taken)  # a rule may name a variant that leaves the article out
        if not variant.omit:
            yield Provision(article.id, taken)
            yield from _paragraphs((article.id, name), variant.paragraphs, taken)


def _paragraphs(names: Sequence[str], paragraphs: tuple[LawParagraph, ...], taken: Choice) -> Iterator[Provision]:
    """The paragraphs of an article under each of its names: with and without the letter of its variant."""
    for paragraph in paragraphs:
        own = {**taken, **({_condition(paragraph.when): paragraph.when} if paragraph.when else {})}
        refs = [f"{name}/{paragraph.id}" for name in names]
        for variant in paragraph.variants:
            chosen = {**own, refs[0]: variant.id}
            yield Provision(f"{refs[0]}:{variant.id}", chosen)
            if not variant.omit:
                yield from _unit(refs, variant, chosen)
        if not paragraph.variants:
            yield from _unit(refs, paragraph, own)


def _unit(refs: Sequence[str], unit: LawParagraph | ParagraphVariant | Point, taken: Choice) -> Iterator[Provision]:
    for n, ref in enumerate(refs):
        yield Provision(ref, taken, "" if n else unit.text, unit.marks)  # its text counts once, whatever its names
    for point in unit.points:
        yield from _unit([f"{ref}/{point.id}" for ref in refs], point, taken)


def _condition(word: str) -> str:
    """The place of choice that a condition on the State stands for: federal and unitary have one."""
    return " or ".join(sorted(next((pair for pair in _CONDITIONS if word in pair), {word})))
