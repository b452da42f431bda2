"""Lists of the law: points joined alike, and nothing after the last of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from normbook.checks.context import Check, Context, problem
from normbook.model.law import LawParagraph, ParagraphVariant, Point
from normbook.problems import Problem

Unit: TypeAlias = LawParagraph | ParagraphVariant | Point

_JOINTS = ("; and", "; or")
_MORE = re.compile(r"[.;!?:]\s+[A-Z“\[]\w*")
"""A sentence that begins inside a point: the point has ended before."""


def lists_are_joined(context: Context) -> Iterator[Problem]:
    """W07, W08: every list of the law, sub-points within the joints of the point that they stand in."""
    for part in context.corpus.parts:
        for article in part.articles:
            for paragraph in [*article.paragraphs, *(p for v in article.variants for p in v.paragraphs)]:
                yield from _list(paragraph, (".",))
                for variant in paragraph.variants:
                    yield from _list(variant, (".",))


def _list(unit: Unit, last: tuple[str, ...]) -> Iterator[Problem]:
    """The list of a unit. `last` are the endings that its last point may have."""
    if not unit.points:
        return
    if not unit.text.rstrip().endswith(":"):
        hint = "End them with a colon, so that the list is seen to belong to them."
        yield problem("W07", unit.marks.at("text"), "the words before the points do not end with ':'", hint)
    for n, point in enumerate(unit.points, 1):
        expected = last if n == len(unit.points) else _JOINTS if n == len(unit.points) - 1 else (";",)
        if point.points:
            yield from _list(point, expected)  # its last sub-point bears its joint
        elif (ending := _ending(point.text)) not in expected:
            wanted = " or ".join(f"'{each}'" for each in expected)
            yield problem(
                "W07",
                point.marks.at("text"),
                f"point {point.id} ends with '{ending}' and not with {wanted}",
                "Points end with ';', the last but one with '; and' or '; or', the last with a full stop.",
            )
        if found := _MORE.search(point.text):
            yield problem(
                "W08",
                point.marks.at("text"),
                f"a sentence begins inside point {point.id}: {found.group()[1:].strip()} …",
                "Make it a paragraph of its own, or part of the words before the points.",
            )


def _ending(text: str) -> str:
    """How a point ends: with a joint, a sign, or its last word."""
    text = text.rstrip()
    joint = next((joint for joint in _JOINTS if text.endswith(joint)), "")
    return joint or (text[-1:] if text[-1:] in ".;:,!?" else text.split()[-1])


CHECKS: tuple[Check, ...] = (lists_are_joined,)
