"""What became of one line: the text it was made with against a line of the file, tracked and untracked edits together.

Every character is followed through three texts: the one that the file was made with, the one before tracked changes,
and the one after. What went out of the first or came into the last is a change; who made it is known where it was
tracked. Positions count in the text that the file was made with, blanks collapsed and quotation marks straightened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from normbook.compare.segments import tokens
from normbook.word.tracked import END, NOBODY, Hand, Piece

_PLAIN: Final = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " ",
                               "\u2009": " ", "\u202f": " ", "\u2011": "-", "\u00ad": None})
_AT_START, _AT_END = re.compile(r"\A\w+"), re.compile(r"\w+\Z")
_FIRST_SIGN: Final = 0xE000
"""First of the characters, private to this program, that stand for a blank of the law."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of the original text, perhaps empty, that became another. `tracked` says that the file tells who.

    `counted` says that nobody typed it: it is the number of a reference, which programs count anew.
    """

    start: int
    end: int
    removed: str
    added: str
    origin: Hand = NOBODY
    tracked: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """One character for each blank of the law, so that what is in a control is never taken for text."""

    names: tuple[str, ...] = ()

    def of(self, blank: str) -> str:
        return chr(_FIRST_SIGN + self.names.index(blank))

    def blank(self, text: str) -> str:
        """The blank that a text is, if it is the sign of one and nothing else."""
        text = text.strip()
        return self.names[ord(text) - _FIRST_SIGN] if len(text) == 1 and self._is_sign(text) else ""

    def named(self, text: str, words: Mapping[str, str]) -> str:
        """Text with every sign read as words."""
        return "".join(words.get(self.names[ord(c) - _FIRST_SIGN], "[…]") if self._is_sign(c) else c for c in text)

    def _is_sign(self, character: str) -> bool:
        return 0 <= ord(character) - _FIRST_SIGN < len(self.names)


def straight(text: str) -> str:
    """Text as a typist would type it: straight quotation marks, common blanks and hyphens."""
    return text.translate(_PLAIN)


def flat(text: str) -> str:
    """The same on one line, every run of blanks a single one."""
    return " ".join(straight(text).split())


@dataclass(frozen=True, slots=True)
class _Atom:
    """A character; where it stands in the original, and whether it stands in the new text."""

    text: str
    at: int | None
    stays: bool
    origin: Hand = NOBODY
    tracked: bool = False
    counted: bool = False


def signed(pieces: Iterable[Piece], signs: Signs) -> list[Piece]:
    """Pieces that have a text, what stands in one control drawn together to one sign."""
    made: list[Piece] = []
    for blank, group in groupby((piece for piece in pieces if piece.text or piece.blank), key=lambda each: each.blank):
        if blank not in signs.names:
            made += [piece for piece in group if piece.text]
            continue
        inside = list(group)
        states = {piece.state for piece in inside}
        state = inside[0].state if len(states) == 1 else "kept"
        made.append(Piece(signs.of(blank), state, inside[0].origin))
    return made


def seen(pieces: Iterable[Piece], signs: Signs) -> str:
    """The words of pieces before tracked changes, each blank as its sign."""
    return flat("".join(piece.text for piece in signed(pieces, signs) if piece.state in {"kept", "deleted"}))


def changes(original: str, pieces: Iterable[Piece]) -> tuple[Change, ...]:
    """How a line differs from the text that it was made with (`flat`), in order. No change of blanks alone counts."""
    atoms = list(_atoms(original, [(sign, piece) for piece in pieces for sign in straight(piece.text)]))
    _absorb(atoms)
    found = [change for change in _grouped(atoms) if not _idle(change, original)]
    return tuple(_joined(found, original))


def _atoms(original: str, stream: list[tuple[str, Piece]]) -> Iterator[_Atom]:
    """Every character of either text once, in order."""
    before = [(n, sign) for n, (sign, piece) in enumerate(stream) if piece.state in {"kept", "deleted"}]
    origin, gone = _aligned(original, "".join(sign for _, sign in before))
    places = {n: origin[k] for k, (n, _) in enumerate(before)}
    order = {n: k for k, (n, _) in enumerate(before)}
    for n, (sign, piece) in enumerate(stream):
        if n in order:
            for at in gone.pop(order[n], ()):
                yield _Atom(original[at], at, stays=False)
            stays, tracked = piece.state == "kept", piece.state == "deleted"
            if stays or places[n] is not None:
                counted = piece.field.startswith("REF ")
                yield _Atom(sign, places[n], stays, piece.origin, tracked, counted)
        elif piece.state == "inserted":
            yield _Atom(sign, None, stays=True, origin=piece.origin, tracked=True)
    for rest in gone.values():
        for at in rest:
            yield _Atom(original[at], at, stays=False)


def _absorb(atoms: list[_Atom]) -> None:
    """A blank that the original does not count, as at the end of a line, goes with the tracked words beside it."""
    for order, step in ((range(len(atoms)), -1), (range(len(atoms) - 1, -1, -1), 1)):
        for n in order:
            atom = atoms[n]
            beside = atoms[n + step] if 0 <= n + step < len(atoms) else atom
            if atom.text == " " and atom.at is None and not atom.tracked and beside.tracked and beside.at is None:
                atoms[n] = replace(atom, origin=beside.origin, tracked=True)


def _aligned(original: str, before: str) -> tuple[list[int | None], dict[int, list[int]]]:
    """For each character before tracked changes its place in the original, and what is gone before which character."""
    old, new = tokens(original), tokens(before)
    keys, others = ([" " if token.isspace() else token for token in side] for side in (old, new))
    origin: list[int | None] = [None] * len(before)
    gone: dict[int, list[int]] = {}
    old_at, new_at = _starts(old), _starts(new)
    if keys == others:
        codes: Sequence[tuple[str, int, int, int, int]] = [("equal", 0, len(old), 0, len(new))]
    else:
        codes = SequenceMatcher(None, keys, others, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in codes:
        if tag == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                for k in range(min(len(old[i]), len(new[j]))):
                    origin[new_at[j] + k] = old_at[i] + k
        elif i2 > i1:
            gone.setdefault(new_at[j1], []).extend(range(old_at[i1], old_at[i2]))
    return origin, gone


def _starts(parts: list[str]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts


def _grouped(atoms: list[_Atom]) -> Iterator[Change]:
    """Runs of characters that went or came, by whom they were changed."""
    at = 0
    run: list[_Atom] = []

    def made() -> Change:
        removed = [atom for atom in run if atom.at is not None]
        end = removed[-1].at + 1 if removed and removed[-1].at is not None else at
        start = removed[0].at if removed and removed[0].at is not None else at
        return Change(start, end, "".join(atom.text for atom in removed),
                      "".join(atom.text for atom in run if atom.at is None), run[0].origin, run[0].tracked,
                      all(atom.counted for atom in run if atom.at is None) and any(atom.counted for atom in run))

    for atom in atoms:
        kept = atom.at is not None and atom.stays
        if run and (kept or (atom.origin.who, atom.tracked) != (run[0].origin.who, run[0].tracked)):
            yield made()
            run = []
        if not kept:
            run.append(atom)
        if atom.at is not None:
            at = atom.at + 1
    if run:
        yield made()


def _joined(found: list[Change], original: str) -> Iterator[Change]:
    """Untracked changes that only a blank parts are one: the words around it were written together."""
    at = 0
    while at < len(found):
        one = found[at]
        at += 1
        while at < len(found) and not (one.tracked or found[at].tracked or one.counted or found[at].counted):
            gap = original[one.end : found[at].start]
            if gap.strip() or not gap:
                break
            two = found[at]
            one = Change(one.start, two.end, one.removed + gap + two.removed, one.added + gap + two.added)
            at += 1
        yield one


def _idle(change: Change, original: str) -> bool:
    """Whether a change is one of blanks alone that no reader can see."""
    if change.counted and change.removed.casefold() == change.added.casefold():
        return True  # LibreOffice knows no switch that sets the word of a number in lower case
    if change.removed.strip() or change.added.strip() or END in change.added:
        return False
    if change.removed and change.added:
        return True
    edges = original[change.start - 1 : change.start], original[change.end : change.end + 1]
    return not change.removed and any(edge in {"", " "} for edge in edges)


def applied(original: str, found: Iterable[Change]) -> str:
    """The new text, on one line."""
    out, at = [], 0
    for change in sorted(found, key=lambda each: (each.start, each.end)):
        out += [original[at : change.start], change.added]
        at = change.end
    return flat("".join([*out, original[at:]]))


def shown(original: str, change: Change) -> tuple[str, str]:
    """What was and what is, widened to whole words."""
    inside = change.removed or change.added
    head = _AT_END.search(original[: change.start])
    foot = _AT_START.search(original[change.end :])
    joint = not inside.strip()
    lead = head.group() if head and (joint or inside[:1].isalnum()) else ""
    rest = foot.group() if foot and (joint or inside[-1:].isalnum()) else ""
    return f"{lead}{change.removed}{rest}".strip(" "), f"{lead}{change.added}{rest}".strip(" ")
