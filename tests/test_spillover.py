"""Protects the method of the spillover assessment: cases worked by hand, and what must hold whatever is assumed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normbook.model.corpus import Corpus
from normbook.spillover.assessment import Assessment, assess
from normbook.spillover.inputs import CHANNELS, Choices, Hit, Link, minutes, shifted
from normbook.spillover.spread import Node, spread
from normbook.spillover.wording import lasting, route, since, span, why

NONE, LIMITED, SERIOUS, GRAVE = range(4)
HOUR, DAY = 60, 1440
SECTORS = ("bread", "gas", "power", "rail", "water")


def followed(links: list[Link], hits: list[Hit], length: int = 30 * DAY) -> Assessment:
    return assess(links, hits, Choices(length, SECTORS))


def found(links: list[Link], hits: list[Hit], length: int = 30 * DAY) -> dict[str, tuple[int, int]]:
    """Level and arrival of every effect of the middle case, by 'sector channel'."""
    return {" ".join(node): (effect.level, effect.arrival) for node, effect in spread(links, hits, length).items()}


def path(links: list[Link], hits: list[Hit], node: Node, length: int = 30 * DAY) -> str:
    return " ".join(step.sector for step in spread(links, hits, length)[node].path)


class TestWorkedByHand:
    """Each case says in words what a person with paper and pencil would find."""

    def test_an_effect_passes_as_the_lesser_of_two_levels(self) -> None:
        """Power is out gravely. Water can lose no more than serious by it, and bread by water no more than limited.

        Rail can lose everything by bread, and there is only a limited lack of bread to lose it by.
        """
        links = [Link("power", "water", SERIOUS), Link("water", "bread", LIMITED), Link("bread", "rail", GRAVE)]
        assert found(links, [Hit("power", GRAVE)]) == {
            "power supply": (GRAVE, 0), "water supply": (SERIOUS, 0), "bread supply": (LIMITED, 0),
            "rail supply": (LIMITED, 0),
        }  # fmt: skip

    def test_times_add_up_along_a_path_and_cut_it(self) -> None:
        """Water does without power for 12 hours, bread without water for a day: bread is hit after 36 hours.

        A measure of 36 hours ends at that moment and does not hit bread; one of a minute more does.
        """
        links = [Link("power", "water", GRAVE, holds=12 * HOUR), Link("water", "bread", GRAVE, holds=DAY)]
        hits = [Hit("power", GRAVE)]
        assert found(links, hits, 12 * HOUR) == {"power supply": (GRAVE, 0)}
        assert "bread supply" not in found(links, hits, 36 * HOUR)
        assert found(links, hits, 36 * HOUR + 1)["bread supply"] == (GRAVE, 36 * HOUR)

    def test_a_lack_raises_prices_and_a_rise_of_price_causes_no_lack(self) -> None:
        """Gas is scarce. Power can lose nothing by it in supply, but its price can rise seriously, after 3 days.

        From then on water pays more at once, though its supply could suffer gravely if power were out.
        """
        links = [
            Link("gas", "power", NONE, SERIOUS, 3 * DAY),
            Link("power", "water", GRAVE, LIMITED, 12 * HOUR),
        ]
        assert found(links, [Hit("gas", GRAVE)]) == {
            "gas supply": (GRAVE, 0), "power price": (SERIOUS, 3 * DAY), "water price": (LIMITED, 3 * DAY),
        }  # fmt: skip

    def test_a_rise_of_price_needs_no_time(self) -> None:
        """The measure makes gas dear. Power pays more from the first minute, although it has gas for 90 days."""
        links = [Link("gas", "power", GRAVE, SERIOUS, 90 * DAY)]
        assert found(links, [Hit("gas", price=GRAVE)], DAY) == {"gas price": (GRAVE, 0), "power price": (SERIOUS, 0)}

    def test_of_several_paths_the_gravest_counts_then_the_first_to_arrive(self) -> None:
        """Bread leans on water and on rail. By water a limited lack comes after an hour, by rail a grave one in a day.

        The grave one counts. With both grave, the one by water counts, since it is there first.
        """
        rail = [Link("power", "rail", GRAVE, holds=DAY), Link("rail", "bread", GRAVE)]
        weak = [Link("power", "water", GRAVE), Link("water", "bread", LIMITED, holds=HOUR)]
        hits = [Hit("power", GRAVE)]
        assert found(rail + weak, hits)["bread supply"] == (GRAVE, DAY)
        assert path(rail + weak, hits, ("bread", "supply")) == "power rail bread"
        strong = [Link("power", "water", GRAVE), Link("water", "bread", GRAVE, holds=HOUR)]
        assert path(rail + strong, hits, ("bread", "supply")) == "power water bread"

    def test_a_grave_effect_that_comes_late_does_not_hide_a_lesser_one_in_time(self) -> None:
        """Water is gravely hit after 9 days by way of rail, and limitedly at once. Bread holds out for 2 days more.

        If the measure lasts 10 days, the grave lack of water comes too late for bread; the limited one does not.
        """
        links = [
            Link("power", "rail", GRAVE, holds=9 * DAY), Link("rail", "water", GRAVE),
            Link("power", "water", LIMITED), Link("water", "bread", GRAVE, holds=2 * DAY),
        ]  # fmt: skip
        at_ten = found(links, [Hit("power", GRAVE)], 10 * DAY)
        assert at_ten["water supply"] == (GRAVE, 9 * DAY)
        assert at_ten["bread supply"] == (LIMITED, 2 * DAY)
        assert found(links, [Hit("power", GRAVE)], 12 * DAY)["bread supply"] == (GRAVE, 11 * DAY)

    def test_ties_are_told_apart_by_length_then_by_name(self) -> None:
        """Everything is grave and immediate. The direct path is shortest; of two of one length, gas is before rail."""
        through = [Link("power", "rail", GRAVE), Link("rail", "bread", GRAVE),
                   Link("power", "gas", GRAVE), Link("gas", "bread", GRAVE)]  # fmt: skip
        hits = [Hit("power", GRAVE)]
        assert path(through, hits, ("bread", "supply")) == "power gas bread"
        assert path([*through, Link("power", "bread", GRAVE)], hits, ("bread", "supply")) == "power bread"

    def test_circles_end_and_add_nothing(self) -> None:
        """Power needs gas and gas needs power. A serious lack of power comes back as serious at most, and later."""
        links = [Link("power", "gas", GRAVE, holds=HOUR), Link("gas", "power", GRAVE, holds=HOUR)]
        assert found(links, [Hit("power", SERIOUS)]) == {"power supply": (SERIOUS, 0), "gas supply": (SERIOUS, HOUR)}

    def test_an_own_touch_gives_way_to_a_graver_effect_from_elsewhere(self) -> None:
        """The measure touches power gravely and water limitedly; 12 hours later power hits water gravely."""
        links = [Link("power", "water", GRAVE, holds=12 * HOUR)]
        hits = [Hit("power", GRAVE), Hit("water", LIMITED, SERIOUS)]
        assert found(links, hits)["water supply"] == (GRAVE, 12 * HOUR)
        assert found(links, hits)["water price"] == (SERIOUS, 0)
        assert found(links, hits, HOUR)["water supply"] == (LIMITED, 0)

    def test_three_cases_show_what_the_assumptions_are_worth(self) -> None:
        """A limited touch over a serious link: nothing in the lower case, limited in the middle, serious in the upper.

        What somebody entered as none stays none, and grave has nothing above it.
        """
        links = [Link("power", "water", SERIOUS, NONE, HOUR), Link("power", "rail", GRAVE)]
        made = followed(links, [Hit("power", LIMITED)])
        by_sector = {each.sector: each for each in made.findings}
        assert by_sector["water"].supply.levels == (NONE, LIMITED, SERIOUS)
        assert by_sector["water"].price.levels == (NONE, NONE, NONE)
        assert by_sector["bread"].upper == NONE
        assert [each.sector for each in made.reached] == ["power", "rail", "water"]
        assert shifted(GRAVE, 1) == GRAVE

    def test_a_measure_of_no_length_does_nothing(self) -> None:
        assert found([Link("power", "water", GRAVE)], [Hit("power", GRAVE)], 0) == {}


NAMES = {"power": "Power", "water": "Water", "bread": "Bread"}


class TestWords:
    def test_a_path_is_told_step_by_step(self) -> None:
        links = [Link("power", "water", SERIOUS, NONE, 36 * HOUR), Link("water", "bread", GRAVE, LIMITED)]
        effects = spread(links, [Hit("power", GRAVE)], 30 * DAY)
        assert route(effects["bread", "supply"], NAMES) == "Power → Water → Bread"
        assert why(effects["bread", "price"], NAMES) == (
            "The measure itself: grave lack in Power. Water leans on Power and does without for 1 day and 12 hours: "
            "serious lack, after 1 day and 12 hours. Bread leans on Water and cannot do without: "
            "limited rise of price, after 1 day and 12 hours."
        )

    def test_times_and_levels_have_words(self) -> None:
        assert [lasting(each) for each in (0, 1, 90, 3 * DAY, DAY + HOUR + 1)] == [
            "0 hours", "1 minute", "1 hour and 30 minutes", "3 days", "1 day, 1 hour and 1 minute",
        ]  # fmt: skip
        assert since(0) == "at once"
        made = followed([Link("power", "water", GRAVE)], [Hit("power", GRAVE)])
        water = next(each for each in made.findings if each.sector == "water")
        assert (span(water.supply), span(water.price)) == ("serious, grave, grave", "none")

    @pytest.mark.parametrize(
        ("period", "length"), [("PT90M", 90), ("P2W", 14 * DAY), ("P1M", 30 * DAY), ("P1Y", 365 * DAY)]
    )
    def test_periods_are_minutes(self, period: str, length: int) -> None:
        assert minutes(period) == length


LEVELS = st.integers(0, 3)
CODES = st.sampled_from(SECTORS)
TIMES = st.sampled_from((0, 1, HOUR, 2 * HOUR, DAY, 3 * DAY))
LINKS = st.lists(st.builds(Link, CODES, CODES, LEVELS, LEVELS, TIMES), max_size=14,
                 unique_by=lambda link: (link.on, link.sector))  # fmt: skip
HITS = st.lists(st.builds(Hit, CODES, LEVELS, LEVELS), max_size=3, unique_by=lambda hit: hit.sector)
LENGTHS = st.sampled_from((1, HOUR, 5 * HOUR, 2 * DAY, 30 * DAY))


def levels(links: list[Link], hits: list[Hit], length: int) -> dict[Node, int]:
    return {node: effect.level for node, effect in spread(links, hits, length).items()}


@given(LINKS, HITS, LENGTHS, st.randoms(use_true_random=False))
def test_the_order_of_the_data_does_not_matter(
    links: list[Link], hits: list[Hit], length: int, chance: random.Random
) -> None:
    before = spread(links, hits, length)
    assert spread(chance.sample(links, len(links)), chance.sample(hits, len(hits)), length) == before


@given(LINKS, HITS, LENGTHS, st.data())
def test_raising_an_assumption_never_lowers_a_result(
    links: list[Link], hits: list[Hit], length: int, data: st.DataObject
) -> None:
    before = levels(links, hits, length)
    raised = [
        Link(each.on, each.sector, data.draw(st.integers(each.supply, 3)), data.draw(st.integers(each.price, 3)),
             data.draw(st.integers(0, each.holds))) for each in links
    ]  # fmt: skip
    graver = [Hit(each.sector, data.draw(st.integers(each.supply, 3)), data.draw(st.integers(each.price, 3)))
              for each in hits]  # fmt: skip
    after = levels(raised, graver, data.draw(st.integers(length, 2 * length)))
    assert all(after.get(node, 0) >= level for node, level in before.items())


def rounds(links: list[Link], hits: list[Hit], length: int) -> set[tuple[Node, int, int]]:
    """The method as it is described: effects (place, level, arrival) are passed on until a round brings nothing new."""
    new = {((hit.sector, channel), hit.level(channel), 0) for hit in hits for channel in CHANNELS if hit.level(channel)}
    reached = set(new)
    while new:
        new = {each for effect in new for link in links for each in passed(effect, link, length)} - reached
        reached |= new
    return reached


def passed(effect: tuple[Node, int, int], link: Link, length: int) -> Iterator[tuple[Node, int, int]]:
    ((sector, cause), level, arrival) = effect
    if sector == link.on:
        then = arrival + (link.holds if cause == "supply" else 0)
        for channel in CHANNELS if cause == "supply" else ("price",):
            lesser = min(level, link.supply if channel == "supply" else link.price)
            if lesser and then < length:
                yield (link.sector, channel), lesser, then


@given(LINKS, HITS, st.sampled_from((1, HOUR, 5 * HOUR)))
def test_the_result_is_what_rounds_without_end_would_find(links: list[Link], hits: list[Hit], length: int) -> None:
    """The fixed point: every level and arrival is one that some path gives, and no path gives a better one."""
    best: dict[Node, tuple[int, int]] = {}
    for node, level, arrival in rounds(links, hits, length):
        best[node] = max(best.get(node, (0, 0)), (level, -arrival))
    made = spread(links, hits, length)
    assert {node: (effect.level, -effect.arrival) for node, effect in made.items()} == best


@given(LINKS, HITS, LENGTHS)
def test_every_path_shown_is_one_that_the_assumptions_allow(links: list[Link], hits: list[Hit], length: int) -> None:
    for (sector, channel), effect in spread(links, hits, length).items():
        start, end = effect.path[0], effect.path[-1]
        assert (end.sector, end.channel, end.level, end.arrival) == (sector, channel, effect.level, effect.arrival)
        assert (start.arrival, effect.arrival < length) == (0, True)
        assert any(hit.sector == start.sector and hit.level(start.channel) == start.level for hit in hits)
        for before, after in pairwise(effect.path):
            step = ((before.sector, before.channel), before.level, before.arrival)
            allowed = [each for link in links for each in passed(step, link, length)]
            assert ((after.sector, after.channel), after.level, after.arrival) in allowed


@given(LINKS, HITS, LENGTHS)
def test_the_cases_lie_in_order(links: list[Link], hits: list[Hit], length: int) -> None:
    for each in followed(links, hits, length).findings:
        for cases in (each.supply, each.price):
            assert list(cases.levels) == sorted(cases.levels)


def test_the_method_printed_says_what_the_program_does(corpus: Corpus) -> None:
    """The steps that the program rests on are there, so that a change of one is a change of both."""
    assert corpus.spillover is not None
    steps = {step.id: step.text for step in corpus.spillover.steps}
    assert "lesser of two levels" in steps["weakest-link"]
    assert "times are added" in steps["time"]
    assert "shortest time is shown" in steps["strongest-path"]
    assert "An entry of none stays none" in steps["three-cases"]
    assert "times are kept" in steps["three-cases"]
