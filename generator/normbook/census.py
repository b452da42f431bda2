"""What the corpus holds, counted: for `normbook stats` and for the page that says it in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from normbook import markup
from normbook.law import coherence
from normbook.law.tree import Option, Tree, Unit
from normbook.link import Links
from normbook.model.base import Fact, Item
from normbook.model.corpus import Corpus
from normbook.model.law import Article


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something, and of each sort of it where it has sorts."""

    key: str
    label: str
    number: int
    sorts: tuple[tuple[str, int], ...] = ()


def census(corpus: Corpus, links: Links, tree: Tree) -> tuple[Count, ...]:
    """Everything that is counted. Words are those of the source, without its marks."""
    return (*holdings(corpus, tree), *_words(corpus, tree), *_facts(corpus), *_planned(links))


def holdings(corpus: Corpus, tree: Tree) -> tuple[Count, ...]:
    """How many objects there are of each kind, norms first: what an edit of words leaves as it is."""
    return (*_norms(corpus), *_law(corpus, tree), *_practice(corpus), *_world(corpus))


def _norms(corpus: Corpus) -> Iterator[Count]:
    families = Counter(norm.family for norm in corpus.norms)
    yield Count("norms", "Norms", len(corpus.norms), _in_order(families, (f.id for f in corpus.handbook.families)))
    commitments = [c for norm in corpus.norms for c in norm.commitments]
    by_priority = _in_order(Counter(c.priority for c in commitments), ("core", "recommended", "optional"))
    yield Count("commitments", "Commitments", len(commitments), by_priority)
    yield Count("norm_variants", "Variants of norms", sum(len(norm.variants) for norm in corpus.norms))


def _law(corpus: Corpus, tree: Tree) -> Iterator[Count]:
    written = [part for part in tree.parts if part.part]
    yield Count("parts", "Parts of the model law", len(written))
    by_part = tuple((f"Part {part.number}", len(part.articles)) for part in written)
    yield Count("articles", "Articles of the model law", len(tree.articles), by_part)
    by_status = Counter(node.article.status for node in tree.articles)
    statuses = _in_order(by_status, ("core", "recommended", "optional"))
    yield Count("article_status", "Articles by status", len(tree.articles), statuses)
    places = list(coherence.places(corpus))
    kinds = Counter("articles" if "/" not in place.ref.removeprefix("law/") else "paragraphs" for place in places)
    yield Count("places_of_choice", "Places of choice in the law", len(places),
                _in_order(kinds, ("articles", "paragraphs")))  # fmt: skip
    yield Count("variants", "Variants of the law", sum(len(place.variants) for place in places))
    by_type = Counter(blank.type for blank in corpus.law.blanks)
    yield Count("blanks", "Blanks of the law", len(corpus.law.blanks), _in_order(by_type, sorted(by_type)))
    yield Count("footnotes", "Footnotes to the enacting State", sum(len(n.article.notes) for n in tree.articles))
    yield Count("schedules", "Schedules", len(tree.schedules))


def _words(corpus: Corpus, tree: Tree) -> Iterator[Count]:
    default = sum(_count(text) for node in tree.articles for text in _clean(node.units, node.options))
    every = sum(_count(text) for node in tree.articles for text in _all(node.units, node.options))
    yield Count("law_words", "Words of the law, every variant", every, (("the default variants", default),))
    guides = (text for node in tree.articles for text in _guide(node.article))
    around = (*corpus.law.memorandum, *corpus.law.guide_intro)
    yield Count("guide_words", "Words of the guide to enactment", sum(map(_count, (*around, *guides))))


def _practice(corpus: Corpus) -> Iterator[Count]:
    stages = sum(len(timeline.stages) for timeline in corpus.timelines)
    yield Count("timelines", "Timelines", len(corpus.timelines), (("stages", stages),))
    terms = sum(len(taxonomy.terms) for taxonomy in corpus.taxonomies)
    yield Count("taxonomies", "Taxonomies", len(corpus.taxonomies), (("terms", terms),))
    yield Count("criteria", "Criteria of attribution", len(corpus.method.criteria) if corpus.method else 0)
    yield Count("measures", "Response measures", len(corpus.measures))
    yield Count("playbooks", "Playbooks", len(corpus.playbooks))
    injects = sum(len(exercise.injects) for exercise in corpus.exercises)
    yield Count("exercises", "Exercises", len(corpus.exercises), (("injects", injects),))
    benchmarks = sum(len(each.benchmarks) for each in corpus.benchmarks)
    yield Count("benchmarks", "Resilience benchmarks", benchmarks, (("sectors", len(corpus.benchmarks)),))
    yield Count("milestones", "Milestones of the roadmap", len(corpus.roadmap.milestones) if corpus.roadmap else 0)
    scopes = Counter(term.scope for term in corpus.terms)
    yield Count("defined_terms", "Defined terms", len(corpus.terms), _in_order(scopes, ("law", "handbook")))


def _world(corpus: Corpus) -> Iterator[Count]:
    yield Count("instruments", "Instruments", len(corpus.instruments))
    yield Count("un_norms", "UN norms of 2015", len(corpus.un_norms))
    yield Count("regimes", "Reporting regimes", len(corpus.regimes))
    yield Count("incidents", "Incidents in the registry", len(corpus.incidents))
    standing = Counter(state.status for state in corpus.states.states)
    yield Count("states", "States", len(corpus.states.states), _in_order(standing, sorted(standing)))


def _facts(corpus: Corpus) -> Iterator[Count]:
    facts = [fact for field in fields(corpus) if field.name != "lines" for fact in _below(getattr(corpus, field.name))]
    yield Count("facts", "Facts with a source", len(facts))
    yield Count("unconfirmed", "Facts not yet confirmed", sum(fact.unconfirmed for fact in facts))


def _planned(links: Links) -> Iterator[Count]:
    yield Count("planned", "Ids that are planned and not yet written", len(links.planned))


def _in_order(counter: Counter[Any], order: Iterable[Any]) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), counter[name]) for name in order if counter[name])


def _below(held: Any) -> Iterator[Fact]:
    """The facts in an object of the corpus, however deep: each entry that bears a mark of its own."""
    if isinstance(held, tuple):
        for each in held:
            yield from _below(each)
    elif isinstance(held, Item):
        if isinstance(held, Fact):
            yield held
        for name in type(held).model_fields:
            if name != "marks":
                yield from _below(getattr(held, name))


def _clean(units: tuple[Unit, ...], options: tuple[Option, ...]) -> Iterator[str]:
    """The texts of the clean law, in which every place of choice has its default."""
    return _all(units, tuple(option for option in options if option.default), default_only=True)


def _all(units: tuple[Unit, ...], options: tuple[Option, ...], *, default_only: bool = False) -> Iterator[str]:
    for unit in units:
        yield unit.text
        choices = tuple(choice for choice in unit.choices if choice.default or not default_only)
        yield from _all(unit.inside, choices, default_only=default_only)
    for option in options:
        yield from _all(option.units, (), default_only=default_only)


def _guide(article: Article) -> Iterator[str]:
    guide = article.guide
    yield from (guide.why, guide.choices, guide.rights, guide.compare)
    yield from (note.text for note in article.notes)


def _count(text: str) -> int:
    return len(markup.plain(text).split()) if text else 0
