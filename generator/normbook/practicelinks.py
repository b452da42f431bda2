"""What playbooks, exercises, benchmarks and the roadmap offer to refer to, and what they name in fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from normbook.model.corpus import Corpus
from normbook.uses import Target, Use, basis, coded, listed


def targets(corpus: Corpus) -> Iterator[Target]:
    """Playbooks with their steps, exercises with their injects, benchmarks, and milestones."""
    for playbook in corpus.playbooks:
        yield Target(ref := f"playbook:{playbook.id}", playbook, playbook.title, ref)
        for step in (step for phase in playbook.phases for step in phase.steps):
            yield Target(f"{ref}/{step.id}", step, step.name, ref)
    for exercise in corpus.exercises:
        yield Target(ref := f"exercise:{exercise.id}", exercise, exercise.title, ref)
        for number, inject in enumerate(exercise.injects, 1):
            yield Target(f"{ref}/{inject.id}", inject, f"inject {number}", ref)
    for sector in corpus.benchmarks:
        yield Target(ref := f"benchmarks:{sector.id}", sector, sector.title, ref)
        for benchmark in sector.benchmarks:
            yield Target(f"{ref}/{benchmark.id}", benchmark, benchmark.title, ref)
    for milestone in corpus.roadmap.milestones if corpus.roadmap else ():
        yield Target(ref := f"milestone:{milestone.id}", milestone, milestone.title, ref)


def uses(corpus: Corpus) -> Iterator[Use]:
    """References in fields of their own: norms served, clocks, provisions, sectors, events, playbooks, instruments."""
    for playbook in corpus.playbooks:
        ref = f"playbook:{playbook.id}"
        yield from listed(ref, playbook, "serves", "norm")
        yield from coded(ref, playbook, "sector", "taxonomy:sector/")
        for step in (step for phase in playbook.phases for step in phase.steps):
            yield from coded(ref, step, "clock", "timeline:")
            if step.provision:
                yield Use(ref, step.provision, partial(step.marks.at, "provision"), ("law",), "provision")
    for exercise in corpus.exercises:
        ref = f"exercise:{exercise.id}"
        yield from listed(ref, exercise, "serves", "norm")
        yield from coded(ref, exercise, "sector", "taxonomy:sector/")
        yield from coded(ref, exercise, "playbooks", "playbook:")
        for inject in exercise.injects:
            yield from coded(ref, inject, "event", "taxonomy:clock-event/")
            yield from coded(ref, inject, "timelines", "timeline:")
    for sector in corpus.benchmarks:
        ref = f"benchmarks:{sector.id}"
        yield from listed(ref, sector, "serves", "norm")
        yield from coded(ref, sector, "sector", "taxonomy:sector/")
        for benchmark in sector.benchmarks:
            yield from basis(f"{ref}/{benchmark.id}", benchmark.basis)
    for milestone in corpus.roadmap.milestones if corpus.roadmap else ():
        yield from listed(f"milestone:{milestone.id}", milestone, "serves", "norm")
