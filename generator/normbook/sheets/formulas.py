"""Text that a spreadsheet would take for a formula: how files of ours keep it from that, and how it is read back."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may take for a formula, its wide forms too, and what `inert` has put before it."""


def inert(value: str) -> str:
    """A value that no spreadsheet takes for a formula: an apostrophe goes before it. `restored` takes it away."""
    return f"'{value}" if _FORMULA.match(value) else value


def restored(value: str) -> str:
    """The value that `inert` was given."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value
