"""The file of a State, in its workspace or released in the corpus, as text: comments and order are kept."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any, Final

from normbook.edit import EditError, canonical, relisted
from normbook.load import read_as
from normbook.model.national import Answer, Country
from normbook.model.world import State
from normbook.problems import Problem

_KEY: Final = "answers"
_PRIVATE: Final = """\
Private: what {name} answered to the commitments of the handbook, for itself. This file lies outside the corpus, and \
nothing of it is published but what 'normbook release {code}' carries over: the answers with release: true.
'normbook import' writes here what comes back in a checklist. Edit it by hand as you like: comments and order stay. \
What was asked, and in which edition, is kept with each answer, so that it can be told when the text has changed.
"""
_PUBLIC: Final = """\
What {name} has decided about the model law, and the answers that it released. Nothing else of a State belongs here: \
this file is public.
"""


def private_file(state: State) -> str:
    """A file that holds no answer yet, for a workspace."""
    return _started(state, _PRIVATE)


def public_file(state: State) -> str:
    """A file that holds nothing yet, for the corpus."""
    return _started(state, _PUBLIC)


def _started(state: State, remarks: str) -> str:
    name = state.names["en"].short if "en" in state.names else state.iso2
    lines = [line for remark in remarks.format(name=name, code=state.iso2).splitlines()
             for line in textwrap.wrap(remark, 116, initial_indent="# ", subsequent_indent="# ",
                                       break_on_hyphens=False)]
    return canonical("\n".join([*lines, f'iso2: "{state.iso2}"', f"{_KEY}: []", ""]))


def entry(answer: Answer, *, public: bool = False) -> dict[str, Any]:
    """An answer as a file has it: what is empty is left out, and what is nobody else's business where it is public."""
    left_out = {"marks", "comment"} if public else {"marks"}
    found = answer.model_dump(exclude=left_out)
    found["source"] = [{key: text for key, text in each.items() if text or key == "ref"} for each in found["source"]]
    found["earlier"] = [{key: value for key, value in each.items() if value} for each in found["earlier"]]
    return {key: value for key, value in found.items() if value or key == "status"}


def with_answers(text: str, items: Mapping[str, Answer | None], *, public: bool = False) -> str:
    """A file in which the answers of some commitments are others, or gone. EditError where that cannot be written."""
    entries = {name: None if each is None else entry(each, public=public) for name, each in items.items()}
    result = relisted(text, _KEY, "commitment", entries)
    made, problems = read_as(result.encode(), Country, "")
    held = {each.commitment: each for each in made.answers} if isinstance(made, Country) else {}
    if problems or any(name in held if each is None else not _same(held.get(name), each, public=public)
                       for name, each in items.items()):
        raise EditError("the answers cannot be written to the file as it stands", "Look for what is odd in it.")
    return result


def _same(found: Answer | None, wanted: Answer, *, public: bool) -> bool:
    return found is not None and entry(found, public=public) == entry(wanted, public=public)


def read(content: bytes, name: str) -> tuple[Country | None, tuple[Problem, ...]]:
    """The file of a workspace, and what is wrong with it. What a private row says is in no message."""
    found, problems = read_as(content, Country, name)
    return found if isinstance(found, Country) else None, tuple(discreet(each) for each in problems)


def discreet(problem: Problem) -> Problem:
    """A problem that names its place and its kind, and repeats nothing of what stands there."""
    from normbook.checks.rules import RULES

    rule = RULES[problem.code]
    title = rule.title[:1].lower() + rule.title[1:]
    return Problem(problem.place, problem.code, title, rule.why, problem.severity)
