"""The plan of a law: which pieces stand where, joined and counted, with all that States who choose alike share.

`_law` and `_after` lay out the document from small functions, one a unit (`front`, `provisions`, `schedules`, `guide`).
A plan follows from what was chosen, left out and known of the State; it is kept, for most States choose nothing yet.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from normbook.law.adaptation import GENERAL, Adaptation
from normbook.law.tree import Tree, extract
from normbook.model.handbook import Term
from normbook.publication import Publication
from normbook.views.correlation import Correlation, correlations
from normbook.word import assembly, correlation, front, guide, insertion, numbering, questions, schedules
from normbook.word.assembly import Assembly, Laid, Reach
from normbook.word.contents import Contents
from normbook.word.differences import differences
from normbook.word.frames import frame
from normbook.word.furniture import Paper
from normbook.word.inlines import Inlines
from normbook.word.pieces import Store, Text, Use, taken_apart
from normbook.word.provisions import Provisions
from normbook.word.reference import reference

_KEPT = 12
"""How many plans are kept. One takes some six megabytes."""


@dataclass(frozen=True)
class Plan:
    """The stretches of a document with what a State fills in left open; its footnotes; counts set by hand.

    `blanks` are those that stand in it, `links` and `note_links` the addresses that text and footnotes lead to.
    """

    store: Store
    document: tuple[Text, ...]
    footnotes: Text
    lists: tuple[str, ...]
    blanks: frozenset[str]
    links: tuple[str, ...]
    note_links: tuple[str, ...]


def plan_of(publication: Publication, cache: Path | None, paper: Paper = "a4", *, live: bool = True,
            refs: frozenset[str] = frozenset()) -> Plan:
    """The plan of the law as the publication's adaptation has it; with `refs`, of those provisions alone."""
    bench, own = bench_of(publication, cache), publication.adaptation
    key = (tuple(sorted(own.choices.items())), own.conditions, own.omitted, own.commences, own.clean, bool(own.state),
           own.periods, paper, live, refs)
    found = bench.plans.pop(key, None) or _plan(publication, bench, paper, refs, live=live)
    bench.plans[key] = found  # the one used last stands last
    if len(bench.plans) > _KEPT:
        del bench.plans[next(iter(bench.plans))]
    return found


def _plan(publication: Publication, bench: Bench, paper: Paper, refs: frozenset[str], *, live: bool) -> Plan:
    whole = publication.labels.tree
    tree = extract(whole, refs) if refs else whole
    work = Assembly(bench.store, publication.labels, _reach(bench, tree), live)
    lines = _laid(work, bench, _insertion(bench, tree, paper) if refs else
                  _law(publication, bench, tree, paper, live=live))
    if refs:
        lines += _laid(work, bench, insertion.outside(work, whole))
    elif not publication.adaptation.clean:
        lines += _laid(work, bench, _after(publication, bench, tree, frozenset(work.used), live=live))
    assembly.together(lines)
    lists: list[str] = []
    if live:
        lists = assembly.count(lines, numbering.restarts(tree))
    else:
        assembly.typed(lines, numbering.restarts(tree), tree.vocabulary)
    return Plan(bench.store, tuple(taken_apart(words) for words in assembly.stretches(lines)),
                taken_apart("".join(work.footnotes)), tuple(lists), frozenset(work.used), tuple(work.links),
                tuple(work.note_links))


def _laid(work: Assembly, bench: Bench, blocks: Iterable[Use | str]) -> list[Laid]:
    held = list(blocks)
    bench.store.ensure(held)
    return work.lay(held)


def _insertion(bench: Bench, tree: Tree, paper: Paper) -> Iterator[Use | str]:
    """Some provisions, with a word on where they come from."""
    yield insertion.opening(bench.printer)
    yield from provisions(tree, bench.provisions)
    yield from schedules.schedules(tree.schedules, bench.contents, paper)


@dataclass
class Bench:
    """What the laws of one edition in one vocabulary have in common."""

    store: Store
    printer: Inlines
    provisions: Provisions
    bare: Provisions
    """Prints no footnotes."""
    contents: Contents
    correlations: dict[str, Correlation]
    plans: dict[Hashable, Plan] = field(default_factory=dict)


