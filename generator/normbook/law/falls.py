"""What else loses its ground when a provision expires: provisions, clocks, commitments, Schedules; and what does not.

Read from the corpus alone: what an article requires, what its text refers to, which clocks it sets, which commitments
it carries into law. What `law/savings-on-expiry` keeps is listed with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from normbook import markup
from normbook.law.references import article_of
from normbook.law.tree import ArticleNode, Tree, Unit, units
from normbook.model.corpus import Corpus

SAVINGS: Final = "law/savings-on-expiry"
_ABOUT_EXPIRY: Final = frozenset({"law/sunset", "law/renewal", SAVINGS, "law/definitions"})
"""They name what expires because it does."""


@dataclass(frozen=True, slots=True)
class Resting:
    """Something that rests on a provision. `alone` says that it rests on nothing else of its kind."""

    ref: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Falls:
    """What falls with one article, each in the order of the corpus; refs of provisions are units of the law."""

    ref: str
    needing: tuple[str, ...]
    """Articles that cannot do without it."""
    referring: tuple[str, ...]
    """Units of other articles that refer to it, and lead to nothing in force when it has expired."""
    clocks: tuple[Resting, ...]
    """Stages of timelines whose time limit its text sets: 'timeline:x/stage'."""
    commitments: tuple[Resting, ...]
    norms: tuple[Resting, ...]
    schedules: tuple[Resting, ...]

    def __bool__(self) -> bool:
        return any((self.needing, self.referring, self.clocks, self.commitments, self.norms, self.schedules))


def falls(corpus: Corpus, law: Tree) -> Mapping[str, Falls]:
    """What falls with each article of the law that ends."""
    ending = [node.ref for node in law.articles if node.article.sunset]
    return falling_with(corpus, law, ending)


def falling_with(corpus: Corpus, law: Tree, refs: Iterable[str]) -> dict[str, Falls]:
    """What falls with each of some articles of the law."""
    named, clocks = _named(law)
    found = {}
    for ref in refs:
        set_elsewhere = {stage for article, stages in clocks.items() if article != ref for stage in stages}
        found[ref] = Falls(
            ref,
            tuple(node.ref for node in law.articles if node.ref != ref and ref in _required(node)),
            tuple(by for by, target in named if article_of(target) == ref
                  and article_of(by) not in _ABOUT_EXPIRY | {ref}),
            tuple(Resting(stage, stage not in set_elsewhere) for stage in clocks.get(ref, ())),
            tuple(Resting(c.id, _alone(c.implemented_by, ref)) for norm in corpus.norms for c in norm.commitments
                  if ref in map(article_of, c.implemented_by)),
            tuple(Resting(norm.id, _alone(norm.implemented_by, ref)) for norm in corpus.norms
                  if ref in map(article_of, norm.implemented_by)),
            tuple(Resting(each.id, _alone(each.under, ref)) for each in law.schedules
                  if ref in map(article_of, each.under)),
        )  # fmt: skip
    return found


def saved(law: Tree) -> tuple[Unit, ...]:
    """What outlives an expiry: the paragraphs of the article on savings, empty where the law has none."""
    return next((node.units for node in law.articles if node.ref == SAVINGS), ())


def _required(node: ArticleNode) -> set[str]:
    """The articles that an article requires, in the form that stands."""
    wanted = list(node.article.requires)
    for variant in node.article.variants:
        if variant.id == node.variant:
            wanted += variant.requires
    return {article_of(ref) for ref in wanted}


def _alone(refs: Iterable[str], ref: str) -> bool:
    return {article_of(each) for each in refs if each.startswith("law/")} == {ref}


def _named(law: Tree) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """Provisions that units refer to, and the stages whose time limits the text of each article sets."""
    named: dict[tuple[str, str], None] = {}
    clocks: dict[str, dict[str, None]] = {}
    for node, _, unit in units(law):
        if "[[" not in unit.text:
            continue
        for token in markup.parse(unit.text).inlines:
            if isinstance(token, markup.Reference) and token.target.startswith("law/"):
                named[unit.ref, token.target] = None
            elif isinstance(token, markup.Clock):
                clocks.setdefault(node.ref, {})[f"timeline:{token.timeline}/{token.stage}"] = None
    once = {(by, article_of(target)): (by, target) for by, target in named}
    return list(once.values()), {ref: list(stages) for ref, stages in clocks.items()}
