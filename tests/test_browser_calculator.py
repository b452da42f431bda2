"""The deadline calculator in a browser: its script gives what Python gives, whatever the zone, State and day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import Browser, Page

from chrome import opened
from normbook.calendars import WorkingCalendar
from normbook.computation import due
from normbook.dates import long_moment, parse_period
from normbook.deadlines import deadlines
from normbook.model.world import State
from normbook.outputs.calculator import calendars, rules
from normbook.outputs.scripted import script
from normbook.publication import Publication
from normbook.resources import templates
from normbook.views.calculator import FIRST, LAST
from normbook.views.timelines import in_order
from normbook.zones import changes

pytestmark = pytest.mark.browser

CASES = 5000
LIMITS = ("PT24H", "PT72H", "PT6H", "PT30M", "P1D", "P3D", "P14D", "P30D", "P1M", "P3M", "P6M", "P1Y", "P2W", "P1M3D",
          "P1DT6H", "P2DT12H", "P1Y6M")  # fmt: skip


@pytest.fixture(scope="module")
def states(publication: Publication) -> list[State]:
    return [state for state in publication.corpus.states.states if state.status == "member"]


@pytest.fixture(scope="module")
def page(browser: Browser, publication: Publication, states: list[State]) -> Iterator[Page]:
    """An empty page with the script and every State's calendar."""
    made = browser.new_page()
    made.add_script_tag(content=script("calculator", rules(publication)).decode())
    for file in calendars([state.iso2 for state in states]).values():
        made.add_script_tag(content=file.decode())
    made.add_script_tag(content=(templates() / "theme" / "assets" / "calculator.js").read_text(encoding="utf-8"))
    yield made
    made.close()


def moments(zone: ZoneInfo, name: str, dice: random.Random) -> datetime:
    """A moment of the calendar's years; often near a change of clocks, the end of a month, or a leap day."""
    kind = dice.randrange(5)
    end = datetime(LAST - 2, 1, 1, tzinfo=UTC).timestamp()
    turns = [turn for turn in changes(name, FIRST, LAST + 1)[1] if turn * 60 < end]
    if kind == 0 and turns:
        near = datetime.fromtimestamp(dice.choice(turns) * 60, UTC)
        return (near + timedelta(minutes=dice.randint(-60 * 80, 180))).astimezone(zone)
    year, month = dice.randint(FIRST, LAST - 3), dice.randint(1, 12)
    if kind == 1:
        start = datetime(year + (month == 12), month % 12 + 1, 1, tzinfo=zone) - timedelta(days=dice.randint(1, 3))
    elif kind == 2:
        start = datetime(dice.choice((2024, 2028, 2032)), 2, 29, tzinfo=zone)
    else:
        start = datetime(year, month, dice.randint(1, 28), tzinfo=zone)
    return start.replace(hour=dice.randrange(24), minute=dice.choice((0, 0, 30, dice.randrange(60))))


def test_every_limit_ends_where_python_says(
    page: Page, publication: Publication, states: list[State]
) -> None:
    """5,000 random cases: any State, zone, start, limit and way of counting; the moment and every reason in words."""
    dice = random.Random(5)  # noqa: S311  not for secrets
    weekends = publication.corpus.weekends
    cases, expected = [], []
    for number in range(CASES):
        state = states[number % len(states)]
        zone = ZoneInfo(state.time_zone)
        start = moments(zone, state.time_zone, dice)
        limit, counting = dice.choice(LIMITS), dice.choice(("clock", "days", "business"))
        iso2 = state.iso2 if dice.random() < 0.95 else None
        after_limit = dice.random() < 0.3
        result = due(start, parse_period(limit), counting, WorkingCalendar(iso2, weekends), zone,  # type: ignore[arg-type]
                     from_limit=after_limit)
        cases.append([start.timestamp() * 1000, limit, counting, iso2, state.time_zone, after_limit])
        expected.append([long_moment(result.at), list(result.reasons)])
    found = page.evaluate("""cases => cases.map(([start, limit, counting, iso2, zone, after]) => {
        const made = normbook.limit(start, limit, counting, iso2, zone, after);
        return [normbook.longMoment(made.at), made.reasons];
    })""", cases)
    for case, said, wanted in zip(cases, found, expected, strict=True):
        assert said == wanted, case


