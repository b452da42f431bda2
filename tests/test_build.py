"""Protects the whole way from YAML to site: the same bytes each time, all of it or none, and no link into nothing.

Most tests build the small corpus of `mini`, which takes a second or two; those at the end read the site of the real
one, which the first process that asks for it builds.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import html5lib
import lxml.html  # type: ignore[import-untyped]
import pytest

import mini
from normbook import making
from normbook.build import Summary, build
from normbook.builders import run as builder_run
from normbook.checklists.themes import THEMES
from normbook.cli import main
from normbook.settings import Settings
from normbook.write import write_file

ROOT = Path(__file__).parents[1]
Tree = dict[str, bytes]
_PART_1 = "law/part-01-preliminary.yaml"


def tree(root: Path) -> Tree:
    """Every file under a folder by its path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def project(root: Path, changes: dict[str, mini.Change] | None = None) -> Settings:
    """The small corpus as a project to build."""
    mini.write(root, changes)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return Settings(root, mini.AS_OF, jobs=1)


def done(settings: Settings) -> Summary:
    summary = build(settings)
    assert not summary.stopped, summary.problems
    return summary


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small corpus, built; no test changes it."""
    settings = project(tmp_path_factory.mktemp("first"))
    done(settings)
    return settings


@pytest.fixture
def ready(first: Settings, tmp_path: Path) -> Settings:
    """A copy of the built project, to change; its times are kept, so that it is unchanged until it is changed."""
    root = tmp_path / "project"
    shutil.copytree(first.root, root, copy_function=shutil.copy2)
    return Settings(root, first.as_of, jobs=1)


def edit(settings: Settings, name: str, change: Callable[[str], str]) -> None:
    path = settings.norms / name
    write_file(path, change(path.read_text(encoding="utf-8")).encode())


class TestSite:
    def test_every_file_is_documented_and_every_documented_file_is_there(self, first: Settings) -> None:
        """docs/outputs.md is what a reader of the site's folder holds in hand."""
        text = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
        sections = re.split(r"^## ", text, flags=re.MULTILINE)
        patterns = {
            prefix + pattern
            for heading, prefix in (("site/\n", ""), ("site/EDITION/\n", "draft/"))
            for section in sections if section.startswith(heading)
            for pattern in re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
        }
        files = set(tree(first.site))
        assert not [name for name in files if not any(_covers(pattern, name) for pattern in patterns)]
        patterns.remove("draft/downloads/renewal-instrument.docx")  # nothing in the small law can be renewed
        assert not [pattern for pattern in patterns if not any(_covers(pattern, name) for name in files)]

    def test_the_start_leads_to_the_edition(self, first: Settings) -> None:
        site = tree(first.site)
        assert b'url=draft/"' in site["index.html"]
        assert json.loads(site["versions.json"]) == [{"version": "draft", "title": "Draft", "aliases": []}]

    def test_checksums_are_those_of_the_files(self, first: Settings) -> None:
        site = tree(first.site)
        lines = site.pop("SHA256SUMS").decode().splitlines()
        assert {line[66:]: line[:64] for line in lines} == {
            name: hashlib.sha256(content).hexdigest() for name, content in site.items()
        }

    def test_no_path_of_this_machine_is_published(self, first: Settings) -> None:
        needles = [str(first.root).encode(), str(ROOT).encode(), os.uname().nodename.encode()]
        for name, content in tree(first.site).items():
            for needle in needles:
                assert len(needle) < 5 or needle not in content, name

    def test_the_pages_show_what_the_corpus_says(self, first: Settings) -> None:
        site = tree(first.site)
        norm = site["draft/norms/not-1/index.html"].decode()
        assert "Tell those affected" in norm
        assert "[24 hours]" in norm
        assert 'href="../../law/duty/"' in norm
        assert "1 December 2028" in norm, "its review, two years after the edition"
        assert "Variant B" in site["draft/law/teams/index.html"].decode()
        assert "Kenya" in site["draft/countries/ke/index.html"].decode()

    def test_public_data_is_the_corpus(self, first: Settings) -> None:
        norms = json.loads((first.site / "draft" / "data" / "norms.json").read_text(encoding="utf-8"))["norms"]
        assert [norm["id"] for norm in norms] == ["not-1"]
        assert "marks" not in norms[0]


