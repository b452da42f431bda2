"""Protects the map of States: everyone is on it once, equal areas stay equal, and no class is told by colour alone."""

from __future__ import annotations

import csv
import html
import io
import math
import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

import mini
from normbook.checklists.records import StateRecord, record, records
from normbook.checklists.themes import THEMES, Theme, shortest_clock, theme_table, theme_url
from normbook.languages import language
from normbook.model.national import Country
from normbook.model.world import Regime
from normbook.outputs import countries as outputs
from normbook.publication import Publication
from normbook.resources import templates
from normbook.views import maps
from normbook.views.page import Page
from normbook.worldmap import FIELD, PATTERNS, PLAIN, RingError, equal_earth, placed, rings, shape

SVG = "{http://www.w3.org/2000/svg}"
_FIELD = re.compile(r"M(\d+) (\d+)h(\d+)v\3h-\3z$")

corners = st.lists(st.tuples(st.integers(-3600, 3600), st.integers(-1700, 1700)), min_size=3, max_size=40)


@pytest.fixture(scope="module")
def pages(publication: Publication) -> dict[str, Page]:
    return {page.url: page for page in maps.pages(publication)}


@pytest.fixture(scope="module")
def texts(pages: dict[str, Page]) -> dict[str, str]:
    return {url: page.render() for url, page in pages.items()}


@pytest.fixture(scope="module")
def tables(publication: Publication) -> Mapping[str, list[dict[str, str]]]:
    files = outputs.files(publication)
    return {theme.id: list(csv.DictReader(io.StringIO(files[theme_table(theme)].decode()))) for theme in THEMES}


