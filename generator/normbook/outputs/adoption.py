"""The adoption register as CSV and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from normbook.checklists.adoption import Adopted
from normbook.outputs.tables import csv_table
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.views.adoption import CSV, JSON, called, register, register_key

_HEAD: Final = ("iso2", "state", "provision", "number", "own", "commenced", "variant", "deviation", "remark", "text",
                "model", "source", "as_of")  # fmt: skip


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/adoption.csv` and `data/adoption.json`."""
    yield Task("adoption", register_key(publication), lambda: files(publication))


def files(publication: Publication) -> Files:
    """Both: a row for each provision that a State has enacted; the JSON with the difference from the model as well."""
    rows = [_row(publication, each) for each in register(publication)]
    edition = publication.edition
    document = {"edition": edition.id, "date": edition.date.isoformat(), "as_of": publication.as_of.isoformat(),
                "licence": publication.corpus.handbook.licence, "enactments": rows}  # fmt: skip
    table = ([_cell(row[name]) for name in _HEAD] for row in rows)
    return {CSV: csv_table(_HEAD, table), JSON: json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"}


def _row(publication: Publication, each: Adopted) -> dict[str, Any]:
    held = each.enactment
    return {
        "iso2": each.state.iso2, "state": each.state_name, "provision": each.ref, "number": called(publication, each),
        "own": held.own, "commenced": each.commenced.isoformat() if each.commenced else None,
        "variant": each.variant.id if each.variant else held.variant, "deviation": held.deviation,
        "remark": held.remark, "text": held.text, "model": each.model if held.text else "",
        "difference": [asdict(segment) for segment in each.redline],
        "source": [{"title": s.title, "ref": s.ref, "pinpoint": s.pinpoint} for s in held.source], "as_of": held.as_of,
    }  # fmt: skip


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(each["title"] + (f", {each['pinpoint']}" if each["pinpoint"] else "") for each in value)
    return str(value or "")
