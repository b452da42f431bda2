"""Pieces of the Word file as one run of blocks, for other forms of the law: what is open in them stands filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from normbook.compiled import MARK
from normbook.word import nodes
from normbook.word.nodes import Node
from normbook.word.pieces import Use, rows
from normbook.word.provisions import marked

_PLACE = re.compile(f"{MARK}([vp])[|]([^{MARK}]+){MARK}")
"""The place of a value within a paragraph, or of a paragraph that is left out where there are no words for it."""


def whole(uses: Iterable[Use], values: Mapping[str, str]) -> list[Node]:
    """The blocks of pieces in order. `values` are the words that stand in their places, beside the pieces' own."""
    made: list[Node] = []
    for use in uses:
        words = {**values, **use.values} if use.values else values
        blocks: list[Node] = list(_filled(use.make(), words))
        if use.marks and blocks:
            blocks[0] = _under(blocks[0], use.marks)
        if use.joins and made and made[-1]["t"] == "Table":
            for block in blocks:
                rows(made[-1]).extend(rows(block))
        else:
            made += blocks
    return made


def _filled(found: list[Any], words: Mapping[str, str]) -> Iterator[Any]:
    """A list of the tree with words in its places."""
    for each in found:
        if isinstance(each, list):
            yield list(_filled(each, words))
        elif not isinstance(each, dict):
            yield each
        elif place := _place(each):
            kind, name = place
            if kind == "v":
                yield nodes.text(words[name])
            elif words[name]:
                yield nodes.para("Table Text", [nodes.text(words[name])])
        else:
            yield {key: next(_filled([value], words)) for key, value in each.items()}


def _place(node: Node) -> tuple[str, str] | None:
    """The kind and the name of the value that stands for a node; None for any other node."""
    if node.get("t") not in {"RawBlock", "RawInline"}:
        return None
    found = _PLACE.fullmatch(node["c"][1])
    return (found[1], found[2].rpartition("|")[2]) if found else None


def _under(block: Node, refs: tuple[str, ...]) -> Node:
    """A paragraph under the bookmarks of refs."""
    if block["t"] == "Div" and block["c"][1] and block["c"][1][0]["t"] in {"Plain", "Para"}:
        inner = block["c"][1][0]
        for ref in refs:
            inner = {**inner, "c": marked(inner["c"], ref)}
        return {**block, "c": [block["c"][0], [inner, *block["c"][1][1:]]]}
    return block
