"""Protects `normbook check`: every documented code is found where it stands, with its remedy, and nothing else is.

The cases stand in `broken/`, the input and what is expected of it side by side; `broken/README.md` says how they read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

import mini
from normbook.checks import CHECKS, RULES
from normbook.checks.anchors import SECTIONS
from normbook.examine import examine
from normbook.problems import Problem, Severity
from normbook.reporting import as_text
from normbook.resources import templates

TESTS = Path(__file__).parent
_COMMENT = re.compile(r"# ((?:[A-Z][0-9]{2} [0-9]+(?:, )?)+)$")
_AT = re.compile(r"at (\S+?)(?::([0-9]+):([0-9]+))? ([A-Z][0-9]{2})$")

Spot = tuple[str, int, int, str]
"""File under norms/, line, column and code of a problem."""


@dataclass
class Case:
    """A case of `broken/`: what it is about, what it changes, and what is expected outside comments."""

    code: str
    title: str
    hint: str = ""
    as_of: date = mini.AS_OF
    files: dict[str, str | None] = field(default_factory=dict)
    spots: set[Spot] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def changes(self) -> dict[str, mini.Change]:
        return dict(self.files)

    @property
    def expected(self) -> set[Spot]:
        """Every problem that the comments in the changed files announce, and those that stand beside them."""
        return self.spots | {
            (name, number, int(column), code)
            for name, text in self.files.items()
            for number, line in enumerate((text or "").splitlines(), 1)
            if (comment := _COMMENT.search(line))
            for code, column in (each.split() for each in comment[1].split(", "))
        }


def cases() -> Iterator[Case]:
    for path in sorted((TESTS / "broken").glob("*.txt")):
        for text in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            yield _case(text.rstrip("\n").split("\n"))


def _case(lines: list[str]) -> Case:
    code, _, title = lines[0].partition("  ")
    case = Case(code, title)
    name = ""
    old: list[str] = []
    new: list[str] = []

    def change() -> None:
        if old or new:
            case.files[name] = _changed(case.files[name] or "", old, new)
        old.clear()
        new.clear()

    for line in [*lines[1:], ""]:
        if line.startswith("+"):
            new.append(line[1:])
            continue
        if new or not line.startswith("-"):
            change()
        if line.startswith("-"):
            old.append(line[1:])
        elif at := _AT.match(line):
            case.spots.add((at[1], int(at[2] or 0), int(at[3] or 0), at[4]))
        elif line.startswith("hint: "):
            case.hint = line.removeprefix("hint: ")
        elif line.startswith("as of: "):
            case.as_of = date.fromisoformat(line.removeprefix("as of: "))
        elif line:
            verb, _, name = line.partition(" ")
            case.files[name] = {"in": mini.FILES.get(name), "new": "", "without": None}[verb]
    return case


def _changed(text: str, old: list[str], new: list[str]) -> str:
    before, after = ("".join(f"{line}\n" for line in lines) for lines in (old, new))
    if not old:
        return text + after
    assert f"\n{text}".count(f"\n{before}") == 1, f"{before!r} does not stand in the file exactly once"
    return f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:]


CASES = tuple(cases())
IN_PYTHON = {"Y05", "Y06", "Y07", "Y10", "S07"}
"""Codes whose input does not go into a text file; their cases are below and in test_load.py."""
OF_THE_BUILDER = {"B01", "B02", "B03", "B04"}
"""Codes that a build finds, not a check; their cases are in test_builders.py and test_build.py."""

OF_EDITIONS = {"E04", "E05", "E06"}
"""Codes that `normbook freeze` and `normbook verify` find; their cases are in test_editions.py."""
OF_SHEETS = {"H07", *(f"H{number}" for number in range(10, 24))}
"""Codes that reading a checklist finds; their cases are in test_import.py."""
OF_WORD = {f"Z{number:02}" for number in range(1, 15)}
"""Codes that `normbook readback` and `normbook fill` find; their cases are in test_returned.py and test_fill.py."""


def spots_of(problems: Iterable[Problem]) -> set[Spot]:
    return {(p.place.file.removeprefix("norms/"), p.place.line, p.place.column, p.code) for p in problems}


def found(norms: Path) -> tuple[set[Spot], str]:
    """The places and codes of all problems, and the whole report."""
    problems = examine(norms, mini.AS_OF).problems
    return spots_of(problems), as_text(problems)


def test_the_small_corpus_has_no_problem(tmp_path: Path) -> None:
    assert examine(mini.write(tmp_path), mini.AS_OF).problems == ()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_problem_is_found_where_it_stands(case: Case, tmp_path: Path) -> None:
    """The place, the code, the remedy and the weight of every problem, and nothing that is not expected."""
    problems = mini.found(tmp_path, case.changes, case.as_of)
    assert case.expected
    assert spots_of(problems) == case.expected, as_text(problems)
    assert case.hint
    assert any(case.hint in problem.hint for problem in problems if problem.code == case.code), as_text(problems)
    assert all(problem.severity is RULES[problem.code].severity for problem in problems)


def test_every_code_has_a_case() -> None:
    """A rule without a case is a promise without proof: add one to `broken/`."""
    elsewhere_too = IN_PYTHON | OF_THE_BUILDER | OF_EDITIONS | OF_WORD | OF_SHEETS
    assert {case.code for case in CASES} | elsewhere_too == set(RULES)
    assert not {case.code for case in CASES} & elsewhere_too
    others = ("build", "builders", "load", "editions", "returned", "returned_forms", "fill", "import")
    elsewhere = "".join((TESTS / f"test_{name}.py").read_text(encoding="utf-8") for name in others)
    for code in OF_THE_BUILDER | OF_EDITIONS | OF_WORD | OF_SHEETS | {"S07"}:
        assert f'"{code}"' in elsewhere or (code in OF_WORD and code in elsewhere), code


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    norms = mini.write(tmp_path, {"incidents/a.yaml": b"id: a\nname: caf\xe9\n"})
    spots, report = found(norms)
    assert spots == {("incidents/a.yaml", 2, 10, "Y05")}
    assert "byte 0xe9" in report
    assert "Save the file as UTF-8" in report


def test_file_that_is_too_long(tmp_path: Path) -> None:
    norms = mini.write(tmp_path, {"incidents/a.yaml": "# " + "x" * 1_000_000})
    spots, report = found(norms)
    assert spots == {("incidents/a.yaml", 1, 1, "Y06")}
    assert "Split it" in report


def test_aliases_that_expand_to_too_much(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    norms = mini.write(tmp_path, {"incidents/a.yaml": "\n".join(lines), "incidents/b.yaml": "a: &a [*a]\n"})
    spots, report = found(norms)
    assert {(file, code) for file, _, _, code in spots} == {("incidents/a.yaml", "Y07"), ("incidents/b.yaml", "Y07")}
    assert "Write the values out" in report


def test_values_that_are_nested_too_deeply(tmp_path: Path) -> None:
    norms = mini.write(tmp_path, {"incidents/a.yaml": "a: " + "[" * 60 + "]" * 60})
    spots, report = found(norms)
    assert spots == {("incidents/a.yaml", 1, 43, "Y10")}
    assert "40 levels" in report


def test_all_problems_come_at_once_and_in_order(tmp_path: Path) -> None:
    """A drafter mends a file once, not once per mistake; nothing is reported twice."""
    norms = mini.write(tmp_path, {
        mini.NORM_FILE: mini.add("family: NOT\nextra: 1\n"),
        mini.TIMELINE_FILE: mini.replace("counted_from: alert", "counted_from: alarm"),
        mini.MEASURE_FILE: mini.replace("ends: When it is over.\n", ""),
        "incidents/blackout.yaml": mini.replace("[KE]", "[XX]"),
    })  # fmt: skip
    problems = examine(norms, mini.AS_OF).problems
    assert [p.code for p in problems] == ["F02", "Y02", "S01", "P01", "T01"]
    assert list(problems) == sorted(problems)
    assert len(set(problems)) == len(problems)


@pytest.mark.parametrize("name", sorted(set(mini.FILES) - {"handbook.yaml", "glossary.yaml", "law/law.yaml"}))
def test_a_file_that_cannot_be_read_makes_no_other_problem(name: str, tmp_path: Path) -> None:
    """References into a broken file are not dead: the mistake is named once, not once per reference."""
    broken = mini.write(tmp_path, {name: mini.add("nonsense: 1\n")})
    spots, report = found(broken)
    assert [(file, code) for file, _, _, code in spots] == [(name, "S01")], report
    (broken / name).write_text("a: 'never closed\n", encoding="utf-8")
    spots, report = found(broken)
    assert [(file, code) for file, _, _, code in spots] == [(name, "Y01")], report


def test_a_warning_does_not_stop_a_build(tmp_path: Path) -> None:
    examined = mini.look(tmp_path, {"glossary.yaml": mini.add(
        "  - {id: ghost, term: ghost, definition: what nobody names., scope: law}\n")})
    assert [(p.code, p.severity) for p in examined.problems] == [("G02", Severity.WARNING)]
    assert examined.sound


def test_an_error_stops_a_build(tmp_path: Path) -> None:
    assert not mini.look(tmp_path, {mini.MEASURE_FILE: mini.replace("ends: When it is over.\n", "")}).sound


@pytest.mark.parametrize("page", sorted(SECTIONS))
def test_the_names_of_sections_are_those_of_the_template(page: str) -> None:
    """A section that a template gains, loses or renames is one in the table of `checks.anchors` too."""
    text = (templates() / "pages" / f"{page}.md.j2").read_text(encoding="utf-8")
    plain = re.sub(r"\{\{.*?\}\}", "*", text)
    names = {a or b for a, b in re.findall(r"""\{ #(\S+) \}|\bid="([^"]*)\"""", plain)}
    assert {name for name in names if not name.startswith("*")} == set(SECTIONS[page])


def test_rules_are_documented_in_whole_sentences() -> None:
    for code, rule in RULES.items():
        assert code == rule.code
        assert re.fullmatch(r"[A-Z][0-9]{2}", code)
        assert rule.title[0].isupper() or rule.title.startswith("`")
        assert not rule.title.endswith(".")
        assert rule.why.endswith("."), code
    assert len(RULES) >= 30


def test_checks_say_which_codes_they_find() -> None:
    """The first line of each check names its codes, so that a code leads to its rule."""
    named = {code for check in CHECKS for code in re.findall(r"\b[A-Z][0-9]{2}\b", check.__doc__ or "")}
    assert named <= set(RULES)
    assert {code for code in RULES if code[0] not in "YSBZ"} - OF_EDITIONS - OF_SHEETS <= named


def test_the_real_corpus_has_no_error() -> None:
    problems = examine(TESTS.parent / "norms", mini.AS_OF).problems
    assert not [p for p in problems if p.is_error], as_text(problems)
