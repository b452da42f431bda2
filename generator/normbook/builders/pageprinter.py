"""One page after another, or several at once: converted where needed, printed, written."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property

from normbook.builders.bodies import Body, BodyStore, Entry
from normbook.builders.convert import Converter
from normbook.builders.engine import Site
from normbook.builders.ledger import Stamp, digest
from normbook.builders.pagelinks import links_in
from normbook.builders.report import Progress
from normbook.builders.state import State, tools_key

_FORK_FROM = 12
"""Fewer pages than this are printed at once by the process itself."""


@dataclass(frozen=True, slots=True)
class Task:
    """A page to print. `fresh` says that its body must be converted, whatever is stored."""

    uri: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """The outcome of one page. `stamp` is None if it could not be printed."""

    uri: str
    entry: Entry
    stamp: Stamp | None
    written: bool


class Printer:
    """Prints the pages of a site. `shown` is how the docs folder is named in problems."""

    def __init__(self, site: Site, state: State, bodies: BodyStore, shown: str) -> None:
        self.site, self.state, self.bodies, self.shown = site, state, bodies, shown

    @cached_property
    def converter(self) -> Converter:
        """Made when the first page has to be converted."""
        return Converter(self.site)

    def body_key(self, uri: str) -> str:
        """Stands for all that a page's body depends on, but for the files that it links to."""
        source = self.state.docs.stamps[uri].digest
        return digest(self.site.body_key, uri, self.site.explicit_title(uri), source, tools_key())

    def page_key(self, uri: str) -> str:
        """Stands for all that a printed page depends on."""
        return digest(self.site.shell_key, self.body_key(uri))

    def print_all(self, tasks: Sequence[Task], jobs: int, progress: Progress | None) -> Iterator[Printed]:
        """Prints the pages, in several processes where that pays, and yields them as they are done."""
        parallel = jobs > 1 and len(tasks) >= _FORK_FROM and "fork" in multiprocessing.get_all_start_methods()
        results = _forked(self, tasks, jobs) if parallel else map(self.print_one, tasks)
        for number, done in enumerate(results, 1):
            yield done
            if progress is not None:
                progress(number, len(tasks))

    def print_one(self, task: Task) -> Printed:
        """Prints and writes one page. Whatever a template or an extension raises becomes that page's problem."""
        uri, state, page = task.uri, self.state, self.site.pages[task.uri]
        output = page.file.dest_uri
        entry = Entry(output, f"{self.shown}/{uri}", 0, self.body_key(uri), self.page_key(uri), "", [], [], [])
        try:
            with open(state.docs.path(uri), "rb") as handle:
                self.site.opened(uri, handle.read())
            _place(entry, page.meta.get("source"))
            body = self._stored(task, entry) or self._converted(uri, entry)
            written = state.site.write(output, self.site.print_page(page, body))
        except Exception as error:  # noqa: BLE001 - templates and extensions raise what they like
            entry.page = ""
            entry.problems.append(["B04", f"page '{output}' could not be made: {type(error).__name__}: {error}"])
            return Printed(uri, entry, None, False)
        return Printed(uri, entry, state.site.stamps[output], written)

    def _stored(self, task: Task, entry: Entry) -> Body | None:
        """The body of the last time, unless mkdocs warned then; `entry` gets what was known of it."""
        old = self.state.entries.get(task.uri)
        if task.fresh or old is None or old.body != entry.body or old.problems:
            return None
        entry.search, entry.links, entry.anchors = old.search, old.links, old.anchors
        return self.bodies.get(entry.body)

    def _converted(self, uri: str, entry: Entry) -> Body:
        """The body converted now, and stored."""
        body, entry.search, entry.anchors, said = self.converter.convert(self.site.pages[uri])
        entry.links = links_in(body.content, entry.output)
        entry.problems = [["B03", message] for message in said]
        self.bodies.put(entry.body, body)
        return body


def _place(entry: Entry, source: object) -> None:
    """Puts the entry's problems where the page says it was made from, `path:line`."""
    if isinstance(source, str) and source:
        path, _, line = source.partition(":")
        entry.place, entry.line = path, int(line) if line.isdigit() else 0


_printer: Printer | None = None
"""The printer that a child process inherits at the fork."""


def _print_in_child(tasks: Sequence[Task]) -> list[Printed]:
    if _printer is None:
        raise RuntimeError("only a process forked from a printer can print")
    return [_printer.print_one(task) for task in tasks]


def _forked(printer: Printer, tasks: Sequence[Task], jobs: int) -> Iterator[Printed]:
    """Prints in processes forked from this one, so that none has to load the site again. Big pages go first."""
    global _printer  # noqa: PLW0603 - a child of a fork can be given an object in no cheaper way
    stamps = printer.state.docs.stamps
    ordered = sorted(tasks, key=lambda task: -stamps[task.uri].size)
    count = max(1, min(len(ordered) // 4, jobs * 12))
    printer.converter.md.reset()
    printer.site.env.get_template("main.html")
    _ = printer.state.entries
    gc.freeze()
    _printer = printer
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            chunks = [pool.submit(_print_in_child, ordered[start::count]) for start in range(count)]
            for future in as_completed(chunks):
                yield from future.result()
    finally:
        _printer = None
        gc.unfreeze()
