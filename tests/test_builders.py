"""The site builder: the bytes of `mkdocs build`, and no more work than a change asks for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]

from normbook.builders import BuildReport, ConfigError, Resident, SiteSettings, build_site, write_config
from normbook.builders.convert import Converter
from normbook.builders.engine import Site
from normbook.builders.ledger import TEMPORARY
from normbook.builders.pagelinks import links_in
from normbook.builders.quickparser import QuickParser
from normbook.builders.rawblocks import BLOCK_TAGS, lift

PROJECT = Path(__file__).parent.parent
AS_OF = date(2026, 11, 22)
SOURCE = "https://git.example/edit/{path}#L{line}"
ROW = '<tr data-x="1"><th scope="row"><a href="../../norms/not-2/#p1">not-2</a></th><td>A &amp; B<br>c</td></tr>\n'
TABLE = f'<table id="t">\n<tbody>\n{ROW * 12}</tbody>\n</table>'
CHECKLIST = f'<section data-search-exclude="all" id="list">\n{TABLE}\n</section>'
INNER = f'<div>inner</div>\n<p>after</p>\n<h3 id="h">head</h3>\n<p>{"x " * 99}</p>'
NESTED = f'<div class="a" data-search-exclude>\n{INNER}\n</div>'
DRAWING = '<svg viewBox="0 0 1 1"><title>T</title><line x1="0"/></svg>'

LINKED = {"@type": "Legislation", "name": "</script><b onclick='x'>A & B</b><!-- ]]>"}
"""What a page says to programs, with all that could end it too early."""

ODD_PAGES = {
    "plain.md": "No heading at all, *only* text.\n",
    "front.md": "---\ntitle: Given title\n---\n\n## Second level first\n\nText.\n",
    "nested.md": f"# Nested\n\n{NESTED}\n\nTail.\n\n{CHECKLIST}\n\n## After { {'x': 1} }\n\nMore.\n",
    "code.md": f"# Code\n\n```\n{CHECKLIST}\n```\n\n{CHECKLIST}\n",
    "comment.md": f"# Comment\n\n<!-- a\n\n{CHECKLIST}\n\n-->\n\n{CHECKLIST}\n",
    "unclosed.md": f"# Unclosed\n\n<div>\n\n<p>one\n\n{CHECKLIST}\n\ntext\n",
    "inside.md": f"# Inside\n\n<div markdown>\n\n*Text*.\n\n{CHECKLIST}\n\n</div>\n\n{CHECKLIST}\n\nEnd.\n",
    "tail.md": f"# Tail\n\n{CHECKLIST} tail text\n\n{CHECKLIST}\nnext line\n\n{CHECKLIST}",
    "tabs.md": "# Tabs\n\n" + CHECKLIST.replace("A &amp; B", "A\tB") + "\n\nEnd.\n",
    "blank.md": "# Blank\n\n" + CHECKLIST.replace("<br>", "\n   \n") + "\n\nEnd.\n",
    "svg.md": f"# Drawing\n\n<figure>\n{DRAWING}\n{'<p>y</p>' * 40}\n</figure>\n",
    "crlf.md": f"# Lines\r\n\r\nOne\r\n\r\n{CHECKLIST}\r\n",
    "bom.md": "\ufeff# Mark\n\nÅngström, ‘quotes’, 中文.\n",
    "notes.md": "# Notes\n\nText[^1] and more[^n].\n\n[^1]: One.\n[^n]: Two.\n\nTerm\n:   Definition.\n",
    "list.md": f"# List\n\n- item\n\n{CHECKLIST}\n\n- other\n    \n    {CHECKLIST[:60]}\n",
    "void.md": "# Void\n\n<hr>\n\n<div>\n" + "<img src=\"../pic.png\" alt=\"a\"> " * 20 + "\n</div>\n",
    "excluded.md": "---\nsearch: {exclude: true}\n---\n\n# Excluded\n\nNot found.\n",
    "boosted.md": "---\ntitle: B\nsearch: {boost: 2}\nhide: [toc, navigation]\nwide: true\n---\n\n# Boosted\n\nText.\n",
}


def front(title: str, **more: object) -> str:
    """Front matter; JSON is YAML."""
    shown = {"what": "A norm", "status": "Draft", "status_kind": "draft", "date": "1 December 2026"}
    fields = {"title": title, **shown, **more}
    return "---\n" + "".join(f"{key}: {json.dumps(value)}\n" for key, value in fields.items()) + "---\n\n"


def sources() -> dict[str, str]:
    """The files of a small site, by path in the docs folder."""
    download = {"label": "Download", "href": "downloads/law.docx", "kind": "download"}
    actions = [download, {"label": "Up", "href": "norms/"}]
    made = {
        "index.md": front("Start") + "# Start\n\nSee [norms](norms/index.md).\n",
        "norms/index.md": front("Norms") + "# Norms\n\n[1](not-1.md) [2](not-2.md#p1) [t](../countries/ke.md#t)\n",
        "norms/not-1.md": front("NOT-1", actions=actions) + "# NOT-1\n\nText. [Law](../law/a-1.md#text)\n",
        "norms/not-2.md": front("NOT-2", source="norms/NOT-2.yaml:7")
        + '# NOT-2\n\n<div class="nb-law">\n<p id="p1">One.</p>\n</div>\n\n## More { #more }\n\n[self](#more)\n',
        "law/a-1.md": front("Article 1", linked_data=LINKED)
        + "# Article 1\n\n## Text { #text }\n\n[back](../norms/not-2.md)\n",
        "downloads/law.docx": "PK law",
        "pic.png": "png",
        "data/norms.json": '{"a": 1}',
    }
    for code in ("ke", "ee"):
        body = f"# {code.upper()}\n\nWords.\n\n{CHECKLIST}\n\n## Dates\n\nDates.\n"
        made[f"countries/{code}.md"] = front(code.upper()) + body
    made |= {f"odd/{name}": text for name, text in ODD_PAGES.items()}
    return made


NAV: list[dict[str, object]] = [
    {"Start": "index.md"},
    {
        "Norms": [
            {"All norms": "norms/index.md"},
            {"NOT": [{"NOT-1 Prompt": "norms/not-1.md"}, {"NOT-2": "norms/not-2.md"}]},
        ]
    },
    {"Model law": [{"Part I": [{"1 Title": "law/a-1.md"}]}]},
]


class Project:
    """A small project on disk, with the look of this one."""

    def __init__(self, root: Path, files: Mapping[str, str]) -> None:
        self._settle(root)
        shutil.copy(PROJECT / "mkdocs.yml", root / "mkdocs.yml")
        shutil.copytree(PROJECT / "templates" / "theme", root / "templates" / "theme")
        for name, text in files.items():
            self.write(name, text)
        self.configure()

    def _settle(self, root: Path) -> None:
        self.root, self.docs, self.config = root, root / "build" / "docs", root / "build" / "mkdocs.yml"

    def at(self, root: Path) -> Project:
        """The project in a folder that it was copied to."""
        there = Project.__new__(Project)
        there._settle(root)
        return there

    def write(self, name: str, text: str) -> None:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def configure(self, nav: list[dict[str, object]] | None = None, as_of: date = AS_OF, **extra: object) -> bool:
        return write_config(
            self.config,
            SiteSettings(
                name="Normbook", url="https://normbook.example/draft/", nav=nav or NAV, docs_dir=self.docs,
                site_dir=self.root / "site", base=self.root / "mkdocs.yml", theme=self.root / "templates" / "theme",
                as_of=as_of, copyright="CC BY 4.0", not_in_nav=["/countries/*.md", "/odd/*.md"],
                extra={"notice": "A draft.", "edition_title": "Draft", "source_url": SOURCE, **extra},
            ),
        )  # fmt: skip

    def build(self, jobs: int = 1, as_of: date = AS_OF, name: str = "site") -> BuildReport:
        cache = self.root / ".cache" / name
        return build_site(self.config, site_dir=self.root / name, cache_dir=cache, as_of=as_of, jobs=jobs)

    def resident(self) -> Resident:
        cache = self.root / ".cache" / "site"
        return Resident(self.config, site_dir=self.root / "site", cache_dir=cache, as_of=AS_OF, jobs=1)

    def plain(self) -> dict[str, bytes]:
        """What `mkdocs build` makes of it."""
        env = {**os.environ, "SOURCE_DATE_EPOCH": "1795305600", "NO_MKDOCS_2_WARNING": "1"}
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "--no-strict", "-f", str(self.config)]
        subprocess.run([*command, "-d", str(self.root / "plain")], env=env, check=True, capture_output=True)
        return tree(self.root / "plain")

    def afresh(self) -> dict[str, bytes]:
        """What this builder makes of it from nothing."""
        shutil.rmtree(self.root / "fresh", ignore_errors=True)
        shutil.rmtree(self.root / ".cache" / "fresh", ignore_errors=True)
        self.build(name="fresh")
        return tree(self.root / "fresh")

    def site(self) -> dict[str, bytes]:
        return tree(self.root / "site")

    def page(self, name: str) -> str:
        return (self.root / "site" / name / "index.html").read_text()


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def few() -> dict[str, str]:
    """The small site without its odd pages."""
    return {name: text for name, text in sources().items() if not name.startswith("odd/")}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, few())


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that has been built; tests work on copies of it."""
    project = Project(tmp_path_factory.mktemp("once"), few())
    assert project.build().ok
    return project


