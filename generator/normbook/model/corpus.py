"""The kinds of file under `norms/`, and the corpus that holds them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from normbook.model.base import Change, Item, Planned, Retired
from normbook.model.handbook import Glossary, Handbook, Term
from normbook.model.law import Law, Part
from normbook.model.national import Country
from normbook.model.norm import Norm
from normbook.model.practice import (
    Benchmarks,
    ConsultationRecord,
    Exercise,
    Playbook,
    Roadmap,
    Spillover,
)
from normbook.model.response import Measure, Method, Questions
from normbook.model.taxonomy import Scheme, Taxonomy
from normbook.model.timeline import Timeline
from normbook.model.world import (
    Authorities,
    Groups,
    Incident,
    Instrument,
    Outlines,
    Regime,
    States,
    UnNorm,
    Weekends,
)


class PlannedList(Item):
    """planned.yaml"""

    planned: tuple[Planned, ...] = Field(description="Ids that may be named before they exist.")


class RetiredList(Item):
    """retired.yaml"""

    retired: tuple[Retired, ...] = Field(description="Ids that are no longer used.")


class ChangesList(Item):
    """changes.yaml"""

    changes: tuple[Change, ...] = Field(description="Ids that were moved, renamed, split or merged.")


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of one kind: a glob under the corpus folder, and the model each file holds."""

    name: str
    pattern: str
    model: type[Item]
    holds: Literal["one", "many"] = "many"
    required: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("handbook", "handbook.yaml", Handbook, "one", required=True),
    Kind("glossary", "glossary.yaml", Glossary, "one", required=True),
    Kind("planned", "planned.yaml", PlannedList, "one"),
    Kind("retired", "retired.yaml", RetiredList, "one"),
    Kind("changes", "changes.yaml", ChangesList, "one"),
    Kind("norms", "principles/*.yaml", Norm),
    Kind("schemes", "taxonomies/reference/*.yaml", Scheme),
    Kind("taxonomies", "taxonomies/*.yaml", Taxonomy),
    Kind("timelines", "timelines/*.yaml", Timeline),
    Kind("method", "attribution/method.yaml", Method, "one"),
    Kind("questions", "responses/questions.yaml", Questions, "one"),
    Kind("measures", "responses/r*.yaml", Measure),
    Kind("spillover", "responses/spillover.yaml", Spillover, "one"),
    Kind("law", "law/law.yaml", Law, "one", required=True),
    Kind("parts", "law/part-*.yaml", Part),
    Kind("playbooks", "playbooks/*.yaml", Playbook),
    Kind("exercises", "exercises/*.yaml", Exercise),
    Kind("benchmarks", "benchmarks/*.yaml", Benchmarks),
    Kind("roadmap", "roadmap.yaml", Roadmap, "one"),
    Kind("instruments", "instruments/*.yaml", Instrument),
    Kind("un_norms", "instruments/un-norms/*.yaml", UnNorm),
    Kind("regimes", "regimes/*.yaml", Regime),
    Kind("incidents", "incidents/*.yaml", Incident),
    Kind("states", "states/states.yaml", States, "one", required=True),
    Kind("groups", "states/groups.yaml", Groups, "one", required=True),
    Kind("authorities", "states/authorities.yaml", Authorities, "one"),
    Kind("weekends", "states/weekends.yaml", Weekends, "one"),
    Kind("outlines", "states/outlines.yaml", Outlines, "one"),
    Kind("countries", "countries/*.yaml", Country),
    Kind("consultations", "consultations/*.yaml", ConsultationRecord),
)


@dataclass(frozen=True)
class Corpus:
    """Everything under `norms/`, typed: norms by family and number, Parts by number, others by file."""

    handbook: Handbook
    glossary: Glossary
    law: Law
    states: States
    groups: Groups
    norms: tuple[Norm, ...] = ()
    taxonomies: tuple[Taxonomy, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    method: Method | None = None
    questions: Questions | None = None
    measures: tuple[Measure, ...] = ()
    parts: tuple[Part, ...] = ()
    playbooks: tuple[Playbook, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    benchmarks: tuple[Benchmarks, ...] = ()
    roadmap: Roadmap | None = None
    spillover: Spillover | None = None
    instruments: tuple[Instrument, ...] = ()
    un_norms: tuple[UnNorm, ...] = ()
    regimes: tuple[Regime, ...] = ()
    incidents: tuple[Incident, ...] = ()
    authorities: Authorities | None = None
    weekends: Weekends | None = None
    outlines: Outlines | None = None
    countries: tuple[Country, ...] = ()
    consultations: tuple[ConsultationRecord, ...] = ()
    planned: PlannedList | None = None
    retired: RetiredList | None = None
    changes: ChangesList | None = None
    digest: str = ""
    """Digest of the normative part as it was frozen; empty for the draft, which may change any minute."""
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Raw source lines by file, to place a mistake inside a long text."""

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.glossary.terms
