"""Protects the pages on timelines, responses, attribution, taxonomies and evidence: addresses, escaping, words."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import markdown
import pytest
import yaml

import mini
from normbook import conditions, ids
from normbook.builders.rawblocks import lift
from normbook.lifecycle import regime_in_force
from normbook.model.base import Fact
from normbook.model.corpus import Corpus
from normbook.model.world import Regime
from normbook.outputs.data import taxonomy_files
from normbook.printing import source_path
from normbook.publication import Publication
from normbook.views import evidence, facts, practice, regimes, responses, site, taxonomies, timelines, worksheet
from normbook.views.page import Page
from normbook.views.wording import Wording, floors

VIEWS = (timelines, responses, worksheet, taxonomies, evidence, practice)
SPACES = {"timeline", "measure", "criterion", "taxonomy", "scheme", "term", "regime", "instrument", "un", "incident",
          "playbook", "exercise", "benchmarks", "milestone"}
"""Kinds of object that these pages show."""

FILES = (".xlsx", ".ics", ".csv", ".json")
"""Endings of what pages offer to take away; whether it is there, a build finds out."""

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror=y> *a* _b_ [c](javascript:d) ![i](j) `k` | # ~e~ ^f^ ==g== & "h" '
    "{: .evil onclick=z } {#evil} &lt;s&gt;"
)
"""Words that would be mark-up if a page let them."""


def mine(publication: Publication) -> Iterator[Page]:
    for view in VIEWS:
        yield from view.pages(publication)


@pytest.fixture(scope="module")
def pages(publication: Publication) -> dict[str, Page]:
    return {page.url: page for page in mine(publication)}


@pytest.fixture(scope="module")
def texts(pages: dict[str, Page]) -> dict[str, str]:
    return {url: page.render() for url, page in pages.items()}


@pytest.fixture(scope="module")
def anchored(texts: dict[str, str]) -> dict[str, set[str]]:
    """The anchors of each page."""
    return {url: set(anchors(text)) for url, text in texts.items()}


def small(root: Path) -> Publication:
    """The smallest corpus, made into pages although a test has put mistakes into it."""
    found = mini.look(root)
    assert found.corpus is not None
    assert found.links is not None
    return Publication(found.corpus, found.links, mini.AS_OF)


def meta(text: str) -> dict[str, Any]:
    front = yaml.safe_load(text.split("---\n")[1])
    assert isinstance(front, dict)
    return front


def anchors(text: str) -> list[str]:
    """Ids as a page's source gives them: on headings of Markdown, and on elements of HTML."""
    return re.findall(r"^#+ .*\{ #(\S+) \}$", text, re.MULTILINE) + re.findall(r'\bid="([^"]+)"', text)


def html(text: str) -> str:
    """A page's body as the site builder makes it, as far as these pages use it."""
    body = text.split("---\n", 2)[2]
    known = ["admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"]
    return str(markdown.markdown(body, extensions=known))


# Addresses


def test_each_page_lies_in_the_file_that_its_address_names(pages: dict[str, Page]) -> None:
    for url, page in pages.items():
        assert page.file == source_path(url)
        assert url.endswith("/")
        assert page.title


def test_every_object_of_these_kinds_has_its_page_and_anchor(
    publication: Publication, anchored: dict[str, set[str]]
) -> None:
    for ref in publication.links.targets:
        address = ids.parse(ref)
        if address and address.space in SPACES:
            url, _, fragment = ids.url(address).partition("#")
            assert url in anchored, ref
            assert not fragment or fragment in anchored[url], ref


def test_the_page_of_an_object_names_it_as_its_subject(publication: Publication, pages: dict[str, Page]) -> None:
    subjects = {page.subject for page in pages.values()}
    assert {f"timeline:{t.id}" for t in publication.corpus.timelines} <= subjects
    assert {f"measure:{m.id}" for m in publication.corpus.measures} <= subjects
    assert {f"regime:{r.id}" for r in publication.corpus.regimes} <= subjects
    assert {f"taxonomy:{t.id}" for t in publication.corpus.taxonomies} <= subjects


