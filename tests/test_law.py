"""Protects the numbered law: articles run through, units restart, references read rightly, choices stay coherent."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mini
from normbook.law.adaptation import Adaptation
from normbook.law.coherence import broken, contradictions, holds, places, taking
from normbook.law.references import article_of, articles, reference
from normbook.law.tree import Tree, Unit, tree
from normbook.law.vocabulary import Vocabulary, letters, roman
from normbook.load import load
from normbook.model.corpus import Corpus
from normbook.model.law import Part


def small(tmp_path: Path, changes: dict[str, mini.Change] | None = None) -> Corpus:
    corpus = load(mini.write(tmp_path, changes)).corpus
    assert corpus is not None
    return corpus


def units(tree_: Tree) -> list[Unit]:
    """Every unit of the law, those in variants included."""
    found: list[Unit] = []

    def walk(items: tuple[Unit, ...]) -> None:
        for unit in items:
            found.append(unit)
            walk(unit.inside)
            for option in unit.choices:
                walk(option.units)

    for article in tree_.articles:
        walk(article.units)
        for option in article.options:
            walk(option.units)
    return found


def test_articles_in_runs(corpus: Corpus) -> None:
    made = tree(corpus)
    refs = [article.ref for article in made.articles]
    assert articles(made, []) == articles(made, ["law/schedule-taxonomy", "law/part-response"]) == ""
    assert articles(made, [f"{refs[6]}/p1", refs[6]]) == "article 7"
    several = [refs[10], refs[1], refs[0], f"{refs[2]}:A/p2", refs[5], refs[6]]
    assert articles(made, several) == "articles 1 to 3, 6, 7, 11"


class TestNumbers:
    def test_small_law(self, tmp_path: Path) -> None:
        made = tree(small(tmp_path))
        assert [(part.number, part.ref, part.part is None) for part in made.parts] == [
            ("I", "law/part-preliminary", False), ("II", "law/part-response", True), ("III", "law/part-duties", False),
        ]  # fmt: skip
        assert [(article.number, article.ref) for article in made.articles] == [
            (1, "law/definitions"), (2, "law/teams"), (3, "law/duty"), (4, "law/transition"),
        ]  # fmt: skip
        assert {ref: "".join(label) for ref, label in made.numbers.items()} == {
            "law/definitions": "1", "law/teams": "2", "law/teams:A": "2", "law/teams:A/p1": "2", "law/teams:B": "2",
            "law/teams:B/p1": "2(1)", "law/teams:B/p2": "2(2)", "law/teams/p1": "2",
            "law/part-preliminary": "I", "law/part-response": "II", "law/part-duties": "III",
            "law/duty": "3", "law/duty/p1": "3(1)", "law/duty/p1/a": "3(1)(a)", "law/duty/p1/b": "3(1)(b)",
            "law/duty/p2": "3(2)", "law/duty/p2:A": "3(2)", "law/duty/p2:B": "3(2)", "law/duty/p3": "3(3)",
            "law/transition": "4", "law/transition/p1": "4", "law/schedule-timelines": "1",
        }  # fmt: skip

    def test_a_reserved_part_that_is_written_stands_once(self, tmp_path: Path) -> None:
        corpus = small(tmp_path, {mini.PART_FILE: mini.replace("number: 3", "number: 2")})
        assert [part.number for part in tree(corpus).parts] == ["I", "II"]

    def test_real_articles_run_straight_through(self, corpus: Corpus) -> None:
        made = tree(corpus)
        assert [article.number for article in made.articles] == list(range(1, len(made.articles) + 1))
        assert [part.number for part in made.parts] == [roman(n) for n in range(1, len(made.parts) + 1)]
        assert [article.ref for article in made.articles] == [a.id for part in corpus.parts for a in part.articles]

    def test_real_units_are_numbered_in_order_and_restart(self, corpus: Corpus) -> None:
        """(1), (2) … in each article and each variant; (a), (b) … in each paragraph; (i), (ii) … in each point."""
        made = tree(corpus)

        def check(items: tuple[Unit, ...]) -> None:
            if len(items) == 1 and items[0].kind == "paragraph":
                assert items[0].number == ""
            else:
                sign: Any = {"paragraph": str, "point": letters, "subpoint": lambda n: roman(n).lower()}
                assert [unit.number for unit in items] == [f"({sign[unit.kind](n)})" for n, unit in enumerate(items, 1)]
            for unit in items:
                check(unit.inside)
                for option in unit.choices:
                    assert [inner.number for inner in option.units] in ([], [unit.number])
                    for inner in option.units:
                        check(inner.inside)

        for article in made.articles:
            check(article.units)
            for option in article.options:
                check(option.units)

    def test_every_unit_has_a_number_and_every_number_a_unit(self, corpus: Corpus) -> None:
        made = tree(corpus)
        for unit in units(made):
            label = made.numbers[unit.ref]
            assert label[-1] == unit.number or unit.number == ""
        assert all(ref.startswith("law/") for ref in made.numbers)

    @given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    def test_inserting_an_article_moves_the_numbers_after_it_and_no_id(self, sizes: list[int]) -> None:
        def part(number: int, articles: int, extra: bool) -> Part:
            names = [f"law/a-{number}-{n}" for n in range(articles)]
            names[1:1] = ["law/new"] if extra else []
            return Part.model_validate({
                "id": f"law/part-{number}", "number": number, "title": "T", "summary": "S",
                "articles": [{"id": name, "heading": "H", "status": "core", "guide": {"why": "W"}} for name in names],
            })  # fmt: skip

        def numbered(extra: bool) -> dict[str, int]:
            parts = tuple(part(n, size, extra and n == 1) for n, size in enumerate(sizes, 1))
            return {article.ref: article.number for article in tree(Corpus(**_frame(), parts=parts)).articles}

        before, after = numbered(False), numbered(True)
        assert list(before) == [ref for ref in after if ref != "law/new"]
        assert all(after[ref] == number + (number >= after["law/new"]) for ref, number in before.items())


def _frame() -> dict[str, Any]:
    """What a corpus must have besides Parts, empty."""
    from normbook.model.law import Law

    law = Law.model_validate({"title": "T", "short_title": "S", "long_title": "L", "enacting_formula": "E",
                              "guide_intro": ["G"], "blanks": []})
    return {"handbook": None, "glossary": None, "law": law, "states": None, "groups": None}


class TestSigns:
    @pytest.mark.parametrize(("number", "sign"), [(1, "a"), (26, "z"), (27, "aa"), (52, "zz"), (53, "aaa")])
    def test_letters_as_word_counts_them(self, number: int, sign: str) -> None:
        assert letters(number) == sign

    @pytest.mark.parametrize(("number", "sign"), [(1, "I"), (4, "IV"), (9, "IX"), (49, "XLIX"), (1994, "MCMXCIV")])
    def test_roman(self, number: int, sign: str) -> None:
        assert roman(number) == sign

    @given(st.integers(1, 3999), st.integers(1, 3999))
    def test_no_two_numbers_have_one_sign(self, one: int, other: int) -> None:
        assert (roman(one) == roman(other)) == (one == other)
        assert (letters(one) == letters(other)) == (one == other)


class TestReferences:
    @pytest.mark.parametrize(
        ("ref", "here", "words"),
        [
            ("law/duty", "", "article 3"),
            ("law/duty/p1/b", "", "article 3(1)(b)"),
            ("law/duty/p1/b", "law/teams/p1", "article 3(1)(b)"),
            ("law/duty/p1/b", "law/duty/p2", "paragraph (1)(b)"),
            ("law/duty/p1", "law/duty", "paragraph (1)"),
            ("law/teams:B/p2", "law/teams:B/p1", "paragraph (2)"),
            ("law/teams:B/p2", "law/teams", "paragraph (2)"),
            ("law/teams:B/p2", "law/duty", "article 2(2) in Variant B"),
            ("law/teams:B/p2", "", "article 2(2) in Variant B"),
            ("law/duty/p2:B", "", "article 3(2), Variant B"),
            ("law/teams:B", "", "article 2, Variant B"),
            ("law/teams/p1", "", "article 2"),
            ("law/part-response", "law/duty/p1", "Part II"),
            ("law/schedule-timelines", "law/duty/p1", "Schedule 1"),
            ("law/schedule-timelines", "law/schedule-timelines", "this Schedule"),
            ("law/nothing", "", None),
            ("not-1", "", None),
        ],
    )
    def test_words_depend_on_where_they_stand(self, ref: str, here: str, words: str | None, tmp_path: Path) -> None:
        assert reference(tree(small(tmp_path)), ref, here) == words

    def test_a_point_of_the_only_paragraph_is_a_point(self, tmp_path: Path) -> None:
        """Its paragraph has no number, so that 'paragraph (a)' would be wrong."""
        corpus = small(tmp_path, {mini.PART_FILE: mini.replace(
            '{id: p1, text: "This Law applies after {transition}."}',
            '{id: p1, text: "This Law applies:", points: [{id: a, text: "after {transition}."}]}')})
        made = tree(corpus)
        assert reference(made, "law/transition/p1/a", "law/transition/p1") == "point (a)"
        assert reference(made, "law/transition/p1/a", "law/duty") == "article 4(a)"

    def test_another_vocabulary(self, tmp_path: Path) -> None:
        words = Vocabulary(part="Chapter", article="section", paragraph="subsection", schedule="Annex")
        made = tree(small(tmp_path), Adaptation(words))
        found = [reference(made, ref, "law/duty") for ref in ("law/teams", "law/duty/p1", "law/part-duties",
                                                              "law/schedule-timelines")]
        assert found == ["section 2", "subsection (1)", "Chapter III", "Annex 1"]

    @pytest.mark.parametrize("ref", ["law/x", "law/x/p1/a", "law/x:A", "law/x:A/p1", "law/x/p2:B"])
    def test_the_article_of_a_unit(self, ref: str) -> None:
        assert article_of(ref) == "law/x"

    def test_no_reference_of_the_real_law_reads_as_its_own_id(self, corpus: Corpus) -> None:
        made = tree(corpus)
        for ref in made.numbers:
            outside = reference(made, ref) or ""
            assert outside.startswith(("article ", "Part ", "Schedule ")), ref
            assert reference(made, ref, article_of(ref) + "/p1"), ref


class TestCoherence:
    def test_small_law(self, tmp_path: Path) -> None:
        corpus = small(tmp_path)
        assert [place.ref for place in places(corpus)] == ["law/teams", "law/duty/p2"]
        assert broken({}, corpus) == ()
        assert broken({"law/teams": "B"}, corpus) == ("law/teams:B requires law/duty/p2:B",)
        assert broken({"law/teams": "B", "law/duty/p2": "B"}, corpus) == ()

    def test_what_is_left_out_does_not_hold(self, tmp_path: Path) -> None:
        corpus = small(tmp_path, {"law/part-01-preliminary.yaml": mini.replace(
            "    guide: {why: Somebody must answer., choices: One or several.}",
            "      - {id: C, label: None, follows: Bare., omit: true}\n"
            "    guide: {why: Somebody must answer., choices: One or several.}")})
        assert broken({}, corpus) == ()
        assert broken({"law/teams": "C"}, corpus) == ("law/duty requires law/teams",)
        taken = taking({"law/teams": "C"}, corpus)
        assert not holds("law/teams", taken)
        assert not holds("law/teams/p1", taken)
        assert holds("law/duty", taken)
        assert holds("law/duty/p2:A", taken)
        assert not holds("law/duty/p2:B", taken)

    def test_excludes(self, tmp_path: Path) -> None:
        corpus = small(tmp_path, {"law/part-01-preliminary.yaml": mini.replace(
            "requires: [law/duty/p2:B]", "excludes: [law/duty/p2:A]")})
        assert broken({"law/teams": "B"}, corpus) == ("law/teams:B excludes law/duty/p2:A",)
        assert broken({"law/teams": "B", "law/duty/p2": "B"}, corpus) == ()

    @pytest.mark.parametrize(
        ("rules", "reason"),
        [
            ("requires: [law/duty/p2:B], excludes: [law/duty/p2:B]", "both requires and excludes"),
            ("requires: [law/teams:A]", "another variant of the same place"),
            ("requires: [law/duty/p2:A, law/duty/p2:B]", "requires two variants of law/duty/p2"),
        ],
    )
    def test_rules_that_no_choice_satisfies(self, rules: str, reason: str, tmp_path: Path) -> None:
        lines = rules.replace("], ", "]\n        ")
        corpus = small(tmp_path, {"law/part-01-preliminary.yaml": mini.replace("requires: [law/duty/p2:B]", lines)})
        assert any(reason in why for _, variant, why in contradictions(corpus) if variant.id == "B")

    def test_the_defaults_of_the_real_law_stand_together(self, corpus: Corpus) -> None:
        assert broken({}, corpus) == ()
        assert all(place.default for place in places(corpus))

    def test_every_variant_of_the_real_law_can_stand(self, corpus: Corpus) -> None:
        """For each variant some choice keeps every rule: what it requires is taken, and what it excludes is not."""
        known = {place.ref: place for place in places(corpus)}
        for place in known.values():
            for variant in place.variants:
                assert satisfiable({place.ref: variant.id}, known, corpus), f"{place.ref}:{variant.id}"

    def test_every_pair_of_variants_of_the_real_law_is_judged_alike_both_ways(self, corpus: Corpus) -> None:
        """The order in which choices are named makes no difference, and a broken rule names a choice that was made."""
        known = list(places(corpus))
        for one, other in itertools.combinations(known, 2):
            for first, second in itertools.product(one.variants, other.variants):
                rules = broken({one.ref: first.id, other.ref: second.id}, corpus)
                assert rules == broken({other.ref: second.id, one.ref: first.id}, corpus)
                taken = taking({one.ref: first.id, other.ref: second.id}, corpus)
                for rule in rules:
                    me = rule.split(" ")[0]
                    assert holds(me, taken), rule


def satisfiable(choice: dict[str, str], known: dict[str, Any], corpus: Corpus) -> bool:
    """Whether a choice can be completed so that no rule is broken, changing only places that broken rules name."""
    rules = broken(choice, corpus)
    if not rules:
        return True
    named = {word.partition(":")[0] for word in rules[0].split(" ")} & set(known) - set(choice)
    return any(
        satisfiable({**choice, ref: variant.id}, known, corpus)
        for ref in sorted(named) for variant in known[ref].variants
    )
