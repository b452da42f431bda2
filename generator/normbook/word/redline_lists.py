"""The lists of two documents in one file: counts that the old one set by hand are kept under numbers of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from normbook.word.openxml import Element, name
from normbook.word.package import style_of
from normbook.word.redline_atoms import PPR, canonical, copied
from normbook.word.redline_marks import properties_of

_NUM, _ID, _NUM_ID, _VAL = name("w:num"), name("w:numId"), name("w:numPr"), name("w:val")


@dataclass
class Lists:
    """Lists of the old document by what they are called in the file that is made from the new one."""

    old: Element
    new: Element
    names: dict[str, str] = field(default_factory=dict)
    counted: frozenset[str] = field(init=False)
    """Styles of paragraphs that bear a number."""

    def __post_init__(self) -> None:
        linked = (level for root in (self.old, self.new) for level in root.iter(name("w:pStyle")))
        self.counted = frozenset(level.get(_VAL) for level in linked)

    def same(self, pairs: Iterable[tuple[Element, Element]]) -> None:
        """Learn from paragraphs that stay which lists are the same: those that say the same, where both are used."""
        said = {side: {num.get(_ID): _meaning(num) for num in root.iter(_NUM)}
                for side, root in (("old", self.old), ("new", self.new))}
        taken: set[str] = set()
        for old, new in pairs:
            one, other = _used(old), _used(new)
            if one and other and one not in self.names and other not in taken \
                    and said["old"].get(one) == said["new"].get(other):
                self.names[one] = other
                taken.add(other)

    def translate(self, properties: Element) -> None:
        """Rename the list in properties of a paragraph of the old document."""
        found = properties.find(f"{_NUM_ID}/{_ID}")
        if found is not None:
            found.set(_VAL, self._named(found.get(_VAL)))

    def recounted(self, old: Element, new: Element) -> bool:
        """Whether a paragraph is counted otherwise, by hand or by its style: LibreOffice 7 forgets how it was then."""
        if all(each.find(f"{PPR}/{_NUM_ID}") is None for each in (old, new)):
            styles = {style_of(each) for each in (old, new)}
            return len(styles) == 2 and styles <= self.counted
        was, now = properties_of(old), properties_of(new)
        self.translate(was)
        return canonical(was) != canonical(now)

    def apart(self, old: Element) -> None:
        """Give the count of a paragraph of the old document a number of its own from here on."""
        number = _used(old)
        if number:
            self.names[number] = self._copy(number)

    def _named(self, number: str) -> str:
        if number not in self.names:
            num = self._old(number)
            self.names[number] = number if num is None or _bare(num, self.new) else self._copy(number)
        return self.names[number]

    def _old(self, number: str) -> Element | None:
        return next((each for each in self.old.iter(_NUM) if each.get(_ID) == number), None)

    def _copy(self, number: str) -> str:
        num = self._old(number)
        if num is None:
            return number
        made, fresh = copied(num), str(max([int(each.get(_ID)) for each in self.new.iter(_NUM)], default=0) + 1)
        made.set(_ID, fresh)
        self.new.append(made)
        return fresh


def _used(paragraph: Element) -> str:
    found = paragraph.find(f"{name('w:pPr')}/{_NUM_ID}/{_ID}")
    return "" if found is None else str(found.get(_VAL))


def _meaning(num: Element) -> bytes:
    """What a list is, but for its number."""
    bare = copied(num)
    bare.set(_ID, "")
    return canonical(bare)


def _bare(num: Element, root: Element) -> bool:
    """Whether a list sets no count and the new document has the same under the same number."""
    twin = next((each for each in root.iter(_NUM) if each.get(_ID) == num.get(_ID)), None)
    return twin is not None and len(num) == 1 and _meaning(twin) == _meaning(num)
