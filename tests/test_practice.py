"""Protects the pages and files of practice: decision rights, figures, dates of milestones, and what is taken away."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar

import mini
from normbook.grid import Owed, Told
from normbook.outputs import exercises as files
from normbook.outputs.task import Files
from normbook.publication import Publication
from normbook.views import benchmarks, exercises, playbooks, practice, roadmap
from normbook.views.site import navigation, pages


@pytest.fixture(scope="module")
def texts(publication: Publication) -> dict[str, str]:
    return {page.url: page.render() for page in practice.pages(publication)}


@pytest.fixture(scope="module")
def made(publication: Publication) -> Files:
    return {name: content for task in files.tasks(publication, Path()) for name, content in task.make().items()}


# Playbooks


def test_the_matrix_gives_every_step_to_the_role_that_has_it(publication: Publication) -> None:
    for playbook in publication.corpus.playbooks:
        v = playbooks.view(publication, playbook)
        cells = [(role, verb, step) for role in v.roles for phase in playbook.phases
                 for verb, steps in v.cell(role, phase) for step in steps]
        acted = {(role, step.number) for role, verb, step in cells if verb != "is heard"}
        assert acted == {(step.step.role, step.number) for step in v.steps}
        assert {(role, step.number) for role, verb, step in cells if verb == "decides"} == {
            (step.step.role, step.number) for step in v.steps if step.step.decides}
        heard = {(role, step.number) for step in v.steps for role in step.step.consults if role != step.step.role}
        assert {(role, step.number) for role, verb, step in cells if verb == "is heard"} == heard


def test_a_card_has_the_orders_the_decisions_and_every_clock(publication: Publication, texts: dict[str, str]) -> None:
    for playbook in publication.corpus.playbooks:
        card, v = texts[f"playbooks/{playbook.id}/card/"], playbooks.view(publication, playbook)
        assert card.count("<li>") >= len(playbook.card)
        assert all(step.step.name.lower() in card.lower() for step in v.steps if step.step.decides)
        clocks = {step.step.clock for step in v.steps if step.step.clock}
        assert len(v.clocks) == len(clocks)


def test_cards_and_scripts_stay_out_of_the_navigation(publication: Publication) -> None:
    """They are reached from their page: a card beside each playbook would hide the playbooks."""
    held = str(navigation(publication, list(pages(publication))))
    assert "'playbooks/energy.md'" in held
    assert "card.md" not in held
    assert "facilitator.md" not in held
    assert "Practice" in held


# Exercises


def test_the_page_lists_all_injects_and_deadlines(publication: Publication, texts: dict[str, str]) -> None:
    for exercise in publication.corpus.exercises:
        v, text = exercises.view(publication, exercise), texts[f"exercises/{exercise.id}/"]
        rows = re.findall(r'<tr [^>]*data-kind="(\w+)"', text)
        assert rows.count("inject") == len(exercise.injects)
        assert rows.count("due") == sum(len(timeline.stages) for _, timeline in v.timelines)
        assert all(each.at and each.at > v.grid.end for each in v.later)
        assert not any(each.at and each.at > v.grid.end for each in v.during)


def test_a_time_that_hangs_on_the_date_says_so(publication: Publication) -> None:
    shown = [(v.when(each), each) for exercise in publication.corpus.exercises
             for v in [exercises.view(publication, exercise)] for each in v.grid.entries]
    assert all(words.startswith("about ") == (isinstance(each, Owed) and each.shifts) for words, each in shown)


def test_drawing_shows_what_comes_before_the_end(publication: Publication) -> None:
    for exercise in publication.corpus.exercises:
        v = exercises.view(publication, exercise)
        svg = exercises.drawing(publication, v)
        told = [each for each in v.during if isinstance(each, Told)]
        owed = [each for each in v.during if isinstance(each, Owed)]
        assert svg.count("<circle") == len(told)
        assert svg.count("<rect") == len(owed)


def test_the_events_list_has_every_entry_and_room_to_write(publication: Publication, made: Files) -> None:
    for exercise in publication.corpus.exercises:
        grid = exercises.example(publication, exercise)
        book = openpyxl.load_workbook(io.BytesIO(made[f"exercises/{exercise.id}/normbook-exercise-{exercise.id}.xlsx"]))
        head, *rows = list(book["Events"].iter_rows(min_row=4, values_only=True))
        assert head[0] == "Time (UTC)"
        assert head[7:] == ("Observed", "Notes")
        assert len(rows) == len(grid.entries) + len(grid.timeless)
        assert str(rows[0][0]) == "2026-12-01 08:00:00"
        assert rows[0][1] == "T+0:00"
        assert all(row[7] is None and row[8] is None for row in rows)
        assert not re.search(r"\[\[|\{[a-z]", str(rows)), "marks stand in it as they were written"
        assert len(list(book["Talk afterwards"].iter_rows())) == len(exercise.debrief) + 1


def test_the_calendar_has_every_moment_once(publication: Publication, made: Files) -> None:
    for exercise in publication.corpus.exercises:
        grid = exercises.example(publication, exercise)
        data = made[f"exercises/{exercise.id}/normbook-exercise-{exercise.id}.ics"]
        events: list[Any] = list(Calendar.from_ical(data).walk("VEVENT"))
        assert [each["DTSTART"].dt for each in events] == [entry.at for entry in grid.entries]
        assert len({str(each["UID"]) for each in events}) == len(events)
        assert str(events[0]["SUMMARY"]).startswith("EXERCISE T+0:00: inject 1 to ")
        assert events[0]["DTSTART"].dt.tzinfo is not None


def test_files_are_the_same_each_time(publication: Publication, made: Files) -> None:
    again = {name: data for task in files.tasks(publication, Path()) for name, data in task.make().items()}
    assert again == made


def test_the_example_starts_on_the_day_of_the_edition(publication: Publication, texts: dict[str, str]) -> None:
    assert exercises.example_start(publication) == datetime(2026, 12, 1, 8, tzinfo=UTC)
    for exercise in publication.corpus.exercises:
        assert "1 December 2026 at 08:00 UTC" in texts[f"exercises/{exercise.id}/"]


# Benchmarks


def test_figures_stand_in_brackets_with_durations_in_words(publication: Publication) -> None:
    found = [benchmarks.figure(each) for sector in publication.corpus.benchmarks for each in sector.benchmarks]
    assert all(re.fullmatch(r"\[[0-9.]+ [a-z ]+(?: and [0-9]+ [a-z]+)?\]", each) for each in found if each)
    assert not any("P" in each for each in found)


def test_a_benchmark_that_rests_on_something_unconfirmed_bears_the_mark(tmp_path: Path) -> None:
    examined = mini.look(tmp_path, {
        "instruments/un-norms/13a.yaml": mini.add("seen: general-knowledge\n"),
    })
    assert examined.corpus
    assert examined.links
    text = {page.url: page for page in benchmarks.pages(Publication(examined.corpus, examined.links, mini.AS_OF))}
    rows = re.findall(r'data-confirmed="(\w+)"', text["benchmarks/"].render())
    assert rows == ["no", "yes"]
    assert text["benchmarks/energy/"].render().count("not yet confirmed</span>") == 2


# Roadmap


def test_months_add_up_along_the_chain(publication: Publication) -> None:
    assert publication.corpus.roadmap
    found = {v.item.id: v for v in roadmap.views(publication, publication.corpus.roadmap)}
    assert found["first-edition"].month == "12"
    assert found["first-review"].month == "36"
    assert found["first-review"].start == found["first-edition"].end


def test_status_is_told_in_words(tmp_path: Path) -> None:
    examined = mini.look(tmp_path, {"roadmap.yaml": mini.replace("id: closed", "id: closed\n    status: under_way")})
    assert examined.corpus
    assert examined.links
    publication = Publication(examined.corpus, examined.links, mini.AS_OF)
    (page,) = roadmap.pages(publication)
    text = page.render()
    assert "Closed (under way)" in text.partition("</svg>")[0]
    assert "1 open, 1 under way" in text


def test_ways_to_begin_stand_side_by_side(publication: Publication, texts: dict[str, str]) -> None:
    assert publication.corpus.roadmap
    assert texts["roadmap/"].count('class="nb-variant') >= len(publication.corpus.roadmap.variants)
