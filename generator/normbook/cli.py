"""The terminal door. Results go to stdout, progress and remarks to stderr.

Exit status: 0 done, 1 the content has errors, 2 the command was wrong.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

from normbook.options import parser
from normbook.settings import Settings

Command = Callable[[argparse.Namespace, Settings], int]


class UsageError(Exception):
    """The command was wrong; its text says how."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows only ASCII still gets every message
    gc.disable()  # a run is short and its objects stay: looking for garbage would cost a third of a cold check
    try:
        options = parser().parse_args(arguments)
        root = _root(Path(options.root))
        settings = Settings(root, options.as_of or datetime.now(UTC).date(), getattr(options, "jobs", None) or _jobs())
        return COMMANDS[options.command](options, settings)
    except UsageError as error:
        print(f"normbook: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("normbook: stopped; finished files are whole, run again to go on", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"normbook: {error.strerror or error}: {error.filename or ''}".rstrip(": "), file=sys.stderr)
        print(
            "  hint: nothing half-written is left; free the disk or fix the permission and run again", file=sys.stderr
        )
        return 2


def run() -> NoReturn:
    """The command of the terminal. It ends at once: to take a corpus apart object by object would cost 0.2 s."""
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _jobs() -> int:
    from normbook.build import default_jobs

    return default_jobs()


def _root(start: Path) -> Path:
    """The project folder: `start` or the nearest folder above it that holds norms/."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "norms").is_dir():
            return folder
    raise UsageError(f"no folder norms/ in {start} or above; run it inside a project or give --root")


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.examine import verdict
    from normbook.reporting import FORMATS

    problems = verdict(settings.norms, settings.as_of, settings.cache)
    bad = any(problem.is_error for problem in problems) or (options.strict and bool(problems))
    if options.quiet and options.format == "text":
        problems = tuple(problem for problem in problems if problem.is_error or options.strict)
    if problems or options.format != "text" or not options.quiet:
        print(FORMATS[options.format](problems))
    return 1 if bad else 0


def _build(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.building import build_command, parts_command

    if options.country is not None:
        settings = replace(settings, states=options.country)
    if options.only is not None:
        whole = options.edition or options.force or options.workspace or options.out
        return parts_command(settings, options.only, alone=not whole, quiet=options.quiet)
    if options.workspace or options.out:
        return _own_view(options, settings)
    return build_command(settings, options.edition, force=options.force, quiet=options.quiet, verbose=options.verbose)


def _own_view(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.viewing import own_view_command

    if options.workspace is None:
        raise UsageError("--out is for the private view of a State; add --workspace DIR")
    if options.edition not in {"", "draft"}:
        raise UsageError("a private view is of the draft; leave --edition out")
    return own_view_command(
        settings, options.workspace, options.out, force=options.force, quiet=options.quiet, verbose=options.verbose
    )


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.preview import serve

    return serve(settings, port=options.port, open_browser=options.open)


def _new(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.editing import new_command

    return new_command(settings, options.kind, options.id, options.title)


def _fmt(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.editing import fmt_command

    return fmt_command(settings, [Path(name) for name in options.files], check=options.check, diff=options.diff)


def _schema(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.editing import schema_command

    return schema_command(settings, options.only)


def _adapt(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.adapting import Asked, adapt_command

    return adapt_command(settings, Asked(
        options.state, options.output, options.vocabulary, options.form == "clean", options.commences,
        options.edition, options.force, options.quiet, options.differences, options.format, options.paper,
        options.only,
    ))  # fmt: skip


def _deadlines(options: argparse.Namespace, settings: Settings) -> int:
    if options.all or options.event or options.timeline is None:
        from normbook.commands.together import Asked, all_deadlines_command

        asked = Asked(options.timeline, options.start, options.country, options.all, options.event)
        return all_deadlines_command(settings, asked, options.format)
    from normbook.commands.timing import deadlines_command

    return deadlines_command(settings, options.timeline, options.start, options.country, options.format)


def _exercise(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.drill import exercise_command

    return exercise_command(settings, options.exercise, options.start, options.country, options.format, options.output)


def _reviews(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.reviewing import Wish, reviews_command

    wish = Wish(options.within, options.country, options.format, options.fail_on, options.falls)
    return reviews_command(settings, wish)


def _renew(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.renewing import Asked, renew_command

    return renew_command(settings, Asked(
        options.state, tuple(options.provision), options.output, options.vocabulary, options.paper, options.force,
        options.quiet,
    ))  # fmt: skip


def _freeze(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.freezing import freeze_command

    return freeze_command(settings, options.id, options.date, options.status, options.sentence)


def _verify(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.comparing import verify_command

    return verify_command(settings, options.file, options.edition)


def _diff(options: argparse.Namespace, settings: Settings) -> int:
    if options.docx:
        from normbook.commands.redlining import Redlining, redline_command

        asked = Redlining(
            options.docx, options.author, law_only=options.law_only, cover=not options.no_cover, force=options.force
        )
        return redline_command(settings, options.old, options.new, asked)
    from normbook.commands.comparing import diff_command

    return diff_command(settings, options.old, options.new, options.format)


def _readback(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.returning import Wish, readback_command

    wish = Wish(options.edition, options.propose, options.apply, options.force, options.format)
    return readback_command(settings, options.file, wish)


def _import(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.importing import Wish, import_command

    wish = Wish(options.workspace, options.state, options.edition, options.prefer, options.apply)
    return import_command(settings, options.file, wish)


def _release(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.releasing import release_command

    return release_command(settings, options.state, options.workspace, apply=options.apply)


def _fill(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.filling import fill_command, list_command

    if options.list:
        return list_command(settings, options.file, options.format)
    return fill_command(settings, options.file, options.values, options.output, force=options.force)


def _stats(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.counting import stats_command

    return stats_command(settings, options.format)


def _spillover(options: argparse.Namespace, settings: Settings) -> int:
    from normbook.commands.spillover import Asked, spillover_command

    asked = Asked(options.measure, options.length, tuple(options.sector), options.assume)
    return spillover_command(settings, asked, options.format)


COMMANDS: Final[Mapping[str, Command]] = {
    "check": _check,
    "build": _build,
    "serve": _serve,
    "new": _new,
    "fmt": _fmt,
    "schema": _schema,
    "adapt": _adapt,
    "deadlines": _deadlines,
    "exercise": _exercise,
    "reviews": _reviews,
    "renew": _renew,
    "stats": _stats,
    "spillover": _spillover,
    "freeze": _freeze,
    "verify": _verify,
    "diff": _diff,
    "readback": _readback,
    "import": _import,
    "release": _release,
    "fill": _fill,
}
"""What runs each command that `options` names."""
