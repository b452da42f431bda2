"""What States have decided: choices that exist and stand together, values that fit, nothing left out that is needed."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.checks.context import Check, Context, problem
from normbook.law.country import Refusal, adaptation_of, refusals
from normbook.model.corpus import Corpus
from normbook.model.national import Country
from normbook.problems import Place, Problem


def decisions_stand(context: Context) -> Iterator[Problem]:
    """A01, A02, A03, A04, A05, A06, A07, A08: every rule that a State's file breaks, at the line of the decision."""
    known = {state.iso2 for state in context.corpus.states.states}
    for country in context.corpus.countries:
        if country.iso2 in known and context.links.whole_law:  # F02 says that there is no such State
            yield from broken(context.corpus, country)


def broken(corpus: Corpus, country: Country) -> Iterator[Problem]:
    """The rules that the file of one State breaks under the law of a corpus, the draft or a frozen edition."""
    own = adaptation_of(corpus, country.iso2)
    for refusal in refusals(corpus, own):
        yield problem(refusal.code, place_of(country, refusal), refusal.message, refusal.hint)


def place_of(country: Country, refusal: Refusal) -> Place:
    """Where the file of a State holds the decision that is refused."""
    if not refusal.field:
        return country.place
    if refusal.field == "omitted":
        index = country.omitted.index(refusal.key) if refusal.key in country.omitted else None
        return country.marks.at("omitted", index)
    return country.marks.entry(refusal.field, refusal.key)


def states_have_one_file(context: Context) -> Iterator[Problem]:
    """A09: a State has one file."""
    first: dict[str, Country] = {}
    for country in context.corpus.countries:
        if (other := first.setdefault(country.iso2, country)) is not country:
            yield problem("A09", country.marks.at("iso2"), f"{country.iso2} already has the file {other.place.file}",
                          "Put what both hold into one file.")


CHECKS: tuple[Check, ...] = (decisions_stand, states_have_one_file)
