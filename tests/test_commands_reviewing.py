"""Protects what is told of reviews and sunsets: with reasons, in a State's own words, and by an exit status."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from normbook.commands.reviewing import Wish, reviews_command
from normbook.settings import Settings
from terminal import as_json, asked, events

ROOT = Path(__file__).parents[1]
HERE = Settings(ROOT, date(2026, 12, 1))


def reviews(settings: Settings, within: str, country: str | None, form: str, fail_on: str | None) -> int:
    return reviews_command(settings, Wish(within, country, form, fail_on))


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def copy(project: Path) -> Settings:
    """A corpus to break."""
    return Settings(project, HERE.as_of)


class TestReviews:
    def test_nothing_due_names_the_next_date(self, capsys: pytest.CaptureFixture[str]) -> None:
        shown = asked(capsys, 0, reviews(HERE, "P90D", None, "table", None))
        assert "Nothing falls due." in shown
        assert "Next: Review of " in shown

    def test_overdue_comes_first_and_fails_when_asked_to(self, capsys: pytest.CaptureFixture[str]) -> None:
        late = Settings(ROOT, date(2029, 2, 1))
        shown = asked(capsys, 0, reviews(late, "P5Y", None, "table", None))
        rows = shown.splitlines()[4:]
        assert "overdue, 62 days" in rows[0]
        assert [row[:10] for row in rows] == sorted(row[:10] for row in rows)
        asked(capsys, 1, reviews(late, "P1D", None, "table", "overdue"))
        asked(capsys, 0, reviews(HERE, "P5Y", None, "table", "overdue"))

    def test_the_dates_of_a_state_are_indicative_and_never_overdue(
        self, copy: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A bill was to commence on 1 June 2025, and nothing says that it did."""
        (copy.norms / "countries").mkdir(exist_ok=True)
        (copy.norms / "countries" / "ke.yaml").write_text("iso2: KE\ncommences: 2025-06-01\n", encoding="utf-8")
        eve = replace(copy, as_of=date(2028, 12, 1))
        found = as_json(capsys, reviews(eve, "P6Y", "KE", "json", "overdue"))
        provisions = [item for item in found["items"] if item["id"].startswith("law/")]
        assert provisions
        assert all(item["indicative"] and not item["overdue"] for item in provisions)
        assert any(item["days"] < 0 for item in provisions)
        assert any(item["title"].startswith("article ") for item in provisions)

    def test_a_state_that_has_enacted_counts_from_its_commencement(
        self, copy: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (copy.norms / "countries").mkdir(exist_ok=True)
        (copy.norms / "countries/ke.yaml").write_text(
            "iso2: KE\nenacted: 2027-03-01\nomitted: [law/countermeasures]\n", encoding="utf-8"
        )
        found = as_json(capsys, reviews(copy, "P10Y", "KE", "json", None))
        items = [item for item in found["items"] if item["id"].startswith("law/")]
        assert {item["counted_from"] for item in items} == {"2027-03-01"}
        assert "law/countermeasures" not in {item["id"] for item in items}
        assert not any(item["indicative"] for item in items)

    def test_a_calendar_file_holds_whole_days_with_ids_that_stay(
        self, capsysbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        assert reviews(HERE, "P3Y", "KE", "ics", None) == 0
        found = events(capsysbinary.readouterr().out)
        ids = [str(each["UID"]) for each in found]
        assert len(set(ids)) == len(ids)
        assert "ke.not-2.review@normbook.example" in ids
        assert any(each.startswith("ke.law.") and each.endswith("@normbook.example") for each in ids)
        assert all(type(each["DTSTART"].dt) is date for each in found)

    @pytest.mark.parametrize(
        ("within", "country", "said"),
        [
            ("90D", None, "starts with P"), ("PT24H", None, "no hour"), ("P1D", "Kenia", "KE (Kenya)"),
            ("P-1D", None, "no sign"),
        ],
    )  # fmt: skip
    def test_a_wrong_command_is_refused_with_its_remedy(
        self, within: str, country: str | None, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert said in asked(capsys, 2, reviews(HERE, within, country, "table", None))

    def test_the_end_of_the_calendar_is_no_accident(self, capsys: pytest.CaptureFixture[str]) -> None:
        end = Settings(ROOT, date(9998, 6, 1))
        assert "out of the calendar" in asked(capsys, 2, reviews(end, "P5Y", None, "table", None))
        asked(capsys, 0, reviews(end, "P1D", None, "table", None))

    def test_a_mistake_in_the_corpus_is_shown(self, copy: Settings, capsys: pytest.CaptureFixture[str]) -> None:
        (copy.norms / "glossary.yaml").write_text("terms: 1\n", encoding="utf-8")
        assert "norms/glossary.yaml:1:" in asked(capsys, 1, reviews(copy, "P1D", None, "table", None))
