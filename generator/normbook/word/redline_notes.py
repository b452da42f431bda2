"""Footnotes of two documents in one part: those that stay, with what changed in them, those that came and that went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from normbook.word.openxml import Element, name
from normbook.word.redline_atoms import NOTE, Atom, copied, shown
from normbook.word.redline_marks import Change

ID = name("w:id")
_FOOTNOTE = name("w:footnote")


@dataclass
class Notes:
    """The footnotes of the old and of the new document, and what becomes of each while the text is written."""

    old: Element
    new: Element
    kept: list[tuple[str, str]] = field(default_factory=list)
    """Ids, then and now, of notes that stay and say something else."""
    came: list[str] = field(default_factory=list)
    went: dict[str, str] = field(default_factory=dict)
    """Id in the old document -> id in the file that is made."""
    said: dict[str, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.said = {side: {note.get(ID): shown([note]) for note in root}
                     for side, root in (("old", self.old), ("new", self.new))}

    def says(self, change: Change | None) -> Callable[[str], str]:
        """What gives the words of a note of one side by its id."""
        held = self.said["old" if change == "del" else "new"]
        return lambda number: held.get(number, "")

    def placed(self, atoms: Sequence[Atom], change: Change | None) -> Sequence[Atom]:
        """Atoms with the references to notes as they are called in the file that is made."""
        if not any(atom.note for atom in atoms):
            return atoms
        return [self._placed(atom, change) if atom.note else atom for atom in atoms]

    def _placed(self, atom: Atom, change: Change | None) -> Atom:
        if change == "ins":
            self.came.append(atom.note)
        if change != "del":
            return atom
        fresh = str(max([int(note.get(ID)) for note in self.new], default=0) + 1)
        note = copied(next(each for each in self.old if each.get(ID) == atom.note))
        note.set(ID, fresh)
        self.new.append(note)
        self.went[fresh] = atom.note
        made = copied(atom.nodes[0])
        made.find(NOTE).set(ID, fresh)
        return replace(atom, nodes=(made,))

    def stay(self, old: Sequence[Atom], new: Sequence[Atom]) -> None:
        """Learn of notes that stay."""
        self.kept += [(a.note, b.note) for a, b in zip(old, new, strict=True) if a.note and b.note]


def inorder(body: Element, notes: Element) -> None:
    """Number the notes in the order in which they hang in the body, and take out those that hang nowhere.

    LibreOffice 7 goes by their order in the part, not by their ids.
    """
    signs = list(body.iter(NOTE))
    places: dict[str, int] = {}
    for sign in signs:
        places.setdefault(sign.get(ID), len(places))
    fixed = [note for note in notes if note.get(name("w:type")) is not None]
    first = max((int(note.get(ID)) for note in fixed), default=0) + 1
    hanging = sorted((note for note in notes if note.get(ID) in places and note not in fixed),
                     key=lambda note: places[note.get(ID)])
    notes[:] = [*fixed, *hanging]
    for each in (*hanging, *signs):
        each.set(ID, str(first + places[each.get(ID)]))
