"""Commitments × States: an index with totals, and a page per family, small enough to read on a slow line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from markupsafe import Markup

from normbook.checklists.inputs import inputs_key
from normbook.checklists.matrix import FamilyMatrix, Line, in_order, matrices, share, unsure
from normbook.checklists.rows import STATUSES, Assessment
from normbook.model.norm import Status
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.page import Action, Page

URL: Final = "countries/matrix/"
TOTALS: Final = "data/matrix.csv"
_CLASSES: Final[Mapping[Status, str]] = {"met": "m", "partly": "p", "not_met": "n", "not_applicable": "x"}
"""The class of a cell, as short as can be: there are forty thousand cells. The style sheet prints a letter for it."""


@dataclass(frozen=True)
class Matrices:
    """What the pages share."""

    publication: Publication

    @cached_property
    def families(self) -> tuple[FamilyMatrix, ...]:
        return matrices(self.publication)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(region for family in self.families for region in family.regions))


def url(family: str) -> str:
    """The page of a family, from the edition's root."""
    return f"{URL}{family.lower()}/"


def file(family: str) -> str:
    """The table of a family as CSV, from the edition's root."""
    return f"data/matrix-{family.lower()}.csv"


def cells(line: Line) -> Markup:
    """The cells of a State; a State of which nothing is known has one for them all, which is heard once."""
    if not line.known:
        return Markup("<td colspan={}>not assessed").format(len(line.cells))
    return Markup("").join(cell(each) for each in line.cells)


def cell(answer: Assessment) -> Markup:
    """A status as its class and its words, which the style sheet shows as a letter; nothing where none is assessed."""
    if answer.status == "not_assessed":
        return Markup("<td>")
    html = Markup('<td class="{} u"><b>{}</b>') if unsure(answer) else Markup("<td class={}><b>{}</b>")
    return html.format(_CLASSES[answer.status], spoken(answer))


def spoken(answer: Assessment) -> str:
    """A status in words, with the mark of what is still to be confirmed."""
    return STATUSES[answer.status] + (", not yet confirmed" if unsure(answer) else "")


def pages(publication: Publication) -> Iterator[Page]:
    """The index, and a page per family."""
    shared, key = Matrices(publication), inputs_key(publication)
    yield Page(URL, "countries/matrix/index.md", "Commitments and States", partial(_index, shared), key=key)
    held = {norm.family for norm in publication.corpus.norms}
    for family in publication.corpus.handbook.families:
        if family.id in held:
            yield Page(url(family.id), f"countries/matrix/{family.id.lower()}.md",
                       f"{family.title}: commitments and States", partial(_family, shared, family.id), key=key)


def _index(shared: Matrices) -> str:
    publication = shared.publication
    actions = [Action("Totals (CSV)", TOTALS, "download"), Action("All States", "countries/")]
    return render(
        "matrix.md.j2", pub=publication, p=publication.printer(URL), families=shared.families, regions=shared.regions,
        share=share, in_order=in_order, statuses=STATUSES, url=url, file=file,
        actions=[action.meta() for action in actions],
    )  # fmt: skip


def _family(shared: Matrices, family: str) -> str:
    matrix = next(each for each in shared.families if each.id == family)
    return family_page(shared.publication, matrix, shared.families)


def family_page(publication: Publication, matrix: FamilyMatrix, families: Sequence[FamilyMatrix]) -> str:
    """The page of one family, with links to the others."""
    actions = [Action("This table (CSV)", file(matrix.id), "download"), Action("All families", URL)]
    return render(
        "matrix_family.md.j2", pub=publication, p=publication.printer(url(matrix.id)), matrix=matrix, cells=cells,
        share=share, in_order=in_order, families=families, url=url, file=file,
        actions=[action.meta() for action in actions],
    )  # fmt: skip
