"""Checklists as people send them back: sheets with headings and rows of a test's own, and a corpus with some questions.

`project` writes the corpus, `workbook` a file by xlsxwriter, which shares nothing with what reads it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

import mini
from normbook import editions
from normbook.checklists.rows import STATUSES
from normbook.edit import written
from normbook.load import load, read_as
from normbook.model.world import State, States
from normbook.write import write_file

HEADS = ("Id", "Commitment", "What", "Clock", "Status", "Evidence given", "Own provision", "Own clock", "Source",
         "As of", "Assessed by", "May be published", "Remark")  # fmt: skip
NAMES = ("alert", "tell", "warn", "keep", "close", "open")
"""What the commitments are called, each in the norm not-1."""


def commitment(name: str) -> str:
    if name == "alert":
        return ""
    return f"""\
  - id: not-1.{name}
    addressee: operator
    modality: should
    text: Should it {name}, say so within an hour.
    priority: core
    evidence: [A log]
    indicator: A number.
    met: All.
    partly: Half.
    implemented_by: [law/duty]
""".replace("within an hour", "at once")


def norm(names: Sequence[str] = NAMES) -> str:
    """The norm with commitments of these names; the first is that of the small corpus."""
    more = "".join(map(commitment, names))
    return mini.NORM.replace("basis:\n  - {un_norm: 13a, pinpoint", f"{more}basis:\n  - {{un_norm: 13a, pinpoint")


def project(folder: Path, changes: Mapping[str, mini.Change] | None = None) -> Path:
    """A project with a norm of six commitments."""
    mini.write(folder, {mini.NORM_FILE: norm(), **(changes or {})})
    return folder


Row = Mapping[str, Any]
"""The cells of a row by heading."""


def row(name: str, status: str = "", **cells: Any) -> Row:
    """A row of the norm not-1, with cells by heading, its words joined by underscores."""
    return {"Id": f"not-1.{name}", "Status": status, **{key.replace("_", " "): value for key, value in cells.items()}}


def workbook(
    rows: Sequence[Row], *, heads: Sequence[str] = HEADS, state: str = "KE", edition: str = "draft", above: int = 4,
    sheet: str = "Checklist", hidden: Sequence[int] = (0,), printed: str = "",
) -> bytes:
    """A checklist as XLSX: some lines above the headings, and what it says of itself."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "d mmm yyyy"})
    for key, said in (("normbook-state", state), ("normbook-edition", edition), ("normbook-answers", printed)):
        if said:
            book.set_custom_property(key, said, "text")
    page = book.add_worksheet(sheet)
    page.write_string(0, 1, "Checklist of somebody")
    for column in hidden:
        page.set_column(column, column, 10, None, {"hidden": True})
    page.write_row(above, 0, heads)
    for number, cells in enumerate(rows, above + 1):
        for column, head in enumerate(heads):
            value = cells.get(head)
            if isinstance(value, date):
                page.write_datetime(number, column, value)
            elif isinstance(value, bool):
                page.write_boolean(number, column, value)
            elif isinstance(value, int | float):
                page.write_number(number, column, value)
            elif value:
                page.write_string(number, column, value)
    book.close()
    return buffer.getvalue()


def freeze(folder: Path, edition_id: str = "0.9") -> None:
    """Freeze the corpus of a project as an edition."""
    corpus = load(folder / "norms").corpus
    assert corpus
    edition = corpus.handbook.edition.model_copy(update={"id": edition_id, "standing": "consultation"})
    content = editions.freeze(corpus, edition)
    write_file(editions.path_of(folder / "norms", edition_id), content)
    write_file(folder / "norms/editions/manifest.yaml", editions.manifest((editions.record(content),)))


def kenya() -> State:
    """A State to make files for."""
    states, _ = read_as(mini.STATES.encode(), States, "")
    assert isinstance(states, States)
    return next(state for state in states.states if state.iso2 == "KE")


def private(answers: Sequence[Mapping[str, Any]], iso2: str = "KE") -> str:
    """The file of a workspace with these answers."""
    return written({"iso2": iso2, "answers": [dict(each) for each in answers]})


STATUS_WORDS = tuple(STATUSES.values())
