"""Protects what comes back from Word: every edit and comment is found, and is placed in the source or listed."""

from __future__ import annotations

import io
import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mini
import office
from normbook import editions
from normbook.cli import main
from normbook.edit import EditError, Moved, Put, Removed, Reworded, amended, written
from normbook.examine import examine
from normbook.law.adaptation import Adaptation
from normbook.law.tree import units
from normbook.law.vocabulary import COMMON
from normbook.link import link
from normbook.load import load
from normbook.publication import Publication
from normbook.returned.changes import Signs, applied, changes, flat, shown
from normbook.returned.matching import match
from normbook.returned.original import original
from normbook.returned.proposal import propose
from normbook.returned.reading import findings
from normbook.word.document import document
from normbook.word.openxml import el, name, pack, unpack, write
from normbook.word.received import received
from normbook.word.tracked import Hand, Line, Piece
from returns import CHANGES, PART, apply, base, corpus_folder, edited, proposed, published, read, text_of
from wordedits import WHEN, Author, Draft, words


class TestWhatIsFound:
    def test_a_file_as_it_was_made_brings_nothing_back(self) -> None:
        assert read(base()[1]) == ()

    def test_a_tracked_edit_with_who_and_when(self) -> None:
        def step(draft: Draft) -> None:
            draft.change(draft.paragraph("Nobody may change"), "signed", "closed")

        (found,) = edited(step)
        assert (found.kind, found.spot.ref, found.spot.name) == ("replaced", "law/rich/p3", "article 5(3)")
        assert (found.before, found.after) == ("signed", "closed")
        assert (found.who, found.when, found.tracked) == ("A. Drafter", WHEN, True)

    def test_an_edit_that_was_not_tracked(self) -> None:
        def step(draft: Draft) -> None:
            draft.change(draft.paragraph("Nobody may change"), "signed", "closed", Author(tracked=False))

        (found,) = edited(step)
        assert (found.before, found.after, found.who, found.tracked) == ("signed", "closed", "", False)

    def test_words_written_together_are_one_edit(self) -> None:
        def step(draft: Draft) -> None:
            draft.change(draft.paragraph("Nobody may change"), "signed and sealed", "made final", Author(tracked=False))

        assert [(each.before, each.after) for each in edited(step)] == [("signed and sealed", "made final")]

    def test_two_authors_and_nobody_in_one_line_are_told_apart(self) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("Nobody may change")
            draft.change(line, "keeper", "owner", Author(tracked=False))
            draft.change(line, "signed", "closed", Author("B. Reader"))
            draft.change(line, "Nobody", "No person")

        assert [(each.after, each.who) for each in edited(step)] == [
            ("No person", "A. Drafter"), ("closed", "B. Reader"), ("owner", "")]

    def test_part_of_a_word_is_shown_as_the_whole_word(self) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("Nobody may change")
            at = words(line).index("sealed")
            draft.at(line, at, at, "un")

        (found,) = edited(step)
        assert (found.before, found.after) == ("sealed", "unsealed")

    @pytest.mark.parametrize("tracked", [True, False])
    def test_a_paragraph_that_was_put_in(self, tracked: bool) -> None:
        def step(draft: Draft) -> None:
            draft.add(draft.paragraph("Nobody may change"), "A keeper swears an oath.", Author(tracked=tracked))

        (found,) = edited(step)
        assert (found.kind, found.what, found.after) == ("inserted", "line", "A keeper swears an oath.")
        assert found.beside
        assert found.beside.ref == "law/rich/p3"
        assert found.tracked is tracked

    @pytest.mark.parametrize("tracked", [True, False])
    def test_a_paragraph_that_was_taken_out(self, tracked: bool) -> None:
        def step(draft: Draft) -> None:
            draft.drop(draft.paragraph("Nobody may change"), Author(tracked=tracked))

        found = edited(step)
        assert ("deleted", "line", "law/rich/p3") in {(each.kind, each.what, each.spot.ref) for each in found}
        assert all(each.spot.ref == "law/rich/p3" for each in found), "with its footnote, and nothing else"

    @pytest.mark.parametrize("tracked", [True, False])
    def test_a_paragraph_that_was_moved(self, tracked: bool) -> None:
        def step(draft: Draft) -> None:
            line, last = draft.paragraph("A record names"), draft.paragraph("A record may be read")
            if tracked:
                draft.add(line.getprevious(), words(last))
                draft.drop(last)
            else:
                line.addprevious(last)

        (found,) = edited(step)
        assert (found.kind, found.spot.ref) == ("moved", "law/rich/p4")
        assert found.beside
        assert found.beside.ref == "law/rich/p1"

    def test_a_footnote_that_was_edited(self) -> None:
        parts = unpack(base()[1])
        docx = pack({**parts, "word/footnotes.xml": parts["word/footnotes.xml"].replace(b"how long", b"for how long")})
        (found,) = read(docx)
        assert (found.after, found.spot.ref, found.spot.name) == ("for", "law/rich/p3", "a footnote to article 5(3)")

    def test_a_comment_with_who_when_and_on_what(self) -> None:
        def step(draft: Draft) -> None:
            draft.comment(draft.paragraph("Nobody may change"), "signed and sealed", "Why both?\nOne will do.")

        (found,) = edited(step)
        assert (found.kind, found.who, found.when, found.quote) == ("comment", "A. Drafter", WHEN, "signed and sealed")
        assert (found.after, found.spot.ref) == ("Why both?\nOne will do.", "law/rich/p3")

    def test_a_comment_that_hangs_on_nothing_is_not_lost(self) -> None:
        draft = Draft(base()[1])
        draft.comments.append(el("w:comment", el("w:p", el("w:r", el("w:t", "In general: good."))), id=7, author="B"))
        (found,) = read(draft.done())
        assert (found.after, found.who, found.spot.ref) == ("In general: good.", "B", "")

    def test_text_that_was_put_in_and_taken_out_again_is_no_edit(self) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("Nobody may change")
            gone = el("w:del", el("w:r", el("w:delText", "oops")), id=1, author="B", date=WHEN)
            line.append(el("w:ins", gone, id=2, author="A", date=WHEN))

        assert edited(step) == ()

    def test_a_paragraph_that_was_divided_is_an_edit_for_a_hand(self) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("Nobody may change")
            at = words(line).index(" once")
            draft.at(line, at, at, "")
            rest = el("w:p", *list(line.iter(name("w:r")))[1:])
            mark = el("w:rPr", el("w:ins", id=3, author="A", date=WHEN))
            line.find(name("w:pPr")).append(mark)
            line.addnext(rest)

        found = edited(step)
        assert [each.after for each in found if each.what == "words"] == ["record¶"]
        assert [reason for _, reason in proposed(found).unplaced] == ["a paragraph was divided or joined"]

    def test_runs_cut_anywhere_and_bookmarks_before_the_paragraph_read_the_same(self) -> None:
        def step(draft: Draft) -> None:
            for paragraph in draft.paragraphs():
                for place in range(3, len(words(paragraph)), 7):
                    draft.at(paragraph, place, place, "")
                first = paragraph.find(name("w:bookmarkStart"))
                if first is not None:
                    paragraph.addprevious(first)

        assert edited(step) == ()

    def test_a_file_that_lost_its_bookmarks_is_matched_by_its_words(self) -> None:
        def step(draft: Draft) -> None:
            for mark in [*draft.root.iter(name("w:bookmarkStart"), name("w:bookmarkEnd"))]:
                mark.getparent().remove(mark)
            draft.change(draft.paragraph("Nobody may change"), "signed", "closed")

        (found,) = edited(step)
        assert (found.spot.ref, found.after) == ("law/rich/p3", "closed")

    def test_a_number_that_a_program_counts_anew_is_told_apart(self) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("The [competent authority] shall, as")
            text = next(each for each in line.iter(name("w:t")) if "article" in (each.text or ""))
            text.text = (text.text or "").replace("2", "7")

        found = edited(step)
        assert [reason for _, reason in proposed(found).unplaced] == ["a number that follows by itself"]


