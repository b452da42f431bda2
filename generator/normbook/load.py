"""YAML -> typed corpus. Shape mistakes become problems, all of them, not the first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from normbook import source
from normbook.marks import MARKS_KEY, Marks
from normbook.model.corpus import KINDS, Corpus, Kind
from normbook.problems import Place, Problem, Severity, did_you_mean, in_order
from normbook.readings import MAX_FILES, Reading, found


@dataclass(frozen=True, slots=True)
class Loaded:
    """The corpus, or None when a required file is missing or unreadable, and everything wrong on the way."""

    corpus: Corpus | None
    problems: tuple[Problem, ...]
    unread: frozenset[str] = frozenset()
    """Refs of objects whose file has a shape mistake: they exist, and references to them are not dead."""


@dataclass(frozen=True, slots=True)
class _File:
    """One file as it was read: its object, lines and problems, or the refs it would have if it had no mistake."""

    item: BaseModel | None
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...] = ()


Memory = dict[tuple[str, int, int], _File]
"""Files already read, by path, size and modification time. A preview hands the same one to every load."""


def prepare() -> None:
    """Make ready what checks the shape of files. It would else be done when the first file of each kind is read."""
    for kind in KINDS:
        kind.model.model_rebuild()


def recalled(readings: Iterable[Reading], show: str = "norms") -> Memory:
    """What was read before, validated like any other data. Files with a mistake are left to be read afresh."""
    memory: Memory = {}
    for place, size, changed, data in readings:
        kind = kind_of(place.removeprefix(f"{show}/"))
        with suppress(ValidationError):
            if kind and isinstance(data, dict):
                item = kind.model.model_validate(data, context=place)
                memory[place, size, changed] = _File(item, (), ())
    return memory


def load(root: Path, show: str = "norms", memory: Memory | None = None) -> Loaded:
    """Read every file under `root` (the folder `norms/`). `show` is how the folder is named in places."""
    problems: list[Problem] = []
    if not root.is_dir():
        hint = "Run normbook in the folder that holds norms/, or name that folder with --root."
        return Loaded(None, (Problem(Place(show), "S05", "folder is missing", hint),))
    there = list(found(root))
    problems += [_left_out(name, reason, show) for name, _, reason in there if reason]
    files = {name: path for name, path, reason in there if not reason}
    unread: set[str] = set()
    lines: dict[str, tuple[str, ...]] = {}
    made: dict[str, Any] = {}
    for kind in KINDS:
        paths = [path for path in files if matches(path, kind)]
        objects: list[Any] = []
        for path in paths:
            held = _file(files[path], kind, f"{show}/{path}", memory)
            lines[f"{show}/{path}"] = held.lines
            problems += held.problems
            unread.update(held.unread)
            if held.item is not None:
                objects.append(held.item)
        if kind.required and not paths:
            problems.append(_missing(kind, show))
        made[kind.name] = (objects[0] if objects else None) if kind.holds == "one" else tuple(objects)
    problems += _strangers(files, show)
    if any(made[kind.name] is None for kind in KINDS if kind.required):
        return Loaded(None, tuple(in_order(problems)))
    return Loaded(Corpus(**_sorted(made), lines=lines), tuple(in_order(problems)), frozenset(unread))


def read_as(content: bytes, model: type[BaseModel], place: str) -> tuple[BaseModel | None, tuple[Problem, ...]]:
    """An object that lies outside the corpus, from YAML of the same form; None, and why, where it has a mistake."""
    read = source.read(content, place)
    item, mistakes = _validate(read.data, model, place)
    return item, (*read.problems, *mistakes)


def _file(path: Path, kind: Kind, place: str, memory: Memory | None) -> _File:
    try:
        stat = path.stat()
        key = (place, stat.st_size, stat.st_mtime_ns)
        if memory is not None and key in memory:
            return memory[key]
        content = path.read_bytes()
    except OSError as error:
        hint = "Give yourself the right to read it, or put it back."
        problem = Problem(Place(place), "S05", f"file cannot be read: {error.strerror or error}", hint)
        return _File(None, (), (problem,), tuple(_refs(None, kind, path.stem)))
    read = source.read(content, place)
    item, mistakes = _validate(read.data, kind.model, place)
    unread = () if item else tuple(_refs(read.data, kind, path.stem))
    made = _File(item, read.lines, (*read.problems, *mistakes), unread)
    if memory is not None:
        for old in [k for k in memory if k[0] == place]:
            del memory[old]
        memory[key] = made
    return made


_SPACES = {
    "norms": "",
    "schemes": "scheme:",
    "taxonomies": "taxonomy:",
    "timelines": "timeline:",
    "measures": "measure:",
    "instruments": "instrument:",
    "un_norms": "un:",
    "regimes": "regime:",
    "incidents": "incident:",
    "playbooks": "playbook:",
    "exercises": "exercise:",
    "benchmarks": "benchmarks:",
}


def _refs(data: Any, kind: Kind, stem: str) -> Iterator[str]:
    """The refs that the objects of a file have by what can be read of it, else by its name; 'law/' for any article."""
    data = data if isinstance(data, dict) else {}
    if kind.name in _SPACES:
        name = stem.lower()
        guess = "-".join(name.split("-")[:2]) if kind.name == "norms" else name
        yield f"{_SPACES[kind.name]}{data.get('id', guess)}"
    elif kind.name == "parts":
        articles = data.get("articles")
        yield str(data.get("id", "law/"))
        for article in articles if isinstance(articles, list) else ():
            yield str(article.get("id", "law/")) if isinstance(article, dict) else "law/"
        if not isinstance(articles, list):
            yield "law/"
    elif kind.name == "method":
        yield "criterion:"
    elif kind.name == "questions":
        yield "question:"
    elif kind.name == "roadmap":
        yield "milestone:"


def _left_out(name: str, reason: str, show: str) -> Problem:
    if reason == "too many files":
        message = f"there are more than {MAX_FILES} files; this and those after it are not read"
        return Problem(Place(f"{show}/{name}"), "S07", message, "Is this folder a corpus? Remove what does not belong.")
    hint = "Put the file itself there."
    return Problem(Place(f"{show}/{name}"), "S06", f"{reason} and is not read", hint, Severity.WARNING)


def matches(path: str, kind: Kind) -> bool:
    """Whether a relative path belongs to a kind; '*' does not cross folders."""
    return path.count("/") == kind.pattern.count("/") and fnmatchcase(path, kind.pattern)


def kind_of(path: str) -> Kind | None:
    """The kind that a relative path belongs to."""
    return next((kind for kind in KINDS if matches(path, kind)), None)


def _validate(data: Any, model: type[BaseModel], file: str) -> tuple[BaseModel | None, list[Problem]]:
    if data is None:
        return None, []
    if not isinstance(data, dict):
        hint = "The file must hold one object: keys at the left margin, each followed by a colon."
        return None, [Problem(Place(file, 1, 1), "S02", f"expected an object, found {_kind_of(data)}", hint)]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = [d for d in error.errors(include_url=False) if not _echo(d)]
        return None, [_shape(detail, data, model, file) for detail in details]


def _echo(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because its items have mistakes of their own."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _kind_of(value: Any) -> str:
    names = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "an object"}
    return "nothing" if value is None else names.get(type(value), "something else")


def _walk(data: Any, loc: tuple[int | str, ...], file: str) -> tuple[Place, Any]:
    """Follow a validation path through the raw data; the place of the deepest value that was written."""
    place, holder, key = Place(file, 1, 1), None, ""
    for step in loc:
        if isinstance(data, dict):
            marks: Marks | None = data.get(MARKS_KEY)
            if marks is None or step not in data:
                break
            place, holder, key = marks.at(str(step)), marks, str(step)
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            place = holder.at(key, step) if holder else place
            data = data[step]
            if isinstance(data, dict):
                place = data[MARKS_KEY].place
        else:
            break
    return place, data


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model whose keys are expected at a validation path."""
    current: type[BaseModel] | None = model
    table = False
    for step in loc:
        if isinstance(step, int) or table:
            table = False  # a key that the drafter chooses, or the number of an item
            continue
        field = current.model_fields.get(step) if current else None
        current = next(_models(field.annotation), None) if field else None
        table = field is not None and get_origin(field.annotation) is dict
    return current


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)