@pytest.fixture
def built(once: Project, tmp_path: Path) -> Project:
    shutil.copytree(once.root, tmp_path, dirs_exist_ok=True)
    return once.at(tmp_path)


def messages(report: BuildReport) -> list[str]:
    return [f"{problem.place} {problem.code} {problem.message}" for problem in report.problems]


# -- the same bytes --------------------------------------------------------------------------------------------------


def test_bytes_of_mkdocs_build(tmp_path: Path) -> None:
    project = Project(tmp_path, sources())
    project.write("../../templates/theme/assets/images/favicon.png", "in place of the theme's")
    report = project.build(jobs=2)
    assert report.pages == report.rendered == len([name for name in sources() if name.endswith(".md")])
    plain, ours = project.plain(), project.site()
    assert plain.keys() == ours.keys()
    assert [name for name in plain if plain[name] != ours[name]] == []
    assert b"not-2" in ours["countries/ke/index.html"]  # a lifted block is back in its place
    assert len(json.loads(ours["search/search_index.json"])["docs"]) > 20
    assert b"<lastmod>2026-11-22</lastmod>" in ours["sitemap.xml"]


def test_several_processes_make_the_same_bytes_as_one(tmp_path: Path) -> None:
    project = Project(tmp_path, sources())
    seen: list[tuple[int, int]] = []
    folders = {"site_dir": tmp_path / "site", "cache_dir": tmp_path / "cache"}
    build_site(project.config, **folders, as_of=AS_OF, jobs=3, progress=lambda *n: seen.append(n))
    assert seen == [(n, len(seen)) for n in range(1, len(seen) + 1)]
    assert project.site() == project.afresh()


