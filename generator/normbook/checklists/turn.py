"""What becomes of a State's answers when an edition turns: nothing is lost, and nothing is taken for confirmed unasked.

An answer hangs on the id of its commitment. Where the id went elsewhere, the records of `changes.yaml` and the retired
ids say where, and the answer goes along: as it is after a move, to be confirmed after a split, the weakest of several
after a merger. Where the words were others when it was given, the difference is told word by word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from normbook import editions, ids
from normbook.compare.segments import Segment, difference
from normbook.compare.succession import Succession
from normbook.model.base import Change
from normbook.model.national import Answer
from normbook.model.norm import Status

DRAFT: Final = "draft"
WEAKEST_FIRST: Final[tuple[Status, ...]] = ("not_assessed", "not_met", "partly", "met", "not_applicable")
"""From the weakest: of answers that differ the first one here stands."""

Asked = Callable[[str], str]
"""The commitment with an id as it reads now."""
AskedThen = Callable[[str, str], str]
"""The commitment with an id as it read in an edition; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer as it stands under a commitment of today.

    `by` are the verbs of the records that brought it here, none where it was given to this id. `of` are all answers
    that were brought here with it, itself included, and `unanswered` the ids that were merged into this one without.
    `changed` is the way from what was asked to what is asked now, none where that is the same or not known.
    """

    answer: Answer
    by: tuple[str, ...] = ()
    of: tuple[Answer, ...] = ()
    unanswered: tuple[str, ...] = ()
    changed: tuple[Segment, ...] = ()

    @property
    def differ(self) -> bool:
        """Whether the answers that were brought together do not agree."""
        return len({each.status for each in self.of}) > 1

    @property
    def to_confirm(self) -> bool:
        """Whether the State has to say again that the answer holds."""
        return bool(self.changed or self.differ or self.unanswered or {"split", "retired"} & set(self.by))


@dataclass(frozen=True, slots=True)
class Turn:
    """Answers by the id of today's commitment, and those whose commitment is gone with nothing in its place."""

    shown: Mapping[str, Carried]
    left: tuple[Answer, ...]


def turn(
    answers: Iterable[Answer], current: Collection[str], records: Succession, now: Asked, then: AskedThen
) -> Turn:
    """Follow answers to the commitments of today, `current`. Of two for one id the first stands: a check reports it."""
    found: dict[str, list[tuple[Answer, tuple[Change | None, ...]]]] = {}
    left = []
    for answer in answers:
        heirs = dict(_followed(answer.commitment, answer.edition, current, records, frozenset()))
        for heir, way in heirs.items():
            found.setdefault(heir, []).append((answer, way))
        if not heirs:
            left.append(answer)
    return Turn({heir: _carried(heir, every, now, then) for heir, every in found.items()}, tuple(left))


def heirs(ref: str, edition: str, current: Collection[str], records: Succession) -> dict[str, tuple[str, ...]]:
    """The commitments of today that one of an edition became, each with the verbs on the way; none if it is gone."""
    return {heir: _verbs(way) for heir, way in _followed(ref, edition, current, records, frozenset())}


_Way = tuple[Change | None, ...]
"""Records that were followed, in turn; None for a retired id that names what replaces it."""


def _followed(
    ref: str, edition: str, current: Collection[str], records: Succession, seen: frozenset[str]
) -> Iterator[tuple[str, _Way]]:
    if ref in seen:
        return
    own = next((c for c in records.changes if ref in c.was and (ref not in current or earlier(edition, c.since))), None)
    if own is None and ref in current:
        yield ref, ()
        return
    change = own or records.recorded(ref)
    if change is None:
        gone = records.retirement(ref)
        if gone is not None and gone.replaced_by:
            for heir, way in _followed(gone.replaced_by, edition, current, records, seen | {ref}):
                yield heir, (None, *way)
        return
    alone = len(change.was) == len(change.now) == 1
    for to in (records.after(ref),) if alone else change.now:
        if to == ref:
            if ref in current:
                yield ref, (change,)
            continue
        for heir, way in _followed(to, edition, current, records, seen | {ref}):
            yield heir, (change, *way)


def earlier(edition: str, since: str) -> bool:
    """Whether an answer to an edition was given before another one, or the draft; False where that cannot be told."""
    if not edition or edition in {since, DRAFT}:
        return False
    try:
        return since == DRAFT or editions.version(edition) < editions.version(since)
    except ValueError:  # a check says that there is no such edition
        return False


def _verbs(way: _Way) -> tuple[str, ...]:
    return tuple(change.verb if change else "retired" for change in way)


def _carried(heir: str, every: list[tuple[Answer, _Way]], now: Asked, then: AskedThen) -> Carried:
    """The one answer that stands for a commitment: its own, else the weakest of those that came to it."""
    own = next((answer for answer, way in every if not way), None)
    if own is not None:
        return Carried(own, changed=_changed(own, heir, now, then))
    weakest, way = min(every, key=lambda each: WEAKEST_FIRST.index(each[0].status))
    merged = {ref for _, each in every for change in each if change and change.verb == "merged" for ref in change.was}
    answered = {answer.commitment for answer, _ in every} | {ref for _, each in every for ref in _passed(each)}
    return Carried(
        weakest, _verbs(way), tuple(answer for answer, _ in every), tuple(sorted(merged - answered)),
        _changed(weakest, heir, now, then),
    )  # fmt: skip


def _passed(way: _Way) -> Iterator[str]:
    """The ids that an answer bore on its way."""
    for change in way:
        if change and len(change.now) == 1 and change.verb != "merged":
            yield change.now[0]


def _changed(answer: Answer, heir: str, now: Asked, then: AskedThen) -> tuple[Segment, ...]:
    asked = " ".join((answer.asked or then(answer.edition, answer.commitment)).split())
    today = " ".join(now(heir).split())
    return () if not asked or asked == today else difference(asked, today)


def remarks(carried: Carried, statuses: Mapping[Status, str]) -> tuple[str, ...]:
    """What a reader has to know of how an answer came to stand here, in sentences. `statuses` puts them in words."""
    return tuple(_remarks(carried, statuses))


def _remarks(carried: Carried, statuses: Mapping[Status, str]) -> Iterator[str]:
    was = ids.show_norm(carried.answer.commitment)
    if "merged" in carried.by:
        given = ", ".join(f"{ids.show_norm(each.commitment)}: {statuses[each.status]}" for each in carried.of)
        stands = "; the weakest stands" if carried.differ else ""
        yield f"Brought together from what was merged ({given}){stands}."
        if carried.unanswered:
            yield f"No answer is known to {', '.join(map(ids.show_norm, carried.unanswered))}, merged with it."
    if "split" in carried.by:
        yield f"Not confirmed since {was} was split."
    if "retired" in carried.by:
        yield f"Not confirmed since {was}, which it answered, was replaced."
    if carried.by and not {"merged", "split", "retired"} & set(carried.by):
        yield f"Given as {was}, which is this commitment now."
    if carried.changed:
        against = f"against {carried.answer.edition}" if carried.answer.edition else "to an earlier text"
        yield f"Answered {against}; text changed."
