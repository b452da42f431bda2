"""The Guide to Enactment: its opening, a note to each article, and the list of blanks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from normbook import ids
from normbook.dates import parse_period, words
from normbook.law.country import suggestions
from normbook.law.tree import ArticleNode, PartNode, Tree
from normbook.model.base import Basis
from normbook.model.law import Article, Blank, Law
from normbook.model.world import Body
from normbook.publication import Publication
from normbook.word import nodes
from normbook.word.contents import every
from normbook.word.front import BLANKS, GUIDE, MEMORANDUM, USE
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
        made.append(nodes.para("Guide Part", marked([nodes.text("Explanatory memorandum")], MEMORANDUM)))
        for paragraph in law.memorandum:
            made += printer.blocks(paragraph, "Guide Text")
    made.append(nodes.para("Guide Part", marked([nodes.text("How to use the model law")], USE)))
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
    number = tree.vocabulary.article_label(node.number).replace(" ", NO_BREAK)
    heading = [nodes.link([nodes.text(number)], f"#{ids.bookmark(here)}"), nodes.tab(), *printer.line(own.heading)]
    made = [nodes.para("Guide Article", marked(heading, f"{GUIDE}/{here}")),
            nodes.para("Guide Mark", _standing(node))]
    choices = own.guide.choices if _open(node) else ""
    for lead, text in (("", own.guide.why), ("The choices.", choices), ("Human rights.", own.guide.rights),
                       ("Existing regimes.", own.guide.compare)):
        if text:
            made += printer.blocks(text, "Guide Text", here, lead)
    made.append(_served(own, printer))
    return [*made, *_sources(own.basis, printer)]


def _open(node: ArticleNode) -> bool:
    """Whether an article leaves something to choose; one without variants may still offer a choice in its words."""
    own = node.article
    variants = bool(own.variants) or any(paragraph.variants for paragraph in own.paragraphs)
    return not variants or bool(node.options) or any(unit.choices for unit in node.units)


def blanks(publication: Publication, used: Collection[str], printer: Inlines) -> list[Node]:
    """What an enacting State fills in, as a table. `used` are the blanks that the file holds."""
    corpus, labels = publication.corpus, printer.labels
    ordered = sorted((blank for blank in corpus.law.blanks if blank.id in used), key=lambda each: each.label.lower())
    named = dict(suggestions(corpus, labels.adaptation.state))
    titles = ("Blank", "Kind", "What to put in", "Proposed")
    head = [[nodes.para("Table Head", [nodes.text(title)])] for title in titles]
    intro = ("A blank stands in square brackets and italics; a bracketed figure is a proposal. Each is declared once: "
             "what is filled in here stands wherever the blank does.")
    return [
        nodes.para("Guide Heading", marked([nodes.text("Blanks to fill in")], BLANKS)),
        nodes.para("Guide Text", [nodes.text(intro)]),
        nodes.table("LawTable", (0.26, 0.12, 0.48, 0.14), head,
                    [_blank(blank, named.get(blank.id), printer) for blank in ordered]),
    ]


def _blank(blank: Blank, named: Body | None, printer: Inlines) -> list[list[Node]]:
    labels = printer.labels
    label = [[printer.blank(blank.id)]]
    if labels.is_filled(blank.id) or blank.default or labels.adaptation.suggested.get(blank.id):
        label.append(printer.line(blank.label, capital=True))  # the control shows a value, which does not name it
    hint = [nodes.para("Table Text", printer.line(blank.hint, capital=True))]
    if blank.default and blank.basis_note:
        why = [nodes.styled("Emph", [nodes.text("Figure: ")]), *printer.line(blank.basis_note, capital=True)]
        hint.append(nodes.para("Table Text", why))
    if named and labels.adaptation.suggested.get(blank.id):
        hint.append(nodes.para("Table Text", _suggestion(named)))
    proposed = f"[{labels.blank(blank.id)}]" if blank.default and not labels.is_filled(blank.id) else DASH
    return [
        [nodes.para("Table Text", words) for words in reversed(label)],
        [nodes.para("Table Text", [nodes.text(_TYPES[blank.type])])],
        hint,
        [nodes.para("Table Text", [nodes.text(proposed.replace(" ", NO_BREAK))])],
    ]


def _suggestion(body: Body) -> list[Node]:
    """That a body is suggested by a public source, which one and of when, and that it has to be confirmed."""
    sources = "; ".join(source.title for source in body.source)
    dated = f", as of {body.as_of}" if body.as_of else ""
    words = f"{body.name or body.abbr}, from a public source ({sources}{dated}). To be confirmed by the State."
    return [nodes.styled("Emph", [nodes.text("Suggestion: ")]), nodes.text(words)]


def _standing(node: ArticleNode) -> list[Node]:
    """The mark of an article, the variants that were chosen and its own dates, on one line."""
    own = node.article
    facts = [f"{own.status.capitalize()} article", *_chosen(node)]
    if own.review:
        facts.append(f"reviewed every {every(own.review.every)}")
    if own.sunset:
        end = f"ends {words(parse_period(own.sunset.after))} from commencement"
        facts.append(end + (" unless renewed" if own.sunset.kind == "unless_renewed" else ""))
        if own.sunset.tabling:
            facts.append(f"renewal tabled {words(parse_period(own.sunset.tabling))} before")
    return [nodes.text(" · ".join(facts))]


def _chosen(node: ArticleNode) -> Iterator[str]:
    """The form of the article that was chosen. What follows from it was read before it was chosen."""
    chosen = next((variant for variant in node.article.variants if variant.id == node.variant), None)
    if chosen:
        yield f"variant {chosen.id}, {chosen.label[:1].lower()}{chosen.label[1:]}"
    for paragraph, unit in ((p, u) for p in node.article.paragraphs for u in node.units if u.ref.endswith(f"/{p.id}")):
        taken = next((variant for variant in paragraph.variants if variant.id == unit.variant), None)
        if taken:
            label = f"{taken.label[:1].lower()}{taken.label[1:]}"
            yield f"variant {taken.id} of {unit.number or 'its text'}, {label}"


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