# -- raw blocks ------------------------------------------------------------------------------------------------------

EXTENSIONS = ["tables", "attr_list", "md_in_html", "admonition", "footnotes", "def_list", "toc", "fenced_code"]
PIECES = [
    "text", "", "# Head", "<b>inline</b> text", "- item", "    indented", "> quote", "<p>open", "</div>", "<hr>", "```",
    "<!-- c -->", '<div markdown class="m">', "</section>", CHECKLIST, NESTED, CHECKLIST.replace("section", "div"),
    CHECKLIST.replace("</tr>", ""), CHECKLIST.replace("data-search-exclude", "class"), f"{CHECKLIST} tail",
    f"  {CHECKLIST}", "[^1]: note", f'<aside data-search-exclude>\n<h3 id="k">k</h3>\n<p>{"y " * 99}</p>\n</aside>',
]  # fmt: skip


def converted(text: str) -> str:
    return str(markdown.Markdown(extensions=EXTENSIONS).convert(text))


def searched(html: str, make: type[Parser] = Parser) -> list[tuple[str | None, str, str]] | None:
    """What search finds; None where its parser gives up, as it does on some tags out of order."""
    parser = make()
    try:
        parser.feed(html)
        parser.close()
    except ValueError:
        return None
    return [(s.id, "".join(s.title), "".join(s.text)) for s in parser.data if not s.is_excluded()]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["\n", "\n\n"])), max_size=7))
