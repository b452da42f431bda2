"""A corpus as a list of units that can be compared by id: what each says, field by field, and under what number.

What has an id of its own is a unit (an article, a paragraph, a stage, a term, a commitment); what has none belongs to
the unit it stands in (a review period, a basis, a condition). Only the normative content is looked at: facts about the
outside world have dates and sources of their own.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from normbook.dates import parse_period, words
from normbook.law.tree import Option, Tree, Unit, tree
from normbook.model.base import Basis, Item, Paragraph
from normbook.model.corpus import KINDS, Corpus
from normbook.model.handbook import Family, Role, Term
from normbook.model.law import Article, ArticleVariant, Blank, LawParagraph, ParagraphVariant, Part, Point, Schedule
from normbook.model.norm import Commitment, Norm, NormVariant
from normbook.model.practice import Milestone, RoadmapVariant
from normbook.model.response import Criterion, Question
from normbook.model.taxonomy import TaxonomyTerm
from normbook.passages import fields_of

COMPARED: Final = (
    "norms", "law", "parts", "timelines", "taxonomies", "glossary", "method", "questions", "measures", "spillover",
    "playbooks", "exercises", "benchmarks", "roadmap", "handbook",
)  # fmt: skip
"""Kinds that are compared, in the order in which readers see them."""

_UNTOLD: Final = frozenset({
    "marks", "id", "code", "letter", "edition", "base_url", "source_url", "consultation", "number", "source", "as_of",
    "seen", "incomplete",
})  # fmt: skip
"""Fields that are no part of the text: names and numbers, where the site is, and the standing of facts."""

_NOTES: Final = re.compile(
    r"(guide|notes?|basis|basis_note|legal_basis|legal_note|rationale|open_questions|examples|mappings|no_mapping|reason"
    r"|follows|precedents|answered_by|debate|guide_intro|memorandum|hint|help|because|serves|serves_none|not_in_law|implemented_by)\b"
)
"""Fields that explain and lead elsewhere: they bind nobody."""

_PERIOD: Final = re.compile(r"P(T?\d+[YMWDH])+(T(\d+[HM])+)?")
_ONE: Final[dict[type[Item], str]] = {
    Commitment: "", Article: "", Part: "", Schedule: "", Norm: "", Blank: "blank:", Role: "role:", Family: "family:",
    Term: "term:", Question: "question:", Criterion: "criterion:", Milestone: "milestone:",
}  # fmt: skip
"""Objects whose ref is their id after a prefix, wherever they stand."""
_VARIANTS: Final = (ArticleVariant, ParagraphVariant, NormVariant, RoadmapVariant)
_ROOTS: Final = {"timelines": "timeline:", "taxonomies": "taxonomy:", "measures": "measure:", "playbooks": "playbook:",
                 "exercises": "exercise:", "benchmarks": "benchmarks:"}
_NAMES: Final = {LawParagraph: "paragraph", Paragraph: "paragraph", Point: "point", TaxonomyTerm: "term",
                 ArticleVariant: "variant", ParagraphVariant: "variant", NormVariant: "variant",
                 RoadmapVariant: "variant"}  # fmt: skip
_TITLES: Final = ("heading", "title", "label", "name", "term")
_LIMIT: Final = 60


@dataclass(frozen=True, slots=True)
class Value:
    """What a field says, as a reader would write it: several items a line each, a period in words."""

    text: str
    weight: str
    """text: words that bind or define. value: a figure, a code, a rank. note: what explains or leads elsewhere."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit. `inside` are the refs of the units in it, by field; `above` is the one it stands in, or empty."""

    ref: str
    group: str
    kind: str
    title: str
    number: str
    owner: str
    above: str
    values: Mapping[str, Value]
    inside: Mapping[str, tuple[str, ...]]


def unlike(old: Corpus, new: Corpus) -> tuple[set[str], set[str]]:
    """Refs of the objects of the top on either side that do not stand on the other as they are.

    Most of a corpus is as it was. The law is looked at whole unless every number in it is the same.
    """
    one, two = _held(old), _held(new)
    same = {ref for ref in one.keys() & two.keys() if one[ref].model_dump_json() == two[ref].model_dump_json()}
    if _numbers(tree(old)) != _numbers(tree(new)):
        same -= {"law", *(part.id for part in (*old.parts, *new.parts))}
    return one.keys() - same, two.keys() - same


def _held(corpus: Corpus) -> dict[str, Item]:
    """The objects of the top by ref."""
    found: dict[str, Item] = {}
    for group in COMPARED:
        held: Any = getattr(corpus, group)
        for item in held if isinstance(held, tuple) else (held,):
            if item is not None:
                found.setdefault(_top_ref(group, item), item)
    return found


def _top_ref(group: str, item: Any) -> str:
    return _ROOTS[group] + item.id if group in _ROOTS else item.id if group in {"norms", "parts"} else group


