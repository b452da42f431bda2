"""Compiled pieces joined into the text of a document: references filled in, lines counted and kept together.

What one State alone decides, a blank or a value that a piece is not given, stays open. Nothing is chosen or numbered
here. The tree says which pieces stand where and what they are called, `restarts` where a
count has to be set by hand, `law.references` how a reference reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import pairwise

from normbook import ids
from normbook.compiled import place as open_place
from normbook.labels import Labels
from normbook.law.references import article_of
from normbook.law.vocabulary import Vocabulary
from normbook.word import blanks, fields, numbering
from normbook.word.nodes import TAB
from normbook.word.numbering import FIRST_FREE, PLACE, Restart
from normbook.word.pieces import Line, Store, Table, Text, Use, number_of

_DEPTH = {"LawText": 1, "LawParagraph": 1, "LawPoint": 2, "DefinitionPoint": 2, "LawSubpoint": 3}
"""How deep the lines of an article stand: a line followed by a deeper one announces it."""
_NOTES = frozenset({"VariantNote", "VariantEnd", "ChoiceNote", "ChoiceEnd"})
_HEADS = ("#heading", "#head", "#body")
_TOGETHER = 3
"""How many provisions or notes are packed together, about. Fewer make a larger file, more are packed again oftener."""
_PARTED = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t xml:space="preserve">,\u2009</w:t></w:r>'
"""Between two footnotes at one place, or 1 and 2 would read as 12."""
_MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


@lru_cache(maxsize=20_000)
def _parts(key: str) -> bool:
    """Whether a new stretch begins with a piece. It follows from the piece: what stands before does not move it."""
    return key.endswith(_HEADS) and number_of(key) % _TOGETHER == 0


@dataclass(slots=True)
class Laid:
    """A line as it stands: `style` is empty where the text is no single paragraph."""

    style: str
    text: str
    marks: tuple[str, ...] = ()
    opens: bool = False
    kept: bool = False
    count: str = ""

    def __str__(self) -> str:
        if not self.style:
            return self.text
        kept = "<w:keepNext/>" if self.kept else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.style}"/>{kept}{self.count}</w:pPr>{self.text}</w:p>'


@dataclass(frozen=True)
class Reach:
    """What has a place in the document: a reference to anything else cannot be a field."""

    articles: frozenset[str]
    others: frozenset[str]

    def __contains__(self, ref: str) -> bool:
        return ref in self.others or article_of(ref) in self.articles


@dataclass
class Assembly:
    """Fills pieces for one law. `used` are the blanks met so far, `outside` the references that lead out, by unit."""

    store: Store
    labels: Labels
    reach: Reach
    live: bool = True
    used: set[str] = field(default_factory=set)
    outside: dict[str, dict[str, None]] = field(default_factory=dict)
    footnotes: list[str] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    note_links: dict[str, None] = field(default_factory=dict)
    _done: dict[str, str] = field(default_factory=dict)

    def lay(self, blocks: Iterable[Use | str]) -> list[Laid]:
        """The lines of the blocks, in order."""
        lines: list[Laid] = []
        table = False
        for block in blocks:
            if table and not (isinstance(block, Use) and block.joins):
                lines.append(Laid("", "</w:tbl>"))
                table = False
            if isinstance(block, str):
                lines.append(Laid("", block))
                continue
            for index, item in enumerate(self.store.pieces[block.key]):
                lines.append(self._laid(block, item, index))
                table = isinstance(item, Table)
                if table and index < len(self.store.pieces[block.key]) - 1:
                    lines.append(Laid("", "</w:tbl>"))
        return [*lines, Laid("", "</w:tbl>")] if table else lines

    def _laid(self, block: Use, item: Line | Table | Text, index: int) -> Laid:
        opens = index == 0 and _parts(block.key)
        if isinstance(item, Table):
            rows = "".join(self.text(row, block.values) for row in item.rows)
            return Laid("", rows if block.joins else self.text(item.opening, block.values) + rows, opens=opens)
        if isinstance(item, Text):
            return Laid("", self.text(item, block.values), opens=opens)
        inside = self.text(item.text, block.values)
        if index:
            return Laid(item.style, inside)
        inside = block.before + inside + self._notes(block)
        for ref in block.marks:
            start, end = _bookmark(ref)
            inside = start + inside + end
        return Laid(block.style or item.style, inside, block.marks, opens)

    def _notes(self, block: Use) -> str:
        made = []
        for use, number in block.notes:
            (line,) = self.store.pieces[use.key]
            held, self.links = self.links, self.note_links
            inside = self.text(line.text, {}) if isinstance(line, Line) else ""
            self.links = held
            sign = f"<w:r>{_MARK}<w:footnoteRef/></w:r><w:r><w:tab/></w:r>"
            self.footnotes.append(f'<w:footnote w:id="{number}">{fields.paragraph("FootnoteText", sign + inside)}'
                                  "</w:footnote>")
            made.append(f'<w:r>{_MARK}<w:footnoteReference w:id="{number}"/></w:r>')
        return _PARTED.join(made)

    def text(self, text: Text, values: Mapping[str, str]) -> str:
        """A text with its places filled."""
        for link in text.links:
            self.links[link] = None
        if not text.places:
            return text.constant[0]
        made = [text.constant[0]]
        for place, constant in zip(text.places, text.constant[1:], strict=True):
            made += (filled(place, values) if place[0] in "vp" else self.fill(place), constant)
        return "".join(made)

    def fill(self, place: str) -> str:
        """What stands in a place."""
        found = self._done.get(place)
        if found is None:
            found = self._done[place] = self._filled(place)
        return found

    def _filled(self, place: str) -> str:
        kind, _, rest = place.partition("|")
        match kind:
            case "r":
                ref, here, capital = rest.split("|")
                return self.reference(ref, here, capital=capital == "1")
            case "w":
                ref, _, words = rest.partition("|")
                there = self.live and ref in self.reach
                return self._pointed(ref, fields.run_of(words, "Hyperlink")) if there else fields.run_of(words)
            case "o" | "e":
                whole = self._pointed(rest, "|") if self.live and rest in self.reach else "|"
                return whole.split("|")[kind == "e"]
            case "b":
                name = rest.partition("|")[0]
                self.used.add(name)
                return open_place(place)
            case "c":
                *options, number = rest.split("|")
                if not self.live:
                    return fields.run(self.labels.alternatives(tuple(map(unescape, options))), "AlternativeChar")
                return blanks.alternatives(self.labels, tuple(map(unescape, options)), number)
        raise ValueError(f"no such place: {place}")

    def reference(self, ref: str, here: str = "", *, capital: bool = False) -> str:
        """A reference as fields; as words where it leads out of the document, which is noted."""
        parts = fields.pieces(self.labels.tree, ref, here, capital=capital)
        if not parts:
            return fields.run(self.labels.reference(ref, here).text)
        if ref in self.reach:
            return fields.runs(parts) if self.live else fields.run("".join(part.text for part in parts))
        self.outside.setdefault(here, {})[ref] = None
        return fields.run("".join(part.text for part in parts))

    def _pointed(self, ref: str, inside: str) -> str:
        return f'<w:hyperlink w:anchor="{ids.bookmark(ref)}" w:history="1">{inside}</w:hyperlink>'


def filled(place: str, values: Mapping[str, str]) -> str:
    """A value as a run, or as a paragraph of a style where there is one; open, where it is not among the values."""
    kind, _, rest = place.partition("|")
    style, _, name = rest.rpartition("|")
    if name not in values:
        return open_place(place)
    if kind == "v":
        return fields.run(values[name])
    return fields.paragraph(style, fields.run(values[name])) if values[name] else ""


@lru_cache(maxsize=20_000)
def _bookmark(ref: str) -> tuple[str, str]:
    """What opens and what closes the bookmark of a ref."""
    name = ids.bookmark(ref)
    number = number_of(name)
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{number}"/>'


_STRETCH = 24_000
"""Characters of a stretch. It is compressed by itself, once for all States: a short one packs badly, and a long one
is seldom without a blank that some State fills in."""


def together(lines: list[Laid]) -> None:
    """Words that announce points stay with the first of them, and the last line of a variant with its note."""
    for one, two in pairwise([line for line in lines if line.style]):
        deeper = 0 < _DEPTH.get(one.style, 0) < _DEPTH.get(two.style, 0)
        one.kept = deeper or (one.style in _DEPTH and two.style in _NOTES)


def count(lines: list[Laid], restarts: Iterable[Restart]) -> list[str]:
    """Put lines whose count is set by hand into lists of their own; gives those lists, for numbering.xml."""
    single: dict[str, Restart] = {}
    lasting: dict[str, Restart] = {}
    for item in restarts:
        (lasting if item.lasting else single).update(dict.fromkeys(item.refs, item))
    numbers: dict[Restart, int] = {}
    current: dict[int, int] = {}
    made: list[str] = []
    for line in lines:
        place = PLACE.get(line.style)
        if place is None or not (single or lasting):
            continue
        own = next((single[mark] for mark in line.marks if mark in single), None)
        jump = next((lasting[mark] for mark in line.marks if mark in lasting), None)
        for item in filter(None, (own, jump)):
            if item not in numbers:
                numbers[item] = FIRST_FREE + len(numbers)
                made.append(numbering.counted(numbers[item], place, item.start))
        if jump:
            current[place[0]] = numbers[jump]
        chosen = numbers[own] if own else current.get(place[0])
        if chosen is not None:
            line.count = f'<w:numPr><w:ilvl w:val="{place[1]}"/><w:numId w:val="{chosen}"/></w:numPr>'
    return made


def typed(lines: list[Laid], restarts: Iterable[Restart], words: Vocabulary) -> None:
    """Write the number of every line before it, for a file whose numbers are typed: as Word would count them."""
    starts = {ref: item for item in restarts for ref in item.refs}
    counts: dict[tuple[int, int], int] = {}
    met: set[Restart] = set()
    for line in lines:
        if line.style not in PLACE:
            continue
        number, depth = PLACE[line.style]
        item = next((starts[mark] for mark in line.marks if mark in starts), None)
        counts[number, depth] = item.start if item and item not in met else counts.get((number, depth), 0) + 1
        met |= {item} if item else set()
        for other in [each for each in counts if each[0] == number and each[1] > depth]:
            del counts[other]
        sign = numbering.shown(numbering.lists(words)[number], [counts.get((number, at), 0) for at in range(depth + 1)])
        line.text = (fields.run(sign) + TAB if sign else "") + line.text


def stretches(lines: Iterable[Laid]) -> Iterator[str]:
    """The text of the lines, parted where a provision or a note begins and enough has come together."""
    held: list[str] = []
    length = 0
    for line in lines:
        if line.opens and length > _STRETCH:
            yield "".join(held)
            held, length = [], 0
        held.append(str(line))
        length += len(held[-1])
    yield "".join(held)


def relationships(store: Store, links: Collection[str]) -> str:
    """Relationships to addresses outside the file."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    return "".join(f'<Relationship Id="{link}" Type="{kind}" Target="{fields.attribute(store.targets[link])}" '
                   'TargetMode="External"/>' for link in sorted(links) if link in store.targets)
