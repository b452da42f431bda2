"""Protects the comparison of two texts: what changed is named, nothing else is, and ids are followed.

A difference is a promise to readers: what it does not show has not changed.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

import mini
from normbook.compare import VERBS, Change, Comparison, compare, difference, succession
from normbook.compare.printed import FORMATS, Sides, as_json, as_markdown, as_text, speaking
from normbook.compare.segments import MARK, after, before, tokens
from normbook.compare.units import COMPARED, entries
from normbook.editions import NORMATIVE
from normbook.labels import Labels
from normbook.link import link
from normbook.model.corpus import Corpus

WORDS = st.lists(
    st.sampled_from(["the", "operator", "shall", "tell", "24", "hours", ",", ".", " ", " ", "\n",
                     "[[law/duty|the duty]]", "[[clock:a/b]]", "{one|other}", "don't", "é", "*", "**", "[", "]]", "{"]),
    max_size=30,
).map("".join)  # fmt: skip

LAW = "law/part-03-duties.yaml"
PARAGRAPH = "      - {id: p3, when: federal, text: \"A region may act as paragraph [[law/duty/p1|one]] says.\"}\n"


def corpus_of(changes: Mapping[str, mini.Change] | None = None) -> Corpus:
    with tempfile.TemporaryDirectory() as folder:
        examined = mini.look(Path(folder), changes)
    assert examined.corpus is not None
    return examined.corpus


BASE = corpus_of()


def changed(changes: Mapping[str, mini.Change]) -> Comparison:
    return compare(BASE, corpus_of(changes))


def only(found: Comparison) -> Change:
    assert len(found.changes) == 1, [(c.ref, c.verbs) for c in found.changes]
    return found.changes[0]


def sides(new: Corpus) -> Sides:
    return Sides(Labels(BASE, link(BASE)[0]), Labels(new, link(new)[0]))


class TestSegments:
    @given(WORDS, WORDS)
    def test_a_difference_that_is_applied_gives_the_new_text(self, one: str, two: str) -> None:
        segments = difference(one, two)
        assert (before(segments), after(segments)) == (one, two)
        assert all(segment.text for segment in segments)
        assert [s.kind for s in segments] == ["same"] * bool(one) if one == two else any(
            s.kind != "same" for s in segments
        )

    @given(WORDS)
    def test_tokens_give_the_text_back(self, text: str) -> None:
        assert "".join(tokens(text)) == text

    @given(WORDS, WORDS)
    def test_no_mark_is_cut(self, one: str, two: str) -> None:
        for text, kind in ((one, "removed"), (two, "added")):
            shown = [mark for s in difference(one, two) if s.kind in {"same", kind} for mark in MARK.findall(s.text)]
            assert shown == MARK.findall(text)

    def test_a_word_between_two_changes_is_taken_along(self) -> None:
        found = [(s.kind, s.text) for s in difference("send it at once to him", "post it quickly to him")]
        assert found == [("removed", "send it at once"), ("added", "post it quickly"), ("same", " to him")]

    def test_what_stayed_between_two_changes_stays(self) -> None:
        found = [s.kind for s in difference("one of the two teams leads", "first of the two teams follows")]
        assert found == ["removed", "added", "same", "removed", "added"]

    def test_common_words_of_a_long_text_hold_it_together(self) -> None:
        """difflib would take a word that fills one hundredth of a long text for noise."""
        text = "the state shall and " * 100
        assert [s.kind for s in difference(text + "end", text + "stop")] == ["same", "removed", "added"]


class TestWhatChanged:
    def test_nothing(self) -> None:
        found = compare(BASE, BASE)
        assert found.empty
        assert found.counts == {}
        assert "Nothing" in as_text(found, sides(BASE))

    def test_nothing_in_the_real_corpus(self, corpus: Corpus) -> None:
        assert compare(corpus, corpus).empty

    def test_every_normative_kind_is_compared(self) -> None:
        assert set(COMPARED) == set(NORMATIVE)

    def test_every_verb_is_explained(self) -> None:
        assert all(meaning.endswith(".") for meaning in VERBS.values())

    @pytest.mark.parametrize(("file", "old", "new", "ref", "field", "verb"), [
        (mini.NORM_FILE, "text: Send an alert.", "text: Send a first alert.", "not-1.alert", "text", "reworded"),
        (mini.NORM_FILE, "priority: core", "priority: recommended", "not-1.alert", "priority", "altered"),
        (mini.NORM_FILE, "modality: should", "modality: may", "not-1.alert", "modality", "altered"),
        (mini.NORM_FILE, "evidence: [A log of alerts]", "evidence: [A log]", "not-1.alert", "evidence", "reworded"),
        (mini.NORM_FILE, "    implemented_by: [law/duty]\nb", "    implemented_by: [law/duty/p1]\nb", "not-1.alert",
         "implemented_by", "annotated"),
        (mini.NORM_FILE, "as [[law/duty]] has it", "as [[law/duty/p1]] has it", "not-1/p1", "text", "reworded"),
        (mini.NORM_FILE, "rationale: People who", "rationale: Those who", "not-1", "rationale", "annotated"),
        (mini.NORM_FILE, "review: {every: P2Y}", "review: {every: P3Y}", "not-1", "review.every", "altered"),
        (mini.NORM_FILE, "kind: unless_renewed", "kind: automatic", "not-1", "sunset.kind", "altered"),
        (mini.NORM_FILE, '{un_norm: 13a, pinpoint: "para 13(a)"}', '{un_norm: 13a}', "not-1", "basis", "annotated"),
        (mini.TIMELINE_FILE, "within: PT24H", "within: PT72H", "timeline:operator-to-csirt/alert", "within", "altered"),
        (mini.TIMELINE_FILE, "    handling: amber", "    handling: clear", "timeline:operator-to-csirt/alert",
         "handling", "altered"),
        (mini.TIMELINE_FILE, "[That something happened]", "[That a thing happened]",
         "timeline:operator-to-csirt/alert", "content", "reworded"),
        (mini.MEASURE_FILE, "test: severity >= significant", "test: severity >= severe", "measure:r01-talk",
         "conditions", "reworded"),
        (mini.MEASURE_FILE, "rung: 1", "rung: 2", "measure:r01-talk", "rung", "altered"),
        (mini.LAW_FILE, "default: P6M", "default: P1Y", "blank:transition", "default", "altered"),
        (mini.LAW_FILE, "label: competent authority", "label: authority", "blank:competent_authority", "label",
         "reworded"),
        (mini.LAW_FILE, "intro: This Schedule has", "intro: It has", "law/schedule-timelines", "intro", "reworded"),
        (LAW, "text: It tells all teams.", "text: It tells both teams.", "law/duty/p2:B", "text", "reworded"),
        (LAW, "follows: Slow.", "follows: Sure.", "law/duty/p2:B", "follows", "annotated"),
        (LAW, "in {writing|any form}.", "in {writing|some form}.", "law/duty/p1/b", "text", "reworded"),
        (LAW, "when: federal", "when: unitary", "law/duty/p3", "when", "altered"),
        (LAW, "    status: optional", "    status: core", "law/transition", "status", "altered"),
        (LAW, "heading: Transition", "heading: Transitional period", "law/transition", "heading", "reworded"),
        ("law/part-01-preliminary.yaml", "requires: [law/duty/p2:B]", "requires: [law/duty/p2:A]", "law/teams:B",
         "requires", "altered"),
        ("glossary.yaml", "definition: an event that", "definition: an act that", "term:incident", "definition",
         "reworded"),
        ("taxonomies/severity.yaml", "definition: What is severe.", "definition: What is grave.",
         "taxonomy:severity/severe", "definition", "reworded"),
        ("taxonomies/intrusion-type.yaml", "match: close", "match: exact", "taxonomy:intrusion-type/disruption",
         "mappings", "annotated"),
        ("attribution/method.yaml", "caution: It may be", "caution: It can be", "criterion:c1", "caution", "reworded"),
        ("responses/questions.yaml", "Was it asked to stop?", "Was it told to stop?", "question:prior_demand",
         "label", "reworded"),
        ("handbook.yaml", "{id: state, label: State, summary: A State.}", "{id: state, label: State, summary: One.}",
         "role:state", "summary", "reworded"),
    ])  # fmt: skip
    def test_a_field(self, file: str, old: str, new: str, ref: str, field: str, verb: str) -> None:
        """Not prose alone: figures, ranks, variants, blanks, definitions, conditions and sources are compared too."""
        change = only(changed({file: mini.replace(old, new)}))
        assert (change.ref, change.was, change.now, change.verbs) == (ref, (ref,), (ref,), (verb,))
        (found,) = change.fields
        assert found.name == field
        assert before(found.segments) == found.before
        assert after(found.segments) == found.after
        assert found.before != found.after

    def test_a_figure_reads_in_words_and_names_who_prints_it(self) -> None:
        change = only(changed({mini.TIMELINE_FILE: mini.replace("within: PT24H", "within: PT72H")}))
        assert [(s.kind, s.text) for s in change.fields[0].segments] == [
            ("removed", "24"), ("added", "72"), ("same", " hours"),
        ]  # fmt: skip
        assert set(change.read_by) == {"not-1", "not-1.alert", "law/duty/p1/a", "playbook:energy"}

    def test_facts_and_places_on_the_web_are_not_the_text(self) -> None:
        assert changed({
            "regimes/xx-law.yaml": mini.replace("status: in force", "status: repealed"),
            "handbook.yaml": lambda text: text.replace("few.exa", "many.exa").replace("date: 2026", "date: 2027"),
        }).empty

    def test_a_paragraph_that_is_new_renumbers_those_after_it(self) -> None:
        found = changed({LAW: mini.replace(PARAGRAPH, "      - {id: new, text: Help it.}\n" + PARAGRAPH)})
        assert [(c.ref, c.verbs, c.number_before, c.number_after) for c in found.changes] == [
            ("law/duty/new", ("added",), "", "(3)"), ("law/duty/p3", ("renumbered",), "(3)", "(4)"),
        ]  # fmt: skip
        assert found.changes[0].fields[0].after == "(3) Help it."

    def test_an_article_that_is_new_is_told_once_and_whole(self) -> None:
        article = """\
  - id: law/help
    heading: Help
    status: core
    serves_none: None.
    paragraphs:
      - id: p1
        text: "Help those who:"
        points: [{id: a, text: ask; or}, {id: b, text: need it.}]
    guide: {why: It is right.}
