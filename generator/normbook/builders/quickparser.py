"""The search plugin's parser, fed by a regular expression where the HTML is well-formed.

What it makes of tags and text is left as it is; only the finding of tags and text, which Python's `HTMLParser` does a
character at a time, is quicker. HTML that is not plainly well-formed takes the parser's own road.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from material.plugins.search import plugin as search_plugin  # type: ignore[import-untyped]

_NAME = r"[a-zA-Z][a-zA-Z0-9-]*"
_SPECIAL = r"(?i:iframe|noembed|noframes|plaintext|script|style|textarea|xmp)\b"
_ATTRIBUTES = r"""(?:\s+[a-zA-Z_][\w:.-]*(?:="[^"]*")?)*"""
_TOKEN = re.compile(rf"(([^<]+)|<(?:/({_NAME})|(?!{_SPECIAL})({_NAME})({_ATTRIBUTES})\s*(/?))>)")
_ATTRIBUTE = re.compile(r"""([a-zA-Z_][\w:.-]*)(?:="([^"]*)")?""")


class QuickParser(search_plugin.Parser):  # type: ignore[misc]
    """A parser that is given a whole page at once."""

    def feed(self, data: str) -> None:
        """Calls the handlers as `HTMLParser.feed` would."""
        tokens = _TOKEN.findall(data)
        if sum(len(token[0]) for token in tokens) != len(data) or "&" in data[-40:]:
            super().feed(data)
            return
        for _, text, closing, opening, attributes, empty in tokens:
            if text:
                self.handle_data(unescape(text) if "&" in text else text)
            elif closing:
                self.handle_endtag(closing.lower())
            else:
                tag = opening.lower()
                self.handle_starttag(tag, _pairs(attributes) if attributes else [])
                if empty:
                    self.handle_endtag(tag)


def _pairs(attributes: str) -> list[tuple[str, Any]]:
    """Names and values; a name without a value has None, as with `HTMLParser`."""
    return [
        (found[1].lower(), None if found[2] is None else unescape(found[2]))
        for found in _ATTRIBUTE.finditer(attributes)
    ]


@contextmanager
def quick_parser() -> Iterator[None]:
    """Lets the search plugin use the quick parser."""
    original = search_plugin.Parser
    search_plugin.Parser = QuickParser
    try:
        yield
    finally:
        search_plugin.Parser = original
