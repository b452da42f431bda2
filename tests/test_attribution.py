"""Protects the worksheet of attribution: no State is named without group D, no level stated unearned."""

from __future__ import annotations

import io
import random
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.attribution import ALL_KEPT, Answers, Outcome, Sheet, blanks, code_of, outcome, sheet_of
from normbook.conditions import Fact
from normbook.outputs.assessment import DOCX, XLSX, worksheet_files
from normbook.outputs.worksheets import HEADER, workbook
from normbook.publication import Publication
from normbook.word.openxml import name, parse, unpack
from random_answers import answers as random_answers

GROUP_D: dict[str, Fact] = {"c10": "supports", "c12": "good-record"}
EARNED: dict[str, Fact] = {**GROUP_D, "independent-sources": "three-or-more", "findings_reproduced": True,
          "two_alternatives_tested": True, "false_flag_tested": True}


@pytest.fixture(scope="module")
def sheet(publication: Publication) -> Sheet:
    found = sheet_of(publication.corpus, publication.plain)
    assert found is not None
    return found


def found(sheet: Sheet, facts: Mapping[str, Fact], **entries: str) -> Outcome:
    return outcome(sheet, Answers(facts, entries))


# What the rules ask


@pytest.mark.parametrize(("facts", "value"), [
    ({}, None), ({"c10": "supports"}, None), (GROUP_D, True),
    ({"c11": "strongly-supports", "c12": "mixed-record"}, True),
    ({"c10": "no-finding", "c11": "points-away", "c12": "good-record"}, False),
    ({"c10": "strongly-supports", "c12": "poor-record"}, False),
    ({"c1": "strongly-supports", "c2": "strongly-supports", "c3": "strongly-supports", "c12": "good-record"}, None),
])  # fmt: skip
def test_a_state_is_named_only_on_a_positive_answer_in_group_d(
    sheet: Sheet, facts: Mapping[str, Fact], value: bool | None
) -> None:
    result = found(sheet, facts, state="Ruritania")
    assert result.rules["group-d"].value is value
    assert ("Ruritania" in " ".join(result.statement)) is (value is True)
    assert ("No State is named." in result.statement) is (value is not True)


@pytest.mark.parametrize(("facts", "level"), [
    ({}, "insufficient"), (GROUP_D, "low"), ({**EARNED, "c12": "poor-record"}, "insufficient"), (EARNED, "high"),
    ({**EARNED, "independent-sources": "two"}, "moderate"), ({**EARNED, "independent-sources": "one"}, "low"),
    ({**EARNED, "findings_reproduced": False}, "low"), ({**EARNED, "false_flag_tested": None}, "moderate"),
])  # fmt: skip
def test_a_level_of_confidence_is_earned(sheet: Sheet, facts: Mapping[str, Fact], level: str) -> None:
    assert found(sheet, facts).ceiling == level


def test_a_level_above_the_answers_is_refused_in_words(sheet: Sheet) -> None:
    facts: dict[str, Fact] = {**EARNED, "independent-sources": "one", "confidence-state": "high"}
    result = found(sheet, facts)
    assert result.rules["certainty"].value is False
    assert any("highest that the answers carry, which is low" in said for said in result.statement)
    assert found(sheet, {**facts, "confidence-state": "low"}).rules["certainty"].value is True


def test_rigour_rises_with_the_use(sheet: Sheet) -> None:
    def kept(use: str, level: str, *, reproduced: bool) -> bool | None:
        facts: dict[str, Fact] = {"use": use, "confidence-state": level, "findings_reproduced": reproduced}
        return found(sheet, facts).rules["rigour"].value

    assert kept("protection", "insufficient", reproduced=False)
    assert not kept("notice", "low", reproduced=True)
    assert kept("notice", "moderate", reproduced=False)
    assert not kept("publication", "high", reproduced=False)
    assert kept("publication", "high", reproduced=True)


def test_motive_alone_never_carries_a_finding(sheet: Sheet) -> None:
    facts: dict[str, Fact] = {f"c{number}": "strongly-supports" for number in range(1, 10)}
    assert found(sheet, {**facts, "c12": "good-record"}).ceiling == "insufficient"


