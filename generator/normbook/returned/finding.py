"""What was found in a returned file: records that know neither Word nor YAML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from normbook.returned.changes import Change

Kind = Literal["inserted", "deleted", "replaced", "moved", "comment", "blank filled"]
What = Literal["words", "line", "value", "remark", "number", "level", "aside"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: the ref of the provision, how readers name it, and the heading above it.

    `key` is the number of the line in the original; -1 for a line that the original does not have.
    """

    ref: str = ""
    name: str = ""
    heading: str = ""
    key: int = -1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the State did. `before` and `after` are the words, widened to whole ones.

    `change` is set for a change within a line; `what` says what kind of thing it concerns: words of a line, a line, the
    value of a blank, a remark, the number or the level of a line, or something aside from the text, in a running head.
    `beside` is the spot after which a new or moved line stands, or at which the words end that a comment hangs on,
    `style` the style that it has. `who` and `when` are empty where the file does not
    say. `blank` is the blank that was filled in, `quote` the words that a comment hangs on.
    """

    kind: Kind
    what: What
    spot: Spot
    before: str = ""
    after: str = ""
    who: str = ""
    when: str = ""
    tracked: bool = False
    change: Change | None = None
    beside: Spot | None = None
    style: str = ""
    blank: str = ""
    quote: str = ""
