"""The law on paper: whole, with its guide, or one Part, from the same pieces."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

from normbook import ids
from normbook.paper.pieces import Piece, pieces
from normbook.paper.press import apart
from normbook.publication import Publication
from normbook.word.frames import frame
from normbook.word.furniture import Paper
from normbook.word.plans import law_terms, printing

Form = Literal["law", "guide", "booklet"]

_KINDS: dict[Form, tuple[str, ...]] = {
    "law": ("cover", "opening", "part", "schedule"),
    "guide": ("cover", "opening", "part", "schedule", "guide", "note", "annex"),
    "booklet": ("cover", "part", "note"),
}
_GO = re.compile(r'(?<!\\)#go\("([^"]*)"\)\[')
"""What `typeset` writes for a link to a bookmark: which file has the place is known only here."""
_NOTE = re.compile(r"(?<!\\)#note\(\)\[")
"""What it writes for a footnote: which one it is in the file is known only here."""
GUIDE_TITLE = "Guide to Enactment"
_SIZES: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}


def paper(publication: Publication, *, form: Form = "law", part: str | None = None, page: Paper = "a4",
          cache: Path | None = None) -> bytes:
    """A PDF/UA-1 file of the law as its publication adapts it.

    `law` is the law with its Schedules, `guide` adds the Guide to Enactment and its tables, and `booklet` is one
    `part` (a ref) with its guide notes. `cache` keeps what pandoc made. Raises PaperError and PandocError.
    """
    return Papers(publication, pieces(publication, cache)).made(form, part=part, page=page)


@dataclass(frozen=True)
class Papers:
    """All papers of a publication, from its pieces."""

    publication: Publication
    pieces: tuple[Piece, ...]

    def made(self, form: Form, *, part: str | None = None, page: Paper = "a4") -> bytes:
        """One of the papers as PDF."""
        return apart(self.source(form, part=part, page=page), self.publication.edition.date)

    def source(self, form: Form, *, part: str | None = None, page: Paper = "a4") -> str:
        """One of the papers as typst. ValueError for a booklet of a Part that is not there."""
        if (part is not None) is not (form == "booklet"):
            raise ValueError("a booklet is of one Part, and only a booklet")
        chosen = [piece for piece in self.pieces
                  if piece.kind in _KINDS[form] and (part is None or piece.part in ("", part))]
        if part is not None and not any(piece.part == part for piece in chosen):
            raise ValueError(f"the law has no Part {part}")
        return "\n".join(self._source(chosen, _SIZES[page], part))

    def _source(self, chosen: list[Piece], page: str, part: str | None) -> Iterator[str]:
        framed = frame(self.publication)
        title, named = framed.title, ""
        if part is not None:
            law = self.publication.labels.tree
            node = next(each for each in law.parts if each.ref == part)
            number, words = f"{law.vocabulary.part} {node.number}", law.vocabulary.say(node.title)
            title = f"{framed.title}: {number}, {words}"
            named = f"#cover-part(n: {json.dumps(number)}, {json.dumps(words, ensure_ascii=False)})\n\n"
        about = {
            "title": title, "short": framed.short_title, "edition": framed.edition, "publisher": framed.publisher,
            "subject": framed.subject, "status": framed.status, "keywords": list(framed.keywords),
            "language": framed.language.partition("-")[0], "region": framed.language.partition("-")[2],
            "digest": framed.digest, "page": page, "draft": self.publication.record is None,
        }
        yield '#import "/law.typ": *'
        yield f"#show: paper.with({_value(about)})"
        places, notes = self._places(chosen), count(1)
        first = next((piece for piece in chosen if piece.kind == "part"), None)
        note = next((piece for piece in chosen if piece.kind == "note"), None) if part is not None else None
        for piece in chosen:
            if piece.kind == "part" and piece is not first:
                yield "#pagebreak(weak: true)"  # typst lays out what stands between two of them side by side
            source = _GO.sub(lambda call: _link(places.get(call[1], "")), piece.source)
            source = _NOTE.sub(lambda _: f'#note("{next(notes)}")[', source)
            if piece.kind == "cover":
                source = source.replace("#subtitle(", f"{named}#subtitle(", 1)
            if piece is note:  # the guide of a booklet is this note alone, and opens with it
                source = f"#guide-heading[{GUIDE_TITLE}]\n\n{source}"
            scope = "landscape" if piece.wide else "guide" if piece.kind in ("guide", "note", "annex") else ""
            yield f"#{scope}[\n{source}\n]" if scope else source
            if piece.kind == "cover":
                yield "#contents()"

    def _places(self, chosen: Iterable[Piece]) -> dict[str, str]:
        """Bookmark -> the label in the file that bears it, or the address of what this paper leaves out."""
        labels = self.publication.labels
        printer = printing(self.publication, labels.tree, law_terms(self.publication))
        found: dict[str, str] = {}
        for ref in printer.anchors:
            url = labels.reference(ref).url
            if printer.site and url:
                found[ids.bookmark(ref)] = printer.site + url
        for piece in chosen:
            found |= {mark: f"#{label}" for mark, label in piece.labels.items()}
        return dict(sorted(found.items()))


def _link(address: str) -> str:
    """The opening of a link to an address or, with `#`, to a label of the file; of nothing if it leads nowhere."""
    if not address:
        return "#["
    return f"#link(<{address[1:]}>)[" if address.startswith("#") else f"#link({json.dumps(address)})["


def _value(thing: object) -> str:
    """Plain data as a value of typst."""
    return f"json(bytes({json.dumps(json.dumps(thing, ensure_ascii=False), ensure_ascii=False)}))"
