"""What the pages and files of States depend on."""

from __future__ import annotations

from functools import lru_cache

from normbook.checklists.agenda import law_dates_of, norm_dates_of
from normbook.checklists.rows import rows
from normbook.fingerprint import key_of
from normbook.law.coherence import places as choices_of
from normbook.publication import Publication


@lru_cache(maxsize=2)
def inputs_key(publication: Publication) -> str:
    """A key that changes whenever anything does that a State's page, workbook or calendar shows.

    Of norms and articles they show the rows of the checklist, dates, and what references read as; a reworded rationale
    changes none of these.
    """
    corpus, tree = publication.corpus, publication.labels.tree
    facts = [corpus.handbook, corpus.law, corpus.states, corpus.groups, corpus.authorities, corpus.weekends,
             *corpus.countries, *corpus.regimes, *corpus.timelines]  # fmt: skip
    places = [item.place for item in (*corpus.states.states, *corpus.countries)]
    dates = [norm_dates_of(publication), *(law_dates_of(publication, c) for c in (None, *corpus.countries))]
    read_as = (tree.numbers, publication.names, publication.links.planned)
    choices = [(each.ref, [(v.id, v.label, v.default, v.omit) for v in each.variants]) for each in choices_of(corpus)]
    facts += corpus.instruments
    answered_by = [by for norm in corpus.norms for c in norm.commitments for by in c.answered_by]
    law = (choices, publication.states and sorted(publication.states))
    return key_of([*facts, *answered_by], places, rows(publication), dates, read_as, law, publication.as_of)
