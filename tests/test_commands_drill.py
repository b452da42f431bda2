"""Protects `normbook exercise`: the same list in every format, and a wrong command refused with its remedy."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from normbook.commands.drill import exercise_command
from normbook.settings import Settings

ROOT = Path(__file__).parents[1]
HERE = Settings(ROOT, date(2026, 12, 1))
START = "2027-03-01T08:00Z"


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def test_the_table_merges_injects_with_what_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert exercise_command(HERE, "grid-winter", START, "KE", "table", None) == 0
    text = capsys.readouterr().out
    assert "Starts Monday 1 March 2027, 11:00 (UTC+03:00), 2027-03-01 08:00Z" in text
    alert = text.index("DUE from covered operator: Initial alert")
    assert text.index("INJECT 2 to") < alert < text.index("INJECT 12 to")
    assert "The hour of the event, 11:00 to 12:00, is not counted" in text
    assert text.index("INJECT 18") < text.index("-- the exercise ends --") < text.index("no time yet")
    assert "public holidays of Kenya" in " ".join(text.split())


def test_every_format_has_the_same_moments(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    held = {}
    for name in ("json", "ics", "xlsx"):
        file = tmp_path / f"events.{name}"
        assert exercise_command(HERE, "grid", START, "KE", name, file) == 0
        held[name] = file.read_bytes()
    assert capsys.readouterr().out == ""
    found = json.loads(held["json"])
    moments = [each["at"] for each in found["entries"] if each["at"]]
    assert moments == sorted(moments)
    events = list(Calendar.from_ical(held["ics"]).walk("VEVENT"))
    rows = list(openpyxl.load_workbook(io.BytesIO(held["xlsx"]))["Events"].iter_rows(min_row=5, values_only=True))
    assert len(events) == len(moments)
    assert len(rows) == len(found["entries"])
    shown = [str(row[0]) for row in rows if row[0] != "no time yet"]
    assert shown == [f"{each[:10]} {each[11:16]}:00" for each in moments]
    assert all(each["reasons"] for each in found["entries"] if each["kind"] == "due")


@pytest.mark.parametrize(("name", "start", "country", "said"), [
    ("gird-winter", START, None, "Did you mean 'grid-winter'?"), ("", START, None, "Exercises: grid-winter"),
    ("grid", "2027-03-01T08:00", None, "names no time zone"), ("grid", START, "UK", "Did you mean GB"),
    ("grid", "9999-12-01T08:00Z", None, "out of the calendar"), ("grid", "0001-01-01T00:00+09:00", "KE", "calendar"),
])  # fmt: skip
def test_a_wrong_command_is_refused_with_its_remedy(
    name: str, start: str, country: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exercise_command(HERE, name, start, country, "table", None) == 2
    out, err = capsys.readouterr()
    assert not out
    assert said in err


def test_a_beginning_that_two_exercises_share_is_asked_about(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (project / "norms/exercises/grid-winter.yaml").read_text(encoding="utf-8")
    (project / "norms/exercises/grid-summer.yaml").write_text(text.replace("id: grid-winter", "id: grid-summer"))
    assert exercise_command(Settings(project, HERE.as_of), "grid", START, None, "table", None) == 2
    assert "may be grid-summer or grid-winter" in capsys.readouterr().err


def test_a_mistake_in_the_corpus_is_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "norms/glossary.yaml").write_text("terms: 1\n", encoding="utf-8")
    assert exercise_command(Settings(project, HERE.as_of), "grid", START, None, "table", None) == 1
    assert "norms/glossary.yaml:1:" in capsys.readouterr().out
