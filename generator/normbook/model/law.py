"""The model law: Parts, articles, paragraphs, points, variants, blanks, notes and guide."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from normbook.model.base import Basis, Id, Item, Priority, Ref, Review, Sunset, Text, Words


class Blank(Item):
    """A place that the enacting State fills in, declared once and used as {id}."""

    id: Id = Field(description="Name used between braces, e.g. competent_authority.")
    label: Text = Field(description="What prints in the blank, without brackets: competent authority.")
    type: Literal["body", "law", "place", "text", "number", "duration", "date", "amount"] = Field(
        description="Kind of value; Word offers a control that fits it."
    )
    hint: Text = Field(description="What to put in, addressed to the drafter.")
    default: str = Field(default="", description="Value proposed, printed in brackets.")
    basis: tuple[Basis, ...] = Field(default=(), description="What supports a proposed figure.")
    basis_note: Words = Field(default="", description="Why this figure, where no instrument gives it.")


class Point(Item):
    """A point (a) of a paragraph, or a sub-point (i) of a point."""

    id: Id = Field(description="Stable id within its paragraph: a, b … or a word.")
    text: Text = Field(description="The point, without its number; punctuation as it is to print.")
    points: tuple[Point, ...] = Field(default=(), description="Sub-points.")


class ParagraphVariant(Item):
    """One of several texts of a paragraph."""

    id: str = Field(pattern=r"^[A-Z]$", description="A, B, C …")
    label: Text = Field(description="Short name.")
    follows: Text = Field(description="What follows from choosing it.")
    default: bool = Field(
        default=False, description="Whether the clean text prints it. Exactly one variant is the default."
    )
    omit: bool = Field(default=False, description="True when choosing it leaves the paragraph out.")
    requires: tuple[Ref, ...] = Field(default=(), description="Provisions or variants it needs: law/oversight-body:A.")
    excludes: tuple[Ref, ...] = Field(default=(), description="Provisions or variants it cannot stand with.")
    text: Words = Field(default="", description="The text; empty only with omit.")
    points: tuple[Point, ...] = Field(default=(), description="Points of the paragraph.")


class LawParagraph(Item):
    """A paragraph (1) of an article: a text with points, or variants of it."""

    id: Id = Field(description="Stable id within the article: p1, p2 … or a word.")
    text: Words = Field(default="", description="The text, or the words before the points.")
    points: tuple[Point, ...] = Field(default=(), description="Points (a), (b) …")
    variants: tuple[ParagraphVariant, ...] = Field(
        default=(), description="Variants of this paragraph, instead of a text."
    )
    when: str = Field(default="", description="Condition on the State: federal, unitary, monist or dualist.")


class ArticleVariant(Item):
    """One of several forms of a whole article."""

    id: str = Field(pattern=r"^[A-Z]$", description="A, B, C …")
    label: Text = Field(description="Short name.")
    follows: Text = Field(description="What follows from choosing it.")
    default: bool = Field(
        default=False, description="Whether the clean text prints it. Exactly one variant is the default."
    )
    omit: bool = Field(default=False, description="True when choosing it leaves the article out.")
    requires: tuple[Ref, ...] = Field(default=(), description="Provisions or variants it needs: law/oversight-body:A.")
    excludes: tuple[Ref, ...] = Field(default=(), description="Provisions or variants it cannot stand with.")
    paragraphs: tuple[LawParagraph, ...] = Field(default=(), description="The article in this form.")


class Guide(Item):
    """The guide note to an article, for those who enact it."""

    why: Text = Field(description="Why the article is there and how it works; paragraphs separated by a blank line.")
    choices: Words = Field(default="", description="What the variants cost and bring.")
    rights: Words = Field(default="", description="Human-rights note.")
    compare: Words = Field(default="", description="How existing regimes compare, with references to them.")


class Note(Item):
    """A footnote to the enacting State."""

    text: Text = Field(description="The note, in the form 'States may wish to consider …'.")
    at: Id | None = Field(default=None, description="Paragraph it hangs on; the heading if absent.")
    vocabulary: Literal["civil", "common"] | None = Field(
        default=None, description="The words of drafting that it is for; it is left out of a law in the other ones."
    )


class Article(Item):
    """An article of the model law."""

    id: Ref = Field(pattern=r"^law/[a-z0-9-]+$", description="Stable id, e.g. law/initial-alert.")
    heading: Text = Field(description="Heading, sentence case, no full stop.")
    status: Priority = Field(description="core, recommended or optional.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it carries into law.")
    serves_none: Words = Field(default="", description="Why it serves no norm, if it serves none.")
    paragraphs: tuple[LawParagraph, ...] = Field(default=(), description="The article, where it has no variants.")
    variants: tuple[ArticleVariant, ...] = Field(default=(), description="Forms of the whole article.")
    definitions: bool = Field(
        default=False, description="True for the article that lists the defined terms of the glossary."
    )
    requires: tuple[Ref, ...] = Field(default=(), description="Provisions it cannot do without.")
    review: Review | None = Field(default=None, description="Statutory review, counted from commencement.")
    sunset: Sunset | None = Field(default=None, description="Statutory sunset, counted from commencement.")
    guide: Guide = Field(description="The guide note.")
    notes: tuple[Note, ...] = Field(default=(), description="Footnotes to the enacting State.")
    basis: tuple[Basis, ...] = Field(default=(), description="Instruments and regimes that support it.")


class Part(Item):
    """A Part of the model law: one file."""

    id: Ref = Field(pattern=r"^law/part-[a-z0-9-]+$", description="Stable id, e.g. law/part-notification.")
    number: int = Field(ge=1, description="Place of the Part in the complete law; printed in roman.")
    title: Text = Field(description="Title.")
    summary: Text = Field(description="What the Part does, for readers of the handbook.")
    articles: tuple[Article, ...] = Field(min_length=1, description="The articles, in order.")


class Schedule(Item):
    """A Schedule, generated from other parts of the corpus and never retyped."""

    id: Ref = Field(pattern=r"^law/schedule-[a-z0-9-]+$", description="Stable id, e.g. law/schedule-timelines.")
    number: int = Field(ge=1, description="Place among the Schedules of the complete law.")
    title: Text = Field(description="Title.")
    shows: Literal["taxonomies", "forms", "timelines", "assessment", "responses", "benchmarks"] = Field(
        description="What it is generated from."
    )
    include: tuple[Id, ...] = Field(default=(), description="Which taxonomies or timelines, in order; all if empty.")
    intro: Text = Field(description="Opening words, naming the article that gives the Schedule its force.")
    serves: tuple[Ref, ...] = Field(default=(), description="Norms it serves.")
    under: tuple[Ref, ...] = Field(min_length=1, description="Articles that give it force.")


class ReservedPart(Item):
    """A Part that keeps its number although its text is not yet written."""

    number: int = Field(ge=1, description="Place of the Part in the complete law.")
    id: Ref = Field(description="Id the Part will have.")
    title: Text = Field(description="Title.")


class Law(Item):
    """norms/law/law.yaml: what stands around the Parts."""

    title: Text = Field(description="Full title.")
    short_title: Text = Field(description="Short title for running heads.")
    long_title: Text = Field(description="Long title: 'A law to …'.")
    enacting_formula: Text = Field(description="Enacting formula, with its blanks.")
    memorandum: tuple[Text, ...] = Field(
        default=(), description="Explanatory memorandum to lay before a parliament with the bill, a paragraph each."
    )
    guide_intro: tuple[Text, ...] = Field(description="Opening of the Guide to Enactment, a paragraph each.")
    reserved_parts: tuple[ReservedPart, ...] = Field(
        default=(), description="Parts that keep their number but are not yet written."
    )
    blanks: tuple[Blank, ...] = Field(description="The blanks, alphabetical.")
    schedules: tuple[Schedule, ...] = Field(default=(), description="The Schedules.")