def test_no_anchor_stands_twice_on_a_page(texts: dict[str, str]) -> None:
    for url, text in texts.items():
        found = anchors(text)
        assert sorted(found) == sorted(set(found)), url


def test_every_link_leads_to_a_page_and_an_anchor(
    publication: Publication, texts: dict[str, str], anchored: dict[str, set[str]]
) -> None:
    urls = {page.url for page in site.pages(publication)}
    files = {f"{name}/" for name in taxonomy_files(publication)}
    for url, text in texts.items():
        for target, fragment in _links(url, text):
            assert target in urls | files or target.startswith("downloads/"), (url, target)
            assert not fragment or fragment in anchored.get(target, {fragment}), (url, target, fragment)


def _links(url: str, text: str) -> Iterator[tuple[str, str]]:
    """Address and fragment of every link to a page of the edition: of HTML, of Markdown, and of the bar."""
    for href in re.findall(r'href="([^"]+)"', text):
        if not href.startswith("http") and not href.endswith(FILES):
            path, _, fragment = href.partition("#")
            yield _address(posixpath.join(url, path)) if path else url, fragment
    folder = posixpath.dirname(source_path(url))
    for href in re.findall(r"\]\(([^)\s]+)\)", text.replace("\\]", "")):
        if not href.startswith("http") and not href.endswith(FILES):
            path, _, fragment = href.partition("#")
            file = posixpath.normpath(posixpath.join(folder, path)) if path else source_path(url)
            yield _address(file.removesuffix(".md").removesuffix("index")), fragment
    for action in meta(text).get("actions", ()):
        path, _, fragment = action["href"].partition("#")
        if action.get("kind") != "download":
            yield path or url, fragment


def _address(path: str) -> str:
    plain = posixpath.normpath(path)
    return "" if plain == "." else f"{plain}/"


# What a page is made of


def test_each_page_says_what_it_is_and_from_when(texts: dict[str, str]) -> None:
    for url, text in texts.items():
        front = meta(text)
        assert front["title"], url
        assert front["what"], url
        assert front["date"], url
        assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1, url


def test_pages_of_one_object_lead_to_its_line_in_the_source(publication: Publication, texts: dict[str, str]) -> None:
    for measure in publication.corpus.measures:
        source = meta(texts[f"responses/{measure.id}/"])["source"]
        assert source == f"{measure.place.file}:{measure.place.line}"


def test_blocks_of_html_parse_without_error(texts: dict[str, str]) -> None:
    for url, text in texts.items():
        lifted = lift(text)
        assert "<table" not in lifted.text, f"{url}: a table is not passed through as it is"
        for block in lifted.blocks:
            parser = html5lib.HTMLParser()
            parser.parseFragment(block)
            assert parser.errors == [], (url, block[:200])


def test_drawings_and_tables_hold_the_same_stages(publication: Publication, texts: dict[str, str]) -> None:
    for timeline in publication.corpus.timelines:
        text = texts[f"timelines/{timeline.id}/"]
        for stage in timeline.stages:
            assert f'<a href="#{stage.id}">{stage.title}</a>' in text
            assert stage.title in text.partition("<svg")[2].partition("</desc>")[0]


def test_the_index_of_timelines_lists_every_clock(publication: Publication, texts: dict[str, str]) -> None:
    for timeline in publication.corpus.timelines:
        for stage in timeline.stages:
            assert f'href="{timeline.id}/#{stage.id}"' in texts["timelines/"]


