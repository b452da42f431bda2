"""Every public kind as JSON with its schema. National files are not among them: their answers are not ours to give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from normbook.fingerprint import key_of
from normbook.model.base import Item
from normbook.model.corpus import KINDS, Kind
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.schema import schema

PUBLIC = (
    "norms",
    "parts",
    "timelines",
    "taxonomies",
    "measures",
    "spillover",
    "instruments",
    "un_norms",
    "regimes",
    "incidents",
    "states",
    "groups",
    "glossary",
)
_REFERENCE = {"states", "groups"}
_REFERENCE_LICENCE = "The licences of the sources, one of them ODbL 1.0: see NOTICE in norms/states of the source"


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/KIND.json` and `data/KIND.schema.json` for every public kind."""
    for kind in KINDS:
        if kind.name in PUBLIC:
            items = _items(publication, kind)
            key = key_of([*items, publication.corpus.handbook])
            yield Task(f"data {kind.name}", key, lambda kind=kind, items=items: _files(publication, kind, items))  # type: ignore[misc]


def _items(publication: Publication, kind: Kind) -> list[Item]:
    held: Any = getattr(publication.corpus, kind.name)
    return list(held) if isinstance(held, tuple) else [held] if held is not None else []


def _files(publication: Publication, kind: Kind, items: list[Item]) -> Files:
    licence = _REFERENCE_LICENCE if kind.name in _REFERENCE else publication.corpus.handbook.licence
    document = {
        "edition": publication.edition.id,
        "date": publication.edition.date.isoformat(),
        "licence": licence,
        "status": publication.edition.status,
        kind.name: [item.model_dump(mode="json", exclude_defaults=True) for item in items],
    }
    return {f"data/{kind.name}.json": _json(document), f"data/{kind.name}.schema.json": _json(schema(kind))}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
