"""`normbook release`: what a State released carried into the corpus row by row, the rest of its answers not."""

from __future__ import annotations

import sys
from pathlib import Path

from normbook.commands import arguments
from normbook.commands.arguments import UsageError, refused
from normbook.commands.texts import DRAFT, BrokenError, corpus_of
from normbook.commands.trying import new_errors
from normbook.edit import EditError, diff
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.workspace.files import public_file, with_answers
from normbook.workspace.folder import Folder, PlaceError, outside
from normbook.workspace.opening import WorkspaceError, opened
from normbook.workspace.releasing import release
from normbook.write import write_file


def release_command(settings: Settings, code: str, workspace: Path, *, apply: bool) -> int:
    """Show what a release changes in norms/countries/, and write it if asked. 0 done, 1 mistakes, 2 the command."""
    try:
        corpus = corpus_of(settings, DRAFT)
        state = arguments.member(corpus.states, code)
        private = opened(Folder(outside(workspace, settings.root)), state.iso2, corpus)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except WorkspaceError as error:
        print(as_text(error.problems), file=sys.stderr)
        return 1
    except (UsageError, PlaceError) as error:
        return refused(UsageError(str(error), error.hint))
    own = next((each for each in corpus.countries if each.iso2 == state.iso2), None)
    place = own.place.file if own else f"norms/countries/{state.iso2.lower()}.yaml"
    path = settings.root / place
    before = path.read_text(encoding="utf-8") if own else ""
    found = release(private.answers, own.answers if own else ())
    print(f"{place}: {len(found.added)} released, {len(found.changed)} changed, {len(found.gone)} taken away, "
          f"{found.same} as they were.", file=sys.stderr)
    if not found.items:
        return 0
    try:
        after = with_answers(before or public_file(state), found.items, public=True)
    except EditError as error:
        return refused(UsageError(f"{place}: {error}", error.hint))
    print(diff(before, after, place), end="")
    if errors := new_errors(settings, {place: after}):
        print(as_text(errors), file=sys.stderr)
        print("The corpus would have these errors: nothing is written.", file=sys.stderr)
        return 1
    if apply:
        write_file(path, after.encode())
        print("From now on it is public. Run 'normbook build'.", file=sys.stderr)
    else:
        print("Nothing was written: add --apply to make it public.", file=sys.stderr)
    return 0
