"""The checklists of States as CSV and as JSON. What all States have in common is written once.

The CSV has the columns of the spreadsheet, then the State and the edition, and can be filled in and read back as well.
It begins with a byte order mark, without which spreadsheet programs take its letters for others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from normbook.checklists.document import NOBODY, Document, answered, asked, kept, progress
from normbook.checklists.given import gone
from normbook.checklists.rows import NOT_ASSESSED, Assessment, Row
from normbook.outputs.columns import headings, values
from normbook.outputs.readme import Subject
from normbook.outputs.tables import csv_line
from normbook.publication import Publication

BOM: Final = "\ufeff"
HEAD: Final = (*headings(), "State", "Edition")
_NOTES: Final = "data/checklist.schema.json"


def schema() -> dict[str, bytes]:
    """The JSON Schema of a State's file."""
    made = Document.model_json_schema()
    made |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "checklist"}
    return {_NOTES: json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"}


class Tables:
    """Both files, for all States whose law is numbered alike."""

    def __init__(self, publication: Publication, rows: tuple[Row, ...]) -> None:
        self.publication, self.rows = publication, rows
        self.plain = {row.id: self._line(row, NOT_ASSESSED) for row in rows}
        self.data = {row.id: _json(asked(row) | NOBODY) for row in rows}

    def csv(self, subject: Subject, given: Mapping[str, Assessment]) -> bytes:
        """The checklist of a State as CSV: UTF-8 with byte order mark, lines as RFC 4180 has them."""
        end = csv_line((subject.code, self.publication.edition.id))
        found = [self._line(row, given[row.id]) if row.id in given else self.plain[row.id] for row in self.rows]
        return f"{BOM}{csv_line(HEAD)}{''.join(f'{line},{end}' for line in found)}".encode()

    def _line(self, row: Row, answer: Assessment) -> str:
        return csv_line([_text(value) for value in values(row, answer)]).rstrip("\r\n")

    def json(self, subject: Subject, given: Mapping[str, Assessment]) -> bytes:
        """The checklist of a State as JSON, a commitment in each line."""
        publication = self.publication
        edition = publication.edition
        head = _json({
            "state": subject.code, "name": subject.name, "url": subject.url, "edition": edition.id,
            "date": edition.date.isoformat(), "as_of": publication.as_of.isoformat(), "status": edition.status,
            "licence": publication.corpus.handbook.licence, "vocabulary": publication.adaptation.vocabulary.name,
            "progress": progress(self.rows, given), **kept(gone(publication, subject.code)),
        })
        return f'{head[:-1]}, "rows": [\n{_joined(self._data(given))}\n]}}\n'.encode()

    def _data(self, given: Mapping[str, Assessment]) -> Iterable[str]:
        for row in self.rows:
            yield _json(asked(row) | answered(given[row.id])) if row.id in given else self.data[row.id]


def _joined(lines: Iterable[str]) -> str:
    return ",\n".join(lines)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
