"""What the guide asks of the drafter, and what it can say of one State: open conditions, dates, how the file works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from normbook.compiled import place
from normbook.dates import long_day
from normbook.law.tree import ArticleNode, Tree, units
from normbook.lifecycle import ProvisionDates, provision_dates
from normbook.word import nodes
from normbook.word.contents import cell, head
from normbook.word.front import DATES, QUESTIONS, USE
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node
from normbook.word.numbering import DASH
from normbook.word.pieces import Use
from normbook.word.provisions import listed, marked

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


def about_file(*, live: bool) -> Iterator[Use]:
    """How fields, blanks and drafting notes of the file behave. A file that is not live has notes only."""
    if live:
        yield Use(f"{USE}#fields", lambda: [nodes.para("Guide Text", [nodes.text(_FIELDS)])])
    yield Use(f"{USE}#notes", lambda: [nodes.para("Guide Text", [nodes.text(_NOTES)])])


def is_open(tree: Tree) -> bool:
    """Whether a paragraph hangs on something that is not known of the State."""
    return any(unit.when for _, _, unit in units(tree))


def has_dates(tree: Tree) -> bool:
    """Whether there is a table of dates."""
    return bool(tree.adaptation.commences) and any(node.article.review or node.article.sunset for node in tree.articles)


def questions(tree: Tree, printer: Inlines) -> Iterator[Use]:
    """What is not known of the State, with the paragraphs that hang on it; nothing where all is known."""
    first = True
    for pair in tree.adaptation.open_conditions:
        hanging = {when: [unit.ref for _, _, unit in units(tree) if unit.when == when] for when in pair}
        if any(hanging.values()):
            if first:
                yield Use(QUESTIONS, lambda: _heading(printer))
            first = False
            yield _asked(pair)
            for when, refs in hanging.items():
                if refs:
                    yield _kept(when, tuple(dict.fromkeys(refs)), printer)


def _heading(printer: Inlines) -> list[Node]:
    title = marked([nodes.text("Questions to the drafter")], QUESTIONS)
    lead = ("These are not known, and nothing is presumed. Each paragraph named is printed with its condition before "
            "it; strike out those that do not apply.")
    return [nodes.para("Guide Part", title), nodes.para("Guide Text", [nodes.text(printer.say(lead))])]


def _asked(pair: tuple[str, str]) -> Use:
    return Use(f"{QUESTIONS}#{pair[0]}", lambda: [nodes.para("Guide Lead", [nodes.run_in(_ASKED[pair])])])


def _kept(when: str, refs: tuple[str, ...], printer: Inlines) -> Use:
    def make() -> list[Node]:
        named = list(listed([printer.reference(ref) for ref in refs]))
        return [nodes.para("List Bullet", [nodes.text(f"{_IF[when]} "), *named, nodes.text(".")])]

    return Use(f"{QUESTIONS}#{when}#{'+'.join(refs)}", make)


def dates(tree: Tree, edition: date, printer: Inlines) -> Iterator[Use]:
    """The table of dates that follow from commencement; nothing where no date of commencement is given."""
    day = tree.adaptation.commences
    joins = False
    for node in tree.articles if day else ():
        found = provision_dates(node.article, day, edition)
        if found.review_by or found.sunset_on:
            if not joins:
                yield Use(DATES, lambda: _dates_heading(printer), values={"day": long_day(found.counted_from)})
            yield Use(f"{node.ref}#date", _row(node, printer), values=_shown(found), joins=joins)
            joins = True


_LATER = (", that day included, as the law reckons periods. A provision that commences on another day, or is renewed, "
          "has other dates.")


def _dates_heading(printer: Inlines) -> list[Node]:
    title = marked([nodes.text(printer.say("Dates that follow from commencement"))], DATES)
    lead = [nodes.text("Counted from "), nodes.raw_inline(place("v|day")),
            nodes.text(printer.say(_LATER))]
    return [nodes.para("Guide Part", title), nodes.para("Guide Text", lead)]


def _row(node: ArticleNode, printer: Inlines) -> Callable[[], list[Node]]:
    def make() -> list[Node]:
        where = [printer.reference(node.ref, capital=True), nodes.text(": "), *printer.line(node.article.heading)]
        cells = [cell(where), *(cell([nodes.raw_inline(place(f"v|{name}"))]) for name in ("review", "tabling", "end"))]
        titles = head("Provision", "Reviewed by", "Renewal tabled by", "Ends after")
        return [nodes.table("LawTable", (0.4, 0.19, 0.19, 0.22), titles, [cells])]

    return make


def _shown(found: ProvisionDates) -> dict[str, str]:
    def day(on: date | None) -> str:
        return long_day(on) if on else DASH

    end = day(found.sunset_on) + (", unless renewed" if found.kind == "unless_renewed" else "")
    return {"review": day(found.review_by), "tabling": day(found.tabling_by), "end": end}
