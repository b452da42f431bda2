"""Where a private workspace may lie, and its files there: for the owner's eyes alone, each whole or not at all."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from normbook.write import write_file

_LEDGER: Final = ".normbook.json"
_README: Final = """\
This folder is private. It holds what a State answered to the commitments of the handbook, for itself.

Keep it out of the corpus, out of public repositories and out of shared folders. `normbook import` writes to it,
`normbook build --workspace` reads it, and `normbook release` carries over to the corpus what is marked release: true,
and nothing else.
"""
_MARKER: Final = "README.txt"


class PlaceError(Exception):
    """A folder in which nothing private may lie; `str()` says why, `hint` where else."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def outside(folder: Path, root: Path, what: str = "workspace") -> Path:
    """The folder itself, links followed. PlaceError where it lies in the project, which is public, or holds it."""
    path = folder.expanduser().resolve()
    project = repository(root)
    hint = f"Name a folder elsewhere, as in --{what} ../private."
    named = "the workspace" if what == "workspace" else f"the folder of --{what}"
    for name in ("norms", "site", "templates", "generator", "build", ".cache"):
        if path.is_relative_to((root / name).resolve()):
            raise PlaceError(f"{named} would lie in {name}/, which is public or made anew at any time", hint)
    if path.is_relative_to(project):
        raise PlaceError(f"{named} would lie in the project folder {project}, whose files are shared", hint)
    if project.is_relative_to(path):
        raise PlaceError(f"the project folder lies in {named}, which is private", hint)
    if path.exists() and not path.is_dir():
        raise PlaceError(f"{folder} is no folder", hint)
    return path


def repository(root: Path) -> Path:
    """The folder that is kept under version control with the project, or the project folder."""
    return next((each for each in (root, *root.parents) if (each / ".git").exists()), root).resolve()


class Folder:
    """A workspace. Nothing is read or written through a link that leads out of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, iso2: str) -> Path:
        """The file of a State. PlaceError where it is a link."""
        path = self.path / f"{iso2.lower()}.yaml"
        if path.is_symlink():
            raise PlaceError(f"{path.name} is a link", "Put the file itself there, so that it stays in the workspace.")
        return path

    def read(self, iso2: str) -> bytes | None:
        """The file of a State as bytes; None where there is none yet."""
        path = self.file(iso2)
        return path.read_bytes() if path.is_file() else None

    def make(self) -> None:
        """Make the folder, for the owner alone, with a word on what it is."""
        private_folder(self.path)

    def write(self, iso2: str, text: str) -> None:
        """Write the file of a State."""
        self.make()
        write_file(self.file(iso2), text.encode(), private=True)

    def ledger(self) -> dict[str, Any]:
        """What was imported from which file, and printed into which, as digests; empty where nothing was."""
        with suppress(OSError, ValueError):
            held = json.loads((self.path / _LEDGER).read_text(encoding="utf-8"))
            if _is_ledger(held):
                return dict(held)
        return {}

    def note(self, ledger: dict[str, Any]) -> None:
        """Keep the ledger."""
        self.make()
        write_file(self.path / _LEDGER, (json.dumps(ledger, indent=1, sort_keys=True) + "\n").encode(), private=True)


def _is_ledger(held: Any) -> bool:
    """Whether something is a ledger: kind -> file, or print -> commitment -> digest."""
    try:
        return all(isinstance(told, str) for files in held.values() for each in files.values()
                   for told in each.values())
    except AttributeError:
        return False


def private_folder(path: Path) -> None:
    """Make a folder for the owner's eyes, with a word on what it is and a rule that keeps it out of repositories."""
    if path.is_dir() and any(path.iterdir()):
        return
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(path / _MARKER, _README.encode(), private=True)
    write_file(path / ".gitignore", b"# Private: nothing here is kept under version control.\n*\n", private=True)


def ours(path: Path) -> bool:
    """Whether a folder is new, empty, or was made by `private_folder`."""
    return not path.exists() or not any(path.iterdir()) or (
        (path / _MARKER).is_file() and (path / _MARKER).read_text(encoding="utf-8", errors="replace") == _README
    )
