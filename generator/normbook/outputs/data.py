"""Every public kind as JSON with its schema. National files are not among them: their answers are not ours to publish."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from normbook.model.base import Item
from normbook.model.corpus import KINDS
from normbook.publication import Publication
from normbook.schema import schema

PUBLIC = ("norms", "parts", "timelines", "taxonomies", "measures", "instruments", "un_norms", "regimes", "incidents",
          "states", "groups", "glossary")


def data_files(publication: Publication) -> Mapping[str, bytes]:
    """`data/KIND.json` and `data/KIND.schema.json` for every public kind."""
    out: dict[str, bytes] = {}
    for kind in KINDS:
        if kind.name not in PUBLIC:
            continue
        held: Any = getattr(publication.corpus, kind.name)
        items: list[Item] = list(held) if isinstance(held, tuple) else [held]
        values = [item.model_dump(mode="json", exclude_defaults=True) for item in items]
        document = {"edition": publication.edition.id, "date": publication.edition.date.isoformat(),
                    "licence": publication.corpus.handbook.licence, "status": publication.edition.status, kind.name: values}
        out[f"data/{kind.name}.json"] = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
        out[f"data/{kind.name}.schema.json"] = json.dumps(schema(kind), ensure_ascii=False, indent=1).encode() + b"\n"
    return out
