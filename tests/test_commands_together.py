"""Protects the one schedule of `normbook deadlines --all`: every clock once, its reason, and what it waits for."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from normbook.cli import main
from normbook.commands.together import Asked, all_deadlines_command
from normbook.settings import Settings

ROOT = Path(__file__).parents[1]
HERE = Settings(ROOT, date(2026, 12, 1))
START = "2026-11-21T09:30+01:00"


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def run(settings: Settings, country: str | None, form: str, start: str = START, events: tuple[str, ...] = ()) -> int:
    return all_deadlines_command(settings, Asked(None, start, country, events=events), form)


def as_json(capsys: pytest.CaptureFixture[str], country: str, *events: str) -> dict[str, Any]:
    assert run(HERE, country, "json", events=events) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_table_is_in_order_of_time_with_who_tells_whom_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(HERE, "DE", "table") == 0
    lines = capsys.readouterr().out.splitlines()
    head = next(n for n, line in enumerate(lines) if "early warning, 24 hours (NIS2 (EU), article 23)" in line)
    assert lines[head].startswith("Sun 2026-11-22 10:00 +01:00  2026-11-22 09:00Z  ")
    assert "essential and important entities to national CSIRT" in lines[head + 1]
    assert any("The hour of the event, 09:00 to 10:00, is not counted" in line for line in lines[head : head + 9])
    times = [line[:20] for line in lines if line[4:8] == "2026"]
    assert [t[4:] for t in times] == sorted(t[4:] for t in times)
    text = " ".join(" ".join(lines).split())
    assert "Starts with: classification as major; by Sunday 22 November 2026, 10:00 (UTC+01:00) at the latest" in text
    assert "And also: 24 hours from awareness; if classified later, 4 hours from that classification." in text
    assert "One report could serve: Initial alert, " not in text, "titles alone, without figures"
    assert "One report could serve: Initial alert (the handbook), early warning" in text
    assert "The same matter for different recipients" in text
    assert "csirt-to-affected (from receipt-of-alert)" in text.replace("- ", "-")


def test_json_has_what_the_table_has(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "de")
    assert (found["country"], found["event"], found["start_utc"]) == ("DE", "awareness", "2026-11-21T08:30:00+00:00")
    keys = [each["report"] for each in (*found["due"], *found["waiting"])]
    assert len(set(keys)) == len(keys)
    assert {"timeline:operator-to-csirt/final-report", "regime:eu-gdpr-art33/1", "regime:eu-dora-art19/1"} <= set(keys)
    assert all(each["due"] and each["reasons"] for each in found["due"])
    assert not any(each["due"] for each in found["waiting"])
    assert {report for one in found["same_matter"] for report in one["reports"]} <= set(keys)
    assert "operator-to-csirt" not in {each["timeline"] for each in found["other_timelines"]}


def due_at(found: dict[str, Any], report: str) -> str | None:
    due: str | None = next(each["due"] for each in (*found["due"], *found["waiting"]) if each["report"] == report)
    return due


def test_another_event_starts_what_counts_from_it_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """Articles 19(4) DORA: 4 hours from classification; ours leave the hour of the event out, 12:00 to 13:00."""
    found = as_json(capsys, "DE", "classification")
    assert [*found["moments"]] == ["classification"]
    assert due_at(found, "regime:eu-dora-art19/1") == "2026-11-21T14:00:00+01:00"
    assert due_at(found, "regime:eu-nis2-art23/1") is None, "nobody said when awareness was"
    assert not [each for each in found["due"] if "awareness" in each["counted_from"]]


def test_with_several_moments_each_report_counts_from_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "DE", "classification=2026-11-21T12:00+01:00")
    assert due_at(found, "regime:eu-dora-art19/1") == "2026-11-21T17:00:00+01:00"
    assert due_at(found, "regime:eu-dora-art19/2") == "2026-11-24T17:00:00+01:00", "72 hours from that limit"
    assert due_at(found, "regime:eu-nis2-art23/1") == "2026-11-22T10:00:00+01:00", "as without the other moment"


def test_an_outer_limit_ends_a_clock_that_begins_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Delegated Regulation (EU) 2025/301, article 5(1): 24 hours from awareness unless classified only after them."""
    found = as_json(capsys, "DE", "classification=2026-11-22T08:30+01:00")
    assert due_at(found, "regime:eu-dora-art19/1") == "2026-11-22T10:00:00+01:00"
    assert due_at(found, "regime:eu-dora-art19/2") == "2026-11-25T10:00:00+01:00"
    later = as_json(capsys, "DE", "classification=2026-11-22T11:30+01:00")
    assert due_at(later, "regime:eu-dora-art19/1") == "2026-11-22T16:00:00+01:00"


