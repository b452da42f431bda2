"""What is recorded of a State's law: enactments of what there is, and events that could befall a provision."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.checks.context import Check, Context, problem
from normbook.dates import long_day
from normbook.law import coherence
from normbook.law.country import adaptation_of
from normbook.law.enactments import starts
from normbook.law.references import article_of
from normbook.law.tree import Tree, tree
from normbook.link import suggest
from normbook.model.national import Country, Enactment, TermEvent
from normbook.problems import Problem
from normbook.sunset import Course

_ADVICE = "Give 'enacted', or the enactment's own 'commenced'; choose the variant if the model leaves the article out."


def records_fit_the_law(context: Context) -> Iterator[Problem]:
    """U01, U02, U03, U04, U05, U06, U07, U08, U09, U10, U11, U12, U13, U14, U15: what is recorded, entry by entry."""
    known = {state.iso2 for state in context.corpus.states.states}
    for country in context.corpus.countries:
        if country.iso2 in known and context.links.whole_law and (country.enactments or country.term_events):
            law = tree(context.corpus, adaptation_of(context.corpus, country.iso2))
            yield from _enactments(context, country, law)
            yield from _events(context, country, law)


def _missing(context: Context, ref: str, law: Tree) -> tuple[str, str] | None:
    """What is wrong with a provision that is named, and the remedy; None where it stands in the State's law."""
    if ref in law.numbers:
        return None
    if ref in context.tree.numbers:
        return f"the State's law has no '{ref}'", "Choose and keep what was enacted, or drop the entry."
    return f"'{ref}' is no provision of the law", suggest(ref, context.links) or "Name it by its id: law/sunset."


def _enactments(context: Context, country: Country, law: Tree) -> Iterator[Problem]:
    letters = {place.ref: {variant.id for variant in place.variants} for place in coherence.places(context.corpus)}
    for each in country.enactments:
        if wrong := _missing(context, each.provision, law):
            yield problem("U11", each.marks.at("provision"), *wrong)
        elif each.variant:
            yield from _variant(country, each, letters.get(each.provision, set()))
        if each.commenced is None and country.enacted is None:
            yield problem("U14", each.place, f"it is not said when '{each.provision}' commenced", _ADVICE)
        if each.commenced and country.enacted and each.commenced < country.enacted:
            message = f"the law commenced only on {long_day(country.enacted)}"
            yield problem("U13", each.marks.at("commenced"), message, "Correct this date, or 'enacted'.")
        if each.commenced and each.commenced > context.as_of:
            yield problem("U15", each.marks.at("commenced"), f"{long_day(each.commenced)} has not come",
                          "Enter what is fixed for later as 'commences', or wait for the day.")


def _variant(country: Country, each: Enactment, letters: set[str]) -> Iterator[Problem]:
    place = each.marks.at("variant")
    if each.variant not in letters:
        has = f"It has {', '.join(sorted(letters))}." if letters else "It has no variants: drop 'variant'."
        yield problem("U12", place, f"'{each.provision}' has no variant {each.variant}", has)
    elif (chosen := country.variants.get(each.provision, each.variant)) != each.variant:
        message = f"the file chooses variant {chosen} of '{each.provision}'"
        yield problem("U12", place, message, "Enter the variant that was enacted in both places.")


def _events(context: Context, country: Country, law: Tree) -> Iterator[Problem]:
    began = starts(law, country, context.corpus.handbook.edition.date)
    nodes = {node.ref: node for node in law.articles}
    courses: dict[str, Course] = {}
    last: dict[str, TermEvent] = {}
    for each in country.term_events:
        ref = each.provision
        if ref not in nodes:
            inside = ref in law.numbers
            wrong = ((f"'{ref}' is no article", f"Terms are those of articles: name '{article_of(ref)}'.") if inside
                     else _missing(context, ref, law))
            yield problem("U11", each.marks.at("provision"), *(wrong or ()))
            continue
        if began[ref].indicative:
            yield problem("U14", each.place, f"it is not said when '{ref}' commenced", _ADVICE)
            continue
        if ref in last and each.on < last[ref].on:
            message = f"{long_day(each.on)} comes after {long_day(last[ref].on)} in the file"
            yield problem("U01", each.marks.at("on"), message, "Put the events of a provision in the order of days.")
            continue
        if each.on > context.as_of:
            yield problem("U15", each.marks.at("on"), f"{long_day(each.on)} has not come",
                          "It counts from its day on; nothing needs to be done if the date is right.")
        last[ref] = each
        if ref not in courses:
            courses[ref] = Course(nodes[ref].article, began[ref])
        if found := courses[ref].take(each):
            yield problem(found.code, each.marks.at(found.field), found.message, found.hint)


CHECKS: tuple[Check, ...] = (records_fit_the_law,)
