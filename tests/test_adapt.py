"""Protects the way from a State's decisions to its law: nothing guessed, nothing overwritten, every refusal placed."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mini
from normbook import source
from normbook.cli import main
from normbook.countryfile import country_file
from normbook.edit import canonical
from normbook.examine import examine
from normbook.law.adaptation import CONDITIONS, Adaptation
from normbook.law.coherence import places
from normbook.law.combinations import Combinations
from normbook.law.country import adaptation_of, naming_in, refusals, vocabularies
from normbook.law.differences import differences
from normbook.law.references import article_of
from normbook.law.tree import tree
from normbook.law.vocabulary import CIVIL, COMMON, MODEL
from normbook.link import link
from normbook.model.corpus import Corpus
from normbook.model.national import Country
from normbook.model.world import State
from normbook.outputs.adapted import adapted_files, key
from normbook.publication import Publication
from normbook.views.adapted import Laws, files
from normbook.views.differences import Sheet

DECISION = re.compile(r"^(\s*)#(?! )(\S.*)$")
"""A line of a starting file that becomes a decision when its sign is taken away."""
DECIDED = "iso2: KE\nfederal: false\nvariants:\n  law/duty/p2: B\n  law/teams: B\nomitted: [law/transition]\n"


def run(*words: str | Path) -> int:
    return main([str(word) for word in words])


def mini_project(folder: Path, country: str = "") -> Path:
    mini.write(folder, {"countries/ke.yaml": country} if country else {})
    return folder


def with_country(publication: Publication, **fields: object) -> Publication:
    made = Country.model_validate({"iso2": "KE", **fields})
    return replace(publication, corpus=replace(publication.corpus, countries=(made,)))


def a_state(corpus: Corpus, iso2: str) -> State:
    return next(state for state in corpus.states.states if state.iso2 == iso2)


@pytest.fixture(scope="module")
def text(publication: Publication) -> str:
    """The starting file of a State."""
    return country_file(publication, "KE")


class TestVocabularies:
    @pytest.mark.parametrize(("tradition", "offered"), [
        ("civil", (CIVIL,)), ("common", (COMMON,)), ("mixed", (COMMON, CIVIL)), ("religious", (COMMON, CIVIL)),
        ("customary", (COMMON, CIVIL)), ("unknown", (COMMON, CIVIL)),
    ])
    def test_both_are_offered_where_the_tradition_points_to_neither(
        self, corpus: Corpus, tradition: str, offered: tuple[object, ...]
    ) -> None:
        state = a_state(corpus, "KE").model_copy(update={"legal_tradition": tradition})
        assert vocabularies(state) == offered
        assert naming_in(state) == (offered[0] if len(offered) == 1 else MODEL)
        assert vocabularies(state, Country(iso2="KE", vocabulary="civil")) == (CIVIL,)

    def test_no_state_has_decided_anything_and_every_law_stands(self, corpus: Corpus) -> None:
        """Choices are a State's own: none is invented here."""
        assert corpus.countries == ()
        seen = set()
        for state in corpus.states.states:
            own = adaptation_of(corpus, state.iso2)
            assert not own.decides
            kind = (own.vocabulary.name, tuple(sorted(own.suggested)), tuple(sorted(own.blanks)))
            if kind not in seen:  # what differs besides are names
                seen.add(kind)
                assert refusals(corpus, own) == (), state.iso2
        assert len(seen) > 3


