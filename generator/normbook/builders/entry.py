"""The way in: a run that has nothing to do finds that out without loading mkdocs."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from normbook.builders.report import BuildReport, Progress
from normbook.builders.state import State


def build_site(
    config_path: Path,
    *,
    site_dir: Path,
    cache_dir: Path,
    as_of: date,
    jobs: int = 2,
    progress: Progress | None = None,
) -> BuildReport:
    """Makes `site_dir` what `mkdocs build` would make it, doing only what has changed since the last time.

    Nothing is cleaned beforehand: a file goes only if an earlier run wrote it, it is not wanted any more and nobody has
    changed it since. Broken links and whatever mkdocs warns of come back as problems, never as exceptions; a
    configuration that cannot be read, or that asks for more than this builder does, raises `ConfigError`.
    """
    started = time.perf_counter()
    state = State.load(config_path, site_dir, cache_dir)
    if state.unchanged(as_of):
        if state.refreshed():
            state.save_manifest()
        seconds = time.perf_counter() - started
        return BuildReport(state.pages, 0, state.pages, 0, 0, seconds, tuple(state.problems))
    from normbook.builders.run import Builder  # brings mkdocs in, which takes longer than all of the above

    report = Builder(config_path, site_dir=site_dir, as_of=as_of, state=state).run(jobs, progress)
    return replace(report, seconds=time.perf_counter() - started)