def test_a_lifted_block_leaves_no_trace(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + end for piece, end in pieces)
    lifted = lift(text)
    html = converted(lifted.text)
    whole = lifted.restored(html)
    if whole is not None:  # else the builder converts the page again without lifting
        assert whole == converted(text)
        assert searched(whole) == searched(whole, QuickParser)
        assert searched(whole) in (None, searched(lifted.for_search(html)))
        assert set(re.findall(r'\sid="([^"]+)"', "".join(lifted.blocks))) <= lifted.anchors()


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (f"a\n\n{CHECKLIST}\n\nb", 1),
        (f"{CHECKLIST}\n\n{NESTED}", 2),
        (f"a\n{CHECKLIST}\n", 0),  # no blank line before
        (f"{CHECKLIST} tail\n", 0),
        (f"<p>{'words ' * 99}</p>\n", 0),
        (CHECKLIST.replace("<table", "<table markdown"), 0),
        (CHECKLIST.replace("&amp;", "&"), 0),  # not well-formed
        (CHECKLIST.replace("</section>", ""), 0),
        (f"<div markdown>\n\n{CHECKLIST}\n\n</div>\n", 0),
        (f"{CHECKLIST}\n\n```\n{CHECKLIST}\n```\n", 0),
        ("<div>short</div>", 0),
    ],
)
def test_what_is_lifted(text: str, blocks: int) -> None:
    assert len(lift(text).blocks) == blocks
    assert bool(blocks) == (lift(text).text != text)


@pytest.mark.parametrize(
    "html",
    [
        '<h1 id="a">A<a class="headerlink" href="#a">x</a></h1><p>one &amp; two &lt;3 <code>c</code><br />d</p>',
        '<h2 id="b">B</h2><p data-search-exclude>no</p><pre>a\n  b</pre><ul><li></li><li>x</li></ul>',
        "<p>tail &am",
        "<p>a < b</p><!-- c --><p>d</p>",
        "<script>a < b</script><P CLASS='x'>q</P><table><tr><td nowrap>z</table>",
    ],
)
def test_the_quick_parser_finds_what_the_plugins_own_finds(html: str) -> None:
    assert searched(html, QuickParser) == searched(html)


def test_search_sees_an_empty_block_only_where_it_skips_the_whole() -> None:
    assert lift(CHECKLIST).for_search(lift(CHECKLIST).text) == "<section data-search-exclude></section>"
    assert lift(NESTED).for_search(lift(NESTED).text) == NESTED


def test_a_block_that_ends_the_page_may_leave_out_end_tags() -> None:
    """As the checklists of States do: where nothing follows, search cannot go astray."""
    open_ended = CHECKLIST.replace("</td>", "").replace("</tr>", "")
    lifted = lift(open_ended)
    assert lifted.for_search(f"{lifted.text}\n") == "<section data-search-exclude></section>\n"
    assert lifted.for_search(f"{lifted.text}<p>more</p>") == f"{open_ended}<p>more</p>"


def test_block_tags_are_those_of_python_markdown() -> None:
    assert set(markdown.Markdown().block_level_elements) == BLOCK_TAGS


# -- doing only what changed -----------------------------------------------------------------------------------------


def test_nothing_changed_does_not_even_load_mkdocs(built: Project) -> None:
    script = (
        "import sys, datetime, pathlib; from normbook.builders import build_site; root = pathlib.Path(sys.argv[1])\n"
        "r = build_site(root / 'build/mkdocs.yml', site_dir=root / 'site', cache_dir=root / '.cache/site',"
        " as_of=datetime.date(2026, 11, 22))\n"
        "print(r.rendered, r.reused, r.files, 'mkdocs' in sys.modules, 'jinja2' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": str(PROJECT / "generator")}
    command = [sys.executable, "-c", script, str(built.root)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "7", "0", "False", "False"]


def test_a_touched_file_is_compared_by_content(built: Project) -> None:
    for path in (built.docs / "norms/not-1.md", built.root / "site/index.html", built.config):
        os.utime(path, (1, 1))
    assert built.build().files == 0


def test_an_edited_page_is_printed_alone(built: Project) -> None:
    before = built.site()
    built.write("norms/not-1.md", front("NOT-1") + "# NOT-1\n\nOther words.\n")
    report = built.build()
    changed = {name for name, data in built.site().items() if before[name] != data}
    assert (report.rendered, report.files) == (1, 2)
    assert changed == {"norms/not-1/index.html", "search/search_index.json"}
    assert built.site() == built.afresh()


