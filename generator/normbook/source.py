"""Reads YAML with the place of every value. The only module that knows the YAML library's nodes.

YAML 1.2 core schema; scalars that YAML 1.1 readers take for something else are refused unless quoted. Sizes, nesting
and alias expansion are bounded, tags are refused, duplicate keys are problems. Mistakes come back as values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError
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
    r"|[-+]?0[0-9_]+|[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+|0o[0-7]+|[-+]?[0-9][0-9_]*_[0-9_]*|\+[0-9]+"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
    r"|[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*|[0-9][0-9_]*(?=[eE]))(?:[eE][-+]?[0-9]+)?)\Z"
)
_NOT_WORDS = re.compile(f"{_INT.pattern}|{_FLOAT.pattern}|{_AMBIGUOUS.pattern}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Control characters, which no XML can hold, and those that reverse what the reader sees."""
_CONSTANTS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
              "null": None, "Null": None, "NULL": None, "~": None, "": None}
_TAGS: dict[type[Node], str] = {
    ScalarNode: "tag:yaml.org,2002:str",
    SequenceNode: "tag:yaml.org,2002:seq",
    MappingNode: "tag:yaml.org,2002:map",
}
_DEFAULT_TAGS = frozenset(_TAGS.values())


class _TooDeepError(Exception):
    """Values nested beyond `MAX_DEPTH`; `line` and `column` count from 1."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(line, column)
        self.line, self.column = line, column


class _Composer(CParser, BaseResolver):
    """libyaml's parser without implicit types: every scalar arrives as text. It recurses, so it is stopped in time."""

    def __init__(self, stream: str) -> None:
        CParser.__init__(self, stream)
        BaseResolver.__init__(self)
        self.depth = 0

    def descend_resolver(self, current_node: Node | None, current_index: object) -> None:  # noqa: ARG002 (its name for it)
        """Called by the parser before each node."""
        self.depth += 1
        if current_node is not None and self.depth > MAX_DEPTH + 1:
            raise _TooDeepError(*_position(current_node))

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:  # noqa: ARG002 (as above)
        """Called by the parser for each node without a written tag: no scalar has a type but text."""
        return _TAGS[kind]

    def ascend_resolver(self) -> None:
        """Called by the parser after each node."""
        self.depth -= 1


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
        hint = "Save the file as UTF-8 (in Word or Excel: 'Unicode UTF-8')."
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        return Read(None, (), (Problem(_at(content, error.start, name), "Y05", message, hint),))
    lines = tuple(text.splitlines())
    node = _parsed(text, name, lines)
    if isinstance(node, Problem):
        return Read(None, lines, (node,))
    builder = _Builder(name, lines, tagged="!!" in text)
    data = builder.value(node, 0)
    if data is None and not builder.problems:
        return Read(None, lines, (_empty(name),))
    return Read(data if builder.budget >= 0 else None, lines, tuple(builder.problems))


def _empty(name: str) -> Problem:
    return Problem(Place(name, 1, 1), "Y01", "file is empty", "Write the object or delete the file.")


def _parsed(text: str, name: str, lines: tuple[str, ...]) -> Node | Problem:
    """The single document of a file, or why it cannot be read."""
    try:
        node = _single_document(text)
    except _TooDeepError as deep:
        hint = f"No object of the corpus needs more than {MAX_DEPTH} levels."
        return Problem(Place(name, deep.line, deep.column), "Y10", "values are nested too deeply", hint)
    except ReaderError as error:
        message = f"the character U+{error.character:04X} is not allowed"
        return Problem(_at(text.encode(), error.position, name), "Y11", message, _UNSEEN_HINT)
    except yaml.YAMLError as error:
        return _syntax(error, name, lines)
    return node or _empty(name)


_UNSEEN_HINT = "Remove it: it cannot be seen, and not every output can carry it."


def _at(content: bytes, offset: int, name: str) -> Place:
    """The place of a byte; columns count characters."""
    before = content[:offset]
    line = before[before.rfind(b"\n") + 1 :]
    return Place(name, before.count(b"\n") + 1, len(line.decode("utf-8-sig", "replace")) + 1)


def _single_document(text: str) -> Node | None:
    parser = _Composer(text)
    try:
        node: Node | None = parser.get_single_node()
        return node
    finally:
        parser.dispose()


