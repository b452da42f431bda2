"""Protects the comparison of clocks in law with the norm's: no number where two clocks do not start alike."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.calendars import WorkingCalendar
from normbook.checklists.gaps import TREATY, VERDICTS, Comparison, Limit, answered, gaps, measure, others, stage_gaps
from normbook.checklists.merging import AWARENESS, Merged, Place, merged, waits_for
from normbook.checklists.overlaps import names_of
from normbook.checklists.records import StateRecord, record
from normbook.dates import Period, parse_period, words
from normbook.model.timeline import Timeline
from normbook.model.world import Regime
from normbook.outputs import gaps as files
from normbook.publication import Publication
from normbook.views import countries
from normbook.views import gaps as views

AS_OF = date(2026, 12, 1)
ALERT, SUMMARY, REPORT = (f"operator-to-csirt/{name}" for name in ("initial-alert", "forensic-summary", "final-report"))
OPPOSITE = {"faster": "slower", "slower": "faster", "as_fast": "as_fast", "units": "units"}

Found = list[tuple[str, str, str]]


def state(publication: Publication, iso2: str) -> StateRecord:
    return record(publication, next(s for s in publication.corpus.states.states if s.iso2 == iso2))


def found(publication: Publication, iso2: str) -> dict[str, Found]:
    """By stage: regime, verdict with its number, and words."""
    return {
        gap.ref: [(c.regime.id if c.regime else "", c.verdict_words, c.words) for c in gap.comparisons]
        for gap in gaps(state(publication, iso2), publication.corpus, AS_OF)
    }


def regime(*stages: dict[str, Any], **fields: Any) -> Regime:
    base = {"calendar": "clock", "counted_from": "awareness"}
    given_ = {"id": "x", "jurisdiction": "KE", "short": "A law", "instrument": "A law", "kind": "law",
              "who_notifies": "Operators", "notifies_whom": "a body", "trigger": "An event",
              "stages": [{**base, **stage} for stage in stages], "in_force": "2000-01-01", "status": "in force"}
    return Regime.model_validate(given_ | fields)


TIMELINE = Timeline.model_validate({
    "id": "ours", "title": "Ours", "summary": "Two steps.", "sender": "operator", "recipient": "csirt",
    "starts": {"event": "awareness"},
    "stages": [
        {"id": "alert", "title": "Alert", "within": "PT24H", "counted_from": "awareness", "calendar": "clock"},
        {"id": "final", "title": "Final", "within": "P1M", "counted_from": "alert", "calendar": "days"},
    ],
})  # fmt: skip


def alert(**stage: Any) -> Comparison:
    """One clock of a law against the alert of 24 hours."""
    made = regime({"name": "report", "answers": ["ours/alert"], **stage})
    return stage_gaps([made], [TIMELINE], AS_OF)[0].comparisons[0]


# Worked by hand


def test_the_european_union(publication: Publication) -> None:
    """NIS2: 24 and 72 hours and a month, as ours. GDPR: 72 hours. DORA counts from classification."""
    for iso2 in ("DE", "EE"):
        held = found(publication, iso2)
        alerts = {regime: (verdict, said) for regime, verdict, said in held[ALERT]}
        assert alerts["eu-nis2-art23"] == ("as fast", "24 hours, counted from awareness")
        assert alerts["eu-gdpr-art33"] == ("slower by 48 hours", "72 hours, counted from awareness")
        dora, said = alerts["eu-dora-art19"]
        assert dora == "different trigger"
        assert said.startswith("4 hours, but counted from classification as major, which may come later")
        assert "24 hours from awareness" in said, "the outer limit is half of the rule"
        assert [(r, v) for r, v, _ in held[SUMMARY] if r == "eu-nis2-art23"] == [("eu-nis2-art23", "as fast")]
        month = next(said for r, v, said in held[REPORT] if r == "eu-nis2-art23" and v == "as fast")
        assert month == "1 month, counted from incident notification", "Regulation 1182/71 moves it as our rule does"
        assert [v for r, v, _ in held["csirt-to-affected/initial-notice"]] == ["no figure"]
        assert [r or v for r, v, _ in held["csirt-to-affected/closing-notice"]] == ["no duty found"]
    assert ("eu-nis2-art23", "as fast") not in [each[:2] for each in found(publication, "CH")[ALERT]]


def test_the_united_states(publication: Publication) -> None:
    alerts = {r: (v, said) for r, v, said in found(publication, "US")[ALERT]}
    verdict, said = alerts["us-bank-36h"]
    assert (verdict, said) == ("different trigger", "36 hours, but counted from determination, which may come later")
    assert alerts["us-circia"][0] == "not in force"
    assert "72 hours" in alerts["us-circia"][1]
    assert "us-sec-8k-105" not in alerts, "investors are told by it, no authority"
    outside = {(r.id, s.name) for r, s in others(state(publication, "US").regimes)}
    assert {("us-sec-8k-105", "current report"), ("us-nydfs-500", "extortion payment notice")} <= outside


def test_india_and_china_count_from_discovery_and_get_no_number(publication: Publication) -> None:
    ((_, verdict, said),) = found(publication, "IN")[ALERT]
    assert verdict == "different trigger"
    assert said == "6 hours, but counted from noticing or being informed, which may come earlier"
    china = found(publication, "CN")
    assert [(v, said.partition(",")[0]) for _, v, said in china[ALERT]] == [
        ("different trigger", "1 hour"), ("different trigger", "2 hours"), ("different trigger", "4 hours"),
    ]  # fmt: skip
    assert [v for _, v, _ in china[REPORT]] == ["different trigger"]


def test_japan_has_days_against_hours_and_a_duty_without_a_figure(publication: Publication) -> None:
    alerts = {r: (v, said) for r, v, said in found(publication, "JP")[ALERT]}
    verdict, said = alerts["jp-appi"]
    assert verdict == "slower", "in order on any calendar, but no number of hours is made of days"
    assert said == "5 days, counted from knowledge; longer than 24 hours on any calendar"
    assert alerts["jp-acd-2025"][0] == "no figure"
    assert "in force in part or in phases" in alerts["jp-acd-2025"][1]


def test_australia_has_one_faster_and_one_slower_first_report(publication: Publication) -> None:
    assert [v for r, v, _ in found(publication, "AU")[ALERT]] == ["faster by 12 hours", "slower by 48 hours"]


def test_working_days_are_never_set_against_hours(publication: Publication) -> None:
    ((_, verdict, said),) = found(publication, "BR")[ALERT]
    assert verdict == "other units"
    assert said.startswith("3 working days, counted from knowledge; counted in working days")
    assert "and also: 6 working days for small agents" in said


def test_a_state_without_a_regime_has_no_duty_found_and_is_not_said_to_have_none(publication: Publication) -> None:
    tuvalu = gaps(state(publication, "TV"), publication.corpus, AS_OF)
    assert {c.verdict for gap in tuvalu for c in gap.comparisons} == {"no_duty"}
    page = next(p for p in countries.pages(publication) if p.file == "countries/tv.md").render()
    section = page.partition("{ #gaps }")[2].partition("\n## ")[0]
    assert "None found" in section
    assert "does not show that none exists" in section


# Laws


PERIODS = st.one_of(
    st.builds(Period, hours=st.integers(1, 2000)), st.builds(Period, minutes=st.integers(1, 600)),
    st.builds(Period, days=st.integers(1, 400)), st.builds(Period, weeks=st.integers(1, 60)),
    st.builds(Period, months=st.integers(1, 60)), st.builds(Period, days=st.integers(1, 9), hours=st.integers(1, 23)),
)  # fmt: skip
LIMITS = st.builds(Limit, PERIODS, st.sampled_from(("clock", "days", "business")))


@given(LIMITS, LIMITS)
def test_what_is_faster_one_way_is_slower_the_other_by_as_much(one: Limit, other: Limit) -> None:
    there, apart = measure(one, other)
    back, same = measure(other, one)
    assert (OPPOSITE[there], apart) == (back, same)
    assert apart is None or there in ("faster", "slower")


@given(LIMITS)
def test_a_limit_is_as_fast_as_itself_unless_it_counts_working_days(limit: Limit) -> None:
    expected = "units" if limit.business or limit.unit is None else "as_fast"
    assert measure(limit, limit) == (expected, None)


@given(LIMITS, LIMITS)
def test_working_days_and_hours_of_days_never_make_a_number(one: Limit, other: Limit) -> None:
    verdict, apart = measure(one, other)
    if one.business or other.business:
        assert verdict == "units"
    if one.unit and other.unit and one.unit[0] != other.unit[0]:
        assert apart is None
        assert verdict != "as_fast"


@given(LIMITS, st.sampled_from(("discovery", "classification", "determination", "other", "receipt-of-alert")))
def test_another_trigger_never_gives_a_number_or_an_order(limit: Limit, event: str) -> None:
    calendar = "business" if limit.calendar == "business" else "clock"
    made = alert(within=str(limit.period), calendar=calendar, event=[event], counted_from="another moment")
    assert (made.verdict, made.difference) == ("trigger", None)
    assert made.verdict_words == "different trigger"
    assert "but counted from another moment" in made.words


def test_what_a_frozen_edition_does_not_record_is_compared_with_nothing() -> None:
    assert alert(within="PT6H", event=[]).verdict == "trigger", "no number without a recorded moment"
    (found_,) = stage_gaps([regime({"name": "report", "within": "PT6H"})], [TIMELINE], AS_OF)[0].comparisons
    assert found_.regime is None


@pytest.mark.parametrize(("within", "verdict"), [
    ("PT24H", "as fast"), ("PT6H", "faster by 18 hours"), ("PT90M", "faster by 22 hours and 30 minutes"),
    ("PT36H", "slower by 12 hours"), ("P1D", "other units"), ("P5D", "slower"), ("P1M", "slower"),
])  # fmt: skip
def test_against_24_hours(within: str, verdict: str) -> None:
    assert alert(within=within, event=["awareness"]).verdict_words == verdict


def test_a_later_report_compares_only_if_the_reports_before_it_answer_one_another() -> None:
    def final(before: list[str]) -> Comparison:
        made = regime({"name": "first", "within": "PT24H", "event": ["awareness"], "answers": before},
                      {"name": "last", "within": "P2M", "follows": "first", "answers": ["ours/final"]})
        return stage_gaps([made], [TIMELINE], AS_OF)[1].comparisons[0]

    assert final(["ours/alert"]).verdict_words == "slower by 1 month"
    assert final([]).verdict_words == "different trigger"


def test_law_not_in_force_never_has_a_verdict_of_speed() -> None:
    stage = {"name": "r", "within": "PT6H", "event": ["awareness"], "answers": ["ours/alert"]}
    made = regime(stage, in_force="not in force")
    found_ = stage_gaps([made], [TIMELINE], AS_OF)[0].comparisons[0]
    assert (found_.verdict, found_.difference, found_.in_force) == ("not_in_force", None, "no")


# The data


def test_every_clock_of_the_regimes_says_what_starts_it(publication: Publication) -> None:
    events = {t.code for x in publication.corpus.taxonomies if x.id == "clock-event" for t in x.terms} | {"other"}
    for each in publication.corpus.regimes:
        for stage in each.stages:
            assert bool(stage.event) != bool(stage.follows), (each.id, stage.name)
            assert set(stage.event) <= events


def test_a_first_report_to_nobody_public_is_no_alert(publication: Publication) -> None:
    """Investors, and payments of ransom: reports on something else."""
    for each in publication.corpus.regimes:
        for stage in each.stages:
            if "payment" in stage.counted_from or each.id == "us-sec-8k-105":
                assert not stage.answers, (each.id, stage.name)


# Pages and files


def test_the_page_of_a_state_shows_every_comparison_with_its_mark(publication: Publication) -> None:
    made = {p.file: p for p in countries.pages(publication)}
    for iso2 in ("DE", "US", "KE"):
        page = made[f"countries/{iso2.lower()}.md"].render()
        section = page.partition("{ #gaps }")[2].partition("\n## ")[0]
        table = section.partition("<tbody>")[2].partition("</tbody>")[0]
        rows = [row for row in table.splitlines() if row.startswith('<tr><th scope="row">')]
        held = gaps(state(publication, iso2), publication.corpus, AS_OF)
        every = [c for gap in held for c in gap.comparisons if c.regime]
        assert len(rows) == len(every)
        assert sum("not yet confirmed" in row for row in rows) == sum(c.unconfirmed for c in every)
        assert f"normbook deadlines --all --country {iso2} --from 2026-11-21T09:30" in section
        assert "<svg" in section


def test_a_clock_from_another_moment_is_drawn_hollow(publication: Publication) -> None:
    china = views.state_gaps(publication, state(publication, "CN")).drawing
    assert china.count("nb-svg-stage--apart") == 4
    assert "nb-svg-stage--2" not in china


def test_across_states_rows_carry_what_the_filters_ask_for(publication: Publication) -> None:
    (page,) = views.pages(publication)
    text = page.render()
    assert len(text.encode()) < 280_000
    with_law = [s for s in publication.corpus.states.states if record(publication, s).regimes]
    rows = re.findall(r'<tr data-region="([^"]+)"(.*?)><th', text)
    listed = re.findall(r'href="\.\./([a-z]{2})/#gaps"', text)
    assert sorted(listed) == sorted(s.iso2.lower() for s in with_law), "each once, beside those with the same regimes"
    assert len(rows) < len(with_law) - 20
    names = set(re.findall(r'<select name="([^"]+)"', text))
    for _, attributes in rows:
        held = dict(re.findall(r'data-([a-z-]+)="([^"]+)"', attributes))
        assert set(held) <= names
        assert {token for value in held.values() for token in value.split()} <= set(VERDICTS)
    drawn = len(re.findall(r'<svg class="nb-svg"', text.partition("{ #overlaps }")[0]))
    groups = text.partition('id="by-stage"')[2].partition("</table>")[0].count('class="nb-group"')
    assert drawn + text.count("No clock of any law has a figure here") == groups > 3, "a part of the table for each"


def test_files_hold_every_comparison_and_no_formula(publication: Publication) -> None:
    made = files.files(publication)
    rows = list(csv.DictReader(io.StringIO(made["data/gaps.csv"].decode(), newline="")))
    held = json.loads(made["data/gaps.json"])["gaps"]
    assert len(rows) == len(held)
    assert {row["iso2"] for row in rows} == {s.iso2 for s in publication.corpus.states.states}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert {row["verdict"] for row in rows} <= {*VERDICTS, "no_regime_found"}
    for row in rows:
        assert bool(row["difference"]) <= (row["verdict"] in ("faster", "slower"))
        assert not row["difference"] or words(parse_period(row["difference"]))


def test_timelines_between_states_are_answered_by_treaties_alone(publication: Publication) -> None:
    assert "state-to-state" not in {t.id for t in answered(publication.corpus)}
    treaties = [r for r in publication.corpus.regimes if r.jurisdiction == TREATY]
    assert any("state-to-state/first-contact" in s.answers for r in treaties for s in r.stages)


# One schedule


def schedule(publication: Publication, iso2: str, start: str = "2026-11-21T09:30+01:00") -> Merged:
    at = state(publication, iso2)
    place = Place(ZoneInfo(at.state.time_zone), WorkingCalendar(iso2, publication.corpus.weekends))
    return merged(publication.corpus.timelines, at.regimes, {AWARENESS: datetime.fromisoformat(start)}, place,
                  names_of(publication))


@pytest.mark.parametrize("iso2", ["DE", "US", "IN", "JP", "AU", "CN", "BR", "CH", "UA", "SG", "KR", "TV"])
def test_the_schedule_holds_every_clock_once_and_in_order(publication: Publication, iso2: str) -> None:
    made = schedule(publication, iso2)
    keys = [each.key for each in (*made.timed, *made.waiting)]
    assert len(set(keys)) == len(keys)
    law = [f"regime:{r.id}/{n}" for r in state(publication, iso2).regimes if r.in_force != "not in force"
           for n, _ in enumerate(r.stages, 1)]
    assert set(law) == {key for key in keys if key.startswith("regime:")}
    for one, other in pairwise(made.timed):
        assert one.due is not None
        assert other.due is not None
        assert one.due <= other.due
    assert all(each.due and each.due > made.start and each.reasons for each in made.timed)
    assert all(waits_for(each) for each in made.waiting)


def test_germany_has_one_alert_for_several_duties(publication: Publication) -> None:
    made = schedule(publication, "DE")
    due = {each.key: each.due for each in made.timed}
    berlin = ZoneInfo("Europe/Berlin")
    assert due["regime:eu-nis2-art23/1"] == due[f"timeline:{ALERT}"] == datetime(2026, 11, 22, 10, tzinfo=berlin)
    assert due["regime:eu-nis2-art23/4"] == datetime(2026, 12, 24, 23, 59, 59, tzinfo=berlin), \
        "a month from the limit before, to the last hour of its last day"
    one = next(j for j in made.joints if j.role == "csirt" and j.stage == ALERT)
    served = {each.key for each in one.entries}
    assert served == {f"timeline:{ALERT}", "regime:eu-nis2-art23/1", "regime:eu-cra-art14/1"}
    assert all("eu-cer-art15" not in each.key for j in made.joints if j.role for each in j.entries), \
        "by its own words it is for other incidents"  # fmt: skip
    waiting = {each.key: each for each in made.waiting}
    assert waits_for(waiting["regime:eu-dora-art19/1"]) == (
        "starts with: classification as major; by Sunday 22 November 2026, 10:00 (UTC+01:00) at the latest, unless "
        "that comes only later"), "24 hours from awareness"


def test_months_of_union_law_end_as_regulation_1182_71_has_it(publication: Publication) -> None:
    """A month from Wednesday 28 October ends on Saturday 28 November 2026 and runs to Monday (article 3(2) and (4))."""
    due = {each.key: each.due for each in schedule(publication, "DE", "2026-10-25T02:30+02:00").timed}
    assert due["regime:eu-nis2-art23/2"] == datetime(2026, 10, 28, 1, tzinfo=UTC), "the hours are those that pass"
    assert due["regime:eu-nis2-art23/4"] == datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC)


def test_what_counts_from_discovery_has_a_latest_time_and_no_other(publication: Publication) -> None:
    (waiting,) = schedule(publication, "IN", "2026-11-21T09:30+05:30").waiting
    assert (waiting.due, waiting.latest) == (None, datetime(2026, 11, 21, 16, tzinfo=ZoneInfo("Asia/Kolkata")))


def test_law_binds_from_the_day_it_is_in_force(publication: Publication) -> None:
    def law(start: str) -> set[str]:
        made = schedule(publication, "CN", start)
        return {each.key for each in (*made.timed, *made.waiting) if not each.norm}

    assert not law("2025-10-30T09:00+08:00")
    assert law("2025-11-01T09:00+08:00")


def test_working_days_of_law_pass_over_holidays(publication: Publication) -> None:
    """Thursday 23 December 2027 in Brazil: Friday 24, Monday 27 and Tuesday 28 are the three working days."""
    made = schedule(publication, "BR", "2027-12-23T09:00-03:00")
    notice = next(each for each in made.timed if each.key == "regime:br-anpd-15/1")
    assert notice.due == datetime(2027, 12, 28, 23, 59, 59, tzinfo=ZoneInfo("America/Sao_Paulo"))


def test_an_edition_without_our_reading_of_the_regimes_says_so(publication: Publication) -> None:
    """As edition 0.9 was frozen: regimes with neither event nor answer."""
    older = [
        each.model_copy(update={"recipients": (), "stages": tuple(
            s.model_copy(update={"event": (), "follows": "", "answers": ()}) for s in each.stages)})
        for each in publication.corpus.regimes
    ]  # fmt: skip
    frozen = replace(publication, corpus=replace(publication.corpus, regimes=tuple(older)))
    (page,) = views.pages(frozen)
    text = page.render()
    assert "does not record" in text
    assert "#states" not in text, "no action leads to a table that is not there"
    germany = next(p for p in countries.pages(frozen) if p.file == "countries/de.md").render()
    section = germany.partition("{ #gaps }")[2].partition("\n## ")[0]
    assert "does not record" in section
    assert "no duty" not in section.lower()
