"""Facts of the corpus that answer a commitment for one State: a membership, what a group did, a law in force.

Each is what a source says of this State. Where nothing is known there is no fact, and absence is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from normbook.lifecycle import regime_in_force
from normbook.model.base import Source
from normbook.model.corpus import Corpus
from normbook.model.norm import AnsweredBy
from normbook.model.world import Group, Regime


@dataclass(frozen=True, slots=True)
class Known:
    """One fact: the object of the corpus that holds it, and how far it is confirmed."""

    ref: str
    source: tuple[Source, ...]
    as_of: str
    unconfirmed: bool


def facts_of(corpus: Corpus, by: AnsweredBy, iso2: str, as_of: date) -> Iterator[Known]:
    """What answers a commitment for the State with a code, on a date; nothing where the fact is not of that State."""
    group = next((g for g in corpus.groups.groups if g.id == by.group and iso2 in g.members), None)
    if group is not None and iso2 not in by.unless:
        yield _membership(corpus, group, by.instrument, iso2)
    for regime in corpus.regimes:
        if regime.id in by.regimes and regime.jurisdiction == iso2 and regime_in_force(regime, as_of) == "yes":
            yield Known(f"regime:{regime.id}", regime.source, regime.as_of, _doubted(regime))


def _membership(corpus: Corpus, group: Group, named: str | None, iso2: str) -> Known:
    """Membership alone, or with the instrument by which the group acted."""
    doubted = not confirmed(group, iso2)
    instrument = next((each for each in corpus.instruments if each.id == named), None)
    if instrument is None:
        return Known(f"group:{group.id}", group.source, group.as_of, doubted)
    doubted |= instrument.unconfirmed
    return Known(f"instrument:{instrument.id}", (*instrument.source, *group.source), instrument.as_of, doubted)


def _doubted(regime: Regime) -> bool:
    """Whether the regime, or a clock of it that answers one of ours, was not seen in a stored copy."""
    return regime.unconfirmed or any(s.answers and s.seen not in {None, "stored-copy"} for s in regime.stages)


def confirmed(group: Group, iso2: str) -> bool:
    """Whether the membership of one State was seen in a stored copy, whatever the rest of the list lacks."""
    seen = next((detail.seen for detail in group.details if detail.iso2 == iso2 and detail.seen), group.seen)
    return seen == "stored-copy"
