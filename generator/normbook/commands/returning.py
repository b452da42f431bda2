"""`normbook readback`: what a State did with a Word file, shown, and on request proposed to the source."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from normbook import editions
from normbook.commands.arguments import UsageError, refused
from normbook.commands.texts import DRAFT, BrokenError, publication_of
from normbook.edit import Amendment, EditError, amended, diff, written
from normbook.editions import EditionError
from normbook.examine import examine
from normbook.law.adaptation import GENERAL, Adaptation, recalled
from normbook.law.country import refusals
from normbook.problems import Place, Problem, Severity
from normbook.proof import Claim, claimed
from normbook.publication import Publication
from normbook.reporting import as_text
from normbook.returned.finding import Finding
from normbook.returned.original import original
from normbook.returned.printed import as_data, as_json, as_table
from normbook.returned.proposal import Proposal, propose, told
from normbook.returned.reading import findings
from normbook.returned.record import FOLDER, name_of, record, sender
from normbook.settings import Settings
from normbook.word.document import document
from normbook.word.openxml import unpack
from normbook.word.origin import Origin, origin
from normbook.word.received import MAIN, NotAWordFileError, received
from normbook.word.remarks import saved
from normbook.write import write_file

_OURS: Final = b'"p_law_'
"""How bookmarks of provisions begin in the main part of a file."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the command beside the file."""

    edition: str = ""
    propose: bool = False
    apply: bool = False
    force: bool = False
    format: str = "table"


def opened(file: Path) -> Mapping[str, bytes]:
    """The parts of a Word file. UsageError, which names code, file and remedy, when it cannot be read."""
    if not file.is_file():
        raise UsageError(f"there is no file {file}", "Name a .docx file of the model law.")
    try:
        return received(file.read_bytes())
    except NotAWordFileError as error:
        raise UsageError(f"{file.name}: error[{error.code}] {error}", error.hint) from None


def readback_command(settings: Settings, file: Path, wish: Wish) -> int:
    """Print what a file of the law brings back; propose and apply it if asked. 0 done, 1 the corpus, 2 the command."""
    try:
        parts = opened(file)
        back = _Back(settings, file, parts, wish)
        warnings, base = back.base()
        draft = publication_of(settings, DRAFT)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))
    for warning in warnings:
        print(f"{warning.place}: {warning.severity}[{warning.code}] {warning.message}\n  hint: {warning.hint}",
              file=sys.stderr)
    made = original(unpack(document(base, settings.cache / "pandoc")), base)
    found = findings(made, parts)
    proposal = propose(found, made, base, draft)
    return back.tell(found, proposal, draft, warnings)


