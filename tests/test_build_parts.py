"""Protects what is made again after an edit: one State's answer touches that State's files, and parts stay parts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import mini
from normbook.build import UnknownPartError, build_parts
from normbook.cli import main
from normbook.settings import Settings

ROOT = Path(__file__).parents[1]
KENYA = """\
iso2: KE
answers:
  - {commitment: not-1.alert, status: met, evidence: EVIDENCE, as_of: "2026-10-01", release: true}
"""


def project(root: Path) -> Settings:
    mini.write(root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return Settings(root, mini.AS_OF, jobs=1)


def stamps(root: Path) -> dict[str, int]:
    """When every file under a folder was written, by its path."""
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def state_of(name: str) -> str:
    found = re.match(r"countries/([a-z]{2})(?:/|\.md)", name)
    return found[1] if found else ""


def test_one_changed_answer_makes_the_files_and_the_page_of_its_state_and_no_others(tmp_path: Path) -> None:
    settings = project(tmp_path)
    path = settings.norms / "countries" / "ke.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(KENYA.replace("EVIDENCE", "Act 7"), encoding="utf-8")
    first = build_parts(settings, ["countries"])
    assert not first.stopped, first.problems
    before = stamps(settings.docs)
    wanted = {f"normbook-checklist-{{0}}.{form}" for form in ("xlsx", "docx", "csv", "json")}
    for code in ("ke", "ee", "sa"):
        assert {f"countries/{code}/{name.format(code)}" for name in wanted} | {f"countries/{code}.md"} <= before.keys()
    path.write_text(KENYA.replace("EVIDENCE", "Act 8"), encoding="utf-8")
    again = build_parts(settings, ["countries"])
    after = stamps(settings.docs)
    changed = {name for name, stamp in after.items() if before.get(name) != stamp}
    assert {state_of(name) for name in changed} - {""} == {"ke"}
    assert {f"countries/ke/{name.format('ke')}" for name in wanted} | {"countries/ke.md"} <= changed
    assert again.made == 1, "one task, that of Kenya"
    assert build_parts(settings, ["countries"]).made == 0


def test_what_a_state_answers_leaves_the_bytes_of_all_others_as_a_clean_build_has_them(tmp_path: Path) -> None:
    settings = project(tmp_path)
    build_parts(settings, ["countries"])
    alone = {path.name: path.read_bytes() for path in (settings.docs / "countries/ee").iterdir()}
    path = settings.norms / "countries" / "ke.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(KENYA.replace("EVIDENCE", "Act 7"), encoding="utf-8")
    shutil.rmtree(settings.build)
    shutil.rmtree(settings.cache)
    build_parts(settings, ["countries"])
    assert {path.name: path.read_bytes() for path in (settings.docs / "countries/ee").iterdir()} == alone


def test_a_part_leaves_the_site_and_the_rest_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = project(tmp_path)
    assert main(["build", "--root", str(tmp_path), "--as-of", "2026-12-01", "--only", "norms"]) == 0
    said = capsys.readouterr().err
    assert "Nothing else was made, and site/ stays as it was" in said
    assert not settings.site.exists()
    made = {name.partition("/")[0] for name in stamps(settings.docs)}
    assert made == {"norms"}
    build_parts(settings, ["countries"])
    assert {"norms", "countries"} <= {name.partition("/")[0] for name in stamps(settings.docs)}, "what was there stays"


def test_an_unknown_part_is_refused_with_those_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = project(tmp_path)
    with pytest.raises(UnknownPartError) as caught:
        build_parts(settings, ["country"])
    assert "countries" in caught.value.known
    arguments = ["build", "--root", str(tmp_path), "--as-of", "2026-12-01", "--only"]
    assert main([*arguments, "country"]) == 2
    assert "The parts are" in capsys.readouterr().err
    assert main([*arguments, "countries", "--force"]) == 2
    assert "Leave out --edition, --force" in capsys.readouterr().err
    assert not settings.build.exists()
