"""Measure how fast the checklists of States are made: `python bench/countries.py`.

In one run, on a copy of the corpus: the pages and files of all States from nothing, by a fresh process of `normbook
build --only countries` (page, XLSX, DOCX, CSV, JSON and ICS for each Member State, and the pages across States with
them); the same after one State changed one answer; one State alone in a warm process. Beside them, serially and from a
sample, what each State would cost by one run of pandoc for its DOCX and by openpyxl for its XLSX: the same text and the
same cells, read from our own files, without their looks.
"""

from __future__ import annotations

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl

from measure import measured
from normbook import pandoc
from normbook.checklists.records import record
from normbook.link import link
from normbook.load import load
from normbook.model.world import State
from normbook.outputs.checklists import state_files
from normbook.publication import Publication
from normbook.views import countries

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-12-01"
SAMPLE = 6
ANSWER = """\
iso2: KE
answers:
  - {commitment: not-2.alert, status: partly, evidence: Act %d, as_of: "2026-10-01", release: true}
"""


def published(norms: Path) -> Publication:
    """The corpus."""
    corpus = load(norms).corpus
    if corpus is None:
        raise SystemExit("bench: the corpus does not load; run normbook check")
    return Publication(corpus, link(corpus)[0], date.fromisoformat(AS_OF))


def by_pandoc(tree: bytes) -> None:
    """One run of pandoc that writes a whole checklist as a Word file."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([pandoc.program(), "--from=json", "--to=docx", f"--output={folder}/checklist.docx"],
                       input=tree, check=True)


def by_openpyxl(sheets: dict[str, list[list[Any]]]) -> None:
    """One workbook written by openpyxl: the same cells, without their looks."""
    book = openpyxl.Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(io.BytesIO())


def timed(work: Any) -> float:
    """Seconds that it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def baseline(publication: Publication, states: list[State]) -> float:
    """Seconds for one State, from a sample."""
    found = []
    for state in states[:SAMPLE]:
        files = state_files(publication, state)
        one = record(publication, state)
        tree = subprocess.run([pandoc.program(), "--from=docx", "--to=json", "--output=-"],
                              input=files[one.url + one.form], capture_output=True, check=True).stdout
        book = openpyxl.load_workbook(io.BytesIO(files[one.url + one.workbook]))
        sheets = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}
        found.append(timed(partial(by_pandoc, tree)) + timed(partial(by_openpyxl, sheets)))
    return statistics.mean(found)


def alone(publication: Publication, states: list[State]) -> float:
    """Median seconds of the page and all files of one State, when those before it have been made."""
    pages = {page.file: page for page in countries.pages(publication)}

    def make(state: State) -> None:
        pages[f"countries/{state.iso2.lower()}.md"].render()
        state_files(publication, state)

    return statistics.median([timed(partial(make, state)) for state in states][20:60])


def main() -> None:
    """Print the figures beside their aims."""
    with tempfile.TemporaryDirectory(prefix="normbook-bench-") as folder:
        root = Path(folder) / "project"
        for name in ("norms", "templates"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy2(ROOT / "mkdocs.yml", root / "mkdocs.yml")
        command = [sys.executable, "-m", "normbook", "build", "-q", "--only", "countries", "--root", str(root),
                   "--as-of", AS_OF]  # fmt: skip
        ours = measured(command, root)
        publication = published(root / "norms")
        states = [state for state in publication.corpus.states.states if state.status == "member"]
        theirs = baseline(publication, states) * len(states)
        print(f"{len(states)} States from nothing, without the site: {ours.seconds:.1f} s, {ours.peak_mib:.0f} MiB; "
              f"pandoc for each DOCX and openpyxl for each XLSX, one after the other: {theirs:.0f} s (from {SAMPLE}); "
              f"{theirs / ours.seconds:.1f} times as fast (aim: 8)", flush=True)
        print(f"one State, warm: {alone(publication, states):.2f} s (aim: under 0.3)", flush=True)
        own = root / "norms" / "countries" / "ke.yaml"
        own.parent.mkdir(exist_ok=True)
        times = []
        for number in range(3):
            own.write_text(ANSWER % number, encoding="utf-8")
            times.append(measured(command, root).seconds)
        print(f"one changed answer: {statistics.median(times[1:]):.1f} s in a fresh process", flush=True)


if __name__ == "__main__":
    main()
