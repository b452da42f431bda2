"""Rows that came back -> values by the commitment that they answer, or why a row has no place. Nothing falls between.

A row of an older edition whose commitment only bears another id now goes to that id. One whose commitment was split,
merged or given up stays under the id that was answered: the records carry it on whenever it is shown, and nothing is
taken for confirmed that was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from normbook import ids
from normbook.checklists.given import asked, asked_words
from normbook.checklists.rows import Assessment, answers, own_answers
from normbook.checklists.turn import heirs
from normbook.checks.context import problem
from normbook.compare.succession import Succession, below, succession
from normbook.dates import first_day
from normbook.model.national import Answer
from normbook.model.norm import Norm
from normbook.model.world import State
from normbook.outputs.columns import ANSWERED, answer_cells
from normbook.problems import Problem, did_you_mean
from normbook.publication import Publication
from normbook.sheets.cells import cleaned
from normbook.views.adapted import laws
from normbook.workspace.headings import FIELDS, NAME
from normbook.workspace.incoming import Given, Incoming
from normbook.workspace.typed import Values, typed

_KEYS = {heading: FIELDS.get(heading.lower(), "") for heading in ANSWERED}


@dataclass(frozen=True)
class Placed:
    """What a file comes to: values by commitment id, rows that nobody touched, remarks on ids, refusals."""

    values: Mapping[str, Values]
    rows: Mapping[str, Given]
    untouched: int = 0
    moved: tuple[tuple[str, str], ...] = ()
    """Ids as the file has them, each with the one it is stored under."""
    gone: tuple[str, ...] = ()
    """Ids stored as they were answered, since they were split, merged or given up."""
    problems: tuple[Problem, ...] = ()


def place(
    found: Incoming, draft: Publication, base: Publication, state: State, held: Mapping[str, Answer]
) -> Placed:
    """Place the rows of a file. `base` is the text that it was made from, `held` what the workspace has by id."""
    made = _Placing(draft, base, state, held)
    for row in found.rows:
        made.put(row, found.edition)
    problems = [*found.problems, *made.problems]
    return Placed(made.values, made.rows, made.untouched, tuple(dict.fromkeys(made.moved)),
                  tuple(dict.fromkeys(made.gone)), tuple(problems))


@dataclass
class _Placing:
    """What is gathered on the way."""

    draft: Publication
    base: Publication
    state: State
    held: Mapping[str, Answer]
    values: dict[str, Values] = field(default_factory=dict)
    rows: dict[str, Given] = field(default_factory=dict)
    untouched: int = 0
    moved: list[tuple[str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.records: Succession = succession(self.draft.corpus)
        self.current = _norms(self.draft)
        self.then = _norms(self.base)
        self.printed = answers(self.base, self.state), own_answers(self.base, self.held.values())
        self.naming = laws(self.base).naming(self.state)

    def put(self, row: Given, edition: str) -> None:
        if row.state and row.state != self.state.iso2:
            other = row.state if len(row.state) == len(self.state.iso2) else "another State"
            self.problems.append(problem("H11", row.place, f"the row is of {other}, not of {self.state.iso2}",
                                         "Import the file of each State by itself."))
            return
        own = self.stored(row, edition)
        if not own:
            return
        if row.empty or any(_as_printed(row, printed.get(row.id)) for printed in self.printed):
            self.untouched += 1
            return
        values, wrong = typed(row, self.held.get(own))
        self.problems += wrong
        if wrong:
            return
        day = first_day(values.get("as_of", ""))
        if day and day > self.draft.as_of + timedelta(days=1):  # somewhere it is tomorrow already
            self.problems.append(problem("H23", row.place, f"the answer to '{row.id}' bears a date that lies ahead",
                                         "Is the year right? Until then it counts for no day."))
        values["edition"] = edition
        values["asked"] = self.asked(row)
        self.keep(own, row, values)

    def keep(self, own: str, row: Given, values: Values) -> None:
        """Take a row in; of two with different answers for one commitment neither is taken."""
        first = self.rows.get(own)
        if first is None:
            self.rows[own], self.values[own] = row, values
        elif self.values.get(own) != values:
            self.values.pop(own, None)
            self.problems.append(problem("H03", row.place, f"'{own}' is answered twice, in rows {first.place.line} and "
                                         f"{row.place.line}, and the answers differ", "Keep the one that holds."))

    def stored(self, row: Given, edition: str) -> str:
        """The id under which a row is kept; empty, with the reason among the problems, where there is none."""
        if row.id in self.current:
            return row.id
        now = heirs(row.id, edition, self.current, self.records)
        known = row.id in self.then or self.records.retirement(row.id) or any(
            row.id in change.was for change in self.records.changes
        )
        if len(now) == 1 and set(next(iter(now.values()))) <= {"moved", "renamed"}:
            (heir,) = now
            self.moved.append((row.id, heir))
            return heir
        if known or any(below(row.id, old) for old in self.records.retired):
            self.gone.append(row.id)
            return row.id
        hint = "Ids are never made up: put the row's own id back."
        if not NAME.match(row.id):  # perhaps an answer that slipped into another column: it is not repeated
            self.problems.append(problem("H02", row.place, "what stands under Id is no id of a commitment", hint))
            return ""
        near = {ids.show_norm(each).lower(): each for each in self.current}
        self.problems.append(problem("H02", row.place, f"there is no commitment '{row.id[:60]}'",
                                     did_you_mean(row.id, near, hint, cutoff=0.7)))
        return ""

    def asked(self, row: Given) -> str:
        """The commitment as who answered it read it, in the words of the model where these were its words."""
        norm = self.then.get(row.id)
        told = asked_words(row.what, row.clock) if row.what else ""
        if norm is None:
            return told
        general = asked(self.base, norm, row.id)
        fixed = self.base is not self.draft  # no edition reads otherwise: who changed the words wrote a note there
        if fixed or not told or told in {general, asked(self.naming, norm, row.id)}:
            return general
        return told


def _norms(publication: Publication) -> dict[str, Norm]:
    """The norms by the ids of their commitments."""
    return {c.id: norm for norm in publication.corpus.norms for c in norm.commitments}


def _as_printed(row: Given, printed: Assessment | None) -> bool:
    """Whether a row still says what was filled in beforehand, so that nobody answered it.

    That was a fact, or an answer to another commitment, from which this one came: to take it would be to confirm it.
    """
    if printed is None or (printed.own and printed.own.commitment == row.id) or printed.status == "not_assessed":
        return False
    was = {_KEYS[name]: cleaned(text) for name, text in zip(ANSWERED, answer_cells(printed), strict=True)}
    filled = {key: text for key, text in row.cells.items() if text and key != "release"}
    return "status" in filled and all(text.lower() == was.get(key, "").lower() for key, text in filled.items())


def shown(placed: Placed) -> Iterator[str]:
    """What became of ids, in lines."""
    for was, now in placed.moved:
        yield f"{was} is {now} now, and was placed there."
    for ref in placed.gone:
        yield f"{ref} is gone from the draft; its answer is kept under the id that was answered."
