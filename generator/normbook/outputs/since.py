"""What became of a commitment since it was answered, in the forms that can strike out, and in those that cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

from normbook.checklists.rows import Assessment
from normbook.compare.segments import Kind, Segment
from normbook.word.formtext import altered, run

_SIGNS: Final[Mapping[Kind, str]] = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
"""Around what went and what came, where a text has no look: as `normbook diff` prints it."""
LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "same": {},
    "removed": {"font_strikeout": True, "font_color": "#7A1420"},
    "added": {"underline": 1, "font_color": "#134E1F"},
}
"""The same in a cell of a workbook: struck out and underlined, so that no colour need be told from another."""
_FACE: Final = '<sz val="10"/>{}<rFont val="Calibri"/><family val="2"/>'
_RUNS: Final[Mapping[Kind, str]] = {
    "same": _FACE.format('<color theme="1"/>'),
    "removed": "<strike/>" + _FACE.format('<color rgb="FF7A1420"/>'),
    "added": "<u/>" + _FACE.format('<color rgb="FF134E1F"/>'),
}


def since(answer: Assessment) -> tuple[Segment, ...]:
    """The remarks, each on its line, and below them the text word by word where it changed."""
    told = "\n".join(answer.remarks) + ("\n" if answer.changed else "")
    return (*((Segment("same", told),) if told else ()), *answer.changed)


def signed(answer: Assessment) -> str:
    """As plain text: 'Answered against 0.9; text changed.' and '[-within a day-] {+within an hour+}'."""
    return "".join(_SIGNS[each.kind].format(each.text) for each in since(answer))


def cell_runs(answer: Assessment) -> str:
    """As the runs of a cell that spells out its text (ECMA-376 part 1, 18.4.4); empty where there is nothing to say."""
    return "".join(f'<r><rPr>{_RUNS[each.kind]}</rPr><t xml:space="preserve">{escape(each.text, quote=False)}</t></r>'
                   for each in since(answer))


def word_runs(segments: Iterable[Segment]) -> str:
    """As runs of a Word file: a look, and no tracked change that somebody could accept."""
    return "".join(run(each.text) if each.kind == "same" else altered(each.text, gone=each.kind == "removed")
                   for each in segments)
