"""The model law for word processors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from normbook.publication import Publication
from normbook.word.document import document, insertion
from normbook.word.opendocument import opendocument


def law_docx(publication: Publication, cache: Path | None = None) -> Mapping[str, bytes]:
    """The model law with all its variants and the Guide to Enactment, and each Part for insertion into another act.

    `cache` keeps what pandoc made, by content.
    """
    made = {"downloads/model-law.docx": document(publication, cache),
            "downloads/model-law-letter.docx": document(publication, cache, paper="letter"),
            "downloads/model-law-plain.docx": document(publication, cache, form="plain"),
            "downloads/model-law.odt": opendocument(publication, cache)}
    for part in publication.labels.tree.parts:
        if part.articles:
            made[part_file(part.ref)] = insertion(publication, [part.ref], cache)
    return made


def part_file(ref: str) -> str:
    """Where the provisions of a Part lie for insertion into another act: law/part-response -> …/part-response.docx."""
    return f"downloads/parts/{ref.removeprefix('law/')}.docx"
