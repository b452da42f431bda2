"""The rows of a checklist, the same for every State, and the answers of one State where a public source gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from normbook import ids
from normbook.checklists.given import MODALITIES, clock_words, event_words, follow, stage_of, turned
from normbook.checklists.known import facts_of
from normbook.checklists.ownclock import against
from normbook.checklists.turn import Carried, remarks
from normbook.compare.segments import Segment
from normbook.dates import parse_period
from normbook.labels import Label
from normbook.lifecycle import NormDates, norm_dates
from normbook.lifecycle import Status as Standing
from normbook.lifecycle import status as standing
from normbook.model.base import Priority, Source
from normbook.model.national import Answer
from normbook.model.norm import Commitment, Norm, Status
from normbook.model.world import State
from normbook.publication import Publication

STATUSES: Final[Mapping[Status, str]] = {
    "not_assessed": "not assessed",
    "not_met": "not met",
    "partly": "partly met",
    "met": "met",
    "not_applicable": "not applicable",
}
"""The five statuses as readers see them, in the order of the drop-down."""


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment in plain words; addresses count from the edition's root, dates from the edition's publication."""

    id: str
    shown: str
    """The id as readers see it: NOT-2.alert."""
    url: str
    norm: str
    norm_label: str
    norm_title: str
    family: str
    family_title: str
    priority: Priority
    who: str
    modality: str
    what: str
    """What is to be done, starting with a verb: see `sentence`."""
    applies: str
    exception: str
    evidence: tuple[str, ...]
    indicator: str
    met: str
    partly: str
    clock: str
    """Time limit in words and what it is counted from; empty where none runs."""
    clock_url: str
    stage: str
    """The stage that sets the limit, as in operator-to-csirt/initial-alert; empty where none runs."""
    provisions: tuple[Label, ...]
    """Provisions of the model law that carry it, as printed, each with its address."""
    not_in_law: str
    dates: NormDates
    standing: Standing

    @property
    def review_by(self) -> date | None:
        return self.dates.review_by

    @property
    def sunset(self) -> date | None:
        """When the norm ends unless renewed; None where it is reviewed and does not end."""
        return self.dates.sunset_on

    @property
    def duty(self) -> str:
        """What is to be done, beginning with the modality: 'should require covered operators to …'."""
        return f"{self.modality} {self.what[:1].lower()}{self.what[1:]}"

    @property
    def sentence(self) -> str:
        return f"The {self.who} {self.duty}"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The status of one commitment for one State, and what it rests on. Never the judgement of the handbook."""

    status: Status
    because: str = ""
    source: tuple[Source, ...] = ()
    as_of: str = ""
    unconfirmed: bool = False
    ref: str = ""
    """The object of the corpus that settles it, e.g. group:EU; empty for what the State itself released."""
    provision: str = ""
    """The State's own provision, where it named one."""
    own: Answer | None = None
    """The State's own answer as its file has it; None for a fact, and where there is none."""
    remarks: tuple[str, ...] = ()
    """How the answer came to stand here since it was given: 'Answered against 0.9; text changed.'"""
    changed: tuple[Segment, ...] = ()
    """From what was asked when it was given to what is asked now; empty where that is the same."""
    to_confirm: bool = False
    """Whether the State has to say again that the answer holds: the text changed, or was split or merged."""
    against: str = ""
    """The State's own time limit set against the norm's, in words; empty where there is nothing to compare."""
    private: bool = False
    """Whether the State sees its own answer, with what it keeps for itself."""

    @property
    def words(self) -> str:
        return STATUSES[self.status]

    @property
    def reason(self) -> str:
        """Why the status is shown, without the evidence of a State, which stands by itself."""
        return self.because if self.own is None else "" if self.private else OWN_ANSWER

    @property
    def evidence(self) -> str:
        """What the State gave as evidence."""
        return self.own.evidence if self.own else ""

    @property
    def clock(self) -> str:
        """Time limit that the State's own law sets, as it wrote it: ISO 8601 or words."""
        return self.own.clock if self.own else ""

    @property
    def assessed_by(self) -> str:
        """Body or office that assessed it."""
        return self.own.assessed_by if self.own else ""

    @property
    def released(self) -> bool:
        """Whether the State let its answer be published."""
        return self.own is not None and self.own.release

    @property
    def remark(self) -> str:
        """The State's remark for itself, which nobody else is shown."""
        return self.own.comment if self.own and self.private else ""


NOT_ASSESSED: Final = Assessment("not_assessed")

OWN_ANSWER: Final = "The State's own answer, released by it and not checked here."
"""What stands before the evidence of a released answer wherever others read it."""

MEANINGS: Final[Mapping[Status, str]] = {
    "not_assessed": "nobody has answered from a source. It says nothing about the State.",
    "not_met": "looked for, and not found in law or practice.",
    "partly": "part of what the commitment asks is seen.",
    "met": "all that the commitment asks is seen.",
    "not_applicable": "the case cannot arise in the State; the evidence says why.",
}
"""What a status means for any commitment; see `meaning` for one of them."""


def meaning(row: Row, status: Status) -> str:
    """What a status means for one commitment: in its own words, where it has any."""
    own = {"met": row.met, "partly": row.partly}.get(status)
    return own or MEANINGS[status]


