"""Parts, articles, paragraphs and points of the numbered law as pieces in their places.

A function a unit: each takes a node of `law.tree` and says which pieces stand there, and none counts. The numbers stand
in the styles (`numbering`), the bookmarks around the text. A piece holds no more than its key says: the text of a unit
is the same in every law that has it, whatever number it gets and whatever stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from normbook import ids
from normbook.law.tree import ArticleNode, Option, PartNode, Unit
from normbook.model.handbook import Term
from normbook.model.law import Note
from normbook.word import fields, nodes
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node, run_in
from normbook.word.numbering import within
from normbook.word.pieces import Use

_STYLES = {"paragraph": "Law Paragraph", "point": "Law Point", "subpoint": "Law Subpoint"}
_STATES = {"federal": "federal States", "unitary": "unitary States",
           "dualist": "States where treaties are enacted first",
           "monist": "States where treaties have effect of themselves"}
Notes = Mapping[str, tuple[tuple[Use, int], ...]]


@dataclass(frozen=True)
class Scope:
    """Where a unit stands: the bookmarks of a ref there, the footnotes by ref, and the variant if it stands in one."""

    names: Callable[[str], tuple[str, ...]]
    notes: Notes
    letter: str = ""


@dataclass(frozen=True)
class Provisions:
    """How provisions are printed: the printer, the defined terms, and the footnotes with their numbers, if any."""

    printer: Inlines
    terms: tuple[Term, ...]
    notes: Mapping[str, int]

    def part(self, node: PartNode) -> Iterator[Use]:
        """The heading of a Part; a Part that is not yet written says so."""
        yield Use(f"{node.ref}#heading", lambda: [nodes.para("Part Heading", self.printer.line(node.title))],
                  (node.ref,))
        if node.part is None:
            yield Use("reserved", lambda: [nodes.para("Reserved Note", [nodes.text("In preparation.")])])

    def article(self, node: ArticleNode) -> Iterator[Use]:
        """An article: heading, then its paragraphs, its definitions, or its variants one under the other."""
        notes = self._anchored(node)
        form = f"{node.ref}:{node.variant}" if node.variant else node.ref
        heading = node.article.heading
        yield Use(f"{node.ref}#heading",
                  lambda: [nodes.para("Article Heading", self.printer.line(heading, node.ref))],
                  tuple(dict.fromkeys((node.ref, form))), notes=notes.get(node.ref, ()))
        scope = Scope(lambda ref: (node.ref + ref.removeprefix(form), ref), notes)
        for unit in node.units:
            yield from self._paragraph(unit, scope)
        if node.article.definitions:
            yield from self._definitions(node.ref)
        for option in node.options:
            yield from self._variant(option, node, scope)

    def _paragraph(self, unit: Unit, scope: Scope) -> Iterator[Use]:
        """A paragraph with its points, or the variants of it."""
        yield from self._choices(unit, scope) if unit.choices else self._lines(unit, scope)

    def _definitions(self, here: str) -> Iterator[Use]:
        """The defined terms of the law as points of the article that lists them."""
        for index, term in enumerate(self.terms):
            end = "." if index == len(self.terms) - 1 else "; and" if index == len(self.terms) - 2 else ";"
            yield self._definition(term, end, here)

    def _definition(self, term: Term, end: str, here: str) -> Use:
        def make() -> list[Node]:
            name = [nodes.text("\u201c"), nodes.span([nodes.text(term.term)], "Defined Term"),
                    nodes.text(f"\u201d {term.verb} ")]
            body = [*name, *self.printer.line(term.definition, here), nodes.text(end)]
            return [nodes.para("Definition Point", body)]

        return Use(f"term:{term.id}", make, (f"term:{term.id}",))

    def _variant(self, option: Option, node: ArticleNode, scope: Scope) -> Iterator[Use]:
        """A form of a whole article, with what follows from it."""
        def names(ref: str) -> tuple[str, ...]:
            return (ref, node.ref + ref.removeprefix(option.ref)) if option.default else (ref,)

        yield self._label(option, "Variant Heading", (option.ref,))
        for unit in option.units:
            yield from self._paragraph(unit, replace(scope, names=names))
        if option.omit:
            yield self._gone("article")
        yield self._follows(option, "Variant", last=option is node.options[-1])

    def _choices(self, unit: Unit, scope: Scope) -> Iterator[Use]:
        """Variants of a paragraph. The default one, if printed, is the one that references mean and notes hang on."""
        printed = sorted((option for option in unit.choices if option.units), key=lambda option: not option.default)
        carrier = printed[0] if printed else None
        owners: dict[str, Option] = {}
        for option in printed:
            for ref in _refs(option.units):
                owners.setdefault(ref, option)
        for option in unit.choices:
            own = (option.ref,) if carrier or option is not unit.choices[0] else (option.ref, *scope.names(unit.ref))
            yield self._label(option, "Choice Heading", own)
            names = _names_in(option, scope, owners)
            inner = Scope(names, scope.notes if option is carrier else {}, option.letter)
            for text in option.units:
                yield from self._lines(replace(text, when=unit.when), inner)
            if option.omit:
                yield self._gone("paragraph")
            yield self._follows(option, "Choice", last=option is unit.choices[-1])

    def _lines(self, unit: Unit, scope: Scope) -> Iterator[Use]:
        """A unit and what is below it, a line each."""
        style = _STYLES[unit.kind].replace(" ", "") if unit.number else "LawText"
        chosen = (f"{unit.ref}:{unit.variant}",) if unit.variant else ()
        letter = unit.variant or scope.letter
        mark = f"[{_STATES.get(unit.when, unit.when)}]" if unit.when else ""
        before = fields.run(mark, "DraftingMark") + fields.run(" ") if mark else ""
        marks = tuple(dict.fromkeys((*scope.names(unit.ref), *chosen)))
        yield Use(f"{unit.ref}#{letter}", lambda: [self._line(unit)], marks, style, before,
                  scope.notes.get(unit.ref, ()))
        below = scope if letter == scope.letter else replace(scope, letter=letter)
        for inner in unit.inside:
            yield from self._lines(inner, below)

    def _line(self, unit: Unit) -> Node:
        return nodes.para(_STYLES[unit.kind],
                          self.printer.line(unit.text, unit.ref, capital=unit.kind == "paragraph"))

    def _label(self, option: Option, style: str, marks: tuple[str, ...]) -> Use:
        def make() -> list[Node]:
            words = option.label + (" (default)" if option.default else "")
            return [nodes.para(style, [nodes.text(f"Variant {option.letter}"), nodes.tab(), nodes.text(words)])]

        return Use(f"{option.ref}#label", make, marks)

    def _gone(self, what: str) -> Use:
        said = [nodes.span([nodes.text(f"[The {self.printer.say(what)} is left out.]")], "Blank Char")]
        return Use(f"gone#{what}", lambda: [nodes.para("Law Text", said)])

    def _follows(self, option: Option, style: str, *, last: bool) -> Use:
        """What follows from choosing a variant, and what it needs or rules out."""
        def make() -> list[Node]:
            target = self.printer.labels.links.get(option.ref)
            body = [run_in("What follows."), nodes.text(" "),
                    *self.printer.line(option.follows, option.ref, capital=True)]
            for verb, name in (("Requires", "requires"), ("Excludes", "excludes")):
                refs = getattr(target.item, name, ()) if target else ()
                if refs:
                    named = [self.printer.reference(ref, option.ref) for ref in refs]
                    body += [nodes.text(f" {verb} "), *listed(named), nodes.text(".")]
            return [nodes.para(f"{style} Note", body)]

        return Use(f"{option.ref}#follows", make, style=f"{style}End" if last else f"{style}Note")

    def _anchored(self, node: ArticleNode) -> Notes:
        """Footnotes by the ref they hang on: a paragraph (of the default variant, if it is there), else the heading."""
        paragraphs = {unit.ref for unit in node.units} | {unit.ref for option in node.options for unit in option.units}
        prefixes = [option.ref for option in sorted(node.options, key=lambda option: not option.default)]
        prefixes = prefixes or [f"{node.ref}:{node.variant}" if node.variant else node.ref]
        made: dict[str, tuple[tuple[Use, int], ...]] = {}
        for index, note in node.notes(self.printer.labels.adaptation.vocabulary):
            key = f"{node.ref}#note{index}"
            if key in self.notes:
                wanted = [f"{prefix}/{note.at}" for prefix in prefixes] if note.at else []
                ref = next((ref for ref in wanted if ref in paragraphs), node.ref)
                made[ref] = (*made.get(ref, ()), (self._note(key, note, node.ref), self.notes[key]))
        return made

    def _note(self, key: str, note: Note, here: str) -> Use:
        return Use(key, lambda: [nodes.para("Footnote Text", self.printer.line(note.text, here, capital=True))])


def _names_in(option: Option, scope: Scope, owners: Mapping[str, Option]) -> Callable[[str], tuple[str, ...]]:
    """A unit in a variant has a bookmark of its own, and that of its ref if it is the one that references mean."""
    def names(ref: str) -> tuple[str, ...]:
        return (within(option, ref), *(scope.names(ref) if owners[ref] is option else ()))

    return names


def _refs(units: tuple[Unit, ...]) -> Iterator[str]:
    for unit in units:
        yield unit.ref
        yield from _refs(unit.inside)


def listed(items: list[Node]) -> Iterator[Node]:
    """Items of a sentence: one, another and a third."""
    for index, item in enumerate(items):
        if index:
            yield nodes.text(" and " if index == len(items) - 1 else ", ")
        yield item


def marked(inside: list[Node], *refs: str) -> list[Node]:
    """Inlines under the bookmarks of refs."""
    for ref in dict.fromkeys(refs):
        inside = [nodes.span(inside, bookmark=ids.bookmark(ref))]
    return inside
