"""Protects progress over time: no answer shows before its day, and what a State did not release never shows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import mini
from normbook.checklists.progress import Dated, dated, standing, steps, undated, within
from normbook.dates import first_day
from normbook.model.national import Answer, EarlierAnswer
from normbook.outputs import progress as files
from normbook.publication import Publication
from normbook.views import countries
from normbook.views import progress as views

FRAME = 20_000
"""What the frame of the site, with its navigation, adds to a page at most."""
DAYS = st.dates(date(2020, 1, 1), date(2027, 1, 1))
STATUSES = st.sampled_from(("not_assessed", "not_met", "partly", "met", "not_applicable"))
WRITTEN = st.one_of(DAYS.map(date.isoformat), DAYS.map(lambda d: f"{d:%Y-%m}"), DAYS.map(lambda d: f"{d:%Y}"))
EARLIER = st.builds(EarlierAnswer, status=STATUSES, as_of=WRITTEN, release=st.booleans())
ANSWERS = st.lists(
    st.builds(Answer, commitment=st.sampled_from(("not-1.a", "not-1.b", "not-2.a")), status=STATUSES,
              as_of=st.one_of(WRITTEN, st.just("")), release=st.booleans(),
              earlier=st.lists(EARLIER, max_size=3).map(tuple)),
    max_size=6,
)  # fmt: skip


def answer(commitment: str, status: str, as_of: str, *earlier: tuple[str, str], **more: Any) -> Answer:
    before = [{"status": s, "as_of": day, "release": True} for s, day in earlier]
    return Answer.model_validate({"commitment": commitment, "status": status, "as_of": as_of, "release": True,
                                  "earlier": before, **more})  # fmt: skip


def dated_(held: list[Answer]) -> tuple[Dated, ...]:
    """The released answers, each under the id that was answered."""
    return dated(held, lambda each: [each.commitment])


def test_a_date_known_to_the_year_or_month_counts_from_its_first_day() -> None:
    assert [first_day(text) for text in ("2026", "2026-03", "2026-03-09")] == [
        date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 9)]  # fmt: skip
    assert [first_day(text) for text in ("", "26", "2026-13", "2026-02-30", "spring 2026", "2026-3")] == [None] * 6


def test_an_answer_holds_until_a_later_one() -> None:
    history = dated_([answer("not-1.a", "met", "2026-05-01", ("not_met", "2024"), ("partly", "2025-06"))])
    said = {day: standing(history, day).get("not-1.a") for day in (
        date(2023, 12, 31), date(2024, 1, 1), date(2025, 5, 31), date(2025, 6, 1), date(2026, 4, 30), date(2026, 5, 1))}
    assert [*said.values()] == [None, "not_met", "not_met", "partly", "partly", "met"]


def test_an_answer_that_was_taken_back_leaves_nothing() -> None:
    history = dated_([answer("not-1.a", "not_assessed", "2026", ("met", "2025"))])
    assert standing(history, date(2025, 6, 1)) == {"not-1.a": "met"}
    assert standing(history, date(2026, 6, 1)) == {}
    assert [step.known for step in steps(history, date(2027, 1, 1))] == [1, 0]


def test_answers_go_along_when_commitments_are_split_or_merged() -> None:
    """As in the checklist: of what was merged the weakest stands, and an own answer before all of them."""
    became = {"not-1.a": ["not-3.a"], "not-1.b": ["not-3.a"], "not-2.a": ["not-4.a", "not-4.b"]}
    given_ = [answer("not-1.a", "met", "2024"), answer("not-1.b", "partly", "2025"), answer("not-2.a", "met", "2024"),
              answer("not-3.a", "met", "2026")]
    history = dated(given_, lambda each: became.get(each.commitment, [each.commitment]))
    assert standing(history, date(2024, 6, 1)) == {"not-3.a": "met", "not-4.a": "met", "not-4.b": "met"}
    assert standing(history, date(2025, 6, 1))["not-3.a"] == "partly"
    assert standing(history, date(2026, 6, 1))["not-3.a"] == "met"


def test_the_own_view_of_a_state_shows_what_it_did_not_release() -> None:
    private = answer("not-1.a", "met", "2026", ("not_met", "2024"), release=False)
    history = dated([private], lambda each: [each.commitment], private=True)
    assert [each.status for each in history] == ["not_met", "met"]


def test_what_was_not_released_never_shows() -> None:
    private = answer("not-1.a", "met", "2026", ("not_met", "2024"), release=False)
    half = Answer.model_validate({"commitment": "not-1.b", "status": "met", "as_of": "2026", "release": True,
                                  "earlier": [{"status": "not_met", "as_of": "2024"}]})  # fmt: skip
    assert dated_([private]) == ()
    assert dated_([half]) == (Dated("not-1.b", "met", date(2026, 1, 1), "not-1.b"),), "the earlier one was not released"


def test_an_answer_without_a_date_is_counted_apart() -> None:
    given_ = [answer("not-1.a", "met", ""), answer("not-1.b", "met", "2026"),
              answer("not-2.a", "met", "", release=False)]
    assert undated(given_) == 1
    assert [each.commitment for each in dated_(given_)] == ["not-1.b"]


@settings(max_examples=50)
@given(ANSWERS, DAYS)
def test_an_answer_after_a_day_never_shows_on_it(held: list[Answer], day: date) -> None:
    """What stood on a day is the same whatever is learnt later."""
    history = dated_(held)
    assert standing(history, day) == standing([each for each in history if each.on <= day], day)


@settings(max_examples=50)
@given(ANSWERS, DAYS, DAYS, st.sampled_from(("not-1.a", "not-1.b", "not-2.a")), STATUSES)
def test_what_is_learnt_changes_no_day_before_it(
    held: list[Answer], day: date, learnt: date, commitment: str, status: Any
) -> None:
    one = dated_(held)
    more = dated_([*held, answer(commitment, status, learnt.isoformat())])
    if day < learnt:
        assert standing(one, day) == standing(more, day)
    elif status != "not_assessed" and not any(d.commitment == commitment and d.on >= learnt for d in one):
        assert standing(more, day)[commitment] == status


@settings(max_examples=50)
@given(ANSWERS, DAYS)
def test_steps_are_the_days_on_which_the_counts_change(held: list[Answer], until: date) -> None:
    history = dated_(held)
    found = steps(history, until)
    assert [step.on for step in found] == sorted({step.on for step in found})
    assert all(step.on <= until for step in found)
    for step in found:
        assert step.counts == Counter(standing(history, step.on).values())
        assert step.counts != Counter(standing(history, step.on - timedelta(1)).values())
    last = found[-1].counts if found else {}
    assert last == Counter(standing(history, until).values())


@settings(max_examples=50)
@given(ANSWERS, DAYS)
def test_the_parts_of_a_history_make_up_the_whole(held: list[Answer], day: date) -> None:
    history = dated_(held)
    parts = [within(history, ids) for ids in (("not-1.a", "not-1.b"), ("not-2.a",))]
    assert standing(history, day) == {**standing(parts[0], day), **standing(parts[1], day)}


# Pages and files


COUNTRY = """\
iso2: KE
answers:
  - commitment: not-1.alert
    status: met
    as_of: 2026-10-05
    release: true
    evidence: A secret that is no part of it.
    earlier:
      - {status: not_met, as_of: "2024", release: true}
      - {status: partly, as_of: 2025-06, release: false}
