"""What a map shows of the States, one theme at a time: into which class each falls, and on what that rests.

Every class is a fact or the absence of one. None praises or blames, and what was not found is a class of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Final

from normbook.checklists.records import StateRecord
from normbook.dates import long_day, parse_period, words
from normbook.drawing import hours
from normbook.lifecycle import regime_in_force
from normbook.model.world import Regime, RegimeStage
from normbook.publication import Publication
from normbook.worldmap import PLAIN


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of States: its word in addresses and data, its words for readers, and the pattern that fills it."""

    id: str
    words: str
    fill: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The class of one State, and in words what puts it there; empty where nothing was found."""

    kind: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that a map shows. `about` says how to read it, in one paragraph."""

    id: str
    title: str
    short: str
    about: str
    kinds: tuple[Kind, ...]
    of: Callable[[Publication, StateRecord], Standing]


UNDER, OVER = 24, 72
"""Hours that part the classes of clocks."""
_NONE: Final = "none"


Clock = tuple[RegimeStage, Regime]


def _first_reports(record: StateRecord, as_of: date) -> list[Clock]:
    """Reports in force that correspond to a stage of the handbook and start with an event, not with an earlier one."""
    return [(stage, regime) for regime in record.regimes if regime_in_force(regime, as_of) != "no"
            for stage in regime.stages if stage.answers and not stage.follows]


def _length(stage: RegimeStage) -> float:
    return hours(parse_period(stage.within)) if stage.within else inf


def shortest_clock(record: StateRecord, as_of: date) -> float | None:
    """Hours of the shortest time limit of a first report; infinite where there is but a duty without a figure."""
    return min((_length(stage) for stage, _ in _first_reports(record, as_of)), default=None)


def _clock(publication: Publication, record: StateRecord) -> Standing:
    found = _first_reports(record, publication.as_of)
    if not found:
        return Standing(_NONE)
    stage, regime = min(found, key=lambda each: _length(each[0]))
    length = _length(stage)
    limit = words(parse_period(stage.within), business=stage.calendar == "business") if stage.within else "no figure"
    kind = "under-24" if length < UNDER else "24-to-71" if length < OVER else "72-or-more"
    doubted = regime.incomplete or (stage.seen or regime.seen) != "stored-copy"
    said = f"{limit}: {publication.plain(regime.short)}, {publication.plain(stage.name)}"
    return Standing(kind if stage.within else "no-figure", said + (" (not yet confirmed)" if doubted else ""))


def _tradition(_publication: Publication, record: StateRecord) -> Standing:
    held = record.state.legal_components
    return Standing(record.state.legal_tradition, ", ".join(held) if len(held) > 1 else "")


def _position(_publication: Publication, record: StateRecord) -> Standing:
    if record.position is None:
        return Standing(_NONE)
    doubt = " (not yet confirmed)" if record.position.unconfirmed else ""
    return Standing("published", f"{record.position.note}{doubt}".strip())


def _enacted(publication: Publication, record: StateRecord) -> Standing:
    if record.enacted is None:
        return Standing(_NONE)
    return Standing("in-force" if record.enacted <= publication.as_of else "to-commence", long_day(record.enacted))


THEMES: Final = (
    Theme("clock", "Shortest reporting clock in law", "Shortest clock",
          "The shortest time limit for a report of an incident that was found in the law of each State, of whatever "
          "sector, among those that correspond to a stage of the handbook. A day counts as 24 hours, a working day as "
          "no less. Clocks start at different moments, so that the shorter figure is not always the earlier report; "
          "what is not in force is left out.",
          (Kind("under-24", "under 24 hours", "solid"), Kind("24-to-71", "24 to 71 hours", "lines"),
           Kind("72-or-more", "72 hours or more", "dots"), Kind("no-figure", "a duty without a figure", "rings"),
           Kind(_NONE, "none found", PLAIN)), _clock),
    Theme("tradition", "Legal tradition", "Legal tradition",
          "The principal legal tradition of each State according to one source. Most systems draw on several; the "
          "table names them.",
          (Kind("civil", "civil law", "lines"), Kind("common", "common law", "solid"), Kind("mixed", "mixed", "dots"),
           Kind("religious", "religious law", "grid"), Kind("customary", "customary law", "bars"),
           Kind("unknown", "not known", PLAIN)), _tradition),
    Theme("position", "Published position on international law", "Published position",
          "Which States have published a national position on how international law applies in cyberspace, in a list "
          "that is known to be incomplete. Positions of organisations are not counted for their members.",
          (Kind("published", "position found", "lines"), Kind(_NONE, "none found", PLAIN)), _position),
    Theme("enacted", "Law after the model in force", "Law after the model",
          "Which States are recorded as having enacted a law after the model.",
          (Kind("in-force", "in force", "solid"), Kind("to-commence", "enacted, not yet in force", "lines"),
           Kind(_NONE, "none recorded", PLAIN)), _enacted),
)  # fmt: skip
"""In the order in which they are offered; the first is the one a reader sees first."""


def theme_url(theme: Theme) -> str:
    """The page of a theme, from the edition's root."""
    return "countries/map/" if theme is THEMES[0] else f"countries/map/{theme.id}/"


def theme_table(theme: Theme) -> str:
    """The file with the table of a theme, from the edition's root."""
    return f"data/map-{theme.id}.csv"
