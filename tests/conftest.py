"""What many tests share: the real corpus, a copy of it to break, and the tools that only some machines have.

Tests that need Chromium bear the marker `browser`, those that need LibreOffice `office`. Without the tool they are
skipped, and the end of the run says how to get it; in CI they fail instead, so that a green run has tested everything.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import hypothesis
import pytest
from playwright.sync_api import Browser

from chrome import running
from normbook import fingerprint, readings
from normbook.examine import Examined, examine
from normbook.model.corpus import Corpus
from normbook.publication import Publication
from normbook.reporting import as_text
from wholesite import built

ROOT: Final = Path(__file__).parents[1]
AS_OF: Final = date(2026, 12, 1)

_PROGRAMS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "browser": (("chromium", "chromium-browser", "google-chrome"),),
    "office": (("soffice",), ("pdftotext",)),
}
"""By marker: of each group of names one must be installed."""

_PACKAGES: Final = {
    "browser": "chromium",
    "office": "libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils",
}

# Times differ too much between machines to judge an example by them; in CI the same examples are tried each time.
hypothesis.settings.register_profile("normbook", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("normbook")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what tests made as what they expect")


@pytest.fixture(scope="session")
def update_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether a golden file is to be written instead of compared."""
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture(scope="session")
def examined() -> Examined:
    """The real corpus, loaded, linked and checked as of 1 December 2026. It must be sound."""
    found = examine(ROOT / "norms", AS_OF)
    assert found.sound, as_text([problem for problem in found.problems if problem.is_error])
    return found


@pytest.fixture(scope="session")
def corpus(examined: Examined) -> Corpus:
    """The real corpus."""
    assert examined.corpus is not None
    return examined.corpus


@pytest.fixture(scope="session")
def publication(examined: Examined, corpus: Corpus) -> Publication:
    """The real corpus as the makers of pages and documents see it."""
    assert examined.links is not None
    return Publication(corpus, examined.links, AS_OF)


@pytest.fixture(scope="session")
def _readings() -> Path:
    """What was read of the real corpus, kept as a command keeps it."""
    kept = ROOT / ".cache" / "corpus.jsonl"
    readings.refresh(ROOT / "norms", kept, fingerprint.code())
    return kept


@pytest.fixture
def project(tmp_path: Path, _readings: Path) -> Path:
    """A folder with a copy of the real corpus and the site's settings, to edit or to break; it was read once."""
    shutil.copytree(ROOT / "norms", tmp_path / "norms")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / ".cache").mkdir()
    shutil.copy(_readings, tmp_path / ".cache")
    return tmp_path


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `site/` of the real corpus, built once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    return built(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def draft(whole_site: Path) -> Path:
    """The folder of the draft in the built site."""
    return whole_site / "draft"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for tests marked `browser`: one for each test process."""
    with running(_program(_PROGRAMS["browser"][0])) as browser:
        yield browser


@pytest.fixture(scope="session")
def soffice() -> str:
    """Path of LibreOffice, for tests marked `office`."""
    return _program(_PROGRAMS["office"][0])


def _program(names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := shutil.which(name))), "")


def _missing(marker: str) -> str:
    return " and ".join(names[0] for names in _PROGRAMS[marker] if not _program(names))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in _PROGRAMS:
        if item.get_closest_marker(marker) and (missing := _missing(marker)):
            reason = f"{marker}: no {missing} here; run 'make test', or install {_PACKAGES[marker]}"
            if os.environ.get("CI") == "true":
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = [str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])]
    counts = Counter(marker for marker in _PROGRAMS for reason in reasons if f"Skipped: {marker}: " in reason)
    for marker, count in counts.items():
        tests = f"{count} test{'' if count == 1 else 's'}"
        terminalreporter.section(f"SKIPPED {tests}: no {_missing(marker)}", sep="!", red=True, bold=True)
        terminalreporter.write_line(f"To run them: sudo apt-get install {_PACKAGES[marker]}", red=True)
