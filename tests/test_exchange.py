"""Protects the taxonomies as others read them: MISP machine tags and SKOS, both ways of writing it alike."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, SKOS

import mini
from conftest import AS_OF
from normbook import ids
from normbook.outputs.data import taxonomy_files
from normbook.outputs.rdf import Thing, Typed, Uri, Words, json_ld, turtle
from normbook.outputs.task import Files
from normbook.publication import Publication
from normbook.views.taxonomies import scheme_codes

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"\\@^<>'), max_size=30)
MISP = "data/misp/normbook/machinetag.json"


@pytest.fixture(scope="module")
def files(publication: Publication) -> Files:
    return taxonomy_files(publication)


@pytest.fixture(scope="module")
def graph(files: Files) -> Graph:
    return Graph().parse(data=files["data/skos/taxonomies.ttl"], format="turtle")


class TestMachineTags:
    """The rules of the schema of the misp-taxonomies project, which are checked there for every taxonomy."""

    TOP: Final = {
        "namespace", "description", "version", "predicates", "values", "expanded", "type", "refs", "exclusive",
    }  # fmt: skip
    PREDICATE: Final = {"value", "expanded", "description", "colour", "numerical_value", "exclusive"}
    ENTRY: Final = {"value", "expanded", "description", "colour", "numerical_value"}

    @pytest.fixture
    def tags(self, files: Files) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(files[MISP])
        return found

    def test_the_keys_and_values_that_the_schema_allows(self, tags: dict[str, Any]) -> None:
        assert {"namespace", "description", "version", "predicates"} <= set(tags) <= self.TOP
        assert type(tags["version"]) is int
        assert 0 < len(set(tags["refs"])) == len(tags["refs"])
        self.named(tags["predicates"], self.PREDICATE)
        for values in tags["values"]:
            assert set(values) == {"predicate", "entry"}
            self.named(values["entry"], self.ENTRY)

    @staticmethod
    def named(items: list[dict[str, Any]], allowed: set[str]) -> None:
        assert items
        for item in items:
            assert "value" in item
            assert set(item) <= allowed
            words = [item[key] for key in item if key not in {"numerical_value", "exclusive"}]
            assert all(isinstance(each, str) and each for each in words)
            assert type(item.get("exclusive", True)) is bool
            assert type(item.get("numerical_value", 0)) is int
        assert len({item["value"] for item in items}) == len(items)

    def test_every_value_belongs_to_a_predicate_and_every_predicate_has_values(self, tags: dict[str, Any]) -> None:
        assert [p["value"] for p in tags["predicates"]] == [v["predicate"] for v in tags["values"]]

    def test_every_term_has_a_tag_that_tools_can_read(self, publication: Publication, tags: dict[str, Any]) -> None:
        values = {(v["predicate"], e["value"]) for v in tags["values"] for e in v["entry"]}
        assert values == {(x.id, term.code) for x in publication.corpus.taxonomies for term in x.terms}
        for taxonomy, code in values:
            made = ids.machine_tag("normbook", taxonomy, code)
            assert re.fullmatch(r'[a-z0-9-]+:[a-z0-9-]+="[a-z0-9-]+"', made), made
        assert ids.machine_tag("normbook", "severity", "severe") == 'normbook:severity="severe"'

    def test_a_scale_has_numbers_that_grow_and_others_have_none(
        self, publication: Publication, tags: dict[str, Any]
    ) -> None:
        for taxonomy, values in zip(publication.corpus.taxonomies, tags["values"], strict=True):
            numbers = [entry.get("numerical_value") for entry in values["entry"]]
            if taxonomy.ordered:
                assert numbers == sorted(set(numbers))
                assert (numbers[0], numbers[-1]) == (0, 100)
            else:
                assert set(numbers) == {None}

    def test_what_is_given_once_is_exclusive(self, publication: Publication, tags: dict[str, Any]) -> None:
        for taxonomy, predicate in zip(publication.corpus.taxonomies, tags["predicates"], strict=True):
            assert predicate.get("exclusive", False) is not taxonomy.multiple

    def test_it_stands_in_the_folder_of_its_namespace(self, files: Files, publication: Publication) -> None:
        assert publication.corpus.handbook.namespace == "normbook"
        assert MISP in files


class TestSkos:
    def test_turtle_and_json_ld_say_the_same(self, files: Files) -> None:
        names = {name.rpartition(".")[0] for name in files if name.startswith("data/skos/")}
        assert len(names) == 12
        for name in sorted(names):
            one = Graph().parse(data=files[f"{name}.ttl"], format="turtle")
            other = Graph().parse(data=files[f"{name}.jsonld"], format="json-ld")
            assert len(one) > 20
            assert isomorphic(one, other), name

    def test_every_term_is_a_concept_at_its_address(self, publication: Publication, graph: Graph) -> None:
        for taxonomy in publication.corpus.taxonomies:
            scheme = URIRef(f"https://normbook.example/latest/taxonomies/{taxonomy.id}/")
            assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
            for term in taxonomy.terms:
                concept = URIRef(f"{scheme}#{term.code}")
                assert (concept, RDF.type, SKOS.Concept) in graph
                assert (concept, SKOS.inScheme, scheme) in graph
                assert (concept, SKOS.notation, Literal(term.code)) in graph
                assert (concept, SKOS.prefLabel, Literal(publication.plain(term.label), "en")) in graph
                assert len(list(graph.objects(concept, SKOS.definition))) == 1
                above = URIRef(f"{scheme}#{term.parent}") if term.parent else None
                assert list(graph.objects(concept, SKOS.broader)) == ([above] if above else [])
                assert ((scheme, SKOS.hasTopConcept, concept) in graph) is (above is None)

    def test_every_mapping_leads_to_a_term_of_a_scheme(self, publication: Publication, graph: Graph) -> None:
        matches = {"exact": SKOS.exactMatch, "close": SKOS.closeMatch, "broader": SKOS.broadMatch,
                   "narrower": SKOS.narrowMatch, "related": SKOS.relatedMatch}  # fmt: skip
        schemes = {scheme.id: scheme for scheme in publication.corpus.schemes}
        root, counted = "https://normbook.example/latest/taxonomies/", 0
        for taxonomy in publication.corpus.taxonomies:
            for term in taxonomy.terms:
                for mapping in term.mappings:
                    theirs = URIRef(f"{root}reference/#{ids.scheme_term(mapping.scheme, mapping.code)}")
                    assert (URIRef(f"{root}{taxonomy.id}/#{term.code}"), matches[mapping.match], theirs) in graph
                    assert (theirs, SKOS.notation, Literal(mapping.code)) in graph
                    label = scheme_codes(schemes[mapping.scheme])[mapping.code] or mapping.code
                    assert (theirs, SKOS.prefLabel, Literal(label, "en")) in graph
                    counted += 1
        assert counted > 150
        assert sum(len(list(graph.triples((None, match, None)))) for match in matches.values()) == counted

    def test_the_conditions_of_the_standard(self, graph: Graph) -> None:
        """SKOS Reference, S14 and S46: one label a language; an exact match is no broader, narrower or related one."""
        for concept in graph.subjects(RDF.type, SKOS.Concept):
            assert len(list(graph.objects(concept, SKOS.prefLabel))) == 1, concept
            exact = set(graph.objects(concept, SKOS.exactMatch))
            for other in (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch):
                assert not exact & set(graph.objects(concept, other)), concept
        for relation in (SKOS.broader, SKOS.inScheme, SKOS.hasTopConcept, SKOS.topConceptOf):
            for _, _, thing in graph.triples((None, relation, None)):
                assert (thing, RDF.type, None) in graph, thing

    def test_a_scale_is_an_ordered_collection(self, publication: Publication, graph: Graph) -> None:
        for taxonomy in publication.corpus.taxonomies:
            scheme = f"https://normbook.example/latest/taxonomies/{taxonomy.id}/"
            lists = list(graph.objects(URIRef(f"{scheme}#terms"), SKOS.memberList))
            wanted = [URIRef(f"{scheme}#{term.code}") for term in taxonomy.terms]
            assert [list(Collection(graph, each)) for each in lists] == ([wanted] if taxonomy.ordered else [])

    def test_schemes_of_others_carry_their_terms_of_reuse(self, graph: Graph) -> None:
        for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
            assert len(list(graph.objects(scheme, DCTERMS.rights))) == 1, scheme

    def test_a_taxonomy_by_itself_holds_no_other(self, files: Files) -> None:
        own = Graph().parse(data=files["data/skos/severity.ttl"], format="turtle")
        ours = {str(s) for s in own.subjects(RDF.type, SKOS.ConceptScheme) if "/reference/" not in str(s)}
        assert ours == {"https://normbook.example/latest/taxonomies/severity/"}


@given(text=TEXTS, code=TEXTS)
def test_any_words_survive_both_ways_of_writing(text: str, code: str) -> None:
    thing = Thing("https://few.example/a", "skos:Concept", (
        ("skos:prefLabel", Words(text)), ("skos:notation", Typed(code)),
        ("skos:related", Uri("https://few.example/b")), ("dct:issued", Typed("2026-12-01", "xsd:date")),
    ))  # fmt: skip
    one = Graph().parse(data=turtle([thing]), format="turtle")
    other = Graph().parse(data=json_ld([thing]), format="json-ld")
    assert isomorphic(one, other)
    assert Literal(text, "en") in set(one.objects(None, SKOS.prefLabel))


def test_another_handbook_has_its_own_namespace(tmp_path: Path) -> None:
    found = mini.look(tmp_path, as_of=AS_OF)
    assert found.corpus is not None
    assert found.links is not None
    files = taxonomy_files(Publication(found.corpus, found.links, AS_OF))
    assert "data/misp/few-norms/machinetag.json" in files
    assert Graph().parse(data=files["data/skos/intrusion-type.ttl"], format="turtle")
