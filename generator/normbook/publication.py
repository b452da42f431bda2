"""What an edition is made from: the corpus, its links and labels, and the date that 'today' means."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from normbook.labels import Labels
from normbook.law.adaptation import GENERAL, Adaptation
from normbook.law.tree import Tree
from normbook.link import Links
from normbook.model.corpus import Corpus
from normbook.model.handbook import Edition
from normbook.model.manifest import EditionRecord
from normbook.printing import Printer, plain


@dataclass(frozen=True, eq=False)
class Publication:
    """Everything that views read. No clock. Two are the same only if they are one object.

    `published` are the frozen editions up to this one, oldest first, and `record` is its own among them, none for the
    draft. `norms` is the folder in which the files of editions lie; without it there is nothing to compare with.
    `adaptation` is what a State has decided about the law; `law` the tree that it makes, where that is known already.
    """

    corpus: Corpus
    links: Links
    as_of: date
    published: tuple[EditionRecord, ...] = ()
    norms: Path | None = None
    record: EditionRecord | None = None
    adaptation: Adaptation = GENERAL
    kept: dict[str, Any] = field(default_factory=dict, repr=False)
    """What a maker keeps for the next adaptation of the same corpus, under a name of its own."""
    law: Tree | None = None
    states: frozenset[str] | None = None
    """Codes of the States whose adapted laws are made; None for all."""
    whose: str = ""
    """Code of the State for whose own eyes it is made: all its answers show, released or not. Nobody's if empty."""

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.corpus, self.links, self.adaptation, self.law)

    def adapted(self, adaptation: Adaptation, law: Tree | None = None) -> Publication:
        """The same publication, with the law as a State adapts it; `law` is its tree, where that is known already."""
        return replace(self, adaptation=adaptation, law=law)

    @cached_property
    def names(self) -> str:
        """What references read as, as far as titles go: part of the key of whatever prints references."""
        return str([(target.ref, target.title) for target in self.links.targets.values()])

    @property
    def edition(self) -> Edition:
        return self.corpus.handbook.edition

    @property
    def before(self) -> EditionRecord | None:
        """The published edition that came before this one."""
        earlier = [each for each in self.published if each != self.record]
        return earlier[-1] if earlier else None

    @property
    def latest(self) -> EditionRecord | None:
        """The latest published edition, as far as this one knows."""
        return self.published[-1] if self.published else None

    def printer(self, page: str) -> Printer:
        """A printer for the page at an address from the edition's root."""
        return Printer(self.labels, page)

    def plain(self, text: str, here: str = "") -> str:
        """A content string as plain words."""
        return plain(text, self.labels, here)
