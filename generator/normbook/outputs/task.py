"""A piece of work whose result depends on its key alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
    batch: str = ""
    """Tasks of one batch run in one process, one after the other: what they share is made once."""
    part: str = ""
    """The part of the work that it belongs to, where that can be asked for by itself: `normbook build --only`."""
