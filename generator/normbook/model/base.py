"""What all objects of the corpus share: frozen, closed to unknown keys, and aware of their place in the source."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetPydanticSchema, StringConstraints, ValidationInfo
from pydantic.json_schema import SkipJsonSchema
from pydantic_core.core_schema import with_info_plain_validator_function

from normbook.marks import MARKS_KEY, Marks, Start
from normbook.problems import Place


class Prose:
    """Marks a string field as written in the inline language of `normbook.markup`."""


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), Prose()]
"""Prose in the inline language: a small Markdown plus references, clocks, blanks and alternatives. Not empty."""
Words = Annotated[str, StringConstraints(strip_whitespace=True), Prose()]
"""As `Text`, but may be empty."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=60)]
Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:/._-]*$", max_length=140)]
"""An address of another object: `not-2`, `not-2.alert`, `law/initial-alert`, `regime:eu-nis2-art23`."""

Iso2 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Duration = Annotated[str, StringConstraints(min_length=2, max_length=20)]
"""ISO 8601 duration: `PT24H`, `P3D`, `P1M`, `P2Y`. Parsed by `normbook.dates`."""

Seen = Literal["stored-copy", "general-knowledge", "mixed"]
Priority = Literal["core", "recommended", "optional"]


def _places(value: Any, info: ValidationInfo) -> Marks:
    """Places as the reader made them, or as they were kept: [line, column], with the file in the context."""
    return value if isinstance(value, Marks) else Marks(str(info.context), Start(*value))


_Marks = Annotated[Marks, GetPydanticSchema(lambda _source, _handler: with_info_plain_validator_function(_places))]


class Item(BaseModel):
    """A mapping of the corpus. Unknown keys are refused; `marks` says where each value was written."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    marks: SkipJsonSchema[_Marks] = Field(default=Marks(), alias="__marks__", exclude=True, repr=False)

    @property
    def place(self) -> Place:
        """Where the object starts in its file."""
        return self.marks.place


def _without_marks(value: Any) -> Any:
    """A mapping with free keys carries its places like any other; they are not one of its entries."""
    return {k: v for k, v in value.items() if k != MARKS_KEY} if isinstance(value, dict) else value


_Value = TypeVar("_Value")
Table = Annotated[dict[str, _Value], BeforeValidator(_without_marks)]
"""A mapping whose keys the drafter chooses."""


class Source(Item):
    """What a fact was taken from."""

    title: Text = Field(description="Title of the page or document relied on.")
    ref: str = Field(description="Address, document symbol or other way to find it. Kept as evidence.")
    pinpoint: str = Field(default="", description="Article, paragraph or page.")


class Fact(Item):
    """A statement about the outside world, with where it was seen and the date it is good for."""

    source: tuple[Source, ...] = Field(default=(), description="What the statement rests on.")
    as_of: str = Field(default="", description="Date the entry is good for: YYYY, YYYY-MM or YYYY-MM-DD.")
    seen: Seen = Field(
        default="stored-copy",
        description="stored-copy: confirmed in a stored public copy. general-knowledge: shown as not yet confirmed.",
    )
    incomplete: bool = Field(default=False, description="True when the entry is known to lack members or details.")

    @property
    def unconfirmed(self) -> bool:
        """Whether readers see the mark “not yet confirmed”."""
        return self.incomplete or self.seen != "stored-copy"


class Review(Item):
    """How often a norm or provision is reviewed."""

    every: Duration = Field(description="Time between reviews, ISO 8601, e.g. P2Y.")


class Sunset(Item):
    """When a norm or provision ends unless renewed."""

    after: Duration = Field(description="Life of the norm or provision, ISO 8601, e.g. P6Y.")
    kind: Literal["automatic", "unless_renewed"] = Field(
        description="automatic: ends on the date. unless_renewed: ends unless a renewal is adopted before it."
    )
    tabling: Duration | None = Field(default=None, description="How long before the end a renewal is tabled, e.g. P6M.")


class Basis(Item):
    """What supports a norm, figure or provision: an instrument, UN norm, regime or incident, with pinpoint."""

    instrument: Id | None = Field(default=None, description="Id of an instrument.")
    un_norm: str | None = Field(default=None, description="Letter of a UN norm of 2015: 13a to 13k.")
    regime: Id | None = Field(default=None, description="Id of a reporting regime.")
    pinpoint: str = Field(default="", description="Article or paragraph, as the instrument numbers it.")
    note: Words = Field(default="", description="What the source says on the point, in our words.")


class Paragraph(Item):
    """A numbered paragraph of a norm's statement."""

    id: Id = Field(description="Stable id within the norm, e.g. p1.")
    text: Text = Field(description="The paragraph.")


class Retired(Item):
    """An id that is no longer used. It stays reserved and redirects."""

    id: Ref = Field(description="The retired id.")
    replaced_by: Ref | None = Field(default=None, description="Where its reader should go now.")
    since: str = Field(description="Edition from which it is retired.")
    reason: Text = Field(description="Why it was retired.")


class Change(Item):
    """What became of ids that went elsewhere, so that readers, editions and comments can follow them."""

    verb: Literal["moved", "renamed", "split", "merged"] = Field(
        description="moved or renamed: one id became another. split: one became several. merged: several became one."
    )
    was: tuple[Ref, ...] = Field(
        min_length=1, description="The ids before. What stands below one goes with it: article, paragraphs, points."
    )
    now: tuple[Ref, ...] = Field(min_length=1, description="The ids now, in order.")
    since: str = Field(description="First edition, or draft, in which the new ids hold.")
    reason: Text = Field(description="Why, in one sentence.")


class Planned(Item):
    """An id that a reference may already name although the object is not yet written."""

    id: Ref = Field(description="The planned id.")
    title: Text = Field(description="What prints in its place.")


__all__ = [
    "Basis",
    "Change",
    "Duration",
    "Fact",
    "Id",
    "Iso2",
    "Item",
    "Paragraph",
    "Planned",
    "Priority",
    "Prose",
    "Ref",
    "Retired",
    "Review",
    "Seen",
    "Source",
    "Sunset",
    "Table",
    "Text",
    "Words",
]
