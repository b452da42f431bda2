"""Protects filling in: a value reaches the bound part and every control, and nothing is written that is not meant."""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

import mini
import office
from normbook.cli import main
from normbook.link import link
from normbook.load import load
from normbook.publication import Publication
from normbook.returned.original import original
from normbook.returned.reading import findings
from normbook.source import read as read_yaml
from normbook.word.document import document
from normbook.word.filling import controls, filled
from normbook.word.openxml import name, pack, parse, unpack
from normbook.word.origin import origin
from normbook.word.received import received
from normbook.word.tracked import blank_of

MORE = mini.replace(
    "  - {id: enacting_formula, label:",
    "  - {id: court_date, label: date, type: date, hint: Which day.}\n"
    "  - {id: fine, label: fine, type: number, hint: How much.}\n"
    "  - {id: enacting_formula, label:",
)
CHANGES: dict[str, mini.Change] = {
    "law/law.yaml": MORE,
    "law/part-03-duties.yaml": mini.replace(
        "This Law applies after {transition}.",
        "This Law applies after {transition}, from {court_date}, at {fine}; ask the {competent_authority}."),
}


@cache
def made() -> bytes:
    corpus = load(mini.write(Path(tempfile.mkdtemp()), CHANGES)).corpus
    assert corpus is not None
    return document(Publication(corpus, link(corpus)[0], mini.AS_OF))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    mini.write(tmp_path, CHANGES)
    (tmp_path / "law.docx").write_bytes(made())
    return tmp_path


def fill(project: Path, values: str, *options: str, file: str = "law.docx") -> int:
    (project / "values.yaml").write_text(values, encoding="utf-8")
    return main(["fill", str(project / file), str(project / "values.yaml"), "--root", str(project), *options])


def shown(docx: bytes, blank: str) -> set[str]:
    """What stands in the controls of a blank."""
    root = parse(unpack(docx)["word/document.xml"])
    return {"".join(text.text or "" for text in control.iter(name("w:t")))
            for control in root.iter(name("w:sdt")) if blank_of(control) == blank}


def prompts(docx: bytes, blank: str) -> int:
    root = parse(unpack(docx)["word/document.xml"])
    return sum(len(list(control.iter(name("w:showingPlcHdr")))) for control in root.iter(name("w:sdt"))
               if blank_of(control) == blank)


def test_a_value_reaches_the_part_and_every_control(project: Path) -> None:
    assert fill(project, "competent_authority: Agency & Sons\ntransition: P3M\ncourt_date: 2027-01-31\n"
                         "fine: 10 000\nenacting_formula: Enacted.\n") == 0
    docx = (project / "law-filled.docx").read_bytes()
    expected = {"competent_authority": "Agency & Sons", "transition": "3 months", "court_date": "31 January 2027",
                "fine": "10 000", "enacting_formula": "Enacted."}
    assert origin(unpack(docx)).blanks == expected
    for blank, value in expected.items():
        assert shown(docx, blank) == {value}
        assert prompts(docx, blank) == 0
    assert list(controls(unpack(docx))).count("competent_authority") >= 2
    assert (project / "law.docx").read_bytes() == made(), "the file itself stays"


def test_what_is_filled_in_is_read_back(project: Path) -> None:
    assert fill(project, "competent_authority: Agency\n") == 0
    corpus = load(project / "norms").corpus
    assert corpus is not None
    publication = Publication(corpus, link(corpus)[0], mini.AS_OF)
    found = findings(original(received(made()), publication), received((project / "law-filled.docx").read_bytes()))
    assert [(each.kind, each.blank, each.after) for each in found] == [
        ("blank filled", "competent_authority", "Agency")]


def test_a_value_in_the_part_alone_is_read_back() -> None:
    parts = unpack(made())
    parts["customXml/item1.xml"] = re.sub(rb"<fine ?/>", b"<fine>7</fine>", parts["customXml/item1.xml"])
    corpus = load(mini.write(Path(tempfile.mkdtemp()), CHANGES)).corpus
    assert corpus is not None
    publication = Publication(corpus, link(corpus)[0], mini.AS_OF)
    (found,) = findings(original(received(made()), publication), parts)
    assert (found.blank, found.after, found.spot.ref) == ("fine", "7", "law/transition/p1")


def test_all_mistakes_are_listed_and_nothing_is_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fill(project, "competent_autority: x\ntransition: 3 months\ncourt_date: tomorrow\nfine: many\n"
                         "enacting_formula: [a]\nnonsense: 1\n") == 1
    err = capsys.readouterr().err
    for line in ("values.yaml:1:1: error[Z10] the file has no blank 'competent_autority'",
                 "Did you mean 'competent_authority'?", "values.yaml:2:1: error[Z11]", "a duration in ISO 8601",
                 "values.yaml:3:1: error[Z11]", "values.yaml:4:1: error[Z11]", "values.yaml:5:1: error[Z11]",
                 "values.yaml:6:1: error[Z10]", "Z12] there is no value for 'competent_authority'"):
        assert line in err
    assert not (project / "law-filled.docx").exists()


