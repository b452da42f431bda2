"""Drafting style, as far as a machine can see it. All are warnings: a rule of style may be broken, but not unseen.

Words that are out of place are looked for in one go, in all passages laid end to end: there are thousands of passages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from normbook import markup
from normbook.checks.context import Check, Context, problem
from normbook.link import locate
from normbook.passages import Passage
from normbook.problems import Place, Problem
from normbook.terms import any_of

LONGEST: Final = 60
"""Words in a sentence of a provision; a reference or time limit counts as the two words that it mostly prints."""
_SOURCES: Final = ("regime:", "instrument:", "un:", "incident:", "term:", "exercise:")
"""Facts speak in the words of their sources, a definition describes what it defines, a scenario tells of persons."""
_BESIDE: Final = {"compare", "note", "basis_note", "open_questions"}
"""Fields of norms and articles that report what others say, in their words."""
_GENDERED: Final = (
    "he", "she", "him", "her", "his", "hers", "himself", "herself", "s/he", "chairman", "chairmen", "spokesman",
    "spokesmen", "statesman", "statesmen", "layman", "laymen", "mankind", "manpower",
)  # fmt: skip
_NEGATIVES: Final = ("no", "not", "nothing", "nobody")
_DOUBLE: Final = re.compile(
    # not unlawful, not plainly unfounded
    r"not (?:\w+ly )?(?:un(?!der|til|less|ion|ique|iform|ite|its?\b|ivers|animous)|in(?:adequate|appropriate|capable|"
    r"compatible|complete|consistent|correct|frequent|sufficient|valid)|im(?:possible|probable|proper)|irrelevant|illegal)\w*"
    # no act shall not be taken; what another clause denies, or a second thing that is denied too, is something else
    r"|(?:no(?: (?!(?:that|who|whom|which|whose|what|where|when|if|unless|as|from|and|or|nor|but|than)\b)[\w-]+){1,4}"
    r"|nothing|nobody) (?:is|are|was|were|has|have|had|do|does|may|can|could|shall|should|must|will) (?:not|never)\b"
    r"|not (?:no|never|nothing|nobody)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\[])")

Words = Callable[[Passage, int, str], tuple[str, str, str] | None]
"""What is wrong with a word at an offset of a passage: code, message and hint; None if nothing is."""


def words_are_well_chosen(context: Context) -> Iterator[Problem]:
    """W01, W02, W04, W05, W06: words that bind, confuse, deny twice, leave somebody out or leave the meaning open."""
    rules: dict[str, Words] = {"shall": _shall, "and/or": _and_or}
    rules |= dict.fromkeys(_GENDERED, _gendered) | dict.fromkeys(_NEGATIVES, _negative)
    for term in context.corpus.terms:
        rules |= dict.fromkeys((form.lower() for form in term.avoid), _avoided(term.term))
    for passage, offset, word in _uses(context.links.passages, sorted(rules)):
        if fault := rules[word](passage, offset, word):
            before = "".join(passage.text[:offset].split()[-1:])
            place = _at(context, passage, passage.text[offset:][: len(word)], before)
            yield problem(fault[0], place, *fault[1:])


def _uses(passages: Sequence[Passage], words: list[str]) -> Iterator[tuple[Passage, int, str]]:
    """Each use of one of some words in lower case: its passage, the offset there, and the word.

    A word is used where a space or the beginning stands before it: what stands in quotation marks is only named.
    """
    texts = [passage.text.lower().replace("\n", " ") for passage in passages]
    starts = list(accumulate((len(text) + 1 for text in texts), initial=1))
    for match in re.finditer(rf" ({any_of(words)})(?![\w/-])", " ".join(["", *texts, ""])):
        index = bisect_right(starts, match.start(1)) - 1
        yield passages[index], match.start(1) - starts[index], match[1]


def _at(context: Context, passage: Passage, words: str, before: str = "") -> Place:
    """The place of some words, which stand after the word `before`; where a line ends among them, of the first ones."""
    start = passage.place
    exact = locate(context.corpus, start, f"{before} {words}") if before else start
    if exact != start:  # a short word by itself is found inside others
        return Place(exact.file, exact.line, exact.column + len(before) + 1)
    found = start
    while words and found == start:
        found, words = locate(context.corpus, start, words), words.rpartition(" ")[0]
    return found


def _normative(passage: Passage) -> bool:
    """Whether a passage is of the law, its guide or a norm, and not a report of what others say."""
    return passage.field not in _BESIDE and (_is_law(passage) or _is_norm(passage))


def _is_law(passage: Passage) -> bool:
    return passage.by.startswith("law/")


def _is_norm(passage: Passage) -> bool:
    return passage.by[3:4] == "-" and passage.by[4:5].isdigit()


def _is_provision(passage: Passage) -> bool:
    """Whether a passage is the text of a paragraph or point of the law."""
    return passage.field == "text" and _is_law(passage) and passage.by.count("/") > 1


def _shall(passage: Passage, _offset: int, _word: str) -> tuple[str, str, str] | None:
    if _is_provision(passage) or not (_is_law(passage) or _is_norm(passage)):
        return None
    what = "a norm" if _is_norm(passage) else "a note on the law"
    hint = "Write the present tense, 'should' or 'is to'. What binds stands in a provision."
    return "W01", f"'shall' stands in {what}", hint


def _avoided(term: str) -> Words:
    def rule(passage: Passage, _offset: int, word: str) -> tuple[str, str, str] | None:
        hint = f"Write '{term}', or another word if something else is meant."
        return ("W02", f"'{word}' is another wording of a defined term", hint) if _normative(passage) else None

    return rule


def _negative(passage: Passage, offset: int, _word: str) -> tuple[str, str, str] | None:
    found = _DOUBLE.match(passage.text.replace("\n", " "), offset) if _normative(passage) else None
    hint = "Say what is so: 'lawful' for 'not unlawful', 'every … shall' for 'no … shall not'."
    return ("W04", f"double negative: {found.group()}", hint) if found else None


def _gendered(passage: Passage, _offset: int, word: str) -> tuple[str, str, str] | None:
    hint = "Write 'that person', 'they' or 'their', or name the office."
    return None if passage.by.startswith(_SOURCES) else ("W05", f"'{word}' is a word for one gender", hint)


def _and_or(passage: Passage, _offset: int, _word: str) -> tuple[str, str, str] | None:
    hint = "Write 'or', which includes both; or 'either … or', where one excludes the other."
    return None if passage.by.startswith(_SOURCES) else ("W06", "'and/or' leaves open what is meant", hint)


def sentences_are_short(context: Context) -> Iterator[Problem]:
    """W03: at most 60 words in a sentence of a provision or definition; points are counted one by one."""
    for passage in context.links.passages:
        if len(passage.text) > 4 * LONGEST and (_is_provision(passage) or passage.field == "definition"):
            for sentence in _SENTENCE.split(_printed(passage.text)):
                if (count := len(sentence.split())) > LONGEST:
                    near = " ".join(sentence.split()[:4])
                    message = f"a sentence of {count} words: {near} …"
                    hint = "Make it two, or give its parts as points."
                    yield problem("W03", _at(context, passage, near), message, hint)


def _printed(text: str) -> str:
    """A content string with as many words as it prints."""
    return "".join(
        token.text if isinstance(token, markup.Text)
        else token.words or "article 1" if isinstance(token, markup.Reference)
        else "" if isinstance(token, markup.Styled | markup.Link)
        else " ".join(token.options) if isinstance(token, markup.Choice)
        else "one two"
        for token in markup.parse(text).inlines
    )  # fmt: skip


CHECKS: tuple[Check, ...] = (words_are_well_chosen, sentences_are_short)
