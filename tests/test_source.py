"""Protects the reading of YAML: one meaning for every reader, a place for every value, bounds that no file breaks."""

from __future__ import annotations

import string
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from normbook import source
from normbook.marks import MARKS_KEY, Marks
from normbook.problems import Place
from normbook.source import MAX_BYTES, MAX_DEPTH, Read, read


def made(text: str | bytes) -> Read:
    return read(text if isinstance(text, bytes) else text.encode(), "a.yaml")


def codes(text: str | bytes) -> list[str]:
    return [problem.code for problem in made(text).problems]


def bare(value: Any) -> Any:
    """Data without places."""
    if isinstance(value, dict):
        return {key: bare(each) for key, each in value.items() if key != MARKS_KEY}
    return [bare(each) for each in value] if isinstance(value, list) else value


class TestScalars:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("true", True), ("False", False), ("null", None), ("~", None), ("", None), ("0", 0), ("-7", -7),
            ("42", 42), ("1.5", 1.5), ("-0.25", -0.25), ("P1M", "P1M"), ("2026-12-01", "2026-12-01"), ("13a", "13a"),
            ("not-2", "not-2"), ("Norway", "Norway"), ('"NO"', "NO"), ("'010'", "010"), ('"12:30"', "12:30"),
            ("1.2.3", "1.2.3"), ("é", "é"), ("24 hours", "24 hours"), ("1e", "1e"), ("e3", "e3"),
        ],
    )  # fmt: skip
    def test_value_is_the_one_of_yaml_1_2(self, text: str, value: object) -> None:
        read_back = made(f"a: {text}")
        assert read_back.problems == ()
        assert bare(read_back.data) == {"a": value}
        assert type(read_back.data["a"]) is type(value)

    @pytest.mark.parametrize(
        "text",
        [
            *("y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"),
            *("010", "0777", "-012", "+12", "0b101", "0x1F", "0o17", "1_000", "12:30", "12:30:45", "190:20:30.5"),
            *(".5", "1.", "1e3", "1E3", "1.5e3", "-1.5e-3", "+1.5", ".inf", "-.INF", ".NaN", "1_0.5"),
        ],
    )
    def test_scalar_that_readers_understand_differently_is_refused_unless_quoted(self, text: str) -> None:
        (problem,) = made(f"k: 1\na: {text}").problems
        assert (problem.code, problem.place) == ("Y03", Place("a.yaml", 2, 4))
        assert problem.hint == f'Write "{text}" with quotes.'
        for quoted in (f'"{text}"', f"'{text}'", f">-\n  {text}"):
            assert bare(made(f"a: {quoted}").data) == {"a": text}
            assert codes(f"a: {quoted}") == []

    @pytest.mark.parametrize("key", ["no", "on", "1", "0.5", "null", "true", "010", "12:30"])
    def test_key_that_readers_understand_differently_is_refused_unless_quoted(self, key: str) -> None:
        assert codes(f"{key}: a") == ["Y03"]
        assert codes(f'"{key}": a') == []

    @given(st.text(alphabet="0123456789.eExXob_+-:~yYnNoOfFinN", min_size=1, max_size=6))
    @example("0o8")
    @example("1__0")
    @example("+.5")
    def test_whatever_two_readers_disagree_on_is_refused(self, text: str) -> None:
        """What is accepted without quotes reads as the same value in YAML 1.1 (PyYAML) and here."""
        result = made(f"a: {text}\n")
        if result.problems:
            return
        try:
            other = yaml.safe_load(f"a: {text}\n")
        except (yaml.YAMLError, ValueError):
            return  # a date that is none: text here, and refused where a date is wanted
        if isinstance(other, dict) and isinstance(other["a"], str | int | float | bool | None):
            assert bare(result.data) == other
            assert type(result.data["a"]) is type(other["a"])


class TestPlaces:
    TEXT = "# a remark\nid: x\nlist:\n  - one\n  - {two: 2}\nmap: {a: 1,  b: [3, 4]}\n"

    def test_every_value_has_its_place(self) -> None:
        data = made(self.TEXT).data
        marks: Marks = data[MARKS_KEY]
        assert marks.place == Place("a.yaml", 2, 1)
        assert marks.at("id") == Place("a.yaml", 2, 5)
        assert marks.key("list") == Place("a.yaml", 3, 1)
        assert marks.at("list", 0) == Place("a.yaml", 4, 5)
        assert marks.at("list", 1) == Place("a.yaml", 5, 5)
        assert data["list"][1][MARKS_KEY].at("two") == Place("a.yaml", 5, 11)
        assert data["map"][MARKS_KEY].at("b", 1) == Place("a.yaml", 6, 21)

    def test_a_value_that_is_not_written_has_the_place_of_its_object(self) -> None:
        marks: Marks = made(self.TEXT).data[MARKS_KEY]
        assert marks.at("missing") == marks.key("missing") == marks.place
        assert marks.at("list", 9) == Place("a.yaml", 4, 3)
        assert (marks.has("id"), marks.has("missing")) == (True, False)

    def test_columns_count_characters_and_a_byte_order_mark_counts_for_nothing(self) -> None:
        data = made("\ufeffid: é\nmap: {é: 1, b: 2}\n").data
        assert data["map"][MARKS_KEY].at("b") == Place("a.yaml", 2, 16)

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_line_end_will_do(self, end: str) -> None:
        result = made(f"a: 1{end}b: 2{end}")
        assert bare(result.data) == {"a": 1, "b": 2}
        assert result.data[MARKS_KEY].at("b") == Place("a.yaml", 2, 4)

    @given(st.dictionaries(st.text(string.ascii_lowercase, min_size=1, max_size=5), st.integers(), min_size=1))
    def test_places_lead_back_to_the_text(self, table: dict[str, int]) -> None:
        result = made("".join(f'"{key}":  {value}\n' for key, value in table.items()))
        for key, value in table.items():
            place = result.data[MARKS_KEY].at(key)
            assert result.lines[place.line - 1][place.column - 1 :] == str(value)


