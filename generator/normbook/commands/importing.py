"""`normbook import`: a checklist that came back, read row by row into the private workspace of a State."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from normbook import editions
from normbook.checklists.own import digest
from normbook.checklists.rows import STATUSES
from normbook.checks.answers import wrong
from normbook.checks.context import problem
from normbook.commands import arguments
from normbook.commands.arguments import UsageError, refused
from normbook.commands.texts import DRAFT, BrokenError, publication_of
from normbook.edit import EditError, diff
from normbook.editions import EditionError
from normbook.model.national import Answer
from normbook.model.world import State
from normbook.problems import Place, Problem, did_you_mean
from normbook.publication import Publication
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.sheets.separated import read_separated
from normbook.sheets.workbooks import read_workbook
from normbook.unpacking import ForeignFileError
from normbook.word.received import received
from normbook.workspace.files import private_file, read, with_answers
from normbook.workspace.folder import Folder, PlaceError, outside
from normbook.workspace.forms import filled_form
from normbook.workspace.headings import HEADINGS
from normbook.workspace.incoming import Incoming, incoming
from normbook.workspace.merging import Conflict, Merged, Prefer, merge
from normbook.workspace.placing import Placed, place, shown

_LARGEST: Final = 30_000_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the command beside the file."""

    workspace: Path
    state: str = ""
    edition: str = ""
    prefer: Prefer = ""
    apply: bool = False


def import_command(settings: Settings, file: Path, wish: Wish) -> int:
    """Show what a file comes to in the workspace, and write it if asked. 0 done, 1 rows were refused, 2 the command."""
    try:
        folder = Folder(outside(wish.workspace, settings.root))
        found = _opened(file)
        draft = publication_of(settings, DRAFT)
        return _Import(settings, file, wish, folder, draft).run(found)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError, PlaceError, EditError) as error:
        return refused(UsageError(str(error), error.hint))


def _opened(file: Path) -> Incoming:
    """The rows of a checklist in whichever form it came back."""
    if not file.is_file():
        raise UsageError(f"there is no file {file}", "Name the checklist that came back, a .xlsx, .csv or .docx file.")
    if file.stat().st_size > _LARGEST:
        raise UsageError(f"{file.name}: error[Z04] the file is too large to be a checklist", "Is it the right file?")
    content = file.read_bytes()
    try:
        if file.suffix.lower() in {".docx", ".docm", ".doc", ".odt", ".rtf"}:
            return filled_form(received(content), file.name)
        plain = file.suffix.lower() in {".csv", ".txt", ".tsv"} and not content.startswith(b"PK")
        return incoming(read_separated(content) if plain else read_workbook(content), file.name)
    except ForeignFileError as error:
        raise UsageError(f"{file.name}: error[{error.code}] {error}", error.hint) from None


