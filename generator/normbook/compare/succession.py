"""Where an id went: the mapping verbs of `changes.yaml` and the retired ids, followed from one id to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normbook.model.base import Change, Retired
from normbook.model.corpus import Corpus

_ENDS = ("/", ":", ".")
"""What may follow an id in the id of something below it."""


@dataclass(frozen=True)
class Succession:
    """The changes and retirements that a corpus records."""

    changes: tuple[Change, ...]
    retired: dict[str, Retired]

    def after(self, ref: str) -> str:
        """The id that took the place of `ref` or of what it stands in, by moves and renamings; `ref` if none did."""
        seen = {ref}
        while True:
            for change in self.changes:
                if len(change.was) == len(change.now) == 1 and below(ref, change.was[0]):
                    found = change.now[0] + ref.removeprefix(change.was[0])
                    break
            else:
                return ref
            if found in seen:
                return ref
            seen.add(found)
            ref = found

    def recorded(self, ref: str) -> Change | None:
        """The change that took `ref`, or what it stands in, elsewhere; None if no record has it."""
        return next((c for c in self.changes if any(below(ref, old) for old in c.was)), None)

    def retirement(self, ref: str) -> Retired | None:
        """The entry of `ref`, or of what it stood in, among the retired."""
        return next((found for old, found in self.retired.items() if below(ref, old)), None)

    def heirs(self, ref: str) -> tuple[str, ...]:
        """Where a reader of an id that is gone should go now: one id, several after a split, or none."""
        return tuple(dict.fromkeys(self._heirs(ref, frozenset())))

    def _heirs(self, ref: str, seen: frozenset[str]) -> Iterator[str]:
        change, gone = self.recorded(ref), self.retirement(ref)
        if ref in seen or (change is None and gone is None):
            yield ref
        elif change is not None:
            single = len(change.was) == len(change.now) == 1
            for now in (self.after(ref),) if single else change.now:
                if now in change.was:
                    yield self.after(now)
                else:
                    yield from self._heirs(now, seen | {ref})
        elif gone is not None and gone.replaced_by:
            yield from self._heirs(gone.replaced_by, seen | {ref})


def succession(corpus: Corpus) -> Succession:
    """What a corpus records of ids that are gone."""
    return Succession(
        corpus.changes.changes if corpus.changes else (),
        {each.id: each for each in corpus.retired.retired} if corpus.retired else {},
    )


def below(ref: str, other: str) -> bool:
    """Whether `ref` is `other` or stands in it: law/duty/p1 in law/duty, not-2.alert in not-2."""
    return ref == other or (ref.startswith(other) and ref[len(other)] in _ENDS)
