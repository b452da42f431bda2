"""Protects the drawing of playbooks: every step in its lane and column, no line through a box, no link left out."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from normbook.publication import Publication
from normbook.swimlanes import Box, draw_lanes, needed
from normbook.views import playbooks

SVG = "{http://www.w3.org/2000/svg}"
Rect = tuple[float, float, float, float]
Stretch = tuple[float, float, float, float]
LANES = ("operator", "national CSIRT", "coordination group")
COLUMNS = (("technical", "Contain"), ("decision", "Decide"))


def tree(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own


def rects(svg: ET.Element) -> list[Rect]:
    found = [[float(r.attrib[n]) for n in ("x", "y", "width", "height")] for r in svg.iter(f"{SVG}rect")]
    return [(x, y, x + wide, y + high) for x, y, wide, high in found]


def stretches(path: str) -> list[Stretch]:
    """The straight stretches of a line, without the point of its arrow."""
    moves = re.findall(r"([MHV])([0-9.]+)(?: ([0-9.]+))?", path.partition("m")[0])
    x, y = float(moves[0][1]), float(moves[0][2])
    found = []
    for kind, value, _ in moves[1:]:
        to = (float(value), y) if kind == "H" else (x, float(value))
        found.append((x, y, *to))
        x, y = to
    return found


def lines(svg: ET.Element) -> list[list[Stretch]]:
    return [stretches(p.attrib["d"]) for p in svg.iter(f"{SVG}path")]


def crosses(line: Stretch, box: Rect) -> bool:
    """Whether a stretch runs through the inside of a box."""
    (x, to_x), (y, to_y) = sorted((line[0], line[2])), sorted((line[1], line[3]))
    return x < box[2] and to_x > box[0] and y < box[3] and to_y > box[1]


@st.composite
def playbook(draw: st.DrawFn) -> list[Box]:
    """Steps of a playbook, each of which waits for some that come before it in time but not always in place."""
    count = draw(st.integers(1, 14))
    order = draw(st.permutations(range(1, count + 1)))
    found = []
    for place, number in enumerate(order):
        after = draw(st.sets(st.sampled_from(order[:place]), max_size=3)) if place else set()
        lane, column = draw(st.integers(0, 2)), draw(st.integers(0, 1))
        limit = draw(st.sampled_from(["", "[24 hours]"]))
        title = draw(st.sampled_from(["Tell", "Send the initial alert"]))
        found.append(Box(number, lane, column, title, limit, draw(st.booleans()), tuple(sorted(after))))
    return sorted(found, key=lambda box: (box.column, box.number))


@given(playbook())
def test_no_line_runs_through_a_box_and_no_box_over_another(boxes: list[Box]) -> None:
    svg = tree(draw_lanes("x", "X", LANES, COLUMNS, boxes))
    drawn = rects(svg)
    assert len(drawn) == len(boxes)
    for line in (stretch for path in lines(svg) for stretch in path):
        assert not any(crosses(line, box) for box in drawn), line
    for n, one in enumerate(drawn):
        assert not any(crosses((one[0], one[1], one[2], one[3]), other) for other in drawn[:n])


@given(playbook())
def test_every_link_that_is_needed_is_drawn_from_box_to_box(boxes: list[Box]) -> None:
    svg = tree(draw_lanes("x", "X", LANES, COLUMNS, boxes))
    assert len(lines(svg)) == len(needed(boxes))
    place = {box.number: rect for box, rect in zip(boxes, rects(svg), strict=True)}
    for (source, target), path in zip(needed(boxes), lines(svg), strict=True):
        x, y = path[0][:2]
        left, top, right, bottom = place[source]
        assert (x in (left, right) and top <= y <= bottom) or (left < x < right and y == bottom)
        x, y = path[-1][2:]
        left, top, right, bottom = place[target]
        assert left - 2 <= x <= right + 2
        assert top - 2 <= y <= bottom + 2


@given(playbook())
def test_links_left_out_follow_from_others(boxes: list[Box]) -> None:
    """What waits for what is the same with and without them."""
    def reach(links: dict[int, set[int]], number: int) -> set[int]:
        found: set[int] = set()
        queue = [number]
        while queue:
            new = links.get(queue.pop(), set()) - found
            found |= new
            queue += new
        return found

    whole = {box.number: set(box.after) for box in boxes}
    drawn: dict[int, set[int]] = {}
    for source, target in needed(boxes):
        drawn.setdefault(target, set()).add(source)
    assert all(reach(whole, number) == reach(drawn, number) for number in whole)


def test_the_drawing_says_in_words_what_it_shows(publication: Publication) -> None:
    for each in publication.corpus.playbooks:
        v = playbooks.view(publication, each)
        svg = tree(playbooks.drawing(publication, v))
        said = "".join(svg.find(f"{SVG}desc").itertext())  # type: ignore[union-attr]
        for one in v.steps:
            assert f"{one.number} {one.step.name}" in said
        assert len(rects(svg)) == len(v.steps)
        width = float(svg.attrib["width"])
        assert all(left >= 0 and right <= width for left, _, right, _ in rects(svg))


def test_a_decision_can_be_told_without_colour() -> None:
    svg = draw_lanes("x", "X", LANES, COLUMNS, [Box(1, 0, 0, "Look"), Box(2, 0, 0, "Decide", decides=True)])
    assert svg.count("nb-svg-box--decides") == 1
    assert "2 Decide, Contain, decides here" in svg
