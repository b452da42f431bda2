"""What one State has decided about the model law, has enacted, and has answered."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from normbook.model.base import Iso2, Item, Ref, Source, Table
from normbook.model.norm import Status


class EarlierAnswer(Item):
    """What a State answered before to the same commitment, kept so that progress can be shown.

    It is public only where it is released itself, and the answer that holds it as well.
    """

    status: Status = Field(description="Status claimed then.")
    as_of: str = Field(min_length=4, description="Date it was good for: YYYY, YYYY-MM or YYYY-MM-DD.")
    edition: str = Field(default="", description="Edition whose commitment was answered; draft is one too.")
    release: bool = Field(default=False, description="True when the State released the earlier answer as well.")


class Answer(Item):
    """A State's answer to one commitment. In a corpus every answer is released; others live in a private workspace."""

    commitment: Ref = Field(description="Id of the commitment.")
    status: Status = Field(description="Status claimed.")
    evidence: str = Field(default="", description="Evidence given.")
    provision: str = Field(default="", description="The State's own provision: section 40A of …")
    clock: str = Field(default="", description="Time limit that the State's own law sets, ISO 8601 or words: PT72H.")
    source: tuple[Source, ...] = Field(default=(), description="What it rests on.")
    as_of: str = Field(default="", description="Date it is good for: YYYY, YYYY-MM or YYYY-MM-DD.")
    assessed_by: str = Field(default="", description="Body or office that assessed it; an office, not a person.")
    edition: str = Field(default="", description="Edition whose commitment was answered; draft is one too.")
    asked: str = Field(default="", description="The commitment as it read to who answered it.")
    comment: str = Field(default="", description="Remark of the State for itself. Never published.")
    release: bool = Field(default=False, description="True when the State released the answer for publication.")
    earlier: tuple[EarlierAnswer, ...] = Field(default=(), description="What was answered before, oldest first.")


Deviation = Literal["none", "wording", "substance"]


class Enactment(Item):
    """A provision of the model law as a State has enacted it, from a public source."""

    provision: Ref = Field(description="Part, article, paragraph or Schedule of the model law.")
    own: str = Field(min_length=1, description="Where it stands in the State's law: section 40A of …")
    commenced: Date | None = Field(default=None, description="Its commencement, where it is not that of the law.")
    variant: str = Field(default="", description="Letter of the variant that was enacted, where there are several.")
    deviation: Deviation = Field(default="none", description="How far it departs from the model.")
    remark: str = Field(default="", description="What departs from the model, and how.")
    text: str = Field(default="", description="The provision as enacted, to be compared with the model word by word.")
    source: tuple[Source, ...] = Field(min_length=1, description="What it rests on.")
    as_of: str = Field(default="", description="Date it is good for.")


class TermEvent(Item):
    """What happened to the term of a provision in a State since its commencement."""

    provision: Ref = Field(description="Article of the model law whose term it concerns.")
    what: Literal["reviewed", "tabled", "renewed", "extended", "suspended", "resumed", "repealed"] = Field(
        description="Review completed; renewal tabled; renewed for a further term; end moved; out of force; in force "
        "again; gone."
    )
    on: Date = Field(description="Day on which it took effect; for a renewal the day on which it was adopted.")
    until: Date | None = Field(
        default=None,
        description="Last day of the extended term, of a renewed one if it is shorter, or of a suspension.",
    )
    source: tuple[Source, ...] = Field(min_length=1, description="What it rests on.")


class Correction(Item):
    """A record of this file that was wrong and was put right or taken away, so that calendars take the right date."""

    on: Date = Field(description="Day on which it was corrected.")
    what: str = Field(min_length=1, description="What was wrong: enacted was 2027-03-10.")


def _none_is_empty(value: Any) -> Any:
    return () if value is None else value


# In a starting file every entry is a comment until it is decided, so that these may stand empty.
_Decisions = Annotated[
    Table[str], BeforeValidator(lambda value: {} if value is None else value,
                                json_schema_input_type=dict[str, str] | None)
]
_Refs = Annotated[tuple[Ref, ...], BeforeValidator(_none_is_empty, json_schema_input_type=tuple[Ref, ...] | None)]
_Answers = Annotated[
    tuple[Answer, ...], BeforeValidator(_none_is_empty, json_schema_input_type=tuple[Answer, ...] | None)
]
_Enactments = Annotated[
    tuple[Enactment, ...], BeforeValidator(_none_is_empty, json_schema_input_type=tuple[Enactment, ...] | None)
]
_TermEvents = Annotated[
    tuple[TermEvent, ...], BeforeValidator(_none_is_empty, json_schema_input_type=tuple[TermEvent, ...] | None)
]
_Corrections = Annotated[
    tuple[Correction, ...], BeforeValidator(_none_is_empty, json_schema_input_type=tuple[Correction, ...] | None)
]


class Country(Item):
    """norms/countries/xx.yaml: what one State has chosen or released."""

    iso2: Iso2 = Field(description="The State.")
    vocabulary: Literal["civil", "common", "model"] | None = Field(
        default=None, description="Words of the law: civil (chapter, article, annex) or common (section, Schedule)."
    )
    enacted: Date | None = Field(default=None, description="Commencement of the State's law; none until enacted.")
    commences: Date | None = Field(
        default=None, description="Day on which a bill is to commence, if it is fixed; dates are computed from it."
    )
    variants: _Decisions = Field(
        default={}, description="Letter of the variant by article or paragraph: law/oversight-body: A."
    )
    blanks: _Decisions = Field(default={}, description="Blank id to value.")
    omitted: _Refs = Field(
        default=(), description="Parts, articles, paragraphs or Schedules left out; core articles cannot be."
    )
    federal: bool | None = Field(default=None, description="True federal, false unitary, absent unknown.")
    dualist: bool | None = Field(default=None, description="True dualist, false monist, absent unknown.")
    enactments: _Enactments = Field(default=(), description="Provisions of the model law that the State has enacted.")
    term_events: _TermEvents = Field(default=(), description="Reviews, renewals, extensions and suspensions since.")
    corrected: _Corrections = Field(default=(), description="Records above that were wrong, as long as the file lasts.")
    answers: _Answers = Field(default=(), description="Answers, released row by row.")
