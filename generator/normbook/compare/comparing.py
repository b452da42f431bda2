"""Two corpora -> what changed between them, by id."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from normbook.compare.records import VERBS, Change, Comparison, FieldChange, Verb
from normbook.compare.segments import difference
from normbook.compare.succession import Succession, below, succession
from normbook.compare.units import COMPARED, Entry, Value, entries, unlike
from normbook.link import link
from normbook.model.base import Change as Recorded
from normbook.model.corpus import Corpus

_LABELS: Final = {
    "within": "time limit", "words": "time limit", "counted_from": "counted from", "calendar": "kind of clock",
    "bracketed": "under negotiation", "when": "only for", "met": "what met means", "partly": "what partly met means",
    "implemented_by": "carried by", "not_in_law": "why not in the law", "serves_none": "why it serves no norm",
    "basis": "sources", "legal_basis": "sources", "basis_note": "why this figure", "guide.why": "guide",
    "guide.choices": "guide, choices", "guide.rights": "guide, human rights", "guide.compare": "guide, regimes",
    "default": "default", "omit": "left out", "forms": "other written forms", "verb": "introduced by",
}  # fmt: skip
"""Fields whose own name would not tell a reader what they say."""
_READ: Final = {"stage": ("within", "words", "bracketed", "calendar"), "blank": ("label", "default", "type")}
"""Fields of a unit that print where it is referred to."""


def compare(old: Corpus, new: Corpus) -> Comparison:
    """What changed from `old` to `new`. Where ids went is taken from what `new` records."""
    was, now = unlike(old, new)
    changes = _Comparing(entries(old, was), entries(new, now), succession(new)).changes()
    return Comparison(old.handbook.edition, new.handbook.edition, _with_readers(changes, new))


@dataclass(frozen=True)
class _Comparing:
    """The units of both sides, and where ids went."""

    old: Mapping[str, Entry]
    new: Mapping[str, Entry]
    went: Succession

    def changes(self) -> tuple[Change, ...]:
        gathered = list(self._gathered())
        taken_old = {ref for change in gathered for top in change.was for ref in self.old if below(ref, top)}
        taken_new = {ref for change in gathered for top in change.now for ref in self.new if below(ref, top)}
        pairs = {self.went.after(ref) if ref not in self.new else ref: ref for ref in self.old if ref not in taken_old}
        kept = {now: was for now, was in pairs.items() if now in self.new and now not in taken_new}
        stayed, there = set(kept.values()) | taken_old, kept.keys() | taken_new
        gone = [ref for ref in self.old if ref not in stayed and self._top(self.old, ref, stayed)]
        came = [ref for ref in self.new if ref not in there and self._top(self.new, ref, there)]
        found = [*gathered, *(self._same(was, now, kept) for now, was in kept.items()),
                 *(self._gone(ref, stayed) for ref in gone), *(self._came(ref, there) for ref in came)]  # fmt: skip
        return tuple(self._ordered(change for change in found if change.verbs))

    def _top(self, side: Mapping[str, Entry], ref: str, others: Iterable[str]) -> bool:
        """Whether what a unit stands in is on both sides: if it is not, the unit is told of with it."""
        above = side[ref].above
        return not above or above in others

    def _gathered(self) -> Iterator[Change]:
        """Splits and mergers: texts of all units before against those of all units after."""
        for record in self.went.changes:
            was = tuple(ref for ref in record.was if ref in self.old)
            now = tuple(after for ref in record.now if (after := self.went.after(ref)) in self.new)
            many = len(record.was) > 1 or len(record.now) > 1
            fresh = any(ref not in self.new for ref in was) or any(ref not in self.old for ref in now)
            if many and was and now and fresh:
                yield self._as_recorded(record, was, now)

    def _as_recorded(self, record: Recorded, was: tuple[str, ...], now: tuple[str, ...]) -> Change:
        before, after = self._whole(self.old, was), self._whole(self.new, now)
        verbs: list[Verb] = [record.verb, *(["reworded"] if _bare(before) != _bare(after) else [])]  # type: ignore[list-item]
        first, last = self.new[now[0]], self.old[was[0]]
        return Change(
            was, now, tuple(verbs), first.group, first.kind, first.owner, first.title,
            ", ".join(filter(None, (self.old[ref].number for ref in was))) or last.number,
            ", ".join(filter(None, (self.new[ref].number for ref in now))) or first.number,
            (_field("text", Value(before, "text"), Value(after, "text")),), record.reason,
        )  # fmt: skip

    def _same(self, was: str, now: str, kept: Mapping[str, str]) -> Change:
        """A unit that is on both sides, under one id or, by what is recorded, under another."""
        old, new = self.old[was], self.new[now]
        fields = (*_fields(old, new), *self._orders(old, new, kept))
        record = self.went.recorded(was) if was != now else None
        verbs: set[Verb] = {_VERB[field.weight] for field in fields}
        if verbs != {"annotated"}:
            verbs.discard("annotated")
        if record and was in record.was:
            verbs.add(record.verb)
        elif old.above and kept.get(new.above, "") != old.above:
            verbs.add("moved")
        if old.number != new.number:
            verbs.add("renumbered")
        return Change(
            (was,), (now,), tuple(verb for verb in VERBS if verb in verbs), new.group, new.kind, new.owner, new.title,
            old.number, new.number, fields, record.reason if record else "",
        )  # fmt: skip

    def _orders(self, old: Entry, new: Entry, kept: Mapping[str, str]) -> Iterator[FieldChange]:
        """The order of the units inside, as far as they are on both sides. What is printed by number says it itself."""
        for name in old.inside:
            there, here = set(old.inside[name]), new.inside.get(name, ())
            after = [ref for ref in here if kept.get(ref) in there]
            came_from = [kept[ref] for ref in after]
            before = [ref for ref in old.inside[name] if ref in set(came_from)] if len(after) > 1 else came_from
            if came_from != before and not self.new[after[0]].number:
                texts = [", ".join(side[ref].title for ref in refs)
                         for side, refs in ((self.old, before), (self.new, after))]  # fmt: skip
                yield _field(f"order of {name}", Value(texts[0], "value"), Value(texts[1], "value"))

    def _gone(self, ref: str, stayed: Container[str]) -> Change:
        entry, retired = self.old[ref], self.went.retirement(ref)
        heirs = tuple(heir for heir in self.went.heirs(ref) if heir in self.new) if retired else ()
        text = _field("text", Value(self._whole(self.old, (ref,), stayed), "text"), None)
        return Change((ref,), heirs, ("retired",) if retired else ("removed",), entry.group, entry.kind, entry.owner,
                      entry.title, entry.number, "", (text,), retired.reason if retired else "")  # fmt: skip

    def _came(self, ref: str, kept: Container[str]) -> Change:
        entry = self.new[ref]
        text = _field("text", None, Value(self._whole(self.new, (ref,), kept), "text"))
        return Change((), (ref,), ("added",), entry.group, entry.kind, entry.owner, entry.title,
                      "", entry.number, (text,))  # fmt: skip

    def _whole(self, side: Mapping[str, Entry], refs: tuple[str, ...], without: Container[str] = ()) -> str:
        """All that binds or defines in units and what stands in them, a line each, figures with their names."""
        lines = []
        for ref in refs:
            for entry in _subtree(side, ref, without):
                for name, value in entry.values.items():
                    if value.weight == "text":
                        lines.append(f"{entry.number} {value.text}".strip() if name == "text" else value.text)
                    elif value.weight == "value" and value.text != "no":
                        lines.append(f"{label(name)}: {value.text}")
        return "\n".join(lines)

    def _ordered(self, changes: Iterable[Change]) -> list[Change]:
        """In the order of the new side; what is gone follows what stood before it."""
        position = {ref: (n, 0) for n, ref in enumerate(self.new)}
        last: tuple[int, int] = (-1, 0)
        for n, ref in enumerate(self.old):
            now = self.went.after(ref) if ref not in self.new else ref
            last = position.setdefault(ref, position.get(now, (last[0], n + 1)))
        ranks = {group: n for n, group in enumerate(COMPARED)}
        return sorted(changes, key=lambda c: (ranks[c.group], position[c.was[0] if not c.now or "retired" in c.verbs
                                                                       else c.now[0]]))  # fmt: skip


_VERB: Final[Mapping[str, Verb]] = {"text": "reworded", "value": "altered", "note": "annotated"}


def label(name: str) -> str:
    """The name of a field in words."""
    return _LABELS.get(name) or name.replace("_", " ").replace(".", " ")


def _field(name: str, before: Value | None, after: Value | None) -> FieldChange:
    one, two = before.text if before else "", after.text if after else ""
    weight = (after or before or Value("", "note")).weight
    return FieldChange(name, label(name), weight, one, two, difference(one, two))


def _fields(old: Entry, new: Entry) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*new.values, *old.values)):
        before, after = old.values.get(name), new.values.get(name)
        if (before.text if before else "") != (after.text if after else ""):
            yield _field(name, before, after)


def _subtree(side: Mapping[str, Entry], ref: str, without: Container[str] = ()) -> Iterator[Entry]:
    yield side[ref]
    for refs in side[ref].inside.values():
        for child in refs:
            if child not in without:
                yield from _subtree(side, child, without)


def _bare(text: str) -> str:
    return "".join(text.split())


def _with_readers(changes: tuple[Change, ...], new: Corpus) -> tuple[Change, ...]:
    """Changes of figures and blanks with the units that print them."""
    read = [c for c in changes if c.now and any(field.name in _READ.get(c.kind, ()) for field in c.fields)]
    if not read:
        return changes
    used_by = link(new)[0].used_by
    readers = {
        change.now: tuple(
            by for by in used_by.get(change.now[0], ()) if change.kind == "blank" or not below(by, change.owner)
        )
        for change in read
    }
    return tuple(replace(change, read_by=readers[change.now]) if change in read else change for change in changes)
