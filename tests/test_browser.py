"""The site as its readers meet it: in a browser, at two widths, in both colour schemes, with and without JavaScript."""

from __future__ import annotations

import functools
import random
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from normbook.publication import Publication
from normbook.spillover.assessment import Assessment, Effect, assess
from normbook.spillover.inputs import Choices, Hit, Link
from normbook.spillover.wording import why
from normbook.views import spillover

pytestmark = pytest.mark.browser

PAGES = {
    "start": "",
    "norms": "norms/",
    "norm": "norms/not-2/",
    "law": "law/",
    "article": "law/initial-alert/",
    "variants": "law/oversight-body/",
    "definitions": "law/definitions/",
    "schedule": "law/schedule-response-measures/",
    "schedule of terms": "law/schedule-taxonomy/",
    "schedule of the form": "law/schedule-assessment/",
    "schedule of benchmarks": "law/schedule-benchmarks/",
    "blanks": "law/blanks/",
    "timelines": "timelines/",
    "timeline": "timelines/operator-to-csirt/",
    "responses": "responses/",
    "measure": "responses/r17-countermeasures/",
    "spillover": "responses/spillover/#run?m=r12-financial-export",
    "calculator": "timelines/calculator/#calc?timeline=operator-to-csirt&state=KE&from=2026-12-24T09:30",
    "attribution": "attribution/",
    "worksheet": "attribution/worksheet/",
    "taxonomies": "taxonomies/",
    "taxonomy": "taxonomies/severity/",
    "glossary": "glossary/",
    "regimes": "regimes/",
    "regime": "regimes/eu-nis2-art23/",
    "instruments": "instruments/",
    "un-norms": "un-norms/",
    "crosswalk": "un-norms/crosswalk/",
    "incidents": "incidents/",
    "practice": "practice/",
    "playbooks": "playbooks/",
    "playbook": "playbooks/national-crisis/",
    "card": "playbooks/energy/card/",
    "exercises": "exercises/",
    "exercise": "exercises/grid-winter/",
    "facilitator": "exercises/grid-winter/facilitator/",
    "benchmarks": "benchmarks/",
    "sector": "benchmarks/energy/",
    "roadmap": "roadmap/",
    "incident": "incidents/viasat-2022/",
    "sources": "evidence/sources/",
    "correlation": "law/correlation/",
    "countries": "countries/",
    "country": "countries/ke/",
    "clocks": "countries/clocks/",
    "matrix": "countries/matrix/not/",
    "progress": "countries/progress/",
    "adoption": "countries/adoption/",
    "map": "countries/map/",
    "comparison": "countries/compare/#compared?s=ke,fr,sg",
    "groups": "countries/groups/",
    "reviews": "reviews/",
    "downloads": "downloads/",
}
"""One page of each kind."""

WIDTHS = (1280, 390)
SCHEMES: dict[Literal["light", "dark"], str] = {"light": "default", "dark": "slate"}
LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(WIDTHS[0], "light"), (WIDTHS[0], "dark"), (WIDTHS[1], "light")]
TALL = 2600
"""Pixels: no side bar has to scroll, which would cut an entry in two and make it look like too small a target."""
RULES: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

OF_COLOUR: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The rules whose outcome depends on the colour scheme: the others would find the same twice."""

OF_LAYOUT: dict[str, Any] = {"runOnly": {"type": "rule", "values": [
    "aria-hidden-focus", "button-name", "landmark-one-main", "link-name", "page-has-heading-one", "region",
    "scrollable-region-focusable", "target-size",
]}}  # fmt: skip
"""For the phone: what hangs on which things are shown, how large and where. Names and colours were looked at."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(whole_site: Path) -> Iterator[str]:
    """The built site, served on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(whole_site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/draft/"
    server.shutdown()
    server.server_close()


def opened(browser: Browser, url: str, width: int, scheme: str, said: list[str], javascript: bool = True) -> Page:
    """A page in a fresh context; console errors, failed and third-party requests are noted in `said`."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        java_script_enabled=javascript,
    )
    page = context.new_page()
    listen(page, "/".join(url.split("/")[:3]), said)
    page.goto(url, wait_until="load")
    return page