SPOTS = ("The [competent authority]", "A record names", "the time and the place", "the service that", "Nobody may",
         "A record may be read", "those who were told", "Records help", "The choices. There")
NEW = st.lists(st.sampled_from(["alpha", "beta", "gamma", "the", "of", "[x]", "{y}", "“quoted”", "it’s", "a*b", "1."]),
               min_size=1, max_size=3).map(" ".join)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, int, int, str, bool]]:
    """Edits of whole words, one or two a line, apart from each other: line, from, to, new words, whether tracked."""
    made = []
    draft = Draft(base()[1])
    for opening in draw(st.lists(st.sampled_from(SPOTS), min_size=1, max_size=4, unique=True)):
        line = draft.paragraph(opening)
        text = words(line)
        controls = "".join(words_ for sdt in line.iter(name("w:sdt")) for words_ in ("".join(sdt.itertext()),))
        found = [(hit.start(), hit.end()) for hit in re.finditer(r"[^\s\[\]]+", text)
                 if hit.group() not in controls]
        indexes = sorted(draw(st.lists(st.integers(0, (len(found) - 1) // 4), min_size=1, max_size=2, unique=True)))
        for index in reversed(indexes):
            start, end = found[index * 4]
            kind = draw(st.sampled_from(["replace", "delete", "insert"]))
            new = draw(NEW) if kind != "delete" else ""
            if kind == "insert":
                start, new = end, f" {new}"
            if text[start:end] != new:
                made.append((opening, start, end, new, draw(st.booleans())))
    return made


@settings(max_examples=40)
@given(edits())
def test_every_edit_is_found_and_is_placed_or_listed(made: list[tuple[str, int, int, str, bool]]) -> None:
    """Edits found are edits made, and those placed and those listed are all of them."""
    draft = Draft(base()[1])
    lines = {opening: draft.paragraph(opening) for opening, *_ in made}
    for opening, start, end, new, tracked in made:
        draft.at(lines[opening], start, end, new, Author(tracked=tracked))
    found = read(draft.done())
    # what is equal at the edge of an untracked change is no change: 'the' put in before 'the' may show as after it
    assert len(found) >= len({opening for opening, *_ in made})
    assert sum(each.tracked for each in found) == sum(tracked for *_, tracked in made)
    for opening, line in lines.items():
        key = next(key for key, each in enumerate(base()[2].text.lines) if each.before == flat_of(opening))
        own = [each.change for each in found if each.spot.key == key and each.change]
        assert base()[2].read(applied(base()[2].words(key), own)) == flat(words(line))
    proposal = proposed(found)
    assert len(proposal.placed) + len(proposal.unplaced) == len(found)


def flat_of(opening: str) -> str:
    return next(each.before for each in base()[2].text.lines if each.before.startswith(opening))


@settings(max_examples=8)
@given(edits())
def test_what_is_applied_reads_as_the_state_wrote_it(made: list[tuple[str, int, int, str, bool]]) -> None:
    """The corpus stays sound, and each line says what the State made of it, but for what is listed."""
    draft = Draft(base()[1])
    lines = {opening: draft.paragraph(opening) for opening, *_ in made}
    for opening, start, end, new, tracked in made:
        draft.at(lines[opening], start, end, new, Author(tracked=tracked))
    found = read(draft.done())
    proposal = proposed(found)
    with tempfile.TemporaryDirectory() as folder:
        after = apply(proposal, Path(folder))
    left = {id(finding) for finding, _ in proposal.unplaced}
    for key in {each.spot.key for each in found}:
        ref = base()[2].spots[key].ref
        if ref.startswith("law/rich/"):
            placed = [each.change for each in found if each.spot.key == key and each.change and id(each) not in left]
            expected = base()[2].read(applied(base()[2].words(key), placed))
            assert text_of(after, ref).casefold() == expected.casefold()


class TestWhatIsProposed:
    def test_words_around_a_mark_change_and_the_mark_stays(self, tmp_path: Path) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("The [competent authority] shall, as")
            draft.change(line, "keep", "hold")
            draft.change(line, "serious", "grave")

        proposal = proposed(edited(step))
        assert proposal.unplaced == ()
        unit = next(unit for _, _, unit in units(apply(proposal, tmp_path).labels.tree) if unit.ref == "law/rich/p1")
        assert 'The {competent_authority} shall, as [[law/teams]] says, hold "records" of every *grave*' in unit.text
        text = (tmp_path / "norms/law/part-04-rich.yaml").read_text(encoding="utf-8")
        assert "# A remark that has to stay." in text

    def test_an_edit_inside_a_mark_is_for_a_hand(self) -> None:
        def step(draft: Draft) -> None:
            draft.change(draft.paragraph("The [competent authority] shall, as"), "24", "48")

        ((found, reason),) = proposed(edited(step)).unplaced
        assert (found.before, found.after) == ("24", "48")
        assert "a time limit" in reason

    def test_new_lines_take_fresh_ids_where_they_stand(self, tmp_path: Path) -> None:
        def step(draft: Draft) -> None:
            draft.add(draft.paragraph("the service that"), "(c)\tits {cause}; and")
            second = draft.add(draft.paragraph("Nobody may change"), "One.")
            draft.add(second, "Two.")

        after = apply(proposed(edited(step)), tmp_path)
        refs = [unit.ref for _, _, unit in units(after.labels.tree) if unit.ref.startswith("law/rich/")]
        assert refs == ["law/rich/p1", "law/rich/p2", "law/rich/p2/a", "law/rich/p2/b", "law/rich/p2/d",
                        "law/rich/p2/c", "law/rich/p3", "law/rich/p5", "law/rich/p6", "law/rich/p4"]
        assert text_of(after, "law/rich/p2/d") == "its {cause}; and"
        assert text_of(after, "law/rich/p6") == "Two."

    def test_a_unit_goes_with_all_below_it_or_not_at_all(self, tmp_path: Path) -> None:
        openings = ("A record names", "the time and", "the service that", "those who were")

        def whole(draft: Draft) -> None:
            for opening in openings:
                draft.drop(draft.paragraph(opening))

        def head(draft: Draft) -> None:
            draft.drop(draft.paragraph(openings[0]))

        after = apply(proposed(edited(whole)), tmp_path)
        refs = {unit.ref for _, _, unit in units(after.labels.tree)}
        assert not [ref for ref in refs if ref.startswith("law/rich/p2")]
        assert [reason for _, reason in proposed(edited(head)).unplaced] == ["what stands below it was kept"]

    def test_what_others_refer_to_does_not_go(self) -> None:
        def step(draft: Draft) -> None:
            draft.drop(draft.paragraph("An operator shall tell"))
            draft.drop(draft.paragraph("within [24"))
            draft.drop(draft.paragraph("in [writing]"))

        found = edited(step)
        reasons = {reason for each, reason in proposed(found).unplaced if each.spot.ref == "law/duty/p1"}
        assert any("refers to it" in reason for reason in reasons)

    def test_a_move_within_the_article(self, tmp_path: Path) -> None:
        def step(draft: Draft) -> None:
            draft.paragraph("A record names").addprevious(draft.paragraph("A record may be read"))

        after = apply(proposed(edited(step)), tmp_path)
        refs = [unit.ref for _, _, unit in units(after.labels.tree) if unit.ref.startswith("law/rich/")]
        assert refs[:3] == ["law/rich/p1", "law/rich/p4", "law/rich/p2"]

    def test_the_words_of_another_vocabulary_are_never_put_into_the_source(self) -> None:
        publication = published(corpus_folder(), Adaptation(vocabulary=COMMON))
        docx = document(publication)
        made = original(received(docx), publication)
        draft = Draft(docx)
        line = draft.paragraph("The [competent authority] must, as section")
        draft.change(line, "must", "may")
        draft.change(line, "incident", "event")
        found = findings(made, received(draft.done()))
        proposal = propose(found, made, publication, base()[0])
        assert [each.after for each in proposal.placed] == ["event"]
        ((left, reason),) = proposal.unplaced
        assert (left.before, left.after) == ("must", "may")
        assert "vocabulary" in reason

    def test_the_draft_has_moved_on(self, tmp_path: Path) -> None:
        def step(draft: Draft) -> None:
            line = draft.paragraph("Nobody may change")
            draft.change(line, "signed", "closed")
            draft.change(line, "keeper", "owner")

        found = edited(step)
        text = PART.replace("signed and sealed", "sealed").replace("Nobody may", "No person may")
        draft = published(mini.write(tmp_path, {"law/part-04-rich.yaml": text}))
        proposal = propose(found, base()[2], base()[0], draft)
        assert [each.after for each in proposal.placed] == ["owner"]
        assert [reason for _, reason in proposal.unplaced] == ["the draft has other words there by now"]
        assert proposal.since == ("law/rich/p3",)
        ((amendment,),) = proposal.amendments.values()
        assert isinstance(amendment, Reworded)
        assert amendment.text == "No person may change a record once it has been sealed by its owner."


class TestTheTerminal:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        mini.write(tmp_path, CHANGES)
        draft = Draft(base()[1])
        line = draft.paragraph("Nobody may change")
        draft.change(line, "signed", "closed")
        draft.comment(line, "Nobody", "Not even a court?")
        draft.change(draft.paragraph("The [competent authority] shall, as"), "24", "48", Author(tracked=False))
        (tmp_path / "ke.docx").write_bytes(draft.done())
        return tmp_path

    def run(self, project: Path, *options: str) -> int:
        return main(["readback", str(project / "ke.docx"), "--root", str(project), "--as-of", "2027-02-01", *options])

    def test_a_table_and_nothing_written(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = {path: path.read_bytes() for path in (project / "norms").rglob("*.yaml")}
        assert self.run(project, "--propose") == 0
        out = capsys.readouterr()
        assert "law/rich/p3  article 5(3)  replaced  A. Drafter   2027-01-02\n    signed -> closed" in out.out
        assert "    24 -> 48\n    not placed: the words stand for a time limit" in out.out
        assert "on “Nobody”\n    Not even a court?" in out.out
        assert "once it has been closed and sealed" in out.out
        assert "Z08" in out.err
        assert {path: path.read_bytes() for path in (project / "norms").rglob("*.yaml")} == before

    def test_apply_writes_the_text_and_the_record_and_keeps_the_corpus_sound(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run(project, "--apply") == 0
        corpus = load(project / "norms").corpus
        assert corpus is not None
        assert not [each for each in examine(project / "norms", mini.AS_OF).problems if each.is_error]
        (record,) = corpus.consultations
        assert (record.id, record.edition) == ("draft-ke", "draft")
        assert [(each.about, each.by) for each in record.comments] == [
            ("law/rich/p1", "not named"), ("law/rich/p3", "A. Drafter"), ("law/rich/p3", "A. Drafter")]
        assert {each.date.isoformat() for each in record.comments} == {"2027-01-02", "2026-12-01"}
        assert any("Not even a court?" in each.text for each in record.comments)
        path = project / "norms/consultations/draft-ke.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "# decided\n", encoding="utf-8")
        capsys.readouterr()
        assert self.run(project, "--apply") == 2
        assert "already there" in capsys.readouterr().err
        assert "# decided" in path.read_text(encoding="utf-8")
        assert self.run(project, "--apply", "--force") == 0

    def test_what_would_break_the_corpus_is_not_written_unless_forced(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        draft = Draft(base()[1])
        draft.change(draft.paragraph("Nobody may change"), "once", "within 24 hours after")
        (project / "ke.docx").write_bytes(draft.done())
        before = (project / "norms/law/part-04-rich.yaml").read_bytes()
        assert self.run(project, "--apply") == 1
        assert "M03" in capsys.readouterr().err
        assert (project / "norms/law/part-04-rich.yaml").read_bytes() == before
        assert not (project / "norms/consultations").exists()
        assert self.run(project, "--apply", "--force") == 0
        assert b"within 24 hours after" in (project / "norms/law/part-04-rich.yaml").read_bytes()

    @pytest.mark.parametrize("clean", [False, True])
    def test_the_law_as_a_state_adapted_it(
        self, clean: bool, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The file records the decisions; an edit of a chosen variant is placed in that variant."""
        adaptation = Adaptation(COMMON, choices={"law/duty/p2": "B", "law/teams": "B"}, blanks={"transition": "P1M"},
                                conditions=frozenset({"unitary"}), clean=clean)
        docx = document(published(corpus_folder(), adaptation))
        (project / "ke.docx").write_bytes(docx)
        assert self.run(project) == 0
        assert "0 found" in capsys.readouterr().out
        draft = Draft(docx)
        draft.change(draft.paragraph("It tells all teams"), "teams", "groups")
        draft.change(draft.paragraph("There are several teams"), "several", "many")
        (project / "ke.docx").write_bytes(draft.done())
        assert self.run(project, "--propose") == 0
        out = capsys.readouterr().out
        assert "+            text: It tells all groups." in out
        assert "+          - {id: p1, text: There are many teams.}" in out

    def test_as_json(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run(project, "--format", "json") == 0
        data = json.loads(capsys.readouterr().out)
        assert [(each["kind"], each["placed"]) for each in data["findings"]] == [
            ("replaced", False), ("replaced", True), ("comment", None)]

    def test_an_older_edition_is_read_with_a_warning(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for number, day in (("0.8", "2026-12-02"), ("0.9", "2026-12-03")):
            commit(project)
            assert main(["freeze", number, "--date", day, "--status", "consultation", "--root", str(project),
                         "--as-of", day]) == 0
        capsys.readouterr()
        old = editions.load(editions.path_of(project / "norms", "0.8"))
        draft = Draft(document(Publication(old, link(old)[0], mini.AS_OF)))
        draft.change(draft.paragraph("Nobody may change"), "signed", "closed")
        (project / "ke.docx").write_bytes(draft.done())
        assert self.run(project) == 0
        out = capsys.readouterr()
        assert "signed -> closed" in out.out
        assert "warning[Z07] it was made from edition 0.8; the latest is 0.9" in out.err


def commit(project: Path) -> None:
    """An edition is frozen from what a commit holds."""
    own = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "norms"], [*own, "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(project), *arguments], check=True)


def zipped(**changed: bytes | None) -> bytes:
    parts: dict[str, bytes] = unpack(base()[1])
    for part, content in changed.items():
        key = next(each for each in parts if each.replace("/", "_").replace(".", "_") == part)
        if content is None:
            del parts[key]
        else:
            parts[key] = content
    return pack(parts)


def twice() -> bytes:
    """A file with two main parts: one program would read the first of them, another the last."""
    stream = io.BytesIO(base()[1])
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/Document.xml", unpack(base()[1])["word/document.xml"])
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DTD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="urn:w">&e;</w:document>'
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"Dear colleague", "Z01"),
    "empty": (lambda: b"", "Z01"),
    "doc": (lambda: OLE, "Z01"),
    "odt": (lambda: pack({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}), "Z01"),
    "xlsx": (lambda: pack({"xl/workbook.xml": b"<x/>"}), "Z01"),
    "cut short": (lambda: base()[1][:3000], "Z02"),
    "broken part": (lambda: zipped(word_document_xml=b"<w:document"), "Z02"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "Z03"),
    "bomb": (lambda: zipped(word_settings_xml=b"<x>" + bytes(61_000_000) + b"</x>"), "Z04"),
    "entities": (lambda: zipped(word_document_xml=DTD), "Z05"),
    "pdf": (lambda: b"%PDF-1.7 of a law", "Z01"),
    "rtf": (lambda: b"{\\rtf1 law}", "Z01"),
    "main part twice": (twice, "Z02"),
    "endless": (lambda: zipped(word_document_xml=write(el("w:document", *(el("w:p") for _ in range(20_001))))), "Z04"),
    "not ours": (lambda: pack({"word/document.xml": write(el("w:document", el("w:body")))}), "Z06"),
}


@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("command", ["readback", "fill"])
def test_a_file_that_cannot_be_read_is_refused_with_code_and_remedy(
    what: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.write(tmp_path, CHANGES)
    made, code = BAD[what]
    file = tmp_path / "in.docx"
    file.write_bytes(made())
    options = ["--list"] if command == "fill" else []
    assert main([command, str(file), "--root", str(tmp_path), *options]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert f"in.docx: error[{code}]" in out.err
    assert "hint: " in out.err
    assert "root:" not in out.err


def test_the_strict_form_and_another_name_of_the_main_part_read_the_same() -> None:
    parts = unpack(base()[1])
    strict = {part: data.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                                 b"http://purl.oclc.org/ooxml/wordprocessingml/main")
              for part, data in parts.items()}
    assert read(pack(strict)) == ()
    moved = {part.replace("word/document.xml", "word/document2.xml").replace("rels/document.xml", "rels/document2.xml"):
             data.replace(b'word/document.xml"', b'word/document2.xml"') for part, data in parts.items()}
    assert "word/document.xml" not in moved
    assert received(pack(moved)) == parts


def test_a_file_that_lies_about_the_size_of_a_part_is_refused() -> None:
    from normbook.word.received import NotAWordFileError

    docx = bytearray(base()[1])
    assert received(bytes(docx))
    with pytest.raises(NotAWordFileError):
        received(bytes(docx[:-40]))


def test_decisions_that_cannot_be_read_leave_the_general_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.write(tmp_path, CHANGES)
    file = tmp_path / "in.docx"
    for record in (b'{"vocabulary": "martian"}', b'{"choices": {"law/nothing": "A"}}'):
        parts = unpack(base()[1])
        parts["customXml/item1.xml"] = parts["customXml/item1.xml"].replace(b"{}", record)
        file.write_bytes(pack(parts))
        assert main(["readback", str(file), "--root", str(tmp_path)]) == 0
        out = capsys.readouterr()
        assert "warning[Z09]" in out.err
        assert "0 found" in out.out


def test_a_file_without_origin_is_held_against_the_draft_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.write(tmp_path, CHANGES)
    file = tmp_path / "in.docx"
    parts = {key: value for key, value in unpack(base()[1]).items() if "custom" not in key}
    for code, left in (("Z08", parts), ("Z07", {**parts, **_unnamed(parts)})):
        file.write_bytes(pack(left))
        assert main(["readback", str(file), "--root", str(tmp_path)]) == 0
        out = capsys.readouterr()
        assert f"warning[{code}]" in out.err, "its title page and running heads still name the edition"
        assert "0 found" in out.out or code == "Z07"


def _unnamed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """What a file is without the day of its edition."""
    return {part: data.replace(b"1 December 2026", b"") for part, data in parts.items() if part.startswith("word/")}


class TestTheParts:
    """The hard parts alone, in values."""

    def line(self, *pieces: Piece) -> Line:
        return Line((*pieces, Piece("\n")))

    @given(st.lists(st.tuples(st.sampled_from(["a ", "bc ", "d. ", "“e” "]),
                              st.sampled_from(["kept", "inserted", "deleted"])), max_size=12), st.booleans())
    def test_changes_lead_from_the_text_made_to_the_text_sent(
        self, made: list[tuple[str, str]], other: bool
    ) -> None:
        pieces = [Piece(text, state, Hand("A")) for text, state in made]  # type: ignore[arg-type]
        line = self.line(*pieces)
        text = flat("a d. x" if other else line.before)
        found = changes(text, pieces)
        assert applied(text, found) == flat(line.after)

    def test_a_change_is_shown_in_whole_words(self) -> None:
        (found,) = changes("an obligation", [Piece("an oblig"), Piece("ation", "deleted"), Piece("e", "inserted")])
        assert shown("an obligation", found) == ("obligation", "oblige")

    def test_lines_that_changed_places(self) -> None:
        one, two, three = (self.line(Piece(bookmark=f"p_{n}"), Piece(f"text {n}")) for n in range(3))
        found = match([one, two, three], [two, three, one], Signs())
        assert found.pairs == {0: 2, 1: 0, 2: 1}
        assert found.moved == {0}

    def test_amendments_keep_layout_and_say_what_they_cannot_do(self) -> None:
        text = "list:\n  - {id: a, text: one}\n  # between\n  - {id: b, text: two}\n"
        assert amended(text, [Reworded(("list", "#b", "text"), "2")]) == text.replace("two", "'2'")
        assert amended(text, [Put(("list",), "c", "three", "b"), Moved(("list",), "c", "a")]).count("id: c") == 1
        for wrong in (Removed(("list",), "x"), Reworded(("nothing", "text"), "x"), Moved(("list",), "a", "x")):
            with pytest.raises(EditError):
                amended(text, [wrong])

    def test_a_new_file_is_in_the_canonical_layout(self) -> None:
        text = written({"id": "x", "comments": [{"id": "c1", "text": "word " * 40 + "end"}]})
        assert max(map(len, text.splitlines())) <= 120
        assert "text: >-" in text


@pytest.mark.office
class TestLibreOffice:
    def test_saving_alone_changes_nothing_and_its_own_tracking_is_found(self, tmp_path: Path) -> None:
        source, plain_copy, tracked = (tmp_path / f"{each}.docx" for each in ("law", "saved", "tracked"))
        source.write_bytes(base()[1])
        made = [office.Edit("replace", "signed and sealed", "closed"), office.Edit("delete", ", and copies are free"),
                office.Edit("insert", "by everyone", " or anyone"),
                office.Edit("paragraph", "by its keeper", "It is so.")]
        office.run([office.Job(source, save=plain_copy),
                    office.Job(source, save=tracked, edits=made, author="B. Writer")])
        assert read(plain_copy.read_bytes()) == ()
        found = read(tracked.read_bytes())
        assert {(each.kind, each.spot.ref, each.who) for each in found} == {
            ("replaced", "law/rich/p3", "B. Writer"), ("inserted", "law/rich/p3", "B. Writer"),
            ("deleted", "law/rich/p4", "B. Writer"), ("inserted", "law/rich/p4", "B. Writer")}
        assert all(each.when and each.tracked for each in found)
        after = apply(proposed(found), tmp_path / "after")
        assert text_of(after, "law/rich/p3") == "Nobody may change a record once it has been closed by its keeper."
        assert text_of(after, "law/rich/p5") == "It is so."

