"""How long a provision stands in a State: its terms, from commencement, the periods of the law and what is recorded.

The rules are those of the model law and of no other source:

- A term begins with the day on which the provision commences (`law/sunset:A/p1`, `p2`). It includes that day, and in
  months or years ends with the day before the one of the same number (`law/computation-of-time/p6`). No rest day or
  holiday prolongs it (`law/computation-of-time/p4`).
- Reviews follow one another at intervals of which the first begins with the day on which `law/review-of-law` commences
  (its `p1`). The next one begins with the day after a review. A review of the Law is one of every provision. While that
  article is not in force nobody is bound to review.
- A provision is renewed before it expires or not at all (`law/sunset:A/p1`, `law/renewal:A/p1`); the new term begins
  with the day after the one before, and is as long as the first one or shorter. Where expiry is automatic, nothing
  renews or extends it (`law/sunset:B`, `law/renewal:C`).
- A proposal is tabled no later than the tabling period before the last day (`law/renewal:A/p2`), counted back to the
  day of the same number: whatever the month, the period from that day ends no later than the provision
  (`law/computation-of-time/p3`).
- An extension moves the last day, as `law/renewal:A/p6` does for a parliament that is dissolved after a proposal was
  tabled in time: nothing more is to be tabled then. It never shortens.
- Of suspension the law says nothing. So a term runs on while its provision is suspended, and a suspended provision
  expires on its day.
- What outlives an expiry stands in `law/savings-on-expiry`.

The reviews and renewals of the handbook's norms are no matter of this module: they are published as an edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from normbook.dates import Period, add_period, long_day, parse_period, subtract_period, words
from normbook.lifecycle import ProvisionDates, Status, status
from normbook.model.law import Article
from normbook.model.national import TermEvent

_DAY: Final = timedelta(days=1)
REVIEW_OF_LAW: Final = "law/review-of-law"
"""The article whose commencement starts the intervals of review, and whose reviews are reviews of every provision."""
_ENDING: Final = ("tabled", "renewed", "extended")
"""What only befalls a provision that ends."""
_WITH_LAST_DAY: Final = ("renewed", "extended", "suspended")


@dataclass(frozen=True, slots=True)
class Start:
    """When the clocks of a provision began: with its own commencement, and that of the Law's article on review."""

    commenced: date
    reviewed_from: date | None
    """None while the article on review has not commenced."""
    indicative: bool = False
    """True where the State has not enacted: as if all had commenced on the day fixed for it, or the edition's date."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term for which a provision stands, first and last day included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a recorded event cannot have the effect it names: a rule of `normbook check`, and what to do."""

    code: str
    field: str
    message: str
    hint: str
    void: bool = True
    """Whether the event is passed over. Otherwise it counts, and somebody should look at it."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """Where a provision stands on a date. `term` is the present one, the last one if all are over, None without end.

    `ends` is the last day on which it is in force as things stand: the end of a renewed term, if there is one already.
    """

    start: Start
    term: Term | None
    ends: date | None
    dates: ProvisionDates
    status: Status
    reasons: tuple[str, ...]


@dataclass
class Course:
    """The course of a provision from commencement through what is recorded. `take` one event after another."""

    article: Article
    start: Start
    terms: list[Term] = field(default_factory=list)
    reviewed: date | None = None
    tabled: date | None = None
    suspended: tuple[date, date | None] | None = None
    repealed: date | None = None
    told: list[str] = field(default_factory=list)
    recorded: int = 0
    changed: date | None = None

    def __post_init__(self) -> None:
        first = self.start.commenced
        said = (f"Indicative: counts as if the provision had commenced on {long_day(first)}." if self.start.indicative
                else f"Commenced on {long_day(first)}.")
        self.told.append(said)
        if self.article.sunset:
            self.terms.append(Term(first, self.full_term(first)))
            self._tell("Its", self.terms[0])

    @property
    def ends(self) -> date | None:
        """The last day of the last term."""
        return self.terms[-1].last if self.terms else None

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in force, repeal considered."""
        before = self.repealed - _DAY if self.repealed else None
        return min((day for day in (self.ends, before) if day), default=None)

    def take(self, event: TermEvent) -> Objection | None:
        """Let an event have its effect. What is void is passed over, and said so."""
        objection = objection_to(self, event)
        if objection and objection.void:
            self.told.append(f"Recorded without effect: {event.what} on {long_day(event.on)}. "
                             f"{objection.message[:1].upper()}{objection.message[1:]}.")
            return objection
        self.recorded += 1
        self.changed = event.on
        getattr(self, f"_{event.what}")(event)
        return objection

    def halted(self, day: date) -> bool:
        """Whether it is suspended on a day."""
        since, until = self.suspended or (date.max, None)
        return since <= day and (until is None or day <= until)

    def full_term(self, first: date) -> date:
        """The last day of a term as long as the first one."""
        return add_period(first, _life(self.article), counting="beginning_with")

    def _tell(self, whose: str, term: Term) -> None:
        length = f" of {words(_life(self.article))}" if term.last == self.full_term(term.first) else ""
        self.told.append(f"{whose} term{length} beginning with {long_day(term.first)} ends on {long_day(term.last)}.")

    def _reviewed(self, event: TermEvent) -> None:
        self.reviewed = max(event.on, self.reviewed or event.on)
        self.told.append(f"Reviewed on {long_day(event.on)}.")

    def _tabled(self, event: TermEvent) -> None:
        self.tabled = event.on
        self.told.append(f"The proposal to renew it was tabled on {long_day(event.on)}.")

    def _renewed(self, event: TermEvent) -> None:
        first = self.terms[-1].last + _DAY
        self.terms.append(Term(first, event.until or self.full_term(first)))
        self.tabled = None
        self._tell(f"Renewed on {long_day(event.on)}: a further", self.terms[-1])

    def _extended(self, event: TermEvent) -> None:
        self.terms[-1] = replace(self.terms[-1], last=event.until or self.terms[-1].last)
        self.tabled = self.tabled or event.on
        self.told.append(f"Extended on {long_day(event.on)} to {long_day(self.terms[-1].last)}.")

    def _suspended(self, event: TermEvent) -> None:
        self.suspended = (event.on, event.until)
        until = f" until {long_day(event.until)}" if event.until else ""
        runs = " The law says nothing of suspension, so its term runs on." if self.terms else ""
        self.told.append(f"Suspended from {long_day(event.on)}{until}.{runs}")

    def _resumed(self, event: TermEvent) -> None:
        since, _ = self.suspended or (event.on, None)
        self.suspended = (since, event.on - _DAY)
        self.told.append(f"In force again from {long_day(event.on)}.")

    def _repealed(self, event: TermEvent) -> None:
        self.repealed = event.on
        self.told.append(f"Repealed with effect from {long_day(event.on)}.")


