"""Protects the four forms of a checklist: every row says the same in each, and no form runs what a State wrote."""

from __future__ import annotations

import csv
import html
import io
import json
import random
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

import mini
import office
from normbook.checklists.document import Document
from normbook.checklists.rows import MEANINGS, NOT_ASSESSED, STATUSES, Assessment, answers, meaning, rows
from normbook.checklists.scoring import Tally, addressees, families, tally
from normbook.compare.segments import Kind, Segment
from normbook.compiled import texts
from normbook.model.national import Country
from normbook.outputs.checklist_tables import BOM, HEAD, schema
from normbook.outputs.checklists import checklist_files
from normbook.outputs.columns import ANSWERED, STATUS, headings
from normbook.outputs.progress_sheet import HEADER, lines
from normbook.outputs.since import signed
from normbook.outputs.since import since as told_since
from normbook.outputs.tables import csv_line
from normbook.outputs.workbooks import HEADER as FIRST
from normbook.publication import Publication
from normbook.sheets.formulas import inert, restored
from normbook.views import countries

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
NASTY = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "'=1", "＝1", 'two\nlines, and "quotes"', "a;=b",
         "<&>")
STATES = ("TZ", "EE", "KE")
"""One in each way of naming provisions: common law, civil law, and the words of the model."""


def answered(publication: Publication, code: str, seed: int) -> Country:
    """A file of a State that released an answer to most commitments, and wrote in each what may do harm."""
    dice = random.Random(seed)  # noqa: S311  the same answers each time
    made = []
    for norm in publication.corpus.norms:
        for c in norm.commitments:
            if dice.random() < 0.8:
                word = dice.choice(NASTY)
                made.append({
                    "commitment": c.id, "status": dice.choice(list(STATUSES)), "evidence": word, "provision": word,
                    "clock": dice.choice(["PT72H", "three days", "72 hours from awareness", word]),
                    "source": ({"title": word, "ref": word},), "as_of": dice.choice(["2026", "2026-10", "2026-10-01"]),
                    "assessed_by": word, "comment": "kept", "release": True, "edition": "0.9",
                    "asked": dice.choice(["", "", "Should = tell all & <sundry>."]),
                })  # fmt: skip
    return Country.model_validate({"iso2": code, "answers": made})


@pytest.fixture(scope="module")
def made(publication: Publication) -> Publication:
    filled = tuple(answered(publication, code, number) for number, code in enumerate(STATES))
    return replace(publication, corpus=replace(publication.corpus, countries=filled), kept={})


@pytest.fixture(scope="module")
def files(made: Publication) -> Mapping[str, bytes]:
    return checklist_files(made, STATES)


def file(files: Mapping[str, bytes], code: str, form: str) -> bytes:
    return files[f"countries/{code.lower()}/normbook-checklist-{code.lower()}.{form}"]


def given_by(publication: Publication, code: str) -> dict[str, Assessment]:
    state = next(s for s in publication.corpus.states.states if s.iso2 == code)
    return answers(publication, state)


# the same in each form


def sheet_rows(data: bytes) -> dict[str, dict[str, str]]:
    """The rows of the spreadsheet by id: text by heading."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Checklist"]
    heads = [str(cell.value) for cell in sheet[FIRST + 1]]

    def text(value: Any) -> str:
        return value.date().isoformat() if hasattr(value, "date") else value or ""

    found = [[text(cell.value) for cell in line] for line in sheet.iter_rows(min_row=FIRST + 2)]
    return {row[0]: dict(zip(heads, row, strict=True)) for row in found}


def csv_rows(data: bytes) -> dict[str, dict[str, str]]:
    text = data.decode()
    assert text.startswith(BOM)
    reader = csv.DictReader(io.StringIO(text[1:], newline=""))
    assert tuple(reader.fieldnames or ()) == HEAD
    return {row["Id"]: {name: restored(value) for name, value in row.items()} for row in reader}


def ticked(data: bytes) -> dict[str, dict[str, str]]:
    """What the Word form holds, by id and by the name of the place."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    found: dict[str, dict[str, str]] = {}
    for control in root.iter(f"{W}sdt"):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        commitment, _, place = properties.find(f"{W}tag").get(f"{W}val").partition("/")
        box = properties.find(f"{W14}checkbox/{W14}checked")
        words = "".join("\n" if each.tag == f"{W}br" else each.text or "" for each in content.iter(f"{W}t", f"{W}br"))
        empty = properties.find(f"{W}showingPlcHdr") is not None
        if box is not None:
            assert words == {"1": "☒", "0": "☐"}[box.get(f"{W14}val")]
            words = box.get(f"{W14}val")
        found.setdefault(commitment, {})[place] = "" if empty else words
    return found


