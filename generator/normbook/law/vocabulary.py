"""The words by which the parts of a law are called, in the two families of legislative drafting.

The corpus is written in one vocabulary. Another one is a matter of words alone: which unit is called what, and a few
terms of art in running text. What is quoted from elsewhere keeps its own words: a number after 'article' in the corpus
belongs to another instrument, because provisions of this law are only ever named by reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

_MARKS: Final = re.compile(r"(\[\[[^\]]*\]\]|\{[^{}]*\}|`[^`]*`|\]\([^)\s]*\))")
"""What is decided by parsing and not by words: references, clocks, blanks, alternatives, code and addresses."""

Swap = tuple[str, str]
"""A regular expression of whole words, and what stands instead; `\\1` keeps an ending."""


UNITS: Final = ("part", "article", "paragraph", "point", "schedule", "law")
"""The names of units, as fields of a vocabulary."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of the units of a law, as they stand in running text and in headings, and the words that go with them."""

    name: str = "model"
    part: str = "Part"
    article: str = "article"
    paragraph: str = "paragraph"
    point: str = "point"
    schedule: str = "Schedule"
    law: str = "Law"
    swaps: tuple[Swap, ...] = field(default=(), repr=False)
    terms: tuple[str, ...] = field(default=(), repr=False)
    """Words of the model that read otherwise here, beside the names of units: what `swaps` do, told to a reader."""

    @property
    def article_heading(self) -> str:
        """How the heading of an article begins; empty where it begins with the number, as a section does."""
        return "" if self.article == "section" else self.article.capitalize()

    def article_label(self, number: int | str) -> str:
        """The number of an article as it stands before its heading: 'Article 14', or '14' for a section."""
        return f"{self.article_heading} {number}".lstrip()

    @property
    def differs(self) -> tuple[tuple[str, str], ...]:
        """What reads otherwise than in the model, each with what stands instead: names of units, then other words."""
        units = ((getattr(MODEL, name), getattr(self, name)) for name in UNITS)
        return tuple(pair for pair in (*units, *((term, self.say(term)) for term in self.terms)) if pair[0] != pair[1])

    def say(self, text: str) -> str:
        """A content string of the model law in the words of this vocabulary; marks are left as they are."""
        return _said(self, text) if self.swaps else text

    def taken(self, options: tuple[str, ...]) -> str:
        """Which of several alternative words the vocabulary settles; empty where it settles none."""
        return self.law if self.swaps and set(options) == {"Law", "Act"} else ""


@lru_cache(maxsize=20_000)
def _said(vocabulary: Vocabulary, text: str) -> str:
    pieces = _MARKS.split(text)
    for index in range(0, len(pieces), 2):
        for pattern, swap in _swaps(vocabulary):
            pieces[index] = pattern.sub(swap, pieces[index])
    return "".join(pieces)


@lru_cache
def _swaps(vocabulary: Vocabulary) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    return tuple((re.compile(pattern), _cased(words)) for pattern, words in vocabulary.swaps)


def _cased(words: str) -> Callable[[re.Match[str]], str]:
    """A replacement that opens with a capital where the words that it replaces do."""
    def swap(match: re.Match[str]) -> str:
        made = match.expand(words)
        return made[:1].upper() + made[1:] if match.group()[:1].isupper() else made
    return swap


_NOT_NUMBERED: Final = r"(?!\s*(?:\d|\[|of\s+\[|on\s+State\s+responsibility))"
"""Not before a number or the name of another instrument: that is a provision of that instrument."""

_NOT_OURS: Final = r"(?<!definite )(?<!founding )(?<!ILC )"
"""Not the article of grammar, nor of a founding document, nor of the International Law Commission."""

MODEL: Final = Vocabulary()
"""The vocabulary of the model text itself."""

CIVIL: Final = Vocabulary(
    name="civil", part="Chapter", schedule="Annex",
    swaps=(
        # 'Part of a campaign' and 'the part that it played' are no unit of the law.
        (r"\bPart(s?)\b(?! of\b| that (?:it|the)\b)", r"Chapter\1"),
        (r"\b([Aa]) Schedule\b", r"\1n Annex"), (r"\ba schedule of\b", "an annex of"),
        (r"\bSchedules\b", "Annexes"), (r"\bSchedule\b", "Annex"),
        (r"\b[Cc]ommencement\b", "entry into force"), (r"\b[Cc]ommences\b", "enters into force"),
        (r"\b[Cc]ommenced\b", "entered into force"), (r"\b[Cc]ommence\b", "enter into force"),
    ),
    terms=("commencement", "commences"),
)
"""The vocabulary of civil-law drafting: chapter, article, paragraph, annex, entry into force."""

COMMON: Final = Vocabulary(
    name="common", article="section", paragraph="subsection", point="paragraph", law="Act",
    swaps=(
        # A prohibition whose subject is negative forbids; 'no person must' would only free from a duty.
        (r"\b([Nn]o (?:(?!and\b|shall\b)[\w-]+ ){1,6}(?:and no (?:[\w-]+ ){1,4})?)shall\b(?<!further shall)", r"\1may"),
        (r"\b([Nn]obody) shall\b", r"\1 may"), (r"\bshall\b", "must"),
        (r"\b([Tt]his|[Tt]he|[Tt]hat|[Pp]resent|[Ww]hole) Law\b", r"\1 Act"),
        (r"\AA law to\b", "An Act to"), (r"\bby a law\b(?! (?:officer|commission)\b)", "by an Act"),
        (rf"\b[Pp]aragraph(s?)\b{_NOT_NUMBERED}", r"subsection\1"),
        (r"(?<!contact )\bpoint(s?)\b(?= \([a-z])", r"paragraph\1"),
        (rf"\b([Aa])n article\b{_NOT_NUMBERED}", r"\1 section"),
        (rf"{_NOT_OURS}\b[Aa]rticle(s?)\b{_NOT_NUMBERED}", r"section\1"),
    ),
    terms=("shall", "no person shall", "by a law"),
)
"""The vocabulary of common-law drafting: Part, section, subsection, Schedule, commencement, 'must'."""

VOCABULARIES: Final = {each.name: each for each in (MODEL, CIVIL, COMMON)}


def roman(number: int) -> str:
    """Upper-case roman numeral of 1 to 3999."""
    out = ""
    for value, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
                        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out += sign
            number -= value
    return out


def letters(number: int) -> str:
    """1 -> a, 26 -> z, 27 -> aa: the numbering of points, as Word counts lower-case letters."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
