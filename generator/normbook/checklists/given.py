"""What a State answered, as it stands under the commitments of today; and how a commitment reads to who answers it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from normbook import editions
from normbook.checklists.turn import Turn, turn
from normbook.compare.succession import succession
from normbook.law.adaptation import GENERAL
from normbook.link import link
from normbook.model.national import Answer
from normbook.model.norm import Norm
from normbook.model.timeline import Stage
from normbook.publication import Publication

MODALITIES: Final = {"should": "should", "should_not": "should not", "may": "may"}


def turned(publication: Publication, iso2: str) -> Turn | None:
    """The answers of a State that may be shown, under the commitments of today; None where there are none."""
    given = [
        answer
        for country in publication.corpus.countries
        if country.iso2 == iso2
        for answer in country.answers
        if answer.release or publication.whose == iso2
    ]
    return follow(publication, given) if given else None


def gone(publication: Publication, iso2: str) -> tuple[Answer, ...]:
    """The answers of a State that may be shown, to commitments that are gone with nothing in their place."""
    found = turned(publication, iso2)
    return found.left if found else ()


def follow(publication: Publication, given: Iterable[Answer]) -> Turn:
    """Answers as they stand under the commitments of a publication."""
    norms = {c.id: norm for norm in publication.corpus.norms for c in norm.commitments}
    general = _general(publication)

    def now(commitment: str) -> str:
        return asked(general, norms[commitment], commitment)

    return turn(given, norms.keys(), succession(publication.corpus), now, partial(_asked_in, publication))


def asked(publication: Publication, norm: Norm, commitment: str) -> str:
    """A commitment as who answers it reads it, with its time limit, on one line."""
    c = next(each for each in norm.commitments if each.id == commitment)
    what = publication.plain(c.text, norm.id)
    duty = f"{MODALITIES[c.modality]} {what[:1].lower()}{what[1:]}"
    return asked_words(duty, clock_words(publication, c.clock)[0] if c.clock else "")


def asked_words(duty: str, clock: str) -> str:
    """What an answer remembers of a commitment: 'Should send an alert (24 hours from awareness)'."""
    return " ".join(f"{duty[:1].upper()}{duty[1:]}{f' ({clock})' if clock else ''}".split())


def _general(publication: Publication) -> Publication:
    """The publication in the words of the model, whatever a State has decided: what answers are compared with."""
    if publication.adaptation == GENERAL:
        return publication
    kept: Publication = publication.kept.setdefault("general", publication.adapted(GENERAL))
    return kept


def _asked_in(publication: Publication, edition: str, commitment: str) -> str:
    """A commitment as a frozen edition had it; empty where that is not known. The edition is read once."""
    if publication.norms is None or edition not in {record.id for record in publication.published}:
        return ""
    name = f"asked in {edition}"
    if name not in publication.kept:
        corpus = editions.load(editions.path_of(publication.norms, edition))
        publication.kept[name] = Publication(corpus, link(corpus)[0], publication.as_of)
    then: Publication = publication.kept[name]
    norm = next((n for n in then.corpus.norms for c in n.commitments if c.id == commitment), None)
    return asked(then, norm, commitment) if norm else ""


def clock_words(publication: Publication, clock: str) -> tuple[str, str]:
    """A time limit with what it is counted from, '[24 hours] from awareness', and the address of its stage."""
    labels, stage = publication.labels, stage_of(publication, clock)
    if stage is None:
        return clock, ""
    joint = "from" if stage.within else "; counted from"
    words = f"{labels.limit(stage)} {joint} {event_words(publication, clock, stage)}".replace(" ;", ";")
    return words, labels.reference(f"timeline:{clock}").url or ""


def stage_of(publication: Publication, clock: str) -> Stage | None:
    """The stage that sets a time limit, written operator-to-csirt/initial-alert."""
    timeline, _, name = clock.partition("/")
    return publication.labels.stages.get((timeline, name))


def event_words(publication: Publication, clock: str, stage: Stage) -> str:
    """What a stage is counted from, to stand inside a sentence."""
    labels = publication.labels
    start = labels.stages.get((clock.partition("/")[0], stage.counted_from))
    event = start.title if start else labels.reference(f"taxonomy:clock-event/{stage.counted_from}").text
    return event[:1].lower() + event[1:]
