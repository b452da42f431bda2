"""The matrix of commitments and States as CSV: the totals, a table per family, and every status that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from normbook.checklists.inputs import inputs_key
from normbook.checklists.matrix import FamilyMatrix, matrices, unsure
from normbook.checklists.rows import STATUSES, cite
from normbook.outputs.tables import csv_table
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.views.matrix import TOTALS, file

KNOWN: Final = "data/answers.csv"
"""Every status that is known, with what it rests on."""
_STATE: Final = ("iso2", "state", "region")
_KNOWN: Final = (*_STATE, "family", "commitment", "status", "confirmed", "fact", "because", "source", "as_of")


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/matrix.csv`, `data/matrix-FAMILY.csv` and `data/answers.csv`."""
    yield Task("matrix", inputs_key(publication), lambda: files(publication))


def files(publication: Publication) -> Files:
    """All of them. Statuses are written as in the source: met, partly, not_met, not_applicable, not_assessed."""
    found = matrices(publication)
    head = ("family", "region", "commitments", "states", *STATUSES)
    made = {TOTALS: csv_table(head, (row for family in found for row in _totals(family)))}
    for family in found:
        made[file(family.id)] = csv_table((*_STATE, *(row.id for row in family.commitments)), _lines(family))
    made[KNOWN] = csv_table(_KNOWN, (row for family in found for row in _known(family)))
    return made


def _totals(family: FamilyMatrix) -> Iterable[tuple[str, ...]]:
    for region, lines in family.regions.items():
        counts = family.counts(region)
        numbers = (len(family.commitments), len(lines), *(counts[status] for status in STATUSES))
        yield (family.id, region, *map(str, numbers))


def _lines(family: FamilyMatrix) -> Iterable[tuple[str, ...]]:
    for line in family.lines:
        yield (line.state.iso2, line.name, line.state.region, *(cell.status for cell in line.cells))


def _known(family: FamilyMatrix) -> Iterable[tuple[str, ...]]:
    for line in family.lines:
        for row, cell in zip(family.commitments, line.cells, strict=True):
            if cell.status != "not_assessed":
                confirmed = "no" if unsure(cell) else "yes"
                yield (line.state.iso2, line.name, line.state.region, family.id, row.id, cell.status, confirmed,
                       cell.ref, cell.because, cite(cell.source), cell.as_of)
