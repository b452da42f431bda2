"""The law in pieces, each compiled once: a title page, a Part, a Schedule, a note of the guide.

pandoc runs once over all of them. Every form of paper (the law, the law with its guide, a booklet of one Part) is laid
together from the same pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from normbook import pandoc
from normbook.paper.counted import numbers
from normbook.paper.inlines import paper_printer
from normbook.paper.typeset import Setter
from normbook.publication import Publication
from normbook.views.correlation import correlations
from normbook.word import correlation, front, guide, nodes, questions, schedules
from normbook.word.contents import Contents
from normbook.word.nodes import Node
from normbook.word.openxml import NAMESPACES, parse
from normbook.word.pieces import Use
from normbook.word.plans import law_terms
from normbook.word.provisions import Provisions
from normbook.word.styles import STYLES
from normbook.word.whole import whole

_NAMES = {style.id: style.name for style in STYLES}
_RULE = "//:: piece"
"""A comment of typst, on a line of its own, that parts the pieces in what pandoc gives."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Typst source of a unit. `kind` says what it is, `part` is the ref of the Part it belongs to.

    `labels` leads from the bookmarks in the piece to the labels that bear them. `wide` asks for a landscape page.
    """

    kind: str
    part: str
    source: str
    labels: dict[str, str]
    wide: bool


def pieces(publication: Publication, cache: Path | None = None) -> tuple[Piece, ...]:
    """All pieces in the order of the whole document. `cache` keeps what pandoc made."""
    counted = numbers(publication.labels.tree, law_terms(publication))
    blocks: list[Node] = []
    made = []
    for kind, part, own in _units(publication):
        setter = Setter(counted)
        blocks += [*setter.blocks(own), {"t": "RawBlock", "c": ["typst", _RULE]}]
        made.append((kind, part, setter))
    source = pandoc.convert(pandoc.tree(blocks), "typst", as_of=publication.edition.date,
                            options=["--wrap=none"], cache=cache).decode()
    return tuple(Piece(kind, part, text.strip(), setter.labels, setter.wide)
                 for (kind, part, setter), text in zip(made, source.split(_RULE)[:-1], strict=True))


def _units(publication: Publication) -> Iterator[tuple[str, str, list[Node]]]:
    """Kind, Part and blocks of every unit, from the makers of the Word file."""
    corpus, tree, labels = publication.corpus, publication.labels.tree, publication.labels
    printer = paper_printer(publication)
    notes = {f"{node.ref}#note{index}": 0 for node in tree.articles for index, _ in node.notes(tree.vocabulary)}
    law = Provisions(printer, law_terms(publication), {} if publication.adaptation.clean else notes)
    values = {**front.stands(publication), **guide.stands(publication, frozenset(labels.blanks))}

    def blocks(*uses: Use | str) -> list[Node]:
        return whole((adorned(use) for use in uses if isinstance(use, Use)), values)

    yield "cover", "", blocks(*front.cover(publication, printer, "a4"))
    yield "opening", "", blocks(front.opening(publication, printer))
    for part in tree.parts:
        yield "part", part.ref, blocks(*law.part(part), *(use for node in part.articles for use in law.article(node)))
    contents = Contents(corpus, printer)
    for item in tree.schedules:
        yield "schedule", "", blocks(*schedules.schedules([item], contents))
    yield "guide", "", blocks(guide.opening(corpus.law, printer), *questions.questions(tree, printer),
                              *questions.dates(tree, publication.edition.date, printer))
    for part in tree.parts:
        yield "note", part.ref, blocks(*guide.part(part, printer),
                                       *(use for node in part.articles for use in guide.article(node, printer)))
    rows = {row.node.ref: row for row in correlations(publication)}
    yield "annex", "", blocks(*guide.blanks(publication, frozenset(printer.blanks), printer, live=False))
    yield "annex", "", blocks(*correlation.table(rows, tree, printer))


def adorned(use: Use) -> Use:
    """A piece whose blocks have what is peculiar to its place: style, condition and footnotes."""
    def make() -> list[Node]:
        first, *rest = use.make()
        if first["t"] != "Div":
            return [first, *rest]
        (_, _, pairs), (line,) = first["c"]
        style = _NAMES.get(use.style) or dict(pairs)["custom-style"]
        before = _words(use.before).strip()
        mark = [nodes.span([nodes.text(before)], "Drafting Mark"), nodes.text(" ")] if before else []
        return [nodes.para(style, [*mark, *line["c"], *_footnotes(use)]), *rest]

    return replace(use, make=make, style="", before="", notes=())


def _footnotes(use: Use) -> Iterator[Node]:
    """Two at one place are parted, or 1 and 2 would read as 12."""
    for index, (note, _) in enumerate(use.notes):
        if index:
            yield nodes.styled("Superscript", [nodes.text(",\u2009")])
        (text,) = note.make()
        yield nodes.note([nodes.plain(inside["c"]) for inside in text["c"][1]])


def _words(runs: str) -> str:
    """The words of runs of Word."""
    return "".join(parse(f'<v xmlns:w="{NAMESPACES["w"]}">{runs}</v>'.encode()).itertext()) if runs else ""
