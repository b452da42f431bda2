"""What changed between two texts, word by word. Knows nothing of the corpus but how its marks are written.

A word, a run of blanks, a sign, and a whole mark (`[[law/duty|the duty]]`, `{competent_authority}`) is a token: a
difference never cuts a mark in two, so that each segment still reads in the inline language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Kind = Literal["same", "removed", "added"]

MARK: Final = re.compile(r"\[\[[^\[\]]*\]\]|\{[^{}]*\}")
"""A mark of the inline language, whole."""

_TOKEN: Final = re.compile(rf"{MARK.pattern}|\w+(?:['’-]\w+)*|\s+|[^\w\s]")
_FEWEST: Final = 2
"""Words that have to be equal between two changes, or else the changes are shown as one."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that stands in both versions, in the old one only, or in the new one only. Never empty."""

    kind: Kind
    text: str


def tokens(text: str) -> list[str]:
    """The tokens of a text; joined, they give it back."""
    return _TOKEN.findall(text)


def difference(before: str, after: str) -> tuple[Segment, ...]:
    """The way from one text to the other. What is removed stands before what is added in its place.

    A single equal word between two changes is taken into one change: "[-24 hours of the-] {+three days after an+}"
    reads, a patchwork does not.
    """
    if before == after:
        return (Segment("same", before),) if before else ()
    old, new = tokens(before), tokens(after)
    # autojunk would take the words that are most common in a long text for noise, and they are what holds it together.
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    stretches = [("".join(old[i1:i2]), "".join(new[j1:j2]), tag == "equal") for tag, i1, i2, j1, j2 in codes]
    return tuple(_segments(_merged(stretches)))


def before(segments: Iterable[Segment]) -> str:
    """The old text."""
    return "".join(segment.text for segment in segments if segment.kind != "added")


def after(segments: Iterable[Segment]) -> str:
    """The new text."""
    return "".join(segment.text for segment in segments if segment.kind != "removed")


_Stretch = tuple[str, str, bool]
"""Old text, new text, and whether they are equal."""


def _merged(stretches: list[_Stretch]) -> list[_Stretch]:
    """Stretches in which changes that only a small island parts are one."""
    out: list[_Stretch] = []
    for position, (old, new, equal) in enumerate(stretches):
        island = equal and 0 < position < len(stretches) - 1 and _small(old)
        if out and not out[-1][2] and (island or not equal):
            out[-1] = (out[-1][0] + old, out[-1][1] + new, False)
        else:
            out.append((old, new, equal))
    return out


def _small(text: str) -> bool:
    words = 0
    for token in tokens(text):
        words += _FEWEST if MARK.fullmatch(token) else token[0].isalnum()
    return words < _FEWEST


def _segments(stretches: Iterable[_Stretch]) -> Iterator[Segment]:
    for old, new, equal in stretches:
        if equal:
            yield Segment("same", old)
        else:
            if old:
                yield Segment("removed", old)
            if new:
                yield Segment("added", new)
