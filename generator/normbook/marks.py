"""Where in the YAML a mapping and each of its values stand; carried by every object of the model."""

from __future__ import annotations

from dataclasses import dataclass, field

from normbook.problems import Place

MARKS_KEY = "__marks__"
"""The key under which `source` hands each mapping its places. Never written in a file."""

Key = str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """Places of one YAML mapping.

    `values` maps a key, or a pair of key and index for an item of a list, to the (line, column) of that value;
    lines and columns count from 1. `keys` maps a key to the (line, column) of the key itself.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    keys: dict[str, tuple[int, int]] = field(default_factory=dict, hash=False, compare=False)
    values: dict[Key, tuple[int, int]] = field(default_factory=dict, hash=False, compare=False)

    @property
    def place(self) -> Place:
        """The start of the mapping."""
        return Place(self.file, self.line, self.column)

    def at(self, key: str, index: int | None = None) -> Place:
        """The place of a value, or of one item of a list value; the mapping's own place when it is not written."""
        found = self.values.get((key, index)) if index is not None else None
        found = found or self.values.get(key)
        return Place(self.file, *found) if found else self.place

    def key(self, key: str) -> Place:
        """The place where the key itself is written."""
        found = self.keys.get(key)
        return Place(self.file, *found) if found else self.place
