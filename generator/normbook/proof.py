"""Whether a Word file of the model law reads as the edition that it says it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from normbook.compare.segments import Segment, difference
from normbook.model.manifest import EditionRecord
from normbook.publication import Publication
from normbook.word.document import document
from normbook.word.furniture import DIGEST, EDITION_ID
from normbook.word.readback import Provision, ReadBack, read, refs


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

    The edition's own Word file is made and read in the same way, so that both sides say what a reader sees.
    """
    expected = read(document(publication, cache)).provisions
    by_name = {mark: provision for provision in file.provisions for mark in provision.names}
    labels, known = publication.labels, refs(publication.labels.tree)

    def named(provision: Provision) -> tuple[str, str]:
        ref = next((known[mark] for mark in provision.names if mark in known), "")
        return ref, labels.reference(ref).text if ref else f"“{provision.text[:60]}”"

    found: list[Deviation] = []
    met: set[int] = set()
    for provision in expected:
        own = next((by_name[mark] for mark in provision.names if mark in by_name), None)
        if own is None:
            found.append(Deviation("missing", *named(provision), difference(_whole(provision), "")))
        else:
            met.add(id(own))
            found += _compared(provision, own, named(provision))
    for provision in file.provisions:
        if id(provision) not in met and _whole(provision):
            found.append(Deviation("added", *named(provision), difference("", _whole(provision))))
    return tuple(found)


def _compared(expected: Provision, own: Provision, named: tuple[str, str]) -> Iterator[Deviation]:
    if own.text != expected.text:
        yield Deviation("differs", *named, difference(expected.text, own.text))
    if own.after != expected.after:
        before, after = "\n".join(expected.after), "\n".join(own.after)
        what: Literal["differs", "added", "missing"] = "differs"
        if not expected.after or set(expected.after) < set(own.after):
            what = "added"
        elif not own.after or set(own.after) < set(expected.after):
            what = "missing"
        yield Deviation(what, named[0], f"the lines after {named[1]}", difference(before, after))


def _whole(provision: Provision) -> str:
    return "\n".join(filter(None, (provision.text, *provision.after)))
