"""Protects what a hand does to a file that no program would: nothing of it is lost, whatever it breaks."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

import office
from normbook.returned.finding import Finding
from normbook.returned.printed import as_table
from normbook.returned.proposal import told
from normbook.word.openxml import Element, el, name, pack, parse, unpack, write
from returns import apply, base, edited, proposed, read, text_of
from wordedits import WHEN, Author, Draft, words

BY_HAND = Author(tracked=False)


def style(paragraph: Element) -> str:
    found = paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")
    return "" if found is None else str(found.get(name("w:val")))


def article(draft: Draft, heading: str) -> list[Element]:
    """The paragraphs of an article, from its heading to the next one."""
    lines = draft.paragraphs()
    start = next(n for n, line in enumerate(lines) if words(line) == heading and style(line) == "ArticleHeading")
    end = next(n for n, line in enumerate(lines) if n > start and style(line) in {
        "ArticleHeading", "PartHeading", "ScheduleHeading"})
    return lines[start:end]


def reasons(found: tuple[Finding, ...]) -> list[str]:
    return [reason for _, reason in proposed(found).unplaced]


def test_a_paragraph_without_a_style_stands_at_the_level_of_its_number_or_its_neighbour(tmp_path: Path) -> None:
    def step(draft: Draft) -> None:
        for after, text in (("Nobody may change", "Pasted without a number."),
                            ("the service that", "(c) what it cost;"),
                            ("A record may be read", "(5)\tPasted with a number.")):
            draft.paragraph(after).addnext(el("w:p", el("w:pPr", el("w:pStyle", val="NormalWeb")),
                                              el("w:r", el("w:t", text))))

    found = edited(step)
    assert reasons(found) == []
    after = apply(proposed(found), tmp_path)
    assert text_of(after, "law/rich/p2/d") == "what it cost;"
    assert {text_of(after, f"law/rich/{each}") for each in ("p5", "p6")} == {
        "Pasted without a number.", "Pasted with a number."}


@pytest.mark.parametrize("tracked", [True, False])
def test_a_heading_that_was_taken_out_is_for_a_hand(tracked: bool) -> None:
    def step(draft: Draft) -> None:
        draft.drop(article(draft, "Words to be edited")[0], Author(tracked=tracked))

    found = edited(step)
    assert [(each.kind, each.spot.ref, each.before) for each in found] == [
        ("deleted", "law/rich", "Words to be edited")]
    assert reasons(found) == ["a heading goes by hand, with what stands below it"]


def test_two_paragraphs_that_were_joined_keep_all_their_words() -> None:
    def step(draft: Draft) -> None:
        one, two = draft.paragraph("Nobody may change"), draft.paragraph("A record may be read")
        for each in list(two):
            if each.tag != name("w:pPr"):
                one.append(each)
        two.getparent().remove(two)

    found = edited(step)
    assert {(each.kind, each.what, each.spot.ref) for each in found} == {
        ("inserted", "words", "law/rich/p3"), ("deleted", "line", "law/rich/p4")}
    assert any("copies are free" in each.after for each in found)


def test_a_paragraph_that_was_divided_keeps_all_its_words() -> None:
    def step(draft: Draft) -> None:
        line = draft.paragraph("Nobody may change")
        draft.change(line, " once it has been signed and sealed by its keeper.", ".", BY_HAND)
        draft.add(line, "It is so once it has been signed and sealed by its keeper.", BY_HAND)

    found = edited(step)
    assert {(each.kind, each.what) for each in found} == {("deleted", "words"), ("inserted", "line")}
    assert reasons(found) == []


def test_an_article_that_was_moved_within_its_part_is_moved_in_the_source(tmp_path: Path) -> None:
    def step(draft: Draft) -> None:
        one = article(draft, "Duty to tell")
        at = article(draft, "Transition")[-1]
        for line in one:
            at.addnext(line)
            at = line

    found = edited(step)
    assert [(each.kind, each.spot.ref) for each in found] == [("moved", "law/transition")]
    assert reasons(found) == []
    after = apply(proposed(found), tmp_path)
    assert [node.ref for node in after.labels.tree.articles][2:4] == ["law/transition", "law/duty"]


def test_a_move_that_word_tracked_takes_the_bookmark_along() -> None:
    def step(draft: Draft) -> None:
        line, before = draft.paragraph("A record may be read"), draft.paragraph("A record names")
        copied = copy.deepcopy(line)
        for mark in list(line.iter(name("w:bookmarkStart"), name("w:bookmarkEnd"))):
            mark.getparent().remove(mark)
        before.addprevious(copied)
        for paragraph, tag in ((copied, "w:moveTo"), (line, "w:moveFrom")):
            for number, run in enumerate(list(paragraph.iter(name("w:r")))):
                holder = el(tag, id=9000 + number, author="A. Drafter", date=WHEN)
                run.addprevious(holder)
                holder.append(run)
            mark = el("w:rPr", el("w:ins" if tag == "w:moveTo" else "w:del", id=9100, author="A. Drafter", date=WHEN))
            paragraph.find(name("w:pPr")).append(mark)

    found = edited(step)
    assert [(each.kind, each.spot.ref, each.who) for each in found] == [("moved", "law/rich/p4", "A. Drafter")]


def test_a_paragraph_made_a_point_is_listed() -> None:
    def step(draft: Draft) -> None:
        mark = draft.paragraph("Nobody may change").find(f"{name('w:pPr')}/{name('w:pStyle')}")
        mark.set(name("w:val"), "LawPoint")

    found = edited(step)
    assert [(each.what, each.before, each.after) for each in found] == [("level", "paragraph", "point")]
    assert reasons(found) == ["a provision of another level is another provision"]
    assert "made another level: paragraph -> point" in as_table(told(found, proposed(found)))


def test_a_comment_on_words_of_two_articles_says_where_they_end() -> None:
    def step(draft: Draft) -> None:
        first, last = draft.paragraph("A record may be read"), draft.paragraph("Nobody may change")
        first, last = last, first
        draft.comment(first, "Nobody", "From here on too long.")
        end = next(iter(first.iter(name("w:commentRangeEnd"))))
        last.append(end)

    (found,) = edited(step)
    assert (found.spot.name, found.beside and found.beside.name) == ("article 5(3)", "article 5(4)")
    assert "which ends in article 5(4)" in as_table([(found, "")])


def test_an_edit_in_a_table_of_a_schedule_is_listed_where_it_stands() -> None:
    def step(draft: Draft) -> None:
        cell = next(line for line in draft.paragraphs() if words(line) == "Alert")
        draft.change(cell, "Alert", "First alert", BY_HAND)
        row = next(cell.iterancestors(name("w:tr")))
        new = copy.deepcopy(row)
        for text in new.iter(name("w:t")):
            text.text = f"new {text.text}"
        for mark in list(new.iter(name("w:bookmarkStart"), name("w:bookmarkEnd"))):
            mark.getparent().remove(mark)
        row.addnext(new)

    found = edited(step)
    (renamed,) = [each for each in found if each.what == "words"]
    assert (renamed.spot.ref, renamed.after.split()[0]) == ("timeline:operator-to-csirt/alert", "First")
    assert any(each.kind == "inserted" and each.after.startswith("new ") for each in found)
    assert len(reasons(found)) == len(found)


def with_part(part: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = unpack(base()[1])
    return pack({**parts, part: change(parts[part])})


def test_the_running_head_is_listed() -> None:
    (found,) = read(with_part("word/header1.xml", lambda data: data.replace(b"Few Things Law", b"Draft Bill")))
    assert (found.what, found.spot.name) == ("aside", "the running head")
    assert found.after.startswith("Draft Bill")
    assert reasons((found,)) == ["it stands outside the text"]
    (found,) = read(with_part("word/footer1.xml", lambda data: data.replace(b"Nobody in particular", b"Confidential")))
    assert found.spot.name == "the running foot"
    assert read(with_part("word/footer1.xml", lambda data: data.replace(b">2<", b">37<"))) == (), "pages are counted"


def test_what_is_no_text_is_not_lost() -> None:
    def step(draft: Draft) -> None:
        line = draft.paragraph("Nobody may change")
        line.append(el("w:r", el("w:drawing")))
        line.append(el("w:r", el("w:sym", font="Symbol", char="03B1")))

    found = edited(step)
    assert "[picture]" in "".join(each.after for each in found)
    assert "α" in "".join(each.after for each in found)


def test_an_endnote_is_read_as_a_footnote() -> None:
    draft = Draft(base()[1])
    draft.paragraph("Nobody may change").append(el("w:r", el("w:endnoteReference", id=7)))
    note = el("w:endnote", el("w:p", el("w:r", el("w:t", "See our constitution."))), id=7)
    draft.parts["word/endnotes.xml"] = write(el("w:endnotes", note))
    (found,) = read(draft.done())
    assert (found.kind, found.after, found.beside and found.beside.ref) == (
        "inserted", "See our constitution.", "law/rich/p3")


def test_a_field_that_lost_its_end_hides_nothing_after_it() -> None:
    def step(draft: Draft) -> None:
        ends = [sign for sign in draft.root.iter(name("w:fldChar")) if sign.get(name("w:fldCharType")) == "end"]
        contents = ends[0]
        contents.getparent().remove(contents)
        draft.change(draft.paragraph("Nobody may change"), "signed", "closed", BY_HAND)

    found = edited(step)
    assert ("law/rich/p3", "closed") in {(each.spot.ref, each.after) for each in found}
    assert not [each for each in found if each.kind == "deleted"]


def test_signs_that_steer_a_terminal_are_not_printed() -> None:
    def step(draft: Draft) -> None:
        draft.comment(draft.paragraph("Nobody may change"), "Nobody", "a\x9b31mb\u202ec", Author("A\u202eB\x85C"))

    found = edited(step)
    printed = as_table(told(found, proposed(found)))
    assert not {"\x9b", "\u202e", "\x85"} & set(printed)
    assert "a31mbc" in printed


@pytest.mark.office
def test_libreoffice_saves_it_all_again_and_again(tmp_path: Path) -> None:
    """Edits by hand and tracked ones, through LibreOffice and back, twice: the same is found."""
    draft = Draft(base()[1])
    draft.change(draft.paragraph("Nobody may change"), "signed", "closed")
    draft.change(draft.paragraph("A record may be read"), "everyone", "anyone", BY_HAND)
    draft.add(draft.paragraph("A record names"), "Pasted in.", BY_HAND)
    source, once, twice = (tmp_path / f"{each}.docx" for each in ("law", "once", "twice"))
    source.write_bytes(draft.done())
    office.run([office.Job(source, save=once, listed=False), office.Job(once, save=twice, listed=False)])
    wanted = {(each.kind, each.spot.ref, each.before, each.after, each.who) for each in read(source.read_bytes())}
    for path in (once, twice):
        assert {(each.kind, each.spot.ref, each.before, each.after, each.who)
                for each in read(path.read_bytes())} == wanted
    assert parse(unpack(twice.read_bytes())["word/document.xml"]) is not None
