"""The Schedules, generated from timelines and measures: nothing in them is typed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from normbook.dates import parse_period, words
from normbook.labels import Labels
from normbook.model.corpus import Corpus
from normbook.model.law import Schedule
from normbook.model.response import Measure
from normbook.model.timeline import Stage, Timeline
from normbook.word import nodes
from normbook.word.furniture import section_end
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node
from normbook.word.openxml import source
from normbook.word.provisions import marked

WIDE_TABLE = "LawTableWide"
"""Name under which a table of a landscape page passes through pandoc; `package` gives it its width and style."""
_ATTRIBUTION = {"no": "not needed", "helpful": "helpful", "yes": "needed",
                "legal": "a legal finding of attribution and breach",
                "is_attribution": "the measure is itself an attribution"}
_UNDONE = {"yes": "can be undone", "partly": "can be undone in part", "no": "cannot be undone"}


@dataclass(frozen=True)
class Contents:
    """What a Schedule is made from, and how it prints."""

    corpus: Corpus
    printer: Inlines

    @property
    def labels(self) -> Labels:
        """The names of things."""
        return self.printer.labels


def schedule(item: Schedule, contents: Contents) -> list[Node]:
    """A Schedule on a page of its own, landscape where its table is wide."""
    printer = contents.printer
    made = [
        nodes.para("Schedule Heading", marked(printer.line(item.title), item.id)),
        nodes.para("Schedule Text", printer.line(item.intro, item.id, capital=True)),
    ]
    body = _BODIES.get(item.shows)
    made += body(item, contents) if body else [nodes.para("Reserved Note", [nodes.text("In preparation.")])]
    if item.shows == "responses":
        return [nodes.raw(source(section_end("portrait"))), *made, nodes.raw(source(section_end("wide")))]
    return made


def anchors(corpus: Corpus) -> Iterator[str]:
    """The refs that have a place in the Schedules of the law."""
    for item in corpus.law.schedules:
        if item.shows == "timelines":
            for timeline in chosen(item, corpus):
                yield f"timeline:{timeline.id}"
                yield from (f"timeline:{timeline.id}/{stage.id}" for stage in timeline.stages)
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
        head = _head("Step", "Within", "Counted from", "From whom to whom")
        made.append(nodes.table("LawTable", (0.27, 0.2, 0.25, 0.28), head, rows))
    return made


def _stage(timeline: Timeline, stage: Stage, contents: Contents) -> list[list[Node]]:
    labels, printer = contents.labels, contents.printer
    title = [nodes.styled("Strong", marked(printer.line(stage.title), f"timeline:{timeline.id}/{stage.id}"))]
    return [_cell(title), _cell([printer.figure(labels.limit(stage))]), _cell([_start(timeline, stage, contents)]),
            _cell([nodes.text(_parties(timeline, stage, labels))])]


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
    head = _head("Rung", "Measure", "Ground and decision", "Conditions", "Reversal and end")
    return [nodes.table(WIDE_TABLE, (0.05, 0.16, 0.2, 0.38, 0.21), head, rows)]


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
        _cell([nodes.text(str(measure.rung))]),
        _cell([nodes.styled("Strong", marked(printer.line(measure.name), f"measure:{measure.id}"))]),
        [nodes.para("Table Text", [nodes.styled("Emph", [nodes.text(label)]), *words_]) for label, words_ in ground],
        [nodes.para("Table Bullet", printer.line(c.text, item.id, capital=True)) for c in measure.conditions],
        [nodes.para("Table Text", [nodes.text(f"It {undone}.")]), *end],
    ]


def every(duration: str) -> str:
    """A duration after the word 'every': 'year' for one year, else '2 years'."""
    return words(parse_period(duration)).removeprefix("1 ")


def _head(*titles: str) -> list[list[Node]]:
    return [[nodes.para("Table Head", [nodes.text(title)])] for title in titles]


def _cell(inside: list[Node]) -> list[Node]:
    return [nodes.para("Table Text", inside)]


_BODIES: dict[str, Callable[[Schedule, Contents], list[Node]]] = {
    "timelines": _timelines, "forms": _forms, "responses": _responses,
}