def test_doubts_stay_in_the_statement(sheet: Sheet) -> None:
    said = " ".join(found(sheet, {**EARNED, "c2": "points-away", "c5": "no-finding"}).statement)
    assert "Criteria that point away: C2 Strategic interest." in said
    assert "C5 Character of the effects" in said.partition("without an answer: ")[2]


def test_what_was_not_filled_in_stands_in_brackets(sheet: Sheet) -> None:
    assert "Incident covered: [Incident covered]." in found(sheet, {}).statement
    assert "Incident covered: 2026-014." in found(sheet, {}, incident="  2026-014 ").statement


def test_the_statement_says_all_that_the_method_asks(sheet: Sheet) -> None:
    """Every entry and choice has its place in some sentence, but the use, which is the authority's affair."""
    used = {each for sentence in sheet.worksheet.sentences for each in blanks(sentence.text)}
    asked = {one.id for one in (*sheet.worksheet.entries, *sheet.worksheet.choices)}
    assert asked - used == {"use"}


def test_each_rule_that_answers_can_show_has_a_test(sheet: Sheet) -> None:
    assert [rule.id for rule in sheet.rules if not rule.test] == ["political-not-legal", "reopen"]


@pytest.mark.parametrize(("answer", "code"), [("points away", "points-away"), ("No  record", "no-record")])
def test_answers_have_codes(answer: str, code: str) -> None:
    assert code_of(answer) == code


@given(seed=st.integers(0, 2**32), name_=st.sampled_from(["sources_traced", "c10", "c12", "findings_reproduced"]))
def test_an_answer_taken_back_never_earns_more(publication: Publication, seed: int, name_: str) -> None:
    """What is not known keeps no rule, and carries no level."""
    sheet = sheet_of(publication.corpus, publication.plain)
    assert sheet is not None
    given_ = random_answers(sheet, random.Random(seed))  # noqa: S311  not for secrets
    less = Answers({k: v for k, v in given_.facts.items() if k != name_}, given_.entries)
    before, after = outcome(sheet, given_), outcome(sheet, less)
    scale = sheet.scales["confidence-state"]
    assert scale.index(after.ceiling) <= scale.index(before.ceiling)
    assert not [rule for rule, verdict in after.rules.items() if verdict.yes and not before.rules[rule].yes]


# The files


def test_the_same_worksheet_gives_the_same_bytes(publication: Publication, sheet: Sheet, tmp_path: Path) -> None:
    made = worksheet_files(publication, sheet, tmp_path)
    assert set(made) == {DOCX, XLSX}
    assert made == worksheet_files(publication, sheet, tmp_path)


def test_the_form_has_a_control_for_every_answer(publication: Publication, sheet: Sheet, tmp_path: Path) -> None:
    root = parse(unpack(worksheet_files(publication, sheet, tmp_path)[DOCX])["word/document.xml"])
    val, found_ = name("w:val"), {}
    for control in root.iter(name("w:sdtPr")):
        listed = control.find(name("w:dropDownList"))
        tag = control.find(name("w:tag")).get(val)
        assert tag not in found_
        found_[tag] = None if listed is None else [item.get(name("w:value")) for item in listed]
    for listed_name, pairs in sheet.lists.items():
        tag = f"{listed_name}-answer" if listed_name.startswith("c") and listed_name[1:].isdigit() else listed_name
        assert found_[tag] == [code for code, _ in pairs]
    for question in sheet.worksheet.questions:
        assert found_[question.id] == ["yes", "no"]
    for entry in sheet.worksheet.entries:
        assert found_[entry.id] is None
    ids = [control.find(name("w:id")).get(val) for control in root.iter(name("w:sdtPr"))]
    assert len(set(ids)) == len(ids)


