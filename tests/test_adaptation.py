"""Protects what a State decides about the law: what is chosen stands, what is left out is gone and not referred to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normbook.law.adaptation import CONDITIONS, GENERAL, Adaptation, recalled
from normbook.law.coherence import places
from normbook.law.combinations import Combinations
from normbook.law.country import adaptation_of, dead, refusals, vocabularies
from normbook.law.enactments import commencements, starts
from normbook.law.periods import LIFE, REVIEW, TABLING
from normbook.law.references import reference
from normbook.law.tree import Tree, extract, tree, units
from normbook.law.vocabulary import CIVIL, COMMON, MODEL, Vocabulary
from normbook.model.corpus import Corpus
from normbook.model.national import Country
from normbook.sunset import Start


@pytest.fixture(scope="module")
def combinations(corpus: Corpus) -> Combinations:
    return Combinations(corpus)


def decided(corpus: Corpus, combinations: Combinations, draw: st.DataObject) -> Adaptation:
    """Some choices that the rules allow, and some conditions."""
    wanted: dict[str, str] = {}
    for place in draw.draw(st.lists(st.sampled_from([place.ref for place in places(corpus)]), unique=True, max_size=8)):
        letter = draw.draw(st.sampled_from(combinations.letters[place]))
        if combinations.completed({**wanted, place: letter}) is not None:
            wanted[place] = letter
    conditions = frozenset(draw.draw(st.sampled_from([*pair, ""])) for pair in CONDITIONS) - {""}
    full = {place: letter for place, letter in (combinations.completed(wanted) or {}).items() if " or " not in place}
    return Adaptation(choices=full, conditions=conditions, clean=draw.draw(st.booleans()))


class TestChoosing:
    @settings(max_examples=30)
    @given(draw=st.data())
    def test_every_choice_that_the_rules_allow_makes_a_whole_law(
        self, corpus: Corpus, combinations: Combinations, draw: st.DataObject
    ) -> None:
        """No reference is dead, and numbers run without a gap."""
        adaptation = decided(corpus, combinations, draw)
        law = tree(corpus, adaptation)
        if not refusals(corpus, adaptation):
            assert not list(dead(law, corpus))
        assert [node.number for node in law.articles] == list(range(1, len(law.articles) + 1))
        for node in law.articles:
            for form in (node.units, *(option.units for option in node.options)):
                numbers = [unit.number for unit in form]
                assert numbers == ([""] if len(form) == 1 else [f"({n})" for n in range(1, len(form) + 1)])

    @settings(max_examples=30)
    @given(draw=st.data())
    def test_what_is_chosen_leaves_no_choice_behind(
        self, corpus: Corpus, combinations: Combinations, draw: st.DataObject
    ) -> None:
        adaptation = decided(corpus, combinations, draw)
        law = tree(corpus, adaptation)
        left = {option.ref.rpartition(":")[0] for node in law.articles for option in node.options}
        left |= {choice.ref.rpartition(":")[0] for node in law.articles for unit in node.units
                 for choice in unit.choices}
        assert not left & set(adaptation.choices)
        assert not (adaptation.clean and left)

    def test_a_chosen_form_answers_to_the_name_of_the_article(self, corpus: Corpus) -> None:
        """A reference that names no variant means the one that the State took, not the default one."""
        place = next(place for place in places(corpus) if place.ref == place.article.id
                     and any(not v.default and not v.omit for v in place.variants))
        other = next(v for v in place.article.variants if not v.default and not v.omit)
        law = tree(corpus, Adaptation(choices={place.ref: other.id}))
        node = next(node for node in law.articles if node.ref == place.ref)
        assert node.variant == other.id
        assert [unit.text for unit in node.units] == [paragraph.text for paragraph in other.paragraphs]
        first = f"{place.ref}/{other.paragraphs[0].id}"
        assert law.aliases[first] == f"{place.ref}:{other.id}/{other.paragraphs[0].id}"

    def test_a_variant_that_leaves_the_article_out_moves_the_numbers(self, corpus: Corpus) -> None:
        place = next(place for place in places(corpus)
                     if place.ref == place.article.id and any(v.omit for v in place.variants))
        omit = next(v for v in place.variants if v.omit)
        whole, law = tree(corpus), tree(corpus, Adaptation(choices={place.ref: omit.id}))
        assert place.ref not in law.numbers
        assert len(law.articles) == len(whole.articles) - 1

    def test_the_general_edition_decides_nothing(self, corpus: Corpus) -> None:
        law = tree(corpus)
        assert law.adaptation is GENERAL
        assert {unit.when for _, _, unit in units(law)} > {""}


class TestConditions:
    @pytest.mark.parametrize(("known", "stands"), [({"federal"}, True), ({"unitary"}, False), (set(), True)])
    def test_a_paragraph_stands_where_its_condition_may_hold(
        self, corpus: Corpus, known: set[str], stands: bool
    ) -> None:
        law = tree(corpus, Adaptation(conditions=frozenset(known)))
        found = [unit for _, _, unit in units(law) if unit.ref == "law/competent-authority/p3"]
        assert bool(found) is stands
        assert [unit.when for unit in found] == (["federal"] if stands and not known else [""] if stands else [])

    def test_a_state_cannot_be_both(self, corpus: Corpus) -> None:
        found = refusals(corpus, Adaptation(conditions=frozenset({"federal", "unitary"})))
        assert [refusal.message for refusal in found] == ["a State is not both federal and unitary"]


class TestLeavingOut:
    def test_what_others_need_cannot_go(self, corpus: Corpus) -> None:
        """Each refusal names who needs it."""
        wanted = next(node for node in tree(corpus).articles if node.article.status != "core"
                      and any(node.ref in other.article.requires for other in tree(corpus).articles))
        found = refusals(corpus, Adaptation(omitted=frozenset({wanted.ref})))
        assert found
        assert all(refusal.field == "omitted" and refusal.key == wanted.ref for refusal in found)

    def test_an_article_that_nobody_needs_can_go(self, corpus: Corpus) -> None:
        free = [node.ref for node in tree(corpus).articles if node.article.status != "core"
                and not refusals(corpus, Adaptation(omitted=frozenset({node.ref})))]
        assert free, "some article of the model law is truly optional"
        law = tree(corpus, Adaptation(omitted=frozenset(free[:1])))
        assert free[0] not in law.numbers
        assert not list(dead(law, corpus))

    def test_mistakes_are_told_all_at_once_and_with_a_remedy(self, corpus: Corpus) -> None:
        found = refusals(corpus, Adaptation(
            choices={"law/oversight-boddy": "A", "law/competent-authority/p1": "Z"},
            omitted=frozenset({"law/competent-authority", "law/nothing-such"}),
            blanks={"competent_autority": "x", "sunset_period": "six years"}))
        assert sorted((refusal.field, refusal.key) for refusal in found) == [
            ("blanks", "competent_autority"), ("blanks", "sunset_period"),
            ("omitted", "law/competent-authority"), ("omitted", "law/nothing-such"),
            ("variants", "law/competent-authority/p1"), ("variants", "law/oversight-boddy"),
        ]
        assert all(refusal.hint for refusal in found)


class TestExtracts:
    def test_an_extract_keeps_the_numbers_of_the_whole(self, corpus: Corpus) -> None:
        whole = tree(corpus)
        part = extract(whole, frozenset({"law/part-notification"}))
        assert [node.ref for node in part.articles] == [
            node.ref for node in whole.articles if node.ref in {a.ref for a in whole.parts[2].articles}]
        assert part.numbers == whole.numbers


class TestPeriods:
    def test_dates_follow_the_periods_that_the_state_wrote_into_its_law(self, corpus: Corpus) -> None:
        """The law says 'reviewed at intervals of two years'; its table of dates must not say three."""
        filled = {"review_period": "P2Y", "sunset_period": "P4Y", "tabling_period": "P1Y"}
        model, own = tree(corpus), tree(corpus, Adaptation(blanks=filled))
        by_default = {blank.id: blank.default for blank in corpus.law.blanks}
        pairs = [(one.article, other.article) for one, other in zip(model.articles, own.articles, strict=True)]
        reviewed = [(one.review.every, other.review.every) for one, other in pairs if one.review and other.review]
        assert (by_default["review_period"], "P2Y") in reviewed
        assert all(after == ("P2Y" if before == by_default["review_period"] else before) for before, after in reviewed)
        ends = {(one.sunset.after, other.sunset.after, other.sunset.tabling) for one, other in pairs
                if one.sunset and other.sunset}
        assert ends == {(by_default["sunset_period"], "P4Y", "P1Y"),
                        (by_default["exceptional_sunset_period"], by_default["exceptional_sunset_period"], "P1Y")}

    def test_the_model_gives_each_article_a_period_that_it_proposes(self, corpus: Corpus) -> None:
        """Else a State's own period could not be told from the article's."""
        proposed = {blank.default for blank in corpus.law.blanks if blank.id in (*LIFE, *TABLING)}
        (every,) = [blank.default for blank in corpus.law.blanks if blank.id in REVIEW]
        reviews = {node.article.review.every for node in tree(corpus).articles if node.article.review}
        assert reviews == {every}, "the law has one interval of review, and no other is a date in law"
        sunsets = [node.article.sunset for node in tree(corpus).articles if node.article.sunset]
        assert sunsets
        assert {one.after for one in sunsets} | {one.tabling for one in sunsets} <= proposed


class TestCommencement:
    def test_what_the_model_leaves_out_commences_only_where_it_is_chosen(self, corpus: Corpus) -> None:
        open_ = "law/collective-countermeasures"
        kenya = Country.model_validate({"iso2": "KE", "enacted": "2028-01-01"})
        assert open_ not in commencements(tree(corpus), kenya)
        assert "law/countermeasures" in commencements(tree(corpus), kenya)
        letter = next(v.id for part in corpus.parts for a in part.articles if a.id == open_
                      for v in a.variants if not v.omit)
        chosen = tree(corpus, Adaptation(choices={open_: letter}))
        assert commencements(chosen, kenya)[open_] == date(2028, 1, 1)

    def test_a_part_in_force_without_the_article_on_review_is_not_reviewed(self, corpus: Corpus) -> None:
        record = {"provision": "law/part-response", "own": "Part 2", "commenced": "2028-07-01",
                  "source": [{"title": "Gazette", "ref": "1"}]}  # fmt: skip
        kenya = Country.model_validate({"iso2": "KE", "enactments": [record], "commences": "2029-01-01"})
        found = starts(tree(corpus), kenya, date(2026, 12, 1))
        assert found["law/countermeasures"] == Start(date(2028, 7, 1), None)
        assert found["law/review-of-law"] == Start(date(2029, 1, 1), date(2029, 1, 1), indicative=True)


_MARK = re.compile(r"\[\[[^]]*\]\]|\{[^}]*\}")
_CLAUSES = re.compile(r"[.;:] |, (?:and|but) ")


def strings(value: object) -> Iterator[str]:
    """Every string in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inside in value.values():
            yield from strings(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from strings(inside)


def written(corpus: Corpus) -> list[str]:
    """The words of the law, of its notes, blanks and guide."""
    return [text for item in (corpus.law, *corpus.parts) for text in strings(item.model_dump())]


class TestVocabulary:
    @pytest.mark.parametrize(("vocabulary", "text", "said"), [
        (COMMON, "An operator shall notify the CSIRT.", "An operator must notify the CSIRT."),
        (COMMON, "An operator shall not wait.", "An operator must not wait."),
        (COMMON, "No person shall be punished for it.", "No person may be punished for it."),
        (COMMON, "No public body and no covered operator shall delay.",
         "No public body and no covered operator may delay."),
        (COMMON, "Data shall be used for no other purpose and shall be erased.",
         "Data must be used for no other purpose and must be erased."),
        (COMMON, "material that goes no further shall be submitted", "material that goes no further must be submitted"),
        (COMMON, "A test shall not harm, and nobody shall suffer.", "A test must not harm, and nobody may suffer."),
        (COMMON, "An article or a point of contact; points (b) and (c).",
         "A section or a point of contact; paragraphs (b) and (c)."),
        (COMMON, "A law to provide for it, renewed by a law.", "An Act to provide for it, renewed by an Act."),
        (COMMON, "a finding by a law officer; the present Law", "a finding by a law officer; the present Act"),
        (COMMON, "the articles on State responsibility, and the definite article",
         "the articles on State responsibility, and the definite article"),
        (COMMON, "This article and its last paragraph; article 52 of the Charter.",
         "This section and its last subsection; article 52 of the Charter."),
        (COMMON, "The purposes of this Law are in [[law/purpose|the first article]].",
         "The purposes of this Act are in [[law/purpose|the first article]]."),
        (CIVIL, "Each Part and each Schedule; the Schedules.", "Each Chapter and each Annex; the Annexes."),
        (CIVIL, "Commencement. It commences on {commencement_date}.",
         "Entry into force. It enters into force on {commencement_date}."),
        (CIVIL, "part of the law", "part of the law"),
        (CIVIL, "Part of a campaign. Part that the State played.", "Part of a campaign. Part that the State played."),
        (CIVIL, "In a Schedule, with a schedule of repeals.", "In an Annex, with an annex of repeals."),
        (MODEL, "This article shall commence.", "This article shall commence."),
    ])
    def test_words_follow_and_marks_stay(self, vocabulary: object, text: str, said: str) -> None:
        assert vocabulary.say(text) == said  # type: ignore[attr-defined]

    @pytest.mark.parametrize(("vocabulary", "strange"), [
        (COMMON, r"\bshall\b|\b(?:this|the|an) (?:article|paragraph|Law)\b(?! \d)|\ban section\b"),
        (CIVIL, r"\bSchedules?\b|\bcommenc(?!ement_date)|\bChapter (?:of|that)\b|\ba Annex\b"),
    ])
    def test_no_word_of_another_vocabulary_is_left(
        self, corpus: Corpus, vocabulary: Vocabulary, strange: str
    ) -> None:
        """In the law, its notes, its guide and its blanks; what is decided by marks is not among the words."""
        said = [_MARK.sub("", vocabulary.say(text)) for text in written(corpus)]
        assert [text for text in said if re.search(strange, text.replace("definite article", ""))] == []

    def test_what_is_forbidden_is_not_turned_into_freedom_from_a_duty(self, corpus: Corpus) -> None:
        """'No person must' permits what 'no person shall' forbids."""
        clauses = [clause for text in written(corpus) if "shall" in text
                   for clause in _CLAUSES.split(COMMON.say(text))]
        assert clauses
        freed = re.compile(r"(?:no|nobody|neither|none|nothing)\b(?:(?!, who\b).)*\bmust\b", re.IGNORECASE)
        assert [clause for clause in clauses if freed.match(clause)] == []

    def test_the_words_that_are_told_are_those_that_are_put(self) -> None:
        """The sheet of differences names the verb of duty and the word for commencement, not the units alone."""
        assert MODEL.differs == ()
        assert {("Law", "Act"), ("shall", "must"), ("no person shall", "no person may")} <= set(COMMON.differs)
        assert {("Part", "Chapter"), ("commences", "enters into force")} <= set(CIVIL.differs)

    def test_references_follow(self, corpus: Corpus) -> None:
        def read(law: Tree, *refs: str) -> list[str | None]:
            return [reference(law, ref, "law/duty-to-notify/p1") for ref in refs]

        refs = ("law/duty-to-notify/p2/a", "law/initial-alert/p1", "law/part-notification", "law/schedule-timelines")
        model, common, civil = (read(tree(corpus, Adaptation(words)), *refs) for words in (MODEL, COMMON, CIVIL))
        number = str(model[1]).partition(" ")[2]
        schedule = str(model[3]).partition(" ")[2]
        assert model == ["paragraph (2)(a)", f"article {number}", "Part III", f"Schedule {schedule}"]
        assert common == ["subsection (2)(a)", f"section {number}", "Part III", f"Schedule {schedule}"]
        assert civil == ["paragraph (2)(a)", f"article {number}", "Chapter III", f"Annex {schedule}"]

    def test_a_plain_tradition_has_one_vocabulary_and_any_other_both(self, corpus: Corpus) -> None:
        states = {state.legal_tradition: state for state in corpus.states.states}
        assert vocabularies(states["civil"]) == (CIVIL,)
        assert vocabularies(states["common"]) == (COMMON,)
        assert vocabularies(states["mixed"]) == (COMMON, CIVIL)
        chosen = Country(iso2=states["mixed"].iso2, vocabulary="civil")
        assert vocabularies(states["mixed"], chosen) == (CIVIL,)


class TestStates:
    def test_every_state_has_an_adaptation_that_stands(self, corpus: Corpus) -> None:
        judged = set()
        for state in corpus.states.states:
            found = adaptation_of(corpus, state.iso2)
            assert found.blanks["state_name"]
            assert "state_name" not in found.suggested
            # What is refused hangs on these; most States share them, and to judge takes a tenth of a second.
            shape = (found.vocabulary.name, tuple(found.choices.items()), found.conditions, found.omitted)
            if shape not in judged:
                judged.add(shape)
                assert not refusals(corpus, found)

    def test_a_record_leads_back(self) -> None:
        made = Adaptation(COMMON, "KE", {"law/x": "B"}, frozenset({"unitary"}), frozenset({"law/y"}),
                          {"court": "High Court"}, {"national_csirt": "KE-CIRT"}, date(2028, 1, 1), clean=True)
        assert recalled(made.record()) == made
        assert recalled(GENERAL.record()) == GENERAL

    @pytest.mark.parametrize("record", [
        {"vocabulary": "klingon"}, {"choices": ["law/x"]}, {"omitted": {"a": "b"}}, {"commences": "soon"},
    ])
    def test_a_record_that_is_none_is_refused(self, record: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r"is not a|there is no|Invalid"):
            recalled(record)
