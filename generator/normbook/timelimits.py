"""A time limit as a person writes it, as ISO 8601 or in words, with or without the moment that it counts from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from normbook.dates import Period, parse_period

_UNIT: Final = r"(?P<number>[0-9]{1,5}) (?P<working>working |business )?(?P<unit>minute|hour|day|week|month|year)s?"
_WRITTEN: Final = re.compile(
    rf"(?:within )?(?:(?P<iso>P[0-9TYMWDH]+)|{_UNIT})(?:,? (?:counted )?(?:from|after|of) (?P<start>.+))?",
    re.IGNORECASE,
)
HINT: Final = "Write PT72H, '72 hours from detection' or 'within 3 working days', or words without a figure."
"""How a limit can be written."""


@dataclass(frozen=True, slots=True)
class Written:
    """A limit as written: how long, whether working days count, and from when; empty where it does not say."""

    period: Period
    working: bool
    start: str


def read_limit(text: str) -> Written | None:
    """Read 'PT72H', '72 hours', 'within 3 working days of discovery'; None for no length and for other words."""
    found = _WRITTEN.fullmatch(text.strip().rstrip("."))
    if found is None:
        return None
    try:
        period = parse_period(found["iso"].upper()) if found["iso"] else _period(found["unit"], int(found["number"]))
    except ValueError:
        return None
    return Written(period, bool(found["working"]), found["start"] or "") if period else None


def is_limit(text: str) -> bool:
    """Whether a text is a limit that can be read, or words without a figure: 'without undue delay'."""
    return read_limit(text) is not None or not any(sign.isdigit() for sign in text)


def _period(unit: str, number: int) -> Period:
    return Period(**{f"{unit.lower()}s": number})