def since(data: bytes) -> dict[str, tuple[str, tuple[Segment, ...]]]:
    """What the Word form tells of what became of commitments, by their id: the remarks, and the text word by word."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    assert not list(root.iter(f"{W}ins", f"{W}del")), "a look, and nothing that could be accepted"
    found = {}
    for table in root.iter(f"{W}tbl"):
        for line in table.iter(f"{W}tr"):
            label, *cells = line.iter(f"{W}tc")
            if "".join(label.itertext()) == "Since answered":
                name = next(table.iter(f"{W}tag")).get(f"{W}val").partition("/")[0]
                *remarks, last = cells[0].iter(f"{W}p")
                told = tuple(Segment(kind_of(run), "".join(run.itertext())) for run in last.iter(f"{W}r"))
                found[name] = " ".join("".join(each.itertext()) for each in remarks), told
    return found


def kind_of(run: Any) -> Kind:
    """What the look of a run says of its words."""
    looks = {each.tag for each in run.iter(f"{W}strike", f"{W}u")}
    return "removed" if f"{W}strike" in looks else "added" if looks else "same"


def flat(text: str) -> str:
    return " ".join(text.replace("_x0009_", "\t").split())


@pytest.mark.parametrize("code", STATES)
def test_every_row_says_the_same_in_each_form(made: Publication, files: Mapping[str, bytes], code: str) -> None:
    state = next(s for s in made.corpus.states.states if s.iso2 == code)
    given_ = given_by(made, code)
    table, sheet = csv_rows(file(files, code, "csv")), sheet_rows(file(files, code, "xlsx"))
    data = json.loads(file(files, code, "json"))
    Document.model_validate(data)
    form, turned = ticked(file(files, code, "docx")), since(file(files, code, "docx"))
    assert len(turned) > 20
    assert "<strike/>" in texts(file(files, code, "xlsx"))["xl/worksheets/sheet1.xml"]
    page = next(page for page in countries.pages(made) if page.file == f"countries/{code.lower()}.md").render()
    cells = dict(re.findall(r'<tr id="([a-z0-9.-]+)">(<th>[^\n]*)\n', page))
    every = {row.id: row for row in rows(made)}
    assert list(table) == list(sheet) == [row["id"] for row in data["rows"]] == list(form) == list(cells) == list(every)
    for row in data["rows"]:
        answer, words = given_[row["id"]], STATUSES[row["status"]]
        one, other, ticks = table[row["id"]], sheet[row["id"]], form[row["id"]]
        signs = one.pop("Since answered")
        assert signs == signed(answer)
        assert flat(other.pop("Since answered")) == flat("".join(each.text for each in told_since(answer)))
        assert {name: flat(value) for name, value in one.items() if name in headings()} == \
            {name: flat(value) for name, value in other.items()}, row["id"]
        assert turned.get(row["id"], ("", ())) == (" ".join(answer.remarks), answer.changed)
        assert [(each["kind"], each["text"]) for each in row.get("text_changed", ())] == \
            [(each.kind, each.text) for each in answer.changed]
        assert (one["State"], one["Edition"], one["Status"]) == (code, "draft", words)
        assert [name for name in STATUSES if ticks[name] == "1"] == [row["status"]] * (row["status"] != "not_assessed")
        assert one["Model law"] == (", ".join(row.get("model_law", ())) or "none")
        assert (one["Own clock"], one["Own clock against the norm's"]) == \
            (row.get("own_clock", ""), row.get("own_clock_against", ""))
        assert flat(ticks["own-provision"]) == flat(one["Own provision"]) == flat(row.get("own_provision", ""))
        assert flat(ticks["evidence-given"]) == flat(one["Evidence given"])
        assert (ticks["as-of"], one["As of"], row.get("as_of", "")) == (answer.as_of,) * 3
        assert ticks["release"] == ("1" if one["May be published"] == "yes" else "0")
        shown = html.unescape(cells[row["id"]])
        shown_as = "<td>not assessed" if answer is NOT_ASSESSED else f'<span class="nb-badge">{words}</span>'
        assert shown_as in cells[row["id"]]
        if answer is not NOT_ASSESSED:
            means = meaning(every[row["id"]], answer.status)
            assert flat(means)[:40] in flat(html.unescape(page) if means == MEANINGS[answer.status] else shown)
    assert data["state"] == state.iso2
    assert data["progress"]["total"]["assessed"] == sum(row["status"] != "not_assessed" for row in data["rows"])


def test_provisions_bear_the_numbers_and_words_of_each_law(files: Mapping[str, bytes]) -> None:
    words = {code: csv_rows(file(files, code, "csv"))["not-2.alert"]["Model law"].split()[0] for code in STATES}
    assert words == {"TZ": "section", "EE": "article", "KE": "article"}
    vocabularies = {code: json.loads(file(files, code, "json"))["vocabulary"] for code in STATES}
    assert vocabularies == {"TZ": "common", "EE": "civil", "KE": "model"}


def test_the_schema_says_what_every_field_is() -> None:
    (text,) = schema().values()
    line = json.loads(text)["$defs"]["Line"]
    assert all("description" in field for field in line["properties"].values())
    assert line["additionalProperties"] is False


# nothing that runs


@pytest.mark.parametrize("code", STATES)
def test_no_text_is_a_formula_in_any_form(files: Mapping[str, bytes], code: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file(files, code, "xlsx")))
    for sheet in book.worksheets:
        kinds = {cell.data_type for line in sheet.iter_rows() for cell in line}
        assert ("f" in kinds) == (sheet.title == "Progress"), sheet.title
    for line in book["Progress"].iter_rows(min_row=HEADER + 2):
        for cell in line:
            if cell.data_type == "f":
                assert re.fullmatch(r"=(?:[A-Z$0-9,:()!<>\"+/=-]|COUNTIFS|SUM|IF|Checklist|\")+", str(cell.value)), cell
    for row in csv.reader(io.StringIO(file(files, code, "csv").decode()[1:], newline="")):
        assert not any(re.match("[=+\\-@\t\r\n＝＋－＠]", cell) for cell in row)


@given(st.text(alphabet="'=+-@\t\r\nab＝", max_size=8))
def test_what_is_made_harmless_is_restored(value: str) -> None:
    assert restored(inert(value)) == value
    assert not re.match("[=+\\-@\t\r\n＝]", inert(value))
    assert next(csv.reader(io.StringIO(csv_line([value, "end"]), newline="")))[0] == inert(value)


# the Word form


def test_the_form_is_whole_and_can_be_read_by_programs(publication: Publication) -> None:
    data = file(checklist_files(publication, ["KE"]), "KE", "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        etree.fromstring(part)
        assert "\ue000" not in part.decode(), name
    root, total = etree.fromstring(parts["word/document.xml"]), len(rows(publication))
    numbers = [each.get(f"{W}val") for each in root.iter(f"{W}id")]
    marks = [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")]
    assert len(numbers) == len(set(numbers)) >= 10 * total
    assert len(marks) == len(set(marks)) > total
    assert {each.get(f"{W}anchor") for each in root.iter(f"{W}hyperlink")} <= set(marks)
    tables = list(root.iter(f"{W}tbl"))
    assert len(tables) == total + 2, "the last two count, by family and by addressee"
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables), "heads repeat"
    assert all(table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") for table in tables)
    aliases = [each.get(f"{W}val") for each in root.iter(f"{W}alias")]
    assert len(aliases) == len(set(aliases)), "every place to fill in has a name of its own"
    styles = etree.fromstring(parts["word/styles.xml"])
    headings_ = {each.find(f"{W}name").get(f"{W}val") for each in styles.iter(f"{W}style")}
    assert {"heading 1", "heading 2", "heading 3"} <= headings_
    assert b"Checklist of Kenya" in parts["docProps/core.xml"]
    assert b"en-GB" in parts["word/styles.xml"]
    assert all(name in parts["docProps/custom.xml"] for name in (b"normbook-state", b"normbook-edition", b"KE"))
    assert all(field in parts["word/footer1.xml"] for field in (b" PAGE ", b" NUMPAGES "))
    assert len(data) < 250_000


# progress


counts = st.dictionaries(st.sampled_from(list(STATUSES)), st.integers(0, 50))


@given(counts)
def test_a_share_lies_between_none_and_all_and_silence_never_changes_it(found: dict[Any, int]) -> None:
    one = Tally(found)
    more = Tally({**found, "not_assessed": found.get("not_assessed", 0) + 7})
    assert more.coverage == one.coverage
    assert more.assessed == one.assessed
    assert (one.coverage is None) == (one.counted == 0)
    if one.coverage is not None:
        assert 0 <= one.coverage <= 1
        assert one.worked.endswith(f"= {one.percent}")


def test_a_share_is_shown_with_the_numbers_it_is_made_of() -> None:
    one = Tally({"met": 3, "partly": 2, "not_applicable": 1, "not_assessed": 9})
    assert (one.total, one.assessed, one.counted, one.percent) == (15, 6, 5, "80 %")
    assert one.worked == "(3 + ½ × 2) ÷ (6 − 1) = 80 %"
    assert Tally.of(["not_assessed", "not_applicable"]).worked == ""


def test_groups_add_up(made: Publication) -> None:
    every, given_ = rows(made), given_by(made, "KE")
    for groups in (families(every, given_), addressees(every, given_)):
        assert sum(group.tally.total for group in groups) == len(every)
        assert sum(group.tally.assessed for group in groups) == tally(every, given_).assessed
        assert all(sum(t.total for t in g.priorities.values()) == g.tally.total for g in groups)


@pytest.mark.office
def test_libreoffice_keeps_the_drop_downs_and_counts_as_we_do(
    made: Publication, files: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The formulas, worked out anew after the file was filled in, give what `scoring` gives."""
    every, dice = rows(made), random.Random(7)  # noqa: S311  the same answers each time
    book = openpyxl.load_workbook(io.BytesIO(file(files, "KE", "xlsx")))
    sheet, chosen = book["Checklist"], {}
    for number, row in enumerate(every, FIRST + 2):
        status = dice.choice([*STATUSES, "empty"])
        sheet.cell(number, STATUS + 1).value = STATUSES.get(status)  # type: ignore[call-overload]
        chosen[row.id] = Assessment("not_assessed" if status == "empty" else status)  # type: ignore[arg-type]
    path = tmp_path / "filled.xlsx"
    book.save(path)
    back = openpyxl.load_workbook(office.converted(path, "xlsx"), data_only=True)
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in back["Checklist"].data_validations.dataValidation}
    assert sorted(rules.values()) == sorted(['"' + ",".join(STATUSES.values()) + '"', '"yes,no"'])
    found = [[cell.value for cell in line[2:]] for line in back["Progress"].iter_rows(min_row=HEADER + 2)]
    for line, wanted in zip(found, lines(every, chosen), strict=True):
        assert [value or 0 for value in line] == pytest.approx([value or 0 for value in wanted.values]), wanted.title


@pytest.mark.office
def test_the_form_opens_in_libreoffice_with_its_boxes(tmp_path: Path) -> None:
    examined = mini.look(tmp_path / "norms")
    assert examined.corpus is not None
    assert examined.links is not None
    publication = Publication(examined.corpus, examined.links, mini.AS_OF)
    path = tmp_path / "form.docx"
    path.write_bytes(file(checklist_files(publication, ["KE"]), "KE", "docx"))
    text = office.converted(path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    assert "Checklist of Kenya" in text
    assert "NOT-1.alert (core; operator)" in text
    for status in STATUSES.values():
        assert f"☐ {status}: " in text
    with zipfile.ZipFile(office.converted(path, "docx")) as package:
        again = etree.fromstring(package.read("word/document.xml"))
    boxes = len(rows(publication)) * (len(STATUSES) + 1)
    assert len(list(again.iter(f"{W14}checkbox"))) == boxes, "LibreOffice takes them for boxes to tick"


def test_headings_are_told_apart() -> None:
    assert len(set(headings())) == len(headings())
    assert set(ANSWERED) < set(headings())
