"""Which line of a returned file is which line of the text that it was made with.

By the bookmarks that both bear; between two lines so matched by equal words, then by like ones. A file that lost its
bookmarks is matched by its words alone, one whose numbers are typed by its words and then by its numbers. What is left
over on either side was put in or taken out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from normbook.returned.changes import Signs, seen
from normbook.returned.typed import bare, numbered
from normbook.word.tracked import END, Line

_MOVABLE: Final = 15
"""Letters that a line must have to be known again elsewhere."""
_TRIES, _LEAST = 100_000, 20
"""How many pairs of lines are looked at, about, in one stretch in which all is new, and how many for each line."""
_LIKE: Final = 0.5
"""Share of words that two lines without a bookmark must have in common to be the same one."""


@dataclass(frozen=True, slots=True)
class Match:
    """`pairs` lead from a line of the original to one of the file. `moved` are those that stand elsewhere now."""

    pairs: dict[int, int]
    moved: frozenset[int]


def match(original: Sequence[Line], own: Sequence[Line], signs: Signs,
          leads: Mapping[int, str] | None = None) -> Match:
    """The lines that are the same, each by its index. `leads` are the numbers of the original, if they are typed."""
    known = {name: i for i, line in reversed(list(enumerate(original))) for name in line.names}
    pairs: dict[int, int] = {}
    for j, line in enumerate(own):
        i = next((known[name] for name in _names(line) if name in known), None)
        if i is not None and i not in pairs:
            pairs[i] = j
    steady = _in_order(pairs)
    edges = [(-1, -1), *((i, pairs[i]) for i in steady), (len(original), len(own))]
    texts = tuple([_read(line, signs, typed=leads is not None) for line in side] for side in (original, own))
    taken = set(pairs.values())
    for (i1, j1), (i2, j2) in pairwise(edges):
        left = [i for i in range(i1 + 1, i2) if i not in pairs]
        right = [j for j in range(j1 + 1, j2) if j not in taken and texts[1][j]]
        found = _between(left, right, texts)
        pairs |= found if leads is None else found | _same_number(left, right, found, leads, own)
    pairs |= _elsewhere(pairs, texts)
    return Match(pairs, frozenset(pairs.keys() - set(_in_order(pairs))))


def _elsewhere(pairs: Mapping[int, int], texts: tuple[list[str], ...]) -> dict[int, int]:
    """Lines left over on both sides that have the same words, and those between them that stand between them still."""
    left = [i for i, text in enumerate(texts[0]) if text and i not in pairs]
    taken = set(pairs.values())
    right: dict[str, list[int]] = {}
    for j, text in enumerate(texts[1]):
        if text and j not in taken:
            right.setdefault(text, []).append(j)
    found: dict[int, int] = {}
    for i in left:
        if len(texts[0][i]) >= _MOVABLE and (held := right.get(texts[0][i])):
            found[i] = held.pop(0)
    free = {j for held in right.values() for j in held}
    for order, step in ((left, 1), (left[::-1], -1)):
        for i in order:
            j = found.get(i - step, -9) + step
            if i not in found and j in free and (texts[0][i] == texts[1][j] or found.get(i + step) == j + step):
                found[i] = j
                free.discard(j)
    return found


def _names(line: Line) -> tuple[str, ...]:
    """The bookmarks of a line. Those of a paragraph that was put in before it, as Word moves one, are not its own."""
    last = max((n for n, piece in enumerate(line.pieces[:-1]) if piece.text == END), default=-1)
    own = tuple(piece.bookmark for piece in line.pieces[last + 1 :] if piece.bookmark)
    return own or line.names


def _read(line: Line, signs: Signs, *, typed: bool) -> str:
    """The words by which a line is known: a file with typed numbers has blanks as words."""
    return bare(seen(line.pieces, Signs())) if typed else seen(line.pieces, signs)


def _same_number(left: list[int], right: list[int], found: Mapping[int, int], leads: Mapping[int, str],
                 own: Sequence[Line]) -> dict[int, int]:
    """Lines that were written anew under the number that they had, between the same neighbours."""
    made: dict[int, int] = {}
    taken = set(found.values())
    free = [j for j in right if j not in taken]
    known = sorted(found)
    for i in (i for i in left if i not in found and i in leads):
        k = bisect_left(known, i)
        start = max([found[known[k - 1]] if k else -1, *list(made.values())[-1:]])
        end = found[known[k]] if k < len(known) else len(own)
        j = next((j for j in free if start < j < end and numbered(own[j].after) == leads[i]), None)
        if j is not None:
            made[i] = j
    return made


def _in_order(pairs: dict[int, int]) -> list[int]:
    """The longest run of matched lines that stand in the same order on both sides."""
    ends: list[int] = []
    ends_at: list[int] = []
    before: dict[int, int | None] = {}
    for i in sorted(pairs):
        k = bisect_left(ends, pairs[i])
        before[i] = ends_at[k - 1] if k else None
        ends[k : k + 1], ends_at[k : k + 1] = [pairs[i]], [i]
    out: list[int] = []
    at = ends_at[-1] if ends_at else None
    while at is not None:
        out.append(at)
        at = before[at]
    return out[::-1]


def _between(left: list[int], right: list[int], texts: tuple[list[str], ...]) -> dict[int, int]:
    one, two = [texts[0][i] for i in left], [texts[1][j] for j in right]
    found: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            found |= dict(zip(left[i1:i2], right[j1:j2], strict=True))
        elif tag == "replace":
            found |= _alike(left[i1:i2], right[j1:j2], texts)
    return found


def _alike(left: list[int], right: list[int], texts: tuple[list[str], ...]) -> dict[int, int]:
    """Lines in the same order that share most of their words."""
    found: dict[int, int] = {}
    start = 0
    reach = max(_LEAST, _TRIES // len(left))
    for n, i in enumerate(left):
        words = texts[0][i].split()
        best, at = _LIKE, -1
        first = max(start, n * len(right) // len(left) - reach // 2) if len(right) > reach else start
        for k in range(first, min(first + reach, len(right))):
            matcher = SequenceMatcher(None, words, texts[1][right[k]].split(), autojunk=False)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                best, at = matcher.ratio(), k
        if at >= 0:
            found[i] = right[at]
            start = at + 1
    return found
