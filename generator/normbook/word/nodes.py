"""Nodes of pandoc's document tree, as plain dictionaries. Text goes in as text: pandoc escapes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

Node = dict[str, Any]

TAB = "<w:r><w:tab/></w:r>"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_UNIT = re.compile(r"(?<=\d) (?=\w)")


def unbroken(words: str) -> str:
    """A figure that does not part from its unit at the end of a line, though a long one parts between two of them."""
    return _UNIT.sub(NO_BREAK, words)


def text(words: str) -> Node:
    """Running words. Blanks inside stay part of the run: one run a stretch of text, as Word itself writes it."""
    return {"t": "Str", "c": words}


def styled(kind: str, inside: Sequence[Node]) -> Node:
    """`Emph`, `Strong` or `Superscript` around inlines."""
    return {"t": kind, "c": list(inside)}


def code(words: str) -> Node:
    """Words in a fixed-width face."""
    return {"t": "Code", "c": [["", [], []], words]}


def link(inside: Sequence[Node], address: str) -> Node:
    """A link to an address, or with `#` to a bookmark of the document."""
    return {"t": "Link", "c": [["", [], []], list(inside), [address, ""]]}


def span(inside: Sequence[Node], style: str = "", bookmark: str = "") -> Node:
    """Inlines in a character style, or under a bookmark."""
    return {"t": "Span", "c": [[bookmark, [], [["custom-style", style]] if style else []], list(inside)]}


def run_in(words: str) -> Node:
    """Words that head a paragraph within its first line."""
    return span([text(words)], "Run In")


def note(blocks: Sequence[Node]) -> Node:
    """A footnote."""
    return {"t": "Note", "c": list(blocks)}


def tab() -> Node:
    """A tab stop."""
    return raw_inline(TAB)


def raw_inline(openxml: str) -> Node:
    """Runs written as WordprocessingML."""
    return {"t": "RawInline", "c": ["openxml", openxml]}


def para(style: str, inside: Sequence[Node]) -> Node:
    """A paragraph in a named style."""
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], [plain(inside)]]}


def plain(inside: Sequence[Node]) -> Node:
    """A paragraph in the style that pandoc gives it; only footnotes use it."""
    return {"t": "Para", "c": list(inside)}


def raw(openxml: str) -> Node:
    """A block written as WordprocessingML."""
    return {"t": "RawBlock", "c": ["openxml", openxml]}


def table(style: str, widths: Sequence[float], head: Sequence[Sequence[Node]],
          rows: Sequence[Sequence[Sequence[Node]]]) -> Node:
    """A table with one header row. `widths` are shares of the text width; a cell is a list of blocks."""
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": width}] for width in widths]
    nothing: list[Any] = ["", [], []]
    return {"t": "Table", "c": [
        ["", [], [["custom-style", style]]],
        [None, []],
        columns,
        [nothing, [_row(head)]],
        [[nothing, 0, [], [_row(row) for row in rows]]],
        [nothing, []],
    ]}


def _row(cells: Sequence[Sequence[Node]]) -> list[Any]:
    nothing: list[Any] = ["", [], []]
    return [nothing, [[nothing, {"t": "AlignDefault"}, 1, 1, list(cell)] for cell in cells]]
