"""Parts, articles and what is in them as elements: a function a unit, and none counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from normbook.akoma.blocks import Converter
from normbook.akoma.elements import Element, Inside, el
from normbook.akoma.places import Scheme, article_wid, in_choice, main_of
from normbook.akoma.printer import HELD, Marked
from normbook.law.definitions import Definition
from normbook.law.tree import ArticleNode, Option, PartNode, Tree, Unit
from normbook.model.law import Note

CONDITIONS = {"federal": "federal States", "unitary": "unitary States",
              "dualist": "States where treaties are enacted first",
              "monist": "States where treaties have effect of themselves"}


@dataclass(frozen=True)
class Drafting:
    """What all units are made with. `notes` are the footnotes to States by the wId on which they hang.

    `printer` is for provisions; `aside`, for all that is no provision, marks no defined terms.
    """

    tree: Tree
    scheme: Scheme
    printer: Marked
    aside: Marked
    converter: Converter
    definitions: tuple[Definition, ...]
    notes: Mapping[str, tuple[Note, ...]]

    def line(self, text: str, here: str = "", *, capital: bool = False) -> list[Inside]:
        """A content string as inlines."""
        return self.converter.inline(self.printer.line(text, here, capital=capital))

    def said(self, text: str, here: str = "") -> list[Inside]:
        """A content string that is no part of the law, as inlines."""
        return self.converter.inline(self.aside.line(text, here, capital=True))

    def notes_on(self, wid: str, here: str) -> Iterator[Element]:
        """The footnotes to the enacting State that hang on a unit."""
        for note in self.notes.get(wid, ()):
            yield el("authorialNote", el("p", *self.said(note.text, here)), class_="enacting-State", placement="bottom")


def notes_of(tree: Tree, places: Mapping[str, str]) -> dict[str, tuple[Note, ...]]:
    """Footnotes by the wId they hang on: their paragraph, in the first variant that has it, else the heading."""
    made: dict[str, tuple[Note, ...]] = {}
    for node in tree.articles:
        prefixes = [node.ref, *(option.ref for option in node.options)]
        for _, note in node.notes(tree.vocabulary):
            wanted = [f"{prefix}/{note.at}" for prefix in prefixes] if note.at else []
            wid = next((places[ref] for ref in wanted if ref in places), article_wid(node))
            made[wid] = (*made.get(wid, ()), note)
    return made


def part(node: PartNode, law: Drafting) -> Element:
    """A Part with its articles; one that is not yet written says so."""
    made = el(law.scheme.part, el("num", f"{law.tree.vocabulary.part} {node.number}"),
              el("heading", *law.line(node.title)), wId=node.ref)
    if node.part is None:
        made.append(el("content", el("p", el("remark", "[In preparation.]", status="editorial"))))
    for article_node in node.articles:
        made.extend(article(article_node, law))
    return made


def article(node: ArticleNode, law: Drafting) -> Iterator[Element]:
    """An article, or its variants as siblings, each of which is an alternative to the first meant."""
    if not node.options:
        yield _article(node, law, node.ref, node.units)
        return
    main = main_of(node.options)
    for option in node.options:
        made = _article(node, law, option.ref, option.units, option)
        yield _alternative(made, option, main.ref)


def _article(
    node: ArticleNode, law: Drafting, wid: str, units: tuple[Unit, ...], option: Option | None = None
) -> Element:
    norms = " ".join(f"{HELD}{ref}" for ref in node.article.serves)
    number = law.tree.vocabulary.article_label(node.number)
    variant = option.letter if option else node.variant
    made = el(law.scheme.article, el("num", number),
              el("heading", *law.line(node.article.heading, node.ref), *law.notes_on(wid, node.ref)),
              _label(option, law) if option else None, wId=wid, refersTo=norms, class_=_class(variant))
    listed = law.definitions if node.article.definitions and wid == article_wid(node) else ()
    for place, unit in enumerate(units, 1):
        made.extend(paragraph(unit, law, listed if place == len(units) else ()))
    if listed and not (units and not units[-1].choices):
        made.extend(_below(None, [_definition(each, law) for each in listed], law))
    if option and option.omit:
        made.append(_left_out("article"))
    return made


def paragraph(unit: Unit, law: Drafting, definitions: tuple[Definition, ...] = ()) -> Iterator[Element]:
    """A paragraph, or its variants as siblings."""
    if not unit.choices:
        yield _unit(unit, law, lambda ref: ref, definitions)
        return
    main = main_of(unit.choices)
    for option in unit.choices:
        if option.omit:
            made = el(law.scheme.paragraph, _number(unit), _label(option, law), _left_out("paragraph"), wId=option.ref)
        for text in option.units:
            made = _unit(replace(text, when=unit.when), law, _naming(option))
            made.insert(1 if text.number else 0, _label(option, law))
        made.set("class", _class(option.letter))
        yield _alternative(made, option, main.ref)


def _naming(option: Option) -> Callable[[str], str]:
    return lambda ref: in_choice(option, ref)


def _unit(
    unit: Unit, law: Drafting, naming: Callable[[str], str], definitions: tuple[Definition, ...] = ()
) -> Element:
    """A paragraph, point or sub-point with what is below it."""
    wid = naming(unit.ref)
    tag = {"paragraph": law.scheme.paragraph, "point": law.scheme.point, "subpoint": law.scheme.subpoint}[unit.kind]
    made = el(tag, _number(unit), wId=wid, class_=_class(unit.variant))
    text = el("p", *_condition(unit), *law.line(unit.text, unit.ref, capital=unit.kind == "paragraph"),
              *law.notes_on(wid, unit.ref))
    below = [*(_unit(inner, law, naming) for inner in unit.inside), *(_definition(each, law) for each in definitions)]
    made.extend(_below(el("intro", text), below, law) if below else [el("content", text)])
    return made


def _below(intro: Element | None, points: list[Element], law: Drafting) -> list[Element]:
    """Points after the words that open them, in a list where the vocabulary has lists."""
    return [el("list", intro, *points)] if law.scheme.listed else [*([intro] if intro is not None else []), *points]


def _definition(each: Definition, law: Drafting) -> Element:
    ref, article_ref = f"term:{each.term.id}", each.article
    return el(law.scheme.point, el("num", each.number), el("content", el(
        "p", "\u201c", el("def", each.term.term, refersTo=HELD + ref), f"\u201d {each.term.verb} ",
        *law.line(each.term.definition, article_ref), each.end)), wId=ref)


def _number(unit: Unit) -> Element | None:
    return el("num", unit.number) if unit.number else None


def _condition(unit: Unit) -> list[Inside]:
    """The condition on the State that a paragraph bears while it is not known whether it holds."""
    if not unit.when:
        return []
    words = f"[{CONDITIONS.get(unit.when, unit.when)}]"
    return [el("remark", words, status="editorial", refersTo=f"{HELD}condition:{unit.when}"), " "]


def _class(letter: str) -> str:
    return f"variant-{letter}" if letter else ""


def _alternative(made: Element, option: Option, main: str) -> Element:
    if option.ref != main:
        made.set("alternativeTo", HELD + main)
    return made


def _label(option: Option, law: Drafting) -> Element:
    """Letter and name of a variant, with a note on what follows from it and what it needs or rules out."""
    words = f"Variant {option.letter}: {option.label}" + (" (default)" if option.default else "")
    follows: list[Inside] = [el("b", "What follows."), " ", *law.said(option.follows, option.ref)]
    target = law.printer.labels.links.get(option.ref)
    for verb in ("requires", "excludes"):
        for place, ref in enumerate(getattr(target.item, verb, ()) if target else ()):
            follows += [", " if place else f" {verb.capitalize()} ",
                        *law.converter.inline([law.printer.reference(ref, option.ref)])]
    note = el("authorialNote", el("p", *follows), class_="variant", placement="inline")
    return el("subheading", words, note, status="editorial")


def _left_out(what: str) -> Element:
    return el("content", el("p", el("remark", f"[The {what} is left out.]", status="editorial")))
