"""What a file says of itself: work, expression and manifestation, and the things that its text refers to.

A model law is nobody's law. Its country is ZZ, which ISO 3166 leaves to users and never gives to a State; it is neither
prescriptive nor authoritative; no event of a legislature is recorded, because there was none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from normbook import ids
from normbook.akoma.elements import Element, el, own
from normbook.akoma.identity import concept
from normbook.labels import Labels
from normbook.law.adaptation import GENERAL
from normbook.publication import Publication

_LANGUAGES: Final = {"en": "eng", "fr": "fra", "es": "spa", "pt": "por"}
"""ISO 639-2 codes, as addresses of Akoma Ntoso have them."""
_COUNTRY: Final = "zz"
_PUBLISHER: Final = "#publisher"
_CLASSES: Final = {"term": "TLCTerm", "condition": "TLCConcept"}


@dataclass(frozen=True)
class Identity:
    """The addresses of the work, of the expression that an edition (or a State's adaptation of it) is, and its file."""

    publication: Publication

    @cached_property
    def first(self) -> date:
        """The date of the work: that of its first edition, so that the address of the work stays."""
        return min([record.date for record in self.publication.published] + [self.publication.edition.date])

    @cached_property
    def work(self) -> str:
        slug = self.publication.corpus.handbook.namespace
        return f"/akn/{_COUNTRY}/bill/model-law/{self.first.isoformat()}/{slug}"

    @cached_property
    def language(self) -> str:
        handbook = self.publication.corpus.handbook
        return _LANGUAGES.get(handbook.language, handbook.language)

    @cached_property
    def expression(self) -> str:
        """Language, date, and for an adapted law what it was adapted to and a sum of the decisions."""
        adaptation = self.publication.adaptation
        made = f"{self.work}/{self.language}@{self.publication.edition.date.isoformat()}"
        if adaptation == GENERAL:
            return made
        decided = json.dumps(adaptation.record(), sort_keys=True).encode()
        words = [adaptation.state.lower(), adaptation.vocabulary.name, "clean" if adaptation.clean else ""]
        return "-".join([made, *filter(None, words), hashlib.sha256(decided).hexdigest()[:8]])


def identification(identity: Identity, component: str, title: str) -> Element:
    """Work, expression and manifestation of the law (component `main`) or of an attachment."""
    edition = identity.publication.edition
    day, first = edition.date.isoformat(), identity.first.isoformat()

    def core(base: str, ending: str, dated: str, called: str) -> list[Element]:
        return [el("FRBRthis", value=f"{base}/!{component}{ending}"), el("FRBRuri", value=f"{base}{ending}"),
                *([el("FRBRalias", value=title, name="title")] if base == identity.work else []),
                el("FRBRdate", date=dated, name=called), el("FRBRauthor", href=_PUBLISHER)]

    return el(
        "identification",
        el("FRBRWork", *core(identity.work, "", first, "first edition"), el("FRBRcountry", value=_COUNTRY),
           el("FRBRsubtype", value="model-law"),
           el("FRBRnumber", value=identity.publication.corpus.handbook.namespace),
           el("FRBRprescriptive", value="false"), el("FRBRauthoritative", value="false")),
        el("FRBRExpression", *core(identity.expression, "", day, "edition"),
           el("FRBRversionNumber", value=edition.id), el("FRBRlanguage", language=identity.language)),
        el("FRBRManifestation", *core(identity.expression, ".xml", day, "generation"),
           el("FRBRformat", value="application/akn+xml")),
        source=_PUBLISHER,
    )


def references(publication: Publication, named: Iterable[str]) -> Element:
    """The publisher, and everything that the text names by `refersTo`, as refs."""
    handbook = publication.corpus.handbook
    site = f"{handbook.base_url}{publication.edition.id}/" if handbook.base_url else ""
    base = f"/akn/ontology/{{}}/{handbook.namespace}/{{}}"
    home = handbook.base_url or base.format("organization", "publisher")
    made = [el("TLCOrganization", eId="publisher", href=home, showAs=publication.plain(handbook.publisher))]
    for ref in sorted(set(named)):
        space = ref.partition(":")[0] if ":" in ref else "norm"
        words, url = _thing(ref, space, publication.labels)
        tag = _CLASSES.get(space, "TLCReference")
        address = site + url if site and url else base.format(space, ref.partition(":")[2] or ref)
        made.append(el(tag, eId=concept(ref), href=address, showAs=words,
                       name=space if tag == "TLCReference" else ""))
    return el("references", *made, source=_PUBLISHER)


def _thing(ref: str, space: str, labels: Labels) -> tuple[str, str]:
    """What a thing is called, and its address from the edition's root."""
    name = ref.partition(":")[2]
    if space == "blank":
        return labels.adaptation.vocabulary.say(labels.blanks[name].label) if name in labels.blanks else name, (
            f"law/blanks/#{name}")
    if space == "condition":
        return name, ""
    address, target = ids.parse(ref), labels.links.get(ref)
    shown = labels.terms[name].term if space == "term" else target.title if target else labels.reference(ref).text
    return shown, ids.url(address) if address else ""


def proprietary(publication: Publication) -> Element:
    """What the standard has no place for: the digest of the edition, and what a State has decided."""
    edition, adaptation = publication.edition, publication.adaptation
    made = [own("edition", "", id=edition.id, standing=edition.standing, digest=publication.corpus.digest)]
    if adaptation != GENERAL:
        made.append(own("adaptation", json.dumps(adaptation.record(), ensure_ascii=False, sort_keys=True)))
    return el("proprietary", *made, source=_PUBLISHER)


def published(publication: Publication) -> Iterator[Element]:
    """Where an edition was published. A draft was not."""
    if publication.record is not None:
        handbook, edition = publication.corpus.handbook, publication.edition
        yield el("publication", date=edition.date.isoformat(), name=handbook.namespace,
                 showAs=publication.plain(handbook.title), number=edition.id)
