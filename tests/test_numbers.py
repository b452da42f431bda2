"""Protects that numbers come from one place: every file and page gives a provision the number that the tree gives it.

`READERS` are the ways to read numbers back from what was made. A new form of the law is covered by one more of them.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import html5lib
import pytest
from lxml import etree  # type: ignore[import-untyped]

from normbook import ids
from normbook.akoma.document import akoma
from normbook.akoma.elements import AKN, text_of
from normbook.law.adaptation import GENERAL, Adaptation
from normbook.law.combinations import Combinations
from normbook.law.country import adaptation_of
from normbook.law.definitions import definitions
from normbook.law.tree import Option, Unit
from normbook.law.vocabulary import CIVIL, COMMON, MODEL
from normbook.model.corpus import Corpus
from normbook.paper.papers import paper
from normbook.publication import Publication
from normbook.views import law as law_pages
from normbook.word.document import document
from normbook.word.numbering import within
from normbook.word.openxml import unpack
from test_word import numbers as counted_by_word


@dataclass(frozen=True)
class Place:
    """A provision of the law: how it is named in XML and in Word, what the tree prints before it, and its own words."""

    wid: str
    bookmark: str
    label: str
    text: str


def places(publication: Publication) -> Iterator[Place]:
    """Every Part, article, unit, definition and Schedule, variants included; what has no number has no label."""
    tree = publication.labels.tree
    words, plain = tree.vocabulary, publication.plain

    def below(units: tuple[Unit, ...], choice: Option | None = None) -> Iterator[Place]:
        for unit in units:
            for each in unit.choices:
                yield from below(each.units, each)
            if unit.choices:
                continue
            if choice:
                wid = choice.ref + unit.ref.removeprefix(choice.ref.rpartition(":")[0])
                yield Place(wid, ids.bookmark(within(choice, unit.ref)), unit.number, plain(unit.text, unit.ref))
            else:
                yield Place(unit.ref, ids.bookmark(unit.ref), unit.number, plain(unit.text, unit.ref))
            yield from below(unit.inside, choice)

    for part in tree.parts:
        yield Place(part.ref, ids.bookmark(part.ref), f"{words.part} {part.number}", plain(part.title))
        for node in part.articles:
            label, heading = words.article_label(node.number), plain(node.article.heading, node.ref)
            for option in node.options:
                yield Place(option.ref, ids.bookmark(node.ref), label, heading)
                yield from below(option.units)
            if not node.options:
                yield Place(node.ref, ids.bookmark(node.ref), label, heading)
            yield from below(node.units)
            for each in definitions(publication.corpus, tree) if node.article.definitions else ():
                ref = f"term:{each.term.id}"
                yield Place(ref, ids.bookmark(ref), each.number, f"{each.term.term} {each.term.verb}")
    for schedule in tree.schedules:
        number = f"{words.schedule} {schedule.number}"
        yield Place(schedule.id, ids.bookmark(schedule.id), number, plain(schedule.title))


Reader = Callable[[Publication], Mapping[str, str]]
"""What was made of a law -> the label that a reader sees, by wId; empty where no number is printed."""


def in_xml(publication: Publication) -> Mapping[str, str]:
    root = etree.fromstring(akoma(publication))
    return {element.get("wId"): text_of(number) if (number := element.find(f"{{{AKN}}}num")) is not None else ""
            for element in root.iter() if element.get("wId")}


def in_word(publication: Publication) -> Mapping[str, str]:
    """As Word counts its lists. Outside the model's own vocabulary only the numbers are compared, not their words."""
    found = counted_by_word(unpack(document(publication)))
    if publication.labels.tree.vocabulary is MODEL:
        return {place.wid: found[place.bookmark] for place in places(publication)}
    return {place.wid: " ".join([*place.label.split()[:-1], found[place.bookmark].rpartition(" ")[2]])
            for place in places(publication)}


def in_pdf(publication: Publication) -> Mapping[str, str]:
    """What the page shows before the words of each provision, which are looked for in the order of the law."""
    shown = subprocess.run(["pdftotext", "-raw", "-", "-"], input=paper(publication), capture_output=True, check=True)
    lines = [LINE.match(line) for line in re.split(r"[\n\f]", shown.stdout.decode())]
    read = [(line[1] or "", bare(line[2])) for line in lines if line]
    opening = bare(publication.plain(publication.corpus.law.long_title))
    at = max(place for place, (_, words) in enumerate(read) if words and opening.startswith(words))
    found: dict[str, str] = {}
    by_bookmark: dict[str, str] = {}  # an article that stands in several variants has one heading
    for place in places(publication):
        if place.bookmark not in by_bookmark:
            reach = range(at, len(read) if place.wid.startswith("law/schedule-") else min(at + WINDOW, len(read)))
            hit = next((each for each in reach if begins(*read[each], place)), None)
            by_bookmark[place.bookmark] = "missing" if hit is None else " ".join(read[hit][0].split())
            at = at if hit is None else hit + 1
        found[place.wid] = by_bookmark[place.bookmark]
    return found


