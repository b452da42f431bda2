"""`normbook fmt`, `new` and `schema`: what they write and what they say."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from normbook.settings import Settings
from normbook.write import write_file


def fmt_command(settings: Settings, names: list[Path], *, check: bool, diff: bool) -> int:
    """Put files into the canonical layout. With `check` or `diff` nothing is written; 1 when a file would change."""
    from normbook.edit import EditError, canonical
    from normbook.edit import diff as show
    from normbook.load import yaml_files

    files = [_inside(settings, name) for name in names] or [path for _, path in yaml_files(settings.norms)]
    changed = failed = 0
    for path in files:
        name = path.relative_to(settings.root).as_posix()
        try:
            before = path.read_bytes().decode("utf-8")
            after = canonical(before)
        except (EditError, UnicodeDecodeError) as error:
            print(f"{name}: {error}\n  hint: {getattr(error, 'hint', 'Save it as UTF-8.')}", file=sys.stderr)
            failed += 1
            continue
        if before == after:
            continue
        changed += 1
        if diff:
            print(show(before, after, name), end="")
        elif check:
            print(f"{name}: not in the canonical layout")
        else:
            write_file(path, after.encode())
            print(name)
    print(f"{changed} of {len(files)} files {'would change' if check or diff else 'changed'}", file=sys.stderr)
    return 1 if failed or (changed and (check or diff)) else 0


def _inside(settings: Settings, name: Path) -> Path:
    from normbook.cli import UsageError

    path = name.resolve()
    if not path.is_relative_to(settings.root):
        raise UsageError(f"{name} lies outside the project")
    if not path.is_file():
        raise UsageError(f"{name} is not a file")
    return path


def new_command(settings: Settings, kind: str, name: str, title: str) -> int:
    """Write a starting file, or add an item to the file that holds its kind; never over something that is there."""
    from normbook.edit import EditError, Insertion, diff, insert
    from normbook.load import load
    from normbook.starting import start

    try:
        made = start(kind, name, title, settings.as_of, load(settings.norms).corpus)
        path = settings.norms / made.path
        if isinstance(made, Insertion):
            before = path.read_text(encoding="utf-8")
            if _has_id(before, name):
                raise EditError(f"norms/{made.path} already has '{name}'", "Choose another id; ids are never reused.")
            after = insert(before, made)
            write_file(path, after.encode())
            print(diff(before, after, f"norms/{made.path}"), end="")
        else:
            if path.exists() or (kind == "norm" and list(settings.norms.glob(f"principles/{name.upper()}-*.yaml"))):
                raise EditError(f"norms/{made.path} is already there", "Choose another id, or edit that file.")
            write_file(path, made.content.encode())
            print(f"norms/{made.path}")
    except EditError as error:
        print(f"normbook: {error}\n  hint: {error.hint}", file=sys.stderr)
        return 2
    print("Edit it, then run 'normbook check'.", file=sys.stderr)
    return 0


def _has_id(text: str, name: str) -> bool:
    return any(line.strip().removeprefix("- ") == f"id: {name}" for line in text.splitlines())


def schema_command(settings: Settings, only: str | None) -> int:
    """Write the JSON Schemas and the settings by which editors use them; other settings of the editor are kept."""
    from normbook.cli import UsageError
    from normbook.schema import editor_settings, files

    made = files()
    if only:
        name = f"{only}.schema.json"
        if name not in made:
            raise UsageError(f"'{only}' is not a kind; kinds: {', '.join(n.partition('.')[0] for n in made)}")
        print(made[name].decode(), end="")
        return 0
    for name, content in made.items():
        write_file(settings.root / ".schemas" / name, content)
    target = settings.root / ".vscode" / "settings.json"
    wanted = json.loads(editor_settings(".schemas"))
    try:
        kept = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    except ValueError:
        print(f"{target.name} has comments or mistakes and is left alone; add this to it:", file=sys.stderr)
        print(json.dumps(wanted, indent=2))
        return 0
    write_file(target, (json.dumps(kept | wanted, indent=2) + "\n").encode())
    print(f"{len(made)} schemas in .schemas/, used through .vscode/settings.json")
    return 0
