"""The instrument of renewal for the model law, with indicative dates: what `normbook renew` drafts for a State."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from normbook.checklists.agenda import tenures_of
from normbook.checklists.renewals import renewable, renewed
from normbook.outputs.adapted import law_key
from normbook.outputs.task import Files, Task
from normbook.publication import Publication

DOCX: Final = "downloads/renewal-instrument.docx"


def tasks(publication: Publication, cache: Path) -> Iterator[Task]:
    """One file; none where the law lets nothing expire that could be renewed."""
    if any(node.article.sunset for node in publication.labels.tree.articles):
        yield Task("renewal", law_key(publication), lambda: files(publication, cache / "pandoc"), heavy=True)


def files(publication: Publication, cache: Path | None = None) -> Files:
    """The instrument for all that the model law lets expire unless it is renewed."""
    from normbook.word.renewal import instrument

    # Its dates count from the edition, whenever it is built.
    standing = tenures_of(replace(publication, as_of=publication.edition.date))
    articles = {node.ref: node for node in publication.labels.tree.articles}
    refs = [ref for ref in renewable(publication, standing) if not articles[ref].left_open]
    made = tuple(renewed(publication, standing, refs, {}))
    return {DOCX: instrument(publication, made, cache)} if made else {}
