"""What a file of the law says about itself, from the edition and the adaptation."""

from __future__ import annotations

from normbook.dates import long_day
from normbook.publication import Publication
from normbook.word.furniture import Frame, Paper

_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT"}
"""The variety that a spelling checker is told, where the corpus names a language only."""


def frame(publication: Publication, paper: Paper = "a4") -> Frame:
    """What the file says about itself."""
    law, handbook = publication.corpus.law, publication.corpus.handbook
    edition, plain = publication.edition, publication.plain
    return Frame(
        title=plain(law.title), short_title=plain(law.short_title), subject=plain(law.long_title),
        edition=f"{edition.title}, {long_day(edition.date)}", edition_id=edition.id,
        publisher=plain(handbook.publisher), status=plain(edition.status), dated=edition.date,
        language=_LANGUAGES.get(handbook.language, handbook.language),
        keywords=("model law", *(family.title.lower() for family in handbook.families)),
        digest=publication.corpus.digest, vocabulary=publication.adaptation.vocabulary, paper=paper,
    )
