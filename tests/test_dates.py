"""Protects the computation of time: a deadline printed in a law, site or calendar must be the lawful one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normbook.dates import (
    Calendar,
    Period,
    add_period,
    due,
    long_moment,
    next_occurrence,
    parse_period,
    subtract_period,
    words,
)

BERLIN = ZoneInfo("Europe/Berlin")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


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


units = {"years": st.integers(0, 20), "months": st.integers(0, 40), "days": st.integers(0, 900)}
dated = st.builds(Period, **units)
timed = st.builds(Period, **units, hours=st.integers(0, 2000), minutes=st.integers(0, 900))
periods = timed | st.builds(Period, weeks=st.integers(0, 200))
zones = st.sampled_from([UTC, BERLIN, KATHMANDU, ZoneInfo("Africa/Cairo")])
moments = st.datetimes(datetime(1975, 1, 1), datetime(2060, 1, 1), timezones=zones)  # noqa: DTZ001
days = st.dates(date(1950, 1, 1), date(2150, 1, 1))


class TestPeriod:
    @given(periods)
    def test_what_is_printed_reads_back_as_the_same_period(self, period: Period) -> None:
        assert parse_period(str(period)) == period

    @pytest.mark.parametrize("text", ["PT24H", "P3D", "P1M", "P1Y6M", "P2W", "PT90M", "P1DT12H", "PT0H", "P40D"])
    def test_a_canonical_duration_prints_as_written(self, text: str) -> None:
        assert str(parse_period(text)) == text

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "starts with P"), ("24H", "starts with P"), ("P", "names no time"), ("PT", "names no time"),
            ("P1YT", "names no time"), ("P24H", "after a T"), ("-P1D", "no sign"), ("P-1D", "no sign"),
            ("P+1D", "no sign"), ("P1.5D", "no fractions"), ("PT0,5H", "no fractions"), ("P1W2D", "weeks stand alone"),
            ("P1Y1W", "weeks stand alone"), ("PT30S", "seconds"), ("p1m", "capitals"), ("P1M1Y", "in order"),
            ("P1D ", "in order"), ("P1D\n", "in order"), ("P٣D", "in order"), ("P201Y", "200 years"),
            ("P1000000D", "five digits"),
        ],
    )  # fmt: skip
    def test_a_refusal_says_what_to_write(self, text: str, said: str) -> None:
        with pytest.raises(ValueError, match="is not a period") as refused:
            parse_period(text)
        assert said in str(refused.value)

    @pytest.mark.parametrize("wrong", [{"days": -1}, {"weeks": 1, "days": 1}, {"years": 201}])
    def test_a_period_cannot_be_built_that_could_not_be_written(self, wrong: dict[str, int]) -> None:
        with pytest.raises(ValueError, match=r"negative|weeks|200 years"):
            Period(**wrong)

    @pytest.mark.parametrize(
        ("text", "printed"),
        [
            ("PT24H", "24 hours"), ("PT72H", "72 hours"), ("PT1H", "1 hour"), ("P1M", "1 month"), ("P12M", "12 months"),
            ("P2Y6M", "2 years and 6 months"), ("P1Y1M1D", "1 year, 1 month and 1 day"), ("P2W", "2 weeks"),
            ("PT0H", "0 hours"),
        ],
    )  # fmt: skip
    def test_words_are_figures_with_the_right_number(self, text: str, printed: str) -> None:
        assert words(parse_period(text)) == printed

    def test_business_days_print_as_working_days_and_nothing_else_does(self) -> None:
        assert words(Period(days=1), business=True) == "1 working day"
        assert words(Period(months=1, days=3), business=True) == "1 month and 3 working days"

    @given(days, dated)
    def test_the_bound_of_a_period_is_never_exceeded(self, day: date, period: Period) -> None:
        assert add_period(day, period) - day <= timedelta(days=period.at_most_days)


class TestDays:
    @pytest.mark.parametrize(
        ("day", "period", "end"),
        [
            ("2027-01-31", "P1M", "2027-02-28"), ("2028-01-31", "P1M", "2028-02-29"),
            ("2028-02-29", "P1Y", "2029-02-28"), ("2028-02-29", "P4Y", "2032-02-29"),
            ("2027-02-28", "P1M", "2027-03-28"), ("2026-12-31", "P2M", "2027-02-28"),
            ("2026-11-30", "P1M", "2026-12-30"), ("2026-12-01", "P3Y", "2029-12-01"),
            ("2027-01-31", "P1M1D", "2027-03-01"), ("2026-12-31", "P12M", "2027-12-31"),
            ("2026-12-31", "P1D", "2027-01-01"), ("2026-11-21", "P2W", "2026-12-05"),
        ],
    )  # fmt: skip
    def test_months_keep_their_day_or_end_with_the_month(self, day: str, period: str, end: str) -> None:
        assert add_period(date.fromisoformat(day), parse_period(period)) == date.fromisoformat(end)

    @pytest.mark.parametrize(
        ("day", "period", "before"),
        [
            ("2032-12-01", "P6M", "2032-06-01"),
            ("2027-08-31", "P6M", "2027-02-28"),
            ("2027-01-15", "P90D", "2026-10-17"),
        ],
    )
    def test_notice_is_counted_backwards(self, day: str, period: str, before: str) -> None:
        assert subtract_period(date.fromisoformat(day), parse_period(period)) == date.fromisoformat(before)

    def test_a_date_takes_no_hours(self) -> None:
        with pytest.raises(ValueError, match="no hour"):
            add_period(date(2026, 12, 1), Period(hours=24))

    def test_beyond_the_calendar_is_said_in_words(self) -> None:
        with pytest.raises(ValueError, match="out of the calendar"):
            add_period(date(9999, 12, 31), Period(months=1))
        with pytest.raises(ValueError, match="out of the calendar"):
            subtract_period(date(1, 1, 1), Period(days=1))


class TestClock:
    def test_hours_run_from_the_moment_of_the_event(self) -> None:
        assert falls("2026-11-21T09:30+01:00", "PT24H") == "2026-11-22T09:30:00+01:00"

    def test_an_event_reported_in_another_offset_is_shown_in_local_time(self) -> None:
        assert falls("2026-11-21T09:30+00:00", "PT72H", zone="Asia/Kathmandu") == "2026-11-24T15:15:00+05:45"

    # Germany: clocks forward 29 March 2026 02:00, back 25 October 2026 03:00.
    def test_24_hours_over_the_spring_change_end_an_hour_later_on_the_clock(self) -> None:
        assert falls("2026-03-28T12:00+01:00", "PT24H") == "2026-03-29T13:00:00+02:00"

    def test_24_hours_over_the_autumn_change_end_an_hour_earlier_on_the_clock(self) -> None:
        assert falls("2026-10-24T12:00+02:00", "PT24H") == "2026-10-25T11:00:00+01:00"

    def test_a_day_by_the_clock_keeps_the_local_time_where_24_hours_do_not(self) -> None:
        assert falls("2026-10-24T12:00+02:00", "P1D") == "2026-10-25T12:00:00+01:00"

    def test_a_month_by_the_clock_keeps_the_local_time_over_a_change_of_clocks(self) -> None:
        assert falls("2026-03-15T09:30+01:00", "P1M") == "2026-04-15T09:30:00+02:00"

    def test_a_month_by_the_clock_from_the_31st_ends_with_the_month_and_on_a_sunday_if_need_be(self) -> None:
        assert falls("2027-01-31T09:30+01:00", "P1M") == "2027-02-28T09:30:00+01:00"

    def test_days_are_added_before_hours(self) -> None:
        assert falls("2026-03-28T12:00+01:00", "P1DT1H") == "2026-03-29T13:00:00+02:00"

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

    @pytest.mark.parametrize("calendar", ["days", "business"])
    def test_hours_run_over_a_weekend_whatever_the_calendar(self, calendar: Calendar) -> None:
        assert falls("2026-11-20T17:00+01:00", "PT24H", calendar) == "2026-11-21T17:00:00+01:00"

    def test_a_start_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            due(datetime(2026, 11, 21), Period(hours=1), "clock", Rest(), UTC)  # noqa: DTZ001

    @given(moments, st.integers(0, 50_000))
    def test_hours_are_exact_everywhere(self, start: datetime, hours: int) -> None:
        found = due(start, Period(hours=hours), "clock", Rest(), BERLIN)
        assert found.at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


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


class TestIntervals:
    @pytest.mark.parametrize(
        ("start", "every", "after", "expected"),
        [
            ("2026-12-01", "P2Y", "2026-12-01", "2028-12-01"), ("2026-12-01", "P2Y", "2028-11-30", "2028-12-01"),
            ("2026-12-01", "P2Y", "2028-12-01", "2030-12-01"), ("2026-12-01", "P2Y", "2020-01-01", "2028-12-01"),
            ("2027-01-31", "P1M", "2027-02-28", "2027-03-31"), ("2027-01-31", "P1M", "2127-02-27", "2127-02-28"),
            ("2028-02-29", "P1Y", "2031-03-01", "2032-02-29"), ("2026-12-01", "P90D", "2027-03-01", "2027-05-30"),
        ],
    )  # fmt: skip
    def test_intervals_are_counted_from_the_start_and_do_not_drift(
        self, start: str, every: str, after: str, expected: str
    ) -> None:
        found = next_occurrence(date.fromisoformat(start), parse_period(every), date.fromisoformat(after))
        assert found == date.fromisoformat(expected)

    @pytest.mark.parametrize(
        ("start", "every", "expected"),
        [
            ("2026-12-01", "P6Y", "2032-11-30"), ("2027-03-01", "P1M", "2027-03-31"),
            ("2027-01-31", "P1M", "2027-02-28"), ("2027-01-31", "P1M5D", "2027-03-05"),
            ("2026-11-21", "P1D", "2026-11-21"), ("2026-11-21", "P1W", "2026-11-27"),
            ("2028-02-29", "P1Y", "2029-02-28"),
        ],
    )  # fmt: skip
    def test_beginning_with_a_day_includes_it(self, start: str, every: str, expected: str) -> None:
        day = date.fromisoformat(start)
        found = next_occurrence(day, parse_period(every), day - timedelta(days=1), counting="beginning_with")
        assert found == date.fromisoformat(expected)

    @pytest.mark.parametrize("every", [Period(), Period(hours=12)])
    def test_an_interval_needs_a_length_in_days(self, every: Period) -> None:
        with pytest.raises(ValueError, match=r"no length|no hour"):
            next_occurrence(date(2026, 12, 1), every, date(2026, 12, 1))

    @settings(deadline=None)
    @given(days, dated.filter(bool), days)
    def test_the_next_one_is_the_least_multiple_after_the_day(self, start: date, every: Period, after: date) -> None:
        found = next_occurrence(start, every, after)
        assert found > after
        turn = 1
        while (each := add_period(start, _times(every, turn))) <= after:
            turn += 1
        assert found == each

    @given(days, dated.filter(bool), days)
    def test_beginning_with_a_day_ends_before_or_with_the_period_after_it(
        self, start: date, every: Period, after: date
    ) -> None:
        found = next_occurrence(start, every, after, counting="beginning_with")
        assert after < found <= next_occurrence(start, every, after)


def _times(period: Period, turn: int) -> Period:
    """A multiple, without the bound that a single period has."""
    many = object.__new__(Period)
    for name in ("years", "months", "weeks", "days", "hours", "minutes"):
        object.__setattr__(many, name, turn * getattr(period, name))
    return many


def test_a_moment_names_its_weekday_and_offset_in_any_locale() -> None:
    morning = datetime(2026, 11, 21, 9, 30, tzinfo=KATHMANDU)
    assert long_moment(morning) == "Saturday 21 November 2026, 09:30 (UTC+05:45)"
    assert long_moment(datetime(2026, 11, 21, 9, 30, 5, tzinfo=UTC)).endswith("09:30:05 (UTC+00:00)")