def rows(publication: Publication) -> tuple[Row, ...]:
    """Every commitment of the handbook, by family and norm. The rows of all States: compute them once."""
    families = {family.id: family.title for family in publication.corpus.handbook.families}
    return tuple(
        row
        for norm in publication.corpus.norms
        for row in _rows_of(publication, norm, families.get(norm.family, norm.family))
    )


def _rows_of(publication: Publication, norm: Norm, family: str) -> Iterable[Row]:
    handbook = publication.corpus.handbook
    dates = norm_dates(norm, publication.edition.date, handbook.review)
    now = standing(dates, publication.as_of, parse_period(handbook.notice_before))
    return [_row(publication, norm, c, family, dates, now) for c in norm.commitments]


def _row(publication: Publication, norm: Norm, c: Commitment, family: str, dates: NormDates, now: Standing) -> Row:
    labels = publication.labels

    def words(text: str) -> str:
        return publication.plain(text, norm.id)

    clock, clock_url = clock_words(publication, c.clock) if c.clock else ("", "")
    return Row(
        id=c.id, shown=ids.show_norm(c.id), url=labels.reference(c.id).url or "",
        norm=norm.id, norm_label=ids.show_norm(norm.id), norm_title=words(norm.title),
        family=norm.family, family_title=family, priority=c.priority,
        who=labels.role(c.addressee), modality=MODALITIES[c.modality], what=words(c.text),
        applies=words(c.applicability), exception=words(c.exception),
        evidence=tuple(words(text) for text in c.evidence), indicator=words(c.indicator),
        met=words(c.met), partly=words(c.partly), clock=clock, clock_url=clock_url, stage=c.clock or "",
        provisions=tuple(_carrying(publication, ref) for ref in c.implemented_by), not_in_law=words(c.not_in_law),
        dates=dates, standing=now,
    )  # fmt: skip


def _carrying(publication: Publication, ref: str) -> Label:
    """A provision by its number; one that the State leaves out has none, and says so."""
    label = publication.labels.reference(ref)
    if publication.adaptation.decides and ref not in publication.labels.tree.numbers:
        return Label(f"{label.text} (left out)", None)
    return label


def answers(publication: Publication, state: State) -> dict[str, Assessment]:
    """The status of every commitment for a State, by commitment id.

    `NOT_ASSESSED` unless the State released an answer, or a fact plainly answers the commitment: it is listed in a
    group, or its law is in force. That nothing is listed or known of a State never answers anything.
    """
    released = _released(publication, state)
    return {
        c.id: _compared(publication, c, released[c.id]) if c.id in released
        else _fact(publication, c, state) if c.answered_by else NOT_ASSESSED
        for norm in publication.corpus.norms
        for c in norm.commitments
    }  # fmt: skip


def own_answers(publication: Publication, given: Iterable[Answer]) -> dict[str, Assessment]:
    """The answers of a State as it sees them itself, whatever it released, by the commitment that they answer now."""
    carried = follow(publication, given).shown
    return {commitment: _from_state(each, private=True) for commitment, each in carried.items()}


def _compared(publication: Publication, c: Commitment, answer: Assessment) -> Assessment:
    """A State's own answer with its clock set against the norm's."""
    stage = stage_of(publication, c.clock) if c.clock and answer.clock else None
    if c.clock is None or stage is None:
        return answer
    return replace(answer, against=against(answer.clock, stage, event_words(publication, c.clock, stage)))


def _released(publication: Publication, state: State) -> dict[str, Assessment]:
    """What the State released for publication, and nothing else of its file; all of it in the State's own view.

    An answer to what was since moved, split or merged stands under what it became.
    """
    carried = turned(publication, state.iso2)
    return {
        commitment: _from_state(each, private=publication.whose == state.iso2)
        for commitment, each in (carried.shown.items() if carried else ())
        if each.answer.status != "not_assessed" or publication.whose == state.iso2
    }


def _from_state(carried: Carried, *, private: bool) -> Assessment:
    answer = carried.answer
    because = answer.evidence if private else f"{OWN_ANSWER} {answer.evidence}".strip()
    return Assessment(answer.status, because, answer.source, answer.as_of, provision=answer.provision, own=answer,
                      remarks=remarks(carried, STATUSES), changed=carried.changed, to_confirm=carried.to_confirm,
                      private=private)


def _fact(publication: Publication, c: Commitment, state: State) -> Assessment:
    """The first fact that answers; one that is confirmed goes before one that is not."""
    found = [
        Assessment(by.status, publication.plain(by.because), fact.source, fact.as_of, fact.unconfirmed, fact.ref)
        for by in c.answered_by
        for fact in facts_of(publication.corpus, by, state.iso2, publication.as_of)
    ]
    return min(found, key=lambda each: each.unconfirmed, default=NOT_ASSESSED)


def cite(sources: Iterable[Source]) -> str:
    """Where a fact was seen, by title. Addresses stay in the data: many are copies, and not the source itself."""
    return "; ".join(f"{source.title}, {source.pinpoint}" if source.pinpoint else source.title for source in sources)