@dataclass(frozen=True)
class _Import:
    """One file on its way into one workspace."""

    settings: Settings
    file: Path
    wish: Wish
    folder: Folder
    draft: Publication

    def run(self, found: Incoming) -> int:
        if any(each.code == "H10" for each in found.problems):
            print(as_text(found.problems), file=sys.stderr)
            return 2
        state = self.state(found)
        found, warnings, base = self.edition(found)
        content = self.folder.read(state.iso2)
        before, held = self.held(state, content)
        placed = place(found, self.draft, base, state, held)
        ledger = self.folder.ledger()
        merged = merge(held, placed.values, _before(ledger, self.file.name, found.printed), self.wish.prefer)
        after = with_answers(before, merged.taken) if merged.taken else before
        problems = [*warnings, *placed.problems, *self.conflicts(placed, merged)]
        self.tell(found, placed, merged, state)
        name = f"{state.iso2.lower()}.yaml"
        print(diff(before if content is not None else "", after, name) if merged.taken else "",
              end="")
        if problems:
            print(as_text(problems), file=sys.stderr)
        if self.wish.apply:
            if self.folder.read(state.iso2) != content:
                raise UsageError(f"{name} was changed by somebody else in the meantime", "Run the command again.")
            self.write(state, after, merged, held, ledger)
        elif merged.taken:
            print("Nothing was written: add --apply to write it.", file=sys.stderr)
        return 1 if any(each.is_error for each in problems) else 0

    def state(self, found: Incoming) -> State:
        """The State whose checklist it is. UsageError where the file says another, or nothing."""
        wanted = self.wish.state or found.state
        states = {row.state for row in found.rows if row.state}
        if not wanted and len(states) > 1:
            raise UsageError(f"{self.file.name}: error[H11] it holds the rows of several States",
                             "Say with --state whose are meant; the others are listed.")
        if not wanted:
            raise UsageError(f"{self.file.name}: error[H11] it does not say of which State it is",
                             "Add --state with the code of the State, as in --state KE.")
        state = arguments.member(self.draft.corpus.states, wanted)
        if found.state and found.state.upper() != state.iso2:
            raise UsageError(f"{self.file.name}: error[H11] it is the checklist of {found.state}, not of {wanted}",
                             "Name the file of that State, or leave --state out.")
        return state

    def edition(self, found: Incoming) -> tuple[Incoming, list[Problem], Publication]:
        """The text that the file was made from, with what is doubtful about it. UsageError if it is not known."""
        known = [record.id for record in editions.published(self.settings.norms)]
        if not (self.wish.edition or found.edition) and len({row.edition for row in found.rows} - {""}) > 1:
            raise UsageError(f"{self.file.name}: error[H12] it holds rows of several editions",
                             "Put those of each edition into a file of their own, or say with --edition ID of which "
                             "all of them are.")
        wanted = self.wish.edition or found.edition
        here = Place(self.file.name)
        draft = self.draft.edition.id
        if wanted in {draft, DRAFT}:
            return replace(found, edition=draft), [], self.draft
        if not wanted:
            doubt = problem("H13", here, "it does not say which edition it was made from; it is read as the draft",
                            "Name the edition with --edition ID if it was another one.")
            return replace(found, edition=draft), [doubt], self.draft
        if wanted not in known:
            names = [*known, draft]
            raise UsageError(f"{self.file.name}: error[H12] there is no edition '{wanted[:20]}'",
                             did_you_mean(wanted, names, f"Editions: {', '.join(names)}. Say which with --edition ID."))
        doubt = problem("H13", here, f"it was made from edition {wanted}; its rows are held against the draft",
                        "Ids that went elsewhere are followed, and rows whose text changed will say so.")
        return replace(found, edition=wanted), [doubt], publication_of(self.settings, wanted)

    def held(self, state: State, content: bytes | None) -> tuple[str, dict[str, Answer]]:
        """The file of the workspace as text, or one to start from, and its answers. UsageError if it has mistakes."""
        if content is None:
            return private_file(state), {}
        country, problems = read(content, self.folder.file(state.iso2).name)
        if country is not None:
            problems += tuple(each for each in wrong(country, frozenset()) if each.code == "H03")
        if country is None or any(each.is_error for each in problems):
            raise UsageError(as_text(problems), "Mend the workspace first; nothing was written.")
        if country.iso2 != state.iso2:
            raise UsageError(f"{state.iso2.lower()}.yaml is the file of {country.iso2}", "Rename it.")
        return content.decode(), {answer.commitment: answer for answer in country.answers}

    def conflicts(self, placed: Placed, merged: Merged) -> Iterator[Problem]:
        for conflict in merged.conflicts:
            row = placed.rows[conflict.commitment]
            yield problem("H19", row.place, f"'{conflict.commitment}' is answered otherwise in the workspace, by "
                          f"{', '.join(HEADINGS[key] for key in conflict.keys)}; neither was taken",
                          "Add --prefer file or --prefer workspace, or agree on one and enter it.")

    def tell(self, found: Incoming, placed: Placed, merged: Merged, state: State) -> None:
        counts = ((len(merged.new), "new"), (len(merged.changed), "changed"), (len(merged.same), "as they were"),
                  (len(merged.older) + len(merged.kept), "older than the workspace's, left"),
                  (placed.untouched, "not filled in"), (len(merged.conflicts), "in conflict"))
        print(f"{self.file.name}: {state.iso2}, {found.edition or 'no edition'}, {len(found.rows)} rows: "
              f"{', '.join(f'{number} {words}' for number, words in counts if number) or 'none'}.")
        for line in shown(placed):
            print(line)
        for conflict in merged.conflicts:
            print("\n".join(_both(conflict)))

    def write(
        self, state: State, after: str, merged: Merged, held: Mapping[str, Answer], ledger: dict[str, Any]
    ) -> None:
        now = {**held, **merged.taken}
        seen = {*merged.taken, *merged.same}
        files = ledger.setdefault("imported", {}).setdefault(self.file.name, {})
        files.update({each: digest(now[each]) for each in sorted(seen)})
        if merged.taken:
            self.folder.write(state.iso2, after)
            print(f"{self.folder.file(state.iso2)}", file=sys.stderr)
        if seen:
            self.folder.note(ledger)


def _before(ledger: Mapping[str, Any], name: str, printed: str) -> dict[str, set[str]]:
    """Digests of answers as they were printed into the file, and as it last brought them."""
    found: dict[str, set[str]] = {}
    for held in (ledger.get("printed", {}).get(printed, {}), ledger.get("imported", {}).get(name, {})):
        for commitment, told in held.items():
            found.setdefault(commitment, set()).add(told)
    return found


def _both(conflict: Conflict) -> Iterator[str]:
    """Two answers, one below the other, where they differ."""
    yield f"{conflict.commitment}: two answers"
    for name, answer in (("workspace", conflict.held), ("file", conflict.given)):
        values = (f"{HEADINGS[key]}: {_plain(answer, key)}" for key in conflict.keys)
        yield f"  {name}: {'; '.join(values)}"


def _plain(answer: Answer, key: str) -> str:
    value = getattr(answer, key)
    if key == "status":
        return STATUSES[answer.status]
    if key == "source":
        return "; ".join(each.title for each in answer.source) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("\n", " ") or "none"
