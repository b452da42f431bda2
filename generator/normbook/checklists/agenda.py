"""Review, tabling and sunset dates as single entries, for tables, calendars and the page of reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from normbook.dates import parse_period
from normbook.law.country import adaptation_of
from normbook.law.enactments import commencements, tenures
from normbook.law.tree import tree
from normbook.lifecycle import Dates, NormDates, ProvisionDates, What, norm_dates
from normbook.model.national import Country
from normbook.model.world import State
from normbook.publication import Publication
from normbook.sunset import Tenure

WHAT: Final[Mapping[What, str]] = {"review": "review by", "tabling": "renewal tabled by", "sunset": "sunset"}
"""What falls on the date, as a table heads it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of a norm or of an article of the model law. `url` counts from the edition's root."""

    ref: str
    label: str
    title: str
    url: str
    what: What
    on: date
    dates: Dates

    @property
    def statutory(self) -> bool:
        """Whether it is a date of the law, and not of a norm of the handbook."""
        return isinstance(self.dates, ProvisionDates)

    @property
    def indicative(self) -> bool:
        """Whether it would only hold if the law had commenced on the edition's date."""
        return isinstance(self.dates, ProvisionDates) and self.dates.indicative

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it falls on the day, in sentences; none where it counts from the edition."""
        return self.dates.reasons if isinstance(self.dates, ProvisionDates) else ()

    @property
    def changed(self) -> date | None:
        """The day of the last fact that is recorded of it in a State."""
        return self.dates.changed if isinstance(self.dates, ProvisionDates) else None

    @property
    def words(self) -> str:
        """What falls on the day: 'review by', 'renewal tabled by', 'ends unless renewed', 'ends'."""
        if self.what != "sunset":
            return WHAT[self.what]
        return "ends unless renewed" if self.dates.kind == "unless_renewed" else "ends"


def norm_dates_of(publication: Publication) -> dict[str, NormDates]:
    """The dates of every norm, counted from the edition's publication."""
    handbook = publication.corpus.handbook
    return {n.id: norm_dates(n, publication.edition.date, handbook.review) for n in publication.corpus.norms}


def law_dates_of(publication: Publication, country: Country | None = None) -> dict[str, ProvisionDates]:
    """The dates of every article that has any: of the law as the State decided it, and indicative until enacted."""
    return {ref: each.dates for ref, each in tenures_of(publication, country).items()}


def tenures_of(publication: Publication, country: Country | None = None) -> Mapping[str, Tenure]:
    """Where every article with dates stands on the date of the publication, in the law as the State decided it."""
    corpus = publication.corpus
    law = tree(corpus, adaptation_of(corpus, country.iso2)) if country else publication.labels.tree
    notice = parse_period(corpus.handbook.notice_before)
    return tenures(law, country, publication.edition.date, publication.as_of, notice)


def enacting(publication: Publication) -> tuple[State, ...]:
    """The States of whose law something is in force, in the order of their files."""
    law, states = publication.labels.tree, {each.iso2: each for each in publication.corpus.states.states}
    return tuple(states[each.iso2] for each in publication.corpus.countries
                 if each.iso2 in states and commencements(law, each))


def entries(publication: Publication, dated: Mapping[str, Dates]) -> tuple[Entry, ...]:
    """The dates of norms or articles, each as an entry, soonest first; on one day in the order given."""
    found = [entry for ref, dates in dated.items() for entry in _entries(publication, ref, dates)]
    return tuple(sorted(found, key=lambda entry: entry.on))


def _entries(publication: Publication, ref: str, dates: Dates) -> Iterator[Entry]:
    label = publication.labels.reference(ref)
    target = publication.links.get(ref)
    title = publication.plain(target.title) if target else ""
    every: tuple[tuple[What, date | None], ...] = (
        ("review", dates.review_by), ("tabling", dates.tabling_by), ("sunset", dates.sunset_on),
    )  # fmt: skip
    for what, day in every:
        if day:
            yield Entry(ref, label.text[:1].upper() + label.text[1:], title, label.url or "", what, day, dates)
