"""The comments of a Word file, and who saved it last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from normbook.word.openxml import name
from normbook.word.received import tree_of
from normbook.word.tracked import NOBODY, Hand, lines

CORE: Final = "docProps/core.xml"
_PART: Final = re.compile(r"word/comments\d*\.xml\Z")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: its number, which its range in the text bears, who wrote it and when, and its words."""

    number: str
    origin: Hand
    text: str


def remarks(parts: Mapping[str, bytes]) -> Iterator[Remark]:
    """The comments in the order of the file. Paragraphs of one comment are parted by a line feed."""
    for part in sorted(filter(_PART.match, parts)):
        for item in tree_of(parts, part).iter(name("w:comment")):
            origin = Hand(str(item.get(name("w:author"), "")), str(item.get(name("w:date"), "")))
            text = "\n".join(line.after for line in lines(item) if line.after)
            yield Remark(str(item.get(name("w:id"))), origin, text)


def saved(parts: Mapping[str, bytes]) -> Hand:
    """Who saved the file last, and when, as far as it says so."""
    if CORE not in parts:
        return NOBODY
    root = tree_of(parts, CORE)
    found = {key: (root.findtext(name(key)) or "").strip()
             for key in ("cp:lastModifiedBy", "dcterms:modified")}
    return Hand(found["cp:lastModifiedBy"], found["dcterms:modified"])