def listen(page: Page, home: str, said: list[str]) -> None:
    """Note in `said` what the page complains of, and what it asks of others than `home`."""
    page.on("console", lambda m: said.append(f"console {m.type}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(f"script error: {e}"))
    page.on("response", lambda r: said.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on(
        "request",
        lambda r: said.append(f"third party: {r.url}") if not r.url.startswith((home, "data:", "blob:")) else None,
    )


@pytest.fixture(scope="module")
def tab(address: str, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """One tab for the pages that are only looked at, with what they complain of: a window for each would cost more."""
    said: list[str] = []
    page = browser.new_page(reduced_motion="reduce")
    listen(page, address.removesuffix("/draft/"), said)
    yield page, said
    page.close()


THIN = """() => {
  const name = n => n.tagName + "." + (n.getAttribute("class") || "");
  const shape = e => name(e) + [...new Set([...e.querySelectorAll("*")].map(name))].sort().join();
  const lists = "tbody, tr, ul, ol, dl, dd, p, fieldset, svg, g";
  for (const parent of document.querySelectorAll(lists)) {
    const children = [...parent.children];
    if (parent.isConnected && children.length > 4) {
      const seen = {};
      for (const child of children) {
        const own = shape(child);
        seen[own] = (seen[own] || 0) + 1;
        if (seen[own] > 1 || Object.keys(seen).length > 4) child.remove();
      }
    }
  }
}"""
"""Leaves four of a list, each of another shape: axe would look at two hundred rows that differ in words alone."""


AXE = Axe().axe_script
BROKEN_RULES = """async rules => {
  const found = await axe.run({...rules, resultTypes: ["violations"], iframes: false});
  return found.violations.map(rule => `${rule.id}: ${rule.help}: ${rule.nodes[0].html.slice(0, 160)}`);
}"""
"""What axe finds, a line for each rule. Asked for violations alone it does not describe all that is as it should be."""


@pytest.mark.parametrize("kind", PAGES)
def test_page_is_accessible_and_quiet(kind: str, address: str, tab: tuple[Page, list[str]]) -> None:
    """WCAG 2.2 AA as far as axe can see it, no error, no request to elsewhere, nothing wider than the screen."""
    page, said = tab
    said.clear()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDTHS[0], "height": TALL})
    page.goto(address + PAGES[kind], wait_until="load")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": TALL})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{kind} is {overflow} px too wide at {width}"
    page.evaluate(THIN)
    page.evaluate(AXE)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": TALL})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("s => document.body.dataset.mdColorScheme === s", arg=SCHEMES[scheme])
        rules = OF_COLOUR if scheme == "dark" else RULES if width == WIDTHS[0] else OF_LAYOUT
        assert not page.evaluate(BROKEN_RULES, rules), f"{kind} at {width}, {scheme}"
    assert not said, kind


def test_countries_table_is_complete_without_javascript(address: str, browser: Browser) -> None:
    """The index lists every Member State when no script runs, and shows no filter that would do nothing."""
    page = opened(browser, address + "countries/", 1280, "light", [], javascript=False)
    rows = page.locator("main table tbody tr:has(a)")
    assert rows.count() >= 193
    assert not any(form.is_visible() for form in page.locator("form.nb-filter").all())
    page.context.close()


def test_every_card_prints_on_one_page(address: str, browser: Browser) -> None:
    """A card hangs on a wall: one page of A4, with all orders on it, whatever the playbook."""
    page = opened(browser, address + "playbooks/", 1280, "light", [])
    cards = {str(link.get_attribute("href")) for link in page.locator("a[href$='card/']").all()}
    assert len(cards) >= 8
    for card in sorted(cards):
        page.goto(f"{address}playbooks/{card}")
        printed = page.pdf(prefer_css_page_size=True)
        sheets = re.findall(rb"/Type\s*/Page\b", printed)
        assert len(sheets) == 1, card
        size = re.search(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
        assert size, card
        assert [round(float(side) / 72 * 25.4) for side in size.groups()] == [210, 297], card
    page.context.close()


@pytest.mark.parametrize("kind", ["country", "crosswalk", "matrix", "variants"])
def test_nothing_is_cut_off_on_paper(kind: str, address: str, browser: Browser) -> None:
    """Tables fit the width of their sheet: a checklist keeps its last column, where the answers stand."""
    page = opened(browser, address + PAGES[kind], WIDTHS[0], "dark", [])
    page.emulate_media(media="print")
    wide = page.locator("table.nb-check, table.nb-matrix").count() > 0
    page.set_viewport_size({"width": 1032 if wide else 657, "height": 900})  # what the margins leave of A4
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    sheet = re.search(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", page.pdf(prefer_css_page_size=True, page_ranges="1"))
    assert sheet
    assert (float(sheet[1]) > float(sheet[2])) == wide
    page.context.close()


def test_closed_drawer_is_passed_by_on_a_phone(address: str, browser: Browser) -> None:
    """No stop out of sight; opened by keyboard, the drawer has the focus, leads back a level, and Escape closes it."""
    page = opened(browser, address + PAGES["norm"], 380, "light", [])
    within = "document.activeElement.closest('.md-sidebar--primary') !== null"
    for _ in range(30):
        page.keyboard.press("Tab")
        assert not page.evaluate(within)
    opener = page.locator("label[for=__drawer] > .nb-press")
    opener.press("Enter")
    assert page.evaluate(within)
    assert page.evaluate("document.activeElement.innerText") == "Notification"
    page.keyboard.press("Enter")
    page.locator(".md-sidebar--primary a", has_text="Foundations").first.focus()
    assert page.evaluate(within)
    page.keyboard.press("Escape")
    assert opener.evaluate("button => button === document.activeElement && button.ariaExpanded === 'false'")
    page.context.close()


def test_exercise_shows_what_is_due_alone(address: str, browser: Browser) -> None:
    """Somebody who wants the deadlines only gets them, and no inject."""
    page = opened(browser, address + PAGES["exercise"], 1280, "light", [])
    page.locator("select[name=kind]").select_option("due")
    shown = [row for row in page.locator("#grid-table tr[data-kind]").all() if row.is_visible()]
    assert shown
    assert {row.get_attribute("data-kind") for row in shown} == {"due"}
    page.context.close()


def test_response_menu_filters(address: str, browser: Browser) -> None:
    """Choosing a legal character leaves only rows that bear it, and says how many."""
    page = opened(browser, address + "responses/", 1280, "light", [])
    form = page.locator("form.nb-filter").first
    form.locator("select[name=character]").select_option("retorsion")
    table = page.locator("table#" + str(form.get_attribute("data-table")))
    shown = [row for row in table.locator("tbody tr[data-character]").all() if row.is_visible()]
    assert shown
    assert all("retorsion" in str(row.get_attribute("data-character")) for row in shown)
    assert str(len(shown)) in form.inner_text()
    page.context.close()


def test_what_a_filter_leaves_out_turns_pale_in_the_drawing(address: str, browser: Browser) -> None:
    """The drawing of incidents follows the filter of the table."""
    page = opened(browser, address + "incidents/", 1280, "light", [])
    page.locator("form.nb-filter select[name=sector]").select_option("water")
    shown = page.locator("#incidents-table tbody tr:not([hidden])")
    keys = {str(row.get_attribute("data-of")) for row in shown.all()}
    bright = page.locator("svg [data-of]:not(.nb-dim)")
    assert keys
    assert {str(group.get_attribute("data-of")) for group in bright.all()} == keys
    page.context.close()


def test_clocks_of_states_filter_by_region_and_by_verdict(address: str, browser: Browser) -> None:
    """One choice for each stage: which States have a first report that is faster than the handbook's."""
    page = opened(browser, address + "countries/clocks/", 1280, "light", [])
    form, rows = page.locator("form.nb-filter"), page.locator("#clocks-of-states tbody tr:not([hidden])")
    everything = rows.count()
    form.locator("select[name=operator-to-csirt-initial-alert]").select_option("faster")
    faster = [row.locator("th").inner_text() for row in rows.all()]
    assert {"Australia", "Singapore"} <= set(faster)
    assert "India" not in faster, "it counts from another moment"
    form.locator("select[name=region]").select_option("asia")
    assert 0 < rows.count() < len(faster) < everything
    page.context.close()


def test_checklist_of_a_state_filters_by_cell_and_by_group(address: str, browser: Browser) -> None:
    """Rows carry no marks of their own: priority is read from its cell, the family from the group of rows."""
    page = opened(browser, address + "countries/ke/", 1280, "light", [])
    form, rows = page.locator("form.nb-filter"), page.locator("#checklist-rows tr[id]:not([hidden])")
    everything = rows.count()
    page.wait_for_function("document.querySelector('[aria-label=Checklist]').tabIndex === -1")  # it fits: no stop
    form.locator("select[name=family]").select_option("NOT")
    ids = [str(row.get_attribute("id")) for row in rows.all()]
    assert ids
    assert all(name.startswith("not-") for name in ids)
    form.locator("select[name=priority]").select_option("core")
    assert 0 < rows.count() < len(ids)
    assert {row.locator("td").first.inner_text() for row in rows.all()} == {"core"}
    page.reload()
    assert 0 < rows.count() < len(ids), "the address remembers the choice"
    form.locator("button").click()
    form.locator("select[name=status]").select_option("met")
    assert 0 < rows.count() < everything
    page.context.close()


def test_search_finds_an_article(address: str, browser: Browser) -> None:
    """A reader who types words of an article finds it."""
    page = opened(browser, address, 1280, "light", [])
    page.locator("input[name=query]").click()
    page.locator("input[name=query]").fill("spillover assessment")
    page.locator(".md-search-result__item a").first.wait_for(timeout=15_000)
    assert any(
        "spillover-assessment" in str(link.get_attribute("href"))
        for link in page.locator(".md-search-result__item a").all()
    )
    page.context.close()


def test_every_door_is_one_click_from_the_start(address: str, browser: Browser) -> None:
    """The three kinds of reader find their way in on the first page, by keyboard too."""
    page = opened(browser, address, 1280, "light", [])
    doors = page.locator(".nb-doors a")
    assert [door.get_attribute("href") for door in doors.all()] == ["norms/", "law/", "countries/"]
    doors.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/law/")
    page.context.close()


def test_site_opens_from_disk(browser: Browser, draft: Path) -> None:
    """A page that was copied to a disk reads without a server."""
    page = browser.new_page()
    page.goto((draft / "norms" / "not-2" / "index.html").as_uri())
    assert page.locator("h1").inner_text().startswith("NOT-2")
    assert page.locator(".nb-statement").is_visible()
    page.close()


def _as_script(found: Assessment, names: dict[str, str]) -> list[dict[str, Any]]:
    """An assessment as the page's script gives it, with the words for every effect."""

    def effect(each: Effect) -> dict[str, Any]:
        steps = [{"sector": s.sector, "channel": s.channel, "level": s.level, "arrival": s.arrival} for s in each.path]
        words = why(each, names) if steps else ""
        return {"level": each.level, "arrival": each.arrival, "path": steps, "why": words}

    return [{"sector": each.sector} | {
        channel: [effect(case) for case in (cases.lower, cases.middle, cases.upper)]
        for channel, cases in (("supply", each.supply), ("price", each.price))
    } for each in found.findings]  # fmt: skip


def test_spillover_script_and_program_agree(address: str, browser: Browser, publication: Publication) -> None:
    """On 600 random inputs, and on every measure of the corpus, both find the same levels, times, paths and words."""
    tool = spillover.tool(publication)
    assert tool is not None
    chance = random.Random(20261201)  # noqa: S311 - a sample, not a secret
    codes = list(tool.sectors)
    inputs: list[tuple[list[Link], list[Hit], int, list[str]]] = []
    for _ in range(600):
        some = chance.sample(codes, chance.randint(2, len(codes)))
        pairs = [(on, sector) for on in some for sector in some if on != sector]
        links = [Link(on, sector, chance.randint(0, 3), chance.randint(0, 3), chance.choice((0, 0, 60, 240, 4320)))
                 for on, sector in chance.sample(pairs, min(len(pairs), chance.randint(1, 45)))]
        hits = [Hit(code, chance.randint(0, 3), chance.randint(0, 3)) for code in some[:3]]
        inputs.append((links, hits, chance.choice((0, 1, 240, 1440, 10_000, 43_200)), some))
    real = [Link.of(each) for each in tool.dependencies]
    inputs += [(real, [Hit.of(each) for each in worked.touches], length, codes) for worked in tool.worked
               for length in (60, 2880, 43_200, 525_600)]
    page = opened(browser, address + "responses/spillover/", 1280, "light", [])
    given = [{"links": [[e.on, e.sector, e.supply, e.price, e.holds] for e in links],
              "hits": [[e.sector, e.supply, e.price] for e in hits], "length": length, "sectors": sectors}
             for links, hits, length, sectors in inputs]
    answers = page.evaluate("""([inputs, names]) => inputs.map((input) => {
      const found = normbookSpillover.assess(input);
      for (const each of found)
        for (const effect of [...each.supply, ...each.price]) effect.why = normbookSpillover.why(effect, names);
      return [found, normbookSpillover.reached(found).map((each) => each.sector)];
    })""", [given, tool.sectors])
    for (links, hits, length, sectors), (found, order) in zip(inputs, answers, strict=True):
        expected = assess(links, hits, Choices(length, tuple(sectors)))
        assert found == _as_script(expected, tool.sectors)
        assert order == [each.sector for each in expected.reached]
    page.context.close()


def test_spillover_tool_shows_what_was_worked_out(address: str, browser: Browser, publication: Publication) -> None:
    """A measure that is chosen gives the table that is printed for it without a script, row for row."""
    tool = spillover.tool(publication)
    assert tool is not None
    said: list[str] = []
    page = opened(browser, address + "responses/spillover/", 1280, "light", said)
    for worked in tool.worked:
        page.locator("select[name=measure]").select_option(worked.measure.id)
        rows = [[cell.strip() for cell in row.locator("th, td").all_inner_texts()[:3]]
                for row in page.locator("#follows tbody tr").all()]
        table = page.locator(f"h3#{worked.measure.id} ~ .nb-tablewrap table").first
        printed = [[cell.strip() for cell in row.locator("th, td").all_inner_texts()[:3]]
                   for row in table.locator("tbody tr").all()]
        assert rows == printed
        assert page.url.endswith(f"#run?m={worked.measure.id}")
    assert not said
    page.context.close()


def test_spillover_tool_works_by_keyboard_and_its_address_can_be_kept(address: str, browser: Browser) -> None:
    """Somebody without a mouse replaces an assumption, adds a link, and sends the address to somebody else."""
    url = address + "responses/spillover/"
    said: list[str] = []
    page = opened(browser, url, 1280, "light", said)
    page.locator("select[name=measure]").focus()
    page.keyboard.type("Financial and export")
    assert "Water" in page.locator("#follows").inner_text()
    page.locator("#links tr[data-key='chemicals-manufacturing water'] select").first.focus()
    page.keyboard.type("none")
    assert "yours" in page.locator("#links tr[data-key='chemicals-manufacturing water']").inner_text()
    page.locator("#spillover-add select[name=sector]").select_option("space")
    page.locator("#spillover-add select[name=on]").select_option("energy")
    page.locator("#spillover-add button").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Space leans on Energy: supply"
    page.keyboard.type("grave")
    kept, told = page.url, page.locator("#follows").inner_text()
    assert "d=chemicals-manufacturing.water.0.1.30240*energy.space.3.0.0" in kept
    other = opened(browser, kept, 390, "dark", said)
    assert other.locator("#follows tbody tr").count() == page.locator("#follows tbody tr").count()
    assert "Space" in told
    page.locator("button[name=back]").click()
    assert page.url.endswith("#run?m=r12-financial-export")
    assert page.locator("#links tr.nb-yours").count() == 0
    assert not said
    page.context.close()
    other.context.close()


def test_spillover_tool_bears_a_spoilt_address(address: str, browser: Browser) -> None:
    """What an address says that makes no sense is left out, and nothing of it becomes part of the page."""
    spoilt = "#run?m=constructor&l=-5&t=energy.9.x*__proto__.1*<b>.1.1&d=energy.energy.1*constructor.water.3.3*energy"
    said: list[str] = []
    page = opened(browser, address + "responses/spillover/" + spoilt, 1280, "light", said)
    assert page.locator("input[name=lasts]").input_value() == "30"
    assert page.locator("#links tbody tr").count() == page.evaluate(
        "JSON.parse(document.getElementById('spillover-form').dataset.spillover).links.length")
    assert not said
    page.context.close()


def test_spillover_page_is_complete_without_javascript(address: str, browser: Browser) -> None:
    """The assumptions and a result for each measure are there, and no control that would do nothing."""
    page = opened(browser, address + "responses/spillover/", 1280, "light", [], javascript=False)
    assert page.locator("#links tbody tr").count() > 30
    assert page.locator("#r12-financial-export ~ .nb-tablewrap table tbody tr").count() > 5
    assert not any(control.is_visible() for control in page.locator("article :is(select, input, button)").all())
    page.context.close()
