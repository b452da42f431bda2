"""`normbook spillover`: where the effects of a response measure may travel, on assumptions that can be replaced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from normbook.checks.spillovers import entered_well
from normbook.commands import tracing
from normbook.commands.arguments import UsageError, refused
from normbook.examine import load_again
from normbook.load import read_as
from normbook.model.corpus import Corpus
from normbook.model.practice import Assumptions, Dependency, Level, Spillover, Touch
from normbook.model.response import Measure
from normbook.problems import Problem, did_you_mean
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.spillover.assessment import assess
from normbook.spillover.inputs import LEVELS, Choices, Hit, Link, minutes

_NOTE = "Given on the command line."
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments as typed."""

    measure: str
    length: str
    sectors: tuple[str, ...] = ()
    assume: str | None = None


def spillover_command(settings: Settings, asked: Asked, format: str) -> int:  # noqa: A002 - named as the option is
    """Print what follows. 0 done, 1 the corpus or the file of assumptions is wrong, 2 the command is wrong."""
    loaded = load_again(settings.norms, settings.cache)
    corpus = loaded.corpus
    if corpus is None or any(problem.is_error for problem in loaded.problems):
        return _broken(loaded.problems)
    try:
        spillover = _method(corpus)
        measure = _measure(corpus.measures, asked.measure)
        length = _length(asked.length)
        sectors = {term.code: term.label for each in corpus.taxonomies if each.id == "sector" for term in each.terms}
        typed = tuple(_touch(text, asked.measure, sectors) for text in asked.sectors)
        own, problems = _own(asked.assume, sectors)
    except UsageError as error:
        return refused(error)
    if problems:
        return _broken(problems)
    links = {(each.on, each.sector): each for each in (*spillover.dependencies, *own.dependencies)}
    theirs = [each for each in (*spillover.touches, *own.touches) if measure and each.measure == measure.id]
    hits = {each.sector: each for each in (*theirs, *typed)}
    try:
        found = assess(map(Link.of, links.values()), map(Hit.of, hits.values()), Choices(length, tuple(sectors)))
    except ValueError as error:
        return refused(UsageError(str(error), "'normbook check' names the file and line of every mistake."))
    effects = {term.code: term.label for each in corpus.taxonomies if each.id == "civilian-effect"
               for term in each.terms}
    mine = {id(each) for each in (*own.dependencies, *own.touches, *typed)}
    print(tracing.FORMATS[format](tracing.Trace(
        measure, found, tuple(links.values()), tuple(hits.values()), frozenset(mine), spillover, sectors, effects,
    )))
    return 0


def _method(corpus: Corpus) -> Spillover:
    if corpus.spillover is None:
        raise UsageError("this corpus has no spillover assessment", "It stands in norms/responses/spillover.yaml.")
    return corpus.spillover


def _measure(measures: Sequence[Measure], wanted: str) -> Measure | None:
    """The measure of an id; its number alone will do. None if none is wanted."""
    if not wanted or wanted == "none":
        return None
    held = {each.id: each for each in measures}
    short = {each.id.partition("-")[0]: each for each in measures}
    if found := held.get(wanted.removeprefix("measure:")) or short.get(wanted):
        return found
    raise UsageError(f"there is no measure '{wanted}'", _near(wanted, held, "Measures"))


def _length(text: str) -> int:
    hint = "Write an ISO 8601 period such as PT12H, P30D or P6M; a month counts as 30 days."
    try:
        found = minutes(text)
    except ValueError as error:
        raise UsageError(str(error), hint) from None
    if not found:
        raise UsageError("a measure that lasts no time has no effects", hint)
    return found


def _touch(text: str, measure: str, sectors: Iterable[str]) -> Touch:
    """What was typed as CODE:SUPPLY[:PRICE]."""
    code, *levels = text.split(":")
    if code not in sectors:
        raise UsageError(f"there is no sector '{code}'", _near(code, sectors, "Sectors"))
    wrong = next((level for level in levels if level not in LEVELS), None)
    if wrong is not None or not 1 <= len(levels) <= 2:
        said = f"'{wrong}' is not a level" if wrong is not None else f"'{text}' names no level of supply"
        raise UsageError(said, f"Write {code}:SUPPLY or {code}:SUPPLY:PRICE with {', '.join(LEVELS)}.")
    supply, price = (*levels, "none")[:2]
    return Touch(measure=measure or "none", sector=code, supply=_level(supply), price=_level(price), note=_NOTE)


def _level(text: str) -> Level:
    return LEVELS[LEVELS.index(text)]


def _own(name: str | None, sectors: Iterable[str]) -> tuple[Assumptions, Sequence[Problem]]:
    """The assumptions of a file, and what is wrong with it."""
    if name is None:
        return Assumptions(), ()
    try:
        content = Path(name).read_bytes()[:_MAX_BYTES]
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror or error}", "Name a file that can be read.") from None
    item, problems = read_as(content, Assumptions, name)
    found = item if isinstance(item, Assumptions) else Assumptions()
    return found, [*problems, *entered_well(found.dependencies, found.touches), *_unknown(found, sectors)]


def _unknown(found: Assumptions, sectors: Iterable[str]) -> Iterable[Problem]:
    for item in (*found.dependencies, *found.touches):
        for name in ("on", "sector"):
            code = getattr(item, name, None)
            if code is not None and code not in sectors:
                hint = _near(code, sectors, "Sectors")
                yield Problem(item.marks.at(name), "R01", f"there is no sector '{code}'", hint)
        if isinstance(item, Dependency):
            try:
                minutes(item.holds_for)
            except ValueError as error:
                message = f"'{item.holds_for}' is not an ISO 8601 duration"
                yield Problem(item.marks.at("holds_for"), "T04", message, str(error))


def _near(wanted: str, held: Iterable[str], what: str) -> str:
    return did_you_mean(wanted, held, f"{what}: {', '.join(held)}.", cutoff=0.5)


def _broken(problems: Sequence[Problem]) -> int:
    print(as_text([problem for problem in problems if problem.is_error]))
    return 1
