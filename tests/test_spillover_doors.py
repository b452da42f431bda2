"""Protects the doors to the spillover assessment: the command, the worksheet, and the pages that lead to it."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from normbook.commands.spillover import Asked, spillover_command
from normbook.outputs.spillover import worksheet_files
from normbook.publication import Publication
from normbook.settings import Settings
from normbook.spillover.graph import draw_graph
from normbook.spillover.inputs import Link
from normbook.views import law, norms, responses, spillover

ROOT = Path(__file__).parents[1]
HERE = Settings(ROOT, date(2026, 12, 1))
EXPORTS = "r12-financial-export"


def said(capsys: pytest.CaptureFixture[str], asked: Asked, *, status: int = 0, form: str = "text") -> str:
    found = spillover_command(HERE, asked, form)
    out, err = capsys.readouterr()
    assert found == status, err or out
    return err if status == 2 else out


def as_json(capsys: pytest.CaptureFixture[str], asked: Asked) -> Any:
    return json.loads(said(capsys, asked, form="json"))


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")


class TestCommand:
    def test_it_says_what_follows_by_which_path_and_whose_assumptions_it_rests_on(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = said(capsys, Asked(EXPORTS, "P30D"))
        assert "lasting 30 days" in text
        assert "Touches Finance: supply serious, price limited (illustrative)" in text
        water = next(line for line in text.splitlines() if line.startswith("Water "))
        assert "limited, serious, grave" in water
        assert ("Water leans on Chemicals and manufacturing and does without for 21 days: serious lack, after 21 days."
                in text)  # fmt: skip
        assert "Go through for people: Life and health" in text
        assert "illustrative and nobody's finding" in text

    def test_a_shorter_measure_does_less(self, capsys: pytest.CaptureFixture[str]) -> None:
        long, short = (as_json(capsys, Asked(EXPORTS, length)) for length in ("P6M", "PT1H"))
        levels = [[f[c]["middle"] for f in found["findings"] for c in ("supply", "price")] for found in (long, short)]
        ranks = [["none", "limited", "serious", "grave"].index(level) for found in levels for level in found]
        half = len(ranks) // 2
        assert all(a >= b for a, b in zip(ranks[:half], ranks[half:], strict=True))
        assert sum(ranks[:half]) > sum(ranks[half:])

    def test_sectors_alone_will_do_and_a_number_names_a_measure(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = as_json(capsys, Asked("", "P1D", ("energy:grave:limited",)))
        assert found["measure"] is None
        assert found["touches"][0] | {"note": ""} == {
            "measure": "none", "sector": "energy", "supply": "grave", "price": "limited", "note": "",
            "whose": "assessor",
        }  # fmt: skip
        assert as_json(capsys, Asked("r12", "P1D"))["measure"] == EXPORTS
        assert "Nothing is touched" in said(capsys, Asked("", "P1D"))

    def test_own_assumptions_replace_and_add(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        own.write_text(
            'dependencies:\n  - {"on": energy, sector: water, supply: none, holds_for: PT0H, note: Gravity feeds it.}\n'
            '  - {"on": energy, sector: space, supply: grave, holds_for: P1D, note: Asked the operator.}\n'
        )
        hit = ("energy:grave",)
        before, after = (as_json(capsys, Asked("", "P2D", hit, name)) for name in (None, str(own)))
        supply = [{f["sector"]: f["supply"]["middle"] for f in found["findings"]} for found in (before, after)]
        assert (supply[0]["space"], supply[1]["space"]) == ("none", "grave")
        assert len(after["dependencies"]) == len(before["dependencies"]) + 1
        assert [d["whose"] for d in after["dependencies"]].count("assessor") == 2
        water = next(f for f in after["findings"] if f["sector"] == "water")
        assert water["supply"]["middle"] != "grave"

    def test_a_mistake_in_them_has_its_place(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        own.write_text(
            'dependencies:\n  - {"on": enrgy, sector: water, supply: limited, holds_for: P1D, note: x}\n'
            '  - {"on": water, sector: water, supply: limited, holds_for: P1H, note: x}\n'
        )
        text = said(capsys, Asked("", "P2D", (), str(own)), status=1)
        assert f"{own}:2:12: error[R01] there is no sector 'enrgy'" in text
        assert "Did you mean 'energy'?" in text
        assert "error[V01]" in text
        assert "error[T04]" in text
        own.write_text("dependencies: [{sector: water}]\n")
        assert "error[S03]" in said(capsys, Asked("", "P2D", (), str(own)), status=1)

    @pytest.mark.parametrize(("asked", "hint"), [
        (Asked("r12-financial", "P1D"), "Did you mean 'r12-financial-export'?"),
        (Asked("", "30"), "as PT12H, P30D or P6M"),
        (Asked("", "PT0H"), "as PT12H, P30D or P6M"),
        (Asked("", "P1D", ("enrgy:grave",)), "Did you mean 'energy'?"),
        (Asked("", "P1D", ("energy",)), "energy:SUPPLY"),
        (Asked("", "P1D", ("energy:bad",)), "none, limited, serious, grave"),
        (Asked("", "P1D", ("energy:none:none:none",)), "energy:SUPPLY:PRICE"),
        (Asked("", "P1D", (), "nowhere.yaml"), "Name a file"),
    ])  # fmt: skip
    def test_a_wrong_command_is_told_what_to_type(
        self, capsys: pytest.CaptureFixture[str], asked: Asked, hint: str
    ) -> None:
        assert hint in said(capsys, asked, status=2)


class TestWorksheet:
    def test_it_holds_every_assumption_and_result_and_says_that_it_only_records(self, publication: Publication) -> None:
        (content,) = worksheet_files(publication).values()
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames == ["Head", "Findings", "Touches", "Dependencies", "Worked results", "Read me"]
        assert "it does not compute one" in str(book["Head"]["A2"].value)
        tool = spillover.tool(publication)
        assert tool is not None
        rows = [[cell.value for cell in row] for row in book["Dependencies"].iter_rows(min_row=5)]
        filled = [row for row in rows if row[0]]
        assert [row[2] for row in filled] == [each.supply for each in tool.dependencies]
        assert len(rows) > len(filled)
        worked = [row for row in book["Worked results"].iter_rows(min_row=5, values_only=True) if row[0]]
        assert len(worked) == sum(len(each.assessment.reached) for each in tool.worked)
        assert book["Touches"].data_validations.dataValidation
        assert not any(str(cell.value).startswith("=") for sheet in book for row in sheet.iter_rows() for cell in row)

    def test_the_same_corpus_gives_the_same_bytes(self, publication: Publication) -> None:
        assert worksheet_files(publication) == worksheet_files(publication)


class TestPages:
    def test_every_measure_leads_to_its_result_or_says_that_there_is_none(self, publication: Publication) -> None:
        tool = spillover.tool(publication)
        assert tool is not None
        touched = {each.measure.id for each in tool.worked}
        made = {page.subject: page for page in responses.pages(publication) if page.subject.startswith("measure:")}
        for measure in publication.corpus.measures:
            text = made[f"measure:{measure.id}"].render()
            assert (f"(spillover.md#{measure.id})" in text) == (measure.id in touched)
            assert ("no sector is entered" in text) == (measure.id not in touched)

    def test_the_norm_and_the_article_lead_to_it(self, publication: Publication) -> None:
        made = {page.subject: page for page in (*norms.pages(publication), *law.pages(publication))}
        for subject in ("rsp-4", "law/spillover-assessment"):
            assert spillover.URL in made[subject].render().split("---\n")[1]

    def test_the_drawing_holds_every_dependency_in_words_and_lines(self, publication: Publication) -> None:
        tool = spillover.tool(publication)
        assert tool is not None
        root = ET.fromstring(tool.drawing)  # noqa: S314 - our own
        pairs = [arrow.get("data-pair") for arrow in root.iter("path")]
        assert sorted(map(str, pairs)) == sorted(f"{each.on} {each.sector}" for each in tool.dependencies)
        described = root.findtext("desc") or ""
        assert all(f"{tool.sectors[each.sector]} on {tool.sectors[each.on]}" in described for each in tool.dependencies)

    def test_a_drawing_of_one_or_of_hostile_sectors_is_still_a_drawing(self) -> None:
        ET.fromstring(draw_graph([("a", "<b>&")], [Link("a", "a", 1), Link("a", "x", 1)]))  # noqa: S314 - our own
