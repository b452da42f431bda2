"""Protects the computation of time: a deadline printed in a law, site or calendar must be the lawful one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.computation import Calendar, Due, due
from normbook.dates import Period, parse_period

BERLIN = ZoneInfo("Europe/Berlin")
CAIRO = ZoneInfo("Africa/Cairo")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
NAIROBI = ZoneInfo("Africa/Nairobi")


class Rest:
    """A made-up place that rests on the given weekdays (Monday 0) and days."""

    def __init__(self, weekdays: tuple[int, ...] = (5, 6), days: tuple[date, ...] = ()) -> None:
        self.weekdays, self.days = weekdays, days

    def is_working(self, day: date, /) -> bool:
        return day.weekday() not in self.weekdays and day not in self.days

    def why_not(self, day: date, /) -> str:
        return "" if self.is_working(day) else "rest"

    def doubts(self, first: date, last: date, /) -> tuple[str, ...]:
        return (f"doubts from {first} to {last}",)


def falls(
    start: str, period: str, calendar: Calendar = "clock", zone: str = "Europe/Berlin", rest: Rest | None = None
) -> str:
    found = due(datetime.fromisoformat(start), parse_period(period), calendar, rest or Rest(), ZoneInfo(zone))
    return found.at.isoformat()


def ends(start: datetime, period: str, calendar: Calendar = "clock", *, from_limit: bool = False) -> Due:
    zone = start.tzinfo
    assert zone is not None
    return due(start, parse_period(period), calendar, Rest(), zone, from_limit=from_limit)


dated = st.builds(Period, years=st.integers(0, 20), months=st.integers(0, 40), days=st.integers(0, 900))
# From 1990 on these zones change their clocks by whole hours, on the full hour, and Nepal keeps its offset.
zones = st.sampled_from([UTC, BERLIN, KATHMANDU, CAIRO])
moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=zones)  # noqa: DTZ001


class TestHours:
    @pytest.mark.parametrize(
        ("start", "period", "end"),
        [
            ("09:30", "PT24H", "2026-11-22T10:00:00+03:00"),
            # An event on the full hour falls in the hour that begins.
            ("09:00", "PT24H", "2026-11-22T10:00:00+03:00"),
            ("09:59:59", "PT24H", "2026-11-22T10:00:00+03:00"), ("10:00", "PT24H", "2026-11-22T11:00:00+03:00"),
            ("09:30", "PT72H", "2026-11-24T10:00:00+03:00"), ("09:30", "PT1H", "2026-11-21T11:00:00+03:00"),
            ("23:15", "PT24H", "2026-11-23T00:00:00+03:00"), ("00:00", "PT24H", "2026-11-22T01:00:00+03:00"),
            # Hours with minutes are a period in hours; minutes alone run from the moment.
            ("09:30", "PT1H30M", "2026-11-21T11:30:00+03:00"), ("09:30:20", "PT90M", "2026-11-21T11:00:20+03:00"),
            # Days first, then the hour is left out, once.
            ("09:30", "P1DT12H", "2026-11-22T22:00:00+03:00"), ("09:30", "P1DT30M", "2026-11-22T10:00:00+03:00"),
            ("09:30", "PT0H", "2026-11-21T09:30:00+03:00"),
        ],
    )  # fmt: skip
    def test_the_hour_of_the_event_is_left_out_and_minutes_run_from_the_moment(
        self, start: str, period: str, end: str
    ) -> None:
        assert falls(f"2026-11-21T{start}+03:00", period, zone="Africa/Nairobi") == end

    def test_the_hour_is_the_one_that_the_local_clock_shows(self) -> None:
        # 09:30 in London is 15:15 in Kathmandu: the hour from 15:00 to 16:00, in UTC from 09:15 to 10:15.
        assert falls("2026-11-21T09:30+00:00", "PT72H", zone="Asia/Kathmandu") == "2026-11-24T16:00:00+05:45"
        assert falls("2026-11-21T09:10+00:00", "PT72H", zone="Asia/Kathmandu") == "2026-11-24T15:00:00+05:45"

    # Germany: clocks forward 29 March 2026 02:00, back 25 October 2026 03:00.
    def test_24_hours_over_the_spring_change_end_an_hour_later_on_the_clock(self) -> None:
        assert falls("2026-03-28T12:00+01:00", "PT24H") == "2026-03-29T14:00:00+02:00"

    def test_24_hours_over_the_autumn_change_end_an_hour_earlier_on_the_clock(self) -> None:
        assert falls("2026-10-24T12:00+02:00", "PT24H") == "2026-10-25T12:00:00+01:00"

    def test_the_hour_before_the_clocks_skip_one_is_followed_by_the_next_that_they_show(self) -> None:
        found = due(datetime.fromisoformat("2026-03-29T01:30+01:00"), Period(hours=1), "clock", Rest(), BERLIN)
        assert found.at.isoformat() == "2026-03-29T04:00:00+02:00"
        assert "The hour of the event, 01:00 to 03:00, is not counted: the hours run from 03:00." in found.reasons

    def test_each_of_two_hours_of_the_same_name_is_an_hour(self) -> None:
        assert falls("2026-10-25T02:30+02:00", "PT1H") == "2026-10-25T03:00:00+01:00"
        assert falls("2026-10-25T02:30+01:00", "PT1H") == "2026-10-25T04:00:00+01:00"

    def test_an_hour_has_sixty_minutes_where_the_clocks_change_by_half_an_hour(self) -> None:
        # Lord Howe Island: 02:00 (UTC+10:30) becomes 02:30 (UTC+11:00) on 4 October 2026.
        found = falls("2026-10-04T01:45+10:30", "PT1H", zone="Australia/Lord_Howe")
        assert found == "2026-10-04T03:30:00+11:00"

    @pytest.mark.parametrize("calendar", ["days", "business"])
    def test_hours_run_over_a_weekend_whatever_the_calendar(self, calendar: Calendar) -> None:
        assert falls("2026-11-20T17:00+01:00", "PT24H", calendar) == "2026-11-21T18:00:00+01:00"

    def test_the_reasons_name_the_hour_left_out_and_where_the_hours_begin(self) -> None:
        assert ends(datetime(2026, 11, 21, 9, 30, tzinfo=NAIROBI), "PT24H").reasons == (
            "24 hours by the clock, from Saturday 21 November 2026, 09:30 (UTC+03:00).",
            "The hour of the event, 09:00 to 10:00, is not counted: the hours run from 10:00.",
            "It ends on Sunday 22 November 2026, 10:00 (UTC+03:00).",
        )

    def test_an_end_at_midnight_names_the_day_that_is_over(self) -> None:
        found = ends(datetime(2026, 11, 21, 23, 15, tzinfo=NAIROBI), "PT24H")
        assert "The hour of the event, 23:00 to 24:00, is not counted: the hours run from 00:00." in found.reasons
        assert found.reasons[-1] == (
            "It ends when Sunday 22 November 2026 is over, on Monday 23 November 2026, 00:00 (UTC+03:00)."
        )

    @given(moments, st.integers(1, 50_000))
    def test_hours_end_on_a_full_hour_and_leave_out_an_hour_at_most(self, start: datetime, hours: int) -> None:
        end = ends(start, f"PT{hours}H").at
        left_out = end.astimezone(UTC) - start.astimezone(UTC) - timedelta(hours=hours)
        assert timedelta() < left_out <= timedelta(hours=1)
        assert (end.minute, end.second, end.microsecond) == (0, 0, 0)

    @given(moments, st.integers(0, 50_000))
    def test_minutes_are_exact_everywhere(self, start: datetime, minutes: int) -> None:
        end = due(start, Period(minutes=minutes), "clock", Rest(), BERLIN).at
        assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(minutes=minutes)

    @given(moments, moments, st.integers(1, 50_000))
    def test_a_later_event_never_ends_earlier(self, one: datetime, two: datetime, hours: int) -> None:
        first, second = (
            due(start, Period(hours=hours), "clock", Rest(), BERLIN).at.astimezone(UTC)
            for start in sorted((one, two))
        )  # fmt: skip
        assert first <= second


class TestFromLimit:
    """A limit that starts where another ends (rule 9)."""

    def test_the_full_hour_at_which_a_limit_ends_is_spent_and_not_left_out_again(self) -> None:
        end = datetime(2026, 11, 22, 10, tzinfo=NAIROBI)
        found = ends(end, "PT24H", from_limit=True)
        assert found.at == datetime(2026, 11, 23, 10, tzinfo=NAIROBI)
        assert ends(end, "PT24H").at == datetime(2026, 11, 23, 11, tzinfo=NAIROBI)
        assert found.reasons[1] == (
            "The limit before it ends with the hour from 09:00 to 10:00, which is not left out again: "
            "the hours run from 10:00."
        )

    def test_the_end_of_a_day_falls_in_its_last_hour(self) -> None:
        end = datetime(2026, 11, 23, 23, 59, 59, tzinfo=NAIROBI)
        found = ends(end, "PT24H", from_limit=True)
        assert found.at == datetime(2026, 11, 25, tzinfo=NAIROBI)
        assert found.reasons[1].startswith("The hour in which that falls, 23:00 to 24:00, is not counted")

    def test_days_after_a_limit_that_ends_at_midnight_are_counted_after_the_day_that_is_over(self) -> None:
        end = datetime(2026, 11, 17, tzinfo=NAIROBI)
        found = ends(end, "P2D", "days", from_limit=True)
        assert found.at == datetime(2026, 11, 18, 23, 59, 59, tzinfo=NAIROBI)
        assert found.reasons[0] == "The limit before it ends at 00:00, with Monday 16 November 2026."
        assert ends(end, "P2D", "days").at.date() == date(2026, 11, 19)

    def test_days_after_any_other_limit_are_counted_after_its_day(self) -> None:
        end = datetime(2026, 11, 17, 10, tzinfo=NAIROBI)
        assert ends(end, "P2D", "days", from_limit=True) == ends(end, "P2D", "days")

    @given(moments, st.integers(1, 5_000), st.integers(1, 5_000))
    def test_hours_after_hours_end_with_the_sum_of_the_hours(self, start: datetime, one: int, two: int) -> None:
        first = ends(start, f"PT{one}H").at
        assert ends(first, f"PT{two}H", from_limit=True).at == ends(start, f"PT{one + two}H").at


class TestClock:
    def test_a_day_by_the_clock_keeps_the_local_time_where_24_hours_do_not(self) -> None:
        assert falls("2026-10-24T12:00+02:00", "P1D") == "2026-10-25T12:00:00+01:00"

    def test_a_month_by_the_clock_keeps_the_local_time_over_a_change_of_clocks(self) -> None:
        assert falls("2026-03-15T09:30+01:00", "P1M") == "2026-04-15T09:30:00+02:00"

    def test_a_month_by_the_clock_from_the_31st_ends_with_the_month_and_on_a_sunday_if_need_be(self) -> None:
        assert falls("2027-01-31T09:30+01:00", "P1M") == "2027-02-28T09:30:00+01:00"

    def test_days_are_added_before_hours_and_the_hour_reached_is_left_out(self) -> None:
        found = due(datetime.fromisoformat("2026-03-28T12:00+01:00"), parse_period("P1DT1H"), "clock", Rest(), BERLIN)
        assert found.at.isoformat() == "2026-03-29T14:00:00+02:00"
        assert "The hour reached so far, 12:00 to 13:00, is not counted: the hours run from 13:00." in found.reasons

    def test_a_skipped_local_time_moves_forward_and_says_so(self) -> None:
        found = due(datetime.fromisoformat("2026-02-28T02:30+01:00"), Period(days=29), "clock", Rest(), BERLIN)
        assert found.at.isoformat() == "2026-03-29T03:30:00+02:00"
        assert any("skip 02:30" in reason for reason in found.reasons)

    def test_a_repeated_local_time_is_the_first_and_says_so(self) -> None:
        found = due(datetime.fromisoformat("2026-09-25T02:30+02:00"), Period(months=1), "clock", Rest(), BERLIN)
        assert found.at.isoformat() == "2026-10-25T02:30:00+02:00"
        assert any("twice" in reason for reason in found.reasons)

    def test_a_limit_that_ends_where_it_starts_keeps_the_second_of_two_equal_hours(self) -> None:
        assert falls("2026-10-25T02:30+01:00", "PT0H") == "2026-10-25T02:30:00+01:00"

    def test_a_start_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            due(datetime(2026, 11, 21), Period(hours=1), "clock", Rest(), UTC)  # noqa: DTZ001


class TestDaysAndBusiness:
    def test_the_day_of_the_event_is_excluded_and_the_last_day_is_whole(self) -> None:
        assert falls("2026-11-16T00:00+01:00", "P3D", "days") == "2026-11-19T23:59:59+01:00"
        assert falls("2026-11-16T23:59+01:00", "P3D", "days") == "2026-11-19T23:59:59+01:00"

    def test_the_day_of_the_event_is_the_local_one(self) -> None:
        # 20:00 in London is already the next day in Kathmandu.
        assert falls("2026-11-16T20:00+00:00", "P1D", "days", "Asia/Kathmandu") == "2026-11-18T23:59:59+05:45"

    def test_a_last_day_of_rest_moves_forward_but_days_of_rest_on_the_way_count(self) -> None:
        assert falls("2026-11-19T10:00+01:00", "P2D", "days") == "2026-11-23T23:59:59+01:00"
        assert falls("2026-11-19T10:00+01:00", "P4D", "days") == "2026-11-23T23:59:59+01:00"

    def test_a_holiday_after_the_weekend_moves_the_end_once_more(self) -> None:
        rest = Rest(days=(date(2026, 11, 23),))
        found = due(datetime(2026, 11, 19, 10, tzinfo=BERLIN), Period(days=2), "days", rest, BERLIN)
        assert found.at.date() == date(2026, 11, 24)
        assert any("Saturday 21 November 2026 (rest); Sunday" in reason for reason in found.reasons)

    def test_business_days_leave_out_days_of_rest(self) -> None:
        assert falls("2026-11-19T10:00+01:00", "P2D", "business") == "2026-11-23T23:59:59+01:00"
        assert falls("2026-11-20T10:00+01:00", "P5D", "business") == "2026-11-27T23:59:59+01:00"

    def test_with_a_friday_saturday_weekend_sunday_works(self) -> None:
        rest = Rest((4, 5))
        assert falls("2026-11-18T10:00+02:00", "P2D", "business", "Africa/Cairo", rest) == "2026-11-22T23:59:59+02:00"

    def test_a_month_in_business_days_is_a_month_moved_to_a_working_day(self) -> None:
        assert falls("2026-10-21T10:00+02:00", "P1M", "business") == "2026-11-23T23:59:59+01:00"

    def test_a_month_from_the_31st_ends_with_the_month_and_says_so(self) -> None:
        found = due(datetime(2028, 1, 31, 10, tzinfo=BERLIN), Period(months=1), "days", Rest(), BERLIN)
        assert found.at.date() == date(2028, 2, 29)
        assert any("no day 31" in reason for reason in found.reasons)

    def test_a_day_whose_end_occurs_twice_lasts_until_the_second(self) -> None:
        # Egypt sets its clocks back at the end of 29 October 2026: 23:00 to 24:00 comes twice.
        rest = Rest((4, 5))
        assert falls("2026-10-28T10:00+03:00", "P1D", "days", "Africa/Cairo", rest) == "2026-10-29T23:59:59+02:00"

    def test_a_calendar_without_working_days_still_ends(self) -> None:
        found = due(datetime(2026, 11, 19, tzinfo=UTC), Period(days=2), "business", Rest(tuple(range(7))), UTC)
        assert found.at.date() == date(2026, 11, 21)
        assert any("No working day" in reason for reason in found.reasons)

    def test_doubts_about_the_calendar_are_passed_on_from_a_day_before_to_a_day_after(self) -> None:
        found = due(datetime(2026, 11, 16, tzinfo=UTC), Period(days=3), "days", Rest(), UTC)
        assert "doubts from 2026-11-18 to 2026-11-20" in found.reasons

    @given(moments, dated, st.sampled_from(["days", "business"]), st.sets(st.integers(0, 6), max_size=4))
    def test_the_end_is_always_a_working_day(
        self, start: datetime, period: Period, calendar: Calendar, rest: set[int]
    ) -> None:
        place = Rest(tuple(rest), (date(2026, 12, 25),))
        found = due(start, period, calendar, place, KATHMANDU)
        assert place.is_working(found.at.date())
        assert found.at >= start

    @given(moments, st.integers(0, 100), st.integers(0, 100), st.sampled_from(["clock", "days", "business"]))
    def test_a_longer_limit_never_ends_earlier(self, start: datetime, one: int, other: int, calendar: Calendar) -> None:
        short, long = sorted((one, other))
        ends = [due(start, Period(days=n), calendar, Rest(), BERLIN).at.astimezone(UTC) for n in (short, long)]
        assert ends == sorted(ends)

    @given(moments, moments, dated, st.sampled_from(["days", "business"]))
    def test_a_later_event_never_ends_earlier(
        self, one: datetime, two: datetime, period: Period, calendar: Calendar
    ) -> None:
        first, second = sorted((one, two))
        ends = [due(start, period, calendar, Rest(), BERLIN).at.astimezone(UTC) for start in (first, second)]
        assert ends == sorted(ends)