def test_what_waits_says_which_event_would_start_it(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = {each["report"]: each for each in as_json(capsys, "CH")["waiting"]}
    assert waiting["regime:ch-isa-2025/1"]["events"] == ["discovery"]
    assert waiting["regime:ch-isa-2025/2"]["events"] == ["discovery"], "it follows the first report"
    assert waiting["regime:ch-finma/1"]["events"] == [], "discovery and an assessment: no event of the taxonomy"
    assert run(HERE, "CH", "table") == 0
    assert "Give it with --event discovery=TIME." in " ".join(capsys.readouterr().out.split())


def test_a_timeline_of_which_one_stage_is_started_lists_the_others_as_waiting(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A mistake is found: the correction of a statement has a time, the referral to which the rest belongs has none."""
    found = as_json(capsys, "KE", "error-found")
    keys = [each["report"] for each in found["due"] if "attribution-decision" in each["report"]]
    assert keys == ["timeline:attribution-decision/correction"]
    waiting = [each for each in found["waiting"] if "attribution-decision/convening" in each["report"]]
    assert [each["events"] for each in waiting] == [["referral"]]
    assert "attribution-decision" not in {each["timeline"] for each in found["other_timelines"]}


def test_a_calendar_has_an_event_for_each_time_with_ids_that_stay(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    def made() -> bytes:
        assert run(HERE, "DE", "ics") == 0
        return capsysbinary.readouterr().out

    content = made()
    assert content == made()
    events: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
    ids = {str(each["UID"]) for each in events}
    assert len(ids) == len(events)
    alert = next(each for each in events if "eu-nis2-art23.1." in str(each["UID"]))
    assert alert["DTSTART"].dt == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert not any("dora" in each for each in ids), "what waits for another moment has no time"


def test_a_state_without_a_regime_has_the_handbook_and_is_not_said_to_have_no_law(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = as_json(capsys, "TV")
    assert {each["norm"] for each in found["due"]} == {True}
    assert "no reporting regime found, which does not mean that there is none" in found["notes"][0]


@pytest.mark.parametrize(("arguments", "said"), [
    (["--all"], "--country DE"), (["operator-to-csirt", "--all", "--country", "DE"], "Leave one of the two out"),
    ([], "no timeline is named"), (["--all", "--country", "UK"], "Did you mean GB"),
    (["--all", "--country", "DE", "--from", "2026-11-21"], "names no hour"),
    (["--all", "--country", "DE", "--from", "9999-12-31T23:30Z"], "out of the calendar"),
    (["operator-to-csirt", "--event", "classification"], "Add --all"),
    (["--all", "--country", "DE", "--event", "clasification"], "Did you mean 'classification'"),
    (["--all", "--country", "DE", "--event", "containment"], "Events: awareness, "),
    (["--all", "--country", "DE", "--event", "awareness=2026-11-21T10:00Z"], "names another one without a time"),
    (["--all", "--country", "DE", "--event", "referral", "--event", "discovery"], "write the others with their time"),
    (["--all", "--country", "DE", "--event", "referral=noon"], "'noon' is not a time"),
])  # fmt: skip
def test_a_wrong_command_is_refused_with_its_remedy(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = arguments if "--from" in arguments else [*arguments, "--from", START]
    assert main(["deadlines", *given, "--root", str(ROOT)]) == 2
    assert said in capsys.readouterr().err


def test_a_mistake_in_a_regime_is_shown_and_nothing_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "norms/regimes/in-cert-in.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("calendar: clock", "calendar: hours"), encoding="utf-8")
    assert run(Settings(project, HERE.as_of), "DE", "table") == 1
    out = capsys.readouterr().out
    assert "norms/regimes/in-cert-in.yaml:" in out
    assert "Sun 2026" not in out


def test_a_mistake_elsewhere_does_not_stop_somebody_whose_clock_runs(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "norms/glossary.yaml").write_text("terms: 1\n", encoding="utf-8")
    assert run(Settings(project, HERE.as_of), "DE", "table") == 0
    assert "Initial alert" in capsys.readouterr().out
