"""Running heads and feet of a returned file, which belong to no provision: what in them is not as it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from normbook.returned.changes import flat
from normbook.returned.finding import Finding, Spot
from normbook.word.received import tree_of
from normbook.word.tracked import NOBODY, Line, Piece, lines

_PART: Final = re.compile(r"word/(header|footer)\d*\.xml\Z")
_NAMES: Final = {"header": "the running head", "footer": "the running foot"}
_COUNTED: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


def running(parts: Mapping[str, bytes]) -> dict[str, tuple[Line, ...]]:
    """The lines of heads and of feet, each that has words."""
    found: dict[str, list[Line]] = {kind: [] for kind in _NAMES}
    for part in sorted(parts):
        if kind := _PART.match(part):
            found[kind[1]] += [line for line in lines(tree_of(parts, part)) if _read(line)]
    return {kind: tuple(held) for kind, held in found.items()}


def edits(made: Mapping[str, tuple[Line, ...]], parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """What heads and feet say that they were not made with, and what none of them says any more."""
    for kind, held in running(parts).items():
        before = {_read(line): None for line in made.get(kind, ())}
        after = {_read(line): line for line in held}
        gone = [text for text in before if text not in after]
        spot = Spot(name=_NAMES[kind])
        for text, line in after.items():
            if text not in before:
                put = next((piece for piece in line.pieces if piece.state == "inserted" and piece.text.strip()), None)
                by = put.origin if put else NOBODY
                old = gone.pop(0) if gone else ""
                yield Finding("replaced" if old else "inserted", "aside", spot, old, text, by.who, by.when,
                              put is not None)
        for text in gone:
            yield Finding("deleted", "aside", spot, text)


def _read(line: Line) -> str:
    """The words of a line, a count of pages as a sign."""
    said = "".join(map(_said, (piece for piece in line.pieces if piece.state in {"kept", "inserted"})))
    return flat(re.sub("#+", "#", said))


def _said(piece: Piece) -> str:
    return "#" if piece.field.split()[:1] and piece.field.split()[0] in _COUNTED else piece.text
