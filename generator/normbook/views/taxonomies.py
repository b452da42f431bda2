"""Taxonomy pages, the reference schemes they are mapped to, and the glossary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from normbook import conditions, ids
from normbook.model.handbook import Term
from normbook.model.response import Measure
from normbook.model.taxonomy import Mapping, Scheme, SchemeTerm, Taxonomy, TaxonomyTerm
from normbook.printing import Printer
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.backlinks import Backlinks, backlinks
from normbook.views.facts import when
from normbook.views.page import Action, Page

MATCHES = {
    "exact": "the same", "close": "nearly the same", "broader": "theirs is wider", "narrower": "theirs is narrower",
    "related": "related",
}  # fmt: skip
"""How a term of ours relates to one of theirs, in words."""


@dataclass(frozen=True)
class MappingView:
    """A mapping with the scheme and the label of its term."""

    mapping: Mapping
    scheme: Scheme | None
    label: str


@dataclass(frozen=True)
class TermView:
    """A term with its mappings and what uses it."""

    term: TaxonomyTerm
    parent: TaxonomyTerm | None
    mappings: tuple[MappingView, ...]
    measures: tuple[Measure, ...]
    used: Backlinks


def pages(publication: Publication) -> Iterator[Page]:
    """A page per taxonomy, the index, the reference schemes, and the glossary."""
    for taxonomy in publication.corpus.taxonomies:
        url = ids.url(ids.Address("taxonomy", taxonomy.id))
        yield Page(url, f"taxonomies/{taxonomy.id}.md", taxonomy.title,
                   lambda taxonomy=taxonomy, url=url: _page(publication, taxonomy, url),  # type: ignore[misc]
                   f"taxonomy:{taxonomy.id}")
    yield Page("taxonomies/reference/", "taxonomies/reference.md", "Reference schemes", lambda: _schemes(publication))
    yield Page("taxonomies/", "taxonomies/index.md", "Taxonomies", lambda: _index(publication))
    yield Page("glossary/", "glossary/index.md", "Glossary", lambda: _glossary(publication))


def scheme_codes(scheme: Scheme) -> dict[str, str]:
    """Labels of all terms of a scheme by code; a narrower term as parent/child, the way mappings name it."""
    found: dict[str, str] = {}

    def walk(terms: tuple[SchemeTerm, ...], prefix: str) -> None:
        for term in terms:
            found[prefix + term.code] = term.label
            walk(term.children, f"{prefix}{term.code}/")

    walk(scheme.terms, "")
    return found


def _page(publication: Publication, taxonomy: Taxonomy, url: str) -> str:
    p, ref = publication.printer(url), f"taxonomy:{taxonomy.id}"
    schemes = {scheme.id: (scheme, scheme_codes(scheme)) for scheme in publication.corpus.schemes}
    tests = _tests(publication, taxonomy.id)
    views = [_term(publication, p, taxonomy, term, schemes, tests) for term in taxonomy.terms]
    mapped = {m.scheme.id: m.scheme for v in views for m in v.mappings if m.scheme}
    actions = [Action("Mappings", "#mappings"), Action("Reference schemes", "taxonomies/reference/")]
    return render("taxonomy.md.j2", pub=publication, p=p, x=taxonomy, terms=views, matches=MATCHES,
                  tag=ids.machine_tag(publication.corpus.handbook.namespace, taxonomy.id, taxonomy.terms[0].code),
                  mapped=sorted(mapped.values(), key=lambda scheme: scheme.name),
                  used=backlinks(publication, p, [ref], ref),
                  actions=[a.meta() for a in actions], source=f"{taxonomy.place.file}:{taxonomy.place.line}")


def _term(publication: Publication, p: Printer, taxonomy: Taxonomy, term: TaxonomyTerm,
          schemes: dict[str, tuple[Scheme, dict[str, str]]], tests: dict[str, list[Measure]]) -> TermView:
    ref = f"taxonomy:{taxonomy.id}"
    mappings = []
    for mapping in term.mappings:
        scheme, codes = schemes.get(mapping.scheme, (None, {}))
        mappings.append(MappingView(mapping, scheme, codes.get(mapping.code, "")))
    return TermView(term, next((t for t in taxonomy.terms if t.code == term.parent), None), tuple(mappings),
                    tuple(tests.get(term.code, ())), backlinks(publication, p, [f"{ref}/{term.code}"], ref))


def _tests(publication: Publication, taxonomy: str) -> dict[str, list[Measure]]:
    """Measures whose conditions ask for a term, by its code; the tests are expressions and not references."""
    found: dict[str, list[Measure]] = {}
    for measure in publication.corpus.measures:
        codes: dict[str, None] = {}
        for condition in measure.conditions:
            try:
                used = conditions.names(conditions.parse(condition.test)) if taxonomy in condition.test else ()
            except conditions.ConditionError:
                continue
            codes |= {u.term.text: None for u in used if u.term and u.name.text == taxonomy}
        for code in codes:
            found.setdefault(code, []).append(measure)
    return found


def _index(publication: Publication) -> str:
    return render("taxonomies.md.j2", pub=publication, p=publication.printer("taxonomies/"),
                  taxonomies=publication.corpus.taxonomies, schemes=publication.corpus.schemes)


def _schemes(publication: Publication) -> str:
    corpus = publication.corpus
    rows = [(scheme, scheme_codes(scheme),
             [t for t in corpus.taxonomies if any(m.scheme == scheme.id for term in t.terms for m in term.mappings)])
            for scheme in corpus.schemes]
    rows.sort(key=lambda row: row[0].name.lower())
    p = publication.printer("taxonomies/reference/")
    return render("schemes.md.j2", pub=publication, p=p, rows=rows, when=when, anchor=ids.scheme_term)


def _glossary(publication: Publication) -> str:
    letters: dict[str, list[Term]] = {}
    for term in sorted(publication.corpus.terms, key=lambda term: term.term.lower()):
        letters.setdefault(term.term[:1].upper(), []).append(term)
    return render("glossary.md.j2", pub=publication, p=publication.printer("glossary/"), letters=letters,
                  used=term_uses(publication), source=publication.corpus.glossary.place.file)


def term_uses(publication: Publication) -> dict[str, list[str]]:
    """Norms and articles in whose own text each defined term occurs, by the term's id, in the order of the corpus.

    A longer term hides the shorter one inside it, as in the text itself.
    """
    texts: dict[str, list[str]] = {}
    for passage in publication.links.passages:
        address = ids.parse(passage.by)
        if address and address.space in ("norm", "law") and not address.object.startswith(("part-", "definitions")):
            texts.setdefault(str(address.owner), []).append(passage.text)
    found: dict[str, list[str]] = {}
    for owner, parts in texts.items():
        for term in publication.labels.matcher.find("\n".join(parts)):
            found.setdefault(term, []).append(owner)
    return found
