"""Protects the way round: built, filled in, imported and built again, a checklist of any State says the same."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from normbook.checklists.own import own_view
from normbook.checklists.records import record
from normbook.checklists.rows import NOT_ASSESSED, STATUSES, Assessment, answers, own_answers, rows
from normbook.load import read_as
from normbook.model.national import Answer, Country
from normbook.model.world import State
from normbook.outputs.checklist_tables import Tables
from normbook.outputs.checklists import checklist_files, subject
from normbook.outputs.columns import ANSWERED, answer_cells
from normbook.publication import Publication
from normbook.sheets.cells import Book, Cell, Sheet
from normbook.sheets.separated import read_separated
from normbook.sheets.workbooks import read_workbook
from normbook.views.adapted import laws
from normbook.word.received import MAIN, received
from normbook.workspace.files import entry, private_file, with_answers
from normbook.workspace.forms import filled_form
from normbook.workspace.incoming import incoming
from normbook.workspace.merging import merge
from normbook.workspace.placing import place

WORDS = ("Act 7 of 2024", "=1+1", "+44 1", "-5 %", "@everybody", "yes", "no: not yet", "two\nlines", 'a "quoted" word',
         "it's; so, really", "’tis", "中文", "#1", "12:30", "[a](b)", "")  # fmt: skip


def invented(dice: random.Random) -> dict[str, str]:
    """The cells of a row as somebody might fill them in."""
    status = dice.choice([*STATUSES.values()])
    texts = dict(zip(("Evidence given", "Own provision", "Source", "Assessed by", "Remark"), dice.choices(WORDS, k=5),
                     strict=True))  # fmt: skip
    texts["Source"] = texts["Source"].replace("\n", " ")
    return {"Status": status, **texts, "As of": dice.choice(["", "2026", "2026-10", "2026-11-21"]),
            "Own clock": dice.choice(["", "PT72H", "P3D", "without undue delay"]),
            "May be published": dice.choice(["yes", "no", ""])}  # fmt: skip


def typed_in(book: Book, rows_: Mapping[str, Mapping[str, str]]) -> Book:
    """A file in which rows were filled in, by the ids of their commitments."""
    sheet = book.sheets[0]
    heading = next(n for n, cells in sheet.rows.items() if "Status" in {cell.text for cell in cells.values()})
    columns = {cell.text: column for column, cell in sheet.rows[heading].items()}
    made = {}
    for number, cells in sheet.rows.items():
        own = rows_.get(cells[columns["Id"]].text if columns["Id"] in cells else "", {})
        made[number] = {**cells, **{columns[name]: Cell(text) for name, text in own.items()}}
    return replace(book, sheets=(Sheet(sheet.name, made, sheet.merged), *book.sheets[1:]))


def taken(publication: Publication, state: State, book: Book, held: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers of a workspace after an import."""
    placed = place(replace(incoming(book, "x"), edition="draft"), publication, publication, state, held)
    assert not placed.problems
    merged = merge(held, placed.values, {})
    assert not merged.conflicts
    return {**held, **merged.taken}


def answers_in(text: str) -> dict[str, Answer]:
    """The answers of a file, by commitment."""
    country, problems = read_as(text.encode(), Country, "x.yaml")
    assert not problems
    assert isinstance(country, Country)
    return {each.commitment: each for each in country.answers}


def given(publication: Publication, state: State, own: Mapping[str, Answer]) -> dict[str, Assessment]:
    """What facts and the State itself answer."""
    found = {c: a for c, a in answers(publication, state).items() if a is not NOT_ASSESSED}
    return found | own_answers(publication, own.values())


def csv(publication: Publication, state: State, tables: Tables, own: Mapping[str, Answer]) -> Book:
    """The checklist as it is read back from its CSV."""
    whose = subject(publication, record(publication, state))
    return read_separated(tables.csv(whose, given(publication, state, own)))


def sheet(publication: Publication, state: State, tables: Tables, own: Mapping[str, Answer]) -> Book:
    """The same without the way through a file, and without the columns that nobody reads."""
    seen = given(publication, state, own)
    made = {1: cells_of(("Id", "What", "Clock", *ANSWERED))}
    for number, row in enumerate(tables.rows, 2):
        duty = row.duty[:1].upper() + row.duty[1:]
        made[number] = cells_of((row.id, duty, row.clock, *answer_cells(seen.get(row.id, NOT_ASSESSED))))
    return Book((Sheet("", made),), {"normbook-state": state.iso2})


def cells_of(texts: Iterable[str]) -> dict[int, Cell]:
    return {column: Cell(text) for column, text in enumerate(texts) if text}


def test_every_state(publication: Publication) -> None:
    """What was filled in stands in the State's own view, and importing that changes nothing: for all 193.

    One in forty-eight goes through the files, CSV and YAML.
    """
    dice = random.Random(20261121)  # noqa: S311 - no secret
    members = [state for state in publication.corpus.states.states if state.status == "member"]
    assert len(members) == 193
    known, made = laws(publication), {}
    for number, state in enumerate(members):
        naming = known.naming(state)
        if naming not in made:
            made[naming] = Tables(naming, rows(naming))
        tables, printed = made[naming], sheet if number % 48 else csv
        cells = {row.id: invented(dice) for row in dice.sample(tables.rows, 6)}
        held = taken(publication, state, typed_in(printed(publication, state, tables, {}), cells), {})
        if number % 48 == 0:
            held = answers_in(with_answers(private_file(state), held))
        again = printed(publication, state, tables, held)
        assert_same(again, cells)
        assert taken(publication, state, again, held) == held


