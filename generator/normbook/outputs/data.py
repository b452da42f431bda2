"""Every public kind as JSON with its schema, and the taxonomies in the forms of others.

National files are not among them: their answers are not ours to give.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from normbook.fingerprint import key_of
from normbook.model.base import Item
from normbook.model.corpus import KINDS, Kind
from normbook.outputs.misp import machine_tags
from normbook.outputs.rdf import json_ld, turtle
from normbook.outputs.skos import Skos
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
    "playbooks",
    "exercises",
    "benchmarks",
    "roadmap",
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
    """`data/KIND.json` and `data/KIND.schema.json` for every public kind; the taxonomies as SKOS and as MISP tags."""
    for kind in KINDS:
        if kind.name in PUBLIC:
            items = _items(publication, kind)
            key = key_of([*items, publication.corpus.handbook])
            yield Task(f"data {kind.name}", key, lambda kind=kind, items=items: _files(publication, kind, items))  # type: ignore[misc]
    corpus = publication.corpus
    items = [corpus.handbook, *corpus.taxonomies, *corpus.schemes, *corpus.timelines]
    exchange = key_of(items, publication.names, publication.links.planned)
    yield Task("data for exchange", exchange, lambda: taxonomy_files(publication))


def taxonomy_files(publication: Publication) -> Files:
    """The taxonomies in the forms that other tools read: all in one file, and each by itself."""
    skos, every = Skos(publication), publication.corpus.taxonomies
    files = {f"data/misp/{publication.corpus.handbook.namespace}/machinetag.json": machine_tags(publication)}
    for name, held in (("taxonomies", every), *((each.id, (each,)) for each in every)):
        things = tuple(skos.things(held))
        files |= {f"data/skos/{name}.ttl": turtle(things), f"data/skos/{name}.jsonld": json_ld(things)}
    return files


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
