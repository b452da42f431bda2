"""What falls with a provision, in words: for pages, the terminal and the instrument that renews it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from normbook.law.falls import Falls, Resting, falling_with
from normbook.publication import Publication


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind that fall with a provision, and the words that say how: 'cannot do without it', 'clocks …'."""

    how: str
    refs: tuple[str, ...]
    acting: bool = False
    """Whether the words say what the things do, and so come after them."""


@lru_cache(maxsize=8)
def falls_of(publication: Publication) -> Mapping[str, Falls]:
    """What falls with each article of the law that ends, as the publication has it."""
    law = publication.labels.tree
    return falling_with(publication.corpus, law, [node.ref for node in law.articles if node.article.sunset])


def groups(falls: Falls) -> tuple[Group, ...]:
    """What falls with a provision, without empty groups, gravest first."""
    found = (
        Group("cannot do without it", falls.needing, acting=True),
        Group("refers to it" if len(falls.referring) == 1 else "refer to it", falls.referring, acting=True),
        Group("clocks that no other provision sets", _of(falls.clocks, alone=True)),
        Group("clocks that another provision sets too", _of(falls.clocks, alone=False)),
        Group("Schedules that have force through it alone", _of(falls.schedules, alone=True)),
        Group("Schedules that have force through it among others", _of(falls.schedules, alone=False)),
        Group("commitments that no other provision carries into law", _of(falls.commitments, alone=True)),
        Group("commitments that it carries with others", _of(falls.commitments, alone=False)),
        Group("norms that no other provision carries into law", _of(falls.norms, alone=True)),
        Group("norms that it carries with others", _of(falls.norms, alone=False)),
    )
    return tuple(group for group in found if group.refs)


def sentences(publication: Publication, falls: Falls) -> tuple[str, ...]:
    """Each group as words: 'article 41 cannot do without it'."""
    def said(group: Group) -> str:
        named = ", ".join(dict.fromkeys(names(publication, group.refs)))
        return f"{named} {group.how}" if group.acting else f"{group.how}: {named}"

    return tuple(said(group) for group in groups(falls))


def names(publication: Publication, refs: Iterable[str]) -> Iterator[str]:
    """What things are called, provisions as the law of the publication numbers them."""
    return (publication.labels.reference(ref).text for ref in refs)


def _of(found: tuple[Resting, ...], *, alone: bool) -> tuple[str, ...]:
    return tuple(each.ref for each in found if each.alone is alone)
