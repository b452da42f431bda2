"""The sheet of the worksheet that yields the confidence statement: rules, sums and sentences as formulas.

Every formula carries the value that it has while nothing is filled in, so that a program that does not calculate shows
what is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from normbook import conditions
from normbook.attribution import ALL_KEPT, COMPUTED, STATED, STRICTEST, WITHIN, Answers, Outcome, blanks, outcome
from normbook.conditions import Name, OneOf
from normbook.model.response import Criterion
from normbook.outputs.answering import CLASS, CRITERIA, MARKING, Making, letters
from normbook.outputs.columns import text_height
from normbook.outputs.formulas import KEPT, NOT_KEPT, NOT_KNOWN, Cells, formula, quoted, state

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

STATEMENT, SUMS = "Statement", "Sums"
_WIDTHS: Final = (26, 14, 110)
_FIRST: Final = 3
_ROOM: Final = " words" * 20
"""What a row leaves room for where a blank is filled in."""
_COLOURS: Final = ((KEPT, "met"), (NOT_KNOWN, "partly"), (NOT_KEPT, "not_met"))


def statement(made: Making) -> None:
    """The sheet of the statement, and the hidden one of sums that it is made from."""
    page = made.page(STATEMENT, _WIDTHS, "Confidence statement")
    page.write_string(1, 0, "Made from the answers. Copy it from here; what stands in brackets is not filled in.",
                      made.formats["small"])
    rules = _FIRST + len(made.sheet.worksheet.sentences) + 3
    for row, rule in enumerate(made.sheet.rules, rules + 1):
        if rule.test:
            made.at[_state(rule.id)] = f"{STATEMENT}!$B${row + 1}"
    empty = outcome(made.sheet, Answers({}, {}))
    _sums(made, rules, empty)
    _sentences(made, page, empty)
    _rules(made, page, rules)


def _state(rule: str) -> str:
    """The name of the cell with the state of a rule: entries and choices have names of their own."""
    return f"rule:{rule}"


def _cells(made: Making) -> Cells:
    """Where the names of tests stand: the ids of rules of use are states, entries hold words."""
    sheet = made.sheet
    states = frozenset([*(rule.id for rule in sheet.method.rules if rule.test), WITHIN, ALL_KEPT])
    at = made.at | {name: made.at[_state(name)] for name in states if _state(name) in made.at}
    filled = frozenset([*(entry.id for entry in sheet.worksheet.entries), STRICTEST])
    return Cells(at, sheet.lists, filled, states)


def _rules(made: Making, page: Worksheet, head: int) -> None:
    """What each rule asks, and whether it is kept; one without a test is for judgement."""
    made.heads(page, head, ("Rule", "Standing", "What it asks"))
    for row, rule in enumerate(made.sheet.rules, head + 1):
        text = made.publication.plain(rule.text, "method")
        page.write_string(row, 0, _name(made, row - head), made.formats["key"])
        if rule.test:
            asked = state(conditions.parse(rule.test), _cells(made))
            page.write_formula(row, 1, f"={asked}", made.formats["status"], NOT_KNOWN)
        else:
            page.write_string(row, 1, "for judgement", made.formats["text"])
        page.write_string(row, 2, text, made.formats["text"])
        page.set_row(row, text_height([(text, _WIDTHS[2])]))
    last = head + len(made.sheet.rules)
    for words, look in _COLOURS:
        colour = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": made.formats[look]}
        page.conditional_format(head + 1, 1, last, 1, colour)


def _name(made: Making, number: int) -> str:
    """A rule by its number, as the page of the method counts them."""
    of_use = len(made.sheet.method.rules)
    return f"Rule of use {number}" if number <= of_use else f"Evidence, requirement {number - of_use}"


def _sums(made: Making, rules: int, empty: Outcome) -> None:
    """Helper cells: the states that tests name, and the lists that sentences hold. Row by row: name, formula."""
    page = made.book.add_worksheet(SUMS)
    page.hide()
    first, last = rules + 2, rules + 1 + len(made.sheet.rules)
    states = f"{STATEMENT}!$B${first}:$B${last}"
    tested = sum(bool(rule.test) for rule in made.sheet.rules)
    scale = made.sheet.lists[STATED]
    for row, name in enumerate((WITHIN, ALL_KEPT)):
        made.at[_state(name)] = f"{SUMS}!$B${row + 1}"
    for row, name in enumerate(COMPUTED, 2):
        made.at[name] = f"{SUMS}!$B${row + 1}"
    cells = _cells(made)
    failing = f'IF(COUNTIF({states},"{NOT_KEPT}")>0,"{NOT_KEPT}","{NOT_KNOWN}")'
    all_kept = f'IF(COUNTIF({states},"{KEPT}")={tested},"{KEPT}",{failing})'
    level = f'"{scale[0][1]}"'
    for each in made.sheet.worksheet.levels:
        level = f'IF({formula(conditions.parse(each.test), cells)},"{dict(scale)[each.level]}",{level})'
    made_of = {
        WITHIN: (state(made.sheet.named_tests[WITHIN], cells), NOT_KNOWN), ALL_KEPT: (all_kept, NOT_KNOWN),
        "supporting": (_among(made, cells, slice(2, None)), ""), "against": (_among(made, cells, slice(1)), ""),
        "open": (_open(made, cells), "; ".join(made.sheet.named(c) for c in made.sheet.witnesses)),
        "classes": (_present(made, "evidence-class", CLASS), ""), STRICTEST: (_strictest(made), ""),
        "ceiling": (level, dict(scale)[empty.ceiling]),
    }
    for row, (name, (asked, value)) in enumerate(made_of.items()):
        page.write_string(row, 0, name)
        page.write_formula(row, 1, f"={asked}", None, value)


def _joined(parts: Sequence[str]) -> str:
    """Texts, each ending in '; ' or empty, as one without the last sign."""
    whole = "&".join(parts) or '""'
    return f"IF(LEN({whole})=0,\"\",LEFT({whole},LEN({whole})-2))"


def _among(made: Making, cells: Cells, answers: slice) -> str:
    """The criteria whose answers stand in a part of the scale."""
    def one(criterion: Criterion) -> str:
        codes = made.sheet.scales[criterion.id][answers]
        test = OneOf(Name(criterion.id), tuple(Name(code) for code in codes))
        return f'IF({formula(test, cells)},"{quoted(made.sheet.named(criterion))}; ","")'

    return _joined([one(criterion) for criterion in made.sheet.witnesses])


def _open(made: Making, cells: Cells) -> str:
    """The criteria that neither support nor point away: with no finding, or without an answer."""
    parts = []
    for criterion in made.sheet.witnesses:
        labels = made.sheet.lists[criterion.id]
        cell = cells.at[criterion.id]
        tests = ",".join(f'{cell}="{quoted(label)}"' for _, label in (labels[0], *labels[2:]))
        parts.append(f'IF(OR({tests}),"","{quoted(made.sheet.named(criterion))}; ")')
    return _joined(parts)


def _range(made: Making, column: int) -> str:
    return f"{CRITERIA}!${letters(column)}${made.rows[0] + 1}:${letters(column)}${made.rows[1] + 1}"


def _present(made: Making, taxonomy: str, column: int) -> str:
    """The terms of a taxonomy that some row names."""
    where = _range(made, column)
    return _joined([f'IF(COUNTIF({where},"{quoted(label)}")>0,"{quoted(label)}; ","")'
                    for _, label in made.sheet.terms(taxonomy)])


def _strictest(made: Making) -> str:
    """The last marking of the scale that some row bears."""
    found, where = '""', _range(made, MARKING)
    for _, label in made.sheet.terms("handling"):
        found = f'IF(COUNTIF({where},"{quoted(label)}")>0,"{quoted(label)}",{found})'
    return found


def _sentences(made: Making, page: Worksheet, empty: Outcome) -> None:
    cells = _cells(made)
    for row, (sentence, shown) in enumerate(zip(made.sheet.worksheet.sentences, empty.sentences, strict=True), _FIRST):
        said = _text(made, sentence.text)
        if sentence.when:
            said = f"IF({formula(conditions.parse(sentence.when), cells)},{said},{_text(made, sentence.otherwise)})"
        page.merge_range(row, 0, row, 2, "", made.formats["text"])
        page.write_formula(row, 0, f"={said}", made.formats["text"], shown)
        room = shown + _ROOM * len(blanks(sentence.text))
        page.set_row(row, text_height([(room, sum(_WIDTHS))]))


def _text(made: Making, text: str) -> str:
    """A sentence as a formula that joins its words with the cells of its blanks."""
    if not text:
        return '""'
    parts, rest = [], text
    for name in blanks(text):
        before, _, rest = rest.partition(f"<{name}>")
        parts += [f'"{quoted(before)}"', _value(made, name)]
    return "&".join(part for part in (*parts, f'"{quoted(rest)}"') if part != '""')


def _value(made: Making, name: str) -> str:
    """A cell, or what stands for it while it is empty."""
    cell = made.at[name]
    missing = "none" if name in COMPUTED else made.sheet.blank(name)
    return f'IF(LEN(TRIM({cell}))=0,"{quoted(missing)}",{cell})'
