"""The memory of the last run: what was read, what was written, and what was found wrong.

Kept in two files, the manifest (small, enough to see that nothing changed) and the entries of pages. The manifest is
written last: until then the run before is the one remembered, and a list of what this run means to write tells the next
one what it may find.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from normbook.builders.bodies import Entry
from normbook.builders.ledger import TEMPORARY, Ledger, Stamp, digest, files_under, write_whole
from normbook.problems import Place, Problem

_PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2", "PyYAML")


@cache
def tools_key() -> str:
    """A key for everything installed that a page's bytes depend on, this package included."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES]
    here = Path(__file__).parent
    return digest(*versions, *(path.read_bytes() for path in sorted(here.glob("*.py"))))


@dataclass
class State:
    """One site's memory. `inputs` are the configuration and templates, relative to the configuration's folder."""

    folder: Path
    inputs: Ledger
    docs: Ledger
    site: Ledger
    theme_dirs: list[str] = field(default_factory=list)
    as_of: str = ""
    tools: str = ""
    problems: list[Problem] = field(default_factory=list)
    pages: int = 0
    pending: set[str] = field(default_factory=set)
    _entries: dict[str, Entry] | None = None

    @classmethod
    def load(cls, config_path: Path, site_dir: Path, cache_dir: Path) -> State:
        """The state left by the last run into `site_dir`, or an empty one."""
        base, target = os.path.abspath(config_path.parent), os.path.abspath(site_dir)
        name = os.path.relpath(target, base).replace(os.sep, "/")
        folder = cache_dir / f"site-{digest(name, config_path.name)[:12]}"
        state = cls(folder, Ledger(base), Ledger(base), Ledger(target))
        try:
            state._take(json.loads((folder / "manifest.json").read_bytes()))
        except (OSError, ValueError, TypeError, KeyError):
            state = cls(folder, Ledger(base), Ledger(base), Ledger(target))
        with suppress(OSError, ValueError):
            state.pending = set(json.loads((folder / "pending.json").read_bytes()))
        return state

    def _take(self, data: dict[str, Any]) -> None:
        for ledger, key in ((self.inputs, "inputs"), (self.docs, "docs"), (self.site, "site")):
            ledger.stamps = {name: Stamp(*stamp) for name, stamp in data[key].items()}
        self.docs.root = os.path.normpath(os.path.join(self.inputs.root, data["docs_dir"]))
        self.theme_dirs, self.as_of, self.tools = data["theme_dirs"], data["as_of"], data["tools"]
        self.pages = data["pages"]
        self.problems = [Problem(Place(file, line), *rest) for file, line, *rest in data["problems"]]

    @property
    def entries(self) -> dict[str, Entry]:
        """The entries of pages, by path in the docs folder; read when first asked for."""
        if self._entries is None:
            try:
                data = json.loads((self.folder / "entries.json").read_bytes())
                self._entries = {uri: Entry.from_data(entry) for uri, entry in data.items()} if self.tools else {}
            except (OSError, ValueError, TypeError):
                self._entries = {}
        return self._entries

    @entries.setter
    def entries(self, entries: dict[str, Entry]) -> None:
        self._entries = entries

    def unchanged(self, as_of: date) -> bool:
        """Whether the site is what a run would make it now."""
        return (
            not self.pending
            and self.tools == tools_key()
            and self.as_of == as_of.isoformat()
            and self.inputs_hold()
            and self.docs_hold()
            and all(map(self.site.holds, self.site.stamps))
        )

    def inputs_hold(self) -> bool:
        """Whether configuration and templates are those of the last run."""
        folders = [os.path.join(self.inputs.root, folder) for folder in self.theme_dirs]
        if not all(map(os.path.isdir, folders)):  # the project was moved
            return False
        themed = sum(1 for folder in folders for _ in files_under(folder))
        configs = sum(1 for name in self.inputs.stamps if name.endswith((".yml", ".yaml")))
        return len(self.inputs.stamps) == themed + configs and all(map(self.inputs.holds, self.inputs.stamps))

    def docs_hold(self) -> bool:
        """Whether the docs folder is that of the last run."""
        if not os.path.isdir(self.docs.root):
            return False
        found = dict(files_under(self.docs.root))
        stamps = self.docs.stamps
        return found.keys() == stamps.keys() and all(self.docs.holds(name, stat) for name, stat in found.items())

    def refreshed(self) -> bool:
        """Whether files had to be read to see that they are the same, so that remembering it saves time."""
        return self.inputs.refreshed or self.docs.refreshed or self.site.refreshed

    def intend(self, outputs: Iterable[str]) -> None:
        """Notes what is about to be written, for the case that the run is cut short."""
        new = sorted((set(outputs) - self.site.stamps.keys()) | self.pending)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(str(self.folder / "pending.json"), json.dumps(new).encode())

    def save(self) -> None:
        """Writes the entries, then the manifest, then forgets what was intended."""
        if self._entries is not None:
            entries = {uri: entry.as_data() for uri, entry in self._entries.items()}
            write_whole(str(self.folder / "entries.json"), json.dumps(entries).encode())
        self.save_manifest()
        (self.folder / "pending.json").unlink(missing_ok=True)
        self.pending = set()

    def save_manifest(self) -> None:
        """Writes the manifest alone."""
        data = {
            "tools": self.tools,
            "as_of": self.as_of,
            "pages": self.pages,
            "docs_dir": os.path.relpath(self.docs.root, self.inputs.root),
            "theme_dirs": self.theme_dirs,
            "problems": [[p.place.file, p.place.line, p.code, p.message, p.hint] for p in self.problems],
            "inputs": self.inputs.stamps,
            "docs": self.docs.stamps,
            "site": self.site.stamps,
        }
        write_whole(str(self.folder / "manifest.json"), json.dumps(data).encode())

    def sweep(self) -> None:
        """After a run that was cut short: removes what it was in the middle of writing."""
        if self.pending and os.path.isdir(self.site.root):
            for folder, _, names in os.walk(self.site.root):
                for name in names:
                    if name.endswith(TEMPORARY):
                        os.unlink(os.path.join(folder, name))
