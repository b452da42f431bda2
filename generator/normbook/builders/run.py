"""A run of the site builder: what must be printed again, what copied, and what may go."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from normbook.builders.bodies import BodyStore, Entry
from normbook.builders.engine import SEARCH_INDEX, Site
from normbook.builders.pagelinks import broken
from normbook.builders.pageprinter import Printed, Printer, Task
from normbook.builders.report import BuildReport, Progress
from normbook.builders.state import State, tools_key
from normbook.problems import Place, Problem, in_order


class Builder:
    """One site, loaded. `run` makes it whole; `refresh` prints given pages and nothing else."""

    def __init__(self, config_path: Path, *, site_dir: Path, as_of: date, state: State) -> None:
        self.state, self.as_of = state, as_of
        self.site = Site(config_path, site_dir=site_dir, as_of=as_of, cache_dir=state.folder / "templates")
        self.bodies = BodyStore(state.folder / "bodies")
        self.project = os.path.join(state.inputs.root, os.pardir)
        shown = os.path.relpath(self.site.docs_dir, self.project).replace(os.sep, "/")
        self.printer = Printer(self.site, state, self.bodies, shown)

    def warm(self) -> None:
        """Loads what printing the first page would have to load."""
        _ = self.printer.converter, self.state.entries
        self.site.env.get_template("main.html")

    def run(self, jobs: int = 1, progress: Progress | None = None) -> BuildReport:
        """Makes the site whole: prints, copies and removes what has to be."""
        started, state, site = time.perf_counter(), self.state, self.site
        self._remember_inputs()
        outputs = site.outputs()
        state.sweep()
        state.intend(outputs)
        removed = self._remove(outputs)
        files = self._copy()
        tasks = self._to_print(outputs)
        entries = {uri: state.entries[uri] for uri in site.pages if uri in state.entries}
        for done in self.printer.print_all(tasks, jobs, progress):
            files += self._record(done, entries)
        state.entries = {uri: entries[uri] for uri in site.pages}
        files += sum(state.site.write(name, data) for name, data in site.templates().items())
        files += self._write_search()
        self._find_problems(outputs)
        self.bodies.keep_only({entry.body for entry in entries.values()})
        state.pages = len(site.pages)
        state.save()
        return self._report(started, len(tasks), files, removed)

    def refresh(self, uris: Iterable[str]) -> BuildReport:
        """Prints the given pages again, and copies the given static files. All must be known from the last run."""
        started, state, site = time.perf_counter(), self.state, self.site
        named = sorted(set(uris))
        state.intend(())
        files = sum(self._copy_one(uri) for uri in named if uri in site.statics)
        pages, searched = [uri for uri in named if uri in site.pages], False
        for uri in pages:
            before = state.entries[uri].search
            state.docs.read(uri)
            done = self.printer.print_one(Task(uri))
            files += self._record(done, state.entries)
            searched |= done.entry.search != before
        if searched:
            files += self._write_search()
        self._find_problems(state.site.stamps.keys())
        return self._report(started, len(pages), files, 0)

    def knows(self, uri: str) -> bool:
        """Whether the file was in the docs folder at the last run."""
        return uri in self.site.pages or uri in self.site.statics

    def _report(self, started: float, rendered: int, files: int, removed: int) -> BuildReport:
        pages, problems = len(self.site.pages), tuple(self.state.problems)
        return BuildReport(pages, rendered, pages - rendered, files, removed, time.perf_counter() - started, problems)

    def _remember_inputs(self) -> None:
        state, base = self.state, self.state.inputs.root
        state.inputs.stamps.clear()
        for path in self.site.inputs:
            state.inputs.read(os.path.relpath(path, base).replace(os.sep, "/"))
        state.theme_dirs = [os.path.relpath(folder, base).replace(os.sep, "/") for folder in self.site.theme_dirs]
        if state.tools != tools_key():
            state.entries = {}
        state.tools, state.as_of = tools_key(), self.as_of.isoformat()
        if state.docs.root != self.site.docs_dir:
            state.docs.root = self.site.docs_dir
            state.docs.stamps = {}

    def _remove(self, outputs: Collection[str]) -> int:
        """Removes what an earlier run wrote, or was in the middle of writing, and this one does not write."""
        site = self.state.site
        for name in self.state.pending - set(outputs) - site.stamps.keys():
            if os.path.isfile(site.path(name)):
                site.read(name)
        return sum(site.remove(name) for name in sorted(site.stamps.keys() - set(outputs)))

    def _copy(self) -> int:
        """Writes out every static file that may have changed, and those of the theme."""
        state = self.state
        known = self.site.pages.keys() | self.site.statics.keys()
        for gone in state.docs.stamps.keys() - known:
            del state.docs.stamps[gone]
        files = sum(self._copy_one(uri) for uri in self.site.statics)
        return files + sum(
            state.site.write(output, Path(path).read_bytes()) for output, path in self.site.themed.items()
        )

    def _copy_one(self, uri: str) -> bool:
        docs, site, output = self.state.docs, self.state.site, self.site.statics[uri]
        same = docs.holds(uri) and output in site.stamps and site.stamps[output].digest == docs.stamps[uri].digest
        return not (same and site.holds(output)) and site.write(output, docs.read(uri))

    def _to_print(self, outputs: Collection[str]) -> list[Task]:
        """Pages whose file is not what it would become.

        A page with a link whose target is not there is converted afresh: what mkdocs makes of a link depends on
        whether there is anything at its end.
        """
        state, tasks = self.state, list[Task]()
        for uri, page in self.site.pages.items():
            if not state.docs.holds(uri):
                state.docs.read(uri)
            entry = state.entries.get(uri)
            doubtful = entry is None or any(target not in outputs for target, _ in entry.links)
            key = self.printer.page_key(uri)
            if doubtful or entry is None or entry.page != key or not state.site.holds(page.file.dest_uri):
                tasks.append(Task(uri, doubtful))
        return tasks

    def _record(self, done: Printed, entries: dict[str, Entry]) -> bool:
        entries[done.uri] = done.entry
        if done.stamp is not None:
            self.state.site.stamps[done.entry.output] = done.stamp
        return done.written

    def _write_search(self) -> bool:
        entries = self.state.entries
        data = self.site.search_index([entries[uri].search for uri in self.site.pages])
        return data is not None and self.state.site.write(SEARCH_INDEX, data)

    def _find_problems(self, outputs: Collection[str]) -> None:
        place = Place(os.path.relpath(self.site.inputs[0], self.project).replace(os.sep, "/"))
        found = [Problem(place, "B03", message) for message in self.site.said]
        for entry in self.state.entries.values():
            found += entry.reported()
        self.state.problems = in_order([*found, *broken(self.state.entries, outputs)])
