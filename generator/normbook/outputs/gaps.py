"""The clocks of existing law against those of the norm, for every State, as CSV and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path
from typing import Any, Final

from normbook.checklists.gaps import NO_REGIME, Comparison, StageGap, gaps
from normbook.checklists.inputs import inputs_key
from normbook.checklists.merging import waits_for
from normbook.checklists.overlaps import example
from normbook.checklists.records import StateRecord, records
from normbook.dates import spelled
from normbook.outputs.tables import csv_table
from normbook.outputs.task import Files, Task
from normbook.publication import Publication

_HEAD: Final = ("iso2", "state", "region", "stage", "stage_title", "norm_within", "regime", "jurisdiction", "report",
                "within", "calendar", "counted_from", "verdict", "difference", "words", "in_force", "confirmed",
                "as_of", "sources")  # fmt: skip


_DUE: Final = ("iso2", "state", "awareness", "report", "title", "of", "norm", "sender", "recipient", "limit",
               "counted_from", "due", "due_utc", "waits_for", "one_report")  # fmt: skip


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/gaps.csv`, `data/gaps.json` and `data/overlaps.csv`."""
    yield Task("gaps", inputs_key(publication), lambda: files(publication))


def files(publication: Publication) -> Files:
    """A row for each State, stage of the norm, and clock that answers it; one row where no regime was found."""
    found = [row for record in records(publication) for row in _rows(publication, record, publication.as_of)]
    edition = publication.edition
    document = {"edition": edition.id, "date": edition.date.isoformat(), "as_of": publication.as_of.isoformat(),
                "licence": publication.corpus.handbook.licence, "gaps": found}  # fmt: skip
    return {
        "data/overlaps.csv": csv_table(_DUE, _overlaps(publication)),
        "data/gaps.csv": csv_table(_HEAD, ([str(row.get(name) or "") for name in _HEAD] for row in found)),
        "data/gaps.json": json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n",
    }


def _overlaps(publication: Publication) -> Iterator[tuple[str, ...]]:
    """A row for each report that the incident of the example makes due in a State, or leaves waiting."""
    for record in records(publication):
        if record.regimes:
            schedule = example(publication, record)
            for each in (*schedule.timed, *schedule.waiting):
                due = each.due.isoformat() if each.due else ""
                utc = each.due.astimezone(UTC).isoformat() if each.due else ""
                joint = ";".join(str(n) for n, j in enumerate(schedule.joints, 1) if j.role and each in j.entries)
                yield (record.state.iso2, record.name, schedule.start.isoformat(), each.key, spelled(each.title),
                       each.of, "yes" if each.norm else "no", spelled(each.sender), spelled(each.recipient), each.limit,
                       spelled(each.counted_from), due, utc, "" if each.due else spelled(waits_for(each)), joint)


def _rows(publication: Publication, record: StateRecord, as_of: date) -> Iterator[dict[str, Any]]:
    head = {"iso2": record.state.iso2, "state": record.name, "region": record.state.region}
    if not record.regimes:
        yield {**head, "verdict": "no_regime_found", "words": NO_REGIME}
        return
    for gap in gaps(record, publication.corpus, as_of):
        for each in gap.comparisons:
            yield {**head, **_stage(gap), **_clock(publication, each)}


def _stage(gap: StageGap) -> dict[str, Any]:
    return {"stage": gap.ref, "stage_title": gap.stage.title, "norm_within": gap.stage.within}


def _clock(publication: Publication, each: Comparison) -> dict[str, Any]:
    said: dict[str, Any] = {"verdict": each.verdict, "words": publication.plain(each.words)}
    if each.difference:
        said["difference"] = str(each.difference)
    regime, stage = each.regime, each.stage
    if regime is None or stage is None:
        return said
    return said | {
        "regime": regime.id, "jurisdiction": regime.jurisdiction, "report": publication.plain(stage.name),
        "within": stage.within, "calendar": stage.calendar, "counted_from": publication.plain(stage.counted_from),
        "in_force": each.in_force, "confirmed": "no" if each.unconfirmed else "yes", "as_of": regime.as_of,
        "sources": "; ".join(source.title for source in regime.source),
    }  # fmt: skip
