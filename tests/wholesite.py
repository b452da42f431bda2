"""The whole site of the real corpus, built once for all test processes, or not at all where CI has just built it."""

from __future__ import annotations

import os
import shutil
import time
from datetime import date
from pathlib import Path

from normbook.build import Summary, build
from normbook.settings import Settings

ROOT = Path(__file__).parents[1]
AS_OF = date(2026, 12, 1)
ADAPTED = frozenset({"FR", "KE"})
"""States whose adapted laws are made: one of each kind. All of them take half a minute, and show nothing more."""

READY = "NORMBOOK_BUILT_SITE"
"""Variable of the environment: a folder `site/` of this corpus as of `AS_OF`, built from nothing just now (.ci/run)."""


def project_copy(folder: Path) -> Settings:
    """A copy of the real project, to build in."""
    shutil.copytree(ROOT / "norms", folder / "norms")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy2(ROOT / "mkdocs.yml", folder)
    return Settings(folder, AS_OF, jobs=2, states=ADAPTED)


def built(shared: Path) -> Path:
    """The folder `site/` of the real corpus; without one at hand, the first process that asks builds it under `shared`.

    The other processes wait for it.
    """
    if READY in os.environ:
        return Path(os.environ[READY])
    folder, done, mine = shared / "whole-site", shared / "whole-site.done", shared / "whole-site.lock"
    try:
        os.close(os.open(mine, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        for _ in range(1200):
            if done.exists():
                break
            time.sleep(0.25)
        assert done.exists(), "the process that builds the site did not finish"
    else:
        summary: Summary = build(project_copy(folder))
        assert not summary.stopped, summary.problems
        done.touch()
    return folder / "site"
