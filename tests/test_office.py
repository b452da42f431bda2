"""The oracle itself: LibreOffice records edits, and what it recorded can be accepted and rejected."""

from __future__ import annotations

from pathlib import Path

import pytest

import mini
import office
from normbook.publication import Publication
from normbook.word.document import document
from office import Edit, Job

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model law of the small corpus."""
    folder = tmp_path_factory.mktemp("law")
    found = mini.look(folder)
    assert found.corpus is not None
    assert found.links is not None
    (folder / "law.docx").write_bytes(document(Publication(found.corpus, found.links, mini.AS_OF)))
    return folder / "law.docx"


@pytest.mark.usefixtures("soffice")
def test_recorded_edits_can_be_accepted_and_rejected(law: Path, tmp_path: Path) -> None:
    edits = [
        Edit("replace", "for a few things", "for several things"), Edit("delete", "Few "),
        Edit("paragraph", "A law to provide", "One line more."),
    ]
    changed = tmp_path / "changed.docx"
    office.record_edits(law, changed, edits, "Ada Perez")
    before, accepted, rejected = office.run([Job(law), Job(changed, "accept"), Job(changed, "reject")])
    assert rejected == before
    words = [line.text for line in accepted]
    at = words.index("A law to provide for several things.")
    assert words[at + 1] == "One line more."
    assert len(accepted) == len(before) + 1


@pytest.mark.usefixtures("soffice")
def test_a_place_that_is_not_there_is_said(law: Path, tmp_path: Path) -> None:
    with pytest.raises(office.OfficeError):
        office.record_edits(law, tmp_path / "changed.docx", [Edit("delete", "not in the law at all")])