def _covers(pattern: str, name: str) -> bool:
    """Whether a documented pattern means a file; `assets/*` means all below it, any other star one folder's name."""
    return fnmatchcase(name, pattern) and (pattern.endswith("assets/*") or pattern.count("/") == name.count("/"))


class TestAgain:
    def test_two_builds_give_the_same_bytes(self, first: Settings, tmp_path: Path) -> None:
        """In another folder, in another process, with another hash seed, time zone, locale and number of processes."""
        other = project(tmp_path / "elsewhere")
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT / "generator"), "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland",
            "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1",
        }  # fmt: skip
        command = [sys.executable, "-m", "normbook", "build", "--root", str(other.root), "--as-of", "2026-12-01",
                   "--jobs", "3", "-q"]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
        assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
        one, two = tree(first.site), tree(other.site)
        assert {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)} == set()
        assert one["SHA256SUMS"] == two["SHA256SUMS"]

    def test_nothing_changed_is_seen_and_nothing_touched(self, ready: Settings) -> None:
        stamps = {path: path.stat().st_mtime_ns for path in ready.site.rglob("*")}
        summary = build(ready)
        assert summary.unchanged
        assert (summary.stopped, summary.problems) == (False, ())
        assert summary.pages > 30
        assert {path: path.stat().st_mtime_ns for path in ready.site.rglob("*")} == stamps

    def test_forced_it_makes_the_same(self, ready: Settings) -> None:
        before = tree(ready.site)
        summary = build(ready, force=True)
        assert not summary.unchanged
        assert tree(ready.site) == before

    @pytest.mark.parametrize("lost", [".cache", "build", "site"])
    def test_what_is_lost_is_made_again(self, lost: str, ready: Settings) -> None:
        before = tree(ready.site)
        shutil.rmtree(ready.root / lost)
        done(Settings(ready.root, ready.as_of, jobs=1)) if lost != "build" else build(ready, force=True)
        assert tree(ready.site) == before

    def test_files_that_were_changed_or_removed_are_put_right(self, ready: Settings) -> None:
        before = tree(ready.site)
        (ready.site / "draft" / "norms" / "not-1" / "index.html").unlink()
        (ready.site / "draft" / "law" / "duty" / "index.html").write_bytes(b"vandal")
        (ready.site / "draft" / "data" / "norms.json").write_bytes(b"")
        (ready.site / "index.html").write_bytes(b"vandal")
        (ready.docs / "norms" / "not-1.md").write_bytes(b"vandal")
        done(ready)
        assert tree(ready.site) == before

    @pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff"])
    def test_a_damaged_cache_is_no_matter(self, content: bytes, ready: Settings) -> None:
        """Whatever a machine that went down left in it. What pandoc made is named by its content and written whole."""
        before = tree(ready.site)
        for path in ready.cache.rglob("*"):
            if path.is_file() and path.parent.name != "pandoc":
                path.write_bytes(content)
        done(ready)
        assert tree(ready.site) == before

    def test_files_of_others_stay(self, ready: Settings) -> None:
        (ready.site / "CNAME").write_bytes(b"theirs")
        (ready.site / ".gitignore").write_bytes(b"*\n")
        edit(ready, mini.NORM_FILE, mini.replace("Tell those affected", "Tell everybody"))
        done(ready)
        assert (ready.site / "CNAME").read_bytes() == b"theirs"
        assert (ready.site / ".gitignore").read_bytes() == b"*\n"

    def test_another_date_gives_other_words(self, ready: Settings) -> None:
        later = Settings(ready.root, date(2028, 12, 2), jobs=1)
        before = tree(ready.site)
        done(later)
        after = tree(ready.site)
        assert before["draft/reviews/index.html"] != after["draft/reviews/index.html"]
        assert "overdue" in after["draft/norms/not-1/index.html"].decode()


