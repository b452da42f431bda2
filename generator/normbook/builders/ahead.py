"""The site builder in a second process, which loads mkdocs while the first still writes what is to be built."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from normbook.builders.entry import build_site
from normbook.builders.ledger import digest, files_under
from normbook.builders.report import BuildReport, Progress
from normbook.builders.state import State

if TYPE_CHECKING:
    from normbook.builders.run import Builder


class Ahead:
    """`build_site`, with mkdocs loaded before it is asked for. Use as a context manager.

    `likely` is the folder that the last run built into: the site is loaded as that run left it. If the folder, the
    configuration or the list of files is another when `build` is called, it is loaded again. Where there is no fork,
    `build` does everything itself.
    """

    def __init__(self, config_path: Path, *, likely: Path | None, cache_dir: Path, as_of: date, jobs: int) -> None:
        self.config_path, self.likely = config_path, likely
        self.cache_dir, self.as_of, self.jobs = cache_dir, as_of, jobs
        self.child = 0
        if not hasattr(os, "fork"):
            return
        told, tell = os.pipe()
        hear, say = os.pipe()
        self.child = os.fork()
        if self.child == 0:
            with suppress(BaseException):
                os.close(tell)
                os.close(hear)
                with os.fdopen(told, "rb") as orders, os.fdopen(say, "wb") as answers:
                    self._work(orders.read, lambda answer: _send(answers.write, answers.flush, answer))
            os._exit(0)
        os.close(told)
        os.close(say)
        self.orders, self.answers = os.fdopen(tell, "wb"), os.fdopen(hear, "rb")

    def build(self, site_dir: Path, progress: Progress | None = None) -> BuildReport:
        """As `build_site`, with the same result and the same exceptions."""
        if self.child:
            with suppress(EOFError, pickle.UnpicklingError, BrokenPipeError):
                self.orders.write(os.fsencode(site_dir))
                self.orders.close()
                while True:
                    match pickle.load(self.answers):  # noqa: S301 - from our own process, through our own pipe
                        case BuildReport() as report:
                            return report
                        case BaseException() as error:
                            raise error
                        case (int(done), int(all_)) if progress is not None:
                            progress(done, all_)
        return build_site(
            self.config_path, site_dir=site_dir, cache_dir=self.cache_dir, as_of=self.as_of, jobs=self.jobs,
            progress=progress,
        )  # fmt: skip

    def _work(self, wait: Callable[[], bytes], answer: Callable[[object], None]) -> None:
        """The second process: load, wait for the word, build; answer with the progress and then with the report."""
        from normbook.builders import run  # noqa: F401 - for what it brings in

        looks, builder = self._loaded()
        if not (told := wait()):
            return
        site_dir = Path(os.fsdecode(told))
        try:
            if builder is not None and site_dir == self.likely and looks == self._looks():
                answer(builder.run(self.jobs, lambda *done: answer(done)))
            else:
                answer(build_site(
                    self.config_path, site_dir=site_dir, cache_dir=self.cache_dir, as_of=self.as_of, jobs=self.jobs,
                    progress=lambda *done: answer(done),
                ))  # fmt: skip
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised in the first process
            answer(error)

    def _loaded(self) -> tuple[str, Builder | None]:
        """The site as the last run left it, and how its configuration looked; None if it cannot be loaded."""
        from normbook.builders.run import Builder

        if self.likely is None:
            return "", None
        try:
            looks = self._looks()
            state = State.load(self.config_path, self.likely, self.cache_dir)
            builder = Builder(self.config_path, site_dir=self.likely, as_of=self.as_of, state=state)
            builder.warm()
        except Exception:  # noqa: BLE001 - what is wrong with it is found, and said, when it is built
            return "", None
        return looks, builder

    def _looks(self) -> str:
        """Stands for the configuration and the names of the files, in the state they are in now."""
        docs = self.config_path.parent / "docs"
        return digest(self.config_path.read_bytes(), *sorted(name for name, _ in files_under(docs)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.child:
            with suppress(OSError):
                self.orders.close()
            self.answers.close()
            os.waitpid(self.child, 0)


def _send(write: Callable[[bytes], object], flush: Callable[[], object], answer: object) -> None:
    write(pickle.dumps(answer))
    flush()
