"""Protects the model law as a lawyer would read it: duties that somebody bears, powers with a ground, a limit and a
review, clocks that agree, citations that can be followed, and the conditions of countermeasures and of force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest

from normbook import markup
from normbook.checks.texts import _durations
from normbook.labels import Labels
from normbook.law.references import article_of
from normbook.link import Links
from normbook.model.corpus import Corpus
from normbook.model.law import Article, LawParagraph, ParagraphVariant, Point
from normbook.printing import plain
from normbook.publication import Publication

INSTITUTION = re.compile(
    r"\b(?:authority|authorities|body|bodies|ministry|committee|council|agency|commission|office|officer|panel|unit|team|"
    r"board|secretariat|court|tribunal|minister|regulator|group|contact point|csirt|centre|operator|supervisor|"
    r"ombuds\w+|registrar|keeper|auditor|parliament|inspector\w*)(?!-)\b"
)  # fmt: skip
"""Words by which an institution is named, at the end of its name."""
ANY = {"body", "bodies", "public body", "authority", "authorities", "another authority", "body of this state"}
"""Whoever in the public service: a rule for all of them."""
ELSEWHERE = {"prosecution service", "constituent unit", "minister responsible for this law", "bodies audited"}
"""What a State has without this Law."""
PEOPLE = {"person", "persons", "state", "states", "member", "members", "government", "reviewers", "partners", "whoever"}


def sentences(article: Article, labels: Labels) -> Iterator[str]:
    """Each sentence of an article, of whichever variant, as it prints, in lower case and without brackets."""
    for _, text in units(article):
        printed = plain(text, labels).replace("\n", " ").lower()
        yield from re.split(r"(?<=[.;:])\s+", re.sub(r"[\[\]]", "", printed))


def units(article: Article) -> Iterator[tuple[str, str]]:
    """The text of each paragraph and point of an article in every variant, with the id of its paragraph."""

    def below(name: str, points: tuple[Point, ...]) -> Iterator[tuple[str, str]]:
        for point in points:
            yield name, point.text
            yield from below(name, point.points)

    for paragraph in [*article.paragraphs, *(p for v in article.variants for p in v.paragraphs)]:
        wordings: tuple[LawParagraph | ParagraphVariant, ...] = (paragraph, *paragraph.variants)
        for unit in wordings:
            if unit.text:
                yield paragraph.id, unit.text
            yield from below(paragraph.id, unit.points)


def subjects(sentence: str, verb: str) -> Iterator[str]:
    """The words before each `verb` of a sentence, back to the verb before it or the comma.

    "the csirt shall x and shall y" gives "the csirt" and "x and": a subject that is carried on is not repeated.
    """
    start = 0
    for match in re.finditer(r"\b(?:shall|may)\b", sentence):
        if match.group() == verb:
            before = [part for part in re.split(r",\s+", sentence[start : match.start()].strip().rstrip(",")) if part]
            yield before[-1].strip() if before else ""
        start = match.end()


class Bearers:
    """Who can bear a duty: roles, defined terms, and bodies that an enacting State names in a blank."""

    def __init__(self, corpus: Corpus) -> None:
        roles = [role.label for role in corpus.handbook.roles]
        terms = [form for term in corpus.terms if term.scope == "law" for form in (term.term, *term.forms)]
        bodies = [blank.label for blank in corpus.law.blanks if blank.type == "body"]
        self.names = sorted({name.lower() for name in (*roles, *terms, *bodies)} | ELSEWHERE, key=len, reverse=True)
        bearers = "|".join(re.escape(name) for name in (*self.names, *ANY, *PEOPLE))
        self.pattern = re.compile(rf"(?<![\w-])(?:{bearers})(?![\w-])")

    def names_one(self, subject: str) -> bool:
        return bool(self.pattern.search(subject))

    def unknown(self, subject: str, article: str) -> str:
        """An institution in a subject that neither the law, the handbook nor the article itself introduces."""
        known = [match.span() for match in self.pattern.finditer(subject)]
        for match in INSTITUTION.finditer(subject):
            words = subject[: match.end()].split()
            introduced = re.search(rf"\b(?:an?|one|each|its own) (?:[\w-]+ ){{0,2}}{re.escape(words[-1])}\b", article)
            if not introduced and not any(start <= match.start() and match.end() <= end for start, end in known):
                return " ".join(words[-3:])
        return ""


@pytest.fixture(scope="session")
def bearers(corpus: Corpus) -> Bearers:
    return Bearers(corpus)


@pytest.fixture(scope="session")
def articles(corpus: Corpus) -> dict[str, Article]:
    return {article.id: article for part in corpus.parts for article in part.articles}


def text_of(article: Article) -> str:
    return "\n".join(text for _, text in units(article))


class TestSubjects:
    """The reading of sentences on which the tests of duties and powers rest."""

    @pytest.mark.parametrize(("sentence", "found"), [
        ("the csirt shall act.", ["the csirt"]),
        ("where it rains, the csirt shall act and shall report.", ["the csirt", "act and"]),
        ("the csirt may act, and a person who asks shall be told.", ["and a person who asks"]),
        ("nothing is done.", []),
    ])  # fmt: skip
    def test_of_duties(self, sentence: str, found: list[str]) -> None:
        assert list(subjects(sentence, "shall")) == found

    def test_an_institution_that_nobody_established_is_seen(self, bearers: Bearers) -> None:
        assert bearers.unknown("the cyber security commission", "") == "cyber security commission"
        assert bearers.unknown("the competent authority", "") == ""
        assert bearers.unknown("the panel", "the auditor appoints a panel.") == ""


class TestDuties:
    def test_every_article_with_a_duty_names_who_bears_it(self, publication: Publication, bearers: Bearers) -> None:
        """A duty of things ("the report shall state") rests on those whom its article names."""
        for part in publication.corpus.parts:
            for article in part.articles:
                found = [s for line in sentences(article, publication.labels) for s in subjects(line, "shall")]
                named = [s for line in sentences(article, publication.labels) for s in subjects(line, "may")]
                assert not found or any(bearers.names_one(s) for s in (*found, *named)), article.id

    def test_no_duty_rests_on_a_body_that_does_not_exist(self, publication: Publication, bearers: Bearers) -> None:
        for part in publication.corpus.parts:
            for article in part.articles:
                lines = list(sentences(article, publication.labels))
                for subject in (s for line in lines for verb in ("shall", "may") for s in subjects(line, verb)):
                    assert bearers.unknown(subject, " ".join(lines)) == "", (article.id, subject)

    def test_every_role_that_the_law_establishes_is_established_in_the_law(
        self, corpus: Corpus, articles: dict[str, Article]
    ) -> None:
        for role in corpus.handbook.roles:
            if role.established_by:
                assert article_of(role.established_by) in articles, role.id


class TestClocks:
    def test_no_time_limit_of_the_law_is_typed(self, articles: dict[str, Article]) -> None:
        typed = [(a.id, found) for a in articles.values() for _, text in units(a) for found in _durations(text)]
        assert typed == []

    def test_every_time_limit_prints_as_its_stage_has_it(
        self, publication: Publication, articles: dict[str, Article]
    ) -> None:
        counted = 0
        for article in articles.values():
            for _, text in units(article):
                for token in markup.parse(text).inlines:
                    if isinstance(token, markup.Clock):
                        stage = publication.labels.stages[token.timeline, token.stage]
                        assert publication.labels.clock(token.timeline, token.stage) == publication.labels.limit(stage)
                        counted += 1
        assert counted > 40

    COUNTED_OTHERWISE: Final = {
        "ovs-2.self-assessment": "The article counts by calendar years, in which a yearly report falls due once.",
    }
    """Commitments whose article has the time limit in another form."""

    def test_a_commitment_and_the_articles_that_carry_it_have_one_clock(
        self, corpus: Corpus, articles: dict[str, Article]
    ) -> None:
        for norm in corpus.norms:
            for commitment in norm.commitments:
                if commitment.clock and commitment.implemented_by and commitment.id not in self.COUNTED_OTHERWISE:
                    carried = {article_of(ref) for ref in commitment.implemented_by}
                    texts = [text_of(articles[ref]) for ref in carried if ref in articles]
                    assert any(f"[[clock:{commitment.clock}]]" in text for text in texts), commitment.id

    def test_the_exceptions_are_needed(self, corpus: Corpus) -> None:
        commitments = {c.id: c for norm in corpus.norms for c in norm.commitments}
        assert all(commitments[name].clock and why.endswith(".") for name, why in self.COUNTED_OTHERWISE.items())


REVIEWS = ("law/judicial-review", "law/complaints", "law/oversight-body", "law/review-and-ending-of-measures",
           "law/appeals")  # fmt: skip
GROUNDS = re.compile(r"\b(?:where|if|when|only|in order to|for the purpose|at the request|with|under|as|because|to)\b")
LIMITS = re.compile(r"\b(?:only|not|no|nothing|least|necessary|unless|except|without|lowest|proportion\w+|confined)\b")
PUBLIC = re.compile(
    r"(?:authority|csirt|contact point|coordination group|oversight body|auditor|ministry|minister|parliament|"
    r"public body|verification body|body of this state|head of government|registry keeper|court)$"
)  # fmt: skip


class TestPowers:
    """Parts IV, VI, VII and X, article by article: what a public body may do, why, how far, and who looks at it."""

    @pytest.fixture
    def powers(self, publication: Publication) -> list[Article]:
        found = [
            article for part in publication.corpus.parts if part.number in (4, 6, 7, 10) for article in part.articles
            if any(PUBLIC.search(s) for line in sentences(article, publication.labels) for s in subjects(line, "may"))
        ]  # fmt: skip
        assert len(found) > 20
        return found

    def test_a_ground_and_a_limit(self, powers: list[Article]) -> None:
        for article in powers:
            assert GROUNDS.search(text_of(article)), article.id
            assert LIMITS.search(text_of(article)), article.id

    def test_a_review(self, publication: Publication, powers: list[Article], articles: dict[str, Article]) -> None:
        """In the article itself, or in one without which, as it says, it does not stand."""
        for article in powers:
            near = [article, *(articles[article_of(ref)] for ref in article.requires if article_of(ref) in articles)]
            assert any(self.reviewed(each, publication.labels) for each in near), article.id

    @staticmethod
    def reviewed(article: Article, labels: Labels) -> bool:
        if article.id in REVIEWS or any(article_of(ref) in REVIEWS for ref in article.requires):
            return True
        printed = " ".join(sentences(article, labels))
        return any(f"[[{ref}" in text_of(article) for ref in REVIEWS) or bool(
            re.search(r"\b(?:oversight body|court)\b", printed)
        )

    def test_the_court_reviews_every_decision(self, articles: dict[str, Article]) -> None:
        first = _flat(articles["law/judicial-review"].paragraphs[0].text)
        assert "a decision, an act or a failure to act of a public body under this law is subject to review" in first
        assert "no provision of this law excludes that review" in first


def _flat(text: str) -> str:
    return " ".join(text.lower().split())


class TestCitations:
    PINPOINT = re.compile(r"(\d+)(?:-(\d+))?((?:\(\w+\))*)")

    @pytest.mark.parametrize("instrument", ["un-charter", "arsiwa"])
    def test_every_article_that_is_cited_is_described(self, corpus: Corpus, instrument: str) -> None:
        described = {a.ref for i in corpus.instruments if i.id == instrument for a in i.key_articles}
        bases = [b for norm in corpus.norms for b in norm.basis]
        bases += [b for part in corpus.parts for article in part.articles for b in article.basis]
        bases += [b for measure in corpus.measures for b in measure.legal_basis]
        bases += [b for timeline in corpus.timelines for stage in timeline.stages for b in stage.basis]
        cited = [b.pinpoint for b in bases if b.instrument == instrument and b.pinpoint.startswith("art")]
        assert len(cited) > 10
        for pinpoint in cited:
            for first, last, inside in self.PINPOINT.findall(pinpoint):
                for number in range(int(first), int(last or first) + 1):
                    assert f"art {number}{inside}" in described, pinpoint

    def test_every_article_of_the_charter_that_is_named_is_described(self, publication: Publication) -> None:
        charter = next(i for i in publication.corpus.instruments if i.id == "un-charter")
        described = {number for a in charter.key_articles for number in re.findall(r"art (\d+)", a.ref)}
        named = set()
        for passage in publication.links.passages:
            for numbers in re.findall(r"\bArticles? ([\d, and]+\d)\b[^.]{0,12}\bof the Charter", passage.text):
                named |= set(re.findall(r"\d+", numbers))
        assert {"25", "35", "51", "103"} <= named
        assert named <= described


class TestForce:
    """Self-defence is Article 51 of the Charter, and only against an armed attack."""

    def test_no_other_article_is_given_for_self_defence(self, publication: Publication) -> None:
        """Article 54 is named only to say that it is not the one."""
        named = 0
        for passage in publication.links.passages:
            text = _flat(passage.text)
            if passage.by.startswith(("law/", "measure:")) or re.match(r"[a-z]{3}-\d", passage.by):
                numbers = re.findall(r"self-defence[^.]*article (\d+)|article (\d+)[^.]*self-defence", text)
                found = {number for pair in numbers for number in pair if number}
                assert "54" not in found or "51" in text, (passage.by, text)
                named += bool(found)
        assert named >= 5

    def test_the_measure_rests_on_article_51_and_on_an_armed_attack(self, corpus: Corpus) -> None:
        measure = next(m for m in corpus.measures if m.id == "r22-self-defence")
        assert ("un-charter", "art 51") in {(b.instrument, b.pinpoint) for b in measure.legal_basis}
        assert "armed_attack" in {condition.test for condition in measure.conditions}
        assert "legal_attribution" in {condition.test for condition in measure.conditions}
        assert max(m.rung for m in corpus.measures) == measure.rung

    def test_no_other_measure_uses_force(self, corpus: Corpus) -> None:
        for measure in corpus.measures:
            tests = " ".join(condition.test for condition in measure.conditions)
            assert ("armed_attack" in tests) is (measure.id == "r22-self-defence"), measure.id

    def test_the_law_gives_no_power_to_use_force(self, articles: dict[str, Article]) -> None:
        text = _flat(text_of(articles["law/force-and-self-defence"]))
        for words in (
            "nothing in this law authorises the threat or use of force",
            "article 51 of the charter of the united nations",
            "does not amount to an armed attack",
            "gives rise to no right of self-defence",
            "only by the authority that the constitution of this state empowers",
            "report them immediately to the security council",
        ):
            assert words in text, words


class TestCountermeasures:
    """Every condition that the law of State responsibility sets, article by article of it."""

    CONDITIONS = (
        ("conditions", "its purpose is to induce compliance (49(1))",
         "only in order to induce it to comply"),
        ("conditions", "and no other",
         "for no other purpose"),
        ("conditions", "it is directed at the responsible State (49(1))",
         "directed at the responsible state only"),
        ("conditions", "third States lose nothing",
         "obligation owed to any other state"),
        ("conditions", "it is temporary and can be undone (49(2), (3))",
         "temporary and shall, as far as possible"),
        ("conditions", "a legal attribution and a finding of breach",
         "has made a legal attribution and a finding of"),
        ("conditions", "never a preponderance alone",
         "preponderance of information, a political attribution"),
        ("conditions", "nor a political attribution",
         "never suffices on its own"),
        ("conditions", "proportionality (51)",
         "commensurate with the injury"),
        ("conditions", "with the gravity and the rights at stake (51)",
         "of the rights at stake"),
        ("conditions", "no force (50(1)(a))",
         "the prohibition of the threat or use of force;"),
        ("conditions", "human rights (50(1)(b))",
         "fundamental human rights;"),
        ("conditions", "no reprisals (50(1)(c))",
         "humanitarian character that forbid reprisals;"),
        ("conditions", "peremptory norms (50(1)(d))",
         "obligation under a peremptory norm;"),
        ("conditions", "settlement of disputes (50(2)(a))",
         "procedure for the settlement of disputes"),
        ("conditions", "inviolability (50(2)(b))",
         "diplomatic and consular agents, premises, archives and documents"),
        ("conditions", "a mistake ends it",
         "end the countermeasure at once"),
        ("procedure", "a demand comes first (52(1)(a))",
         "call upon the responsible state in writing"),
        ("procedure", "notice (52(1)(b))",
         "notify the responsible state of the decision"),
        ("procedure", "offer to negotiate (52(1)(b))",
         "shall offer to negotiate"),
        ("procedure", "urgent measures (52(2))",
         "urgent countermeasures are necessary to preserve the rights"),
        ("procedure", "suspension (52(3))",
         "shall be suspended without undue delay where:"),
        ("procedure", "when the act has ceased (52(3)(a))",
         "wrongful act has ceased; and"),
        ("procedure", "and a tribunal is seised (52(3)(b))",
         "before a court or tribunal that can bind"),
        ("procedure", "good faith (52(4))",
         "does not carry out in good faith the procedure"),
        ("procedure", "termination (53)",
         "terminate a countermeasure as soon as"),
    )  # fmt: skip

    @pytest.mark.parametrize(("article", "_rule", "words"), CONDITIONS, ids=[each[1] for each in CONDITIONS])
    def test_condition(self, articles: dict[str, Article], article: str, _rule: str, words: str) -> None:
        name = {"conditions": "law/countermeasures", "procedure": "law/countermeasures-procedure"}[article]
        assert words in _flat(text_of(articles[name]))

    def test_the_two_articles_need_each_other_and_end_unless_renewed(self, articles: dict[str, Article]) -> None:
        conditions = articles["law/countermeasures"]
        assert {"law/countermeasures-procedure", "law/review-and-ending-of-measures"} <= set(conditions.requires)
        assert conditions.status == "core"
        assert conditions.sunset is not None
        collective = articles["law/collective-countermeasures"]
        assert {"law/countermeasures", "law/countermeasures-procedure"} <= set(collective.requires)

    def test_every_countermeasure_of_the_menu_asks_for_them(self, corpus: Corpus) -> None:
        """What the machine asks is what the article says."""
        found = [m for m in corpus.measures if m.id in {"r17-countermeasures", "r18-collective-countermeasures"}]
        assert len(found) == 2
        for measure in found:
            tests = " ".join(condition.test for condition in measure.conditions)
            for question in ("legal_attribution", "prior_demand"):
                assert question in tests, (measure.id, question)


def test_no_id_is_planned_any_more(corpus: Corpus, publication: Publication) -> None:
    links: Links = publication.links
    assert links.planned == {}
    assert corpus.law.reserved_parts == ()
    assert all(links.get(use.ref) or use.ref.startswith("blank:") for use in links.uses)
