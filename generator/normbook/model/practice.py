"""Playbooks, exercises, benchmarks, the roadmap, the spillover method and consultations."""

from __future__ import annotations

from datetime import date as Date
from typing import Literal

from pydantic import Field

from normbook.model.base import Basis, Duration, Id, Item, Priority, Ref, Table, Text, Words
from normbook.model.response import Rule


class Step(Item):
    """A step of a playbook."""

    id: Id = Field(description="Stable id within the playbook.")
    role: Id = Field(description="Role that acts, from handbook.yaml.")
    action: Text = Field(description="What is done, as an imperative clause that starts with a verb.")
    decides: bool = Field(default=False, description="True when the role takes a decision here that no other may take.")
    consults: tuple[Id, ...] = Field(default=(), description="Roles heard before the role acts.")
    after: tuple[Id, ...] = Field(default=(), description="Steps of the playbook that must be done before this one.")
    clock: str | None = Field(default=None, description="Timeline and stage that limit it in time.")
    provision: Ref | None = Field(default=None, description="Provision of the model law it rests on.")

    @property
    def name(self) -> str:
        """The short name by which readers find the step again: its id in words."""
        return self.id.replace("-", " ").capitalize()


class Phase(Item):
    """A phase of a playbook. Phases of different tracks run in parallel; those of one track follow one another."""

    id: Id = Field(description="Stable id within the playbook.")
    title: Text = Field(description="Title.")
    track: Literal["technical", "notification", "communication", "decision"] = Field(
        description="Line of work: containing and repairing, telling those who must know, speaking in public, deciding."
    )
    steps: tuple[Step, ...] = Field(min_length=1, description="The steps, in order.")


class Threshold(Item):
    """When others are called in."""

    when: Text = Field(description="What must be seen, e.g. 'Severity reaches severe'.")
    calls: Id = Field(description="Role that is called in.")
    to: Text = Field(description="What for.")


class Playbook(Item):
    """Who does what in an incident: roles, decision rights, phases and thresholds."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What it is for and for whom.")
    sector: Id | None = Field(default=None, description="Code of the taxonomy sector; none if for every sector.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")
    before: tuple[Text, ...] = Field(min_length=1, description="What must stand ready before an incident.")
    phases: tuple[Phase, ...] = Field(min_length=1, description="The phases, in order within each track.")
    escalation: tuple[Threshold, ...] = Field(min_length=1, description="Thresholds at which others are called in.")
    card: tuple[Text, ...] = Field(min_length=3, max_length=8, description="The first hour, on a card: short orders.")
    people: tuple[Text, ...] = Field(default=(), description="Points on the people who depend on the service.")


class Inject(Item):
    """Something the players are told, at a time after the start."""

    id: Id = Field(description="Stable id within the exercise.")
    at: Duration = Field(description="Time after the start of the exercise, ISO 8601: PT0H, PT90M, P2D.")
    to: Id = Field(description="Role that receives it, from handbook.yaml.")
    text: Text = Field(description="What they are told.")
    event: Id | None = Field(default=None, description="Code of the clock event that it sets off.")
    timelines: tuple[Id, ...] = Field(default=(), description="Timelines whose clock starts with that event.")
    expected: tuple[Text, ...] = Field(default=(), description="What good players do.")


class Exercise(Item):
    """A scenario that runs the timelines."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="The scenario. Fictional: no State, operator or product is named.")
    sector: Id = Field(description="Code of the taxonomy sector.")
    lasts: Duration = Field(description="Scenario time from start to end, ISO 8601.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")
    aims: tuple[Text, ...] = Field(min_length=1, description="What it tests.")
    assumptions: tuple[Text, ...] = Field(default=(), description="What the players take as given.")
    playbooks: tuple[Id, ...] = Field(default=(), description="Playbooks it tries out.")
    injects: tuple[Inject, ...] = Field(min_length=1, description="Injects in order of time.")
    debrief: tuple[Text, ...] = Field(min_length=1, description="Questions for the talk afterwards.")


