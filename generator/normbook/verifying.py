"""Whether editions are as they were frozen: every byte of every file against the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from normbook import editions
from normbook.editions import FOLDER, MANIFEST, EditionError
from normbook.model.manifest import EditionRecord
from normbook.problems import Place, Problem, in_order

_BACK = "Put it back as it was committed: git checkout -- norms/editions"


def editions_stand(norms: Path, *, deep: bool = True) -> tuple[Problem, ...]:
    """E04 for every edition's file that is changed, missing or unknown, and for a manifest that is not as written.

    A look that is not `deep` takes a file with the right sum for what the manifest says of it without reading it.
    """
    return tuple(in_order(_problems(norms, deep=deep)))


def _problems(norms: Path, *, deep: bool) -> Iterator[Problem]:
    place = Place(f"norms/{FOLDER}/{MANIFEST}")
    try:
        records = editions.published(norms)
    except EditionError as error:
        yield Problem(place, "E04", str(error).partition(" ")[2], error.hint)
        return
    except OSError as error:
        yield Problem(place, "E04", f"cannot be read: {error.strerror or error}", _BACK)
        return
    if records and (norms / FOLDER / MANIFEST).read_bytes() != editions.manifest(records):
        yield Problem(place, "E04", "it is not as 'normbook freeze' writes it", _BACK)
    for one, two in pairwise(records):
        if editions.version(two.id) <= editions.version(one.id) or two.date < one.date:
            yield Problem(two.place, "E04", f"edition {two.id} cannot follow {one.id}", _BACK)
    for record in records:
        yield from _file(norms, record, deep=deep)
    known = {record.file for record in records} | {MANIFEST, "NOTICE.md"}
    folder = norms / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in known:
            hint = "Remove it. It may have been left by a freeze that was interrupted."
            yield Problem(Place(f"norms/{FOLDER}/{path.name}"), "E04", "the manifest knows no such file", hint)


def _file(norms: Path, record: EditionRecord, *, deep: bool) -> Iterator[Problem]:
    place = Place(f"norms/{FOLDER}/{record.file}")
    try:
        content = editions.path_of(norms, record.id).read_bytes()
    except OSError as error:
        yield Problem(place, "E04", f"edition {record.id} cannot be read: {error.strerror or error}", _BACK)
        return
    if hashlib.sha256(content).hexdigest() != record.sha256:
        yield Problem(place, "E04", f"edition {record.id} was changed: {_what(content, record)}", _BACK)
        return
    if not deep:
        return
    try:
        found = editions.record(content)
    except EditionError as error:
        yield Problem(place, "E04", f"edition {record.id} cannot be read: {error}", error.hint)
        return
    for name in ("id", "title", "date", "status", "schema_version", "normative"):
        if (said := getattr(record, name)) != (own := getattr(found, name)):
            message = f"the manifest has {name} {said} for edition {record.id}, its file {own}"
            yield Problem(record.marks.at(name), "E04", message, _BACK)


def _what(content: bytes, record: EditionRecord) -> str:
    """Which part of a changed file is another one."""
    try:
        same = editions.normative_digest(content) == record.normative
    except EditionError:
        return "it can no longer be read"
    return "what it says is as it was, but not what stands around" if same else "it no longer says what it said"
