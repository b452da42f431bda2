"""Editions: the normative content frozen as canonical JSON, with what it takes to build it, and read back.

The file of an edition is one object with four keys: `schema` (the version of its form), `edition` (id, title, date,
standing), `normative` (what the edition says: norms, law, timelines, method …) and `reference` (what that rests on and
a build needs: instruments, regimes, States … as they stood). Countries and consultations are never in it.

Canonical means: UTF-8, keys sorted, one blank a level, one line feed at the end. A table, whose keys the drafter chose,
keeps their order, which is content. Of an object everything is written but its place in the source and what is empty.
Empty means absent and always will, so that a key added to the model later with an empty default changes no edition, not
even one frozen anew; what is not empty is written even where it is the default, so that a default changed later changes
no edition either. Digests are taken of what the file holds, never of what today's model makes of it: that of the file
over its bytes, that of the normative part over its canonical form without blanks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from normbook import source
from normbook.marks import MARKS_KEY, Marks
from normbook.model.base import Item
from normbook.model.corpus import KINDS, Corpus
from normbook.model.handbook import Edition
from normbook.model.manifest import EditionRecord, Manifest

SCHEMA: Final = 1
"""Version of the form. Raise it when the model drops or renames a key, and teach `read` the older form."""

FOLDER: Final = "editions"
MANIFEST: Final = "manifest.yaml"

NORMATIVE: Final = (
    "norms", "glossary", "taxonomies", "timelines", "method", "questions", "measures", "spillover", "law", "parts",
    "benchmarks", "playbooks", "exercises", "roadmap", "handbook",
)  # fmt: skip
REFERENCE: Final = (
    "instruments", "un_norms", "regimes", "incidents", "schemes", "states", "groups", "authorities", "weekends",
    "outlines", "planned", "retired", "changes",
)  # fmt: skip
LEFT_OUT: Final = ("countries", "consultations")
"""What is not frozen: a State's answers are its own, and comments are not part of the text."""
_AROUND: Final = ("base_url", "source_url", "consultation")
"""Keys of the handbook's frame that say where the site is and how to comment: kept, but not normative."""

_HEAD: Final = """\
# Written by `normbook freeze`, read by `normbook verify`. Do not edit: an edition that was published does not change.
editions:
"""


class EditionError(Exception):
    """An edition that cannot be read; `str()` says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def freeze(corpus: Corpus, edition: Edition) -> bytes:
    """The file of an edition with the content of a corpus."""
    frame = _plain(corpus.handbook)
    del frame["edition"]
    around = {key: frame.pop(key) for key in _AROUND if key in frame}
    content = {
        "edition": _plain(edition),
        "normative": _sorted(_held(corpus, NORMATIVE) | {"handbook": frame}),
        "reference": _sorted(_held(corpus, REFERENCE) | {"handbook": around}),
        "schema": SCHEMA,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def read(content: bytes, place: str) -> Corpus:
    """The corpus of an edition from the bytes of its file. `place` is how the file is named in places of its objects.

    The files of countries are not in it. EditionError when it is no edition, or one of a form that is not known.
    """
    data = _document(content, place)
    frame = {**data["normative"]["handbook"], **data["reference"]["handbook"], "edition": data["edition"]}
    held = {**data["normative"], **data["reference"], "handbook": frame}
    digest = _digest(data["normative"])
    marks = Marks(place)
    made: dict[str, Any] = {}
    try:
        for kind in KINDS:
            if kind.name in held:
                items = held[kind.name] if kind.holds == "many" else [held[kind.name]]
                objects = [kind.model.model_validate(_with_places(item, marks)) for item in items]
                made[kind.name] = tuple(objects) if kind.holds == "many" else objects[0]
        return Corpus(**made, digest=digest)
    except (ValidationError, TypeError) as error:
        first = str(error).splitlines()[0]
        hint = "Run 'normbook verify'. If nothing was changed, it was written by another version of normbook."
        raise EditionError(f"{place} does not have the form of an edition: {first}", hint) from None


def load(path: Path) -> Corpus:
    """The corpus of an edition from its file, `norms/editions/ID.json`. EditionError as for `read`; OSError."""
    return read(path.read_bytes(), f"norms/{FOLDER}/{path.name}")


def published(norms: Path) -> tuple[EditionRecord, ...]:
    """The editions that were frozen, oldest first, by the manifest in the folder `norms`; none if there is no manifest.

    EditionError when the manifest cannot be read.
    """
    path = norms / FOLDER / MANIFEST
    if not path.is_file():
        return ()
    place = f"norms/{FOLDER}/{MANIFEST}"
    found = source.read(path.read_bytes(), place)
    hint = "Put it back as it was committed: git checkout -- norms/editions"
    try:
        return Manifest.model_validate(found.data).editions
    except ValidationError as error:
        raise EditionError(f"{place} cannot be read: {error.errors()[0]['msg'].lower()}", hint) from None


def path_of(norms: Path, edition_id: str) -> Path:
    """Where the file of an edition lies."""
    return norms / FOLDER / f"{edition_id}.json"


def manifest(records: tuple[EditionRecord, ...]) -> bytes:
    """The manifest as a file. There is one way to write it, so that a changed byte is seen."""
    return "".join([_HEAD, *map(_lines, records)]).encode()


def _lines(record: EditionRecord) -> str:
    return (
        f'  - id: "{record.id}"\n    title: {json.dumps(record.title, ensure_ascii=False)}\n'
        f"    date: {record.date.isoformat()}\n    status: {record.status}\n"
        f"    schema_version: {record.schema_version}\n    sha256: {record.sha256}\n"
        f"    normative: {record.normative}\n"
    )


def record(content: bytes) -> EditionRecord:
    """What the manifest has to say of an edition's file. EditionError when it is no such file."""
    data = _document(content, "the file")
    edition = data["edition"]
    try:
        return EditionRecord(
            id=edition["id"], title=edition["title"], date=date.fromisoformat(edition["date"]),
            status=edition["standing"], schema_version=data["schema"], sha256=hashlib.sha256(content).hexdigest(),
            normative=_digest(data["normative"]),
        )  # fmt: skip
    except (ValidationError, KeyError, ValueError, TypeError) as error:
        raise EditionError(f"it does not name its edition: {error}", "Put the file back.") from None


