"""Whether a corpus would bear what is about to be written into it, tried on a copy."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from normbook.examine import examine_copy, verdict
from normbook.problems import Problem
from normbook.settings import Settings
from normbook.write import write_file


def new_errors(settings: Settings, files: Mapping[str, str]) -> list[Problem]:
    """The errors that the corpus would have with files, by place under the project, written, and does not have now."""
    before = verdict(settings.norms, settings.as_of, settings.cache)
    now = {(each.code, each.message) for each in before}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "norms"
        shutil.copytree(settings.norms, copy, ignore=shutil.ignore_patterns("editions"))
        for place, text in files.items():
            write_file(Path(folder) / place, text.encode())
        problems = examine_copy(copy, settings.norms, settings.as_of, settings.cache).problems
    return [each for each in problems if each.is_error and (each.code, each.message) not in now]
