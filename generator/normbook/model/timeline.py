"""Notification and decision clocks. Every duration of the corpus is written here and nowhere else."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from normbook.model.base import Basis, Duration, Id, Item, Ref, Text, Words


class Starts(Item):
    """What starts the first clock."""

    event: Id = Field(description="Code of a term of the taxonomy clock-event.")
    note: Words = Field(default="", description="How the event is recognised.")


class Stage(Item):
    """One step of a timeline: who tells or decides what, and by when."""

    id: Id = Field(description="Stable id within the timeline.")
    title: Text = Field(description="Title.")
    within: Duration | None = Field(default=None, description="Time limit, ISO 8601: PT24H, P3D, P1M. None: no figure.")
    words: Words = Field(default="", description="What the law says where there is no figure: 'without undue delay'.")
    counted_from: Id = Field(
        description="Clock event of the timeline's start, another clock event, or an earlier stage."
    )
    after: tuple[Id, ...] = Field(default=(), description="Stages that must be done before this one.")
    calendar: Literal["clock", "days", "business"] = Field(
        description="clock: running hours. days: to the end of a day, moved over holidays. business: working days."
    )
    bracketed: bool = Field(default=True, description="True while the figure is under negotiation.")
    basis: tuple[Basis, ...] = Field(default=(), description="What supports the figure.")
    basis_note: Words = Field(default="", description="Why this figure, where no regime or instrument gives it.")
    sender: Id | None = Field(default=None, description="Role that acts, if not the timeline's.")
    recipient: Id | None = Field(default=None, description="Role that is told, if not the timeline's.")
    content: tuple[Text, ...] = Field(default=(), description="What the message contains.")
    not_required: tuple[Text, ...] = Field(default=(), description="What need not be known yet.")
    handling: Id | None = Field(default=None, description="Marking: code of a term of the taxonomy handling.")
    delay: Words = Field(default="", description="When it may lawfully be later.")


class Timeline(Item):
    """A sequence of stages from one party to another."""

    id: Id = Field(description="Stable id, e.g. operator-to-csirt.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What the timeline is for.")
    sender: Id = Field(description="Role that acts.")
    recipient: Id = Field(description="Role that is told.")
    starts: Starts = Field(description="What starts the clock.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")
    stages: tuple[Stage, ...] = Field(min_length=1, description="The stages, in order.")
    notes: tuple[Text, ...] = Field(default=(), description="Remarks for readers.")
