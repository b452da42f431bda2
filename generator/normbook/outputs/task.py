"""A piece of work whose result depends on its key alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from normbook.model.base import Item

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Task:
    """Files to be made. `key` is a hash of everything the result depends on besides the code.

    `heavy` tasks go to other processes when there are several.
    """

    name: str
    key: str
    make: Callable[[], Files]
    heavy: bool = False


def key_of(items: Iterable[Item | None], *more: object) -> str:
    """A key for a result that depends on these objects, whole, and on the text of `more`."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(item.model_dump_json().encode() if item is not None else b"-")
        digest.update(b"\0")
    for thing in more:
        digest.update(f"{thing}\0".encode())
    return digest.hexdigest()
