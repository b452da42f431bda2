"""What the pages and files of States depend on."""

from __future__ import annotations

from functools import lru_cache

from normbook.checklists.agenda import law_dates_of, norm_dates_of
from normbook.checklists.rows import rows
from normbook.fingerprint import key_of
from normbook.law.coherence import places as choices_of
from normbook.law.country import country_of
from normbook.publication import Publication


@lru_cache(maxsize=2)
def inputs_key(publication: Publication) -> str:
    """A key that changes whenever anything does that the page, workbook or calendar of some State shows.

    Of norms and articles they show the rows of the checklist, dates, and what references read as; a reworded rationale
    changes none of these.
    """
    countries = publication.corpus.countries
    dates = [law_dates_of(publication, country) for country in countries]
    return key_of(countries, [country.place for country in countries], dates, _common(publication))


def state_key(publication: Publication, iso2: str) -> str:
    """The same for the page and the files of one State, which show nothing of what another State chose or answered."""
    country = country_of(publication.corpus, iso2)
    own = (country.place, law_dates_of(publication, country)) if country else ()
    return key_of([country], iso2, own, _common(publication))


@lru_cache(maxsize=2)
def _common(publication: Publication) -> str:
    """What holds for all States, whatever one of them chose or answered."""
    corpus, tree = publication.corpus, publication.labels.tree
    facts = [corpus.handbook, corpus.law, corpus.states, corpus.groups, corpus.authorities, corpus.weekends,
             *corpus.regimes, *corpus.timelines, *corpus.instruments, corpus.changes, corpus.retired]  # fmt: skip
    answered_by = [by for norm in corpus.norms for c in norm.commitments for by in c.answered_by]
    places = [state.place for state in corpus.states.states]
    dates = [norm_dates_of(publication), law_dates_of(publication, None)]
    read_as = (tree.numbers, publication.names, publication.links.planned)
    choices = [(each.ref, [(v.id, v.label, v.default, v.omit) for v in each.variants]) for each in choices_of(corpus)]
    law = (choices, publication.states and sorted(publication.states))
    seen = ([record.id for record in publication.published], publication.whose, publication.as_of)
    return key_of([*facts, *answered_by], places, rows(publication), dates, read_as, law, seen)
