"""The page in front of a redline: what is compared, how to read it, and what only bears another number.

It is not part of the text: it stands in a section of its own, in styles of its own (their names begin with Redline),
and stays when changes are accepted or rejected, so that one who goes on with the file knows what it was. It is deleted
by hand, or left out from the start.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from normbook import ids
from normbook.dates import long_day
from normbook.law.references import reference
from normbook.law.tree import Tree, units
from normbook.word.furniture import TEXT_WIDTH, section_end
from normbook.word.openxml import Element, el, run
from normbook.word.redline_atoms import copied

_HEADING, _TEXT = "RedlineHeading", "RedlineText"
_KINDS: Final = {"changed": "changed", "inserted": "inserted", "deleted": "deleted", "moved": "moved"}
_HOW: Final = (
    "Every change is a tracked change: in Word under Review, in LibreOffice under Edit, Track Changes. Accepting all "
    "gives the new text, rejecting all the old one. What moved is deleted in one place and inserted in the other, and "
    "the author’s name says so: “(moved from here)”, “(moved to here)”; likewise “(old number)” and “(new number)” "
    "where what changes in a paragraph is how it is counted. Contents, the numbers in references and the words before "
    "a number are not tracked, because both programs compute them; they are those of the new text until fields are "
    "updated. This page is not part of the text. Delete it before the file is used."
)
STYLES: Final = (
    el("w:style", el("w:name", val="Redline Heading"), el("w:basedOn", val="Normal"), el("w:qFormat"),
       el("w:pPr", el("w:keepNext"), el("w:spacing", before=240, after=120)),
       el("w:rPr", el("w:b"), el("w:sz", val=28)), type="paragraph", customStyle=1, styleId=_HEADING),
    el("w:style", el("w:name", val="Redline Text"), el("w:basedOn", val="Normal"), el("w:qFormat"),
       el("w:pPr", el("w:spacing", before=0, after=80)), type="paragraph", customStyle=1, styleId=_TEXT),
)


@dataclass(frozen=True)
class Side:
    """One of the two texts: what it is called, and the digest of its edition if it is frozen."""

    title: str
    digest: str = ""


@dataclass(frozen=True)
class Cover:
    """What the page says. `law` and `rest` count what became of provisions and of other passages, by verb."""

    old: Side
    new: Side
    author: str
    day: date
    law: Mapping[str, int]
    rest: Mapping[str, int]
    renumbered: Sequence[tuple[str, str, str]]
    moved: Sequence[tuple[str, str, str]] = ()


def renumbered(old: Tree, new: Tree) -> Iterator[tuple[str, str, str]]:
    """Provisions that both texts have under another number: number then, number now, heading of the article or Part.

    Of what stands in a provision that has another number, only what has another place in it is named.
    """
    for ref, around, heading in _places(new):
        was, now = old.numbers.get(ref), new.numbers.get(ref)
        own = ref == around or len(now or ()) > 1  # an only paragraph bears no number
        if own and was and now and was[-1] != now[-1]:
            yield _label(old, ref), _label(new, ref), heading


def moved(old: Tree, new: Tree, marks: Container[str]) -> Iterator[tuple[str, str, str]]:
    """Provisions whose bookmarks moved, in the same form; of what stands in an article that moved, nothing."""
    for ref, around, heading in _places(new):
        within = ref != around and ids.bookmark(around) in marks
        if ids.bookmark(ref) in marks and not within and ref in old.numbers and ref in new.numbers:
            yield _label(old, ref), _label(new, ref), heading


def _places(law: Tree) -> Iterator[tuple[str, str, str]]:
    """Every provision: its ref, and ref and heading of the article, Part or Schedule that it is or stands in."""
    named = {article.ref: article.article.heading for article in law.articles}
    named |= {part.ref: part.title for part in law.parts} | {each.id: each.title for each in law.schedules}
    places = [(ref, ref) for ref in named]
    places += [(unit.ref, article.ref) for article, _, unit in units(law)]
    return ((ref, around, named.get(around, "")) for ref, around in dict.fromkeys(places))


def _label(tree: Tree, ref: str) -> str:
    words = reference(tree, ref) or ref
    return words[:1].upper() + words[1:]


def page(cover: Cover) -> list[Element]:
    """The blocks of the page, and the end of its section."""
    same = not cover.law and not cover.rest
    made = [_paragraph(_HEADING, f"Changes from {cover.old.title} to {cover.new.title}")]
    for label, words in _facts(cover):
        made.append(el("w:p", el("w:pPr", el("w:pStyle", val=_TEXT)), run(f"{label}: ", el("w:b")), run(words)))
    if same:
        made.append(_paragraph(_TEXT, "The two texts read the same. There is nothing to accept or to reject."))
    else:
        made.append(_paragraph(_TEXT, _HOW))
    for heading, rows in (("Moved provisions", cover.moved), ("Renumbered provisions", cover.renumbered)):
        if rows:
            made += [_paragraph(_HEADING, heading), _table(rows)]
    return [*made, section_end("cover")]


def _facts(cover: Cover) -> Iterator[tuple[str, str]]:
    yield "Old text", _said(cover.old)
    yield "New text", _said(cover.new)
    yield "Changes signed by", f"{cover.author}, {long_day(cover.day)}"
    if cover.law:
        yield "Provisions of the law", _counts(cover.law)
    if cover.rest:
        yield "Passages of the first page, Schedules, notes and guide", _counts(cover.rest)


def _said(side: Side) -> str:
    return f"{side.title} (SHA-256 of its text {side.digest})" if side.digest else side.title


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[kind]} {words}" for kind, words in _KINDS.items() if counts.get(kind))


def _paragraph(style: str, words: str) -> Element:
    return el("w:p", el("w:pPr", el("w:pStyle", val=style)), run(words))


def _table(rows: Iterable[tuple[str, str, str]]) -> Element:
    """Old number, new number, heading; the first row repeats on every page."""
    total = TEXT_WIDTH["portrait"]
    widths = [round(total * share) for share in (0.26, 0.26, 0.48)]
    made = el("w:tbl",
              el("w:tblPr", el("w:tblStyle", val="LawTable"), el("w:tblW", type="dxa", w=sum(widths)),
                 el("w:tblLayout", type="fixed"), el("w:tblLook", val="0020", firstRow=1)),
              el("w:tblGrid", *(el("w:gridCol", w=width) for width in widths)))
    for at, row in enumerate([("Old number", "New number", "Provision"), *rows]):
        extra = el("w:trPr", el("w:cantSplit"), None if at else el("w:tblHeader"))
        cells = [el("w:tc", el("w:tcPr", el("w:tcW", w=width, type="dxa")),
                    _paragraph("TableText" if at else "TableHead", words))
                 for width, words in zip(widths, row, strict=True)]
        made.append(el("w:tr", extra, *cells))
    return made


def styled(styles: Element) -> None:
    """Add the styles of the page."""
    styles.extend(copied(each) for each in STYLES)
