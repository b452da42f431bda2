"""norms/editions/manifest.yaml: which editions were frozen, and the hashes that prove them."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated

from pydantic import Field, StringConstraints

from normbook.model.base import Item, Text
from normbook.model.handbook import Standing

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,3})(\.(0|[1-9][0-9]{0,3})){1,3}$")]
"""A number of an edition: 0.9, 1.0, 1.10. Whole numbers between points, so that 1.10 follows 1.9."""


class EditionRecord(Item):
    """A frozen edition."""

    id: Version = Field(description="Number of the edition.")
    title: Text = Field(description="How it is named in running heads.")
    date: Date = Field(description="Date of publication.")
    status: Standing = Field(description="consultation, published or adopted.")
    schema_version: int = Field(ge=1, description="Version of the form of its file.")
    sha256: Digest = Field(description="SHA-256 of the bytes of its file.")
    normative: Digest = Field(description="SHA-256 of its normative part in canonical form.")

    @property
    def file(self) -> str:
        """Name of its file in norms/editions/."""
        return f"{self.id}.json"


class Manifest(Item):
    """The manifest."""

    editions: tuple[EditionRecord, ...] = Field(description="The editions, oldest first.")
