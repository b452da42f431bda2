"""Protects the timed list of an exercise: every inject and every deadline once, in order, with the right hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.calendars import WorkingCalendar
from normbook.deadlines import deadlines
from normbook.grid import Grid, Owed, Told, grid, offset, relative
from normbook.model.practice import Exercise
from normbook.model.timeline import Timeline

START = datetime(2027, 3, 1, 8, tzinfo=UTC)
CALENDAR = WorkingCalendar(None, None)


def exercise(*injects: dict[str, Any], lasts: str = "P3D") -> Exercise:
    told = tuple({"id": f"i{n}", "to": "operator", "text": "It is so."} | each for n, each in enumerate(injects))
    return Exercise.model_validate({
        "id": "dark", "title": "Dark", "summary": "It is dark.", "sector": "energy", "lasts": lasts, "aims": ("Light",),
        "injects": told, "debrief": ("What was late?",),
    })  # fmt: skip


def stage(name: str, within: str | None, counted_from: str = "awareness", calendar: str = "clock") -> dict[str, Any]:
    words = "" if within else "without undue delay"
    return {"id": name, "title": name.capitalize(), "within": within, "counted_from": counted_from,
            "calendar": calendar, "words": words}


def timeline(*stages: dict[str, Any], name: str = "reports", event: str = "awareness") -> Timeline:
    return Timeline.model_validate({
        "id": name, "title": name.capitalize(), "summary": "A timeline.", "sender": "operator", "recipient": "csirt",
        "starts": {"event": event}, "stages": stages,
    })  # fmt: skip


AWARE = {"at": "PT30M", "event": "awareness", "timelines": ("reports",)}
REPORTS = timeline(stage("alert", "PT24H"), stage("closing", "P3D", "closed", "days"))


def run(one: Exercise, *timelines: Timeline, start: datetime = START, zone: ZoneInfo | None = None) -> Grid:
    return grid(one, timelines or (REPORTS,), start, CALENDAR, zone or ZoneInfo("UTC"))


def due(made: Grid) -> dict[str, Owed]:
    return {each.deadline.stage.id: each for each in (*made.entries, *made.timeless) if isinstance(each, Owed)}


def test_what_is_due_is_what_deadlines_say() -> None:
    made = run(exercise({"at": "PT0H"}, AWARE))
    alert = due(made)["alert"]
    assert alert.deadline == deadlines(REPORTS, START + timedelta(minutes=30), CALENDAR, ZoneInfo("UTC"))[0]
    assert alert.at == datetime(2027, 3, 2, 9, tzinfo=UTC)
    assert (alert.number, made.relative(alert.at)) == (2, "T+25:00")


def test_a_stage_counts_from_the_inject_that_brings_its_event() -> None:
    without = run(exercise(AWARE))
    assert [each.deadline.stage.id for each in without.timeless] == ["closing"]
    made = run(exercise(AWARE, {"at": "P2D", "event": "closed"}, {"at": "P3D", "event": "closed"}))
    assert not made.timeless
    assert due(made)["closing"].at == datetime(2027, 3, 8, 23, 59, 59, tzinfo=UTC), "the first closing, over a Saturday"


def test_an_event_named_like_a_stage_does_not_do_the_stage() -> None:
    reports = timeline(stage("alert", "PT24H"), stage("summary", "PT24H", "alert"))
    made = run(exercise(AWARE, {"at": "PT1H", "event": "alert"}), reports)
    assert due(made)["summary"].at == datetime(2027, 3, 3, 9, tzinfo=UTC)


def test_a_timeline_set_off_twice_runs_twice() -> None:
    made = run(exercise(AWARE, AWARE | {"at": "PT5H"}))
    assert [made.relative(e.at) for e in made.entries if isinstance(e, Owed) and e.at] == ["T+25:00", "T+30:00"]


def test_a_change_of_the_clocks_does_not_move_an_inject() -> None:
    """Between injects time passes; it does not jump with the clocks."""
    start = datetime(2027, 3, 27, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    made = run(exercise({"at": "PT0H"}, {"at": "PT12H"}), start=start, zone=ZoneInfo("Europe/Berlin"))
    assert made.entries[1].at == datetime(2027, 3, 28, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert made.relative(made.entries[1].at) == "T+12:00"


@pytest.mark.parametrize(("within", "calendar", "shifts"), [
    ("PT24H", "clock", False), ("P3D", "clock", False), ("P3D", "days", True), ("P3D", "business", True),
    ("P1M", "clock", True), (None, "clock", False),
])  # fmt: skip
def test_a_time_that_hangs_on_the_date_is_known_as_such(within: str | None, calendar: str, shifts: bool) -> None:
    made = run(exercise(AWARE), timeline(stage("alert", within, calendar=calendar), stage("next", "PT1H", "alert")))
    assert due(made)["alert"].shifts is shifts
    assert due(made)["next"].shifts is shifts


@pytest.mark.parametrize(("passed", "words"), [
    (timedelta(), "T+0:00"), (timedelta(minutes=30), "T+0:30"), (timedelta(hours=71, minutes=59), "T+71:59"),
    (timedelta(days=3), "T+3 d 00:00"), (timedelta(days=20, hours=15, seconds=59), "T+20 d 15:00"),
])  # fmt: skip
def test_time_after_the_start_in_words(passed: timedelta, words: str) -> None:
    assert relative(passed) == words


@pytest.mark.parametrize("text", ["P1M", "P1Y", "soon", "P"])
def test_a_time_without_a_fixed_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="P"):
        offset(text)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8).map(sorted), st.integers(0, 3000))
def test_everything_stands_once_and_in_order(hours: list[int], later: int) -> None:
    """Whatever the injects and the start: nothing is lost, nothing doubled, and nothing stands before its time."""
    injects = [AWARE | {"at": f"PT{each}H"} for each in hours]
    made = run(exercise(*injects, lasts="P30D"), start=START + timedelta(hours=later))
    moments = [each.at for each in made.entries if each.at]
    assert moments == sorted(moments)
    assert [each.number for each in made.entries if isinstance(each, Told)] == list(range(1, len(hours) + 1))
    owed = [(each.number, each.deadline.stage.id) for each in (*made.entries, *made.timeless) if isinstance(each, Owed)]
    assert sorted(owed) == [(n, name) for n in range(1, len(hours) + 1) for name in ("alert", "closing")]
    starts = {each.number: each.at for each in made.entries if isinstance(each, Told)}
    assert all(each.at > starts[each.number] for each in made.entries if isinstance(each, Owed) and each.at)


def test_an_hour_that_the_clocks_show_twice_keeps_the_order() -> None:
    """In the night of the change the clocks show 02:30 twice; what comes later stands later."""
    start = datetime(2027, 10, 31, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    told = exercise({"at": "PT0H"}, {"at": "PT1H30M"}, {"at": "PT2H"}, lasts="PT2H")
    made = run(told, start=start, zone=ZoneInfo("Europe/Berlin"))
    assert [made.relative(each.at) for each in made.entries if each.at] == ["T+0:00", "T+1:30", "T+2:00"]
    assert not any(made.after_end(each.at) for each in made.entries if each.at)
