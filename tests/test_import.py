"""Protects what comes back in a checklist: each row is placed or named, nothing is half-written, nothing is run."""

from __future__ import annotations

import io
import json
import re
import stat
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import filled
import mini
from filled import row, workbook
from normbook.checklists.own import digest, own_view
from normbook.checklists.rows import answers
from normbook.cli import main
from normbook.commands import importing
from normbook.compiled import texts
from normbook.link import link
from normbook.load import load, read_as
from normbook.model.national import Answer, Country
from normbook.outputs.checklists import checklist_files
from normbook.outputs.tables import csv_line
from normbook.publication import Publication
from normbook.sheets.cells import MAX_ROWS, Cell, NotASheetError, address, cleaned, column_of
from normbook.sheets.separated import read_separated
from normbook.sheets.workbooks import read_workbook
from normbook.views.checklist import left
from normbook.workspace.files import entry, private_file, with_answers
from normbook.workspace.forms import filled_form
from normbook.workspace.incoming import Incoming
from normbook.workspace.merging import Merged, merge

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Desk:
    """A project, a workspace beside it, and the command."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.workspace, self.capsys = folder / "project", folder / "private", capsys
        filled.project(self.root)
        self.out = self.err = ""

    def take(self, content: bytes, *options: str, name: str = "checklist-ke.xlsx") -> int:
        """Import a file that was sent."""
        path = self.root.parent / name
        path.write_bytes(content)
        return self.run("import", str(path), "--workspace", str(self.workspace), *options)

    def run(self, *arguments: str) -> int:
        status = main([*arguments, "--root", str(self.root), "--as-of", "2026-12-01"])
        self.out, self.err = self.capsys.readouterr()
        return status

    @property
    def file(self) -> Path:
        return self.workspace / "ke.yaml"

    @property
    def answers(self) -> dict[str, Answer]:
        """What the workspace holds, by the name of the commitment."""
        country, problems = read_as(self.file.read_bytes(), Country, "ke.yaml")
        assert not problems
        assert isinstance(country, Country)
        return {each.commitment.removeprefix("not-1."): each for each in country.answers}

    @property
    def codes(self) -> list[str]:
        return re.findall(r"\[([HZ]\d\d)\]", self.err)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


FULL = row("tell", "partly met", Evidence_given="Act 7: yes # of 2024\n\nSecond line", Own_provision="section 40A",
           Own_clock="PT72H", Source="Gazette 5\nhttps://gazette.example/5", As_of=date(2026, 10, 1),
           Assessed_by="The Registrar", May_be_published="Yes", Remark="=cmd|' /C calc'!A0")  # fmt: skip


class TestTaking:
    def test_a_row_arrives_whole(self, desk: Desk) -> None:
        assert desk.take(workbook([FULL]), "--apply") == 0
        (answer,) = desk.answers.values()
        assert entry(answer) == {
            "commitment": "not-1.tell", "status": "partly", "evidence": "Act 7: yes # of 2024\n\nSecond line",
            "provision": "section 40A", "clock": "PT72H", "as_of": "2026-10-01", "assessed_by": "The Registrar",
            "source": [{"title": "Gazette 5", "ref": ""},
                       {"title": "https://gazette.example/5", "ref": "https://gazette.example/5"}],
            "edition": "draft", "asked": "Should should it tell, say so at once.", "comment": "=cmd|' /C calc'!A0",
            "release": True,
        }  # fmt: skip

    def test_nothing_is_written_unless_asked_and_the_diff_is_the_same(self, desk: Desk) -> None:
        assert desk.take(workbook([FULL])) == 0
        shown = desk.out
        assert "+  - commitment: not-1.tell\n" in shown
        assert "add --apply" in desk.err
        assert not desk.workspace.exists()
        assert desk.take(workbook([FULL]), "--apply") == 0
        assert desk.out == shown

    def test_only_its_owner_can_read_it(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply")
        assert stat.S_IMODE(desk.workspace.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in desk.workspace.iterdir()}
        assert set(modes) == {"ke.yaml", "README.txt", ".gitignore", ".normbook.json"}
        assert set(modes.values()) == {0o600}

    def test_the_second_time_nothing_is_new(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply")
        before = desk.file.read_bytes()
        assert desk.take(workbook([FULL]), "--apply") == 0
        assert "1 as they were" in desk.out
        assert desk.file.read_bytes() == before

    def test_comments_and_order_stay(self, desk: Desk) -> None:
        desk.workspace.mkdir()
        desk.file.write_text("""\
