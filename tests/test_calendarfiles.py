"""Protects calendars where they are read: two libraries, and the strict form that Outlook asks for, agree on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import mini
from normbook.calendarfiles import Happening, midnight, whole
from normbook.examine import examine
from normbook.outputs.checklists import ALL_DATES, checklist_files
from normbook.publication import Publication

ZONES = ("Europe/Berlin", "America/New_York", "Africa/Casablanca", "Africa/Nairobi", "Asia/Kathmandu", "Asia/Tehran",
         "Australia/Lord_Howe", "Pacific/Chatham", "Europe/Dublin", "America/Santiago")  # fmt: skip
ENDING = mini.replace("    review: {every: P3Y}\n", "    review: {every: P3Y}\n"
                      "    sunset: {after: P6Y, kind: unless_renewed, tabling: P6M}\n")  # fmt: skip
ENACTED = "iso2: KE\nenacted: 2025-03-01\n"
SOURCE = "    source: [{title: Gazette, ref: No. 1}]\n"


def unfolded(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def strict(data: bytes) -> list[dict[str, str]]:
    """Every event as properties by name, after all that Outlook and RFC 5545 ask of the file was seen to hold."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    lines = unfolded(data)
    head = lines[: next((n for n, line in enumerate(lines) if line.startswith("BEGIN:V") and n), len(lines))]
    for name in ("VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN"):
        assert name in head
    assert any(line.startswith("PRODID:-//") for line in head)
    assert any(line.startswith("X-WR-CALNAME:") for line in head)
    zones = set(re.findall(r"TZID:(\S+)", "\n".join(lines)))
    assert set(re.findall(r";TZID=([^:]+):", "\n".join(lines))) <= zones
    assert lines.count("BEGIN:VTIMEZONE") <= lines.count("BEGIN:STANDARD")
    found: list[dict[str, str]] = []
    for block in "\n".join(lines).split("BEGIN:VEVENT\n")[1:]:
        own, alarm, _ = block.partition("END:VEVENT")[0].partition("BEGIN:VALARM")
        found.append({name: value for name, _, value in (line.partition(":") for line in own.splitlines())})
        if alarm:
            found[-1]["VALARM"] = "yes"
    for event in found:
        assert {"UID", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED", "SUMMARY", "STATUS"} <= set(event)
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert event["SEQUENCE"].isdigit()
        if "DTSTART;VALUE=DATE" in event:
            start, end = event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]
            assert date.fromisoformat(end) - date.fromisoformat(start) == timedelta(days=1)
    assert len({event["UID"] for event in found}) == len(found)
    return found


def parts(data: bytes, name: str) -> list[Any]:
    return list(Calendar.from_ical(data).walk(name))


def both(data: bytes) -> list[tuple[str, Any]]:
    """Each event's UID and start as two libraries read them, who must agree."""
    one = [(str(e["UID"]), e["DTSTART"].dt) for e in parts(data, "VEVENT")]
    two = [(e.uid.value, e.dtstart.value) for e in vobject.readOne(data.decode()).contents.get("vevent", [])]
    assert [name for name, _ in one] == [name for name, _ in two]
    for (_, mine), (_, theirs) in zip(one, two, strict=True):
        assert mine == theirs or (isinstance(mine, datetime) and mine.astimezone(UTC) == theirs.astimezone(UTC))
    return one


def publication(root: Path, as_of: date = mini.AS_OF, **country: str) -> Publication:
    changes: dict[str, mini.Change] = {mini.PART_FILE: ENDING}
    changes |= {f"countries/{code}.yaml": text for code, text in country.items()}
    examined = examine(mini.write(root, changes), as_of)
    assert examined.corpus is not None
    assert examined.links is not None
    assert not [each for each in examined.problems if each.is_error], examined.problems
    return Publication(examined.corpus, examined.links, as_of)


def dates_of(made: Publication, code: str = "KE") -> dict[str, dict[str, str]]:
    data = checklist_files(made, [code])[f"countries/{code.lower()}/normbook-dates-{code.lower()}.ics"]
    both(data)
    return {event["UID"].split("@")[0]: event for event in strict(data)}


