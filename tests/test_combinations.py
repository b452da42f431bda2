"""Protects the promise that every law the variants allow holds together: no choice leaves a reference dead.

What the search finds is compared with a law written out for every single choice, on small laws made at random.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mini
from conftest import AS_OF
from normbook import markup
from normbook.examine import Examined
from normbook.law import coherence
from normbook.law.combinations import Choice, Combinations
from normbook.load import load
from normbook.model.corpus import Corpus
from normbook.model.law import Article

ARTICLES = ("law/a", "law/b", "law/c")
LETTERS = ("A", "B")
REFS = st.sampled_from([*ARTICLES, *(f"{a}/p1" for a in ARTICLES), *(f"{a}/p2" for a in ARTICLES),
                        *(f"{a}:{v}" for a in ARTICLES for v in LETTERS)])  # fmt: skip
RULES = st.lists(st.sampled_from([f"{a}:{v}" for a in ARTICLES for v in LETTERS]), max_size=1)


@st.composite
def article(draw: st.DrawFn, ref: str) -> dict[str, Any]:
    """An article with paragraphs, or with two variants that need, bar or leave out something."""

    def paragraphs() -> list[dict[str, str]]:
        return [{"id": f"p{n}", "text": f"See [[{draw(REFS)}]]."} for n in range(1, draw(st.integers(1, 2)) + 1)]

    made: dict[str, Any] = {"id": ref, "heading": "H", "status": "core", "guide": {"why": "W"}}
    if draw(st.booleans()):
        return {**made, "paragraphs": paragraphs(), "requires": draw(RULES)}
    variants = []
    for letter in LETTERS:
        omit = letter == "B" and draw(st.booleans())
        rules = {"requires": draw(RULES), "excludes": draw(RULES)}
        variants.append({"id": letter, "label": "L", "follows": "F", "default": letter == "A", **rules,
                         **({"omit": True} if omit else {"paragraphs": paragraphs()})})  # fmt: skip
    return {**made, "variants": variants}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = load(mini.write(tmp_path_factory.mktemp("small"))).corpus
    assert corpus is not None
    return corpus


def law_of(small: Corpus, articles: list[dict[str, Any]]) -> Corpus:
    part = small.parts[0].model_copy(update={"articles": tuple(Article.model_validate(a) for a in articles)})
    law = small.law.model_copy(update={"schedules": ()})
    return Corpus(small.handbook, small.glossary, law, small.states, small.groups, parts=(part,))


def written_out(corpus: Corpus, choice: Choice) -> dict[str, list[str]]:
    """Every provision that one law has, by each of its names, with the references in its text."""
    found: dict[str, list[str]] = {}
    for each in (each for part in corpus.parts for each in part.articles):
        variant = next((v for v in each.variants if v.id == choice.get(each.id)), None)
        if variant is not None:
            found[f"{each.id}:{variant.id}"] = []
            if variant.omit:
                continue
        found[each.id] = []
        for paragraph in variant.paragraphs if variant else each.paragraphs:
            tokens = markup.parse(paragraph.text).inlines
            found[f"{each.id}/{paragraph.id}"] = [t.target for t in tokens if isinstance(t, markup.Reference)]
    return found


@given(articles=st.tuples(*(article(ref) for ref in ARTICLES)))
def test_the_search_finds_what_writing_out_every_law_finds(small: Corpus, articles: tuple[dict[str, Any], ...]) -> None:
    corpus = law_of(small, list(articles))
    places = {place.ref: [v.id for v in place.variants] for place in coherence.places(corpus)}
    everything: set[str] = set()
    dead: set[tuple[str, str]] = set()
    laws = [dict(zip(places, letters, strict=True)) for letters in product(*places.values())]
    for choice in laws:
        everything |= set(written_out(corpus, choice))
    for choice in laws:
        if not coherence.broken(choice, corpus):
            law = written_out(corpus, choice)
            dead |= {(by, ref) for by, refs in law.items() for ref in refs if ref in everything and ref not in law}
    found = list(Combinations(corpus).dead())
    # rules between places that no choice can satisfy are another mistake, and tie only some places
    if any(not coherence.broken(choice, corpus) for choice in laws):
        assert dead <= {(one.provision.ref, one.target) for one in found}
    for one in found:
        full = Combinations(corpus).completed(one.choice)
        assert full is not None
        law = written_out(corpus, {**{place: letters[0] for place, letters in places.items()}, **full})
        assert one.provision.ref in law
        assert one.target not in law


class TestTheModelLaw:
    """The real one: places of choice, and what every choice leaves."""

    def test_every_choice_leaves_every_reference_alive(self, corpus: Corpus) -> None:
        assert [(one.provision.ref, one.target, one.where) for one in Combinations(corpus).dead()] == []

    def test_every_variant_can_be_chosen(self, corpus: Corpus) -> None:
        """No variant is on offer that the rules between variants never allow."""
        combinations = Combinations(corpus)
        for place in coherence.places(corpus):
            for variant in place.variants:
                assert combinations.completed({place.ref: variant.id}) is not None, f"{place.ref}:{variant.id}"

    def test_every_pair_of_variants_is_allowed_or_barred_by_a_rule(self, corpus: Corpus) -> None:
        """Pairwise: a completed pair breaks no rule, as the judge of single choices sees it."""
        combinations = Combinations(corpus)
        places = [place for place in coherence.places(corpus) if any(v.requires or v.excludes for v in place.variants)]
        tried = 0
        for n, one in enumerate(places):
            for other in places[n + 1 :]:
                for first, second in product(one.variants, other.variants):
                    full = combinations.completed({one.ref: first.id, other.ref: second.id})
                    if full is None or len(full) == 2:  # barred, or tied to nothing
                        continue
                    tried += 1
                    stated = {ref: letter for ref, letter in full.items() if "/" in ref}
                    broken = coherence.broken(stated, corpus)
                    assert not [rule for rule in broken if one.ref in rule or other.ref in rule], broken
        assert tried > 100

    def test_it_is_quick(self, examined: Examined) -> None:
        """Cold checks stay under 1.2 s in all: this one takes its 20 ms and no more than ten times that anywhere."""
        from time import perf_counter

        assert examined.corpus is not None
        took = []
        for _ in range(3):
            start = perf_counter()
            list(Combinations(examined.corpus).dead())
            took.append(perf_counter() - start)
        assert min(took) < 0.2


def test_an_undefined_term_would_be_a_dead_definition(tmp_path: Path) -> None:
    """A term that is defined by a provision some choice leaves out would be undefined there."""
    glossary = mini.replace("an event that harms a service.", "an event under [[law/teams:B/p2]].")
    found = mini.found(tmp_path, {"glossary.yaml": glossary}, AS_OF)
    assert {problem.code for problem in found} == {"L09"}
