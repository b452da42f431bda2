"""Where the refs of the law lead in the file, and by which elements the units of a law are written.

An element bears our id as its wId: it never changes, and the schema allows every sign of it. The eId follows the
numbers, as the naming convention of Akoma Ntoso asks; `identity` gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from normbook.law.tree import ArticleNode, Option, Tree, Unit
from normbook.law.vocabulary import CIVIL, COMMON, MODEL


@dataclass(frozen=True, slots=True)
class Scheme:
    """The elements by which the units of a law are written. With `listed` points stand in a <list>."""

    part: str
    article: str
    paragraph: str
    point: str
    subpoint: str
    listed: bool


SCHEMES: Final = {
    MODEL.name: Scheme("part", "article", "paragraph", "point", "point", listed=True),
    CIVIL.name: Scheme("chapter", "article", "paragraph", "point", "point", listed=True),
    COMMON.name: Scheme("part", "section", "subsection", "paragraph", "subparagraph", listed=False),
}
"""By vocabulary: as the legislation of States that use it is commonly marked up."""


def main_of(options: tuple[Option, ...]) -> Option:
    """The variant to which the others are alternatives: the default one if it has a text, else the first that has."""
    printed = sorted((option for option in options if not option.omit), key=lambda option: not option.default)
    return (*printed, *options)[0]


def in_choice(option: Option, ref: str) -> str:
    """The wId of a unit that stands in a variant of a paragraph: law/x/p4/a in law/x/p4:B is law/x/p4:B/a."""
    return option.ref + ref.removeprefix(option.ref.rpartition(":")[0])


def places(tree: Tree) -> dict[str, str]:
    """Ref -> wId of the element that it means, for every ref of the law."""
    found = dict(_wids(tree))
    for alias, ref in tree.aliases.items():
        found.setdefault(alias, found[ref])
    return found


def _wids(tree: Tree) -> Iterator[tuple[str, str]]:
    for part in tree.parts:
        yield part.ref, part.ref
    for schedule in tree.schedules:
        yield schedule.id, schedule.id
    for node in tree.articles:
        yield node.ref, article_wid(node)
        if node.variant:
            yield f"{node.ref}:{node.variant}", node.ref
        for unit in node.units:
            yield from _unit(unit)
        for option in node.options:
            yield option.ref, option.ref
            for unit in option.units:
                yield from _unit(unit)


def article_wid(node: ArticleNode) -> str:
    """The wId of the element that an article without a variant means."""
    return main_of(node.options).ref if node.options else node.ref


def _unit(unit: Unit) -> Iterator[tuple[str, str]]:
    if not unit.choices:
        yield unit.ref, unit.ref
        if unit.variant:
            yield f"{unit.ref}:{unit.variant}", unit.ref
        for inner in unit.inside:
            yield from _unit(inner)
        return
    main = main_of(unit.choices)
    # dict() keeps the last of several: the variant that a plain ref means comes last.
    for option in sorted(unit.choices, key=lambda option: option is main):
        yield option.ref, option.ref
        for text in option.units:
            yield from ((ref, in_choice(option, wid)) for ref, wid in _unit(text))
    yield unit.ref, main.ref
