"""The graduated menu of response measures, and the method of attribution."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from normbook.model.base import Basis, Fact, Id, Item, Ref, Review, Text, Words
from normbook.model.worksheet import Worksheet


class Question(Item):
    """A fact that a condition may ask about, answered yes or no."""

    id: Id = Field(description="Name used in conditions, e.g. prior_demand.")
    label: Text = Field(description="The question as put to the user.")
    help: Text = Field(description="How to answer it.")
    group: Literal["legal", "procedure", "harm", "escalation"] = Field(description="Where it is asked.")


class Questions(Item):
    """norms/responses/questions.yaml: the yes/no facts that conditions are built from."""

    questions: tuple[Question, ...] = Field(description="The questions, in order.")
    principles: tuple[Text, ...] = Field(default=(), description="Rules that hold for the whole menu.")


class Condition(Item):
    """Something that must hold before a measure is used."""

    text: Text = Field(description="The condition in words.")
    test: str = Field(
        default="",
        description="The same as an expression: severity >= significant and confidence >= likely and prior_demand.",
    )


class Precedent(Fact):
    """Who did what on which date. Never the project's own finding."""

    date: str = Field(description="Date or period as reported.")
    what: Text = Field(description="What was done, by whom, in neutral words.")


class Measure(Fact):
    """A response measure."""

    id: Id = Field(description="Stable id, e.g. r01-private-demarche.")
    rung: int = Field(ge=1, le=10, description="Rung of the ladder, 1 lightest to 10 gravest.")
    name: Text = Field(description="Name.")
    family: Id = Field(description="diplomatic, technical, economic, assistance, institutional …")
    summary: Text = Field(description="What it is, in one or two sentences.")
    legal_character: Id = Field(description="Code of a term of the taxonomy legal-character.")
    legal_note: Words = Field(default="", description="Remark on the legal character.")
    legal_basis: tuple[Basis, ...] = Field(default=(), description="Instruments and UN norms it rests on.")
    needs_attribution: Literal["no", "helpful", "yes", "legal", "is_attribution"] = Field(
        description="Whether it needs a public attribution; legal: a legal finding of attribution and breach."
    )
    decided_by: Id = Field(description="Role that decides.")
    conditions: tuple[Condition, ...] = Field(min_length=1, description="What must hold before use.")
    precedents: tuple[Precedent, ...] = Field(default=(), description="Reported practice.")
    civilian_harm: tuple[Text, ...] = Field(default=(), description="Points for the civilian-harm check.")
    escalation: tuple[Text, ...] = Field(default=(), description="Remarks on the risk of escalation.")
    reversible: Literal["yes", "partly", "no"] = Field(description="Whether its effects can be undone.")
    ends: Words = Field(default="", description="How and when it ends. Every measure must have a way to end.")
    review: Review | None = Field(default=None, description="How often it is reviewed while in force.")
    debate: tuple[Text, ...] = Field(default=(), description="Contested points.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")


class CriteriaGroup(Item):
    """A group of attribution criteria."""

    id: str = Field(pattern=r"^[A-D]$", description="A, B, C or D.")
    title: Text = Field(description="Name of the group.")


class Criterion(Item):
    """One of the twelve criteria."""

    id: Id = Field(description="c1 to c12.")
    group: str = Field(description="Id of its group.")
    title: Text = Field(description="Short name.")
    question: Text = Field(description="The question to be answered.")
    look_for: tuple[Text, ...] = Field(min_length=1, description="What would answer it.")
    caution: Text = Field(description="How the answer can mislead.")
    answers: tuple[Text, ...] = Field(min_length=2, description="Possible answers, weakest first.")


class Rule(Item):
    """A rule of use of the method."""

    id: Id = Field(description="Stable id.")
    text: Text = Field(description="The rule.")
    reason: Text = Field(description="Why.")


class UseRule(Rule):
    """A rule of use that the answers of the worksheet can show to be kept; one without a test is for judgement."""

    test: str = Field(
        default="",
        description="Expression over criteria (c10 >= supports), questions, choices and other rules of use.",
    )


class Method(Item):
    """norms/attribution/method.yaml: the twelve criteria, rules of use and evidence standard."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What the method is for and what it is not.")
    groups: tuple[CriteriaGroup, ...] = Field(description="Groups of criteria.")
    criteria: tuple[Criterion, ...] = Field(description="The criteria.")
    rules: tuple[UseRule, ...] = Field(description="Rules of use.")
    evidence_standard: tuple[UseRule, ...] = Field(description="What the evidence must satisfy.")
    statement: tuple[Text, ...] = Field(description="What a confidence statement contains.")
    worksheet: Worksheet | None = Field(default=None, description="What the worksheet asks besides, and yields.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")
