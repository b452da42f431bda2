"""`normbook build`: progress while it works, problems, and a summary."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from normbook.build import Summary, UnknownPartError, UnknownStateError, build, build_parts
from normbook.commands.arguments import UsageError, refused
from normbook.reporting import as_text
from normbook.settings import Settings

if TYPE_CHECKING:
    from normbook.making import Progress
    from normbook.model.national import Country

_STEPS = {"pages": "Writing pages", "files": "Making files", "site": "Rendering the site"}


def parts_command(settings: Settings, only: Sequence[str], *, alone: bool, quiet: bool) -> int:
    """Write parts of the draft without rendering the site. 1 when errors stopped it, 2 for misuse.

    `alone` is false where an edition, a workspace or a forced build was asked for too, which go with whole builds.
    """
    if not alone:
        return refused(UsageError("--only writes parts of the draft",
                                  "Leave out --edition, --force, --workspace and --out; or build the whole."))
    try:
        with _progress(quiet) as progress:
            summary = build_parts(settings, only, progress)
    except UnknownPartError as error:
        return refused(UsageError(str(error), f"The parts are {', '.join(error.known)}."))
    except UnknownStateError as error:
        return refused(UsageError(str(error), "Write ISO 3166-1 codes joined by commas, as in KE,EE."))
    shown = [p for p in summary.problems if p.is_error or not quiet]
    if shown:
        print(as_text(shown))
    if summary.stopped:
        print("Nothing was written.", file=sys.stderr)
        return 1
    if not quiet:
        print(f"Wrote {', '.join(only)}: {summary.files} pages and files ({summary.made} tasks run) in "
              f"{summary.total:.2f} s, under {settings.docs.relative_to(settings.root)}/.", file=sys.stderr)
        print(f"Nothing else was made, and {settings.site.name}/ stays as it was: 'normbook build' makes the rest.",
              file=sys.stderr)
    return 0


def build_command(
    settings: Settings, edition: str, *, force: bool, quiet: bool, verbose: bool, private: Country | None = None
) -> int:
    """Build, print what is wrong to stdout and what was done to stderr. 1 when errors stopped it, 2 for misuse."""
    try:
        with _progress(quiet) as progress:
            summary = build(settings, progress, force=force, only=edition, private=private)
    except UnknownStateError as error:
        return refused(UsageError(str(error), "Write ISO 3166-1 codes joined by commas, as in KE,EE."))
    except ValueError as error:
        from normbook.builders import ConfigError

        if not isinstance(error, ConfigError):
            raise
        hint = "It stands beside norms/ and says how the site looks; take it from a fresh copy, or mend what is named."
        return refused(UsageError(f"mkdocs.yml cannot be used: {error}", hint))
    shown = [p for p in summary.problems if p.is_error or not quiet]
    if shown:
        print(as_text(shown))
    if summary.stopped:
        built = any(problem.code.startswith("B") for problem in summary.problems)
        said = (
            "The pages were made, but some have the faults above: do not publish them, and report this."
            if built
            else "Nothing was published: the last good site/ stays as it was."
        )
        print(said, file=sys.stderr)
        return 1
    if not quiet:
        for line in _said(summary, settings, verbose):
            print(line, file=sys.stderr)
    return 0


def _said(summary: Summary, settings: Settings, verbose: bool) -> Iterator[str]:
    if summary.unchanged:
        yield f"Nothing changed: {summary.pages} pages, {summary.files} files ({summary.total:.2f} s)."
    else:
        reused = summary.pages - summary.rendered
        yield (f"Built {summary.pages} pages ({reused} reused) and {summary.files - summary.pages} files "
               f"({summary.made} tasks run) in {summary.total:.2f} s.")
    if summary.frozen:
        yield f"Published editions built from their files: {', '.join(summary.frozen)}."
    if summary.planned:
        yield f"{summary.planned} ids are still planned and print as plain text."
    if verbose:
        yield "  " + ", ".join(f"{step} {seconds:.2f} s" for step, seconds in summary.seconds.items())
    if settings.out:
        yield f"Open {settings.site / 'index.html'}. It is private."
    else:
        yield f"Open {settings.site.name}/index.html, or run 'normbook serve'."


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """Bars on a terminal, nothing elsewhere: a log file has no use for them."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        rows = {step: bars.add_task(name, total=None, visible=False) for step, name in _STEPS.items()}

        def show(step: str, done: int, all_: int) -> None:
            bars.update(rows[step], completed=done, total=all_, visible=True)

        yield show
