"""The index of ids: what every reference points at, and who points at it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from normbook import ids, markup, practicelinks
from normbook.marks import Marks
from normbook.model.base import Item, Prose
from normbook.model.corpus import Corpus
from normbook.model.law import Article, LawParagraph, ParagraphVariant, Point
from normbook.model.practice import Milestone, Spillover
from normbook.problems import Place, Problem
from normbook.uses import Target, Use, Where, basis, listed


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


@dataclass(frozen=True)
class Links:
    """All targets by ref, and all uses in the order of the corpus."""

    targets: dict[str, Target]
    uses: tuple[Use, ...]
    passages: tuple[Passage, ...]
    planned: dict[str, str]
    retired: dict[str, str | None]
    used_by: dict[str, tuple[str, ...]]
    unread: frozenset[str] = frozenset()
    """Refs of objects that exist but could not be read; a ref that ends in ':' or '/' stands for its whole space."""

    def get(self, ref: str) -> Target | None:
        """What a ref points at; None when there is no such thing."""
        return self.targets.get(ref)

    @property
    def whole_law(self) -> bool:
        """Whether every Part of the law could be read: without one of them nothing can be said to be unused."""
        return not any(ref.startswith("law/") for ref in self.unread)

    def hidden(self, ref: str) -> bool:
        """Whether a ref may point into a file that could not be read, which has been reported already."""
        address = ids.parse(ref)
        if address is None or not self.unread:
            return False
        if address.space == "law" and "law/" in self.unread:
            return True
        return str(address.owner) in self.unread or f"{address.space}:" in self.unread


def link(corpus: Corpus, unread: frozenset[str] = frozenset()) -> tuple[Links, tuple[Problem, ...]]:
    """Build the index. Duplicate ids are problems; the first one stands. `unread` comes from `load`."""
    targets: dict[str, Target] = {}
    problems: list[Problem] = []
    for target in _targets(corpus):
        if (first := targets.setdefault(target.ref, target)) is not target:
            hint = f"It is first given at {first.item.place}. Ids are never reused."
            problems.append(Problem(_id_place(target.item), "R03", f"the id '{target.ref}' is already taken", hint))
    passages = tuple(_passages(corpus))
    uses = tuple(_prose_uses(passages, corpus)) + tuple(_field_uses(corpus))
    used_by: dict[str, dict[str, None]] = {}
    for use in uses:
        used_by.setdefault(use.ref, {})[use.by] = None
    planned = {p.id: p.title for p in corpus.planned.planned} if corpus.planned else {}
    planned |= {p.id: f"Part on {p.title[0].lower()}{p.title[1:]}" for p in corpus.law.reserved_parts}
    retired: dict[str, str | None] = {r.id: r.replaced_by for r in corpus.retired.retired} if corpus.retired else {}
    moves = corpus.changes.changes if corpus.changes else ()
    retired |= {ref: change.now[0] for change in moves for ref in change.was if ref not in targets}
    links = Links(
        targets,
        uses,
        passages,
        {k: v for k, v in planned.items() if k not in targets},
        retired,
        {ref: tuple(by) for ref, by in used_by.items()},
        unread,
    )
    return links, tuple(problems)


def suggest(ref: str, links: Links) -> str:
    """'Did you mean …?' for a reference that does not resolve; empty when nothing of its space is near.

    A ref without a known form is compared with the ends of all refs: `initial-alert` means `law/initial-alert`.
    """
    space = space_of(ref)
    names: dict[str, str] = {}
    for known in (*links.targets, *links.planned):
        if not space:
            names.setdefault(re.split("[:/]", known, maxsplit=1)[-1], known)
        elif space_of(known) == space:
            names[known.partition(":")[2] if ":" in ref else known] = known
    close = difflib.get_close_matches(ref.partition(":")[2] or ref, names, 1, 0.6)
    return f"Did you mean '{names[close[0]]}'?" if close else ""


def locate(corpus: Corpus, place: Place, near: str) -> Place:
    """The line and column of `near` within the value that starts at `place`; the start when it is not found."""
    lines = corpus.lines.get(place.file, ())
    for number in range(max(place.line, 1), min(place.line + 80, len(lines) + 1)):
        column = lines[number - 1].find(near, place.column - 1 if number == place.line else 0)
        if column >= 0:
            return Place(place.file, number, column + 1)
    return place


def _id_place(item: Item) -> Place:
    return item.marks.at("id")


def _targets(corpus: Corpus) -> Iterator[Target]:
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


def _passages(corpus: Corpus) -> Iterator[Passage]:
    for ref, item in _roots(corpus):
        yield from _passages_of(ref, item)


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


def _passages_of(ref: str, item: Item) -> Iterator[Passage]:
    if isinstance(item, Article):
        ref = item.id
    prose, nested = fields_of(type(item))
    marks = item.marks
    for name in prose:
        value: Any = getattr(item, name)
        if isinstance(value, str):
            if value:
                yield Passage(ref, name, value, marks)
        else:
            for index, text in enumerate(value):
                yield Passage(ref, name, text, marks, index)
    for name in nested:
        value = getattr(item, name)
        for child in value if isinstance(value, tuple) else (value,):
            if child is not None:
                yield from _passages_of(_deeper(ref, child), child)


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


def _prose_uses(passages: tuple[Passage, ...], corpus: Corpus) -> Iterator[Use]:
    def found(passage: Passage, near: str) -> Where:
        return lambda: locate(corpus, passage.place, near)

    for passage in passages:
        if "[[" not in passage.text and "{" not in passage.text:
            continue
        for token in markup.parse(passage.text).inlines:
            match token:
                case markup.Reference(target, _):
                    yield Use(passage.by, target, found(passage, f"[[{target}"), field=passage.field)
                case markup.Clock(timeline, stage):
                    where = found(passage, f"[[clock:{timeline}/{stage}")
                    yield Use(passage.by, f"timeline:{timeline}/{stage}", where, ("timeline",), passage.field)
                case markup.BlankUse(blank):
                    yield Use(passage.by, f"blank:{blank}", found(passage, f"{{{blank}}}"), ("blank",), passage.field)


def _field_uses(corpus: Corpus) -> Iterator[Use]:
    """References written in fields of their own rather than in prose."""
    for norm in corpus.norms:
        yield from basis(norm.id, norm.basis)
        yield from listed(norm.id, norm, "implemented_by", "law")
        for commitment in norm.commitments:
            yield from listed(commitment.id, commitment, "implemented_by", "law")
            if commitment.clock:
                yield Use(
                    commitment.id,
                    f"timeline:{commitment.clock}",
                    partial(commitment.marks.at, "clock"),
                    ("timeline",),
                    "clock",
                )
            for answer in commitment.answered_by:
                yield Use(
                    commitment.id, f"group:{answer.group}", partial(answer.marks.at, "group"), ("group",), "group"
                )
            if commitment.trigger:
                marks = commitment.trigger.marks
                yield Use(
                    commitment.id,
                    f"taxonomy:clock-event/{commitment.trigger.event}",
                    partial(marks.at, "event"),
                    field="event",
                )
                if commitment.trigger.of:
                    yield Use(commitment.id, f"term:{commitment.trigger.of}", partial(marks.at, "of"), ("term",), "of")
    for timeline in corpus.timelines:
        yield from listed(f"timeline:{timeline.id}", timeline, "serves", "norm")
        for stage in timeline.stages:
            yield from basis(f"timeline:{timeline.id}/{stage.id}", stage.basis)
            if stage.handling:
                yield Use(
                    f"timeline:{timeline.id}/{stage.id}",
                    f"taxonomy:handling/{stage.handling}",
                    partial(stage.marks.at, "handling"),
                    field="handling",
                )
    for measure in corpus.measures:
        ref = f"measure:{measure.id}"
        yield from basis(ref, measure.legal_basis)
        yield from listed(ref, measure, "serves", "norm")
        yield Use(
            ref,
            f"taxonomy:legal-character/{measure.legal_character}",
            partial(measure.marks.at, "legal_character"),
            field="legal_character",
        )
    for regime in corpus.regimes:
        for index, code in enumerate(regime.sectors):
            where = partial(regime.marks.at, "sectors", index)
            yield Use(f"regime:{regime.id}", f"taxonomy:sector/{code}", where, field="sectors")
    for un_norm in corpus.un_norms:
        for action in un_norm.practical_actions:
            yield from listed(f"un:{un_norm.id}", action, "covered_by", "norm")
    if corpus.method:
        yield from listed("method", corpus.method, "serves", "norm")
    if corpus.spillover:
        yield from _spillover_uses(corpus.spillover, corpus)
    for blank in corpus.law.blanks:
        yield from basis("law", blank.basis)
    for schedule in corpus.law.schedules:
        yield from listed(schedule.id, schedule, "serves", "norm")
        yield from listed(schedule.id, schedule, "under", "law")
    for part in corpus.parts:
        for article in part.articles:
            yield from _article_uses(article)
    for role in corpus.handbook.roles:
        if role.established_by:
            yield Use(
                "handbook", role.established_by, partial(role.marks.at, "established_by"), ("law",), "established_by"
            )
    yield from practicelinks.uses(corpus)


def _spillover_uses(spillover: Spillover, corpus: Corpus) -> Iterator[Use]:
    """Sectors, measures and effects on people, which are written by their codes alone."""
    by = "spillover"
    yield from listed(by, spillover, "serves", "norm")
    for item in (*spillover.dependencies, *spillover.touches):
        for name, space in (("on", "taxonomy:sector/"), ("sector", "taxonomy:sector/"), ("measure", "measure:")):
            if code := getattr(item, name, ""):
                yield Use(by, f"{space}{code}", partial(item.marks.at, name), field=name)
    for sector, effects in spillover.effects.items():
        where = partial(locate, corpus, spillover.marks.at("effects"), f"{sector}:")
        yield Use(by, f"taxonomy:sector/{sector}", where, field="effects")
        for effect in effects:
            yield Use(by, f"taxonomy:civilian-effect/{effect}", where, field="effects")


def _article_uses(article: Article) -> Iterator[Use]:
    yield from basis(article.id, article.basis)
    yield from listed(article.id, article, "serves", "norm")
    yield from listed(article.id, article, "requires", "law")
    choices = [*article.variants, *(v for p in article.paragraphs for v in p.variants)]
    for variant in choices:
        yield from listed(article.id, variant, "requires", "law")
        yield from listed(article.id, variant, "excludes", "law")


def space_of(ref: str) -> str:
    """The space a reference points into; empty when it has no known form."""
    if ref.startswith("blank:"):
        return "blank"
    address = ids.parse(ref)
    return address.space if address else ""


__all__ = ["Links", "Passage", "Target", "Use", "link", "locate", "space_of", "suggest"]
