"""Progress over time from dated answers: the part of a State's page, and the page across States."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from normbook.charts import HATCHING, Strata, draw_strata, year_of
from normbook.checklists.inputs import inputs_key
from normbook.checklists.progress import Became, Dated, Step, dated, steps, undated, within
from normbook.checklists.records import by_name, name
from normbook.checklists.rows import STATUSES
from normbook.checklists.turn import heirs
from normbook.compare.succession import succession
from normbook.dates import long_day
from normbook.model.national import Country
from normbook.model.norm import Status
from normbook.model.world import State
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.page import Action, Page

URL: Final = "countries/progress/"
CSV: Final = "data/progress.csv"
SHOWN: Final[tuple[Status, ...]] = ("met", "partly", "not_met", "not_applicable")
"""The layers of a drawing from the bottom, and the columns of its table."""
_CLASSES: Final = dict(zip(SHOWN, "mpnx", strict=True))


@dataclass(frozen=True, slots=True)
class Course:
    """How the answers to some commitments went over time: those of a family, or all of them."""

    id: str
    title: str
    whole: int
    """How many commitments there are, answered or not."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StateProgress:
    """The dated answers of one State, as pages show them."""

    state: State
    total: Course
    families: tuple[Course, ...]
    """The families in which anything was answered."""
    undated: int

    @property
    def name(self) -> str:
        return name(self.state)

    @property
    def latest(self) -> Step:
        return self.total.steps[-1]


def courses(publication: Publication) -> tuple[StateProgress, ...]:
    """The States that released dated answers, by name. Answers that count from a later day are not shown yet."""
    held = {country.iso2: country for country in publication.corpus.countries if country.answers}
    states = sorted((s for s in publication.corpus.states.states if s.iso2 in held), key=by_name)
    found = (progress_of(publication, state, held[state.iso2]) for state in states)
    return tuple(each for each in found if each)


def progress_of(publication: Publication, state: State, country: Country | None) -> StateProgress | None:
    """The progress of one State; None where it released no dated answer."""
    private = publication.whose == state.iso2
    history = dated(country.answers, _became(publication), private=private) if country else ()
    families: dict[str, list[str]] = {}
    for norm in publication.corpus.norms:
        families.setdefault(norm.family, []).extend(c.id for c in norm.commitments)
    titles = {family.id: family.title for family in publication.corpus.handbook.families}

    def course(id_: str, title: str, commitments: Sequence[str]) -> Course:
        known: Sequence[Dated] = within(history, commitments)
        return Course(id_, title, len(commitments), steps(known, publication.as_of))

    total = course("all", "All commitments", [c for held in families.values() for c in held])
    if country is None or not total.steps:
        return None
    parts = (course(family, titles.get(family, family), held) for family, held in families.items())
    left = undated(country.answers, private=private)
    return StateProgress(state, total, tuple(part for part in parts if part.steps), left)


def _became(publication: Publication) -> Became:
    """Where answers stand today, by the records of what was moved, split and merged."""
    current = {c.id for norm in publication.corpus.norms for c in norm.commitments}
    records = succession(publication.corpus)
    return lambda answer: heirs(answer.commitment, answer.edition, current, records)


def drawing(publication: Publication, each: StateProgress, course: Course, first: float, top: int) -> str:
    """One course as a small drawing; those that stand together have the same years and the same upper end."""
    last = year_of(publication.as_of.isoformat()) or first
    strata = [Strata(year_of(step.on.isoformat()) or first, tuple(step.counts.get(s, 0) for s in SHOWN))
              for step in course.steps]
    heading = f"{each.name}, {course.title}: answers over time"
    return draw_strata(f"p-{each.state.iso2.lower()}-{course.id.lower()}", heading, said(course), strata,
                       top, (first, last))


def said(course: Course) -> str:
    """The steps in words: 'From 1 March 2024: 3 met, 1 not met. …'."""
    return " ".join(f"From {long_day(step.on)}: {in_words(step.counts) or 'none'}." for step in course.steps)


def in_words(counts: Mapping[Status, int]) -> str:
    """Counts by status: '3 met, 1 not met'."""
    return ", ".join(f"{counts[status]} {STATUSES[status]}" for status in SHOWN if counts.get(status))


def first_year(every: Sequence[StateProgress]) -> float:
    """Where the drawings of some States begin, so that they compare."""
    return min((float(each.total.steps[0].on.year) for each in every), default=0.0)


def most(every: Iterable[Course]) -> int:
    """The upper end of drawings that compare: the most answers that held at once in any of them."""
    return max((step.known for course in every for step in course.steps), default=1)


def legend(every: Iterable[Course]) -> dict[str, Any]:
    """What a page needs to explain its drawings: the statuses that occur in them, and the classes of the signs."""
    occurring = {status for course in every for step in course.steps for status in step.counts}
    return {"occurring": occurring, "kinds": _CLASSES, "hatching": HATCHING, "shown": SHOWN}


def pages(publication: Publication) -> Iterator[Page]:
    """The page across States."""
    yield Page(URL, "countries/progress.md", "Progress over time", partial(_page, publication),
               key=inputs_key(publication))


def _page(publication: Publication) -> str:
    found = courses(publication)
    actions = [Action("Progress (CSV)", CSV, "download"), Action("Commitments and States", "countries/matrix/")]
    first, top = first_year(found), most(each.total for each in found)
    return render(
        "progress.md.j2", pub=publication, p=publication.printer(URL), found=found, statuses=STATUSES, top=top,
        draw=lambda each: drawing(publication, each, each.total, first, top),
        actions=[action.meta() for action in actions], **legend(each.total for each in found),
    )  # fmt: skip
