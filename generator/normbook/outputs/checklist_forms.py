"""A State's checklist as a Word form: for each commitment a block with boxes to tick and places to write.

The file is written once for all States whose law is numbered alike, with a place for each word that differs; pandoc is
not asked but for the styles, once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Final

from normbook import pandoc
from normbook.checklists.rows import NOT_ASSESSED, STATUSES, Assessment, Row, meaning
from normbook.checklists.scoring import FORMULA, Score, addressees, families, tally
from normbook.compiled import Compiled, place
from normbook.dates import long_day
from normbook.law.vocabulary import MODEL
from normbook.outputs.columns import answer_cells
from normbook.outputs.readme import Subject, edition_words, leaflet
from normbook.outputs.since import word_runs
from normbook.publication import Publication
from normbook.word import nodes
from normbook.word.formtext import SPACES, cell, link, marked, para, row, run, table, tick, writing
from normbook.word.frames import frame
from normbook.word.furniture import Frame, section
from normbook.word.openxml import source
from normbook.word.package import finish, no_lists, typed_styles
from normbook.word.reference import reference

_WIDTHS: Final = (1560, 3060, 1480, 2970)
_WIDE: Final = sum(_WIDTHS[1:])
_TO_WRITE: Final = 420
"""Least height of a row that is filled in by hand, in twips."""
_PER_ROW: Final = 20
"""Numbers of controls that each commitment has for itself."""
_WHOLE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOBODY: Final = Subject(place("name"), place("in_text"), place("code"), place("url"))


class Forms:
    """Forms of States whose law is numbered alike: written once, with a place for each word that differs."""

    def __init__(
        self, publication: Publication, rows: tuple[Row, ...], answered: Collection[str], *, told: bool
    ) -> None:
        """Open the blocks of the commitments in `answered`; all others stay not assessed."""
        self.rows = rows
        self.counted: dict[tuple[tuple[str, str], ...], str] = {}
        """The table of progress, by what was answered: many States share it."""
        self.open = {each.id: (number, each) for number, each in enumerate(rows) if each.id in answered}
        blocks = {each.id: place(each.id) if each.id in self.open else _block(number, each, NOT_ASSESSED)
                  for number, each in enumerate(rows)}
        held = dict(_around(_frame(publication)))
        nobody = replace(_NOBODY, kept=place("kept") if told else "")
        body = "".join(_body(publication, nobody, rows, blocks))
        held["word/document.xml"] = f"{_DECLARATION}<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        self.plain = {name: _block(number, each, NOT_ASSESSED) for name, (number, each) in self.open.items()}
        self.compiled = Compiled.of(held)

    def filled(self, state: Subject, given: Mapping[str, Assessment]) -> bytes:
        """The form of one State as .docx."""
        words = {"name": state.name, "in_text": state.in_text, "code": state.code, "url": state.url,
                 "kept": state.kept}
        key = tuple((each.id, given[each.id].status) for each in self.rows if each.id in given)
        if key not in self.counted:
            self.counted[key] = _progress(self.rows, given)
        blocks = {commitment: _block(*self.open[commitment], given[commitment]) if commitment in given else plain
                  for commitment, plain in self.plain.items()}
        values = {name: escape(value, quote=False) for name, value in words.items()}
        values |= {"page": source(section("portrait", state.paper)), "progress": self.counted[key]}
        return self.compiled.filled(values | blocks)


def _frame(publication: Publication) -> Frame:
    """What the file says about itself. Numbers stand in its text: its styles are those of any vocabulary."""
    title = f"Checklist of {_NOBODY.in_text}"
    return replace(frame(publication), title=title, short_title=title, vocabulary=MODEL,
                   subject=publication.corpus.handbook.title, keywords=("norms", "checklist"),
                   more=(("normbook-state", _NOBODY.code), ("normbook-edition", publication.edition.id)))


@lru_cache(maxsize=2)
def _around(framed: Frame) -> tuple[tuple[str, str], ...]:
    """Every part of the file, as pandoc makes them around an empty text from our styles."""
    ast = pandoc.tree([nodes.para("Table Text", [nodes.text("-")])], lang=framed.language)
    made = finish(pandoc.convert(ast, "docx", as_of=framed.dated, reference=reference(framed)), framed)
    made["word/styles.xml"] = typed_styles(made["word/styles.xml"])
    made["word/numbering.xml"] = no_lists(made["word/numbering.xml"])
    return tuple((name, data.decode()) for name, data in sorted(made.items()))


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers of bookmarks: norms and families come after the commitments."""

    rows: int

    def of(self, index: int) -> int:
        return self.rows + index


