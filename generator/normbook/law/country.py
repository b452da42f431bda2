"""What is known of a State and what it has chosen -> the decisions that shape its law, and what speaks against them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from normbook import markup
from normbook.dates import long_day, parse_period
from normbook.law import coherence
from normbook.law.adaptation import Adaptation, opposites
from normbook.law.references import article_of
from normbook.law.tree import Tree, tree, units
from normbook.law.vocabulary import CIVIL, COMMON, MODEL, VOCABULARIES, Vocabulary
from normbook.model.corpus import Corpus
from normbook.model.law import Article
from normbook.model.national import Country
from normbook.model.world import Body, State
from normbook.passages import passages

_AFTER_THE = re.compile(r"\bthe \{([a-z0-9_-]+)\}", re.IGNORECASE)
"""A blank that the law puts an article before."""
DOUBLED: Final = "the value begins with 'the', which the law says already"
"""What is said of a value that brings an article of its own into such a blank."""
_SUGGESTED = {"national_csirt": "csirt", "competent_authority": "authority"}
"""Blank -> the fact about a State that may fill it, for the State to confirm."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why decisions cannot stand: a rule of `normbook check` by its code, and what to do.

    `field` and `key` say where a country file holds the decision that is at fault.
    """

    code: str
    field: str
    key: str
    message: str
    hint: str = ""


def vocabularies(state: State, country: Country | None = None) -> tuple[Vocabulary, ...]:
    """The vocabularies to offer: the one chosen, the one of the State's tradition, or both where that is not plain."""
    if country and country.vocabulary:
        return (VOCABULARIES[country.vocabulary],)
    plain = {"civil": (CIVIL,), "common": (COMMON,)}
    return plain.get(state.legal_tradition, (COMMON, CIVIL))


def naming_in(state: State, country: Country | None = None) -> Vocabulary:
    """The vocabulary in which provisions are named to a State: the one offered, or the model's where several are."""
    offered = vocabularies(state, country)
    return offered[0] if len(offered) == 1 else MODEL


def adaptation_of(
    corpus: Corpus, iso2: str, *, vocabulary: Vocabulary | None = None, clean: bool = False,
    commences: date | None = None,
) -> Adaptation:
    """The decisions of a State: what its file says, what public facts say, all else open. KeyError for no State.

    `commences` is a day of commencement to compute with that the file of the State does not hold.
    """
    state = next((each for each in corpus.states.states if each.iso2 == iso2), None)
    if state is None:
        raise KeyError(iso2)
    country = country_of(corpus, iso2) or Country(iso2=iso2)
    declared = {blank.id for blank in corpus.law.blanks}
    day = commences or country.enacted or country.commences
    facts = {**_own_names(state), **_dated(day)}
    known = {name: value for name, value in facts.items() if name in declared} | country.blanks
    return Adaptation(
        vocabulary=vocabulary or vocabularies(state, country)[0], state=iso2, choices=dict(country.variants),
        conditions=_conditions(country), omitted=frozenset(country.omitted), blanks=known,
        suggested={name: body.name or body.abbr for name, body in suggestions(corpus, iso2) if name not in known},
        commences=day, clean=clean,
    )


def country_of(corpus: Corpus, iso2: str) -> Country | None:
    """The file of a State that has chosen or reported something."""
    return next((country for country in corpus.countries if country.iso2 == iso2), None)


def suggestions(corpus: Corpus, iso2: str) -> Iterator[tuple[str, Body]]:
    """Blanks that a public source may fill, with the body that it names."""
    entries = corpus.authorities.authorities if corpus.authorities else ()
    found = next((each for each in entries if each.iso2 == iso2), None)
    declared = {blank.id for blank in corpus.law.blanks}
    for blank, field in _SUGGESTED.items():
        body = getattr(found, field) if found else None
        if body and (body.name or body.abbr) and blank in declared:
            yield blank, body


def _own_names(state: State) -> dict[str, str]:
    name = state.names.get("en")
    return {"state_name": name.formal or name.short} if name else {}


def _dated(day: date | None) -> dict[str, str]:
    return {"commencement_date": long_day(day), "year": str(day.year)} if day else {}


def _conditions(country: Country) -> frozenset[str]:
    answers = ((country.federal, "federal", "unitary"), (country.dualist, "dualist", "monist"))
    return frozenset(yes if known else no for known, yes, no in answers if known is not None)


def refusals(corpus: Corpus, adaptation: Adaptation) -> tuple[Refusal, ...]:
    """Every rule that the decisions break: unknown names, variants that exclude each other, references left dead."""
    named = tuple(_unknown(corpus, adaptation))
    if named:
        return named
    found = [Refusal("A03", "", "", f"a State is not both {one} and {other}", "Keep one of the two.")
             for one, other in opposites(adaptation.conditions)]
    found += [_broken(rule, adaptation) for rule in coherence.broken(adaptation.choices, corpus)
              if article_of(rule.partition(" ")[0]) not in adaptation.omitted]
    return (*found, *_left_out(corpus, adaptation))


def _broken(rule: str, adaptation: Adaptation) -> Refusal:
    """A rule between variants that the choice breaks: 'law/x:B requires law/y:C'."""
    owner, verb, other = rule.split(" ")
    place, _, letter = other.rpartition(":")
    key = next((each for each in (owner.partition(":")[0], place) if each in adaptation.choices), owner)
    also = f"Choose {letter} for {place} as well, or another variant of {owner.partition(':')[0]}."
    hint = also if verb == "requires" and place else "Choose another variant of one of the two."
    return Refusal("A03", "variants", key, f"the choice breaks a rule: {rule}", hint)


