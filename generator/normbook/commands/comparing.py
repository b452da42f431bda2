"""`normbook verify` and `normbook diff`: editions against the manifest, a file against its edition, two texts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from normbook import editions
from normbook.commands.arguments import UsageError, refused
from normbook.commands.texts import BrokenError, publication_of
from normbook.editions import EditionError
from normbook.law.adaptation import GENERAL, Adaptation, recalled
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.verifying import editions_stand

if TYPE_CHECKING:
    from normbook.compare.segments import Segment
    from normbook.model.corpus import Corpus
    from normbook.proof import Deviation
    from normbook.word.readback import ReadBack

_CONTEXT: Final = 40
_SIGNS: Final = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def diff_command(settings: Settings, old: str, new: str, format: str) -> int:  # noqa: A002 - named as the option is
    """Print what changed from one edition, or the draft, to another. 0 done, 1 the corpus, 2 the command is wrong."""
    from normbook.compare import compare
    from normbook.compare.printed import FORMATS, Sides

    if adapted := next((each for each in (old, new) if ":" in each), ""):
        return refused(UsageError(f"'{adapted}' is the law as a State adapts it, which is compared in Word alone",
                                  "Add --docx FILE.docx, or name two editions."))
    try:
        before, after = publication_of(settings, old), publication_of(settings, new)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))
    found = compare(before.corpus, after.corpus)
    print(FORMATS[format](found, Sides(before.labels, after.labels)))
    return 0


def verify_command(settings: Settings, file: Path | None, edition_id: str | None) -> int:
    """Say whether every edition is as it was frozen, or a Word file reads as its edition. 0 it is, 1 not, 2 misuse."""
    if file is None:
        return _verify_editions(settings)
    try:
        return _verify_file(settings, file, edition_id)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))


def _verify_editions(settings: Settings) -> int:
    if problems := editions_stand(settings.norms):
        print(as_text(problems))
        return 1
    records = editions.published(settings.norms)
    for record in records:
        print(f"{record.id}  {record.date}  {record.status}  sha256 {record.sha256}  as it was frozen")
    if not records:
        print("No edition has been frozen.")
    return 0


def _verify_file(settings: Settings, file: Path, edition_id: str | None) -> int:
    from normbook.proof import claim, claimed, deviations

    read = _read(file)
    said = claim(read)
    if problems := editions_stand(settings.norms):
        print(as_text(problems))
        return 1
    record = claimed(said, editions.published(settings.norms))
    wanted = edition_id or (record.id if record else said.edition_id)
    if not wanted:
        hint = "Name it with --edition ID. Programs that rewrite a file may drop what it says of itself."
        raise UsageError(f"{file.name} does not say which edition it was made from", hint)
    publication = publication_of(settings, wanted)
    decided = _decided(read, publication.corpus)
    publication = publication.adapted(decided)
    found = deviations(read, publication, settings.cache / "pandoc")
    if publication.corpus.digest and said.digest not in {"", publication.corpus.digest}:
        print(f"{file.name} bears the digest of another text than edition {wanted}: {said.digest}", file=sys.stderr)
    for deviation in found:
        print(_deviation(deviation))
    count = len(read.provisions)
    title = f"edition {wanted}" if publication.corpus.digest else "the draft as it stands"
    title += " with the decisions that it records" if decided != GENERAL else ""
    if found:
        print(f"{file.name} does not read as {title}: {len(found)} of {count} provisions and their notes deviate.")
        return 1
    print(f"{file.name} reads as {title}: {count} provisions compared.")
    return 0


def _decided(read: ReadBack, corpus: Corpus) -> Adaptation:
    """What a State had decided when the file was made for it; nothing where that does not fit the text."""
    from normbook.law.country import refusals

    try:
        decided = recalled(read.origin.record)
    except ValueError:
        return GENERAL
    return GENERAL if any(refusals(corpus, decided)) else decided


def _read(file: Path) -> ReadBack:
    from normbook.word.readback import NotAWordFileError, read

    hint = "Name a .docx file of the model law."
    if not file.is_file():
        raise UsageError(f"there is no file {file}", hint)
    try:
        found = read(file.read_bytes())
    except NotAWordFileError as error:
        raise UsageError(f"{file.name} cannot be read: {error}", error.hint) from None
    if not found.provisions:
        raise UsageError(f"{file.name} has no provision of the model law in it", hint)
    return found


def _deviation(found: Deviation) -> str:
    name = f"{found.name[:1].upper()}{found.name[1:]}"
    where = f"{name} ({found.ref})" if found.ref else name
    return f"{where}: {found.what}\n  {_inline(found.segments)}"


def _inline(segments: tuple[Segment, ...]) -> str:
    """What went and what came, with a few words around."""
    out = []
    for segment in segments:
        text = " ".join(segment.text.split("\n"))
        if segment.kind == "same" and len(text) > 2 * _CONTEXT:
            text = f"{text[:_CONTEXT]} … {text[-_CONTEXT:]}"
        out.append(_SIGNS[segment.kind].format(text))
    return "".join(out)
