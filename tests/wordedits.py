"""Edits of a Word file as a drafter would make them, made in its XML: tracked or not, by whom, when; and comments."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from normbook.word.openxml import Element, el, name, pack, parse, unpack, write

WHEN = "2027-01-02T10:00:00Z"
W_P, W_R, W_T = name("w:p"), name("w:r"), name("w:t")


@dataclass(frozen=True)
class Author:
    """Who edits; nobody, if it is not tracked."""

    name: str = "A. Drafter"
    tracked: bool = True


class Draft:
    """A file that is being edited."""

    def __init__(self, docx: bytes) -> None:
        self.parts = unpack(docx)
        self.root = parse(self.parts["word/document.xml"])
        self.number = 5000
        self.comments: list[Element] = []

    def paragraphs(self) -> list[Element]:
        return list(self.root.iter(W_P))

    def paragraph(self, opening: str) -> Element:
        """The one paragraph that opens with words."""
        hits = [each for each in self.paragraphs() if words(each).startswith(opening)]
        assert len(hits) == 1, (opening, [words(hit) for hit in hits])
        return hits[0]

    def done(self) -> bytes:
        parts: Mapping[str, bytes] = self.parts | {"word/document.xml": write(self.root)}
        if self.comments:
            parts = {**parts, "word/comments.xml": write(el("w:comments", *self.comments))}
        return pack(parts)

    def change(self, paragraph: Element, old: str, new: str, by: Author = Author()) -> None:
        """Put `new` for the first `old` in a paragraph; an empty one of either puts in or takes out."""
        at = words(paragraph).index(old)
        self.at(paragraph, at, at + len(old), new, by)

    def at(self, paragraph: Element, start: int, end: int, new: str, by: Author = Author()) -> None:
        """Put `new` for the characters from `start` to `end`."""
        for edge in (start, end):
            _cut(paragraph, edge)
        inside, before = _runs(paragraph, start, end), _runs(paragraph, 0, start)
        if new:
            put = el("w:r", el("w:t", new, xml_space="preserve"))
            anchor = inside[-1] if inside else before[-1] if before else None
            made = self.signed("w:ins", put, by)
            if anchor is None:
                _runs(paragraph, 0, 10_000)[0].addprevious(made)
            else:
                anchor.addnext(made)
        for run in inside:
            self.gone(run, by)

    def gone(self, run: Element, by: Author) -> None:
        if not by.tracked:
            run.getparent().remove(run)
            return
        for text in list(run.iter(W_T)):
            text.tag = name("w:delText")
        holder = self.signed("w:del", None, by)
        run.addprevious(holder)
        holder.append(run)

    def signed(self, tag: str, inside: Element | None, by: Author) -> Element:
        if not by.tracked and inside is not None:
            return inside
        self.number += 1
        return el(tag, inside, id=self.number, author=by.name, date=WHEN)

    def add(self, after: Element, text: str, by: Author = Author()) -> Element:
        """A new paragraph after another, in the same style."""
        style = after.find(f"{name('w:pPr')}/{name('w:pStyle')}")
        mark = el("w:rPr", self.signed("w:ins", None, by)) if by.tracked else None
        made = el("w:p", el("w:pPr", copy.deepcopy(style), mark),
                  self.signed("w:ins", el("w:r", el("w:t", text, xml_space="preserve")), by))
        after.addnext(made)
        return made

    def drop(self, paragraph: Element, by: Author = Author()) -> None:
        """A whole paragraph taken out."""
        if not by.tracked:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(W_R)):
            self.gone(run, by)
        properties = paragraph.find(name("w:pPr"))
        properties.append(el("w:rPr", self.signed("w:del", None, by)))

    def comment(self, paragraph: Element, on: str, text: str, by: Author = Author()) -> None:
        """A comment on words."""
        start = words(paragraph).index(on)
        for edge in (start, start + len(on)):
            _cut(paragraph, edge)
        inside = _runs(paragraph, start, start + len(on))
        number = len(self.comments)
        inside[0].addprevious(el("w:commentRangeStart", id=number))
        end = el("w:commentRangeEnd", id=number)
        inside[-1].addnext(end)
        end.addnext(el("w:r", el("w:commentReference", id=number)))
        self.comments.append(el("w:comment", *(el("w:p", el("w:r", el("w:t", line))) for line in text.split("\n")),
                                id=number, author=by.name, date=WHEN))


def words(paragraph: Element) -> str:
    """The characters of a paragraph as they stand, without those that tracking took out."""
    return "".join(text.text or "" for text in paragraph.iter(W_T))


def _runs(paragraph: Element, start: int, end: int) -> list[Element]:
    """The runs whose characters lie between two places; edges must be cut."""
    found, at = [], 0
    for run in paragraph.iter(W_R):
        length = len("".join(text.text or "" for text in run.iter(W_T)))
        if length and at >= start and at + length <= end:
            found.append(run)
        at += length
    return found


def _cut(paragraph: Element, place: int) -> None:
    """Have a run end at a place."""
    at = 0
    for run in list(paragraph.iter(W_R)):
        texts = list(run.iter(W_T))
        length = len("".join(text.text or "" for text in texts))
        if at < place < at + length and len(texts) == 1:
            rest = copy.deepcopy(run)
            whole = texts[0].text or ""
            texts[0].text, next(rest.iter(W_T)).text = whole[: place - at], whole[place - at :]
            for text in (texts[0], next(rest.iter(W_T))):
                text.set(name("xml:space"), "preserve")
            run.addnext(rest)
            return
        at += length
