"""What a workbook says of itself: whose checklist it is, of which edition, and how it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normbook.checklists.records import ATTRIBUTION
from normbook.dates import long_day
from normbook.publication import Publication


@dataclass(frozen=True, slots=True)
class Subject:
    """The State of a workbook: its name as a title and in running text, its code as in KE, the address of its page."""

    name: str
    in_text: str
    code: str
    url: str


def edition_words(publication: Publication) -> str:
    """How the edition is named in titles and running feet."""
    edition = publication.edition
    return f"{publication.corpus.handbook.short_title}, {edition.title}, {long_day(edition.date)}"


def readme(publication: Publication, subject: Subject) -> tuple[tuple[str, str], ...]:
    """The lines of the last sheet: a heading, which may be empty, and a paragraph."""
    handbook = publication.corpus.handbook
    standing = f"{handbook.title}. {edition_words(publication)}. {publication.edition.status} "
    return (("What this is", standing + _WHAT), *_LINES, ("Provisions", named(publication)),
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
_WHAT: Final = "Every commitment of the handbook is a row. The norms are voluntary: a commitment is not a legal duty."
_SOURCES: Final = (
    "Each fact names where it was seen. Sources and licences of the data on States are listed in the file "
    "norms/states/NOTICE.md of the project."
)
_FILLING_IN: Final = (
    "Choose the status from the list. Give the evidence, the State's own provision, the source, the date it is good "
    "for, and who assessed. A status without a source and a date helps nobody."
)
_FILLED_IN: Final = (
    "What was filled in beforehand rests on the public source named in the row, or on an answer that the State "
    "released. That a list does not name the State was never taken for an answer."
)
_COLUMNS: Final = (
    "The sign + above the headings opens further columns: family, norm, to whom a commitment applies, exception, and "
    "why it is not in the law."
)
_FIGURES: Final = (
    "A figure in square brackets is under negotiation. Column A is hidden and holds the permanent id of each "
    "commitment, so that a file that was sorted or filtered can still be read back: please leave it."
)
_CONFIDENTIAL: Final = (
    "A completed checklist shows where a State is weak. Keep it where such papers are kept. Nothing in it is published "
    "unless the State releases the row."
)
_DATES: Final = (
    "Norms are reviewed, renewed or end by dates that count from the edition. Dates of the law marked “indicative” "
    "become real, and move, when the State enacts."
)
_LINES: Final = (
    ("Status", "not assessed: nobody has answered from a source. It says nothing about the State."),
    ("", "not met: looked for, and not found in law or practice."),
    ("", "partly met: what the row names after “Partly met” is seen."),
    ("", "met: what the row names after “Met” is seen."),
    ("", "not applicable: the case cannot arise in the State; say why under “Evidence given”."),
    ("Filling in", _FILLING_IN),
    ("", _FILLED_IN),
    ("Columns", _COLUMNS),
    ("", _FIGURES),
    ("Confidential", _CONFIDENTIAL),
    ("Dates", _DATES),
)
