"""A Word file from outside, opened with care: its parts, within bounds, or why it is none that can be read.

Word has written the same text in two more ways: with the main part under another name, and in the strict form of its
format, whose names begin otherwise. Both are read as if they had been written in the common way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from normbook import unpacking
from normbook.unpacking import MAX_PARTS, ForeignFileError, Form, unpacked
from normbook.word.openxml import NAMESPACES, Element, name

__all__ = ["MAIN", "MAX_FILE", "MAX_PART", "MAX_PARTS", "MAX_WHOLE", "NotAWordFileError", "received", "tree_of"]

MAX_FILE: Final = 50_000_000
"""Bytes of a file that is looked at at all: a law has one hundredth of it."""
MAX_PART: Final = 60_000_000
MAX_WHOLE: Final = 200_000_000
"""Bytes of a part, and of all parts, that are unpacked."""

MAX_TEXT: Final = 24_000_000
"""Bytes of a part of text: seven times the law with its guide."""
MAX_PARAGRAPHS: Final = 20_000
"""Paragraphs of the text: three times the law with its guide. To compare more would take minutes."""

MAIN: Final = "word/document.xml"
_RELATIONS, _TYPES = "_rels/.rels", "[Content_Types].xml"
_STRICT: Final = ((b"http://purl.oclc.org/ooxml/wordprocessingml/main", NAMESPACES["w"].encode()),
                  (b"http://purl.oclc.org/ooxml/officeDocument/relationships", NAMESPACES["r"].encode()))
"""Namespaces of the strict form, and those that they stand for."""


class NotAWordFileError(ForeignFileError):
    """A file that cannot be read as Word's: the code of the problem, what is wrong, and what to do about it."""


_WORD: Final = Form(NotAWordFileError, "Word", "a Word file", "a Word document (.docx)", ".doc", ".odt", "a law", MAIN,
                    MAX_FILE, MAX_PART, MAX_WHOLE, MAX_TEXT, "word/")


def received(file: bytes) -> Mapping[str, bytes]:
    """The parts of a Word file by name. NotAWordFileError for anything else."""
    parts = _common(unpacked(file, _WORD))
    if MAIN not in parts:
        raise _WORD.refusal("Z01", "it is not a Word file: it has no text", _WORD.save_it)
    for part in parts:
        if part.endswith((".xml", ".rels")):
            root = tree_of(parts, part)
            if part == MAIN and sum(1 for _ in root.iter(name("w:p"))) > MAX_PARAGRAPHS:
                raise _WORD.too_large(f"it has more than {MAX_PARAGRAPHS} paragraphs")
    return parts


def _common(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Parts under the names, and in the form, that Word gives them in common."""
    if MAIN not in parts and _RELATIONS in parts:
        kinds = {f"{space}/officeDocument" for space in (NAMESPACES["r"], _STRICT[1][0].decode())}
        links = tree_of(parts, _RELATIONS)
        found = [str(each.get("Target")).lstrip("/") for each in links if each.get("Type") in kinds]
        if found and found[0] in parts and found[0].startswith("word/"):
            parts = _renamed(parts, found[0].removeprefix("word/"))
    if _STRICT[0][0] not in parts.get(MAIN, b""):
        return parts
    return {part: _plain(data) if part.startswith("word/") and part.endswith(".xml") else data
            for part, data in parts.items()}


def _plain(data: bytes) -> bytes:
    """A part in the common form."""
    for strict, common in _STRICT:
        data = data.replace(strict, common)
    return data


def _renamed(parts: Mapping[str, bytes], main: str) -> dict[str, bytes]:
    """Parts with the main one under its common name, and what names it."""
    names = {f"word/{main}": MAIN, f"word/_rels/{main}.rels": "word/_rels/document.xml.rels"}
    made = {names.get(part, part): data for part, data in parts.items()}
    for part in (_RELATIONS, _TYPES):
        if part in made:
            made[part] = made[part].replace(f'word/{main}"'.encode(), f'{MAIN}"'.encode())
    return made


def tree_of(parts: Mapping[str, bytes], part: str) -> Element:
    """A part as elements; NotAWordFileError where it is broken or brings a document type along."""
    return unpacking.tree_of(parts, part, _WORD)
