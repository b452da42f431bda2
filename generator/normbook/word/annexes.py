"""The Schedules of terms and of benchmarks."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.model.corpus import Corpus
from normbook.model.law import Schedule
from normbook.model.practice import Benchmark
from normbook.model.taxonomy import Taxonomy
from normbook.views.facts import figure
from normbook.word import nodes
from normbook.word.contents import WIDE_TABLE, Contents, cell, head
from normbook.word.guide import named
from normbook.word.nodes import Node
from normbook.word.provisions import marked


def included(item: Schedule, corpus: Corpus) -> list[Taxonomy]:
    """The taxonomies of a Schedule in the order it names; all of them if it names none."""
    if not item.include:
        return list(corpus.taxonomies)
    return sorted((t for t in corpus.taxonomies if t.id in item.include), key=lambda t: item.include.index(t.id))


def taxonomies(item: Schedule, contents: Contents) -> Iterator[Node]:
    """A table of code, term and definition for each taxonomy."""
    printer = contents.printer
    for taxonomy in included(item, contents.corpus):
        ref = f"taxonomy:{taxonomy.id}"
        yield nodes.para("Schedule Subheading", marked(printer.line(taxonomy.title), ref))
        yield nodes.para("Schedule Lead", [*printer.line(taxonomy.summary, item.id, capital=True), *_scale(taxonomy)])
        rows = [[cell([nodes.code(term.code)]),
                 cell([nodes.styled("Strong", marked(printer.line(term.label), f"{ref}/{term.code}"))]),
                 cell(printer.line(term.definition, item.id, capital=True))] for term in taxonomy.terms]
        yield nodes.table("LawTable", (0.21, 0.19, 0.6), head("Code", "Term", "Definition"), rows)


def _scale(taxonomy: Taxonomy) -> list[Node]:
    return [nodes.text(" The terms form a scale, lowest first.")] if taxonomy.ordered else []


def benchmarks(item: Schedule, contents: Contents) -> Iterator[Node]:
    """A table of benchmarks for each sector."""
    printer = contents.printer
    for sector in contents.corpus.benchmarks:
        yield nodes.para("Schedule Subheading", printer.line(sector.title))
        yield nodes.para("Schedule Lead", printer.line(sector.summary, item.id, capital=True))
        rows = [_benchmark(item, one, contents) for one in sector.benchmarks]
        titles = head("Benchmark", "Level to be reached", "Figure", "Test", "Basis")
        yield nodes.table(WIDE_TABLE, (0.14, 0.27, 0.1, 0.26, 0.23), titles, rows)


def _benchmark(item: Schedule, one: Benchmark, contents: Contents) -> list[list[Node]]:
    printer = contents.printer
    basis = [nodes.para("Table Text", named(one.basis, printer))] if one.basis else []
    if one.basis_note:
        basis.append(nodes.para("Table Text", printer.line(one.basis_note, item.id, capital=True)))
    return [
        [*cell([nodes.styled("Strong", printer.line(one.title))]), *cell([nodes.text(one.priority.capitalize())])],
        cell(printer.line(one.text, item.id, capital=True)),
        cell([printer.figure(figure(one))] if one.value else []),
        cell(printer.line(one.test, item.id, capital=True)),
        basis,
    ]
