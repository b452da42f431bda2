"""The `url` filter of the theme's templates, which a page of a big site calls hundreds of times."""

from __future__ import annotations

import posixpath
from functools import cache, lru_cache

import jinja2
from mkdocs.utils import _get_norm_url


@jinja2.pass_context
def url_filter(context: jinja2.runtime.Context, value: object) -> str:
    """An address relative to the page at hand; gives what mkdocs' own filter gives."""
    path, level = _get_norm_url(str(value))
    page = context["page"]
    if level == -1:
        return path
    if page is None:
        return posixpath.join(context["base_url"], path)
    here, there = _folder_of(page.url), _parts(path)
    common = 0
    for ours, theirs in zip(here, there, strict=False):
        if ours != theirs:
            break
        common += 1
    relative = "/".join(("..",) * (len(here) - common) + there[common:]) or "."
    return "../" * level + (relative + "/" if path.endswith("/") else relative)


@cache
def _parts(path: str) -> tuple[str, ...]:
    if not path.startswith("/"):
        path = "/" + path
    normal = posixpath.normpath(path)[1:]
    return tuple(normal.split("/")) if normal else ()


@lru_cache(maxsize=4)
def _folder_of(url: str) -> tuple[str, ...]:
    folder, _, name = url.rpartition("/")
    return _parts(folder if "." in name else url)
