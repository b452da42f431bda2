"""`normbook serve`: the site on this machine, following every saved edit.

A saved file is read again, the corpus is linked and checked, and the page of what was edited is printed first; the
rest of the site follows. With errors the last good pages stay, and the problems stand in the page and in the terminal.
"""

from __future__ import annotations

import gc
import queue
import sys
import threading
import time
import webbrowser
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from normbook.build import build
from normbook.builders import Resident
from normbook.examine import examine
from normbook.load import Memory
from normbook.previewserver import Audience, Server
from normbook.problems import Problem
from normbook.publication import Publication
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.views.page import Page
from normbook.views.site import pages
from normbook.write import write_file

_SETTLE = 0.02
"""Seconds to wait for further events of the same save: editors write a file in several steps."""

_AT_ONCE = 24
"""Pages printed between two looks at what was saved meanwhile."""
_IDLE = 1.0
"""Seconds without a save before spreadsheets, the law in Word and the navigation are made again."""


class Preview:
    """The resident process behind the server: what is loaded, and what to do when something is saved."""

    def __init__(self, settings: Settings, audience: Audience) -> None:
        self.settings, self.audience = settings, audience
        self.memory: Memory = {}
        self.resident: Resident | None = None
        self.changed: queue.Queue[Path] = queue.Queue()
        self.printed: dict[str, bytes] = {}

    def begin(self) -> None:
        """Make the site whole once and load what stays loaded."""
        summary = build(self.settings)
        self.tell(summary.problems)
        examined = examine(self.settings.norms, self.settings.as_of, self.memory)
        if examined.corpus is None or examined.links is None or summary.stopped:
            return
        publication = Publication(examined.corpus, examined.links, self.settings.as_of, states=self.settings.states)
        self.resident = Resident(
            self.settings.build / "mkdocs.yml",
            site_dir=self.settings.site / publication.edition.id,
            cache_dir=self.settings.cache,
            as_of=self.settings.as_of,
            jobs=self.settings.jobs,
        )
        self.resident.build()

    def tell(self, problems: tuple[Problem, ...]) -> None:
        """Problems to the terminal and to every open page; none clears those shown before."""
        if problems:
            print(as_text(problems), flush=True)
        errors = [problem for problem in problems if problem.is_error]
        self.audience.problems(as_text(errors) if errors else "")

    def follow(self) -> None:
        """Wait for saved files, for ever."""
        while True:
            first = self.changed.get()
            time.sleep(_SETTLE)
            saved = {first}
            while not self.changed.empty():
                saved.add(self.changed.get())
            try:
                self.update(saved)
            except Exception as error:  # the preview must outlive any mistake: say it and wait for the next save
                print(f"normbook: the preview could not follow: {type(error).__name__}: {error}", file=sys.stderr)

    def update(self, saved: set[Path]) -> None:
        """Follow one save."""
        started = time.perf_counter()
        if self.resident is None or not all(path.is_relative_to(self.settings.norms) for path in saved):
            self.begin()
            self.audience.reload(())
            return
        examined = examine(self.settings.norms, self.settings.as_of, self.memory)
        self.tell(examined.problems)
        if not examined.sound or examined.corpus is None or examined.links is None:
            return
        publication = Publication(examined.corpus, examined.links, self.settings.as_of, states=self.settings.states)
        made = list(pages(publication))
        names = {f"norms/{path.relative_to(self.settings.norms).as_posix()}" for path in saved}
        first = [page for page in made if _file_of(page, publication) in names]
        self.print_pages(first)
        print(
            f"{', '.join(sorted(names))}: shown after {time.perf_counter() - started:.2f} s",
            file=sys.stderr,
            flush=True,
        )
        if self.follow_up([page for page in made if page not in first]):
            print(f"  the rest after {time.perf_counter() - started:.2f} s", file=sys.stderr, flush=True)

    def follow_up(self, others: list[Page]) -> bool:
        """Bring the rest of the site up to date, unless another save comes: its page goes before. True when done."""
        assert self.resident is not None
        for start in range(0, len(others), _AT_ONCE):
            if not self.changed.empty():
                return False
            self.print_pages(others[start : start + _AT_ONCE])
        idle_until = time.monotonic() + _IDLE
        while time.monotonic() < idle_until:
            if not self.changed.empty():
                return False
            time.sleep(0.02)
        self.resident.close()
        build(self.settings)  # files that are not pages, and what a new or retitled page changes in the navigation
        self.resident.build()
        self.audience.reload(())
        gc.collect()
        return True

    def print_pages(self, wanted: list[Page]) -> None:
        """Print pages whose Markdown changed, and tell the browsers that show them."""
        assert self.resident is not None
        changed = [page for page in wanted if write_file(self.settings.docs / page.file, page.render().encode())]
        if changed:
            self.resident.render([page.file for page in changed])
            self.audience.reload([page.url for page in changed])


def _file_of(page: Page, publication: Publication) -> str:
    target = publication.links.get(page.subject)
    return target.item.place.file if target else ""


class _Saves(FileSystemEventHandler):
    """Puts every saved source file into the queue."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type in {"opened", "closed_no_write"}:
            return
        for name in (event.src_path, event.dest_path):
            path = Path(str(name)) if name else None
            if (
                path
                and path.suffix in {".yaml", ".yml", ".j2", ".css", ".js", ".html"}
                and not path.name.startswith(".")
            ):
                self.preview.changed.put(path.resolve())


def serve(settings: Settings, *, port: int, open_browser: bool) -> int:
    """Serve until interrupted. Exit status 2 when the port is taken."""
    gc.enable()
    audience = Audience()
    try:
        server = Server(settings.site, port, audience)
    except OSError as error:
        print(f"normbook: port {port} cannot be used: {error.strerror}\n  hint: try --port {port + 1}", file=sys.stderr)
        return 2
    print("Building …", file=sys.stderr)
    preview = Preview(settings, audience)
    preview.begin()
    observer = Observer()
    for folder in (settings.norms, settings.root / "templates"):
        if folder.is_dir():
            observer.schedule(_Saves(preview), str(folder), recursive=True)
    observer.start()
    threading.Thread(target=preview.follow, daemon=True).start()
    address = f"http://127.0.0.1:{server.port}/"
    print(f"Serving {address} until Ctrl+C. Save a file in norms/ and watch the page.", file=sys.stderr, flush=True)
    if open_browser:
        webbrowser.open(address)
    try:
        server.run()
    except KeyboardInterrupt:
        return 0
    finally:
        observer.stop()
        if preview.resident:
            preview.resident.close()
    return 0
