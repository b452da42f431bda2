"""`normbook freeze`: the draft as an edition, whole or not at all, and never over one that is there."""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from normbook import editions, readiness
from normbook.commands.arguments import UsageError, refused
from normbook.commits import NoRepositoryError, uncommitted
from normbook.editions import FOLDER, MANIFEST, EditionError
from normbook.examine import examine
from normbook.problems import Place, Problem, in_order
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.write import write_file

if TYPE_CHECKING:
    from normbook.model.corpus import Corpus
    from normbook.model.handbook import Standing
    from normbook.model.manifest import EditionRecord

_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,3})(\.(0|[1-9][0-9]{0,3})){1,3}")


def freeze_command(settings: Settings, edition_id: str, day: date, standing: Standing, sentence: str) -> int:
    """Freeze the draft. 0 done, 1 the corpus is not ready, 2 the command is wrong; nothing is written but with 0."""
    try:
        before = _before(settings, edition_id, day)
    except UsageError as error:
        return refused(error)
    examined = examine(settings.norms, day)
    problems = [problem for problem in examined.problems if problem.is_error]
    corpus = examined.corpus
    if corpus is None or problems:
        return _not_ready(problems)
    try:
        problems += readiness.overdue(corpus, day)
        problems += _not_committed(settings.root)
        if before:
            problems += readiness.gone(editions.load(editions.path_of(settings.norms, before[-1].id)), corpus)
        if problems:
            return _not_ready(problems)
        edition = readiness.edition(corpus, edition_id, day, standing, sentence)
    except (NoRepositoryError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))
    except ValueError as error:
        return refused(UsageError(str(error), "Give --sentence 'Adopted by … on ….', as first pages are to print it."))
    return _write(settings, corpus, editions.freeze(corpus, edition), before)


def _before(settings: Settings, edition_id: str, day: date) -> tuple[EditionRecord, ...]:
    """The editions so far, each as it was frozen. UsageError if a new one cannot follow them."""
    from normbook.verifying import editions_stand

    if not _VERSION.fullmatch(edition_id):
        raise UsageError(f"'{edition_id}' is not the number of an edition", "Write it with points, as in 0.9 or 1.0.")
    if wrong := editions_stand(settings.norms):
        raise UsageError(f"the editions so far do not stand: {wrong[0].message}", "See 'normbook verify'.")
    before = editions.published(settings.norms)
    if reason := readiness.number_and_date(edition_id, day, before):
        raise UsageError(reason, "Numbers and dates of editions only grow: 0.9, 1.0, 1.1, … 1.10.")
    return before


def _not_committed(root: Path) -> list[Problem]:
    hint = "Commit it, or take it out: an edition holds what a commit holds, and nothing else."
    message = "it is not as the last commit has it"
    return [Problem(Place(name), "E06", message, hint) for name in uncommitted(root, "norms")]


def _not_ready(problems: list[Problem]) -> int:
    print(as_text(in_order(problems)))
    print("Nothing was frozen.", file=sys.stderr)
    return 1


def _write(settings: Settings, corpus: Corpus, content: bytes, before: tuple[EditionRecord, ...]) -> int:
    """Write the edition, then the manifest that makes it one. If the second fails, the first is taken back."""
    record = editions.record(content)
    path = editions.path_of(settings.norms, record.id)
    _write_new(path, content)
    try:
        write_file(settings.norms / FOLDER / MANIFEST, editions.manifest((*before, record)))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    articles = sum(len(part.articles) for part in corpus.parts)
    print(f"norms/{FOLDER}/{record.file}\n  sha256     {record.sha256}\n  normative  {record.normative}")
    print(
        f"{record.title}, {record.date}: {len(corpus.norms)} norms, {articles} articles. Commit norms/{FOLDER}/ now.",
        file=sys.stderr,
    )
    return 0


def _write_new(path: Path, content: bytes) -> None:
    """Write a file whole, and only if there is none. FileExistsError if there is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        os.link(temporary, path)  # unlike a renaming it fails when the name is taken
    finally:
        temporary.unlink(missing_ok=True)
