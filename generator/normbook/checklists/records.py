"""What is publicly known of a State: memberships, bodies, laws with a clock; each fact with how far it is confirmed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from normbook.checklists.known import confirmed
from normbook.model.national import Country
from normbook.model.world import Authority, Body, Group, Regime, State
from normbook.publication import Publication

POSITION: Final = "NATIONAL_POSITION"
"""The group of States with a published position on international law in cyberspace."""
EU: Final = "EU"
"""The group whose members inherit the regimes of its law; also the jurisdiction those regimes name."""
ATTRIBUTION: Final = (
    "Contains information from mledoze/countries, which is made available here under the Open Database License "
    "(ODbL) 1.0."
)
"""What the licence of regional group, official languages and capital asks to be printed beside them."""

_DAYS: Final = {
    "Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday", "Sat": "Saturday",
    "Sun": "Sunday",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Membership:
    """A group that names a State. `counted` is False where it names it without counting it: signed and not ratified."""

    group: Group
    note: str
    unconfirmed: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class StateRecord:
    """Everything public about one State. Nothing of an answer that was not released is in it."""

    state: State
    country: Country | None
    groups: tuple[Membership, ...]
    """Organisations, political groups and classifications, without the list of positions."""
    treaties: tuple[Membership, ...]
    position: Membership | None
    csirt: Body | None
    authority: Body | None
    body_notes: tuple[str, ...]
    regimes: tuple[Regime, ...]
    """Reporting regimes that apply: its own first, then those it has as a member of the European Union."""
    weekend: tuple[str, ...]
    weekend_note: str
    weekend_unconfirmed: bool

    @property
    def code(self) -> str:
        """The code in addresses and file names: ke."""
        return self.state.iso2.lower()

    @property
    def url(self) -> str:
        """The page of the State, from the edition's root; its files lie beside it."""
        return f"countries/{self.code}/"

    @property
    def workbook(self) -> str:
        """File name of the checklist to fill in."""
        return f"normbook-checklist-{self.code}.xlsx"

    @property
    def form(self) -> str:
        """File name of the checklist as a form for Word."""
        return f"normbook-checklist-{self.code}.docx"

    @property
    def table(self) -> str:
        """File name of the checklist as CSV."""
        return f"normbook-checklist-{self.code}.csv"

    @property
    def data(self) -> str:
        """File name of the checklist as JSON."""
        return f"normbook-checklist-{self.code}.json"

    @property
    def calendar(self) -> str:
        """File name of the calendar."""
        return f"normbook-dates-{self.code}.ics"

    @property
    def name(self) -> str:
        return name(self.state)

    @property
    def in_text(self) -> str:
        """The name in running text: the Netherlands."""
        article = self.state.names["en"].article if "en" in self.state.names else ""
        return f"{article} {self.name}".strip()

    @property
    def member(self) -> bool:
        """Whether it is one of the 193 Member States; observers have no checklist."""
        return self.state.status == "member"

    @property
    def enacted(self) -> date | None:
        """When its law commenced; None where nothing says so, and statutory dates are indicative."""
        return self.country.enacted if self.country else None

    @property
    def to_commence(self) -> date | None:
        """When a bill is to commence, if that is fixed; indicative dates count from it."""
        return self.country.commences if self.country else None

    @property
    def in_part(self) -> bool:
        """Whether provisions commenced of which the law as a whole did not."""
        own = self.country
        return own is not None and not own.enacted and any(each.commenced for each in own.enactments)


def name(state: State) -> str:
    """Short English name, or the code where there is none."""
    return state.names["en"].short if "en" in state.names else state.iso2


def by_name(state: State) -> str:
    """Sorting key of a State: its name without accents and capitals."""
    return "".join(c for c in unicodedata.normalize("NFKD", name(state)) if not unicodedata.combining(c)).casefold()


def records(publication: Publication) -> tuple[StateRecord, ...]:
    """A record per State, observers included, in the order of their English names."""
    return tuple(record(publication, state) for state in sorted(publication.corpus.states.states, key=by_name))


def record(publication: Publication, state: State) -> StateRecord:
    """What the corpus says of one State."""
    corpus, iso2 = publication.corpus, state.iso2
    found = [m for group in corpus.groups.groups if (m := _membership(group, iso2))]
    bodies = next((a for a in corpus.authorities.authorities if a.iso2 == iso2), None) if corpus.authorities else None
    days, note, doubted = _weekend(publication, iso2)
    return StateRecord(
        state, next((c for c in corpus.countries if c.iso2 == iso2), None),
        tuple(m for m in found if m.group.kind != "treaty" and m.group.id != POSITION),
        tuple(m for m in found if m.group.kind == "treaty"),
        next((m for m in found if m.group.id == POSITION and m.counted), None),
        *_bodies(bodies),
        regimes_of(iso2, corpus.groups.groups, corpus.regimes),
        days, note, doubted,
    )  # fmt: skip


def regimes_of(iso2: str, groups: Iterable[Group], regimes: Iterable[Regime]) -> tuple[Regime, ...]:
    """Reporting regimes that apply in a State: its own, then those it has as a member of the European Union."""
    european = any(group.id == EU and iso2 in group.members for group in groups)
    places = [iso2, EU] if european else [iso2]
    held = tuple(regimes)
    return tuple(regime for place in places for regime in held if regime.jurisdiction == place)


def _membership(group: Group, iso2: str) -> Membership | None:
    detail = next((d for d in group.details if d.iso2 == iso2), None)
    counted = iso2 in group.members
    if not counted and detail is None:
        return None
    return Membership(group, detail.note if detail else "", not confirmed(group, iso2), counted)


def _bodies(known: Authority | None) -> tuple[Body | None, Body | None, tuple[str, ...]]:
    return (known.csirt, known.authority, known.notes) if known else (None, None, ())


def _weekend(publication: Publication, iso2: str) -> tuple[tuple[str, ...], str, bool]:
    """Weekly rest days in words, a remark, and whether they are still to be confirmed."""
    weekends = publication.corpus.weekends
    if weekends is None:
        return ("Saturday", "Sunday"), "", True
    own = next((w for w in weekends.exceptions if iso2 in w.states), None)
    days = own.days if own else weekends.default
    note = own.note if own else ""
    return tuple(_DAYS[day] for day in days), note, weekends.unconfirmed or bool(note)  # a note says what to check
