"""What was typed on the command line, as values of the corpus; a `UsageError` says what to type instead."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from normbook.dates import Period, add_period, parse_period
from normbook.model.timeline import Timeline
from normbook.model.world import State, States
from normbook.problems import did_you_mean

EXAMPLE: Final = "2026-11-21T09:30+03:00"
_SHOWN: Final = 12
_OTHER_CODES: Final = {"UK": "GB", "EL": "GR"}
"""Codes in wide use that are not the State's own in ISO 3166-1."""


class UsageError(Exception):
    """The command was wrong: what is wrong, and what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def refused(error: UsageError) -> int:
    """Say on stderr what is wrong with the command; the exit status for it."""
    print(f"normbook: {error}", file=sys.stderr)
    print(f"  hint: {error.hint}", file=sys.stderr)
    return 2


def moment(text: str) -> datetime:
    """The aware moment that an ISO 8601 time with its offset names."""
    if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}(Z|[+-]\d{2}:?\d{2})?", text):
        raise UsageError(f"'{text}' names no hour", f"Write date, T, time and offset, as in {EXAMPLE}.")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is not a time", _time_hint(text)) from None
    if found.utcoffset() is None:
        hint = f"Add the offset from UTC: {text}+03:00, or {text}Z for UTC."
        raise UsageError(f"'{text}' names no time zone, and is another moment in each", hint)
    return found


def _time_hint(text: str) -> str:
    """What to write instead of something that is not a time."""
    tests: tuple[tuple[str, str], ...] = (
        (r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", "The date is written year-month-day."),
        (r".*[T ]\d:", "Hours have two digits, as in 09:30."),
        (r".*\d\s+[+-]\d", "No space stands before the offset."),
        (r".*\d\s+\d{2}:?\d{2}$", "No space stands before the offset, and it bears a sign: +03:00."),
        (r".*\d\s*(am|pm|AM|PM)\b", "Hours run from 00 to 23."),
        (r".*[A-Za-z]{2,}$", "A zone is written as its offset from UTC, as in +03:00, or as Z for UTC."),
    )
    why = next((why for pattern, why in tests if re.match(pattern, text)), "ISO 8601 is expected, and a real date.")
    return f"{why} Write date, T, time and offset, as in {EXAMPLE}."


def timeline(timelines: Sequence[Timeline], wanted: str) -> Timeline:
    """The timeline with an id."""
    held = {each.id: each for each in timelines}
    if wanted in held:
        return held[wanted]
    there = f"Timelines: {', '.join(held)}." if held else "This corpus has none; 'normbook new timeline ID' starts one."
    name = wanted.removeprefix("timeline:").partition("/")[0]
    raise UsageError(f"there is no timeline '{wanted}'", did_you_mean(name, held, there, cutoff=0.5))


def state(states: States | None, wanted: str | None) -> State | None:
    """The State of a code, in either case; None if none is wanted. Its name or another code of it is pointed out."""
    if wanted is None or states is None:
        return None
    held = {state.iso2: state for state in states.states}
    if wanted.upper() in held:
        return held[wanted.upper()]
    names = {state.names["en"].short.lower(): state for state in held.values()}
    names |= {code.lower(): held[iso2] for code, iso2 in _OTHER_CODES.items() if iso2 in held}
    names |= {state.iso3.lower(): state for state in held.values()}
    text = wanted.lower()
    # A wrong code of two or three letters resembles many others: only a name is guessed at.
    meant = [text] if text in names else []
    if not meant and len(text) > 3:
        meant = difflib.get_close_matches(text, names, 1, 0.7) or [name for name in names if text in name]
    near = [names[name] for name in meant] or [state for state in held.values() if state.iso2[0] == text[:1].upper()]
    shown = ", ".join(f"{state.iso2} ({state.names['en'].short})" for state in near[:_SHOWN])
    hint = f"Near it: {shown}." if shown else "Two letters are expected, as in KE."
    raise UsageError(f"there is no State with the code '{wanted}'", f"Did you mean {shown}?" if meant else hint)


def member(states: States, wanted: str) -> State:
    """The Member State of a code."""
    found = state(states, wanted)
    if found is None or found.status != "member":
        raise UsageError(f"{wanted} is no Member State", "Only the 193 Members have a checklist.")
    return found


def horizon(as_of: date, within: str) -> tuple[Period, date]:
    """A period of days, weeks, months or years, and the day it leads to from `as_of`."""
    hint = "Write an ISO 8601 period of days, weeks, months or years, as in P90D, P6M or P2Y."
    try:
        period = parse_period(within)
        return period, add_period(as_of, period)
    except ValueError as error:
        raise UsageError(str(error), hint) from None
