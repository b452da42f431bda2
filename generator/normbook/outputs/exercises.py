"""An exercise to take away: the master events list as a workbook, and injects and deadlines as a calendar."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from normbook.calendarfiles import Happening, event, midnight
from normbook.fingerprint import key_of
from normbook.grid import Grid, Owed, Told
from normbook.model.practice import Exercise
from normbook.outputs.columns import text_height
from normbook.outputs.events import base, calendar, host, place_among
from normbook.outputs.readme import edition_words
from normbook.outputs.task import Files, Task
from normbook.outputs.workbooks import FACE, FORMATS, for_paper
from normbook.publication import Publication
from normbook.views.exercises import example

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

HEADS: Final = (("Time", 22), ("After the start", 12), ("Who", 15), ("Inject", 46), ("What good players do", 40),
                ("Due", 30), ("Why then", 40), ("Observed", 30), ("Notes", 24))  # fmt: skip
"""Headings of the events list and their widths; the last two are to be filled in."""
_FILLED: Final = 7
_HEADER: Final = 3
EXAMPLE: Final = (
    "Counts from 08:00 UTC on the day of the edition, with the usual days of rest and no public holidays. For a start "
    "of your own: normbook exercise ID --from 2027-03-01T08:00Z --country KE"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the events list: when, after how long, who, and what stands in the other columns."""

    at: datetime | None
    after: str
    who: str
    inject: str = ""
    expected: tuple[str, ...] = ()
    due: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns from the inject on, without those to fill in."""
        return self.inject, "\n".join(f"– {each}" for each in self.expected), self.due, "\n".join(self.reasons)


def lines(publication: Publication, made: Grid) -> tuple[Line, ...]:
    """The events list of a grid, in plain words: what has a time in order of time, then what has none."""
    return tuple(_told(publication, made, each) if isinstance(each, Told) else _owed(publication, made, each)
                 for each in (*made.entries, *made.timeless))


def _told(publication: Publication, made: Grid, one: Told) -> Line:
    here = f"exercise:{made.exercise.id}"
    plain = partial(publication.plain, here=here)
    return Line(one.at, made.relative(one.at), publication.labels.role(one.inject.to),
                f"{one.number}. {plain(one.inject.text)}", tuple(map(plain, one.inject.expected)))


def _owed(publication: Publication, made: Grid, one: Owed) -> Line:
    stage, labels = one.deadline.stage, publication.labels
    limit = labels.limit(stage) or "no figure"
    return Line(one.at, made.relative(one.at) if one.at else "", labels.role(stage.sender or one.timeline.sender),
                due=f"{stage.title}: {limit} ({one.timeline.title}, from inject {one.number})",
                reasons=one.deadline.reasons)


def exercise_calendar(publication: Publication, made: Grid, notes: Sequence[str]) -> bytes:
    """Injects and deadlines as events at their moments, in UTC: an exercise has readers in many zones."""
    stamp = midnight(publication.edition.date)
    about = " ".join(notes)
    events = []
    for entry, line in zip((*made.entries, *made.timeless), lines(publication, made), strict=True):
        if line.at is None:
            continue
        told = isinstance(entry, Told)
        what = entry.inject.id if isinstance(entry, Told) else f"{entry.timeline.id}.{entry.deadline.stage.id}"
        start = f"{made.start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        uid = f"{made.exercise.id}.{entry.number}.{what}.{start}@{host(publication.corpus)}"
        said = f"inject {entry.number} to {line.who}" if told else line.due
        parts = [line.inject or f"Due from the {line.who}.", *line.expected, *line.reasons, about]
        events.append(event(Happening(
            uid, stamp, line.at.astimezone(UTC), f"EXERCISE {line.after}: {said}",
            "\n".join(part for part in parts if part), sequence=place_among(publication),
            url=f"{base(publication)}exercises/{made.exercise.id}/", categories=("Inject" if told else "Due",),
        )).to_ical())  # fmt: skip
    return calendar(publication, f"Exercise: {made.exercise.title}", about, b"".join(events))


def exercise_workbook(publication: Publication, made: Grid, notes: Sequence[str]) -> bytes:
    """The master events list, with columns to fill in, and a sheet for the talk afterwards."""
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": FACE})
    handbook, exercise = publication.corpus.handbook, made.exercise
    book.set_properties({
        "title": f"Exercise: {exercise.title}", "subject": handbook.title, "author": handbook.publisher,
        "category": publication.edition.title, "keywords": "exercise, injects, deadlines",
        "comments": f"{publication.edition.status} {handbook.licence}",
        "created": datetime.combine(publication.as_of, datetime.min.time()),
    })  # fmt: skip
    _events(book, publication, made, notes)
    _debrief(book, publication, exercise)
    book.close()
    return buffer.getvalue()


def _events(book: Workbook, publication: Publication, made: Grid, notes: Sequence[str]) -> None:
    sheet = book.add_worksheet("Events")
    formats = {name: book.add_format(dict(FORMATS[name])) for name in ("title", "small", "head", "head_in", "text",
                                                                       "key", "input")}
    moment = book.add_format({**FORMATS["date"], "num_format": "ddd d mmm yyyy hh:mm"})
    zone = f"{made.start:UTC%z}".replace("UTC+0000", "UTC")
    sheet.write_string(0, 0, made.exercise.title, formats["title"])
    sheet.write_string(1, 0, " ".join([f"{edition_words(publication)}.", *notes]), formats["small"])
    for at, (heading, width) in enumerate(HEADS):
        sheet.set_column(at, at, width)
        shown = f"{heading} ({zone})" if at == 0 else heading
        sheet.write_string(_HEADER, at, shown, formats["head_in" if at >= _FILLED else "head"])
    for row, line in enumerate(lines(publication, made), _HEADER + 1):
        # Spreadsheets know no zones: the cell shows what the clock shows, and the heading says where.
        if line.at:
            sheet.write_datetime(row, 0, line.at.replace(tzinfo=None, second=0), moment)
        else:
            sheet.write_string(row, 0, "no time yet", formats["text"])
        sheet.write_string(row, 1, line.after, formats["key"])
        for at, text in enumerate((line.who, *line.cells), 2):
            sheet.write_string(row, at, text, formats["text"])
        for at in range(_FILLED, len(HEADS)):
            sheet.write_blank(row, at, None, formats["input"])
        widths = [width for _, width in HEADS[2:_FILLED]]
        sheet.set_row(row, text_height(zip((line.who, *line.cells), widths, strict=True)))
    sheet.freeze_panes(_HEADER + 1, 3)
    sheet.autofilter(_HEADER, 0, _HEADER + len(made.entries) + len(made.timeless), len(HEADS) - 1)
    for_paper(sheet, edition_words(publication), made.exercise.title, _HEADER)


def _debrief(book: Workbook, publication: Publication, exercise: Exercise) -> None:
    sheet = book.add_worksheet("Talk afterwards")
    head, text, entry = (book.add_format(dict(FORMATS[name])) for name in ("head", "text", "input"))
    for at, (heading, width) in enumerate((("Question", 60), ("Answer", 60), ("Who changes what", 30), ("By", 14))):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heading, head)
    for row, question in enumerate(exercise.debrief, 1):
        sheet.write_string(row, 0, publication.plain(question), text)
        for at in range(1, 4):
            sheet.write_blank(row, at, None, entry)
        sheet.set_row(row, 60)
    for_paper(sheet, edition_words(publication), exercise.title, 0)


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`exercises/ID/normbook-exercise-ID.xlsx` and `.ics` for every exercise, from the example start."""
    corpus = publication.corpus
    for exercise in corpus.exercises:
        items = [exercise, corpus.handbook, corpus.weekends, *corpus.timelines]
        key = key_of(items, publication.names, publication.as_of)
        yield Task(f"exercise {exercise.id}", key, partial(_files, publication, exercise))


def _files(publication: Publication, exercise: Exercise) -> Files:
    made, notes = example(publication, exercise), [EXAMPLE.replace(" ID ", f" {exercise.id} ")]
    path = f"exercises/{exercise.id}/normbook-exercise-{exercise.id}"
    return {f"{path}.xlsx": exercise_workbook(publication, made, notes),
            f"{path}.ics": exercise_calendar(publication, made, notes)}
