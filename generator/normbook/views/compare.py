"""States side by side, and lists of them by what they have in common: the pages that need no choice come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from normbook.checklists.inputs import inputs_key
from normbook.checklists.records import ATTRIBUTION, StateRecord, records
from normbook.languages import language
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.facts import when
from normbook.views.page import Action, Page

URL = "countries/compare/"
LISTS = "countries/lists/"
DATA, TABLE = "data/compare.js", "data/countries.csv"
"""What the page of the comparison reads, and the table of all States, from the edition's root."""


def pages(publication: Publication) -> Iterator[Page]:
    """The comparison, and the lists."""
    key = inputs_key(publication)
    yield Page(URL, "countries/compare.md", "Compare States", partial(_compare, publication), key=key)
    yield Page(LISTS, "countries/lists.md", "States by region, tradition and language", partial(_lists, publication),
               key=key)


def _compare(publication: Publication) -> str:
    groups = [group for group in publication.corpus.groups.groups if group.members]
    found = records(publication)
    actions = [Action("Choose States", "#choose"), Action("All States (CSV)", TABLE, "download"),
               Action("Clocks in law compared", "countries/clocks/", "compare")]
    return render(
        "compare.md.j2", pub=publication, p=publication.printer(URL), records=found, groups=groups, data=DATA,
        table=TABLE, subregions=_by(found, lambda r: [f"{r.state.region}: {r.state.subregion}"]), when=when,
        attribution=ATTRIBUTION, actions=[action.meta() for action in actions],
    )  # fmt: skip


def _lists(publication: Publication) -> str:
    found = records(publication)
    lists = (
        ("region", "By region", _by(found, lambda r: [f"{r.state.region}: {r.state.subregion}"])),
        ("tradition", "By legal tradition", _by(found, lambda r: [r.state.legal_tradition])),
        ("language", "By official language", _by(found, lambda r: map(language, r.state.languages))),
    )
    actions = [Action("All States", "countries/"), Action("Groups of States", "countries/groups/")]
    return render("lists.md.j2", pub=publication, p=publication.printer(LISTS), lists=lists, when=when,
                  attribution=ATTRIBUTION, actions=[action.meta() for action in actions])  # fmt: skip


def _by(found: Iterable[StateRecord], names: Callable[[StateRecord], Iterable[str]]) -> dict[str, list[StateRecord]]:
    """States under each name that one of them has, names in order."""
    lists: dict[str, list[StateRecord]] = {}
    for record in found:
        for name in names(record):
            lists.setdefault(name, []).append(record)
    return dict(sorted(lists.items()))
