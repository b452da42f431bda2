"""The places of the source at which the text of the law is written, and which of them a line of a file prints.

A slot is one string of the corpus: the heading of an article, a point, a paragraph of a guide note. It is known by the
ids on the way to it, never by its number, so that a slot of an edition is found again in the draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from normbook.labels import Labels
from normbook.law.references import article_of
from normbook.law.tree import units
from normbook.model.base import Item
from normbook.model.corpus import Corpus
from normbook.model.law import Article, LawParagraph, ParagraphVariant, Part, Point
from normbook.printing import plain
from normbook.returned.changes import flat
from normbook.returned.finding import Spot
from normbook.returned.weaving import Loom, Woven, weave

Path = tuple[str | int, ...]
"""Keys and ids from the top of a file: ('articles', '#law/duty', 'paragraphs', '#p1', 'text')."""

_OPENING: Final = 24
"""Letters by which a line is looked up."""
_LEAD: Final = 140
"""Letters that may stand before the text of a slot in its line: a run-in head, the name of a term."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One string of the corpus. `owner` names the object that the file holds, `article` the article it stands in."""

    owner: str
    path: Path
    text: str
    file: str
    here: str = ""

    @property
    def key(self) -> tuple[str, Path]:
        return self.owner, self.path


@dataclass(frozen=True)
class Slots:
    """All slots of the law in a corpus: by owner and path, by the ref of a unit, by the words that they print."""

    corpus: Corpus

    @cached_property
    def by_key(self) -> Mapping[tuple[str, Path], Slot]:
        return {slot.key: slot for _, slot in self._all}

    @cached_property
    def by_ref(self) -> Mapping[str, Slot]:
        return {ref: slot for ref, slot in self._all if ref}

    @cached_property
    def _all(self) -> tuple[tuple[str, Slot], ...]:
        return tuple(_slots(self.corpus))


@dataclass(frozen=True)
class Finder:
    """Finds the slot that a line prints."""

    slots: Slots
    loom: Loom

    @property
    def labels(self) -> Labels:
        return self.loom.labels

    @cached_property
    def chosen(self) -> Mapping[str, str]:
        """Paragraphs of which a variant was chosen, with the ref of that variant."""
        return {unit.ref: f"{unit.ref}:{unit.variant}" for _, _, unit in units(self.labels.tree) if unit.variant}

    def ref(self, ref: str) -> str:
        """A ref with the variant that was chosen for its paragraph: law/x/p4/a -> law/x/p4:B/a."""
        head = max((each for each in self.chosen if ref == each or ref.startswith(f"{each}/")), key=len, default="")
        return self.chosen[head] + ref.removeprefix(head) if head else ref

    def find(self, spot: Spot, line: str) -> tuple[Slot, Woven] | None:
        """The slot that a line (blanks as signs) prints, with how its words run through the source."""
        own = self.slots.by_ref.get(self.ref(spot.ref))
        candidates = [own] if own else []
        candidates += sorted(self._like(line), key=lambda slot: article_of(spot.ref) not in {slot.here, slot.owner})
        for slot in candidates:
            if woven := weave(slot.text, line, self.loom, slot.here):
                return slot, woven
        return None

    def _like(self, line: str) -> Iterator[Slot]:
        text = line.lower()
        starts = [0, *(k for k in range(1, min(len(text), _LEAD)) if text[k - 1] == " ")]
        met: set[tuple[str, Path]] = set()
        for start in starts:
            for slot in self._openings.get(text[start : start + _OPENING], ()):
                if slot.key not in met:
                    met.add(slot.key)
                    yield slot

    @cached_property
    def _openings(self) -> dict[str, list[Slot]]:
        found: dict[str, list[Slot]] = {}
        for slot in self.slots.by_key.values():
            for line in plain(slot.text, self.labels, slot.here).split("\n"):
                found.setdefault(flat(line.removeprefix("– ")).lower()[:_OPENING], []).append(slot)
        return found


def _slots(corpus: Corpus) -> Iterator[tuple[str, Slot]]:
    for part in corpus.parts:
        yield from _walk(part, part.id, (), part.marks.place.file, "")
    yield from _walk(corpus.law, "law", (), corpus.law.marks.place.file, "law")
    for term in corpus.terms:
        if term.scope == "law":
            slot = Slot("glossary", ("terms", f"#{term.id}", "definition"), term.definition,
                        corpus.glossary.marks.place.file, "law/definitions")
            yield f"term:{term.id}", slot


def _walk(item: Item, owner: str, path: Path, file: str, here: str, ref: str = "") -> Iterator[tuple[str, Slot]]:
    ref = _ref(item, ref)
    here = item.id if isinstance(item, Article) else here
    at = ref or here
    for name, value in item:
        if isinstance(value, Item):
            yield from _walk(value, owner, (*path, name), file, here)
        elif isinstance(value, str) and value and name not in {"id", "when", "status", "shows", "type", "pinpoint"}:
            own = ref if name == {Article: "heading", Part: "title"}.get(type(item), "text") else ""
            yield own, Slot(owner, (*path, name), value, file, at)
        elif isinstance(value, tuple):
            for index, inner in enumerate(value):
                step = f"#{inner.id}" if getattr(inner, "id", None) else index
                if isinstance(inner, Item):
                    yield from _walk(inner, owner, (*path, name, step), file, here, ref)
                elif name in {"memorandum", "guide_intro"}:
                    yield "", Slot(owner, (*path, name, index), inner, file, at)


def _ref(item: Any, above: str) -> str:
    """The ref of a unit, of a variant or of a Schedule below one."""
    match item:
        case Article() | Part():
            return item.id
        case ParagraphVariant():
            return f"{above}:{item.id}"
        case LawParagraph() | Point():
            return f"{above}/{item.id}"
    if type(item).__name__ == "ArticleVariant":
        return f"{above}:{item.id}"
    return str(item.id) if type(item).__name__ == "Schedule" else ""
