"""Exercises: what is told and what falls due when, in time after the start; a version for facilitators; the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from normbook import ids
from normbook.calendars import WorkingCalendar
from normbook.drawing import LEFT, SCALE_NOTE, Clock, Scale, draw_clocks
from normbook.grid import Grid, Owed, Told, grid
from normbook.model.practice import Exercise
from normbook.model.timeline import Timeline
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.backlinks import backlinks
from normbook.views.facts import period
from normbook.views.page import Action, Page


def example_start(publication: Publication) -> datetime:
    """When an exercise starts that has no date of its own: at 08:00 UTC on the day of the edition."""
    return datetime.combine(publication.edition.date, time(8), UTC)


def example(publication: Publication, exercise: Exercise) -> Grid:
    """The grid from the example start, in UTC, with the usual days of rest and no public holidays."""
    corpus = publication.corpus
    calendar = WorkingCalendar(None, corpus.weekends)
    return grid(exercise, corpus.timelines, example_start(publication), calendar, UTC)


@dataclass(frozen=True)
class ExerciseView:
    """An exercise with its grid, in three parts: while it lasts, after its end, and what has no time yet."""

    exercise: Exercise
    grid: Grid
    during: tuple[Told | Owed, ...]
    later: tuple[Owed, ...]
    timelines: tuple[tuple[int, Timeline], ...]
    """The timelines that are set off, each with the number of the inject."""

    @property
    def roles(self) -> list[str]:
        """Everybody who is told something or owes something."""
        told = [each.to for each in self.exercise.injects]
        owes = [stage.sender or timeline.sender for _, timeline in self.timelines for stage in timeline.stages]
        return list(dict.fromkeys([*told, *owes]))

    def when(self, entry: Told | Owed) -> str:
        """The time after the start; about so, where it hangs on the date of the start."""
        if entry.at is None:
            return "no time yet"
        about = "about " if isinstance(entry, Owed) and entry.shifts else ""
        return about + self.grid.relative(entry.at)


def view(publication: Publication, exercise: Exercise) -> ExerciseView:
    """Everything the pages say about an exercise."""
    made = example(publication, exercise)
    later = tuple(e for e in made.entries if isinstance(e, Owed) and e.at and made.after_end(e.at))
    held = publication.labels.timelines
    timelines = ((n, held[name]) for n, each in enumerate(exercise.injects, 1) for name in each.timelines)
    return ExerciseView(exercise, made, tuple(e for e in made.entries if e not in later), later, tuple(timelines))


def drawing(publication: Publication, v: ExerciseView) -> str:
    """Injects as points, and a bar for what falls due before the end, from the moment it is counted from."""
    def hours(moment: datetime) -> float:
        return (moment - v.grid.start).total_seconds() / 3600

    role = publication.labels.role
    injects = [Clock(f"{e.number} to {role(e.inject.to)}", v.when(e), None, (hours(e.at),))
               for e in v.during if isinstance(e, Told)]
    groups: list[tuple[str, list[Clock]]] = [("Injects", injects)]
    for number, timeline in v.timelines:
        clocks = [Clock(e.deadline.stage.title, v.when(e), hours(e.at), start=hours(e.deadline.start))
                  for e in v.during if isinstance(e, Owed) and (e.number, e.timeline) == (number, timeline)
                  and e.at and e.deadline.start]
        if clocks:
            groups.append((f"{timeline.title}, from inject {number}", clocks))
    scale = Scale(max(hours(v.grid.end), 1), left=LEFT, unit=6)
    return draw_clocks(f"grid-{v.exercise.id}", f"Exercise: {v.exercise.title}", groups, scale=scale)


def pages(publication: Publication) -> Iterator[Page]:
    """A page and a facilitator's version per exercise, and the index."""
    yield Page("exercises/", "exercises/index.md", "Exercises", lambda: _index(publication))
    for exercise in publication.corpus.exercises:
        ref, url = f"exercise:{exercise.id}", ids.url(ids.Address("exercise", exercise.id))
        yield Page(url, f"exercises/{exercise.id}.md", exercise.title,
                   lambda exercise=exercise, url=url: _page(publication, exercise, url), ref)  # type: ignore[misc]
        yield Page(f"{url}facilitator/", f"exercises/{exercise.id}/facilitator.md", f"Facilitator: {exercise.title}",
                   lambda exercise=exercise, url=url: _script(publication, exercise, url))  # type: ignore[misc]


def _page(publication: Publication, exercise: Exercise, url: str) -> str:
    p, v, ref = publication.printer(url), view(publication, exercise), f"exercise:{exercise.id}"
    refs = [ref, *(f"{ref}/{each.id}" for each in exercise.injects)]
    file = f"{url}normbook-exercise-{exercise.id}"
    actions = [Action("Timed list", "#grid"), Action("Facilitator's version", f"{url}facilitator/"),
               Action("Spreadsheet", f"{file}.xlsx", "download"), Action("Calendar", f"{file}.ics", "download")]
    return render("exercise.md.j2", pub=publication, p=p, x=exercise, v=v, here=ref, drawing=drawing(publication, v),
                  scale=SCALE_NOTE, lasts=period(exercise.lasts), start=example_start(publication),
                  used=backlinks(publication, p, refs, ref, exercise.serves), file=file.rpartition("/")[2],
                  actions=[a.meta() for a in actions], source=f"{exercise.place.file}:{exercise.place.line}")


def _script(publication: Publication, exercise: Exercise, url: str) -> str:
    return render("facilitator.md.j2", pub=publication, p=publication.printer(f"{url}facilitator/"), x=exercise, up=url,
                  v=view(publication, exercise), here=f"exercise:{exercise.id}", lasts=period(exercise.lasts))


def _index(publication: Publication) -> str:
    views = [view(publication, exercise) for exercise in publication.corpus.exercises]
    return render("exercises.md.j2", pub=publication, p=publication.printer("exercises/"), views=views, period=period,
                  start=example_start(publication))