"""
        found = changed({LAW: mini.replace("  - id: law/transition\n", f"{article}  - id: law/transition\n")})
        assert [(c.ref, c.verbs) for c in found.changes] == [
            ("law/help", ("added",)), ("law/transition", ("renumbered",)),
        ]  # fmt: skip
        assert found.changes[0].fields[0].after == "Help\nstatus: core\nHelp those who:\n(a) ask; or\n(b) need it."
        assert [c.ref for c in found.of("law/help")] == ["law/help"]

    def test_what_is_gone_stands_where_it_stood(self) -> None:
        found = changed({LAW: mini.replace('          - {id: b, text: "in {writing|any form}."}\n', "")})
        change = only(found)
        assert (change.was, change.now, change.verbs) == (("law/duty/p1/b",), (), ("removed",))
        assert [s.kind for s in change.fields[0].segments] == ["removed"]

    def test_an_article_in_another_part_has_moved(self) -> None:
        article = mini.PART_3[mini.PART_3.index("  - id: law/transition"):]
        found = changed({LAW: mini.replace(article, ""), "law/part-01-preliminary.yaml": mini.add(article)})
        assert {c.ref: c.verbs for c in found.changes} == {
            "law/transition": ("moved", "renumbered"), "law/duty": ("renumbered",),
        }  # fmt: skip

    def test_the_order_of_a_scale_is_content(self) -> None:
        found = only(changed({"taxonomies/severity.yaml": lambda _: mini._taxonomy(
            "severity", "minor", "severe", "significant", ordered=True)}))
        assert (found.ref, found.verbs) == ("taxonomy:severity", ("altered",))
        assert (found.fields[0].label, found.fields[0].after) == ("order of terms", "Minor, Severe, Significant")


def history(*records: str) -> dict[str, mini.Change]:
    return {"changes.yaml": "changes:\n" + "".join(f"  - {record}\n" for record in records)}


class TestWhereIdsWent:
    def test_retired(self) -> None:
        change = only(changed({
            LAW: mini.replace('          - {id: b, text: "in {writing|any form}."}\n', ""),
            "retired.yaml": mini.add("  - {id: law/duty/p1/b, replaced_by: law/duty/p1, since: x, reason: Enough.}\n"),
        }))
        assert (change.was, change.now, change.verbs) == (("law/duty/p1/b",), ("law/duty/p1",), ("retired",))
        assert change.reason == "Enough."

    def test_renamed_with_all_that_stands_in_it(self) -> None:
        def rename(text: str) -> str:
            return text.replace("law/duty", "law/telling").replace("It tells all teams.", "It tells every team.")

        files = [name for name, text in mini.FILES.items() if "law/duty" in text]
        record = '{verb: renamed, was: [law/duty], now: [law/telling], since: "1.0", reason: It is clearer.}'
        found = changed({**dict.fromkeys(files, rename), **history(record)})
        by_ref = {c.ref: c for c in found.changes}
        assert by_ref["law/telling"].verbs == ("renamed",)
        assert by_ref["law/telling"].reason == "It is clearer."
        assert by_ref["law/telling/p2:B"].was == ("law/duty/p2:B",)
        assert by_ref["law/telling/p2:B"].verbs == ("reworded",)
        assert not {"added", "removed"} & {verb for c in found.changes for verb in c.verbs}

    def test_split(self) -> None:
        change = only(changed({
            LAW: mini.replace(PARAGRAPH, '      - {id: p3, when: federal, text: "A region may act."}\n'
                                         '      - {id: p4, text: "It does as paragraph [[law/duty/p1|one]] says."}\n'),
            **history("{verb: split, was: [law/duty/p3], now: [law/duty/p3, law/duty/p4], since: x, reason: Long.}"),
        }))  # fmt: skip
        assert change.verbs == ("split", "reworded")
        assert (change.was, change.now) == (("law/duty/p3",), ("law/duty/p3", "law/duty/p4"))
        assert (change.number_before, change.number_after) == ("(3)", "(3), (4)")
        assert after(change.fields[0].segments) == (
            "(3) A region may act.\nonly for: federal\n(4) It does as paragraph [[law/duty/p1|one]] says."
        )

    def test_merged(self) -> None:
        change = only(changed({
            LAW: lambda text: mini.replace('          - {id: b, text: "in {writing|any form}."}\n', "")(
                mini.replace("alert]]; and", "alert]] and in {writing|any form}.")(text)),
            **history("{verb: merged, was: [law/duty/p1/a, law/duty/p1/b], now: [law/duty/p1/a], since: draft, "
                      "reason: Short.}"),
        }))  # fmt: skip
        assert change.verbs == ("merged", "reworded")
        assert change.was == ("law/duty/p1/a", "law/duty/p1/b")

    def test_a_record_of_long_ago_says_nothing_of_today(self) -> None:
        """What moved before both texts were written did not move between them."""
        assert changed(history("{verb: moved, was: [law/old], now: [law/duty], since: draft, reason: It fits.}")).empty

    def test_heirs_are_followed_to_the_end(self) -> None:
        went = succession(corpus_of(history(
            "{verb: renamed, was: [law/a], now: [law/b], since: draft, reason: One.}",
            "{verb: split, was: [law/b], now: [law/c, law/duty], since: draft, reason: Two.}",
            "{verb: moved, was: [law/c], now: [law/transition], since: draft, reason: Three.}",
            "{verb: renamed, was: [law/x], now: [law/y], since: draft, reason: Round.}",
            "{verb: renamed, was: [law/y], now: [law/x], since: draft, reason: And round.}",
        )))
        assert went.heirs("law/a") == ("law/transition", "law/duty")
        assert went.heirs("law/c/p1") == ("law/transition/p1",)
        assert went.heirs("not-9") == ("not-1",)
        assert went.heirs("law/duty") == ("law/duty",)
        assert went.after("law/ab") == "law/ab"
        assert went.after("law/x")


EDITS: dict[str, tuple[str, mini.Change]] = {
    "not-1.alert": (mini.NORM_FILE, mini.replace("text: Send an alert.", "text: Post an alert.")),
    "timeline:operator-to-csirt/alert": (mini.TIMELINE_FILE, mini.replace("within: PT24H", "within: PT12H")),
    "law/duty/p2:B": (LAW, mini.replace("It tells all teams.", "It tells every team.")),
    "blank:transition": (mini.LAW_FILE, mini.replace("default: P6M", "default: P1Y")),
    "term:norm": ("glossary.yaml", mini.replace("A voluntary standard", "A standard")),
    "measure:r01-talk": (mini.MEASURE_FILE, mini.replace("ends: When it is over.", "ends: When both say so.")),
    "taxonomy:confidence/low": ("taxonomies/confidence.yaml", mini.replace("What is low.", "What is weak.")),
}


@examples(max_examples=25)
@given(st.sets(st.sampled_from(sorted(EDITS))))
def test_exactly_what_was_edited_is_named_and_going_back_undoes_it(edited: set[str]) -> None:
    new = corpus_of(dict(EDITS[ref] for ref in edited))
    forth, back = compare(BASE, new), compare(new, BASE)
    assert {c.ref for c in forth.changes} == edited == {c.ref for c in back.changes}
    values = {ref: {name: value.text for name, value in e.values.items()} for ref, e in entries(new).items()}
    undone = {(c.ref, field.name): field for c in back.changes for field in c.fields}
    for change in forth.changes:
        for field in change.fields:
            assert after(field.segments) == values[change.ref][field.name]
            assert undone[change.ref, field.name].after == field.before


NEW = corpus_of({
    LAW: mini.replace('text: "in {writing|any form}."', 'text: "by <b>post</b> to the {competent_authority}."'),
    mini.NORM_FILE: mini.replace("as [[law/duty]] has it", "as [[law/duty/p1]] says"),
})


class TestPrinted:
    def test_marks_read_as_words(self) -> None:
        labels = Labels(NEW, link(NEW)[0])
        text = "[[clock:operator-to-csirt/alert]] as [[law/duty/p1]] or [[law/duty|it]] of {competent_authority} {a|b}"
        assert speaking(text, labels) == "[24 hours] as article 3(1) or it of [competent authority] a or b"

    def test_text_shows_what_went_and_what_came(self) -> None:
        said = as_text(compare(BASE, NEW), sides(NEW))
        assert "2 places changed: 2 reworded." in said
        assert "Article 3(1)(b) (law/duty/p1/b): reworded" in said
        assert "[-in writing or any form-]{+by <b>post</b> to the [competent authority]+}." in said
        assert "Norm NOT-1, paragraph 1 (not-1/p1): reworded" in said

    def test_markdown_means_nothing_but_its_words(self) -> None:
        said = as_markdown(compare(BASE, NEW), sides(NEW))
        assert r"<ins>by &lt;b>post&lt;/b> to the \[competent authority\]</ins>" in said

    def test_json_holds_the_records_whole(self) -> None:
        found = compare(BASE, NEW)
        said = json.loads(as_json(found))
        assert said["counts"] == {"reworded": 2}
        assert [change["ref"] for change in said["changes"]] == [change.ref for change in found.changes]
        segments = said["changes"][1]["fields"][0]["segments"]
        assert "".join(s["text"] for s in segments if s["kind"] != "removed").startswith("by <b>post</b>")

    @pytest.mark.parametrize("name", sorted(FORMATS))
    def test_every_form_is_the_same_twice(self, name: str) -> None:
        found = compare(BASE, NEW)
        assert FORMATS[name](found, sides(NEW)) == FORMATS[name](compare(BASE, NEW), sides(NEW))