"""


def small(tmp_path: Path, **changes: mini.Change) -> Publication:
    found = mini.look(tmp_path, {f"countries/{name}.yaml": text for name, text in changes.items()})
    # That a corpus holds no answer that was not released is H01's to see to; here it must not show even so.
    assert {problem.code for problem in found.problems} <= {"H01"}, found.problems
    assert found.corpus is not None
    assert found.links is not None
    return Publication(found.corpus, found.links, mini.AS_OF)


def page(publication: Publication) -> str:
    (made,) = views.pages(publication)
    return made.render()


def test_where_there_is_nothing_the_page_says_so_and_draws_nothing(publication: Publication) -> None:
    made = page(publication)
    assert "There is nothing to show" in made
    assert "<svg" not in made
    assert files.files(publication)[views.CSV].decode().count("\r\n") == 1, "a head and no row"
    kenya = next(p for p in countries.pages(publication) if p.file == "countries/ke.md").render()
    assert "#progress" not in kenya


def test_a_state_that_released_dated_answers_has_a_drawing_and_a_table(tmp_path: Path) -> None:
    made = small(tmp_path, ke=COUNTRY)
    assert made.corpus.countries[0].answers[0].earlier[1].status == "partly"
    kenya = next(p for p in countries.pages(made) if p.file == "countries/ke.md").render()
    section = kenya.partition("{ #progress }")[2].partition("\n## ")[0]
    assert section.count('<svg class="nb-svg"') == 2, "one of all commitments, one of the family"
    assert "From 1 January 2024: 1 not met. From 5 October 2026: 1 met." in section
    assert "partly met</desc>" not in section
    assert "1 June 2025" not in section, "that answer was not released"
    assert "../ke/#progress" in page(made)
    rows = files.files(made)[views.CSV].decode().splitlines()[1:]
    assert rows == ["KE,Kenya,all,2024-01-01,0,0,1,0,1", "KE,Kenya,all,2026-10-05,1,0,0,0,1",
                    "KE,Kenya,NOT,2024-01-01,0,0,1,0,1", "KE,Kenya,NOT,2026-10-05,1,0,0,0,1"]  # fmt: skip


def test_an_answer_that_counts_from_a_later_day_is_not_drawn_yet(tmp_path: Path) -> None:
    later = COUNTRY.partition("    evidence")[0].replace("2026-10-05", "2027-01-01")
    assert "There is nothing to show" in page(small(tmp_path, ke=later))


def test_drawings_of_all_states_fit_on_a_page(tmp_path: Path) -> None:
    """193 States that answered five times each."""
    days = " ".join(f"{{status: {s}, as_of: {2020 + n}-0{n}-01, release: true}}," for n, s in
                    enumerate(["met", "partly", "not_met", "met"], 1))
    text = COUNTRY.partition("    evidence")[0] + f"    earlier: [{days.rstrip(',')}]\n"
    one = len(page(small(tmp_path / "1", ke=text)).encode())
    two = len(page(small(tmp_path / "2", ke=text, sa=text.replace("KE", "SA"))).encode())
    assert one + 192 * (two - one) + FRAME < 300_000
