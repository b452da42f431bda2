"""Protects what is told of dates: the list by soonness, the feeds, what falls with a provision, and its renewal."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

import mini
from normbook.checklists.agenda import tenures_of
from normbook.checklists.renewals import renewable
from normbook.checklists.resting import sentences
from normbook.commands.renewing import Asked, renew_command
from normbook.examine import examine
from normbook.law.adaptation import Adaptation
from normbook.law.falls import falling_with, saved
from normbook.law.tree import tree
from normbook.lifecycle import Status
from normbook.model.corpus import Corpus
from normbook.outputs import renewal, reviews
from normbook.publication import Publication
from normbook.settings import Settings
from normbook.views.adapted import laws
from normbook.views.duedates import Notice, dated, newly
from normbook.views.reviews import buckets, pages, twelve_months

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ENDING = mini.replace("    review: {every: P3Y}\n", "    review: {every: P3Y}\n"
                      "    sunset: {after: P6Y, kind: unless_renewed, tabling: P6M}\n")  # fmt: skip
SOURCE = "    source: [{title: Gazette, ref: No. 1}]\n"
KENYA = "iso2: KE\nenacted: 2021-06-01\nvocabulary: common\nterm_events:\n"
REVIEWED = KENYA + '  - provision: law/duty\n    what: reviewed\n    "on": 2024-01-15\n' + SOURCE


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A law that ends on 31 May 2027 in Kenya: its renewal was due to be tabled a day before this build."""
    return small(tmp_path_factory.mktemp("reviews"), REVIEWED)


def small(root: Path, kenya: str, as_of: date = mini.AS_OF) -> Publication:
    norms = mini.write(root, {mini.PART_FILE: ENDING, "countries/ke.yaml": kenya})
    examined = examine(norms, as_of)
    assert examined.corpus is not None
    assert examined.links is not None
    return Publication(examined.corpus, examined.links, as_of)


class TestTheList:
    def test_a_states_law_is_named_in_its_own_words(self, made: Publication) -> None:
        own = [each for each in dated(made) if each.refs == ("law/duty",) and each.state]
        assert {(each.entry.what, each.entry.on.isoformat()) for each in own} == {
            ("review", "2027-01-15"), ("tabling", "2026-11-30"), ("sunset", "2027-05-31")}  # fmt: skip
        assert all(each.label == "Section 3" and each.code == "ke" for each in own)
        assert {each.standing for each in own} == {Status.SUNSET_DUE}

    def test_the_overdue_come_first_and_indicative_dates_are_never_overdue(self, made: Publication) -> None:
        first = buckets(dated(made))[0]
        assert [(each.state, each.entry.what) for each in first.dated] == [("Kenya", "tabling")]
        assert first.count == 1

    def test_what_has_ended_is_only_told_as_ended(self, tmp_path: Path) -> None:
        later = dated(small(tmp_path, REVIEWED, date(2028, 1, 1)))
        (only,) = [each for each in later if each.state and "law/duty" in each.refs]
        assert (only.entry.what, only.ended, only.overdue, only.standing) == ("sunset", True, False, Status.EXPIRED)
        assert "ended" in [bucket.id for bucket in buckets(later)]
        assert Notice(only, "ended", only.entry.on).words == "last day 31 May 2027"

    def test_the_next_twelve_months_are_drawn_with_all_that_falls_in_them(self, made: Publication) -> None:
        found = dated(made)
        drawn = twelve_months(found, made.as_of)
        assert drawn.shown == sum(len(each.refs) for each in found if 0 <= each.days <= 365) == 3
        assert [words for _, words in drawn.ticks][:3] == ["2027", "Feb", "Mar"]
        assert all(drawn.today <= mark.x <= 700 for mark in drawn.marks)

    def test_the_page_says_what_falls_with_a_provision(self, made: Publication) -> None:
        (page,) = pages(made)
        text = page.render()
        assert "What falls with it" in text
        assert "1 date is overdue on 1 December 2026." in text
        assert "The next twelve months" in text
        assert len(text) < 200_000


