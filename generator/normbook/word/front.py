"""First page, contents, and the opening of the law."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from normbook import ids
from normbook.compiled import place
from normbook.dates import long_day
from normbook.law.tree import Tree
from normbook.model.handbook import Consultation
from normbook.publication import Publication
from normbook.word import fields, nodes
from normbook.word.furniture import Paper, section_end
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node, run_in
from normbook.word.openxml import source
from normbook.word.pieces import Use

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


def cover(publication: Publication, printer: Inlines, paper: Paper) -> Iterator[Use | str]:
    """The first page: what the text is, where it stands, and how to comment."""
    law, handbook, edition = publication.corpus.law, publication.corpus.handbook, publication.edition

    def top() -> list[Node]:
        status = [run_in("Status."), nodes.text(" "), *printer.line(edition.status, capital=True)]
        return [nodes.para("Cover Edition", [nodes.text(edition.title)]), nodes.para("Title", printer.line(law.title)),
                nodes.para("Subtitle", [*printer.line(law.long_title), nodes.text(".")]),
                nodes.para("Cover Status", status)]

    def facts() -> list[Node]:
        digest = _grouped(publication.corpus.digest)
        found = [("Edition", [nodes.text(f"{edition.title}, {long_day(edition.date)}")]),
                 ("Comments", [*_open(handbook.consultation), *printer.line(handbook.consultation.how, capital=True)]),
                 ("Online", [nodes.link([nodes.text(printer.site)], printer.site)] if printer.site else []),
                 ("Publisher", printer.line(handbook.publisher)), ("Licence", printer.line(handbook.licence)),
                 ("Digest", [nodes.text(digest)] if digest else [])]
        return [_fact(label, words) for label, words in found if words]

    yield Use("cover#head", top)
    if publication.adaptation.state:
        yield from adapted()
    yield Use("cover#facts", facts)
    yield source(section_end("cover", paper))


def adapted() -> Iterator[Use]:
    """The line that names the State."""
    yield Use("cover#adapted", lambda: [_fact("Adapted to", [nodes.raw_inline(place("v|adapted"))])])


def stands(publication: Publication) -> dict[str, str]:
    """What stands in the places of the first page that a State decides."""
    return {"adapted": _adapted(publication)} if publication.adaptation.state else {}


def _fact(label: str, words: list[Node]) -> Node:
    return nodes.para("Cover Fact", [run_in(label), nodes.tab(), *words])


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
            yield Entry(2, "", words.say(title), ids.bookmark(ref))
    for part in tree.parts:
        if part.part:
            yield Entry(2, f"{words.part} {part.number}", words.say(part.title), ids.bookmark(f"{GUIDE}/{part.ref}"))
    yield Entry(1, "", "Blanks to fill in", ids.bookmark(BLANKS))
    yield Entry(1, "", "Correlation table", ids.bookmark(CORRELATION))


def contents(lines: list[Entry], *, live: bool = True) -> Iterator[Use | str]:
    """The table of contents: a field that shows linked entries.

    It gives no page numbers (switch n), so that what is written here is exact in every program; Word's own update of
    the field keeps it so. A file that is not live has a list.
    """
    yield Use("contents#head", lambda: [nodes.para("TOC Heading", [nodes.text("Contents")])])
    made = []
    for position, line in enumerate(lines):
        number = fields.run(line.number) + nodes.TAB if line.number else ""
        inside, opening, closing = number + fields.run(line.title), "", ""
        if live:
            inside = f'<w:hyperlink w:anchor="{line.bookmark}" w:history="1">{inside}</w:hyperlink>'
            opening, closing = _BEGIN if position == 0 else "", _END if position == len(lines) - 1 else ""
        made.append(fields.paragraph(f"TOC{line.level}", opening + inside + closing))
    yield "".join(made)


_BEGIN = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\n \\h \\z \\u '
          '\\o "1-2" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def opening(publication: Publication, printer: Inlines) -> Use:
    """What stands before the first Part: title, long title, enacting formula."""
    law = publication.corpus.law
    return Use("law#head", lambda: [
        nodes.para("Law Title", printer.line(law.title, "law")),
        nodes.para("Long Title", [*printer.line(law.long_title, "law"), nodes.text(".")]),
        nodes.para("Enacting Formula", printer.line(law.enacting_formula, "law", capital=True)),
    ])
