"""The Schedules, generated from the rest of the corpus: nothing in them is typed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from normbook.labels import Labels
from normbook.model.corpus import Corpus
from normbook.model.law import Schedule
from normbook.model.response import Measure
from normbook.model.timeline import Stage, Timeline
from normbook.word import annexes, assessment, nodes
from normbook.word.contents import WIDE_TABLE, Contents, cell, every, head
from normbook.word.furniture import Paper, Shape, section_end
from normbook.word.nodes import Node
from normbook.word.openxml import source
from normbook.word.pieces import Use
from normbook.word.provisions import marked

_ATTRIBUTION = {"no": "not needed", "helpful": "helpful", "yes": "needed",
                "legal": "a legal finding of attribution and breach",
                "is_attribution": "the measure is itself an attribution"}
_UNDONE = {"yes": "can be undone", "partly": "can be undone in part", "no": "cannot be undone"}


def schedules(items: Iterable[Schedule], contents: Contents, paper: Paper = "a4") -> Iterator[Use | str]:
    """The Schedules, each on a page of its own, landscape where its table is wide."""
    shape: Shape = "portrait"
    for item in items:
        wanted: Shape = "wide" if item.shows in _WIDE else "portrait"
        if wanted != shape:
            yield source(section_end(shape, paper))
        shape = wanted
        yield from _schedule(item, contents)
    if shape == "wide":
        yield source(section_end(shape, paper))


def _schedule(item: Schedule, contents: Contents) -> Iterator[Use]:
    printer = contents.printer
    yield Use(f"{item.id}#heading", lambda: [nodes.para("Schedule Heading", printer.line(item.title))], (item.id,))
    yield Use(f"{item.id}#body", lambda: body(item, contents))


def body(item: Schedule, contents: Contents) -> list[Node]:
    """What stands in a Schedule below its heading."""
    intro = contents.printer.line(item.intro, item.id, capital=True)
    return [nodes.para("Schedule Text", intro), *_BODIES[item.shows](item, contents)]


def anchors(items: Iterable[Schedule], corpus: Corpus) -> Iterator[str]:
    """The refs that have a place in the Schedules."""
    for item in items:
        if item.shows == "timelines":
            for timeline in chosen(item, corpus):
                yield f"timeline:{timeline.id}"
                yield from (f"timeline:{timeline.id}/{stage.id}" for stage in timeline.stages)
        if item.shows == "taxonomies":
            for taxonomy in annexes.included(item, corpus):
                yield f"taxonomy:{taxonomy.id}"
                yield from (f"taxonomy:{taxonomy.id}/{term.code}" for term in taxonomy.terms)
        if item.shows == "responses":
            yield from (f"measure:{measure.id}" for measure in corpus.measures)


def chosen(item: Schedule, corpus: Corpus) -> list[Timeline]:
    """The timelines of a Schedule in the order it names; all of them if it names none."""
    if not item.include:
        return list(corpus.timelines)
    return sorted((t for t in corpus.timelines if t.id in item.include), key=lambda t: item.include.index(t.id))


def _timelines(item: Schedule, contents: Contents) -> list[Node]:
    made = []
    for timeline in chosen(item, contents.corpus):
        heading = contents.printer.line(timeline.title)
        made.append(nodes.para("Schedule Subheading", marked(heading, f"timeline:{timeline.id}")))
        rows = [_stage(timeline, stage, contents) for stage in timeline.stages]
        titles = head("Step", "Within", "Counted from", "From whom to whom")
        made.append(nodes.table("LawTable", (0.27, 0.2, 0.25, 0.28), titles, rows))
    return made


def _stage(timeline: Timeline, stage: Stage, contents: Contents) -> list[list[Node]]:
    labels, printer = contents.labels, contents.printer
    title = [nodes.styled("Strong", marked(printer.line(stage.title), f"timeline:{timeline.id}/{stage.id}"))]
    return [cell(title), cell([printer.figure(labels.limit(stage))]), cell([_start(timeline, stage, contents)]),
            cell([nodes.text(_parties(timeline, stage, labels))])]


def _start(timeline: Timeline, stage: Stage, contents: Contents) -> Node:
    """What a stage counts from: an earlier stage, or a clock event."""
    inner = contents.labels.stages.get((timeline.id, stage.counted_from))
    if inner:
        title = inner.title[:1].lower() + inner.title[1:]
        return contents.printer.reference(f"timeline:{timeline.id}/{inner.id}", words=title)
    return nodes.text(contents.labels.reference(f"taxonomy:clock-event/{stage.counted_from}").text.lower())


def _parties(timeline: Timeline, stage: Stage, labels: Labels) -> str:
    sender = labels.role(stage.sender or timeline.sender)
    recipient = labels.role(stage.recipient or timeline.recipient)
    return f"{sender[:1].upper()}{sender[1:]} to {recipient}"


def _forms(item: Schedule, contents: Contents) -> list[Node]:
    made = []
    for timeline in chosen(item, contents.corpus):
        made.append(nodes.para("Schedule Subheading", contents.printer.line(timeline.title)))
        for stage in timeline.stages:
            if stage.content:
                made += _form(item, timeline, stage, contents)
    return made


def _form(item: Schedule, timeline: Timeline, stage: Stage, contents: Contents) -> list[Node]:
    """What a message contains. Its time limit is a pointer to the Schedule of timelines."""
    printer, labels = contents.printer, contents.labels
    limit = labels.limit(stage)
    within = [nodes.text("Within "), printer.figure(limit)]
    facts = [within if stage.within else [nodes.text(limit[:1].upper() + limit[1:])],
             [nodes.text("counted from: "), _start(timeline, stage, contents)]]
    if stage.handling:
        facts.append([nodes.text("handling marking: "), printer.reference(f"taxonomy:handling/{stage.handling}")])
    lead = [node for index, fact in enumerate(facts) for node in ([nodes.text(" · ")] if index else []) + fact]
    made = [nodes.para("Schedule Form", printer.line(stage.title)), nodes.para("Schedule Facts", lead)]
    made += [nodes.para("Schedule Item", printer.line(text, item.id, capital=True)) for text in stage.content]
    if stage.not_required:
        made.append(nodes.para("Schedule Lead", [nodes.text("Not required at this stage:")]))
        spared = stage.not_required
        made += [nodes.para("Schedule Bullet", printer.line(text, item.id, capital=True)) for text in spared]
    return made


def _responses(item: Schedule, contents: Contents) -> list[Node]:
    rows = [_measure(item, measure, contents) for measure in contents.corpus.measures]
    titles = head("Rung", "Measure", "Ground and decision", "Conditions", "Reversal and end")
    return [nodes.table(WIDE_TABLE, (0.05, 0.16, 0.2, 0.38, 0.21), titles, rows)]


def _measure(item: Schedule, measure: Measure, contents: Contents) -> list[list[Node]]:
    printer, labels = contents.printer, contents.labels
    character = printer.reference(f"taxonomy:legal-character/{measure.legal_character}")
    ground = [("Legal character: ", [character]),
              ("Attribution: ", [nodes.text(_ATTRIBUTION[measure.needs_attribution])]),
              ("Decided by: ", [nodes.text(f"the {labels.role(measure.decided_by)}")])]
    end = [nodes.para("Table Text", printer.line(measure.ends, item.id, capital=True))] if measure.ends else []
    if measure.review:
        review = f"Reviewed every {every(measure.review.every)} while in force."
        end.append(nodes.para("Table Text", [nodes.text(review)]))
    undone = _UNDONE[measure.reversible]
    return [
        cell([nodes.text(str(measure.rung))]),
        cell([nodes.styled("Strong", marked(printer.line(measure.name), f"measure:{measure.id}"))]),
        [nodes.para("Table Text", [nodes.styled("Emph", [nodes.text(label)]), *words_]) for label, words_ in ground],
        [nodes.para("Table Bullet", printer.line(c.text, item.id, capital=True)) for c in measure.conditions],
        [nodes.para("Table Text", [nodes.text(f"It {undone}.")]), *end],
    ]


_BODIES: dict[str, Callable[[Schedule, Contents], Iterable[Node]]] = {
    "taxonomies": annexes.taxonomies, "forms": _forms, "timelines": _timelines, "assessment": assessment.schedule,
    "responses": _responses, "benchmarks": annexes.benchmarks,
}
_WIDE = frozenset({"responses", "benchmarks"})
"""Those that are printed landscape."""