LINE = re.compile(r"((?:Part|Chapter) [IVX]+|(?:Article|Schedule|Annex) \d+|\d+(?= [A-Z])|\([a-z]+\)|\(\d+\))?\s*"
                  r"(?:\[[\w\s]*States[\w\s]*\] )?(.*)")
"""A line of the page: the number, if it begins with one, a condition on the State, the words."""
WINDOW = 200
"""Lines within which the next provision of an article begins, notes at the foot of a page included."""


def bare(text: str) -> str:
    """The letters and digits of a text."""
    return re.sub(r"[\W_]", "", text).casefold()


def begins(number: str, line: str, place: Place) -> bool:
    """Whether a provision begins in a line, which has a number if it has to have one."""
    words = bare(place.text)[:16]
    return line.startswith(words) and bool(number) is bool(place.label)


READERS: dict[str, Reader] = {"xml": in_xml, "word": in_word, "pdf": in_pdf}


def some_choices(corpus: Corpus, seed: int) -> dict[str, str]:
    """Choices at about half of the places, at random, that the rules of the law allow."""
    combinations, draw = Combinations(corpus), random.Random(seed)  # noqa: S311  # no secret
    wanted: dict[str, str] = {}
    for place, letters in sorted(combinations.letters.items()):
        letter = draw.choice(sorted(letters))
        if draw.random() < 0.5 and combinations.completed({**wanted, place: letter}) is not None:
            wanted[place] = letter
    completed = combinations.completed(wanted) or {}
    return {place: letter for place, letter in completed.items() if place in wanted}


def adaptation(name: str, corpus: Corpus) -> Adaptation:
    match name:
        case "KE":
            return replace(adaptation_of(corpus, "KE", vocabulary=COMMON), choices=some_choices(corpus, 1),
                           conditions=frozenset({"unitary", "dualist"}))
        case "FR":
            return replace(adaptation_of(corpus, "FR", vocabulary=CIVIL), choices=some_choices(corpus, 2),
                           conditions=frozenset({"federal"}), clean=True)
    return {"model": GENERAL, "civil": Adaptation(CIVIL), "common": Adaptation(COMMON)}[name]


@pytest.mark.parametrize(("reader", "law"), [
    *((reader, law) for reader in ("xml", "word") for law in ("model", "civil", "common", "KE", "FR")),
    *(pytest.param("pdf", law, marks=pytest.mark.office) for law in ("KE", "FR")),
])
def test_every_provision_has_the_number_of_the_tree(publication: Publication, law: str, reader: str) -> None:
    adapted = publication.adapted(adaptation(law, publication.corpus))
    expected = {place.wid: place.label for place in places(adapted)}
    found = READERS[reader](adapted)
    assert len(expected) > 1000
    assert {wid: found.get(wid, "missing") for wid in expected} == expected


def test_the_pages_print_the_numbers_of_the_tree(publication: Publication) -> None:
    tree, pages = publication.labels.tree, {page.subject: page for page in law_pages.pages(publication)}
    checked = 0
    for node in tree.articles:
        text = pages[node.ref].render()
        assert re.search(rf"^# Article {node.number} ", text, re.MULTILINE)
        printed = html5lib.parse(text.partition("\n---\n")[2], namespaceHTMLElements=False)
        links = [(link.get("href", "")[1:], link.text) for link in printed.iter("a") if link.get("class") == "nb-num"]
        expected = list(on_page(publication, (*node.units, *(u for option in node.options for u in option.units))))
        if node.article.definitions:
            expected += [(each.term.id, each.number) for each in definitions(publication.corpus, tree)]
        assert links == expected
        checked += len(expected)
    assert checked > 1000
    for schedule in tree.schedules:
        assert f"# Schedule {schedule.number} " in pages[schedule.id].render()


def on_page(publication: Publication, units: tuple[Unit, ...]) -> Iterator[tuple[str, str]]:
    """Anchor and number of every numbered unit in the order of the page; variants of a paragraph share its number."""
    printer = publication.printer("law/")
    for unit in units:
        if unit.number:
            yield printer.anchor(unit.ref), unit.number
        yield from on_page(publication, unit.inside)
        for option in unit.choices:
            for text in option.units:
                yield from on_page(publication, text.inside)


def test_references_name_the_number_of_what_they_lead_to(publication: Publication) -> None:
    """In the XML, a reference in the words of the law ends in the number of the element that it points at."""
    for name in ("model", "KE"):
        adapted = publication.adapted(adaptation(name, publication.corpus))
        root = etree.fromstring(akoma(adapted))
        by_eid = {element.get("eId"): element for element in root.iter() if element.get("eId")}
        checked = 0
        for ref in root.iter(f"{{{AKN}}}ref"):
            target = by_eid.get(ref.get("href").removeprefix("#"))
            number = target.find(f"{{{AKN}}}num") if target is not None else None
            words = text_of(ref)
            if number is None or not re.search(r"[0-9)]\Z", words):
                continue
            assert words.endswith(text_of(number).rpartition(" ")[2]), (words, ref.get("href"))
            checked += 1
        assert checked > 200
