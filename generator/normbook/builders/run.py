"""A run of the site builder: what must be printed again, by how many processes, and what may go."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from normbook.builders.bodies import BodyStore, Entry
from normbook.builders.ledger import Stamp, digest
from normbook.builders.pagelinks import broken, links_in
from normbook.builders.state import State, tools_key
from normbook.problems import Place, Problem, in_order

if TYPE_CHECKING:
    from normbook.builders.convert import Converter
    from normbook.builders.engine import Site

Progress = Callable[[int, int], None]
"""Called with the number of pages printed and the number to print."""

_FORK_FROM = 12
"""Fewer pages than this are printed at once by the process itself."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did. `rendered` pages were printed, `reused` ones stood already; `files` counts all files written."""

    pages: int
    rendered: int
    reused: int
    files: int
    removed: int
    seconds: float
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Printed:
    """The outcome of one page. `stamp` is None if it could not be printed."""

    uri: str
    entry: Entry
    stamp: Stamp | None
    written: bool


class Builder:
    """One site, loaded. `run` makes it whole; `refresh` prints given pages and nothing else."""

    def __init__(self, config_path: Path, *, site_dir: Path, cache_dir: Path, as_of: date, state: State | None = None) -> None:
        from normbook.builders.engine import Site

        self.state = state or State.load(config_path, site_dir, cache_dir)
        self.site: Site = Site(config_path, site_dir=site_dir, as_of=as_of, cache_dir=self.state.folder / "templates")
        self.bodies = BodyStore(self.state.folder / "bodies")
        self.as_of = as_of
        self._converter: Converter | None = None
        self.shown = os.path.relpath(self.site.docs_dir, os.path.join(self.state.inputs.root, os.pardir))

    def run(self, jobs: int = 1, progress: Progress | None = None) -> BuildReport:
        """Makes the site whole: prints, copies and removes what has to be."""
        started, state, site = time.perf_counter(), self.state, self.site
        self._remember_inputs()
        outputs = site.outputs()
        state.sweep()
        state.intend(outputs)
        removed = self._remove(outputs)
        files = self._copy()
        todo = self._to_print(outputs)
        entries = {uri: state.entries[uri] for uri in site.pages if uri in state.entries}
        for done in self._print_all(todo, jobs, progress):
            files += self._record(done, entries)
        state.entries = entries
        for name, data in site.templates().items():
            files += state.site.write(name, data)
        files += self._write_search()
        self._find_problems(outputs)
        self.bodies.keep_only({entry.body for entry in entries.values()})
        state.pages = len(site.pages)
        state.save()
        pages = len(site.pages)
        seconds = time.perf_counter() - started
        return BuildReport(pages, len(todo), pages - len(todo), files, removed, seconds, tuple(state.problems))

    def refresh(self, uris: Iterable[str]) -> BuildReport:
        """Prints the given pages again, and copies the given static files. All must have been there at the last run."""
        started, state, site = time.perf_counter(), self.state, self.site
        named = set(uris)
        state.intend(())
        files = sum(self._copy_one(uri) for uri in named if uri in site.statics)
        pages, searched = [uri for uri in named if uri in site.pages], False
        for uri in pages:
            before = state.entries[uri].search if uri in state.entries else None
            state.docs.read(uri)
            done = self._print_one(uri, fresh=True)
            files += self._record(done, state.entries)
            searched |= done.entry.search != before
        if searched:
            files += self._write_search()
        self._find_problems(state.site.stamps.keys())
        seconds, total = time.perf_counter() - started, len(site.pages)
        return BuildReport(total, len(pages), total - len(pages), files, 0, seconds, tuple(state.problems))

    def knows(self, uri: str) -> bool:
        """Whether the file was in the docs folder at the last run."""
        return uri in self.site.pages or uri in self.site.statics

    # -- steps ---------------------------------------------------------------------------------------------------------

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
        """Removes what an earlier run wrote and this one does not. What only a broken-off run wrote goes unseen."""
        site = self.state.site
        for name in self.state.pending - set(outputs) - site.stamps.keys():
            if os.path.isfile(site.path(name)):
                site.read(name)
        return sum(site.remove(name) for name in sorted(site.stamps.keys() - set(outputs)))

    def _copy(self) -> int:
        """Reads every static file that may have changed, and writes it out."""
        state = self.state
        known = self.site.pages.keys() | self.site.statics.keys()
        for gone in [name for name in state.docs.stamps if name not in known]:
            del state.docs.stamps[gone]
        files = sum(self._copy_one(uri) for uri in self.site.statics)
        for output, path in self.site.themed.items():
            with open(path, "rb") as handle:
                files += state.site.write(output, handle.read())
        return files

    def _copy_one(self, uri: str) -> bool:
        docs, site, output = self.state.docs, self.state.site, self.site.statics[uri]
        if docs.holds(uri) and output in site.stamps and site.stamps[output].digest == docs.stamps[uri].digest:
            if site.holds(output):
                return False
        return site.write(output, docs.read(uri))

    def _to_print(self, outputs: Collection[str]) -> list[tuple[str, bool]]:
        """Pages whose file is not what it would become, and for each whether its body must be converted afresh.

        A page with problems, or with a link whose target is gone, is read again: what mkdocs says of it depends on others.
        """
        state, todo = self.state, list[tuple[str, bool]]()
        for uri, page in self.site.pages.items():
            if not state.docs.holds(uri):
                state.docs.read(uri)
            entry = state.entries.get(uri)
            doubtful = entry is None or bool(entry.problems) or any(target not in outputs for target, _ in entry.links)
            stands = entry is not None and entry.page == self._page_key(uri) and state.site.holds(page.file.dest_uri)
            if doubtful or not stands:
                todo.append((uri, doubtful and entry is not None))
        return todo

    def _body_key(self, uri: str) -> str:
        return digest(self.site.body_key, uri, self.site.explicit_title(uri), self.state.docs.stamps[uri].digest, tools_key())

    def _page_key(self, uri: str) -> str:
        return digest(self.site.shell_key, self._body_key(uri))

    def _print_all(self, todo: Sequence[tuple[str, bool]], jobs: int, progress: Progress | None) -> Iterator[_Printed]:
        parallel = jobs > 1 and len(todo) >= _FORK_FROM and "fork" in multiprocessing.get_all_start_methods()
        results = _forked(self, todo, jobs) if parallel else (self._print_one(uri, fresh) for uri, fresh in todo)
        for number, done in enumerate(results, 1):
            yield done
            if progress is not None:
                progress(number, len(todo))

    def _print_one(self, uri: str, fresh: bool = False) -> _Printed:
        """Converts, or takes the body from the store, then prints and writes one page. Never raises."""
        from normbook.builders.engine import opened

        site, state, page = self.site, self.state, self.site.pages[uri]
        output, old = page.file.dest_uri, self.state.entries.get(uri)
        entry = Entry(output, f"{self.shown}/{uri}", 0, self._body_key(uri), self._page_key(uri), "", [], [], [])
        try:
            with open(state.docs.path(uri), "rb") as handle:
                opened(page, handle.read())
            _place(entry, page.meta.get("source"))
            body = None if fresh or old is None or old.body != entry.body else self.bodies.get(entry.body)
            if body is not None and old is not None:
                entry.search, entry.links, entry.anchors = old.search, old.links, old.anchors
            else:
                body, entry.search, entry.anchors, said = self.converter.convert(page)
                entry.links = links_in(body.content, output)
                entry.problems = [["B03", message] for message in said]
                if not said:
                    self.bodies.put(entry.body, body)
            written = state.site.write(output, site.print_page(page, body))
        except Exception as error:  # whatever a template or extension throws is that page's problem, not the run's
            entry.page = ""
            entry.problems.append(["B04", f"page '{output}' could not be made: {type(error).__name__}: {error}"])
            return _Printed(uri, entry, None, False)
        return _Printed(uri, entry, state.site.stamps[output], written)

    @property
    def converter(self) -> Converter:
        if self._converter is None:
            from normbook.builders.convert import Converter

            self._converter = Converter(self.site)
        return self._converter

    def _record(self, done: _Printed, entries: dict[str, Entry]) -> bool:
        entries[done.uri] = done.entry
        if done.stamp is not None:
            self.state.site.stamps[done.entry.output] = done.stamp
        return done.written

    def _write_search(self) -> bool:
        entries = self.state.entries
        data = self.site.search_index([entries[uri].search for uri in self.site.pages if uri in entries])
        return data is not None and self.state.site.write("search/search_index.json", data)

    def _find_problems(self, outputs: Collection[str]) -> None:
        place = Place(os.path.relpath(self.site.inputs[0], os.path.join(self.state.inputs.root, os.pardir)))
        found = [Problem(place, "B03", message) for message in self.site.said]
        for entry in self.state.entries.values():
            found += entry.reported()
        self.state.problems = in_order([*found, *broken(self.state.entries, outputs)])


