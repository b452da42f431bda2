"""The words by which the parts of a law are called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names of the units of a law, as they stand in running text and in headings."""

    part: str = "Part"
    article: str = "article"
    paragraph: str = "paragraph"
    point: str = "point"
    schedule: str = "Schedule"

    @property
    def article_heading(self) -> str:
        return self.article.capitalize()


MODEL = Vocabulary()
"""The vocabulary of the model text itself."""


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
