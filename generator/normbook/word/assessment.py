"""The form of an attribution assessment, from the method: as a Schedule to read, and as a form to fill in.

Both have one shape; where the Schedule prints the answers beside empty boxes, the form has content controls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from normbook.attribution import Sheet, sheet_of
from normbook.model.law import Schedule
from normbook.model.response import Criterion, Method
from normbook.printing import plain
from normbook.word import nodes
from normbook.word.contents import Contents, cell, head
from normbook.word.controls import choice_control, text_control
from normbook.word.nodes import NO_BREAK, Node

Pairs = Sequence[tuple[str, str]]
Ask = Callable[[str, str, Pairs], list[Node]]
"""What stands where an answer belongs, by tag, label and answers (code, words); no answers for free text."""

BOX = "\N{BALLOT BOX}"
YES_NO = (("yes", "yes"), ("no", "no"))
_WIDTHS = (0.3, 0.7)


def boxes(_tag: str, _label: str, answers: Pairs) -> list[Node]:
    """For paper: a box beside each answer; nothing where words are written."""
    return [nodes.text("   ".join(f"{BOX}{NO_BREAK}{words.replace(' ', NO_BREAK)}" for _, words in answers))]


def controls(tag: str, label: str, answers: Pairs) -> list[Node]:
    """For a screen: a content control."""
    return [choice_control(tag, label, answers) if answers else text_control(tag, label, "write here")]


def schedule(item: Schedule, contents: Contents) -> Iterator[Node]:
    """The form as a Schedule: criteria, what else is recorded, rules of use, what a statement contains."""
    method = contents.corpus.method
    if method is None:
        yield nodes.para("Reserved Note", [nodes.text("In preparation.")])
        return
    yield from criteria(method, contents, item.id)
    sheet = sheet_of(contents.corpus, lambda text: plain(text, contents.labels))
    if sheet:
        yield from record(sheet, contents, item.id, boxes)
    yield from rules(method, contents, item.id)


def criteria(method: Method, contents: Contents, here: str) -> Iterator[Node]:
    """A table for each group: the question, how it can mislead, and the answers that can be given."""
    printer = contents.printer
    for group in method.groups:
        title = [nodes.text(f"Group {group.id}: "), *printer.line(group.title)]
        yield nodes.para("Schedule Subheading", title)
        rows = [_criterion(one, contents, here) for one in method.criteria if one.group == group.id]
        yield nodes.table("LawTable", (0.2, 0.56, 0.24), head("Criterion", "Question and caution", "Answer"), rows)


def _criterion(one: Criterion, contents: Contents, here: str) -> list[list[Node]]:
    printer = contents.printer
    caution = [nodes.styled("Emph", [nodes.text("Caution: ")]), *printer.line(one.caution, here, capital=True)]
    return [
        cell([nodes.styled("Strong", [nodes.text(f"{one.id.upper()} "), *printer.line(one.title)])]),
        [*cell(printer.line(one.question, here, capital=True)), *cell(caution)],
        [block for answer in one.answers for block in cell(boxes("", "", (("", plain(answer, contents.labels)),)))],
    ]


def record(sheet: Sheet, contents: Contents, here: str, ask: Ask) -> Iterator[Node]:
    """What is recorded besides the criteria: on the incident and the finding, and on how it was made."""
    worksheet, printer = sheet.worksheet, contents.printer

    def row(asked: Node | list[Node], answer: list[Node]) -> list[list[Node]]:
        return [cell(asked if isinstance(asked, list) else [asked]), cell(answer)]

    yield nodes.para("Schedule Subheading", [nodes.text("The incident and the finding")])
    rows = [row(printer.line(one.label, here), ask(one.id, sheet.words[one.id], ())) for one in worksheet.entries]
    rows += [row(printer.line(one.label, here), ask(one.id, sheet.words[one.id], sheet.lists[one.id]))
             for one in worksheet.choices]
    yield nodes.table("LawTable", (0.42, 0.58), head("What is recorded", "Answer"), rows)
    yield nodes.para("Schedule Subheading", [nodes.text("How the assessment was made")])
    rows = [row(printer.line(one.label, here), ask(one.id, plain(one.label, contents.labels), YES_NO))
            for one in worksheet.questions]
    yield nodes.table("LawTable", (0.8, 0.2), head("Question", "Answer"), rows)


def rules(method: Method, contents: Contents, here: str) -> Iterator[Node]:
    """The rules of use, what the evidence must satisfy, and what a statement contains, as numbered lists."""
    printer = contents.printer
    lists = (("Rules of use", [rule.text for rule in method.rules]),
             ("What the evidence must satisfy", [rule.text for rule in method.evidence_standard]),
             ("What a confidence statement contains", method.statement))
    for title, texts in lists:
        yield nodes.para("Schedule Form", [nodes.text(title)])
        yield from (nodes.para("Schedule Item", printer.line(text, here, capital=True)) for text in texts)


def answering(sheet: Sheet, one: Criterion, contents: Contents) -> Iterator[Node]:
    """A criterion as a table to fill in: answer, class of evidence, sources, marking, confidence, reasons."""
    printer, named = contents.printer, sheet.named(one)
    asked = (("Answer", "answer", sheet.lists[one.id]),
             ("Main class of evidence", "class", sheet.terms("evidence-class")),
             ("Sources, with origin and grading", "sources", ()),
             ("Handling marking", "marking", sheet.terms("handling")),
             ("Confidence in this answer", "confidence", sheet.terms("confidence")),
             ("Reasons, and what speaks against", "reasons", ()))
    # Cells in the style of a head stay with the next row: the table is not parted.
    rows = [[*head(label), cell(controls(f"{one.id}-{tag}", f"{named}: {label.lower()}", answers))]
            for label, tag, answers in asked]
    caution = [nodes.styled("Emph", [nodes.text("Caution: ")]), *printer.line(one.caution, capital=True)]
    top = [*head(named), [*cell(printer.line(one.question, capital=True)), *cell(caution)]]
    yield nodes.table("LawTable", _WIDTHS, top, rows)