def test_missing_values_are_listed_and_stay_blanks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fill(project, 'fine: 5\ncourt_date: ""\n') == 0
    err = capsys.readouterr().err
    assert set(re.findall(r"Z12\] there is no value for '(\w+)'", err)) == {
        "competent_authority", "transition", "court_date", "enacting_formula"}
    assert shown((project / "law-filled.docx").read_bytes(), "court_date") == {"[date]"}


def test_values_of_a_stranger_are_read_with_care(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fill(project, "fine: !!python/object:os.system x\n") == 1
    assert fill(project, "fine: 1\nfine: 2\n") == 1
    assert fill(project, "- a\n") == 1
    assert fill(project, "competent_authority: The  Agency\n") == 1
    assert not (project / "law-filled.docx").exists()
    err = capsys.readouterr().err
    assert err.count("error[") >= 4
    assert "begins with 'the', which the law says already" in err
    assert "Write 'Agency'." in err


def test_nothing_is_written_over_without_force(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fill(project, "fine: 1\n") == 0
    first = (project / "law-filled.docx").read_bytes()
    assert fill(project, "fine: 2\n") == 2
    assert "already there" in capsys.readouterr().err
    assert (project / "law-filled.docx").read_bytes() == first
    assert fill(project, "fine: 2\n", "-o", str(project / "new.docx"), file="law-filled.docx") == 1
    assert "Z13" in capsys.readouterr().err
    assert fill(project, "fine: 2\n", "-o", str(project / "new.docx"), "--force", file="law-filled.docx") == 0
    assert shown((project / "new.docx").read_bytes(), "fine") == {"2"}


def test_no_values_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fill", str(project / "law.docx"), "--root", str(project)]) == 2
    assert "--list --format yaml" in capsys.readouterr().err


class TestTheList:
    def listed(self, project: Path, form: str, capsys: pytest.CaptureFixture[str], file: str = "law.docx") -> str:
        assert main(["fill", str(project / file), "--list", "--format", form, "--root", str(project)]) == 0
        return capsys.readouterr().out

    def test_it_says_what_each_is_and_where(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        found = {each["blank"]: each for each in json.loads(self.listed(project, "json", capsys))}
        assert found["competent_authority"]["where"] == ["article 3(1)", "article 4"]
        assert found["transition"] == {"blank": "transition", "label": "transition", "type": "duration",
                                       "hint": "How long.", "proposed": "P6M", "value": "", "where": ["article 4"]}
        assert "in article 3(1), article 4" in self.listed(project, "table", capsys)

    def test_its_yaml_is_a_file_of_values(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        text = self.listed(project, "yaml", capsys)
        data = read_yaml(text.encode(), "x").data
        assert {key for key in data if key != "__marks__"} == {
            "competent_authority", "transition", "court_date", "fine", "enacting_formula"}
        assert fill(project, text) == 0, "nothing is filled in yet"
        assert fill(project, text.replace('fine: ""', "fine: 3"), "--force") == 0
        assert "fine                 number    3" in self.listed(project, "table", capsys, "law-filled.docx")


def test_what_word_puts_into_the_root_of_a_part_stays() -> None:
    """Names of namespaces that only an attribute uses must not go, or Word calls the file broken."""
    parts = unpack(made())
    head = (b'<w:document xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.'
            b'openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14" ')
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:document ", head, 1)
    after = filled(received(pack(parts)), {"fine": "5"})
    assert b"xmlns:w14=" in after["word/document.xml"]
    assert b'mc:Ignorable="w14"' in after["word/document.xml"]


@pytest.mark.office
def test_a_file_that_libreoffice_saved_is_filled_in_and_read(project: Path) -> None:
    saved, again = project / "saved.docx", project / "again.docx"
    office.opened(project / "law.docx", saved)
    assert fill(project, "competent_authority: Agency\ntransition: P3M\n", file="saved.docx") == 0
    docx = project / "saved-filled.docx"
    assert shown(docx.read_bytes(), "competent_authority") == {"Agency"}
    assert origin(unpack(docx.read_bytes())).blanks["transition"] == "3 months"
    lines = [line.text for line in office.opened(docx, again)]
    assert any(line.startswith("An operator shall tell the Agency of an incident:") for line in lines)
    assert any(line.startswith("This Law applies after 3 months, from [date]") for line in lines)
    assert shown(again.read_bytes(), "transition") == {"3 months"}