class TestCommand:
    def test_a_state_of_one_tradition_gets_one_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(mini_project(tmp_path))
        assert run("adapt", "ke") == 0
        said = capsys.readouterr().out
        assert (tmp_path / "model-law-ke.docx").read_bytes()[:2] == b"PK"
        assert "common-law words" in said
        assert "No variant has been chosen." in said
        assert "Article" not in said.partition("Choices to make")[2]
        assert "Section 2, Teams: A One team (default); B Several teams" in said
        assert "National CSIRT" not in said  # no blank of that name is declared
        assert "Is the State federal or unitary? section 3(3)" in said
        assert said.rstrip().splitlines()[-1].startswith("model-law-ke.docx  ")

    def test_where_the_tradition_points_to_neither_there_are_two_files_and_the_reason(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mini_project(tmp_path)
        assert run("adapt", "SA", "--root", tmp_path, "-o", tmp_path / "law.docx", "--form", "clean") == 0
        said = capsys.readouterr().out
        assert {path.name for path in tmp_path.glob("*.docx")} == {"law-common.docx", "law-civil.docx"}
        assert "recorded as religious, which points to neither" in " ".join(said.split())
        assert run("adapt", "SA", "--root", tmp_path, "-o", tmp_path / "law.docx", "--vocabulary", "civil") == 0
        assert (tmp_path / "law.docx").is_file()

    def test_nothing_is_overwritten(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Somebody may have worked on the file: it is replaced only when that is asked for."""
        mini_project(tmp_path)
        there = tmp_path / "law-civil.docx"
        there.write_bytes(b"work of a week")
        command = ("adapt", "SA", "--root", tmp_path, "-o", tmp_path / "law.docx")
        assert run(*command) == 2
        assert "--force" in capsys.readouterr().err
        assert there.read_bytes() == b"work of a week"
        assert not (tmp_path / "law-common.docx").exists(), "all files or none"
        assert run(*command, "--force") == 0
        assert there.read_bytes()[:2] == b"PK"

    def test_decisions_that_cannot_stand_are_refused_all_at_once_with_their_lines(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mini_project(tmp_path, "iso2: KE\nvariants:\n  law/teams: B\nomitted:\n  - law/transition\n  - law/teams\n")
        assert run("adapt", "KE", "--root", tmp_path, "-o", tmp_path / "law.docx") == 1
        said = capsys.readouterr().out
        assert "norms/countries/ke.yaml:6:5: error[A08] 'law/teams' is left out, but law/duty requires it" in said
        assert "2 errors" in said
        mini_project(tmp_path, "iso2: KE\nvariants:\n  law/teams: B\n")
        assert run("adapt", "KE", "--root", tmp_path, "-o", tmp_path / "law.docx") == 1
        assert "ke.yaml:3:3: error[A03] the choice breaks a rule: law/teams:B requires law/duty/p2:B" in \
            capsys.readouterr().out
        assert not list(tmp_path.glob("*.docx"))

    def test_differences_are_told_as_data(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        mini_project(tmp_path, DECIDED)
        assert run("adapt", "KE", "--root", tmp_path, "--differences", "--format", "json") == 0
        told = json.loads(capsys.readouterr().out)
        (law,) = told["laws"]
        assert law["vocabulary"] == "common"
        assert law["variants"] == [
            {"ref": "law/teams", "provision": "Section 2, Teams", "chosen": "B Several teams",
             "default_of_the_model": "A One team"},
            {"ref": "law/duty/p2", "provision": "Section 3(2), Duty to tell", "chosen": "B To all",
             "default_of_the_model": "A To one"},
        ]
        assert law["left_out"] == [
            {"ref": "law/duty/p3", "provision_of_the_model": "Article 3(3), Duty to tell",
             "why": "stands in federal States only"},
            {"ref": "law/transition", "provision_of_the_model": "Article 4, Transition",
             "why": "left out by the State"},
        ]
        assert law["open_choices"] == []
        assert "transition" not in {row["blank"].lower() for row in law["open_blanks"]}
        assert not list(tmp_path.glob("*.docx"))

    @pytest.mark.parametrize(("words", "hint"), [
        (("KX",), "KE (Kenya)"), (("KE", "-o", "law.pdf"), "End it in .docx"),
        (("KE", "--edition", "7.0"), "Editions: draft"),
        (("KE", "--commences", "2031-01-01"), "Leave out --commences"),
    ])
    def test_a_wrong_command_is_told_what_to_write(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], hint: str
    ) -> None:
        mini_project(tmp_path, "iso2: KE\nenacted: 2030-01-01\n")
        assert run("adapt", *words, "--root", tmp_path) == 2
        assert hint in capsys.readouterr().err

    def test_an_edition_is_adapted_with_what_is_known_today(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """An edition freezes the law and no State's decisions."""
        folder = project / "norms" / "countries"
        folder.mkdir(exist_ok=True)
        (folder / "ke.yaml").write_text("iso2: KE\nvariants: {law/single-report: B}\n", encoding="utf-8")
        assert run("adapt", "KE", "--root", project, "--edition", "0.9", "--vocabulary", "common", "--differences",
                   "--format", "json", "--commences", "2030-03-01") == 0
        told = json.loads(capsys.readouterr().out)
        assert told["edition"] == "0.9"
        (law,) = told["laws"]
        assert [row["ref"] for row in law["variants"]] == ["law/single-report"]
        assert {"blank": "Date of commencement", "value": "1 March 2030", "by": "commencement",
                "proposed_by_the_model": ""} in law["blanks"]
        assert law["suggested"][0]["source"]


class TestCountryFile:
    def test_it_lists_all_there_is_to_decide(self, corpus: Corpus, text: str) -> None:
        offered = {line[2] for line in map(DECISION.match, text.splitlines()) if line}
        for place in places(corpus):
            assert {f"{place.ref}: {variant.id}" for variant in place.variants} <= offered
            assert all(variant.label in " ".join(text.replace("#", "").split()) for variant in place.variants)
        for blank in corpus.law.blanks:
            assert any(line.startswith(f"{blank.id}: ") for line in offered), blank.id
        assert {"federal: true", "federal: false", "dualist: true", "dualist: false"} <= offered
        free = {article.id for part in corpus.parts for article in part.articles if article.status != "core"}
        assert {f"- {ref}" for ref in free} <= offered
        assert not {f"- {a.id}" for part in corpus.parts for a in part.articles if a.status == "core"} & offered

    def test_it_is_valid_at_once_and_in_the_canonical_layout(self, corpus: Corpus, text: str) -> None:
        found = source.read(text.encode(), "ke.yaml")
        assert found.problems == ()
        country = Country.model_validate(found.data)
        assert adaptation_of(replace(corpus, countries=(country,)), "KE") == adaptation_of(corpus, "KE")
        assert canonical(text) == text
        assert max(map(len, text.splitlines())) <= 120

    @settings(max_examples=40)
    @given(draw=st.data())
    def test_any_line_can_be_taken_up(self, corpus: Corpus, text: str, draw: st.DataObject) -> None:
        """The file is then sound, or what is wrong is said of the very line."""
        lines = text.splitlines()
        number = draw.draw(st.sampled_from([n for n, line in enumerate(lines) if DECISION.match(line)]))
        lines[number] = DECISION.sub(r"\1\2", lines[number])
        found = source.read("\n".join(lines).encode(), "ke.yaml")
        assert found.problems == ()
        country = Country.model_validate(found.data)
        made = replace(corpus, countries=(country,))
        for refusal in refusals(made, adaptation_of(made, "KE")):
            assert refusal.key in lines[number]
            assert refusal.hint

    def test_every_line_of_a_small_law_can_be_taken_up(self, tmp_path: Path) -> None:
        folder = mini_project(tmp_path)
        assert run("new", "country", "ke", "--root", folder) == 0
        path = folder / "norms" / "countries" / "ke.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        assert examine(folder / "norms", mini.AS_OF).problems == ()
        codes = {}
        for number, line in enumerate(lines):
            if DECISION.match(line):
                path.write_text("\n".join([*lines[:number], DECISION.sub(r"\1\2", line), *lines[number + 1:]]) + "\n",
                                encoding="utf-8")
                for problem in examine(folder / "norms", mini.AS_OF).problems:
                    assert (problem.place.file, problem.place.line) == ("norms/countries/ke.yaml", number + 1)
                    codes[line.strip()] = problem.code
        # An event in the life of a provision has no place before it is said when that commenced.
        event = next(line.strip() for line in lines if "what: reviewed" in line)
        assert codes == {"#law/teams: B": "A03", "#- law/teams": "A08", event: "U14"}
        assert any("commenced: 2026-01-01" in line for line in lines if DECISION.match(line))


class TestDifferences:
    @settings(max_examples=30)
    @given(draw=st.data())
    def test_what_is_not_told_is_as_in_the_model(self, corpus: Corpus, draw: st.DataObject) -> None:
        """Every article of the model stands or is told to be gone, and every number that moved is told."""
        combinations = Combinations(corpus)
        wanted: dict[str, str] = {}
        for place in draw.draw(st.lists(st.sampled_from([p.ref for p in places(corpus)]), unique=True, max_size=6)):
            wanted[place] = draw.draw(st.sampled_from(combinations.letters[place]))
        free = [a.id for part in corpus.parts for a in part.articles if a.status != "core"]
        own = Adaptation(
            COMMON, choices=wanted, omitted=frozenset(draw.draw(st.lists(st.sampled_from(free), max_size=3))),
            conditions=frozenset(draw.draw(st.sampled_from([*pair, ""])) for pair in CONDITIONS) - {""},
            clean=draw.draw(st.booleans()),
        )
        model, law = tree(corpus), tree(corpus, own)
        found = differences(corpus, model, law)
        gone = {gap.ref for gap in found.gaps}
        order = [node.ref for node in model.articles]
        moved = {ref for each in found.moved if each.first in order
                 for ref in order[order.index(each.first):order.index(each.last) + 1]}
        for node in model.articles:
            assert (node.ref in law.numbers) != (node.ref in gone)
            if node.ref in law.numbers:
                assert (law.numbers[node.ref] != model.numbers[node.ref]) == (node.ref in moved), node.ref
        told = {ref for ref in wanted if article_of(ref) not in own.omitted}
        assert {choice.place.ref for choice in found.chosen} == told, "no choice in what is left out"
        assert all(gap.why != "variant" or gap.because for gap in found.gaps)

    def test_states_of_one_shape_share_a_tree_and_nothing_else(self, publication: Publication) -> None:
        known = Laws(publication)
        for state in publication.corpus.states.states:
            own = adaptation_of(publication.corpus, state.iso2)
            sheet = Sheet.of(known, known.of(own))
            assert sheet.as_model
            assert sheet.found.law.adaptation == own
            assert len(sheet.suggested.rows) == len(own.suggested)
        assert len(known.found) == 1
        named = {id(known.naming(state)) for state in publication.corpus.states.states}
        assert len(named) == 3, "model, common and civil"


class TestFiles:
    def test_names_say_the_vocabulary_only_where_several_are_offered(self, publication: Publication) -> None:
        corpus = publication.corpus
        found = {state.iso2: [file.name for file in files(publication, state)] for state in corpus.states.states}
        assert found["FR"] == ["model-law-fr.docx", "model-law-fr-clean.docx"]
        assert found["KE"] == ["model-law-ke-common.docx", "model-law-ke-common-clean.docx", "model-law-ke-civil.docx",
                               "model-law-ke-civil-clean.docx"]
        assert found["VA"] == [], "an observer"
        assert files(replace(publication, states=frozenset({"FR"})), a_state(corpus, "KE")) == ()

    def test_a_state_that_decides_has_its_own_files_made_anew_and_nobody_elses(self, publication: Publication) -> None:
        decided = with_country(publication, variants={"law/single-report": "B"})
        for iso2, same in (("KE", False), ("FR", True), ("EE", True)):
            state = a_state(publication.corpus, iso2)
            assert (key(publication, state) == key(decided, state)) is same, iso2

    def test_the_files_of_a_state(self, tmp_path: Path) -> None:
        corpus = examine(mini.write(tmp_path), mini.AS_OF).corpus
        assert corpus is not None
        publication = Publication(corpus, link(corpus)[0], mini.AS_OF)
        made = adapted_files(publication, a_state(corpus, "SA"))
        assert set(made) == {f"countries/sa/model-law-sa-{name}.docx"
                             for name in ("common", "common-clean", "civil", "civil-clean")}
        assert len(set(made.values())) == 4
        assert all(content[:2] == b"PK" for content in made.values())


def test_the_example_of_the_documentation_stands(corpus: Corpus) -> None:
    text = (Path(__file__).parents[1] / "docs" / "countries.md").read_text(encoding="utf-8")
    found = source.read(text.partition("```yaml\n")[2].partition("```")[0].encode(), "ke.yaml")
    made = replace(corpus, countries=(Country.model_validate(found.data),))
    assert refusals(made, adaptation_of(made, "KE")) == ()


class TestInsertion:
    """`adapt --only`: some provisions for another act."""

    def test_what_is_named_is_taken_with_its_numbers(self, tmp_path: Path) -> None:
        file = tmp_path / "some.docx"
        assert run("adapt", "EE", "--only", "law/part-duties", "-o", file, "--root", mini_project(tmp_path / "p")) == 0
        with zipfile.ZipFile(file) as held:
            words = re.sub(r"<[^>]+>", " ", held.read("word/document.xml").decode())
        assert "Provisions for insertion" in words
        assert "Guide to Enactment" not in words

    def test_every_name_that_is_none_of_the_law_is_told(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "some.docx"
        asked = "law/part-dutys,law/teems,law/duty"
        assert run("adapt", "EE", "--only", asked, "-o", file, "--root", mini_project(tmp_path / "p")) == 2
        told = capsys.readouterr().err
        assert "Did you mean 'law/part-duties'?" in told
        assert "Did you mean 'law/teams'?" in told
        assert not file.exists()
