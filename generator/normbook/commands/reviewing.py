"""`normbook reviews`: what falls due in the handbook and in the laws of States, and what falls with a provision."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from normbook import editions
from normbook.checklists.agenda import enacting, norm_dates_of, tenures_of
from normbook.checklists.resting import falls_of, groups, names, sentences
from normbook.commands import agenda, arguments
from normbook.commands.agenda import Agenda, Subject
from normbook.commands.arguments import UsageError, refused
from normbook.commands.schedules import wrapped
from normbook.commands.texts import DRAFT, BrokenError, corpus_of, published
from normbook.commands.timing import broken, show
from normbook.dates import Period, parse_period
from normbook.law.country import country_of
from normbook.law.falls import SAVINGS, falling_with, saved
from normbook.law.references import article_of
from normbook.lifecycle import Dates, falling_due, status
from normbook.model.world import State
from normbook.outputs.events import host, place_among
from normbook.problems import did_you_mean
from normbook.publication import Publication
from normbook.settings import Settings
from normbook.sunset import Tenure
from normbook.views.adapted import laws

_A_CENTURY: Final = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. `falls` is a provision: what falls with it is told instead of what falls due."""

    within: str = "P90D"
    country: str | None = None
    format: str = "table"
    fail_on: str | None = None
    falls: str | None = None


def reviews_command(settings: Settings, wish: Wish) -> int:
    """Print reviews, tablings and sunsets that fall due within a period of the date that 'today' means, overdue first.

    The dates of norms; with a State also those of the provisions of its law, from commencement or else indicative;
    without one those of every State that has enacted. Indicative dates bind nobody, so they never count as overdue.
    0 done, 1 the corpus is wrong or, with `fail_on`, something is overdue, 2 the command is wrong.
    """
    try:
        corpus = corpus_of(settings, DRAFT)
        period, until = arguments.horizon(settings.as_of, wish.within)
        state = arguments.state(corpus.states, wish.country)
        publication = replace(published(settings, corpus), published=editions.published(settings.norms))
        if wish.falls is not None:
            show(_fallen(publication, state, wish.falls, wish.format))
            return 0
        found = _agenda(publication, state, period, until)
    except BrokenError as error:
        return broken(error.problems)
    except UsageError as error:
        return refused(error)
    except ValueError as error:
        hint = "'normbook check' names the file and line of every mistake in the corpus."
        return refused(UsageError(str(error), hint))
    show(agenda.FORMATS[wish.format](found))
    return 1 if wish.fail_on == "overdue" and any(each.overdue for each in found.due) else 0


def _agenda(publication: Publication, state: State | None, period: Period, until: date) -> Agenda:
    as_of, corpus = publication.as_of, publication.corpus
    notice = parse_period(corpus.handbook.notice_before)
    dated: dict[str, Dates] = dict(norm_dates_of(publication))
    standing = {name: status(dates, as_of, notice) for name, dates in dated.items()}
    subjects = {norm.id: Subject(norm.id, publication.plain(norm.title)) for norm in corpus.norms}
    for each in (state,) if state else enacting(publication):
        for key, subject, made in _provisions(publication, each):
            if made.start.indicative and state is None:
                continue  # of what commenced in part, the rest binds nobody
            subjects[key], dated[key], standing[key] = subject, made.dates, made.status
    due = falling_due(dated, as_of, period)
    # Where nothing falls due, the next date is told. No day lies beyond the year 9999.
    far = Period(years=min(_A_CENTURY, 9998 - as_of.year))
    ahead = () if due else falling_due(dated, as_of, far)[:1]
    return Agenda(as_of, until, state, due, ahead, subjects, standing, host(corpus), place_among(publication),
                  publication.edition.date)


def _provisions(publication: Publication, state: State) -> Iterator[tuple[str, Subject, Tenure]]:
    """The provisions of a State's law that have dates, named and numbered as there."""
    naming, country = laws(publication).naming(state), country_of(publication.corpus, state.iso2)
    own = {each.provision: each.own for each in country.enactments} if country else {}
    resting = falls_of(naming)
    for ref, made in tenures_of(naming, country).items():
        label = naming.labels.reference(ref).text
        target = naming.links.get(ref)
        title = f"{label}, {naming.plain(target.title)}" if target else label
        rests = sentences(naming, resting[ref]) if ref in resting else ()
        yield f"{state.iso2} {ref}", Subject(ref, title, state, own.get(ref, ""), rests), made


def _fallen(publication: Publication, state: State | None, ref: str, form: str) -> str:
    """What falls with a provision, and what outlives it."""
    naming = laws(publication).naming(state) if state else publication
    law = naming.labels.tree
    article = article_of(ref)
    if ref not in law.numbers or article not in {node.ref for node in law.articles}:
        known = [node.ref for node in law.articles]
        hint = did_you_mean(ref, known) or "Name an article of the law by its id, as in law/countermeasures."
        raise UsageError(f"there is no article '{ref}'", hint)
    found = falling_with(publication.corpus, law, [article])[article]
    country = country_of(publication.corpus, state.iso2) if state else None
    made = tenures_of(naming, country).get(article)
    kept = [naming.plain(unit.text, unit.ref) for each in saved(law) for unit in (each, *each.inside)]
    if form == "json":
        return json.dumps({
            "id": article, "country": state.iso2 if state else None, "title": naming.labels.reference(article).text,
            "status": made.status.value if made else None,
            "ends": made.ends.isoformat() if made and made.ends else None,
            "indicative": made.start.indicative if made else None, "reasons": list(made.reasons) if made else [],
            "falls": {group.how: list(group.refs) for group in groups(found)}, "savings": kept,
        }, ensure_ascii=False, indent=2)
    title = naming.labels.reference(article).text
    lines = [f"What falls with {title}, {naming.plain(naming.links.targets[article].title)}", ""]
    if made and made.ends:
        lines += [*(line for reason in made.reasons for line in wrapped(reason)), ""]
    else:
        chosen = not next(node for node in law.articles if node.ref == article).left_open
        lines += ["It has no term and does not expire." if chosen else "The State's file does not choose it.", ""]
    for group in groups(found):
        lines += [f"{group.how[:1].upper()}{group.how[1:]}:"]
        lines += [line for ref_, name in zip(group.refs, names(naming, group.refs), strict=True)
                  for line in wrapped(f"{name} ({ref_})", "  ")]
    if not groups(found):
        lines += ["Nothing else rests on it."]
    if kept and made and made.ends:
        lines += ["", f"What outlives its expiry ({naming.labels.reference(SAVINGS).text}):"]
        lines += [line for words in kept for line in wrapped(words, "  ")]
    return "\n".join(lines)
