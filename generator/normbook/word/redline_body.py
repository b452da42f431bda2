"""The blocks of two documents as one that tracks what leads from the first to the second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from normbook.word.openxml import Element, el, etree, name
from normbook.word.redline_atoms import START, Line, copied, line
from normbook.word.redline_blocks import Block, Pair, aligned, block, near
from normbook.word.redline_ends import settle
from normbook.word.redline_lists import Lists
from normbook.word.redline_marks import Change, Marker, properties_of
from normbook.word.redline_notes import Notes
from normbook.word.redline_words import alike, stretches, with_notes

_ROW, _CELL, _CELL_P = name("w:tr"), name("w:tc"), name("w:p")
_ROWS_ALIKE: Final = 0.3
_NUMBER: Final = re.compile(rb' w:id="\d+"')
"""Of a bookmark or a control: it says nothing."""


@dataclass
class Writer:
    """Writes tracked blocks. `taken` are the bookmarks of the new document, which no other block may bear."""

    marker: Marker
    notes: Notes
    lists: Lists
    taken: frozenset[str]
    seen: set[str] = field(default_factory=set)

    def pair(self, old: Block | None, new: Block | None) -> Iterator[Element]:
        """What becomes of a block that stays, goes or comes."""
        if old and new and _as_it_was(old.element, new.element):
            yield new.element
        elif old and new and new.is_table:
            yield self.table(old.element, new.element)
        elif old and new:
            yield from self.paragraph(old.element, new.element)
        elif old:
            yield self.gone(old.element)
        elif new:
            yield self.come(new.element)

    def gone(self, element: Element, *, moved: bool = False) -> Element:
        """A block that is taken out, or stands elsewhere from now on."""
        with self.marker.noting(" (moved from here)" if moved else ""):
            return self._whole(element, "del")

    def come(self, element: Element, *, moved: bool = False) -> Element:
        """A block that is put in, or stood elsewhere."""
        with self.marker.noting(" (moved to here)" if moved else ""):
            return self._whole(element, "ins")

    def _whole(self, element: Element, change: Change) -> Element:
        if element.tag == name("w:tbl"):
            made = copied(element)
            for row in made.findall(_ROW):
                made.replace(row, self._row(row, change))
            return made
        made = el("w:p", self.marker.ended(self._own(element, change), change))
        made.extend(self._laid(line(element, self.notes.says(change)), change))
        return made

    def _own(self, element: Element, change: Change) -> Element:
        """The properties of a paragraph of one side, in the lists of the file that is made."""
        made = properties_of(element)
        if change == "del":
            self.lists.translate(made)
        return made

    def _laid(self, read: Line, change: Change) -> Iterator[Element]:
        """The atoms of one side, with the bookmarks where they stand."""
        marks = [(at, mark) for at, mark in read.marks if change == "ins" or self._free(mark)]
        cuts = sorted({0, *(at for at, _ in marks), len(read.atoms)})
        for one, other in pairwise([*cuts, len(read.atoms)]):
            yield from self._due(marks, one)
            yield from self.marker.runs(self.notes.placed(read.atoms[one:other], change), change)

    def _due(self, marks: list[tuple[int, Element]], at: int) -> Iterator[Element]:
        while marks and marks[0][0] <= at:
            yield copied(marks.pop(0)[1])

    def _free(self, mark: Element) -> bool:
        """Whether a bookmark of the old document may stand in the new one: only where none has its name there."""
        if mark.tag == START:
            if mark.get(name("w:name")) in self.taken:
                return False
            self.seen.add(mark.get(name("w:id")))
            return True
        return mark.get(name("w:id")) in self.seen

    def _both(self, old: Element, new: Element) -> tuple[Line, Line]:
        a, b = line(old, self.notes.says("del")), line(new, self.notes.says("ins"))
        one, other = with_notes(a.atoms, b.atoms)
        return Line(one, a.marks), Line(other, b.marks)

    def paragraph(self, old: Element, new: Element) -> Iterator[Element]:
        """A paragraph that stays, with what changed in it."""
        if self.lists.recounted(old, new):
            self.lists.apart(old)
            with self.marker.noting(" (old number)"):
                yield self._whole(old, "del")
            with self.marker.noting(" (new number)"):
                yield self._whole(new, "ins")
        else:
            made = el("w:p", self.marker.changed(self._own(old, "del"), properties_of(new)))
            made.extend(self._words(old, new))
            yield made

    def _words(self, old: Element, new: Element) -> Iterator[Element]:
        a, b = self._both(old, new)
        marks = list(b.marks)
        for each in stretches(a.atoms, b.atoms):
            if each.kind == "delete":
                yield from self._due(marks, each.b)
                yield from self.marker.runs(self.notes.placed(a.atoms[each.a:each.a_end], "del"), "del")
                continue
            if each.kind == "equal":
                self.notes.stay(a.atoms[each.a:each.a_end], b.atoms[each.b:each.b_end])
            change: Change | None = None if each.kind == "equal" else "ins"
            cuts = sorted({each.b, each.b_end, *(at for at, _ in marks if each.b <= at <= each.b_end)})
            for start, end in zip(cuts, [*cuts[1:], each.b_end], strict=True):
                yield from self._due(marks, start)
                yield from self.marker.runs(self.notes.placed(b.atoms[start:end], change), change)
        yield from self._due(marks, len(b.atoms))

    # tables

    def table(self, old: Element, new: Element) -> Element:
        """A table that stays: its rows one by one, and what changed in those that stay."""
        made = copied(new)
        for row in made.findall(_ROW):
            made.remove(row)
        one, other = old.findall(_ROW), new.findall(_ROW)
        for a, b in _rows(one, other):
            if a is not None and b is not None:
                made.append(self._cells(a, b))
            else:
                made.append(self._row(a, "del") if b is None else self._row(b, "ins"))
        return made

    def _row(self, row: Element, change: Change) -> Element:
        """A row that came or went. Its blanks are words: LibreOffice 7 does not take out a row with a control in it."""
        made = copied(row)
        for control in list(made.iter(name("w:sdt"))):
            around, at = control.getparent(), control.getparent().index(control)
            around[at : at + 1] = list(control.find(name("w:sdtContent")))
        extra = made.find(name("w:trPr"))
        if extra is None:
            extra = el("w:trPr")
            made.insert(0, extra)
        extra.append(self.marker.signed(change))
        for cell in made.findall(_CELL):
            for paragraph in cell.findall(_CELL_P):
                cell.replace(paragraph, self._whole(paragraph, change))
        return made

    def _cells(self, old: Element, new: Element) -> Element:
        made = copied(new)
        for cell, was, now in zip(made.findall(_CELL), old.findall(_CELL), new.findall(_CELL), strict=True):
            if not _as_it_was(was, now):
                for paragraph in cell.findall(_CELL_P):
                    cell.remove(paragraph)
                cell.extend(self.closed(was.findall(_CELL_P), now.findall(_CELL_P)))
        return made

    def closed(self, old: Sequence[Element], new: Sequence[Element]) -> list[Element]:
        """The paragraphs of a cell or a footnote, of which one at least stays."""
        pairs = list(aligned([block(each) for each in old], [block(each) for each in new], near))
        if not any(a and b for a, b in pairs):
            pairs = [a for a in pairs if not (a.old and a.old.element is old[-1])]
            pairs = [b for b in pairs if not (b.new and b.new.element is new[-1])]
            pairs.append(Pair(block(old[-1]), block(new[-1])))
        made = [each for pair in pairs for each in self.pair(*pair)]
        settle(made, self.marker)
        return made


def _as_it_was(old: Element, new: Element) -> bool:
    """Whether a block is plainly the same: most are, and need not be taken apart."""
    one, other = (_NUMBER.sub(b"", etree.tostring(each, with_tail=False)) for each in (old, new))
    return one == other and not any(sign in one for sign in (b"footnoteReference", b"w:numPr"))


def _rows(old: Sequence[Element], new: Sequence[Element]) -> Iterator[tuple[Element | None, Element | None]]:
    """Rows in sequence: first those with the same bookmark or words, then those that are alike."""
    a, b = [_key(row) for row in old], [_key(row) for row in new]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        one, other = list(old[i1:i2]), list(new[j1:j2])
        if tag == "equal":
            yield from zip(one, other, strict=True)
            continue
        while one and other and _same_row(one[0], other[0]):
            yield one.pop(0), other.pop(0)
        ending: list[tuple[Element | None, Element | None]] = []
        while one and other and _same_row(one[-1], other[-1]):
            ending.insert(0, (one.pop(), other.pop()))
        yield from ((row, None) for row in one)
        yield from ((None, row) for row in other)
        yield from ending


def _key(row: Element) -> tuple[str, ...]:
    """The bookmark of a row, or what it says. Rows of another number of cells are others."""
    mark = next(row.iter(START), None)
    cells = row.findall(_CELL)
    if mark is not None:
        return (str(len(cells)), mark.get(name("w:name")))
    return (str(len(cells)), *(block(cell).text for cell in cells))


def _same_row(one: Element, other: Element) -> bool:
    a, b = _key(one), _key(other)
    if a[0] != b[0] or next(one.iter(START), None) is not None or next(other.iter(START), None) is not None:
        return False
    return a[1] == b[1] or alike(" ".join(a[1:]).split(), " ".join(b[1:]).split()) >= _ROWS_ALIKE
