"""Playbooks, exercises, benchmarks and the roadmap: nothing waits for itself, every figure and hour can be computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from normbook.checks.context import Check, Context, problem
from normbook.dates import parse_period
from normbook.grid import offset
from normbook.link import locate
from normbook.model.practice import Benchmark, Exercise, Inject, Step
from normbook.problems import Problem, did_you_mean

_FIXED = "Write days and hours, as in P14D or P2DT12H."
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?\Z")


def steps_can_be_begun(context: Context) -> Iterator[Problem]:
    """K01, K02, K09: each step waits for other steps of its playbook, not in a circle, and its clock is a stage."""
    for playbook in context.corpus.playbooks:
        # An id given twice stands for its first step; R03 says so.
        steps: dict[str, Step] = {}
        for step in (step for phase in playbook.phases for step in phase.steps):
            steps.setdefault(step.id, step)
        for step in steps.values():
            for index, name in enumerate(step.after):
                if name not in steps or name == step.id:
                    others = [other for other in steps if other != step.id]
                    hint = did_you_mean(name, others, f"Steps here: {', '.join(steps)}.")
                    yield problem("K01", step.marks.at("after", index), f"'{name}' is no other step of it", hint)
            if step.clock and "/" not in step.clock:
                hint = "Write timeline/stage, as in operator-to-csirt/initial-alert."
                yield problem("K09", step.marks.at("clock"), f"'{step.clock}' names no stage", hint)
        waits = {step.id: [name for name in step.after if name in steps and name != step.id] for step in steps.values()}
        if circle := circle_of(waits):
            message = f"they wait for each other: {' -> '.join([*circle, circle[0]])}"
            yield problem("K02", steps[circle[0]].marks.at("after"), message, "Drop one of them from 'after'.")


def circle_of(before: Mapping[str, Sequence[str]]) -> list[str]:
    """The first circle in a graph given by what stands before each node, from the node that is named first; or []."""
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str]:
        if node in path:
            return path[path.index(node) :]
        if node in done:
            return []
        found = next((c for each in before[node] if (c := walk(each, [*path, node]))), [])
        done.add(node)
        return found

    circle = next((c for node in before if (c := walk(node, []))), [])
    first = next((n for n, node in enumerate(circle) if node == min(circle, key=list(before).index)), 0)
    return circle[first:] + circle[:first]


def injects_stand_in_time(context: Context) -> Iterator[Problem]:
    """K03: injects come in the order of their times, before the exercise ends, after times of a fixed length."""
    for exercise in context.corpus.exercises:
        latest, end = timedelta(), _length(exercise.lasts)
        if end is None and _reads(exercise.lasts):
            yield problem("K03", exercise.marks.at("lasts"), f"{exercise.lasts} has no fixed length", _FIXED)
        for inject in exercise.injects:
            at, place = _length(inject.at), inject.marks.at("at")
            if at is None:
                if _reads(inject.at):
                    yield problem("K03", place, f"{inject.at} has no fixed length", _FIXED)
                continue
            if at < latest:
                hint = "Move it up, or give it a later time."
                yield problem("K03", place, f"'{inject.id}' comes before the inject above it", hint)
            elif end is not None and at > end:
                hint = "Lengthen 'lasts', or give it an earlier time."
                yield problem("K03", place, f"'{inject.id}' comes after {exercise.lasts}, when it has ended", hint)
            latest = max(latest, at)


def _length(text: str) -> timedelta | None:
    try:
        return offset(text)
    except ValueError:
        return None


def _reads(text: str) -> bool:
    """Whether it is a duration at all; if not, T04 has said so."""
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


def injects_start_their_timelines(context: Context) -> Iterator[Problem]:
    """K04: the event of an inject is the one that starts each timeline it names."""
    # Where a timeline starts with no event that exists, T01 says so.
    starts = {t.id: t.starts.event for t in context.corpus.timelines
              if context.links.get(f"taxonomy:clock-event/{t.starts.event}")}
    for exercise in context.corpus.exercises:
        for inject in exercise.injects:
            yield from _wrong_starts(exercise, inject, starts)


def _wrong_starts(exercise: Exercise, inject: Inject, starts: Mapping[str, str]) -> Iterator[Problem]:
    for index, name in enumerate(inject.timelines):
        if name in starts and starts[name] != inject.event:
            own = f"its event is {inject.event}" if inject.event else "it has no event"
            message = f"'{name}' starts with {starts[name]}, not with '{inject.id}' of {exercise.id}: {own}"
            hint = f"Write event: {starts[name]}, or name the timeline at the inject where that happens."
            yield problem("K04", inject.marks.at("timelines", index), message, hint)


def milestones_can_be_counted(context: Context) -> Iterator[Problem]:
    """K05, K06: each milestone counts from the start or from another one, not in a circle."""
    roadmap = context.corpus.roadmap
    if roadmap is None:
        return
    known = {milestone.id: milestone for milestone in roadmap.milestones}
    for milestone in roadmap.milestones:
        before = milestone.counted_from
        if before != roadmap.start and (before not in known or before == milestone.id):
            others = [roadmap.start, *(other for other in known if other != milestone.id)]
            hint = did_you_mean(before, others, f"Write {roadmap.start} or another milestone: {', '.join(known)}.")
            yield problem("K05", milestone.marks.at("counted_from"), f"'{before}' is no start or milestone", hint)
    chains = {m.id: [m.counted_from] if m.counted_from in known.keys() - {m.id} else [] for m in known.values()}
    if circle := circle_of(chains):
        message = f"counted in a circle: {' -> '.join([*circle, circle[0]])}"
        hint = f"One of them must count from {roadmap.start}."
        yield problem("K06", known[circle[0]].marks.at("counted_from"), message, hint)


def benchmark_figures_can_be_read(context: Context) -> Iterator[Problem]:
    """K07, K08: a figure is a number with a unit or a duration, and has a basis."""
    for sector in context.corpus.benchmarks:
        for benchmark in sector.benchmarks:
            if not benchmark.value:
                continue
            place = locate(context.corpus, benchmark.marks.at("value"), benchmark.value)
            if fault := _fault(benchmark):
                yield problem("K07", place, *fault)
            if not benchmark.basis and not benchmark.basis_note:
                message = f"the figure {benchmark.value} has no basis"
                yield problem("K08", place, message, "Add 'basis', or say why in 'basis_note'.")


def _fault(benchmark: Benchmark) -> tuple[str, str] | None:
    """What is wrong with a figure, and the remedy."""
    if benchmark.unit:
        number = _NUMBER.match(benchmark.value)
        return None if number else (f"'{benchmark.value}' is not a number", "Write digits, or drop 'unit'.")
    try:
        parse_period(benchmark.value)
    except ValueError as error:
        return f"'{benchmark.value}' is no duration and has no unit", f"Name its unit, or write a duration: {error}"
    return None


CHECKS: tuple[Check, ...] = (
    steps_can_be_begun,
    injects_stand_in_time,
    injects_start_their_timelines,
    milestones_can_be_counted,
    benchmark_figures_can_be_read,
)
