"""Changes to YAML files that keep comments, order and quoting. Shows a diff, writes whole files, overwrites nothing."""

from __future__ import annotations

import difflib
import io
import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from normbook import source
from normbook.marks import MARKS_KEY

WIDTH = 120
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
