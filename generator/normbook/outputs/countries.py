"""States as tables: what their comparison shows, for all of them, and what each map shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from normbook.checklists.inputs import inputs_key
from normbook.checklists.records import records
from normbook.checklists.themes import THEMES, theme_table
from normbook.outputs.scripted import script
from normbook.outputs.tables import csv_table
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.views.compare import DATA, TABLE
from normbook.views.comparison import comparison
from normbook.views.countries import Countries


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/countries.csv`, `data/compare.js` and a `data/map-THEME.csv` for each theme."""
    yield Task("countries", inputs_key(publication), lambda: files(publication))


def files(publication: Publication) -> Files:
    """All tables. A cell with several lines has them parted by semicolons."""
    shared = Countries(publication)
    rows = comparison(shared)
    cells = {record.code: [row.of(record) for row in rows] for record in shared.records}
    head = ["iso2", "state", *(f"{row.section}: {row.title}" for row in rows)]
    body = ([record.state.iso2, record.name, *("; ".join(lines) for lines in cells[record.code])]
            for record in shared.records)
    words: dict[str, int] = {}
    told: dict[str, Any] = {
        "rows": [(row.section, row.title, row.empty) for row in rows],
        "states": {record.code: (record.name, [[words.setdefault(line, len(words)) for line in lines]
                                               for lines in cells[record.code]]) for record in shared.records},
    }  # fmt: skip
    told["words"] = list(words)
    return {TABLE: csv_table(head, body), DATA: script("compare", told), **_maps(publication)}


def _maps(publication: Publication) -> Files:
    found = [(record, [theme.of(publication, record) for theme in THEMES]) for record in records(publication)]
    head = ("iso2", "state", "region", "subregion", "class", "what_is_known")
    return {
        theme_table(theme): csv_table(head, (
            (record.state.iso2, record.name, record.state.region, record.state.subregion,
             next(kind.words for kind in theme.kinds if kind.id == standing[number].kind), standing[number].because)
            for record, standing in found))
        for number, theme in enumerate(THEMES)
    }  # fmt: skip
