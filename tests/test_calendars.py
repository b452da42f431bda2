"""Protects the working days of States: their own weekend, their public holidays, and what is said of doubtful ones."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normbook.calendars import WorkingCalendar, _year_of
from normbook.computation import Calendar, Holidays, due
from normbook.dates import parse_period
from normbook.model.world import Weekends

WEEKENDS = Weekends.model_validate(
    {
        "default": ("Sat", "Sun"),
        "exceptions": (
            {"days": ("Fri", "Sat"), "states": ("EG", "SA")},
            {"days": ("Sun",), "states": ("CD",), "note": "Not confirmed."},
        ),
    }
)


def falls(iso2: str, zone: str, start: str, period: str, calendar: Calendar) -> str:
    place = WorkingCalendar(iso2, WEEKENDS)
    found = due(datetime.fromisoformat(start), parse_period(period), calendar, place, ZoneInfo(zone))
    return found.at.isoformat()


def test_a_calendar_is_what_the_computation_of_time_asks_for() -> None:
    calendar: Holidays = WorkingCalendar("KE", WEEKENDS)
    assert calendar.is_working(date(2026, 11, 23))


def test_the_weekend_is_the_states_own() -> None:
    egypt, kenya = WorkingCalendar("EG", WEEKENDS), WorkingCalendar("KE", WEEKENDS)
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    assert (egypt.is_working(friday), egypt.is_working(sunday)) == (False, True)
    assert (kenya.is_working(friday), kenya.is_working(sunday)) == (True, False)
    assert egypt.why_not(friday) == "weekly rest"
    assert egypt.why_not(sunday) == ""


def test_a_public_holiday_is_named() -> None:
    kenya = WorkingCalendar("KE", WEEKENDS)
    assert kenya.why_not(date(2026, 10, 20)) == "public holiday: Mashujaa Day"
    # Jamhuri Day 2026 falls on a Saturday.
    assert kenya.why_not(date(2026, 12, 12)) == "weekly rest, public holiday: Jamhuri Day"


def test_names_are_english_whatever_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    _year_of.cache_clear()
    assert WorkingCalendar("EG", WEEKENDS).why_not(date(2026, 1, 7)) == "public holiday: Coptic Christmas Day"
    _year_of.cache_clear()


def test_a_limit_in_kenya_moves_over_mashujaa_day_and_business_days_leave_it_out() -> None:
    # Tuesday 20 October 2026 is Mashujaa Day; the 17th is a Saturday.
    assert falls("KE", "Africa/Nairobi", "2026-10-17T09:30+03:00", "P3D", "days") == "2026-10-21T23:59:59+03:00"
    assert falls("KE", "Africa/Nairobi", "2026-10-16T09:30+03:00", "P2D", "business") == "2026-10-21T23:59:59+03:00"


def test_a_limit_in_egypt_ends_on_sunday_not_on_friday() -> None:
    assert falls("EG", "Africa/Cairo", "2026-11-18T09:30+02:00", "P2D", "days") == "2026-11-22T23:59:59+02:00"


def test_a_day_of_rest_declared_working_counts() -> None:
    # China worked on Saturday 9 October 2021 in exchange for a day of the national holiday.
    assert WorkingCalendar("CN", WEEKENDS).is_working(date(2021, 10, 9))
    assert not WorkingCalendar("CN", WEEKENDS).is_working(date(2021, 10, 16))


def test_an_estimated_date_is_flagged_in_its_reason_and_in_the_doubts() -> None:
    # Eid al-Fitr 2027 depends on a sighting of the moon, still ahead of the pinned package's data.
    egypt = WorkingCalendar("EG", WEEKENDS)
    assert "estimated" in egypt.why_not(date(2027, 3, 9)).lower()
    doubts = egypt.doubts(date(2027, 3, 9), date(2027, 3, 9))
    assert len(doubts) == 1
    assert "may move by a day" in doubts[0]
    assert egypt.doubts(date(2026, 11, 16), date(2026, 11, 20)) == ()


def test_an_estimate_next_to_the_last_day_reaches_the_reasons_of_the_deadline() -> None:
    # The last day, 8 March 2027, works if the sighting falls as estimated, the day after.
    place = WorkingCalendar("EG", WEEKENDS)
    cairo = ZoneInfo("Africa/Cairo")
    found = due(datetime(2027, 3, 7, 9, tzinfo=cairo), parse_period("P1D"), "days", place, cairo)
    assert found.at.date() == date(2027, 3, 8)
    assert any("may move by a day" in reason for reason in found.reasons)


def test_no_data_means_no_holidays_and_says_so() -> None:
    for iso2, year in (("UA", 2026), ("LK", 2028), ("ZZ", 2026), ("KE", 2190)):
        place = WorkingCalendar(iso2, WEEKENDS)
        said = place.doubts(date(year, 1, 1), date(year, 1, 5))
        assert said == (f"No public holidays of {iso2} are known for {year}: only the weekly rest is counted.",)
        first = date(year, 1, 1)
        assert place.is_working(first) is (first.weekday() < 5)


def test_no_state_means_the_default_weekend_and_says_so() -> None:
    nowhere = WorkingCalendar(None, WEEKENDS)
    assert nowhere.why_not(date(2026, 11, 21)) == "weekly rest"
    assert nowhere.is_working(date(2026, 12, 25))
    assert nowhere.doubts(date(2026, 1, 1), date(2026, 1, 1)) == (
        "No State is named: only the weekly rest is counted, no public holidays.",
    )
    assert WorkingCalendar(None, None).rest == {5, 6}


def test_a_doubtful_weekend_is_said() -> None:
    doubts = WorkingCalendar("CD", WEEKENDS).doubts(date(2026, 11, 16), date(2026, 11, 17))
    assert doubts == ("On the weekly rest of CD: Not confirmed.",)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["KE", "EG", "DE", "CD", "UA", None]), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_a_day_works_exactly_when_nothing_speaks_against_it(iso2: str | None, day: date) -> None:
    place = WorkingCalendar(iso2, WEEKENDS)
    assert place.is_working(day) is (place.why_not(day) == "")
