"""What an edition is made from: the corpus, its links and labels, and the date that 'today' means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from normbook.labels import Labels
from normbook.link import Links
from normbook.model.corpus import Corpus
from normbook.model.handbook import Edition
from normbook.printing import Printer, plain


@dataclass(frozen=True, eq=False)
class Publication:
    """Everything that views read. No paths, no clock. Two are the same only if they are one object."""

    corpus: Corpus
    links: Links
    as_of: date

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.corpus, self.links)

    @property
    def edition(self) -> Edition:
        return self.corpus.handbook.edition

    def printer(self, page: str) -> Printer:
        """A printer for the page at an address from the edition's root."""
        return Printer(self.labels, page)

    def plain(self, text: str, here: str = "") -> str:
        """A content string as plain words."""
        return plain(text, self.labels, here)
