"""Protects the conditions of the response menu: a measure is open only when every condition is shown to hold."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.conditions import MAX_DEPTH, MAX_LENGTH, ConditionError, Fact, evaluate, names, parse, to_json

SCALES = {
    "severity": ("minor", "notable", "significant", "severe", "emergency"),
    "confidence": ("insufficient", "low", "moderate", "high"),
}


def yes(text: str, **facts: Fact) -> bool:
    return evaluate(parse(text), facts, SCALES).yes


def why(text: str, **facts: Fact) -> tuple[str, ...]:
    return evaluate(parse(text), facts, SCALES).reasons


class TestMeaning:
    @pytest.mark.parametrize(
        ("text", "terms"),
        [
            ("severity >= significant", {"significant", "severe", "emergency"}),
            ("severity > significant", {"severe", "emergency"}),
            ("severity <= notable", {"minor", "notable"}),
            ("severity < notable", {"minor"}),
            ("severity == severe", {"severe"}),
            ("severity in (minor, emergency)", {"minor", "emergency"}),
            ("not severity >= significant", {"minor", "notable"}),
            ("not severity in (minor, emergency)", {"notable", "significant", "severe"}),
        ],
    )
    def test_a_scale_is_ordered_lowest_first(self, text: str, terms: set[str]) -> None:
        assert {term for term in SCALES["severity"] if yes(text, severity=term)} == terms

    def test_not_binds_closer_than_and_and_closer_than_or(self) -> None:
        assert yes("a or b and c", a=True, b=False, c=False)
        assert not yes("(a or b) and c", a=True, b=False, c=False)
        assert yes("not a or b", a=True, b=True)
        assert not yes("not (a or b)", a=True, b=True)
        assert parse("not a and b") == parse("(not a) and b")

    def test_an_open_question_satisfies_nothing_not_even_under_not(self) -> None:
        assert not yes("armed_attack")
        assert not yes("not armed_attack")
        assert not yes("not armed_attack", armed_attack=None)
        assert not yes("severity >= minor")
        assert not yes("not severity >= severe")
        assert not yes("not sector in (energy, health)")
        assert not yes("not (armed_attack and urgent)", armed_attack=True)

    def test_an_open_question_does_not_matter_where_the_answer_is_settled(self) -> None:
        assert yes("urgent or prior_demand", urgent=True)
        assert yes("not (armed_attack and urgent)", urgent=False)

    def test_of_several_terms_any_may_satisfy(self) -> None:
        assert yes("sector in (energy, health)", sector=frozenset({"water", "health"}))
        assert not yes("sector == energy", sector=("water", "health"))
        assert not yes("sector == energy", sector=())

    def test_a_condition_folded_over_lines_reads_as_one(self) -> None:
        assert parse("severity >= severe\n  and prior_demand") == parse("severity >= severe and prior_demand")


class TestReasons:
    RULE = "severity >= severe and confidence >= high and prior_demand and not armed_attack"

    def test_a_no_names_every_unmet_part_and_no_other(self) -> None:
        assert why(self.RULE, severity="notable", confidence="high", prior_demand=False, armed_attack=True) == (
            "severity must be at least severe (it is notable)",
            "prior_demand must be yes (it is no)",
            "armed_attack must be no (it is yes)",
        )

    def test_a_yes_names_what_carries_it(self) -> None:
        verdict = evaluate(
            parse(self.RULE),
            {"severity": "emergency", "confidence": "high", "prior_demand": True, "armed_attack": False},
            SCALES,
        )
        assert verdict.yes
        assert verdict.unanswered == ()
        assert verdict.reasons == (
            "severity is at least severe (it is emergency)",
            "confidence is at least high (it is high)",
            "prior_demand is yes",
            "armed_attack is no",
        )

    def test_an_open_question_is_named_once_and_only_while_it_can_matter(self) -> None:
        expr = parse("prior_demand and (urgent or prior_demand)")
        assert evaluate(expr, {}, {}).unanswered == ("prior_demand", "urgent")
        assert evaluate(expr, {"prior_demand": False}, {}).unanswered == ()
        assert why("prior_demand") == ("prior_demand must be yes (not answered)",)

    def test_alternatives_stay_together_in_one_reason(self) -> None:
        text = "urgent or (prior_demand and notice_and_offer)"
        assert why(text, urgent=False, prior_demand=False, notice_and_offer=False) == (
            (
                "one of these is needed: urgent must be yes (it is no); or "
                "prior_demand must be yes (it is no) and notice_and_offer must be yes (it is no)"
            ),
        )

    def test_a_negated_part_says_what_must_hold_instead(self) -> None:
        assert why("not severity >= severe", severity="severe") == ("severity must be below severe (it is severe)",)
        assert why("not sector in (energy, health)", sector="energy") == (
            "sector must be none of energy, health (it is energy)",
        )
        assert why("not (urgent or prior_demand)", urgent=True, prior_demand=False) == (
            "urgent must be no (it is yes)",
        )


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "column", "said"),
        [
            ("", 1, "expected a name"), ("severity >=", 12, "expected a term at the end"),
            ("severity = severe", 10, "'=='"), ("severity != severe", 10, "'not'"), ("a && b", 3, "'and'"),
            ("a and Severe", 7, "lower case"), ("a b", 3, "expected 'and', 'or' or the end instead of 'b'"),
            ("(a and b", 9, "expected ')'"), ("a)", 2, "instead of ')'"), ("sector in energy", 11, "expected '('"),
            ("sector in ()", 12, "expected a term"), ("sector in (energy,)", 19, "expected a term"),
            ("sector not in (energy)", 8, "not sector in"), ("and a", 1, "expected a name"),
            ("a and", 6, "expected a name"), ("not", 4, "expected a name"),
            ("__import__('os')", 1, "no meaning"), ("a; b", 2, "no meaning"),
            ("a and\n  b +", 11, "no meaning"), ("severity >= in", 13, "expected a term"),
        ],
    )  # fmt: skip
    def test_a_mistake_has_a_column_and_a_remedy(self, text: str, column: int, said: str) -> None:
        with pytest.raises(ConditionError) as mistake:
            parse(text)
        assert (mistake.value.column, said in mistake.value.message) == (column, True), str(mistake.value)

    def test_length_and_depth_are_bounded(self) -> None:
        parse("not " * MAX_DEPTH + "a")
        for text in ("not " * (MAX_DEPTH + 1) + "a", "(" * 400 + "a" + ")" * 400, "a" * (MAX_LENGTH + 1)):
            with pytest.raises(ConditionError):
                parse(text)

    def test_depth_counts_nesting_not_size(self) -> None:
        parse(" and ".join("(not a)" for _ in range(80)))

    @pytest.mark.parametrize(
        ("text", "facts"),
        [
            ("sector >= energy", {"sector": "energy"}), ("severity >= grave", {"severity": "severe"}),
            ("severity >= severe", {"severity": "grave"}), ("severity >= severe", {"severity": True}),
            ("prior_demand", {"prior_demand": "yes"}),
        ],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused_not_guessed(self, text: str, facts: Mapping[str, Fact]) -> None:
        with pytest.raises(ConditionError):
            evaluate(parse(text), facts, SCALES)


def test_names_are_listed_with_terms_and_columns_for_the_checks() -> None:
    used = names(parse("severity >= severe and not (sector in (energy, health) or urgent) and sector == water"))
    assert [(each.name.text, each.name.column) for each in used] == [
        ("severity", 1), ("sector", 29), ("sector", 29), ("urgent", 59), ("sector", 71),
    ]  # fmt: skip
    assert [each.term and (each.term.text, each.term.column) for each in used] == [
        ("severe", 13), ("energy", 40), ("health", 48), None, ("water", 81),
    ]  # fmt: skip
    assert [each.ordered for each in used] == [True, False, False, False, False]


def test_plain_data_holds_the_whole_expression() -> None:
    data = to_json(parse("severity >= severe and not (sector in (energy, health) or urgent)"))
    assert data == {
        "op": "and",
        "of": [
            {"op": ">=", "name": "severity", "term": "severe"},
            {
                "op": "not",
                "of": [
                    {
                        "op": "or",
                        "of": [
                            {"op": "in", "name": "sector", "terms": ["energy", "health"]},
                            {"op": "flag", "name": "urgent"},
                        ],
                    }
                ],
            },
        ],
    }
    assert json.loads(json.dumps(data)) == data


_leaves = st.sampled_from(["a", "b", "c", "d"])
_texts = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: "({}) {} ({})".format(*parts)),
    ),
    max_leaves=8,
)
_answers = st.fixed_dictionaries({name: st.booleans() for name in "abcd"})


@given(_texts, _answers)
def test_with_all_answers_known_it_is_ordinary_logic(text: str, facts: dict[str, bool]) -> None:
    # Python reads the same words with the same precedence; the test may use it, the module does not.
    expected = eval(text, {}, facts)  # noqa: S307  made by this test
    verdict = evaluate(parse(text), facts, {})
    assert verdict.yes is expected
    assert verdict.reasons
    assert verdict.unanswered == ()


@given(_texts, _answers, st.sets(st.sampled_from("abcd")))
def test_a_yes_despite_open_questions_stands_whatever_they_are_answered(
    text: str, facts: dict[str, bool], hidden: set[str]
) -> None:
    known = {name: answer for name, answer in facts.items() if name not in hidden}
    if evaluate(parse(text), known, {}).yes:
        assert evaluate(parse(text), facts, {}).yes


@given(st.text("abc ()=<>!,andorti-_\n", max_size=40))
def test_any_text_is_parsed_or_refused_with_a_column_inside_it(text: str) -> None:
    column = 1
    try:
        parse(text)
    except ConditionError as mistake:
        column = mistake.column
    assert 1 <= column <= len(text) + 1
