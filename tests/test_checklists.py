"""Protects the checklists: every commitment a row, silence never an answer, nothing published that was not released."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from normbook.checklists.agenda import entries, law_dates_of, norm_dates_of
from normbook.checklists.records import record
from normbook.checklists.rows import NOT_ASSESSED, STATUSES, Row, answers, rows
from normbook.compiled import Compiled, place, texts
from normbook.model.national import Country
from normbook.model.world import Group, Groups, State
from normbook.outputs.checklists import ALL_DATES, Books, checklist_files, subject
from normbook.outputs.columns import ANSWERED, STATUS
from normbook.outputs.workbooks import HEADER, Contents, workbook
from normbook.publication import Publication
from normbook.views.adapted import laws

UNRELEASED = "Zanzibar-Quorum-7"
"""A word that stands nowhere in the corpus."""


@pytest.fixture(scope="module")
def real(publication: Publication) -> Publication:
    return publication


def state(publication: Publication, iso2: str) -> State:
    return next(s for s in publication.corpus.states.states if s.iso2 == iso2)


def having(publication: Publication, **changed: Any) -> Publication:
    return replace(publication, corpus=replace(publication.corpus, **changed))


def country(**fields: Any) -> Country:
    return Country.model_validate({"iso2": "KE", **fields})


def answer(commitment: str, **fields: Any) -> dict[str, Any]:
    return {"commitment": commitment, "status": "met", "as_of": "2026-10-01", **fields}


def asking(publication: Publication, *groups: dict[str, Any], answered_by: tuple[dict[str, Any], ...]) -> Publication:
    """A publication of one norm, whose first commitment is answered by membership of groups made up here."""
    norm = publication.corpus.norms[0]
    first = norm.commitments[0].model_copy(
        update={"answered_by": tuple(_model(norm.commitments[0], "answered_by", a) for a in answered_by)}
    )
    norm = norm.model_copy(update={"commitments": (first, *norm.commitments[1:])})
    made = Groups(groups=tuple(Group.model_validate({"kind": "political", "name": g["id"], **g}) for g in groups))
    return having(publication, norms=(norm,), groups=made)


def _model(owner: Any, field: str, values: dict[str, Any]) -> Any:
    kind = type(owner).model_fields[field].annotation.__args__[0]
    return kind.model_validate({"status": "met", "because": "It said so.", **values})


# rows


def test_every_commitment_is_one_row_in_the_order_of_the_norms(real: Publication) -> None:
    wanted = [c.id for norm in real.corpus.norms for c in norm.commitments]
    assert [row.id for row in rows(real)] == wanted
    assert len(set(wanted)) == len(wanted)


def test_a_row_says_everything_in_plain_words(real: Publication) -> None:
    row = next(row for row in rows(real) if row.id == "not-2.alert")
    assert row.shown == "NOT-2.alert"
    assert row.sentence.startswith("The competent authority should require covered operators")
    assert row.clock == "[24 hours] from awareness"
    assert row.clock_url == "timelines/operator-to-csirt/#initial-alert"
    assert [label.text.split()[0] for label in row.provisions] == ["article"]
    assert row.provisions[0].url == "law/initial-alert/"
    assert row.evidence
    assert row.indicator
    assert row.review_by == date(2028, 12, 1)


def test_no_mark_of_the_inline_language_is_left(real: Publication) -> None:
    for row in rows(real):
        words = (row.what, row.applies, row.exception, row.indicator, row.met, row.partly, row.clock, *row.evidence)
        assert not any("[[" in text or "{" in text or "**" in text for text in words), row.id


# answers


def test_membership_answers_and_names_its_source(real: Publication) -> None:
    source = ({"title": "A list", "ref": "x"},)
    made = asking(
        real, {"id": "CLUB", "members": ("KE",), "source": source, "as_of": "2026-05"}, answered_by=({"group": "CLUB"},)
    )
    found = answers(made, state(real, "KE"))[rows(made)[0].id]
    assert (found.status, found.because, found.as_of, found.ref) == ("met", "It said so.", "2026-05", "group:CLUB")
    assert [each.title for each in found.source] == ["A list"]
    assert not found.unconfirmed


@pytest.mark.parametrize("incomplete", [True, False])
def test_absence_from_a_list_never_answers(real: Publication, incomplete: bool) -> None:
    detail = ({"iso2": "UG", "note": "signed, not ratified"},)
    made = asking(
        real,
        {"id": "CLUB", "members": ("KE",), "details": detail, "incomplete": incomplete},
        answered_by=({"group": "CLUB"}, {"group": "CLUB", "status": "not_met"}),
    )
    for iso2 in ("UG", "TZ"):
        assert set(answers(made, state(real, iso2)).values()) == {NOT_ASSESSED}


def test_presence_in_an_incomplete_list_answers(real: Publication) -> None:
    made = asking(real, {"id": "CLUB", "members": ("KE",), "incomplete": True}, answered_by=({"group": "CLUB"},))
    found = answers(made, state(real, "KE"))[rows(made)[0].id]
    assert found.status == "met"
    assert not found.unconfirmed, "what a list lacks does not make doubtful whom it names"


def test_an_answer_from_general_knowledge_says_so_and_gives_way(real: Publication) -> None:
    doubtful = {"id": "CLUB", "members": ("KE",), "details": ({"iso2": "KE", "seen": "general-knowledge"},)}
    only = asking(real, doubtful, answered_by=({"group": "CLUB", "status": "partly"},))
    assert answers(only, state(real, "KE"))[rows(only)[0].id].unconfirmed
    better = asking(
        real,
        doubtful,
        {"id": "HOUSE", "members": ("KE",)},
        answered_by=({"group": "CLUB", "status": "partly"}, {"group": "HOUSE"}),
    )
    assert answers(better, state(real, "KE"))[rows(better)[0].id].ref == "group:HOUSE"


def test_nothing_is_answered_without_a_source(real: Publication) -> None:
    for each in real.corpus.states.states:
        for commitment, found in answers(real, each).items():
            assert found is NOT_ASSESSED or (found.because and found.source and found.as_of), commitment


# what is not released


def answered(real: Publication) -> tuple[Publication, Row, Row]:
    """Kenya released one answer and kept another."""
    open_ = answers(real, state(real, "KE"))
    first, second, *_ = (row for row in rows(real) if open_[row.id] is NOT_ASSESSED)
    source = ({"title": UNRELEASED, "ref": UNRELEASED},)
    kept = answer(first.id, evidence=UNRELEASED, provision=UNRELEASED, source=source, as_of="2026-09-09")
    told = answer(second.id, status="partly", evidence="Act 7", provision="section 3", clock="PT72H",
                  assessed_by="Ministry", comment=UNRELEASED, release=True)  # fmt: skip
    return having(real, countries=(country(answers=(kept, told)),)), first, second


def test_a_released_answer_is_shown_and_an_unreleased_one_is_not(real: Publication) -> None:
    made, first, second = answered(real)
    found = answers(made, state(real, "KE"))
    assert found[first.id] is NOT_ASSESSED
    assert (found[second.id].status, found[second.id].provision) == ("partly", "section 3")
    assert found[second.id].evidence == "Act 7"
    assert "not checked" in found[second.id].because


def test_an_unreleased_answer_is_in_no_file(real: Publication) -> None:
    made, _, _ = answered(real)
    files = checklist_files(made, ["KE"])
    for name, data in files.items():
        text = "\n".join(texts(data).values()) if name.endswith((".xlsx", ".docx")) else data.decode()
        assert UNRELEASED not in text.replace("\r\n ", ""), name
        assert "2026-09-09" not in text, name


# files


@pytest.fixture(scope="module")
def files(real: Publication) -> Mapping[str, bytes]:
    return checklist_files(real, [s.iso2 for s in real.corpus.states.states], 2)


def test_every_member_has_its_files_and_no_observer_has(real: Publication, files: Mapping[str, bytes]) -> None:
    codes = [s.iso2.lower() for s in real.corpus.states.states if s.status == "member"]
    assert len(codes) == 193
    wanted = {f"countries/{c}/normbook-checklist-{c}.{form}" for c in codes for form in ("xlsx", "docx", "csv", "json")}
    wanted |= {f"countries/{c}/normbook-dates-{c}.ics" for c in codes}
    assert set(files) == wanted | {ALL_DATES}


def test_the_same_bytes_twice(real: Publication, files: Mapping[str, bytes]) -> None:
    again = checklist_files(real, ["ke", "EE"])
    assert {"countries/ke/normbook-checklist-ke.xlsx", "countries/ee/normbook-dates-ee.ics", ALL_DATES} <= set(again)
    assert all(files[name] == data for name, data in again.items())


def opened(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert held.testzip() is None
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_workbook_is_ready_to_fill_in(real: Publication, files: Mapping[str, bytes]) -> None:
    book = opened(files["countries/ke/normbook-checklist-ke.xlsx"])
    assert book.sheetnames == ["Checklist", "Progress", "Dates", "Read me"]
    sheet, last = book["Checklist"], HEADER + 1 + len(rows(real))
    assert sheet["C1"].value == "Checklist of Kenya"
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref.startswith("B5:")
    assert sheet.auto_filter.ref.endswith(str(last))
    choice, release = sheet.data_validations.dataValidation
    letters = {cell.value: cell.column_letter for cell in sheet[HEADER + 1]}
    column = letters["Status"]
    assert (choice.type, choice.formula1) == ("list", '"' + ",".join(STATUSES.values()) + '"')
    assert str(choice.sqref) == f"{column}6:{column}{last}"
    published = letters["May be published"]
    assert (release.formula1, str(release.sqref)) == ('"yes,no"', f"{published}6:{published}{last}")
    rules = [rule for each in sheet.conditional_formatting for rule in each.rules]
    assert [rule.formula[0].strip('"') for rule in rules] == list(STATUSES.values())
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.page_setup.scale < 100, "either half is as wide as a page of Letter"
    assert [split.id for split in sheet.col_breaks.brk] == [STATUS], "what is filled in stands on a page of its own"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$5:$5", "$B:$B")
    assert "Page" in sheet.oddFooter.right.text
    assert real.edition.title in sheet.oddFooter.left.text


def test_files_are_on_the_paper_of_the_state(files: Mapping[str, bytes]) -> None:
    for code, number, width in (("ke", 9, 11906), ("us", 1, 12240)):
        book, form = (texts(files[f"countries/{code}/normbook-checklist-{code}.{kind}"]) for kind in ("xlsx", "docx"))
        sheets = [text for name, text in book.items() if "worksheets/" in name]
        assert all(f'<pageSetup paperSize="{number}"' in text for text in sheets)
        assert f'<w:pgSz w:w="{width}"' in form["word/document.xml"]


def test_each_commitment_has_a_row_with_its_id(real: Publication, files: Mapping[str, bytes]) -> None:
    book = opened(files["countries/ke/normbook-checklist-ke.xlsx"])
    sheet = book["Checklist"]
    assert sheet.column_dimensions["A"].hidden
    (_, cells), *_ = book.defined_names["normbook_ids"].destinations
    assert [cell.value for (cell,) in sheet[cells.replace("$", "")]] == [row.id for row in rows(real)]
    headings = [cell.value for cell in sheet[HEADER + 1]]
    asked = {"What", "Who", "Priority", "Clock", "Evidence to look for", "Indicator", "Review by", "Sunset"}
    assert asked | set(ANSWERED) <= set(headings)
    review = sheet.cell(HEADER + 2, headings.index("Review by") + 1)
    assert review.value == datetime(2028, 12, 1)  # noqa: DTZ001  a cell has no time zone
    assert {p.name: p.value for p in book.custom_doc_props.props}["normbook-state"] == "KE"


def cells_of(data: bytes) -> list[tuple[str, str, Any, Any, Any]]:
    book = opened(data)
    return [
        (sheet.title, cell.coordinate, cell.value, cell.style_id, sheet.row_dimensions[cell.row].height)
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
    ]


def plainly(publication: Publication, iso2: str) -> bytes:
    """The workbook of a State written by itself, without a template."""
    one = record(publication, state(publication, iso2))
    publication = laws(publication).naming(one.state)
    dates = (*entries(publication, norm_dates_of(publication)),
             *entries(publication, law_dates_of(publication, one.country)))  # fmt: skip
    given = {c: a for c, a in answers(publication, one.state).items() if a is not NOT_ASSESSED}
    ordered = tuple(sorted(dates, key=lambda entry: entry.on))
    return workbook(Contents(publication, subject(publication, one), rows(publication), given, ordered))


@pytest.mark.parametrize("iso2", ["KE", "EE", "CI", "TZ"])
def test_the_template_says_what_the_plain_way_says(real: Publication, files: Mapping[str, bytes], iso2: str) -> None:
    made = files[f"countries/{iso2.lower()}/normbook-checklist-{iso2.lower()}.xlsx"]
    plain = plainly(real, iso2)
    assert cells_of(made) == cells_of(plain)
    own, templated = texts(plain), texts(made)
    same = {name for name in own if own[name] == templated[name]}
    assert list(own) == list(templated)
    assert {"xl/styles.xml", "xl/workbook.xml", "docProps/core.xml", "docProps/custom.xml"} <= same


def test_a_released_answer_stands_in_the_workbook_and_names_are_escaped(real: Publication) -> None:
    made, _, second = answered(real)
    data = checklist_files(made, ["KE"])["countries/ke/normbook-checklist-ke.xlsx"]
    assert cells_of(data) == cells_of(plainly(made, "KE"))
    sheet = opened(data)["Checklist"]
    line = next(row for row in sheet.iter_rows(min_row=HEADER + 2) if row[0].value == second.id)
    filled = [cell.value for cell in line[STATUS : STATUS + len(ANSWERED)]]
    assert filled == ["partly met", "Act 7", "section 3", "PT72H", None, "2026-10-01", "Ministry", "yes", None]
    books = Books(real, rows(real), (), ())
    odd = replace(subject(real, record(real, state(real, "KE"))), name="A & B", in_text="the <A> & B")
    assert opened(books.filled(odd, {}))["Checklist"]["C1"].value == "Checklist of the <A> & B"


# calendars


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_the_calendar_has_an_all_day_event_for_each_date(real: Publication, files: Mapping[str, bytes]) -> None:
    found = events(files["countries/ke/normbook-dates-ke.ics"])
    law, norms = entries(real, law_dates_of(real)), entries(real, norm_dates_of(real))
    assert len(found) == len(law) + len(norms) > 0
    assert len({str(event["uid"]) for event in found}) == len(found)
    for event in found:
        assert str(event["uid"]).startswith("ke.")
        assert type(event["dtstart"].dt) is date
        assert event["dtstamp"].dt.date() == real.edition.date
        assert str(event["url"]).startswith(real.corpus.handbook.base_url)
        assert not event.walk("VALARM")
    assert sum("(indicative)" in str(event["summary"]) for event in found) == len(law)
    assert len(events(files[ALL_DATES])) == len(found)


def test_no_line_of_a_calendar_is_too_long(files: Mapping[str, bytes]) -> None:
    for iso2 in ("ke", "bo", "gb"):
        lines = files[f"countries/{iso2}/normbook-dates-{iso2}.ics"].split(b"\r\n")
        assert max(map(len, lines)) <= 75


def test_a_state_that_enacted_has_dates_of_its_own(real: Publication) -> None:
    left_out = next(iter(law_dates_of(real)))
    made = having(real, countries=(country(enacted=date(2027, 3, 1), omitted=(left_out,)),))
    found = events(checklist_files(made, ["KE", "UG"])["countries/ke/normbook-dates-ke.ics"])
    assert not any("(indicative)" in str(event["summary"]) for event in found)
    assert not any(left_out.replace("/", ".") in str(event["uid"]) for event in found)
    sheet = opened(checklist_files(made, ["KE"])["countries/ke/normbook-checklist-ke.xlsx"])["Dates"]
    assert {row[4].value for row in sheet.iter_rows(min_row=5)} == {"in law", "edition"}


def test_many_templates_are_compiled_by_several_processes_with_the_same_bytes(real: Publication) -> None:
    codes = ["KE", "UG", "TZ", "RW", "BI"]
    several = tuple(country(iso2=c, enacted=date(2027, 1, day)) for day, c in enumerate(codes, 1))
    made = having(real, countries=several)
    assert checklist_files(made, codes, 2) == checklist_files(made, codes, 1)


# the compiled zip


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.text("abc é<&\n", max_size=300), st.sampled_from("xyz")), max_size=6),
    st.fixed_dictionaries({name: st.text("de ü\n", max_size=80) for name in "xyz"}),
)
def test_a_compiled_zip_opens_with_its_places_filled(pieces: list[tuple[str, str]], values: dict[str, str]) -> None:
    text = "".join(constant + place(name) for constant, name in pieces) + "end"
    wanted = "".join(constant + values[name] for constant, name in pieces) + "end"
    made = Compiled.of({"a.xml": text, "b/c.xml": "always the same"}).filled(values)
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        assert held.testzip() is None
        assert held.read("a.xml").decode() == wanted
        assert held.read("b/c.xml") == b"always the same"