class TestSyntax:
    @pytest.mark.parametrize(
        ("text", "place", "word"),
        [
            ("a: b: c\n", "1:5", "in quotes"),
            ("a: 'b\n", "2:1", "not closed"),
            ("a: [1, 2\n", "2:1", "'normbook new'"),
            ("a: 1\n b: 2\n", "2:3", "colon and a space"),
            ("a:\n  - 1\n - 2\n", "3:2", "same column"),
            ("a: %b\n", "1:4", "in quotes"),
            ("a: @b\n", "1:4", "in quotes"),
            ("a: *b\n", "1:4", "Write the value out"),
        ],
    )
    def test_mistake_has_a_place_and_a_remedy(self, text: str, place: str, word: str) -> None:
        (problem,) = made(text).problems
        assert (problem.code, str(problem.place)) == ("Y01", f"a.yaml:{place}")
        assert word in problem.hint

    @pytest.mark.parametrize("text", ["\ta: 1\n", "a:\n\tb: 1\n", "a:\n  - b\n\t- c\n", "a:\n  \tb: 1\n"])
    def test_tabs_do_not_indent(self, text: str) -> None:
        assert codes(text) == ["Y04"]

    @pytest.mark.parametrize("text", ["a: b\tc\n", 'a: "\tb"\n', "a: b # remark\twith a tab\n"])
    def test_tabs_inside_a_line_are_no_indentation(self, text: str) -> None:
        assert codes(text) == []

    @pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n", "\ufeff", "null", "~", "--- !\n"])
    def test_nothing_is_a_mistake(self, text: str) -> None:
        """An empty file must not pass for one that has no mistakes."""
        result = made(text)
        assert result.data is None
        assert codes(text) == ["Y01"]

    def test_a_duplicate_names_the_line_of_the_first(self) -> None:
        result = made("a: 1\nb: 2\na: 3\na: 4\n")
        assert [(p.code, p.place.line) for p in result.problems] == [("Y02", 3), ("Y02", 4)]
        assert all("line 1" in p.message for p in result.problems)
        assert bare(result.data) == {"a": 1, "b": 2}

    @pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "---\na: 1\n...\n---\nb: 2\n"])
    def test_a_second_document_is_refused(self, text: str) -> None:
        assert codes(text) == ["Y09"]

    def test_one_document_may_be_marked_as_one(self) -> None:
        assert bare(made("---\na: 1\n...\n").data) == {"a": 1}

    @pytest.mark.parametrize(
        "tag", ["!!str", "!!int", "!!binary", "!!python/object/apply:os.system", "!mine", "!<tag:x,2000:y>"]
    )
    def test_a_tag_is_refused_and_the_rest_still_read(self, tag: str) -> None:
        result = made(f"a: {tag} 1\nb: [{tag} 2]\n")
        assert [(p.code, p.place.line) for p in result.problems] == [("Y08", 1), ("Y08", 2)]
        assert bare(result.data) == {"a": 1, "b": [2]}

    def test_an_exclamation_mark_is_no_tag(self) -> None:
        assert codes('a: "!!str is a tag"\nb: what!! a day\n') == []

    def test_the_key_of_the_places_cannot_be_written(self) -> None:
        """A file that names it gets no places of its own making into the corpus."""
        assert codes(f"{MARKS_KEY}: 1\n") == ["S01"]

    def test_a_merge_is_a_key_like_any_other(self) -> None:
        assert "<<" in made("a: &a {b: 1}\nc:\n  <<: *a\n").data["c"]


class TestRemarks:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("# a\nb: 1  # c\n  # d\n", ["# a", "# c", "# d"]),
            ("a: b#c\nd: '# e'\nf: \"# g\"\n", []),
            ("a: |  # b\n  # c\n  d\n# e\nf: >-\n  # g\n", ["# b", "# e"]),
            ("- [a, # b\n   c]\n- {d: e} #f\n", ["# b", "#f"]),
            ("a: b\n  c # d\n# e", ["# d", "# e"]),
            ("\ufeff# a\nb: é # ü   x\n", ["# a", "# ü x"]),
            ("a:\n  - - b\n    - c\n  # d\n# e\nf: 1\n", ["# d", "# e"]),
        ],
    )
    def test_they_are_what_stands_between_the_values(self, text: str, found: list[str]) -> None:
        assert source.remarks(text) == found


