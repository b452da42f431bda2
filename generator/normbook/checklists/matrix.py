"""Commitments × States: the status of every commitment for every Member State, family by family. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from normbook.checklists.records import by_name, name
from normbook.checklists.rows import NOT_ASSESSED, STATUSES, Assessment, Row, answers, rows
from normbook.model.norm import Status
from normbook.model.world import State
from normbook.publication import Publication


@dataclass(frozen=True, slots=True)
class Line:
    """One State with its assessments of the commitments of a family, in the order of the columns."""

    state: State
    cells: tuple[Assessment, ...]

    @property
    def name(self) -> str:
        return name(self.state)

    @property
    def known(self) -> bool:
        """Whether any of them is assessed."""
        return any(cell.status != "not_assessed" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class FamilyMatrix:
    """A family of norms: its commitments are the columns, the Member States the lines, by region and name."""

    id: str
    title: str
    commitments: tuple[Row, ...]
    regions: Mapping[str, tuple[Line, ...]]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for lines in self.regions.values() for line in lines)

    def counts(self, region: str = "") -> Counter[Status]:
        """How many cells bear which status, in one region or in all."""
        lines = self.regions[region] if region else self.lines
        return Counter(cell.status for line in lines for cell in line.cells)

    def column(self, position: int) -> Counter[Status]:
        """How many States have which status for one commitment; those not assessed are left out."""
        found = Counter(line.cells[position].status for line in self.lines)
        del found["not_assessed"]
        return found


@dataclass(frozen=True, slots=True)
class Share:
    """How much is known: cells with a status other than not assessed, of all cells."""

    known: int
    of: int


def share(counts: Mapping[Status, int]) -> Share:
    """The part of the cells that bears a status; what is not assessed is never counted as a failure."""
    total = sum(counts.values())
    return Share(total - counts.get("not_assessed", 0), total)


def unsure(answer: Assessment) -> bool:
    """Whether it bears the mark “not yet confirmed”: a doubtful fact, or an answer that the State has to give anew."""
    return answer.unconfirmed or answer.to_confirm


def matrices(publication: Publication) -> tuple[FamilyMatrix, ...]:
    """A matrix for each family that has commitments, in the order of the handbook; every cell as in `rows.answers`."""
    members = sorted((s for s in publication.corpus.states.states if s.status == "member"),
                     key=lambda state: (state.region, by_name(state)))
    given = {state.iso2: answers(publication, state) for state in members}
    families: dict[str, list[Row]] = {}
    for row in rows(publication):
        families.setdefault(row.family, []).append(row)
    return tuple(_matrix(held, members, given) for held in families.values())


def _matrix(
    held: Sequence[Row], members: Sequence[State], given: Mapping[str, Mapping[str, Assessment]]
) -> FamilyMatrix:
    lines = [Line(state, tuple(given[state.iso2].get(row.id, NOT_ASSESSED) for row in held)) for state in members]
    regions = {region: tuple(of) for region, of in groupby(lines, key=lambda line: line.state.region)}
    return FamilyMatrix(held[0].family, held[0].family_title, tuple(held), regions)


def in_order(counts: Mapping[Status, int]) -> dict[str, int]:
    """Counts by status in words, in the order of the statuses; what none bears is left out."""
    return {words: counts[status] for status, words in STATUSES.items() if counts.get(status)}
