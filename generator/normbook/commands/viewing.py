"""`normbook build --workspace`: a State's own view for itself, built outside the project."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from normbook.checklists.own import digests, print_of
from normbook.commands import arguments
from normbook.commands.arguments import UsageError, refused
from normbook.commands.building import build_command
from normbook.commands.texts import DRAFT, BrokenError, corpus_of
from normbook.model.national import Country
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.workspace.folder import Folder, PlaceError, ours, outside, private_folder
from normbook.workspace.opening import WorkspaceError, opened


def own_view_command(
    settings: Settings, workspace: Path, out: Path | None, *, force: bool, quiet: bool, verbose: bool
) -> int:
    """Build the draft with all that a State keeps in its workspace. Nothing of it is written anywhere but to `out`."""
    try:
        folder = Folder(outside(workspace, settings.root))
        target = _target(out, settings.root)
        private = _private(settings, folder)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except WorkspaceError as error:
        print(as_text(error.problems), file=sys.stderr)
        return 1
    except (UsageError, PlaceError) as error:
        return refused(UsageError(str(error), error.hint))
    before = os.umask(0o077)  # whatever is made from here on is for its owner alone
    try:
        private_folder(target)
        own = replace(settings, out=target, states=frozenset({private.iso2}))
        status = build_command(own, DRAFT, force=force, quiet=quiet, verbose=verbose, private=private)
        if status == 0:
            _noted(folder, private)
        return status
    finally:
        os.umask(before)


def _target(out: Path | None, root: Path) -> Path:
    if out is None:
        raise UsageError("nothing says where the private view is to be built", "Add --out DIR, outside the project.")
    path = outside(out, root, "out")
    if not ours(path):
        raise UsageError(f"{out} holds files of somebody else", "Name a new or an empty folder.")
    return path


def _private(settings: Settings, folder: Folder) -> Country:
    """The file of the one State whose view it is: that of --country, or the only one that the workspace holds."""
    corpus = corpus_of(settings, DRAFT)
    known = {state.iso2 for state in corpus.states.states if state.status == "member"}
    there = sorted(path.stem.upper() for path in folder.path.glob("*.yaml") if path.stem.upper() in known)
    wanted = sorted(settings.states) if settings.states else there
    if len(wanted) != 1:
        held = f"The workspace holds {', '.join(there)}." if there else "The workspace holds none yet."
        raise UsageError("say of which State the view is to be built", f"Add --country CODE. {held}")
    return opened(folder, arguments.member(corpus.states, wanted[0]).iso2, corpus)


def _noted(folder: Folder, private: Country) -> None:
    """Remember what was printed into the files of the view, so that what comes back can be told from it."""
    ledger = folder.ledger()
    ledger.setdefault("printed", {})[print_of(private.answers)] = digests(private.answers)
    folder.note(ledger)
