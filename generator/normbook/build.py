"""A whole edition: check, print, make files, run the site builder, seal. Nothing unchanged is made again."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from normbook import fingerprint
from normbook.problems import Problem
from normbook.settings import Settings
from normbook.write import checksums, remove, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from normbook.builders import Ahead
    from normbook.outputs.task import Files, Task
    from normbook.publication import Publication
    from normbook.views.page import Page

Stamps = dict[str, tuple[int, int]]
"""Size and modification time in nanoseconds of files by name."""

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, the number of its parts that are done, and their number."""


@dataclass
class Summary:
    """What a build did: seconds by step, counts, and problems. `stopped` is true when errors kept it from building."""

    problems: tuple[Problem, ...] = ()
    stopped: bool = False
    unchanged: bool = False
    pages: int = 0
    rendered: int = 0
    files: int = 0
    made: int = 0
    planned: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def _silent(_step: str, _done: int, _all: int) -> None:
    return None


def build(settings: Settings, progress: Progress = _silent, *, force: bool = False) -> Summary:
    """Build the edition of the corpus under `settings.root` into `site/`. An error leaves `site/` as it was."""
    clock = _Clock()
    seal = _Seal(settings)
    if not force and seal.holds():
        counts = seal.counts()
        return Summary(
            unchanged=True,
            pages=counts["pages"],
            files=counts["files"],
            planned=counts["planned"],
            seconds={"look": clock.lap()},
        )
    from normbook.builders import Ahead

    likely = seal.built_into()
    with Ahead(
        settings.build / "mkdocs.yml", likely=likely, cache_dir=settings.cache, as_of=settings.as_of, jobs=settings.jobs
    ) as builder:
        return _build(settings, seal, builder, progress, clock)


def _build(settings: Settings, seal: _Seal, builder: Ahead, progress: Progress, clock: _Clock) -> Summary:
    from normbook.examine import examine_again
    from normbook.publication import Publication

    examined = examine_again(settings.norms, settings.as_of, settings.cache)
    summary = Summary(examined.problems, seconds={"check": clock.lap()})
    if not examined.sound or examined.corpus is None or examined.links is None:
        summary.stopped = True
        return summary
    publication = Publication(examined.corpus, examined.links, settings.as_of)
    summary.planned = len(publication.links.planned)
    _write_docs(publication, settings, summary, progress, clock)
    report = builder.build(
        settings.site / publication.edition.id, lambda done, all_: progress("site", done, all_)
    )
    summary.problems += report.problems
    summary.stopped = not report.ok
    summary.pages, summary.rendered = report.pages, report.rendered
    summary.seconds["site"] = clock.lap()
    if not summary.stopped:
        _write_root(publication, settings)
        seal.close(summary, publication.edition.id)
        summary.seconds["seal"] = clock.lap()
    return summary


class _Clock:
    """Seconds since the last lap."""

    def __init__(self) -> None:
        self.last = time.perf_counter()

    def lap(self) -> float:
        now = time.perf_counter()
        self.last, passed = now, now - self.last
        return passed


