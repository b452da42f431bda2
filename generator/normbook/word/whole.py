"""Pieces of the Word file as one run of blocks, for other forms of the law: what is open in them stands filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from normbook.compiled import MARK
from normbook.word import nodes
from normbook.word.nodes import Node
from normbook.word.openxml import NAMESPACES, parse
from normbook.word.pieces import Use
from normbook.word.provisions import marked

_VALUE = "v|"


def whole(uses: Iterable[Use], values: Mapping[str, str]) -> list[Node]:
    """The blocks of pieces in order. `values` are what stands in their places, by name, beside the pieces' own."""
    made: list[Node] = []
    common = {name: words_of(value) for name, value in values.items()}
    for use in uses:
        words = {**common, **{name: words_of(value) for name, value in use.values.items()}} if use.values else common
        blocks = [block for node in use.make() for block in _filled(node, words)]
        if use.marks and blocks:
            blocks[0] = _under(blocks[0], use.marks)
        if use.joins and made and made[-1]["t"] == "Table":
            rows = made[-1]["c"][4][0][3]
            rows += [row for block in blocks for row in block["c"][4][0][3]]
        else:
            made += blocks
    return made


def words_of(value: str) -> str:
    """The words of a value, which is written as runs or paragraphs of Word."""
    return "".join(parse(f'<v xmlns:w="{NAMESPACES["w"]}">{value}</v>'.encode()).itertext()) if value else ""


def _filled(node: Node, words: Mapping[str, str]) -> Iterator[Node]:
    """A block with words in its places; none where the block itself is a place and there are no words for it."""
    if name := _place(node):
        if words[name]:
            yield nodes.para("Table Text", [nodes.text(words[name])])
        return
    yield _inside(node, words)


def _inside(found: Any, words: Mapping[str, str]) -> Any:
    if isinstance(found, list):
        kept = [each for each in found
                if not ((name := _place(each)) and each["t"] == "RawBlock" and not words[name])]
        return [_inside(each, words) for each in kept]
    if not isinstance(found, dict):
        return found
    if name := _place(found):
        text = nodes.text(words[name])
        return nodes.para("Table Text", [text]) if found["t"] == "RawBlock" else text
    return {key: _inside(value, words) for key, value in found.items()}


def _place(node: Any) -> str:
    """The name of the value that stands for a node; empty for any other node."""
    if not isinstance(node, dict) or node.get("t") not in {"RawBlock", "RawInline"}:
        return ""
    name = str(node["c"][1]).strip(MARK)
    return name.removeprefix(_VALUE) if name.startswith(_VALUE) else ""


def _under(block: Node, refs: tuple[str, ...]) -> Node:
    """A paragraph under the bookmarks of refs."""
    if block["t"] == "Div" and block["c"][1] and block["c"][1][0]["t"] in {"Plain", "Para"}:
        inner = block["c"][1][0]
        for ref in refs:
            inner = {**inner, "c": marked(inner["c"], ref)}
        return {**block, "c": [block["c"][0], [inner, *block["c"][1][1:]]]}
    return block
