"""Protects what becomes of a State's answers when an edition turns: they go along, are never lost, and never firmer."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.checklists.rows import STATUSES
from normbook.checklists.turn import Turn, earlier, heirs, remarks, turn
from normbook.compare.segments import after, before
from normbook.compare.succession import Succession
from normbook.model.base import Change, Retired
from normbook.model.national import Answer
from normbook.model.norm import Status


def answer(commitment: str, status: Status = "met", edition: str = "0.9", asked: str = "") -> Answer:
    return Answer(commitment=commitment, status=status, edition=edition, asked=asked)


def change(verb: str, was: Iterable[str], now: Iterable[str], since: str = "1.0") -> Change:
    return Change.model_validate({"verb": verb, "was": tuple(was), "now": tuple(now), "since": since, "reason": "So."})


def turned(
    answers: Iterable[Answer], current: Iterable[str], *changes: Change, retired: Iterable[Retired] = (),
    then: str = "Should tell.",
) -> Turn:
    records = Succession(changes, {each.id: each for each in retired})
    return turn(answers, set(current), records, lambda _: "Should tell.", lambda _edition, _ref: then)


def told(found: Turn, ref: str) -> str:
    return " ".join(remarks(found.shown[ref], STATUSES))


class TestWhatStays:
    def test_an_answer_to_the_same_words_is_as_firm_as_it_was(self) -> None:
        found = turned([answer("a-1.x")], ["a-1.x"])
        assert found.shown["a-1.x"].answer.status == "met"
        assert not found.shown["a-1.x"].to_confirm
        assert told(found, "a-1.x") == ""

    def test_a_text_that_changed_is_told_word_by_word(self) -> None:
        found = turned([answer("a-1.x", asked="Should tell  all.")], ["a-1.x"])
        (carried,) = found.shown.values()
        assert told(found, "a-1.x") == "Answered against 0.9; text changed."
        assert carried.to_confirm
        assert before(carried.changed) == "Should tell all."
        assert after(carried.changed) == "Should tell."

    def test_what_was_asked_is_looked_up_where_the_answer_does_not_say(self) -> None:
        assert turned([answer("a-1.x")], ["a-1.x"], then="Should whisper.").shown["a-1.x"].changed
        said = answer("a-1.x", asked="Should tell.")
        assert not turned([said], ["a-1.x"], then="Should whisper.").shown["a-1.x"].changed


class TestWhatMoves:
    def test_a_renamed_commitment_keeps_its_answer(self) -> None:
        found = turned([answer("a-1.x")], ["a-1.y"], change("renamed", ["a-1.x"], ["a-1.y"]))
        assert told(found, "a-1.y") == "Given as A-1.x, which is this commitment now."
        assert not found.shown["a-1.y"].to_confirm

    def test_commitments_go_along_with_their_norm(self) -> None:
        found = turned([answer("a-1.x")], ["b-2.x"], change("moved", ["a-1"], ["b-2"]))
        assert list(found.shown) == ["b-2.x"]

    def test_renamed_twice(self) -> None:
        found = turned([answer("a-1.x")], ["a-1.z"], change("renamed", ["a-1.x"], ["a-1.y"]),
                       change("renamed", ["a-1.y"], ["a-1.z"], "1.1"))
        assert list(found.shown) == ["a-1.z"]

    def test_one_that_was_split_is_shown_under_each_heir_and_is_to_be_confirmed(self) -> None:
        found = turned([answer("a-1.x")], ["a-1.y", "a-1.z"], change("split", ["a-1.x"], ["a-1.y", "a-1.z"]))
        assert {ref: (each.answer.status, each.to_confirm) for ref, each in found.shown.items()} == {
            "a-1.y": ("met", True), "a-1.z": ("met", True)}  # fmt: skip
        assert told(found, "a-1.y") == "Not confirmed since A-1.x was split."

    def test_a_split_that_keeps_an_id_does_not_touch_answers_given_since(self) -> None:
        split = change("split", ["a-1.x"], ["a-1.x", "a-1.y"])
        old = turned([answer("a-1.x", edition="0.9")], ["a-1.x", "a-1.y"], split)
        assert {ref: each.to_confirm for ref, each in old.shown.items()} == {"a-1.x": True, "a-1.y": True}
        new = turned([answer("a-1.x", edition="1.0")], ["a-1.x", "a-1.y"], split)
        assert {ref: each.to_confirm for ref, each in new.shown.items()} == {"a-1.x": False}

    def test_answers_that_agree_are_merged(self) -> None:
        merged = change("merged", ["a-1.x", "a-1.y"], ["a-1.z"])
        found = turned([answer("a-1.x"), answer("a-1.y")], ["a-1.z"], merged)
        assert found.shown["a-1.z"].answer.status == "met"
        assert not found.shown["a-1.z"].to_confirm
        assert "A-1.x: met, A-1.y: met" in told(found, "a-1.z")

    @pytest.mark.parametrize(("one", "other", "weakest"), [
        ("met", "partly", "partly"), ("not_met", "met", "not_met"), ("met", "not_applicable", "met"),
        ("not_assessed", "met", "not_assessed"),
    ])  # fmt: skip
    def test_of_answers_that_differ_the_weakest_stands_and_both_are_listed(
        self, one: Status, other: Status, weakest: Status
    ) -> None:
        merged = change("merged", ["a-1.x", "a-1.y"], ["a-1.z"])
        found = turned([answer("a-1.x", one), answer("a-1.y", other)], ["a-1.z"], merged)
        assert found.shown["a-1.z"].answer.status == weakest
        assert found.shown["a-1.z"].to_confirm
        assert f"A-1.x: {STATUSES[one]}, A-1.y: {STATUSES[other]}" in told(found, "a-1.z")

    def test_half_a_merger_says_which_half_is_missing(self) -> None:
        merged = change("merged", ["a-1.x", "a-1.y"], ["a-1.z"])
        found = turned([answer("a-1.y")], ["a-1.z"], merged)
        assert found.shown["a-1.z"].unanswered == ("a-1.x",)
        assert "No answer is known to A-1.x" in told(found, "a-1.z")
        assert found.shown["a-1.z"].to_confirm

    def test_an_answer_to_the_new_commitment_goes_before_what_was_carried_to_it(self) -> None:
        split = change("split", ["a-1.x"], ["a-1.y", "a-1.z"])
        found = turned([answer("a-1.x", "met"), answer("a-1.y", "not_met", "1.0")], ["a-1.y", "a-1.z"], split)
        assert found.shown["a-1.y"].answer.status == "not_met"
        assert not found.shown["a-1.y"].to_confirm
        assert found.shown["a-1.z"].answer.status == "met"


class TestWhatIsGone:
    def test_without_an_heir_an_answer_is_left_and_not_shown(self) -> None:
        gone = Retired(id="a-1.x", since="1.0", reason="So.")
        found = turned([answer("a-1.x")], ["a-1.y"], retired=[gone])
        assert not found.shown
        assert [each.commitment for each in found.left] == ["a-1.x"]

    def test_what_replaces_it_is_to_be_confirmed(self) -> None:
        gone = Retired(id="a-1.x", replaced_by="a-1.y", since="1.0", reason="So.")
        found = turned([answer("a-1.x")], ["a-1.y"], retired=[gone])
        assert told(found, "a-1.y") == "Not confirmed since A-1.x, which it answered, was replaced."
        assert found.shown["a-1.y"].to_confirm

    def test_a_circle_of_records_ends(self) -> None:
        found = turned([answer("a-1.x")], ["a-1.q"], change("split", ["a-1.x"], ["a-1.y", "a-1.z"]),
                       change("merged", ["a-1.y", "a-1.z"], ["a-1.x"]))
        assert len(found.left) == 1


IDS = [f"a-1.{letter}" for letter in "pqrst"]
CHANGES = st.one_of(
    st.tuples(st.just("renamed"), st.lists(st.sampled_from(IDS), min_size=1, max_size=1),
              st.lists(st.sampled_from(IDS), min_size=1, max_size=1)),
    st.tuples(st.just("split"), st.lists(st.sampled_from(IDS), min_size=1, max_size=1),
              st.lists(st.sampled_from(IDS), min_size=2, max_size=3, unique=True)),
    st.tuples(st.just("merged"), st.lists(st.sampled_from(IDS), min_size=2, max_size=3, unique=True),
              st.lists(st.sampled_from(IDS), min_size=1, max_size=1)),
)  # fmt: skip


@given(
    st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(list(STATUSES)), st.sampled_from(["0.9", "1.0", "draft"])),
             max_size=5, unique_by=lambda each: each[0]),
    st.sets(st.sampled_from(IDS)), st.lists(CHANGES, max_size=4), st.sampled_from(["0.9", "1.0", "draft"]),
)  # fmt: skip
def test_nothing_is_lost_and_nothing_is_made_up(
    given_: list[tuple[str, Status, str]], current: set[str], records: list[tuple[str, list[str], list[str]]],
    since: str,
) -> None:
    """Whatever the records say: each answer is shown under commitments of today or listed, and no status is new."""
    answers = [answer(*each) for each in given_]
    changes = tuple(change(*each, since) for each in records)
    found = turned(answers, current, *changes)
    assert set(found.shown) <= current
    seen = {id(each) for carried in found.shown.values() for each in (carried.answer, *carried.of)}
    own = set(found.shown)
    for each in answers:
        ways = heirs(each.commitment, each.edition, current, Succession(changes, {}))
        assert id(each) in seen or each in found.left or set(ways) <= own
        assert (each in found.left) == (not ways)
    for carried in found.shown.values():
        assert not carried.differ or carried.to_confirm


@pytest.mark.parametrize(("edition", "since", "is_earlier"), [
    ("0.9", "1.0", True), ("1.0", "1.0", False), ("1.10", "1.9", False), ("1.0", "draft", True),
    ("draft", "1.0", False), ("draft", "draft", False), ("", "1.0", False), ("first", "1.0", False),
])  # fmt: skip
def test_which_edition_comes_first(edition: str, since: str, is_earlier: bool) -> None:
    assert earlier(edition, since) is is_earlier
