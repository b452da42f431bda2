"""The files of one edition under its `docs/`: Markdown, Word, spreadsheets, data. Nothing unchanged is made again."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from normbook import fingerprint
from normbook.aside import aside
from normbook.builders import write_config
from normbook.outputs import tasks
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.settings import Settings
from normbook.siteconfig import site_settings
from normbook.templating import compile_all
from normbook.views.page import Page
from normbook.views.site import pages
from normbook.write import remove, write_file

if TYPE_CHECKING:
    from pathlib import Path

Stamps = dict[str, tuple[int, int]]
"""Size and modification time in nanoseconds of files by name."""

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, the number of its parts that are done, and their number."""


@dataclass(frozen=True, slots=True)
class Made:
    """How many files an edition has besides those of the site builder, and how many tasks had to run for them."""

    files: int
    run: int


def make_docs(publication: Publication, settings: Settings, progress: Progress) -> Made:
    """Write everything that the site builder reads, and its configuration beside it."""
    made, ledger = list(pages(publication)), _Ledger(settings)
    run = _write_all(made, list(tasks(publication, settings.cache)), settings, ledger, progress)
    ledger.close()
    write_config(settings.build / "mkdocs.yml", site_settings(publication, settings, made))
    return Made(len(ledger.files), run)


def parts_of(publication: Publication, cache: Path) -> frozenset[str]:
    """What `make_parts` takes: the folders of pages, and the parts that files belong to."""
    folders = {page.file.partition("/")[0] for page in pages(publication) if "/" in page.file}
    return frozenset(folders | {task.part for task in tasks(publication, cache) if task.part})


def make_parts(publication: Publication, settings: Settings, progress: Progress, only: Collection[str]) -> Made:
    """Write the pages in some folders and the files that belong to them; everything else stays as it was left."""
    made = [page for page in pages(publication) if page.file.partition("/")[0] in only]
    todo = [task for task in tasks(publication, settings.cache) if task.part in only]
    ledger = _Ledger(settings)
    run = _write_all(made, todo, settings, ledger, progress)
    files = len(ledger.files)
    ledger.leave()
    ledger.close()
    return Made(files, run)


def _write_all(
    made: Sequence[Page], planned: Sequence[Task], settings: Settings, ledger: _Ledger, progress: Progress
) -> int:
    """Write pages and files where they are not as they should be; how many tasks had to run."""
    compile_all()
    wanted = [page for page in made if not (page.key and ledger.keep(page.file, page.key))]
    slow = [(page, aside(page.render)) for page in wanted if page.slow]
    wanted = [page for page in wanted if not page.slow]
    groups = [_page_task(hand, settings.docs) for hand in _dealt(wanted, len(wanted) // _HAND)]
    keys = {page.file: page.key for page in wanted}
    for done, (_, (stamps,)) in enumerate(_make(groups, settings.jobs), 1):
        for file, stamp in stamps.items():
            ledger.note(file, {file: stamp}, keys[file])
        progress("pages", done * len(wanted) // len(groups), len(wanted))
    todo = [task for task in planned if not ledger.keep(task.name, task.key)]
    done = 0
    for job, found in _make([_file_job(batch, settings.docs) for batch in _batches(todo)], settings.jobs):
        for task, stamps in zip(job.tasks, found, strict=True):
            ledger.note(task.name, stamps, task.key)
        done += len(job.tasks)
        progress("files", done, len(todo))
    for page, text in slow:
        ledger.note(page.file, _write(settings.docs, {page.file: text().encode()}), page.key)
    return len(todo)


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

    def leave(self) -> None:
        """Go on knowing what was not looked at. What older code wrote has to be made again, whatever its key."""
        for task, held in self.before.items():
            self.now.setdefault(task, held if self.same_code else {**held, "key": ""})

    def close(self) -> None:
        stale = {name for task in self.before.values() for name in task["files"]} - self.files
        remove(self.root, stale)
        write_file(self.record, json.dumps({"code": self.version, "tasks": self.now}).encode())


_HAND = 24
"""Pages that one process prints at a time. Fewer are not worth a second process."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Work that ends in files under `build/docs/`: done here or in another process, which writes them itself.

    It gives the stamps of the files of each of its tasks; pages are no tasks, and give theirs together.
    """

    heavy: bool
    run: Callable[[], list[Stamps]]
    tasks: Sequence[Task] = ()


def _batches(todo: Sequence[Task]) -> list[list[Task]]:
    """The tasks, those of one batch together."""
    found: dict[str, list[Task]] = {}
    for task in todo:
        found.setdefault(f"batch {task.batch}" if task.batch else f"task {task.name}", []).append(task)
    return list(found.values())


def _file_job(batch: Sequence[Task], docs: Path) -> _Job:
    heavy = any(task.heavy for task in batch)
    return _Job(heavy, lambda: [_write(docs, task.make()) for task in batch], batch)


def _page_task(chunk: Sequence[Page], docs: Path) -> _Job:
    return _Job(True, lambda: [_write(docs, {page.file: page.render().encode() for page in chunk})])


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


def _run(index: int) -> list[Stamps]:
    return _JOBS[index].run()


def _make(todo: Sequence[_Job], processes: int) -> Iterator[tuple[_Job, list[Stamps]]]:
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