def drawing(text: str) -> etree._Element:
    """The drawing of a page as a tree; it must be sound as XML."""
    found = re.search(r'<svg class="nb-svg nb-map".*?</svg>', text, re.DOTALL)
    assert found
    return etree.fromstring(found[0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


class TestRings:
    @given(st.lists(corners, min_size=1, max_size=4))
    def test_what_is_written_as_steps_is_read_as_corners(self, outline: list[list[tuple[int, int]]]) -> None:
        def written(ring: list[tuple[int, int]]) -> str:
            steps = [ring[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring))]
            return " ".join(f"{x} {y}" for x, y in steps)

        assert rings(" / ".join(map(written, outline))) == tuple(map(tuple, outline))

    @pytest.mark.parametrize(("text", "why"), [
        ("1 2 x 4 5 6", "whole numbers"), ("1 2 3 4 5", "odd number"), ("1 2 3 4", "at least three"),
        ("0 0 5 5 / ", "at least three"), ("0 0 4001 0 0 5", "leaves the globe"),
        ("0 0 1 1801 0 5", "leaves the globe"),
    ])  # fmt: skip
    def test_what_cannot_be_drawn_says_why(self, text: str, why: str) -> None:
        with pytest.raises(RingError, match=why):
            rings(text)

    def test_no_rings_are_no_outline(self) -> None:
        assert rings("") == ()


class TestProjection:
    @given(st.floats(-180, 180), st.floats(-89, 89))
    def test_equal_areas_stay_equal(self, longitude: float, latitude: float) -> None:
        """A small square on the globe has the same area on the map: the determinant is that of the sphere."""
        step = 1e-4
        (x0, y0), (x1, _), (_, y1) = (equal_earth(longitude, latitude), equal_earth(longitude + step, latitude),
                                      equal_earth(longitude, latitude + step))  # fmt: skip
        area = (x1 - x0) * (y1 - y0) / math.radians(step) ** 2
        assert area == pytest.approx(math.cos(math.radians(latitude)), abs=2e-5)

    def test_it_has_the_shape_that_its_authors_gave_it(self) -> None:
        """The poles are lines 0.59 as long as the equator, and the map is 2.05 times as wide as high."""
        wide, high = equal_earth(180, 0)[0], equal_earth(0, 90)[1]
        assert equal_earth(180, 90)[0] / wide == pytest.approx(0.59, abs=0.005)
        assert wide / high == pytest.approx(2.05, abs=0.01)

    def test_places_lie_as_on_a_map(self) -> None:
        nairobi, tallinn, apia, lima = placed(37, -1), placed(25, 59), placed(188, -14), placed(-77, -12)
        assert tallinn[1] < nairobi[1] < lima[1]
        assert lima[0] < tallinn[0] < nairobi[0] < apia[0]

    def test_a_ring_beyond_one_edge_is_drawn_at_the_other(self) -> None:
        drawn = shape((-3500, 1400), rings("-3560 1400 200 0 0 100 -200 0"))
        assert not drawn.point
        assert int(re.findall(r"\d+", drawn.path)[0]) > placed(170, 70)[0]

    def test_a_speck_is_drawn_as_a_point(self) -> None:
        assert shape((100, 100), rings("100 100 4 0 0 4")).point
        assert shape((100, 100), ()).point


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
class TestDrawing:
    def test_every_state_is_there_once_with_its_name_its_class_and_its_page(
        self, theme: Theme, publication: Publication, texts: dict[str, str]
    ) -> None:
        tree = drawing(texts[theme_url(theme)])
        found = {str(link.findtext(f"{SVG}title")): posixpath.normpath(theme_url(theme) + str(link.get("href")))
                 for link in tree.iter(f"{SVG}a")}
        kinds = {kind.id: kind for kind in theme.kinds}
        every = records(publication)
        shown = {r.state.iso2: kinds[theme.of(publication, r).kind] for r in every}
        wanted = {f"{r.name} ({r.state.iso2}): {shown[r.state.iso2].words}": r.url.rstrip("/") for r in every}
        assert found == wanted
        assert len(wanted) == len(list(tree.iter(f"{SVG}a"))) == 195
        for link in tree.iter(f"{SVG}a"):
            code = str(link.findtext(f"{SVG}text"))
            assert f"({code})" in str(link.findtext(f"{SVG}title")), "what is written on it is in its name"
            assert link.get("class") == f"nb-fill-{shown[code].fill}"

    def test_fields_are_large_enough_and_lie_apart(self, theme: Theme, texts: dict[str, str]) -> None:
        """Each is a square of 24 pixels at least (WCAG 2.5.8), none touches another, and all lie within the drawing."""
        tree = drawing(texts[theme_url(theme)])
        _, _, wide, high = map(int, str(tree.get("viewBox")).split())
        half = wide / int(str(tree.get("width")))
        fields = [tuple(map(int, found.groups())) for path in tree.iter(f"{SVG}path")
                  if (found := _FIELD.search(str(path.get("d"))))]
        assert len(fields) == 195
        assert {side for _, _, side in fields} == {FIELD * half}
        assert FIELD >= 24
        assert all(x >= 0 and x + side <= wide and y + side <= high for x, y, side in fields)
        lowest = max(placed(0, latitude)[1] for latitude in (-56, 80))
        assert all(y > lowest for _, y, _ in fields), "no field lies on the map"
        assert all(abs(a[0] - b[0]) >= a[2] or abs(a[1] - b[1]) >= a[2] for a, b in combinations(fields, 2))

    def test_a_point_lies_on_its_neighbours(self, theme: Theme, texts: dict[str, str]) -> None:
        """Points come last, or the land around them would cover them."""
        paths = [str(link.find(f"{SVG}path").get("d")) for link in drawing(texts[theme_url(theme)]).iter(f"{SVG}a")]
        kinds = ["a9 9" in path for path in paths]
        assert kinds == sorted(kinds)
        assert 20 < sum(kinds) < 60

    def test_classes_differ_in_form_and_not_in_colour_alone(self, theme: Theme, texts: dict[str, str]) -> None:
        fills = [kind.fill for kind in theme.kinds]
        assert len(set(fills)) == len(fills)
        assert set(fills) <= set(PATTERNS)
        patterns = {str(p.get("id")): "".join(str(part.get("d")) for part in p) + str(p.get("patternTransform"))
                    for p in drawing(texts[theme_url(theme)]).iter(f"{SVG}pattern")}
        assert len(set(patterns.values())) == len(patterns)
        assert {f"nb-fill-{fill}" for fill in fills} - {"nb-fill-solid", f"nb-fill-{PLAIN}"} <= set(patterns)

    def test_legend_and_table_and_file_say_what_the_map_says(
        self, theme: Theme, texts: dict[str, str], tables: Mapping[str, list[dict[str, str]]]
    ) -> None:
        text = texts[theme_url(theme)]
        counts = {words: int(n) for words, n in re.findall(r'</svg> <a href="#[^"]+">([^<]+)</a>: (\d+)', text)}
        assert counts == {kind.words: 0 for kind in theme.kinds} | Counter(row["class"] for row in tables[theme.id])
        titles = [str(link.findtext(f"{SVG}title")) for link in drawing(text).iter(f"{SVG}a")]
        drawn = {title.rpartition(" (")[0]: title.partition("): ")[2] for title in titles}
        assert drawn == {row["state"]: row["class"] for row in tables[theme.id]}
        listed = re.findall(r'<tr><th scope="row"><a href="([^"]+)">([^<]+)</a></th>.*?<td data-label="What is known">'
                            r"([^<]*)</td>", text)
        assert {html.unescape(name): html.unescape(because) for _, name, because in listed} == {
            row["state"]: row["what_is_known"].removeprefix("'") for row in tables[theme.id]}
        assert all(f'id="{kind.id}"' in text for kind in theme.kinds)

    def test_a_page_stays_small_and_names_nothing_that_is_apart(
        self, theme: Theme, publication: Publication, texts: dict[str, str]
    ) -> None:
        text = texts[theme_url(theme)]
        assert len(text.encode()) < 150_000
        assert publication.corpus.outlines
        names = {each.name for each in publication.corpus.outlines.apart}
        assert {"Crimea", "W. Sahara"} <= names
        tree = drawing(text)
        assert not names & {str(each.text) for each in tree.iter() if each.text}


def test_land_that_the_united_nations_see_otherwise_is_in_no_state(publication: Publication) -> None:
    """Simferopol is in no outline, Laayoune, Dakhla and Katzrin neither; other cities are where they belong."""
    assert publication.corpus.outlines
    outlines = {each.iso2: rings(each.rings) for each in publication.corpus.outlines.outlines}

    def states_at(longitude: float, latitude: float) -> list[str]:
        return [code for code, outline in outlines.items() for ring in outline
                if inside(ring, longitude * 20, latitude * 20)]

    assert [states_at(*place) for place in ((34.1, 45.0), (-12.9, 26.9), (-15.2, 23.2), (35.7, 33.0))] == [[]] * 4
    assert [states_at(*place) for place in ((37.6, 55.7), (-6.6, 33.6), (36.8, -1.3), (35.5, 33.0), (36.3, 33.5))] == [
        ["RU"], ["MA"], ["KE"], ["IL"], ["SY"]]


def inside(ring: tuple[tuple[int, int], ...], x: float, y: float) -> bool:
    """Whether a point lies in a ring, by the edges that a line from it to the east crosses."""
    turned = [*ring[1:], ring[0]]
    return sum((a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
               for a, b in zip(ring, turned, strict=True)) % 2 == 1


def colours(scheme: str) -> dict[str, str]:
    """The colours that a scheme of the style sheet names."""
    css = (templates() / "theme" / "assets" / "normbook.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for block in re.findall(rf'^\[data-md-color-scheme="{scheme}"\] {{(.*?)}}', css, re.MULTILINE | re.DOTALL):
        found |= dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", block))
    return found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2 of two colours #rrggbb."""
    def luminance(colour: str) -> float:
        parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("scheme", "sea"), [("default", "#ffffff"), ("slate", None)])
def test_contrast_is_three_to_one_wherever_a_form_must_be_seen(scheme: str, sea: str | None) -> None:
    """Ink against its ground and the sea; the edge of a State against the sea, the ground and the solid fill."""
    named = colours(scheme)
    water = sea or named["--md-default-bg-color"]
    ground, solid, edge = named["--nb-map-ground"], named["--nb-map-solid"], named["--nb-map-edge"]
    inks = [named[f"--nb-s{number}"] for number in (1, 2, 3, 4)]
    for one, other in [(edge, water), (edge, ground), (edge, solid), (solid, ground), (solid, water),
                       *((ink, ground) for ink in inks)]:
        assert contrast(one, other) >= 3, (one, other)


class TestClasses:
    def one(self, publication: Publication, **stage: object) -> tuple[Publication, StateRecord]:
        """Kenya with one regime of its own that has one stage."""
        held = {"name": "report", "calendar": "clock", "counted_from": "awareness", "event": ["awareness"],
                "answers": ["operator-to-csirt/initial-alert"], **stage}  # fmt: skip
        regime = Regime.model_validate({
            "id": "ke-law", "jurisdiction": "KE", "short": "A law", "instrument": "A law", "kind": "law",
            "who_notifies": "x", "notifies_whom": "y", "trigger": "z", "stages": [held], "in_force": "2020-01-01",
            "status": "in force",
        })  # fmt: skip
        return self.kenya(replace(publication, corpus=replace(publication.corpus, regimes=(regime,))))

    def kenya(self, made: Publication) -> tuple[Publication, StateRecord]:
        return made, record(made, next(s for s in made.corpus.states.states if s.iso2 == "KE"))

    @pytest.mark.parametrize(("within", "kind"), [
        ("PT23H59M", "under-24"), ("PT24H", "24-to-71"), ("P1D", "24-to-71"), ("PT71H", "24-to-71"),
        ("PT72H", "72-or-more"), ("P3D", "72-or-more"), ("P1M", "72-or-more"), (None, "no-figure"),
    ])  # fmt: skip
    def test_a_clock_falls_into_the_class_of_its_hours(
        self, within: str | None, kind: str, publication: Publication
    ) -> None:
        made, kenya = self.one(publication, within=within)
        assert THEMES[0].of(made, kenya).kind == kind

    def test_what_follows_a_report_or_answers_no_stage_is_no_first_report(self, publication: Publication) -> None:
        other: tuple[dict[str, object], ...] = ({"follows": "report", "event": []}, {"answers": []})
        for more in other:
            made, kenya = self.one(publication, within="PT1H", **more)
            assert shortest_clock(kenya, made.as_of) is None
            assert THEMES[0].of(made, kenya).kind == "none"

    def test_law_after_the_model_is_in_force_from_its_day(self, publication: Publication) -> None:
        theme = next(theme for theme in THEMES if theme.id == "enacted")
        for day, kind in ((0, "in-force"), (1, "to-commence")):
            enacted = publication.as_of + timedelta(days=day)
            country = Country.model_validate({"iso2": "KE", "enacted": enacted})
            corpus = replace(publication.corpus, countries=(country,))
            assert theme.of(*self.kenya(replace(publication, corpus=corpus))).kind == kind


def test_without_outlines_there_is_no_map(publication: Publication) -> None:
    bare = replace(publication, corpus=replace(publication.corpus, outlines=None))
    assert list(maps.pages(bare)) == []


def test_small_corpus_has_its_map(tmp_path: Path) -> None:
    """As many fields as States, whatever the list; nothing is tied to the real one."""
    examined = mini.look(tmp_path)
    assert examined.corpus
    assert examined.links
    first = next(iter(maps.pages(Publication(examined.corpus, examined.links, mini.AS_OF))))
    assert [each.findtext(f"{SVG}text") for each in drawing(first.render()).iter(f"{SVG}a")] == ["EE", "KE", "SA"]


def test_every_official_language_has_a_name(publication: Publication) -> None:
    tags = {tag for state in publication.corpus.states.states for tag in state.languages}
    assert [tag for tag in sorted(tags) if language(tag) == tag] == []
    assert len({language(tag) for tag in tags}) == len(tags)
