"""Lines of the plain form: the number is typed before the words, and a blank is words in brackets.

Such a file has no bookmark, so that its lines are known by words and numbers. The number that a State types is no word
of the provision: it is taken off, and told apart where it is not the one that was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from normbook.returned.changes import flat, straight
from normbook.word.numbering import PLACE
from normbook.word.tracked import Line, Piece

_NUMBER: Final = re.compile(
    r"\A\s*(?:(?i:part|chapter|article|section|schedule|annex)\s+(?:[IVXLC]{1,7}|[0-9]{1,3}[A-Za-z]?)\b[.:]?"
    r"|\((?:[0-9]{1,3}[a-z]?|[a-z]{1,2}|[ivxl]{1,6})\)|[0-9]{1,3}[a-z]?[.)]?(?=\s)|[a-z]\)|–(?=\s))\s*"
)


def numbered(text: str) -> str:
    """The number that a text opens with; empty for none."""
    found = _NUMBER.match(text)
    return flat(found.group()) if found else ""


def bare(text: str) -> str:
    """A text (`flat`) without the number that it opens with."""
    return _NUMBER.sub("", text, count=1)


def lead(line: Line) -> tuple[str, Line]:
    """The number before a line that this program made with typed numbers and bookmarks, and the line without it."""
    at = next((n for n, piece in enumerate(line.pieces) if piece.bookmark), 0)
    if line.style not in PLACE or not at:
        return "", line
    return flat("".join(piece.text for piece in line.pieces[:at])), Line(line.pieces[at:])


def unnumbered(line: Line) -> tuple[str, Line]:
    """The number that stands before a line with tracked changes, and the line without a number in either reading."""
    before, after = (_length(line, states) for states in ({"kept", "deleted"}, {"kept", "inserted"}))
    if not before and not after:
        return "", line
    made: list[Piece] = []
    old = new = 0
    for piece in line.pieces:
        kept = []
        for sign in piece.text:
            gone = (piece.state in {"kept", "deleted"} and old < before) or (
                piece.state in {"kept", "inserted"} and new < after)
            old += piece.state in {"kept", "deleted"}
            new += piece.state in {"kept", "inserted"}
            if not gone:
                kept.append(sign)
        if kept or not piece.text:
            made.append(replace(piece, text="".join(kept)))
    return numbered(_words(line, {"kept", "inserted"})), Line(tuple(made))


def _words(line: Line, states: set[str]) -> str:
    return "".join(piece.text for piece in line.pieces[:-1] if piece.state in states)


def _length(line: Line, states: set[str]) -> int:
    found = _NUMBER.match(_words(line, states))
    return found.end() if found else 0


def controlled(line: Line, made: Line) -> Line:
    """A line without controls, with those of the line that it was made as put around the words that they show."""
    shown = [(blank, straight("".join(piece.text for piece in group)))
             for blank, group in groupby(made.pieces, key=lambda piece: piece.blank) if blank]
    if not shown or any(piece.blank for piece in line.pieces):
        return line
    signs = [(sign, piece) for piece in line.pieces for sign in (piece.text or "\0")]
    text = "".join(straight(sign) or "\0" if piece.state == "kept" else "\0" for sign, piece in signs)
    inside: dict[int, str] = {}
    at = 0
    for blank, words in shown:
        start = text.find(words, at) if words else -1
        if start >= 0:
            at = start + len(words)
            inside |= dict.fromkeys(range(start, at), blank)
    return Line(tuple(_joined((replace(piece, text=sign if piece.text else "", blank=inside.get(n, "")), id(piece))
                              for n, (sign, piece) in enumerate(signs)))) if inside else line


def _joined(signs: Iterable[tuple[Piece, int]]) -> Iterator[Piece]:
    """Single characters as pieces again: those of one piece and one blank together."""
    for _, group in groupby(signs, key=lambda each: (each[1], each[0].blank)):
        held = [piece for piece, _ in group]
        yield replace(held[0], text="".join(piece.text for piece in held))


def is_typed(lines: Iterable[Line], leads: int) -> bool:
    """Whether a file has its numbers typed, as far as can be told from how many there should be."""
    return 2 * sum(bool(numbered(line.after)) for line in lines) >= leads > 0
