"""The model law as Akoma Ntoso, and the table of its addresses: where each provision is found, in every file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from normbook import ids
from normbook.akoma.document import Assembled, assembled
from normbook.akoma.elements import write
from normbook.publication import Publication


def law_xml(publication: Publication) -> Mapping[str, bytes]:
    """The general edition of the law as XML, and `data/law-addresses.json`."""
    made = assembled(publication)
    table = addresses(publication, made)
    return {"downloads/model-law.xml": write(made.root),
            "data/law-addresses.json": json.dumps(table, ensure_ascii=False).encode() + b"\n"}


def addresses(publication: Publication, made: Assembled) -> dict[str, Any]:
    """Every provision by its id: page, eId and wId in the XML, bookmark in Word, number and words."""
    handbook, edition = publication.corpus.handbook, publication.edition
    return {
        "edition": edition.id, "date": edition.date.isoformat(), "licence": handbook.licence, "status": edition.status,
        "base": f"{handbook.base_url}{edition.id}/",
        "provisions": dict(_entries(publication, made)),
    }


def _entries(publication: Publication, made: Assembled) -> Iterator[tuple[str, dict[str, Any]]]:
    labels = publication.labels
    for ref, (eid, wid) in made.places.items():
        label = labels.reference(ref)
        yield ref, {
            "url": label.url, "eId": eid, "wId": wid, "bookmark": ids.bookmark(ref),
            "number": list(labels.tree.numbers.get(ref, ())), "words": label.text,
        }
