"""Protects the forms in which problems leave the program: for a reader, a script, a pull request and a code scanner."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.checks import RULES
from normbook.problems import Place, Problem, Severity, in_order
from normbook.reporting import FORMATS, as_github, as_json, as_sarif, as_text, summary

ERROR = Problem(Place("norms/a.yaml", 3, 7), "R01", "'x' does not exist", "Did you mean 'y'?")
WARNING = Problem(Place("norms/b: c,d.yaml"), "G02", "100% never\nused", "", Severity.WARNING)

PROBLEMS = st.lists(
    st.builds(
        Problem,
        st.builds(Place, st.text(min_size=1, max_size=20), st.integers(0, 99), st.integers(0, 99)),
        st.sampled_from(sorted(RULES)),
        st.text(min_size=1, max_size=30),
        st.text(max_size=30),
        st.sampled_from(Severity),
    ),
    max_size=5,
)


class TestText:
    def test_place_code_message_hint_and_count(self) -> None:
        assert as_text([ERROR, WARNING]) == (
            "norms/a.yaml:3:7: error[R01] 'x' does not exist\n"
            "  hint: Did you mean 'y'?\n"
            "norms/b: c,d.yaml: warning[G02] 100% never\nused\n"
            "1 error, 1 warning"
        )

    @pytest.mark.parametrize(
        ("problems", "words"),
        [
            ([], "no problems"), ([ERROR], "1 error"), ([ERROR, ERROR], "2 errors"), ([WARNING] * 3, "3 warnings"),
            ([ERROR, WARNING, WARNING], "1 error, 2 warnings"),
        ],
    )  # fmt: skip
    def test_count(self, problems: list[Problem], words: str) -> None:
        assert summary(problems) == words


class TestJson:
    def test_members(self) -> None:
        assert json.loads(as_json([ERROR, WARNING])) == [
            {"file": "norms/a.yaml", "line": 3, "column": 7, "severity": "error", "code": "R01",
             "message": "'x' does not exist", "hint": "Did you mean 'y'?"},
            {"file": "norms/b: c,d.yaml", "line": 0, "column": 0, "severity": "warning", "code": "G02",
             "message": "100% never\nused", "hint": ""},
        ]  # fmt: skip

    def test_no_problem_is_an_empty_list(self) -> None:
        assert json.loads(as_json([])) == []


class TestGithub:
    def test_workflow_commands(self) -> None:
        assert as_github([ERROR, WARNING]).splitlines() == [
            "::error file=norms/a.yaml,line=3,col=7,title=R01::'x' does not exist. Did you mean 'y'?",
            "::warning file=norms/b%3A c%2Cd.yaml,line=1,col=1,title=G02::100%25 never%0Aused.",
        ]

    @given(PROBLEMS)
    def test_one_line_for_each_whatever_stands_in_it(self, problems: list[Problem]) -> None:
        """A line break in a message must not start a command of its own."""
        lines = as_github(problems).split("\n") if problems else []
        assert len(lines) == len(problems)
        command = re.compile(r"::(error|warning) file=[^,:]*,line=\d+,col=\d+,title=[A-Z]\d\d::")
        assert all(command.match(line) for line in lines)


class TestSarif:
    def test_required_members(self) -> None:
        made = json.loads(as_sarif([ERROR, WARNING, ERROR]))
        assert made["version"] == "2.1.0"
        assert made["$schema"].endswith("sarif-2.1.0.json")
        (run,) = made["runs"]
        driver = run["tool"]["driver"]
        assert driver["name"] == "normbook"
        assert [rule["id"] for rule in driver["rules"]] == ["G02", "R01"]
        assert driver["rules"][1]["shortDescription"] == {"text": RULES["R01"].title}
        assert driver["rules"][1]["fullDescription"] == {"text": RULES["R01"].why}
        assert len(run["results"]) == 3
        first = run["results"][0]
        assert first["level"] == "error"
        assert first["message"] == {"text": "'x' does not exist. Did you mean 'y'?"}
        assert first["locations"] == [{"physicalLocation": {
            "artifactLocation": {"uri": "norms/a.yaml"}, "region": {"startLine": 3, "startColumn": 7}}}]

    @given(PROBLEMS)
    def test_every_result_leads_to_its_rule_and_a_valid_place(self, problems: list[Problem]) -> None:
        (run,) = json.loads(as_sarif(problems))["runs"]
        rules: list[dict[str, Any]] = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        for problem, result in zip(problems, run["results"], strict=True):
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem.code
            assert result["level"] in {"error", "warning"}
            region = result["locations"][0]["physicalLocation"]["region"]
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9._~!$&'()*+,;=:@/%-]+", uri)


@pytest.mark.parametrize("name", sorted(FORMATS))
@given(PROBLEMS)
def test_any_problem_can_be_printed_in_any_form(name: str, problems: list[Problem]) -> None:
    assert isinstance(FORMATS[name](problems), str)


class TestOrder:
    def test_by_file_line_column_code_without_repeats(self) -> None:
        places = [Place("b", 1, 1), Place("a", 10, 1), Place("a", 9, 2), Place("a", 9, 1), Place("a")]
        problems = [Problem(place, "R01", "x") for place in places] + [Problem(Place("a", 9, 1), "M01", "x")]
        assert [(str(p.place), p.code) for p in in_order(problems * 2)] == [
            ("a", "R01"), ("a:9:1", "M01"), ("a:9:1", "R01"), ("a:9:2", "R01"), ("a:10:1", "R01"), ("b:1:1", "R01"),
        ]  # fmt: skip