def assert_same(second: Book, cells: Mapping[str, Mapping[str, str]]) -> None:
    """What was filled in reads the same in the file that was built from it."""
    for commitment, wanted in cells.items():
        now = row_of(second, commitment)
        for name in ANSWERED:
            told, was = now.get(name, ""), wanted[name]
            if name == "May be published":
                told, was = told == "yes", was == "yes"  # type: ignore[assignment]
            elif name == "Source":
                told, was = told.replace("; ", ";"), was.replace("; ", ";")
            if wanted["Status"] != "not assessed" or any(
                text for key, text in wanted.items() if key not in {"Status", "May be published"}
            ):
                assert told == was, (commitment, name)


def row_of(book: Book, commitment: str) -> dict[str, str]:
    """The cells of a row by heading."""
    sheet = book.sheets[0]
    heading = next(cells for cells in sheet.rows.values() if "Status" in {cell.text for cell in cells.values()})
    names = {column: cell.text for column, cell in heading.items()}
    (cells,) = (cells for cells in sheet.rows.values() if commitment in {cell.text for cell in cells.values()})
    return {names[column]: cell.text for column, cell in cells.items() if column in names}


View = tuple[Publication, Mapping[str, Answer], Mapping[str, Mapping[str, str]]]


@pytest.fixture(scope="module")
def kenya(publication: Publication) -> State:
    return next(state for state in publication.corpus.states.states if state.iso2 == "KE")


@pytest.fixture(scope="module")
def view(publication: Publication, kenya: State) -> View:
    """Kenya's own view of answers to forty commitments, every other one to an older text; its file, what was filled in.
    """
    dice = random.Random(40)  # noqa: S311 - no secret
    cells = {row.id: invented(dice) for row in dice.sample(rows(publication), 40)}
    tables = Tables(publication, rows(publication))
    held = taken(publication, kenya, typed_in(csv(publication, kenya, tables, {}), cells), {})
    older = {"edition": "0.9", "asked": "Should tell all."}
    held = {name: each.model_copy(update=older if number % 2 else {})
            for number, (name, each) in enumerate(held.items())}
    country = Country(iso2="KE", answers=tuple(held.values()))
    return replace(publication, corpus=own_view(publication.corpus, country), whose="KE", kept={}), held, cells


def test_the_other_forms_bring_back_the_same(
    publication: Publication, kenya: State, view: View
) -> None:
    """Workbook, CSV and Word form of the State's own view, taken in again, change nothing, and begin anew alike.

    What was answered to an older text is asked for again as long as nobody gave it a new date.
    """
    seen, held, _ = view
    made = checklist_files(seen, ["KE"])
    books = [incoming(read_workbook(data) if name.endswith("xlsx") else read_separated(data), name)
             for name, data in made.items() if name.endswith((".xlsx", ".csv"))]
    forms = [filled_form(received(data), name) for name, data in made.items() if name.endswith(".docx")]
    (form,) = (received(data) for name, data in made.items() if name.endswith(".docx"))
    untagged = {**form, MAIN: re.sub(rb"<w:tag [^>]*/>", b"", form[MAIN])}
    assert untagged[MAIN] != form[MAIN]
    assert filled_form(untagged, "x").rows == filled_form(form, "x").rows, "LibreOffice drops the tags"
    assert len(books) == 2
    assert len(forms) == 1
    assert books[0].printed or books[1].printed
    for found in (*books, *forms):
        assert not found.problems
        assert found.state == "KE"
        placed = place(replace(found, edition="draft"), publication, publication, kenya, held)
        assert not placed.problems
        merged = merge(held, placed.values, {})
        assert not merged.taken
        again = own_answers(publication, {**held, **merged.taken}.values())
        assert {name for name, each in again.items() if each.changed} == {
            name for name, each in held.items() if each.edition == "0.9"}  # fmt: skip
        assert not merged.conflicts, [(each.keys, each.held, each.given) for each in merged.conflicts]
        anew = merge({}, place(replace(found, edition="draft"), publication, publication, kenya, {}).values, {})
        assert {name: plain(each) for name, each in anew.new.items()} == {
            name: plain(each) for name, each in held.items()}  # fmt: skip


def plain(answer: Answer) -> dict[str, object]:
    """An answer without the addresses of its sources, which no checklist prints, and without what was asked."""
    told = {key: value for key, value in entry(answer).items() if key not in {"asked", "edition"}}
    return {**told, "source": "; ".join(each.title for each in answer.source)}


def test_nothing_that_is_not_released_is_in_the_public_files(
    publication: Publication, view: View
) -> None:
    """The same answers in a corpus, and nobody's own view: only released rows are there, without remarks."""
    seen, _, cells = view
    public = replace(publication, corpus=seen.corpus, kept={})
    state = next(each for each in public.corpus.states.states if each.iso2 == "KE")
    shown: Mapping[str, Assessment] = answers(public, state)
    answered = {name for name, each in shown.items() if each.own}
    released = {name for name, each in cells.items() if each["May be published"] == "yes"}
    assert answered <= released
    assert not any(each.remark for each in shown.values())

