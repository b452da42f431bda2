"""The text that a returned file was made with, line by line, each line with the provision that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from normbook import ids
from normbook.labels import Labels
from normbook.publication import Publication
from normbook.returned.changes import Signs, seen
from normbook.returned.finding import Spot
from normbook.returned.running import running
from normbook.returned.typed import lead
from normbook.word.front import GUIDE
from normbook.word.openxml import Element
from normbook.word.readback import refs
from normbook.word.received import MAIN, tree_of
from normbook.word.schedules import anchors
from normbook.word.tracked import Line, lines, settled

NOTES: Final = {"": "word/footnotes.xml", "e": "word/endnotes.xml"}
"""Parts with notes, by what stands before the number of a note."""
CONTENTS: Final = frozenset({"TOCHeading", "TOC1", "TOC2", "TOC3"})
_HEADINGS: Final = frozenset({"PartHeading", "ArticleHeading", "ScheduleHeading", "GuideHeading", "GuidePart",
                              "GuideArticle", "LawTitle"})


@dataclass(frozen=True)
class Text:
    """The lines of a file: those of its body that have words or a place, then its footnotes in order, a line each.

    `hosts` leads from a footnote to the line that it hangs on; `gone` are footnotes whose sign tracking takes out.
    """

    lines: tuple[Line, ...]
    body: int
    hosts: Mapping[int, int]
    gone: frozenset[int] = frozenset()


def text_of(parts: Mapping[str, bytes], *, typed: bool = False) -> Text:
    """The lines of a file by its parts; without the contents, which are no field in a file whose numbers are typed."""
    body = [line for line in settled(lines(tree_of(parts, MAIN)))
            if not (typed and line.style in CONTENTS)
            and (line.names or line.notes or any(piece.text.strip() or piece.comment for piece in line.pieces))]
    notes = {f"{sign}{number}": line for sign, part in NOTES.items() if part in parts
             for number, line in _notes(tree_of(parts, part))}
    hosts: dict[int, int] = {}
    gone: set[int] = set()
    found: list[Line] = []
    for index, line in enumerate(body):
        for piece in line.pieces:
            if piece.note in notes:
                hosts[len(body) + len(found)] = index
                if piece.state in {"deleted", "passing"}:
                    gone.add(len(body) + len(found))
                found.append(notes[piece.note])
    return Text((*body, *found), len(body), hosts, frozenset(gone))


def _notes(root: Element) -> Iterator[tuple[str, Line]]:
    for item in root:
        number = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
        yield number, Line(tuple(piece for line in lines(item) for piece in line.pieces))


@dataclass(frozen=True)
class Original:
    """The lines with their spots, the blanks as signs, and the running heads and feet.

    Where numbers are typed, `leads` are those that were printed, by line; the lines are without them. `contents` are
    the lines of the contents.
    """

    text: Text
    labels: Labels
    signs: Signs
    heads: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    typed: bool = False
    leads: Mapping[int, str] = field(default_factory=dict)
    contents: frozenset[str] = frozenset()

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """The spot of every line. A line without a bookmark goes with the provision before it."""
        found = list(spots_of(self.text.lines[: self.text.body], self.labels))
        for note, host in self.text.hosts.items():
            at = found[host]
            found.append(Spot(at.ref, f"a footnote to {at.name}" if at.name else "a footnote", at.heading, note))
        return tuple(found)

    def words(self, key: int) -> str:
        """The words of a line, each blank as its sign."""
        return seen(self.text.lines[key].pieces, self.signs)

    def read(self, text: str) -> str:
        """Words with the signs of blanks read out."""
        return self.signs.named(text, {name: f"[{blank.label}]" for name, blank in self.labels.blanks.items()})


def original(parts: Mapping[str, bytes], publication: Publication, *, typed: bool = False) -> Original:
    """The text of a file that this program made from a publication; `typed` if its numbers are (`document.marked`)."""
    text, leads = text_of(parts, typed=typed), {}
    if typed:
        parted = [lead(line) for line in text.lines]
        leads = {key: number for key, (number, _) in enumerate(parted) if number}
        text = replace(text, lines=tuple(line for _, line in parted))
    contents = {line.before for line in lines(tree_of(parts, MAIN)) if line.style in CONTENTS} if typed else set()
    return Original(text, publication.labels, Signs(tuple(publication.labels.blanks)), running(parts), typed, leads,
                    frozenset(contents))


def places(labels: Labels) -> dict[str, str]:
    """The ref behind every bookmark: provisions, terms, rows of Schedules, and the guide."""
    found = {ids.bookmark(f"term:{term.id}"): f"term:{term.id}" for term in labels.corpus.terms}
    found |= {ids.bookmark(ref): ref for ref in anchors(labels.tree.schedules, labels.corpus)}
    found |= {ids.bookmark(f"{GUIDE}/{ref}"): f"{GUIDE}/{ref}" for ref in labels.tree.numbers}
    return found | {ids.bookmark(GUIDE): GUIDE} | refs(labels.tree)


def named(ref: str, labels: Labels) -> str:
    """How readers call a place; a point in a variant goes by the name of what it stands in."""
    if ref.startswith(GUIDE):
        inner = ref.removeprefix(GUIDE).strip("/")
        return f"the guide to {labels.reference(inner).text}" if inner else "the guide"
    shown = ref
    while shown and labels.reference(shown).text == shown:
        shown = shown.rpartition("/")[0]
    return labels.reference(shown).text if shown else ""


def spots_of(body: Iterable[Line], labels: Labels) -> Iterator[Spot]:
    """The spot of every line of a body, by its bookmarks; one without goes with the line before it."""
    known = places(labels)
    ref = name = heading = ""
    for key, line in enumerate(body):
        found = [known[mark] for mark in line.names if mark in known]
        if found:
            ref = max(found, key=lambda each: (len(each), each))
            name = named(ref, labels)
        if line.style in _HEADINGS:
            heading = " ".join(filter(None, (name if found else "", line.before))) or heading
        yield Spot(ref, name, heading, key)