def objection_to(course: Course, event: TermEvent) -> Objection | None:
    """What speaks against an event where a course has come so far; None where nothing does."""
    on, until, what = event.on, event.until, event.what
    sunset, last = course.article.sunset, course.last_day
    if until and (until < on or what not in _WITH_LAST_DAY):
        message = f"{long_day(until)} lies before {long_day(on)}" if until < on else f"'{what}' has no last day"
        return Objection("U06", "until", message, "Give the last day of the extension or suspension, or leave it out.")
    if on < course.start.commenced:
        return Objection("U02", "on", f"the provision commenced only on {long_day(course.start.commenced)}",
                         "Correct the date, or that of commencement.")
    if last and on > last:
        gone = "was repealed with effect from" if course.repealed else "expired at the end of"
        return Objection("U03", "on", f"the provision {gone} {long_day(course.repealed or last)}",
                         "What has ended is not renewed: record what was enacted anew as an enactment.")
    if what in _ENDING:
        if sunset is None:
            return Objection("U04", "what", "the provision has no term that could end",
                             "Only what expires is renewed or extended; drop the entry.")
        if sunset.kind == "automatic":
            return Objection("U07", "what", "the law lets the provision expire without renewal",
                             "Record what was enacted in its place as an enactment with its commencement.")
    return _against_ending(course, event) or _against_suspension(course, event)


def _against_ending(course: Course, event: TermEvent) -> Objection | None:
    last, until = course.ends, event.until
    if last is None:
        return None
    if event.what == "extended" and (until is None or until <= last):
        message = f"an extension needs a last day after {long_day(last)}, the one that it moves"
        return Objection("U05", "until" if until else "what", message, "Give 'until', or drop the entry.")
    if event.what == "extended" and course.tabled is None:
        return Objection("U09", "on", "no proposal to renew is recorded as tabled before it",
                         "Record it as 'tabled': what was not tabled in time is not extended.", void=False)
    if event.what == "renewed" and until:
        first = last + _DAY
        longest = course.full_term(first)
        if until < first:
            return Objection("U05", "until", f"the renewed term begins only on {long_day(first)}",
                             "Give the last day of the renewed term, or drop 'until' if it is as long as the first.")
        if until > longest:
            return Objection("U08", "until", f"the first term would have led to {long_day(longest)} only",
                             "A renewal is not longer than the first term; look at the source again.", void=False)
    if event.what == "renewed" and event.on < course.terms[-1].first and len(course.terms) > 1:
        message = f"it was renewed already to {long_day(last)}, in a term that had not begun"
        return Objection("U08", "on", message, "Drop the entry if both tell of one renewal; together they are longer "
                         "than the first term.", void=False)
    if event.what == "tabled":
        by = _tabling(course.article, last)
        if by and event.on > by:
            return Objection("U09", "on", f"the proposal was due by {long_day(by)}",
                             "Look at the source again: a proposal tabled late extends nothing.", void=False)
    return None


def _against_suspension(course: Course, event: TermEvent) -> Objection | None:
    halted = course.halted(event.on)
    if event.what == "resumed" and not halted:
        return Objection("U10", "what", f"the provision was not suspended on {long_day(event.on)}",
                         "Record the suspension before it, or drop the entry.")
    if event.what == "suspended" and halted:
        return Objection("U10", "what", f"the provision was suspended already on {long_day(event.on)}",
                         "Record when it was in force again first, or drop the entry.")
    return None


