"""First page, contents, and the opening of the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normbook import ids
from normbook.dates import long_day
from normbook.law.tree import Tree
from normbook.model.handbook import Consultation
from normbook.publication import Publication
from normbook.word import nodes
from normbook.word.furniture import section_end
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node, run_in
from normbook.word.openxml import Element, el, run, source

GUIDE, BLANKS, CORRELATION = "guide", "guide/blanks", "guide/correlation"
"""Refs of the places of the guide that the contents name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    level: int
    number: str
    title: str
    bookmark: str


def cover(publication: Publication, printer: Inlines) -> list[Node]:
    """The first page: what the text is, where it stands, and how to comment."""
    law, handbook, edition = publication.corpus.law, publication.corpus.handbook, publication.edition
    status = [run_in("Status."), nodes.text(" "), *printer.line(edition.status, capital=True)]
    facts = [("Edition", [nodes.text(f"{edition.title}, {long_day(edition.date)}")]),
             ("Comments", [*_open(handbook.consultation), *printer.line(handbook.consultation.how, capital=True)]),
             ("Online", [nodes.link([nodes.text(printer.site)], printer.site)] if printer.site else []),
             ("Publisher", printer.line(handbook.publisher)), ("Licence", printer.line(handbook.licence))]
    return [
        nodes.para("Cover Edition", [nodes.text(edition.title)]),
        nodes.para("Title", printer.line(law.title)),
        nodes.para("Subtitle", [*printer.line(law.long_title), nodes.text(".")]),
        nodes.para("Cover Status", status),
        *(nodes.para("Cover Fact", [run_in(label), nodes.tab(), *words]) for label, words in facts if words),
        nodes.raw(source(section_end("cover"))),
    ]


def _open(consultation: Consultation) -> list[Node]:
    if not consultation.closes:
        return []
    since = f"from {long_day(consultation.opens)} " if consultation.opens else ""
    return [nodes.text(f"Open {since}until {long_day(consultation.closes)}. ")]


def entries(tree: Tree) -> Iterator[Entry]:
    """The contents of the law and of its guide."""
    words = tree.vocabulary
    for part in tree.parts:
        yield Entry(1, f"{words.part} {part.number}", part.title, ids.bookmark(part.ref))
        for article in part.articles:
            number = f"{words.article_heading} {article.number}"
            yield Entry(2, number, article.article.heading, ids.bookmark(article.ref))
    for schedule in tree.schedules:
        yield Entry(1, f"{words.schedule} {schedule.number}", schedule.title, ids.bookmark(schedule.id))
    yield Entry(1, "", "Guide to Enactment", ids.bookmark(GUIDE))
    for part in tree.parts:
        if part.part:
            yield Entry(2, f"{words.part} {part.number}", part.title, ids.bookmark(f"{GUIDE}/{part.ref}"))
    yield Entry(1, "", "Blanks to fill in", ids.bookmark(BLANKS))
    yield Entry(1, "", "Correlation table", ids.bookmark(CORRELATION))


def contents(lines: list[Entry]) -> list[Node]:
    """The table of contents: a field that shows linked entries.

    It gives no page numbers (switch n), so that what is written here is exact in every program; Word's own update of
    the field keeps it so.
    """
    made = []
    for position, line in enumerate(lines):
        paragraph = el("w:p", el("w:pPr", el("w:pStyle", val=f"TOC{line.level}")))
        if position == 0:
            paragraph.extend(_opening(r'TOC \n \h \z \u \o "1-2"'))
        words = f"{line.number}\t{line.title}" if line.number else line.title
        paragraph.append(el("w:hyperlink", run(words), anchor=line.bookmark, history=1))
        if position == len(lines) - 1:
            paragraph.append(el("w:r", el("w:fldChar", fldCharType="end")))
        made.append(nodes.raw(source(paragraph)))
    return [nodes.para("TOC Heading", [nodes.text("Contents")]), *made]


def _opening(instruction: str) -> list[Element]:
    return [el("w:r", el("w:fldChar", fldCharType="begin")),
            el("w:r", el("w:instrText", f" {instruction} ", xml_space="preserve")),
            el("w:r", el("w:fldChar", fldCharType="separate"))]


def opening(publication: Publication, printer: Inlines) -> list[Node]:
    """What stands before the first Part: title, long title, enacting formula."""
    law = publication.corpus.law
    return [
        nodes.para("Law Title", printer.line(law.title, "law")),
        nodes.para("Long Title", [*printer.line(law.long_title, "law"), nodes.text(".")]),
        nodes.para("Enacting Formula", printer.line(law.enacting_formula, "law", capital=True)),
    ]
