"""Norms: voluntary standards of conduct, each with commitments that an auditor can test."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from normbook.model.base import Basis, Id, Iso2, Item, Paragraph, Priority, Ref, Review, Sunset, Text, Words

Status = Literal["not_assessed", "not_met", "partly", "met", "not_applicable"]


class Trigger(Item):
    """What sets a commitment in motion."""

    event: Id = Field(description="Code of a term of the taxonomy clock-event.")
    of: Id | None = Field(default=None, description="Id of the defined term the event happens to.")


class AnsweredBy(Item):
    """A sourced fact that plainly settles the status of a commitment for a State: a membership, or a law in force."""

    group: str = Field(default="", description="Id of a group in norms/states/groups.yaml that the State belongs to.")
    instrument: Id | None = Field(
        default=None, description="Instrument by which the group did what counts; its source and date count too."
    )
    unless: tuple[Iso2, ...] = Field(default=(), description="Members for which it does not hold.")
    regimes: tuple[Id, ...] = Field(
        default=(), description="Instead of a group: reporting regimes, each for its own State while it is in force."
    )
    status: Status = Field(description="Status that the fact shows.")
    because: Text = Field(description="Why the fact answers the commitment; printed beside the status.")


class Commitment(Item):
    """One testable undertaking. Not a legal duty: duties are in the model law."""

    id: Ref = Field(description="Id of the norm, a dot, and a word: not-2.alert.")
    addressee: Id = Field(description="Role that acts, from handbook.yaml.")
    modality: Literal["should", "should_not", "may"] = Field(description="Strength of the commitment.")
    text: Text = Field(description="What the addressee is to do, as an imperative clause that starts with a verb.")
    trigger: Trigger | None = Field(default=None, description="Event that sets it in motion; none if standing.")
    clock: str | None = Field(default=None, description="Timeline and stage that give its time limit.")
    exception: Words = Field(default="", description="When it does not apply, with a reference to the provision.")
    applicability: Words = Field(default="", description="States or cases to which it applies, if not all.")
    frequency: Words = Field(default="", description="How often, in words, where it recurs.")
    priority: Priority = Field(description="core, recommended or optional.")
    evidence: tuple[Text, ...] = Field(default=(), description="What an auditor looks for.")
    indicator: Words = Field(default="", description="What is counted or measured.")
    met: Words = Field(default="", description="What must be seen for the status met.")
    partly: Words = Field(default="", description="What must be seen for the status partly met.")
    implemented_by: tuple[Ref, ...] = Field(default=(), description="Provisions of the model law that carry it.")
    not_in_law: Words = Field(default="", description="Why no provision carries it, if none does.")
    answered_by: tuple[AnsweredBy, ...] = Field(default=(), description="Sourced facts that settle its status.")


class NormVariant(Item):
    """One of several formulations of a norm that is not settled."""

    id: str = Field(pattern=r"^[A-Z]$", description="A, B, C …")
    label: Text = Field(description="Short name.")
    text: Text = Field(description="The norm in this formulation.")
    follows: Text = Field(description="What follows from choosing it.")
    default: bool = Field(default=False, description="Whether the clean text prints it.")


class Norm(Item):
    """A norm of the handbook."""

    id: Id = Field(description="Family in lower case, hyphen, number: not-2.")
    family: str = Field(description="Id of a family in handbook.yaml.")
    title: Text = Field(description="Title, without full stop.")
    summary: Text = Field(description="The norm in one plain sentence, for lists and for readers in a hurry.")
    statement: tuple[Paragraph, ...] = Field(min_length=1, description="The normative text, in numbered paragraphs.")
    rationale: Text = Field(description="Why the norm is needed; paragraphs separated by a blank line.")
    commitments: tuple[Commitment, ...] = Field(min_length=1, description="Two to six testable commitments.")
    variants: tuple[NormVariant, ...] = Field(default=(), description="Formulations where States disagree.")
    basis: tuple[Basis, ...] = Field(min_length=1, description="Instruments and UN norms it builds on.")
    implemented_by: tuple[Ref, ...] = Field(default=(), description="Provisions of the model law that implement it.")
    not_in_law: Words = Field(default="", description="Why no provision implements it, if none does.")
    review: Review | None = Field(default=None, description="Review period; the handbook's default if absent.")
    sunset: Sunset | None = Field(default=None, description="When it ends unless renewed; none if it does not.")
    open_questions: tuple[Text, ...] = Field(default=(), description="What is not settled.")