def test_the_menu_can_be_filtered_and_read_without_a_script(publication: Publication, texts: dict[str, str]) -> None:
    text = texts["responses/"]
    rows = re.findall(r"<tr data-rung=.*?</tr>", text)
    assert len(rows) == len(publication.corpus.measures)
    for measure, row in zip(publication.corpus.measures, rows, strict=True):
        assert measure.name in row
        for name, value in (("rung", measure.rung), ("character", measure.legal_character), ("family", measure.family),
                            ("attribution", measure.needs_attribution), ("reversible", measure.reversible)):
            assert f'data-{name}="{value}"' in row
    names = set(re.findall(r'name="(\w+)"', text.partition('<form class="nb-filter"')[2].partition("</form>")[0]))
    assert names == {"q", "rung", "character", "attribution", "family", "reversible"}


def test_a_measure_shows_how_it_ends_and_where_it_was_used(publication: Publication, texts: dict[str, str]) -> None:
    for measure in publication.corpus.measures:
        assert "{ #end }" in texts[f"responses/{measure.id}/"]
    for incident in publication.corpus.incidents:
        for said in incident.responses:
            if said.measure:
                assert f'href="../../incidents/{incident.id}/"' in texts[f"responses/{said.measure}/"]


def test_un_norms_list_the_norms_that_build_on_them(publication: Publication, texts: dict[str, str]) -> None:
    for norm in publication.corpus.norms:
        for basis in norm.basis:
            if basis.un_norm:
                section = texts["un-norms/"].partition(f"{{ #{basis.un_norm} }}")[2].partition("\n## ")[0]
                assert f'href="../norms/{norm.id}/"' in section


# Facts


def _facts(corpus: Corpus) -> Iterator[Fact]:
    yield from corpus.regimes
    yield from corpus.instruments
    yield from corpus.un_norms
    yield from corpus.incidents
    yield from corpus.schemes
    yield from corpus.measures
    yield from (precedent for measure in corpus.measures for precedent in measure.precedents)


def test_where_a_fact_was_seen_is_named_and_never_linked(corpus: Corpus, texts: dict[str, str]) -> None:
    official = {x.url for x in corpus.instruments}
    every = "\n".join(texts.values())
    for fact in _facts(corpus):
        for source in fact.source:
            assert not source.ref.startswith("http") or source.ref in official or f'"{source.ref}"' not in every


def test_what_is_not_confirmed_bears_the_mark(corpus: Corpus, texts: dict[str, str]) -> None:
    for regime in corpus.regimes:
        head = texts[f"regimes/{regime.id}/"].partition("{ #clocks }")[0]
        assert ("not yet confirmed" in head) is regime.unconfirmed, regime.id
    for item in corpus.instruments:
        section = texts["instruments/"].partition(f"{{ #{item.id} }}")[2].partition("\n#")[0]
        assert not item.unconfirmed or "not yet confirmed" in section
    for incident in corpus.incidents:
        assert not incident.unconfirmed or "not yet confirmed" in texts[f"incidents/{incident.id}/"]


def test_an_attribution_is_printed_as_the_statement_of_somebody(corpus: Corpus, texts: dict[str, str]) -> None:
    for incident in corpus.incidents:
        for said in incident.attribution:
            if said.by:
                verb = "Claimed" if said.form.startswith("claim") else "Attributed"
                assert f"<strong>{verb} by {said.by}</strong>" in texts[f"incidents/{incident.id}/"]


@pytest.mark.parametrize(("written", "shown", "machine"), [
    ("2020-07-30", "30 July 2020", "2020-07-30"), ("2020-07", "July 2020", "2020-07"), ("2020", "2020", "2020"),
    ("2018-2024", "2018-2024", ""), ("1990s", "1990s", ""), ("to 2025", "to 2025", ""), ("2020-13", "2020-13", ""),
    ("2020-02-31", "2020-02-31", ""),
])  # fmt: skip
def test_dates_as_far_as_they_are_known(written: str, shown: str, machine: str) -> None:
    assert facts.when(written) == shown
    assert facts.machine(written) == machine


