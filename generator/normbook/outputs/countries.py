"""States as tables: what their comparison shows, for all of them, and what each map shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from normbook.checklists.inputs import inputs_key
from normbook.checklists.records import records
from normbook.checklists.themes import THEMES, theme_table
from normbook.outputs.scripted import script
from normbook.outputs.tables import csv_table
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.views.compare import DATA, TABLE
from normbook.views.comparison import comparison
from normbook.views.countries import GROUPS, Countries


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/countries.csv`, `data/compare.js`, `data/groups.csv` and a `data/map-THEME.csv` for each theme."""
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
    groups = csv_table(_GROUPS, _memberships(shared))
    return {TABLE: csv_table(head, body), DATA: script("compare", told), GROUPS: groups, **_maps(publication)}


_GROUPS: Final = ("group", "name", "kind", "iso2", "state", "counted", "remark", "confirmed", "as_of", "sources")


def _memberships(shared: Countries) -> Iterator[tuple[str, ...]]:
    """A row for each State that a group names, also where it does not count it."""
    for record in shared.records:
        for each in (*record.groups, *record.treaties, *([record.position] if record.position else [])):
            group = each.group
            yield (group.id, group.name, group.kind, record.state.iso2, record.name, "yes" if each.counted else "no",
                   each.note, "no" if each.unconfirmed else "yes", group.as_of,
                   "; ".join(source.title for source in group.source))


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
