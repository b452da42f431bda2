"""Protects what a State keeps for itself: nothing of its workspace is anywhere but what it released, row by row."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

import filled
from filled import row, workbook
from normbook.checklists.own import overlaid, own_view
from normbook.cli import main
from normbook.load import load
from normbook.model.national import Answer, Country
from normbook.workspace.folder import Folder, PlaceError, outside
from normbook.workspace.releasing import release

ROOT = Path(__file__).parents[1]
CANARY = "Zwitscher"
"""Stands in every private word, and nowhere else in the world."""

PRIVATE = f"""\
# {CANARY} remark
iso2: "KE"
blanks:
  competent_authority: {CANARY} authority
answers:
  - commitment: not-1.tell
    status: not_met
    evidence: {CANARY} evidence
    provision: {CANARY} 40A
    source: [{{title: {CANARY} gazette, ref: "https://example.org/{CANARY}"}}]
    as_of: "2026-10-01"
    assessed_by: {CANARY} office
    asked: {CANARY} asked
    comment: {CANARY} comment
  - commitment: not-1.warn
    status: partly
    evidence: Released log
    source: [{{title: Open gazette, ref: ""}}]
    as_of: "2026-10-02"
    comment: {CANARY} comment on a released row
    earlier: [{{status: not_met, as_of: "2025-{'01'}"}}]
    release: true
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a project and, beside it, the workspace of a State."""
    filled.project(tmp_path / "project")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "project")
    (tmp_path / "private").mkdir()
    (tmp_path / "private/ke.yaml").write_text(PRIVATE)
    return tmp_path


def run(place: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(place / "project"), "--as-of", "2026-12-01"])


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under a folder, and every part of those that are archives."""
    for each in sorted(path.rglob("*")):
        if each.is_file():
            data = each.read_bytes()
            yield each.name, data
            if data.startswith(b"PK"):
                with zipfile.ZipFile(BytesIO(data)) as archive:
                    yield from ((f"{each.name}!{name}", archive.read(name)) for name in archive.namelist())


def found(path: Path, words: str) -> list[str]:
    return [name for name, data in contents(path) if words.encode() in data]


