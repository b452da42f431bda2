"""The links of a finished page, checked against the site's outputs and ids.

mkdocs checks links written in Markdown and leaves raw HTML alone; here every `href` and `src` of the converted page is
looked at, whatever it came from, so that one rule holds for both.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote

from normbook.builders.bodies import Entry
from normbook.problems import Problem

_LINKS = (re.compile(r' href="([^"]*)"'), re.compile(r' src="([^"]*)"'))
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


_EDITION = re.compile(r"\.\./(?:latest|draft|[0-9]+(?:\.[0-9]+)+)/")
"""The beginning of a path from one edition into another."""


def links_in(content: str, output: str) -> list[list[str]]:
    """[output, fragment] for each different link of a page into the site; `output` is where the page is written."""
    folder = posixpath.dirname(output)
    found: set[tuple[str, str]] = set()
    for raw in {raw for pattern in _LINKS for raw in pattern.findall(content)}:
        if not raw or _ELSEWHERE.match(raw):
            continue
        address, _, fragment = html.unescape(raw).partition("#")
        path = unquote(address.partition("?")[0])
        target = _target(folder, path) if path else output
        if _EDITION.match(target):  # another edition has its own run, and may not be there yet
            continue
        # What follows a question mark there is the state of the filter or tool that bears the id.
        found.add((target, unquote(fragment).partition("?")[0]))
    return [list(pair) for pair in sorted(found)]


def _target(folder: str, path: str) -> str:
    target = posixpath.normpath(posixpath.join(folder, path))
    if path.endswith("/") or posixpath.basename(path) in (".", ".."):
        return "index.html" if target == "." else f"{target}/index.html"
    return target


def broken(entries: Mapping[str, Entry], outputs: Collection[str]) -> list[Problem]:
    """Links to files that are not written and to ids that are not there, over all pages."""
    anchors = {entry.output: frozenset(entry.anchors) for entry in entries.values()}
    return [problem for entry in entries.values() for problem in _broken_in(entry, anchors, outputs)]


def _broken_in(entry: Entry, anchors: Mapping[str, frozenset[str]], outputs: Collection[str]) -> Iterable[Problem]:
    for target, fragment in entry.links:
        if target not in outputs:
            named = f"{posixpath.basename(target)}'"
            if not any(named in message for _, message in entry.problems):  # else mkdocs has said so already
                hint = "write a folder's address with a slash at its end" if f"{target}/index.html" in outputs else ""
                yield entry.problem("B01", f"page '{entry.output}' links to '{target}', which is not in the site", hint)
        elif fragment and target in anchors and fragment not in anchors[target] and not fragment.startswith("__"):
            yield entry.problem("B02", f"page '{entry.output}' links to '{target}#{fragment}', but there is no such id")
