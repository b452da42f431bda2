"""The model law as a Word document, assembled by walking the numbered tree.

pandoc compiles each piece of the law once for an edition and a vocabulary (`pieces`), with all variants. Laws that are
chosen alike share a plan (`plans`): the pieces in their order, counted, with every reference. What is left open in it,
the blanks and the name of the State, is filled here for one law. So 193 laws are not 193 runs of pandoc.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from normbook.compiled import joined
from normbook.publication import Publication
from normbook.word import files
from normbook.word.furniture import Paper
from normbook.word.plans import plan_of

Form = Literal["live", "plain"]
"""Fields, controls and counted numbers; or none of them, for parliaments whose systems take no automation."""


def document(publication: Publication, cache: Path | None = None, *, paper: Paper = "a4",
             form: Form = "live") -> bytes:
    """The law as the publication's adaptation has it, as a .docx file. `cache` keeps what pandoc made.

    What is not chosen stands side by side, and the Guide to Enactment follows; a clean adaptation is the law alone.
    """
    live = form == "live"
    plan = plan_of(publication, cache, paper, live=live)
    return joined((files.parts if live else files.plain)(publication, plan, paper))


def insertion(publication: Publication, refs: Collection[str], cache: Path | None = None, *,
              paper: Paper = "a4") -> bytes:
    """The Parts, articles and Schedules named, for insertion into another act, as a .docx file.

    They keep their numbers, and a note lists the references that lead outside. ValueError where a name is none of
    the law's.
    """
    unknown = sorted(set(refs) - insertable(publication))
    if unknown or not refs:
        raise ValueError(f"not a Part, article or Schedule of the law: {', '.join(unknown) or 'none named'}")
    plan = plan_of(publication, cache, paper, refs=frozenset(refs))
    return joined(files.parts(publication, plan, paper, frozenset(refs)))


def insertable(publication: Publication) -> frozenset[str]:
    """The refs of the Parts, articles and Schedules of the law."""
    tree = publication.labels.tree
    return frozenset([*(part.ref for part in tree.parts), *(node.ref for node in tree.articles),
                      *(item.id for item in tree.schedules)])


def marked(publication: Publication, cache: Path | None = None) -> bytes:
    """The plain form with the bookmarks and controls that it is without: what a line of a plain file is, by place."""
    return joined(files.plain(publication, plan_of(publication, cache, live=False), marked=True))
