"""Durations, the stages of timelines, and the dates of norms and articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from normbook.checks.context import Check, Context, problem
from normbook.dates import Period, add_period, parse_period
from normbook.lifecycle import norm_dates
from normbook.model.base import Item, Review, Sunset
from normbook.model.corpus import Corpus
from normbook.model.handbook import Handbook
from normbook.model.law import Article
from normbook.model.norm import Norm
from normbook.model.timeline import Stage, Timeline
from normbook.problems import Problem

_ORIGIN = date(2001, 1, 1)
_FIRST, _LAST = date(1945, 1, 1), date(2500, 12, 31)


def _period(text: str) -> Period | None:
    try:
        return parse_period(text)
    except ValueError:
        return None


def durations_are_iso(context: Context) -> Iterator[Problem]:
    """T04, T07: every duration parses, and those that lead to a date are whole days, months or years."""
    for item, name in _durations(context):
        text = getattr(item, name)
        if text is None:
            continue
        try:
            period = parse_period(text)
        except ValueError as error:
            yield problem("T04", item.marks.at(name), f"'{text}' is not an ISO 8601 duration", str(error))
            continue
        if isinstance(item, Handbook | Review | Sunset) and not (period and not period.timed):
            yield problem(
                "T07", item.marks.at(name), f"'{text}' leads to no date", "Write days, months or years: P90D, P6M, P2Y."
            )


def _durations(context: Context) -> Iterator[tuple[Item, str]]:
    """Every object with a duration, and the name of its key."""
    corpus = context.corpus
    yield corpus.handbook, "notice_before"
    yield corpus.handbook.review, "every"
    for timeline in corpus.timelines:
        yield from ((stage, "within") for stage in timeline.stages)
    for dated in _dated(context):
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
        yield from ((stage.no_later, "within") for stage in regime.stages if stage.no_later)
    yield from _practised(corpus)


def _practised(corpus: Corpus) -> Iterator[tuple[Item, str]]:
    """Those of exercises, the roadmap and the spillover assessment."""
    for exercise in corpus.exercises:
        yield exercise, "lasts"
        yield from ((inject, "at") for inject in exercise.injects)
    for milestone in corpus.roadmap.milestones if corpus.roadmap else ():
        yield milestone, "within"
    for dependency in corpus.spillover.dependencies if corpus.spillover else ():
        yield dependency, "holds_for"


def stages_can_be_counted(context: Context) -> Iterator[Problem]:
    """T01, T02, T05, T06: each stage counts from something, not in a circle, with a figure that has a basis."""
    events = {t.code for x in context.corpus.taxonomies if x.id == "clock-event" for t in x.terms}
    unread = context.links.hidden("taxonomy:clock-event")
    for timeline in context.corpus.timelines:
        if timeline.starts.event not in events and not unread:
            yield problem(
                "T01",
                timeline.starts.marks.at("event"),
                f"'{timeline.starts.event}' is no event",
                f"Events: {', '.join(sorted(events))}.",
            )
        stages = {stage.id: stage for stage in timeline.stages}
        for stage in timeline.stages:
            known = stage.counted_from in stages or stage.counted_from in events or unread
            if not known or stage.counted_from == stage.id:
                yield problem(
                    "T01",
                    stage.marks.at("counted_from"),
                    f"'{stage.counted_from}' is no event or stage",
                    f"Stages here: {', '.join(stages)}. Events are codes of the taxonomy clock-event.",
                )
            for index, name in enumerate(stage.after):
                if name not in stages:
                    yield problem(
                        "T01",
                        stage.marks.at("after", index),
                        f"'{name}' is no stage of this timeline",
                        f"Stages here: {', '.join(stages)}.",
                    )
            if stage.within is None and not stage.words:
                yield problem(
                    "T06", stage.place, f"stage '{stage.id}' does not say by when", "Add 'within' or 'words'."
                )
            if stage.within and stage.bracketed and not stage.basis and not stage.basis_note:
                yield problem(
                    "T05",
                    stage.marks.at("within"),
                    f"the figure {stage.within} has no basis",
                    "Add 'basis' with regimes or instruments, or say why in 'basis_note'.",
                )
        yield from _circles(timeline, stages)


def _circles(timeline: Timeline, stages: dict[str, Stage]) -> Iterator[Problem]:
    reported: set[str] = set()
    for stage in timeline.stages:
        path = [stage.id]
        while (before := stages[path[-1]].counted_from) in stages and before not in path:
            path.append(before)
        if before in path and len(path) > 1 and not reported & set(path):
            reported |= set(path)
            yield problem(
                "T02",
                stage.marks.at("counted_from"),
                f"counted in a circle: {' -> '.join([*path, before])}",
                f"One of them must count from {timeline.starts.event} or another event.",
            )


def order_agrees_with_figures(context: Context) -> Iterator[Problem]:
    """T03: no stage is due before one that must come first, as far as both count from the same event."""
    for timeline in context.corpus.timelines:
        stages = {stage.id: stage for stage in timeline.stages}
        for stage in timeline.stages:
            own = _offset(stage, stages)
            for name in stage.after:
                other = _offset(stages[name], stages) if name in stages else None
                if own and other and own[0] == other[0] and own[1] < other[1]:
                    yield problem(
                        "T03",
                        stage.marks.at("within"),
                        f"'{stage.id}' is due before '{name}', which it needs",
                        "Lengthen its time, shorten the other's, or drop it from 'after'.",
                    )


def _offset(stage: Stage, stages: dict[str, Stage]) -> tuple[str, float] | None:
    """The event a stage counts from in the end, and the days from that event to its limit; None if unknown."""
    chain: list[Stage] = [stage]
    while (before := chain[-1].counted_from) in stages and len(chain) <= len(stages):
        chain.append(stages[before])
    if len(chain) > len(stages):
        return None
    day, minutes = _ORIGIN, 0
    for link in reversed(chain):
        period = _period(link.within or "")
        if period is None:
            return None
        dated = Period(years=period.years, months=period.months, weeks=period.weeks, days=period.days)
        try:
            day = add_period(day, dated)
        except ValueError:  # together they lead out of the calendar
            return None
        minutes += 60 * period.hours + period.minutes
    return chain[-1].counted_from, (day - _ORIGIN).days + minutes / (24 * 60)


def reviews_come_before_sunset(context: Context) -> Iterator[Problem]:
    """D01: the first review lies before the sunset."""
    for dated in _dated(context):
        review, sunset = dated.review, dated.sunset
        if review and sunset and _later(review, sunset):
            message = f"first review after {review.every}, sunset already after {sunset.after}"
            yield problem("D01", review.marks.at("every"), message, "Review earlier or let the sunset come later.")


def _dated(context: Context) -> list[Norm | Article]:
    """What has reviews and sunsets."""
    return [*context.corpus.norms, *(article for part in context.corpus.parts for article in part.articles)]


def _later(review: Review, sunset: Sunset) -> bool:
    try:
        return add_period(_ORIGIN, parse_period(review.every)) > add_period(_ORIGIN, parse_period(sunset.after))
    except ValueError:  # T04 or T07 has said so
        return False


def dates_are_in_the_calendar(context: Context) -> Iterator[Problem]:
    """D04: the dates from which others are counted are of our time."""
    edition = context.corpus.handbook.edition
    dated: list[tuple[Item, str, date | None]] = [(edition, "date", edition.date)]
    for country in context.corpus.countries:
        dated += [(country, "enacted", country.enacted), (country, "commences", country.commences)]
        dated += [(each, "commenced", each.commenced) for each in country.enactments]
        dated += [(each, name, getattr(each, name)) for each in country.term_events for name in ("on", "until")]
        dated += [(each, "on", each.on) for each in country.corrected]
    for item, name, day in dated:
        if day and not _FIRST <= day <= _LAST:
            hint = f"Write a date from {_FIRST.year} to {_LAST.year}: reviews and sunsets are counted from it."
            yield problem("D04", item.marks.at(name), f"{day} is not a date of our time", hint)


def norms_are_alive(context: Context) -> Iterator[Problem]:
    """D02, D03: reviews that are overdue, and expired norms that others still rest on."""
    handbook = context.corpus.handbook
    for norm in context.corpus.norms:
        try:
            dates = norm_dates(norm, handbook.edition.date, handbook.review)
        except ValueError:  # T04 or T07 has said so
            continue
        if dates.sunset_on and context.as_of > dates.sunset_on:
            own = {norm.id, *(c.id for c in norm.commitments)}
            for use in context.links.uses:
                if use.ref in own and use.by not in own:
                    yield problem(
                        "D03", use.place, f"{norm.id} expired on {dates.sunset_on}", "Renew it or drop the reference."
                    )
        elif dates.review_by and context.as_of > dates.review_by:
            yield problem(
                "D02",
                norm.marks.at("review"),
                f"the review of {norm.id} was due by {dates.review_by}",
                "Review it and publish a new edition.",
            )


CHECKS: tuple[Check, ...] = (
    durations_are_iso,
    stages_can_be_counted,
    order_agrees_with_figures,
    reviews_come_before_sunset,
    dates_are_in_the_calendar,
    norms_are_alive,
)
