"""LibreOffice as an oracle: opens Word files, accepts or rejects what is tracked in them, edits with tracking on.

LibreOffice runs without a window, in a profile of its own, on a Basic macro that is written for each run: nothing but
its Writer is needed. Starting it takes seconds, a file a second: give `run` several jobs at once. What it sees of a
document is a list of `Line`s; compare two files by theirs, each opened in the same way.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple
from xml.sax.saxutils import escape

Action = Literal["open", "accept", "reject", "update"]
_COMMANDS: Final = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges",
                    "update": ".uno:UpdateFields"}
_WORD: Final = ("MS Word 2007 XML", "")
_FILTERS: Final = {".txt": ("Text (encoded)", "UTF8,LF")}
"""What LibreOffice calls a way of saving, and its options."""


class Line(NamedTuple):
    """A paragraph as LibreOffice has it: where ("", "cell" or "note"), style, number it counts, words."""

    where: str
    style: str
    number: str
    text: str


@dataclass(frozen=True)
class Edit:
    """A change made by hand at the first place where `find` stands in the text.

    `insert` puts `words` after it, `delete` takes it out, `replace` puts `words` for it; `paragraph` adds a paragraph
    with `words` after the one that it stands in, `drop` takes that whole paragraph out. (A
    comment is not among them: LibreOffice 7.4 without a window falls over it.)
    """

    kind: Literal["insert", "delete", "replace", "paragraph", "drop"]
    find: str
    words: str = ""


@dataclass(frozen=True)
class Job:
    """A file to open, what to do with all that is tracked in it, edits to record then, and where to save it.

    Saved under a name that ends in .txt it is plain text, numbers of lists included; otherwise Word's format. `listed`
    says whether its lines are wanted: LibreOffice takes minutes to list a document of a hundred pages, and a second
    to write its text.
    """

    path: Path
    action: Action = "open"
    save: Path | None = None
    edits: Sequence[Edit] = ()
    author: str = "A. Drafter"
    listed: bool = True


class OfficeError(Exception):
    """LibreOffice could not do what it was asked."""


def accept_all(path: Path, save: Path | None = None) -> list[Line]:
    """The lines of a file after all tracked changes are accepted; with `save`, the file as well."""
    return run([Job(path, "accept", save)])[0]


def reject_all(path: Path, save: Path | None = None) -> list[Line]:
    """The lines of a file after all tracked changes are rejected; with `save`, the file as well."""
    return run([Job(path, "reject", save)])[0]


def opened(path: Path, save: Path | None = None) -> list[Line]:
    """The lines of a file as it is, changes shown; with `save`, the file as LibreOffice writes it."""
    return run([Job(path, "open", save)])[0]


def record_edits(path: Path, save: Path, edits: Sequence[Edit], author: str = "A. Drafter") -> list[Line]:
    """Make edits with change tracking on and save the file as Word's format. OfficeError when a place is not found."""
    return run([Job(path, "open", save, edits, author)])[0]


def converted(path: Path, to: str) -> Path:
    """A file as LibreOffice writes it in another format, or again in its own: beside it, in a folder of its own.

    `to` is the ending, and after colons the filter and its options: 'xlsx', 'txt:Text (encoded):UTF8'.
    """
    out = Path(tempfile.mkdtemp(dir=path.parent))
    command = ["soffice", f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore", "--nologo",
               "--convert-to", to, "--outdir", str(out), str(path)]
    said = _started(command, 300)
    made = out / f"{path.stem}.{to.partition(':')[0]}"
    if not made.is_file():
        raise OfficeError(f"no answer on {path.name}: {said[-400:]}")
    return made


def run(jobs: Sequence[Job]) -> list[list[Line]]:
    """Do several jobs in one run of LibreOffice; the lines of each document as it was at the end."""
    if not jobs:
        return []
    profile = _profile()
    out = Path(tempfile.mkdtemp(dir=profile))
    try:
        source = "\n".join(_sub(job, out / f"{number}.txt", number) for number, job in enumerate(jobs))
        calls = "\n".join(f"    Job{number}" for number in range(len(jobs)))
        end = _END.replace("@FAILED@", str(out / "failed"))
        module = escape(f"{_LIBRARY}\n{source}\nSub Main\n    On Error GoTo Bad\n{calls}\n{end}")
        (profile / "user/basic/Standard/Office.xba").write_text(_MODULE.format(module), encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
                   "macro:///Standard.Office.Main"]
        said = _started(command, 60 + 90 * len(jobs))
        if (out / "failed").is_file():
            raise OfficeError((out / "failed").read_text(encoding="utf-8-sig"))
        answers = [out / f"{number}.txt" if job.listed else job.save for number, job in enumerate(jobs)]
        given = zip(jobs, answers, strict=True)
        missing = [job.path.name for job, answer in given if answer is None or not answer.is_file()]
        if missing:
            raise OfficeError(f"no answer on {', '.join(missing)}: {said[-400:]}")
        return [list(_lines((out / f"{number}.txt").read_text(encoding="utf-8-sig"))) if job.listed else []
                for number, job in enumerate(jobs)]
    finally:
        shutil.rmtree(out, ignore_errors=True)