def _body(
    publication: Publication, nobody: Subject, rows: tuple[Row, ...], blocks: Mapping[str, str]
) -> Iterator[str]:
    yield para("Title", run(f"Checklist of {nobody.in_text}"))
    yield para("Subtitle", run(edition_words(publication)))
    yield para("CoverStatus", run(publication.edition.status))
    for head, text in leaflet(publication, nobody):
        yield para("TableText", *([run(f"{head}: ", "RunIn")] if head else []), run(text))
    norms = list(dict.fromkeys((each.family, each.norm) for each in rows))
    every = dict.fromkeys(family for family, _ in norms)
    yield para("TOCHeading", run("Contents"))
    titles = {each.family: each.family_title for each in rows}
    named = {each.norm: f"{each.norm_label} {each.norm_title}" for each in rows}
    for family in every:
        yield para("TOC1", link(_mark(family), titles[family]))
        yield from (para("TOC2", link(_mark(norm), named[norm])) for own, norm in norms if own == family)
    yield from (para("TOC1", link(_mark(words), words)) for words in (_PROGRESS, _BY_WHO))
    numbers = _Numbers(len(rows))
    for index, (family, held) in enumerate(groupby(rows, lambda each: each.family)):
        yield marked("PartHeading", _mark(family), numbers.of(index), run(titles[family]))
        for norm, own in groupby(held, lambda each: each.norm):
            first, *rest = own
            at = numbers.of(len(every) + [each for _, each in norms].index(norm))
            yield marked("ArticleHeading", _mark(norm), at, run(named[norm]))
            yield para("GuideMark", run(_dated(first)))
            yield from (blocks[each.id] for each in (first, *rest))
    after = numbers.of(len(every) + len(norms))
    yield marked("PartHeading", _mark(_PROGRESS), after, run(_PROGRESS))
    yield para("GuideText", run(f"As it stood when this form was made. {FORMULA[:1].upper()}{FORMULA[1:]}."))
    yield place("progress")
    yield from _by_addressee(rows, after + 1)
    yield place("page")


_PROGRESS: Final = "Progress by family and by addressee"
_BY_WHO: Final = "Commitments by addressee"
_COUNTED: Final = (2250, 640, 900, 900, 700, 760, 640, 1180, 1100)
"""Widths of the tables of progress."""


def _progress(rows: tuple[Row, ...], given: Mapping[str, Assessment]) -> str:
    """The counts of each family and of all, and of each addressee."""
    every = Score("", "All commitments", tally(rows, given), {})
    return (_counts("Family", (*families(rows, given), every))
            + _counts("Addressee", addressees(rows, given)))


def _counts(what: str, groups: tuple[Score, ...]) -> str:
    heads = (what, "All", "Assessed", *(words.capitalize() for words in STATUSES.values()), "Coverage")
    made = [row(*(cell(width, para("TableHead", run(head))) for width, head in zip(_COUNTED, heads, strict=True)),
                head=True)]
    for group in groups:
        counts = group.tally
        shown = (group.title, counts.total, counts.assessed, *(counts[status] for status in STATUSES), counts.percent)
        made.append(row(*(cell(width, para("TableText", run(str(value), "" if at else "RunIn")))
                          for at, (width, value) in enumerate(zip(_COUNTED, shown, strict=True)))))
    return table(_COUNTED, f"Progress by {what.lower()}", *made) + para("TableText")


def _by_addressee(rows: tuple[Row, ...], number: int) -> Iterator[str]:
    """The second grouping: each addressee with its commitments."""
    yield marked("PartHeading", _mark(_BY_WHO), number, run(_BY_WHO))
    for score in addressees(rows, {}):
        own = [each for each in rows if each.who == score.key]
        links = [piece for each in own for piece in (link(_mark(each.id), each.shown), run(", "))][:-1]
        yield para("GuideText", run(f"{score.title} ({len(own)}): ", "RunIn"), *links)


def _dated(norm: Row) -> str:
    review = f"Review by {long_day(norm.review_by)}" if norm.review_by else "No review"
    return f"{review}; {f'sunset {long_day(norm.sunset)}' if norm.sunset else 'no sunset'}."


def _mark(ref: str) -> str:
    """The bookmark of a commitment, norm or family: letters, digits and underscores, forty at most."""
    return f"n_{re.sub('[^A-Za-z0-9]', '_', ref)}"[:40]


