"""`normbook fmt`, `new` and `schema`: what they write and what they say."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normbook.edit import EditError
from normbook.settings import Settings
from normbook.write import write_file

if TYPE_CHECKING:
    from normbook.edit import Insertion
    from normbook.model.corpus import Corpus
    from normbook.starting import NewFile


def fmt_command(settings: Settings, names: list[Path], *, check: bool, diff: bool) -> int:
    """Put files into the canonical layout. With `check` or `diff` nothing is written; 1 when a file would change."""
    from normbook.edit import canonical
    from normbook.edit import diff as show
    from normbook.readings import yaml_files

    try:
        files = [_inside(settings, name) for name in names] or [path for _, path in yaml_files(settings.norms)]
    except EditError as error:
        return _refused(error)
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
    path = name.resolve()
    if not path.is_relative_to(settings.root):
        raise EditError(f"{name} lies outside the project", "Name a file of the project.")
    if not path.is_file() or path.suffix not in {".yaml", ".yml"}:
        raise EditError(f"{name} is not a YAML file", "Name files that end in .yaml, or none for all of them.")
    return path


def _refused(error: EditError) -> int:
    print(f"normbook: {error}\n  hint: {error.hint}", file=sys.stderr)
    return 2


def new_command(settings: Settings, kind: str, name: str, title: str) -> int:
    """Write a starting file, or add an item to the file that holds its kind; never over something that is there."""
    from normbook.load import load
    from normbook.starting import NewFile, start

    try:
        corpus = load(settings.norms).corpus
        made = start(kind, name, title, settings.as_of, corpus)
        _free(corpus, kind, name)
        if isinstance(made, NewFile):
            _write_new(settings, made)
        else:
            _insert(settings, made, name)
    except EditError as error:
        return _refused(error)
    print("Edit it, then run 'normbook check'.", file=sys.stderr)
    return 0


_SPACES = {"norm": "", "article": "", "timeline": "timeline:", "taxonomy": "taxonomy:", "response": "measure:",
           "term": "term:", "instrument": "instrument:", "regime": "regime:"}


def _free(corpus: Corpus | None, kind: str, name: str) -> None:
    """EditError when the id is taken, or was once."""
    from normbook.link import link

    if corpus is None or kind not in _SPACES:
        return
    links, _ = link(corpus)
    ref = _SPACES[kind] + name
    if target := links.get(ref):
        raise EditError(f"there is already '{name}' at {target.item.place}", "Choose another id, or edit it there.")
    if ref in links.retired:
        raise EditError(f"'{name}' is retired", "Choose another id; ids are never reused.")


def _write_new(settings: Settings, made: NewFile) -> None:
    path = settings.norms / made.path
    if path.exists():
        raise EditError(f"norms/{made.path} is already there", "Choose another id, or edit that file.")
    write_file(path, made.content.encode())
    print(f"norms/{made.path}")


def _insert(settings: Settings, made: Insertion, name: str) -> None:
    from normbook.edit import diff, insert

    path = settings.norms / made.path
    try:
        before = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise EditError(f"norms/{made.path} is not UTF-8", "Run 'normbook check' and mend it first.") from None
    if any(line.strip().removeprefix("- ") == f"id: {name}" for line in before.splitlines()):
        raise EditError(f"norms/{made.path} already has '{name}'", "Choose another id; ids are never reused.")
    after = insert(before, made)
    write_file(path, after.encode())
    print(diff(before, after, f"norms/{made.path}"), end="")


def schema_command(settings: Settings, only: str | None) -> int:
    """Write the JSON Schemas and the settings by which editors use them; other settings of the editor are kept."""
    from normbook.schema import editor_settings, files

    made = files()
    if only:
        name = f"{only}.schema.json"
        if name not in made:
            kinds = ", ".join(each.partition(".")[0] for each in made)
            return _refused(EditError(f"'{only}' is not a kind", f"Kinds: {kinds}."))
        print(made[name].decode(), end="")
        return 0
    for name, content in made.items():
        write_file(settings.root / ".schemas" / name, content)
    target = settings.root / ".vscode" / "settings.json"
    wanted: dict[str, Any] = json.loads(editor_settings(".schemas"))
    try:
        kept = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    except ValueError:
        kept = None
    if not isinstance(kept, dict):
        print(f"{target.name} has comments or mistakes and is left alone; add this to it:", file=sys.stderr)
        print(json.dumps(wanted, indent=2))
        return 0
    others = kept.get("yaml.schemas")
    wanted["yaml.schemas"] = (others if isinstance(others, dict) else {}) | wanted["yaml.schemas"]
    write_file(target, (json.dumps(kept | wanted, indent=2, ensure_ascii=False) + "\n").encode())
    print(f"{len(made)} schemas in .schemas/, used through .vscode/settings.json")
    return 0
