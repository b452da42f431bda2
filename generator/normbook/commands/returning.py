"""`normbook readback`: what a State did with a Word file, shown, and on request proposed to the source."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from normbook.commands.arguments import UsageError, refused
from normbook.commands.provenance import Provenance, opened
from normbook.commands.texts import DRAFT, BrokenError, publication_of
from normbook.commands.trying import new_errors
from normbook.edit import Amendment, EditError, amended, diff, written
from normbook.editions import EditionError
from normbook.problems import Problem
from normbook.publication import Publication
from normbook.reporting import as_text
from normbook.returned.finding import Finding
from normbook.returned.printed import as_data, as_json, as_table
from normbook.returned.proposal import Proposal, propose, told
from normbook.returned.reading import findings
from normbook.returned.record import FOLDER, name_of, record, sender
from normbook.settings import Settings
from normbook.word.remarks import saved
from normbook.write import write_file


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the command beside the file."""

    edition: str = ""
    propose: bool = False
    apply: bool = False
    force: bool = False
    format: str = "table"


def readback_command(settings: Settings, file: Path, wish: Wish) -> int:
    """Print what a file of the law brings back; propose and apply it if asked. 0 done, 1 the corpus, 2 the command."""
    try:
        draft = publication_of(settings, DRAFT)
        whence = Provenance(settings, file.name, opened(file), wish.edition, draft)
        warnings, base = whence.base()
        made = whence.original(base, warnings)
        if strange := whence.stranger(made):
            raise strange
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))
    found = findings(made, whence.parts)
    for warning in warnings:
        print(f"{warning.place}: {warning.severity}[{warning.code}] {warning.message}\n  hint: {warning.hint}",
              file=sys.stderr)
    proposal = propose(found, made, base, draft)
    back = _Back(settings, file, whence.parts, whence.origin.edition, wish)
    return back.tell(found, proposal, draft, warnings)


@dataclass(frozen=True)
class _Back:
    """A file that came back, and what is asked about it."""

    settings: Settings
    file: Path
    parts: Mapping[str, bytes]
    edition: str
    wish: Wish

    def tell(self, found: tuple[Finding, ...], proposal: Proposal, draft: Publication, warnings: list[Problem]) -> int:
        rows = list(told(found, proposal))
        if self.wish.format == "json":
            print(as_json({"file": self.file.name, "edition": self.edition,
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
        name = name_of(self.edition, self.file.stem)
        by = sender(saved(self.parts), self.settings.as_of)
        place = f"norms/{FOLDER}/{name}.yaml"
        files[place] = written(record(name, self.edition, found, by, draft))
        print(diff("", files[place], place), end="", file=out)
        errors = new_errors(self.settings, files)
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