def _place(entry: Entry, source: object) -> None:
    """Puts the entry's problems where the page says it was made from, `path:line`."""
    if isinstance(source, str) and source:
        path, _, line = source.partition(":")
        entry.place, entry.line = path, int(line) if line.isdigit() else 0


_forking: Builder | None = None


def _print_in_child(tasks: list[tuple[str, bool]]) -> list[_Printed]:
    assert _forking is not None
    return [_forking._print_one(uri, fresh) for uri, fresh in tasks]


def _forked(builder: Builder, todo: Sequence[tuple[str, bool]], jobs: int) -> Iterator[_Printed]:
    """Prints in `jobs` processes forked from this one, so that none has to load the site again. Big pages go first."""
    global _forking
    stamps = builder.state.docs.stamps
    ordered = sorted(todo, key=lambda task: -stamps[task[0]].size)
    count = max(1, min(len(ordered) // 4, jobs * 12))
    chunks = [ordered[start::count] for start in range(count)]
    builder.converter.md.reset()
    builder.site.env.get_template("main.html")
    gc.freeze()
    _forking = builder
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            for future in as_completed([pool.submit(_print_in_child, chunk) for chunk in chunks]):
                yield from future.result()
    finally:
        _forking = None
        gc.unfreeze()


def build_site(
    config_path: Path,
    *,
    site_dir: Path,
    cache_dir: Path,
    as_of: date,
    jobs: int = 2,
    progress: Progress | None = None,
) -> BuildReport:
    """Makes `site_dir` what `mkdocs build` would make it, doing only what has changed since the last time.

    Nothing is cleaned beforehand: a file goes only if an earlier run wrote it, it is not wanted any more and nobody has
    changed it since. Broken links and whatever mkdocs warns of come back as problems, never as exceptions; a configuration
    that cannot be read raises mkdocs' own `Abort` or `ConfigurationError`, one that asks for plugins `Unsupported`.
    """
    started = time.perf_counter()
    state = State.load(config_path, site_dir, cache_dir)
    if state.unchanged(as_of):
        if state.refreshed():
            state.save_manifest()
        return BuildReport(state.pages, 0, state.pages, 0, 0, time.perf_counter() - started, tuple(state.problems))
    builder = Builder(config_path, site_dir=site_dir, cache_dir=cache_dir, as_of=as_of, state=state)
    report = builder.run(jobs, progress)
    return BuildReport(
        report.pages, report.rendered, report.reused, report.files, report.removed, time.perf_counter() - started, report.problems
    )
