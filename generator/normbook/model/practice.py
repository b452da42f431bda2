"""Playbooks, exercises, benchmarks, the roadmap, country files and consultations."""

from __future__ import annotations

from datetime import date as Date
from typing import Literal

from pydantic import Field

from normbook.model.base import Basis, Duration, Id, Iso2, Item, Ref, Source, Table, Text, Words
from normbook.model.norm import Status


class Step(Item):
    """A step of a playbook."""

    id: Id = Field(description="Stable id.")
    role: Id = Field(description="Role that acts.")
    action: Text = Field(description="What is done.")
    decides: bool = Field(default=False, description="True when the role has the decision right.")
    clock: str | None = Field(default=None, description="Timeline and stage that limit it.")


class Phase(Item):
    """A phase of a playbook; phases of one lane run in parallel with those of others."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    steps: tuple[Step, ...] = Field(min_length=1, description="The steps.")


class Playbook(Item):
    """Who does what in an incident."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What it is for.")
    sector: Id | None = Field(default=None, description="Code of the taxonomy sector.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")
    phases: tuple[Phase, ...] = Field(min_length=1, description="The phases.")
    escalation: tuple[Text, ...] = Field(default=(), description="Thresholds at which others are called in.")


class Inject(Item):
    """Something the players are told, at a time after the start."""

    at: Duration = Field(description="Time after the start of the exercise, ISO 8601.")
    to: Id = Field(description="Role that receives it.")
    text: Text = Field(description="What they are told.")
    event: Id | None = Field(default=None, description="Clock event it sets off.")
    timeline: Id | None = Field(default=None, description="Timeline whose clock it starts.")


class Exercise(Item):
    """A scenario that runs the timelines."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="The scenario.")
    sector: Id = Field(description="Code of the taxonomy sector.")
    aims: tuple[Text, ...] = Field(default=(), description="What it tests.")
    injects: tuple[Inject, ...] = Field(min_length=1, description="Injects in order of time.")


class Benchmark(Item):
    """A resilience benchmark of a sector."""

    id: Id = Field(description="Stable id.")
    sector: Id = Field(description="Code of the taxonomy sector.")
    title: Text = Field(description="Title.")
    text: Text = Field(description="What is to be reached.")
    value: str = Field(default="", description="Figure, bracketed.")
    basis: tuple[Basis, ...] = Field(default=(), description="What supports it.")
    basis_note: Words = Field(default="", description="Why this figure, where no instrument gives it.")


class Benchmarks(Item):
    """A file of benchmarks for one sector."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What it covers.")
    benchmarks: tuple[Benchmark, ...] = Field(description="The benchmarks.")


class Milestone(Item):
    """A milestone in relative time."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    within: Duration = Field(description="Time after the event it counts from.")
    counted_from: Id = Field(description="Another milestone, or summit.")
    outcome: Text = Field(description="Measurable outcome.")
    status: Literal["open", "under_way", "done"] = Field(default="open", description="State of play.")


class Roadmap(Item):
    """roadmap.yaml"""

    title: Text = Field(description="Title.")
    summary: Text = Field(description="What it is.")
    milestones: tuple[Milestone, ...] = Field(description="The milestones.")


class Answer(Item):
    """A State's answer to one commitment. Only released answers are ever published."""

    commitment: Ref = Field(description="Id of the commitment.")
    status: Status = Field(description="Status claimed.")
    evidence: str = Field(default="", description="Evidence given.")
    provision: str = Field(default="", description="The State's own provision.")
    source: tuple[Source, ...] = Field(default=(), description="What it rests on.")
    as_of: str = Field(default="", description="Date it is good for.")
    release: bool = Field(default=False, description="True when the State released the answer for publication.")


class Country(Item):
    """norms/countries/xx.yaml: what one State has chosen or released."""

    iso2: Iso2 = Field(description="The State.")
    enacted: Date | None = Field(default=None, description="Commencement of the State's law; none until enacted.")
    variants: Table[str] = Field(default={}, description="Article id to variant letter.")
    blanks: Table[str] = Field(default={}, description="Blank id to value.")
    omitted: tuple[Ref, ...] = Field(default=(), description="Provisions left out.")
    federal: bool | None = Field(default=None, description="True federal, false unitary, absent unknown.")
    dualist: bool | None = Field(default=None, description="True dualist, false monist, absent unknown.")
    answers: tuple[Answer, ...] = Field(default=(), description="Answers, released row by row.")


class Comment(Item):
    """A comment and what was done with it."""

    id: Id = Field(description="Stable id.")
    about: Ref = Field(description="What it is about.")
    by: Text = Field(description="Who made it, as they wish to be named.")
    date: Date = Field(description="When it was received.")
    text: Text = Field(description="The comment.")
    disposition: str = Field(default="", description="What was decided and why.")


class ConsultationRecord(Item):
    """Comments and dispositions of one edition."""

    id: Id = Field(description="Stable id.")
    edition: str = Field(description="Edition commented on.")
    comments: tuple[Comment, ...] = Field(default=(), description="The comments.")
