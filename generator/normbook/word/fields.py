r"""References to provisions as Word fields, which follow the numbers when provisions are added or taken out.

`law.references` decides the words. Here they are taken apart: the number of every level is a REF field that shows the
number in front of the paragraph under a bookmark, and the rest is text. Where the list puts a word before its number
("Article 14", "Part III"), the field shows that word too, and the text does not repeat it. Word's `\* Lower` makes it
"article 14" within a sentence; LibreOffice knows no such switch and keeps the capital.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from normbook import ids
from normbook.law.references import article_of, reference
from normbook.law.tree import Tree

NO_BREAK = "\N{NO-BREAK SPACE}"
_BEGIN, _SEPARATE, _END = (f'<w:r><w:rPr><w:rStyle w:val="ReferenceChar"/></w:rPr><w:fldChar w:fldCharType="{kind}"/>'
                           "</w:r>" for kind in ("begin", "separate", "end"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a reference: text, or with a bookmark a field; `lower` sets the word of the label in lower case."""

    text: str
    bookmark: str = ""
    lower: bool = False


def pieces(law: Tree, ref: str, here: str = "", *, capital: bool = False) -> tuple[Piece, ...]:
    """A reference taken apart; joined, the pieces read as `law.references.reference`. Empty for no provision."""
    words = reference(law, ref, here)
    if words is None:
        return ()
    head, space, rest = words.partition(" ")
    if head == "this":
        return (Piece(_opened(words, capital=capital)),)
    if ref.startswith(("law/part-", "law/schedule-")):
        return (Piece(words, ids.bookmark(ref)),)
    levels = _levels(law, ref)
    if head == law.vocabulary.article:
        article, number = article_of(ref), law.numbers[ref][0]
        mark, label = ids.bookmark(article), law.vocabulary.article_label(number)
        if label == number:
            first = [Piece(_opened(head, capital=capital) + NO_BREAK), Piece(number, mark)]
        else:
            first = [Piece(label if capital else head + space + number, mark, lower=not capital)]
        variant = rest.removeprefix("".join(law.numbers[ref]))
        return (*first, *levels, *([Piece(variant)] if variant else []))
    return (Piece(_opened(head, capital=capital) + NO_BREAK), *levels)


def _opened(words: str, *, capital: bool) -> str:
    return words[:1].upper() + words[1:] if capital else words


def _levels(law: Tree, ref: str) -> tuple[Piece, ...]:
    """The numbers below the article, each under the bookmark of the unit that bears it."""
    steps = ref.split("/")
    made: list[Piece] = []
    for end in range(3, len(steps) + 1):
        unit = "/".join(steps[:end])
        label = law.numbers[unit]
        if len(label) - 1 > len(made):
            # A variant of a paragraph is named by its heading, which bears no number; the paragraph does.
            place = "/".join([*steps[: end - 1], steps[end - 1].partition(":")[0]])
            made.append(Piece(label[-1], ids.bookmark(place)))
    return tuple(made)


def runs(parts: tuple[Piece, ...]) -> str:
    """Pieces as runs of WordprocessingML."""
    return "".join(_field(piece) if piece.bookmark else run(piece.text) for piece in parts)


def run(words: str, style: str = "") -> str:
    """A run of text, as a string."""
    return run_of(escape(words, quote=False), style)


def run_of(escaped: str, style: str = "") -> str:
    """A run of text that is escaped already."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escaped}</w:t></w:r>'


def attribute(words: str) -> str:
    """Words as they stand in an attribute."""
    return escape(words)


def paragraph(style: str, inside: str) -> str:
    """A paragraph in the style with an id, as a string."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inside}</w:p>'


def _field(piece: Piece) -> str:
    lower = r"\* Lower " if piece.lower else ""
    code = f'<w:r><w:instrText xml:space="preserve"> REF {piece.bookmark} \\n \\h {lower}</w:instrText></w:r>'
    return f"{_BEGIN}{code}{_SEPARATE}{run(piece.text, 'ReferenceChar')}{_END}"
