"""Progress over time from dated answers, as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from normbook.checklists.inputs import inputs_key
from normbook.outputs.tables import csv_table
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.views.progress import CSV, SHOWN, courses

_HEAD: Final = ("iso2", "state", "family", "from", *SHOWN, "commitments")


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/progress.csv`."""
    yield Task("progress", inputs_key(publication), lambda: files(publication))


def files(publication: Publication) -> Files:
    """A row for each State, family and day on which something changed; `all` is all families together."""
    rows = [
        (each.state.iso2, each.name, course.id, step.on.isoformat(),
         *(str(step.counts.get(status, 0)) for status in SHOWN), str(course.whole))
        for each in courses(publication)
        for course in (each.total, *each.families)
        for step in course.steps
    ]  # fmt: skip
    return {CSV: csv_table(_HEAD, rows)}
