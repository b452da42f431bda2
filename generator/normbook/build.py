"""The whole site: check, make the files of every edition that needs it, run the site builder, seal."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from normbook import fingerprint
from normbook.problems import Problem
from normbook.settings import Settings
from normbook.write import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from normbook.builders import Ahead, BuildReport
    from normbook.making import Progress
    from normbook.model.corpus import Corpus
    from normbook.model.manifest import EditionRecord
    from normbook.model.national import Country
    from normbook.publication import Publication

ALL = ""
"""Build the draft, and every published edition whose tree does not stand."""


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
    frozen: tuple[str, ...] = ()
    """Published editions that were built from their files."""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.seconds.values())

    def add(self, report: BuildReport, files: int, made: int) -> None:
        """Count one edition in."""
        self.problems += report.problems
        self.stopped |= not report.ok
        self.pages, self.rendered = self.pages + report.pages, self.rendered + report.rendered
        self.files, self.made = self.files + files, self.made + made


def _silent(_step: str, _done: int, _all: int) -> None:
    return None


def build(
    settings: Settings, progress: Callable[[str, int, int], None] = _silent, *, force: bool = False, only: str = ALL,
    private: Country | None = None,
) -> Summary:
    """Build the editions of the corpus under `settings.root` into `site/`. An error leaves `site/` as it was.

    A published edition whose tree stands is left as it is, unless `force` asks for it to be made again. `only` names
    one edition to build: 'draft', or the number of a published one. `private` is what a State keeps in its workspace:
    its own view is built then, under `settings.out`.
    """
    clock = _Clock()
    seal = _Seal(settings, private)
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

    with Ahead(
        settings.build / "mkdocs.yml",
        likely=seal.built_into(),
        cache_dir=settings.cache,
        as_of=settings.as_of,
        jobs=settings.jobs,
    ) as builder:
        return _Build(settings, builder, progress, clock, _Wish(only, force, private)).run(seal)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be built: one edition or all, whatever stands or what is not there, for whose eyes."""

    only: str
    force: bool
    private: Country | None


def build_parts(
    settings: Settings, only: Collection[str], progress: Callable[[str, int, int], None] = _silent
) -> Summary:
    """Write the named parts of the draft under `build/docs/`, and nothing else: `site/` stays as it is.

    UnknownPartError where there is no part of a name. What was left out is made by the next build.
    """
    from normbook.examine import examine_again
    from normbook.making import make_parts, parts_of
    from normbook.publication import Publication

    clock = _Clock()
    examined = examine_again(settings.norms, settings.as_of, settings.cache)
    published, faults = _published(settings.norms)
    summary = Summary((*examined.problems, *faults), seconds={"check": clock.lap()})
    if faults or not examined.sound or examined.corpus is None or examined.links is None:
        summary.stopped = True
        return summary
    publication = Publication(examined.corpus, examined.links, settings.as_of, published, settings.norms,
                              states=settings.states)
    _known(settings.states, examined.corpus)
    known = parts_of(publication, settings.cache)
    if unknown := sorted(set(only) - known):
        raise UnknownPartError(" or ".join(unknown), tuple(sorted(known)))
    made = make_parts(publication, settings, progress, only)
    summary.files, summary.made = made.files, made.run
    summary.seconds["files"] = clock.lap()
    return summary


