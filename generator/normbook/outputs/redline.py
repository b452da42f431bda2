"""The law against the edition before it, as a Word file with tracked changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from normbook import editions
from normbook.fingerprint import key_of
from normbook.link import link
from normbook.outputs.adapted import law_key
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.views.changes import redline_path

AUTHOR: Final = "Normbook"


def tasks(publication: Publication, cache: Path) -> Iterator[Task]:
    """The file, where there is an edition before. It hangs on the law alone: a norm is reworded more often."""
    before, norms = publication.before, publication.norms
    if before is None or norms is None:
        return

    def make() -> Files:
        from normbook.word.redline import redline, text

        corpus = editions.load(editions.path_of(norms, before.id))
        old = Publication(corpus, link(corpus)[0], publication.as_of)
        kept = cache / "pandoc"
        made = redline(text(old, kept), text(publication, kept), AUTHOR, publication.edition.date)
        return {redline_path(publication, before): made.docx}

    yield Task("redline", key_of([], law_key(publication), before.sha256), make, heavy=True)
