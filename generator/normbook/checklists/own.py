"""The corpus as one State sees it for itself: all that it decided and answered, and that it is private."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from normbook.model.corpus import Corpus
from normbook.model.national import Answer, Country
from normbook.model.world import State

KEYS: Final = ("status", "evidence", "provision", "clock", "source", "as_of", "assessed_by", "release", "comment")
"""What a person fills in. Which edition was answered, and how it read, follows from it."""
PRIVATE: Final = "Private view of {name}, with answers that were not released: do not publish or pass it on. "
"""What stands before the standing of the text wherever that is printed."""


def own_view(corpus: Corpus, private: Country) -> Corpus:
    """A corpus with the private file of a State laid over the public one."""
    public = next((each for each in corpus.countries if each.iso2 == private.iso2), None)
    others = tuple(each for each in corpus.countries if each is not public)
    state = next(each for each in corpus.states.states if each.iso2 == private.iso2)
    edition = corpus.handbook.edition
    status = f"{PRIVATE.format(name=_named(state))}{edition.status}"
    handbook = corpus.handbook.model_copy(update={"edition": edition.model_copy(update={"status": status})})
    return replace(corpus, handbook=handbook, countries=(*others, overlaid(public, private)))


def _named(state: State) -> str:
    names = state.names.get("en")
    return f"{names.article} {names.short}".strip() if names else state.iso2


def overlaid(public: Country | None, private: Country) -> Country:
    """What a State has decided and answered in all: what its workspace says, and beneath it what is public already."""
    if public is None:
        return private
    said = {key: getattr(private, key) for key in private.model_fields_set - {"marks", "answers"}}
    answers = {answer.commitment: answer for answer in (*public.answers, *private.answers)}
    more = {key: value for key, value in said.items() if value not in (None, (), {})}
    return public.model_copy(update={**more, "answers": tuple(answers.values())})


def digest(answer: Answer) -> str:
    """A digest of what a person filled in, which tells it from another without saying it."""
    told = answer.model_dump_json(include=set(KEYS))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def digests(answers: Iterable[Answer]) -> dict[str, str]:
    """The digests of answers by the id of their commitment."""
    return {answer.commitment: digest(answer) for answer in answers}


def print_of(answers: Iterable[Answer]) -> str:
    """A name for the answers that a file was made with, as it bears it."""
    return hashlib.sha256(json.dumps(digests(answers), sort_keys=True).encode()).hexdigest()[:16]
