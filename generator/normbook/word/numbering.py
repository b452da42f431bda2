"""The live lists of the law, and where a count has to be set by hand.

Three lists carry the numbers: Parts, then articles with what is in them, then Schedules. They are apart so that
articles run on through Parts. Each level is bound to one style and the style to the level: a drafter who picks the
style gets the number. Levels without a sign (a variant of an article, a form of a Schedule) only make the levels below
them start again. `law.tree` decides the numbers; Word has to come to the same ones, and a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from normbook.law.tree import Option, Tree, Unit
from normbook.law.vocabulary import MODEL, Vocabulary, letters, roman
from normbook.word.openxml import Element, el


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: its style, number format, sign with %n for the count of level n, and indents in twips."""

    style: str
    format: str
    sign: str
    left: int = 0
    hanging: int = 0


DASH = "\N{EN DASH}"

_WIDTHS = {"Part": 1474, "Chapter": 1928, "Article": 1304, "": 567, "Schedule": 1928, "Annex": 1474}
"""How much room a number needs that stands behind such a word, at the size of its heading."""


def _headed(style: str, form: str, word: str) -> Level:
    return Level(style, form, f"{word} %1".lstrip(), _WIDTHS[word], _WIDTHS[word])


@cache
def lists(words: Vocabulary) -> dict[int, tuple[Level, ...]]:
    """Lists by number, in the words of a vocabulary. The number is that of the abstract list and of the bound one."""
    return {
        1: (_headed("PartHeading", "upperRoman", words.part),),
        2: (
            _headed("ArticleHeading", "decimal", words.article_heading),
            Level("VariantHeading", "none", ""),
            Level("LawParagraph", "decimal", "(%3)", 567, 567),
            Level("LawPoint", "lowerLetter", "(%4)", 1134, 567),
            Level("LawSubpoint", "lowerRoman", "(%5)", 1701, 567),
            Level("DefinitionPoint", "lowerLetter", "(%6)", 1134, 567),
        ),
        3: (
            _headed("ScheduleHeading", "decimal", words.schedule),
            Level("ScheduleForm", "none", ""),
            Level("ScheduleItem", "decimal", "%3.", 567, 567),
        ),
        4: (Level("ListBullet", "bullet", DASH, 284, 284),),
        5: (Level("ScheduleBullet", "bullet", DASH, 567, 283),),
        6: (Level("TableBullet", "bullet", DASH, 170, 170),),
    }


LISTS = lists(MODEL)
"""The lists of the model text."""

FIRST_FREE = 10
"""First number for lists that set a count by hand. pandoc changes numbers from 1000 up."""

PLACE: dict[str, tuple[int, int]] = {level.style: (number, depth) for number, levels in LISTS.items()
                                     for depth, level in enumerate(levels)}
"""Style -> list and level."""


@dataclass(frozen=True, slots=True)
class Restart:
    """A count set by hand at the first of the provisions.

    With `lasting` the rest of the list goes on from there (a Part or Schedule that skips numbers). Without it the set
    count holds for the provisions named and no other (the same paragraph again, in another variant).
    """

    start: int
    refs: tuple[str, ...]
    lasting: bool


def restarts(tree: Tree) -> Iterator[Restart]:
    """Every place where the count that Word would make is not the number that the tree gives."""
    count = 0
    for part in tree.parts:
        count += 1
        if roman(count) != part.number:
            count = next(n for n in range(1, 4000) if roman(n) == part.number)
            yield Restart(count, (part.ref,), lasting=True)
    for position, schedule in enumerate(tree.schedules):
        before = tree.schedules[position - 1].number if position else 0
        if schedule.number != before + 1:
            yield Restart(schedule.number, (schedule.id,), lasting=True)
    number = 0
    for article in tree.articles:
        number += 1
        if article.number != number:
            number = article.number
            yield Restart(number, (article.ref,), lasting=True)
        for units in (article.units, *(option.units for option in article.options)):
            for unit in units:
                yield from _repeated(unit)


def _repeated(unit: Unit) -> Iterator[Restart]:
    """The second and later variants of a paragraph: the same number again."""
    printed = [option for option in unit.choices if option.units]
    for option in printed[1:]:
        numbered = [ref for ref, number in _numbered(option) if number]
        if numbered:
            start = int(unit.number.strip("()")) if unit.number else 1
            yield Restart(start, tuple(numbered), lasting=False)


def _numbered(option: Option) -> Iterator[tuple[str, str]]:
    def walk(unit: Unit) -> Iterator[tuple[str, str]]:
        yield within(option, unit.ref), unit.number
        for inner in unit.inside:
            yield from walk(inner)

    for unit in option.units:
        yield from walk(unit)


def shown(levels: tuple[Level, ...], counts: list[int]) -> str:
    """The sign of the last of the levels counted."""
    formats: dict[str, Callable[[int], str]] = {
        "decimal": str, "upperRoman": roman, "lowerLetter": letters, "lowerRoman": lambda count: roman(count).lower()}
    sign = levels[len(counts) - 1].sign
    for depth, number in enumerate(counts):
        if f"%{depth + 1}" in sign:
            sign = sign.replace(f"%{depth + 1}", formats[levels[depth].format](number))
    return sign


def within(option: Option, ref: str) -> str:
    """The ref of a unit as it stands in a variant of a paragraph: law/x/p4/a in law/x/p4:B is law/x/p4:B/text/a.

    The tree gives a unit the same ref in every variant of a paragraph; a bookmark has to be of one place.
    """
    paragraph = option.ref.rpartition(":")[0]
    return f"{option.ref}/text{ref.removeprefix(paragraph)}"


def abstract_lists(words: Vocabulary) -> list[Element]:
    """The lists as elements of numbering.xml."""
    return [
        el("w:abstractNum", el("w:nsid", val=f"4E42{number:04X}"), el("w:multiLevelType", val="multilevel"),
           el("w:tmpl", val=f"4E43{number:04X}"), *(_level(depth, level) for depth, level in enumerate(levels)),
           abstractNumId=number)
        for number, levels in lists(words).items()
    ]


def _level(depth: int, level: Level) -> Element:
    return el(
        "w:lvl", el("w:start", val=1), el("w:numFmt", val=level.format), el("w:pStyle", val=level.style),
        el("w:suff", val="tab" if level.sign else "nothing"), el("w:lvlText", val=level.sign),
        el("w:lvlJc", val="left"),
        el("w:pPr", el("w:ind", left=level.left, hanging=level.hanging)), ilvl=depth,
    )


def bound_list(number: int, abstract: int) -> Element:
    """A list in use."""
    return el("w:num", el("w:abstractNumId", val=abstract), numId=number)


def counted(number: int, place: tuple[int, int], start: int) -> str:
    """A list in use that sets the count of a level by hand, as a string."""
    return (f'<w:num w:numId="{number}"><w:abstractNumId w:val="{place[0]}"/><w:lvlOverride w:ilvl="{place[1]}">'
            f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>')
