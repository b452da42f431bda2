"""The map of States, a page for each theme: the drawing, its legend, and the table that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from normbook.checklists.inputs import inputs_key
from normbook.checklists.records import StateRecord, records
from normbook.checklists.themes import THEMES, Kind, Standing, Theme, theme_table, theme_url
from normbook.fingerprint import key_of
from normbook.model.world import Outlines
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.facts import when
from normbook.views.page import Action, Page
from normbook.worldmap import Held, Ring, Shape, draw_map, rings, shape, swatch


@dataclass(frozen=True)
class Maps:
    """What the pages of all themes share: the States and their shapes, worked out once."""

    publication: Publication
    outlines: Outlines

    @cached_property
    def records(self) -> tuple[StateRecord, ...]:
        return records(self.publication)

    @cached_property
    def shapes(self) -> Mapping[str, Shape]:
        """By the code of the State; in a corpus without problems every State has one."""
        return {each.iso2: shape(each.at, rings(each.rings)) for each in self.outlines.outlines}

    @cached_property
    def apart(self) -> list[tuple[Ring, ...]]:
        return [rings(each.rings) for each in self.outlines.apart]


@dataclass(frozen=True, slots=True)
class Legend:
    """A class with its States, in the order of their names."""

    kind: Kind
    states: tuple[tuple[StateRecord, Standing], ...]

    @property
    def swatch(self) -> str:
        return swatch(self.kind.fill)


def pages(publication: Publication) -> Iterator[Page]:
    """A page for each theme, where the corpus has outlines."""
    outlines = publication.corpus.outlines
    if outlines is None:
        return
    shared, key = Maps(publication, outlines), key_of([outlines], inputs_key(publication))
    for theme in THEMES:
        url = theme_url(theme)
        file = f"{url}index.md" if theme is THEMES[0] else f"{url.rstrip('/')}.md"
        title = "Map of States" if theme is THEMES[0] else f"Map: {theme.title.lower()}"
        yield Page(url, file, title, partial(_page, shared, theme), key=key)


def legend(publication: Publication, theme: Theme, found: tuple[StateRecord, ...]) -> list[Legend]:
    """The classes of a theme with their States; those without a State as well."""
    standing = [(record, theme.of(publication, record)) for record in found]
    return [Legend(kind, tuple(pair for pair in standing if pair[1].kind == kind.id)) for kind in theme.kinds]


def _page(shared: Maps, theme: Theme) -> str:
    publication, url = shared.publication, theme_url(theme)
    found = legend(publication, theme, shared.records)
    actions = [Action("All States", "countries/"), Action("Compare States", "countries/compare/", "compare"),
               Action("Table (CSV)", theme_table(theme), "download")]
    return render(
        "map.md.j2", pub=publication, p=publication.printer(url), theme=theme, themes=THEMES, legend=found,
        drawing=_drawing(shared, theme, found), table=theme_table(theme), url_of=theme_url, when=when,
        actions=[action.meta() for action in actions], total=len(shared.records), outlines=shared.outlines,
    )  # fmt: skip


def _drawing(shared: Maps, theme: Theme, found: list[Legend]) -> str:
    kinds = {record.code: each.kind for each in found for record, _ in each.states}
    printer = shared.publication.printer(theme_url(theme))
    held = [
        Held(r.state.iso2, f"{r.name} ({r.state.iso2}): {kinds[r.code].words}", kinds[r.code].fill,
             printer.href(r.url), (r.state.region, r.state.subregion), shared.shapes[r.state.iso2])
        for r in shared.records if r.state.iso2 in shared.shapes
    ]  # fmt: skip
    counts = Counter(kind.words for kind in kinds.values())
    said = "; ".join(f"{kind.words}: {counts[kind.words]}" for kind in theme.kinds)
    about = f"States by class. {said}. The table below lists them."
    return draw_map("map", f"Map of States: {theme.title.lower()}", about, held, shared.apart)
