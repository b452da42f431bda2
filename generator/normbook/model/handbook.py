"""handbook.yaml: what the handbook is, who is named in it, and the state of its current edition."""

from __future__ import annotations

import re
from datetime import date as Date
from typing import Literal

from pydantic import Field

from normbook.model.base import Duration, Id, Item, Review, Text, Words

Standing = Literal["draft", "consultation", "published", "adopted"]


class Edition(Item):
    """The edition being written, or one that was frozen."""

    id: str = Field(
        pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$",
        max_length=60,
        description="Folder of the edition in the published site: draft, or a number such as 1.0.",
    )
    title: Text = Field(description="How the edition is named in running heads, e.g. Draft for comment.")
    date: Date = Field(description="Publication date; norm reviews and sunsets count from it.")
    status: Text = Field(description="One sentence on the standing of the text. Printed on every first page.")
    standing: Standing = Field(
        default="draft", description="The same in one word. Written by normbook freeze; the text in YAML is a draft."
    )


class Family(Item):
    """A family of norms, e.g. NOT Notification."""

    id: str = Field(pattern=r"^[A-Z]{3}$", description="Three capital letters, first part of the norm ids.")
    title: Text = Field(description="Name of the family.")
    summary: Text = Field(description="What the family is about, in one or two sentences.")


class Role(Item):
    """Somebody a commitment, stage or duty is addressed to."""

    id: Id = Field(description="Short id, e.g. competent_authority.")
    label: Text = Field(description="Name in running text, lower case, singular, without article.")
    summary: Text = Field(description="Who that is, in one sentence.")
    established_by: str | None = Field(default=None, description="Provision of the model law that creates the body.")


class Consultation(Item):
    """When and how comments are taken."""

    opens: Date | None = Field(default=None, description="First day of the consultation.")
    closes: Date | None = Field(default=None, description="Last day of the consultation.")
    how: Text = Field(description="How to comment, printed on first pages.")


class Handbook(Item):
    """The frame of the whole corpus."""

    title: Text = Field(description="Title of the handbook.")
    short_title: Text = Field(description="Short title for running heads.")
    summary: Text = Field(description="What it is, in one or two sentences.")
    publisher: Text = Field(description="Who publishes it.")
    base_url: str = Field(description="Address of the published site, ending in a slash.")
    source_url: str = Field(
        default="", description="Address of a source file for reading or editing, with {path} and {line}."
    )
    licence: Text = Field(description="Licence of the corpus.")
    language: str = Field(default="en", description="Language tag of the source text.")
    edition: Edition = Field(description="The edition being written.")
    consultation: Consultation = Field(description="When and how comments are taken.")
    families: tuple[Family, ...] = Field(min_length=1, description="The families of norms, in order.")
    roles: tuple[Role, ...] = Field(min_length=1, description="Everybody that commitments and stages name.")
    review: Review = Field(description="Review period of a norm that names none.")
    notice_before: Duration = Field(
        description="How long before a review or sunset date the status turns to due, e.g. P90D."
    )

    @property
    def namespace(self) -> str:
        """The short title as the first word of machine tags: lower case, with hyphens."""
        return re.sub(r"[^a-z0-9]+", "-", self.short_title.lower()).strip("-")


class Term(Item):
    """A defined term. Recognised in text as written, in any of its forms."""

    id: Id = Field(description="Stable id, e.g. significant-incident.")
    term: Text = Field(description="The term as it is written in running text, singular, lower case.")
    forms: tuple[str, ...] = Field(default=(), description="Other written forms: plurals, abbreviations.")
    avoid: tuple[str, ...] = Field(
        default=(), description="Other wordings for the same thing, which norms and the law do not use."
    )
    definition: Text = Field(description="Definition. For a legal term, the words that follow the term and 'means'.")
    scope: Literal["law", "handbook"] = Field(
        description="law: printed in the definitions article. handbook: explained in the glossary only."
    )
    verb: Literal["means", "includes"] = Field(default="means", description="How the legal definition is introduced.")
    note: Words = Field(default="", description="Remark for readers, not part of the definition.")


class Glossary(Item):
    """glossary.yaml"""

    terms: tuple[Term, ...] = Field(description="Defined terms, alphabetical.")
