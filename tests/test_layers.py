"""Protects the one direction of flow: a module imports only from its own layer or those before it.

Imports inside functions and for types alone count too. A new module takes its place in `LAYERS` when it is written.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator" / "normbook"

LAYERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("words, without input, output or clock", ("problems", "settings", "resources", "marks", "dates", "timelimits",
                                               "zones", "computation", "ids", "markup", "conditions", "languages")),
    ("the typed corpus", ("model",)),
    ("laws of time and of words, over the model", ("calendars", "lifecycle", "sunset", "deadlines", "grid", "terms",
                                                    "drawing", "charts", "swimlanes", "worldmap", "spillover",
                                                    "attribution")),
    ("files as bytes: to disk whole, from disk as a hash; a second process", ("write", "fingerprint", "aside",
                                                                              "unpacking")),
    ("YAML to corpus", ("source", "readings", "load", "uses", "practicelinks", "targets",
                        "passages", "link")),
    ("the numbered law, and what things are called", ("law", "labels", "printing", "publication", "census")),
    ("editions, and what changed between them", ("compare", "editions")),
    ("rules", ("checks", "examine", "reporting", "schema")),
    ("what makes and proves an edition", ("readiness", "verifying", "commits")),
    ("templates and tools", ("templating", "pandoc", "compiled", "calendarfiles")),
    ("records for readers", ("checklists", "views")),
    ("makers of files", ("sheets", "word", "paper", "akoma", "proof", "outputs")),
    ("the site", ("builders", "siteconfig", "making", "siteroot", "build", "previewserver", "preview")),
    ("changes to the corpus", ("edit", "countryfile", "starting", "returned", "workspace")),
    ("doors", ("commands", "options", "cli", "__main__")),
    ("what describes them all", ("documentation",)),
)
"""From the ground up. Within a layer, names stand in order too: each may import those before it."""

EXCEPTIONS: dict[tuple[str, str], str] = {}
"""Imports that run down the list, each with the reason why it must. There are none."""

CLOCK: dict[str, str] = {"cli": "asks once, as the default of --as-of"}
"""Modules that ask what day or hour it is. Everything else is told."""

ALONE = {"yaml.nodes": "source", "ruamel": "edit", "pypandoc": "pandoc", "typst": "paper.press", "watchdog": "preview"}
"""Libraries that one module knows and no other."""

NAMED_LIKE = {"views.site": "the site of the handbook, and inside a package."}
"""Modules named like one of the standard library, with the reason."""


def modules() -> dict[str, Path]:
    """Every module by its name below the package."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()
ORDER = {name: place for place, name in enumerate(name for _, names in LAYERS for name in names)}


def imports(name: str) -> Iterator[str]:
    """The modules of the package that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[2] for alias in node.names if alias.name.startswith("normbook."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports by dots: write the whole name"
            if node.module == "normbook" or (node.module or "").startswith("normbook."):
                base = (node.module or "").partition(".")[2]
                for alias in node.names:
                    full = f"{base}.{alias.name}".strip(".")
                    if full in MODULES or base:
                        yield full if full in MODULES else base


def layer(name: str) -> str:
    return name.partition(".")[0]


def test_every_module_has_its_place() -> None:
    unplaced = {layer(name) for name in MODULES if name} - set(ORDER)
    assert not unplaced, "add it to LAYERS where the modules that it imports stand before it"


def test_the_list_names_only_what_exists() -> None:
    assert set(ORDER) <= {layer(name) for name in MODULES}


@pytest.mark.parametrize("name", sorted(name for name in MODULES if name))
def test_imports_run_in_one_direction(name: str) -> None:
    for imported in imports(name):
        if (name, imported) not in EXCEPTIONS:
            assert ORDER[layer(imported)] <= ORDER[layer(name)], f"{name} must not import {imported}"


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Within a package the order is free, but it is an order."""
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join([*path, name])
        if name not in done:
            for imported in sorted(set(imports(name)) - {name}):
                visit(imported, (*path, name))
            done.add(name)

    for name in MODULES:
        visit(name, ())


def test_exceptions_are_needed_and_explained() -> None:
    for (name, imported), reason in EXCEPTIONS.items():
        assert imported in set(imports(name))
        assert reason.endswith(".")
    assert all("." in name and name in MODULES and reason.endswith(".") for name, reason in NAMED_LIKE.items())


@pytest.mark.parametrize("name", sorted(name for name in MODULES if name))
def test_no_module_is_named_like_one_of_the_standard_library(name: str) -> None:
    last = name.rpartition(".")[2]
    assert last == "__main__" or last not in sys.stdlib_module_names or name in NAMED_LIKE
    assert last not in {"utils", "util", "helpers", "misc", "common"}


@pytest.mark.parametrize("library", sorted(ALONE))
def test_one_module_knows_the_library(library: str) -> None:
    users = {
        name for name, path in MODULES.items()
        if re.search(rf"^\s*(?:import|from) {re.escape(library)}\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert users == {ALONE[library]}


@pytest.mark.parametrize("name", sorted(set(MODULES) - set(CLOCK)))
def test_nothing_inside_asks_the_clock(name: str) -> None:
    """Two builds of one corpus give the same bytes, whenever they run."""
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            asked = f"{node.value.id}.{node.attr}"
            assert asked not in {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}


def test_sizes_stay_readable() -> None:
    """The median module has about 120 lines; none grows past what a reader holds in mind."""
    lines = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES.values())
    assert lines[len(lines) // 2] <= 140
    assert lines[-1] <= 450
