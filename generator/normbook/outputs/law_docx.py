"""The model law as a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from normbook.publication import Publication
from normbook.word.document import document


def law_docx(publication: Publication, cache: Path | None = None) -> Mapping[str, bytes]:
    """The model law with all its variants and the Guide to Enactment. `cache` keeps what pandoc made, by content."""
    return {"downloads/model-law.docx": document(publication, cache)}
