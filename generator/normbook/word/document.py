"""The model law as a Word document, assembled by walking the numbered tree.

pandoc compiles each piece of the law once for an edition and a vocabulary (`pieces`), with all variants. Laws that are
chosen alike share a plan (`plans`): the pieces in their order, counted, with every reference. What is left open in it,
the blanks and the name of the State, is filled here for one law. So 193 laws are not 193 runs of pandoc.
"""

from __future__ import annotations

from pathlib import Path

from normbook.compiled import joined
from normbook.publication import Publication
from normbook.word import files
from normbook.word.furniture import Paper
from normbook.word.plans import plan_of


def document(publication: Publication, cache: Path | None = None, *, paper: Paper = "a4") -> bytes:
    """The law as the publication's adaptation has it, as a .docx file. `cache` keeps what pandoc made.

    What is not chosen stands side by side, and the Guide to Enactment follows; a clean adaptation is the law alone.
    """
    return joined(files.parts(publication, plan_of(publication, cache, paper), paper))
