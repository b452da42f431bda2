"""Protects periods and the days they lead to: reviews, tabling and sunset must fall on the dates that the words say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normbook.dates import (
    Period,
    add_period,
    long_moment,
    next_occurrence,
    parse_period,
    subtract_period,
    words,
)

units = {"years": st.integers(0, 20), "months": st.integers(0, 40), "days": st.integers(0, 900)}
dated = st.builds(Period, **units)
timed = st.builds(Period, **units, hours=st.integers(0, 2000), minutes=st.integers(0, 900))
periods = timed | st.builds(Period, weeks=st.integers(0, 200))
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
    morning = datetime(2026, 11, 21, 9, 30, tzinfo=ZoneInfo("Asia/Kathmandu"))
    assert long_moment(morning) == "Saturday 21 November 2026, 09:30 (UTC+05:45)"
    assert long_moment(datetime(2026, 11, 21, 9, 30, 5, tzinfo=UTC)).endswith("09:30:05 (UTC+00:00)")
