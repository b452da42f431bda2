"""Defined terms, recognised in running words as the glossary writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from normbook.markup import Inline, Parsed, Styled, TermUse, Text
from normbook.model.handbook import Term


class Matcher:
    """Finds the terms of a glossary in text: whole words, longest first, in either case.

    Text is put into lower case first: a pattern that has to think of both cases at every letter takes twice as long.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.by_form: dict[str, str] = {}
        for term in terms:
            for form in (term.term, *term.forms):
                self.by_form.setdefault(form.lower(), term.id)
        pattern = any_of(sorted(self.by_form)) if self.by_form else r"(?!)"
        self.pattern = re.compile(rf"(?<![\w-]){pattern}(?![\w-])")

    def find(self, text: str) -> set[str]:
        """Ids of the terms that occur in `text`."""
        return {self.by_form[form] for form in self.pattern.findall(_lower(text))}

    def mark(self, tokens: tuple[Inline, ...], seen: set[str]) -> tuple[Inline, ...]:
        """Replace the first occurrence of each term that is not yet in `seen` by a `TermUse`; `seen` grows."""
        out: list[Inline] = []
        for token in tokens:
            match token:
                case Text(text):
                    out += self._split(text, seen)
                case Styled(style, inside) if style != "code":
                    out.append(Styled(style, self.mark(inside, seen)))
                case _:
                    out.append(token)
        return tuple(out)

    def _split(self, text: str, seen: set[str]) -> Iterable[Inline]:
        position = 0
        for match in self.pattern.finditer(_lower(text)):
            term = self.by_form[match.group()]
            if term in seen:
                continue
            seen.add(term)
            if match.start() > position:
                yield Text(text[position : match.start()])
            yield TermUse(term, text[match.start() : match.end()])
            position = match.end()
        if position < len(text):
            yield Text(text[position:])


def _lower(text: str) -> str:
    """The text in lower case, letter for letter: the one letter that would become two becomes one."""
    return text.replace("\u0130", "i").lower()


def any_of(forms: Sequence[str]) -> str:
    """A pattern for one of several sorted forms, the longest that fits: common beginnings are written once.

    A plain list of alternatives would be tried from end to end at every letter of every text.
    """
    found = []
    for first, group in groupby((form for form in forms if form), key=lambda form: form[0]):
        found.append(re.escape(first) + any_of([form[1:] for form in group]))
    if not found:
        return ""
    choice = found[0] if len(found) == 1 and "" not in forms else f"(?:{'|'.join(found)})"
    return f"{choice}?" if "" in forms else choice


def words_of(parsed: Parsed) -> str:
    """The running words of a content string, as far as terms can occur in them."""
    return " ".join(token.text for token in parsed.inlines if isinstance(token, Text))