def _unknown(corpus: Corpus, adaptation: Adaptation) -> Iterator[Refusal]:
    places = {place.ref: place for place in coherence.places(corpus)}
    for place, letter in adaptation.choices.items():
        if place not in places:
            yield Refusal("A01", "variants", place, f"'{place}' is no place of choice", _like(place, places))
        elif letter not in {variant.id for variant in places[place].variants}:
            letters = ", ".join(f"{variant.id} ({variant.label})" for variant in places[place].variants)
            yield Refusal("A02", "variants", place, f"'{place}' has no variant {letter}", f"Its variants: {letters}.")
    blanks = {blank.id: blank for blank in corpus.law.blanks}
    for name, value in adaptation.blanks.items():
        if name in blanks:
            yield from _value(name, blanks[name].type, value)
        else:
            yield Refusal("A04", "blanks", name, f"there is no blank '{name}'", _like(name, blanks))
    yield from _doubled(corpus, {name: value for name, value in adaptation.blanks.items() if name in blanks})
    known = _omissible(corpus)
    for ref in sorted(adaptation.omitted):
        if ref not in known:
            hint = _like(ref, known) or "Name a Part, an article, a paragraph or a Schedule."
            yield Refusal("A06", "omitted", ref, f"'{ref}' cannot be left out: there is no such provision", hint)
        elif (article := known[ref]) is not None and article.status == "core":
            hint = "Without a core article the law fails its purpose; adapt it in the text instead."
            yield Refusal("A07", "omitted", ref, f"'{article.id}' is core and cannot be left out", hint)


def _value(name: str, kind: str, value: str) -> Iterator[Refusal]:
    if kind == "duration":
        try:
            parse_period(value)
        except ValueError as error:
            yield Refusal("A05", "blanks", name, str(error), "Write ISO 8601, e.g. P3M.")
    elif kind == "number" and not value.replace(" ", "").replace(".", "", 1).isdigit():
        yield Refusal("A05", "blanks", name, f"'{value}' is not a number", "Write digits.")


def _doubled(corpus: Corpus, blanks: Mapping[str, str]) -> Iterator[Refusal]:
    """Values that bring an article of their own where the law has one: 'the the Data Protection Act'."""
    found = {name: rest for name, value in blanks.items() if (rest := bare(value))}
    said = after_the(corpus) if found else frozenset()
    for name, value in found.items():
        if name in said:
            yield Refusal("A05", "blanks", name, DOUBLED, f"Write '{value}'.")


def after_the(corpus: Corpus) -> frozenset[str]:
    """The blanks that the law puts an article before."""
    return frozenset(name for each in passages(corpus) for name in _AFTER_THE.findall(each.text))


def bare(value: str) -> str:
    """A value without the article that it begins with; empty where it begins with none."""
    return value[4:].lstrip() if value[:4].casefold() == "the " else ""


def _omissible(corpus: Corpus) -> dict[str, Article | None]:
    """What can be named as left out, with the article that goes with it where a whole article goes."""
    found: dict[str, Article | None] = {schedule.id: None for schedule in corpus.law.schedules}
    for part in corpus.parts:
        found[part.id] = next((article for article in part.articles if article.status == "core"), None)
        for article in part.articles:
            found[article.id] = article
            forms = [(article.id, article.paragraphs)]
            forms += [(f"{article.id}:{variant.id}", variant.paragraphs) for variant in article.variants]
            found |= {f"{prefix}/{each.id}": None for prefix, inside in forms for each in inside}
    return found


def _left_out(corpus: Corpus, adaptation: Adaptation) -> Iterator[Refusal]:
    """References and requirements that lead to what the State leaves out."""
    whole, law = tree(corpus, replace(adaptation, omitted=frozenset())), tree(corpus, adaptation)
    missed = [(ref, node.ref, "requires") for node in law.articles for ref in node.article.requires]
    missed += [(ref, by, "refers to") for ref, by in dict.fromkeys(dead(law, corpus))]
    part_of = {node.ref: part.ref for part in whole.parts for node in part.articles}
    core = {node.ref for node in law.articles if node.article.status == "core"}
    for ref, by, verb in missed:
        if ref in whole.numbers and ref not in law.numbers:
            above = (ref, article_of(ref), part_of.get(article_of(ref), ""))
            named = (each for each in adaptation.omitted if each in above or ref.startswith(f"{each}/"))
            key = next(named, article_of(ref))
            hint = f"Keep '{key}': {by} is core and stays." if by in core else f"Leave out {by} too, or keep '{key}'."
            yield Refusal("A08", "omitted", key, f"'{ref}' is left out, but {by} {verb} it", hint)


def dead(law: Tree, corpus: Corpus) -> Iterator[tuple[str, str]]:
    """References to provisions that the law does not have, each with the unit that makes it."""
    texts = [(unit.ref, unit.text) for _, _, unit in units(law)]
    texts += [(f"term:{term.id}", term.definition) for term in corpus.terms if term.scope == "law"]
    texts += [(schedule.id, schedule.intro) for schedule in law.schedules]
    for by, text in texts:
        if "[[law/" in text:
            for token in markup.parse(text).inlines:
                if (isinstance(token, markup.Reference) and token.target.startswith("law/")
                        and token.target not in law.numbers):
                    yield token.target, by


def _like(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"Did you mean '{close[0]}'?" if close else ""
