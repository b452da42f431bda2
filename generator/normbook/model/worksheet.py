"""The worksheet of the method of attribution: what is asked besides the criteria, and the statement that it yields."""

from __future__ import annotations

from pydantic import Field

from normbook.model.base import Id, Item, Text


class Asked(Item):
    """Something that the worksheet asks besides the criteria."""

    id: Id = Field(description="Name used in tests and sentences, e.g. state.")
    label: Text = Field(description="What is asked, as put to those who fill it in.")
    help: Text = Field(description="How to answer it.")


class Ask(Asked):
    """A question of the worksheet, answered yes or no."""


class Option(Item):
    """One of the answers of a choice."""

    code: Id = Field(description="Stable code, used in tests.")
    label: Text = Field(description="The answer as shown.")


class Choice(Asked):
    """Something that is chosen from a list: terms of a taxonomy, or options of its own."""

    taxonomy: Id | None = Field(default=None, description="Taxonomy whose terms are the answers.")
    ordered: bool = Field(default=False, description="True when the options form a scale, lowest first.")
    options: tuple[Option, ...] = Field(default=(), description="The answers, where no taxonomy gives them.")


class Entry(Asked):
    """Something that is written in words. In tests its id stands for 'has been filled in'."""


class Level(Item):
    """What must hold before a level of confidence may be stated."""

    level: Id = Field(description="Code of a term of the taxonomy confidence.")
    test: str = Field(min_length=1, description="Expression over criteria, questions, choices and ids of rules.")


class Sentence(Item):
    """A sentence of the confidence statement. `<name>` stands for what was entered or chosen under that name."""

    when: str = Field(default="", description="Expression that must be satisfied; empty if the sentence always stands.")
    text: str = Field(min_length=1, description="The sentence: plain words, with <name> for answers.")
    otherwise: str = Field(default="", description="What is said instead when the expression is not satisfied.")


class Worksheet(Item):
    """What the worksheet asks besides the criteria, and the sentences of the statement that it yields."""

    questions: tuple[Ask, ...] = Field(min_length=1, description="Questions answered yes or no.")
    choices: tuple[Choice, ...] = Field(min_length=1, description="What is chosen from a list.")
    entries: tuple[Entry, ...] = Field(min_length=1, description="What is written in words.")
    levels: tuple[Level, ...] = Field(min_length=1, description="What each level of confidence needs, lowest first.")
    sentences: tuple[Sentence, ...] = Field(min_length=1, description="The confidence statement, sentence by sentence.")