def test_an_edit_of_the_same_size_in_the_same_moment_is_seen(built: Project) -> None:
    path = built.docs / "data/norms.json"
    stat = path.stat()
    path.write_text('{"a": 2}')
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    built.build()
    assert built.site()["data/norms.json"] == b'{"a": 2}'


def test_pages_and_files_come_and_go(built: Project) -> None:
    (built.docs / "countries/ee.md").unlink()
    (built.docs / "pic.png").unlink()
    built.write("countries/fr.md", "# FR\n\nWords.\n")
    built.write("downloads/law.docx", "PK other")
    report = built.build()
    assert (report.rendered, report.removed) == (1, 2)
    assert not (built.root / "site/countries/ee").exists()
    assert built.site() == built.afresh()


def test_a_new_navigation_prints_pages_from_stored_bodies(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Converter, "convert", None)
    built.configure([NAV[0], {"All the norms": NAV[1]["Norms"]}, *NAV[2:]])
    report = built.build()
    assert (report.rendered, report.problems) == (report.pages, ())
    assert ">All the norms</a>" in built.page("law/a-1")
    monkeypatch.undo()
    assert built.site() == built.afresh()


def test_a_page_that_the_navigation_waited_for(built: Project) -> None:
    built.configure([*NAV, {"Soon": "norms/soon.md"}])
    assert [p.code for p in built.build().problems] == ["B03"]
    built.write("norms/soon.md", "# Soon\n")
    assert built.build().ok
    assert '<a href="../soon/" class="md-tabs__link">Soon</a>' in built.page("norms/not-1")
    assert built.site() == built.afresh()


def test_a_template_prints_every_page_again(built: Project) -> None:
    footer = built.root / "templates/theme/partials/copyright.html"
    footer.write_text("<p>Other foot</p>")
    assert built.build().rendered == 7
    assert "Other foot" in built.page("law/a-1")
    (built.root / "templates/theme/assets/normbook.css").write_text("body{}")
    built.build()
    assert built.site()["assets/normbook.css"] == b"body{}"


def test_another_day_prints_no_page(built: Project) -> None:
    report = built.build(as_of=date(2027, 1, 1))
    assert (report.rendered, report.files) == (0, 2)
    assert built.configure(as_of=date(2027, 1, 1))
    assert built.build(as_of=date(2027, 1, 1)).files == 0
    assert b"2027-01-01" in built.site()["sitemap.xml"]


def test_damaged_outputs_are_made_good(built: Project) -> None:
    whole = built.site()
    (built.root / "site/norms/not-1/index.html").write_text("damaged")
    (built.root / "site/pic.png").unlink()
    (built.root / "site/search/search_index.json").unlink()
    assert built.build().files == 3
    assert built.site() == whole


def test_a_lost_memory_does_no_harm(built: Project) -> None:
    whole = built.site()
    for manifest in (built.root / ".cache").rglob("*.json"):
        manifest.write_text("{")
    assert built.build().rendered == 7
    assert built.site() == whole


# -- what is not ours, and runs cut short ----------------------------------------------------------------------------


def test_files_of_others_stay(built: Project) -> None:
    (built.root / "site/CNAME").write_text("normbook.example")
    (built.root / "site/pic.png").write_text("someone else's now")
    (built.docs / "pic.png").unlink()
    (built.docs / "data/norms.json").unlink()
    assert built.build().removed == 1
    assert {"CNAME", "pic.png"} <= built.site().keys()
    assert "data/norms.json" not in built.site()


