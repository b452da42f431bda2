"""What is recorded of a State's law -> when the clocks of each of its provisions began, and where each one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from normbook.dates import Period
from normbook.law.periods import LIFE, RENEWAL, REVIEW, TABLING
from normbook.law.tree import Tree
from normbook.model.national import Country
from normbook.sunset import REVIEW_OF_LAW, Start, Tenure, tenure

_CORRECTED = 100
"""What a correction counts for among what is recorded."""


def commencements(law: Tree, country: Country | None) -> dict[str, date]:
    """When each article commenced: by its own record, that of its Part, or with the law. Without those that did not.

    An article that the model leaves out unless it is chosen did so only if the State chose or records it.
    """
    if country is None:
        return {}
    recorded = {each.provision: each.commenced for each in country.enactments if each.commenced}
    named = {each.provision for each in country.enactments}
    found = {}
    for part in law.parts:
        for node in part.articles:
            day = recorded.get(node.ref) or recorded.get(part.ref) or country.enacted
            if day and (node.ref in named or not node.left_open):
                found[node.ref] = day
    return found


def starts(law: Tree, country: Country | None, edition: date) -> dict[str, Start]:
    """The start of the clocks of each article; where it has not commenced, as if on a day fixed or the edition's."""
    commenced = commencements(law, country)
    as_if = (country.commences if country else None) or edition

    def start(ref: str) -> Start:
        if (day := commenced.get(ref)) is None:
            return Start(as_if, as_if, indicative=True)
        return Start(day, commenced.get(REVIEW_OF_LAW) if REVIEW_OF_LAW in law.numbers else day)

    return {node.ref: start(node.ref) for node in law.articles}


def tenures(law: Tree, country: Country | None, edition: date, as_of: date, notice: Period) -> Mapping[str, Tenure]:
    """Where each article of the law that ends or is reviewed stands on a date. ValueError if a period is none."""
    began = starts(law, country, edition)
    events = country.term_events if country else ()
    reviewed = [each.on for each in events
                if each.what == "reviewed" and each.provision == REVIEW_OF_LAW and each.on <= as_of]
    corrected = [each.on for each in country.corrected if each.on <= as_of] if country else []
    found = {}
    for node in law.articles:
        if node.left_open and country and country.enacted and began[node.ref].indicative:
            continue  # the law commenced without it
        own = [each for each in events if each.provision == node.ref]
        if node.article.review or node.article.sunset or own:
            # What is recorded before the law commenced has no date to count from.
            known = not began[node.ref].indicative
            whole = reviewed if known and node.ref != REVIEW_OF_LAW else ()
            made = tenure(node.article, began[node.ref], own if known else (), as_of, notice, whole)
            begun = 2 if known else bool(country and country.commences)  # a day that is fixed, and then commencement
            recorded = made.dates.recorded + begun + _decided(country, node.ref)
            changed = max((day for day in (made.dates.changed, *corrected) if day), default=None) if known else None
            found[node.ref] = replace(made, dates=replace(made.dates, recorded=recorded, changed=changed))
    return found


def _decided(country: Country | None, ref: str) -> int:
    """How many decisions of a State moved the dates of a provision, besides events: periods, renewal, commencement.

    What was corrected counts for more than all records that it can have taken away, so that the number never falls.
    """
    if country is None:
        return 0
    periods = sum(name in country.blanks for name in (*REVIEW, *LIFE, *TABLING))
    ways = sum(place in country.variants for place in (RENEWAL, "law/sunset"))
    own = any(each.provision == ref and each.commenced for each in country.enactments)
    return periods + ways + own + _CORRECTED * len(country.corrected)
