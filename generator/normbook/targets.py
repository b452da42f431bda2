"""Everything in a corpus that can be referred to."""

from __future__ import annotations

from collections.abc import Iterator

from normbook import practicelinks
from normbook.model.base import Item
from normbook.model.corpus import Corpus
from normbook.model.law import Article, LawParagraph, Point
from normbook.uses import Target


def targets(corpus: Corpus) -> Iterator[Target]:
    """Everything with an id, in the order of the corpus; an id that is given twice comes twice."""
    def one(ref: str, item: Item, title: str, owner: str = "") -> Target:
        return Target(ref, item, title, owner or ref)

    for norm in corpus.norms:
        yield one(norm.id, norm, norm.title)
        for paragraph in norm.statement:
            yield one(f"{norm.id}/{paragraph.id}", paragraph, norm.title, norm.id)
        for commitment in norm.commitments:
            yield one(commitment.id, commitment, commitment.text, norm.id)
    for part in corpus.parts:
        yield one(part.id, part, part.title)
        for article in part.articles:
            yield from _article_targets(article)
    for schedule in corpus.law.schedules:
        yield one(schedule.id, schedule, schedule.title)
    for timeline in corpus.timelines:
        yield one(ref := f"timeline:{timeline.id}", timeline, timeline.title)
        for stage in timeline.stages:
            yield one(f"{ref}/{stage.id}", stage, stage.title, ref)
    for taxonomy in corpus.taxonomies:
        yield one(ref := f"taxonomy:{taxonomy.id}", taxonomy, taxonomy.title)
        for term in taxonomy.terms:
            yield one(f"{ref}/{term.code}", term, term.label, ref)
    for criterion in corpus.method.criteria if corpus.method else ():
        yield one(f"criterion:{criterion.id}", criterion, criterion.title)
    for measure in corpus.measures:
        yield one(f"measure:{measure.id}", measure, measure.name)
    for regime in corpus.regimes:
        yield one(f"regime:{regime.id}", regime, regime.short)
    for instrument in corpus.instruments:
        yield one(f"instrument:{instrument.id}", instrument, instrument.short or instrument.title)
    for un_norm in corpus.un_norms:
        yield one(f"un:{un_norm.id}", un_norm, un_norm.short_title)
    for defined in corpus.terms:
        yield one(f"term:{defined.id}", defined, defined.term)
    for incident in corpus.incidents:
        yield one(f"incident:{incident.id}", incident, incident.name)
    for group in corpus.groups.groups:
        yield one(f"group:{group.id}", group, group.name)
    for state in corpus.states.states:
        yield one(f"state:{state.iso2}", state, state.names["en"].short if "en" in state.names else state.iso2)
    for scheme in corpus.schemes:
        yield one(f"scheme:{scheme.id}", scheme, scheme.name)
    yield from practicelinks.targets(corpus)


def _article_targets(article: Article) -> Iterator[Target]:
    def paragraphs(prefix: str, items: tuple[LawParagraph, ...]) -> Iterator[Target]:
        for paragraph in items:
            ref = f"{prefix}/{paragraph.id}"
            yield Target(ref, paragraph, article.heading, article.id)
            yield from points(ref, paragraph.points)
            for variant in paragraph.variants:
                yield Target(f"{ref}:{variant.id}", variant, variant.label, article.id)
                yield from points(ref, variant.points)

    def points(prefix: str, items: tuple[Point, ...]) -> Iterator[Target]:
        for point in items:
            yield Target(f"{prefix}/{point.id}", point, article.heading, article.id)
            yield from points(f"{prefix}/{point.id}", point.points)

    yield Target(article.id, article, article.heading, article.id)
    yield from paragraphs(article.id, article.paragraphs)
    for variant in article.variants:
        yield Target(f"{article.id}:{variant.id}", variant, variant.label, article.id)
        yield from paragraphs(f"{article.id}:{variant.id}", variant.paragraphs)
