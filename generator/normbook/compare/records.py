"""What a comparison says: plain records that a page, a terminal or a file can print."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Literal

from normbook.compare.segments import Segment
from normbook.model.handbook import Edition

Verb = Literal[
    "added", "removed", "retired", "split", "merged", "moved", "renamed", "renumbered", "reworded", "altered",
    "annotated",
]  # fmt: skip

VERBS: Final[dict[Verb, str]] = {
    "added": "It is new.",
    "removed": "It is gone, and nothing says where: its id should be retired or recorded.",
    "retired": "Its id is no longer used, and stays reserved.",
    "split": "One became several.",
    "merged": "Several became one.",
    "moved": "It stands elsewhere.",
    "renamed": "It bears another id.",
    "renumbered": "It is printed under another number. Its id is the same.",
    "reworded": "Words that bind or define have changed.",
    "altered": "A figure, a rank, a code or an order has changed.",
    "annotated": "Only what explains it has changed.",
}
"""Every verb with its meaning, in the order in which readers want to know."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after. `weight` is text (binds or defines), value (figure, rank, code) or note (explains).

    Texts are in the inline language; no segment cuts a mark in two. Joined, those not added give `before`, those not
    removed give `after`.
    """

    name: str
    label: str
    weight: str
    before: str
    after: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one unit.

    `was` and `now` are its refs before and after: one each for what stayed, none of one side for what came or went,
    several for a split or a merger. Numbers are as printed, and empty where nothing is numbered. `owner` is the ref of
    the page-level object, in the new corpus unless it is gone from it. `read_by` are units whose own words stayed but
    read otherwise now, because they print this figure or blank.
    """

    was: tuple[str, ...]
    now: tuple[str, ...]
    verbs: tuple[Verb, ...]
    group: str
    kind: str
    owner: str
    title: str
    number_before: str = ""
    number_after: str = ""
    fields: tuple[FieldChange, ...] = ()
    reason: str = ""
    read_by: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """The id under which a reader finds it: the new one, or the last one it had."""
        return (self.now or self.was)[0]


@dataclass(frozen=True)
class Comparison:
    """All changes from one corpus to another, in the order of the new one; what is gone, where it stood."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...] = field(default=())

    @property
    def empty(self) -> bool:
        return not self.changes

    @property
    def counts(self) -> dict[Verb, int]:
        """How many changes bear each verb; a change may bear several. Verbs that none bears are left out."""
        found = Counter(verb for change in self.changes for verb in change.verbs)
        return {verb: found[verb] for verb in VERBS if found[verb]}

    @property
    def groups(self) -> dict[str, tuple[Change, ...]]:
        """The changes by group, as `COMPARED` lists them: norms, law, timelines."""
        names = dict.fromkeys(change.group for change in self.changes)
        return {name: tuple(change for change in self.changes if change.group == name) for name in names}

    def of(self, owner: str) -> tuple[Change, ...]:
        """The changes on the page of an object, e.g. law/initial-alert."""
        return tuple(change for change in self.changes if change.owner == owner)
