"""A Word file from outside, opened with care: its parts, within bounds, or why it is none that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from normbook import unpacking
from normbook.unpacking import MAX_PARTS, ForeignFileError, Form, unpacked
from normbook.word.openxml import Element

__all__ = ["MAIN", "MAX_FILE", "MAX_PART", "MAX_PARTS", "MAX_WHOLE", "NotAWordFileError", "received", "tree_of"]

MAX_FILE: Final = 50_000_000
"""Bytes of a file that is looked at at all: a law has one hundredth of it."""
MAX_PART: Final = 60_000_000
MAX_WHOLE: Final = 200_000_000
"""Bytes of a part, and of all parts, that are unpacked."""

MAIN: Final = "word/document.xml"


class NotAWordFileError(ForeignFileError):
    """A file that cannot be read as Word's: the code of the problem, what is wrong, and what to do about it."""


_WORD: Final = Form(NotAWordFileError, "Word", "a Word file", "a Word document (.docx)", ".doc", ".odt", "a law", MAIN,
                    MAX_FILE, MAX_PART, MAX_WHOLE)


def received(file: bytes) -> Mapping[str, bytes]:
    """The parts of a Word file by name. NotAWordFileError for anything else."""
    parts = unpacked(file, _WORD)
    for part in parts:
        if part.endswith((".xml", ".rels")):
            tree_of(parts, part)
    return parts


def tree_of(parts: Mapping[str, bytes], part: str) -> Element:
    """A part as elements; NotAWordFileError where it is broken or brings a document type along."""
    return unpacking.tree_of(parts, part, _WORD)
