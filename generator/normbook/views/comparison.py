"""What is set side by side of States: the same rows for each, in plain words. No row ranks anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from normbook.checklists.gaps import TREATY, Comparison, StageGap, answered, gaps
from normbook.checklists.records import Membership, StateRecord
from normbook.checklists.themes import THEMES
from normbook.languages import language
from normbook.model.world import Body
from normbook.views.countries import KINDS, Countries
from normbook.views.facts import when

Lines = tuple[str, ...]
"""What stands in a cell: a line for each thing, none where there is nothing to say."""
NOTHING: Final = "nothing recorded"
NO_CLOCK: Final = "no regime looked at"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the comparison. `id` is its name as data; `empty` is what is said where a State has nothing in it."""

    id: str
    section: str
    title: str
    empty: str
    of: Callable[[StateRecord], Lines]


def comparison(shared: Countries) -> tuple[Row, ...]:
    """All rows: facts, memberships, clocks against those of the handbook, what is decided of the law, answers."""
    return (*_facts(), *_memberships(), *_clocks(shared), *_law(shared), *_answers(shared))


def _facts() -> Iterator[Row]:
    def row(name: str, title: str, empty: str, of: Callable[[StateRecord], Lines]) -> Row:
        return Row(name, "Facts", title, empty, of)

    unknown = "not found, which does not mean that there is none"
    tradition = next(theme for theme in THEMES if theme.id == "tradition")
    yield row("standing", "United Nations", "none", lambda r: (
        f"member since {when(r.state.admitted)}" if r.state.admitted else "member" if r.member else "observer",))
    yield row("group", "Regional group", "none", lambda r: _held(r.state.regional_group))
    yield row("region", "Region", "none", lambda r: (f"{r.state.region}, {r.state.subregion}",))
    yield row("languages", "Official languages", "none recorded",
              lambda r: tuple(language(tag) for tag in r.state.languages))
    yield row("tradition", tradition.title, "not known", lambda r: _held(
        f"{r.state.legal_tradition} ({', '.join(r.state.legal_components)})" if len(r.state.legal_components) > 1
        else r.state.legal_tradition))
    yield row("capital", "Capital", "none", lambda r: r.state.capital)
    yield row("rest", "Weekly rest", "none", lambda r: (
        " and ".join(r.weekend) + (" (not yet confirmed)" if r.weekend_unconfirmed else ""),))
    yield row("csirt", "National CSIRT", unknown, lambda r: _body(r.csirt))
    yield row("authority", "Lead authority", unknown, lambda r: _body(r.authority))
    yield row("position", "Position on international law", "none found",
              lambda r: _member(r.position) if r.position else ())


def _held(text: str) -> Lines:
    return (text,) if text else ()


def _body(body: Body | None) -> Lines:
    if body is None:
        return ()
    name = f"{body.name} ({body.abbr})" if body.name and body.abbr else body.name or body.abbr
    return _held(name + (" (not yet confirmed)" if body.unconfirmed else ""))


def _member(membership: Membership) -> Lines:
    doubt = " (not yet confirmed)" if membership.unconfirmed else ""
    return (f"published, {membership.note}{doubt}" if membership.note else f"published{doubt}",)


def _memberships() -> Iterator[Row]:
    for kind, title in KINDS.items():
        yield Row(f"groups-{kind}", "Memberships and treaties", title, "no list names it", lambda r, kind=kind: tuple(  # type: ignore[misc]
            f"{m.group.name}{' (not yet confirmed)' if m.unconfirmed else ''}"
            for m in (*r.groups, *r.treaties) if m.counted and m.group.kind == kind))


def _clocks(shared: Countries) -> Iterator[Row]:
    publication, clock = shared.publication, THEMES[0]
    found = {r.code: {gap.ref: gap for gap in gaps(r, publication.corpus, publication.as_of)}
             for r in shared.records if r.regimes}
    section = "Clocks in law against the handbook"
    yield Row("shortest", section, "Shortest clock of a first report", NO_CLOCK,
              lambda r: _held(clock.of(publication, r).because))
    asked = {ref for regime in publication.corpus.regimes if regime.jurisdiction != TREATY
             for stage in regime.stages for ref in stage.answers}  # fmt: skip
    for timeline in answered(publication.corpus):
        for stage in timeline.stages:
            if (ref := f"{timeline.id}/{stage.id}") not in asked:
                continue
            title = f"{timeline.title}: {stage.title}, {publication.labels.limit(stage) or 'no figure'}"
            yield Row(ref, section, title, NO_CLOCK, lambda r, ref=ref: _stage(shared, found.get(r.code, {}).get(ref)))  # type: ignore[misc]


def _stage(shared: Countries, gap: StageGap | None) -> Lines:
    return tuple(_against(shared, each) for each in gap.comparisons) if gap else ()


def _against(shared: Countries, each: Comparison) -> str:
    if each.regime is None:
        return shared.publication.plain(each.words)
    doubt = " (not yet confirmed)" if each.unconfirmed else ""
    return shared.publication.plain(f"{each.verdict_words}: {each.regime.short}, {each.words}") + doubt


def _law(shared: Countries) -> Iterator[Row]:
    section = "The model law"
    yield Row("enacted", section, "Commencement", "not known to be in force",
              lambda r: _held(f"in force since {when(r.enacted.isoformat())}" if r.enacted else ""))
    titles = {"variants": "Variants chosen", "conditions": "Questions answered", "blanks": "Blanks filled in",
              "left_out": "Provisions left out"}
    sheets = {r.code: shared.law(r).sheet for r in shared.records if r.country and r.member}
    for name, title in titles.items():
        def decided(r: StateRecord, name: str = name) -> Lines:
            tables = sheets[r.code].decided if r.code in sheets else ()
            return tuple(": ".join(line.cells[:2]) for table in tables if table.name == name for line in table.rows)

        yield Row(f"law-{name}", section, title, NOTHING, decided)


def _answers(shared: Countries) -> Iterator[Row]:
    families = {row.family: row.family_title for row in shared.checklist.rows}
    for family, title in families.items():
        ids = [row.id for row in shared.checklist.rows if row.family == family]

        def counted(r: StateRecord, ids: list[str] = ids) -> Lines:
            return shared.counted(r, ids) if r.member else ()

        yield Row(f"answers-{family}", "Commitments answered by a public source or by the State", title,
                  "no checklist: observer", counted)
