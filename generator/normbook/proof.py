"""Whether a Word file of the model law reads as the edition that it says it was made from."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from normbook.compare.segments import Segment, difference
from normbook.model.manifest import EditionRecord
from normbook.publication import Publication
from normbook.word.document import document, insertable, insertion
from normbook.word.furniture import DIGEST, EDITION_ID
from normbook.word.readback import Provision, ReadBack, read, refs

_UNIT: Final = re.compile(r"\b(?:Article|Section)(?=[ \u00a0]\d)")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says it was made from: the id of an edition, and the digest of its normative part."""

    edition_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class Deviation:
    """A provision that does not read as the edition's. `name` is what readers call it; `ref` is empty for a new one."""

    what: Literal["differs", "missing", "added"]
    ref: str
    name: str
    segments: tuple[Segment, ...]


def claim(file: ReadBack) -> Claim:
    """What a file says of itself; empty where it says nothing."""
    return Claim(file.properties.get(EDITION_ID, ""), file.properties.get(DIGEST, ""))


def claimed(found: Claim, records: tuple[EditionRecord, ...]) -> EditionRecord | None:
    """The frozen edition that a file says it was made from: by its digest, else by its id."""
    by_digest = next((record for record in records if found.digest and record.normative == found.digest), None)
    return by_digest or next((record for record in records if record.id == found.edition_id), None)


def deviations(file: ReadBack, publication: Publication, cache: Path | None = None) -> tuple[Deviation, ...]:
    """How the provisions of a file differ from those of an edition, in the order of the edition, what was added last.

    The edition's own Word file is made and read in the same way, so that both sides say what a reader sees. A file for
    insertion is held against the provisions that it was made of.
    """
    held = insertable(publication).intersection(file.origin.holds)
    made = insertion(publication, held, cache) if held else document(publication, cache)
    expected = read(made).provisions
    by_name = {mark: provision for provision in file.provisions for mark in provision.names}
    labels, known = publication.labels, refs(publication.labels.tree)

    def named(provision: Provision) -> tuple[str, str]:
        ref = next((known[mark] for mark in provision.names if mark in known), "")
        shown = ref
        while shown and labels.reference(shown).text == shown:  # a point in a variant has no words of its own
            shown = shown.rpartition("/")[0]
        return ref, labels.reference(shown).text if shown else f"“{provision.text[:60]}”"

    found: list[Deviation] = []
    met: set[int] = set()
    for provision, orphans in _with_orphans(expected, by_name.keys()):
        own = next((by_name[mark] for mark in provision.names if mark in by_name), None)
        if own is None:
            found.append(Deviation("missing", *named(provision), difference(provision.text, "")))
        else:
            met.add(id(own))
            found += _compared(provision, own, orphans, named(provision))
    for provision in file.provisions:
        if id(provision) not in met and _whole(provision):
            found.append(Deviation("added", *named(provision), difference("", _whole(provision))))
    return tuple(found)


def _with_orphans(expected: tuple[Provision, ...], there: Container[str]) -> list[tuple[Provision, tuple[str, ...]]]:
    """Provisions with the lines that come to follow them where those before these lines are missing."""
    out: list[tuple[Provision, tuple[str, ...]]] = []
    orphans: tuple[str, ...] = ()
    for provision in reversed(expected):
        if any(mark in there for mark in provision.names):
            out.append((provision, orphans))
            orphans = ()
        else:
            out.append((provision, ()))
            orphans = (*provision.after, *orphans)
    return out[::-1]


def _compared(
    expected: Provision, own: Provision, orphans: tuple[str, ...], named: tuple[str, str]
) -> Iterator[Deviation]:
    if _folded(own.text) != _folded(expected.text):
        yield Deviation("differs", *named, difference(expected.text, own.text))
    follows = tuple(map(_folded, own.after))
    if follows not in {tuple(map(_folded, lines)) for lines in (expected.after, (*expected.after, *orphans))}:
        before, after = set(expected.after), set(own.after)
        what: Literal["differs", "added", "missing"] = (
            "added" if before < after else "missing" if after < before else "differs"
        )
        segments = difference("\n".join(expected.after), "\n".join(own.after))
        yield Deviation(what, named[0], f"the lines after {named[1]}", segments)


def _folded(text: str) -> str:
    """A text without the capital that LibreOffice gives a reference when it counts it anew: 'Article 3'."""
    return _UNIT.sub(lambda unit: unit[0].lower(), text)


def _whole(provision: Provision) -> str:
    return "\n".join(filter(None, (provision.text, *provision.after)))
