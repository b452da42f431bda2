"""Protects the drawings of clocks: to scale, readable without colour or font, and never one text over another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.checklists.records import record
from normbook.dates import Period, parse_period
from normbook.drawing import (
    CHARACTER,
    LINE,
    WIDTH,
    Clock,
    Dot,
    Scale,
    bands,
    draw_clocks,
    draw_limits,
    draw_timeline,
    hours,
    length,
)
from normbook.model.timeline import Stage, Timeline
from normbook.publication import Publication
from normbook.views import gaps, regimes, timelines

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float, str]
"""Left, top, right, bottom, and what it is."""


def stage(name: str, within: str | None, counted_from: str, **more: Any) -> dict[str, Any]:
    timed = {"within": within, "counted_from": counted_from, "calendar": "clock"}
    return {"id": name, "title": name.capitalize()} | timed | more


def timeline(*stages: dict[str, Any], title: str = "A clock") -> Timeline:
    return Timeline.model_validate({
        "id": "clock", "title": title, "summary": "A clock.", "sender": "operator", "recipient": "csirt",
        "starts": {"event": "awareness"}, "stages": stages,
    })


def limit(one: Stage) -> str:
    return one.within or one.words


def drawn(one: Timeline) -> ET.Element:
    return tree(draw_timeline(one, {"awareness": "Awareness"}, limit))


def tree(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own


def bars(svg: ET.Element) -> list[tuple[float, float]]:
    """Start and end of every bar, from the top."""
    found = [(float(r.attrib["x"]), float(r.attrib["width"])) for r in svg.iter(f"{SVG}rect")]
    return [(x, round(x + width, 1)) for x, width in found]


def texts(svg: ET.Element) -> Iterator[Box]:
    """Boxes of all texts, as wide as the drawing itself reckons them."""
    for text in svg.iter(f"{SVG}text"):
        wide = len(text.text or "") * CHARACTER[text.attrib["class"]]
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.attrib.get("text-anchor", "start")]
        yield left, y - LINE + 4, left + wide, y + 3, text.text or ""


def shapes(svg: ET.Element) -> Iterator[Box]:
    """Boxes of bars and points; lines are thin, and those of the axis may pass behind words of no row."""
    for r in svg.iter(f"{SVG}rect"):
        x, y = float(r.attrib["x"]), float(r.attrib["y"])
        yield x, y, x + float(r.attrib["width"]), y + float(r.attrib["height"]), "bar"
    for c in svg.iter(f"{SVG}circle"):
        x, y, radius = (float(c.attrib[name]) for name in ("cx", "cy", "r"))
        yield x - radius, y - radius, x + radius, y + radius, "point"
    for line in svg.iter(f"{SVG}line"):
        x1, y1, x2, y2 = (float(line.attrib[name]) for name in ("x1", "y1", "x2", "y2"))
        yield x1, y1, x2, y2, "line"


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.fixture(scope="module")
def real(publication: Publication) -> dict[str, ET.Element]:
    """Every drawing of the real corpus, by its page."""
    found = {}
    for page in [*timelines.pages(publication), *regimes.pages(publication)]:
        _, start, rest = page.render().partition("<svg")
        found[page.url] = tree(start + rest.partition("</svg>")[0] + "</svg>")
    return found


# The scale


@given(st.floats(0, 90_000), st.floats(0, 90_000), st.sampled_from((6, 24)))
def test_a_longer_time_lies_further_right(one: float, other: float, unit: float) -> None:
    scale = Scale(max(one, other, 1), left=200, unit=unit)
    near, far = sorted((one, other))
    assert 200 <= scale.x(near) <= scale.x(far) <= scale.right
    if far - near > 0.02 * far + 1:
        assert scale.x(near) < scale.x(far)


@given(st.lists(st.integers(1, 2000), min_size=2, max_size=6))
def test_bars_from_one_event_are_as_long_as_their_periods_compare(times: list[int]) -> None:
    made = timeline(*(stage(f"s{n}", f"PT{time}H", "awareness") for n, time in enumerate(times)))
    ends = [end for _, end in bars(drawn(made))]
    for (a, end_a), (b, end_b) in combinations(zip(times, ends, strict=True), 2):
        assert (end_a <= end_b) if a <= b else (end_a >= end_b)


@given(st.lists(st.integers(1, 500), min_size=2, max_size=5))
def test_a_chain_starts_each_bar_where_the_one_before_ends(times: list[int]) -> None:
    names = ["awareness", *(f"s{n}" for n in range(len(times)))]
    made = timeline(*(stage(names[n + 1], f"PT{time}H", names[n]) for n, time in enumerate(times)))
    found = bars(drawn(made))
    # A bar is two units long at least, so that it is seen.
    assert [start for start, _ in found[1:]] == pytest.approx([end for _, end in found[:-1]], abs=2)


@pytest.mark.parametrize(("period", "expected"), [
    ("PT30M", 0.5), ("PT24H", 24), ("P1D", 24), ("P2W", 336), ("P1M", 730.5), ("P1Y", 8766), ("P1Y6M", 13149),
])  # fmt: skip
def test_periods_in_hours(period: str, expected: float) -> None:
    assert hours(parse_period(period)) == expected


def test_working_days_are_drawn_longer_than_days() -> None:
    assert hours(Period(days=5), business=True) == pytest.approx(7 * 24)
    assert length("P5D", "business") == pytest.approx(168)
    assert length(None, "clock") is None


@given(st.floats(1, 900_000), st.sampled_from((6, 24)))
def test_ticks_start_at_zero_and_keep_their_distance(longest: float, unit: float) -> None:
    ticks = Scale(longest, left=206, unit=unit).ticks()
    assert ticks[:1] == [(206.0, "0")]
    for (x, label), (y, name) in pairwise(ticks):
        assert y - x >= (len(label) + len(name)) / 2 * CHARACTER["nb-svg-note"]


def test_a_day_and_a_month_are_marked_on_one_axis(real: dict[str, ET.Element]) -> None:
    labels = [text.text for text in real["timelines/operator-to-csirt/"].iter(f"{SVG}text")]
    assert {"0", "24 h", "72 h", "1 month"} <= set(labels)


# What hangs on what


def test_stages_are_banded_by_the_event_they_count_from_in_the_end() -> None:
    made = bands(timeline(
        stage("alert", "PT24H", "awareness"),
        stage("report", "P1M", "alert"),
        stage("closing", "P14D", "incident-closed"),
    ), {"awareness": "Awareness", "incident-closed": "Incident closed"}, limit)
    assert [(band.event, [bar.title for bar in band.bars]) for band in made] == [
        ("Awareness", ["Alert", "Report"]), ("Incident closed", ["Closing"]),
    ]
    assert [(bar.start, bar.end, bar.parent) for bar in made[0].bars] == [(0, 24, None), (24, 754.5, 0)]


def test_what_counts_from_a_stage_without_figure_starts_a_band_of_its_own() -> None:
    warning = stage("warning", None, "awareness", words="in good time")
    made = bands(timeline(warning, stage("answer", "P10D", "warning")), {"awareness": "Awareness"}, limit)
    assert [(band.event, band.bars[0].end) for band in made] == [("Awareness", None), ("Warning", 240)]


# What a reader gets who does not see it


def test_every_drawing_is_well_formed_and_says_in_words_what_it_shows(real: dict[str, ET.Element]) -> None:
    for url, svg in real.items():
        named = svg.attrib["aria-labelledby"].split()
        parts = {child.attrib["id"]: child.text or "" for child in svg if child.tag in (f"{SVG}title", f"{SVG}desc")}
        assert svg.attrib["role"] == "img", url
        assert sorted(parts) == sorted(named), url
        assert all(parts.values()), url


def test_the_description_holds_every_stage_with_its_limit(
    publication: Publication, real: dict[str, ET.Element]
) -> None:
    for each in publication.corpus.timelines:
        description = real[f"timelines/{each.id}/"].findtext(f"{SVG}desc") or ""
        for one in each.stages:
            assert f"{one.title}, {publication.labels.limit(one)}" in description


def test_drawings_bear_no_colours_links_or_scripts(real: dict[str, ET.Element]) -> None:
    allowed = {"svg", "g", "title", "desc", "text", "line", "rect", "circle", "path"}
    for svg in real.values():
        for element in svg.iter():
            assert element.tag.removeprefix(SVG) in allowed
            assert not {"fill", "stroke", "style", "onload", "href"} & set(element.attrib)


def test_words_are_escaped() -> None:
    made = timeline(stage("alert", "PT24H", "awareness", title='<script>x</script> & "y"'), title="<b>")
    svg = draw_timeline(made, {"awareness": "A < B"}, limit)
    assert "<script" not in svg
    assert "<b>" not in svg
    assert tree(svg).findtext(f"{SVG}title") == "Timeline: <b>"


# Legible


@pytest.mark.parametrize("what", ["timelines/", "regimes/"])
def test_no_text_of_the_real_drawings_overlaps_another_or_a_bar(real: dict[str, ET.Element], what: str) -> None:
    for url, svg in real.items():
        words, things = list(texts(svg)), list(shapes(svg))
        if url.startswith(what):
            assert [(a, b) for a, b in combinations(words, 2) if not apart(a, b)] == [], url
            assert [(a, b) for a in words for b in things if not apart(a, b)] == [], url


def test_no_text_leaves_its_drawing(real: dict[str, ET.Element]) -> None:
    for url, svg in real.items():
        for left, top, right, bottom, text in texts(svg):
            assert left >= 0, (url, text)
            assert right <= WIDTH, (url, text)
            assert top >= 0, (url, text)
            assert bottom <= float(svg.attrib["height"]), (url, text)


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=4))
def test_long_names_are_broken_and_keep_clear_of_the_bars(names: list[str]) -> None:
    made = timeline(*(stage(f"s{n}", "PT24H", "awareness", title=name) for n, name in enumerate(names)))
    svg = drawn(made)
    words, things = list(texts(svg)), list(shapes(svg))
    assert all(apart(a, b) for a, b in combinations(words, 2))
    assert all(apart(a, b) for a in words for b in things)


def test_clocks_side_by_side_start_at_one_zero_and_the_compared_one_is_a_line_through_all() -> None:
    groups = [("", [Clock("Ours", "24 hours", 24, ours=True)]), ("From x", [Clock("Theirs", "6 hours", 6, (72.0,))])]
    svg = tree(draw_clocks("c", "Clocks", groups, against=24))
    (start, day), (other, quarter) = bars(svg)
    assert start == other < quarter < day
    line = next(path.attrib["d"] for path in svg.iter(f"{SVG}path"))
    assert float(line[1:].split()[0]) == day


def test_a_clock_without_figure_has_words_and_no_bar() -> None:
    svg = tree(draw_clocks("c", "Clocks", [("", [Clock("At once", "no figure", None)])]))
    assert bars(svg) == []
    assert "no figure" in [text.text for text in svg.iter(f"{SVG}text")]


# Limits of many clocks


@given(st.lists(st.tuples(st.floats(0.1, 9000), st.booleans()), max_size=40))
def test_every_limit_is_drawn_once_and_none_hides_another(found: list[tuple[float, bool]]) -> None:
    dots = [Dot(time, f"law {n}", apart=other) for n, (time, other) in enumerate(found)]
    made = draw_limits("limits", "Limits", dots, (24, "[24 hours]"), Scale(9000, left=18, right=338, unit=6))
    drawing = tree(made)
    boxes = [box for box in shapes(drawing) if box[4] == "bar"]
    assert len(boxes) == len(dots)
    assert made.count("nb-svg-stage--apart") == sum(other for _, other in found), "another moment is hollow"
    assert all(apart(a, b) for a, b in combinations(boxes, 2))
    assert all(left >= 0 and right <= 360 and top > 26 for left, top, right, _, _ in boxes)
    assert all(f"law {n}" in made for n in range(len(dots))), "said in words for those who do not see it"


@pytest.mark.parametrize("iso2", ["DE", "CN", "US", "AU", "SG"])
def test_no_text_of_a_states_drawing_overlaps_another_or_a_bar(publication: Publication, iso2: str) -> None:
    found = next(s for s in publication.corpus.states.states if s.iso2 == iso2)
    drawing = tree(gaps.state_gaps(publication, record(publication, found)).drawing)
    words, things = list(texts(drawing)), list(shapes(drawing))
    assert [(a, b) for a, b in combinations(words, 2) if not apart(a, b)] == []
    assert [(a, b) for a in words for b in things if not apart(a, b)] == []
    assert all(left >= 0 and right <= WIDTH for left, _, right, _, _ in words)
