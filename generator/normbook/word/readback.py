"""What a Word file of the model law says, read back by its bookmarks.

A provision is known by the bookmark in its paragraph, wherever Word has put it and whatever number it prints. It says
what a reader sees in that paragraph: what tracked changes insert but not what they delete, without numbers of lists,
footnotes and field codes. Paragraphs without a bookmark go with the provision before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from normbook import ids
from normbook.law.tree import Option, Tree, Unit
from normbook.word.front import GUIDE
from normbook.word.numbering import within
from normbook.word.openxml import Element
from normbook.word.origin import Origin, origin
from normbook.word.received import MAIN, NotAWordFileError, received, tree_of
from normbook.word.tracked import Line, lines, settled

__all__ = ["NotAWordFileError", "Provision", "ReadBack", "properties", "read", "refs"]

CUSTOM = "docProps/custom.xml"


@dataclass(frozen=True)
class Provision:
    """A paragraph with bookmarks: their names, its words, and the paragraphs without a bookmark that follow it."""

    names: tuple[str, ...]
    text: str
    after: tuple[str, ...]


@dataclass(frozen=True)
class ReadBack:
    """Custom properties by name, provisions in the order of the file, up to the guide, and what it was made from."""

    properties: Mapping[str, str]
    provisions: tuple[Provision, ...]
    origin: Origin = field(default_factory=Origin)


def read(docx: bytes) -> ReadBack:
    """What a file of the model law says. NotAWordFileError when it is no such file."""
    parts = received(docx)
    found = tuple(_provisions(settled(lines(tree_of(parts, MAIN)))))
    return ReadBack(properties(parts), found, origin(parts))


def properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The custom properties of a file by name."""
    root: Element = tree_of(parts, CUSTOM) if CUSTOM in parts else ()
    return {str(item.get("name")): "".join(item.itertext()) for item in root}


def _provisions(all_lines: Iterable[Line]) -> Iterator[Provision]:
    """Paragraphs from the first bookmark of a provision to the guide. What stands before belongs to no provision."""
    names: tuple[str, ...] = ()
    found: list[str] = []
    for line in all_lines:
        marks = tuple(sorted(mark for mark in line.names if mark.startswith("p_")))
        if ids.bookmark(GUIDE) in marks:
            break
        if marks:
            if names:
                yield Provision(names, found[0], tuple(found[1:]))
            names, found = marks, [line.after]
        elif names and line.after:
            found.append(line.after)
    if names:
        yield Provision(names, found[0], tuple(found[1:]))


def refs(tree: Tree) -> dict[str, str]:
    """The ref behind every bookmark of the law. In a variant of a paragraph it follows the variant: law/x/p4:B/a."""
    found = {ids.bookmark(ref): ref for ref in tree.numbers}

    def walk(unit: Unit, option: Option | None) -> None:
        if option:
            ref = within(option, unit.ref)
            found.setdefault(ids.bookmark(ref), ref.replace(f"{option.ref}/text", option.ref))
        for inner in unit.inside:
            walk(inner, option)
        for choice in unit.choices:
            for each in choice.units:
                walk(each, choice)

    for article in tree.articles:
        for unit in (*article.units, *(unit for option in article.options for unit in option.units)):
            walk(unit, None)
    return found
