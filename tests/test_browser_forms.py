"""The two forms of the site in a browser: their scripts give what Python gives, and say it to everybody."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from chrome import opened
from normbook.attribution import outcome, sheet_of
from normbook.conditions import And, Fact, Verdict, evaluate, parse
from normbook.model.response import Measure
from normbook.outputs.scripted import menu
from normbook.publication import Publication
from random_answers import answers as random_answers
from random_answers import menu_facts

pytestmark = pytest.mark.browser

CASES = 300


def plain(verdict: Verdict) -> dict[str, Any]:
    return {"value": verdict.value, "reasons": list(verdict.reasons), "unanswered": list(verdict.unanswered)}


def standing(measure: Measure, facts: dict[str, Fact], data: dict[str, Any]) -> dict[str, Any]:
    """What Python says of a measure: its value and each condition's verdict."""
    tests = [parse(condition.test) if condition.test else None for condition in measure.conditions]
    scales = {name: tuple(scale) for name, scale in data["scales"].items()}
    told = [plain(evaluate(test, facts, scales, data["words"])) if test else None for test in tests]
    whole = evaluate(And(tuple(test for test in tests if test)), facts, scales, data["words"])
    return {"value": whole.value, "conditions": told}


def test_the_menu_in_the_browser_gives_what_python_gives(
    browser: Browser, draft: Path, publication: Publication
) -> None:
    """Every measure under random sets of facts: value, reasons in words, answers that could still decide."""
    dice, data = random.Random(3), menu(publication)  # noqa: S311  not for secrets
    cases = [menu_facts(publication.corpus, dice) for _ in range(CASES)]
    page = opened(browser, draft, "responses")
    asked = """cases => cases.map(facts => normbook.standings(facts).map(one =>
        ({ value: one.value, conditions: one.conditions.map(c => c.verdict) })))"""
    found = page.evaluate(asked, cases)
    values = set()
    for facts, said in zip(cases, found, strict=True):
        expected = [standing(measure, facts, data) for measure in publication.corpus.measures]
        assert said == expected, facts
        values |= {one["value"] for one in expected}
    assert values == {True, False, None}
    page.context.close()


def test_the_worksheet_in_the_browser_gives_what_python_gives(
    browser: Browser, draft: Path, publication: Publication
) -> None:
    """Rules, level and statement of worksheets filled in at random."""
    sheet = sheet_of(publication.corpus, publication.plain)
    assert sheet is not None
    dice = random.Random(5)  # noqa: S311  not for secrets
    cases = [random_answers(sheet, dice) for _ in range(CASES)]
    page = opened(browser, draft, "attribution/worksheet")
    given = [{"facts": dict(one.facts), "entries": dict(one.entries), "classes": sorted(one.classes),
              "markings": sorted(one.markings)} for one in cases]
    found = page.evaluate("cases => cases.map(normbook.outcome)", given)
    for one, said in zip(cases, found, strict=True):
        expected = outcome(sheet, one)
        assert said["statement"] == list(expected.statement)
        assert said["ceiling"] == expected.ceiling
        assert said["rules"] == [{"id": rule, **plain(verdict)} for rule, verdict in expected.rules.items()]
    page.context.close()


def test_answers_are_kept_in_the_address_and_announced(browser: Browser, draft: Path) -> None:
    """A result can be sent as a link; what the link does not fit is left out."""
    page = opened(browser, draft, "responses")
    page.locator("#menu-severity").select_option("severe")
    page.locator("input[name=sector][value=health]").check()
    page.locator("input[name=prior_demand][value=no]").check()
    assert page.evaluate("location.hash") == "#menu?severity=severe&sector=health&prior_demand=no"
    status = page.locator("#menu-count")
    assert status.get_attribute("role") == "status"
    closed = page.locator("details[data-state=closed]")
    assert "Countermeasures by the injured State" in closed.inner_text()
    asked = "Has the responsible State been called on to stop and to make good?"
    reason = f"The answer to “{asked}” must be yes (it is no)."
    assert reason in closed.inner_text()
    again = opened(browser, draft, "responses", page.evaluate("location.hash") + "&severity=x&nonsense=yes")
    assert again.locator("#menu-count").inner_text() == status.inner_text()
    assert again.locator("input[name=prior_demand][value=no]").is_checked()
    again.get_by_role("button", name="Clear all answers").click()
    again.wait_for_function("!location.hash")
    assert "0 of 22 measures are open, 22 not known" in again.locator("#menu-count").inner_text()
    page.context.close()
    again.context.close()


def test_the_forms_can_be_used_by_keyboard(browser: Browser, draft: Path) -> None:
    page = opened(browser, draft, "responses")
    page.locator("input[name=channel_open][value='']").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.locator("input[name=channel_open][value=yes]").is_checked()
    assert "channel_open=yes" in page.evaluate("location.hash")
    page.context.close()


def test_without_javascript_the_table_and_the_paper_form_stay(browser: Browser, draft: Path) -> None:
    page = opened(browser, draft, "responses", java_script_enabled=False)
    assert page.locator("#measures tbody tr").count() == 22
    assert not page.locator("#menu input").first.is_visible()
    assert page.locator("#prior_demand").is_visible()
    page.context.close()
    form = opened(browser, draft, "attribution/worksheet", java_script_enabled=False)
    assert form.locator("#c10-answer").is_visible()
    assert not form.locator("#worksheet-statement").is_visible()
    form.context.close()


def test_what_is_entered_on_the_worksheet_stays_on_the_page(browser: Browser, draft: Path) -> None:
    """A filled-in worksheet is sensitive: nothing goes into the address or into a store."""
    page = opened(browser, draft, "attribution/worksheet")
    page.locator("#entry-state").fill("Ruritania")
    page.locator("#c10-answer").select_option("supports")
    page.locator("#c12-answer").select_option("good-record")
    assert "State meant: Ruritania." in page.locator("#worksheet-statement").inner_text()
    assert page.evaluate("location.hash") == ""
    assert "Ruritania" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    page.context.close()


def test_the_evaluator_is_small_and_loaded_where_it_is_needed(draft: Path) -> None:
    assert (draft / "assets" / "conditions.js").stat().st_size < 10_000
    loading = {path.parent.relative_to(draft).as_posix() for path in draft.rglob("index.html")
               if "assets/conditions.js" in path.read_text(encoding="utf-8")}
    assert loading == {"responses", "attribution/worksheet"}