class Benchmark(Item):
    """A resilience benchmark of a sector."""

    id: Id = Field(description="Stable id within the file.")
    title: Text = Field(description="Title.")
    text: Text = Field(description="What is to be reached. The figure is printed beside it and is not typed here.")
    value: str = Field(default="", description="Figure: a duration in ISO 8601 or a number. Printed in brackets.")
    unit: str = Field(default="", description="Unit of a number, e.g. per cent; empty for a duration.")
    test: Text = Field(description="How it is verified.")
    priority: Priority = Field(description="core, recommended or optional.")
    basis: tuple[Basis, ...] = Field(default=(), description="What supports it.")
    basis_note: Words = Field(default="", description="Why this figure, where no instrument gives it.")


class Benchmarks(Item):
    """A file of benchmarks for one sector."""

    id: Id = Field(description="Stable id.")
    sector: Id = Field(description="Code of the taxonomy sector.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What it covers.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")
    benchmarks: tuple[Benchmark, ...] = Field(min_length=1, description="The benchmarks.")


class Milestone(Item):
    """A milestone in relative time."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    within: Duration = Field(description="Time after what it counts from, ISO 8601.")
    counted_from: Id = Field(description="Id of an earlier milestone, or the roadmap's own start.")
    responsible: Id = Field(description="Role that sees to it, from handbook.yaml.")
    outcome: Text = Field(description="Measurable outcome: what can be counted, and how many.")
    verified_by: Text = Field(description="Where anyone can see whether it was reached.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")
    status: Literal["open", "under_way", "done"] = Field(default="open", description="State of play.")


class RoadmapVariant(Item):
    """One of several ways to begin, where opinions differ."""

    id: str = Field(pattern=r"^[A-Z]$", description="A, B, C …")
    label: Text = Field(description="Short name.")
    text: Text = Field(description="The way.")
    follows: Text = Field(description="What follows from choosing it.")
    default: bool = Field(default=False, description="Whether the milestones are written for it.")


class Roadmap(Item):
    """roadmap.yaml"""

    title: Text = Field(description="Title.")
    summary: Text = Field(description="What it is.")
    start: Id = Field(description="Name of the event from which the first milestones count, e.g. summit.")
    start_label: Text = Field(description="How that event is named to readers.")
    variants: tuple[RoadmapVariant, ...] = Field(default=(), description="Ways to begin.")
    milestones: tuple[Milestone, ...] = Field(min_length=1, description="The milestones.")


Level = Literal["none", "limited", "serious", "grave"]


class Dependency(Item):
    """One sector leans on another. Illustrative until an assessor replaces it."""

    on: Id = Field(description="Sector that is leant on; code of the taxonomy sector.")
    sector: Id = Field(description="Sector that leans; code of the taxonomy sector.")
    supply: Level = Field(description="Gravest effect that an outage of the one can pass on to the other.")
    price: Level = Field(default="none", description="Gravest rise of cost that the one can pass on to the other.")
    holds_for: Duration = Field(description="How long the leaning sector does without, ISO 8601: PT0H, PT8H, P3D.")
    note: Text = Field(description="Why: what passes between them.")


class Touch(Item):
    """A response measure touches a sector of the State named. Illustrative until an assessor replaces it."""

    measure: Id = Field(description="Id of the measure.")
    sector: Id = Field(description="Sector touched; code of the taxonomy sector.")
    supply: Level = Field(default="none", description="Outage or lack that the measure may cause there.")
    price: Level = Field(default="none", description="Rise of cost that it may cause there.")
    note: Text = Field(description="How.")


class Spillover(Item):
    """norms/responses/spillover.yaml: the method of the spillover assessment and its illustrative assumptions."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What the method answers and what it does not.")
    levels: Table[Text] = Field(description="What none, limited, serious and grave mean, by level.")
    steps: tuple[Rule, ...] = Field(min_length=1, description="The method step by step, each with its reason.")
    warning: Text = Field(description="Why the assumptions printed are illustrative and nobody's finding.")
    dependencies: tuple[Dependency, ...] = Field(min_length=1, description="Which sector leans on which.")
    touches: tuple[Touch, ...] = Field(default=(), description="Which measure touches which sector.")
    effects: Table[tuple[Id, ...]] = Field(
        default={}, description="Sector to codes of the taxonomy civilian-effect that its failure brings."
    )
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")


class Assumptions(Item):
    """An assessor's own assumptions, in the form of norms/responses/spillover.yaml. Never part of a corpus."""

    dependencies: tuple[Dependency, ...] = Field(default=(), description="Dependencies that replace or add to those.")
    touches: tuple[Touch, ...] = Field(default=(), description="Touches that replace or add to those.")


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
