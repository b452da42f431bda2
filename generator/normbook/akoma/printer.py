"""Content strings printed with the marks of Akoma Ntoso: references, defined terms, blanks, durations.

What is printed stands in pandoc's tree, as the Word file has it, with `Akn` nodes where the standard has an element of
its own; `blocks` turns either into elements. A reference keeps our id until the whole file is known (`identity`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from normbook.markup import BlankUse, Choice, Clock, Inline, Styled, TermUse
from normbook.terms import Matcher
from normbook.word import nodes
from normbook.word.inlines import Inlines
from normbook.word.nodes import Node

HELD: Final = "held:"
"""Before our id in an attribute that will hold an address."""


def tagged(tag: str, inside: list[Node], **attributes: str) -> Node:
    """Inlines in an element of the standard."""
    return {"t": "Akn", "c": [tag, {key: value for key, value in attributes.items() if value}, inside]}


@dataclass(frozen=True)
class Marked(Inlines):
    """Prints content strings for the file. Terms are marked where they first occur in a provision."""

    matcher: Matcher = field(default_factory=lambda: Matcher(()))
    blanks: set[str] = field(default_factory=set, compare=False)
    """The blanks that were printed so far."""

    def tokens(self, tokens: tuple[Inline, ...], here: str = "", *, capital: bool = False) -> list[Node]:
        if here.startswith("law/") and not any(isinstance(token, TermUse) for token in tokens):
            tokens = self.matcher.mark(tokens, set())
        return super().tokens(tokens, here, capital=capital)

    def _one(self, token: Inline, here: str, before: str, *, opens: bool) -> tuple[Node, str]:
        node, words = super()._one(token, here, before, opens=opens)
        match token:
            case TermUse(term):
                return tagged("term", [node], refersTo=f"{HELD}term:{term}"), words
            case Styled("code"):
                return tagged("span", [nodes.text(words)], class_="code"), words
        return node, words

    def _mark(self, token: Inline, here: str, *, opens: bool) -> Node:
        match token:
            case Clock(timeline, stage):
                return self._clock(timeline, stage)
            case BlankUse(blank):
                return self.blank(blank)
            case Choice(options):
                words = nodes.text(self.labels.alternatives(options))
                return words if len(options) < 2 else tagged("inline", [words], name="alternatives")
        return super()._mark(token, here, opens=opens)

    def _clock(self, timeline: str, stage: str) -> Node:
        """A duration, with its value as ISO 8601 where it has one, linked to the row of its Schedule."""
        found, ref = self.labels.stages.get((timeline, stage)), f"timeline:{timeline}/{stage}"
        words = self.figure(self.labels.clock(timeline, stage))
        if found and found.within:
            words = tagged("quantity", [words], refersTo=HELD + ref, normalized=found.within)
        return self._point(ref, words)

    def _point(self, ref: str, node: Node) -> Node:
        return tagged("ref", [node], href=HELD + ref)

    def blank(self, name: str) -> Node:
        """A blank: its brackets are part of it, and the value of a State remembers what it stands for."""
        self.blanks.add(name)
        words, blank = self.labels.blank(name), self.labels.blanks.get(name)
        filled = self.labels.is_filled(name)
        original = f"[{self.labels.adaptation.vocabulary.say(blank.label)}]" if blank and filled else ""
        shown = nodes.text(words if filled else f"[{words}]")
        return tagged("placeholder", [shown], refersTo=f"{HELD}blank:{name}", originalText=original)

    def figure(self, words: str) -> Node:
        return nodes.text(words)