_TYPES = {
    "string_type": ("text", "Put the value in quotes."),
    "int_type": ("a whole number", "Write digits without quotes."),
    "int_parsing": ("a whole number", "Write digits without quotes."),
    "bool_type": ("true or false", "Write true or false, in lower case."),
    "bool_parsing": ("true or false", "Write true or false, in lower case."),
    "tuple_type": ("a list", "Write one item per line, each after a hyphen, or [a, b]."),
    "dict_type": ("an object", "Write key: value pairs."),
    "model_type": ("an object", "Write key: value pairs."),
    "date_type": ("a date", "Write YYYY-MM-DD."),
    "date_from_datetime_parsing": ("a date", "Write YYYY-MM-DD."),
    "date_parsing": ("a date", "Write YYYY-MM-DD."),
}


def _shape(detail: ErrorDetails, data: dict[str, Any], model: type[BaseModel], file: str) -> Problem:
    loc, kind = detail["loc"], detail["type"]
    context = detail.get("ctx", {})
    name = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        _, holder = _walk(data, loc[:-1], file)
        known = _model_at(model, loc[:-1])
        keys = [k for k in known.model_fields if k != "marks"] if known else []
        hint = did_you_mean(name.lower(), keys) or f"Known keys: {', '.join(keys)}."
        place = holder[MARKS_KEY].key(name) if isinstance(holder, dict) else Place(file, 1, 1)
        return Problem(place, "S01", f"unknown key '{name}'", hint)
    place, value = _walk(data, loc, file)
    if kind == "missing":
        known = _model_at(model, loc[:-1])
        about = known.model_fields[name].description if known and name in known.model_fields else ""
        return Problem(place, "S03", f"'{name}' is missing", f"{name}: {about}")
    label = next((str(step) for step in reversed(loc) if isinstance(step, str)), "value")
    if kind in _TYPES:
        wanted, hint = _TYPES[kind]
        found = _kind_of(value)
        hint = "Give it a value or remove the key." if value is None else hint
        return Problem(place, "S02", f"'{label}' must be {wanted}, not {found}", hint)
    if kind == "literal_error":
        options = [option.strip(" '") for option in str(context.get("expected", "")).replace(" or ", ",").split(",")]
        hint = did_you_mean(str(value), options) or f"Write one of: {', '.join(options)}."
        return Problem(place, "S04", f"'{label}' cannot be '{value}'", hint)
    message = {
        "string_too_short": "must not be empty",
        "too_short": "must have at least one item",
        "string_pattern_mismatch": f"has the wrong form: '{str(value)[:40]}'",
        "string_too_long": "is too long",
    }.get(kind, detail["msg"].lower())
    known = _model_at(model, tuple(step for step in loc[:-1] if isinstance(step, str)))
    about = known.model_fields[label].description if known and label in known.model_fields else ""
    return Problem(place, "S04", f"'{label}' {message}", about or "See the schema: 'normbook schema'.")


