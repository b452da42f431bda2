"""A site that stays loaded, for a preview that prints a page in the moment it is saved."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from normbook.builders.report import BuildReport, Progress
from normbook.builders.state import State

if TYPE_CHECKING:
    from normbook.builders.run import Builder


class Resident:
    """Keeps configuration, templates, navigation and Markdown loaded between changes.

    `build` makes the site whole. `render` takes the paths (in the docs folder) of files that were written since, and
    prints those only; where that is not enough, because files came or went or the configuration or a template changed,
    it makes the site whole again. Use as a context manager, or call `close`: what `render` did is remembered for the
    next run only then.
    """

    def __init__(self, config_path: Path, *, site_dir: Path, cache_dir: Path, as_of: date, jobs: int = 2) -> None:
        self.config_path, self.site_dir, self.cache_dir = config_path, site_dir, cache_dir
        self.as_of, self.jobs = as_of, jobs
        self._builder: Builder | None = None
        self._dirty = False

    def build(self, progress: Progress | None = None) -> BuildReport:
        """Makes the site whole. Raises what `build_site` raises; nothing is written then."""
        from normbook.builders.run import Builder  # brings mkdocs in

        self.close()
        self._builder = None
        state = State.load(self.config_path, self.site_dir, self.cache_dir)
        builder = Builder(self.config_path, site_dir=self.site_dir, as_of=self.as_of, state=state)
        report = builder.run(self.jobs, progress)
        self._builder = builder
        return report

    def render(self, changed: Iterable[str]) -> BuildReport:
        """Prints the pages, and copies the static files, that changed."""
        names, builder = set(changed), self._builder
        if builder is None or not self._enough(builder, names):
            return self.build()
        self._dirty = True
        return builder.refresh(names)

    def close(self) -> None:
        """Remembers what `render` did, for the next run of any builder."""
        if self._dirty and self._builder is not None:
            self._builder.state.save()
        self._dirty = False

    def _enough(self, builder: Builder, names: set[str]) -> bool:
        docs = builder.state.docs
        there = all(builder.knows(name) and os.path.isfile(docs.path(name)) for name in names)
        return there and builder.state.inputs_hold()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
