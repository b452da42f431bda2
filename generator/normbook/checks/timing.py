"""Durations, the stages of timelines, and the dates of norms and articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from normbook.checks.context import Check, Context, problem
from normbook.dates import Period, add_period, parse_period
from normbook.lifecycle import norm_dates
from normbook.model.base import Item, Review, Sunset
from normbook.model.timeline import Stage, Timeline
from normbook.problems import Problem

_ORIGIN = date(2001, 1, 1)


def _period(text: str) -> Period | None:
    try:
        return parse_period(text)
    except ValueError:
        return None


def durations_are_iso(context: Context) -> Iterator[Problem]:
    """T04: every duration parses."""
    for item, name in _durations(context):
        text = getattr(item, name)
        if text is None:
            continue
        try:
            parse_period(text)
        except ValueError as error:
            yield problem("T04", item.marks.at(name), f"'{text}' is not an ISO 8601 duration", str(error))


def _durations(context: Context) -> Iterator[tuple[Item, str]]:
    corpus = context.corpus
    yield corpus.handbook, "notice_before"
    yield corpus.handbook.review, "every"
    for timeline in corpus.timelines:
        yield from ((stage, "within") for stage in timeline.stages)
    articles = [article for part in corpus.parts for article in part.articles]
    for dated in [*corpus.norms, *articles]:
        if dated.review:
            yield dated.review, "every"
        if dated.sunset:
            yield dated.sunset, "after"
            yield dated.sunset, "tabling"
    for measure in corpus.measures:
        if measure.review:
            yield measure.review, "every"
    for blank in corpus.law.blanks:
        if blank.type == "duration" and blank.default:
            yield blank, "default"
    for regime in corpus.regimes:
        yield from ((stage, "within") for stage in regime.stages)


def stages_can_be_counted(context: Context) -> Iterator[Problem]:
    """T01, T02, T05, T06: each stage counts from something, not in a circle, with a figure that has a basis."""
    events = {t.code for x in context.corpus.taxonomies if x.id == "clock-event" for t in x.terms}
    for timeline in context.corpus.timelines:
        stages = {stage.id: stage for stage in timeline.stages}
        for stage in timeline.stages:
            known = stage.counted_from in stages or stage.counted_from in events
            if not known or stage.counted_from == stage.id:
                yield problem("T01", stage.marks.at("counted_from"), f"'{stage.counted_from}' is no event or stage",
                              f"Stages here: {', '.join(stages)}. Events are codes of the taxonomy clock-event.")
            for index, name in enumerate(stage.after):
                if name not in stages:
                    yield problem("T01", stage.marks.at("after", index), f"'{name}' is no stage of this timeline",
                                  f"Stages here: {', '.join(stages)}.")
            if stage.within is None and not stage.words:
                yield problem("T06", stage.place, f"stage '{stage.id}' does not say by when", "Add 'within' or 'words'.")
            if stage.within and stage.bracketed and not stage.basis and not stage.basis_note:
                yield problem("T05", stage.marks.at("within"), f"the figure {stage.within} has no basis",
                              "Add 'basis' with regimes or instruments, or say why in 'basis_note'.")
        yield from _circles(timeline, stages)


def _circles(timeline: Timeline, stages: dict[str, Stage]) -> Iterator[Problem]:
    reported: set[str] = set()
    for stage in timeline.stages:
        path = [stage.id]
        while (before := stages[path[-1]].counted_from) in stages and before not in path:
            path.append(before)
        if before in path and len(path) > 1 and not reported & set(path):
            reported |= set(path)
            yield problem("T02", stage.marks.at("counted_from"), f"counted in a circle: {' -> '.join([*path, before])}",
                          f"One of them must count from {timeline.starts.event} or another event.")


def order_agrees_with_figures(context: Context) -> Iterator[Problem]:
    """T03: no stage is due before one that must come first, as far as both count from the same event."""
    for timeline in context.corpus.timelines:
        stages = {stage.id: stage for stage in timeline.stages}
        for stage in timeline.stages:
            own = _offset(stage, stages)
            for name in stage.after:
                other = _offset(stages[name], stages) if name in stages else None
                if own and other and own[0] == other[0] and own[1] < other[1]:
                    yield problem("T03", stage.marks.at("within"), f"'{stage.id}' is due before '{name}', which it needs",
                                  "Lengthen its time, shorten the other's, or drop it from 'after'.")


def _offset(stage: Stage, stages: dict[str, Stage]) -> tuple[str, float] | None:
    """The event a stage counts from in the end, and the days from that event to its limit; None if unknown."""
    chain: list[Stage] = [stage]
    while (before := chain[-1].counted_from) in stages and len(chain) <= len(stages):
        chain.append(stages[before])
    if len(chain) > len(stages):
        return None
    day, hours = _ORIGIN, 0
    for link in reversed(chain):
        period = _period(link.within or "")
        if period is None:
            return None
        day = add_period(day, Period(years=period.years, months=period.months, weeks=period.weeks, days=period.days))
        hours += period.hours
    return chain[-1].counted_from, (day - _ORIGIN).days + hours / 24


def reviews_come_before_sunset(context: Context) -> Iterator[Problem]:
    """D01: the first review lies before the sunset."""
    articles = [article for part in context.corpus.parts for article in part.articles]
    for dated in [*context.corpus.norms, *articles]:
        review, sunset = dated.review, dated.sunset
        if review and sunset and _later(review, sunset):
            yield problem("D01", review.marks.at("every"), f"first review after {review.every}, sunset already after {sunset.after}",
                          "Review earlier or let the sunset come later.")


def _later(review: Review, sunset: Sunset) -> bool:
    every, after = _period(review.every), _period(sunset.after)
    return bool(every and after and add_period(_ORIGIN, every) > add_period(_ORIGIN, after))


def norms_are_alive(context: Context) -> Iterator[Problem]:
    """D02, D03: reviews that are overdue, and expired norms that others still rest on."""
    corpus = context.corpus
    edition = corpus.handbook.edition.date
    for norm in corpus.norms:
        if any(_period(d.every) is None for d in (norm.review, corpus.handbook.review) if d):
            continue
        if norm.sunset and (_period(norm.sunset.after) is None or (norm.sunset.tabling and _period(norm.sunset.tabling) is None)):
            continue
        dates = norm_dates(norm, edition, corpus.handbook.review)
        if dates.sunset_on and context.as_of >= dates.sunset_on:
            for ref in (norm.id, *(c.id for c in norm.commitments)):
                for use in context.links.uses:
                    if use.ref == ref and not use.by.startswith(norm.id):
                        yield problem("D03", use.place, f"{norm.id} expired on {dates.sunset_on}", "Renew it or drop the reference.")
        elif dates.review_by and context.as_of > dates.review_by:
            yield problem("D02", norm.marks.at("review"), f"the review of {norm.id} was due by {dates.review_by}",
                          "Review it and publish a new edition.")


CHECKS: tuple[Check, ...] = (
    durations_are_iso, stages_can_be_counted, order_agrees_with_figures, reviews_come_before_sunset, norms_are_alive,
)