def _missing(kind: Kind, show: str) -> Problem:
    hint = "Every corpus has it; docs/content.md says what it holds."
    return Problem(Place(f"{show}/{kind.pattern}"), "S05", "file is missing", hint)


def _strangers(files: dict[str, Path], show: str) -> Iterator[Problem]:
    for path in files:
        if kind_of(path) is None:
            folders = sorted({kind.pattern for kind in KINDS})
            close = difflib.get_close_matches(path, folders, 1, 0.5)
            hint = f"Did you mean a file like {close[0]}?" if close else "docs/content.md lists the folders of norms/."
            yield Problem(
                Place(f"{show}/{path}"), "S06", "file belongs to no kind and is not read", hint, Severity.WARNING
            )


def _number(norm: str) -> int:
    digits = norm.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def _sorted(made: dict[str, Any]) -> dict[str, Any]:
    order = {family.id: n for n, family in enumerate(made["handbook"].families)}
    made["norms"] = tuple(sorted(made["norms"], key=lambda n: (order.get(n.family, 99), _number(n.id), n.id)))
    made["parts"] = tuple(sorted(made["parts"], key=lambda p: p.number))
    made["measures"] = tuple(sorted(made["measures"], key=lambda m: (m.rung, m.id)))
    made["instruments"] = tuple(sorted(made["instruments"], key=lambda i: i.id))
    return made
