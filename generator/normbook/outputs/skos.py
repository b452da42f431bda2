"""The taxonomies as SKOS: concept schemes, terms, and how they match terms of reference schemes.

The address of a term is that of its place in the latest edition, which every later edition keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from normbook import ids
from normbook.model.taxonomy import Scheme, SchemeTerm, Taxonomy, TaxonomyTerm
from normbook.outputs.rdf import Thing, Typed, Uri, Value, Words
from normbook.publication import Publication

MATCHES: Final = {
    "exact": "skos:exactMatch", "close": "skos:closeMatch", "broader": "skos:broadMatch",
    "narrower": "skos:narrowMatch", "related": "skos:relatedMatch",
}  # fmt: skip
"""Our word for a mapping and that of SKOS: both say what the other term is, seen from ours."""

Said = Iterator[tuple[str, Value]]


@dataclass(frozen=True)
class Skos:
    """The taxonomies of an edition as things with addresses."""

    publication: Publication

    def things(self, taxonomies: tuple[Taxonomy, ...]) -> Iterator[Thing]:
        """Some taxonomies, and the terms of others that theirs are matched with."""
        used = {(m.scheme, m.code) for x in taxonomies for term in x.terms for m in term.mappings}
        for taxonomy in taxonomies:
            yield Thing(self._of(taxonomy), "skos:ConceptScheme", tuple(self._taxonomy(taxonomy)))
            for term in taxonomy.terms:
                yield Thing(self._of(taxonomy, term.code), "skos:Concept", tuple(self._term(taxonomy, term)))
            if taxonomy.ordered:
                terms = tuple(Uri(self._of(taxonomy, term.code)) for term in taxonomy.terms)
                title = Words(f"{self._plain(taxonomy.title)}, lowest first")
                said: tuple[tuple[str, Value], ...] = (("skos:prefLabel", title), ("skos:memberList", terms))
                yield Thing(f"{self._of(taxonomy)}#terms", "skos:OrderedCollection", said)
        for scheme in self.publication.corpus.schemes:
            if any(name == scheme.id for name, _ in used):
                yield Thing(self._theirs(scheme), "skos:ConceptScheme", tuple(self._scheme(scheme)))
                yield from self._nested(scheme, scheme.terms, "", used)

    def _of(self, taxonomy: Taxonomy, *term: str) -> str:
        return self._at(ids.url(ids.Address("taxonomy", taxonomy.id, term)))

    def _theirs(self, scheme: Scheme, code: str = "") -> str:
        address = ids.url(ids.Address("scheme", scheme.id))
        return self._at(f"{address.partition('#')[0]}#{ids.scheme_term(scheme.id, code)}" if code else address)

    def _at(self, url: str) -> str:
        return f"{self.publication.corpus.handbook.base_url.rstrip('/')}/latest/{url}"

    def _plain(self, text: str, here: str = "") -> str:
        return self.publication.plain(text, here)

    def _taxonomy(self, taxonomy: Taxonomy) -> Said:
        edition, handbook = self.publication.edition, self.publication.corpus.handbook
        here = f"taxonomy:{taxonomy.id}"
        yield "dct:title", Words(self._plain(taxonomy.title))
        yield "dct:description", Words(self._plain(taxonomy.summary, here))
        yield from (("skos:scopeNote", Words(self._plain(rule, here))) for rule in taxonomy.rules)
        yield "dct:publisher", Words(self._plain(handbook.publisher))
        yield "dct:rights", Words(self._plain(handbook.licence))
        yield "dct:issued", Typed(edition.date.isoformat(), "xsd:date")
        yield "owl:versionInfo", Typed(edition.id)
        yield from (
            ("skos:hasTopConcept", Uri(self._of(taxonomy, term.code))) for term in taxonomy.terms if not term.parent
        )

    def _term(self, taxonomy: Taxonomy, term: TaxonomyTerm) -> Said:
        here, scheme = f"taxonomy:{taxonomy.id}", Uri(self._of(taxonomy))
        yield "skos:inScheme", scheme
        yield ("skos:broader", Uri(self._of(taxonomy, term.parent))) if term.parent else ("skos:topConceptOf", scheme)
        yield "skos:notation", Typed(term.code)
        yield "skos:prefLabel", Words(self._plain(term.label))
        yield "skos:definition", Words(self._plain(term.definition, here))
        yield from (("skos:example", Words(self._plain(example, here))) for example in term.examples)
        schemes = {each.id: each for each in self.publication.corpus.schemes}
        for mapping in term.mappings:
            yield MATCHES[mapping.match], Uri(self._theirs(schemes[mapping.scheme], mapping.code))
            if mapping.note:
                name = self._plain(schemes[mapping.scheme].name)
                note = f"{name}, {mapping.code}: {self._plain(mapping.note, here)}"
                yield "skos:editorialNote", Words(note)

    def _scheme(self, scheme: Scheme) -> Said:
        yield "dct:title", Words(self._plain(scheme.name))
        if scheme.publisher:
            yield "dct:publisher", Words(scheme.publisher)
        if scheme.version:
            yield "owl:versionInfo", Typed(scheme.version)
        yield "dct:rights", Words(scheme.licence)

    def _nested(
        self, scheme: Scheme, terms: tuple[SchemeTerm, ...], above: str, used: set[tuple[str, str]]
    ) -> Iterator[Thing]:
        """Terms of another's scheme that are matched with ours, and those above them."""
        for term in terms:
            code = f"{above}/{term.code}" if above else term.code
            if any(name == scheme.id and f"{other}/".startswith(f"{code}/") for name, other in used):
                said: list[tuple[str, Value]] = [("skos:inScheme", Uri(self._theirs(scheme)))]
                if above:
                    said.append(("skos:broader", Uri(self._theirs(scheme, above))))
                said += [("skos:notation", Typed(code)), ("skos:prefLabel", Words(term.label or code))]
                yield Thing(self._theirs(scheme, code), "skos:Concept", tuple(said))
                yield from self._nested(scheme, term.children, code, used)