def _started(command: Sequence[str], seconds: int) -> str:
    """Run LibreOffice and say what it said. The program that is started starts another: both end when time is up."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise OfficeError(f"no answer within {seconds} seconds") from None
    return said.decode(errors="replace")


def _lines(text: str) -> Iterable[Line]:
    for line in text.split("\n"):
        if line:
            where, style, number, words = line.split("\t", 3)
            yield Line(where, style, number, words)


@cache
def _profile() -> Path:
    """A folder with the settings of a user, made once for each process and taken away at its end."""
    folder = Path(tempfile.mkdtemp(prefix="normbook-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    basic = folder / "user" / "basic"
    (basic / "Standard").mkdir(parents=True)
    (basic / "script.xlc").write_text(_LIBRARIES, encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(_SCRIPTS, encoding="utf-8")
    (folder / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return folder


def _basic(text: str) -> str:
    """A string as an expression of Basic."""
    pieces = text.replace('"', '""').split("\n")
    return " & Chr(10) & ".join(f'"{piece}"' for piece in pieces)


def _sub(job: Job, out: Path, number: int) -> str:
    lines = [f"Sub Job{number}", "    Dim doc", f"    doc = Opened({_basic(job.path.resolve().as_uri())})"]
    if job.action != "open":
        lines.append(f"    Dispatch doc, {_basic(_COMMANDS[job.action])}")
    if job.edits:
        lines.append(f"    Author {_basic(job.author)}")
        lines.append("    doc.RecordChanges = True")
        lines += [f"    Change doc, {_basic(edit.kind)}, {_basic(edit.find)}, {_basic(edit.words)}, "
                  f"{_basic(job.author)}" for edit in job.edits]
        lines.append("    doc.RecordChanges = False")
    if job.listed:
        lines.append(f"    Listed doc, {_basic(out.as_uri())}")
    if job.save:
        kind, how = _FILTERS.get(job.save.suffix, _WORD)
        lines.append(f"    Saved doc, {_basic(job.save.resolve().as_uri())}, {_basic(kind)}, {_basic(how)}")
    return "\n".join([*lines, "    doc.close(True)", "End Sub"])


_LIBRARY: Final = """
Dim Doing As String

Function Opened(url)
    Dim hidden(0) As New com.sun.star.beans.PropertyValue
    hidden(0).Name = "Hidden"
    hidden(0).Value = True
    Doing = "open " & url
    Opened = StarDesktop.loadComponentFromURL(url, "_blank", 0, hidden())
End Function

Sub Saved(doc, url, kind, options)
    Dim how(1) As New com.sun.star.beans.PropertyValue
    Doing = "save " & url
    how(0).Name = "FilterName"
    how(0).Value = kind
    how(1).Name = "FilterOptions"
    how(1).Value = options
    doc.storeToURL(url, how())
End Sub

Sub Dispatch(doc, command)
    Dim helper
    Doing = command
    helper = createUnoService("com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(doc.CurrentController.Frame, command, "", 0, Array())
End Sub

Sub Author(who)
    Dim provider, store, arg(0) As New com.sun.star.beans.PropertyValue
    arg(0).Name = "nodepath"
    arg(0).Value = "/org.openoffice.UserProfile/Data"
    provider = createUnoService("com.sun.star.configuration.ConfigurationProvider")
    store = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", arg())
    store.setPropertyValue("givenname", who)
    store.setPropertyValue("sn", "")
    store.commitChanges()
End Sub

Sub Change(doc, kind, words, other)
    Dim search, found, cursor
    Doing = kind & ": " & words
    search = doc.createSearchDescriptor()
    search.SearchString = words
    search.SearchCaseSensitive = True
    found = doc.findFirst(search)
    cursor = found.Text.createTextCursorByRange(found)
    Select Case kind
    Case "insert"
        cursor.collapseToEnd()
        cursor.Text.insertString(cursor, other, False)
    Case "delete"
        cursor.setString("")
    Case "replace"
        cursor.setString(other)
    Case "paragraph"
        cursor.gotoEndOfParagraph(False)
        cursor.Text.insertControlCharacter(cursor, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
        cursor.Text.insertString(cursor, other, False)
    Case "drop"
        cursor.gotoStartOfParagraph(False)
        cursor.gotoNextParagraph(True)
        cursor.setString("")
    End Select
End Sub

Sub Listed(doc, url)
    Dim store, stream, number
    Doing = "list"
    store = createUnoService("com.sun.star.ucb.SimpleFileAccess")
    stream = createUnoService("com.sun.star.io.TextOutputStream")
    stream.setOutputStream(store.openFileWrite(url))
    stream.Encoding = "UTF-8"
    Walk doc.Text, stream, ""
    For number = 0 To doc.Footnotes.Count - 1
        Walk doc.Footnotes.getByIndex(number), stream, "note"
    Next
    stream.closeOutput()
End Sub

Sub Walk(body, stream, place)
    Dim all, part, cells, index, inside
    all = body.createEnumeration()
    Do While all.hasMoreElements()
        part = all.nextElement()
        If part.supportsService("com.sun.star.text.TextTable") Then
            cells = part.getCellNames()
            For index = LBound(cells) To UBound(cells)
                inside = part.getCellByName(cells(index))
                If Not IsNull(inside) Then Walk inside, stream, "cell"
            Next
        Else
            stream.writeString(place & Chr(9) & part.ParaStyleName & Chr(9) & part.ListLabelString & Chr(9) & _
                Join(Split(part.getString(), Chr(10)), " ") & Chr(10))
        End If
    Loop
End Sub
"""

_END: Final = """
    StarDesktop.terminate()
    Exit Sub
Bad:
    Dim number
    number = FreeFile
    Open "@FAILED@" For Output As #number
    Print #number, Doing & ": " & Error$
    Close #number
    StarDesktop.terminate()
End Sub
"""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MODULE: Final = f"""{_HEAD}<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Office" script:language="StarBasic">{{}}
</script:module>
"""
_SCRIPTS: Final = f"""{_HEAD}<!DOCTYPE library:library
 PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Office"/></library:library>
"""
_LIBRARIES: Final = f"""{_HEAD}<!DOCTYPE library:libraries
 PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
 library:link="false"/></library:libraries>
"""
_SETTINGS: Final = f"""{_HEAD}<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value>
</prop></item>
</oor:items>
"""