def test_a_run_that_was_cut_short_is_made_up_for(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    built.write("countries/fr.md", "# FR\n\nWords.\n")
    built.write("norms/not-1.md", "# NOT-1\n\nOther words.\n")
    monkeypatch.setattr(Site, "templates", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        built.build()
    assert (built.root / "site/countries/fr/index.html").exists()
    (built.root / f"site/index.html{TEMPORARY}").write_text("half a pa")
    monkeypatch.undo()
    (built.docs / "countries/fr.md").unlink()  # so that what the broken run wrote is not wanted any more
    built.build()
    assert built.site() == built.afresh()
    assert built.build().rendered == 0


# -- problems --------------------------------------------------------------------------------------------------------


def test_broken_links_come_back_as_problems(built: Project) -> None:
    built.write(
        "norms/not-2.md",
        front("NOT-2", source="norms/NOT-2.yaml:7") + "# NOT-2\n\n[a](gone.md) [b](not-1.md#gone)\n\n"
        '<div><a href="../../law/a-2/">c</a> <a href="../not-1">d</a> <a href="../../law/a-1/#text">fine</a></div>\n',
    )
    found = messages(built.build())
    assert [text.split(" ")[:2] for text in found] == [
        ["build/docs/countries/ee.md", "B02"],  # the id it points to went away with the edit
        ["build/docs/countries/ke.md", "B02"],
        ["build/docs/norms/index.md", "B02"],
        ["norms/NOT-2.yaml:7", "B01"],  # law/a-2
        ["norms/NOT-2.yaml:7", "B01"],  # ../not-1, without the slash
        ["norms/NOT-2.yaml:7", "B02"],  # not-1 has no id `gone`
        ["norms/NOT-2.yaml:7", "B03"],  # gone.md, in mkdocs' words
    ]
    assert "'gone.md'" in found[-1]
    assert messages(built.build()) == found  # also when nothing has changed since


def test_broken_links_of_raw_html(built: Project) -> None:
    links = '<p><a href="../a-2/">x</a> <a href="../../norms">y</a></p>'
    built.write("law/a-1.md", f"# A\n\n## Text {{ #text }}\n\n{links}\n")
    report = built.build()
    assert [(p.code, p.place.file, p.hint[:5]) for p in report.problems] == [
        ("B01", "build/docs/law/a-1.md", ""),
        ("B01", "build/docs/law/a-1.md", "write"),
    ]


def test_a_problem_goes_when_its_cause_does(built: Project) -> None:
    built.write("norms/not-1.md", "# NOT-1\n\n[later](../countries/later.md)\n")
    assert [p.code for p in built.build().problems] == ["B03"]
    built.write("countries/later.md", "# Later\n")
    assert built.build().ok
    assert 'href="../../countries/later/"' in built.page("norms/not-1")
    (built.docs / "countries/later.md").unlink()
    assert [p.code for p in built.build().problems] == ["B03"]
    assert built.site() == built.afresh()


def test_a_page_left_out_of_the_navigation_is_a_problem(built: Project) -> None:
    built.write("law/a-9.md", "# A-9\n")
    report = built.build()
    assert [(p.place.file, p.code) for p in report.problems] == [("build/mkdocs.yml", "B03")]
    assert "law/a-9.md" in report.problems[0].message


def test_a_page_that_cannot_be_printed_is_its_own_problem(built: Project) -> None:
    built.write("norms/not-1.md", "---\ntemplate: missing.html\nsource: norms/NOT-1.yaml:3\n---\n\n# NOT-1\n")
    built.write("norms/not-2.md", "# NOT-2\n\n## One { #p1 }\n")
    report = built.build()
    assert [str(p.place) for p in report.problems if p.code == "B04"] == ["norms/NOT-1.yaml:3"]
    assert "One" in built.page("norms/not-2")
    assert built.build().problems == report.problems


@pytest.mark.parametrize("line", ["plugins: [search, tags]", "theme: {name: nowhere}", "nav: 3"])
def test_a_configuration_that_cannot_be_used(project: Project, line: str) -> None:
    project.config.write_text(f"INHERIT: ../mkdocs.yml\ndocs_dir: docs\n{line}\n")
    with pytest.raises(ConfigError, match=r"mkdocs\.yml"):
        project.build()


def test_links_in() -> None:
    page = (
        '<a href="../x/#y">1</a> <a href="#z">2</a> <img src="../../p%20q.png?v=1">'
        ' <a href="https://e.example/">elsewhere</a> <a href="mailto:a@b">a person</a>'
    )
    assert links_in(page, "norms/not-2/index.html") == [
        ["norms/not-2/index.html", "z"], ["norms/x/index.html", "y"], ["p q.png", ""],
    ]  # fmt: skip


# -- the resident builder --------------------------------------------------------------------------------------------


def test_resident_prints_the_page_that_was_saved(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with built.resident() as resident:
        assert resident.build().rendered == 0
        with monkeypatch.context() as context:
            context.setattr("normbook.builders.run.Builder.run", None)
            built.write("countries/ke.md", front("KE") + f"# KE\n\nOther words.\n\n{CHECKLIST}\n")
            built.write("pic.png", "other")
            report = resident.render(["countries/ke.md", "pic.png"])
            built.write("norms/not-2.md", "# NOT-2\n\n## One { #p1 }\n\n[gone](gone.md)\n")
            assert [p.code for p in resident.render(["norms/not-2.md"]).problems] == ["B03"]
        assert (report.rendered, report.files) == (1, 3)
        assert built.site() == built.afresh()
    after = built.build()
    assert ([p.code for p in after.problems], after.rendered, after.files) == (["B03"], 0, 0)  # it is remembered


def test_resident_makes_the_site_whole_when_a_page_comes_or_a_template_changes(built: Project) -> None:
    with built.resident() as resident:
        resident.build()
        built.write("countries/fr.md", "# FR\n")
        assert resident.render(["countries/fr.md"]).pages == 8
        (built.root / "templates/theme/partials/copyright.html").write_text("Other foot")
        resident.render(["index.md"])
        assert "Other foot" in built.page("countries/fr")
        assert built.site() == built.afresh()


# -- configuration and theme -----------------------------------------------------------------------------------------


def test_configuration_is_written_once_and_relative(project: Project) -> None:
    text = project.config.read_text()
    assert text.splitlines()[1] == "# SOURCE_DATE_EPOCH=1795305600 mkdocs build -f build/mkdocs.yml"
    assert {"INHERIT: ../mkdocs.yml", "docs_dir: docs", "site_dir: ../site"} <= set(text.splitlines())
    assert str(project.root) not in text
    assert not project.configure()
    assert project.configure(extra_word="x")


def test_the_bar_says_what_the_page_is_and_what_one_can_do(once: Project) -> None:
    page = once.page("norms/not-1")
    head, bar = page.index("</h1>"), page.index('<div class="nb-bar" role="group"')
    assert head < bar < page.index("<p>Text.")
    assert '<span class="nb-badge nb-badge--draft">Draft</span>' in page
    assert '<a class="nb-act nb-act--download" href="../../downloads/law.docx" download>Download</a>' in page
    assert 'href="https://git.example/edit/norms/NOT-2.yaml#L7"' in once.page("norms/not-2")


def test_the_navigation_of_a_page(once: Project) -> None:
    page = once.page("norms/not-1")
    assert page.count('aria-current="page"') == 1
    assert "NOT-2" in page  # its own section is open
    assert "1 Title" not in page  # another is pruned to one link
    assert '<a href="../../law/a-1/"' in page
    start = (once.root / "site/index.html").read_text()
    assert '<a href="." class="md-tabs__link" aria-current="true">Start</a>' in start


def test_pages_ask_nothing_of_other_hosts(once: Project) -> None:
    loads = re.compile(rb'<(?:script|img|iframe|link(?! rel="canonical"))[^>]*(?:src|href)="(https?:[^"]*)"')
    for name, data in once.site().items():
        if name.endswith(".html"):
            assert (name, loads.findall(data)) == (name, [])
        if name.endswith("normbook.css"):
            assert not re.search(rb"@import|url\((?!['\"]?(data:|#))", data)


def test_no_comment_swallows_a_rule_of_the_style_sheet(once: Project) -> None:
    """Text outside a comment and a rule is a selector that nothing matches, and the rule after it is lost."""
    bare = re.sub(rb"/\*.*?\*/", b"", once.site()["assets/normbook.css"], flags=re.DOTALL)
    assert bare.lstrip().startswith(b":root {")
    assert b"*/" not in bare
    assert bare.count(b"{") == bare.count(b"}")


def test_data_for_programs_is_data_and_no_script(once: Project) -> None:
    """A policy that forbids inline scripts has nothing to forbid: a block of this type is never run."""
    page = once.page("law/a-1")
    made = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert [json.loads(text) for text in made] == [LINKED]
    assert not re.search(r"[<>&']", made[0])
    assert "ld+json" not in once.page("norms/not-1")


def test_every_page_has_its_language_one_first_heading_and_a_skip_link(once: Project) -> None:
    for name in ("norms/not-1", "law/a-1", "countries/ke"):
        page = once.page(name)
        assert '<html lang="en"' in page
        assert page.count("<h1") == 1
        target = re.search(r'<a href="#([^"]+)" class="md-skip">', page)
        assert target is not None
        assert f'id="{target[1]}"' in page
