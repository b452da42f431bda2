"""The configuration file that `mkdocs build` and this package both read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from normbook.builders.ledger import write_whole


class ConfigError(ValueError):
    """The configuration cannot be read, or asks for something that only `mkdocs build` does."""


NavItem = str | Mapping[str, Any]
"""As in mkdocs: {title: path of a page in the docs folder} or {title: [items]}. Every page has a title here."""


@dataclass(frozen=True)
class SiteSettings:
    """What the configuration says beyond the look of the site.

    `base` is the mkdocs.yml to inherit, `theme` the folder of template overrides. `not_in_nav` are patterns (as in
    .gitignore) of pages that are left out of the navigation on purpose. `extra` reaches the templates as
    `config.extra`; those here use `notice` (the banner), `edition_id`, `edition_title`, `edition_date`, `source_url`
    (with {path} and {line}) and `version`. Keep the date of the build out of it: a change prints every page again.
    """

    name: str
    url: str
    nav: Sequence[NavItem]
    docs_dir: Path
    site_dir: Path
    base: Path
    theme: Path
    as_of: date
    description: str = ""
    author: str = ""
    copyright: str = ""
    language: str = "en"
    not_in_nav: Sequence[str] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def write_config(path: Path, settings: SiteSettings) -> bool:
    """Writes the configuration to `path` if it says anything new. Folders in it are relative to its own folder."""
    folder = path.parent
    theme = {"custom_dir": _relative(settings.theme, folder), "language": settings.language}
    data: dict[str, Any] = {
        "INHERIT": _relative(settings.base, folder),
        "site_name": settings.name,
        "site_url": settings.url,
        "site_description": settings.description,
        "site_author": settings.author,
        "copyright": settings.copyright,
        "docs_dir": _relative(settings.docs_dir, folder),
        "site_dir": _relative(settings.site_dir, folder),
        "theme": theme,
        "not_in_nav": "".join(f"{pattern}\n" for pattern in settings.not_in_nav),
        "extra": dict(settings.extra),
        "nav": list(settings.nav),
    }
    kept = {key: value for key, value in data.items() if value not in ("", {})}
    written = (_heading(path, settings.as_of) + _dumped(kept)).encode("utf-8")
    try:
        if path.read_bytes() == written:
            return False
    except FileNotFoundError:
        pass
    write_whole(str(path), written)
    return True


def _heading(path: Path, as_of: date) -> str:
    epoch = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    return (
        "# Written by `normbook build`; changes here are lost. The same pages by hand, from the folder above:\n"
        f"# SOURCE_DATE_EPOCH={epoch} mkdocs build -f {path.parent.name}/{path.name}\n"
    )


def _relative(target: Path, folder: Path) -> str:
    return os.path.relpath(target.absolute(), folder.absolute()).replace(os.sep, "/")


def _dumped(data: Mapping[str, Any]) -> str:
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(data, Dumper=dumper, sort_keys=False, allow_unicode=True, width=120))