class TestBytes:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_utf_8_is_read(self, encoding: str) -> None:
        assert bare(made("name: Côte d'Ivoire 安道尔".encode(encoding)).data) == {"name": "Côte d'Ivoire 安道尔"}

    @pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
    def test_anything_else_is_refused(self, encoding: str) -> None:
        assert codes("name: caf\xe9".encode(encoding)) == ["Y05"]

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32-be"])
    def test_utf_16_without_its_mark_is_refused(self, encoding: str) -> None:
        assert codes("name: a".encode(encoding)) == ["Y11"]

    def test_the_place_is_that_of_the_byte(self) -> None:
        (problem,) = made("a: é\nb: é".encode() + b"\xff").problems
        assert problem.place == Place("a.yaml", 2, 5)

    @pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\ufeff"])
    def test_what_cannot_be_seen_is_refused_raw_and_escaped(self, character: str) -> None:
        """It would break Word's and typst's files, or make a provision read as something else."""
        assert codes(f"a: b{character}c\n") == ["Y11"]
        (problem,) = made(f'x: 1\na: "b\\u{ord(character):04x}c"\n').problems
        assert (problem.code, problem.place) == ("Y11", Place("a.yaml", 2, 4))

    @pytest.mark.parametrize("text", ["שלום", "\u200fمرحبا", "a\u200db", "न्या\u200dय", "\U0001f600", "a\u00a0b"])
    def test_what_languages_need_is_kept(self, text: str) -> None:
        assert bare(made(f"a: {text}").data) == {"a": text}
        assert codes(f"a: {text}") == []


class TestBounds:
    def test_a_file_of_the_greatest_length_is_read(self) -> None:
        assert codes("#" * (MAX_BYTES - 5) + "\na: 1") == []
        assert codes("#" * (MAX_BYTES - 4) + "\na: 1") == ["Y06"]

    @pytest.mark.parametrize(
        "text",
        [
            "a: " + "[" * 500_000, "a: " + "{a: " * 100_000, "- " * 400_000 + "a", "-  " * 300_000 + "a",
            "? " * 400_000 + "a", "- ? " * 200_000 + "a", "[? " * 300_000,
            "".join(" " * n + "a:\n" for n in range(1400)),
            "[ # ]\n" * 100_000, "[']'," * 100_000, '["\n]",' * 100_000, "a:\n" + "- - " * 20 + "\n" + "-" * 200_000,
        ],
        ids=range(12),
    )  # fmt: skip
    def test_nesting_ends_before_the_stack_does(self, text: str) -> None:
        """Each of these once brought the parser's own stack down: the process must live to say what is wrong."""
        result = made(text)
        assert result.data is None
        assert [p.code for p in result.problems] in (["Y10"], ["Y01"])

    def test_the_deepest_nesting_allowed_is_read(self) -> None:
        assert codes("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
        assert codes("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)) == ["Y10"]

    def test_a_ruler_of_dashes_is_no_nesting(self) -> None:
        assert codes("# " + "-" * 900 + "\n# " + "- " * 400 + "\na: 1\n") == []

    def test_a_bomb_of_aliases_is_refused_at_once(self) -> None:
        """Nine lines that would stand for a thousand million values."""
        lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
        lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
        result = made("\n".join(lines))
        assert result.data is None
        assert [p.code for p in result.problems] == ["Y07"]

    @pytest.mark.parametrize("text", ["a: &a [*a]", "&a {b: *a}", "a: &a {b: {c: *a}}"])
    def test_an_alias_of_itself_is_refused(self, text: str) -> None:
        assert codes(text) == ["Y07"]

    def test_more_values_than_any_file_needs_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(source, "MAX_VALUES", 100)
        assert codes("- 1\n" * 99) == []
        assert codes("- 1\n" * 100) == ["Y07"]

    def test_an_alias_that_expands_little_is_read(self) -> None:
        assert bare(made("a: &a [1]\nb: *a\n").data) == {"a": [1], "b": [1]}

    def test_many_unknown_keys_have_their_places_at_once(self) -> None:
        """Looking up a place must not walk all keys: a file of unknown keys would take minutes."""
        marks: Marks = made("".join(f"k{n}: 1\n" for n in range(10_000))).data[MARKS_KEY]
        assert [marks.key(f"k{n}").line for n in range(10_000)] == list(range(1, 10_001))


@given(st.text(max_size=300))
@example("a: !\n")
@example("? [\n")
@example("- &a\n- *a: 1")
def test_no_text_makes_it_raise(text: str) -> None:
    result = read(text.encode("utf-8", "surrogatepass"), "a.yaml")
    assert result.data is not None or result.problems
    assert all(problem.place.line >= 1 for problem in result.problems)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    assert all(problem.code[0] == "Y" for problem in read(content, "a.yaml").problems)


@given(st.text(alphabet="ab:{}[]-?,#&*!|>'\"%@` \n\t0", max_size=120))
def test_no_yaml_like_text_makes_it_raise(text: str) -> None:
    for problem in made(text).problems:
        assert problem.message
        assert problem.hint
