"""The one door to pandoc: same tree, same bytes; a refusal says what and why; the cache is by content."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from normbook import pandoc

DAY = date(2026, 12, 1)
WORDS = {"t": "Para", "c": [{"t": "Str", "c": "Mark-up like <b> & [[this]] is text."}]}


def tree() -> dict[str, Any]:
    return pandoc.tree([WORDS], lang="en-GB")


def test_text_is_escaped_by_construction() -> None:
    assert pandoc.convert(tree(), "html", as_of=DAY) == b"<p>Mark-up like &lt;b&gt; &amp; [[this]] is text.</p>\n"


def test_the_same_tree_gives_the_same_bytes_and_the_date_of_the_edition() -> None:
    first, second = (pandoc.convert(tree(), "docx", as_of=DAY) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert b"2026-12-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_result_is_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pandoc.convert(tree(), "html", as_of=DAY, cache=tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [made]

    def never(*_: object) -> bytes:
        raise AssertionError("pandoc was called although the result is kept")

    pandoc.version()
    monkeypatch.setattr(pandoc, "_run", never)
    assert pandoc.convert(tree(), "html", as_of=DAY, cache=tmp_path) == made
    with pytest.raises(AssertionError):
        pandoc.convert(tree(), "html", as_of=date(2026, 12, 2), cache=tmp_path)
    with pytest.raises(AssertionError):
        pandoc.convert(tree(), "html", as_of=DAY, cache=tmp_path, reference=b"another")


def test_a_refusal_carries_the_words_of_pandoc() -> None:
    broken = {**tree(), "blocks": [{"t": "Nothing"}]}
    with pytest.raises(pandoc.PandocError, match=r"refused the document \(exit status \d+\): .+"):
        pandoc.convert(broken, "html", as_of=DAY)


def test_a_tree_of_another_version_is_refused() -> None:
    with pytest.raises(pandoc.PandocError):
        pandoc.convert({**tree(), "pandoc-api-version": [1, 99]}, "html", as_of=DAY)


def test_a_run_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "TIMEOUT", 0.0001)
    with pytest.raises(pandoc.PandocError, match=r"longer than 0\.0001 seconds"):
        pandoc.convert(tree(), "html", as_of=DAY)


@pytest.mark.parametrize("missing", ["package", "program"])
def test_a_missing_pandoc_names_the_remedy(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pandoc.program.cache_clear()
    if missing == "package":
        monkeypatch.setitem(sys.modules, "pypandoc", None)
    else:
        def absent() -> str:
            raise OSError("No pandoc was found")

        monkeypatch.setattr("pypandoc.get_pandoc_path", absent)
    with pytest.raises(pandoc.PandocError, match="install the Python package pypandoc_binary"):
        pandoc.program()


def test_the_machine_cannot_shape_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pandoc.convert(tree(), "html", as_of=DAY, options=["--standalone"])
    templates = tmp_path / "pandoc" / "templates"
    templates.mkdir(parents=True)
    (templates / "default.html5").write_text("of this machine")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert pandoc.convert(tree(), "html", as_of=DAY, options=["--standalone"]) == before
