"""mkdocs, loaded once and asked page by page.

`mkdocs build` reads every page, then prints every page, in one process and from nothing. The same objects are used here
(its configuration, files, navigation, pages and templates), so that the bytes are the same; what is left out is the
repetition. Pages must therefore not depend on each other's text: the navigation has explicit titles, the theme's
overrides look at no other page's front matter, and no plugin or hook but search is allowed.
"""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs import utils
from mkdocs.commands.build import _build_template, get_context
from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import meta

from normbook.builders.bodies import Body
from normbook.builders.ledger import digest, files_under
from normbook.builders.loading import (
    SEARCH,
    all_files,
    configured,
    environment,
    listening,
    page_of,
    template_environment,
)

SEARCH_INDEX = "search/search_index.json"
SITEMAP = "sitemap.xml"


class Site:
    """A configuration with its files, navigation and templates.

    `pages` maps a page's path in the docs folder to mkdocs' page; `statics` a static file's to its output; `themed` the
    output of a file that comes with the theme to its path on disk. `said` holds the warnings of loading. `body_key` and
    `shell_key` stand for all that converting, and printing, depend on besides a page's own Markdown.
    """

    def __init__(self, config_path: Path, *, site_dir: Path, as_of: date, cache_dir: Path) -> None:
        self.as_of = as_of
        with environment(as_of), listening() as said:
            self.config = configured(config_path, site_dir, said)
            self.files = all_files(self.config)
            self.env = template_environment(self.config, cache_dir)
            self.nav = get_navigation(self.files, self.config)
            self.docs = self.files.documentation_pages()
            self.pages: dict[str, Page] = {file.src_uri: page_of(file, self.config) for file in self.docs}
        self.said = said
        self.docs_dir = os.path.abspath(self.config.docs_dir)
        static = [file for file in self.files if not file.is_documentation_page()]
        included = [file for file in static if file.inclusion not in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)]
        ours = [file for file in included if file.src_dir == self.config.docs_dir]
        self.statics = {file.src_uri: file.dest_uri for file in ours}
        self.themed = {file.dest_uri: str(file.abs_src_path) for file in included if file not in ours}
        self.inputs, self.theme_dirs = _inputs(config_path, self.config.theme.custom_dir)
        chosen = (self.config.markdown_extensions, self.config.mdx_configs, self.config.use_directory_urls)
        search = dict(self.config.plugins[SEARCH].config) if SEARCH in self.config.plugins else None
        self.body_key = digest(*(json.dumps(part, sort_keys=True, default=repr) for part in (*chosen, search)))
        outline = json.dumps(_outline(self.nav.items))
        self.shell_key = digest(self.body_key, outline, *(_without_remarks(path) for path in self.inputs))

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

    def opened(self, uri: str, source: bytes) -> Page:
        """The page with its front matter and Markdown read from `source`."""
        page = self.pages[uri]
        text = source.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        page.markdown, page.meta = meta.get_data(text)
        return page

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
        plugin: Any = self.config.plugins[SEARCH]
        head, _, tail = plugin.search_index.generate_search_index(None).rpartition("[]")
        return f"{head}[{','.join(filter(None, fragments))}]{tail}".encode()


def _inputs(config_path: Path, custom_dir: str | None) -> tuple[list[str], list[str]]:
    """The configuration files and the project's own templates, in a fixed order; and the folders of the templates."""
    found, path = [], os.path.abspath(config_path)
    while path:
        found.append(path)
        with open(path, encoding="utf-8") as handle:
            parent = next((line[8:].strip().strip("\"'") for line in handle if line.startswith("INHERIT:")), "")
        path = os.path.normpath(os.path.join(os.path.dirname(path), parent)) if parent else ""
    folders = [custom_dir] if custom_dir else []
    for folder in folders:
        found += sorted(os.path.join(folder, *name.split("/")) for name, _ in files_under(folder))
    return found, folders


def _without_remarks(path: str) -> bytes:
    """The file's bytes; of a YAML file without its lines of remarks, which may hold the date of the build."""
    data = Path(path).read_bytes()
    if path.endswith((".yml", ".yaml")):
        data = b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"#"))
    return data


def _outline(items: Sequence[Any]) -> list[Any]:
    """The navigation as plain data: what each page's menus are made of."""
    return [
        [
            vars(item).get("title"),
            getattr(item, "url", None),
            _outline(item.children) if item.children else None,
        ]
        for item in items
    ]


def _gzipped(name: str, data: bytes, timestamp: int) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(filename=name + ".gz", mode="wb", fileobj=buffer, mtime=timestamp) as packed:
        packed.write(data)
    return buffer.getvalue()
