"""mkdocs' configuration, files and templates, loaded as `mkdocs build` loads them."""

from __future__ import annotations

import fnmatch
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import jinja2
from mkdocs import utils
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.pages import Page

from normbook.builders.addresses import url_filter
from normbook.builders.config import ConfigError

SEARCH = "material/search"


@contextmanager
def environment(as_of: date) -> Iterator[None]:
    """Sets the date mkdocs takes for today, and silences Material's notice about another product."""
    epoch = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    wanted = {"SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class _Collector(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collects what mkdocs would print as warnings and errors."""
    logger, said = logging.getLogger("mkdocs"), list[str]()
    collector, propagate = _Collector(said), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def configured(config_path: Path, site_dir: Path, said: list[str]) -> MkDocsConfig:
    """The configuration, checked; `said` is what mkdocs has warned of so far."""
    try:
        config = load_config(str(config_path), site_dir=str(site_dir))
    except (Abort, ConfigurationError) as error:
        raise ConfigError(f"{config_path}: {'; '.join(said) or error}") from error
    others = [name for name in config.plugins if name != SEARCH]
    if others or config.hooks or config.extra_templates:
        asked = ", ".join([*others, *map(str, config.hooks), *config.extra_templates])
        raise ConfigError(f"{config_path}: only the search plugin is supported here, not {asked}; use `mkdocs build`")
    config.plugins.on_startup(command="build", dirty=False)
    return config.plugins.on_config(config)


def template_environment(config: MkDocsConfig, cache_dir: Path) -> jinja2.Environment:
    """The theme's templates, compiled once for all runs and with a quicker `url` filter."""
    env = config.theme.get_env()
    cache_dir.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(cache_dir))
    env.filters["url"] = url_filter
    return env


def all_files(config: MkDocsConfig) -> Files:
    """The files of the docs folder and those that come with the theme."""
    files = get_files(config)
    set_exclusions(files, config)
    _add_theme_files(files, config)
    return files


def page_of(file: File, config: MkDocsConfig) -> Page:
    """The page mkdocs has for a file; one that is not in the navigation may have none yet."""
    return file.page if isinstance(file.page, Page) else Page(None, file, config)


def _add_theme_files(files: Files, config: MkDocsConfig) -> None:
    """As `Files.add_files_from_theme`, without walking through ten thousand icons that are never copied."""
    refused = ("*/.*", "*.py", "*.pyc", "*.html", "*readme*", "mkdocs_theme.yml", "locales/*")
    patterns = [*refused, *(f"*{x}" for x in utils.markdown_extensions), *config.theme.static_templates]
    found: dict[str, str] = {}
    for folder in config.theme.dirs:
        for name in _names_under(folder):
            if not any(fnmatch.fnmatch(name.lower(), pattern) for pattern in patterns):
                found.setdefault(name, folder)
    for name, folder in sorted(found.items()):
        if files.get_file_from_path(name) is None:
            files.append(File(name, folder, config.site_dir, config.use_directory_urls))


def _names_under(folder: str) -> Iterator[str]:
    for entry in os.scandir(folder) if os.path.isdir(folder) else ():
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from (f"{entry.name}/{name}" for name in _names_under(entry.path))
        else:
            yield entry.name
