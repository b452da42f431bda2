"""Numbering: the corpus of Parts -> a tree in which every unit knows its number and its ref."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from normbook.law.vocabulary import MODEL, Vocabulary, letters, roman
from normbook.model.corpus import Corpus
from normbook.model.law import Article, ArticleVariant, LawParagraph, Part, Point, ReservedPart, Schedule

Kind = Literal["paragraph", "point", "subpoint"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph (1), point (a) or sub-point (i): number as printed, text in the inline language, what is below it.

    A unit with `choices` has no text of its own: its variants stand side by side under its number.
    """

    ref: str
    kind: Kind
    number: str
    text: str
    inside: tuple[Unit, ...] = ()
    choices: tuple[Option, ...] = ()
    when: str = ""


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
    """An article with its number; either `units` or `options`."""

    ref: str
    number: int
    article: Article
    units: tuple[Unit, ...]
    options: tuple[Option, ...]


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
    """The law, numbered. `numbers` gives the label parts of every unit: article number, then (2), (b), (i).

    `aliases` leads from a unit named without its variant to that unit in the default variant.
    """

    parts: tuple[PartNode, ...]
    schedules: tuple[Schedule, ...]
    numbers: dict[str, tuple[str, ...]]
    aliases: dict[str, str]
    vocabulary: Vocabulary

    @property
    def articles(self) -> tuple[ArticleNode, ...]:
        return tuple(article for part in self.parts for article in part.articles)


def tree(corpus: Corpus, vocabulary: Vocabulary = MODEL) -> Tree:
    """Number the law: Parts in roman, articles straight through, (1), (a), (i); numbering restarts in each variant."""
    numbers: dict[str, tuple[str, ...]] = {}
    aliases: dict[str, str] = {}
    count = 0
    parts: list[PartNode] = []
    everything: list[Part | ReservedPart] = sorted([*corpus.parts, *_reserved(corpus)], key=lambda part: part.number)
    for part in everything:
        articles: list[ArticleNode] = []
        for article in part.articles if isinstance(part, Part) else ():
            count += 1
            articles.append(_article(article, count, numbers, aliases))
        number = roman(part.number)
        numbers[part.id] = (number,)
        parts.append(PartNode(part.id, number, part.title, part if isinstance(part, Part) else None, tuple(articles)))
    schedules = tuple(sorted(corpus.law.schedules, key=lambda schedule: schedule.number))
    numbers |= {schedule.id: (str(schedule.number),) for schedule in schedules}
    return Tree(tuple(parts), schedules, numbers, aliases, vocabulary)


def _reserved(corpus: Corpus) -> list[ReservedPart]:
    written = {part.number for part in corpus.parts}
    return [part for part in corpus.law.reserved_parts if part.number not in written]


def _article(
    article: Article, number: int, numbers: dict[str, tuple[str, ...]], aliases: dict[str, str]
) -> ArticleNode:
    own = (str(number),)
    numbers[article.id] = own
    units = _units(article.id, article.paragraphs, own, numbers)
    options = tuple(_article_option(article, variant, own, numbers) for variant in article.variants)
    for option in options:
        if option.default:  # a reference that names no variant means the default one
            for ref, label in [(r, n) for r, n in numbers.items() if r.startswith(f"{option.ref}/")]:
                plain = article.id + ref.removeprefix(option.ref)
                numbers[plain], aliases[plain] = label, ref
    return ArticleNode(article.id, number, article, units, options)


def _article_option(
    article: Article, variant: ArticleVariant, own: tuple[str, ...], numbers: dict[str, tuple[str, ...]]
) -> Option:
    ref = f"{article.id}:{variant.id}"
    numbers[ref] = own
    units = _units(ref, variant.paragraphs, own, numbers)
    return Option(ref, variant.id, variant.label, variant.follows, variant.default, variant.omit, units)


def _units(
    prefix: str, paragraphs: tuple[LawParagraph, ...], own: tuple[str, ...], numbers: dict[str, tuple[str, ...]]
) -> tuple[Unit, ...]:
    return tuple(
        _paragraph(prefix, paragraph, n, len(paragraphs) == 1, own, numbers)
        for n, paragraph in enumerate(paragraphs, 1)
    )


def _paragraph(
    prefix: str, paragraph: LawParagraph, n: int, alone: bool, own: tuple[str, ...], numbers: dict[str, tuple[str, ...]]
) -> Unit:
    ref = f"{prefix}/{paragraph.id}"
    number = "" if alone else f"({n})"  # a single paragraph carries no number
    label = (*own, number) if number else own
    numbers[ref] = label
    inside = _points(ref, paragraph.points, label, numbers)
    options = []
    for variant in paragraph.variants:
        numbers[f"{ref}:{variant.id}"] = label
        units = (
            ()
            if variant.omit
            else (Unit(ref, "paragraph", number, variant.text, _points(ref, variant.points, label, numbers)),)
        )
        options.append(
            Option(
                f"{ref}:{variant.id}", variant.id, variant.label, variant.follows, variant.default, variant.omit, units
            )
        )
    return Unit(ref, "paragraph", number, paragraph.text, inside, tuple(options), paragraph.when)


def _points(
    prefix: str,
    points: tuple[Point, ...],
    own: tuple[str, ...],
    numbers: dict[str, tuple[str, ...]],
    kind: Kind = "point",
) -> tuple[Unit, ...]:
    made = []
    for n, point in enumerate(points, 1):
        ref = f"{prefix}/{point.id}"
        number = f"({letters(n)})" if kind == "point" else f"({roman(n).lower()})"
        label = (*own, number)
        numbers[ref] = label
        made.append(Unit(ref, kind, number, point.text, _points(ref, point.points, label, numbers, "subpoint")))
    return tuple(made)
