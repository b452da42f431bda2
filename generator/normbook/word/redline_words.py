"""What changed from one paragraph to another: stretches of atoms that stay, go and come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

from normbook.word.redline_atoms import Atom, relabelled

Kind = Literal["equal", "delete", "insert"]
_ISLAND: Final = 3
"""Words that stay between two changes, up to this many, are taken as changed too: confetti is hard to read."""
_ALIKE: Final = 0.35
"""Below this share of common words a text is replaced as a whole."""
_SAME_NOTE: Final = 0.5


_Code = tuple[str, int, int, int, int]
"""What difflib says of a stretch: how it differs, its place in the old sequence and in the new one."""


class Stretch(NamedTuple):
    """Atoms of the old text [a, a_end) and of the new [b, b_end); one of the two is empty unless they are equal."""

    kind: Kind
    a: int
    a_end: int
    b: int
    b_end: int


def alike(one: Sequence[object], other: Sequence[object]) -> float:
    """The share of two sequences that is common to both, from 0 to 1."""
    if not one and not other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def stretches(one: Sequence[Atom], other: Sequence[Atom]) -> list[Stretch]:
    """What stays, goes and comes, in the order in which it prints: what goes before what comes."""
    a, b = [atom.key for atom in one], [atom.key for atom in other]
    if a == b:
        return [Stretch("equal", 0, len(a), 0, len(b))] if a else []
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    found = _merged(list(matcher.get_opcodes()), one)
    kept = sum(len(one[i].words) for tag, i1, i2, _, _ in found if tag == "equal" for i in range(i1, i2))
    fixed = any(not _plain(one[i]) for tag, i1, i2, _, _ in found if tag == "equal" for i in range(i1, i2))
    whole = sum(len(atom.words) for atom in (*one, *other))
    if not fixed and 2 * kept < _ALIKE * whole:
        found = [("replace", 0, len(a), 0, len(b))]
    return list(_split(found))


def _plain(atom: Atom) -> bool:
    return not atom.nodes


def _merged(codes: list[_Code], one: Sequence[Atom]) -> list[_Code]:
    """Take small islands of plain words between two changes into them."""
    made: list[_Code] = []
    for index, (tag, i1, i2, j1, j2) in enumerate(codes):
        inner = 0 < index < len(codes) - 1
        atoms = one[i1:i2]
        small = sum(1 for atom in atoms if atom.words.strip()) <= _ISLAND and sum(len(x.words) for x in atoms) <= 14
        if tag == "equal" and not (inner and small and all(map(_plain, atoms)) and _heavy(codes, index)):
            made.append((tag, i1, i2, j1, j2))
        elif made and made[-1][0] != "equal":
            made[-1] = ("replace", made[-1][1], i2, made[-1][3], j2)
        else:
            made.append(("replace", i1, i2, j1, j2))
    return made


def _heavy(codes: list[_Code], index: int) -> bool:
    """Whether what changes around an island is more than the island."""
    size = max(codes[index][2] - codes[index][1], 1)
    around = sum(max(i2 - i1, j2 - j1) for _, i1, i2, j1, j2 in (codes[index - 1], codes[index + 1]))
    return around > size


def _split(codes: list[_Code]) -> Iterator[Stretch]:
    for tag, i1, i2, j1, j2 in codes:
        if tag == "equal":
            yield Stretch("equal", i1, i2, j1, j2)
            continue
        if i2 > i1:
            yield Stretch("delete", i1, i2, j1, j1)
        if j2 > j1:
            yield Stretch("insert", i2, i2, j1, j2)


def with_notes(one: Sequence[Atom], other: Sequence[Atom]) -> tuple[tuple[Atom, ...], tuple[Atom, ...]]:
    """The atoms of two texts, notes that say nearly the same under one key, so that the note is seen to stay."""
    a, b = list(one), list(other)
    same = {atom.key for atom in a if atom.note} & {atom.key for atom in b if atom.note}
    waiting = [j for j, atom in enumerate(b) if atom.note and atom.key not in same]
    for i, atom in enumerate(a):
        if not atom.note or atom.key in same:
            continue
        near = next((j for j in waiting if alike(atom.key[1].split(), b[j].key[1].split()) >= _SAME_NOTE), None)
        if near is not None:
            a[i], b[near] = relabelled(atom, "note", "#", str(i)), relabelled(b[near], "note", "#", str(i))
            waiting = [j for j in waiting if j > near]
    return tuple(a), tuple(b)
