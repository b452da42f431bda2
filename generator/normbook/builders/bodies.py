"""What is kept of a page between runs: its converted body, and the little that the whole site needs to know of it."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from normbook.builders.ledger import write_whole
from normbook.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a page. `toc` are the headings as Python-Markdown gives them, `title` the text of the first."""

    content: str
    toc: list[Any]
    title: str | None


@dataclass(slots=True)
class Entry:
    """What the rest of the site needs of one page.

    `body` is the key of its converted body, `page` that of the printed page; `search` its entries of the search index
    as JSON without the brackets; `links` the (output, fragment) pairs it points to within the site; `anchors` its ids.
    """

    output: str
    place: str
    line: int
    body: str
    page: str
    search: str
    links: list[list[str]]
    anchors: list[str]
    problems: list[list[str]]

    def reported(self) -> list[Problem]:
        """The page's own problems."""
        return [self.problem(code, message) for code, message in self.problems]

    def problem(self, code: str, message: str, hint: str = "") -> Problem:
        """A problem at the source that the page says it was made from."""
        return Problem(Place(self.place, self.line), code, message, hint)

    def as_data(self) -> list[Any]:
        """The fields in order, for JSON."""
        return [getattr(self, name) for name in self.__slots__]

    @classmethod
    def from_data(cls, data: list[Any]) -> Entry:
        """The entry from its fields in order."""
        return cls(*data)


class BodyStore:
    """Bodies on disk, one file each, by key."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def get(self, key: str) -> Body | None:
        """The body, or None if it is not there or cannot be read."""
        try:
            with open(self._path(key), "rb") as handle:
                head, content = handle.read().split(b"\n", 1)
            return Body(content.decode("utf-8", "surrogatepass"), **json.loads(head))
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, body: Body) -> None:
        """Stores the body."""
        head = json.dumps({"toc": body.toc, "title": body.title}) + "\n"
        write_whole(self._path(key), (head + body.content).encode("utf-8", "surrogatepass"))

    def keep_only(self, keys: Collection[str]) -> None:
        """Forgets all other bodies."""
        wanted = set(keys)
        if not os.path.isdir(self.folder):
            return
        for folder in os.scandir(self.folder):
            for entry in os.scandir(folder.path):
                if entry.name.removesuffix(".body") not in wanted:
                    os.unlink(entry.path)

    def _path(self, key: str) -> str:
        return os.path.join(self.folder, key[:2], f"{key}.body")
