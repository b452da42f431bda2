"""The changes of a zone's clock, found in the zone tables that Python computes with: nobody keeps a second copy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_STEP: Final = timedelta(days=4)
"""Shorter than any time between two changes of a clock: where one is cancelled for Ramadan, it is weeks."""


def changes(name: str, first: int, last: int) -> tuple[int, list[int], list[int]]:
    """A zone as its offset on 1 January of `first`, the moments of each change, and the offset after it; in minutes.

    Moments are minutes since 1970 in UTC, up to the end of the year `last`.
    """
    zone = ZoneInfo(name)

    def offset(moment: datetime) -> int:
        found = moment.astimezone(zone).utcoffset()
        return int(found.total_seconds()) // 60 if found is not None else 0

    start, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    before, moments, after = offset(start), [], []
    here, now = start, before
    while here < end:
        there = min(here + _STEP, end)
        if (then := offset(there)) != now:
            low, high = int(here.timestamp()) // 60, int(there.timestamp()) // 60
            while high - low > 1:
                middle = (low + high) // 2
                changed = offset(datetime.fromtimestamp(middle * 60, UTC)) == then
                low, high = (low, middle) if changed else (middle, high)
            moments.append(high)
            after.append(then)
            now = then
        here = there
    return before, moments, after
