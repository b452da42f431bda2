"""mkdocs, loaded once and asked page by page. The only module that imports mkdocs, with `convert`.

`mkdocs build` reads every page, then prints every page, in one process and from nothing. The same objects are used here (its
configuration, files, navigation, pages and templates), so that the bytes are the same; what is left out is the repetition.
Pages must therefore not depend on each other's text: the navigation has explicit titles, the theme's overrides look at no
other page's front matter, and no plugin or hook but search is allowed.
"""

from __future__ import annotations

import fnmatch
import gzip
import io
import json
import logging
import os
import posixpath
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from mkdocs import utils
from mkdocs.commands.build import _build_template, get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import meta

from normbook.builders.bodies import Body
from normbook.builders.ledger import digest, files_under

SEARCH = "material/search"
SEARCH_INDEX = "search/search_index.json"
SITEMAP = "sitemap.xml"


class Unsupported(ValueError):
    """The configuration asks for something this builder would print differently from `mkdocs build`."""


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
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


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


class Site:
    """A configuration with its files, navigation and templates.

    `pages` maps a page's path in the docs folder to mkdocs' page; `statics` a static file's to its output; `themed` the output
    of a file that comes with the theme to its path on disk. `said` holds the warnings of loading.
    """

    def __init__(self, config_path: Path, *, site_dir: Path, as_of: date, cache_dir: Path) -> None:
        self.as_of = as_of
        with environment(as_of), listening() as said:
            self.config = _configured(config_path, site_dir)
            self.files = get_files(self.config)
            set_exclusions(self.files, self.config)
            self.env = _environment(self.config, cache_dir)
            _add_theme_files(self.files, self.config)
            self.nav = get_navigation(self.files, self.config)
        self.said = said
        self.docs = self.files.documentation_pages()
        self.pages: dict[str, Page] = {file.src_uri: _page_of(file, self.config) for file in self.docs}
        included = [file for file in self.files if not file.is_documentation_page() and file.inclusion.is_included()]
        docs_dir = os.path.abspath(self.config.docs_dir)
        self.statics = {file.src_uri: file.dest_uri for file in included if file.src_dir == self.config.docs_dir}
        self.themed = {
            file.dest_uri: str(file.abs_src_path) for file in included if file.src_dir != self.config.docs_dir
        }
        self.docs_dir = docs_dir
        self.inputs, self.theme_dirs = _inputs(config_path, self.config)
        self.body_key, self.shell_key = self._keys()

    def _keys(self) -> tuple[str, str]:
        """The parts of the configuration that converting, and printing, depend on."""
        config = self.config
        chosen = (config.markdown_extensions, config.mdx_configs, config.use_directory_urls, config.plugins)
        body = digest(*(json.dumps(part, sort_keys=True, default=_plain) for part in chosen))
        shell = digest(body, json.dumps(_outline(self.nav.items)), *(_without_remarks(path) for path in self.inputs))
        return body, shell

    def outputs(self) -> set[str]:
        """Every file that a complete build writes."""
        made = {page.file.dest_uri for page in self.pages.values()} | set(self.statics.values()) | set(self.themed)
        made |= set(self.config.theme.static_templates)
        if SITEMAP in made:
            made.add(SITEMAP + ".gz")
        if SEARCH in self.config.plugins:
            made.add(SEARCH_INDEX)
        return made

    def explicit_title(self, uri: str) -> str:
        """The title the navigation gives a page, which search falls back on."""
        return str(vars(self.pages[uri]).get("title", ""))

    def print_page(self, page: Page, body: Body) -> bytes:
        """The page's file, from its converted body. `page` holds its front matter."""
        page.content, page._title_from_render = body.content, body.title
        page.toc = get_toc(body.toc)
        page.active = True
        try:
            context = get_context(self.nav, self.docs, self.config, page)
            template = self.env.get_template(page.meta.get("template", "main.html"))
            return template.render(context).encode("utf-8", errors="xmlcharrefreplace")
        finally:
            page.active = False
            page.content, page.markdown = None, None

    def templates(self) -> dict[str, bytes]:
        """The files made of templates alone: the page for what is not found, and the map of the site."""
        made: dict[str, bytes] = {}
        with environment(self.as_of):
            for name in sorted(self.config.theme.static_templates):
                template = self.env.get_template(name)
                output = _build_template(name, template, self.files, self.config, self.nav)
                if output.strip():
                    made[name] = output.encode("utf-8")
            if SITEMAP in made:
                timestamp = utils.get_build_timestamp(pages=list(self.pages.values()))
                made[SITEMAP + ".gz"] = _gzipped(SITEMAP, made[SITEMAP], timestamp)
        return made

    def search_index(self, fragments: Sequence[str]) -> bytes | None:
        """The index of search, from each page's entries in the order of pages; None without search."""
        if SEARCH not in self.config.plugins:
            return None
        head: str = self.config.plugins[SEARCH].search_index.generate_search_index(None)  # type: ignore[attr-defined]
        assert head.endswith('"docs":[]}')
        return (head[:-2] + ",".join(filter(None, fragments)) + "]}").encode("utf-8")


