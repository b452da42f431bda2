"""Protects the files of drafters: a new layout changes no data and loses no remark, and nothing is overwritten."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import mini
from normbook import source
from normbook.cli import main
from normbook.edit import EditError, Insertion, canonical, diff, insert
from normbook.examine import examine
from normbook.marks import MARKS_KEY
from normbook.reporting import as_text
from normbook.source import read
from normbook.starting import KINDS, NewFile, start
from normbook.write import write_file

ROOT = Path(__file__).parents[1]
REAL = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "norms").rglob("*.yaml"))


@pytest.fixture(autouse=True)
def collect() -> Iterator[None]:
    """`main` switches the collector off for its short life; a test run lives longer."""
    yield
    gc.enable()


def bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: bare(each) for key, each in value.items() if key != MARKS_KEY}
    return [bare(each) for each in value] if isinstance(value, list) else value


def data(text: str) -> Any:
    return bare(read(text.encode(), "").data)


def remarks(text: str) -> list[str]:
    """The lines that are remarks; those of the tests have none inside their texts."""
    return re.findall(r"^ *(# remark .*)$", text, re.MULTILINE)


class TestLayout:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("a:   1\nb: [1,2,  3]\n", "a: 1\nb: [1, 2, 3]\n"),
            ("list:\n- a\n-   b\n", "list:\n  - a\n  - b\n"),
            ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
            ("a: 1   \n\n\n\nb: 2\n\n", "a: 1\n\nb: 2\n"),
            ("# first\na: 1  # beside\n# last\n", "# first\na: 1  # beside\n# last\n"),
            ("a: \"yes\"\nb: 'no'\nc: plain\n", "a: \"yes\"\nb: 'no'\nc: plain\n"),
            ("a: >-\n   folded\n   text\n", "a: >-\n  folded\n  text\n"),
            ("b: 2\na: 1\n", "b: 2\na: 1\n"),
            ("a: 2026-12-01\nb: 010x\nc: 1.10\n", "a: 2026-12-01\nb: 010x\nc: 1.10\n"),
            ("\ufeffa: 1\n", "a: 1\n"),
        ],
    )
    def test_it_is_the_canonical_one(self, before: str, after: str) -> None:
        assert canonical(before) == after
        assert canonical(after) == after

    def test_a_long_list_in_brackets_is_indented_by_one_level(self) -> None:
        """ruamel indents by what stands in the list: after a quoted item the lines went further right."""
        laid_out = canonical(f"a:\n  - b: [{'XX, ' * 27}\"NO\", {'YY, ' * 60}ZZ]\n")
        assert [len(line) - len(line.lstrip()) for line in laid_out.splitlines()] == [0, 2, 6, 6, 6]
        assert canonical(laid_out) == laid_out

    def test_a_long_text_is_folded(self) -> None:
        text = "a: " + "word " * 60
        assert max(len(line) for line in canonical(text).splitlines()) <= 120
        assert data(canonical(text)) == data(text)

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("a: [", "not valid YAML"),
            ("", "not valid YAML"),
            ("a: 1\na: 2\n", "cannot be read"),
            ("a: 2026-02-30\n", "cannot be read"),
            ('a: "b\tc"\n', "without changing its data"),
            ("a:\n  - - b\n    - null\n# remark\nc: d\n", "without losing a remark"),
        ],
    )
    def test_what_cannot_be_laid_out_is_left_alone_with_a_reason(self, text: str, why: str) -> None:
        with pytest.raises(EditError, match=why) as refused:
            canonical(text)
        assert refused.value.hint

    @pytest.mark.parametrize("name", REAL)
    def test_real_files_are_laid_out(self, name: str) -> None:
        """Run `normbook fmt`. What is laid out stays as it is: doing it again loses no data, no remark, no line."""
        text = (ROOT / name).read_text(encoding="utf-8")
        assert canonical(text) == text

    @pytest.mark.parametrize("name", REAL[::7])
    def test_real_files_in_another_layout_keep_data_and_remarks(self, name: str) -> None:
        """Without indentation of lists, without blank lines and without folding, as another tool may leave them."""
        text = (ROOT / name).read_text(encoding="utf-8")
        if len(text) > 50_000:
            return
        other = re.sub(r"\n{2,}(?! )", "\n", text) + "\n\n\n"
        laid_out = canonical(other)
        assert data(laid_out) == data(text)
        assert source.remarks(laid_out) == source.remarks(text)
        assert canonical(laid_out) == laid_out

    @pytest.mark.parametrize("name", sorted(mini.FILES))
    def test_small_files_keep_their_data(self, name: str) -> None:
        laid_out = canonical(mini.FILES[name])
        assert data(laid_out) == data(mini.FILES[name])
        assert canonical(laid_out) == laid_out


_KEYS = st.from_regex(r"[a-z]{1,6}(_[a-z]{1,4})?", fullmatch=True)
_LEAVES = st.one_of(
    st.integers(-99, 9999), st.booleans(), st.none(),
    st.sampled_from(["P1M", "NO", "12:30", "010", "yes", "[[law/x]]", "{b}"]),
    st.text(alphabet="abc é:#-'\"{}[]|>*&!%@,.\n ", max_size=30),
    st.lists(st.sampled_from(["word", "longer-word", "a"]), min_size=1, max_size=60).map(" ".join),
)  # fmt: skip
_DATA = st.dictionaries(_KEYS, st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=12,
), min_size=1, max_size=6)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> str:
    """A YAML file as somebody may have written it: any indentation, style, quoting, and remarks between its lines."""
    text = yaml.safe_dump(
        draw(_DATA), allow_unicode=True, sort_keys=False, indent=draw(st.integers(2, 4)),
        width=draw(st.sampled_from([40, 200])), default_flow_style=draw(st.sampled_from([None, False])),
        default_style=draw(st.sampled_from([None, None, '"', "'"])),
    )  # fmt: skip
    lines = []
    for number, line in enumerate(text.splitlines()):
        if re.match(r"[a-z_\"']+:", line) and draw(st.booleans()):
            lines.append(f"# remark {number}")
        lines.append(line)
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n\n"]))


@settings(max_examples=40)
@given(files())
def test_fmt_of_fmt_is_fmt_and_no_data_is_lost(text: str) -> None:
    try:
        laid_out = canonical(text)
    except EditError:
        return  # refused with a reason: nothing is lost
    assert canonical(laid_out) == laid_out
    assert data(laid_out) == data(text)
    assert remarks(laid_out) == remarks(text)


@given(st.text(max_size=80) | st.text(alphabet="ab:{}[]-?,#&*!|>'\"%@` \n\t0", max_size=60))
def test_no_text_makes_fmt_raise(text: str) -> None:
    with contextlib.suppress(EditError):
        assert canonical(text).endswith("\n")


class TestInsert:
    LIST = "# A list.\nterms:\n  # The first.\n  - id: b\n    term: Beta  # beside\n\n  - id: d\n    term: delta\n"

    def test_an_item_goes_to_the_end(self) -> None:
        made = insert(self.LIST, Insertion("glossary.yaml", "terms", "id: a\nterm: Alpha\n"))
        assert [term["id"] for term in data(made)["terms"]] == ["b", "d", "a"]
        assert source.remarks(made) == ["# A list.", "# The first.", "# beside"]

    @pytest.mark.parametrize(("term", "order"), [("Alpha", "abd"), ("charlie", "bad"), ("Zulu", "bda")])
    def test_an_item_of_a_sorted_list_goes_to_its_place(self, term: str, order: str) -> None:
        made = insert(self.LIST, Insertion("glossary.yaml", "terms", f"id: a\nterm: {term}\n", "term"))
        assert "".join(each["id"] for each in data(made)["terms"]) == order
        assert source.remarks(made) == ["# A list.", "# The first.", "# beside"]
        assert canonical(made) == made

    @pytest.mark.parametrize("text", ["", "a: [", "[]", "terms: 5\n", "other: []\n", "a: 1\na: 2\n"])
    def test_a_file_that_has_no_such_list_is_left_alone(self, text: str) -> None:
        with pytest.raises(EditError) as refused:
            insert(text, Insertion("glossary.yaml", "terms", "id: a\n"))
        assert refused.value.hint


def test_diff_shows_the_lines_that_change() -> None:
    assert diff("a\nb\n", "a\nc\n", "norms/x.yaml") == (
        "--- a/norms/x.yaml\n+++ b/norms/x.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
    )


STARTS = {
    "norm": "not-7", "article": "law/early-warning", "timeline": "state-to-public", "taxonomy": "motive",
    "response": "r23-joint-statement", "term": "early-warning", "instrument": "some-treaty", "regime": "yy-law",
    "country": "KE",
}  # fmt: skip


class TestNew:
    def test_every_kind_has_a_start(self) -> None:
        assert set(STARTS) == set(KINDS)

    @pytest.mark.parametrize("title", ["", "A title", 'No: "quotes" & # and\\more', "No", "2026", "Ünï çødé"])
    @pytest.mark.parametrize("kind", KINDS)
    def test_what_it_writes_has_no_mistake(
        self, kind: str, title: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A drafter starts from something that passes the check and edits from there."""
        norms = mini.write(tmp_path)
        assert main(["new", kind, STARTS[kind], "--title", title, "--root", str(tmp_path)]) == 0
        problems = examine(norms, mini.AS_OF).problems
        assert not [p for p in problems if p.is_error], as_text(problems)
        assert capsys.readouterr().out

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_overwrites_nothing(self, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path)
        command = ["new", kind, STARTS[kind], "--root", str(tmp_path)]
        assert main(command) == 0
        after = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
        capsys.readouterr()
        assert main(command) == 2
        assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == after
        assert "already" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("kind", "name", "word"),
        [
            ("norm", "not-1", "already"), ("norm", "not-9", "retired"), ("article", "law/duty", "already"),
            ("timeline", "operator-to-csirt", "already"), ("term", "incident", "already"),
            ("regime", "xx-law", "already"), ("norm", "xyz-1", "no family"), ("norm", "NOT-7", "not an id"),
            ("norm", "../../x", "not an id"), ("article", "early-warning", "not an id"),
            ("response", "joint", "not an id"), ("country", "XX", "not a State"),
            ("country", "Kenya", "not an id"), ("taxonomy", "a b", "not an id"), ("poem", "x", "not a kind"),
            ("", "", "not a kind"),
        ],
    )  # fmt: skip
    def test_what_will_not_do_is_refused(
        self, kind: str, name: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mini.write(tmp_path)
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        assert main(["new", kind, name, "--root", str(tmp_path)]) == 2
        said = capsys.readouterr()
        assert word in said.err
        assert "hint: " in said.err
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before

    @pytest.mark.parametrize("kind", ["term", "article"])
    def test_a_file_that_cannot_be_read_is_not_added_to(
        self, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        broken = {"term": "glossary.yaml", "article": mini.PART_FILE}[kind]
        norms = mini.write(tmp_path, {broken: "terms: [\n"})
        main(["new", kind, STARTS[kind], "--root", str(tmp_path)])
        assert (norms / broken).read_text(encoding="utf-8") == "terms: [\n"
        assert "Traceback" not in capsys.readouterr().err

    def test_a_new_norm_may_be_one_that_was_planned(self, tmp_path: Path) -> None:
        mini.write(tmp_path)
        assert main(["new", "norm", "not-2", "--root", str(tmp_path)]) == 0

    def test_a_mark_in_a_title_is_not_filled(self) -> None:
        made = start("instrument", "x", "{today} and {id}", date(2026, 12, 1), None)
        assert isinstance(made, NewFile)
        assert data(made.content)["title"] == "{today} and {id}"


class TestFmtCommand:
    def test_files_are_laid_out_and_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        norms = mini.write(tmp_path, {"regimes/xx-law.yaml": mini.REGIME.replace("stages:\n  - ", "stages:\n-   ")})
        main(["fmt", "--root", str(tmp_path)])
        capsys.readouterr()
        write_file(norms / "retired.yaml", b"retired:   []\n")
        assert main(["fmt", "--check", "--root", str(tmp_path)]) == 1
        assert capsys.readouterr().out == "norms/retired.yaml: not in the canonical layout\n"
        assert main(["fmt", "--diff", "--root", str(tmp_path)]) == 1
        assert "-retired:   []\n+retired: []\n" in capsys.readouterr().out
        assert (norms / "retired.yaml").read_bytes() == b"retired:   []\n"
        assert main(["fmt", "--root", str(tmp_path)]) == 0
        assert capsys.readouterr().out == "norms/retired.yaml\n"
        assert (norms / "retired.yaml").read_bytes() == b"retired: []\n"
        assert main(["fmt", "--check", "--root", str(tmp_path)]) == 0

    def test_only_the_files_that_are_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        norms = mini.write(tmp_path, {"retired.yaml": "retired:   []\n", "planned.yaml": "planned:   []\n"})
        assert main(["fmt", str(norms / "retired.yaml"), "--root", str(tmp_path)]) == 0
        assert (norms / "planned.yaml").read_bytes() == b"planned:   []\n"
        assert "1 of 1 files changed" in capsys.readouterr().err

    def test_a_broken_file_does_not_keep_the_others_from_it(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        norms = mini.write(tmp_path, {"retired.yaml": "retired:   []\n", "planned.yaml": "planned: [\n",
                                      "incidents/a.yaml": b"a: \xff\n"})
        assert main(["fmt", "--root", str(tmp_path)]) == 1
        said = capsys.readouterr().err
        assert "norms/planned.yaml: not valid YAML\n  hint: " in said
        assert "norms/incidents/a.yaml: " in said
        assert (norms / "retired.yaml").read_bytes() == b"retired: []\n"
        assert (norms / "planned.yaml").read_bytes() == b"planned: [\n"

    @pytest.mark.parametrize("name", ["/etc/passwd", "README.md", "norms", "norms/none.yaml"])
    def test_no_other_file_is_touched(self, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path)
        (tmp_path / "README.md").write_text("a:   1\n", encoding="utf-8")
        assert main(["fmt", str(tmp_path / name), "--root", str(tmp_path)]) == 2
        assert "hint: " in capsys.readouterr().err
        assert (tmp_path / "README.md").read_text(encoding="utf-8") == "a:   1\n"
