"""Every content string of a corpus, with the object it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from normbook.marks import Marks
from normbook.model.base import Item, Prose
from normbook.model.corpus import Corpus
from normbook.model.law import Article, LawParagraph, ParagraphVariant, Point
from normbook.model.practice import Milestone
from normbook.problems import Place


@dataclass(frozen=True, slots=True)
class Passage:
    """A content string, the object it belongs to, and where it stands."""

    by: str
    field: str
    text: str
    marks: Marks
    index: int | None = None

    @property
    def place(self) -> Place:
        return self.marks.at(self.field, self.index)


@cache
def fields_of(model: type[Item]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the prose fields of a model, and of the fields that hold further objects."""
    prose, nested = [], []
    for name, info in model.model_fields.items():
        if name == "marks":
            continue
        annotation = info.annotation
        inside = [annotation, *getattr(annotation, "__args__", ())]
        if any(isinstance(m, Prose) for m in info.metadata) or any(
            isinstance(m, Prose) for part in inside for m in getattr(part, "__metadata__", ())
        ):
            prose.append(name)
        elif any(isinstance(part, type) and issubclass(part, Item) for part in inside):
            nested.append(name)
    return tuple(prose), tuple(nested)


def passages(corpus: Corpus) -> Iterator[Passage]:
    """The content strings, in the order of the corpus."""
    for ref, item in _roots(corpus):
        found: list[Passage] = []
        _gather(ref, item, found)
        yield from found


def _roots(corpus: Corpus) -> Iterator[tuple[str, Item]]:
    """Objects whose prose is in the inline language, with the ref that stands for each."""
    yield "handbook", corpus.handbook
    yield from ((f"term:{t.id}", t) for t in corpus.terms)
    yield from ((n.id, n) for n in corpus.norms)
    yield from ((f"taxonomy:{t.id}", t) for t in corpus.taxonomies)
    yield from ((f"timeline:{t.id}", t) for t in corpus.timelines)
    if corpus.method:
        yield "method", corpus.method
    if corpus.questions:
        yield "questions", corpus.questions
    yield from ((f"measure:{m.id}", m) for m in corpus.measures)
    if corpus.spillover:
        yield "spillover", corpus.spillover
    yield "law", corpus.law
    for part in corpus.parts:
        yield part.id, part
    yield from ((f"regime:{r.id}", r) for r in corpus.regimes)
    yield from ((f"instrument:{i.id}", i) for i in corpus.instruments)
    yield from ((f"un:{u.id}", u) for u in corpus.un_norms)
    yield from ((f"incident:{i.id}", i) for i in corpus.incidents)
    yield from ((f"playbook:{p.id}", p) for p in corpus.playbooks)
    yield from ((f"exercise:{e.id}", e) for e in corpus.exercises)
    yield from ((f"benchmarks:{b.id}", b) for b in corpus.benchmarks)
    if corpus.roadmap:
        yield "roadmap", corpus.roadmap
    if corpus.retired:
        yield "retired", corpus.retired
    if corpus.changes:
        yield "changes", corpus.changes


def _gather(ref: str, item: Item, found: list[Passage]) -> None:
    """Add what stands in an object and in those inside it, however deep: there are twelve thousand."""
    if isinstance(item, Article):
        ref = item.id
    prose, nested = fields_of(type(item))
    marks = item.marks
    for name in prose:
        value: Any = getattr(item, name)
        if isinstance(value, str):
            if value:
                found.append(Passage(ref, name, value, marks))
        else:
            found += [Passage(ref, name, text, marks, index) for index, text in enumerate(value)]
    for name in nested:
        value = getattr(item, name)
        for child in value if isinstance(value, tuple) else (value,):
            if child is not None:
                _gather(_deeper(ref, child), child, found)


def _deeper(ref: str, child: Item) -> str:
    """Paragraphs and points of the law speak for themselves: 'here' decides how a reference prints."""
    if isinstance(child, LawParagraph | Point):
        return f"{ref}/{child.id}"
    if isinstance(child, ParagraphVariant):
        return ref
    if isinstance(child, Milestone):
        return f"milestone:{child.id}"
    if type(child).__name__ == "ArticleVariant":
        return f"{ref}:{child.id}"  # type: ignore[attr-defined]
    return ref
