"""The reference pages under docs/, made from the tables and models they describe: `python -m normbook.documentation`.

A page that is made here is never edited; a test says when it is out of date.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from normbook.checks.rules import RULES
from normbook.model.base import Duration, Id, Iso2, Item, Ref, Text, Words
from normbook.model.corpus import KINDS, Kind
from normbook.options import parser
from normbook.problems import Severity
from normbook.write import write_file

_MADE = "<!-- Made by `python -m normbook.documentation`. Do not edit: change what it is made from. -->\n"
_FAMILIES = {
    "Y": "Reading YAML", "S": "Shape", "R": "References", "M": "Content strings", "T": "Timelines and periods",
    "C": "Commitments", "N": "Norms and provisions", "X": "Taxonomies", "P": "Response measures", "G": "Definitions",
    "D": "Dates", "L": "Model law", "A": "What a State has decided",
    "U": "What a State has enacted, and the terms of its provisions",
    "H": "What a State has answered, and checklists that come back", "W": "Drafting style",
    "K": "Playbooks, exercises, benchmarks and roadmap",
    "V": "Spillover assessment", "F": "Facts", "O": "Outlines of States", "E": "Editions, and ids that are gone",
    "B": "Building the site",
    "Z": "Files from outside",
}  # fmt: skip
_TYPES: dict[Any, str] = {
    Id: "id", Ref: "reference", Duration: "duration", Iso2: "State code", Text: "text", Words: "text, may be empty",
    str: "words", int: "number", bool: "true or false", date: "date",
}  # fmt: skip

_CHECKS = """\
Each problem bears a code, the place where it stands, and a remedy. An error stops a build; a warning does not, but with
`--strict` it fails `normbook check`. All problems are shown at once, in the order of files and lines.
"""
_COMMANDS = """\
Results go to stdout, progress and remarks to stderr. Exit status: 0 done, 1 the content has errors, 2 the command was
wrong. `normbook COMMAND --help` says the same as this page.
"""
_CONTENT = """\
One folder per kind, one object per file. A key in **bold** must be there. *Text* is written in the inline language, a
small Markdown with `[[references]]`, `[[clock:timeline/stage]]`, `{blanks}` and `{one|other}`. A *duration* is written
in ISO 8601: PT24H, P3D, P1M. `normbook new KIND ID` writes a file to start from.
"""


def pages() -> dict[str, str]:
    """Every page that is made, by its name under docs/."""
    return {"checks.md": checks(), "commands.md": commands(), "content.md": content()}


def checks() -> str:
    """Every code that `normbook check` and `normbook build` print."""
    out = [_MADE, "# What is checked\n", _CHECKS]
    for letter, family in _FAMILIES.items():
        rows = [rule for code, rule in RULES.items() if code[0] == letter]
        out.append(f"## {letter} {family}\n")
        out.append("| code | what is wrong | why it matters | weight |\n| --- | --- | --- | --- |")
        out += [f"| {rule.code} | {rule.title} | {rule.why} | {_weight(rule.severity)} |" for rule in rows]
        out.append("")
    return "\n".join(out)


def _weight(severity: Severity) -> str:
    return "warning" if severity is Severity.WARNING else "error"


def commands() -> str:
    """Every command with its arguments."""
    found = next(each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001 (it has no other door)
    arguments = {
        name: [_argument(action) for action in command._actions if action.dest != "help"]  # noqa: SLF001
        for name, command in found.choices.items()
    }
    common = [row for row in next(iter(arguments.values())) if all(row in rows for rows in arguments.values())]
    out = [_MADE, "# Commands\n", _COMMANDS, "## Every command\n", *_table(common)]
    for name, command in found.choices.items():
        out += [f"## normbook {name}\n", f"{command.description}\n"]
        out += _table([row for row in arguments[name] if row not in common])
    return "\n".join(out).rstrip("\n") + "\n"


def _table(rows: list[str]) -> list[str]:
    return ["| argument | what it does |\n| --- | --- |", *rows, ""] if rows else ["It has no arguments of its own.\n"]


def _argument(action: argparse.Action) -> str:
    value = action.metavar or ("" if action.nargs == 0 else action.dest.upper())
    names = [f"{name} {value}".strip() for name in action.option_strings] or [str(value)]
    about = action.help or ""
    if action.choices:
        about = f"{about}{': ' if about else ''}{', '.join(map(str, action.choices))}"
        about += f" (default: {action.default})" if action.default else ""
    shown = ", ".join(f"`{name}`" for name in names).replace("|", "\\|")
    return f"| {shown} | {about[:1].upper()}{about[1:]} |"


def content() -> str:
    """Every kind of file under norms/, and every key in it."""
    used = {kind.name: tuple(_objects(kind.model)) for kind in KINDS}
    shared = [model for model in dict.fromkeys(m for found in used.values() for m in found)
              if sum(model in found for found in used.values()) > 1]
    out = [_MADE, "# The corpus\n", _CONTENT, "| kind | files | holds |\n| --- | --- | --- |"]
    for kind in KINDS:
        required = " (required)" if kind.required else ""
        out.append(f"| [{kind.name}](#kind-{kind.name}) | `norms/{kind.pattern}`{required} | {_about(kind.model)} |")
    for kind in KINDS:
        out += ["", *_kind(kind, [model for model in used[kind.name] if model not in shared])]
    out += ["", "## Objects that several kinds use\n"]
    for model in shared:
        out += [f"### {model.__name__}\n", f"{_about(model)}\n", *_keys(model), ""]
    return "\n".join(out).rstrip("\n") + "\n"


def _kind(kind: Kind, objects: list[type[Item]]) -> Iterator[str]:
    yield f"## Kind {kind.name}\n"
    yield f"`norms/{kind.pattern}`. {_about(kind.model)}\n"
    yield from _keys(kind.model)
    for model in objects:
        yield f"\n### {model.__name__}\n"
        yield f"{_about(model)}\n"
        yield from _keys(model)


def _about(model: type[Item]) -> str:
    """What a model is, without the name of its file; what its first key says where there is no more to it."""
    about = re.sub(r"^\S+\.yaml:?\s*", "", " ".join((model.__doc__ or "").split()))
    about = about or str(next(iter(model.model_fields.values())).description)
    return about[:1].upper() + about[1:]


def _keys(model: type[Item]) -> Iterator[str]:
    hints = get_type_hints(model, include_extras=True)
    yield "| key | value | what it says |\n| --- | --- | --- |"
    for name, info in model.model_fields.items():
        if name != "marks":
            key = f"**{name}**" if info.is_required() else name
            default = info.default
            plain = isinstance(default, bool | str | int) and default != ""
            usual = f" Usually {str(default).lower()}." if plain else ""
            yield f"| {key} | {_type(hints[name])} | {(info.description or '').replace('|', '&#124;')}{usual} |"


def _type(hint: Any) -> str:
    """How a value is written, in words."""
    for known, words in _TYPES.items():
        if hint == known:
            return words
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return "table of " + _type(get_args(inside[0])[1]) if get_origin(inside[0]) is dict else _type(inside[0])
    if origin is Literal:
        return ", ".join(f"`{option}`" for option in inside)
    if origin is tuple:
        return f"list of {_type(inside[0])}"
    if origin in {Union, UnionType}:
        return " or ".join(_type(each) for each in inside if each is not NoneType)
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def _objects(model: type[Item]) -> Iterator[type[Item]]:
    """The models that occur inside a model, each once, outer ones first."""
    seen: dict[type[Item], None] = {}

    def visit(hint: Any) -> None:
        if isinstance(hint, type) and issubclass(hint, Item) and hint not in seen:
            seen[hint] = None
            inside(hint)
        for part in get_args(hint):
            visit(part)

    def inside(model: type[Item]) -> None:
        for name, hint in get_type_hints(model, include_extras=True).items():
            if name in model.model_fields and name != "marks":
                visit(hint)

    inside(model)
    yield from (each for each in seen if each is not model)


def write(folder: Path, made: Mapping[str, str]) -> list[str]:
    """Write the pages that changed; their names."""
    return [name for name, text in made.items() if write_file(folder / name, text.encode())]


if __name__ == "__main__":
    for changed in write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"), pages()):
        print(changed)  # noqa: T201 (the door of a script)
