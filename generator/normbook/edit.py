"""Changes to YAML files that keep comments, order and quoting. Shows a diff, writes whole files, overwrites nothing."""

from __future__ import annotations

import difflib
import io
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from normbook import source
from normbook.marks import MARKS_KEY

WIDTH = 120
_LISTED = re.compile(r"^[ \t]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]", re.MULTILINE)
_WORDS: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
_FOLDED = 90
"""Letters from which a string that was written on one line is folded."""
_LONELY = re.compile(r"^( *(?:- )?[A-Za-z_]+:)\n +(\S{80,})$", re.MULTILINE)
"""A value without a space that was put on a line of its own for its length: an address reads better beside its key."""

_LIST = re.compile(r"^( *)(- )?[A-Za-z_]+: \[(?!\[)[\w\"', -]*(?:\n +[\w\"', -]+)+\]$", re.MULTILINE)
"""A list in brackets over several lines, which ruamel indents by what stands in it."""


class EditError(Exception):
    """An edit that cannot be made; `str()` says why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.allow_duplicate_keys = False
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def canonical(text: str) -> str:
    """The canonical layout of a YAML file: two spaces a level, lists indented, lines of 120 columns, LF line ends.

    EditError when the file cannot be read, or when data or remarks would change, so that formatting loses nothing.
    """
    before = source.read(text.encode(), "")
    if before.data is None:
        raise EditError("not valid YAML", "Run 'normbook check' and mend it first.")
    result = _round_trip(text.replace("\r\n", "\n").expandtabs(2))
    if result != text:  # ruamel settles some line breaks only on the second reading; a third must change nothing
        result = _round_trip(result)
    after = source.read(result.encode(), "")
    if _bare(after.data) != _bare(before.data):
        raise EditError("its layout cannot be changed without changing its data", "Lay it out by hand.")
    _same_remarks(text, result)
    return result


def _same_remarks(before: str, after: str) -> None:
    """EditError when a remark was lost or moved past another: ruamel drops some that follow nested lists."""
    if source.remarks(before) != source.remarks(after):
        raise EditError("its layout cannot be changed without losing a remark", "Move the remark, or do it by hand.")


def _round_trip(text: str) -> str:
    yaml = _yaml()
    try:
        data = yaml.load(text)
    except (YAMLError, ValueError) as error:  # ValueError: 2026-02-30 is no date to ruamel, and no error to us
        raise EditError(f"cannot be read: {str(error).splitlines()[0]}", "Run 'normbook check' first.") from None
    out = io.StringIO()
    yaml.dump(data, out)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n")) + "\n"
    return _LIST.sub(_aligned, _LONELY.sub(r"\1 \2", text))


def _aligned(match: re.Match[str]) -> str:
    """A list in brackets, its further lines indented by one level."""
    indent = match[1] + ("    " if match[2] else "  ")
    return f"\n{indent}".join(line.strip() if n else line for n, line in enumerate(match[0].split("\n")))


def _bare(value: Any) -> Any:
    """Data without places."""
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k != MARKS_KEY}
    return [_bare(v) for v in value] if isinstance(value, list) else value


def diff(before: str, after: str, name: str) -> str:
    """A unified diff of one file."""
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), f"a/{name}", f"b/{name}")
    return "".join(lines)


@dataclass(frozen=True, slots=True)
class Insertion:
    """A new item for a list inside a file: which file, which key, and the item as YAML."""

    path: str
    key: str
    item: str
    sort_by: str = ""


def insert(text: str, insertion: Insertion) -> str:
    """Add an item to a list of a file, comments and order kept; sorted into place when the list is sorted."""
    yaml = _yaml()
    canonical(text)  # an EditError when the file cannot be read
    data = yaml.load(text)
    held = data.get(insertion.key) if isinstance(data, dict) else None
    if not isinstance(held, list):
        raise EditError(f"{insertion.path} has no list '{insertion.key}'", "Add it first.")
    item = yaml.load(insertion.item)
    where = len(held)
    if insertion.sort_by:
        new = str(item[insertion.sort_by]).lower()
        where = next((n for n, each in enumerate(held) if str(each[insertion.sort_by]).lower() > new), len(held))
    if where == len(held):
        held.append(item)
    else:
        held.insert(where, item)
    out = io.StringIO()
    yaml.dump(data, out)
    kept = source.remarks(out.getvalue())
    if lost := [remark for remark in source.remarks(text) if remark not in kept]:
        raise EditError(f"{insertion.path} would lose the remark '{lost[0]}'", "Move the remark, or add to it by hand.")
    return canonical(out.getvalue())


Path = tuple[str | int, ...]
"""The way from the top of a file: keys, `#id` for the item of a list with that id, or its number."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A string that becomes another; how it is quoted or folded stays."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Put:
    """A new item of a list, with an id and a text, after the item with the id `after`, or first. `path` is the list."""

    path: Path
    id: str
    text: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """An item of a list that goes. `path` is the list."""

    path: Path
    id: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An item of a list that stands after another one, or first. `path` is the list."""

    path: Path
    id: str
    after: str = ""


Amendment = Reworded | Put | Removed | Moved


def amended(text: str, amendments: Iterable[Amendment]) -> str:
    """A file with amendments made in turn; comments, order and quoting kept. EditError when one cannot be made."""
    yaml = _yaml()
    canonical(text)  # an EditError when the file cannot be read
    data = yaml.load(text)
    for amendment in amendments:
        _amend(data, amendment)
    out = io.StringIO()
    yaml.dump(data, out)
    kept = source.remarks(out.getvalue())
    if lost := [remark for remark in source.remarks(text) if remark not in kept]:
        raise EditError(f"the file would lose the remark '{lost[0]}'", "Do it by hand.")
    return canonical(out.getvalue())


def _amend(data: Any, amendment: Amendment) -> None:
    if isinstance(amendment, Reworded):
        *way, last = amendment.path
        held = _at(data, tuple(way))
        key = _index(held, last)
        held[key] = _styled(held[key], amendment.text, WIDTH - _indent(amendment.path))
        return
    if isinstance(amendment, Put):
        above = _at(data, amendment.path[:-1])
        if isinstance(above, dict) and amendment.path[-1] not in above:
            above[amendment.path[-1]] = []
    held = _at(data, amendment.path)
    if isinstance(amendment, Removed):
        del held[_index(held, f"#{amendment.id}")]
        return
    if isinstance(amendment, Put):
        width = WIDTH - _indent((*amendment.path, "#", "text"))
        item = CommentedMap(id=amendment.id, text=_styled("", amendment.text, width))
    else:
        item = held.pop(_index(held, f"#{amendment.id}"))
    held.insert(_index(held, f"#{amendment.after}") + 1 if amendment.after else 0, item)


_PLAIN = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)\Z)[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*")
"""Ids, and words that no reader takes for anything else; all other words of one line are quoted."""


def relisted(text: str, key: str, by: str, items: Mapping[str, Mapping[str, Any] | None]) -> str:
    """A list of mappings brought to what `items` says by the value of `by`: changed in place, added last, removed.

    Of an item only the keys that differ are written. Comments and order are kept; EditError where they cannot be.
    """
    canonical(text)  # an EditError when the file cannot be read
    data = _yaml().load(text)
    held = data.get(key)
    if held is None and key in data and key != next(reversed(data)):
        raise EditError(f"'{key}' is empty and not the last key", f"Move '{key}:' to the end of the file.")
    there = [str(each.get(by)) for each in held or ()]
    added = [_worded(item, (key, 0)) for name, item in items.items() if item is not None and name not in there]
    if held:
        for place, item in reversed([*enumerate(held)]):
            wanted = items.get(there[place], item)
            if wanted is None:
                del held[place]
            elif wanted is not item:
                _reword(item, wanted, (key, 0))
        held.extend(added)
        out = io.StringIO()
        _yaml().dump(data, out)
        result = out.getvalue()
    elif not added:
        return text
    else:  # what stands below an empty key are remarks: the list comes after them
        lines = written({key: added}).splitlines(keepends=True)
        base = re.sub(rf"^{key}: *(\[ *\]|null|~)", f"{key}:", text, flags=re.MULTILINE)
        result = base.rstrip("\n") + "\n" + "".join(lines[1:] if key in data else ["\n", *lines])
    kept = source.remarks(result)
    if lost := [remark for remark in source.remarks(text) if remark not in kept]:
        raise EditError(f"the file would lose the remark '{lost[0]}'", "Do it by hand.")
    return canonical(result)


def _reword(item: CommentedMap, wanted: Mapping[str, Any], path: Path) -> None:
    """Bring one mapping to other values; a key that is new stands where `wanted` has it."""
    for name in [name for name in item if name not in wanted]:
        del item[name]
    for place, (name, value) in enumerate(wanted.items()):
        if name not in item:
            item.insert(min(place, len(item)), name, _worded(value, (*path, name)))
        elif item[name] != value:
            item[name] = _worded(value, (*path, name))


def _worded(value: Any, path: Path) -> Any:
    """A value to be written, its words quoted unless they read as words to everybody."""
    if isinstance(value, Mapping):
        return CommentedMap((key, _worded(inner, (*path, key))) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return [_worded(inner, (*path, n)) for n, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    if "\n" not in value and len(value) <= _FOLDED:
        return value if _PLAIN.fullmatch(value) else DoubleQuotedScalarString(value)
    return _styled("", value, WIDTH - _indent(path))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[_index(data, step)]
    return data


def _index(held: Any, step: str | int) -> Any:
    """The key or number that a step means in a mapping or list."""
    if isinstance(held, list) and isinstance(step, str):
        ids = [f"#{each.get('id')}" if isinstance(each, dict) else "" for each in held]
        found = ids.index(step) if step in ids else None
        if found is None:
            raise EditError(f"there is no '{step.lstrip('#')}' in the list", "Do it by hand.")
        return found
    if (isinstance(held, dict) and step in held) or (isinstance(held, list) and step in range(len(held))):
        return step
    raise EditError(f"there is no '{step}'", "Do it by hand.")


def _indent(path: Path) -> int:
    """The column in which the lines of a folded string begin."""
    lists = sum(isinstance(step, int) or step.startswith("#") for step in path)
    return 4 * lists + 2 * (len(path) - 2 * lists)


def _styled(old: str, text: str, width: int) -> Any:
    """A string written as the old one was; a plain one that has grown long is folded."""
    if isinstance(old, LiteralScalarString):
        before = old.split("\n\n")
        chunks = [chunk if chunk in before or _LISTED.search(chunk) else textwrap.fill(chunk, width, **_WORDS)
                  for chunk in text.split("\n\n")]
        return LiteralScalarString("\n\n".join(chunks))
    if isinstance(old, FoldedScalarString) or (type(old) is str and len(text) > _FOLDED):
        if "\n" in text:
            return LiteralScalarString(text)
        made = FoldedScalarString(text)
        lines = textwrap.wrap(text, width, **_WORDS)
        made.fold_pos = [sum(len(line) + 1 for line in lines[: n + 1]) - 1 for n in range(len(lines) - 1)]
        return made
    return type(old)(text)


def written(data: Mapping[str, Any]) -> str:
    """A new file with the data: long strings folded, lists of mappings as blocks."""
    out = io.StringIO()
    _yaml().dump(_blocks(data, ()), out)
    return canonical(out.getvalue())


def _blocks(value: Any, path: Path) -> Any:
    if isinstance(value, Mapping):
        return CommentedMap((key, _blocks(inner, (*path, key))) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return [_blocks(inner, (*path, n)) for n, inner in enumerate(value)]
    if isinstance(value, str):
        return value if isinstance(value, DoubleQuotedScalarString) else _styled("", value, WIDTH - _indent(path))
    return value.replace() if isinstance(value, date) else value  # one object twice would be an anchor
