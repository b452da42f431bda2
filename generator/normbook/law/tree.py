"""Numbering: the corpus of Parts -> a tree in which every unit knows its number and its ref.

What a State has decided is decided here, once for every output: variants chosen, provisions left out, paragraphs that
do not apply to it dropped. What is left is numbered as if nothing else had ever stood there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from normbook.law.adaptation import GENERAL, Adaptation
from normbook.law.periods import RENEWAL, with_own_periods
from normbook.law.vocabulary import MODEL, Vocabulary, letters, roman
from normbook.model.corpus import Corpus
from normbook.model.law import (
    Article,
    ArticleVariant,
    Blank,
    LawParagraph,
    Note,
    ParagraphVariant,
    Part,
    Point,
    ReservedPart,
    Schedule,
)

Kind = Literal["paragraph", "point", "subpoint"]
Label = tuple[str, ...]
_Variant = TypeVar("_Variant", ArticleVariant, ParagraphVariant)


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph (1), point (a) or sub-point (i): number as printed, text in the inline language, what is below it.

    A unit with `choices` has no text of its own: its variants stand side by side under its number. `variant` is the
    letter of the variant of a paragraph that the text is taken from, where one was chosen. `when` is a condition on the
    State of which it is not known whether it holds.
    """

    ref: str
    kind: Kind
    number: str
    text: str
    inside: tuple[Unit, ...] = ()
    choices: tuple[Option, ...] = ()
    when: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A variant of an article (its paragraphs are `units`) or of a paragraph (`units` holds that one paragraph)."""

    ref: str
    letter: str
    label: str
    follows: str
    default: bool
    omit: bool
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class ArticleNode:
    """An article with its number; either `units` or `options`. `variant` is the letter of the form that was chosen."""

    ref: str
    number: int
    article: Article
    units: tuple[Unit, ...]
    options: tuple[Option, ...]
    variant: str = ""

    @property
    def left_open(self) -> bool:
        """Whether nobody has decided on an article that the model leaves out unless it is chosen."""
        return bool(self.options) and any(each.default and each.omit for each in self.article.variants)

    def notes(self, words: Vocabulary) -> Iterator[tuple[int, Note]]:
        """The footnotes for a law in these words, each with its place among all those of the article."""
        for place, note in enumerate(self.article.notes):
            if note.vocabulary in (None, words.name) or words.name == MODEL.name:
                yield place, note


@dataclass(frozen=True, slots=True)
class PartNode:
    """A Part, or the place of a Part that is not yet written (`part` is None)."""

    ref: str
    number: str
    title: str
    part: Part | None
    articles: tuple[ArticleNode, ...]


@dataclass(frozen=True)
class Tree:
    """The law, chosen and numbered. `numbers` gives the label parts of every unit: article number, then (2), (b), (i).

    `aliases` leads from a unit named without its variant to that unit in the variant that stands: the chosen one, or
    the default one where all are printed.
    """

    parts: tuple[PartNode, ...]
    schedules: tuple[Schedule, ...]
    numbers: dict[str, Label]
    aliases: dict[str, str]
    adaptation: Adaptation = GENERAL

    @property
    def vocabulary(self) -> Vocabulary:
        return self.adaptation.vocabulary

    @property
    def articles(self) -> tuple[ArticleNode, ...]:
        return tuple(article for part in self.parts for article in part.articles)


def tree(corpus: Corpus, adaptation: Adaptation = GENERAL) -> Tree:
    """Number the law: Parts in roman, articles straight through, (1), (a), (i); numbering restarts in each variant."""
    counting = _Counting(adaptation, {blank.id: blank for blank in corpus.law.blanks})
    counting.renewable = all(counting.kept(article) for part in corpus.parts for article in part.articles
                             if article.id == RENEWAL)
    everything: list[Part | ReservedPart] = sorted([*corpus.parts, *_reserved(corpus)], key=lambda part: part.number)
    parts = tuple(counting.parts(everything))
    schedules = tuple(counting.schedules(sorted(corpus.law.schedules, key=lambda schedule: schedule.number)))
    return Tree(parts, schedules, counting.numbers, counting.aliases, adaptation)


def extract(law: Tree, refs: frozenset[str]) -> Tree:
    """The Parts, articles and Schedules named, for insertion into another act. They keep their numbers."""
    parts = []
    for part in law.parts:
        articles = tuple(node for node in part.articles if part.ref in refs or node.ref in refs)
        if articles or part.ref in refs:
            parts.append(replace(part, articles=articles))
    return replace(law, parts=tuple(parts), schedules=tuple(item for item in law.schedules if item.id in refs))


def units(law: Tree) -> Iterator[tuple[ArticleNode, Option | None, Unit]]:
    """Every unit that has a text, with the article and the variant in which it stands, in the order of the law."""
    def below(node: ArticleNode, option: Option | None, inside: tuple[Unit, ...]) -> Iterator[
            tuple[ArticleNode, Option | None, Unit]]:
        for unit in inside:
            for choice in unit.choices:
                yield from below(node, choice, choice.units)
            if not unit.choices:
                yield node, option, unit
                yield from below(node, option, unit.inside)

    for node in law.articles:
        yield from below(node, None, node.units)
        for option in node.options:
            yield from below(node, option, option.units)


def _reserved(corpus: Corpus) -> list[ReservedPart]:
    written = {part.number for part in corpus.parts}
    return [part for part in corpus.law.reserved_parts if part.number not in written]


@dataclass
class _Counting:
    """Walks the law once, in order, under what a State has decided."""

    adaptation: Adaptation
    blanks: Mapping[str, Blank] = field(default_factory=dict)
    numbers: dict[str, Label] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    articles: int = 0
    renewable: bool = True

    def kept(self, article: Article) -> bool:
        """Whether an article stands in the law."""
        chosen = self.chosen(article.id, article.variants)
        return article.id not in self.adaptation.omitted and not (chosen and chosen.omit)

    def parts(self, everything: list[Part | ReservedPart]) -> Iterator[PartNode]:
        left_out = 0
        for part in everything:
            written = part if isinstance(part, Part) else None
            articles = tuple(self.part(written)) if written and part.id not in self.adaptation.omitted else ()
            if written and not articles:
                left_out += 1
                continue
            number = roman(part.number - left_out)
            self.numbers[part.id] = (number,)
            yield PartNode(part.id, number, part.title, written, articles)

    def part(self, part: Part) -> Iterator[ArticleNode]:
        for article in part.articles:
            if self.kept(article):
                self.articles += 1
                yield self.article(article, self.chosen(article.id, article.variants))

    def schedules(self, items: list[Schedule]) -> Iterator[Schedule]:
        left_out = 0
        for item in items:
            if item.id in self.adaptation.omitted:
                left_out += 1
                continue
            number = item.number - left_out
            self.numbers[item.id] = (str(number),)
            yield item.model_copy(update={"number": number}) if left_out else item

    def chosen(self, place: str, variants: tuple[_Variant, ...]) -> _Variant | None:
        """The variant that stands at a place; None where all are printed."""
        letter = self.adaptation.choices.get(place)
        if letter is None and self.adaptation.clean:
            return next((variant for variant in variants if variant.default), None)
        return next((variant for variant in variants if variant.id == letter), None)

    def article(self, article: Article, chosen: ArticleVariant | None) -> ArticleNode:
        own, number = (str(self.articles),), self.articles
        article = with_own_periods(article, self.blanks, self.adaptation.blanks, renewable=self.renewable)
        self.numbers[article.id] = own
        if chosen:
            option = self.article_option(article, chosen, own)
            self.means(article.id, option.ref)
            return ArticleNode(article.id, number, article, option.units, (), chosen.id)
        inside = self.units(article.id, article.id, article.paragraphs, own)
        options = tuple(self.article_option(article, variant, own) for variant in article.variants)
        for option in options:
            if option.default:  # a reference that names no variant means the default one
                self.means(article.id, option.ref)
        return ArticleNode(article.id, number, article, inside, options)

    def means(self, article: str, variant: str) -> None:
        """Units named without a variant are those of this one."""
        for ref, label in [(r, n) for r, n in self.numbers.items() if r.startswith(f"{variant}/")]:
            plain = article + ref.removeprefix(variant)
            self.numbers[plain], self.aliases[plain] = label, ref

    def article_option(self, article: Article, variant: ArticleVariant, own: Label) -> Option:
        ref = f"{article.id}:{variant.id}"
        self.numbers[ref] = own
        inside = self.units(ref, article.id, variant.paragraphs, own)
        return Option(ref, variant.id, variant.label, variant.follows, variant.default, variant.omit, inside)

    def units(self, prefix: str, article: str, paragraphs: tuple[LawParagraph, ...], own: Label) -> tuple[Unit, ...]:
        standing = [(each, chosen) for each in paragraphs
                    if self.stands(f"{prefix}/{each.id}", each.when)
                    and not ((chosen := self.chosen(f"{article}/{each.id}", each.variants)) and chosen.omit)]
        # A single paragraph carries no number.
        return tuple(self.paragraph(f"{prefix}/{each.id}", each, chosen, f"({n})" if len(standing) > 1 else "", own)
                     for n, (each, chosen) in enumerate(standing, 1))

    def stands(self, ref: str, when: str = "") -> bool:
        return ref not in self.adaptation.omitted and (not when or self.adaptation.holds(when) is not False)

    def paragraph(
        self, ref: str, paragraph: LawParagraph, chosen: ParagraphVariant | None, number: str, own: Label
    ) -> Unit:
        label = (*own, number) if number else own
        self.numbers[ref] = label
        when = paragraph.when if paragraph.when and self.adaptation.holds(paragraph.when) is None else ""
        if chosen:
            self.numbers[f"{ref}:{chosen.id}"] = label
            inside = self.points(ref, chosen.points, label)
            return Unit(ref, "paragraph", number, chosen.text, inside, (), when, chosen.id)
        inside = self.points(ref, paragraph.points, label)
        options = tuple(self.paragraph_option(ref, variant, number, label) for variant in paragraph.variants)
        return Unit(ref, "paragraph", number, paragraph.text, inside, options, when)

    def paragraph_option(self, ref: str, variant: ParagraphVariant, number: str, label: Label) -> Option:
        name = f"{ref}:{variant.id}"
        self.numbers[name] = label
        text = () if variant.omit else (
            Unit(ref, "paragraph", number, variant.text, self.points(ref, variant.points, label)),)
        return Option(name, variant.id, variant.label, variant.follows, variant.default, variant.omit, text)

    def points(self, prefix: str, points: tuple[Point, ...], own: Label, kind: Kind = "point") -> tuple[Unit, ...]:
        made = []
        for n, point in enumerate(points, 1):
            ref = f"{prefix}/{point.id}"
            number = f"({letters(n)})" if kind == "point" else f"({roman(n).lower()})"
            label = (*own, number)
            self.numbers[ref] = label
            made.append(Unit(ref, kind, number, point.text, self.points(ref, point.points, label, "subpoint")))
        return tuple(made)