# For the minister
iso2: "KE"
federal: true  # decided in May
answers:
  # The second one first
  - commitment: not-1.warn
    status: met  # sure?
    evidence: A log
  - {commitment: not-1.tell, status: not_met, clock: PT24H}
""", encoding="utf-8")
        assert desk.take(workbook([FULL, row("keep", "met")]), "--apply", "--prefer", "file") == 0
        text = desk.file.read_text(encoding="utf-8")
        for remark in ("# For the minister", "# decided in May", "# The second one first", "# sure?"):
            assert remark in text
        assert list(desk.answers) == ["warn", "tell", "keep"]
        assert desk.answers["warn"].evidence == "A log"
        assert desk.answers["tell"].clock == "PT72H"

    def test_columns_are_known_by_their_headings(self, desk: Desk) -> None:
        heads = ["Remark", "STATUS ", "Notes of ours", "as  of", "id", "Evidence given:"]
        cells = {"id": "\u200fNOT-1.Tell", "STATUS ": "Met\u200e", "as  of": "2026-10", "Evidence given:": "A log"}
        assert desk.take(workbook([cells], heads=heads, above=11, hidden=(0, 3, 5)), "--apply") == 0
        assert entry(desk.answers["tell"])["as_of"] == "2026-10"
        assert desk.answers["tell"].evidence == "A log"

    def test_a_day_to_come_is_pointed_out(self, desk: Desk) -> None:
        rows = [row(name, "met", As_of=day) for name, day in (("tell", "2062-10-01"), ("warn", "2026-12-02"))]
        assert desk.take(workbook(rows), "--apply") == 0
        assert desk.codes == ["H23"]
        assert set(desk.answers) == {"tell", "warn"}

    def test_a_heading_that_was_renamed_is_missed(self, desk: Desk) -> None:
        heads = ["Preuve" if head == "Evidence given" else head for head in filled.HEADS]
        assert desk.take(workbook([{**FULL, "Preuve": "A log"}], heads=heads), "--apply") == 0
        assert desk.codes == ["H21"]
        assert "below F5 was not read, and the headings Evidence given are missing" in desk.err
        assert "evidence" not in entry(desk.answers["tell"])

    def test_rows_of_several_editions_are_told_apart_or_taken_for_one(self, desk: Desk) -> None:
        text = b"Id,State,Edition,Status\nnot-1.tell,KE,draft,met\nnot-1.warn,KE,=cmd(),met\n"
        assert desk.take(text, "--apply", name="back.csv") == 2
        assert desk.codes == ["H12"]
        assert not desk.workspace.exists()
        assert desk.take(text, "--apply", "--edition", "draft", name="back.csv") == 0
        assert {each.edition for each in desk.answers.values()} == {"draft"}

    def test_a_column_that_is_missing_takes_nothing_away(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply")
        cells = {"Id": "not-1.tell", "Status": "met"}
        assert desk.take(workbook([cells], heads=["Id", "Status"]), "--apply") == 0
        assert desk.answers["tell"].clock == "PT72H"
        assert desk.answers["tell"].status == "met"

    def test_an_empty_cell_takes_nothing_away_and_an_empty_row_is_no_answer(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply")
        assert desk.take(workbook([row("tell", "partly met", May_be_published="yes"), row("warn"),
                                   row("keep", "not assessed")]), "--apply") == 0
        assert "1 as they were, 2 not filled in" in desk.out
        assert set(desk.answers) == {"tell"}

    def test_evidence_for_another_status_goes_with_it(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply")
        desk.take(workbook([row("tell", "met")]), "--apply")
        assert desk.answers["tell"].evidence == ""

    def test_a_later_date_keeps_what_was_answered_before(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply")
        desk.take(workbook([{**FULL, "Status": "met", "As of": "2027-01-05"}]), "--apply")
        (was,) = desk.answers["tell"].earlier
        assert (was.status, was.as_of, was.release) == ("partly", "2026-10-01", True)

    def test_csv_with_semicolons_and_an_apostrophe_before_a_formula(self, desk: Desk) -> None:
        text = ("Answers, of Kenya, by us\r\nId;State;Edition;Status;Evidence given;Remark\r\n"
                "not-1.tell;KE;draft;not met;\"two\nlines; of text\";'=1+1\r\n")  # fmt: skip
        assert desk.take(text.encode("utf-16"), "--apply", name="back.csv") == 0
        assert desk.answers["tell"].evidence == "two\nlines; of text"
        assert desk.answers["tell"].comment == "=1+1"
        saved = [row("warn", "met", State="KE", Edition="draft", Remark="'=1+1")]
        desk.take(workbook(saved, heads=[*filled.HEADS, "State", "Edition"]), "--apply")
        assert desk.answers["warn"].comment == "=1+1", "as it is in a workbook that a program made of the CSV"

    def test_what_is_asked_is_kept_as_it_read(self, desk: Desk) -> None:
        desk.take(workbook([{**FULL, "What": "Should whisper", "Clock": "1 day from awareness"}]), "--apply")
        assert desk.answers["tell"].asked == "Should whisper (1 day from awareness)"

    def test_dates_of_either_system_and_numbers(self, desk: Desk) -> None:
        rows = [row("tell", "met", As_of=date(1990, 2, 3), Own_provision=40), row("warn", "met", As_of=2026)]
        content, said = workbook(rows), '<workbookPr date1904="1" '
        old = changed(content, "xl/workbook.xml", lambda text: text.replace("<workbookPr ", said))
        desk.take(content, "--apply")
        assert (desk.answers["tell"].as_of, desk.answers["tell"].provision) == ("1990-02-03", "40")
        assert desk.answers["warn"].as_of == "2026"
        desk.take(old, "--apply", "--prefer", "file")
        assert desk.answers["tell"].as_of == "1994-02-04"


def changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == part else data)
    return out.getvalue()


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    """A workbook after somebody worked on its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book["Checklist"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x"), data)
    return out.getvalue()


MET = row("keep", "met")
"""A row that is right, beside one that is wrong."""

BAD_ROWS: Mapping[str, tuple[Callable[[], bytes], str, str]] = {
    "unknown id": (lambda: workbook([row("tel", "met"), MET]), "H02", "Did you mean 'not-1.tell'?"),
    "deleted id": (lambda: workbook([{"Id": "CANARY", "Status": "met"}, MET]), "H02", "put the row's own id"),
    "no id": (lambda: workbook([{"Status": "met", "Remark": "CANARY"}, MET]), "H02", "own id back under Id"),
    "another id beside it": (lambda: workbook([{**row("tell", "met"), "Commitment": "NOT-1.warn"}, MET]), "H20",
                             "the right one back"),
    "digits of other scripts": (lambda: workbook([row("tell", "met", As_of="٢٠٢٦-١٠-٠١"), MET]), "H04", "2026-11-21"),
    "twice": (lambda: workbook([row("tell", "met"), row("tell", "not met"), MET]), "H03", "Keep the one that holds"),
    "no status": (lambda: workbook([row("tell", "CANARY"), MET]), "H07", "partly met"),
    "no date": (lambda: workbook([row("tell", "met", As_of="31.2.CANARY"), MET]), "H04", "2026-11-21"),
    "no duration": (lambda: workbook([row("tell", "met", Own_clock="72 CANARY"), MET]), "H05", "PT72H"),
    "neither yes nor no": (lambda: workbook([row("tell", "met", May_be_published="CANARY"), MET]), "H17",
                           "empty cell"),
    "too long": (lambda: workbook([row("tell", "met", Remark="CANARY " * 2000), MET]), "H18", "name that as the"),
    "formula": (lambda: edited(workbook([row("tell", "met"), MET]), lambda s: s.cell(6, 6, "=CANARY()")), "H14",
                "Put the value itself into F6"),
    "merged": (lambda: edited(workbook([row("tell", "met"), row("warn"), MET]), lambda s: s.merge_cells("F6:F7")),
               "H15", "Unmerge them"),
    "of another State": (lambda: b"Id,State,Edition,Status\nnot-1.tell,TZ,draft,met\nnot-1.warn,CANARY,draft,met\n"
                         b"not-1.keep,KE,draft,met\n", "H11", "by itself"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD_ROWS))
def test_a_bad_row_is_named_and_the_others_are_taken(name: str, desk: Desk) -> None:
    content, code, hint = BAD_ROWS[name]
    made = content()
    suffix = ".xlsx" if made.startswith(b"PK") else ".csv"
    assert desk.take(made, "--apply", "--state", "KE", name=f"back{suffix}") == 1
    assert set(desk.codes) == {code}, desk.err
    assert hint in desk.err
    assert "CANARY" not in desk.err, "what a private row says is not repeated"
    assert re.search(rf"^back\{suffix}:\d+: error", desk.err, re.MULTILINE)
    assert set(desk.answers) == {"keep"}


SHEET = "xl/worksheets/sheet1.xml"
DTD = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


MERGED = '<mergeCell ref="ZZ1:ZZ9"/>' * (MAX_ROWS + 1)


def long_sheet(rows: int) -> str:
    """The beginning of a sheet with many rows."""
    cell = '<c t="inlineStr"><is><t>x</t></is></c>'
    return f"<worksheet><sheetData>{f'<row>{cell}</row>' * rows}"


def declared(text: str) -> str:
    """A part with a document type before its first element."""
    return text.replace("<work", f"{DTD}<work", 1)


BAD_FILES: Mapping[str, tuple[Callable[[], bytes], str, str]] = {
    "not a workbook": (lambda: b"Dear colleague", "Z01", ".xlsx"),
    "empty": (lambda: b"", "Z01", ".xlsx"),
    "xls": (lambda: OLE, "Z01", "before 2007"),
    "ods": (lambda: zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "Z01", "OpenDocument"),
    "docx": (lambda: zipped(word__document_xml=b"<x/>"), "Z01", "a text"),
    "cut short": (lambda: workbook([FULL])[:3000], "Z02", "cut short"),
    "broken part": (lambda: changed(workbook([FULL]), SHEET, lambda text: text[:500]), "Z02", "anew"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "Z03", "password"),
    "bomb": (lambda: changed(workbook([FULL]), "xl/styles.xml", lambda _: " " * 21_000_000), "Z04", "MB"),
    "entities": (lambda: changed(workbook([FULL]), "xl/workbook.xml", declared), "Z05", "sender"),
    "entities in a sheet": (lambda: changed(workbook([FULL]), SHEET, declared), "Z05", "sender"),
    "a text that is not there": (lambda: changed(workbook([FULL]), SHEET, lambda text: text.replace('"><v>', '"><v>9')),
                                 "Z02", "Save it as"),
    "merged all over": (lambda: changed(workbook([FULL]), SHEET, lambda text: text.replace("</worksheet", MERGED)),
                        "Z04", "10,000 merged cells"),
    "too many rows": (lambda: changed(workbook([FULL]), SHEET, lambda _: long_sheet(100_000)), "Z04", "10,000 rows"),
    "no checklist": (lambda: workbook([FULL], heads=["A", "B"], sheet="Other"), "H10", "'Other'"),
    "two checklists": (lambda: edited(workbook([FULL]), lambda s: s.parent.copy_worksheet(s)), "H10",
                       "'Checklist' and 'Checklist Copy'"),
    "no status": (lambda: workbook([FULL], heads=["Id", "Remark", "Source"]), "H10", "'Status' is missing"),
    "no id": (lambda: workbook([FULL], heads=["Status", "Remark", "Source"]), "H10", "'Id' is missing"),
    "heading twice": (lambda: workbook([FULL], heads=[*filled.HEADS, "Status"]), "H10", "E5 and N5"),
    "another State": (lambda: workbook([FULL], state="TZ"), "H11", "of TZ, not of KE"),
    "unknown edition": (lambda: workbook([FULL], edition="7.7"), "H12", "--edition ID"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_written(name: str, desk: Desk) -> None:
    content, code, words = BAD_FILES[name]
    assert desk.take(content(), "--apply", "--state", "KE") == 2
    assert desk.codes == [code], desk.err
    assert words in desk.err
    assert "hint: " in desk.err
    assert not desk.workspace.exists()


def test_a_file_that_says_nothing_of_itself_is_asked_about(desk: Desk) -> None:
    assert desk.take(workbook([FULL], state="", edition=""), "--apply") == 2
    assert desk.codes == ["H11"]
    assert desk.take(workbook([FULL], state="", edition=""), "--apply", "--state", "ke") == 0
    assert desk.codes == ["H13"]


def test_macros_are_neither_run_nor_kept(desk: Desk) -> None:
    content = workbook([FULL])
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
        archive.writestr("xl/comments1.xml", b"<comments/>")
    assert desk.take(out.getvalue(), "--apply", name="checklist.xlsm") == 0
    assert desk.codes == ["H16", "H22"]
    assert set(desk.answers) == {"tell"}


def test_many_rows_are_fast_to_refuse() -> None:
    """The reading stops at the limit, whatever comes after it."""
    sheet = long_sheet(MAX_ROWS + 2) + "<row" + " " * 100_000  # what comes later is broken, and is never reached
    content = changed(workbook([FULL]), SHEET, lambda _: sheet)
    with pytest.raises(NotASheetError, match="10,000 rows"):
        read_workbook(content)


class TestTwoPeople:
    def test_both_answers_are_shown_and_neither_is_taken(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply", name="first.xlsx")
        second = [{**FULL, "Status": "met", "Evidence given": "Another log"}, MET]
        assert desk.take(workbook(second), "--apply", name="second.xlsx") == 1
        assert desk.codes == ["H19"]
        assert "workspace: status: partly met; evidence given: Act 7" in desk.out
        assert "file: status: met; evidence given: Another log" in desk.out
        assert desk.answers["tell"].status == "partly"
        assert desk.answers["keep"].status == "met"

    @pytest.mark.parametrize(("prefer", "status"), [("file", "met"), ("workspace", "partly")])
    def test_one_of_them_can_be_preferred(self, prefer: str, status: str, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply", name="first.xlsx")
        second = workbook([{**FULL, "Status": "met"}])
        assert desk.take(second, "--apply", "--prefer", prefer, name="second.xlsx") == 0
        assert desk.answers["tell"].status == status

    def test_who_sends_the_file_again_may_have_thought_better_of_it(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply")
        assert desk.take(workbook([{**FULL, "Status": "met"}]), "--apply") == 0
        assert desk.answers["tell"].status == "met"

    def test_an_edit_by_hand_is_not_written_over(self, desk: Desk) -> None:
        desk.take(workbook([FULL]), "--apply")
        desk.file.write_text(desk.file.read_text().replace("status: partly", "status: not_met"))
        assert desk.take(workbook([FULL]), "--apply") == 0
        assert "older than the workspace's, left" in desk.out
        assert desk.take(workbook([{**FULL, "Status": "met"}]), "--apply") == 1
        assert desk.answers["tell"].status == "not_met"


    def test_an_answer_given_twice_in_the_workspace_is_mended_first(self, desk: Desk) -> None:
        desk.workspace.mkdir()
        twice = [{"commitment": "not-1.tell", "status": status} for status in ("met", "partly")]
        desk.file.write_text(filled.private(twice))
        assert desk.take(workbook([FULL]), "--apply", "--prefer", "file") == 2
        assert desk.codes == ["H03"]

    def test_what_changed_while_the_file_was_read_is_not_written_over(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.take(workbook([FULL]), "--apply")

        def meanwhile(*arguments: Any) -> Merged:
            desk.file.write_text(filled.private([]))
            return merge(*arguments)

        monkeypatch.setattr(importing, "merge", meanwhile)
        assert desk.take(workbook([MET]), "--apply") == 2
        assert "in the meantime" in desk.err
        assert desk.answers == {}

    @pytest.mark.parametrize("ledger", ["[]", '{"imported": 1}', '{"imported": {"checklist-ke.xlsx": {"a": {}}}}'])
    def test_a_ledger_that_somebody_spoilt_counts_for_nothing(self, desk: Desk, ledger: str) -> None:
        desk.take(workbook([FULL]), "--apply")
        (desk.workspace / ".normbook.json").write_text(ledger)
        assert desk.take(workbook([{**FULL, "Status": "met"}]), "--apply") == 1
        assert desk.codes == ["H19"]


class TestAnotherEdition:
    @pytest.fixture
    def turned(self, desk: Desk) -> Desk:
        """Edition 0.9 asked tell, warn and keep; since then tell was renamed, warn was split and keep was given up."""
        filled.freeze(desk.root)
        names = ("alert", "say", "shout", "whisper", "close", "open")
        (desk.root / "norms" / mini.NORM_FILE).write_text(filled.norm(names))
        (desk.root / "norms/changes.yaml").write_text("""\
changes:
  - {verb: renamed, was: [not-1.tell], now: [not-1.say], since: draft, reason: So.}
  - {verb: split, was: [not-1.warn], now: [not-1.shout, not-1.whisper], since: draft, reason: So.}
""")
        (desk.root / "norms/retired.yaml").write_text("retired:\n  - {id: not-1.keep, since: draft, reason: So.}\n")
        return desk

    def test_an_older_file_is_read_and_its_ids_are_followed(self, turned: Desk) -> None:
        rows = [row("tell", "met"), row("warn", "partly met"), row("keep", "not met"), row("close", "met")]
        assert turned.take(workbook(rows, edition="0.9"), "--apply") == 0, turned.err
        assert turned.codes == ["H13"]
        assert set(turned.answers) == {"say", "warn", "keep", "close"}
        assert "not-1.tell is not-1.say now" in turned.out
        assert "not-1.keep is gone" in turned.out
        assert {each.edition for each in turned.answers.values()} == {"0.9"}
        assert turned.answers["say"].asked == "Should should it tell, say so at once."


    def test_what_was_carried_along_is_not_confirmed_by_sending_it_back(self, turned: Desk) -> None:
        """The own view prints the answer of what was split under its heirs; nobody has said yet that it holds."""
        turned.take(workbook([row("warn", "partly met", Evidence_given="A log")], edition="0.9"), "--apply")
        back = workbook([row("shout", "partly met", Evidence_given="A log"), row("whisper", "met", As_of="2027")])
        assert turned.take(back, "--apply", name="own-view.xlsx") == 0
        assert set(turned.answers) == {"warn", "whisper"}
        assert turned.answers["warn"].edition == "0.9"

    def test_the_pages_say_what_became_of_it(self, turned: Desk) -> None:
        """Renamed, split, given up, and a text that changed: each is told on the page of the State."""
        rows = [row(name, "met") for name in ("tell", "warn", "keep", "close")]
        turned.take(workbook(rows, edition="0.9"), "--apply")
        loaded = load(turned.root / "norms").corpus
        assert loaded
        country, _ = read_as(turned.file.read_bytes(), Country, "ke.yaml")
        assert isinstance(country, Country)
        corpus = own_view(loaded, country)
        seen = Publication(corpus, link(corpus)[0], mini.AS_OF, norms=turned.root / "norms", whose="KE")
        found = {name.removeprefix("not-1."): each for name, each in answers(seen, filled.kenya()).items() if each.own}
        assert {name: each.to_confirm for name, each in found.items()} == {
            "say": True, "shout": True, "whisper": True, "close": False}  # fmt: skip
        assert found["shout"].remarks[0] == "Not confirmed since NOT-1.warn was split."
        assert found["say"].remarks == ("Answered against 0.9; text changed.",)
        assert "".join(each.text for each in found["say"].changed if each.kind == "added") == "say"
        assert "NOT-1.keep (met)" in left(seen, filled.kenya())
        held = turned.answers
        for name, data in checklist_files(seen, ["KE"]).items():
            if not name.endswith(".ics"):
                told = data.decode() if name.endswith(("csv", "json")) else "".join(texts(data).values())
                assert "Not confirmed since NOT-1.warn was split." in told
                assert "Answered against 0.9; text changed." in told
                assert name.endswith("csv") or "NOT-1.keep (met)" in told or '"kept": [{"id": "not-1.keep"' in told
            if name.endswith(("xlsx", "csv", "docx")):
                assert turned.take(data, "--apply", name=name.rpartition("/")[2]) == 0, turned.err
                assert turned.answers == held, "sent back as it is it confirms nothing"


class TestPrinted:
    def test_who_works_on_the_own_view_is_in_nobody_s_way(self, desk: Desk) -> None:
        """What was printed into a file is known: what was changed in it counts, against what changed since."""
        desk.take(workbook([FULL, row("warn", "met"), row("keep", "met")]), "--apply")
        ledger = json.loads((desk.workspace / ".normbook.json").read_text())
        ledger["printed"] = {"p1": ledger.pop("imported")["checklist-ke.xlsx"]}
        (desk.workspace / ".normbook.json").write_text(json.dumps(ledger))
        keep = "not-1.keep\n    status: "
        desk.file.write_text(desk.file.read_text().replace(f"{keep}met", f"{keep}not_met"))
        mine = workbook([{**FULL, "Status": "met"}, row("warn", "met"), row("keep", "met")], printed="p1")
        assert desk.take(mine, "--apply", name="own-view.xlsx") == 0, desk.out
        assert {name: each.status for name, each in desk.answers.items()} == {
            "tell": "met", "warn": "met", "keep": "not_met"}  # fmt: skip
        other = workbook([{**FULL, "Status": "not met"}], printed="p1")
        assert desk.take(other, "--apply", name="another.xlsx") == 1
        assert desk.codes == ["H19"]


class TestReading:
    def test_a_workbook_reads_the_same_after_openpyxl(self) -> None:
        content = workbook([FULL, MET])
        assert read_workbook(edited(content, lambda _: None)) == read_workbook(content)

    @pytest.mark.office
    def test_a_workbook_reads_the_same_after_libreoffice(self, soffice: str, tmp_path: Path) -> None:
        content = workbook([{**FULL, "Remark": "=cmd|' /C calc'!A0", "May be published": True}, MET])
        (tmp_path / "in.xlsx").write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        subprocess.run([soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"),
                        str(tmp_path / "in.xlsx")], check=True, capture_output=True, timeout=120)  # fmt: skip
        ours, theirs = read_workbook(content), read_workbook((tmp_path / "out/in.xlsx").read_bytes())
        assert theirs.properties["normbook-state"] == "KE"
        assert theirs.sheets[0].rows == ours.sheets[0].rows

    def test_inline_and_rich_and_escaped_strings(self) -> None:
        sheet = ('<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData><row>'
                 '<c t="inlineStr"><is><r><t>a </t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>'
                 '<c t="str"><f>1+1</f><v>2</v></c><c t="d"><v>2026-10-01T00:00:00</v></c><c t="e"><v>#N/A</v></c>'
                 "<c><v>1.5</v></c><c><v>1E2</v></c></row></sheetData></worksheet>")  # fmt: skip
        book = read_workbook(changed(workbook([FULL]), "xl/worksheets/sheet1.xml", lambda _: sheet))
        cells = book.sheets[0].rows[1]
        assert [cells[n].text for n in range(6)] == ["a b", "2", "2026-10-01T00:00:00", "#N/A", "1.5", "100"]
        assert [n for n in range(6) if cells[n].formula] == [1, 3], "an error is what a formula came to"

    @pytest.mark.parametrize(("was", "now"), [('<row r="6"', '<row r="²"'), ('<c r="J6" s="', '<c r="J6" s="²')])
    def test_numbers_that_are_none_are_left_aside(self, was: str, now: str) -> None:
        content = changed(workbook([FULL]), SHEET, lambda text: text.replace(was, now))
        assert len(read_workbook(content).sheets[0].rows) == 3

    @given(st.integers(1, 10**6), st.integers(0, 16_383))
    def test_addresses(self, line: int, column: int) -> None:
        assert column_of(address(line, column)) == column

    @given(st.text())
    def test_what_is_cleaned_stays_as_it_is(self, text: str) -> None:
        assert cleaned(cleaned(text)) == cleaned(text)

    @given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
    def test_what_a_table_of_ours_says_is_read_as_it_was(self, text: str) -> None:
        file = f"Id,Remark\r\n{csv_line(['not-1.tell', text])}".encode()
        assert read_separated(file).sheets[0].rows[2].get(1, Cell("")).text == cleaned(text)

    @pytest.mark.parametrize("content", [
        b"\x00\x01", "Id,Status".encode("utf-16-le"), b"Id,Status\n\xff\xfe,met\n", b'Id,Status\n"' + b"x" * 400_000,
        b'Id,Status,Remark\nnot-1.tell,met,"not closed\nnot-1.warn,met,\n',
    ])  # fmt: skip
    def test_csv_that_cannot_be_read(self, content: bytes) -> None:
        with pytest.raises(NotASheetError) as refused:
            read_separated(content)
        assert refused.value.hint


def control(tag: str, words: str, state: str = "") -> str:
    """A control of a form with words in it; `state` is what its properties say besides."""
    return (f'<w:sdt><w:sdtPr><w:tag w:val="not-1.tell/{tag}"/>{state}</w:sdtPr><w:sdtContent><w:r><w:t>{words}</w:t>'
            "</w:r></w:sdtContent></w:sdt>")  # fmt: skip


BOX, TICK, EMPTY = '<w:checked w:val="0"/>', '<w:checked w:val="1"/>', "<w:showingPlcHdr/>"
MET_BOX, LOG = control("met", "☒", TICK), control("evidence-given", "A log")


def block(status: str = MET_BOX, evidence: str = LOG) -> str:
    """A block of a form: the id, the boxes, one place."""
    cells = (("not-1.tell", ""), ("Status", status), ("Evidence given", evidence))
    return "".join(["<w:tbl>", *(f"<w:tr><w:tc><w:p><w:r><w:t>{label}</w:t></w:r></w:p></w:tc><w:tc><w:p>{inside}</w:p>"
                                 "</w:tc></w:tr>" for label, inside in cells), "</w:tbl>"])  # fmt: skip


def words(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


class TestForm:
    @staticmethod
    def read(body: str, **parts: str) -> Incoming:
        """What is read of a form with this body."""
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        made = {"word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
                **{f"word/{name}": f"<w:x {space}>{text}</w:x>" for name, text in parts.items()}}
        return filled_form({name: text.encode() for name, text in made.items()}, "form.docx")

    @pytest.mark.parametrize("body", [
        block(), block() + block(), block(control("met", "x", BOX)), block(words("☒ met: all that it asks is seen.")),
        block(words("X Met: all.")), block(evidence=words("A log")), block(evidence=f"{words('A log')}<w:moveFrom>"
        f"{words('elsewhere')}</w:moveFrom>{control('evidence-given', 'write here', EMPTY)}"),
    ])  # fmt: skip
    def test_an_answer_is_found_however_a_program_or_a_hand_left_it(self, body: str) -> None:
        (given,) = self.read(body + block().replace("not-1.tell", "not-1.warn")).rows[:1]
        assert (given.id, dict(given.cells)) == ("not-1.tell", {"status": "met", "evidence": "A log"})

    @pytest.mark.parametrize(("body", "code"), [
        (block() + block(evidence=control("evidence-given", "Another")), "H03"), (block(words("met: all.")), "H07"),
        (block(MET_BOX + control("partly", "☒", TICK)), "H07"), (block("", words("A log")), "H07"),
        (words("Dear colleague"), "H10"),
    ])  # fmt: skip
    def test_what_is_not_plain_is_named(self, body: str, code: str) -> None:
        other = "" if code == "H10" else block().replace("not-1.tell", "not-1.warn")
        found = self.read(body + other)
        assert [each.code for each in found.problems] == [code]
        assert "not-1.tell" not in {each.id for each in found.rows}

    def test_comments_macros_and_changes_are_pointed_out(self) -> None:
        tracked = block(evidence=LOG.replace("</w:sdtContent>", f"<w:ins>{words(', and more')}</w:ins></w:sdtContent>"))
        found = self.read(tracked, **{"comments.xml": "<w:comment/>", "vbaProject.bin": ""})
        assert [each.code for each in found.problems] == ["H16", "H22", "H22"]
        assert found.rows[0].cells["evidence"] == "A log, and more"


WORDS = st.text(max_size=200).map(cleaned)
ANSWERS = st.builds(
    Answer, commitment=st.sampled_from([f"not-1.{name}" for name in filled.NAMES]),
    status=st.sampled_from(["not_assessed", "not_met", "partly", "met", "not_applicable"]), evidence=WORDS,
    provision=WORDS, comment=WORDS, assessed_by=WORDS, as_of=st.sampled_from(["", "2026", "2026-10", "2026-10-01"]),
    clock=st.sampled_from(["", "PT72H"]), edition=st.sampled_from(["", "0.9", "draft"]), asked=WORDS,
    release=st.booleans(),
)  # fmt: skip


class TestFile:
    @settings(max_examples=30)
    @given(st.lists(ANSWERS, max_size=4, unique_by=lambda each: each.commitment),
           st.lists(ANSWERS, max_size=4, unique_by=lambda each: each.commitment))
    def test_whatever_people_write_reads_back(self, first: list[Answer], second: list[Answer]) -> None:
        """Words that are no words to YAML, quotation marks, lines: each answer is the same when it is read."""
        state = filled.kenya()
        text = with_answers(private_file(state), {each.commitment: each for each in first})
        text = with_answers(text, {each.commitment: each for each in second})
        country, problems = read_as(text.encode(), Country, "ke.yaml")
        assert not problems
        assert isinstance(country, Country)
        wanted = {each.commitment: each for each in (*first, *second)}
        assert {each.commitment: entry(each) for each in country.answers} == {k: entry(v) for k, v in wanted.items()}

    @given(st.lists(ANSWERS, max_size=4, unique_by=lambda each: each.commitment))
    def test_merging_the_same_again_changes_nothing(self, held: list[Answer]) -> None:
        mine = {each.commitment: each for each in held}
        values = {name: each.model_dump(exclude={"marks", "commitment", "earlier"}) for name, each in mine.items()}
        merged = merge(mine, values, {})
        assert not merged.taken
        assert not merged.conflicts
        assert set(merged.same) == set(mine)

    @given(ANSWERS, ANSWERS)
    def test_neither_side_goes_before_the_other_unasked(self, one: Answer, other: Answer) -> None:
        other = other.model_copy(update={"commitment": one.commitment})
        values = {one.commitment: other.model_dump(exclude={"marks", "commitment", "earlier"})}
        merged = merge({one.commitment: one}, values, {})
        assert not merged.taken
        taken = merge({one.commitment: one}, values, {one.commitment: [digest(one)]})
        assert not taken.conflicts


def test_one_moment_is_one_day() -> None:
    content = workbook([row("tell", "met", As_of=datetime(2026, 10, 1, 17, 30))])  # noqa: DTZ001 - knows no zone
    (cells,) = [cells for number, cells in read_workbook(content).sheets[0].rows.items() if number == 6]
    assert "2026-10-01" in {cell.text for cell in cells.values()}