def bench_of(publication: Publication, cache: Path | None) -> Bench:
    """The bench of a vocabulary, with every piece of the general edition compiled."""
    words = publication.adaptation.vocabulary
    key = f"word:{words.name}"
    if key not in publication.kept:
        general = publication.adapted(Adaptation(vocabulary=words))
        framed = frame(general)
        terms = law_terms(general)
        printer = printing(general, general.labels.tree, terms)
        notes = {f"{node.ref}#note{index}": 0 for node in general.labels.tree.articles
                 for index, _ in node.notes(words)}
        numbered = {name: number for number, name in enumerate(notes, 1)}
        bench = Bench(Store(reference(framed), framed.language, framed.dated, cache), printer,
                      Provisions(printer, terms, numbered), Provisions(printer, terms, {}),
                      Contents(general.corpus, printer),
                      {row.node.ref: row for row in correlations(publication.adapted(GENERAL))})
        every = frozenset(blank.id for blank in general.corpus.law.blanks)
        tree = general.labels.tree
        bench.store.ensure([*_law(general, bench, tree, "a4"), *_after(general, bench, tree, every),
                            *front.adapted(), *insertion.pieces(printer)])
        publication.kept[key] = bench
    found: Bench = publication.kept[key]
    return found


def _law(publication: Publication, bench: Bench, tree: Tree, paper: Paper, *, live: bool = True) -> Iterator[Use | str]:
    """First page, contents, the law and its Schedules."""
    clean = publication.adaptation.clean
    printer = bench.provisions.printer
    yield from front.cover(publication, printer, paper)
    yield from front.contents(list(front.entries(tree, _headed(publication, tree))), live=live)
    yield front.opening(publication, printer)
    yield from provisions(tree, bench.bare if clean else bench.provisions)
    yield from schedules.schedules(tree.schedules, bench.contents, paper)


def provisions(tree: Tree, printing: Provisions) -> Iterator[Use]:
    """Parts and articles."""
    for part in tree.parts:
        yield from printing.part(part)
        for article in part.articles:
            yield from printing.article(article)


def _headed(publication: Publication, tree: Tree) -> frozenset[str]:
    """The places of the guide that are headed; none in a clean text."""
    if publication.adaptation.clean:
        return frozenset()
    asked, dated = questions.is_open(tree), questions.has_dates(tree)
    found = {front.GUIDE: True, front.USE: True, front.MEMORANDUM: bool(publication.corpus.law.memorandum),
             front.QUESTIONS: asked, front.DATES: dated}
    return frozenset(name for name, there in found.items() if there)


def _after(publication: Publication, bench: Bench, tree: Tree, used: frozenset[str], *,
           live: bool = True) -> Iterator[Use]:
    """The Guide to Enactment. `used` are the blanks of the law."""
    printer = bench.printer
    yield guide.opening(publication.corpus.law, printer)
    yield from questions.about_file(live=live)
    yield from differences(publication, printer)
    yield from questions.questions(tree, printer)
    yield from questions.dates(tree, publication.edition.date, printer)
    for part in tree.parts:
        yield from guide.part(part, printer)
        for article in part.articles:
            yield from guide.article(article, printer)
    yield from guide.blanks(publication, used, printer, live=live)
    yield from correlation.table(bench.correlations, tree, printer)


def _reach(bench: Bench, tree: Tree) -> Reach:
    """What has a place in the document."""
    terms = bench.provisions.terms if any(node.article.definitions for node in tree.articles) else ()
    others = {*(part.ref for part in tree.parts), *(item.id for item in tree.schedules),
              *(f"term:{term.id}" for term in terms), *schedules.anchors(tree.schedules, bench.contents.corpus)}
    return Reach(frozenset(node.ref for node in tree.articles), frozenset(others))


def printing(publication: Publication, tree: Tree, terms: tuple[Term, ...]) -> Inlines:
    """The printer, knowing what may have a place in the document and what has one on the site only."""
    corpus = publication.corpus
    here = {*tree.numbers, *(f"term:{term.id}" for term in terms), *schedules.anchors(tree.schedules, corpus)}
    base = corpus.handbook.base_url
    return Inlines(publication.labels, frozenset(here), f"{base}{publication.edition.id}/" if base else "")


def law_terms(publication: Publication) -> tuple[Term, ...]:
    """The terms that the law defines, as the definitions article lists them."""
    return tuple(term for term in publication.corpus.terms if term.scope == "law")
