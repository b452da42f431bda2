"""Aligned and wrapped lines for the terminal, and calendar files."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """A line a row, with the columns under one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def wrapped(text: str, indent: str = "") -> list[str]:
    """The lines of a text, as wide as the terminal."""
    width = max(60, shutil.get_terminal_size((110, 24)).columns)
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + ("  " if indent else ""))


def event(uid: str, stamp: datetime, at: datetime | date, summary: str, description: str) -> Event:
    """An event at a moment, or of a whole day. It does not make its reader busy."""
    # Imported late, here and below: the table, which most people ask for, does without.
    from icalendar import Event

    made = Event()
    values = {"uid": uid, "dtstamp": stamp, "dtstart": at, "summary": summary, "description": description}
    for name, value in {**values, "transp": "TRANSPARENT"}.items():
        made.add(name, value)
    return made


def calendar(name: str, events: Sequence[Event]) -> bytes:
    """A calendar file (RFC 5545)."""
    from icalendar import Calendar

    made = Calendar()
    for key, value in (("prodid", "-//Normbook//normbook//EN"), ("version", "2.0"), ("x-wr-calname", name)):
        made.add(key, value)
    for each in events:
        made.add_component(each)
    return bytes(made.to_ical())
