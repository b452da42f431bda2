"""Forms of many like blocks, written as text: paragraphs, cells, boxes to tick, places to write.

A checklist has thousands of them, and differs between States in a few; as text they are made once and put together.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape as _escape
from typing import Final

SPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
"""Of the main part: boxes to tick came with Word 2010, and older programs read over them."""
_BOXES: Final = {False: "☐", True: "☒"}
_BOX_FACE: Final = '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/>'


def escape(words: str) -> str:
    """Words as they stand between tags; a line break becomes a blank."""
    return _escape(words.replace("\n", " "), quote=False)


def run(words: str, style: str = "") -> str:
    """Words, in a character style if one is named."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in words.split("\n"))
    return f"<w:r>{look}{lines}</w:r>"


def altered(words: str, *, gone: bool) -> str:
    """Words that went, struck out, or that came, underlined."""
    look = '<w:strike/><w:color w:val="7A1420"/>' if gone else '<w:color w:val="134E1F"/><w:u w:val="single"/>'
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def para(style: str, *runs: str) -> str:
    """A paragraph of runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def marked(style: str, bookmark: str, number: int, *runs: str) -> str:
    """A paragraph under a bookmark, to which `link` leads. Numbers of bookmarks are not used twice."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>'
    return para(style, start, *runs, f'<w:bookmarkEnd w:id="{number}"/>')


def link(bookmark: str, words: str) -> str:
    """Words that lead to a bookmark of the file."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{run(words, "Hyperlink")}</w:hyperlink>'


def writing(tag: str, label: str, number: int, words: str, prompt: str, *, date: str | None = None) -> str:
    """A place to write. `label` is its name, `prompt` stands in it until it is filled in.

    With `date`, which may be empty, a program offers a calendar; a whole date is written in ISO form.
    """
    empty = "" if words else "<w:showingPlcHdr/>"
    kind = '<w:text w:multiLine="1"/>' if date is None else _date(date)
    inside = run(words) if words else run(prompt, "DraftingMark")
    return (f'<w:sdt><w:sdtPr><w:alias w:val="{_escape(label)}"/><w:tag w:val="{tag}"/><w:id w:val="{number}"/>'
            f"{empty}{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")


def _date(day: str) -> str:
    full = f' w:fullDate="{day}T00:00:00Z"' if day else ""
    return (f'<w:date{full}><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="en-GB"/>'
            '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>')


def tick(tag: str, label: str, number: int, *, on: bool) -> str:
    """A box to tick, and a blank after it."""
    state = (f'<w14:checkbox><w14:checked w14:val="{int(on)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
             '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>')
    return (f'<w:sdt><w:sdtPr><w:alias w:val="{_escape(label)}"/><w:tag w:val="{tag}"/><w:id w:val="{number}"/>{state}'
            f"</w:sdtPr><w:sdtContent><w:r><w:rPr>{_BOX_FACE}</w:rPr><w:t>{_BOXES[on]}</w:t></w:r></w:sdtContent></w:sdt>"
            f'{run(" ")}')


def cell(width: int, *paragraphs: str, span: int = 1) -> str:
    """A cell, over several columns if `span` says so. Its width is in twips."""
    over = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}</w:tcPr>{"".join(paragraphs)}</w:tc>'


def row(*cells: str, head: bool = False, height: int = 0) -> str:
    """A row that is not broken over pages; a head is repeated on each page. `height` in twips is the least it has."""
    tall = f'<w:trHeight w:val="{height}"/>' if height else ""
    return f'<w:tr><w:trPr><w:cantSplit/>{tall}{"<w:tblHeader/>" if head else ""}</w:trPr>{"".join(cells)}</w:tr>'


def table(widths: Iterable[int], caption: str, *rows: str) -> str:
    """A table with the width of each column in twips. Its caption is for those who do not see it."""
    every = list(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in every)
    return (f'<w:tbl><w:tblPr><w:tblStyle w:val="LawTable"/><w:tblW w:w="{sum(every)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{_escape(caption)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')
