"""Protects the reading of what is not the whole live law: extracts, the plain form, a redline that was refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import mini
import office
from normbook.cli import main
from normbook.edit import Reworded
from normbook.editions import load, path_of
from normbook.law.adaptation import Adaptation
from normbook.law.vocabulary import COMMON
from normbook.link import link
from normbook.proof import deviations
from normbook.publication import Publication
from normbook.returned.finding import Finding
from normbook.returned.original import Original, original
from normbook.returned.proposal import Proposal, propose
from normbook.returned.reading import findings
from normbook.word.document import document, insertion, marked
from normbook.word.openxml import el, name, pack, unpack
from normbook.word.origin import origin
from normbook.word.readback import read as proved
from normbook.word.received import received
from normbook.word.redline import redline, text
from returns import CHANGES, PART, apply, base, corpus_folder, published, text_of
from wordedits import Author, Draft, words

BY_HAND = Author(tracked=False)
STATE = Adaptation(COMMON, choices={"law/duty/p2": "B"}, conditions=frozenset({"unitary"}))


@cache
def extract() -> tuple[Publication, bytes]:
    publication = published(corpus_folder(), STATE)
    return publication, insertion(publication, ["law/part-rich", "law/duty"])


@cache
def plain() -> tuple[bytes, Original]:
    publication = published(corpus_folder())
    return document(publication, form="plain"), original(unpack(marked(publication)), publication, typed=True)


def reread(*steps: Callable[[Draft], None]) -> tuple[tuple[Finding, ...], Proposal]:
    """What is found in the plain form after edits, and what comes of it."""
    docx, made = plain()
    draft = Draft(docx)
    for step in steps:
        step(draft)
    found = findings(made, received(draft.done()))
    return found, propose(found, made, base()[0], base()[0])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    mini.write(tmp_path, CHANGES)
    return tmp_path


def run(project: Path, docx: bytes, *options: str) -> int:
    (project / "xx.docx").write_bytes(docx)
    return main(["readback", str(project / "xx.docx"), "--root", str(project), "--as-of", "2027-02-01", *options])


class TestExtracts:
    def test_it_says_which_provisions_it_holds_and_nothing_else_is_missed(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        docx = extract()[1]
        assert origin(unpack(docx)).holds == ("law/duty", "law/part-rich")
        bare = {part: data for part, data in unpack(docx).items() if not part.startswith("customXml")}
        assert origin(bare).holds == ("law/duty", "law/part-rich"), "a program that drops the part keeps properties"
        assert run(project, docx) == 0
        assert "0 found" in capsys.readouterr().out

    def test_its_edits_are_placed_and_references_that_lead_outside_stay(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        draft = Draft(extract()[1])
        line = draft.paragraph("The [competent authority] must")
        assert "section\N{NO-BREAK SPACE}2" in words(line), "which is outside the extract"
        draft.change(line, "event", "moment")
        draft.drop(draft.paragraph("A record may be read"), BY_HAND)
        assert run(project, draft.done(), "--propose") == 0
        out = capsys.readouterr().out
        assert "as [[law/teams]] says" in out
        assert "of the moment." in out
        assert "2 found, 2 can be placed" in out

    def test_provisions_that_the_text_does_not_have_are_a_warning(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        parts = unpack(extract()[1])
        item = parts["customXml/item1.xml"].replace(b"law/duty law", b"law/duty law/gone law")
        assert run(project, pack({**parts, "customXml/item1.xml": item})) == 0
        out = capsys.readouterr()
        assert "Z09" in out.err
        assert "law/gone" in out.err
        assert "0 found" in out.out


    def test_it_is_proved_against_what_it_holds(self) -> None:
        publication = base()[0]
        docx = insertion(publication, ["law/part-rich"])
        assert deviations(proved(docx), publication) == ()
        draft = Draft(docx)
        draft.change(draft.paragraph("Nobody may change"), "signed", "closed", BY_HAND)
        assert [each.ref for each in deviations(proved(draft.done()), publication)] == ["law/rich/p3"]

    def test_it_is_proved_with_the_decisions_that_it_records(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (project / "xx.docx").write_bytes(extract()[1])
        assert main(["verify", str(project / "xx.docx"), "--edition", "draft", "--root", str(project)]) == 0
        assert "the draft as it stands with the decisions that it records" in capsys.readouterr().out


class TestThePlainForm:
    def test_as_it_was_made_it_brings_nothing_back(self) -> None:
        assert reread()[0] == ()

    def test_it_is_known_by_its_properties_else_by_what_it_prints(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        parts = unpack(plain()[0])
        stripped = {part: data for part, data in parts.items() if not part.startswith("docProps")}
        for file in (parts, stripped):
            assert run(project, pack(file)) == 0
            out = capsys.readouterr()
            assert "0 found" in out.out
            assert "Z08" in out.err

    def test_where_the_edition_cannot_be_told_it_must_be_named(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        parts = {part: data.replace(b"1 December 2026", b"") for part, data in unpack(plain()[0]).items()
                 if not part.startswith("docProps")}
        assert run(project, pack(parts)) == 2
        err = capsys.readouterr().err
        assert "error[Z14]" in err
        assert "--edition" in err
        assert "draft" in err
        assert run(project, pack(parts), "--edition", "draft") == 0

    def test_another_text_is_refused_even_with_an_edition_named(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lines = [el("w:p", el("w:r", el("w:t", f"Line {n} of a letter."))) for n in range(40)]
        parts = unpack(plain()[0])
        body = el("w:document", el("w:body", *lines))
        from normbook.word.openxml import write

        assert run(project, pack({**parts, "word/document.xml": write(body)}), "--edition", "draft") == 2
        assert "error[Z06] hardly a line" in capsys.readouterr().err

    def test_its_digest_names_a_frozen_edition(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        from test_returned import commit

        commit(project)
        assert main(["freeze", "0.8", "--date", "2026-12-02", "--status", "consultation", "--root", str(project),
                     "--as-of", "2026-12-02"]) == 0
        capsys.readouterr()
        old = load(path_of(project / "norms", "0.8"))
        docx = document(Publication(old, link(old)[0], mini.AS_OF), form="plain")
        parts = {part: data for part, data in unpack(docx).items() if not part.startswith("docProps")}
        assert re.search(rb"Digest</w:t></w:r>", parts["word/document.xml"])
        renamed = {part: data.replace(b"2 December 2026", b"") for part, data in parts.items()}
        assert run(project, pack(renamed), "--format", "json") == 0
        out = capsys.readouterr().out
        assert '"edition": "0.8"' in out or '"Z0' not in out

    def test_words_are_placed_whatever_number_stands_before_them(self, tmp_path: Path) -> None:
        def step(draft: Draft) -> None:
            draft.change(draft.paragraph("(3)Nobody may change"), "signed", "closed", BY_HAND)
            draft.change(draft.paragraph("(3)Nobody may change"), "(3)", "(7)", BY_HAND)

        found, proposal = reread(step)
        assert [(each.what, each.spot.ref, each.before, each.after) for each in found] == [
            ("number", "law/rich/p3", "(3)", "(7)"), ("words", "law/rich/p3", "signed", "closed")]
        assert [reason for _, reason in proposal.unplaced] == ["numbers follow from where a provision stands"]
        assert "has been closed and sealed" in text_of(apply(proposal, tmp_path), "law/rich/p3")

    def test_a_paragraph_put_in_and_the_rest_renumbered(self, tmp_path: Path) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("(3)Nobody may change")
            last = draft.paragraph("(4)A record may be")
            draft.change(last, "(4)", "(5)", BY_HAND)
            draft.add(line, "(4) A keeper swears an oath.", BY_HAND)

        found, proposal = reread(step)
        assert [(each.what, each.after) for each in found] == [
            ("line", "(4) A keeper swears an oath."), ("number", "(5)")]
        assert text_of(apply(proposal, tmp_path), "law/rich/p5") == "A keeper swears an oath."

    def test_a_line_written_anew_under_its_number_is_that_line(self) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("(3)Nobody may change")
            old = words(line).removeprefix("(3)")
            draft.change(line, old, "Whoever alters an entry commits an offence.", BY_HAND)

        found, _ = reread(step)
        assert {each.spot.ref for each in found} == {"law/rich/p3"}
        assert not [each for each in found if each.what == "line"]

    def test_a_blank_that_was_typed_over_is_reported_once(self) -> None:
        def step(draft: Draft) -> None:
            for line in draft.paragraphs():
                if "[competent authority]" in words(line) and "Name the body" not in words(line):
                    draft.change(line, "[competent authority]", "Ministry of Records", BY_HAND)

        found, proposal = reread(step)
        assert ("blank filled", "competent_authority", "Ministry of Records") in {
            (each.kind, each.blank, each.after) for each in found}
        assert len([each for each in found if each.blank == "competent_authority"]) == 1
        assert any("norms/countries/" in reason for _, reason in proposal.unplaced)

    def test_words_beside_a_blank_are_words(self) -> None:
        def step(draft: Draft) -> None:
            draft.change(draft.paragraph("(1)The [competent authority] shall, as"), "The ", "Each ", BY_HAND)

        found, _ = reread(step)
        assert [(each.what, each.before, each.after) for each in found] == [("words", "The", "Each")]

    def test_a_heading_changed_wherever_it_stands_is_one_edit_of_the_source(self) -> None:
        def step(draft: Draft) -> None:
            for line in draft.paragraphs():
                if words(line) == "Article 5Words to be edited":
                    draft.change(line, "edited", "amended", BY_HAND)

        found, proposal = reread(step)
        assert [(each.spot.ref, each.after) for each in found] == [
            ("law/rich", "amended"), ("guide/law/rich", "amended")], "the contents follow"
        assert proposal.unplaced == ()
        ((amendment,),) = proposal.amendments.values()
        assert isinstance(amendment, Reworded)
        assert amendment.text == "Words to be amended"

    def test_an_article_that_was_moved_is_one_finding(self) -> None:
        def step(draft: Draft) -> None:
            lines = draft.paragraphs()
            start = next(n for n, line in enumerate(lines) if words(line) == "Article 3Duty to tell"
                         and style(line) == "ArticleHeading")
            heads = {"ArticleHeading", "PartHeading", "ScheduleHeading"}
            end = next(n for n, line in enumerate(lines) if n > start and style(line) in heads)
            at = next(n for n, line in enumerate(lines) if n > end and style(line) in heads)
            for line in lines[start:end]:
                lines[at].addprevious(line)

        found, _ = reread(step)
        assert {each.kind for each in found} == {"moved"}
        assert len(found) <= 2, "the article that was moved, or those that it passed"

    def test_a_file_that_lost_its_styles_reads_the_same(self) -> None:
        def step(draft: Draft) -> None:
            for mark in list(draft.root.iter(name("w:pStyle"))):
                mark.getparent().remove(mark)
            draft.change(draft.paragraph("(3)Nobody may change"), "signed", "closed", BY_HAND)

        found, _ = reread(step)
        assert [(each.spot.ref, each.after) for each in found if each.what == "words"] == [("law/rich/p3", "closed")]
        assert not [each for each in found if each.what == "line" and each.spot.ref.startswith("law/")]

    @pytest.mark.office
    def test_saved_by_libreoffice_it_reads_the_same(self, tmp_path: Path) -> None:
        source, saved = tmp_path / "plain.docx", tmp_path / "saved.docx"
        source.write_bytes(plain()[0])
        office.run([office.Job(source, save=saved, listed=False)])
        assert findings(plain()[1], received(saved.read_bytes())) == ()


def style(paragraph: object) -> str:
    found = paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")  # type: ignore[attr-defined]
    return "" if found is None else str(found.get(name("w:val")))


def test_provisions_that_moved_are_known_again_after_a_redline_was_refused() -> None:
    """Where it was, what moved bears its bookmark with another first letter; refused, no other is left."""
    parts = unpack(base()[1])
    body = re.sub(rb'w:name="p_(law_rich[^"]*)"', rb'w:name="w_\1"', parts["word/document.xml"])
    assert b'"w_law_rich' in body
    draft = Draft(pack({**parts, "word/document.xml": body}))
    line = draft.paragraph("Nobody may change")
    draft.paragraph("A record names").addprevious(line)
    old = words(line)
    draft.change(line, old, "What is written stays as it is.", BY_HAND)
    found = findings(base()[2], received(draft.done()))
    assert ("moved", "law/rich/p3") in {(each.kind, each.spot.ref) for each in found}
    assert not [each for each in found if each.what == "line" and each.kind in {"inserted", "deleted"}
                and "footnote" not in each.spot.name]


@pytest.mark.office
def test_a_redline_that_libreoffice_refused_reads_as_the_old_text(tmp_path: Path) -> None:
    """What moved is where it was, under its own bookmark; a State that refuses everything has changed nothing."""
    first, last = PART.index("      - id: p2\n"), PART.index("      - {id: p4,")
    end = PART.index("    guide:", last)
    moved = PART[:first] + PART[last:end] + PART[first:last] + PART[end:]
    moved = moved.replace("signed and sealed", "sealed")
    new = published(mini.write(tmp_path / "new", {"law/part-04-rich.yaml": moved}))
    made = redline(text(base()[0]), text(new), "Normbook", mini.AS_OF)
    source, saved = tmp_path / "redline.docx", tmp_path / "refused.docx"
    source.write_bytes(made.docx)
    office.run([office.Job(source, "reject", saved, listed=False)])
    parts = received(saved.read_bytes())
    assert b'"w_law_rich' in parts["word/document.xml"], "where it was it bears its bookmark with another letter"
    found = findings(base()[2], parts)
    assert not [each for each in found if each.spot.ref.startswith("law/rich")]
