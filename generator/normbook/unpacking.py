"""An office file from outside, opened with care: its parts, within bounds, or why it is none that can be read.

Nothing in it is trusted. Sizes are added up from the directory of the archive before anything is unpacked, and counted
again while it is; no part may declare a document type, so that there are no entities; no part is asked for by another.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

MAX_PARTS: Final = 5_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_FOLDERS: Final = {"word/": "a text", "xl/": "a spreadsheet", "ppt/": "a presentation"}
_OTHERS: Final = ((b"%PDF", "a PDF file"), (b"{\\rtf", "a file in Rich Text Format (.rtf)"),
                  (b"<", "a page of the web"), (b"MIME-Version", "a page of the web (.mht)"),
                  (b"\x89PNG", "a picture"), (b"\xff\xd8", "a picture"))
"""How files of other kinds begin that are sent under such a name."""
_TYPE_HINT: Final = "Do not open it. Ask the sender how it was made."


class ForeignFileError(Exception):
    """A file that cannot be read: the code of the problem, what is wrong, and what to do about it."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


@dataclass(frozen=True, slots=True)
class Form:
    """A form of office file, in words, and how large one may be: bytes of the file, of a part, of all parts."""

    error: type[ForeignFileError]
    program: str
    name: str
    """It is not …: 'a Word file'."""
    saved_as: str
    old: str
    opendocument: str
    holds: str
    """It is too large to be …: 'a law'."""
    main: str
    max_file: int
    max_part: int
    max_whole: int
    max_text: int = 0
    """Bytes of a part of text, where that is less than of another part."""
    folder: str = ""
    """Of its parts, where the main one may bear another name than `main`."""

    def refusal(self, code: str, message: str, hint: str) -> ForeignFileError:
        return self.error(code, message, hint)

    def too_large(self, why: str) -> ForeignFileError:
        hint = "Nothing was unpacked. If it is genuine, remove pictures and other attachments."
        return self.error("Z04", f"the file is too large to be {self.holds}: {why}", hint)

    @property
    def save_it(self) -> str:
        return f"Save it as {self.saved_as} and name that file."


def _every(_name: str) -> bool:
    return True


def unpacked(file: bytes, form: Form, wanted: Callable[[str], bool] = _every) -> Mapping[str, bytes]:
    """The wanted parts of a file by name, and of all others nothing but the name. The form's error for any other."""
    if len(file) > form.max_file:
        raise form.too_large(f"it has {len(file) // 1_000_000} MB")
    if file.startswith(_OLE):
        raise _old(file, form)
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            return _parts(archive, form, wanted)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if b"PK\x03\x04" not in file[:1024]:
            opening = file[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
            kind = next((f", but {words}" for start, words in _OTHERS if opening.startswith(start)), "")
            raise form.refusal("Z01", f"it is not {form.name}{kind}", form.save_it) from None
        hint = f"It may have been cut short. Ask for it again, or open it in {form.program} and save it anew."
        raise form.refusal("Z02", f"the file is broken: {error}", hint) from None


def _old(file: bytes, form: Form) -> ForeignFileError:
    """What is in a compound file: the program's format before 2007, or an encrypted one."""
    if _ENCRYPTED in file:
        hint = f"Open it in {form.program}, remove the password (File, Info), and save it again."
        return form.refusal("Z03", "it is protected by a password", hint)
    hint = f"Open it in {form.program} or LibreOffice and save it as {form.saved_as}."
    return form.refusal("Z01", f"it is in the format that {form.program} used before 2007 ({form.old})", hint)


def _parts(archive: zipfile.ZipFile, form: Form, wanted: Callable[[str], bool]) -> Mapping[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_PARTS:
        raise form.too_large(f"it has {len(entries)} parts")
    whole = sum(entry.file_size for entry in entries)
    if whole > form.max_whole or any(entry.file_size > _bound(entry, form) for entry in entries):
        raise form.too_large(f"it would unpack to {whole // 1_000_000} MB")
    if any(entry.flag_bits & 1 for entry in entries):
        raise form.refusal("Z03", "it is protected by a password", "Remove the password and save it again.")
    names = [entry.filename for entry in entries]
    if twice := next((name for name, count in Counter(map(str.lower, names)).items() if count > 1), ""):
        hint = f"Do not trust what it shows. Open it in {form.program} and save it anew."
        raise form.refusal("Z02", f"the file is broken: it holds {twice} twice", hint)
    if form.main not in names and not (form.folder and any(name.startswith(form.folder) for name in names)):
        raise _another(archive, names, form)
    return {entry.filename: _read(archive, entry, form) if wanted(entry.filename) else b"" for entry in entries}


def _bound(entry: zipfile.ZipInfo, form: Form) -> int:
    return form.max_text or form.max_part if entry.filename.endswith((".xml", ".rels")) else form.max_part


def _another(archive: zipfile.ZipFile, names: list[str], form: Form) -> ForeignFileError:
    """An archive of another kind."""
    kind = archive.read("mimetype")[:80] if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 else b""
    if b"opendocument" in kind:
        return form.refusal("Z01", f"it is an OpenDocument file ({form.opendocument})", form.save_it)
    other = next((words for start, words in _FOLDERS.items() if any(name.startswith(start) for name in names)),
                 "an archive of another kind")
    return form.refusal("Z01", f"it is not {form.name} but {other}", form.save_it)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, form: Form) -> bytes:
    """A part, read no further than the archive's directory says."""
    with archive.open(entry) as stream:
        found = stream.read(entry.file_size + 1)
    if len(found) > entry.file_size:
        raise form.too_large(f"{entry.filename} holds more than it says")
    return found


def tree_of(parts: Mapping[str, bytes], part: str, form: Form) -> Any:
    """A part as elements; the form's error where it is broken or brings a document type along."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(parts[part], parser)
    except etree.XMLSyntaxError as error:
        raise _broken(part, error, form) from None
    _undeclared(root, part, form)
    return root


def elements_of(parts: Mapping[str, bytes], part: str, form: Form, *names: str) -> Iterator[Any]:
    """The elements with these local names as they end, each emptied once it was looked at: for parts that are long."""
    tags = tuple(f"{{*}}{name}" for name in names)
    steps = etree.iterparse(io.BytesIO(parts[part]), events=("start", "end"), tag=tags, resolve_entities=False,
                            no_network=True, load_dtd=False, huge_tree=False)
    first = True
    try:
        for event, element in steps:
            if first:
                _undeclared(element, part, form)
                first = False
            if event == "end":
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise _broken(part, error, form) from None


def _broken(part: str, error: Exception, form: Form) -> ForeignFileError:
    hint = f"Open it in {form.program} or LibreOffice and save it anew."
    return form.refusal("Z02", f"the file is broken: {part}: {error}", hint)


def _undeclared(element: Any, part: str, form: Form) -> None:
    if element.getroottree().docinfo.doctype:
        raise form.refusal("Z05", f"{part} declares a document type, which no office program writes", _TYPE_HINT)
