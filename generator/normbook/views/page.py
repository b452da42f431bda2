"""A page of the handbook before it is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address from the edition's root, its Markdown file, and how it is made when wanted.

    `subject` is the ref it shows, so that a preview can find the page of what was edited. `key`, where given, is a hash
    of everything the page depends on besides the code: with the same key it need not be made again. One that is `slow`
    is made in a second process.
    """

    url: str
    file: str
    title: str
    render: Callable[[], str]
    subject: str = ""
    key: str = ""
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do on a page; `href` from the edition's root."""

    label: str
    href: str
    kind: str = "read"

    def meta(self) -> dict[str, str]:
        return {"label": self.label, "href": self.href, "kind": self.kind}
