"""Bookmarks of what stands twice: a provision that moved, where it was and where it is.

A bookmark can stand but once in a file. So the copy that goes bears the name with another first letter, and what the
old document refers to it by does so too: a reference to a provision that moved is shown as changed, and leads to its
number whether the changes are accepted or rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from normbook.word.openxml import Element, name
from normbook.word.redline_atoms import CODE, START
from normbook.word.redline_blocks import Step
from normbook.word.redline_lists import Lists

_REFERENCE: Final = re.compile(r"(\s*(?:REF|PAGEREF|NOTEREF)\s+)(\S+)")
_NAME, _ANCHOR, _LINK = name("w:name"), name("w:anchor"), name("w:hyperlink")


def twice(found: Iterable[Step], taken: frozenset[str], lists: Lists) -> dict[str, str]:
    """Bookmarks of the old document that stand in what goes, though the new one has them -> their names there."""
    return {mark: f"w{mark[1:]}" for mark in _gone(found, lists) if mark in taken}


def _gone(found: Iterable[Step], lists: Lists) -> Iterator[str]:
    for step in found:
        for old, new in step.pairs:
            held = [mark.get(_NAME) for mark in old.element.iter(START)] if old and step.kind != "to" else []
            if not held or old is None:
                continue
            here = step.kind == "kept" and new and not lists.recounted(old.element, new.element)
            staying = {mark.get(_NAME) for mark in new.element.iter(START)} if here and new else set()
            yield from (mark for mark in held if mark not in staying)


def rename(names: dict[str, str], parts: Iterable[Element]) -> None:
    """Give bookmarks, and what refers to them, other names."""
    if not names:
        return
    for part in parts:
        for node in part.iter(START, _LINK, CODE):
            key = {START: _NAME, _LINK: _ANCHOR}.get(node.tag, "")
            if key and node.get(key) in names:
                node.set(key, names[node.get(key)])
            elif not key and node.text:
                node.text = _REFERENCE.sub(lambda code: code[1] + names.get(code[2], code[2]), node.text)