def test_every_timeline_falls_due_as_python_says(page: Page, publication: Publication, states: list[State]) -> None:
    """Stage after stage, with and without other events that are known, up to the last year of the calendar."""
    dice = random.Random(6)  # noqa: S311  not for secrets
    weekends = publication.corpus.weekends
    compared = 0
    for timeline in in_order(publication):
        others = sorted({stage.counted_from for stage in timeline.stages} - {timeline.starts.event})
        for state in dice.sample(states, 30):
            zone = ZoneInfo(state.time_zone)
            start = moments(zone, state.time_zone, dice)
            known = {name: start + timedelta(hours=dice.randint(1, 900)) for name in others if dice.random() < 0.5}
            wanted = deadlines(timeline, start, WorkingCalendar(state.iso2, weekends), zone, known)
            found: list[list[Any]] = page.evaluate("""([id, start, iso2, zone, known]) => normbook
                .deadlines(normbook.calculator.timelines[id], start, iso2, normbook.calculator.zones[zone], known)
                .map(each => [each.stage.id, each.due && normbook.longMoment(each.due), each.reasons])""",
                [timeline.id, start.timestamp() * 1000, state.iso2, state.time_zone,
                 {name: moment.timestamp() * 1000 for name, moment in known.items()}])
            for said, each in zip(found, wanted, strict=True):
                if each.due is None or each.due.year <= LAST:
                    assert said == [each.stage.id, each.due and long_moment(each.due), list(each.reasons)], start
                    compared += 1
                else:
                    break  # what counts from a stage beyond the calendar has no moment here
    assert compared > 1000


def test_a_reader_gets_deadlines_and_a_calendar(browser: Browser, draft: Path) -> None:
    """The form of the built page, from the disk: a State with its holidays, reasons, and a file for calendars."""
    page = opened(browser, draft, "timelines/calculator", accept_downloads=True)
    page.select_option("[name=timeline]", "operator-to-csirt")
    page.select_option("[name=state]", "KE")
    page.fill("[name=from]", "2026-12-24T09:30")
    page.click("#calculator button")
    page.wait_for_selector("#deadlines tbody tr")
    rows = page.locator("#deadlines tbody tr").all_inner_texts()
    assert "Friday 25 December 2026, 10:00 (UTC+03:00)" in rows[0]
    assert "2026-12-25 07:00 UTC" in rows[0]
    with page.expect_download() as caught:
        page.click("#deadlines-save")
    file = caught.value.path()
    made = icalendar.Calendar.from_ical(file.read_bytes())
    events = made.walk("VEVENT")
    assert [str(each["UID"]).split(".")[1] for each in events] == ["initial-alert", "forensic-summary", "final-report"]
    assert events[0].decoded("DTSTART") == datetime(2026, 12, 25, 7, tzinfo=UTC)
    assert max(len(line) for line in file.read_bytes().split(b"\r\n")) <= 75
    page.reload()
    page.wait_for_selector("#deadlines tbody tr")
    assert page.locator("#deadlines tbody tr").all_inner_texts() == rows, "the address holds what was asked"
    page.context.close()


def test_what_the_page_loads_is_small(publication: Publication, states: list[State]) -> None:
    """Script, rules, and the largest calendar of a State together stay under 150 KB."""
    own = (templates() / "theme" / "assets" / "calculator.js").stat().st_size
    largest = max(len(file) for file in calendars([state.iso2 for state in states]).values())
    assert own + len(script("calculator", rules(publication))) + largest < 150_000