MAPS = [theme.id for theme in THEMES]

EDITS: list[tuple[str, str, Callable[[str], str], set[str]]] = [
    ("a remark in YAML", mini.NORM_FILE, mini.add("# a remark\n"), set()),
    ("a word of a rationale", mini.NORM_FILE, mini.replace("People who know can act.", "Whoever knows can act."),
     {"norms/not-1/index.html", "data/norms.json", "search/search_index.json"}),
    ("a word of a guide note", mini.PART_FILE, mini.replace("Time is needed.", "Time must pass."),
     {"law/transition/index.html", "data/parts.json", "search/search_index.json",
      *(f"downloads/model-law{form}" for form in (".docx", ".odt", ".xml", "-guide.pdf")),
      "downloads/model-law-letter.docx", "downloads/model-law-plain.docx",
      "downloads/parts/part-duties.pdf", "countries/ee/model-law-ee.docx", "countries/ke/model-law-ke.docx",
      "countries/sa/model-law-sa-common.docx", "countries/sa/model-law-sa-civil.docx"}),
    ("the summary of an incident", "incidents/blackout.yaml", mini.replace("The lights went out.", "It was dark."),
     {"incidents/index.html", "incidents/blackout/index.html", "data/incidents.json", "data/incidents.csv",
      "search/search_index.json"}),
    ("the region of a State", "states/states.yaml",
     lambda text: text.replace("    region: A region\n", "    region: Another\n", 1),
     {"countries/ee/index.html", "countries/index.html", "countries/ee/normbook-checklist-ee.xlsx", "data/states.json",
      "data/gaps.csv", "data/gaps.json", "data/countries.csv", "data/compare.js", "countries/compare/index.html",
      "countries/lists/index.html", "countries/matrix/index.html", "countries/matrix/not/index.html",
      "data/matrix.csv", "data/matrix-not.csv", "search/search_index.json", *(f"data/map-{name}.csv" for name in MAPS),
      *(f"countries/map/{name}index.html" for name in ("", *(f"{each}/" for each in MAPS[1:])))}),
]  # fmt: skip


class TestEdit:
    @pytest.mark.parametrize(("title", "name", "change", "expected"), EDITS, ids=[title for title, *_ in EDITS])
    def test_only_what_depends_on_it_changes(
        self, title: str, name: str, change: Callable[[str], str], expected: set[str], ready: Settings
    ) -> None:
        build(ready, force=True)  # a moved project is printed afresh once
        before = tree(ready.site)
        edit(ready, name, change)
        summary = done(ready)
        after = tree(ready.site)
        changed = {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)}
        assert changed - {"SHA256SUMS"} <= {f"draft/{file}" for file in expected}, title
        assert ("SHA256SUMS" in changed) == (changed != set())
        assert summary.rendered <= len([file for file in expected if file.endswith(".html")])

    def test_a_figure_changes_wherever_it_stands(self, ready: Settings) -> None:
        """It is typed once: the norm, the article, the timeline, Word and every checklist follow."""
        before = tree(ready.site)
        edit(ready, mini.TIMELINE_FILE, mini.replace("within: PT24H", "within: PT48H"))
        done(ready)
        after = tree(ready.site)
        for name in ("norms/not-1/index.html", "law/duty/index.html", "timelines/operator-to-csirt/index.html",
                     "law/schedule-timelines/index.html", "countries/ke/index.html", "downloads/model-law.docx",
                     "downloads/model-law.xml", "countries/ke/normbook-checklist-ke.xlsx"):
            assert before[f"draft/{name}"] != after[f"draft/{name}"], name
            if name.endswith(".html"):
                assert b"48 hours" in after[f"draft/{name}"], name
                assert b"[24 hours]" not in after[f"draft/{name}"], name

    def test_after_many_edits_it_is_the_site_of_a_fresh_build(self, ready: Settings, tmp_path: Path) -> None:
        """Pages come, move and go; what is kept from before must never show."""
        steps: list[dict[str, mini.Change]] = [
            {mini.NORM_FILE: mini.replace("Tell those affected", "Tell everybody")},
            {"principles/NOT-2-more.yaml": mini.NORM.replace("not-1", "not-2").replace("Tell those", "Tell more"),
             "planned.yaml": None},
            {mini.PART_FILE: mini.replace("  - id: law/transition\n", "  - id: law/start\n")},
            {"incidents/blackout.yaml": None, "glossary.yaml": mini.replace("forms: [incidents]", "forms: []")},
            {"states/states.yaml": mini.replace("short: Kenya, formal: the Republic of Kenya", "short: Kenia"),
             "countries/ke.yaml": "iso2: KE\nenacted: 2027-01-01\n"},
            {mini.TIMELINE_FILE: mini.replace("id: report\n    title: Report", "id: summary\n    title: Summary"),
             "incidents/night.yaml": mini.INCIDENT.replace("id: blackout", "id: night"),
             _PART_1: mini.replace("heading: Teams", "heading: The teams")},
        ]  # fmt: skip
        for step in steps:
            shutil.rmtree(ready.norms)
            mini.write(ready.root, step)
            done(ready)
        fresh = project(tmp_path / "fresh", steps[-1])
        done(fresh)
        assert tree(ready.site) == tree(fresh.site)