def remarks(text: str) -> list[str]:
    """The comments of a file that can be read, in order, each with single spaces: what stands between its tokens."""
    lines = text.removeprefix("\ufeff").splitlines()
    parser = _Composer(text)
    found: list[str] = []
    line, column = 0, 0
    try:
        while token := parser.get_token():
            start, end = token.start_mark, token.end_mark
            found += _between(lines, (line, column), (start.line, start.column))
            if getattr(token, "style", None) in {"|", ">"}:
                found += _between(lines, (start.line, start.column), (start.line + 1, 0))
            line, column = max((line, column), (end.line, end.column))
    finally:
        parser.dispose()
    return [*found, *_between(lines, (line, column), (len(lines), 0))]


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> Iterator[str]:
    for number in range(start[0], min(end[0] + 1, len(lines))):
        piece = lines[number][start[1] if number == start[0] else 0 : end[1] if number == end[0] else None]
        if "#" in piece:
            yield " ".join(piece[piece.index("#") :].split())


def _syntax(error: yaml.YAMLError, name: str, lines: tuple[str, ...]) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    if "\t" in line[: max(place.column, len(line) - len(line.lstrip()))]:
        return Problem(place, "Y04", "a tab is used for indentation", "Use two spaces for each level.")
    if "but found another document" in problem or "expected a single document" in str(error):
        hint = "Remove the line '---' or split the file."
        return Problem(place, "Y09", "the file holds more than one document", hint)
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
    """Turns nodes into dicts, lists and scalars, noting places and refusing what a reader could misread.

    A negative `budget` means that the file was given up: aliases expand too far, or one of them holds itself.
    """

    def __init__(self, name: str, lines: tuple[str, ...], *, tagged: bool) -> None:
        self.name = name
        self.lines = lines
        self.tagged = tagged
        self.problems: list[Problem] = []
        self.budget = MAX_VALUES

    def add(self, node: Node, code: str, message: str, hint: str) -> None:
        mark = node.start_mark
        self.problems.append(Problem(Place(self.name, mark.line + 1, mark.column + 1), code, message, hint))

    def value(self, node: Node, depth: int) -> Any:
        if self.budget < 0:
            return None
        self.budget -= 1
        if self.budget < 0 or depth > MAX_DEPTH:
            self.budget = -1
            self.add(node, "Y07", "aliases expand to too many values", "Write the values out, or split the file.")
            return None
        if node.tag not in _DEFAULT_TAGS or (self.tagged and self._written_tag(node)):
            self.add(node, "Y08", f"the tag {node.tag!r} is not allowed", "Write the value without a tag.")
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if isinstance(node, SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        return self.mapping(node, depth)

    def _written_tag(self, node: Node) -> bool:
        """Whether a default tag such as !!str is written out: the parser does not tell."""
        line, column = node.start_mark.line, node.start_mark.column
        return line < len(self.lines) and self.lines[line][column : column + 1] == "!"

    def scalar(self, node: ScalarNode) -> Any:
        text: str = node.value
        if not text.isprintable() and (unseen := _UNSEEN.search(text)):
            self.add(node, "Y11", f"the character U+{ord(unseen.group()):04X} is not allowed", _UNSEEN_HINT)
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

    def mapping(self, node: Node, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {MARKS_KEY: Marks(self.name, _Positions(node))}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.add(key_node, "Y01", "a key must be a single word", "Put the list or mapping after the colon.")
                continue
            key: str = key_node.value
            if not key_node.style and key and (key in _CONSTANTS or _NOT_WORDS.match(key)):
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
    """Positions inside a mapping node. Its keys are indexed when the first of them is asked for."""

    __slots__ = ("index", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.index: dict[str, tuple[Node, Node]] | None = None

    def find(self, key: str) -> tuple[Node, Node] | None:
        if self.index is None:
            self.index = {}
            for key_node, value_node in self.node.value:
                if isinstance(key_node, ScalarNode):
                    self.index.setdefault(key_node.value, (key_node, value_node))
        return self.index.get(key)

    def start(self) -> tuple[int, int]:
        return _position(self.node)

    def of_key(self, key: str) -> tuple[int, int] | None:
        found = self.find(key)
        return _position(found[0]) if found else None

    def of_value(self, key: str, index: int | None) -> tuple[int, int] | None:
        found = self.find(key)
        if found is None:
            return None
        value = found[1]
        if index is not None and isinstance(value, SequenceNode) and 0 <= index < len(value.value):
            value = value.value[index]
        return _position(value)

    def of_entry(self, key: str, entry: str) -> tuple[int, int] | None:
        found = self.find(key)
        inside = found[1].value if found and isinstance(found[1], MappingNode) else ()
        return next((_position(k) for k, _ in inside if isinstance(k, ScalarNode) and k.value == entry), None)


def _position(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
