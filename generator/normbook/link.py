"""The index of ids: what every reference points at, and who points at it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from normbook import ids, markup, practicelinks
from normbook.model.base import Item
from normbook.model.corpus import Corpus
from normbook.model.law import Article
from normbook.model.norm import Norm
from normbook.model.practice import Spillover
from normbook.model.timeline import Timeline
from normbook.model.world import OTHER, Regime
from normbook.passages import Passage
from normbook.passages import passages as passages_of
from normbook.problems import Place, Problem
from normbook.targets import targets as targets_of
from normbook.uses import Target, Use, Where, basis, coded, listed


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
    for target in targets_of(corpus):
        if (first := targets.setdefault(target.ref, target)) is not target:
            hint = f"It is first given at {first.item.place}. Ids are never reused."
            problems.append(Problem(_id_place(target.item), "R03", f"the id '{target.ref}' is already taken", hint))
    passages = tuple(passages_of(corpus))
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
                    ref = f"timeline:{timeline}/{stage}"
                    yield Use(passage.by, ref, where, ("timeline",), passage.field, "timeline:")
                case markup.BlankUse(blank):
                    yield Use(passage.by, f"blank:{blank}", found(passage, f"{{{blank}}}"), ("blank",), passage.field)


def _field_uses(corpus: Corpus) -> Iterator[Use]:
    """References written in fields of their own rather than in prose."""
    for norm in corpus.norms:
        yield from _norm_uses(norm)
    for timeline in corpus.timelines:
        yield from _timeline_uses(timeline)
    for measure in corpus.measures:
        ref = f"measure:{measure.id}"
        yield from basis(ref, measure.legal_basis)
        yield from listed(ref, measure, "serves", "norm")
        yield from coded(ref, measure, "legal_character", "taxonomy:legal-character/")
    for regime in corpus.regimes:
        yield from _regime_uses(regime)
    for un_norm in corpus.un_norms:
        for action in un_norm.practical_actions:
            yield from listed(f"un:{un_norm.id}", action, "covered_by", "norm")
    if corpus.method:
        yield from listed("method", corpus.method, "serves", "norm")
    if corpus.spillover:
        yield from _spillover_uses(corpus.spillover, corpus)
    yield from _law_uses(corpus)
    for role in corpus.handbook.roles:
        if role.established_by:
            where = partial(role.marks.at, "established_by")
            yield Use("handbook", role.established_by, where, ("law",), "established_by")
    yield from practicelinks.uses(corpus)


def _norm_uses(norm: Norm) -> Iterator[Use]:
    yield from basis(norm.id, norm.basis)
    yield from listed(norm.id, norm, "implemented_by", "law")
    for commitment in norm.commitments:
        ref = commitment.id
        yield from listed(ref, commitment, "implemented_by", "law")
        yield from coded(ref, commitment, "clock", "timeline:", "timeline")
        for answer in commitment.answered_by:
            yield from coded(ref, answer, "group", "group:", "group")
            yield from coded(ref, answer, "instrument", "instrument:", "instrument")
            yield from coded(ref, answer, "regimes", "regime:")
        if commitment.trigger:
            yield from coded(ref, commitment.trigger, "event", "taxonomy:clock-event/")
            yield from coded(ref, commitment.trigger, "of", "term:", "term")


def _timeline_uses(timeline: Timeline) -> Iterator[Use]:
    ref = f"timeline:{timeline.id}"
    yield from listed(ref, timeline, "serves", "norm")
    for stage in timeline.stages:
        yield from basis(f"{ref}/{stage.id}", stage.basis)
        yield from coded(f"{ref}/{stage.id}", stage, "handling", "taxonomy:handling/")


def _regime_uses(regime: Regime) -> Iterator[Use]:
    """Sectors; the moments that start a clock of existing law, and the stages of ours that it answers."""
    by = f"regime:{regime.id}"
    yield from coded(by, regime, "sectors", "taxonomy:sector/")
    for stage in regime.stages:
        moments = coded(by, stage, "event", "taxonomy:clock-event/")
        yield from (use for use in moments if not use.ref.endswith(f"/{OTHER}"))
        if stage.no_later:
            yield from coded(by, stage.no_later, "event", "taxonomy:clock-event/")
        yield from coded(by, stage, "answers", "timeline:")


def _spillover_uses(spillover: Spillover, corpus: Corpus) -> Iterator[Use]:
    """Sectors, measures and effects on people, which are written by their codes alone."""
    by = "spillover"
    yield from listed(by, spillover, "serves", "norm")
    for item in (*spillover.dependencies, *spillover.touches):
        for name, space in (("on", "taxonomy:sector/"), ("sector", "taxonomy:sector/"), ("measure", "measure:")):
            if code := getattr(item, name, ""):
                yield Use(by, f"{space}{code}", partial(item.marks.at, name), field=name, implied=space)
    for sector, effects in spillover.effects.items():
        where = partial(locate, corpus, spillover.marks.at("effects"), f"{sector}:")
        yield Use(by, f"taxonomy:sector/{sector}", where, field="effects", implied="taxonomy:sector/")
        for effect in effects:
            yield Use(by, f"taxonomy:civilian-effect/{effect}", where, field="effects",
                      implied="taxonomy:civilian-effect/")


def _law_uses(corpus: Corpus) -> Iterator[Use]:
    for blank in corpus.law.blanks:
        yield from basis("law", blank.basis)
    for schedule in corpus.law.schedules:
        yield from listed(schedule.id, schedule, "serves", "norm")
        yield from listed(schedule.id, schedule, "under", "law")
    for part in corpus.parts:
        for article in part.articles:
            yield from _article_uses(article)


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
