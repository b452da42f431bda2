"""All dates of the handbook and of the laws of States on one list, by how soon they are, and what is newly due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from normbook.checklists.agenda import Entry, enacting, entries, norm_dates_of, tenures_of
from normbook.checklists.records import name
from normbook.checklists.resting import falls_of, sentences
from normbook.dates import long_day, parse_period, subtract_period
from normbook.law.country import country_of
from normbook.law.references import articles
from normbook.lifecycle import Dates, Falling, Status, status
from normbook.model.world import State
from normbook.publication import Publication
from normbook.views.adapted import laws

_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with the days left on the date of the build, negative if it is past.

    `label` names what it is a date of: a norm, an article of the model law, or, with `state`, the provisions of a
    State's law that share the day. `standing` is where these stand, `rests` what falls with them if they end then.
    """

    entry: Entry
    days: int
    label: str
    standing: Status
    state: str = ""
    code: str = ""
    refs: tuple[str, ...] = ()
    rests: tuple[str, ...] = ()

    @property
    def overdue(self) -> bool:
        """Whether it is past and somebody bound to act did not."""
        entry = self.entry
        return Falling(entry.ref, entry.what, entry.on, self.days, entry.dates).overdue

    @property
    def ended(self) -> bool:
        """Whether it is the past end of something in force."""
        return self.days < 0 and self.entry.what == "sunset" and not self.entry.indicative

    @property
    def title(self) -> str:
        """The heading, where the date is that of one norm or provision."""
        return self.entry.title if len(self.refs) == 1 else ""

    @property
    def key(self) -> str:
        """What names the date: of whom, of what (the first of those that share it), which; not the day."""
        return f"{self.code or 'all'}/{self.entry.ref}/{self.entry.what}"


def dated(publication: Publication) -> tuple[Dated, ...]:
    """Every date of the norms, of the law as if it had commenced with the edition, and of States that enacted it."""
    as_of = publication.as_of
    notice = parse_period(publication.corpus.handbook.notice_before)
    norms: dict[str, Dates] = dict(norm_dates_of(publication))
    found = [_one(publication, entry, status(norms[entry.ref], as_of, notice)) for entry in entries(publication, norms)]
    tenures = tenures_of(publication)
    model = entries(publication, {ref: each.dates for ref, each in tenures.items()})
    found += [_one(publication, entry, tenures[entry.ref].status) for entry in model]
    for state in enacting(publication):
        found += _of_state(publication, state)
    return tuple(sorted(_standing(found), key=lambda each: each.days))


def _one(publication: Publication, entry: Entry, standing: Status) -> Dated:
    rests = _rests(publication, entry)
    return Dated(entry, (entry.on - publication.as_of).days, entry.label, standing, refs=(entry.ref,), rests=rests)


def _rests(publication: Publication, entry: Entry) -> tuple[str, ...]:
    falls = falls_of(publication).get(entry.ref) if entry.what == "sunset" else None
    return sentences(publication, falls) if falls else ()


def _of_state(publication: Publication, state: State) -> Iterator[Dated]:
    """The dates of a State's law: one for all provisions that share day, kind and standing, as they mostly do."""
    naming, country = laws(publication).naming(state), country_of(publication.corpus, state.iso2)
    tenures = tenures_of(naming, country)
    firm = {ref: each.dates for ref, each in tenures.items() if not each.start.indicative}

    def shared(entry: Entry) -> tuple[date, str, str]:
        return entry.on, entry.words, tenures[entry.ref].status

    for _, same in groupby(sorted(entries(naming, firm), key=shared), shared):
        group = tuple(same)
        refs = tuple(entry.ref for entry in group)
        label = group[0].label if len(refs) == 1 else articles(naming.labels.tree, refs)
        rests = tuple(words for entry in group for words in _rests(naming, entry)) if len(refs) == 1 else ()
        yield Dated(group[0], (group[0].on - publication.as_of).days, label, tenures[refs[0]].status, name(state),
                    state.iso2.lower(), refs, rests)


def _standing(found: Iterable[Dated]) -> Iterator[Dated]:
    """Without what is no longer to be done because its provision has ended: of that only the end is told."""
    over = (Status.EXPIRED, Status.REPEALED)
    return (each for each in found if each.entry.what == "sunset" or each.standing not in over)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that became so on a day: a date came near, passed unheeded, or ended what it is a date of."""

    dated: Dated
    what: Literal["due", "overdue", "ended"]
    since: date

    @property
    def words(self) -> str:
        """What falls when: 'review by 1 March 2027', 'ends unless renewed on …', 'last day …'."""
        entry = self.dated.entry
        said = "last day" if self.dated.ended else f"{entry.words} on" if entry.what == "sunset" else entry.words
        return f"{said} {long_day(entry.on)}"


def newly(publication: Publication, found: Sequence[Dated]) -> tuple[Notice, ...]:
    """What became due, overdue or ended within the year before the date of the build, that day included; newest first.

    Due is a date from the first day of its period of notice. Indicative dates are left out: they bind nobody.
    """
    notice = parse_period(publication.corpus.handbook.notice_before)
    made = [each for one in found if not one.entry.indicative
            for each in _notices(one, subtract_period(one.entry.on, notice))]
    recent = [each for each in made if publication.as_of - _YEAR < each.since <= publication.as_of]
    return tuple(sorted(recent, key=lambda each: (-each.since.toordinal(), each.dated.key, each.what)))


def _notices(one: Dated, first: date) -> Iterator[Notice]:
    yield Notice(one, "due", max(first, one.entry.dates.counted_from))
    if one.days < 0 and (one.overdue or one.ended):
        yield Notice(one, "ended" if one.ended else "overdue", one.entry.on + timedelta(days=1))