def test_the_workbook_has_drop_downs_and_no_formula_that_is_too_long(publication: Publication, sheet: Sheet) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(publication, sheet)))
    assert [page.title for page in book if page.sheet_state == "visible"] == ["Criteria", "Answers", "Statement"]
    assert len(book["Criteria"].data_validations.dataValidation) == 4 * len(sheet.method.criteria)
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert not isinstance(cell.value, str) or len(cell.value) < 8000, cell.coordinate


def test_an_empty_workbook_shows_what_is_true_without_being_calculated(publication: Publication, sheet: Sheet) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(publication, sheet)), data_only=True)
    assert _said(book, sheet) == outcome(sheet, Answers({}, {})).statement


def _said(book: openpyxl.Workbook, sheet: Sheet) -> tuple[str, ...]:
    first = 4
    cells = [book["Statement"].cell(first + at, 1).value for at in range(len(sheet.worksheet.sentences))]
    return tuple(str(value) for value in cells if value)


def _fill_in(data: bytes, sheet: Sheet, given_: Answers) -> bytes:
    """The workbook as a person leaves it; openpyxl drops the values of formulas, so that they must be calculated."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    criteria, rest = book["Criteria"], book["Answers"]
    first = HEADER + 2
    classes, markings = sorted(given_.classes), sorted(given_.markings)
    for row, criterion in enumerate(sheet.method.criteria, first):
        fact = given_.facts.get(criterion.id)
        criteria.cell(row, 4).value = sheet.label(criterion.id, fact) if fact else None
        at = row - first
        criteria.cell(row, 5).value = dict(sheet.terms("evidence-class"))[classes[at]] if at < len(classes) else None
        criteria.cell(row, 7).value = dict(sheet.terms("handling"))[markings[at]] if at < len(markings) else None
    worksheet = sheet.worksheet
    for row, asked in enumerate((*worksheet.entries, *worksheet.choices, *worksheet.questions), first):
        fact = given_.facts.get(asked.id)
        chosen = sheet.label(asked.id, fact) if isinstance(fact, str) else {True: "yes", False: "no", None: ""}[fact]  # type: ignore[index]
        rest.cell(row, 3).value = given_.entries.get(asked.id) or chosen or None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.office
def test_a_spreadsheet_program_yields_the_same_statement(
    publication: Publication, sheet: Sheet, tmp_path: Path, soffice: str
) -> None:
    """Random answers, calculated by LibreOffice and by `outcome`."""
    data, dice = workbook(publication, sheet), random.Random(7)  # noqa: S311  not for secrets
    cases = {f"case{number}.xlsx": random_answers(sheet, dice) for number in range(24)}
    for file, given_ in cases.items():
        (tmp_path / file).write_bytes(_fill_in(data, sheet, given_))
    done = tmp_path / "done"
    own = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [str(tmp_path / file) for file in cases]
    subprocess.run([soffice, own, "--headless", "--convert-to", "xlsx", "--outdir", str(done), *files], check=True,
                   capture_output=True, timeout=300)
    for file, given_ in cases.items():
        book = openpyxl.load_workbook(done / file, data_only=True)
        expected = outcome(sheet, given_)
        assert _said(book, sheet) == expected.statement, file
        first = 4 + len(sheet.worksheet.sentences) + 4
        for row, rule in enumerate(sheet.rules, first):
            standing = {True: "kept", False: "not kept", None: "not known"}
            verdict = expected.rules.get(rule.id)
            shown = book["Statement"].cell(row, 2).value
            assert shown == (standing[verdict.value] if verdict else "for judgement"), (file, rule.id)


def test_every_rule_kept_is_said(sheet: Sheet) -> None:
    facts: dict[str, Fact] = {**EARNED, "use": "publication", "part": "organs"}
    facts |= dict.fromkeys(("confidence-actor", "confidence-state", "confidence-part"), "high")
    facts |= {f"c{number}": "no-finding" for number in range(1, 12) if number != 10}
    facts |= {question.id: True for question in sheet.worksheet.questions}
    result = found(sheet, facts)
    assert [rule for rule, verdict in result.rules.items() if not verdict.yes] == []
    assert result.statement[0].startswith("Every rule of use")
    assert sheet.spelt_out(ALL_KEPT) is not None