def _life(article: Article) -> Period:
    """How long a term of an article that ends is."""
    return parse_period(article.sunset.after) if article.sunset else Period()


def _tabling(article: Article, last: date) -> date | None:
    sunset = article.sunset
    return subtract_period(last, parse_period(sunset.tabling)) if sunset and sunset.tabling else None


def course(article: Article, start: Start, events: Sequence[TermEvent], as_of: date) -> Course:
    """The course of a provision through what took effect up to a date, that day included, in the order of the days."""
    found = Course(article, start)
    for event in sorted(events, key=lambda each: each.on):
        if event.on <= as_of:
            found.take(event)
    return found


def tenure(
    article: Article, start: Start, events: Sequence[TermEvent], as_of: date, notice: Period,
    law_reviewed: Sequence[date] = (),
) -> Tenure:
    """Where a provision stands on a date. `law_reviewed` are the days of reviews of the Law as a whole.

    `article` has the periods of the State. ValueError if one of them does not parse.
    """
    ran = course(article, start, events, as_of)
    reviews = [day for day in (*law_reviewed, *([ran.reviewed] if ran.reviewed else [])) if day <= as_of]
    review_by = _review(article, start, max(reviews, default=None))
    term = next((each for each in ran.terms if as_of <= each.last), ran.terms[-1] if ran.terms else None)
    last = ran.last_day
    cut = ran.repealed is not None
    dates = ProvisionDates(
        ran.terms[-1].first if ran.terms else start.commenced,
        None if cut else review_by, last, article.sunset.kind if article.sunset and not cut else None,
        None if cut or ran.tabled or last is None else _tabling(article, last), start.indicative,
        recorded=ran.recorded + len(law_reviewed),
        changed=max((ran.changed or start.commenced, *law_reviewed)) if not start.indicative else None,
    )  # fmt: skip
    standing = _standing(ran, dates, as_of, notice)
    if standing is Status.EXPIRED and not start.indicative:
        dates = replace(dates, review_by=None, tabling_by=None)  # of what has ended, only the end is left to tell
    if standing is Status.NOT_COMMENCED and not start.indicative:
        ran.told[0] = f"Commences on {long_day(start.commenced)}."
    told = (*ran.told, *_outlook(article, start, dates, max(reviews, default=None), standing, as_of))
    return Tenure(start, term, last, replace(dates, reasons=told, standing=standing), standing, told)


def further_term(article: Article, made: Tenure) -> Term | None:
    """The longest term for which a provision can be renewed as things stand; None where nothing can be.

    It begins with the day after the last one and is as long as the first (`law/renewal:A/p1`).
    """
    over = made.status in (Status.EXPIRED, Status.REPEALED)
    if over or made.ends is None or made.dates.kind != "unless_renewed":
        return None
    first = made.ends + _DAY
    return Term(first, add_period(first, _life(article), counting="beginning_with"))


def _review(article: Article, start: Start, reviewed: date | None) -> date | None:
    if article.review is None or start.reviewed_from is None:
        return None
    first = reviewed + _DAY if reviewed else start.reviewed_from
    return add_period(first, parse_period(article.review.every), counting="beginning_with")


def _standing(ran: Course, dates: ProvisionDates, as_of: date, notice: Period) -> Status:
    if ran.repealed and as_of >= ran.repealed:
        return Status.REPEALED
    if as_of < ran.start.commenced:
        return Status.NOT_COMMENCED
    ordinary = status(dates, as_of, notice)
    return Status.SUSPENDED if ran.halted(as_of) and ordinary is not Status.EXPIRED else ordinary


def _outlook(
    article: Article, start: Start, dates: ProvisionDates, reviewed: date | None, standing: Status, as_of: date
) -> list[str]:
    """What follows from the course, in sentences."""
    if standing is Status.EXPIRED and dates.sunset_on:
        return [f"It expired at the end of {long_day(dates.sunset_on)}. The law's savings say what outlives it."]
    found = []
    if article.review and start.reviewed_from is None:
        found.append("No review falls due: the law's article on review has not commenced.")
    if dates.review_by and article.review:
        every = words(parse_period(article.review.every))
        after = (f"after the review of {long_day(reviewed)}" if reviewed
                 else "beginning with the day on which the law's article on review commenced")
        late = "was due" if as_of > dates.review_by else "is due"
        none = ", and none is recorded" if as_of > dates.review_by and not dates.indicative else ""
        found.append(f"Its review {late} by {long_day(dates.review_by)}, {every} {after}{none}.")
    if dates.sunset_on and dates.kind == "automatic":
        found.append(f"It expires at the end of {long_day(dates.sunset_on)}; the law provides for no renewal.")
    elif dates.sunset_on and dates.kind:
        found.append(f"It expires at the end of {long_day(dates.sunset_on)} unless renewed before.")
    if dates.tabling_by and article.sunset and article.sunset.tabling:
        ahead = words(parse_period(article.sunset.tabling))
        late = "was due" if as_of > dates.tabling_by else "is due"
        found.append(f"A proposal to renew it {late} by {long_day(dates.tabling_by)}, {ahead} ahead.")
    return found