class TestTheCalendarsOfStates:
    def test_every_calendar_is_read_alike_and_is_strict(self, tmp_path: Path) -> None:
        files = checklist_files(publication(tmp_path, ke=ENACTED), ["KE", "EE", "SA"])
        calendars = [data for name, data in files.items() if name.endswith(".ics")]
        assert len(calendars) == 4
        for data in calendars:
            assert strict(data)
            both(data)
        assert ALL_DATES in files

    def test_what_binds_rings_and_what_is_indicative_is_tentative(self, tmp_path: Path) -> None:
        made = publication(tmp_path, ke=ENACTED)
        mine, other = dates_of(made), dates_of(made, "EE")
        assert mine["ke.law.duty.sunset"]["STATUS"] == "CONFIRMED"
        assert "VALARM" in mine["ke.law.duty.sunset"]
        assert other["ee.law.duty.sunset"]["STATUS"] == "TENTATIVE"
        assert "VALARM" not in other["ee.law.duty.sunset"]

    @pytest.mark.parametrize(
        "then",
        [
            ENACTED + "term_events:\n  - provision: law/duty\n    what: extended\n    \"on\": 2026-06-01\n"
            "    until: 2031-12-31\n" + SOURCE,
            ENACTED + "term_events:\n  - provision: law/duty\n    what: renewed\n    \"on\": 2026-06-01\n" + SOURCE,
            ENACTED + "enactments:\n  - provision: law/duty\n    own: section 4\n    commenced: 2025-09-01\n" + SOURCE,
            ENACTED.replace("2025", "2024") + "corrected:\n  - {\"on\": 2026-06-01, what: enacted was a year later}\n",
        ],
        ids=["extended", "renewed", "commenced later", "corrected"],
    )
    def test_a_date_that_moves_keeps_its_uid_and_raises_its_sequence(self, tmp_path: Path, then: str) -> None:
        before = dates_of(publication(tmp_path / "a", ke=ENACTED))["ke.law.duty.sunset"]
        after = dates_of(publication(tmp_path / "b", ke=then))["ke.law.duty.sunset"]
        assert before["UID"] == after["UID"]
        assert before["DTSTART;VALUE=DATE"] != after["DTSTART;VALUE=DATE"]
        assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])

    def test_enactment_moves_the_date_and_raises_the_sequence(self, tmp_path: Path) -> None:
        before = dates_of(publication(tmp_path / "a"))["ke.law.duty.sunset"]
        after = dates_of(publication(tmp_path / "b", ke=ENACTED))["ke.law.duty.sunset"]
        fixed = dates_of(publication(tmp_path / "c", ke="iso2: KE\ncommences: 2028-01-01\n"))["ke.law.duty.sunset"]
        assert before["DTSTART;VALUE=DATE"] == "20321130"
        assert fixed["DTSTART;VALUE=DATE"] == "20331231"
        assert after["DTSTART;VALUE=DATE"] == "20310228"
        assert int(before["SEQUENCE"]) < int(fixed["SEQUENCE"]) < int(after["SEQUENCE"])

    def test_a_review_moves_the_next_one_of_every_provision(self, tmp_path: Path) -> None:
        done = ENACTED + "term_events:\n  - provision: law/duty\n    what: reviewed\n    \"on\": 2026-01-31\n" + SOURCE
        before = dates_of(publication(tmp_path / "a", ke=ENACTED))["ke.law.duty.review"]
        after = dates_of(publication(tmp_path / "b", ke=done))["ke.law.duty.review"]
        assert (before["DTSTART;VALUE=DATE"], after["DTSTART;VALUE=DATE"]) == ("20280229", "20290131")
        assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])
        assert after["LAST-MODIFIED"] >= before["LAST-MODIFIED"]

    def test_the_next_edition_raises_every_sequence(self, tmp_path: Path) -> None:
        from normbook.model.manifest import EditionRecord

        made = publication(tmp_path)
        known = EditionRecord(id="1.0", title="First", date=date(2026, 12, 1), status="published", schema_version=1,
                              sha256="0" * 64, normative="0" * 64)  # fmt: skip
        draft, frozen = dates_of(made), dates_of(replace(made, published=(known,), record=known))
        after = dates_of(replace(made, published=(known,)))
        for name, event in draft.items():
            assert int(event["SEQUENCE"]) < int(frozen[name]["SEQUENCE"]) < int(after[name]["SEQUENCE"])

    def test_the_calendar_for_all_has_the_dates_of_each_law_that_is_enacted(self, tmp_path: Path) -> None:
        found = strict(checklist_files(publication(tmp_path, ke=ENACTED), ["EE"])[ALL_DATES])
        own = {event["UID"].split("@")[0]: event for event in found if event["UID"].startswith("all.ke.")}
        assert own["all.ke.law.duty.review"]["DTSTART;VALUE=DATE"] == "20280229"
        assert own["all.ke.law.duty.sunset"]["SUMMARY"].startswith("Ends unless renewed: Kenya\\, ")
        assert all(event["STATUS"] == "CONFIRMED" for event in own.values())

    def test_two_builds_make_the_same_bytes(self, tmp_path: Path) -> None:
        made = [checklist_files(publication(tmp_path / name, ke=ENACTED), ["KE"])[ALL_DATES] for name in "ab"]
        assert made[0] == made[1]