class TestPrivacy:
    def test_nothing_of_a_workspace_is_anywhere_but_what_was_released(
        self, place: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """Site, data, cache, frozen edition, and all that the commands say, failing ones too."""
        workspace = str(place / "private")
        assert run(place, "release", "KE", "--workspace", workspace, "--apply") == 0
        said = capfd.readouterr()
        assert "+    evidence: \"Released log\"" in said.out
        bad = workbook([row("tell", "perhaps", Evidence_given=CANARY), row("nothing", "met", Remark=CANARY),
                        row("warn", "partly met", Evidence_given="Released log", As_of="2026-10-02")])  # fmt: skip
        (place / "back.xlsx").write_bytes(bad)
        for command in (
            ["check"], ["check", "--format", "json"], ["build", "-v", "--jobs", "1"], ["stats"],
            ["import", str(place / "back.xlsx"), "--workspace", workspace], ["import", "x", "--workspace", workspace],
            ["release", "KE", "--workspace", workspace], ["reviews", "--country", "KE"], ["reviews"],
            ["deadlines", "--all", "--country", "KE", "--from", "2026-12-01T09:00+03:00"],
            ["build", "--workspace", workspace, "--out", str(place / "project/site/own")],
            ["build", "--workspace", str(place / "project/norms"), "--out", str(place / "own")],
        ):  # fmt: skip
            run(place, *command)
        filled.freeze(place / "project")
        said = capfd.readouterr()
        assert "Built" in said.err
        assert CANARY not in said.out + said.err
        assert found(place / "project", CANARY) == []
        assert {"index.html", "ke.yaml"} <= set(found(place / "project", "Released log"))
        frozen = (place / "project/norms/editions/0.9.json").read_text()
        assert "Released log" not in frozen

    @pytest.mark.parametrize("broken", [
        f"iso2: KE\nanswers:\n  - {{commitment: not-1.tell, status: {CANARY}, {CANARY}: 1, evidence: [{CANARY}]}}\n",
        f"iso2: KE\nanswers:\n  - {{commitment: not-1.tell, status: met, as_of: {CANARY}, clock: 1 {CANARY}}}\n",
        f"iso2: KE\nanswers: '{CANARY}\n", f"iso2: KE\n{CANARY}\n", f"iso2: KE\nblanks: {{{CANARY}: {CANARY}}}\n",
        f"iso2: KE\nanswers:\n\t- {CANARY}\n", f"iso2: {CANARY}\n", f"iso2: KE\nanswers: {{a: *{CANARY}}}\n",
        f"iso2: KE\nvariants: {{law/teams: {CANARY}}}\n",
    ])  # fmt: skip
    @pytest.mark.parametrize("command", [["release", "KE"], ["build", "--out", "OUT"], ["import", "back.xlsx"]])
    def test_a_mistake_in_a_private_file_is_placed_and_not_repeated(
        self, place: Path, command: list[str], broken: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (place / "private/ke.yaml").write_text(broken)
        (place / "back.xlsx").write_bytes(workbook([row("tell", "met")]))
        words = [str(place / word) if word in {"OUT", "back.xlsx"} else word for word in command]
        status = run(place, *words, "--workspace", str(place / "private"))
        said = capsys.readouterr()
        assert CANARY not in said.err
        if words[0] == "import" and ("blanks" in broken or "variants" in broken or "as_of" in broken):
            assert status == 0, "what is no answer of this file's rows is not looked at when rows are added"
            return  # the owner is shown the own file as it will be, with what is around the rows
        assert status in {1, 2}
        assert CANARY not in said.out
        assert "ke.yaml:" in said.err
        assert "hint: " in said.err
        assert not (place / "OUT/site").exists()


class TestPlace:
    @pytest.mark.parametrize("name", ["norms/x", "site", "templates/x", "generator", ".cache/x", "build", ".", ".."])
    def test_no_workspace_lies_in_the_project_or_around_it(self, name: str, place: Path) -> None:
        with pytest.raises(PlaceError) as refused:
            outside(place / "project" / name, place / "project")
        assert refused.value.hint

    def test_nor_in_the_repository_that_the_project_is_part_of(self, place: Path) -> None:
        (place / ".git").mkdir()
        with pytest.raises(PlaceError, match="project folder"):
            outside(place / "private", place / "project")

    def test_nor_behind_a_link(self, place: Path) -> None:
        (place / "link").symlink_to(place / "project/norms")
        with pytest.raises(PlaceError):
            outside(place / "link", place / "project")
        (place / "served").mkdir()
        (place / "project/site").symlink_to(place / "served")
        with pytest.raises(PlaceError, match="site/"):
            outside(place / "served/private", place / "project")
        (place / "private/ke.yaml").unlink()
        (place / "private/ke.yaml").symlink_to(place / "project/norms/handbook.yaml")
        with pytest.raises(PlaceError, match="is a link"):
            Folder(place / "private").file("KE")

    def test_a_folder_that_is_there_keeps_its_rights(self, place: Path) -> None:
        mode = stat.S_IMODE((place / "private").stat().st_mode)
        Folder(place / "private").write("KE", PRIVATE + "\n")
        assert stat.S_IMODE((place / "private").stat().st_mode) == mode
        assert stat.S_IMODE((place / "private/ke.yaml").stat().st_mode) == 0o600
        assert not (place / "private/README.txt").exists()

    def test_a_file_is_whole_or_not_at_all(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            Folder(place / "private").write("KE", "iso2: KE\n")
        assert (place / "private/ke.yaml").read_text() == PRIVATE
        assert [path.name for path in (place / "private").iterdir()] == ["ke.yaml"]


class TestRelease:
    def test_it_shows_first_and_writes_when_asked(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        target = place / "project/norms/countries/ke.yaml"
        assert run(place, "release", "KE", "--workspace", str(place / "private")) == 0
        assert "add --apply to make it public" in capsys.readouterr().err
        assert not target.exists()
        assert run(place, "release", "KE", "--workspace", str(place / "private"), "--apply") == 0
        assert "not-1.warn" in target.read_text()
        assert "not-1.tell" not in target.read_text()
        assert "earlier" not in target.read_text(), "what was answered before was not released"
        assert run(place, "check", "--strict", "-q") == 0

    def test_what_is_no_longer_released_goes_and_all_else_stays(self, place: Path) -> None:
        target = place / "project/norms/countries/ke.yaml"
        target.parent.mkdir()
        target.write_text('# Ours\niso2: "KE"\nfederal: true  # so it is\nanswers:\n'
                          "  - {commitment: not-1.alert, status: met, release: true}\n")  # fmt: skip
        assert run(place, "release", "KE", "--workspace", str(place / "private"), "--apply") == 0
        text = target.read_text()
        assert "# Ours" in text
        assert "federal: true  # so it is" in text
        assert "not-1.alert" not in text
        assert "not-1.warn" in text

    def test_pure(self) -> None:
        one, other, third = (Answer(commitment=f"a-1.{name}", status="met", release=True) for name in "xyz")
        private = [one.model_copy(update={"comment": "c"}), other.model_copy(update={"release": False})]
        found = release(private, [third, one])
        assert (found.gone, found.same, found.added, found.changed) == (("a-1.z",), 1, {}, {})
        assert set(release(private, [one.model_copy(update={"comment": "c"})]).changed) == {one.commitment}


class TestOwnView:
    def test_a_state_sees_all_its_answers_and_every_page_says_that_it_is_private(
        self, place: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def standing() -> dict[Path, int]:
            """What is in the project, but for what is kept of norms/ between two commands."""
            paths = (path for path in (place / "project").rglob("*") if ".cache" not in path.parts)
            return {path: path.stat().st_mtime_ns for path in paths}

        (place / "own").mkdir()
        out, before = place / "own", standing()
        assert run(place, "build", "--workspace", str(place / "private"), "--out", str(out), "--jobs", "1") == 0
        assert CANARY not in "".join(capsys.readouterr())
        page = (out / "site/draft/countries/ke/index.html").read_text()
        assert f"{CANARY} evidence" in page
        assert f"{CANARY} authority" in page
        assert "Released log" in page
        assert found(out / "site/draft/countries/ke", f"{CANARY} evidence")
        progress = (out / "site/draft/countries/progress/index.html").read_text()
        assert "All dated answers of Kenya" in progress
        assert "From 1 October 2026: 2 not met." in progress, "one was not released, one is an earlier answer"
        pages = [path for path in (out / "site/draft").rglob("index.html") if "http-equiv" not in path.read_text()]
        assert len(pages) > 20
        assert all("Private view of Kenya" in path.read_text() for path in pages)
        modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in out.rglob("*")}
        assert modes == {0}
        assert standing() == before
        assert not found(place / "project", CANARY)
        assert run(place, "build", "--workspace", str(place / "private"), "--out", str(out), "--jobs", "1") == 0
        assert "Nothing changed" in capsys.readouterr().err

    @pytest.mark.parametrize("options", [
        ["--workspace", "private"], ["--out", "own"], ["--workspace", "private", "--out", "project/site"],
        ["--workspace", "nothing", "--out", "own"], ["--workspace", "private", "--out", "full"],
        ["--workspace", "private", "--out", "own", "--country", "KE,EE"],
        ["--workspace", "private", "--out", "own", "--edition", "0.9"],
    ])  # fmt: skip
    def test_what_is_asked_wrongly_is_refused(
        self, place: Path, options: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        (place / "full").mkdir()
        (place / "full/letter.txt").write_text("Dear colleague")
        folders = {"private", "own", "project/site", "nothing", "full"}
        words = [str(place / word) if word in folders else word for word in options]
        assert run(place, "build", *words) == 2
        assert capsys.readouterr().err.startswith("normbook: ")
        assert not (place / "own").exists()

    def test_a_workspace_lies_over_what_is_public(self, place: Path) -> None:
        public = Country(iso2="KE", federal=True, answers=(Answer(commitment="not-1.tell", status="met", release=True),
                                                           Answer(commitment="not-1.keep", status="met", release=True)))
        private = Country(iso2="KE", dualist=True, answers=(Answer(commitment="not-1.tell", status="not_met"),))
        both = overlaid(public, private)
        assert (both.federal, both.dualist) == (True, True)
        assert {each.commitment: each.status for each in both.answers} == {"not-1.tell": "not_met", "not-1.keep": "met"}
        corpus = load(place / "project/norms").corpus
        assert corpus
        assert "do not publish" in own_view(corpus, private).handbook.edition.status

    def test_the_ledger_says_nothing_but_digests(self, place: Path) -> None:
        (place / "back.xlsx").write_bytes(workbook([row("keep", "met", Evidence_given=CANARY)]))
        assert run(place, "import", str(place / "back.xlsx"), "--workspace", str(place / "private"), "--apply") == 0
        ledger = (place / "private/.normbook.json").read_text()
        assert CANARY not in ledger
        assert list(json.loads(ledger)["imported"]["back.xlsx"]) == ["not-1.keep"]