def _block(number: int, asked: Row, answer: Assessment) -> str:
    """One commitment: heading, what is asked, what is answered."""
    made = _Block(number, asked, answer)
    heading = marked("GuideArticle", _mark(asked.id), number, run(f"{asked.shown} ({asked.priority}; {asked.who})"))
    caption = f"{asked.shown}: what is asked, and places to fill in"
    return heading + table(_WIDTHS, caption, *made.question(), *made.reply()) + para("TableText")


@dataclass(frozen=True, slots=True)
class _Block:
    number: int
    asked: Row
    answer: Assessment

    def question(self) -> Iterator[str]:
        """The rows that say what is asked. The first stands again where the table goes on over the page."""
        asked = self.asked
        duty = asked.duty[:1].upper() + asked.duty[1:]
        yield row(cell(_WIDTHS[0], para("TableHead", run(asked.shown))),
                  cell(_WIDE, para("TableHead", run(duty)), span=3), head=True)
        law = ", ".join(label.text for label in asked.provisions) or f"none: {asked.not_in_law}"
        if asked.clock:
            yield _four("Clock", run(asked.clock), "Model law", run(law))
        else:
            yield _two("Model law", para("TableText", run(law)))
        if asked.applies:
            yield _two("Applies to", para("TableText", run(asked.applies)))
        if asked.exception:
            yield _two("Exception", para("TableText", run(asked.exception)))
        yield _two("Evidence to look for", *(para("TableText", run(f"– {each}")) for each in asked.evidence))
        yield _two("Indicator", para("TableText", run(asked.indicator)))

    def reply(self) -> Iterator[str]:
        """The rows that are filled in."""
        _, evidence, provision, clock, cited, as_of, office, _, remark = answer_cells(self.answer)
        if self.answer.remarks:
            yield _two("Since answered", *self._since())
        yield _two("Status", *(self._status(at, words) for at, words in enumerate(STATUSES.items())))
        yield self._long(6, "Evidence given", evidence)
        against = [run(f" ({self.answer.against})")] if self.answer.against else []
        yield _four("Own provision", self._place(7, "Own provision", provision), "Own clock",
                    self._place(8, "Own clock", clock), *against, height=_TO_WRITE)
        yield _four("Source", self._place(9, "Source", cited), "As of", self._date(as_of), height=_TO_WRITE)
        yield _four("Assessed by", self._place(11, "Assessed by", office), "May be published",
                    tick(self._tag("release"), f"{self.asked.shown} may be published", self._id(12),
                         on=self.answer.released) + run("yes"), height=_TO_WRITE)
        yield self._long(13, "Remark", remark)

    def _since(self) -> Iterator[str]:
        """What became of the commitment since it was answered, and below it the text word by word where it changed."""
        yield from (para("TableText", run(each, "RunIn")) for each in self.answer.remarks)
        if self.answer.changed:
            yield para("TableText", word_runs(self.answer.changed))

    def _status(self, at: int, words: tuple[str, str]) -> str:
        status, shown = words
        on = self.answer.status == status != "not_assessed"
        box = tick(self._tag(status), f"{self.asked.shown} {shown}", self._id(at), on=on)
        return para("TableText", box, run(shown, "RunIn"), run(f": {meaning(self.asked, status)}"))  # type: ignore[arg-type]

    def _long(self, at: int, label: str, words: str) -> str:
        return _two(label, para("TableText", self._place(at, label, words)), height=_TO_WRITE)

    def _place(self, at: int, label: str, words: str) -> str:
        tag = self._tag(label.lower().replace(" ", "-"))
        return writing(tag, f"{self.asked.shown} {label}", self._id(at), words, "write here")

    def _date(self, as_of: str) -> str:
        day = as_of if _WHOLE.match(as_of) and _is_day(as_of) else ""
        return writing(self._tag("as-of"), f"{self.asked.shown} As of", self._id(10), as_of, "date", date=day)

    def _tag(self, what: str) -> str:
        return f"{self.asked.id}/{what}"

    def _id(self, at: int) -> int:
        return 1 + self.number * _PER_ROW + at


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _head(words: str, column: int = 0) -> str:
    return cell(_WIDTHS[column], para("TableText", run(words, "RunIn")))


def _two(label: str, *paragraphs: str, height: int = 0) -> str:
    return row(_head(label), cell(_WIDE, *paragraphs, span=3), height=height)


def _four(label: str, inside: str, second: str, *runs: str, height: int = 0) -> str:
    return row(_head(label), cell(_WIDTHS[1], para("TableText", inside)), _head(second, 2),
               cell(_WIDTHS[3], para("TableText", *runs)), height=height)