def observed(data: bytes, moment: datetime) -> timedelta:
    """The offset that a file's own VTIMEZONE gives at a moment: that of the last observance that has begun."""
    best: tuple[datetime, timedelta] | None = None
    for part in parts(data, "VTIMEZONE")[0].subcomponents:
        offset = part["TZOFFSETFROM"].td
        begins = part["DTSTART"].dt.replace(tzinfo=UTC) - offset
        if begins <= moment and (best is None or begins > best[0]):
            best = begins, part["TZOFFSETTO"].td
    assert best is not None
    return best[1]


class TestTimesInAZone:
    @settings(max_examples=60, deadline=None)
    @given(
        st.sampled_from(ZONES),
        st.lists(st.integers(28_400_000, 33_600_000), min_size=1, max_size=4, unique=True),
    )
    def test_a_reader_with_the_file_alone_comes_to_the_same_moments(
        self, zone: str, minutes: Sequence[int]
    ) -> None:
        times = [datetime.fromtimestamp(60 * minute, UTC).astimezone(ZoneInfo(zone)) for minute in minutes]
        made = [Happening(f"{n}@x", midnight(date(2026, 1, 1)), at, "Due", "Why") for n, at in enumerate(times)]
        data = whole("-//x//x//EN", "Times", made)
        strict(data)
        events = parts(data, "VEVENT")
        for event, at in zip(events, times, strict=True):
            written = event["DTSTART"].dt
            if at.fold:
                assert event["DTSTART"].to_ical().endswith(b"Z")
                assert written == at
                continue
            offset = observed(data, at.astimezone(UTC))
            assert offset == at.utcoffset()
            assert written.replace(tzinfo=None) - offset == at.astimezone(UTC).replace(tzinfo=None)

    def test_the_hour_that_comes_twice_is_written_in_utc(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold) for fold in (0, 1))
        data = whole("-//x//x//EN", "Times", [Happening(f"{n}@x", midnight(date(2026, 1, 1)), at, "Due", "Why")
                                              for n, at in enumerate((first, second))])  # fmt: skip
        assert "DTSTART;TZID=Europe/Berlin:20261025T023000" in unfolded(data)
        assert "DTSTART:20261025T013000Z" in unfolded(data)

    def test_summer_begins_at_the_time_the_clock_showed_before(self) -> None:
        at = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Berlin"))
        data = whole("-//x//x//EN", "Times", [Happening("a@x", midnight(date(2026, 1, 1)), at, "Due", "Why")])
        lines = unfolded(data)
        summer = lines[lines.index("BEGIN:DAYLIGHT") : lines.index("END:DAYLIGHT")]
        assert {"DTSTART:20260329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"} <= set(summer)
        assert "BEGIN:STANDARD" in lines

    @given(st.text("ab,;\\\né ", min_size=1, max_size=200).filter(str.strip))
    def test_any_words_survive_folding_and_escaping(self, words: str) -> None:
        data = whole("-//x//x//EN", "T", [Happening("a@x", midnight(date(2026, 1, 1)), date(2026, 2, 1), words, words)])
        strict(data)
        (event,) = parts(data, "VEVENT")
        assert str(event["DESCRIPTION"]) == words
