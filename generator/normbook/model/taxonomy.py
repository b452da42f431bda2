"""Taxonomies of our own, and the reference schemes they are mapped to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from normbook.model.base import Fact, Id, Item, Text, Words


class Mapping(Item):
    """How a term corresponds to a term of a reference scheme (SKOS mapping relations)."""

    scheme: Id = Field(description="Id of a scheme in norms/taxonomies/reference/.")
    code: str = Field(description="Code of a term of that scheme; a nested term as parent/child.")
    match: Literal["exact", "close", "broader", "narrower", "related"] = Field(
        description="exact, close, broader (theirs is wider), narrower (theirs is tighter) or related."
    )
    note: Words = Field(default="", description="What differs.")


class TaxonomyTerm(Item):
    """One term."""

    code: Id = Field(description="Stable code.")
    label: Text = Field(description="Name shown to readers.")
    definition: Text = Field(description="What it covers.")
    parent: Id | None = Field(default=None, description="Code of the broader term of the same taxonomy.")
    examples: tuple[Text, ...] = Field(default=(), description="Neutral examples; no State is named as author.")
    mappings: tuple[Mapping, ...] = Field(default=(), description="Correspondence with reference schemes.")
    no_mapping: Words = Field(default="", description="Why the term has no mapping, if it has none.")


class Taxonomy(Item):
    """A closed list of terms. In an ordered one, later terms are graver or stronger."""

    id: Id = Field(description="Stable id, e.g. severity.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What it classifies and how it is used.")
    ordered: bool = Field(default=False, description="True when the terms form a scale, lowest first.")
    multiple: bool = Field(default=False, description="True when an incident may carry several terms.")
    rules: tuple[Text, ...] = Field(default=(), description="Rules of use.")
    terms: tuple[TaxonomyTerm, ...] = Field(min_length=1, description="The terms, in order.")


class SchemeTerm(Item):
    """A term of a reference scheme: its published code and label."""

    code: str = Field(description="Code as published.")
    label: str = Field(default="", description="Label as published.")
    note: str = Field(default="", description="Our remark.")
    children: tuple[SchemeTerm, ...] = Field(default=(), description="Narrower terms.")


class Scheme(Fact):
    """A published classification that our taxonomies refer to. Codes and labels only."""

    id: Id = Field(description="Stable id.")
    name: Text = Field(description="Name.")
    version: str = Field(default="", description="Version as published.")
    publisher: str = Field(default="", description="Publisher.")
    licence: str = Field(description="Terms of reuse.")
    terms: tuple[SchemeTerm, ...] = Field(description="Codes and labels.")
    notes: tuple[Text, ...] = Field(default=(), description="Caveats.")
