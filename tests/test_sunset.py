"""Protects the terms of provisions: each ends on the day that the law's own articles give, whatever is recorded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.dates import Period, add_period, parse_period
from normbook.lifecycle import Status
from normbook.model.law import Article
from normbook.model.national import TermEvent
from normbook.sunset import Course, Start, Tenure, objection_to, tenure

NOTICE = Period(days=90)
FIRST = date(2027, 3, 1)
SOURCE = ({"title": "Gazette", "ref": "No. 1"},)
DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))
WHAT = ("reviewed", "tabled", "renewed", "extended", "suspended", "resumed", "repealed")


def article(kind: str = "unless_renewed", after: str = "P3Y", tabling: str | None = "P6M") -> Article:
    return Article.model_validate({
        "id": "law/countermeasures", "heading": "Countermeasures", "status": "optional", "guide": {"why": "Why."},
        "review": {"every": "P3Y"}, "sunset": {"after": after, "kind": kind, "tabling": tabling},
    })  # fmt: skip


def event(what: str, on: date, until: date | None = None) -> TermEvent:
    return TermEvent.model_validate({"provision": "law/countermeasures", "what": what, "on": on, "until": until,
                                     "source": SOURCE})  # fmt: skip


def told(as_of: date, *events: TermEvent, start: date = FIRST, of: Article | None = None, **more: Any) -> Tenure:
    return tenure(of or article(), Start(start, start), events, as_of, NOTICE, **more)


class TestTheLawsOwnExamples:
    def test_three_years_beginning_with_1_march_2027_end_on_28_february_2030(self) -> None:
        found = told(date(2027, 6, 1))
        assert found.ends == date(2030, 2, 28)
        assert found.reasons[:2] == (
            "Commenced on 1 March 2027.",
            "Its term of 3 years beginning with 1 March 2027 ends on 28 February 2030.",
        )
        assert "It expires at the end of 28 February 2030 unless renewed before." in found.reasons

    @pytest.mark.parametrize(
        ("start", "after", "last"),
        [
            ("2027-03-01", "P3Y", "2030-02-28"), ("2029-03-01", "P3Y", "2032-02-29"),  # the day before 1 March
            ("2028-02-29", "P1Y", "2029-02-28"),  # no day of the same number: the last day of the month
            ("2027-08-31", "P6M", "2028-02-29"), ("2027-01-01", "P1Y", "2027-12-31"),
            ("2027-01-01", "P90D", "2027-03-31"),
        ],
    )  # fmt: skip
    def test_a_term_begins_with_its_first_day(self, start: str, after: str, last: str) -> None:
        first = date.fromisoformat(start)
        assert told(first, start=first, of=article(after=after, tabling=None)).ends == date.fromisoformat(last)

    def test_it_is_in_force_on_its_last_day_and_expired_the_day_after(self) -> None:
        assert told(date(2030, 2, 28)).status is Status.SUNSET_DUE
        assert told(date(2030, 3, 1)).status is Status.EXPIRED

    def test_the_first_interval_of_review_begins_with_the_article_on_review(self) -> None:
        found = tenure(article(), Start(date(2028, 6, 1), FIRST), (), date(2028, 7, 1), NOTICE)
        assert (found.dates.review_by, found.ends) == (date(2030, 2, 28), date(2031, 5, 31))

    def test_without_the_article_on_review_in_force_no_review_falls_due(self) -> None:
        found = tenure(article(), Start(FIRST, None), (), date(2031, 1, 1), NOTICE)
        assert found.dates.review_by is None
        found = tenure(article(), Start(FIRST, None), (), date(2029, 1, 1), NOTICE)
        assert found.status is Status.IN_FORCE
        assert "No review falls due: the law's article on review has not commenced." in found.reasons

    def test_a_review_of_the_law_is_one_of_every_provision(self) -> None:
        found = told(date(2029, 2, 1), law_reviewed=[date(2029, 1, 15)])
        assert found.dates.review_by == date(2032, 1, 15)

    def test_before_commencement_nothing_is_due(self) -> None:
        assert told(date(2027, 2, 28)).status is Status.NOT_COMMENCED
        assert told(date(2027, 2, 28)).reasons[0] == "Commences on 1 March 2027."


class TestEvents:
    def test_a_renewed_term_begins_with_the_day_after(self) -> None:
        found = told(date(2030, 1, 15), event("tabled", date(2029, 8, 1)), event("renewed", date(2030, 1, 10)))
        assert found.term is not None
        assert (found.term.last, found.ends) == (date(2030, 2, 28), date(2033, 2, 28))
        assert (found.dates.tabling_by, found.status) == (date(2032, 8, 28), Status.REVIEW_DUE)
        said = "further term of 3 years beginning with 1 March 2030 ends on 28 February 2033."
        assert said in " ".join(found.reasons)
        later = told(date(2030, 3, 1), event("renewed", date(2030, 1, 10)))
        assert later.term is not None
        assert later.term.first == date(2030, 3, 1)

    def test_renewal_comes_too_late_the_day_after(self) -> None:
        late = told(date(2030, 4, 1), event("renewed", date(2030, 3, 1)))
        assert late.status is Status.EXPIRED
        assert any(reason.startswith("Recorded without effect: renewed on 1 March 2030.") for reason in late.reasons)

    def test_an_extension_moves_the_last_day(self) -> None:
        found = told(date(2030, 3, 15), event("extended", date(2030, 2, 1), date(2030, 5, 31)))
        assert (found.ends, found.status) == (date(2030, 5, 31), Status.SUNSET_DUE)
        assert "Extended on 1 February 2030 to 31 May 2030." in found.reasons

    def test_what_looks_mistaken_counts_and_is_told(self) -> None:
        """Two renewals in one term are longer than the first; an extension needs a proposal that was tabled."""
        run = Course(article(), Start(FIRST, FIRST))
        taken = [(each.what, run.take(each)) for each in (
            event("extended", date(2030, 2, 1), date(2030, 5, 31)), event("renewed", date(2030, 5, 1)),
            event("renewed", date(2030, 5, 2)))]
        assert [(what, found and (found.code, found.void)) for what, found in taken] == [
            ("extended", ("U09", False)), ("renewed", None), ("renewed", ("U08", False))]

    def test_what_is_tabled_is_no_longer_to_be_tabled(self) -> None:
        assert told(date(2029, 8, 2)).dates.tabling_by == date(2029, 8, 28)
        assert told(date(2029, 8, 2), event("tabled", date(2029, 8, 1))).dates.tabling_by is None

    def test_a_term_runs_on_while_its_provision_is_suspended(self) -> None:
        halted = event("suspended", date(2029, 12, 1), date(2030, 12, 31))
        assert told(date(2029, 12, 1), halted).status is Status.SUSPENDED
        assert told(date(2030, 3, 1), halted).status is Status.EXPIRED
        assert any("says nothing of suspension" in reason for reason in told(date(2029, 12, 1), halted).reasons)

    def test_a_suspension_ends_when_it_is_resumed_or_its_last_day_is_over(self) -> None:
        halted, back = event("suspended", date(2028, 1, 1)), event("resumed", date(2028, 2, 1))
        assert told(date(2028, 1, 31), halted).status is Status.SUSPENDED
        assert told(date(2028, 2, 1), halted, back).status is Status.IN_FORCE
        assert told(date(2028, 1, 6), event("suspended", date(2028, 1, 1), date(2028, 1, 5))).status is Status.IN_FORCE

    def test_automatic_expiry_knows_no_renewal(self) -> None:
        found = told(date(2030, 2, 1), event("renewed", date(2030, 1, 1)), of=article("automatic", tabling=None))
        assert (found.ends, found.dates.tabling_by) == (date(2030, 2, 28), None)
        assert "the law provides for no renewal" in found.reasons[-1]

    def test_a_repealed_provision_has_nothing_left_to_be_done(self) -> None:
        found = told(date(2028, 6, 1), event("repealed", date(2028, 5, 1)))
        assert (found.status, found.ends) == (Status.REPEALED, date(2028, 4, 30))
        assert (found.dates.review_by, found.dates.tabling_by, found.dates.kind) == (None, None, None)

    def test_what_has_not_happened_yet_does_not_count(self) -> None:
        renewed = event("renewed", date(2030, 1, 10))
        assert told(date(2030, 1, 9), renewed).ends == date(2030, 2, 28)
        assert told(date(2030, 1, 9), renewed).dates.recorded == 0
        assert told(date(2030, 1, 10), renewed).dates.recorded == 1


@st.composite
def histories(draw: st.DrawFn) -> tuple[date, list[TermEvent]]:
    start = draw(DAYS)
    made = draw(st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 4000), st.none() | st.integers(0, 2000)),
                         max_size=6))  # fmt: skip
    events = []
    for what, after, lasts in made:
        on = start + timedelta(days=after)
        events.append(event(what, on, on + timedelta(days=lasts) if lasts is not None else None))
    return start, events


class TestWhatHoldsForEveryHistory:
    @given(DAYS, st.integers(0, 400))
    def test_who_commences_later_ends_later(self, start: date, later: int) -> None:
        one, two = told(start, start=start), told(start, start=start + timedelta(days=later))
        assert one.ends is not None
        assert two.ends is not None
        assert one.ends <= two.ends
        assert (one.dates.review_by or start) <= (two.dates.review_by or start)

    @given(DAYS, st.sampled_from(["P3Y", "P6Y", "P18M", "P1000D"]), st.sampled_from(["P6M", "P90D", "P1Y", "P1M"]))
    def test_a_proposal_tabled_in_time_is_tabled_the_whole_period_before_expiry(
        self, start: date, after: str, tabling: str
    ) -> None:
        found = told(start, start=start, of=article(after=after, tabling=tabling)).dates
        assert found.tabling_by is not None
        assert found.sunset_on is not None
        assert add_period(found.tabling_by, parse_period(tabling)) <= found.sunset_on

    @given(histories(), st.integers(0, 2000))
    def test_an_extension_never_shortens(self, history: tuple[date, list[TermEvent]], lasts: int) -> None:
        start, events = history
        on = max([start, *(each.on for each in events)])
        before = told(on, *events, start=start).ends
        after = told(on, *events, event("extended", on, on + timedelta(days=lasts)), start=start).ends
        assert before is not None
        assert after is not None
        assert after >= before

    @given(histories(), DAYS, st.integers(0, 500))
    def test_with_nothing_recorded_in_between_time_never_improves_a_standing(
        self, history: tuple[date, list[TermEvent]], day: date, later: int
    ) -> None:
        start, events = history
        then = day + timedelta(days=later)
        kept = [each for each in events if each.on <= day and each.what != "suspended"]
        order = list(Status)
        now, at = (told(on, *kept, start=start).status for on in (day, then))
        assert order.index(now) <= order.index(at)

    @given(histories(), DAYS)
    def test_the_order_in_the_file_does_not_matter_between_days(
        self, history: tuple[date, list[TermEvent]], as_of: date
    ) -> None:
        start, events = history
        if len({each.on for each in events}) == len(events):
            assert told(as_of, *events, start=start) == told(as_of, *reversed(events), start=start)

    @given(histories())
    def test_terms_follow_one_another_without_a_gap(self, history: tuple[date, list[TermEvent]]) -> None:
        start, events = history
        course = Course(article(), Start(start, start))
        for each in sorted(events, key=lambda one: one.on):
            void = objection_to(course, each)
            terms = list(course.terms)
            course.take(each)
            assert not (void and void.void) or terms == course.terms
        for one, two in zip(course.terms, course.terms[1:], strict=False):
            assert two.first == one.last + timedelta(days=1)
        assert all(each.first <= each.last for each in course.terms)

    @given(histories(), DAYS, DAYS)
    def test_what_is_recorded_only_ever_counts_up(
        self, history: tuple[date, list[TermEvent]], day: date, other: date
    ) -> None:
        start, events = history
        one, two = (told(on, *events, start=start).dates.recorded for on in sorted((day, other)))
        assert one <= two
