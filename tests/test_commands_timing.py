"""Protects what somebody whose clock is running reads at the terminal, and the exit status a script relies on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from normbook.commands.timing import deadlines_command, reviews_command
from normbook.settings import Settings

ROOT = Path(__file__).parents[1]
HERE = Settings(ROOT, date(2026, 12, 1))
START = "2026-11-21T09:30+03:00"


def asked(capsys: pytest.CaptureFixture[str], expected: int, status: int) -> str:
    """What was printed: the result if the command was right, the complaint if it was not."""
    out, err = capsys.readouterr()
    assert status == expected, err or out
    return err if status == 2 else out


def as_json(capsys: pytest.CaptureFixture[str], status: int) -> Any:
    return json.loads(asked(capsys, 0, status))


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


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
        assert alert["DTSTART"].dt == datetime(2026, 11, 22, 7, tzinfo=UTC)
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


class TestReviews:
    def test_nothing_due_names_the_next_date(self, capsys: pytest.CaptureFixture[str]) -> None:
        shown = asked(capsys, 0, reviews_command(HERE, "P90D", None, "table", None))
        assert "Nothing falls due." in shown
        assert "Next: Review of " in shown

    def test_overdue_comes_first_and_fails_when_asked_to(self, capsys: pytest.CaptureFixture[str]) -> None:
        late = Settings(ROOT, date(2029, 2, 1))
        shown = asked(capsys, 0, reviews_command(late, "P5Y", None, "table", None))
        rows = shown.splitlines()[4:]
        assert "overdue, 62 days" in rows[0]
        assert [row[:10] for row in rows] == sorted(row[:10] for row in rows)
        asked(capsys, 1, reviews_command(late, "P1D", None, "table", "overdue"))
        asked(capsys, 0, reviews_command(HERE, "P5Y", None, "table", "overdue"))

    def test_the_dates_of_a_state_are_indicative_and_never_overdue(self, capsys: pytest.CaptureFixture[str]) -> None:
        eve = Settings(ROOT, date(2028, 12, 1))
        found = as_json(capsys, reviews_command(eve, "P6Y", "KE", "json", "overdue"))
        provisions = [item for item in found["items"] if item["id"].startswith("law/")]
        assert provisions
        assert all(item["indicative"] and not item["overdue"] for item in provisions)
        assert any(item["days"] < 0 for item in provisions)
        assert any(item["title"].startswith("article ") for item in provisions)

    def test_provisions_are_named_as_the_law_of_the_state_names_them(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = as_json(capsys, reviews_command(HERE, "P6Y", "NZ", "json", None))
        assert all(item["title"].startswith("section ") for item in found["items"] if item["id"].startswith("law/"))

    def test_a_state_that_has_enacted_counts_from_its_commencement(
        self, copy: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (copy.norms / "countries").mkdir(exist_ok=True)
        (copy.norms / "countries/ke.yaml").write_text(
            "iso2: KE\nenacted: 2027-03-01\nomitted: [law/countermeasures]\n", encoding="utf-8"
        )
        found = as_json(capsys, reviews_command(copy, "P10Y", "KE", "json", None))
        items = [item for item in found["items"] if item["id"].startswith("law/")]
        assert {item["counted_from"] for item in items} == {"2027-03-01"}
        assert "law/countermeasures" not in {item["id"] for item in items}
        assert not any(item["indicative"] for item in items)

    def test_a_calendar_file_holds_whole_days_with_ids_that_stay(
        self, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert reviews_command(HERE, "P3Y", "KE", "ics", None) == 0
        found = events(capsysbinary.readouterr().out)
        ids = [str(each["UID"]) for each in found]
        assert len(set(ids)) == len(ids)
        assert "not-2.review@normbook" in ids
        assert any(each.startswith("law.") and each.endswith(".ke@normbook") for each in ids)
        assert all(type(each["DTSTART"].dt) is date for each in found)

    @pytest.mark.parametrize(
        ("within", "country", "said"),
        [
            ("90D", None, "starts with P"), ("PT24H", None, "no hour"), ("P1D", "Kenia", "KE (Kenya)"),
            ("P-1D", None, "no sign"),
        ],
    )  # fmt: skip
    def test_a_wrong_command_is_refused_with_its_remedy(
        self, within: str, country: str | None, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert said in asked(capsys, 2, reviews_command(HERE, within, country, "table", None))

    def test_the_end_of_the_calendar_is_no_accident(self, capsys: pytest.CaptureFixture[str]) -> None:
        end = Settings(ROOT, date(9998, 6, 1))
        assert "out of the calendar" in asked(capsys, 2, reviews_command(end, "P5Y", None, "table", None))
        asked(capsys, 0, reviews_command(end, "P1D", None, "table", None))

    def test_a_mistake_in_the_corpus_is_shown(self, copy: Settings, capsys: pytest.CaptureFixture[str]) -> None:
        (copy.norms / "glossary.yaml").write_text("terms: 1\n", encoding="utf-8")
        assert "norms/glossary.yaml:1:" in asked(capsys, 1, reviews_command(copy, "P1D", None, "table", None))
