"""A Word file from outside, opened with care: its parts, within bounds, or why it is none that can be read.

Nothing in it is trusted. Sizes are added up from the directory of the archive before anything is unpacked, and counted
again while it is; no part may declare a document type, so that there are no entities; no part is asked for by another.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from normbook.word.openxml import Element, etree

MAX_FILE: Final = 50_000_000
"""Bytes of a file that is looked at at all: a law has one hundredth of it."""
MAX_PART: Final = 60_000_000
MAX_WHOLE: Final = 200_000_000
"""Bytes of a part, and of all parts, that are unpacked."""
MAX_PARTS: Final = 5_000

MAIN: Final = "word/document.xml"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


class NotAWordFileError(Exception):
    """A file that cannot be read as Word's: the code of the problem, what is wrong, and what to do about it."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


def received(file: bytes) -> Mapping[str, bytes]:
    """The parts of a Word file by name. NotAWordFileError for anything else."""
    if len(file) > MAX_FILE:
        raise _too_large(f"it has {len(file) // 1_000_000} MB")
    if file.startswith(_OLE):
        raise _old(file)
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            return _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if b"PK\x03\x04" not in file[:1024]:
            hint = "Save it as a Word document (.docx) and name that file."
            raise NotAWordFileError("Z01", "it is not a Word file", hint) from None
        hint = "It may have been cut short on its way. Ask for it again, or open it in Word and save it anew."
        raise NotAWordFileError("Z02", f"the file is broken: {error}", hint) from None


def _old(file: bytes) -> NotAWordFileError:
    """What is in a compound file: Word's format before 2007, or an encrypted one."""
    if _ENCRYPTED in file:
        return NotAWordFileError("Z03", "it is protected by a password",
                                 "Open it in Word, remove the password (File, Info, Protect Document), save it again.")
    return NotAWordFileError("Z01", "it is in the format that Word used before 2007 (.doc)",
                             "Open it in Word or LibreOffice and save it as .docx.")


def _too_large(why: str) -> NotAWordFileError:
    return NotAWordFileError("Z04", f"the file is too large to be a law: {why}",
                             "Nothing was unpacked. If it is genuine, remove pictures and other attachments.")


def _unpacked(archive: zipfile.ZipFile) -> Mapping[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_PARTS:
        raise _too_large(f"it has {len(entries)} parts")
    whole = sum(entry.file_size for entry in entries)
    if whole > MAX_WHOLE or any(entry.file_size > MAX_PART for entry in entries):
        raise _too_large(f"it would unpack to {whole // 1_000_000} MB")
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotAWordFileError("Z03", "it is protected by a password", "Remove the password and save it again.")
    names = [entry.filename for entry in entries]
    if MAIN not in names:
        raise _another(archive, names)
    parts = {entry.filename: _read(archive, entry) for entry in entries}
    for part in parts:
        if part.endswith((".xml", ".rels")):
            tree_of(parts, part)
    return parts


def _another(archive: zipfile.ZipFile, names: list[str]) -> NotAWordFileError:
    """An archive of another kind."""
    hint = "Save it as a Word document (.docx) and name that file."
    kind = archive.read("mimetype")[:80] if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 else b""
    if b"opendocument" in kind:
        return NotAWordFileError("Z01", "it is an OpenDocument file (.odt)", hint)
    other = next((words for start, words in (("xl/", "a spreadsheet"), ("ppt/", "a presentation"))
                  if any(name.startswith(start) for name in names)), "an archive of another kind")
    return NotAWordFileError("Z01", f"it is not a Word file but {other}", hint)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A part, read no further than the archive's directory says."""
    with archive.open(entry) as stream:
        found = stream.read(entry.file_size + 1)
    if len(found) > entry.file_size:
        raise _too_large(f"{entry.filename} holds more than it says")
    return found


def tree_of(parts: Mapping[str, bytes], part: str) -> Element:
    """A part as elements; NotAWordFileError where it is broken or brings a document type along."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(parts[part], parser)
    except etree.XMLSyntaxError as error:
        hint = "Open it in Word or LibreOffice and save it anew."
        raise NotAWordFileError("Z02", f"the file is broken: {part}: {error}", hint) from None
    if root.getroottree().docinfo.doctype:
        raise NotAWordFileError("Z05", f"{part} declares a document type, which no word processor writes",
                                "Do not open it. Ask the sender how it was made.")
    return root
