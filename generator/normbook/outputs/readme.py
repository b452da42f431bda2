"""What a workbook says of itself: whose checklist it is, of which edition, and how it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from normbook.checklists.records import ATTRIBUTION
from normbook.checklists.rows import MEANINGS, STATUSES
from normbook.dates import long_day
from normbook.model.norm import Status
from normbook.publication import Publication
from normbook.word.furniture import Paper


@dataclass(frozen=True, slots=True)
class Subject:
    """The State of a workbook: its name as a title and in running text, its code as in KE, the address of its page.

    `printed` is a name for the answers that stand in it, where these are all that the State keeps; else empty.
    `kept` are its answers to commitments that are gone with nothing in their place, in words; empty for a State that
    answered nothing. `paper` is what its documents are printed on.
    """

    name: str
    in_text: str
    code: str
    url: str
    printed: str = ""
    kept: str = ""
    paper: Paper = "a4"


def edition_words(publication: Publication) -> str:
    """How the edition is named in titles and running feet."""
    edition = publication.edition
    return f"{publication.corpus.handbook.short_title}, {edition.title}, {long_day(edition.date)}"


def readme(publication: Publication, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The lines of the last sheet: a heading, which may be empty, and a paragraph."""
    return _around(publication, subject, _WHAT, (*_STATUSES, *_LINES))


def leaflet(publication: Publication, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The same for a form on paper or in Word, which has boxes to tick instead of columns."""
    return _around(publication, subject, _WHAT_FORM, (*_STATUSES, *_FORM))


def _around(
    publication: Publication, subject: Subject, what: str, lines: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    handbook = publication.corpus.handbook
    standing = f"{handbook.title}. {edition_words(publication)}. {publication.edition.status} "
    left = f"Kept, and answering nothing of this edition: {subject.kept}."
    turned = (("Since answered", _TURNED), ("", left)) if subject.kept else ()
    return (("What this is", standing + what), *lines, *turned, ("Provisions", named(publication)),
            ("On the web", subject.url), ("Licence", f"{handbook.licence} for the text. {ATTRIBUTION}"),
            ("Sources", _SOURCES))  # fmt: skip


def named(publication: Publication) -> str:
    """In whose words provisions of the law are named."""
    return _NAMED.get(publication.adaptation.vocabulary.name, _NAMED["model"])


_NAMED: Final = {
    "model": "Provisions are named in the words of the model law, with the numbers of the law adapted to the State.",
    "civil": "Provisions are named as in the law adapted to the State, in civil-law words: article, paragraph, Annex.",
    "common": "Provisions are named as in the law adapted to the State, in common-law words: section, subsection, "
    "Schedule.",
}  # fmt: skip
_VOLUNTARY: Final = "The norms are voluntary: a commitment is not a legal duty."
_WHAT: Final = f"Every commitment of the handbook is a row. {_VOLUNTARY}"
_WHAT_FORM: Final = f"Every commitment of the handbook has a block to fill in, by family and norm. {_VOLUNTARY}"
_SOURCES: Final = (
    "Each fact names where it was seen. Sources and licences of the data on States are listed in the file "
    "norms/states/NOTICE.md of the project."
)
_FILLING_IN: Final = (
    "Choose the status from the list. Give the evidence, the State's own provision and the time limit it sets, the "
    "source, the date it is good for, and the office that assessed. A status without a source and a date helps nobody."
)
_OWN_CLOCK: Final = (
    "“Own clock” is the time limit in the State's own law: in words, or as PT72H for 72 hours and P3D for three days."
)
_RELEASED: Final = (
    "“May be published” takes yes or no; empty means no. A row with yes may stand on the public page of the State, "
    "with its evidence, provision, clock, source, date and office. “Remark” is for yourselves and is never published."
)
_FILLED_IN: Final = (
    "What was filled in beforehand rests on the public source named in the row, or on an answer that the State "
    "released. That a list does not name the State was never taken for an answer."
)
_COLUMNS: Final = (
    "The sign + above the headings opens further columns: norm, to whom a commitment applies, exception, and "
    "why it is not in the law."
)
_FIGURES: Final = (
    "A figure in square brackets is under negotiation. Column A is hidden and holds the permanent id of each "
    "commitment, so that a file that was sorted or filtered can still be read back: please leave it."
)
_CONFIDENTIAL: Final = (
    "A completed checklist shows where a State is weak. Keep it where such papers are kept. Nothing in it is published "
    "unless the State releases the row with “yes” under “May be published”."
)
_DATES: Final = (
    "Norms are reviewed, renewed or end by dates that count from the edition. Dates of the law marked “indicative” "
    "become real, and move, when the State enacts."
)
_TURNED: Final = (
    "“Since answered” tells what became of a commitment since you answered it: it changed, and then the text stands "
    "there word by word, what went struck out and what came underlined; it was moved, split or merged. Look at such a "
    "row again: a new date under “As of” confirms the answer for the text of today."
)
_IN_ROW: Final[Mapping[Status, str]] = {
    "partly": "what the row names after “Partly met” is seen.",
    "met": "what the row names after “Met” is seen.",
    "not_applicable": "the case cannot arise in the State; say why under “Evidence given”.",
}
_STATUSES: Final = tuple(
    ("" if number else "Status", f"{STATUSES[status]}: {words}")
    for number, (status, words) in enumerate({**MEANINGS, **_IN_ROW}.items())
)
_TICKING: Final = (
    "Tick one box for each commitment; none is the same as “not assessed”. Give the evidence, the State's own "
    "provision and the time limit it sets, the source, the date it is good for, and the office that assessed. A status "
    "without a source and a date helps nobody. In Word every place to fill in has a name that programs can read; on "
    "paper, write beside it. To send answers back in a form that can be read in by itself, use the spreadsheet or the "
    "CSV file."
)
_FORM: Final = (
    ("Filling in", _TICKING),
    ("", _OWN_CLOCK),
    ("", _RELEASED),
    ("", _FILLED_IN),
    ("Confidential", _CONFIDENTIAL),
    ("Dates", _DATES),
)
_LINES: Final = (
    ("Filling in", _FILLING_IN),
    ("", _OWN_CLOCK),
    ("", _RELEASED),
    ("", _FILLED_IN),
    ("Columns", _COLUMNS),
    ("", _FIGURES),
    ("Confidential", _CONFIDENTIAL),
    ("Dates", _DATES),
)
