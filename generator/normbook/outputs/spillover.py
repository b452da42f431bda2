"""The spillover assessment as a workbook: assumptions and findings to fill in, beside the illustrations of the corpus.

The workbook records. It does not compute: formulas for paths and times would be long, and wrong as soon as a row is
added. What follows from the illustrations is computed when the workbook is made.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from normbook.outputs.columns import text_height
from normbook.outputs.readme import edition_words
from normbook.outputs.workbooks import FACE, FORMATS, for_paper
from normbook.publication import Publication
from normbook.spillover.inputs import LEVELS, USUAL_LENGTH, minutes
from normbook.spillover.wording import lasting, route, since
from normbook.views.spillover import WORKSHEET, Tool, tool

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

TITLE: Final = "Spillover assessment"
_CASES: Final = tuple((f"{channel}: {case} case", 10.0) for channel in ("Supply", "Price")
                      for case in ("lower", "middle", "upper"))
_SPARE: Final = 12
"""Empty rows for dependencies that the illustrations do not have."""
_HEAD: Final = (
    "Measure, its aim and its legal ground", "State whose sectors are examined", "How long the measure lasts",
    "Exemptions, and who tried them", "Bodies and persons consulted", "What is not known", "Dissent",
    "Less harmful measures considered", "Prepared by, date",
)  # fmt: skip
_RECORDS: Final = (
    "This workbook records an assessment; it does not compute one. Fill in the pale cells, and take the three cases "
    "from the tool on the website or from the command “normbook spillover”, with the same assumptions. The sheet "
    "“Worked results” was computed when the workbook was made, from the illustrations alone."
)

Cell = str
Row = Sequence[Cell]


@dataclass(frozen=True)
class _Making:
    """A workbook in the making."""

    publication: Publication
    tool: Tool
    book: Workbook
    formats: Mapping[str, Format]

    def sheet(self, name: str, note: str, heads: Sequence[tuple[str, float]], rows: Sequence[Row]) -> None:
        """A table to fill in: a column whose cell is empty is pale, one that offers levels has a drop-down."""
        page = self.book.add_worksheet(name)
        page.write_string(0, 0, f"{TITLE}: {name[:1].lower()}{name[1:]}", self.formats["title"])
        page.merge_range(1, 0, 1, len(heads) - 1, note, self.formats["prose"])
        page.set_row(1, text_height([(note, sum(width for _, width in heads))]))
        asked = [at for at in range(len(heads)) if all(not row[at] for row in rows)]
        for at, (head, width) in enumerate(heads):
            page.set_column(at, at, width)
            page.write_string(3, at, head, self.formats["head_in" if at in asked else "head"])
        page.set_row(3, 30)
        for number, row in enumerate(rows, 4):
            for at, text in enumerate(row):
                look = "input" if not text else "text" if at else "key"
                if text:
                    page.write_string(number, at, text, self.formats[look])
                else:
                    page.write_blank(number, at, None, self.formats[look])
            page.set_row(number, text_height([(text, heads[at][1]) for at, text in enumerate(row)] or [("", 9)]))
        for at in asked:
            if heads[at][0].startswith(("Supply", "Price")):
                choice = {"validate": "list", "source": list(LEVELS), "error_message": f"One of: {', '.join(LEVELS)}."}
                page.data_validation(4, at, 3 + len(rows), at, choice)
        page.freeze_panes(4, 1)
        for_paper(page, edition_words(self.publication), TITLE, 3)


def worksheet_files(publication: Publication) -> Mapping[str, bytes]:
    """The workbook, for a corpus that has the method. The same corpus gives the same bytes."""
    found = tool(publication)
    if found is None:
        return {}
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": FACE})
    handbook, edition = publication.corpus.handbook, publication.edition
    book.set_properties({
        "title": TITLE, "subject": handbook.title, "author": handbook.publisher, "category": edition.title,
        "comments": f"{edition.status} {handbook.licence}",
        "created": datetime.combine(edition.date, datetime.min.time()),
    })
    book.set_custom_property("normbook-edition", edition.id, "text")
    made = _Making(publication, found, book, {name: book.add_format(dict(look)) for name, look in FORMATS.items()})
    made.sheet("Head", _RECORDS, (("What is asked", 44), ("Answer", 96)), [(each, "") for each in _HEAD])
    _findings(made)
    _touches(made)
    _dependencies(made)
    _worked(made)
    _readme(made)
    book.close()
    return {WORKSHEET: buffer.getvalue()}


def _findings(made: _Making) -> None:
    heads = (("Sector", 28.0), *_CASES, ("First effect after", 12.0), ("Path", 26.0),
             ("Effects on civilian life to go through", 34.0), ("Who is most exposed, who has no alternative", 34.0))
    rows = [(label, *[""] * 8, "\n".join(made.tool.people(code)) or "–", "")
            for code, label in made.tool.sectors.items()]
    made.sheet("Findings", "What follows, by sector: the three cases of the method.", heads, rows)


def _touches(made: _Making) -> None:
    heads = (("Sector", 28.0), ("Supply", 12.0), ("Price", 12.0), ("How", 50.0), ("Source, or “assumed”", 44.0))
    made.sheet("Touches", "What the measure itself does in each sector.", heads,
               [(label, "", "", "", "") for label in made.tool.sectors.values()])


def _dependencies(made: _Making) -> None:
    heads = (("Sector", 22.0), ("leans on", 20.0), ("Illustration: supply", 12.0), ("Illustration: price", 12.0),
             ("Illustration: does without", 13.0), ("Illustration: why", 40.0), ("Supply", 11.0), ("Price", 11.0),
             ("Does without", 13.0), ("Source, or “assumed”", 30.0))
    sectors, plain = made.tool.sectors, made.publication.plain
    rows: list[Row] = [
        (sectors[each.sector], sectors[each.on], each.supply, each.price, lasting(minutes(each.holds_for)),
         plain(each.note, "spillover"), "", "", "", "")
        for each in made.tool.dependencies
    ]
    note = "Which sector leans on which. An illustration is nobody's finding: replace or confirm it."
    made.sheet("Dependencies", note, heads, [*rows, *[("",) * len(heads)] * _SPARE])


def _worked(made: _Making) -> None:
    heads = (("Measure", 30.0), ("Sector", 22.0), *_CASES, ("First effect", 13.0), ("Path of supply", 34.0),
             ("Path of price", 34.0))
    rows = []
    for each in made.tool.worked:
        for finding in each.assessment.reached:
            levels = [LEVELS[level] for level in (*finding.supply.levels, *finding.price.levels)]
            paths = [route(cases.shown, made.tool.sectors) or "–" for cases in (finding.supply, finding.price)]
            rows.append((each.measure.name, made.tool.sectors[finding.sector], *levels, since(finding.first), *paths))
    lasts = lasting(minutes(USUAL_LENGTH))
    made.sheet("Worked results", f"Computed from the illustrations for a measure that lasts {lasts}.", heads, rows)


def _readme(made: _Making) -> None:
    """The warning, the levels and the method, each with its reason."""
    page = made.book.add_worksheet("Read me")
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 110)
    page.write_string(0, 0, made.tool.spillover.title, made.formats["title"])
    spillover = made.tool.spillover
    lines = [("What this is", spillover.summary), ("", _RECORDS), ("Warning", spillover.warning)]
    lines += [(level, spillover.levels[level]) for level in LEVELS if level in spillover.levels]
    lines += [(f"Step {number}", f"{step.text}\n\n{step.reason}") for number, step in enumerate(spillover.steps, 1)]
    lines += [("Licence", made.publication.corpus.handbook.licence)]
    for number, (head, text) in enumerate(lines, 2):
        said = made.publication.plain(text, "spillover")
        page.write_string(number, 0, head, made.formats["band"])
        page.write_string(number, 1, said, made.formats["prose"])
        page.set_row(number, text_height([(head, 18), (said, 110)]))
    for_paper(page, edition_words(made.publication), TITLE, None)
