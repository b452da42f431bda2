"""Tokens of the inline language as nodes of pandoc's tree: the Word way of printing content.

What has a place in the document (a provision, a definition, a row of a Schedule) is pointed at there; the rest leads
to the site of the handbook. What a State decides, such as the number of a provision or the value of a blank, is left
open as a place (`compiled.place`) that `assembly` fills. A reference that opens a sentence takes a capital. Straight
quotation marks become typographic ones, and a number does not part from its word at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from normbook import ids
from normbook.compiled import place
from normbook.labels import Labels
from normbook.markup import BlankUse, Block, Choice, Clock, Inline, Link, Reference, Styled, TermUse, Text
from normbook.word import nodes
from normbook.word.nodes import NO_BREAK, Node

_SENTENCE_ENDS = re.compile(r"""[.!?]["'\u201d\u2019)]*\s+\Z""")
_KINDS = {"em": "Emph", "strong": "Strong"}
_OPENS = re.compile(r"""(?:\A|(?<=[\s(\[\u2013\u2014"']))"(?=\S)""")


@dataclass(frozen=True)
class Inlines:
    """Prints content strings. `anchors` are the refs that have a bookmark; `site` is the edition's address or empty."""

    labels: Labels
    anchors: frozenset[str]
    site: str = ""

    def say(self, words: str) -> str:
        """Words of the program in the vocabulary of the law."""
        return self.labels.adaptation.vocabulary.say(words)

    def line(self, text: str, here: str = "", *, capital: bool = False) -> list[Node]:
        """A content string as one run of inlines; what would be paragraphs follow each other."""
        made: list[Node] = []
        for block in self.labels.parsed(text).blocks:
            for tokens in (block.inlines, *block.items):
                if made and tokens:
                    made.append(nodes.text(" "))
                made += self.tokens(tokens, here, capital=capital)
        return made

    def blocks(self, text: str, style: str, here: str = "", lead: str = "") -> list[Node]:
        """A content string as paragraphs and lists of the guide. `lead` opens the first paragraph as a run-in head."""
        made: list[Node] = []
        for block in self.labels.parsed(text).blocks:
            opening = [nodes.run_in(lead), nodes.text(" ")] if lead and not made else []
            if opening and block.kind != "paragraph":
                made.append(nodes.para(style, opening))
                opening = []
            made += self._block(block, style, here, opening)
        return made

    def _block(self, block: Block, style: str, here: str, opening: list[Node]) -> Iterator[Node]:
        if block.kind == "paragraph":
            yield nodes.para(style, [*opening, *self.tokens(block.inlines, here, capital=True)])
        for number, item in enumerate(block.items, 1):
            sign = [nodes.text(f"{number}."), nodes.tab()] if block.kind == "numbered" else []
            yield nodes.para("Guide Number" if sign else "List Bullet", [*sign, *self.tokens(item, here, capital=True)])

    def tokens(self, tokens: tuple[Inline, ...], here: str = "", *, capital: bool = False) -> list[Node]:
        """Tokens as nodes. `capital` says that the first of them opens a sentence."""
        made: list[Node] = []
        before = ""
        for token in tokens:
            opens = capital if not before else bool(_SENTENCE_ENDS.search(before))
            node, words = self._one(token, here, before[-1:], opens=opens)
            made.append(node)
            before += words
        return made

    def _one(self, token: Inline, here: str, before: str, *, opens: bool) -> tuple[Node, str]:
        """A node, and the words by which the next token sees whether a sentence has ended."""
        match token:
            case Text(words) | TermUse(_, words):
                return nodes.text(typographic(words, before)), words
            case Styled("code", (Text(words),)):
                return nodes.code(words), words
            case Styled(style, inside):
                return nodes.styled(_KINDS[style], self.tokens(inside, here, capital=opens)), _shown(inside)
            case Link(url, inside):
                return nodes.link(self.tokens(inside, here, capital=opens), url), _shown(inside)
            case _:
                return self._mark(token, here, opens=opens), "mark"

    def _mark(self, token: Inline, here: str, *, opens: bool) -> Node:
        """What stands for words that are decided elsewhere."""
        match token:
            case Reference(target, words):
                return self.reference(target, here, words, capital=opens)
            case Clock(timeline, stage):
                figure = self.figure(self.labels.clock(timeline, stage))
                return self._point(f"timeline:{timeline}/{stage}", figure)
            case BlankUse(blank):
                return self.blank(blank)
            case Choice(options):
                return self.choice(options)
        raise TypeError(f"not a mark: {token}")

    def reference(self, ref: str, here: str = "", words: str = "", *, capital: bool = False) -> Node:
        """A reference in the words it has where it stands; the words given in the text, if any, stay as they are."""
        if ref in self.labels.tree.numbers and ref in self.anchors:
            kind = f"w|{ref}|{escape(typographic(words), quote=False)}" if words else f"r|{ref}|{here}|{int(capital)}"
            return nodes.raw_inline(place(kind))
        shown = typographic(words) if words else self.labels.reference(ref, here).text
        if not words and ref.startswith("law/"):
            shown = shown.replace(" ", NO_BREAK, 1)
        if capital and not words:
            shown = shown[:1].upper() + shown[1:]
        return self._point(ref, nodes.text(shown))

    def _point(self, ref: str, node: Node) -> Node:
        if ref in self.anchors:
            inside = [nodes.raw_inline(place(f"o|{ref}")), nodes.span([node], "Hyperlink"),
                      nodes.raw_inline(place(f"e|{ref}"))]
            return nodes.span(inside)
        address, label = ids.parse(ref), self.labels.reference(ref)
        if address is not None and label.url is not None and self.site:
            return nodes.link([node], self.site + label.url)
        return node

    def blank(self, name: str) -> Node:
        """A blank, where a control will stand."""
        return nodes.raw_inline(place(f"b|{name}"))

    def choice(self, options: tuple[str, ...]) -> Node:
        """Alternatives as a list to choose from; the word alone where the vocabulary settles it."""
        if self.labels.adaptation.vocabulary.taken(options):
            return nodes.text(typographic(self.labels.alternatives(options)))
        return nodes.raw_inline(place("c|" + "|".join(escape(option, quote=False) for option in options)))

    def figure(self, words: str) -> Node:
        """A duration taken from a timeline."""
        return nodes.span([nodes.text(nodes.unbroken(words))], "Figure Char")


def typographic(words: str, before: str = "") -> str:
    """Quotation marks and apostrophes as a printer sets them. `before` is the character before the words."""
    if '"' not in words and "'" not in words:
        return words
    lead = before[-1:] or " "
    whole = _OPENS.sub("\u201c", lead + words).replace('"', "\u201d")
    whole = re.sub(r"(?:(?<=[\s(\[\u201c])|\A)'(?=\w)", "\u2018", whole)
    return whole.replace("'", "\u2019")[1:]


def _shown(tokens: tuple[Inline, ...]) -> str:
    last = tokens[-1] if tokens else None
    return last.text if isinstance(last, Text | TermUse) else "words"
