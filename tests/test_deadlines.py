"""Protects the list of what falls due under a timeline: nothing left out, nothing guessed, everything explained."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.calendars import WorkingCalendar
from normbook.deadlines import Deadline, deadlines
from normbook.model.timeline import Timeline

BERLIN = ZoneInfo("Europe/Berlin")
NAIROBI = ZoneInfo("Africa/Nairobi")
START = datetime(2026, 10, 16, 9, 30, tzinfo=NAIROBI)


def timeline(*stages: dict[str, Any]) -> Timeline:
    defaults = {"calendar": "clock", "counted_from": "awareness"}
    return Timeline.model_validate(
        {
            "id": "example", "title": "Example", "summary": "An example.", "sender": "operator", "recipient": "csirt",
            "starts": {"event": "awareness"},
            "stages": tuple({"title": stage["id"].capitalize(), **defaults, **stage} for stage in stages),
        }
    )  # fmt: skip


def run(
    *stages: dict[str, Any],
    start: datetime = START,
    zone: ZoneInfo = NAIROBI,
    known: dict[str, datetime] | None = None,
) -> dict[str, Deadline]:
    found = deadlines(timeline(*stages), start, WorkingCalendar(None, None), zone, known)
    return {each.stage.id: each for each in found}


def test_alert_and_summary_count_from_awareness() -> None:
    found = run({"id": "alert", "within": "PT24H"}, {"id": "summary", "within": "PT72H"})
    assert found["alert"].due == datetime(2026, 10, 17, 10, tzinfo=NAIROBI)
    assert found["summary"].due == datetime(2026, 10, 19, 10, tzinfo=NAIROBI)
    assert found["alert"].counts == "start"
    assert found["alert"].reasons[0] == "Counted from awareness."


def test_local_time_and_utc_are_one_moment() -> None:
    alert = run({"id": "alert", "within": "PT24H"}, start=datetime(2026, 10, 24, 10, tzinfo=UTC), zone=BERLIN)["alert"]
    assert alert.due is not None
    assert alert.due_utc is not None
    assert alert.due.isoformat() == "2026-10-25T12:00:00+01:00"
    assert alert.due_utc.isoformat() == "2026-10-25T11:00:00+00:00"
    assert alert.start is not None
    assert alert.start.isoformat() == "2026-10-24T12:00:00+02:00"


def test_a_stage_counts_from_the_deadline_of_the_stage_before_and_says_so() -> None:
    found = run(
        {"id": "summary", "within": "PT72H"}, {"id": "report", "within": "P1M", "counted_from": "summary"}
    )["report"]  # fmt: skip
    assert found.due == datetime(2026, 11, 19, 10, tzinfo=NAIROBI)
    assert found.counts == "stage"
    assert "deadline of the stage “Summary”, its latest lawful moment" in found.reasons[0]


def test_a_stage_known_to_be_done_starts_the_next_one_then() -> None:
    found = run(
        {"id": "summary", "within": "PT72H"},
        {"id": "report", "within": "P1M", "counted_from": "summary"},
        known={"summary": datetime(2026, 10, 17, 12, tzinfo=UTC)},
    )
    assert found["report"].due == datetime(2026, 11, 17, 15, tzinfo=NAIROBI)
    assert "done on Saturday 17 October 2026, 15:00" in found["report"].reasons[0]
    assert found["summary"].due == datetime(2026, 10, 19, 10, tzinfo=NAIROBI)


def test_hours_counted_from_a_deadline_leave_out_no_second_hour_but_from_a_deed_they_do() -> None:
    stages = {"id": "alert", "within": "PT24H"}, {"id": "summary", "within": "PT48H", "counted_from": "alert"}
    assert run(*stages)["summary"].due == datetime(2026, 10, 19, 10, tzinfo=NAIROBI)
    done = run(*stages, known={"alert": datetime(2026, 10, 17, 10, tzinfo=NAIROBI)})
    assert done["summary"].due == datetime(2026, 10, 19, 11, tzinfo=NAIROBI)


def test_days_counted_from_a_deadline_at_midnight_are_counted_after_the_day_that_is_over() -> None:
    found = run(
        {"id": "summary", "within": "PT24H"},
        {"id": "report", "within": "P1M", "counted_from": "summary", "calendar": "days"},
        start=datetime(2026, 10, 15, 23, 15, tzinfo=NAIROBI),
    )
    assert found["summary"].due == datetime(2026, 10, 17, tzinfo=NAIROBI)
    assert found["report"].due == datetime(2026, 11, 16, 23, 59, 59, tzinfo=NAIROBI)


def test_a_stage_in_words_has_no_due_moment_and_neither_has_what_counts_from_it() -> None:
    found = run(
        {"id": "warning", "words": "before the measure is taken"},
        {"id": "answer", "within": "P5D", "counted_from": "warning"},
    )
    assert found["warning"].due is None
    assert found["warning"].due_utc is None
    assert "No figure: before the measure is taken." in found["warning"].reasons
    assert found["answer"].due is None
    assert "not yet known" in found["answer"].reasons[0]


def test_another_event_is_listed_as_not_yet_known_until_it_is() -> None:
    stage = {"id": "closing", "within": "P3D", "counted_from": "incident-closed", "calendar": "days"}
    unknown = run(stage)["closing"]
    assert (unknown.due, unknown.start, unknown.counts) == (None, None, "event")
    assert unknown.reasons == ("Counted from incident-closed, not yet known.",)
    known = run(stage, known={"incident-closed": datetime(2026, 11, 16, 8, tzinfo=UTC)})["closing"]
    assert known.due == datetime(2026, 11, 19, 23, 59, 59, tzinfo=NAIROBI)


def test_business_days_use_the_calendar_of_the_state() -> None:
    stage = {"id": "reply", "within": "P2D", "calendar": "business"}
    (kenya,) = deadlines(timeline(stage), START, WorkingCalendar("KE", None), NAIROBI)
    (nowhere,) = deadlines(timeline(stage), START, WorkingCalendar(None, None), NAIROBI)
    assert kenya.due is not None
    assert nowhere.due is not None
    # Tuesday 20 October is Mashujaa Day.
    assert (kenya.due.date(), nowhere.due.date()) == (date(2026, 10, 21), date(2026, 10, 20))
    assert any("Mashujaa Day" in reason for reason in kenya.reasons)


def test_a_stage_that_counts_from_a_later_one_is_listed_without_a_moment() -> None:
    found = run({"id": "alert", "within": "PT24H", "counted_from": "summary"}, {"id": "summary", "within": "PT72H"})
    assert found["alert"].due is None
    assert found["summary"].due is not None


def test_a_moment_without_a_zone_is_refused_wherever_it_comes_from() -> None:
    naive = datetime(2026, 10, 16, 9, 30)  # noqa: DTZ001
    with pytest.raises(ValueError, match="awareness needs a time zone"):
        run({"id": "alert"}, start=naive)
    with pytest.raises(ValueError, match="closed needs a time zone"):
        run({"id": "alert"}, known={"closed": naive})


_stages = st.lists(
    st.tuples(
        st.sampled_from([None, "PT24H", "PT90M", "P3D", "P1M", "P2W", "P1Y6M"]),
        st.sampled_from(["awareness", "discovery", "s0", "s1", "s2", "s3"]),
        st.sampled_from(["clock", "days", "business"]),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


_starts = st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1), timezones=st.just(BERLIN))  # noqa: DTZ001


@given(_stages, _starts)
def test_every_stage_is_listed_explained_and_not_due_before_it_starts(
    parts: list[tuple[str | None, str, str]], start: datetime
) -> None:
    stages = [
        {"id": f"s{n}", "within": within, "words": "promptly", "counted_from": origin, "calendar": calendar}
        for n, (within, origin, calendar) in enumerate(parts)
    ]
    found = deadlines(timeline(*stages), start, WorkingCalendar(None, None), BERLIN)
    assert [each.stage.id for each in found] == [stage["id"] for stage in stages]
    for each in found:
        assert all(each.reasons)
        if each.due is not None and each.start is not None:
            assert each.due.astimezone(UTC) >= each.start.astimezone(UTC)
