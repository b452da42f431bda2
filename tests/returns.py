"""A little law to edit in Word, and what is read back of it: shared by the tests of what comes back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import mini
from normbook.edit import amended
from normbook.examine import examine
from normbook.law.adaptation import Adaptation
from normbook.law.tree import units
from normbook.link import link
from normbook.load import load
from normbook.printing import plain
from normbook.publication import Publication
from normbook.returned.changes import flat
from normbook.returned.finding import Finding
from normbook.returned.original import Original, original
from normbook.returned.proposal import Proposal, propose
from normbook.returned.reading import findings
from normbook.word.document import document
from normbook.word.received import received
from wordedits import Draft

PART = """\
id: law/part-rich
number: 4
title: Rich
summary: Many words.
articles:
  - id: law/rich
    heading: Words to be edited
    status: core
    serves: [not-1]
    paragraphs:
      # A remark that has to stay.
      - id: p1
        text: >-
          The {competent_authority} shall, as [[law/teams]] says, keep "records" of every *serious* incident and of
          what was done about it, and shall publish them within [[clock:operator-to-csirt/alert]] of the event.
      - id: p2
        text: "A record names:"
        points:
          - {id: a, text: the time and the place of the incident;}
          - {id: b, text: the service that was harmed by it; and}
          - {id: c, text: "those who were told, in {writing|any form}, of it."}
      - {id: p3, text: Nobody may change a record once it has been signed and sealed by its keeper.}
      - {id: p4, text: "A record may be read by everyone who asks for it in good faith, and copies are free."}
    guide: {why: Records help to learn from what went wrong, choices: "There is little to choose here, as it seems."}
    notes:
      - {text: States may wish to consider how long records are to be kept., at: p3}
"""
"""A Part in which there is something to edit."""

CHANGES: dict[str, mini.Change] = {"law/part-04-rich.yaml": PART}


@cache
def corpus_folder() -> Path:
    return mini.write(Path(tempfile.mkdtemp()), CHANGES)


def published(norms: Path, adaptation: Adaptation | None = None) -> Publication:
    corpus = load(norms).corpus
    assert corpus is not None
    made = Publication(corpus, link(corpus)[0], mini.AS_OF)
    return made.adapted(adaptation) if adaptation else made


@cache
def base() -> tuple[Publication, bytes, Original]:
    publication = published(corpus_folder())
    docx = document(publication)
    return publication, docx, original(received(docx), publication)


def read(docx: bytes) -> tuple[Finding, ...]:
    return findings(base()[2], received(docx))


def proposed(found: tuple[Finding, ...]) -> Proposal:
    return propose(found, base()[2], base()[0], base()[0])


def edited(*steps: Callable[[Draft], None]) -> tuple[Finding, ...]:
    draft = Draft(base()[1])
    for step in steps:
        step(draft)
    return read(draft.done())


def apply(proposal: Proposal, folder: Path) -> Publication:
    """The corpus after a proposal; it must be sound."""
    norms = mini.write(folder, CHANGES)
    for file, amendments in proposal.amendments.items():
        path = norms.parent / file
        path.write_text(amended(path.read_text(encoding="utf-8"), amendments), encoding="utf-8")
    found = examine(norms, mini.AS_OF)
    assert not [problem for problem in found.problems if problem.is_error], found.problems
    return published(norms)


def text_of(publication: Publication, ref: str) -> str:
    """A unit of the tree in print."""
    unit = next(unit for _, _, unit in units(publication.labels.tree) if unit.ref == ref)
    return flat(plain(unit.text, publication.labels, ref))
