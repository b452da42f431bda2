"""The worksheet of attribution: tests that can be read, names that exist, sentences whose blanks something fills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from normbook import conditions
from normbook.attribution import ALL_KEPT, COMPUTED, STATED, STRICTEST, WITHIN, Sheet, blanks, sheet_of
from normbook.checks.context import Check, Context, problem
from normbook.conditions import ConditionError, Used
from normbook.link import locate
from normbook.model.base import Item
from normbook.problems import Problem


def worksheets_can_be_used(context: Context) -> Iterator[Problem]:
    """P02, P03, P04, P05: tests parse and name what there is; names are single; sentences can be filled in."""
    sheet = sheet_of(context.corpus)
    if sheet is None:
        return
    taken = [*_twice(sheet)]
    yield from taken
    faults = [fault for item, field in _tests(sheet) for fault in _read(context, sheet, item, field)]
    yield from faults
    if not faults and not taken:
        yield from _circles(context, sheet)
    yield from _unfilled(context, sheet)


def _twice(sheet: Sheet) -> Iterator[Problem]:
    worksheet = sheet.worksheet
    named: list[tuple[str, Item]] = [(criterion.id, criterion) for criterion in sheet.method.criteria]
    named += [(rule.id, rule) for rule in sheet.method.rules]
    named += [(asked.id, asked) for asked in (*worksheet.questions, *worksheet.choices, *worksheet.entries)]
    reserved = Counter([*COMPUTED, WITHIN, ALL_KEPT])
    for name, item in named:
        reserved[name] += 1
        if reserved[name] == 2:
            hint = "Criteria, rules of use, questions, choices and entries share their names; rename one of them."
            yield problem("P05", item.marks.at("id"), f"the worksheet has another '{name}'", hint)


def _tests(sheet: Sheet) -> Iterator[tuple[Item, str]]:
    yield from ((rule, "test") for rule in sheet.rules)
    yield from ((level, "test") for level in sheet.worksheet.levels)
    yield from ((sentence, "when") for sentence in sheet.worksheet.sentences)


def _read(context: Context, sheet: Sheet, item: Item, field: str) -> Iterator[Problem]:
    """What is wrong with one test."""
    test, place = getattr(item, field), item.marks.at(field)
    try:
        names = conditions.names(conditions.parse(test)) if test else ()
    except ConditionError as error:
        yield problem("P02", place, f"cannot be read: {error}", "Example: c10 >= supports and sources_traced.")
        return
    for used in names:
        if fault := _unknown(context, sheet, used):
            near, message, hint = fault
            yield problem("P03", locate(context.corpus, place, near), message, hint)


def _unknown(context: Context, sheet: Sheet, used: Used) -> tuple[str, str, str] | None:
    """What is wrong with a name in a test: the name, the fault and the remedy."""
    name = used.name.text
    if used.term is None:
        flags = {item.id for item in (*sheet.worksheet.questions, *sheet.worksheet.entries)}
        flags |= {rule.id for rule in sheet.method.rules if rule.test} | {WITHIN, ALL_KEPT, STRICTEST}
        hint = "It is none of the worksheet's questions and entries, and no rule of use with a test."
        return None if name in flags else (name, f"'{name}' cannot be answered yes or no", hint)
    if name not in sheet.lists:
        known = ", ".join(sheet.lists)
        return name, f"'{name}' is not a criterion or choice of the worksheet", f"There are: {known}."
    if used.ordered and name not in sheet.scales:
        return name, f"the answers of '{name}' have no rank", "Write == or in (…), or give the choice ordered: true."
    codes = [code for code, _ in sheet.lists[name]]
    choice = next((choice for choice in sheet.worksheet.choices if choice.id == name), None)
    if choice and choice.taxonomy and context.links.hidden(f"taxonomy:{choice.taxonomy}"):
        return None
    term = used.term.text
    return None if term in codes else (term, f"'{term}' is not an answer of {name}", f"Answers: {', '.join(codes)}.")


def _circles(context: Context, sheet: Sheet) -> Iterator[Problem]:
    """Names of rules that lead back to themselves; the one choice that everything hangs on, and its levels."""
    for item, field in _tests(sheet):
        try:
            if test := getattr(item, field):
                sheet.spelt_out(test)
        except ConditionError as error:
            hint = "Name only rules that do not name it."
            yield problem("P02", item.marks.at(field), f"cannot be read: {error}", hint)
    if STATED not in sheet.scales:
        hint = f"Add a choice with the id {STATED} and the taxonomy confidence."
        yield problem("P03", sheet.worksheet.place, f"the worksheet has no choice '{STATED}'", hint)
        return
    hidden = context.links.hidden("taxonomy:confidence")
    for level in () if hidden else sheet.worksheet.levels:
        if level.level not in sheet.scales[STATED]:
            hint = f"Levels: {', '.join(sheet.scales[STATED])}."
            yield problem("P03", level.marks.at("level"), f"'{level.level}' is not a level of confidence", hint)


def _unfilled(context: Context, sheet: Sheet) -> Iterator[Problem]:
    known = {one.id for one in (*sheet.worksheet.choices, *sheet.worksheet.entries)} | set(COMPUTED)
    for sentence in sheet.worksheet.sentences:
        for field in ("text", "otherwise"):
            for name in blanks(getattr(sentence, field)):
                if name not in known:
                    where = locate(context.corpus, sentence.marks.at(field), f"<{name}>")
                    hint = f"Known are the entries and choices of the worksheet, and {', '.join(COMPUTED)}."
                    yield problem("P04", where, f"nothing fills <{name}>", hint)


CHECKS: tuple[Check, ...] = (worksheets_can_be_used,)
