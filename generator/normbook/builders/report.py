"""What a run of the site builder tells its caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from normbook.problems import Problem

Progress = Callable[[int, int], None]
"""Called with the number of pages printed so far and the number to print."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did. `rendered` pages were printed, `reused` ones stood already; `files` counts all files written."""

    pages: int
    rendered: int
    reused: int
    files: int
    removed: int
    seconds: float
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.problems
