"""Which blocks of one document are those of another: by provision first, then by their sequence within each.

A group is a paragraph with bookmarks and what follows it up to the next; it is known by its bookmarks, wherever it
stands and whatever number it prints. Groups that stand in another order than before have moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from normbook.word.openxml import Element, name
from normbook.word.package import style_of
from normbook.word.redline_atoms import TOKEN, shown
from normbook.word.redline_words import alike

P, TABLE = name("w:p"), name("w:tbl")
_NEAR: Final = 0.4
_MANY: Final = 900


@dataclass(frozen=True, eq=False)
class Block:
    """A paragraph, table or other child of a body, with the bookmarks that open in it if it is a paragraph."""

    element: Element
    names: tuple[str, ...]
    style: str
    text: str

    @property
    def is_table(self) -> bool:
        return bool(self.element.tag == TABLE)


class Pair(NamedTuple):
    """A block as it was and as it is; one of the two is None where it came or went."""

    old: Block | None
    new: Block | None


@dataclass(frozen=True, eq=False)
class Group:
    """A provision: the block with its bookmarks, and those without that follow it."""

    blocks: tuple[Block, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return self.blocks[0].names if self.blocks else ()


@dataclass(frozen=True)
class Step:
    """What becomes of a group, in the order of the document that tracks both. `move` numbers a move, 0 where none is.

    A group that moved stands twice: where it was ("from") and where it is ("to").
    """

    kind: str
    pairs: tuple[Pair, ...]
    move: int = 0


def block(element: Element) -> Block:
    """A child of a body as a block."""
    names = [mark.get(name("w:name")) for mark in element.iter(name("w:bookmarkStart"))]
    return Block(element, tuple(names) if element.tag == P else (), style_of(element) if element.tag == P else "",
                 shown([element]))


def groups(blocks: Sequence[Block]) -> list[Group]:
    """Blocks by provision. The first group is what stands before all bookmarks; it may be empty."""
    made: list[list[Block]] = [[]]
    for each in blocks:
        if each.names:
            made.append([each])
        else:
            made[-1].append(each)
    return [Group(tuple(inside)) for inside in made]


def steps(old: Sequence[Group], new: Sequence[Group]) -> list[Step]:
    """What becomes of every group."""
    partner = dict(_paired(old, new))
    staying = _longest([(partner[j], j) for j in sorted(partner)])
    moved = _moves({j: partner[j] for j in sorted(partner) if j not in staying})
    sources = {partner[j]: j for j in moved}
    made: list[Step] = []
    done = 0

    def leave(end: int) -> None:
        nonlocal done
        for i in range(done, end):
            if i in sources:
                made.append(Step("from", within(old[i], new[sources[i]]), moved[sources[i]]))
            else:
                made.append(Step("deleted", tuple(Pair(each, None) for each in old[i].blocks)))
        done = max(done, end)

    for j, group in enumerate(new):
        if j in staying:
            leave(partner[j])
            made.append(Step("kept", within(old[partner[j]], group)))
            done = partner[j] + 1
            continue
        # What goes stands before what comes in its place.
        leave(next((partner[k] for k in range(j, len(new)) if k in staying), len(old)))
        if j in moved:
            made.append(Step("to", within(old[partner[j]], group), moved[j]))
        else:
            made.append(Step("inserted", tuple(Pair(None, each) for each in group.blocks)))
    leave(len(old))
    return made


def _moves(sources: dict[int, int]) -> dict[int, int]:
    """New place -> number of the move. Groups that moved side by side moved as one."""
    made: dict[int, int] = {}
    for j, i in sources.items():
        joined = j - 1 in made and sources[j - 1] == i - 1
        made[j] = made[j - 1] if joined else max(made.values(), default=0) + 1
    return made


def _paired(old: Sequence[Group], new: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """Places of groups that are one provision: that of the new, then that of the old."""
    held = {mark: i for i, group in reversed(list(enumerate(old))) for mark in group.names}
    used: set[int] = set()
    yield 0, 0
    for j, group in enumerate(new[1:], 1):
        found = next((held[mark] for mark in group.names if mark in held and held[mark] not in used), None)
        if found is not None:
            used.add(found)
            yield j, found


def _longest(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Of pairs (old place, new place) by the new, the new places of the longest run that is in order in the old too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (old, _) in enumerate(pairs):
        at = bisect_left(ends, old)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [old], [index]
    found: set[int] = set()
    index = last[-1] if last else -1
    while index >= 0:
        found.add(pairs[index][1])
        index = before[index]
    return found


def within(old: Group, new: Group) -> tuple[Pair, ...]:
    """The blocks of one provision, then and now. Its first block is the same by its bookmark."""
    if old.names and new.names:
        return (Pair(old.blocks[0], new.blocks[0]), *aligned(old.blocks[1:], new.blocks[1:], near))
    return tuple(aligned(old.blocks, new.blocks, near))


def near(one: Block, other: Block) -> bool:
    """Whether a block may be another one, changed."""
    if one.is_table or other.is_table:
        return one.is_table and other.is_table
    if (one.element.find(f".//{name('w:sectPr')}") is None) != (other.element.find(f".//{name('w:sectPr')}") is None):
        return False
    return one.text == other.text or alike(TOKEN.findall(one.text), TOKEN.findall(other.text)) >= _NEAR


def aligned(
    old: Sequence[Block], new: Sequence[Block], same: Callable[[Block, Block], bool]
) -> Iterator[Pair]:
    """Blocks in sequence: those that read alike are one, then those between them that `same` says are."""
    a, b = [(each.style, each.text) for each in old], [(each.style, each.text) for each in new]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from map(Pair, old[i1:i2], new[j1:j2])
        else:
            yield from _between(old[i1:i2], new[j1:j2], same)


def _between(
    old: Sequence[Block], new: Sequence[Block], same: Callable[[Block, Block], bool]
) -> Iterator[Pair]:
    """The most pairs that can be made in order; where there are too many to try, one by one."""
    if len(old) * len(new) > _MANY:
        for at in range(max(len(old), len(new))):
            one, other = (side[at] if at < len(side) else None for side in (old, new))
            if one and other and same(one, other):
                yield Pair(one, other)
            else:
                yield from (Pair(one, None),) if one else ()
                yield from (Pair(None, other),) if other else ()
        return
    fits = [[same(one, other) for other in new] for one in old]
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = 1 + best[i + 1][j + 1] if fits[i][j] else max(best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and fits[i][j]:
            yield Pair(old[i], new[j])
            i, j = i + 1, j + 1
        elif j >= len(new) or (i < len(old) and best[i + 1][j] >= best[i][j + 1]):
            yield Pair(old[i], None)
            i += 1
        else:
            yield Pair(None, new[j])
            j += 1