def _regime(**fields: Any) -> Regime:
    stage = {"name": "report", "calendar": "clock", "counted_from": fields.pop("counted_from", "awareness"),
             "event": fields.pop("event", [])}
    given = {"id": "x", "jurisdiction": "INT", "short": "A law", "instrument": "A law", "kind": "law",
             "who_notifies": "a", "notifies_whom": "b", "trigger": "c", "stages": [stage], "in_force": "2000-01-01",
             "status": "in force"}
    return Regime.model_validate(given | fields)


@pytest.mark.parametrize(("from_", "status", "expected"), [
    ("2026-12-01", "in force", "yes"), ("2026-12-02", "adopted", "no"), ("not commenced", "partly in force", "no"),
    ("applied from 18 October 2024", "in force; entities identified", "yes"), ("phased", "enacted", "partly"),
])  # fmt: skip
def test_whether_a_regime_is_in_force_on_a_date(from_: str, status: str, expected: str) -> None:
    assert regime_in_force(_regime(in_force=from_, status=status), date(2026, 12, 1)) == expected


@pytest.mark.parametrize(("event", "token"), [
    (["awareness"], "awareness"), (["awareness", "active-exploitation-known"], "awareness"),
    (["discovery"], "discovery"), (["materiality"], "decision"), (["determination"], "decision"), (["other"], "other"),
    (["incident-closed"], "other"), ([], "unsorted"),
])  # fmt: skip
def test_what_starts_a_clock_of_a_regime(event: list[str], token: str) -> None:
    stage = _regime(event=event, counted_from="awareness").stages[0]
    assert regimes.start_of(stage) == token, "the words alone decide nothing"


# Conditions in words


@pytest.mark.parametrize(("test", "words"), [
    ("severity >= significant", "severity at least significant"),
    ("severity >= severe and confidence >= high", "severity at least severe and confidence at least high"),
    ("severity < severe", "severity below severe"),
    ("not severity >= severe", "severity below severe"),
    ("legal-character == retorsion", "legal character retorsion"),
    ("sector in (energy, health)", "sector one of energy, health"),
    ("not sector in (energy, health)", "sector none of energy, health"),
    ("channel_open", "channel_open yes"),
    ("not channel_open", "channel_open no"),
    ("not (channel_open and urgent)", "channel_open no or urgent no"),
    ("urgent and (channel_open or not severity > low)", "urgent yes and (channel_open yes or severity at most low)"),
])  # fmt: skip
def test_a_test_in_plain_words(publication: Publication, test: str, words: str) -> None:
    wording = Wording(publication, publication.printer("responses/r01/"))
    said = re.sub(r"<[^>]+>", "", str(wording.say(conditions.parse(test))))
    for name, question in wording.questions.items():
        said = said.replace(question, name)
    assert said == words


def test_a_condition_leads_to_its_question(publication: Publication, texts: dict[str, str]) -> None:
    questions = publication.corpus.questions
    assert questions is not None
    for question in questions.questions:
        assert question.id in anchors(texts["responses/"])


def test_what_a_measure_never_goes_below(publication: Publication) -> None:
    measures = {measure.id: measure for measure in publication.corpus.measures}
    assert floors(measures["r11-targeted-sanctions"]) == {"severity": "significant", "confidence": "high"}
    assert floors(measures["r04-technical-advisory"]) == {}, "an alternative is no floor"


# The glossary


def test_a_longer_term_hides_the_shorter_one_inside_it(tmp_path: Path) -> None:
    longer = "  - {id: grave-incident, term: grave incident, definition: an incident that is grave, scope: handbook}\n"
    found = mini.look(tmp_path, {
        "glossary.yaml": mini.add(longer),
        mini.NORM_FILE: lambda text: text.replace("of incidents in time", "of a grave incident in time"),
        mini.PART_FILE: lambda text: text.replace("of an incident:", "of incidents, non-incident and incidental:"),
    })
    assert found.corpus is not None
    assert found.links is not None
    uses = taxonomies.term_uses(Publication(found.corpus, found.links, mini.AS_OF))
    assert uses["grave-incident"] == ["not-1"]
    assert uses["incident"] == ["law/duty"]