def normative_digest(content: bytes) -> str:
    """SHA-256 of the normative part of an edition's file: in its order, UTF-8, no blanks between values."""
    return _digest(_document(content, "the file")["normative"])


def _digest(normative: dict[str, Any]) -> str:
    plain = json.dumps(normative, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def version(edition_id: str) -> tuple[int, ...]:
    """The number of an edition to compare by: 0.9 < 1.0 < 1.10, and 1.0 is 1.0.0."""
    return (*map(int, edition_id.split(".")), 0, 0, 0)[:4]


def _document(content: bytes, place: str) -> dict[str, Any]:
    try:
        data = json.loads(content)
        whole = isinstance(data, dict) and data.keys() == {"schema", "edition", "normative", "reference"}
        if whole and isinstance(data["schema"], int) and data["schema"] > SCHEMA:
            message = f"{place} has form {data['schema']}, and this normbook knows forms up to {SCHEMA}"
            raise EditionError(message, "Use a newer normbook.")
        if whole and all("handbook" in data[part] for part in ("normative", "reference")):
            return dict(data)
    except (ValueError, TypeError, RecursionError):
        pass
    raise EditionError(f"{place} is not an edition", "Put back the file that was committed.")


def _held(corpus: Corpus, names: tuple[str, ...]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in names:
        value: Any = getattr(corpus, name)
        if isinstance(value, tuple):
            out[name] = [_plain(item) for item in value]
        elif value is not None:
            out[name] = _plain(value)
    return out


def _plain(item: Item) -> dict[str, Any]:
    """An object as JSON holds it: every key but its place and what is empty and may be."""
    out: dict[str, Any] = {}
    for name, info in type(item).model_fields.items():
        value = getattr(item, name)
        if name != "marks" and (info.is_required() or not _empty(value)):
            out[name] = _json(value)
    return _sorted(out)


def _sorted(found: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(found.items()))


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | tuple | dict) and not value)


def _json(value: Any) -> Any:
    match value:
        case Item():
            return _plain(value)
        case tuple():
            return [_json(each) for each in value]
        case dict():
            return {key: _json(each) for key, each in value.items()}
        case date():
            return value.isoformat()
        case None | bool() | int() | str():
            return value
    raise TypeError(f"{type(value).__name__} has no canonical form")  # a float has several


def _with_places(value: Any, marks: Marks) -> Any:
    """The same with the file as the place of every object."""
    if isinstance(value, Mapping):
        return {**{key: _with_places(each, marks) for key, each in value.items()}, MARKS_KEY: marks}
    return [_with_places(each, marks) for each in value] if isinstance(value, list) else value
