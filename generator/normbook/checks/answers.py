"""What States answered: released if it is in the corpus, to commitments that are there, once, and readable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from normbook.checks.context import Check, Context, problem
from normbook.dates import first_day
from normbook.model.corpus import Corpus
from normbook.model.national import Country
from normbook.problems import Problem, did_you_mean
from normbook.timelimits import HINT, is_limit

_FIRST, _LAST = 1900, 2200


def answers_are_released(context: Context) -> Iterator[Problem]:
    """H01: in the corpus stands what the State released, and nothing else."""
    for country in context.corpus.countries:
        for answer in country.answers:
            if not answer.release or not all(each.release for each in answer.earlier):
                yield problem("H01", answer.place, f"the answer to '{answer.commitment}' was not released, and this "
                              "file is public", "Move it to a private workspace outside the project and take it out "
                              f"here; 'normbook release {country.iso2} --workspace DIR --apply' carries over what the "
                              "State releases.")
            if answer.comment:
                yield problem("H01", answer.marks.at("comment"), f"the remark on '{answer.commitment}' stands in a "
                              "public file", "Take it out here: remarks stay in the private workspace.")


def answers_stand(context: Context) -> Iterator[Problem]:
    """H02, H03, H04, H05, H06: what is wrong with the answers of each State."""
    known = known_ids(context.corpus)
    for country in context.corpus.countries:
        yield from wrong(country, known)


def known_ids(corpus: Corpus) -> frozenset[str]:
    """Every commitment that an answer may name: today's, and those that went elsewhere or are retired."""
    changes = corpus.changes.changes if corpus.changes else ()
    retired = corpus.retired.retired if corpus.retired else ()
    return frozenset({
        *(c.id for norm in corpus.norms for c in norm.commitments),
        *(ref for change in changes for ref in change.was), *(each.id for each in retired),
    })  # fmt: skip


def wrong(country: Country, known: frozenset[str]) -> Iterator[Problem]:
    """What is wrong with the answers of one State. No message repeats what an answer says."""
    seen: set[str] = set()
    for answer in country.answers:
        name = answer.commitment
        if not _known(name, known):
            yield problem("H02", answer.marks.at("commitment"), f"there is no commitment '{name}'",
                          did_you_mean(name, known, "An id that is given up is recorded in retired.yaml.", cutoff=0.7))
        if name in seen:
            yield problem("H03", answer.marks.at("commitment"), f"'{name}' is answered twice",
                          "Keep the one that holds.")
        seen.add(name)
        for code, key, fits, hint in _FORMS:
            if getattr(answer, key) and not fits(getattr(answer, key)):
                yield problem(code, answer.marks.at(key), f"'{key}' of '{name}' cannot be read", hint)


def _known(name: str, known: frozenset[str]) -> bool:
    """Whether a commitment is there, or went along with the norm that it stood in."""
    return name in known or name.partition(".")[0] in known


def is_day(text: str) -> bool:
    """Whether a text is a day, a month or a year of our time: YYYY-MM-DD, YYYY-MM, YYYY."""
    day = first_day(text)
    return day is not None and _FIRST <= day.year <= _LAST


def is_edition(text: str) -> bool:
    """Whether a text can be the number of an edition, or names the draft."""
    return text == "draft" or bool(re.fullmatch(r"(0|[1-9]\d{0,3})(\.(0|[1-9]\d{0,3})){1,3}", text, re.ASCII))


_FORMS: Final[tuple[tuple[str, str, Callable[[str], bool], str], ...]] = (
    ("H04", "as_of", is_day, "Write year-month-day, as in 2026-11-21, or a month or a year."),
    ("H05", "clock", is_limit, HINT),
    ("H06", "edition", is_edition, "Name the number of an edition, as in 0.9, or draft."),
)

CHECKS: tuple[Check, ...] = (answers_are_released, answers_stand)
