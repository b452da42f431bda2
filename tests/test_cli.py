"""Protects the terminal door: what a script may rely on, and that no misuse ends in a traceback."""

from __future__ import annotations

import gc
import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mini
from normbook import __version__
from normbook.cli import main
from normbook.schema import editor_settings

ROOT = Path(__file__).parents[1]
BROKEN: dict[str, mini.Change] = {mini.MEASURE_FILE: mini.replace("ends: When it is over.\n", "")}
WARNED: dict[str, mini.Change] = {
    "glossary.yaml": mini.add("  - {id: ghost, term: ghost, definition: what nobody names., scope: law}\n")
}


@pytest.fixture(autouse=True)
def collect() -> Iterator[None]:
    """`main` switches the collector off for its short life; a test run lives longer."""
    yield
    gc.enable()


def run(*arguments: str | Path) -> int:
    """The exit status of a command, argparse's own included."""
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else 1


def process(*arguments: str | Path, pipe: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, its output given to what stands behind `pipe`."""
    command = shlex.join([sys.executable, "-m", "normbook", *map(str, arguments)]) + (f" | {pipe}" if pipe else "")
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), "COLUMNS": "100", **environment},
    )  # fmt: skip


class TestCheck:
    def test_nothing_wrong(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path)
        assert run("check", "--root", tmp_path, "--as-of", "2026-12-01") == 0
        assert capsys.readouterr() == ("no problems\n", "")

    def test_an_error(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path, BROKEN)
        assert run("check", "--root", tmp_path, "--as-of", "2026-12-01") == 1
        said = capsys.readouterr().out
        assert said.startswith("norms/responses/r01-talk.yaml:1:1: error[P01] ")
        assert said.endswith("1 error\n")

    def test_a_warning_counts_only_when_it_is_asked_to(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mini.write(tmp_path, WARNED)
        common = ("check", "--root", tmp_path, "--as-of", "2026-12-01")
        assert run(*common) == 0
        assert "warning[G02]" in capsys.readouterr().out
        assert run(*common, "--strict") == 1
        capsys.readouterr()
        assert run(*common, "-q") == 0
        assert capsys.readouterr() == ("", "")
        assert run(*common, "-q", "--strict") == 1
        assert "warning[G02]" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["text", "json", "github", "sarif"])
    def test_every_form(self, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path, BROKEN)
        assert run("check", "--root", tmp_path, "--as-of", "2026-12-01", "--format", name) == 1
        said = capsys.readouterr().out
        assert "P01" in said
        if name in {"json", "sarif"}:
            assert json.loads(said)

    def test_the_second_look_says_the_same(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path, BROKEN)
        for _ in range(2):
            assert run("check", "--root", tmp_path, "--as-of", "2026-12-01") == 1
        first, second = capsys.readouterr().out.split("1 error\n")[:2]
        assert first == second

    def test_the_project_is_found_from_a_folder_inside_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        norms = mini.write(tmp_path)
        monkeypatch.chdir(norms / "law")
        assert run("check", "--as-of", "2026-12-01") == 0

    def test_the_date_is_that_of_the_option(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path)
        assert run("check", "--root", tmp_path, "--as-of", "2028-12-02") == 0
        assert "warning[D02]" in capsys.readouterr().out


MISUSE = [
    ([], "COMMAND"),
    (["chek"], "invalid choice: 'chek'"),
    (["check", "--fromat", "json"], "unrecognized arguments"),
    (["check", "--format", "xml"], "invalid choice: 'xml'"),
    (["check", "--as-of", "tomorrow"], "'tomorrow' is not a date; write YYYY-MM-DD"),
    (["check", "--as-of", "2026-02-30"], "not a date"),
    (["check", "-q", "-v"], "not allowed with"),
    (["check", "--root", "/nowhere/at/all"], "no folder norms/"),
    (["build", "--jobs", "many"], "invalid int value"),
    (["serve", "--port", "http"], "invalid int value"),
    (["new"], "required"),
    (["new", "poem", "x"], "is not a kind"),
    (["new", "norm", "NOT 7"], "is not an id"),
    (["fmt", "/etc/passwd"], "outside the project"),
    (["fmt", "no-such-file.yaml"], "not a YAML file"),
    (["schema", "--print", "poems"], "is not a kind"),
    (["deadlines", "operator-to-csirt"], "--from"),
    (["deadlines", "operator-to-csirt", "--from", "yesterday"], "is not a time"),
    (["deadlines", "operator-to-csrit", "--from", "2026-11-21T09:30Z"], "operator-to-csirt"),
    (["deadlines", "operator-to-csirt", "--from", "2026-11-21T09:30Z", "--country", "XX"], "XX"),
    (["reviews", "--within", "a year"], "a year"),
    (["reviews", "--country", "Kenya"], "Kenya"),
    (["reviews", "--fail-on", "anything"], "invalid choice"),
]


class TestMisuse:
    @pytest.mark.parametrize(("arguments", "word"), MISUSE, ids=[" ".join(a) or "nothing" for a, _ in MISUSE])
    def test_it_is_told_what_is_wrong(
        self, arguments: list[str], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        mini.write(tmp_path)
        monkeypatch.chdir(tmp_path)
        assert run(*arguments) == 2
        said = capsys.readouterr()
        assert word in said.err
        assert said.out == ""
        assert "Traceback" not in said.err

    @pytest.mark.parametrize("command", ["check", "build", "reviews", "deadlines"])
    @pytest.mark.parametrize(
        "changes",
        [
            {"handbook.yaml": None}, {"handbook.yaml": "null\n"}, {"states/states.yaml": b"\xff\xfe"},
            {mini.TIMELINE_FILE: "stages: [\n"}, {mini.TIMELINE_FILE: mini.replace("PT24H", "soon")},
            {mini.HANDBOOK_FILE: mini.replace("notice_before: P90D", "notice_before: PT1H")},
            {mini.NORM_FILE: mini.replace("review: {every: P2Y}", "review: {every: PT2H}")},
            {mini.HANDBOOK_FILE: mini.replace("date: 2026-12-01", "date: 9999-12-31")},
        ],
        ids=["no handbook", "empty handbook", "bytes", "no YAML", "no period", "hours", "review in hours", "last day"],
    )  # fmt: skip
    def test_a_broken_corpus_gives_no_traceback(
        self, command: str, changes: dict[str, mini.Change], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A mistake in the corpus is the content's, 1, where the command needs what is broken."""
        mini.write(tmp_path, changes)
        (tmp_path / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
        extra = ["operator-to-csirt", "--from", "2026-11-21T09:30+03:00"] if command == "deadlines" else []
        status = run(command, *extra, "--root", tmp_path, "--as-of", "2026-12-01")
        said = capsys.readouterr()
        assert status in {0, 1, 2}
        assert status == 1 or command in {"deadlines", "reviews"}
        assert "Traceback" not in said.err + said.out
        assert not (tmp_path / "site").exists() or not any((tmp_path / "site").rglob("*.html"))

    def test_a_port_that_is_taken(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path, BROKEN)
        (tmp_path / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            assert run("serve", "--root", tmp_path, "--port", str(taken.getsockname()[1])) in {1, 2}
        assert "Traceback" not in capsys.readouterr().err

    def test_a_full_disk(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mini.write(tmp_path)

        def full(path: Path, *_: object) -> int:
            raise OSError(28, "No space left on device", str(path))

        monkeypatch.setattr(Path, "write_bytes", full)
        assert run("new", "norm", "not-7", "--root", tmp_path) == 2
        said = capsys.readouterr().err
        assert "No space left on device" in said
        assert "hint: " in said

    def test_a_stop_from_the_keyboard(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mini.write(tmp_path)

        def stop(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("normbook.examine.verdict", stop)
        assert run("check", "--root", tmp_path) == 130
        assert "run again" in capsys.readouterr().err


class TestSchema:
    def test_editors_get_schemas_and_keep_their_settings(self, tmp_path: Path) -> None:
        mini.write(tmp_path)
        settings = tmp_path / ".vscode" / "settings.json"
        settings.parent.mkdir()
        settings.write_text('{"editor.tabSize": 2, "yaml.schemas": {"x.json": "y.yaml"}}', encoding="utf-8")
        for _ in range(2):
            assert run("schema", "--root", tmp_path) == 0
        kept = json.loads(settings.read_text(encoding="utf-8"))
        assert kept["editor.tabSize"] == 2
        assert kept["yaml.schemas"]["x.json"] == "y.yaml"
        for name, pattern in kept["yaml.schemas"].items():
            assert name == "x.json" or (tmp_path / name).is_file()
            assert pattern == "y.yaml" or pattern.startswith("norms/")

    def test_those_of_this_repository_name_every_kind(self) -> None:
        """Else `make site` would change a file of a clone that nobody touched."""
        kept = (Path(__file__).parents[1] / ".vscode" / "settings.json").read_text(encoding="utf-8")
        wanted = json.loads(editor_settings(".schemas"))
        assert json.loads(kept)["yaml.schemas"] == wanted["yaml.schemas"]

    @pytest.mark.parametrize("content", ["// remarks\n{}", "[]", "{"])
    def test_settings_that_cannot_be_read_are_left_alone(
        self, content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mini.write(tmp_path)
        settings = tmp_path / ".vscode" / "settings.json"
        settings.parent.mkdir()
        settings.write_text(content, encoding="utf-8")
        assert run("schema", "--root", tmp_path) == 0
        assert settings.read_text(encoding="utf-8") == content
        assert "yaml.schemas" in capsys.readouterr().out

    def test_one_schema_is_printed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini.write(tmp_path)
        assert run("schema", "--print", "norms", "--root", tmp_path) == 0
        made = json.loads(capsys.readouterr().out)
        assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert made["additionalProperties"] is False
        assert "marks" not in json.dumps(made)
        assert not (tmp_path / ".schemas").exists()


class TestProcess:
    def test_version_and_help(self) -> None:
        assert process("--version").stdout == f"normbook {__version__}\n"
        said = process("--help")
        assert said.returncode == 0
        assert "check" in said.stdout

    def test_a_reader_that_goes_away(self, tmp_path: Path) -> None:
        """`normbook schema --print norms | head -1` ends quietly, as any filter does."""
        mini.write(tmp_path)
        said = process("schema", "--print", "norms", "--root", tmp_path, pipe="head -c 1")
        assert said.stdout == "{"
        assert said.stderr == ""

    def test_many_problems_and_a_reader_that_goes_away(self, tmp_path: Path) -> None:
        mini.write(tmp_path, {"incidents/many.yaml": "".join(f"key{n}: 1\n" for n in range(5000))})
        said = process("check", "--root", tmp_path, pipe="head -n 1")
        assert said.stdout.startswith("norms/incidents/many.yaml:")
        assert said.stderr == ""

    def test_a_terminal_that_knows_ascii_only(self, tmp_path: Path) -> None:
        """The names of States do not break a check on a machine whose locale is C."""
        mini.write(tmp_path, {"incidents/blackout.yaml": mini.replace("[KE]", "[É]")})
        said = process("check", "--root", tmp_path, LC_ALL="C")
        assert said.returncode == 1
        assert "'É'" in said.stdout
