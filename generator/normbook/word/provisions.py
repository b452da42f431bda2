"""Parts, articles, paragraphs and points of the numbered law as blocks of pandoc's tree.

A function a unit: each takes a node of `law.tree` and gives its blocks, and none counts. The numbers stand in the
styles (`numbering`), the bookmarks in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from normbook import ids
from normbook.law.tree import ArticleNode, Option, PartNode, Unit
from normbook.model.handbook import Term
from normbook.model.law import Note
from normbook.word import nodes
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node, run_in
from normbook.word.numbering import within

_STYLES = {"paragraph": "Law Paragraph", "point": "Law Point", "subpoint": "Law Subpoint"}
_STATES = {"federal": "federal States", "unitary": "unitary States",
           "dualist": "States where treaties are enacted first",
           "monist": "States where treaties have effect of themselves"}


@dataclass(frozen=True)
class Scope:
    """Where a unit stands: the bookmarks of a ref there, the footnotes by ref, and the variant if it stands in one."""

    names: Callable[[str], tuple[str, ...]]
    notes: Mapping[str, tuple[Note, ...]]


def part(node: PartNode, printer: Inlines) -> list[Node]:
    """The heading of a Part; a Part that is not yet written says so."""
    made = [nodes.para("Part Heading", marked(printer.line(node.title), node.ref))]
    if node.part is None:
        made.append(nodes.para("Reserved Note", [nodes.text("In preparation.")]))
    return made


def article(node: ArticleNode, printer: Inlines, terms: tuple[Term, ...]) -> list[Node]:
    """An article: heading, then its paragraphs, its definitions, or its variants one under the other."""
    notes = {} if printer.clean else _anchored(node)
    heading = [*printer.line(node.article.heading, node.ref), *_footnotes(notes.get(node.ref, ()), printer, node.ref)]
    form = f"{node.ref}:{node.variant}" if node.variant else node.ref
    made = [nodes.para("Article Heading", marked(heading, node.ref, form))]
    scope = Scope(lambda ref: (node.ref + ref.removeprefix(form), ref), notes)
    for unit in node.units:
        made += paragraph(unit, printer, scope)
    if node.article.definitions:
        made += definitions(node.ref, terms, printer)
    for option in node.options:
        made += variant(option, node, printer, scope)
    return made


def paragraph(unit: Unit, printer: Inlines, scope: Scope) -> list[Node]:
    """A paragraph with its points, or the variants of it."""
    if unit.choices:
        return list(_choices(unit, printer, scope))
    return list(_lines(unit, printer, scope))


def definitions(here: str, terms: tuple[Term, ...], printer: Inlines) -> list[Node]:
    """The defined terms of the law as points of the article that lists them."""
    made = []
    for index, term in enumerate(terms):
        end = "." if index == len(terms) - 1 else "; and" if index == len(terms) - 2 else ";"
        name = [nodes.text("\u201c"), nodes.span([nodes.text(term.term)], "Defined Term"),
                nodes.text(f"\u201d {term.verb} ")]
        body = [*name, *printer.line(term.definition, here), nodes.text(end)]
        made.append(nodes.para("Definition Point", marked(body, f"term:{term.id}")))
    return made


def variant(option: Option, node: ArticleNode, printer: Inlines, scope: Scope) -> list[Node]:
    """A form of a whole article, with what follows from it."""
    def names(ref: str) -> tuple[str, ...]:
        return (ref, node.ref + ref.removeprefix(option.ref)) if option.default else (ref,)

    made = [nodes.para("Variant Heading", marked(_label(option), option.ref))]
    for unit in option.units:
        made += paragraph(unit, printer, replace(scope, names=names))
    if option.omit:
        made.append(nodes.para("Law Text", [nodes.span([nodes.text("[The article is left out.]")], "Blank Char")]))
    return [*made, *_follows(option, printer, "Variant", last=option is node.options[-1])]


def _choices(unit: Unit, printer: Inlines, scope: Scope) -> Iterator[Node]:
    """Variants of a paragraph. The default one, if it is printed, is the one that references mean and notes hang on."""
    printed = sorted((option for option in unit.choices if option.units), key=lambda option: not option.default)
    carrier = printed[0] if printed else None
    owners: dict[str, Option] = {}
    for option in printed:
        for ref in _refs(option.units):
            owners.setdefault(ref, option)
    for option in unit.choices:
        own = (option.ref,) if carrier or option is not unit.choices[0] else (option.ref, *scope.names(unit.ref))
        yield nodes.para("Choice Heading", marked(_label(option), *own))
        inner = Scope(_names_in(option, scope, owners), scope.notes if option is carrier else {})
        for text in option.units:
            yield from _lines(replace(text, when=unit.when), printer, inner)
        if option.omit:
            yield nodes.para("Law Text", [nodes.span([nodes.text("[The paragraph is left out.]")], "Blank Char")])
        yield from _follows(option, printer, "Choice", last=option is unit.choices[-1])


def _names_in(option: Option, scope: Scope, owners: Mapping[str, Option]) -> Callable[[str], tuple[str, ...]]:
    """A unit in a variant has a bookmark of its own, and that of its ref if it is the one that references mean."""
    def names(ref: str) -> tuple[str, ...]:
        return (within(option, ref), *(scope.names(ref) if owners[ref] is option else ()))

    return names


def _refs(units: tuple[Unit, ...]) -> Iterator[str]:
    for unit in units:
        yield unit.ref
        yield from _refs(unit.inside)


def _lines(unit: Unit, printer: Inlines, scope: Scope) -> Iterator[Node]:
    """A unit and what is below it, a line each."""
    style = _STYLES[unit.kind] if unit.number else "Law Text"
    condition = [nodes.span([nodes.text(f"[{_STATES.get(unit.when, unit.when)}]")], "Drafting Mark"), nodes.text(" ")]
    text = [*(condition if unit.when else ()), *printer.line(unit.text, unit.ref, capital=unit.kind == "paragraph"),
            *_footnotes(scope.notes.get(unit.ref, ()), printer, unit.ref)]
    chosen = (f"{unit.ref}:{unit.variant}",) if unit.variant else ()
    yield nodes.para(style, marked(text, *scope.names(unit.ref), *chosen))
    for inner in unit.inside:
        yield from _lines(inner, printer, scope)


def _label(option: Option) -> list[Node]:
    words = option.label + (" (default)" if option.default else "")
    return [nodes.text(f"Variant {option.letter}"), nodes.tab(), nodes.text(words)]


def _follows(option: Option, printer: Inlines, style: str, *, last: bool) -> list[Node]:
    """What follows from choosing a variant, and what it needs or rules out."""
    target = printer.labels.links.get(option.ref)
    body = [run_in("What follows."), nodes.text(" "), *printer.line(option.follows, option.ref, capital=True)]
    for verb, name in (("Requires", "requires"), ("Excludes", "excludes")):
        refs = getattr(target.item, name, ()) if target else ()
        if refs:
            named = [printer.reference(ref, option.ref) for ref in refs]
            body += [nodes.text(f" {verb} "), *_listed(named), nodes.text(".")]
    return [nodes.para(f"{style} End" if last else f"{style} Note", body)]


def _listed(items: list[Node]) -> Iterator[Node]:
    for index, item in enumerate(items):
        if index:
            yield nodes.text(" and " if index == len(items) - 1 else ", ")
        yield item


def _anchored(node: ArticleNode) -> dict[str, tuple[Note, ...]]:
    """Footnotes by the ref they hang on: a paragraph (of the default variant, if it is there), else the heading."""
    paragraphs = {unit.ref for unit in node.units} | {unit.ref for option in node.options for unit in option.units}
    prefixes = [option.ref for option in sorted(node.options, key=lambda option: not option.default)]
    prefixes = prefixes or [f"{node.ref}:{node.variant}" if node.variant else node.ref]
    made: dict[str, tuple[Note, ...]] = {}
    for note in node.article.notes:
        wanted = [f"{prefix}/{note.at}" for prefix in prefixes] if note.at else []
        ref = next((ref for ref in wanted if ref in paragraphs), node.ref)
        made[ref] = (*made.get(ref, ()), note)
    return made


def _footnotes(notes: tuple[Note, ...], printer: Inlines, here: str) -> Iterator[Node]:
    """Footnotes to the enacting State. Two at one place are parted, or 1 and 2 would read as 12."""
    for index, note in enumerate(notes):
        if index:
            yield nodes.styled("Superscript", [nodes.text(",\u2009")])
        yield nodes.note([nodes.plain(printer.line(note.text, here, capital=True))])


def marked(inside: list[Node], *refs: str) -> list[Node]:
    """Inlines under the bookmarks of refs."""
    for ref in dict.fromkeys(refs):
        inside = [nodes.span(inside, bookmark=ids.bookmark(ref))]
    return inside
