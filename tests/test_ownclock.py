"""Protects what is said of a State's own time limit, and which facts answer for which State: no more than they show."""

from __future__ import annotations

import pytest

from normbook.checklists.known import facts_of
from normbook.checklists.ownclock import against, own_limit
from normbook.model.norm import AnsweredBy
from normbook.model.timeline import Stage
from normbook.publication import Publication
from normbook.timelimits import is_limit


def stage(within: str | None, counted_from: str = "awareness") -> Stage:
    return Stage.model_validate({"id": "alert", "title": "Alert", "within": within, "counted_from": counted_from,
                                 "calendar": "clock", "content": [], "basis_note": "A figure."})  # fmt: skip


@pytest.mark.parametrize(
    ("own", "within", "said"),
    [
        ("PT24H", "PT24H", "as fast, if it counts from awareness too"),
        ("PT72H", "PT24H", "slower by 48 hours, if it counts from awareness too"),
        ("72 hours from awareness", "PT24H", "slower by 48 hours"),
        ("within 12 hours of becoming aware", "PT24H", "faster by 12 hours"),
        ("PT6H from detection", "PT24H", "different trigger: it counts from detection, the norm from awareness"),
        ("3 days", "PT24H", "slower, if it counts from awareness too"),
        ("1 day", "PT24H", "other units, if it counts from awareness too"),
        ("2 working days from awareness", "PT24H", "other units"),
        ("without delay", "PT24H", "in words of its own: not compared"),
        ("=cmd()", "PT24H", "in words of its own: not compared"),
        ("PT24H", None, "the norm gives no figure"),
        ("", "PT24H", ""),
    ],
)  # fmt: skip
def test_a_limit_is_set_against_the_norms_as_far_as_it_can_be(own: str, within: str | None, said: str) -> None:
    assert against(own, stage(within), "awareness") == said


def test_without_a_clock_of_the_norm_nothing_is_compared() -> None:
    assert against("PT24H", None, "") == ""


@pytest.mark.parametrize("text", ["P", "99999999 hours", "P1Y2W", "soon", "24", "hours", "PT24H PT48H"])
def test_what_is_no_limit_is_not_read_as_one(text: str) -> None:
    assert own_limit(text) is None


def test_a_law_answers_for_its_own_state_while_it_is_in_force(publication: Publication) -> None:
    corpus, as_of = publication.corpus, publication.as_of
    by = AnsweredBy(regimes=("in-cert-in", "us-circia"), status="partly", because="It binds.")
    (found,) = facts_of(corpus, by, "IN", as_of)
    assert (found.ref, found.unconfirmed) == ("regime:in-cert-in", False)
    assert found.source
    assert not list(facts_of(corpus, by, "US", as_of)), "not in force"
    assert not list(facts_of(corpus, by, "KE", as_of))
    assert not list(facts_of(corpus, by, "IN", as_of.replace(year=2020))), "not yet in force"


def test_what_a_group_did_answers_for_its_members_but_those_left_out(publication: Publication) -> None:
    corpus, as_of = publication.corpus, publication.as_of
    by = AnsweredBy(group="AU", instrument="au-common-position-2024", unless=("ML",), status="partly", because="So.")
    (found,) = facts_of(corpus, by, "GH", as_of)
    assert (found.ref, found.as_of) == ("instrument:au-common-position-2024", "2024-03-10")
    assert len(found.source) > 1, "the instrument and the list of members"
    assert not list(facts_of(corpus, by, "ML", as_of))
    assert not list(facts_of(corpus, by, "DE", as_of))


def test_no_fact_shows_that_something_is_not_met(publication: Publication) -> None:
    statuses = {by.status for norm in publication.corpus.norms for c in norm.commitments for by in c.answered_by}
    assert statuses <= {"met", "partly"}


@pytest.mark.parametrize("text", ["PT72H", "72 hours from detection", "within 3 working days", "without undue delay"])
def test_what_the_form_asks_for_can_be_kept_as_an_answer(text: str) -> None:
    """The form invites words: none that it can compare, and none without a figure, is refused when it comes back."""
    assert is_limit(text)


@pytest.mark.parametrize("text", ["three moons 5", "72", "PT0H", "0 hours", "72h from detection"])
def test_a_figure_that_nobody_can_read_is_refused(text: str) -> None:
    assert not is_limit(text)
