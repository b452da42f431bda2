"""The taxonomies as machine tags for MISP: one namespace, a predicate for each taxonomy, a value for each term.

The format is that of the misp-taxonomies project: a file `machinetag.json` in a folder that bears the namespace.
"""

from __future__ import annotations

import json
from typing import Any

from normbook import ids
from normbook.model.taxonomy import Taxonomy
from normbook.publication import Publication


def machine_tags(publication: Publication) -> bytes:
    """The file `machinetag.json`. Its version is the edition's date as a number, which only grows."""
    handbook, edition = publication.corpus.handbook, publication.edition
    taxonomies = publication.corpus.taxonomies
    document = {
        "namespace": handbook.namespace,
        "expanded": publication.plain(handbook.title),
        "description": f"Terms of the taxonomies of the {publication.plain(handbook.title)}. "
        f"{publication.plain(edition.title)}, {edition.date.isoformat()}. {publication.plain(handbook.licence)}.",
        "version": int(edition.date.strftime("%Y%m%d")),
        "refs": [_address(publication, taxonomy) for taxonomy in taxonomies],
        "predicates": [_predicate(publication, taxonomy) for taxonomy in taxonomies],
        "values": [{"predicate": x.id, "entry": _entries(publication, x)} for x in taxonomies],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _address(publication: Publication, taxonomy: Taxonomy) -> str:
    base = publication.corpus.handbook.base_url.rstrip("/")
    return f"{base}/latest/{ids.url(ids.Address('taxonomy', taxonomy.id))}"


def _predicate(publication: Publication, taxonomy: Taxonomy) -> dict[str, Any]:
    summary = publication.plain(taxonomy.summary, f"taxonomy:{taxonomy.id}")
    made = {"value": taxonomy.id, "expanded": publication.plain(taxonomy.title), "description": summary}
    return made if taxonomy.multiple else {**made, "exclusive": True}


def _entries(publication: Publication, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    """The terms; those of a scale with a number from 0 for the lowest to 100 for the highest, as MISP weighs them."""
    last = max(len(taxonomy.terms) - 1, 1)
    entries: list[dict[str, Any]] = []
    for n, term in enumerate(taxonomy.terms):
        definition = publication.plain(term.definition, f"taxonomy:{taxonomy.id}")
        made = {"value": term.code, "expanded": publication.plain(term.label), "description": definition}
        entries.append({**made, "numerical_value": round(100 * n / last)} if taxonomy.ordered else made)
    return entries
