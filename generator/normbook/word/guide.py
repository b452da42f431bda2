"""The Guide to Enactment: its opening, a note to each article, and the list of blanks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from normbook.compiled import place
from normbook.dates import parse_period, words
from normbook.labels import Labels
from normbook.law.country import suggestions
from normbook.law.tree import ArticleNode, PartNode
from normbook.model.base import Basis
from normbook.model.law import Article, Blank, Law
from normbook.model.world import Body
from normbook.publication import Publication
from normbook.word import nodes
from normbook.word.contents import every, head
from normbook.word.front import BLANKS, GUIDE, MEMORANDUM, USE
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node, run_in
from normbook.word.numbering import DASH
from normbook.word.pieces import Use
from normbook.word.provisions import marked

_TYPES = {"body": "body", "law": "enactment", "place": "place", "text": "words", "number": "number",
          "duration": "period", "date": "date", "amount": "amount"}


def opening(law: Law, printer: Inlines) -> Use:
    """Heading, the explanatory memorandum if there is one, and introduction."""
    def make() -> list[Node]:
        made = [nodes.para("Guide Heading", marked([nodes.text("Guide to Enactment")], GUIDE))]
        if law.memorandum:
            made.append(nodes.para("Guide Part", marked([nodes.text("Explanatory memorandum")], MEMORANDUM)))
            for words_ in law.memorandum:
                made += printer.blocks(words_, "Guide Text")
        made.append(nodes.para("Guide Part", marked([nodes.text("How to use the model law")], USE)))
        for words_ in law.guide_intro:
            made += printer.blocks(words_, "Guide Text")
        return made

    return Use(f"{GUIDE}#head", make)


def part(node: PartNode, printer: Inlines) -> Iterator[Use]:
    """Heading of a Part in the guide, with what the Part does."""
    own = node.part
    if own:
        yield Use(f"{GUIDE}/{node.ref}#head", lambda: [
            nodes.para("Guide Part", marked([printer.reference(node.ref), nodes.tab(), *printer.line(node.title)],
                                            f"{GUIDE}/{node.ref}")),
            *printer.blocks(own.summary, "Guide Text")])


def article(node: ArticleNode, printer: Inlines) -> Iterator[Use]:
    """The guide note to an article. What it says of the choices is left out where none is left."""
    own, here = node.article, node.ref

    def head() -> list[Node]:
        heading = [printer.reference(here, capital=True), nodes.tab(), *printer.line(own.heading)]
        return [nodes.para("Guide Article", marked(heading, f"{GUIDE}/{here}")),
                nodes.para("Guide Mark", [nodes.raw_inline(place("v|standing"))]),
                *printer.blocks(own.guide.why, "Guide Text", here)]

    def rest() -> list[Node]:
        made = [block for lead, text in (("Human rights.", own.guide.rights), ("Existing regimes.", own.guide.compare))
                if text for block in printer.blocks(text, "Guide Text", here, lead)]
        return [*made, _served(own, printer), *_sources(own.basis, printer)]

    yield Use(f"{GUIDE}/{here}#head", head, values={"standing": printer.say(" \u00b7 ".join(_standing(node)))})
    if own.guide.choices and _open(node):
        yield Use(f"{GUIDE}/{here}#choices",
                  lambda: printer.blocks(own.guide.choices, "Guide Text", here, "The choices."))
    yield Use(f"{GUIDE}/{here}#rest", rest)


def _open(node: ArticleNode) -> bool:
    """Whether an article leaves something to choose; one without variants may still offer a choice in its words."""
    own = node.article
    variants = bool(own.variants) or any(paragraph.variants for paragraph in own.paragraphs)
    return not variants or bool(node.options) or any(unit.choices for unit in node.units)


def blanks(publication: Publication, used: Collection[str], printer: Inlines, *, live: bool) -> Iterator[Use]:
    """What an enacting State fills in, as a table.

    `used` are the blanks that the file holds. In one that is `live` the places of a blank are bound to each other.
    """
    declared = publication.corpus.law.blanks
    ordered = sorted((blank for blank in declared if blank.id in used), key=lambda each: each.label.lower())
    yield Use(f"{BLANKS}#head#{live}", lambda: _blanks_heading(live=live))
    for index, blank in enumerate(ordered):
        yield Use(f"blank:{blank.id}#row", _blank(blank, printer), joins=index > 0)


def _blanks_heading(*, live: bool) -> list[Node]:
    intro = "A blank stands in square brackets and italics; a bracketed figure is a proposal. " + (
        "All the places of a blank are linked: what is filled in here stands at each of them." if live else
        "A blank that stands at several places takes the same words at each of them.")
    return [nodes.para("Guide Heading", marked([nodes.text("Blanks to fill in")], BLANKS)),
            nodes.para("Guide Text", [nodes.text(intro)])]


def _blank(blank: Blank, printer: Inlines) -> Callable[[], list[Node]]:
    def make() -> list[Node]:
        hint = [nodes.para("Table Text", printer.line(blank.hint, capital=True))]
        if blank.default and blank.basis_note:
            why = [nodes.styled("Emph", [nodes.text("Figure: ")]), *printer.line(blank.basis_note, capital=True)]
            hint.append(nodes.para("Table Text", why))
        row = [[nodes.raw(place(f"p|TableText|label:{blank.id}")), nodes.para("Table Text", [printer.blank(blank.id)])],
               [nodes.para("Table Text", [nodes.text(_TYPES[blank.type])])],
               [*hint, nodes.raw(place(f"p|TableText|suggestion:{blank.id}"))],
               [nodes.para("Table Text", [nodes.raw_inline(place(f"v|proposed:{blank.id}"))])]]
        titles = head("Blank", "Kind", "What to put in", "Proposed")
        return [nodes.table("LawTable", (0.26, 0.12, 0.48, 0.14), titles, [row])]

    return make


def stands(publication: Publication, used: Collection[str]) -> dict[str, str]:
    """What stands in the places of the table of blanks that a State decides."""
    labels = publication.labels
    made: dict[str, str] = {}
    named = dict(suggestions(publication.corpus, labels.adaptation.state))
    for blank in publication.corpus.law.blanks:
        if blank.id in used:
            body = named.get(blank.id) if labels.adaptation.suggested.get(blank.id) else None
            made |= {f"{name}:{blank.id}": words for name, words in _stands(blank, body, labels).items()}
    return made


def _stands(blank: Blank, body: Body | None, labels: Labels) -> dict[str, str]:
    """What of a row a State decides. A control that shows a value does not name the blank, so a line above does."""
    filled = labels.is_filled(blank.id)
    label = labels.adaptation.vocabulary.say(blank.label)
    named = label[:1].upper() + label[1:] if filled or blank.default or body else ""
    proposed = f"[{labels.blank(blank.id)}]" if blank.default and not filled else DASH
    return {"label": named, "suggestion": _suggestion(body) if body else "",
            "proposed": nodes.unbroken(proposed)}


def _suggestion(body: Body) -> str:
    """That a body is suggested by a public source, which one and of when, and that it has to be confirmed."""
    sources = "; ".join(source.title for source in body.source)
    dated = f", as of {body.as_of}" if body.as_of else ""
    return f"Suggestion: {body.name or body.abbr}, from a public source ({sources}{dated}). To be confirmed."


def _standing(node: ArticleNode) -> list[str]:
    """The mark of an article, the variants that were chosen and its own dates."""
    own = node.article
    facts = [f"{own.status.capitalize()} article", *_chosen(node)]
    if own.review:
        facts.append(f"reviewed every {every(own.review.every)}")
    if own.sunset:
        end = f"ends {words(parse_period(own.sunset.after))} from commencement"
        facts.append(end + (" unless renewed" if own.sunset.kind == "unless_renewed" else ""))
        if own.sunset.tabling:
            facts.append(f"renewal tabled {words(parse_period(own.sunset.tabling))} before")
    return facts


def _chosen(node: ArticleNode) -> Iterator[str]:
    """The form of the article that was chosen. What follows from it was read before it was chosen."""
    chosen = next((variant for variant in node.article.variants if variant.id == node.variant), None)
    if chosen:
        yield f"variant {chosen.id}, {chosen.label[:1].lower()}{chosen.label[1:]}"
    for own, unit in ((p, u) for p in node.article.paragraphs for u in node.units if u.ref.endswith(f"/{p.id}")):
        taken = next((variant for variant in own.variants if variant.id == unit.variant), None)
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