class TestErrors:
    @pytest.mark.parametrize(
        ("name", "change"),
        [
            (mini.NORM_FILE, mini.replace("[[law/duty]]", "[[law/nothing]]")),
            (mini.NORM_FILE, lambda _: "id: [\n"),
            ("handbook.yaml", lambda _: "null\n"),
            (mini.PART_FILE, mini.replace("status: core", "status: kern")),
        ],
        ids=["dead reference", "no YAML", "empty handbook", "shape"],
    )
    def test_an_error_leaves_the_site_as_it_was(
        self, name: str, change: Callable[[str], str], ready: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = {path: path.stat().st_mtime_ns for path in ready.site.rglob("*")}
        edit(ready, name, change)
        assert main(["build", "--root", str(ready.root), "--as-of", "2026-12-01"]) == 1
        said = capsys.readouterr()
        assert f"norms/{name}:" in said.out
        assert "the last good site/ stays as it was" in said.err
        assert {path: path.stat().st_mtime_ns for path in ready.site.rglob("*")} == before
        edit(ready, name, lambda _: mini.FILES[name])
        done(ready)

    def test_a_warning_is_said_and_the_site_is_built(self, ready: Settings) -> None:
        edit(ready, "glossary.yaml", mini.add("  - {id: ghost, term: ghost, definition: a thing., scope: law}\n"))
        summary = done(ready)
        assert [problem.code for problem in summary.problems] == ["G02"]
        assert b"ghost" in (ready.site / "draft" / "glossary" / "index.html").read_bytes()


class Stopped(Exception):  # noqa: N818 (it stands for what stops a machine)
    """The power went."""


SECOND_DRAFT: dict[str, mini.Change] = {
    "handbook.yaml": mini.replace("title: Draft\n", "title: Second draft\n"),
    mini.NORM_FILE: mini.replace("Tell those affected", "Tell everybody"),
}
"""A change that reaches every page."""


class TestInterruption:
    @pytest.fixture(scope="class")
    @classmethod
    def second(cls, tmp_path_factory: pytest.TempPathFactory) -> Tree:
        """The site of a fresh build of the second draft."""
        settings = project(tmp_path_factory.mktemp("second"), SECOND_DRAFT)
        done(settings)
        return tree(settings.site)

    @pytest.mark.parametrize("after", [0, 5, 45, 70])
    def test_stopped_anywhere_the_next_build_recovers(
        self, after: int, ready: Settings, second: Tree, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No file is left half-written, and what is built next is what a fresh build would be."""
        mini.write(ready.root, SECOND_DRAFT)
        count = iter(range(10_000))
        really_replace, really_os_replace = Path.replace, os.replace

        def path_replace(path: Path, target: Path) -> Path:
            if next(count) == after:
                raise Stopped
            return really_replace(path, target)

        def os_replace(source: str, target: str) -> None:
            if next(count) == after:
                raise Stopped
            really_os_replace(source, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", path_replace)
            patch.setattr(os, "replace", os_replace)
            try:
                stopped = build(ready).stopped  # the site builder makes a problem of what stops it
            except Stopped:
                stopped = True
        assert stopped
        left = [path for path in ready.root.rglob("*") if path.suffix == ".tmp" or path.name.endswith("~")]
        assert left == []
        done(ready)
        assert tree(ready.site) == second

    def test_a_full_disk_ends_in_words_and_the_next_build_recovers(
        self, ready: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        edit(ready, mini.NORM_FILE, mini.replace("Tell those affected", "Tell everybody"))

        def full(*_: object) -> bool:
            raise OSError(28, "No space left on device", "somewhere")

        with monkeypatch.context() as patch:
            patch.setattr(making, "write_file", full)
            assert main(["build", "--root", str(ready.root), "--as-of", "2026-12-01", "--jobs", "1"]) == 2
        assert "No space left on device" in capsys.readouterr().err
        assert done(ready).rendered >= 1
        assert b"Tell everybody" in (ready.site / "draft" / "norms" / "not-1" / "index.html").read_bytes()

    def test_a_site_builder_that_fails_is_reported_and_not_sealed(
        self, ready: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was not finished is not taken for finished the next time."""
        edit(ready, mini.NORM_FILE, mini.replace("Tell those affected", "Tell everybody"))

        def fail(*_: object, **__: object) -> None:
            raise Stopped

        with monkeypatch.context() as patch:
            patch.setattr(builder_run.Builder, "run", fail)
            with pytest.raises(Stopped):
                build(ready)
        assert not done(ready).unchanged

    @pytest.mark.parametrize("content", [None, "theme: [\n"])
    def test_settings_of_the_site_that_cannot_be_used_are_no_accident(
        self, content: str | None, ready: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = ready.root / "mkdocs.yml"
        path.unlink() if content is None else path.write_text(content)
        assert main(["build", "--root", str(ready.root), "--as-of", "2026-12-01", "--jobs", "1"]) == 2
        said = capsys.readouterr().err
        assert "mkdocs.yml cannot be used" in said
        assert "hint: It stands beside norms/" in said


# Pages as HTML: links, ids, and the grammar of the language.


@dataclass(frozen=True)
class Parsed:
    """The ids of a page, and where it leads."""

    ids: tuple[str, ...]
    links: tuple[str, ...]


def parsed(site: Path) -> dict[str, Parsed]:
    pages = {}
    for path in site.rglob("*.html"):
        page = lxml.html.document_fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))
        links = tuple(page.xpath("//@href | //@src"))
        pages[path.relative_to(site).as_posix()] = Parsed(tuple(page.xpath("//@id | //a/@name")), links)
    return pages


def dead_links(site: Path, pages: dict[str, Parsed]) -> Iterator[str]:
    """Links and anchors of a site that lead to nothing in it. Addresses outside are not asked for."""
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or (name.endswith("404.html") and parts.path.startswith("/")):
                continue
            target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
            if parts.path.rpartition("/")[2] in {"", ".", ".."} and parts.path:
                target = normpath(join(target, "index.html"))
            if target not in names:
                yield f"{name}: {link}"
            elif parts.fragment and target in pages and _id_in(parts.fragment) not in {*pages[target].ids, "__top"}:
                yield f"{name}: {link} (no such id)"


def _id_in(fragment: str) -> str:
    """The id that a fragment names; what follows a question mark is the state of the tool that bears the id."""
    return unquote(fragment).partition("?")[0]


def double_ids(pages: dict[str, Parsed]) -> list[str]:
    counts = {name: Counter(page.ids) for name, page in pages.items()}
    return [f"{name}: {each}" for name, ids in counts.items() for each, count in ids.items() if count > 1]


def grammar(path: Path) -> list[str]:
    """What an HTML parser complains of in a page."""
    parser = html5lib.HTMLParser()
    parser.parse(path.read_bytes(), transport_encoding="utf-8")
    return [f"{path.name}:{position[0]}:{position[1]} {code} {data}" for position, code, data in parser.errors]


class TestPages:
    def test_every_link_of_the_small_site_leads_somewhere(self, first: Settings) -> None:
        assert list(dead_links(first.site, parsed(first.site))) == []

    def test_the_link_checker_finds_what_is_dead(self, tmp_path: Path) -> None:
        links = b"a/", b"a/#x", b"a/#y", b"b/", b"https://c.example/", b"#z", b"./a", b"."
        page = b"".join(b'<a href="%s">x</a>' % link for link in links) + b'<img src="p.png">'
        write_file(tmp_path / "index.html", page)
        write_file(tmp_path / "a" / "index.html", b'<p id="x"><a href="../">up</a> <a href="../../">too far</a>')
        assert sorted(dead_links(tmp_path, parsed(tmp_path))) == [
            "a/index.html: ../../", "index.html: #z (no such id)", "index.html: ./a", "index.html: a/#y (no such id)",
            "index.html: b/", "index.html: p.png",
        ]  # fmt: skip

    def test_no_id_is_given_twice_on_a_page(self, first: Settings) -> None:
        assert double_ids(parsed(first.site)) == []

    def test_every_page_of_the_small_site_is_valid_html(self, first: Settings) -> None:
        faults = [fault for path in sorted(first.site.rglob("*.html")) for fault in grammar(path)]
        assert faults == []

    def test_the_parser_finds_what_is_not(self, tmp_path: Path) -> None:
        write_file(tmp_path / "a.html", b"<!doctype html><title>t</title><p><div></p></b>")
        assert grammar(tmp_path / "a.html")


KINDS = (
    "index.html", "norms/index.html", "norms/not-2/index.html", "law/index.html", "law/initial-alert/index.html",
    "law/oversight-body/index.html", "law/definitions/index.html", "law/blanks/index.html",
    "law/schedule-response-measures/index.html", "timelines/operator-to-csirt/index.html", "responses/index.html",
    "responses/r17-countermeasures/index.html", "attribution/index.html", "taxonomies/severity/index.html",
    "regimes/index.html", "regimes/eu-nis2-art23/index.html", "instruments/index.html", "incidents/index.html",
    "un-norms/index.html", "glossary/index.html", "countries/ke/index.html", "reviews/index.html",
    "downloads/index.html", "404.html",
)  # fmt: skip
"""A page of each kind of the real site."""


class TestRealSite:
    def test_every_link_leads_somewhere_and_no_id_is_given_twice(self, whole_site: Path) -> None:
        pages = parsed(whole_site)
        assert len(pages) > 300
        assert list(dead_links(whole_site, pages)) == []
        assert double_ids(pages) == []

    @pytest.mark.parametrize("name", KINDS)
    def test_a_page_of_each_kind_is_valid_html(self, name: str, draft: Path) -> None:
        assert grammar(draft / name) == []

    def test_every_state_has_its_page_workbook_and_calendar(self, draft: Path) -> None:
        folders = sorted(path.name for path in (draft / "countries").iterdir() if len(path.name) == 2)
        assert len(folders) >= 193
        for name in folders:
            files = {path.name for path in (draft / "countries" / name).iterdir()}
            assert "index.html" in files
        workbooks = list((draft / "countries").rglob("*.xlsx"))
        calendars = list((draft / "countries").rglob("*.ics"))
        assert (len(workbooks), len(calendars)) == (193, 193)

    def test_no_mark_of_the_inline_language_is_left_in_a_page(self, draft: Path) -> None:
        """Everything that stands in double brackets or braces in YAML has become words."""
        for path in draft.rglob("*.html"):
            text = re.sub(r"(?s)<script.*?</script>|<style.*?</style>", "", path.read_text(encoding="utf-8"))
            text = re.sub(r' data-[a-z]+="[^"]*"', "", text)  # numbers for a script
            assert "[[" not in text, path
            assert not re.search(r"\{[a-z_]+(\|[^}]*)?\}", text), path
