"""`normbook fill`: the blanks of a Word file, listed and filled in."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from normbook import editions
from normbook.commands.arguments import UsageError, refused
from normbook.commands.provenance import opened
from normbook.commands.texts import DRAFT, BrokenError, publication_of
from normbook.dates import long_day, parse_period, words
from normbook.editions import EditionError
from normbook.labels import Labels
from normbook.law.adaptation import GENERAL, recalled
from normbook.law.country import DOUBLED, after_the, bare
from normbook.marks import MARKS_KEY
from normbook.model.law import Blank
from normbook.problems import Place, Problem, Severity, in_order
from normbook.proof import Claim, claimed
from normbook.reporting import as_text
from normbook.returned.changes import flat
from normbook.returned.original import spots_of, text_of
from normbook.settings import Settings
from normbook.source import read
from normbook.word import blanks
from normbook.word.filling import controls, filled
from normbook.word.front import GUIDE
from normbook.word.openxml import pack
from normbook.word.origin import origin
from normbook.write import write_file

_FORMS: Final = {"duration": "a duration in ISO 8601, as in P3M", "date": "a date, as in 2027-01-31",
                 "number": "digits"}
_NUMBER: Final = re.compile(r"[0-9]+(?:[ ,.][0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Held:
    """A blank of a file: what it is, its value if it has one, and the provisions in which it stands.

    `after_the` says that the law puts an article before it.
    """

    blank: Blank
    value: str
    where: tuple[str, ...]
    after_the: bool


def held(settings: Settings, parts: Mapping[str, bytes], file: str) -> dict[str, Held]:
    """The blanks of a file by name, in the order in which they stand. UsageError where it has none."""
    labels = _labels(settings, parts)
    lines = text_of(parts).lines
    spots = list(spots_of(lines, labels))
    stored = origin(parts).blanks
    values: dict[str, str] = {}
    where: dict[str, dict[str, None]] = {}
    for line, spot in zip(lines, spots, strict=True):
        for name in dict.fromkeys(piece.blank for piece in line.pieces if piece.blank):
            text = flat("".join(p.text for p in line.pieces if p.blank == name and p.state in {"kept", "inserted"}))
            if text and text != flat(blanks.shown(labels, name)):
                values.setdefault(name, text)
            if spot.name and not spot.ref.startswith(GUIDE):
                where.setdefault(name, {})[spot.name] = None
    found, articled = {}, after_the(labels.corpus)
    for name in dict.fromkeys(controls(parts)):
        if blank := labels.blanks.get(name):
            kept = flat(stored.get(name, ""))
            value = values.get(name) or ("" if kept == flat(blanks.shown(labels, name)) else kept)
            value = value or (labels.blank(name) if labels.is_filled(name) else "")
            found[name] = Held(blank, value, tuple(where.get(name, ())), name in articled)
    if not found:
        hint = "Name a .docx file of the model law; the plain form has no controls and is filled in by hand."
        raise UsageError(f"{file}: error[Z06] it has no blank of the model law to fill in", hint)
    return found


def _labels(settings: Settings, parts: Mapping[str, bytes]) -> Labels:
    """What things are called in the text that a file was made from; in the draft, if that is not known here."""
    said = origin(parts)
    record = claimed(Claim(said.edition, said.digest), editions.published(settings.norms))
    try:
        adaptation = recalled(said.record)
    except ValueError:
        adaptation = GENERAL
    return publication_of(settings, record.id if record else DRAFT).adapted(adaptation).labels


def list_command(settings: Settings, file: Path, format: str) -> int:  # noqa: A002 - named as the option is
    """Print the blanks of a file. 0 done, 1 the corpus, 2 the command is wrong."""
    try:
        found = held(settings, opened(file), file.name)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))
    print(_FORMATS[format](found, file.name))
    return 0


def fill_command(settings: Settings, file: Path, values: Path | None, out: Path | None, *, force: bool) -> int:
    """Fill in the blanks of a file and write it anew. 0 done, 1 the values have mistakes, 2 the command is wrong."""
    try:
        content = _named(values, file)
        parts = opened(file)
        found = held(settings, parts, file.name)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))
    ready, problems = checked(content, values.name if values else "", found, force=force)
    if problems:
        print(as_text(problems), file=sys.stderr)
    if any(problem.is_error for problem in problems):
        return 1
    target = out or file.with_name(f"{file.stem}-filled.docx")
    if target.exists() and not force:
        return refused(UsageError(f"{target} is already there", "Name another file with -o, or add --force."))
    write_file(target, pack(filled(parts, ready)))
    print(f"{target}: {len(ready)} blanks filled in.")
    return 0


def _named(values: Path | None, file: Path) -> bytes:
    """The bytes of the file of values. UsageError where there is none."""
    if values is None or not values.is_file():
        said = f"there is no file {values}" if values else "no file of values is named"
        raise UsageError(said, f"'normbook fill {file.name} --list --format yaml' writes one to start from.")
    return values.read_bytes()


def checked(content: bytes, name: str, found: Mapping[str, Held], *, force: bool) -> tuple[
        dict[str, str], list[Problem]]:
    """Values as they are to print, by blank, and everything that is wrong with the file of values."""
    reading = read(content, name)
    if reading.data is None or reading.problems:
        return {}, list(reading.problems)
    if not isinstance(reading.data, dict):
        problem = Problem(Place(name, 1, 1), "Z10", "it is no table of values", "Write 'name: value', one a line.")
        return {}, [problem]
    data = dict(reading.data)
    marks = data.pop(MARKS_KEY)
    ready: dict[str, str] = {}
    problems: list[Problem] = []
    for key, value in data.items():
        if value in ("", None):
            continue
        try:
            ready[key] = _checked(key, value, found, force=force)
        except _WrongValueError as error:
            problems.append(Problem(marks.key(key), error.code, str(error), error.hint))
    missing = [key for key, each in found.items() if key not in data and not each.value]
    missing += [key for key, value in data.items() if value in ("", None) and key in found and not found[key].value]
    problems += [Problem(Place(name), "Z12", f"there is no value for '{key}' ({found[key].blank.label})",
                         "It stays a blank. Give it a value when it is known.", Severity.WARNING) for key in missing]
    return ready, in_order(problems)


class _WrongValueError(Exception):
    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


def _checked(key: str, value: Any, found: Mapping[str, Held], *, force: bool) -> str:
    """A value as it is to print."""
    if key not in found:
        close = difflib.get_close_matches(str(key), found, 1, 0.6)
        hint = f"Did you mean '{close[0]}'?" if close else f"Blanks: {', '.join(found)}."
        raise _WrongValueError("Z10", f"the file has no blank '{key}'", hint)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _WrongValueError("Z11", f"'{key}' takes words, not a {type(value).__name__}", "Put it in quotes.")
    text = " ".join(str(value).split())
    kind = found[key].blank.type
    try:
        text = _said(text, kind)
    except ValueError as error:
        raise _WrongValueError("Z11", f"'{text}' does not fit '{key}': {error}",
                               f"Write {_FORMS[kind]}.") from None
    if found[key].after_the and (rest := bare(text)):
        raise _WrongValueError("Z11", f"'{text}' does not fit '{key}': {DOUBLED}", f"Write '{rest}'.")
    if found[key].value and found[key].value != text and not force:
        raise _WrongValueError("Z13", f"'{key}' is filled in already: {found[key].value}",
                               "Leave it out to keep it, or write over it with --force.")
    return text


def _said(text: str, kind: str) -> str:
    """A value in the words of its kind. ValueError where it is none of that kind."""
    if kind == "duration":
        return words(parse_period(text))
    if kind == "date":
        return long_day(date.fromisoformat(text))
    if kind == "number" and not _NUMBER.match(text):
        raise ValueError("not a number")
    return text


def _as_table(found: Mapping[str, Held], _: str) -> str:
    width = max(map(len, found))
    lines = []
    for name, each in found.items():
        lines.append(f"{name.ljust(width)}  {each.blank.type.ljust(8)}  {each.value or '(blank)'}")
        lines.append(f"    {flat(each.blank.hint)}")
        if each.where:
            lines.append(f"    in {', '.join(each.where)}")
    return "\n".join([*lines, f"{len(found)} blanks, {sum(bool(each.value) for each in found.values())} filled in."])


def _as_json(found: Mapping[str, Held], _: str) -> str:
    return json.dumps([{"blank": name, "label": each.blank.label, "type": each.blank.type,
                        "hint": flat(each.blank.hint), "proposed": each.blank.default, "value": each.value,
                        "where": list(each.where)} for name, each in found.items()], indent=2, ensure_ascii=False)


def _as_yaml(found: Mapping[str, Held], file: str) -> str:
    return "\n".join([f"# Values for the blanks of {file}. What is left empty stays a blank.", *_entries(found)])


def _entries(found: Mapping[str, Held]) -> Iterator[str]:
    for name, each in found.items():
        form = f", {_FORMS[each.blank.type]}" if each.blank.type in _FORMS else ""
        yield ""
        yield f"# {each.blank.label} ({each.blank.type}{form}): {flat(each.blank.hint)}"
        if each.blank.default:
            yield f"# Proposed: {each.blank.default}"
        if each.where:
            yield f"# In {', '.join(each.where)}"
        if each.value:
            yield f"# Filled in: {each.value}"
        yield f'{name}: ""'


_FORMATS = {"table": _as_table, "json": _as_json, "yaml": _as_yaml}
