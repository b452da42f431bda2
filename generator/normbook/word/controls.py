"""Content controls: places of a document to fill in, as plain text or from a list, which a program can find by tag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from normbook.word.nodes import Node
from normbook.word.openxml import Element, el, run, source

_STYLE = "BlankChar"


def text_control(tag: str, label: str, prompt: str) -> Node:
    """A control for words. `label` is what a program names it by; `prompt` stands in it until it is filled in."""
    return _control(tag, label, prompt, el("w:text", multiLine=1))


def choice_control(tag: str, label: str, answers: Iterable[tuple[str, str]], prompt: str = "choose") -> Node:
    """A control with a list of answers, each a code and its words."""
    items = [el("w:listItem", displayText=words, value=code) for code, words in answers]
    return _control(tag, label, prompt, el("w:dropDownList", *items))


def _control(tag: str, label: str, prompt: str, kind: Element) -> Node:
    number = int(hashlib.sha256(tag.encode()).hexdigest()[:7], 16) + 1
    properties = el("w:sdtPr", el("w:alias", val=label[:64]), el("w:tag", val=tag[:64]), el("w:id", val=number),
                    el("w:showingPlcHdr"), kind)
    shown = run(f"[{prompt}]", el("w:rStyle", val=_STYLE))
    made = el("w:sdt", properties, el("w:sdtContent", shown))
    return {"t": "RawInline", "c": ["openxml", source(made)]}
