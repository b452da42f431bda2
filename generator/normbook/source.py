"""Reads YAML with the place of every value. The only module that knows the YAML library's nodes.

YAML 1.2 core schema; scalars that YAML 1.1 readers take for something else are refused unless quoted. Sizes, nesting
and alias expansion are bounded, tags are refused, duplicate keys are problems. Mistakes come back as values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.cyaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import BaseResolver

from normbook.marks import MARKS_KEY, Marks
from normbook.problems import Place, Problem

MAX_BYTES = 1_000_000
MAX_VALUES = 100_000
MAX_DEPTH = 40

_INT = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_AMBIGUOUS = re.compile(
    r"(?:y|Y|n|N|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"
    r"|[-+]?0[0-9_]+|0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7]+|[-+]?[0-9][0-9_]*_[0-9_]*"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
)
_BRACKETS = re.compile(r"[\[\]{}]")
_DASHES = re.compile(r"(?:- ?){400}")
_CONSTANTS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
              "null": None, "Null": None, "NULL": None, "~": None, "": None}
_DEFAULT_TAGS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}

class _Composer(CParser, BaseResolver):  # type: ignore[misc]
    """libyaml's parser without implicit types: every scalar arrives as text."""

    def __init__(self, stream: str) -> None:
        CParser.__init__(self, stream)
        BaseResolver.__init__(self)


@dataclass(frozen=True, slots=True)
class Read:
    """One file: its data (None if unreadable), its lines, and what is wrong with it as YAML."""

    data: Any
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def read(content: bytes, name: str) -> Read:
    """Parse one YAML file given as bytes. `name` is the path shown in places."""
    start = Place(name, 1, 1)
    if len(content) > MAX_BYTES:
        hint = "Split it: one object per file keeps files short."
        return Read(None, (), (Problem(start, "Y06", f"file is longer than {MAX_BYTES // 1000} kB", hint),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = Place(name, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        hint = "Save the file as UTF-8 (in Word or Excel: 'Unicode UTF-8')."
        return Read(None, (), (Problem(place, "Y05", f"byte 0x{content[error.start]:02x} is not UTF-8", hint),))
    lines = tuple(text.splitlines())
    if too_deep := _nesting(text):
        place = Place(name, text.count("\n", 0, too_deep) + 1, 1)
        return Read(None, lines, (Problem(place, "Y10", "values are nested too deeply", _DEEP_HINT),))
    try:
        node = _single_document(text)
    except yaml.YAMLError as error:
        return Read(None, lines, (_syntax(error, name, lines),))
    if node is None:
        return Read(None, lines, (Problem(start, "Y01", "file is empty", "Write the object or delete the file."),))
    builder = _Builder(name)
    data = builder.value(node, 0)
    return Read(data, lines, tuple(builder.problems))


_DEEP_HINT = f"No object of the corpus needs more than {MAX_DEPTH} levels."


def _nesting(text: str) -> int:
    """Offset after which brackets or dashes nest deeper than in any real file, or 0: the parser recurses on them."""
    dashes = _DASHES.search(text)
    if dashes:
        return dashes.start() + 1
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth = depth + 1 if match.group() in "[{" else max(0, depth - 1)
        if depth > 10 * MAX_DEPTH:
            return match.start()
    return 0


def _single_document(text: str) -> Node | None:
    parser = _Composer(text)
    try:
        node: Node | None = parser.get_single_node()
        return node
    finally:
        parser.dispose()


def _syntax(error: yaml.YAMLError, name: str, lines: tuple[str, ...]) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    if "\t" in line[: max(place.column, len(line) - len(line.lstrip()))]:
        return Problem(place, "Y04", "a tab is used for indentation", "Use two spaces for each level.")
    if "but found another document" in problem or "expected a single document" in str(error):
        return Problem(place, "Y09", "the file holds more than one document", "Remove the line '---' or split the file.")
    if "undefined alias" in problem:
        return Problem(place, "Y01", problem, "Write the value out; aliases are not needed here.")
    hints = {
        "mapping values are not allowed": "A value that holds a colon and a space must be in quotes.",
        "could not find expected ':'": "A key is followed by a colon and a space; check the quotes on the line before.",
        "did not find expected key": "Check the indentation: keys of one object start in the same column.",
        "did not find expected '-' indicator": "Check the indentation: items of one list start in the same column.",
        "cannot start any token": "Put the value in quotes.",
        "found unexpected end of stream": "A quotation mark is not closed.",
    }
    hint = next((h for text, h in hints.items() if text in problem), "Compare with a file made by 'normbook new'.")
    return Problem(place, "Y01", f"not valid YAML: {problem}", hint)


class _Builder:
    """Turns nodes into dicts, lists and scalars, noting places and refusing what a reader could misread."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.budget = MAX_VALUES

    def add(self, node: Node, code: str, message: str, hint: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(Place(self.name, mark.line + 1, mark.column + 1), code, message, hint))

    def value(self, node: Node, depth: int) -> Any:
        self.budget -= 1
        if self.budget < 0 or depth > MAX_DEPTH:
            if self.budget > -MAX_VALUES:
                code = "Y07" if self.budget < 0 else "Y10"
                text = "aliases expand to too many values" if self.budget < 0 else "values are nested too deeply"
                self.add(node, code, text, "Write the values out, or split the file.")
                self.budget = -2 * MAX_VALUES
            return None
        if node.tag not in _DEFAULT_TAGS and node.tag != "!":
            self.add(node, "Y08", f"the tag {node.tag!r} is not allowed", "Write the value without a tag.")
            return None
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if isinstance(node, SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        assert isinstance(node, MappingNode)
        return self.mapping(node, depth)

    def scalar(self, node: ScalarNode) -> Any:
        text: str = node.value
        if node.style:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if len(text) > 24 or not text.isascii():
            return text
        if _INT.match(text):
            return int(text)
        if _FLOAT.match(text):
            return float(text)
        if _AMBIGUOUS.match(text):
            self.add(node, "Y03", f"{text} without quotes means different things to different readers",
                     f'Write "{text}" with quotes.')
        return text

    def mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {MARKS_KEY: Marks(self.name, _Positions(node))}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.add(key_node, "Y01", "a key must be a single word", "Put the list or mapping after the colon.")
                continue
            key: str = key_node.value
            if not key_node.style and _AMBIGUOUS.match(key):
                self.add(key_node, "Y03", f"the key {key} without quotes means different things to different readers",
                         f'Write "{key}" with quotes.')
            if key == MARKS_KEY:
                self.add(key_node, "S01", f"unknown key '{key}'", "Remove it.")
            elif key in made:
                line = next(k.start_mark.line for k, _ in node.value if k.value == key) + 1
                self.add(key_node, "Y02", f"the key '{key}' is already given on line {line}", "Keep one of the two.")
            else:
                made[key] = self.value(value_node, depth + 1)
        return made


class _Positions:
    """Positions inside a mapping node."""

    __slots__ = ("node",)

    def __init__(self, node: MappingNode) -> None:
        self.node = node

    def start(self) -> tuple[int, int]:
        return _position(self.node)

    def of_key(self, key: str) -> tuple[int, int] | None:
        return next((_position(k) for k, _ in self.node.value if k.value == key), None)

    def of_value(self, key: str, index: int | None) -> tuple[int, int] | None:
        value = next((v for k, v in self.node.value if k.value == key), None)
        if index is not None and isinstance(value, SequenceNode) and 0 <= index < len(value.value):
            value = value.value[index]
        return _position(value) if value is not None else None


def _position(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