class UnknownPartError(Exception):
    """A part was asked for that there is not: its name, and the names there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no part {name}")
        self.known = known


class _Build:
    """One run over the editions."""

    def __init__(
        self, settings: Settings, builder: Ahead, progress: Progress, clock: _Clock, wish: _Wish
    ) -> None:
        self.settings, self.builder, self.progress, self.clock = settings, builder, progress, clock
        self.only, self.force, self.private = wish.only, wish.force, wish.private
        self.record = settings.cache / "sums.json"

    def run(self, seal: _Seal) -> Summary:
        """The draft, then the published editions that are not there, then what stands beside them."""
        from normbook.checklists.own import own_view
        from normbook.examine import examine_again
        from normbook.publication import Publication
        from normbook.siteroot import write_root

        settings = self.settings
        examined = examine_again(settings.norms, settings.as_of, settings.cache)
        published, faults = _published(settings.norms)
        summary = Summary((*examined.problems, *faults), seconds={"check": self.clock.lap()})
        if faults or not examined.sound or examined.corpus is None or examined.links is None:
            summary.stopped = True
            return summary
        corpus = own_view(examined.corpus, self.private) if self.private else examined.corpus
        publication = Publication(corpus, examined.links, settings.as_of, published, settings.norms,
                                  states=settings.states, whose=self.private.iso2 if self.private else "")
        _known(settings.states, examined.corpus)
        summary.planned = len(publication.links.planned)
        if self.only in {ALL, publication.edition.id}:
            self._draft(publication, summary)
        for number, record in enumerate(published):
            if not summary.stopped and self._wanted(record):
                self._frozen(record, published[: number + 1], published[-1], summary)
        if not summary.stopped:
            there = [record for record in published if (settings.site / record.id).is_dir()]
            write_root(settings.site, self.record, publication.corpus.handbook.title, publication.edition, there)
            seal.close(summary, publication.edition.id, whole=self.only == ALL or self.private is not None)
            summary.seconds["seal"] = self.clock.lap()
        return summary

    def _draft(self, publication: Publication, summary: Summary) -> None:
        from normbook.making import make_docs

        made = make_docs(publication, self.settings, self.progress)
        summary.seconds["files"] = self.clock.lap()
        report = self.builder.build(self.settings.site / publication.edition.id, self._sited)
        summary.add(report, made.files, made.run)
        summary.seconds["site"] = self.clock.lap()

    def _wanted(self, record: EditionRecord) -> bool:
        from normbook.siteroot import stands

        if self.only not in {ALL, record.id}:
            return False
        return self.force or not stands(self.settings.site, record, self.record)

    def _frozen(
        self, record: EditionRecord, published: tuple[EditionRecord, ...], latest: EditionRecord, summary: Summary
    ) -> None:
        """Build a published edition from its file alone. What it was made from is not kept: it is not built again.

        The laws adapted to each State are made for the draft and the latest edition.
        """
        from normbook import editions
        from normbook.builders import build_site
        from normbook.link import link
        from normbook.making import make_docs
        from normbook.publication import Publication

        states = self.settings.states if record == latest else frozenset()  # some 200 MB for each edition
        settings = replace(self.settings, frozen=record.id, states=states)
        corpus = editions.load(editions.path_of(settings.norms, record.id))
        publication = Publication(corpus, link(corpus)[0], settings.as_of, published, settings.norms, record,
                                  states=settings.states)
        made = make_docs(publication, settings, self.progress)
        report = build_site(
            settings.build / "mkdocs.yml",
            site_dir=settings.site / record.id,
            cache_dir=settings.cache,
            as_of=settings.as_of,
            jobs=settings.jobs,
            progress=self._sited,
        )
        summary.add(report, made.files, made.run)
        summary.frozen += (record.id,)
        summary.seconds[f"edition {record.id}"] = self.clock.lap()
        if report.ok:
            shutil.rmtree(settings.build)
            shutil.rmtree(settings.cache)

    def _sited(self, done: int, all_: int) -> None:
        self.progress("site", done, all_)


class UnknownStateError(Exception):
    """The laws of States were asked for that there are not."""


def _known(states: frozenset[str] | None, corpus: Corpus) -> None:
    """UnknownStateError where a code is none of a Member State."""
    members = {state.iso2 for state in corpus.states.states if state.status == "member"}
    if unknown := sorted((states or frozenset()) - members):
        raise UnknownStateError(f"no Member State has the code {' or '.join(unknown)}")


def _published(norms: Path) -> tuple[tuple[EditionRecord, ...], tuple[Problem, ...]]:
    """The published editions, oldest first, and what is wrong with their files."""
    from normbook import editions
    from normbook.verifying import editions_stand

    faults = editions_stand(norms, deep=False)
    return (() if faults else editions.published(norms)), faults


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

    def __init__(self, settings: Settings, private: Country | None) -> None:
        self.settings, self.private = settings, private
        self.file = settings.cache / "build.json"
        self.inputs = self._inputs()  # as they are before the work: an edit made meanwhile is for the next build

    def _inputs(self) -> str:
        look = [fingerprint.tree(self.settings.norms), fingerprint.code(), str(self.settings.as_of)]
        look.append("all" if self.settings.states is None else ",".join(sorted(self.settings.states)))
        look.append(self.private.model_dump_json() if self.private else "")
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

    def close(self, summary: Summary, edition: str, *, whole: bool) -> None:
        """Note a finished build; one of a single edition leaves others to do."""
        record = {
            "edition": edition,
            "inputs": self.inputs if whole else "",
            "site": fingerprint.tree(self.settings.site),
            "pages": summary.pages,
            "files": summary.files,
            "planned": summary.planned,
        }
        write_file(self.file, json.dumps(record).encode())


def default_jobs() -> int:
    """As many processes as there are cores to run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