class TestFiles:
    def test_the_table_has_a_row_for_each_date(self, made: Publication) -> None:
        rows = list(csv.DictReader(io.StringIO(reviews.files(made)["data/reviews.csv"].decode())))
        assert len(rows) == len(dated(made))
        late = next(row for row in rows if row["overdue"] == "yes")
        assert (late["id"], late["days_past"], late["days_left"]) == ("ke/law/duty/tabling", "1", "")
        data = json.loads(reviews.files(made)["data/reviews.json"])
        assert [item["id"] for item in data["dates"]] == [row["id"] for row in rows]
        assert any("Reviewed on 15 January 2024." in item["reasons"] for item in data["dates"])

    def test_the_atom_feed_has_all_that_rfc_4287_asks(self, made: Publication) -> None:
        feed = etree.fromstring(reviews.files(made)["reviews/feed.xml"])
        assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
        for path in ("a:id", "a:title", "a:updated", "a:author/a:name", "a:link[@rel='self']"):
            assert len(feed.findall(path, ATOM)) == 1, path
        entries = feed.findall("a:entry", ATOM)
        assert entries
        for entry in entries:
            for name in ("id", "title", "updated", "link", "content"):
                assert entry.find(f"a:{name}", ATOM) is not None
            assert re.fullmatch(r"tag:few\.example,2026:[\w./-]+", entry.find("a:id", ATOM).text)
            assert datetime.fromisoformat(entry.find("a:updated", ATOM).text).tzinfo
        times = [entry.find("a:updated", ATOM).text for entry in entries]
        assert times == sorted(times, reverse=True)
        assert feed.find("a:updated", ATOM).text == times[0]
        names = [entry.find("a:id", ATOM).text for entry in entries]
        assert len(set(names)) == len(names)

    def test_the_json_feed_tells_the_same(self, made: Publication) -> None:
        files = reviews.files(made)
        feed, atom = json.loads(files["reviews/feed.json"]), etree.fromstring(files["reviews/feed.xml"])
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["items"]
        assert [item["id"] for item in feed["items"]] == [x.text for x in atom.findall("a:entry/a:id", ATOM)]
        assert all(item["content_text"] and item["date_published"] for item in feed["items"])

    def test_an_entry_keeps_its_id_and_its_day_as_time_goes_on(self, made: Publication) -> None:
        def told(as_of: date) -> dict[str, str]:
            later = replace(made, as_of=as_of)
            return {f"{x.dated.key} {x.what}": x.since.isoformat() for x in newly(later, dated(later))}

        first, then = told(mini.AS_OF), told(date(2026, 12, 20))
        assert first["ke/law/duty/tabling due"] == "2026-09-01"
        assert first["ke/law/duty/tabling overdue"] == "2026-12-01"
        assert first.items() <= then.items()

    def test_a_feed_without_news_is_a_feed(self, tmp_path: Path) -> None:
        quiet = small(tmp_path, "iso2: KE\n")
        feed = etree.fromstring(reviews.files(quiet)["reviews/feed.xml"])
        assert feed.find("a:updated", ATOM).text == "2026-12-01T00:00:00+00:00"
        assert not feed.findall("a:entry", ATOM)


class TestWhatFalls:
    def test_with_countermeasures_fall_those_in_support_of_others(self, corpus: Corpus) -> None:
        law = tree(corpus)
        found = falling_with(corpus, law, ["law/countermeasures"])["law/countermeasures"]
        assert found.needing == ("law/collective-countermeasures",)
        assert "law/response-principles/p4/b" in found.referring
        assert not any(ref.startswith(("law/sunset", "law/renewal", "law/savings")) for ref in found.referring)
        assert {each.ref for each in found.commitments} >= {"att-1.kind", "rsp-1.finding"}

    def test_a_schedule_falls_with_the_only_article_that_gives_it_force(self, corpus: Corpus) -> None:
        found = falling_with(corpus, tree(corpus), ["law/response-menu"])["law/response-menu"]
        assert [(each.ref, each.alone) for each in found.schedules] == [("law/schedule-response-measures", True)]

    def test_a_clock_falls_with_the_only_article_that_sets_it(self, made: Publication) -> None:
        found = falling_with(made.corpus, made.labels.tree, ["law/duty"])["law/duty"]
        assert [(each.ref, each.alone) for each in found.clocks] == [("timeline:operator-to-csirt/alert", True)]
        assert [each.ref for each in found.commitments] == ["not-1.alert"]
        assert any(words.startswith("clocks that no other provision sets: ") for words in sentences(made, found))

    def test_what_outlives_an_expiry_is_the_laws_own_article(self, corpus: Corpus) -> None:
        assert [unit.ref.rpartition("/")[2] for unit in saved(tree(corpus))][:2] == ["p1", "joint"]


