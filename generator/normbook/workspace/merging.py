"""The answers of a workspace and those of a file -> what is new, what changed, and where two people disagree."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from normbook.checklists.own import KEYS, digest
from normbook.model.national import Answer, EarlierAnswer
from normbook.workspace.typed import Values

Prefer = Literal["", "file", "workspace"]
Digests = Mapping[str, Collection[str]]
"""Digests by commitment id: what its answer was before, without saying it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A commitment that the workspace and the file answer differently, each having been written by itself."""

    commitment: str
    held: Answer
    given: Answer

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in which they differ."""
        return tuple(key for key in KEYS if getattr(self.held, key) != getattr(self.given, key))


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import comes to: answers by commitment id. `older` were not touched since the file was made."""

    new: Mapping[str, Answer]
    changed: Mapping[str, Answer]
    same: tuple[str, ...]
    older: tuple[str, ...]
    kept: tuple[str, ...]
    """Conflicts in which the workspace was preferred."""
    conflicts: tuple[Conflict, ...]

    @property
    def taken(self) -> Mapping[str, Answer]:
        """All that the workspace is to hold and does not hold yet."""
        return {**self.new, **self.changed}


def merge(
    held: Mapping[str, Answer], values: Mapping[str, Values], before: Digests, prefer: Prefer = ""
) -> Merged:
    """Merge a file into the answers of a workspace.

    `before` has the digests of the answers as they were when the file was made, and when it was last imported: what
    is as it was then was not touched since, on either side. Where both were, neither goes before the other unasked.
    """
    new, changed, same, older, kept, conflicts = {}, {}, [], [], [], []
    for commitment, value in values.items():
        mine = held.get(commitment)
        theirs = given(commitment, value, mine)
        if mine is None:
            new[commitment] = theirs
        elif digest(mine) == digest(theirs):
            same.append(commitment)
        elif digest(theirs) in before.get(commitment, ()) and prefer != "file":
            older.append(commitment)
        elif digest(mine) in before.get(commitment, ()) or prefer == "file":
            changed[commitment] = theirs
        elif prefer == "workspace":
            kept.append(commitment)
        else:
            conflicts.append(Conflict(commitment, mine, theirs))
    return Merged(new, changed, tuple(same), tuple(older), tuple(kept), tuple(conflicts))


def given(commitment: str, value: Values, held: Answer | None) -> Answer:
    """The answer of a file. What it has no column for stays as it is; an empty cell takes nothing away by itself.

    With another status it does: the evidence for the old one is not that for the new one.
    """
    old = held.model_dump(exclude={"marks"}) if held else {}
    again = held is not None and value.get("status", held.status) == held.status
    if held is not None and _moved_on(held, value):
        was = EarlierAnswer(status=held.status, as_of=held.as_of, edition=held.edition, release=held.release)
        old["earlier"] = (*held.earlier, was)
    filled: dict[str, Any] = {
        key: each for key, each in value.items() if each or not again or isinstance(each, bool)
    }
    return Answer.model_validate({**old, "commitment": commitment, **filled})


def _moved_on(held: Answer, value: Values) -> bool:
    """Whether a dated answer gives way to one of a later date with another status, so that progress can be told."""
    later = value.get("as_of", "")
    return bool(held.as_of and later > held.as_of and value.get("status", held.status) != held.status)