def _configured(config_path: Path, site_dir: Path) -> MkDocsConfig:
    config = load_config(str(config_path), site_dir=str(site_dir))
    others = [name for name in config.plugins if name != SEARCH]
    if others or config.hooks or config.extra_templates:
        asked = ", ".join([*others, *map(str, config.hooks), *config.extra_templates])
        raise Unsupported(f"{config_path}: only the search plugin is supported here, not {asked}; use `mkdocs build`")
    config.plugins.on_startup(command="build", dirty=False)
    return config.plugins.on_config(config)


def _environment(config: MkDocsConfig, cache_dir: Path) -> jinja2.Environment:
    env = config.theme.get_env()
    cache_dir.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(cache_dir))
    env.filters["url"] = url_filter
    return env


def _page_of(file: File, config: MkDocsConfig) -> Page:
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


def _inputs(config_path: Path, config: MkDocsConfig) -> tuple[list[str], list[str]]:
    """The configuration files and the project's own templates, in a fixed order; and the folders of the templates."""
    found, path = [], os.path.abspath(config_path)
    while path:
        found.append(path)
        with open(path, encoding="utf-8") as handle:
            parent = next((line[8:].strip().strip("\"'") for line in handle if line.startswith("INHERIT:")), "")
        path = os.path.normpath(os.path.join(os.path.dirname(path), parent)) if parent else ""
    folders = [str(config.theme.custom_dir)] if config.theme.custom_dir else []
    for folder in folders:
        found += sorted(os.path.join(folder, *name.split("/")) for name, _ in files_under(folder))
    return found, folders


def _without_remarks(path: str) -> bytes:
    """The file's bytes; of a YAML file without its lines of remarks, which may hold the date of the build."""
    with open(path, "rb") as handle:
        data = handle.read()
    if path.endswith((".yml", ".yaml")):
        data = b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"#"))
    return data


def _outline(items: Sequence[Any]) -> list[Any]:
    return [
        [item.title if item.is_section or item.is_link else vars(item).get("title"), getattr(item, "url", None)]
        + ([_outline(item.children)] if item.children else [])
        for item in items
    ]


def _plain(value: object) -> object:
    config = getattr(value, "config", None)
    return dict(config) if config is not None and not isinstance(value, Page) else repr(value)


def _gzipped(name: str, data: bytes, timestamp: int) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(filename=name + ".gz", mode="wb", fileobj=buffer, mtime=timestamp) as packed:
        packed.write(data)
    return buffer.getvalue()


@lru_cache(maxsize=None)
def _parts(path: str) -> tuple[str, ...]:
    if not path.startswith("/"):
        path = "/" + path
    normal = posixpath.normpath(path)[1:]
    return tuple(normal.split("/")) if normal else ()


@lru_cache(maxsize=4)
def _folder_of(url: str) -> tuple[str, ...]:
    folder, _, name = url.rpartition("/")
    return _parts(folder if "." in name else url)


@jinja2.pass_context
def url_filter(context: jinja2.runtime.Context, value: object) -> str:
    """The theme's `url` filter, giving what mkdocs' own gives; a page of a big site calls it hundreds of times."""
    path, level = utils._get_norm_url(str(value))
    page = context["page"]
    if level == -1:
        return path
    if page is None:
        return posixpath.join(context["base_url"], path)
    here, there = _folder_of(page.url), _parts(path)
    common = 0
    for a, b in zip(here, there):
        if a != b:
            break
        common += 1
    relative = "/".join(("..",) * (len(here) - common) + there[common:]) or "."
    return "../" * level + (relative + "/" if path.endswith("/") else relative)


def opened(page: Page, source: bytes) -> Page:
    """The page with its front matter and Markdown read from `source`."""
    text = source.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    page.markdown, page.meta = meta.get_data(text)
    return page
