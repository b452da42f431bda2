"""Measure how fast adapted laws are made: `python bench/word.py [--states N]`.

In one run: one law with its guide from a warm process; a law for every State in each of its vocabularies, with guide
and clean, by two workers from nothing; and as many runs of pandoc as it takes to see the time of one, on the same two
workers. A run of pandoc is what a law would cost that is given to pandoc whole: the plain text of the general edition.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from normbook import pandoc
from normbook.law.adaptation import Adaptation
from normbook.law.country import adaptation_of, country_of, vocabularies
from normbook.link import link
from normbook.load import load
from normbook.publication import Publication
from normbook.word.document import document

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 12, 1)
WORKERS, SAMPLE = 2, 6


def published() -> Publication:
    """The corpus of this checkout."""
    corpus = load(ROOT / "norms").corpus
    if corpus is None:
        raise SystemExit("bench: the corpus does not load; run normbook check")
    return Publication(corpus, link(corpus)[0], AS_OF)


def laws(publication: Publication, states: int) -> list[Adaptation]:
    """A law for each vocabulary of each State, with guide and clean. Those of one vocabulary follow each other."""
    found = []
    members = [state for state in publication.corpus.states.states if state.status == "member"][:states]
    for state in members:
        for words in vocabularies(state, country_of(publication.corpus, state.iso2)):
            found += [adaptation_of(publication.corpus, state.iso2, vocabulary=words, clean=clean)
                      for clean in (False, True)]
    return sorted(found, key=lambda law: law.vocabulary.name)


def make(share: list[Adaptation]) -> int:
    """What one worker does, from nothing: read the corpus, compile the pieces, make its laws."""
    publication = published()
    return sum(len(document(publication.adapted(law))) for law in share)


def convert(tree: bytes) -> float:
    """Seconds of one run of pandoc that writes a whole law as a Word file."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([pandoc.program(), "--from=json", "--to=docx", f"--output={folder}/law.docx"],
                       input=tree, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Print the figures beside their aims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=1000, help="only the first N States")
    states = parser.parse_args().states
    publication = published()
    wanted = laws(publication, states)
    document(publication.adapted(wanted[0]))
    times = []
    for law in [each for each in wanted if each.vocabulary == wanted[0].vocabulary and not each.clean][:20]:
        started = time.perf_counter()
        document(publication.adapted(law))
        times.append(time.perf_counter() - started)
    print(f"one adapted law with guide, warm: {statistics.median(times) * 1000:.0f} ms (aim: under 100)", flush=True)
    half = len(wanted) // 2
    with ProcessPoolExecutor(WORKERS) as pool:
        started = time.perf_counter()
        list(pool.map(make, [wanted[:half], wanted[half:]]))
        ours = time.perf_counter() - started
        text = document(publication, form="plain")
        tree = subprocess.run([pandoc.program(), "--from=docx", "--to=json", "--output=-"], input=text,
                              capture_output=True, check=True).stdout
        started = time.perf_counter()
        list(pool.map(convert, [tree] * SAMPLE))
        theirs = (time.perf_counter() - started) / SAMPLE * len(wanted)
    print(f"{len(wanted)} laws from nothing, {WORKERS} workers: {ours:.1f} s; as many runs of pandoc: {theirs:.0f} s "
          f"(from {SAMPLE}); {theirs / ours:.1f} times as fast (aim: 6)")


if __name__ == "__main__":
    main()
