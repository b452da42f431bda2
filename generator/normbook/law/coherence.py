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
        """The variant that the clean text prints."""
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
    """The rules that a choice breaks, in words.

    `choice` maps the ref of a place to a letter; the other places take their default.
    """
    taken = taking(choice, corpus)
    rules: list[tuple[str, Variant | Article]] = [
        (f"{place}:{variant.id}", variant) for place, variant in taken.items() if variant
    ]
    rules += [(a.id, a) for part in corpus.parts for a in part.articles if holds(a.id, taken)]
    out = []
    for me, item in rules:
        out += [f"{me} requires {ref}" for ref in item.requires if _known(ref, taken) and not holds(ref, taken)]
        if not isinstance(item, Article):
            out += [f"{me} excludes {ref}" for ref in item.excludes if _known(ref, taken) and holds(ref, taken)]
    return tuple(out)


def taking(choice: Mapping[str, str], corpus: Corpus) -> dict[str, Variant | None]:
    """The variant that stands at each place under a choice; None where neither the choice nor a default names one."""
    return {
        place.ref: next((v for v in place.variants if v.id == choice[place.ref]), None)
        if place.ref in choice else place.default
        for place in places(corpus)
    }


def holds(ref: str, taken: Mapping[str, Variant | None]) -> bool:
    """Whether a provision or variant is part of the law when the variants in `taken` stand (by the ref of their place).

    What has no variants is part of it, and so is every unit below an article or paragraph that is.
    """
    place, _, rest = ref.partition(":")
    letter, _, below = rest.partition("/")
    steps = place.split("/")
    for length in range(2, len(steps) + 1):
        above = "/".join(steps[:length])
        chosen = taken.get(above)
        if chosen is None:
            continue
        if above == place and letter:
            return letter == chosen.id and not (chosen.omit and below)
        if chosen.omit:
            return False
    return True


def _known(ref: str, taken: Mapping[str, Variant | None]) -> bool:
    """Whether a rule can be judged. A variant of a place that has none is a dead reference, and reported as one."""
    place, colon, _ = ref.partition(":")
    return not colon or place in taken


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
