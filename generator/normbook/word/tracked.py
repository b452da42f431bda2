"""The text of a Word file as a stream of pieces, each of which knows who put it in or took it out, and its lines.

A line is a paragraph as it was before tracked changes: a paragraph that was put in lies in the line in which its author
was when the Enter key was pressed. Word and LibreOffice split runs anywhere, so nothing depends on runs. Contents are
left out, which programs make anew; numbers of lists, codes of fields and signs of notes are no text. What is no text
and yet put there by a hand, a picture or a formula, stands as a word in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from normbook.word.openxml import Element, name

State = Literal["kept", "inserted", "deleted", "passing"]
"""What tracking says of a piece. A passing one was put in and taken out again."""

END: Final = "\n"
"""The text of a piece that ends a paragraph."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changed something and when (ISO 8601, or empty); whether the program calls it a move."""

    who: str = ""
    when: str = ""
    moved: bool = False


NOBODY: Final = Hand()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `blank` is the tag of the control that it stands in, `field` the code of its field.

    Marks have no text: `bookmark` begins one, `note` is the number of a footnote (e1 for an endnote), `comment` that of
    a comment, which is `open` where its range begins. A piece that ends a paragraph has the id of its style.
    """

    text: str = ""
    state: State = "kept"
    origin: Hand = NOBODY
    blank: str = ""
    field: str = ""
    style: str = ""
    bookmark: str = ""
    note: str = ""
    comment: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of a paragraph as it was before tracked changes, its end included."""

    pieces: tuple[Piece, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The bookmarks that begin in it."""
        return tuple(piece.bookmark for piece in self.pieces if piece.bookmark)

    @property
    def style(self) -> str:
        return next((piece.style for piece in reversed(self.pieces) if piece.text == END), "")

    @property
    def before(self) -> str:
        """Its words without tracked changes."""
        return words(piece for piece in self.pieces if piece.state in {"kept", "deleted"})

    @property
    def after(self) -> str:
        """Its words with tracked changes."""
        return words(piece for piece in self.pieces if piece.state in {"kept", "inserted"})

    @property
    def is_deleted(self) -> bool:
        """Whether tracked changes take the whole paragraph out."""
        texts = [piece for piece in self.pieces if piece.text.strip()]
        return bool(texts) and all(piece.state == "deleted" for piece in texts) and not self.after

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes that hang on it."""
        return tuple(piece.note for piece in self.pieces if piece.note)


def words(pieces: Iterable[Piece]) -> str:
    """The words of pieces, blanks as single spaces."""
    return " ".join("".join(piece.text for piece in pieces).split())


def lines(root: Element) -> Iterator[Line]:
    """The lines of a part of the file that holds paragraphs, in order."""
    gathered: list[Piece] = []
    for piece in _Reader(_unended(root)).pieces(root):
        gathered.append(piece)
        if piece.text == END and piece.state in {"kept", "deleted"}:
            yield Line(tuple(gathered))
            gathered = []
    if gathered:
        yield Line((*gathered, Piece(END)))


def settled(found: Iterable[Line]) -> list[Line]:
    """The lines with the bookmarks of a text that was restored from tracked changes under their own names.

    What moved stands twice in a file with tracked changes, and where it was its bookmarks begin with another letter
    (`redline_names`). Once the changes are rejected no other bookmark of that name is left.
    """
    held = list(found)
    there = {mark for line in held for mark in line.names}
    back = {mark: f"p{mark[1:]}" for mark in there if mark.startswith("w_") and f"p{mark[1:]}" not in there}
    if not back:
        return held
    return [Line(tuple(replace(piece, bookmark=back.get(piece.bookmark, piece.bookmark)) for piece in line.pieces))
            if back.keys() & set(line.names) else line for line in held]


_BOUND: Final = re.compile(r":blanks\[1\]/\w+:([a-z][a-z0-9_]*)\[1\]\Z")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\Z")
_TRACKED: Final[dict[str, State]] = {name("w:ins"): "inserted", name("w:moveTo"): "inserted",
                                     name("w:del"): "deleted", name("w:moveFrom"): "deleted"}
_MOVES: Final = frozenset({name("w:moveTo"), name("w:moveFrom")})
_SIGNS: Final = {name("w:tab"): " ", name("w:br"): " ", name("w:cr"): " ", name("w:noBreakHyphen"): "-"}
_WORDS: Final = frozenset({name("w:t"), name("w:delText")})
_CODES: Final = frozenset({name("w:instrText"), name("w:delInstrText")})
_MARKS: Final = frozenset({
    name("w:bookmarkStart"), name("w:commentRangeStart"), name("w:commentRangeEnd"), name("w:commentReference"),
    name("w:footnoteReference"), name("w:endnoteReference"),
})
_SKIPPED: Final = frozenset({
    name("w:pPr"), name("w:rPr"), name("w:tblPr"), name("w:trPr"), name("w:tcPr"), name("w:sectPr"), name("w:tblGrid"),
    name("w:footnoteRef"), name("w:endnoteRef"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
})


_PICTURE, _FORMULA, _FOREIGN = "[picture]", "[formula]", "[another file]"
_OBJECTS: Final = {name("w:drawing"): _PICTURE, name("w:pict"): _PICTURE, name("w:object"): _PICTURE,
                   name("w:altChunk"): _FOREIGN,
                   "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": _FORMULA}
"""What is no text, by the word that stands for it. Text inside is read instead, where there is any."""


def blank_of(control: Element) -> str:
    """The blank that a control is for, by its binding, which every program keeps, or by its tag."""
    properties = control.find(name("w:sdtPr"))
    if properties is None:
        return ""
    binding, tag = properties.find(name("w:dataBinding")), properties.find(name("w:tag"))
    bound = _BOUND.search(str(binding.get(name("w:xpath")))) if binding is not None else None
    named = _NAME.match(str(tag.get(name("w:val")))) if tag is not None else None
    return bound[1] if bound else named.group() if named else ""


@dataclass
class _Reader:
    """Walks a part once. Fields are open from their begin sign to their end sign, across paragraphs.

    `unended` are begin signs without an end, as a deletion may leave them: they open nothing, or all after them would
    be taken for a field.
    """

    unended: frozenset[Element]
    fields: list[list[str]] = field(default_factory=list)
    """Codes of the fields that are open, each with whether its result has begun: ['TOC …', 'result']."""

    def pieces(self, root: Element) -> Iterator[Piece]:
        yield from self._inside(root, Piece())

    def _inside(self, element: Element, like: Piece) -> Iterator[Piece]:
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self._one(child, like)

    def _one(self, element: Element, like: Piece) -> Iterator[Piece]:
        tag = element.tag
        if tag in _WORDS or tag in _SIGNS:
            if not self._hidden():
                text = _SIGNS.get(tag) or (element.text or "").replace(END, " ")
                yield replace(like, text=text, field=self._code())
        elif tag in _MARKS:
            yield _mark(element, like)
        elif tag == name("w:sym"):
            yield replace(like, text=_symbol(element), field=self._code())
        elif tag in _OBJECTS and next(element.iter(name("w:p")), None) is None:
            yield replace(like, text=f" {_OBJECTS[tag]} ")
        elif tag == name("w:p"):
            yield from self._paragraph(element, like)
        elif tag in _TRACKED:
            yield from self._inside(element, _changed(like, element))
        elif tag == name("w:sdt"):
            yield from self._control(element, like)
        elif tag == name("w:fldSimple"):
            self.fields.append([str(element.get(name("w:instr"))), "result"])
            yield from self._inside(element, like)
            self.fields.pop()
        elif tag == name("w:fldChar") or tag in _CODES:
            self._sign(element)
        else:
            yield from self._inside(element, like)

    def _paragraph(self, element: Element, like: Piece) -> Iterator[Piece]:
        hidden = self._hidden()
        yield from self._inside(element, like)
        if hidden or self._hidden():  # a line of the contents
            return
        style = element.find(f"{name('w:pPr')}/{name('w:pStyle')}")
        end = replace(like, text=END, style="" if style is None else str(style.get(name("w:val"))))
        marks = element.find(f"{name('w:pPr')}/{name('w:rPr')}")
        for child in () if marks is None else marks:
            if child.tag in _TRACKED:
                end = _changed(end, child)
        yield end

    def _control(self, element: Element, like: Piece) -> Iterator[Piece]:
        inner = like
        if blank := blank_of(element):
            inner = replace(like, blank=blank)
            yield inner
        for content in element.findall(name("w:sdtContent")):
            yield from self._inside(content, inner)

    def _sign(self, element: Element) -> None:
        kind = element.get(name("w:fldCharType"))
        if element.tag in _CODES:
            if self.fields:
                self.fields[-1][0] += element.text or ""
        elif kind == "begin" and element not in self.unended:
            self.fields.append(["", ""])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = "result"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _hidden(self) -> bool:
        return any(code.split()[:1] == ["TOC"] or not result for code, result in self.fields)

    def _code(self) -> str:
        return self.fields[-1][0].strip() if self.fields else ""


def _mark(element: Element, like: Piece) -> Piece:
    """The sign of a bookmark, a comment or a footnote."""
    number = str(element.get(name("w:id")))
    if element.tag == name("w:bookmarkStart"):
        return Piece(bookmark=str(element.get(name("w:name"))))
    if element.tag == name("w:footnoteReference"):
        return replace(like, note=number)
    if element.tag == name("w:endnoteReference"):
        return replace(like, note=f"e{number}")
    return Piece(comment=number, open=element.tag == name("w:commentRangeStart"))


def _symbol(element: Element) -> str:
    """A character of a font of signs; one that means something in that font alone as a square."""
    try:
        code = int(str(element.get(name("w:char"))), 16)
    except ValueError:
        code = 0
    return chr(code) if 0x20 <= code < 0xD800 else "\N{WHITE SQUARE}"


def _unended(root: Element) -> frozenset[Element]:
    """The signs that begin a field of which no sign says where it ends."""
    begun: list[Element] = []
    for sign in root.iter(name("w:fldChar")):
        kind = sign.get(name("w:fldCharType"))
        if kind == "begin":
            begun.append(sign)
        elif kind == "end" and begun:
            begun.pop()
    return frozenset(begun)


def _changed(like: Piece, element: Element) -> Piece:
    """A piece within the sign of a tracked change."""
    state = _TRACKED[element.tag]
    if {like.state, state} == {"inserted", "deleted"}:
        state = "passing"
    origin = Hand(str(element.get(name("w:author"), "")), str(element.get(name("w:date"), "")),
                    element.tag in _MOVES)
    return replace(like, state=state, origin=origin)
