"""What the guide asks of the drafter, and what it can say of one State: open conditions, dates, how the file works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from normbook.dates import long_day
from normbook.law.tree import Tree, units
from normbook.lifecycle import provision_dates
from normbook.word import nodes
from normbook.word.contents import cell, head
from normbook.word.front import DATES, QUESTIONS
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node
from normbook.word.numbering import DASH
from normbook.word.provisions import marked

_ASKED = {
    ("federal", "unitary"): "Is the State federal or unitary?",
    ("monist", "dualist"): "Do treaties have effect in the State of themselves, or must they be enacted first?",
}
_IF = {"federal": "Federal: keep", "unitary": "Unitary: keep", "monist": "Of themselves: keep",
       "dualist": "Enacted first: keep"}
_FIELDS = ("References to provisions are fields: after a provision is added or taken out, select all and press F9, and "
           "they follow the numbers. Blanks are linked: what is filled in at one place stands at every other.")
_NOTES = ("What follows from a variant stands in styles based on Drafting Note, a condition on the State in the style "
          "Drafting Mark, and the marks of footnotes in the style footnote reference. To hide one of these kinds, set "
          "Hidden among the font properties of its style.")


def about_file() -> list[Node]:
    """How fields, blanks and drafting notes of the file behave."""
    return [nodes.para("Guide Text", [nodes.text(words)]) for words in (_FIELDS, _NOTES)]


def questions(tree: Tree, printer: Inlines) -> list[Node]:
    """What is not known of the State, with the paragraphs that hang on it; nothing where all is known."""
    made: list[Node] = []
    for pair in tree.adaptation.open_conditions:
        hanging = {when: [unit.ref for _, _, unit in units(tree) if unit.when == when] for when in pair}
        if any(hanging.values()):
            made.append(nodes.para("Guide Lead", [nodes.run_in(_ASKED[pair])]))
            made += [_kept(when, refs, printer) for when, refs in hanging.items() if refs]
    if not made:
        return []
    title = marked([nodes.text("Questions to the drafter")], QUESTIONS)
    lead = ("These are not known, and nothing is presumed. Each paragraph named is printed with its condition before "
            "it; strike out those that do not apply.")
    return [nodes.para("Guide Part", title), nodes.para("Guide Text", [nodes.text(lead)]), *made]


def _kept(when: str, refs: Sequence[str], printer: Inlines) -> Node:
    listed = list(_listed([printer.reference(ref) for ref in dict.fromkeys(refs)]))
    return nodes.para("List Bullet", [nodes.text(f"{_IF[when]} "), *listed, nodes.text(".")])


def _listed(items: list[Node]) -> Iterator[Node]:
    for index, item in enumerate(items):
        if index:
            yield nodes.text(" and " if index == len(items) - 1 else ", ")
        yield item


def dates(tree: Tree, edition: date, printer: Inlines) -> list[Node]:
    """The table of dates that follow from commencement; nothing where no date of commencement is given."""
    day = tree.adaptation.commences
    rows = []
    for node in tree.articles:
        found = provision_dates(node.article, day, edition)
        if found.review_by or found.sunset_on:
            end = long_day(found.sunset_on) if found.sunset_on else DASH
            if found.kind == "unless_renewed":
                end += ", unless renewed"
            cells = (long_day(found.review_by) if found.review_by else DASH,
                     long_day(found.tabling_by) if found.tabling_by else DASH, end)
            where = [printer.reference(node.ref, capital=True), nodes.text(": "), *printer.line(node.article.heading)]
            rows.append([cell(where), *(cell([nodes.text(words)]) for words in cells)])
    if day is None or not rows:
        return []
    title = marked([nodes.text("Dates that follow from commencement")], DATES)
    lead = (f"Counted from {long_day(day)}, that day included, as the law reckons periods. A later commencement moves "
            "them all.")
    titles = head("Provision", "Reviewed by", "Renewal tabled by", "Ends after")
    return [nodes.para("Guide Part", title), nodes.para("Guide Text", [nodes.text(lead)]),
            nodes.table("LawTable", (0.4, 0.19, 0.19, 0.22), titles, rows)]
