"""Where in the YAML a mapping and each of its values stand; carried by every object of the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from normbook.problems import Place

MARKS_KEY = "__marks__"
"""The key under which `source` hands each mapping its places. Never written in a file."""


class Positions(Protocol):
    """Finds positions inside one mapping; lines and columns count from 1."""

    def start(self) -> tuple[int, int]:
        """Where the mapping begins."""

    def of_key(self, key: str, /) -> tuple[int, int] | None:
        """Where a key is written."""

    def of_value(self, key: str, index: int | None, /) -> tuple[int, int] | None:
        """Where its value begins, or one item of a list value."""

    def of_entry(self, key: str, entry: str, /) -> tuple[int, int] | None:
        """Where a key is written inside its value, a mapping with free keys."""


@dataclass(frozen=True, slots=True)
class Start:
    """Positions of a mapping of which only the beginning is known."""

    line: int
    column: int

    def start(self) -> tuple[int, int]:
        return self.line, self.column

    def of_key(self, _key: str) -> None:
        return None

    def of_value(self, _key: str, _index: int | None) -> None:
        return None

    def of_entry(self, _key: str, _entry: str) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Marks:
    """Places of one YAML mapping. Positions are looked up when asked for: most are never needed."""

    file: str = ""
    positions: Positions | None = field(default=None, hash=False, compare=False, repr=False)

    @property
    def place(self) -> Place:
        """The start of the mapping."""
        return Place(self.file, *self.positions.start()) if self.positions else Place(self.file)

    @property
    def place_in_file(self) -> tuple[int, int]:
        """Line and column of the start: what is kept of places from one run to the next."""
        return self.positions.start() if self.positions else (0, 0)

    def at(self, key: str, index: int | None = None) -> Place:
        """The place of a value, or of one item of a list value; the mapping's own place when it is not written."""
        found = self.positions.of_value(key, index) if self.positions else None
        return Place(self.file, *found) if found else self.place

    def entry(self, key: str, entry: str) -> Place:
        """The place of a key inside a value with free keys; that of the value when it is not written there."""
        found = self.positions.of_entry(key, entry) if self.positions else None
        return Place(self.file, *found) if found else self.at(key)

    def key(self, key: str) -> Place:
        """The place where the key itself is written."""
        found = self.positions.of_key(key) if self.positions else None
        return Place(self.file, *found) if found else self.place

    def has(self, key: str) -> bool:
        """Whether the key is written in the file."""
        return bool(self.positions and self.positions.of_key(key))