def test_states_that_choose_alike_keep_their_own_periods(publication: Publication) -> None:
    """Their laws are numbered alike; their dates are not."""
    known = laws(publication)
    for length in ("P4Y", "P2Y"):
        law = known.of(Adaptation(blanks={"exceptional_sunset_period": length})).labels.tree
        (own,) = [node.article for node in law.articles if node.ref == "law/countermeasures"]
        assert own.sunset is not None
        assert own.sunset.after == length


def test_a_law_without_renewal_lets_its_powers_expire_automatically(publication: Publication) -> None:
    law = tree(publication.corpus, Adaptation(choices={"law/sunset": "B", "law/renewal": "C"}))
    ends = [node.article.sunset for node in law.articles if node.article.sunset]
    assert ends
    assert all((each.kind, each.tabling) == ("automatic", None) for each in ends)


class TestRenewal:
    def test_the_instrument_says_until_when_each_provision_continues(self, made: Publication, tmp_path: Path) -> None:
        words = text(renewal.files(made, tmp_path)[renewal.DOCX])
        assert "which would expire at the end of 30 November 2032 (indicative)" in words
        assert "[30 November 2038]" in words
        assert "The renewed term begins with 1 December 2032 (indicative)." in words
        assert "All dates are indicative." in words
        (tmp_path / "made.docx").write_bytes(renewal.files(made, tmp_path)[renewal.DOCX])
        assert [str(error) for error in OpenXmlValidator().validate(tmp_path / "made.docx").errors] == []

    def test_a_states_instrument_has_its_dates_and_words(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        settings = project(tmp_path)
        target = tmp_path / "out.docx"
        assert renew_command(settings, Asked("KE", output=target)) == 0
        words = text(target.read_bytes())
        assert "Section 3, which would expire at the end of 31 May 2027, continues in force until the end of" in words
        assert "[31 May 2033]" in words
        assert "indicative" not in words
        assert "Renewal of Provisions Act" in words
        assert "was to be tabled by 30 November 2026, as the provision on this matter asks. That day has" in words
        assert words.index("How the dates are reckoned") < words.index("If it is not renewed: "), "beside the text"
        told = " ".join(capsys.readouterr().out.split())
        assert "section 3, Duty to tell: to 31 May 2033 instead of 31 May 2027" in told
        assert "it was to be tabled by 30 November 2026" in told
        before = target.read_bytes()
        assert renew_command(settings, Asked("KE", output=target)) == 2
        assert "already there" in capsys.readouterr().err
        assert renew_command(settings, Asked("KE", output=target, force=True, quiet=True)) == 0
        assert target.read_bytes() == before

    def test_everything_that_cannot_be_renewed_is_told_at_once(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = Asked("KE", ("law/dutie", "law/transition", "law/duty"), tmp_path / "out.docx")
        assert renew_command(project(tmp_path), asked) == 2
        said = capsys.readouterr().err
        assert "the law has no article 'law/dutie'" in said
        assert "'law/transition' expires automatically" in said
        assert "Did you mean 'law/duty'?" in said
        assert not (tmp_path / "out.docx").exists()

    def test_what_has_expired_is_enacted_anew(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        late = replace(project(tmp_path), as_of=date(2027, 6, 1))
        assert renew_command(late, Asked("KE", ("law/duty",), tmp_path / "out.docx")) == 2
        assert "'law/duty' ended at the end of 31 May 2027 (expired)" in capsys.readouterr().err

    def test_automatic_expiry_leaves_nothing_to_renew(self, tmp_path: Path) -> None:
        automatic = mini.replace("    review: {every: P3Y}\n",
                                 "    review: {every: P3Y}\n    sunset: {after: P6Y, kind: automatic}\n")
        examined = examine(mini.write(tmp_path, {mini.PART_FILE: automatic}), mini.AS_OF)
        assert examined.corpus is not None
        assert examined.links is not None
        law = Publication(examined.corpus, examined.links, mini.AS_OF)
        assert renewable(law, tenures_of(law)) == {}


def project(root: Path) -> Settings:
    mini.write(root, {mini.PART_FILE: ENDING, "countries/ke.yaml": REVIEWED})
    return Settings(root, mini.AS_OF)


def text(docx: bytes) -> str:
    """The words of a document, a paragraph a line."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join("".join(run.text or "" for run in p.iter(f"{w}t")) for p in root.iter(f"{w}p"))
