"""What an edition is, as data: the way to prove that a copy of the site is the edition it says it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from normbook.outputs.task import Files, Task
from normbook.publication import Publication

ABOUT: Final = "edition.json"


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`edition.json`: id, title, date and status; of a published edition its standing and the hashes of its file."""
    edition, record = publication.edition, publication.record
    said = {"id": edition.id, "title": edition.title, "date": edition.date.isoformat(), "status": edition.status}
    if record:
        said |= {"standing": record.status, "sha256": record.sha256, "normative": record.normative}
    content = json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"

    def make() -> Files:
        return {ABOUT: content}

    yield Task("edition", content.decode(), make)