@dataclass(frozen=True)
class _Back:
    """A file that came back, and what is asked about it."""

    settings: Settings
    file: Path
    parts: Mapping[str, bytes]
    wish: Wish

    @property
    def origin(self) -> Origin:
        return origin(self.parts)

    def warning(self, code: str, message: str, hint: str) -> Problem:
        return Problem(Place(self.file.name), code, message, hint, Severity.WARNING)

    def base(self) -> tuple[list[Problem], Publication]:
        """The text that the file was made from, with what is doubtful about it. UsageError if it is none of ours."""
        said = self.origin
        if not said.edition and _OURS not in self.parts[MAIN] and not self.wish.edition:
            hint = "Name a file that this program made. If a program dropped what it says of itself, add --edition ID."
            raise UsageError(f"{self.file.name}: error[Z06] it is no file of the model law", hint)
        known = editions.published(self.settings.norms)
        own = claimed(Claim(said.edition, said.digest), known)
        wanted = self.wish.edition or (own.id if own else DRAFT)
        found = list(self.doubts(wanted, said, known[-1].id if known else ""))
        base = publication_of(self.settings, wanted)
        adaptation = self.adaptation(base, found)
        return found, base.adapted(adaptation)

    def doubts(self, wanted: str, said: Origin, latest: str) -> Iterator[Problem]:
        if not self.wish.edition and said.edition not in {"", wanted}:
            yield self.warning("Z07", f"it was made from edition {said.edition}, which is not here; it is held "
                               f"against the draft", "Differences between the two texts show as edits.")
        elif not said.edition and not self.wish.edition:
            yield self.warning("Z07", "it does not say what it was made from; it is held against the draft",
                               "Name the edition with --edition ID if it was another one.")
        elif wanted == DRAFT:
            yield self.warning("Z08", "it was made from a draft, which may have changed since",
                               "What was changed in the draft since shows as untracked edits.")
        elif latest and wanted != latest:
            yield self.warning("Z07", f"it was made from edition {wanted}; the latest is {latest}",
                               "Its edits are placed where the draft still has the same words.")

    def adaptation(self, base: Publication, found: list[Problem]) -> Adaptation:
        """The decisions that the file records; none where they do not fit the text."""
        try:
            adaptation = recalled(self.origin.record)
        except ValueError as error:
            found.append(self.warning("Z09", f"its record of decisions cannot be read: {error}",
                                      "It is read as the general edition, with every variant."))
            return GENERAL
        if wrong := refusals(base.corpus, adaptation):
            found.append(self.warning("Z09", f"its decisions do not fit the text: {wrong[0].message}",
                                      "It is read as far as they do."))
        return adaptation

    def tell(self, found: tuple[Finding, ...], proposal: Proposal, draft: Publication, warnings: list[Problem]) -> int:
        rows = list(told(found, proposal))
        if self.wish.format == "json":
            print(as_json({"file": self.file.name, "edition": self.origin.edition,
                           "warnings": [f"{each.code} {each.message}" for each in warnings],
                           "changed_since": list(proposal.since), "findings": as_data(rows)}))
        elif rows:
            print(as_table(rows))
        if self.wish.format == "table":
            left = len(proposal.unplaced)
            print(f"{self.file.name}: {len(found)} found, {len(proposal.placed)} can be placed in the source, "
                  f"{left} by hand, {len(found) - left - len(proposal.placed)} comments.")
            if proposal.since:
                print(f"Changed in the draft since: {', '.join(filter(None, proposal.since))}.")
        if not (self.wish.propose or self.wish.apply) or not found:
            return 0
        return self.offer(found, proposal, draft)

    def offer(self, found: tuple[Finding, ...], proposal: Proposal, draft: Publication) -> int:
        """Show the proposal as a diff, and with --apply make it, unless the corpus would have errors."""
        out = sys.stdout if self.wish.format == "table" else sys.stderr
        files: dict[str, str] = {}
        for file, amendments in proposal.amendments.items():
            before = (self.settings.root / file).read_text(encoding="utf-8")
            files[file], failed = _made(before, amendments)
            for amendment, why in failed:
                print(f"not placed: {file}: {why}: {amendment}", file=out)
            print(diff(before, files[file], file), end="", file=out)
        name = name_of(self.origin.edition, self.file.stem)
        by = sender(saved(self.parts), self.settings.as_of)
        place = f"norms/{FOLDER}/{name}.yaml"
        files[place] = written(record(name, self.origin.edition, found, by, draft))
        print(diff("", files[place], place), end="", file=out)
        errors = _errors(self.settings, files)
        if errors:
            print(as_text(errors), file=sys.stderr)
            if not self.wish.force:
                print("The corpus would have these errors: nothing is written without --force.", file=sys.stderr)
                return 1
        return self.apply(files, place) if self.wish.apply else 0

    def apply(self, files: Mapping[str, str], place: str) -> int:
        path = self.settings.root / place
        if path.exists() and path.read_text(encoding="utf-8") != files[place] and not self.wish.force:
            hint = "It may hold dispositions by now. Rename the file that came back, or write over it with --force."
            return refused(UsageError(f"{place} is already there", hint))
        for file, text in files.items():
            write_file(self.settings.root / file, text.encode())
            print(file, file=sys.stderr)
        return 0


def _made(before: str, amendments: tuple[Amendment, ...]) -> tuple[str, list[tuple[Amendment, str]]]:
    """A file with all amendments that can be made, and those that cannot, each with the reason."""
    try:
        return amended(before, amendments), []
    except EditError:
        pass
    failed = []
    for amendment in amendments:
        try:
            before = amended(before, [amendment])
        except EditError as error:
            failed.append((amendment, str(error)))
    return before, failed


def _errors(settings: Settings, files: Mapping[str, str]) -> list[Problem]:
    """The errors that the corpus would have with files written, and does not have now."""
    now = {(each.code, each.message) for each in examine(settings.norms, settings.as_of).problems}
    with tempfile.TemporaryDirectory() as folder:
        norms = Path(folder) / "norms"
        shutil.copytree(settings.norms, norms)
        for file, text in files.items():
            write_file(Path(folder) / file, text.encode())
        problems = examine(norms, settings.as_of).problems
    return [each for each in problems if each.is_error and (each.code, each.message) not in now]
