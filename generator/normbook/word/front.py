"""First page, contents, and the opening of the law."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from normbook import ids
from normbook.dates import long_day
from normbook.law.tree import Tree
from normbook.model.handbook import Consultation
from normbook.publication import Publication
from normbook.word import nodes
from normbook.word.furniture import Paper, section_end
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node, run_in
from normbook.word.openxml import Element, el, run, source

GUIDE, BLANKS, CORRELATION = "guide", "guide/blanks", "guide/correlation"
MEMORANDUM, USE, QUESTIONS, DATES = "guide/memorandum", "guide/use", "guide/questions", "guide/dates"
"""Refs of the places of the guide that the contents name."""

_GUIDE = ((MEMORANDUM, "Explanatory memorandum"), (USE, "How to use the model law"),
          (QUESTIONS, "Questions to the drafter"), (DATES, "Dates that follow from commencement"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    level: int
    number: str
    title: str
    bookmark: str


def cover(publication: Publication, printer: Inlines, paper: Paper = "a4") -> list[Node]:
    """The first page: what the text is, where it stands, and how to comment."""
    law, handbook, edition = publication.corpus.law, publication.corpus.handbook, publication.edition
    status = [run_in("Status."), nodes.text(" "), *printer.line(edition.status, capital=True)]
    facts = [("Adapted to", [nodes.text(_adapted(publication))] if publication.adaptation.state else []),
             ("Edition", [nodes.text(f"{edition.title}, {long_day(edition.date)}")]),
             ("Comments", [*_open(handbook.consultation), *printer.line(handbook.consultation.how, capital=True)]),
             ("Online", [nodes.link([nodes.text(printer.site)], printer.site)] if printer.site else []),
             ("Publisher", printer.line(handbook.publisher)), ("Licence", printer.line(handbook.licence)),
             ("Digest", [nodes.text(_grouped(publication.corpus.digest))])]
    facts = [(label, words) for label, words in facts if any(one.get("c") for one in words)]
    return [
        nodes.para("Cover Edition", [nodes.text(edition.title)]),
        nodes.para("Title", printer.line(law.title)),
        nodes.para("Subtitle", [*printer.line(law.long_title), nodes.text(".")]),
        nodes.para("Cover Status", status),
        *(nodes.para("Cover Fact", [run_in(label), nodes.tab(), *words]) for label, words in facts),
        nodes.raw(source(section_end("cover", paper))),
    ]


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def _adapted(publication: Publication) -> str:
    """The State, the words in which its law is put, and the form of the text."""
    adaptation = publication.adaptation
    state = next((each for each in publication.corpus.states.states if each.iso2 == adaptation.state), None)
    name = state.names["en"].short if state and "en" in state.names else adaptation.state
    words = {"civil": ", in the words of civil-law drafting", "common": ", in the words of common-law drafting"}
    form = ("; clean text: where nothing was chosen, the default variant stands" if adaptation.clean
            else "; where nothing was chosen, the variants stand side by side")
    return f"{name}{words.get(adaptation.vocabulary.name, '')}{form}"


def _open(consultation: Consultation) -> list[Node]:
    if not consultation.closes:
        return []
    since = f"from {long_day(consultation.opens)} " if consultation.opens else ""
    return [nodes.text(f"Open {since}until {long_day(consultation.closes)}. ")]


def entries(tree: Tree, guide: Collection[str]) -> Iterator[Entry]:
    """The contents of the law and of its guide. `guide` are the refs of the places that the guide has."""
    words = tree.vocabulary
    for part in tree.parts:
        yield Entry(1, f"{words.part} {part.number}", words.say(part.title), ids.bookmark(part.ref))
        for article in part.articles:
            number = words.article_label(article.number)
            yield Entry(2, number, words.say(article.article.heading), ids.bookmark(article.ref))
    for schedule in tree.schedules:
        yield Entry(1, f"{words.schedule} {schedule.number}", words.say(schedule.title), ids.bookmark(schedule.id))
    if GUIDE not in guide:
        return
    yield Entry(1, "", "Guide to Enactment", ids.bookmark(GUIDE))
    for ref, title in _GUIDE:
        if ref in guide:
            yield Entry(2, "", title, ids.bookmark(ref))
    for part in tree.parts:
        if part.part:
            yield Entry(2, f"{words.part} {part.number}", words.say(part.title), ids.bookmark(f"{GUIDE}/{part.ref}"))
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
