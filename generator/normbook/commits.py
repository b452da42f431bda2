"""What git knows of the corpus: the only module that calls it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_TIMEOUT = 60


class NoRepositoryError(Exception):
    """Whether the corpus is committed cannot be told; `str()` says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def uncommitted(root: Path, folder: str) -> tuple[str, ...]:
    """The files below `folder` that differ from the last commit, or are in none; paths from `root`, sorted.

    NoRepositoryError when there is no git, no repository around `root`, or no commit that holds the folder.
    """
    hint = f"Put the project under git and commit {folder}/: an edition can be traced to a commit."
    top = _git(root, "rev-parse", "--show-prefix", hint=hint).strip()
    held = _git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", folder, hint=hint)
    if not held:
        raise NoRepositoryError(f"no commit holds {folder}/", hint)
    # What git is told to ignore is not in the repository either: an edition must not hold it.
    said = _git(root, "status", "--porcelain", "-z", "--untracked-files=all", "--ignored=matching", "--no-renames",
                "--", folder, hint=hint)  # fmt: skip
    found = [(entry[:2], entry[3:].removeprefix(top)) for entry in said.split("\0") if entry]
    return tuple(sorted(name for state, name in found if state != "!!" or name.endswith((".yaml", ".yml", "/"))))


def _git(root: Path, *arguments: str, hint: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments, and no shell reads them
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is where the system has it
            capture_output=True, timeout=_TIMEOUT, check=False, env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )  # fmt: skip
    except FileNotFoundError:
        raise NoRepositoryError("git is not installed", "Install git.") from None
    except subprocess.TimeoutExpired:
        raise NoRepositoryError("git gave no answer", "Run 'git status' and see what it waits for.") from None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        said = lines[-1] if lines else "git said nothing"
        raise NoRepositoryError(said.removeprefix("fatal: "), hint)
    return done.stdout.decode(errors="surrogateescape")
