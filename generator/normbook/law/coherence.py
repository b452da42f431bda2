"""Variants and the rules between them: which choices can stand together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from normbook.model.corpus import Corpus
from normbook.model.law import Article, ArticleVariant, ParagraphVariant

Variant = ArticleVariant | ParagraphVariant


@dataclass(frozen=True, slots=True)
class Place:
    """A place of choice: the article or paragraph at `ref`, with its variants."""

    ref: str
    article: Article
    variants: tuple[Variant, ...]

    @property
    def default(self) -> Variant | None:
        return next((variant for variant in self.variants if variant.default), None)


def places(corpus: Corpus) -> Iterator[Place]:
    """Every place of the law where variants stand."""
    for part in corpus.parts:
        for article in part.articles:
            if article.variants:
                yield Place(article.id, article, article.variants)
            for paragraph in article.paragraphs:
                if paragraph.variants:
                    yield Place(f"{article.id}/{paragraph.id}", article, paragraph.variants)


def broken(choice: Mapping[str, str], corpus: Corpus) -> tuple[str, ...]:
    """The rules that a choice breaks, in words. `choice` maps the ref of a place to a letter; the rest take defaults."""
    taken = {place.ref: choice.get(place.ref, place.default.id if place.default else "") for place in places(corpus)}
    out = []
    for place in places(corpus):
        for variant in place.variants:
            if taken[place.ref] != variant.id:
                continue
            me = f"{place.ref}:{variant.id}"
            out += [f"{me} requires {ref}" for ref in variant.requires if not holds(ref, taken, corpus)]
            out += [f"{me} excludes {ref}" for ref in variant.excludes if holds(ref, taken, corpus)]
    return tuple(out)


def holds(ref: str, taken: Mapping[str, str], corpus: Corpus) -> bool:
    """Whether a provision or variant is part of the law under the choices in `taken` (place -> letter)."""
    place, _, letter = ref.partition(":")
    if letter:
        return taken.get(place) == letter.partition("/")[0]
    if place not in taken:
        return True
    chosen = next((v for p in places(corpus) if p.ref == place for v in p.variants if v.id == taken[place]), None)
    return chosen is None or not chosen.omit


def contradictions(corpus: Corpus) -> Iterator[tuple[Place, Variant, str]]:
    """Variants that can never stand, whatever else is chosen, with the reason."""
    by_name = {f"{place.ref}:{v.id}": v for place in places(corpus) for v in place.variants}
    for place in places(corpus):
        for variant in place.variants:
            me = f"{place.ref}:{variant.id}"
            for ref in variant.requires:
                if ref in variant.excludes:
                    yield place, variant, f"it both requires and excludes {ref}"
                if ref.startswith(f"{place.ref}:") and ref != me:
                    yield place, variant, f"it requires {ref}, another variant of the same place"
                if (other := by_name.get(ref)) and me in other.excludes:
                    yield place, variant, f"it requires {ref}, which excludes it"
            wanted = [ref.partition(":") for ref in variant.requires if ":" in ref]
            for first, _, letter in wanted:
                if any(p == first and other != letter for p, _, other in wanted):
                    yield place, variant, f"it requires two variants of {first}"
                    break
