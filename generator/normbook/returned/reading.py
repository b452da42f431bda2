"""What a State did with a file: every edit, comment and filled blank, by the provision that it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Final

from normbook.law.references import article_of
from normbook.returned.changes import Change, changes, flat, shown, signed
from normbook.returned.finding import Finding, Kind, Spot
from normbook.returned.matching import match
from normbook.returned.original import Original, Text, text_of
from normbook.returned.running import edits
from normbook.returned.typed import bare, controlled, unnumbered
from normbook.word.origin import origin
from normbook.word.remarks import remarks
from normbook.word.tracked import END, NOBODY, Hand, Line, Piece, words

LEVELS: Final = {"PartHeading": "Part", "ArticleHeading": "article", "LawParagraph": "paragraph",
                 "LawText": "paragraph", "LawPoint": "point", "DefinitionPoint": "point", "LawSubpoint": "sub-point"}
"""Styles of the law's own lines, by the level at which they stand."""
_MOVABLE: Final = 15
"""Letters that a line must have to be known again elsewhere."""
_QUOTED: Final = 160


def findings(original: Original, parts: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What differs between the text that a file was made with and the file, in the order of the text."""
    reading = _Reading(original, text_of(parts, typed=original.typed))
    found = [*reading.body(), *reading.notes(), *reading.missing(), *reading.levels(), *reading.renumbered(),
             *edits(original.heads, parts)]
    found += _bound(original, parts, {(each.blank, each.after) for each in found})
    found = _below(_moves(found))
    found += _remarks(parts, reading)
    return tuple(sorted(_once(found), key=_rank))


def _rank(finding: Finding) -> tuple[int, int, int]:
    """Changes of a line come first, then comments on it, then what was put in after it."""
    if finding.what == "remark":
        return finding.spot.key, 1, -1
    after = 2 if finding.beside is not None else 0
    return (finding.beside or finding.spot).key, after, finding.change.start if finding.change else -1


@dataclass
class _Reading:
    """The lines of a file beside those of the original."""

    original: Original
    own: Text

    def __post_init__(self) -> None:
        base, own = self.original.text, self.own
        found = match(base.lines[: base.body], own.lines[: own.body], self.original.signs,
                      self.original.leads if self.original.typed else None)
        notes = match(base.lines[base.body :], own.lines[own.body :], self.original.signs)
        self.pairs = found.pairs | {i + base.body: j + own.body for i, j in notes.pairs.items()}
        self.moved = found.moved
        self.of_own = {j: i for i, j in self.pairs.items()}
        self.last = [*accumulate(range(len(own.lines)), lambda last, j: j if j in self.of_own else last, initial=-1)]
        """For each line of the file the last one before it, with itself, that is one of the original; from -1 on."""
        firsts = (j for j, i in self.of_own.items() if self.original.spots[i].ref.startswith("law/"))
        self.first = min(firsts, default=0)
        self.numbers: dict[int, str] = {}
        """Numbers that are typed before lines of the original, where others were printed; by line."""
        self.own = replace(own, lines=tuple(self._taken(j, line) for j, line in enumerate(own.lines)))

    def _taken(self, j: int, line: Line) -> Line:
        """A line of the file as it is held against its own: without a typed number, with the controls that it lost."""
        i = self.of_own.get(j)
        if i is None:
            return line
        if printed := self.original.leads.get(i):
            number, line = unnumbered(line)
            if number != printed:
                self.numbers[i] = number
        return controlled(line, self.original.text.lines[i])

    def spot(self, j: int) -> Spot:
        """The spot of a line of the file: its own, or that of the line of the original before it."""
        j = self.last[j + 1]
        return self.original.spots[self.of_own[j]] if j >= 0 else Spot()

    def body(self) -> Iterator[Finding]:
        for j in range(self.own.body):
            yield from self.line(j)

    def notes(self) -> Iterator[Finding]:
        for j in range(self.own.body, len(self.own.lines)):
            if j in self.own.gone and j in self.of_own:
                line = self.own.lines[j]
                yield Finding("deleted", "line", self.spot(j), line.before, tracked=True)
            elif j in self.of_own:
                yield from self.line(j)
                yield from self.rehung(j)
            elif j not in self.own.gone and self.own.lines[j].after:
                beside = self.spot(self.own.hosts[j])
                yield Finding("inserted", "line", replace(beside, name=f"a footnote to {beside.name}", key=-1), "",
                              self.own.lines[j].after, beside=beside, style="FootnoteText")

    def rehung(self, j: int) -> Iterator[Finding]:
        """A footnote that hangs on another line now."""
        host, i = self.own.hosts[j], self.of_own[j]
        if self.of_own.get(host, self.original.text.hosts[i]) != self.original.text.hosts[i]:
            yield Finding("moved", "line", self.original.spots[i], self.original.read(self.original.words(i)),
                          beside=self.spot(host), style="FootnoteText")

    def missing(self) -> Iterator[Finding]:
        """Lines of the original that the file does not have, and those that stand elsewhere in it."""
        for key, spot in enumerate(self.original.spots):
            if key not in self.pairs and (text := self.original.words(key)):
                yield Finding("deleted", "line", spot, self.original.read(text))
            elif key in self.moved:
                yield Finding("moved", "line", spot, self.original.read(self.original.words(key)),
                              beside=self.spot(self.pairs[key] - 1), style=self.own.lines[self.pairs[key]].style)

    def renumbered(self) -> Iterator[Finding]:
        """Numbers that somebody typed anew, those of one article together."""
        for _, group in groupby(sorted(self.numbers), key=lambda i: article_of(self.original.spots[i].ref)):
            held = list(group)
            before = ", ".join(self.original.leads[i] for i in held)
            after = ", ".join(self.numbers[i] or "none" for i in held)
            yield Finding("replaced", "number", self.original.spots[held[0]], before, after)

    def levels(self) -> Iterator[Finding]:
        """Lines that were made one of another level: a paragraph a point, an article a Part."""
        for i, j in self.pairs.items():
            made, now = (LEVELS.get(line.style) for line in (self.original.text.lines[i], self.own.lines[j]))
            if made and now and made != now and not self.own.lines[j].is_deleted:
                yield Finding("replaced", "level", self.original.spots[i], made, now, style=self.own.lines[j].style)

    def line(self, j: int) -> Iterator[Finding]:
        line, i = self.own.lines[j], self.of_own.get(j)
        if i is None and self.original.typed and self._is_contents(j):
            return
        if i is not None and _same(line, self.original.text.lines[i]):
            return
        groups = _paragraphs(line)
        main = next((n for n, group in enumerate(groups) if any(_held(piece) for piece in group)), None)
        last = next((n for n in reversed(range(len(groups))) if any(_held(piece) for piece in groups[n])), None)
        beside = self.spot(j - 1)
        for n, group in enumerate(groups):
            if main is not None and last is not None and main <= n <= last:
                if n == main:
                    yield from self.within(j, [piece for each in groups[main : last + 1] for piece in each])
                    beside = self.spot(j)
            elif text := words(piece for piece in group if piece.state != "passing"):
                yield _added(text, group, beside, line.style)

    def _is_contents(self, j: int) -> bool:
        """Whether a line is one of the contents that lost its style."""
        return j < self.first and self.own.lines[j].after in self.original.contents

    def within(self, j: int, pieces: list[Piece]) -> Iterator[Finding]:
        """What became of a line of the original, or a line that is new altogether."""
        line, i, spot = self.own.lines[j], self.of_own.get(j), self.spot(j)
        if i is None:
            if text := words(piece for piece in pieces if piece.state in {"kept", "inserted"}):
                yield _added(text, pieces, self.spot(j - 1), line.style)
            return
        original = self.original.words(i)
        if line.is_deleted:
            by = next(piece.origin for piece in line.pieces if piece.state == "deleted" and piece.text.strip())
            yield Finding("deleted", "line", spot, self.original.read(original), "", by.who, by.when, True)
            return
        body = [piece for piece in pieces if not (piece is pieces[-1] and piece.text == END)]
        made = _values(self.original.text.lines[i].pieces)
        for change in changes(original, signed(body, self.original.signs)):
            blank = self.original.signs.blank(change.removed)
            if not blank:
                yield self.changed(original, change, spot)
            elif flat(change.added) != made[blank][0]:  # a file without controls shows a blank as text
                kind: Kind = "blank filled" if change.added.strip() else "deleted"
                yield Finding(kind, "value" if change.added.strip() else "words", spot, made[blank][0],
                              change.added.strip(), change.origin.who, change.origin.when, change.tracked, change,
                              blank=blank)
        yield from self.filled(i, body, spot)
        yield from self.joined(j, spot, len(original))

    def changed(self, original: str, change: Change, spot: Spot) -> Finding:
        before, after = (self.original.read(text).replace(END, "¶") for text in shown(original, change))
        kind: Kind = "replaced" if change.removed and change.added else "deleted" if change.removed else "inserted"
        return Finding(kind, "words", spot, before, after, change.origin.who, change.origin.when, change.tracked,
                       change)

    def filled(self, i: int, body: list[Piece], spot: Spot) -> Iterator[Finding]:
        """Controls that hold another value than they were made with."""
        made = _values(self.original.text.lines[i].pieces)
        for blank, (value, by) in _values(body).items():
            if value and blank in made and value != made[blank][0]:
                yield Finding("blank filled", "value", spot, made[blank][0], value, by.who, by.when,
                              bool(by.who), blank=blank)

    def joined(self, j: int, spot: Spot, length: int) -> Iterator[Finding]:
        """A paragraph whose end was taken out, so that it runs on into the next."""
        end = self.own.lines[j].pieces[-1]
        if end.state != "deleted" or not self.own.lines[j].after:
            return
        for line in self.own.lines[j + 1 : self.own.body]:
            if line.after:
                change = Change(length, length, END, "", end.origin, tracked=True)
                yield Finding("deleted", "words", spot, "¶", "", end.origin.who, end.origin.when, True, change)
                return
            if line.pieces[-1].state != "deleted":
                return


def _bound(original: Original, parts: Mapping[str, bytes], met: set[tuple[str, str]]) -> Iterator[Finding]:
    """Values that stand in the part to which controls are bound, and in no control."""
    made: dict[str, tuple[Spot, str]] = {}
    for key, line in enumerate(original.text.lines):
        for blank, (value, _) in _values(line.pieces).items():
            made.setdefault(blank, (original.spots[key], value))
    for blank, value in origin(parts).blanks.items():
        words_ = flat(value)
        if blank in made and words_ not in {"", made[blank][1]} and (blank, words_) not in met:
            yield Finding("blank filled", "value", made[blank][0], made[blank][1], words_, blank=blank)


def _same(line: Line, made: Line) -> bool:
    return (all(piece.state == "kept" for piece in line.pieces) and flat(line.before) == flat(made.before)
            and not any(piece.blank for piece in made.pieces))


def _held(piece: Piece) -> bool:
    """Whether a piece was there before tracked changes."""
    return piece.state in {"kept", "deleted"} and bool(piece.text.strip() or piece.blank)


def _paragraphs(line: Line) -> list[list[Piece]]:
    """The paragraphs of a line as it is with what was put in."""
    groups: list[list[Piece]] = [[]]
    for piece in line.pieces:
        groups[-1].append(piece)
        if piece.text == END and piece is not line.pieces[-1]:
            groups.append([])
    return groups


def _added(text: str, pieces: list[Piece], beside: Spot, style: str) -> Finding:
    """A paragraph that was put in."""
    put = next((piece for piece in pieces if piece.state == "inserted" and piece.text.strip()), None)
    own = next((piece.style for piece in reversed(pieces) if piece.text == END), style)
    by = put.origin if put else NOBODY
    return Finding("inserted", "line", replace(beside, key=-1), "", text, by.who, by.when, put is not None,
                   beside=beside, style=own)


def _values(pieces: list[Piece] | tuple[Piece, ...]) -> dict[str, tuple[str, Hand]]:
    """What stands in each control of a line, and who put it there; nothing for one that shows its prompt."""
    found: dict[str, tuple[str, Hand]] = {}
    for blank in dict.fromkeys(piece.blank for piece in pieces if piece.blank):
        inside = [piece for piece in pieces if piece.blank == blank and piece.state in {"kept", "inserted"}]
        by = next((piece.origin for piece in inside if piece.state == "inserted"), NOBODY)
        found[blank] = (flat("".join(piece.text for piece in inside)), by)
    return found


def _moves(found: list[Finding]) -> list[Finding]:
    """A line that was taken out in one place and put in with the same words in another was moved."""
    gone: dict[str, list[Finding]] = {}
    for each in found:
        if each.kind == "deleted" and each.what == "line":
            gone.setdefault(flat(each.before), []).append(each)
    made: dict[int, Finding] = {}
    moved: set[int] = set()
    for new in found:
        if new.kind == "inserted" and new.what == "line":
            text = next((text for text in (flat(new.after), bare(flat(new.after))) if gone.get(text)), "")
            if len(text) >= _MOVABLE:
                old = gone[text].pop(0)
                made[id(new)] = replace(old, kind="moved", after="", beside=new.beside, style=new.style)
                moved.add(id(old))
    return [made.get(id(each), each) for each in found if id(each) not in moved]


def _below(found: list[Finding]) -> list[Finding]:
    """What was found, without the moves of lines that went along with what they stand below."""
    heads: dict[str, int] = {}
    for each in found:
        if each.kind == "moved" and each.spot.ref:
            heads.setdefault(each.spot.ref, each.spot.key)

    def along(each: Finding) -> bool:
        """Whether it stands below a line that moved, there as here."""
        beside = each.beside.ref if each.beside else ""
        return any(_is_below(each.spot.ref, head) and _is_below(beside, head) and each.spot.key != key
                   for head, key in heads.items())

    return [each for each in found if each.kind != "moved" or not along(each)]


def _is_below(ref: str, head: str) -> bool:
    return ref == head or ref.startswith((f"{head}/", f"{head}:"))


def _once(found: list[Finding]) -> Iterator[Finding]:
    """Each finding; a value that stands in several places of the text, once."""
    met: set[tuple[str, str]] = set()
    for finding in found:
        if finding.what == "value":
            if (finding.blank, finding.after) in met:
                continue
            met.add((finding.blank, finding.after))
        yield finding


def _remarks(parts: Mapping[str, bytes], reading: _Reading) -> Iterator[Finding]:
    """Comments, each with the words that it hangs on."""
    places: dict[str, int] = {}
    quotes: dict[str, str] = {}
    running: set[str] = set()
    ends: dict[str, int] = {}
    for j, line in enumerate(reading.own.lines):
        for piece in line.pieces:
            if piece.comment:
                places.setdefault(piece.comment, j)
                ends[piece.comment] = j
                running = running | {piece.comment} if piece.open else running - {piece.comment}
            elif piece.text and piece.state in {"kept", "inserted"}:
                for number in running:
                    quotes[number] = quotes.get(number, "") + piece.text
    for remark in remarks(parts):
        at = places.get(remark.number)
        host = reading.own.hosts.get(at, at) if at is not None else None
        spot = reading.spot(host) if host is not None else Spot()
        last = reading.spot(ends[remark.number]) if host is not None and host == at else spot
        quote = flat(quotes.get(remark.number, ""))
        yield Finding("comment", "remark", spot, "", remark.text, remark.origin.who, remark.origin.when, True,
                      beside=last if last.name != spot.name else None,
                      quote=quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED]}…")
