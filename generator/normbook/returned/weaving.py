"""How the printed words of a line run through its source, so that an edit of the one can be made in the other.

A character of plain text prints as itself. A mark (`[[law/duty]]`, `{blank}`, `[[clock:…]]`), and a word that the
vocabulary of the State puts differently, prints as words that cannot be cut: they stand for something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from normbook import markup
from normbook.compare.segments import tokens
from normbook.labels import Labels
from normbook.printing import plain_text
from normbook.returned.changes import Change, Signs, flat, straight
from normbook.word.tracked import END

_MARK: Final = re.compile(
    r"(?P<escape>\\[^A-Za-z0-9\s])|(?P<ref>\[\[[^\[\]\n]*\]\])|(?P<brace>\{[^{}\n]*\})|(?P<code>`[^`\n]+`)"
    r"|(?P<link>\[[^\[\]\n]+\]\([^()\s]*\))|(?P<style>\*\*?)"
)
_KINDS: Final = {"ref": "a reference", "brace": "a blank or a choice", "code": "code", "link": "a link"}
_BLANK: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_SPECIAL: Final = re.compile(r"([\\\[\]{}*`<>])")
_LISTED: Final = re.compile(r"(?:[-*+]|[0-9]{1,3}[.)])[ \t]")

STANDS_FOR: Final = "the words stand for {}, which is decided elsewhere"
ANOTHER: Final = "the words are put there by the program, not by the source"


@dataclass(frozen=True, slots=True)
class _Letter:
    """A printed character, the stretch of source that it comes from, and the mark it belongs to, 0 for plain text."""

    text: str
    start: int
    end: int
    mark: int = 0


@dataclass(frozen=True)
class Woven:
    """The letters of a source as they stand in a line from `offset` on; `kinds` says what each mark is."""

    source: str
    letters: tuple[_Letter, ...]
    offset: int
    kinds: dict[int, str]

    def place(self, change: Change) -> tuple[int, int, str] | str:
        """The edit of the source that makes a change of the line: from, to, words. Or why it cannot be made."""
        start, end = change.start - self.offset, change.end - self.offset
        if start < 0 or end > len(self.letters):
            return ANOTHER
        if END in change.added or END in change.removed:
            return "a paragraph was divided or joined"
        for edge in {start, end}:
            mark = self.letters[edge].mark if 0 < edge < len(self.letters) else 0
            if mark and mark == self.letters[edge - 1].mark:
                return STANDS_FOR.format(self.kinds[mark])
        inside = self.letters[start:end]
        if change.added.strip() and inside and all(each.mark or each.text.isspace() for each in inside):
            mark = next((each.mark for each in inside if each.mark), 0)
            if mark:
                return STANDS_FOR.format(self.kinds[mark])
        return self._cut(start, end, change.added)

    def _cut(self, start: int, end: int, added: str) -> tuple[int, int, str] | str:
        if start == end:
            at = self.letters[start - 1].end if start else self.letters[0].start if self.letters else 0
            return at, at, escaped(added, opens=at == 0)
        first, last = self.letters[start].start, self.letters[end - 1].end
        stars = re.findall(r"(?<!\\)\*\*?", self.source[first:last])
        if len(stars) % 2:
            return "the edit crosses the edge of an emphasis"
        return first, last, escaped(added, opens=first == 0)


def escaped(text: str, *, opens: bool = False) -> str:
    """Words as a content string: signs that would be read as marks are told not to be."""
    made = _SPECIAL.sub(r"\\\1", straight(text))
    return f"\\{made}" if opens and _LISTED.match(made) and not made[0].isdigit() else made


@dataclass(frozen=True, slots=True)
class Loom:
    """What words and signs marks print as."""

    labels: Labels
    signs: Signs


def weave(source: str, line: str, loom: Loom, here: str) -> Woven | None:
    """The source as it runs through a line (`flat`, blanks as signs); None where the line does not print it."""
    for chunk, at in _chunks(source):
        kinds: dict[int, str] = {}
        letters = _one_blank(list(_letters(chunk, loom, here, line, kinds)))
        letters = [_Letter(each.text, each.start + at, each.end + at, each.mark) for each in letters]
        printed = "".join(each.text for each in letters)
        offset = line.lower().find(printed.lower()) if printed else -1
        if offset >= 0 and len(printed) == len(printed.lower()):
            return Woven(source, tuple(letters), offset, kinds)
    return None


def _chunks(source: str) -> Iterator[tuple[str, int]]:
    """The paragraphs and list items of a source, with where they begin."""
    for match in re.finditer(r"(?:[^\n]|\n(?![ \t]*\n|[ \t]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]))+", source):
        text = match.group()
        lead = re.match(r"\s*(?:(?:[-*+]|[0-9]{1,3}[.)])[ \t]+)?", text)
        cut = lead.end() if lead else 0
        if text[cut:].strip():
            yield text[cut:], match.start() + cut


def _letters(source: str, loom: Loom, here: str, line: str, kinds: dict[int, str]) -> Iterator[_Letter]:
    for text, said, at in _said(source, loom.labels):
        if text != said:
            kinds[len(kinds) + 1] = "a word that the vocabulary of the State puts otherwise"
            yield from (_Letter(sign, at, at + len(text), len(kinds)) for sign in flat(said))
            continue
        place = 0
        for match in _MARK.finditer(text):
            yield from _plain(text, place, match.start(), at)
            place = match.end()
            if match["escape"]:
                yield _Letter(straight(match["escape"][1:]), at + match.start(), at + match.end())
            elif not match["style"]:
                kinds[len(kinds) + 1] = _kind(match.group(), match.lastgroup or "")
                words = _printed(match.group(), loom, here, line)
                yield from (_Letter(sign, at + match.start(), at + match.end(), len(kinds)) for sign in words)
        yield from _plain(text, place, len(text), at)


def _kind(mark: str, group: str) -> str:
    return "a time limit" if mark.startswith("[[clock:") else _KINDS[group]


def _plain(text: str, start: int, end: int, at: int) -> Iterator[_Letter]:
    for k in range(start, end):
        if sign := straight(text[k]):
            yield _Letter(" " if sign.isspace() else sign, at + k, at + k + 1)


def _printed(mark: str, loom: Loom, here: str, line: str) -> str:
    blank = _BLANK.fullmatch(mark)
    if blank and blank[1] in loom.signs.names and (sign := loom.signs.of(blank[1])) in line:
        return sign
    return flat(plain_text(markup.parse(mark).inlines, loom.labels, here))


def _said(source: str, labels: Labels) -> Iterator[tuple[str, str, int]]:
    """Stretches of a source with what the vocabulary makes of them, and where they begin."""
    said = labels.adaptation.vocabulary.say(source)
    if said == source:
        yield source, source, 0
        return
    old, new = tokens(source), tokens(said)
    at = 0
    for _, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        text = "".join(old[i1:i2])
        yield text, "".join(new[j1:j2]), at
        at += len(text)


def _one_blank(letters: list[_Letter]) -> list[_Letter]:
    """Runs of blanks as one, as a line prints them; none at the edges."""
    made: list[_Letter] = []
    for letter in letters:
        if letter.text == " " and not letter.mark:
            if not made:
                continue
            if made[-1].text == " " and not made[-1].mark:
                made[-1] = _Letter(" ", made[-1].start, letter.end)
                continue
        made.append(letter)
    while made and made[-1].text == " " and not made[-1].mark:
        made.pop()
    return made
