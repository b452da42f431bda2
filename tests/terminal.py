"""What commands print, for the tests of commands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from icalendar import Calendar


def asked(capsys: pytest.CaptureFixture[str], expected: int, status: int) -> str:
    """What was printed: the result if the command was right, the complaint if it was not."""
    out, err = capsys.readouterr()
    assert status == expected, err or out
    return err if status == 2 else out


def as_json(capsys: pytest.CaptureFixture[str], status: int) -> Any:
    return json.loads(asked(capsys, 0, status))


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))
