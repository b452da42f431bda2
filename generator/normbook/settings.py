"""Frozen paths and choices of one run. Only `cli` asks the clock, once, as the default of `as_of`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which date 'today' means. All folders lie under `root`, or what is built under `out`."""

    root: Path
    as_of: date
    jobs: int = 2
    frozen: str = ""
    """The published edition that is being built from its file; none for the draft."""
    states: frozenset[str] | None = None
    """Codes of the States whose adapted laws are made; None for all."""
    out: Path | None = None
    """Where the own view of a State is built, outside the project; None for the public site."""

    @property
    def norms(self) -> Path:
        return self.root / "norms"

    @property
    def build(self) -> Path:
        """Generated Markdown, static files and the site builder's configuration."""
        return self._of_edition((self.out or self.root) / "build")

    @property
    def docs(self) -> Path:
        return self.build / "docs"

    @property
    def site(self) -> Path:
        return (self.out or self.root) / "site"

    @property
    def cache(self) -> Path:
        return self._of_edition((self.out or self.root) / ".cache")

    def _of_edition(self, folder: Path) -> Path:
        return folder / "editions" / self.frozen if self.frozen else folder
