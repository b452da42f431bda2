"""Measure the work of Normbook beside a baseline in one run: `python bench/run.py [--runs N] [--only NAME]`.

Every figure is the median of several runs of a fresh process (but for `serve`, which is one resident process), on a
copy of the corpus in a temporary folder. The baseline of the site is a stock `mkdocs build` of the same Markdown with
Material's own templates and its navigation as it comes. Nothing is asserted: the table shows each figure and its aim.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

from measure import Measured, measured
from synthetic import multiply

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
AS_OF = "2026-12-01"
NORMBOOK = [sys.executable, "-m", "normbook"]


class Bench:
    """A copy of the project to work on, and the table of figures."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.root, self.runs = folder / "project", runs
        self.rows: list[tuple[str, str, str]] = []
        copy_project(self.root)

    def row(self, name: str, value: str, aim: str) -> None:
        self.rows.append((name, value, aim))
        print(f"  {name:58} {value:>16}   {aim}", flush=True)

    def normbook(self, *arguments: str, root: Path | None = None) -> Measured:
        """One run of a command in a fresh process; an error of the command ends the benchmark."""
        place = root or self.root
        return measured([*NORMBOOK, *arguments, "--root", str(place), "--as-of", AS_OF], place)

    def median(self, before: Callable[[], object], run: Callable[[], Measured]) -> Measured:
        """The median time of several runs, each after `before`, with the highest peak of memory."""
        found = []
        for _ in range(self.runs):
            before()
            found.append(run())
        return Measured(statistics.median(each.seconds for each in found), max(each.peak_mib for each in found))


def copy_project(to: Path) -> None:
    """What a build reads, without what earlier builds left."""
    to.mkdir(parents=True)
    for name in ("norms", "templates"):
        shutil.copytree(ROOT / name, to / name)
    shutil.copy2(ROOT / "mkdocs.yml", to / "mkdocs.yml")


def clean(root: Path) -> None:
    """Remove what builds left."""
    for name in ("build", "site", ".cache"):
        shutil.rmtree(root / name, ignore_errors=True)


def edit(root: Path) -> None:
    """Change one word of one commitment: every checklist depends on it."""
    path = next((root / "norms/principles").glob("NOT-2-*.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("title: Layered notification", f"title: Layered notification {time.monotonic_ns() % 1000}", 1)
        if "title: Layered notification\n" in text
        else _retitled(text),
        encoding="utf-8",
    )


def _retitled(text: str) -> str:
    lines = text.splitlines(True)
    return "".join(
        f"title: Layered notification {time.monotonic_ns() % 1000}\n" if line.startswith("title: ") else line
        for line in lines
    )


def reword(root: Path) -> None:
    """Change the rationale of one norm: its own page depends on it, and the search index."""
    path = next((root / "norms/principles").glob("NOT-2-*.yaml"))
    lines = path.read_text(encoding="utf-8").splitlines(True)
    start = next(n for n, line in enumerate(lines) if line.startswith("rationale:"))
    lines[start + 1] = f"{lines[start + 1].rstrip()} Edited {time.monotonic_ns() % 100000}.\n"
    path.write_text("".join(lines), encoding="utf-8")


def check(bench: Bench) -> None:
    """`normbook check` on the whole corpus."""
    cold = bench.median(lambda: clean(bench.root), lambda: bench.normbook("check", "-q"))
    bench.row("check, cold", f"{cold.seconds:.2f} s", "< 1.0 s")
    warm = bench.median(lambda: None, lambda: bench.normbook("check", "-q"))
    bench.row("check, nothing changed", f"{warm.seconds:.2f} s", "< 0.3 s")


def build(bench: Bench) -> None:
    """Whole builds, beside stock mkdocs on the same Markdown."""
    full = bench.median(lambda: clean(bench.root), lambda: bench.normbook("build", "-q"))
    stock = bench.median(lambda: None, lambda: stock_mkdocs(bench.root))
    bench.row("full clean build (pages, DOCX, 193 x XLSX + ICS)", f"{full.seconds:.2f} s", "")
    bench.row("stock mkdocs build of the same Markdown", f"{stock.seconds:.2f} s", "baseline")
    bench.row("ratio", f"{full.seconds / stock.seconds:.2f}", "<= 0.70")
    bench.row("peak memory of the full build, all processes", f"{full.peak_mib:.0f} MiB", "< 600 MiB")
    again = bench.median(lambda: None, lambda: bench.normbook("build", "-q"))
    bench.row("second build, nothing changed", f"{again.seconds:.2f} s", "< 1.0 s")
    one = bench.median(lambda: reword(bench.root), lambda: bench.normbook("build", "-q"))
    bench.row("one norm reworded", f"{one.seconds:.2f} s", "< 1.5 s")
    everywhere = bench.median(lambda: edit(bench.root), lambda: bench.normbook("build", "-q"))
    bench.row("one norm retitled (every page and checklist names it)", f"{everywhere.seconds:.2f} s", "")


def stock_mkdocs(root: Path) -> Measured:
    """`mkdocs build` of the Markdown of the last build: Material's own templates, navigation complete in every page."""
    config = root / "build" / "stock.yml"
    config.write_text(
        "INHERIT: mkdocs.yml\nsite_dir: stock-site\nstrict: false\n"
        "theme:\n  name: material\n  custom_dir: stock-theme\n"
        "  features: [navigation.tabs, navigation.indexes, navigation.top, toc.follow]\n",
        encoding="utf-8",
    )
    (root / "build" / "stock-theme").mkdir(exist_ok=True)
    shutil.rmtree(root / "build" / "stock-site", ignore_errors=True)
    return measured(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)], root, {"NO_MKDOCS_2_WARNING": "1"}
    )