class _Seal:
    """The mark of a finished build: what went in and what came out. Unbroken, there is nothing to do."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.file = settings.cache / "build.json"
        self.inputs = self._inputs()  # as they are before the work: an edit made meanwhile is for the next build

    def _inputs(self) -> str:
        look = [fingerprint.tree(self.settings.norms), fingerprint.code(), str(self.settings.as_of)]
        config = self.settings.root / "mkdocs.yml"
        look.append(str(config.stat().st_mtime_ns) if config.exists() else "")
        return hashlib.sha256("\0".join(look).encode()).hexdigest()

    def _record(self) -> dict[str, Any]:
        try:
            record = json.loads(self.file.read_text(encoding="utf-8"))
            return record if isinstance(record, dict) else {}
        except (OSError, ValueError):
            return {}

    def holds(self) -> bool:
        record = self._record()
        return (
            bool(record)
            and record.get("inputs") == self.inputs
            and record.get("site") == fingerprint.tree(self.settings.site)
        )

    def counts(self) -> dict[str, int]:
        record = self._record()
        return {name: int(record.get(name, 0)) for name in ("pages", "files", "planned")}

    def built_into(self) -> Path | None:
        """The folder of the edition that was built the last time."""
        edition = self._record().get("edition")
        return self.settings.site / edition if isinstance(edition, str) else None

    def close(self, summary: Summary, edition: str) -> None:
        record = {
            "edition": edition,
            "inputs": self.inputs,
            "site": fingerprint.tree(self.settings.site),
            "pages": summary.pages,
            "files": summary.files,
            "planned": summary.planned,
        }
        write_file(self.file, json.dumps(record).encode())


def _write_docs(
    publication: Publication, settings: Settings, summary: Summary, progress: Progress, clock: _Clock
) -> None:
    """Markdown and all other files into `build/docs/`, and the site builder's configuration beside it."""
    from normbook.builders import write_config
    from normbook.outputs import tasks
    from normbook.siteconfig import site_settings
    from normbook.templating import compile_all
    from normbook.views.site import pages

    made = list(pages(publication))
    compile_all()
    ledger = _Ledger(settings)
    wanted = [page for page in made if not (page.key and ledger.keep(page.file, page.key))]
    groups = [_page_task(hand, settings.docs) for hand in _dealt(wanted, len(wanted) // _HAND)]
    keys = {page.file: page.key for page in wanted}
    for done, (_, stamps) in enumerate(_make(groups, settings.jobs), 1):
        for file, stamp in stamps.items():
            ledger.note(file, {file: stamp}, keys[file])
        progress("pages", done * len(wanted) // len(groups), len(wanted))
    summary.seconds["pages"] = clock.lap()
    todo = [
        _file_task(task, settings.docs)
        for task in tasks(publication, settings.cache)
        if not ledger.keep(task.name, task.key)
    ]
    for done, (job, stamps) in enumerate(_make(todo, settings.jobs), 1):
        ledger.note(job.name, stamps, job.key)
        progress("files", done, len(todo))
    ledger.close()
    summary.made, summary.files = len(todo), len(ledger.files)
    write_config(settings.build / "mkdocs.yml", site_settings(publication, settings, made))
    summary.seconds["files"] = clock.lap()


class _Ledger:
    """Which task wrote which files under `build/docs/`, with which key; stale files are removed at the end."""

    def __init__(self, settings: Settings) -> None:
        self.root, self.record = settings.docs, settings.cache / "outputs.json"
        self.version = fingerprint.code()
        try:
            held = json.loads(self.record.read_text(encoding="utf-8"))
            self.before: dict[str, Any] = held["tasks"]
            self.same_code = held["code"] == self.version
        except (OSError, ValueError, KeyError, TypeError):
            self.before, self.same_code = {}, False
        self.now: dict[str, Any] = {}

    @property
    def files(self) -> set[str]:
        return {name for task in self.now.values() for name in task["files"]}

    def keep(self, task: str, key: str) -> bool:
        """Keep what a task wrote the last time if its key is the same and the files still stand as they were left."""
        held = self.before.get(task)
        if not (self.same_code and held and held["key"] == key):
            return False
        for name, (size, stamp) in held["files"].items():
            try:
                stat = (self.root / name).stat()
            except OSError:
                return False
            if stat.st_size != size or stat.st_mtime_ns != stamp:
                return False
        self.now[task] = held
        return True

    def note(self, task: str, stamps: Stamps, key: str = "") -> None:
        """Note what a task wrote."""
        self.now.setdefault(task, {"key": key, "files": {}})["files"].update(stamps)

    def close(self) -> None:
        stale = {name for task in self.before.values() for name in task["files"]} - self.files
        remove(self.root, stale)
        write_file(self.record, json.dumps({"code": self.version, "tasks": self.now}).encode())


_HAND = 24
"""Pages that one process prints at a time. Fewer are not worth a second process."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Work that ends in files under `build/docs/`: done here or in another process, which writes them itself."""

    name: str
    key: str
    heavy: bool
    run: Callable[[], Stamps]


def _file_task(task: Task, docs: Path) -> _Job:
    return _Job(task.name, task.key, task.heavy, lambda: _write(docs, task.make()))


def _page_task(chunk: Sequence[Page], docs: Path) -> _Job:
    return _Job("pages", "", True, lambda: _write(docs, {page.file: page.render().encode() for page in chunk}))


def _dealt(made: Sequence[Page], hands: int) -> list[Sequence[Page]]:
    """Pages dealt out like cards: neighbours are alike in size, so every hand weighs about the same."""
    return [hand for n in range(max(1, hands)) if (hand := made[n :: max(1, hands)])]


def _write(root: Path, files: Files) -> Stamps:
    """Write files under `root` where they differ, and return the size and time that each then bears."""
    inside, stamps = root.resolve(), {}
    for name, content in files.items():
        path = root / name
        if not path.resolve().is_relative_to(inside):
            raise ValueError(f"{name!r} leads outside {root}")
        write_file(path, content)
        stat = path.stat()
        stamps[name] = (stat.st_size, stat.st_mtime_ns)
    return stamps


_JOBS: Sequence[_Job] = ()


def _run(index: int) -> Stamps:
    return _JOBS[index].run()


def _make(todo: Sequence[_Job], processes: int) -> Iterator[tuple[_Job, Stamps]]:
    """Run jobs; the heavy ones in forked processes, which inherit the corpus instead of being sent it."""
    global _JOBS
    heavy = [job for job in todo if job.heavy]
    if processes < 2 or len(heavy) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from ((job, job.run()) for job in todo)
        return
    _JOBS = heavy
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as pool:
        results = pool.map(_run, range(len(heavy)))
        yield from ((job, job.run()) for job in todo if not job.heavy)
        yield from zip(heavy, results, strict=True)
    _JOBS = ()


def _write_root(publication: Publication, settings: Settings) -> None:
    """What stands beside the editions: the way in, the list of editions, and the checksums of everything."""
    edition = publication.edition
    write_file(settings.site / "index.html", _redirect(f"{edition.id}/", publication.corpus.handbook.title).encode())
    versions = [{"version": edition.id, "title": edition.title, "aliases": []}]
    write_file(settings.site / "versions.json", (json.dumps(versions) + "\n").encode())
    write_file(settings.site / "SHA256SUMS", checksums(settings.site, settings.cache / "sums.json"))


def _redirect(to: str, title: str) -> str:
    from html import escape

    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}">'
        '<meta name="viewport" content="width=device-width"></head>'
        f'<body><main><h1>{escape(title)}</h1><p><a href="{to}">Read the current edition</a></p></main></body></html>\n'
    )


def default_jobs() -> int:
    """As many processes as there are cores to run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
