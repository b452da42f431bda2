"""A page's Markdown to HTML, as mkdocs does it, but with one Markdown object for all pages.

Big raw blocks are kept out of its way.
"""

from __future__ import annotations

import json
import re
from typing import Any

import markdown
from mkdocs.structure.pages import (
    Page,
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.structure.toc import get_toc

from normbook.builders.bodies import Body
from normbook.builders.engine import Site
from normbook.builders.loading import SEARCH, listening
from normbook.builders.quickparser import quick_parser
from normbook.builders.rawblocks import Lifted, lift

_SEARCH_ATTRIBUTE = re.compile(r"data-search-\w+=\"[^\"]+\"")


class Converter:
    """Converts pages one after another. Not to be shared between threads."""

    def __init__(self, site: Site) -> None:
        self.site = site
        config, files, first = site.config, site.files, site.docs[0]
        self.md = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
        self._raw = _RawHTMLPreprocessor()
        self._anchors = _ExtractAnchorsTreeprocessor(first, files, config)
        self._links = _RelativePathTreeprocessor(first, files, config)
        self._title = _ExtractTitleTreeprocessor()
        for processor in (self._raw, self._anchors, self._links, self._title):
            processor._register(self.md)

    def convert(self, page: Page) -> tuple[Body, str, list[str], list[str]]:
        """The page's body; its search entries as JSON without brackets; its ids; and what mkdocs warns of."""
        text = page.markdown or ""
        with listening() as said:
            lifted = lift(text)
            html = self._html(page, lifted.text)
            content = lifted.restored(html)
            if content is None:
                lifted = Lifted(text, ())
                said.clear()
                content = html = self._html(page, lifted.text)
        anchors = self._anchors.present_anchor_ids | self._raw.present_anchor_ids | lifted.anchors()
        toc = [_plain_token(token) for token in getattr(self.md, "toc_tokens", [])]
        search = ""
        if SEARCH in self.site.config.plugins:
            page._title_from_render = self._title.title
            search = self._search(page, toc, lifted.for_search(html))
            content = _without_search_attributes(content)
        return Body(content, toc, self._title.title), search, sorted(filter(None, anchors)), said

    def _html(self, page: Page, text: str) -> str:
        """`Page.render` on a Markdown object that is used again."""
        self.md.reset()
        self._anchors.present_anchor_ids = set()
        self._raw.present_anchor_ids = set()
        self._title.title = None
        self._links.file = page.file
        self._links.links_to_anchors = {}
        self.site.config._current_page = page
        try:
            return str(self.md.convert(text))
        finally:
            self.site.config._current_page = None

    def _search(self, page: Page, toc: list[Any], content: str) -> str:
        """What the search plugin would add to its index for this page."""
        plugin: Any = self.site.config.plugins[SEARCH]
        index = type(plugin.search_index)(**plugin.config)
        page.content, page.toc = content, get_toc(toc)
        with quick_parser():
            index.add_entry_from_context(page)
        page.content = None
        return json.dumps(index.entries, separators=(",", ":"), default=str)[1:-1]


def _plain_token(token: dict[str, Any]) -> dict[str, Any]:
    """What the table of contents needs of a heading."""
    children = [_plain_token(child) for child in token["children"]]
    return {"level": token["level"], "id": token["id"], "name": token["name"], "children": children}


def _without_search_attributes(content: str) -> str:
    """The content without `data-search-…="…"` and one blank before each, as the search plugin leaves it."""
    pieces, done = [], 0
    for found in _SEARCH_ATTRIBUTE.finditer(content):
        start = found.start()
        start -= start > done and content[start - 1].isspace()
        pieces.append(content[done:start])
        done = found.end()
    return "".join([*pieces, content[done:]]) if done else content
