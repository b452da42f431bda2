"""The Guide to Enactment: its opening, a note to each article, and the list of blanks."""

from __future__ import annotations

from collections.abc import Iterator

from normbook import ids
from normbook.dates import parse_period, words
from normbook.law.tree import ArticleNode, PartNode, Tree
from normbook.model.base import Basis
from normbook.model.law import Article, Blank, Law
from normbook.word import nodes
from normbook.word.contents import every
from normbook.word.front import BLANKS, GUIDE
from normbook.word.inlines import NO_BREAK, Inlines
from normbook.word.nodes import Node, run_in
from normbook.word.numbering import DASH
from normbook.word.provisions import marked

_TYPES = {"body": "body", "law": "enactment", "place": "place", "text": "words", "number": "number",
          "duration": "period", "date": "date", "amount": "amount"}


def opening(law: Law, printer: Inlines) -> list[Node]:
    """Heading, the explanatory memorandum if there is one, and introduction."""
    made = [nodes.para("Guide Heading", marked([nodes.text("Guide to Enactment")], GUIDE))]
    if law.memorandum:
        made.append(nodes.para("Guide Part", [nodes.text("Explanatory memorandum")]))
        for paragraph in law.memorandum:
            made += printer.blocks(paragraph, "Guide Text")
        made.append(nodes.para("Guide Part", [nodes.text("How to use the model law")]))
    for paragraph in law.guide_intro:
        made += printer.blocks(paragraph, "Guide Text")
    return made


def part(node: PartNode, tree: Tree, printer: Inlines) -> list[Node]:
    """Heading of a Part in the guide, with what the Part does."""
    if node.part is None:
        return []
    heading = [nodes.text(f"{tree.vocabulary.part} {node.number}"), nodes.tab(), *printer.line(node.title)]
    return [nodes.para("Guide Part", marked(heading, f"{GUIDE}/{node.ref}")),
            *printer.blocks(node.part.summary, "Guide Text")]


def article(node: ArticleNode, tree: Tree, printer: Inlines) -> list[Node]:
    """The guide note to an article."""
    own, here = node.article, node.ref
    number = f"{tree.vocabulary.article_heading}{NO_BREAK}{node.number}"
    heading = [nodes.link([nodes.text(number)], f"#{ids.bookmark(here)}"), nodes.tab(), *printer.line(own.heading)]
    made = [nodes.para("Guide Article", marked(heading, f"{GUIDE}/{here}")), nodes.para("Guide Mark", _standing(own))]
    for lead, text in (("", own.guide.why), ("The choices.", own.guide.choices), ("Human rights.", own.guide.rights),
                       ("Existing regimes.", own.guide.compare)):
        if text:
            made += printer.blocks(text, "Guide Text", here, lead)
    made.append(_served(own, printer))
    return [*made, *_sources(own.basis, printer)]


def blanks(law: Law, printer: Inlines) -> list[Node]:
    """What an enacting State fills in, as a table."""
    ordered = sorted(law.blanks, key=lambda blank: blank.label.lower())
    titles = ("Blank", "Kind", "What to put in", "Proposed")
    head = [[nodes.para("Table Head", [nodes.text(title)])] for title in titles]
    intro = ("A blank stands in square brackets and italics; a bracketed figure is a proposal. Each is declared once "
             "and holds wherever it stands.")
    return [
        nodes.para("Guide Heading", marked([nodes.text("Blanks to fill in")], BLANKS)),
        nodes.para("Guide Text", [nodes.text(intro)]),
        nodes.table("LawTable", (0.26, 0.12, 0.48, 0.14), head, [_blank(blank, printer) for blank in ordered]),
    ]


def _blank(blank: Blank, printer: Inlines) -> list[list[Node]]:
    label = [nodes.text("["), nodes.span([nodes.text(blank.label)], "Blank Char"), nodes.text("]")]
    hint = [nodes.para("Table Text", printer.line(blank.hint, capital=True))]
    if blank.default and blank.basis_note:
        why = [nodes.styled("Emph", [nodes.text("Figure: ")]), *printer.line(blank.basis_note, capital=True)]
        hint.append(nodes.para("Table Text", why))
    proposed = f"[{printer.labels.blank(blank.id)}]" if blank.default else DASH
    return [
        [nodes.para("Table Text", label)],
        [nodes.para("Table Text", [nodes.text(_TYPES[blank.type])])],
        hint,
        [nodes.para("Table Text", [nodes.text(proposed.replace(" ", NO_BREAK))])],
    ]


def _standing(own: Article) -> list[Node]:
    """The mark of an article and its own dates, on one line."""
    facts = [f"{own.status.capitalize()} article"]
    if own.review:
        facts.append(f"reviewed every {every(own.review.every)}")
    if own.sunset:
        end = f"ends {words(parse_period(own.sunset.after))} from commencement"
        facts.append(end + (" unless renewed" if own.sunset.kind == "unless_renewed" else ""))
        if own.sunset.tabling:
            facts.append(f"renewal tabled {words(parse_period(own.sunset.tabling))} before")
    return [nodes.text(" · ".join(facts))]


def _served(own: Article, printer: Inlines) -> Node:
    lead = [run_in("Norms served."), nodes.text(" ")]
    if not own.serves:
        return nodes.para("Guide Text", [*lead, *printer.line(own.serves_none, own.id, capital=True)])
    return nodes.para("Guide Text", [*lead, *_joined([_norm(ref, printer) for ref in own.serves]), nodes.text(".")])


def _norm(ref: str, printer: Inlines) -> list[Node]:
    target = printer.labels.links.get(ref)
    title = [nodes.text(f" ({target.title})")] if target else []
    return [printer.reference(ref), *title]


def _sources(basis: tuple[Basis, ...], printer: Inlines) -> list[Node]:
    """What supports an article: in a sentence, or as a list where there is something to say on each."""
    lead = [run_in("Sources."), nodes.text(" ")]
    if not basis:
        return []
    found = [_source(item, printer) for item in basis]
    if len(basis) == 1:
        return [nodes.para("Guide Text", [*lead, *found[0], *_note(basis[0], printer)])]
    if not any(item.note for item in basis):
        return [nodes.para("Guide Text", [*lead, *named(basis, printer)])]
    lines = [[*source, *_note(item, printer)] for source, item in zip(found, basis, strict=True)]
    return [nodes.para("Guide Lead", lead[:1]), *(nodes.para("List Bullet", line) for line in lines)]


def named(basis: tuple[Basis, ...], printer: Inlines) -> list[Node]:
    """What supports something, by name, as a sentence."""
    return [*_joined([_source(item, printer) for item in basis]), nodes.text(".")]


def _source(item: Basis, printer: Inlines) -> list[Node]:
    named = {"instrument": item.instrument, "un": item.un_norm, "regime": item.regime}
    ref = next((f"{space}:{found}" for space, found in named.items() if found), "")
    pinpoint = [nodes.text(f", {item.pinpoint}")] if item.pinpoint else []
    return [printer.reference(ref, capital=True), *pinpoint]


def _note(item: Basis, printer: Inlines) -> list[Node]:
    return [nodes.text(". "), *printer.line(item.note, capital=True)] if item.note else [nodes.text(".")]


def _joined(items: list[list[Node]]) -> Iterator[Node]:
    for index, item in enumerate(items):
        if index:
            yield nodes.text("; ")
        yield from item
