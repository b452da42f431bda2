"""source -> load -> link -> check in one call, with the verdict of an unchanged corpus kept from the last time."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from normbook import fingerprint, readings
from normbook.aside import aside
from normbook.problems import Place, Problem, Severity, in_order
from normbook.write import write_file

if TYPE_CHECKING:
    from normbook.link import Links
    from normbook.load import Loaded, Memory
    from normbook.model.corpus import Corpus


@dataclass(frozen=True)
class Examined:
    """A corpus with its links and all problems; `corpus` is None when it could not be put together."""

    corpus: Corpus | None
    links: Links | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether a build may go on: there is a corpus and no error."""
        return self.corpus is not None and not any(problem.is_error for problem in self.problems)


def examine(norms: Path, as_of: date, memory: Memory | None = None, *, divided: bool = False) -> Examined:
    """Load, link and check a corpus. `memory` keeps files that were read before, for a process that stays.

    `divided` lets a second process do half of the checks.
    """
    from normbook.checks import run
    from normbook.link import link
    from normbook.load import load

    loaded = load(norms, memory=memory)
    if loaded.corpus is None:
        return Examined(None, None, loaded.problems)
    links, duplicates = link(loaded.corpus, loaded.unread)
    problems = in_order([*loaded.problems, *duplicates, *run(loaded.corpus, links, as_of, divided=divided)])
    return Examined(loaded.corpus, links, tuple(problems))


def examine_again(norms: Path, as_of: date, cache: Path) -> Examined:
    """As `examine`, with the files that did not change since the last run taken from `cache`.

    Files are read in a second process while this one imports what it needs to make sense of them. What is kept knows
    too little to report a mistake well: a file with something to report is read afresh.
    """
    return _afresh_where_wrong(norms, as_of, _remembered(norms, cache))


def examine_copy(copy: Path, norms: Path, as_of: date, cache: Path) -> Examined:
    """As `examine_again` of `norms`, for a copy in which some files are other. Nothing is kept of the copy."""
    return _afresh_where_wrong(copy, as_of, _remembered(norms, cache))


def _afresh_where_wrong(norms: Path, as_of: date, memory: Memory) -> Examined:
    while True:
        known = {key: key[0] for key in memory if not memory[key].lines}
        found = examine(norms, as_of, memory, divided=True)
        named = {problem.place.file for problem in found.problems}
        stale = [key for key, place in known.items() if place in named]
        if not stale:
            return found
        for key in stale:
            memory.pop(key, None)  # a file that is other than when it was kept is gone from memory already


def load_again(norms: Path, cache: Path) -> Loaded:
    """As `load`, with the files that did not change since the last run taken from `cache`: for what needs no checks.

    What States decided and answered is read afresh: whoever works with it tells of mistakes with their lines.
    """
    memory = {key: held for key, held in _remembered(norms, cache).items() if "/countries/" not in key[0]}
    from normbook.load import load

    loaded = load(norms, memory=memory)
    return load(norms) if loaded.problems else loaded


def _remembered(norms: Path, cache: Path) -> Memory:
    """What is kept of files that did not change; those that did are read in a second process, and kept, meanwhile."""
    record, code = cache / "corpus.jsonl", fingerprint.code()
    up_to_date = aside(lambda: readings.refresh(norms, record, code))
    from normbook import checks  # noqa: F401 - imported while the other process reads
    from normbook.load import prepare, recalled

    prepare()
    up_to_date()
    return recalled(readings.kept(record, code))


def verdict(norms: Path, as_of: date, cache: Path) -> tuple[Problem, ...]:
    """The problems of a corpus, from the last run when no file, no code and no date has changed since."""
    key = hashlib.sha256(f"{fingerprint.code()}\0{as_of}\0{fingerprint.tree(norms)}".encode()).hexdigest()
    kept = cache / "verdict.json"
    try:
        record = json.loads(kept.read_text(encoding="utf-8"))
        if record["key"] == key:
            return tuple(
                Problem(Place(**p.pop("place")), severity=Severity(p.pop("severity")), **p) for p in record["problems"]
            )
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no record, or one of another version: examine afresh
    problems = examine_again(norms, as_of, cache).problems
    with suppress(OSError):  # a verdict that cannot be kept costs time and nothing else
        write_file(kept, json.dumps({"key": key, "problems": [asdict(p) for p in problems]}).encode())
    return problems