def serve(bench: Bench) -> None:
    """From a saved file to the page that the browser gets."""
    bench.normbook("build", "-q")
    port = 8765
    process = subprocess.Popen(
        [*NORMBOOK, "serve", "--port", str(port), "--root", str(bench.root), "--as-of", AS_OF],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/draft/norms/not-2/"
    try:
        _wait(address, "Layered", 120)
        time.sleep(3)  # let the resident builder finish loading
        found = []
        for run in range(max(bench.runs, 3)):
            word = f"Edited{run}x{os.getpid()}"
            path = next((bench.root / "norms/principles").glob("NOT-2-*.yaml"))
            lines = path.read_text(encoding="utf-8").splitlines(True)
            start = next(n for n, line in enumerate(lines) if line.startswith("rationale:"))
            lines[start + 1] = f"{lines[start + 1].rstrip()} {word}.\n"
            path.write_text("".join(lines), encoding="utf-8")
            started = time.perf_counter()
            _wait(address, word, 60)
            found.append(time.perf_counter() - started)
            time.sleep(6)  # the rest of the site follows
        bench.row("serve: saved norm to page in the browser", f"{statistics.median(found):.2f} s", "< 0.5 s")
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, word: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  (loopback)
                if word in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.01)
    raise SystemExit(f"bench: '{word}' did not appear at {address}")


def growth(bench: Bench) -> None:
    """Full builds of 1, 2 and 4 times the corpus, and how cost grows with it; stock mkdocs up to twice the corpus.

    The exponent is taken against the size of the corpus: 193 States have a page each whatever its size, and those
    grow with the commitments, so that the number of pages says little about the work.
    """
    times: dict[int, float] = {}
    stock_times: dict[int, float] = {}
    for factor in (1, 2, 4):
        root = bench.root.parent / f"times-{factor}"
        copy_project(root)
        multiply(root / "norms", factor)
        times[factor] = bench.normbook("build", "-q", root=root).seconds
        beside = ""
        if factor < 4:
            stock_times[factor] = stock_mkdocs(root).seconds
            beside = f" / {stock_times[factor]:.2f}"
        pages = sum(1 for _ in (root / "build/docs").rglob("*.md"))
        bench.row(f"{factor} x corpus: {pages} pages; stock mkdocs beside it", f"{times[factor]:.2f}{beside} s", "")
        shutil.rmtree(root)
    found = f"{_exponent(times):.2f} / {_exponent(stock_times):.2f}"
    bench.row("exponent of cost against the corpus; stock mkdocs", found, "at most 1")


def _exponent(times: dict[int, float]) -> float:
    """The slope of the logarithm of cost over the logarithm of size: 1 when twice the corpus costs twice the time."""
    x, y = [math.log(size) for size in times], [math.log(seconds) for seconds in times.values()]
    mean_x, mean_y = statistics.mean(x), statistics.mean(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def paper(bench: Bench) -> None:
    """The whole law and the law with its guide as PDF, laid out from pieces that pandoc has compiled."""
    from normbook.examine import examine
    from normbook.paper.papers import Form, Papers
    from normbook.paper.pieces import pieces
    from normbook.publication import Publication

    found = examine(bench.root / "norms", date.fromisoformat(AS_OF))
    if found.corpus is None or found.links is None:
        raise SystemExit("bench: the corpus has errors")
    publication = Publication(found.corpus, found.links, date.fromisoformat(AS_OF))
    papers = Papers(publication, pieces(publication))
    forms: tuple[tuple[Form, str], ...] = (("law", "< 2.0 s"), ("guide", ""))
    for form, aim in forms:
        source = bench.root / f"{form}.typ"
        source.write_text(papers.source(form), encoding="utf-8")
        command = ["sh", "-c", f"{sys.executable} -m normbook.paper.press {AS_OF} < {source} > {source}.pdf"]
        made = bench.median(lambda: None, lambda command=command: measured(  # type: ignore[misc]
            command, bench.root, memory=False))
        bench.row(f"PDF/UA of the {form}, warm", f"{made.seconds:.2f} s", aim)
        bench.row("peak memory of it", f"{measured(command, bench.root).peak_mib:.0f} MiB", "< 600 MiB")


PARTS: dict[str, Callable[[Bench], None]] = {
    "check": check, "build": build, "paper": paper, "serve": serve, "growth": growth,
}  # fmt: skip


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Measure the work of Normbook.")
    parser.add_argument("--runs", type=int, default=3, help="runs of each figure (default: 3)")
    parser.add_argument("--only", default=",".join(PARTS), help=f"which of {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, help="write the table to this file as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="normbook-bench-") as folder:
        bench = Bench(Path(folder), options.runs)
        for name in options.only.split(","):
            print(f"{name}:", flush=True)
            PARTS[name](bench)
    if options.json:
        options.json.write_text(json.dumps(bench.rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
