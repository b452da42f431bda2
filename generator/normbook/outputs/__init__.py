"""Everything that is published beside the pages. `OUTPUTS` lists the makers; each says what its files depend on.

A maker's libraries are imported when it has something to make: most builds change neither the law nor a checklist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from normbook.checklists.inputs import inputs_key, state_key
from normbook.fingerprint import key_of
from normbook.law.country import country_of, naming_in
from normbook.model.world import State
from normbook.outputs import (
    about,
    adapted,
    adoption,
    calculator,
    countries,
    data,
    exercises,
    gaps,
    matrix,
    progress,
    redline,
    registry,
    renewal,
    reviews,
    scripted,
)
from normbook.outputs.task import Files, Task
from normbook.publication import Publication


def _law(publication: Publication, cache: Path) -> Iterator[Task]:
    key = adapted.law_key(publication)

    def make() -> Files:
        from normbook.outputs.law_docx import law_docx

        return law_docx(publication, cache / "pandoc")

    def make_xml() -> Files:
        from normbook.outputs.law_xml import law_xml

        return law_xml(publication)

    def make_pdf() -> Files:
        from normbook.outputs.law_pdf import law_pdf

        return law_pdf(publication, cache / "pandoc")

    yield Task("law_docx", key, make, heavy=True)
    yield Task("law_pdf", key, make_pdf, heavy=True)
    dates = [record.date for record in publication.published]
    yield Task("law_xml", key_of([], key, dates, publication.record), make_xml, heavy=True)


def _checklists(publication: Publication, _cache: Path) -> Iterator[Task]:
    corpus = publication.corpus

    def make(state: State) -> Files:
        from normbook.outputs.checklists import state_files

        return state_files(publication, state)

    def make_dates() -> Files:
        from normbook.outputs.checklists import all_dates

        return all_dates(publication)

    def make_schema() -> Files:
        from normbook.outputs.checklist_tables import schema

        return schema()

    yield Task("dates", inputs_key(publication), make_dates)
    yield Task("checklist schema", "", make_schema)
    for state in corpus.states.states:
        if state.status == "member":
            words = naming_in(state, country_of(corpus, state.iso2)).name
            yield Task(f"checklist {state.iso2}", state_key(publication, state.iso2), partial(make, state),
                       heavy=True, batch=f"checklists {words}", part="countries")


def _spillover(publication: Publication, _cache: Path) -> Iterator[Task]:
    corpus = publication.corpus
    key = key_of([corpus.handbook, corpus.spillover, *corpus.measures, *corpus.taxonomies], publication.names)

    def make() -> Files:
        from normbook.outputs.spillover import worksheet_files

        return worksheet_files(publication)

    if corpus.spillover:
        yield Task("spillover", key, make, heavy=True)


def _worksheet(publication: Publication, cache: Path) -> Iterator[Task]:
    from normbook.attribution import sheet_of

    corpus = publication.corpus
    sheet = sheet_of(corpus, publication.plain)
    if sheet is None:
        return
    key = key_of([corpus.method, corpus.handbook, *corpus.taxonomies], publication.names)

    def make() -> Files:
        from normbook.outputs.assessment import worksheet_files

        return worksheet_files(publication, sheet, cache / "pandoc")

    yield Task("worksheet", key, make, heavy=True)


Output = Callable[[Publication, Path], Iterator[Task]]

OUTPUTS: tuple[Output, ...] = (
    _law,
    adapted.tasks,
    _checklists,
    _worksheet,
    _spillover,
    redline.tasks,
    exercises.tasks,
    data.tasks,
    registry.tasks,
    gaps.tasks,
    matrix.tasks,
    adoption.tasks,
    progress.tasks,
    countries.tasks,
    reviews.tasks,
    renewal.tasks,
    scripted.tasks,
    calculator.tasks,
    about.tasks,
)


def tasks(publication: Publication, cache: Path) -> Iterator[Task]:
    """The tasks of every output."""
    for output in OUTPUTS:
        yield from output(publication, cache)
