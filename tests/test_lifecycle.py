"""Protects the two clocks of review and sunset: no date of one is counted from the start of the other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.dates import Period, parse_period
from normbook.lifecycle import (
    Dates,
    NormDates,
    ProvisionDates,
    Status,
    falling_due,
    norm_dates,
    provision_dates,
    status,
)
from normbook.model.base import Review
from normbook.model.law import Article
from normbook.model.norm import Norm

EDITION = date(2026, 12, 1)
NOTICE = Period(days=90)
SUNSET = {"after": "P6Y", "kind": "unless_renewed", "tabling": "P6M"}


def norm(**more: Any) -> Norm:
    commitment = {
        "id": "rsp-1.act", "addressee": "state", "modality": "should", "text": "act lawfully", "priority": "core",
        "not_in_law": "Executive conduct.",
    }  # fmt: skip
    fields = {
        "id": "rsp-1", "family": "RSP", "title": "Lawful", "summary": "Lawful.", "rationale": "Why.",
        "statement": ({"id": "p1", "text": "States act lawfully."},), "commitments": (commitment,),
        "basis": ({"un_norm": "13a"},),
    }  # fmt: skip
    return Norm.model_validate({**fields, **more})


def article(**more: Any) -> Article:
    fields = {"id": "law/countermeasures", "heading": "Countermeasures", "status": "optional", "guide": {"why": "Why."}}
    return Article.model_validate({**fields, **more})


def dates(review: str | None = None, sunset: str | None = None, tabling: str | None = None) -> Dates:
    day = [date.fromisoformat(text) if text else None for text in (review, sunset, tabling)]
    return Dates(EDITION, day[0], day[1], "unless_renewed" if sunset else None, day[2])


ITEMS = {
    "not-2": dates(review="2028-12-01"),
    "rsp-7": dates(review="2028-03-01", sunset="2032-12-01", tabling="2032-06-01"),
    "law/countermeasures": dates(review="2028-06-01", sunset="2028-09-01"),
    "law/old": dates(review="2027-01-01", sunset="2027-06-01", tabling="2027-01-01"),
}


class TestNorms:
    def test_a_norm_counts_from_the_edition_with_the_handbooks_review_if_it_names_none(self) -> None:
        found = norm_dates(norm(), EDITION, Review(every="P2Y"))
        assert found == NormDates(EDITION, date(2028, 12, 1), None, None, None)

    def test_its_own_review_and_sunset_come_first(self) -> None:
        found = norm_dates(norm(review={"every": "P1Y"}, sunset=SUNSET), EDITION, Review(every="P2Y"))
        assert found == NormDates(EDITION, date(2027, 12, 1), date(2032, 12, 1), "unless_renewed", date(2032, 6, 1))

    def test_tabling_keeps_inside_the_month(self) -> None:
        found = norm_dates(norm(sunset={**SUNSET, "after": "P9M"}), date(2026, 11, 30), Review(every="P2Y"))
        # Nine months after 30 November, then six months back from 30 August: 2027 has no 30 February.
        assert (found.sunset_on, found.tabling_by) == (date(2027, 8, 30), date(2027, 2, 28))

    def test_an_edition_of_29_february_is_reviewed_on_the_28th(self) -> None:
        assert norm_dates(norm(), date(2028, 2, 29), Review(every="P1Y")).review_by == date(2029, 2, 28)


class TestProvisions:
    def test_until_a_state_has_enacted_the_dates_are_indicative(self) -> None:
        found = provision_dates(article(review={"every": "P3Y"}, sunset=SUNSET), None, EDITION)
        assert found == ProvisionDates(
            EDITION, date(2029, 11, 30), date(2032, 11, 30), "unless_renewed", date(2032, 5, 30), indicative=True
        )

    def test_a_provision_counts_beginning_with_its_first_day_and_a_norm_after_it(self) -> None:
        provision = provision_dates(article(review={"every": "P2Y"}), EDITION, EDITION)
        assert provision.review_by == date(2028, 11, 30)
        assert norm_dates(norm(), EDITION, Review(every="P2Y")).review_by == date(2028, 12, 1)

    def test_an_enacted_provision_counts_from_its_commencement_not_from_the_edition(self) -> None:
        found = provision_dates(article(review={"every": "P3Y"}), date(2028, 4, 15), EDITION)
        assert (found.counted_from, found.review_by, found.indicative) == (date(2028, 4, 15), date(2031, 4, 14), False)

    def test_an_article_without_review_or_sunset_has_no_dates(self) -> None:
        found = provision_dates(article(), date(2028, 4, 15), EDITION)
        assert (found.review_by, found.sunset_on, found.kind, found.tabling_by) == (None, None, None, None)

    def test_an_automatic_sunset_has_nothing_to_table(self) -> None:
        found = provision_dates(article(sunset={"after": "P3Y", "kind": "automatic"}), None, EDITION)
        assert (found.sunset_on, found.kind, found.tabling_by) == (date(2029, 11, 30), "automatic", None)


class TestStatus:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-11-22", Status.IN_FORCE), ("2028-09-01", Status.IN_FORCE),
            ("2028-09-02", Status.REVIEW_DUE), ("2028-12-01", Status.REVIEW_DUE),
            ("2028-12-02", Status.REVIEW_OVERDUE), ("2040-01-01", Status.REVIEW_OVERDUE),
        ],
    )  # fmt: skip
    def test_a_review_is_due_90_days_before_and_overdue_the_day_after(self, day: str, expected: Status) -> None:
        assert status(dates(review="2028-12-01"), date.fromisoformat(day), NOTICE) is expected

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2032-09-01", Status.IN_FORCE), ("2032-09-02", Status.SUNSET_DUE), ("2032-12-01", Status.SUNSET_DUE),
            ("2032-12-02", Status.EXPIRED),
        ],
    )  # fmt: skip
    def test_a_sunset_is_in_force_on_its_last_day_and_expired_the_day_after(self, day: str, expected: Status) -> None:
        assert status(dates(sunset="2032-12-01"), date.fromisoformat(day), NOTICE) is expected

    def test_notice_of_a_sunset_comes_before_the_tabling_of_its_renewal(self) -> None:
        renewable = dates(sunset="2032-12-01", tabling="2032-06-01")
        assert status(renewable, date(2032, 3, 2), NOTICE) is Status.IN_FORCE
        assert status(renewable, date(2032, 3, 3), NOTICE) is Status.SUNSET_DUE

    def test_the_gravest_status_wins(self) -> None:
        both = dates(review="2032-10-01", sunset="2032-12-01")
        assert status(both, date(2032, 8, 1), NOTICE) is Status.REVIEW_DUE
        assert status(both, date(2032, 10, 15), NOTICE) is Status.SUNSET_DUE
        assert status(both, date(2033, 1, 1), NOTICE) is Status.EXPIRED

    def test_without_dates_nothing_is_ever_due(self) -> None:
        assert status(dates(), date(2099, 1, 1), NOTICE) is Status.IN_FORCE

    @given(
        st.dates(date(2027, 1, 1), date(2040, 1, 1)), st.dates(date(2027, 1, 1), date(2040, 1, 1)),
        st.dates(date(2026, 1, 1), date(2041, 1, 1)), st.integers(0, 500),
    )  # fmt: skip
    def test_time_alone_never_improves_a_status(self, review: date, sunset: date, day: date, later: int) -> None:
        order = list(Status)
        both = Dates(EDITION, review, sunset, "automatic", None)
        now, then = (status(both, each, NOTICE) for each in (day, day + timedelta(days=later)))
        assert order.index(now) <= order.index(then)


class TestFallingDue:
    def test_overdue_comes_first_and_what_is_too_far_is_left_out(self) -> None:
        found = falling_due(ITEMS, date(2028, 6, 1), parse_period("P3M"))
        assert [(each.id, each.what, each.days) for each in found] == [
            ("law/old", "sunset", -366), ("rsp-7", "review", -92), ("law/countermeasures", "review", 0),
            ("law/countermeasures", "sunset", 92),
        ]  # fmt: skip

    def test_what_has_expired_is_not_reviewed_or_tabled_any_more(self) -> None:
        found = falling_due({"law/old": ITEMS["law/old"]}, date(2027, 6, 1), Period())
        assert [each.what for each in found] == ["review", "tabling", "sunset"]
        found = falling_due({"law/old": ITEMS["law/old"]}, date(2027, 6, 2), Period())
        assert [each.what for each in found] == ["sunset"]

    def test_indicative_dates_can_be_told_from_real_ones(self) -> None:
        both: dict[str, Dates] = {
            "law/a": provision_dates(article(review={"every": "P1Y"}), None, EDITION),
            "law/b": provision_dates(article(review={"every": "P1Y"}), EDITION, EDITION),
        }
        found = falling_due(both, date(2027, 11, 1), Period(days=30))
        assert [(each.id, isinstance(each.dates, ProvisionDates) and each.dates.indicative) for each in found] == [
            ("law/a", True), ("law/b", False),
        ]  # fmt: skip

    @given(
        st.dictionaries(st.sampled_from(["a", "b", "c"]), st.dates(date(2027, 1, 1), date(2030, 1, 1))),
        st.dates(date(2027, 1, 1), date(2030, 1, 1)), st.integers(0, 400),
    )  # fmt: skip
    def test_the_list_is_sorted_and_complete(self, reviews: dict[str, date], as_of: date, within: int) -> None:
        items = {name: Dates(EDITION, day, None, None, None) for name, day in reviews.items()}
        found = falling_due(items, as_of, Period(days=within))
        assert [each.on for each in found] == sorted(each.on for each in found)
        assert {each.id for each in found} == {name for name, day in reviews.items() if (day - as_of).days <= within}