# What a drafter may write without harm

_PROSE = {
    "title", "short", "short_title", "summary", "name", "label", "definition", "instrument", "kind", "status", "gist",
    "note", "notes", "licence", "version", "publisher", "caution", "question", "look_for", "answers", "text", "reason",
    "statement", "help", "who_notifies", "notifies_whom", "trigger", "scope", "counted_from", "content", "basis_note",
    "ends", "elaborated_in", "no_mapping", "pinpoint", "words",
}
_CLOSED = {
    ("instruments/un-charter.yaml", "kind"), ("glossary.yaml", "scope"), (mini.TIMELINE_FILE, "counted_from"),
    (mini.MEASURE_FILE, "instrument"),
}  # fmt: skip
"""Fields of those names that hold an id or one of a few words."""

_OURS = (
    "timelines/", "responses/", "attribution/", "taxonomies/", "regimes/", "instruments/", "incidents/", "glossary",
)  # fmt: skip


def _poisoned(file: str, value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _poisoned(file, v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_poisoned(file, v, key) for v in value]
    if isinstance(value, str) and key in _PROSE and (file, key) not in _CLOSED:
        return f"{value} {HOSTILE}"
    return value


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All pages of a corpus in which every string of prose ends in hostile words."""
    changes: dict[str, mini.Change] = {}
    for file, text in mini.FILES.items():
        if file.startswith(_OURS):
            # JSON is YAML, and needs no care about quoting.
            changes[file] = json.dumps(_poisoned(file, yaml.load(text, yaml.CSafeLoader)))
    found = mini.look(tmp_path_factory.mktemp("poisoned"), changes)
    assert found.corpus is not None
    assert found.links is not None
    assert len(found.corpus.measures) == len(found.corpus.timelines) == len(found.corpus.regimes) == 1
    return {page.url: page.render() for page in mine(Publication(found.corpus, found.links, mini.AS_OF))}


def test_no_content_becomes_mark_up(poisoned: dict[str, str]) -> None:
    for url, text in poisoned.items():
        made = html5lib.parse(html(text), namespaceHTMLElements=False)
        for element in made.iter():
            if isinstance(element.tag, str):
                names = {name for name in element.attrib if name.startswith("on")}
                assert element.tag not in ("script", "img", "del", "sub", "sup", "mark", "s"), (url, element.tag)
                assert not names, (url, element.tag, names)
                assert "evil" not in (element.get("class"), element.get("id")), (url, element.tag)
                assert not (element.get("href") or "").startswith("javascript"), (url, element.tag)


def test_hostile_words_are_printed_as_they_are_written(poisoned: dict[str, str]) -> None:
    for url in ("regimes/xx-law/", "timelines/operator-to-csirt/", "responses/r01-talk/", "taxonomies/intrusion-type/",
                "instruments/", "un-norms/", "incidents/", "glossary/", "attribution/", "taxonomies/reference/"):
        words = "".join(html5lib.parse(html(poisoned[url]), namespaceHTMLElements=False).itertext())
        for part in ("<script>alert(1)</script>", "<img src=x onerror=y>", "_b_", "[c](javascript:d)",
                     "| # ~e~ ^f^ ==g==", "{: .evil onclick=z }", "{#evil}", "&lt;s&gt;"):
            assert part in words, (url, part)


def test_front_matter_stays_data_whatever_is_written(poisoned: dict[str, str]) -> None:
    for url, text in poisoned.items():
        assert set(meta(text)) <= {"title", "description", "what", "status", "status_kind", "date", "actions", "source",
                                   "hide", "wide", "search", "scripts", "linked_data"}, url


def test_a_corpus_of_the_barest_kind_still_has_all_pages(tmp_path: Path) -> None:
    for page in mine(small(mini.write(tmp_path).parent)):
        assert page.render().startswith("---\n")