def entries(corpus: Corpus, only: Container[str] | None = None) -> dict[str, Entry]:
    """The units of a corpus by ref, in the order in which readers see them; of `only` these objects of the top."""
    numbers = _numbers(tree(corpus))
    names = {kind.name: kind.model.__name__.lower() for kind in KINDS}
    found: dict[str, Entry] = {}
    for group in COMPARED:
        held: Any = getattr(corpus, group)
        for item in held if isinstance(held, tuple) else (held,):
            if item is not None and (only is None or _top_ref(group, item) in only):
                ref = _top_ref(group, item)
                for entry in _walk(item, _Place(ref, "law" if group == "parts" else group, names[group]), numbers):
                    found.setdefault(entry.ref, entry)
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an object stands."""

    ref: str
    group: str
    kind: str
    owner: str = ""
    above: str = ""
    index: int = 0


def _walk(item: Item, place: _Place, numbers: Mapping[str, str]) -> Iterator[Entry]:
    owner = place.ref if isinstance(item, Article | Schedule) else place.owner or place.ref
    inside: list[tuple[Item, _Place]] = []
    children: dict[str, tuple[str, ...]] = {}
    for name in fields_of(type(item))[1]:
        value: Any = getattr(item, name)
        named = [child for child in value if _own(child)] if isinstance(value, tuple) else []
        places = [_Place(_ref(place.ref, child), place.group, _kind(child), owner, place.ref, number)
                  for number, child in enumerate(named, 1)]
        if places:
            children[name] = tuple(each.ref for each in places)
        inside += zip(named, places, strict=True)
    number = numbers.get(place.ref, str(place.index) if isinstance(item, Paragraph) else "")
    yield Entry(place.ref, place.group, place.kind, _title(item, place), number, owner, place.above,
                dict(_values(item)), children)  # fmt: skip
    for child, where in inside:
        yield from _walk(child, where, numbers)


def _own(item: object) -> bool:
    """Whether it is an object with an id by which others may name it."""
    return isinstance(item, TaxonomyTerm) or (isinstance(item, Item) and "id" in type(item).model_fields)


def _ref(above: str, item: Any) -> str:
    if type(item) in _ONE:
        return f"{_ONE[type(item)]}{item.id}"
    if isinstance(item, _VARIANTS):
        return f"{above}:{item.id}"
    return f"{above}/{item.code if isinstance(item, TaxonomyTerm) else item.id}"


def _kind(item: Item) -> str:
    return _NAMES.get(type(item), type(item).__name__.lower())


def _title(item: Item, place: _Place) -> str:
    """A name for lists; of a unit that has none its first words."""
    for name in _TITLES:
        if isinstance(found := getattr(item, name, None), str):
            return found
    text = getattr(item, "text", "") or place.ref
    return text if len(text) <= _LIMIT else text[:_LIMIT].rsplit(" ", 1)[0] + " …"


def _values(item: Item, prefix: str = "") -> Iterator[tuple[str, Value]]:
    """What an object says, without the units in it. Fields of an object inside it follow a dot: `review.every`."""
    prose, nested = fields_of(type(item))
    for name in type(item).model_fields:
        if name in _UNTOLD:
            continue
        value: Any = getattr(item, name)
        if isinstance(value, Item) and not _own(value):
            yield from _values(value, f"{prefix}{name}.")
        elif name in nested and isinstance(value, tuple) and any(map(_own, value)):
            continue  # units of their own
        elif text := _shown(value):
            weight = "note" if _NOTES.match(prefix + name) else "text" if name in prose or name in nested else "value"
            yield prefix + name, Value(text, weight)


def _shown(value: Any) -> str:
    """A value as words. What is empty is not said."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None | "" | ():
            return ""
        case str():
            return words(parse_period(value)) if _PERIOD.fullmatch(value) else value
        case date():
            return value.isoformat()
        case tuple():
            return "\n".join(_shown(each) for each in value)
        case dict():
            return "\n".join(f"{key}: {_shown(each).replace(chr(10), ', ')}" for key, each in value.items())
        case Basis():
            source = value.instrument or value.un_norm or value.regime or ""
            return ", ".join(filter(None, (source, value.pinpoint))) + (f": {value.note}" if value.note else "")
        case Item():
            return " · ".join(text.text.replace("\n", " ") for _, text in _values(value))
    return str(value)


def _numbers(law: Tree) -> dict[str, str]:
    """The printed number of every unit of the law. A unit in a variant of a paragraph has a ref of its own."""
    out: dict[str, str] = {schedule.id: str(schedule.number) for schedule in law.schedules}

    def walk(unit: Unit, ref: str) -> None:
        out[ref] = unit.number
        for inner in unit.inside:
            walk(inner, ref + inner.ref.removeprefix(unit.ref))
        for option in unit.choices:
            choice(option)

    def choice(option: Option) -> None:
        for unit in option.units:
            walk(unit, unit.ref if unit.ref.startswith(f"{option.ref}/") else option.ref)

    for part in law.parts:
        out[part.ref] = part.number
    for article in law.articles:
        out[article.ref] = str(article.number)
        for unit in article.units:
            walk(unit, unit.ref)
        for option in article.options:
            choice(option)
    return out
