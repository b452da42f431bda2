"""The States in a browser: the map, the filters of the index and the comparison, all of them by keyboard."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from chrome import opened
from normbook.checklists.records import records
from normbook.checklists.themes import THEMES
from normbook.publication import Publication

pytestmark = pytest.mark.browser

MAP = "svg.nb-map[role=group]"
HERE = "document.activeElement.querySelector('title')?.textContent ?? ''"


def noted(page: Page) -> list[str]:
    """What the page complains of from now on."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def tabbed(page: Page, within: str, most: int = 60) -> None:
    """Press Tab until the focus is within."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("within => Boolean(document.activeElement.closest(within))", within):
            return
    pytest.fail(f"Tab does not lead to {within}")


class TestMap:
    def test_it_is_one_stop_and_arrows_letters_and_enter_lead_on(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/map")
        said = noted(page)
        page.locator(".nb-map-legend a").last.focus()
        tabbed(page, f"{MAP} a", 1)
        assert page.evaluate(HERE).startswith("Algeria (DZ): ")
        page.keyboard.press("ArrowRight")
        assert page.evaluate(HERE).startswith("Egypt (EG): ")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        assert page.evaluate(HERE).startswith("Egypt (EG): ")
        page.keyboard.type("ken")
        assert page.evaluate(HERE) == "Kenya (KE): 24 to 71 hours"
        assert page.locator(".nb-map-said").inner_text() == "Kenya (KE): 24 to 71 hours"
        path = page.locator(f"{MAP} a:focus path")
        others = page.locator(f"{MAP} a:not(:focus) path").first
        assert page.locator(f"{MAP} a:focus").evaluate("link => getComputedStyle(link).outlineStyle") == "none"
        width = "path => parseFloat(getComputedStyle(path).strokeWidth)"
        assert path.evaluate(width) > 2 * others.evaluate(width), "who has the focus is seen"
        page.keyboard.press("Tab")
        assert not page.evaluate(f"Boolean(document.activeElement.closest('{MAP}'))"), "one stop for all"
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(HERE).startswith("Kenya"), "and it is where it was left"
        assert not said
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.endswith("/countries/ke/")
        page.context.close()

    def test_arrows_lead_from_any_state_to_every_other(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/map/tradition")
        reached = page.evaluate("""map => {
          const links = [...document.querySelectorAll(`${map} a`)];
          const step = (from, key) => {
            from.focus();
            from.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            return document.activeElement;
          };
          const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
          const ways = new Map(links.map((link) => [link, keys.map((key) => step(link, key))]));
          const from = (start, next) => {
            const seen = new Set([start]);
            for (const link of seen) for (const other of next(link)) seen.add(other);
            return seen.size;
          };
          const back = (link) => links.filter((other) => ways.get(other).includes(link));
          return [links.length, from(links[0], (link) => ways.get(link)), from(links[0], back)];
        }""", MAP)
        assert reached == [195, 195, 195]
        page.context.close()

    def test_every_state_has_its_name_for_those_who_hear_the_page(
        self, browser: Browser, draft: Path, publication: Publication
    ) -> None:
        page = opened(browser, draft, "countries/map")
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
        names = [node["name"]["value"] for node in tree["nodes"] if node.get("role", {}).get("value") == "link"]
        kinds = {kind.id: kind.words for kind in THEMES[0].kinds}
        shown = ((r, THEMES[0].of(publication, r).kind) for r in records(publication))
        wanted = [f"{r.name} ({r.state.iso2}): {kinds[kind]}" for r, kind in shown]
        assert [name for name in wanted if names.count(name) != 1] == []
        page.context.close()

    def test_without_a_script_every_state_is_a_link_and_the_map_can_be_skipped(
        self, browser: Browser, draft: Path
    ) -> None:
        page = opened(browser, draft, "countries/map", java_script_enabled=False)
        assert page.locator(f"{MAP} a:not([tabindex])").count() == 195
        assert page.locator("main p a[href='#table']").is_visible()
        assert not page.locator("[data-mapped]").first.is_visible()
        assert page.locator("main table tbody tr:has(a)").count() == 195
        page.context.close()


class TestFilters:
    def test_they_combine_by_keyboard_and_the_address_keeps_them(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries")
        said = noted(page)
        rows = page.locator("#states tbody tr:not([hidden])")
        form = page.locator("form.nb-filter")
        assert rows.count() == 195
        tabbed(page, "select[name=region]")
        page.keyboard.type("Asia")
        asia = rows.count()
        tabbed(page, "input[value=fast]")
        page.keyboard.press("Space")
        fast = {row.locator("th").inner_text() for row in rows.all()}
        assert fast == {"China", "Cyprus", "India", "Singapore"}
        tabbed(page, "input[value=position]")
        page.keyboard.press("Space")
        both = {row.locator("th").inner_text() for row in rows.all()}
        assert both == {"China", "Singapore"}
        assert form.locator("output").inner_text() == "2 of 195 entries"
        assert form.locator("output").get_attribute("aria-live") == "polite"
        assert page.url.endswith("#states?region=asia&has=fast&has=position")
        side = form.locator("a")
        assert side.inner_text() == "Set these side by side"
        assert str(side.get_attribute("href")).endswith("#compared?s=cn,sg")
        again = page.context.new_page()
        again.goto(page.url)
        assert {row.locator("th").inner_text() for row in again.locator("#states tbody tr:not([hidden])").all()} == both
        assert again.locator("input[value=fast]").is_checked()
        tabbed(page, "button[type=reset]")
        page.keyboard.press("Enter")
        page.wait_for_function("!location.hash")
        assert rows.count() == 195 > asia > len(fast)
        assert not side.is_visible(), "there is nothing to choose from"
        assert not said
        page.context.close()

    def test_each_choice_keeps_whom_it_names(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries")
        for name, value, state in [("treaty", "MALABO", "Ghana"), ("language", "sw", "Kenya"), ("org", "EAC", "Uganda"),
                                   ("tradition", "religious", "Saudi Arabia"), ("group", "african-group", "Chad")]:
            page.evaluate("address => { location.hash = address; }", f"#states?{name}={value}")
            page.wait_for_function("name => document.querySelector(`select[name=${name}]`).value", arg=name)
            shown = {row.locator("th").inner_text() for row in page.locator("#states tbody tr:not([hidden])").all()}
            assert state in shown, name
            assert 0 < len(shown) < 60, name
        page.context.close()

    def test_without_a_script_the_lists_are_there(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries", java_script_enabled=False)
        assert not page.locator("form.nb-filter").is_visible()
        for name in ("region", "tradition", "language"):
            assert page.locator(f"main a[href$='lists/#{name}'], main a[href$='lists/index.html#{name}']").is_visible()
        page.context.close()


class TestComparison:
    def chosen(self, page: Page) -> list[str]:
        return page.locator("#compared-table thead a").all_inner_texts()

    def test_states_are_chosen_and_removed_by_keyboard(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/compare")
        said = noted(page)
        assert not page.locator("#compared-wrap").is_visible()
        for name in ("Kenya", "France"):
            page.locator("#comparison select[name=state]").focus()
            page.keyboard.type(name)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        assert self.chosen(page) == ["Kenya", "France"]
        assert page.locator("#compared-said").inner_text() == "France added. 2 States side by side."
        page.locator("#comparison select[name=all]").focus()
        page.keyboard.type("East African Community")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert self.chosen(page)[:2] == ["Kenya", "France"]
        assert len(self.chosen(page)) == 9
        tabbed(page, ".nb-chosen button")
        page.keyboard.press("Enter")
        assert "Kenya" not in self.chosen(page)
        assert page.evaluate("document.activeElement.ariaLabel") == "Remove France", "the focus stays in the list"
        assert page.url.endswith("#compared?s=fr,bi,cd,rw,so,ss,tz,ug")
        page.locator("#comparison button[type=reset]").press("Enter")
        page.wait_for_function("!location.hash")
        assert self.chosen(page) == []
        assert not said
        page.context.close()

    @pytest.mark.parametrize("address", ["#compared?s=ke,fr,jp", "?s=KE,fr,jp"])
    def test_an_address_carries_the_choice(self, address: str, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/compare", address)
        assert self.chosen(page) == ["Kenya", "France", "Japan"]
        capitals = page.locator("#compared-table tbody tr", has=page.locator("th", has_text="Capital")).locator("td")
        assert capitals.all_inner_texts() == ["Nairobi", "Paris", "Tokyo"]
        page.context.close()

    def test_a_spoilt_address_is_borne(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/compare", "#compared?s=ke,__proto__,<b>,constructor,zz,,ke&differ=2")
        said = noted(page)
        assert self.chosen(page) == ["Kenya"]
        assert not said
        page.context.close()

    def test_rows_that_say_the_same_can_be_hidden(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/compare", "#compared?s=fr,de")
        rows = page.locator("#compared-table tbody tr:not(.nb-group)")
        every = rows.count()
        page.locator("input[name=differ]").press("Space")
        assert 0 < rows.count() < every
        assert page.url.endswith("#compared?s=fr,de&differ=1")
        for row in rows.all():
            one, other = row.locator("td").all_inner_texts()
            assert one != other
        page.context.close()

    def test_what_is_shown_is_saved_as_a_table_without_formulas(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/compare", "#compared?s=ke,sg")
        page.evaluate("""() => {
          const compare = normbook.compare;
          compare.words.push('=1+1, "quoted"');
          compare.states.ke[1][0] = [compare.words.length - 1];
        }""")
        with page.expect_download() as download:
            page.locator("#compared-save").press("Enter")
        content = Path(str(download.value.path())).read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content, newline="")))
        assert rows[0] == ["Section", "Row", "Kenya", "Singapore"]
        assert rows[1][2] == "'=1+1, \"quoted\""
        assert len(rows) > 20
        assert {len(row) for row in rows} == {4}
        page.context.close()

    def test_names_of_rows_stay_in_sight_on_a_phone(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/compare", "#compared?s=ke,fr,jp,us,br")
        page.set_viewport_size({"width": 380, "height": 800})
        place: Any = page.locator("#compared-table tbody th[scope=row]").first
        before = place.bounding_box()["x"]
        page.locator("#compared-wrap").evaluate("wrap => { wrap.scrollLeft = 300; }")
        assert place.bounding_box()["x"] == pytest.approx(before, abs=1)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        page.context.close()

    def test_without_a_script_it_says_where_to_look(self, browser: Browser, draft: Path) -> None:
        page = opened(browser, draft, "countries/compare", java_script_enabled=False)
        assert page.locator("p[data-scripted]").first.is_visible()
        assert not page.locator("#comparison").is_visible()
        assert page.locator("section dl a").count() == 195
        page.context.close()
