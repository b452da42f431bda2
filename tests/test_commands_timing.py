"""Protects what somebody whose clock is running reads at the terminal, and the exit status a script relies on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from normbook.commands.timing import deadlines_command
from normbook.settings import Settings
from terminal import as_json, asked, events

ROOT = Path(__file__).parents[1]
HERE = Settings(ROOT, date(2026, 12, 1))
START = "2026-11-21T09:30+03:00"


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def copy(project: Path) -> Settings:
    """A corpus to break."""
    return Settings(project, HERE.as_of)


class TestDeadlines:
    def test_the_table_shows_local_time_utc_origin_and_reasons(self, capsys: pytest.CaptureFixture[str]) -> None:
        table = asked(capsys, 0, deadlines_command(HERE, "operator-to-csirt", START, "KE", "table"))
        lines = table.splitlines()
        alert = next(line for line in lines if line.startswith("Initial alert"))
        assert "Sun 2026-11-22 10:00 +03:00" in alert
        assert "2026-11-22 07:00Z" in alert
        assert alert.endswith("awareness")
        hour = "    The hour of the event, 09:00 to 10:00, is not counted: the hours run from 10:00."
        assert hour in lines[lines.index(alert) :]
        assert "the public holidays of Kenya" in " ".join(table.split())

    def test_the_columns_stand_under_one_another(self, capsys: pytest.CaptureFixture[str]) -> None:
        lines = asked(capsys, 0, deadlines_command(HERE, "state-to-state", START, None, "table")).splitlines()
        head = next(line for line in lines if line.startswith("Stage"))
        rows = [line for line in lines[lines.index(head) + 2 :] if line[:1].strip() and "Z  " in line]
        assert len(rows) == 4
        assert {row.index("2026", row.index(" 2026-") + 10) for row in rows} == {head.index("Due, UTC")}

    def test_without_a_state_the_offset_stays_and_that_is_said(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = as_json(capsys, deadlines_command(HERE, "operator-to-csirt", "2026-11-21T09:30+05:45", None, "json"))
        assert (found["country"], found["zone"]) == (None, None)
        assert found["stages"][0]["due"] == "2026-11-22T10:00:00+05:45"
        assert "No State is named" in found["notes"][0]
        assert "UTC+05:45" in found["notes"][0]

    def test_json_gives_every_stage_with_both_times_and_its_reasons(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = as_json(capsys, deadlines_command(HERE, "operator-to-csirt", "2026-11-21T06:30Z", "ke", "json"))
        assert (found["start"], found["country"]) == ("2026-11-21T09:30:00+03:00", "KE")
        report = found["stages"][2]
        assert report["stage"] == "final-report"
        assert (report["due"], report["due_utc"]) == ("2026-12-24T23:59:59+03:00", "2026-12-24T20:59:59+00:00")
        assert all(stage["reasons"] for stage in found["stages"])

    def test_a_calendar_file_is_the_same_each_time(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        made = []
        for _ in range(2):
            assert deadlines_command(HERE, "operator-to-csirt", START, "KE", "ics") == 0
            made.append(capsysbinary.readouterr().out)
        assert made[0] == made[1]
        alert, *others = events(made[0])
        assert len(others) == 2
        assert alert["DTSTART"].dt == datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Africa/Nairobi"))
        assert b"\r\nTZID:Africa/Nairobi\r\n" in made[0]
        assert alert["DTSTAMP"].dt == datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
        assert alert["UID"] == "operator-to-csirt.initial-alert.20261121T063000Z.ke@normbook"

    @pytest.mark.parametrize(
        ("timeline", "start", "country", "said"),
        [
            ("opertor-to-csirt", START, None, "Did you mean 'operator-to-csirt'?"),
            ("operator-to-csirt", "2026-11-21T09:30", None, "2026-11-21T09:30+03:00, or 2026-11-21T09:30Z"),
            ("operator-to-csirt", "2026-11-21", None, "names no hour"),
            ("operator-to-csirt", "2026-11-21+03:00", None, "names no hour"),
            ("operator-to-csirt", "21.11.2026 09:30", None, "year-month-day"),
            ("operator-to-csirt", "2026-11-21T9:30+03:00", None, "two digits"),
            ("operator-to-csirt", "2026-11-21T09:30 EAT", None, "offset from UTC"),
            ("operator-to-csirt", "2026-02-30T09:30Z", None, "a real date"),
            ("operator-to-csirt", "now", None, "as in 2026-11-21T09:30+03:00"),
            ("operator-to-csirt", "9999-12-31T09:30Z", None, "out of the calendar"),
            ("operator-to-csirt", "0001-01-01T00:30+03:00", "KE", "out of the calendar"),
            ("operator-to-csirt", START, "Kenya", "Did you mean KE (Kenya)?"),
            ("operator-to-csirt", START, "KEN", "Did you mean KE (Kenya)?"),
            ("operator-to-csirt", START, "UK", "Did you mean GB"),
            ("operator-to-csirt", START, "QQ", "Near it: QA"),
            ("operator-to-csirt", START, "99", "Two letters"),
            ("operator-to-csirt", START, "", "Two letters"),
        ],
    )  # fmt: skip
    def test_a_wrong_command_is_refused_with_its_remedy(
        self, timeline: str, start: str, country: str | None, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        complaint = asked(capsys, 2, deadlines_command(HERE, timeline, start, country, "table"))
        assert complaint.startswith("normbook: ")
        assert said in complaint

    @pytest.mark.parametrize(
        ("wrong", "said"), [("wihin: PT24H", "Did you mean 'within'?"), ("within: 24H", "error[T04] '24H' is not")]
    )
    def test_a_mistake_in_a_timeline_is_shown_with_its_place(
        self, copy: Settings, wrong: str, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = copy.norms / "timelines/operator-to-csirt.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("within: PT24H", wrong, 1), encoding="utf-8")
        shown = asked(capsys, 1, deadlines_command(copy, "operator-to-csirt", START, None, "table"))
        assert shown.startswith("norms/timelines/operator-to-csirt.yaml:18:")
        assert said in shown

    def test_a_mistake_elsewhere_does_not_hold_up_somebody_whose_clock_runs(
        self, copy: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (copy.norms / "glossary.yaml").write_text("terms: 1\n", encoding="utf-8")
        (copy.norms / "states/states.yaml").unlink()
        asked(capsys, 0, deadlines_command(copy, "operator-to-csirt", START, None, "table"))
        shown = asked(capsys, 1, deadlines_command(copy, "operator-to-csirt", START, "KE", "table"))
        assert "norms/states/states.yaml: error[S05] file is missing" in shown
