"""The model law as one Akoma Ntoso document: metadata, preface, preamble, body, and the Schedules as attachments.

It is a `bill`: a text in the form of an act that a legislature may take up, and that none has enacted. An `act` would
claim an enactment, and a `doc` would have no body of numbered provisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from normbook import ids
from normbook.akoma import body, identity, meta
from normbook.akoma.blocks import Converter
from normbook.akoma.elements import Element, el, write
from normbook.akoma.places import SCHEMES, places
from normbook.akoma.printer import HELD, Marked
from normbook.checklists import records
from normbook.dates import long_day
from normbook.law.definitions import definitions
from normbook.publication import Publication
from normbook.terms import Matcher
from normbook.views.correlation import correlations
from normbook.word import correlation, guide, questions, schedules
from normbook.word.contents import Contents
from normbook.word.front import BLANKS, CORRELATION, DATES, GUIDE, MEMORANDUM, QUESTIONS, USE
from normbook.word.nodes import Node
from normbook.word.whole import whole


@dataclass(frozen=True)
class Assembled:
    """The document, and under which eId and wId each ref of the law is found in it; terms have theirs too."""

    root: Element
    places: Mapping[str, tuple[str, str]]


def akoma(publication: Publication) -> bytes:
    """The law, general or adapted, as an XML file. A clean one has no notes to States and no guide."""
    return write(assembled(publication).root)


def assembled(publication: Publication) -> Assembled:
    """The law as a tree of elements."""
    law, where = _drafting(publication), places(publication.labels.tree)
    frame = meta.Identity(publication)
    title = publication.plain(publication.corpus.law.title)
    bill = el("bill", el("meta"), _preface(publication, law), _preamble(publication, law),
              el("body", *(body.part(node, law) for node in law.tree.parts)), name="modelLaw")
    if attached := [*_schedules(publication, law, frame), *_guide(publication, law, frame)]:
        bill.append(el("attachments", *attached))
    root = el("akomaNtoso", bill)
    site = law.printer.site
    named = {ref.removeprefix(HELD) for element in bill.iter() for ref in element.get("refersTo", "").split()}
    bill[0].extend([meta.identification(frame, "main", title), *meta.published(publication),
                    meta.references(publication, named), meta.proprietary(publication)])

    def abroad(ref: str) -> str:
        url = publication.labels.reference(ref).url
        return site + url if site and url else ""

    by_wid = identity.identify(bill)
    identity.resolve(bill, where, by_wid, abroad)
    terms = {f"term:{each.term.id}": f"term:{each.term.id}" for each in law.definitions}
    return Assembled(root, {ref: (by_wid[wid], wid) for ref, wid in {**where, **terms}.items()})


def _drafting(publication: Publication) -> body.Drafting:
    corpus, tree = publication.corpus, publication.labels.tree
    base = corpus.handbook.base_url
    terms = [term for term in corpus.terms if term.scope == "law"]
    site = f"{base}{publication.edition.id}/" if base else ""
    placed = [*(part.ref for part in tree.parts), *(node.ref for node in tree.articles)]
    known = [*tree.numbers, *schedules.anchors(tree.schedules, corpus), GUIDE, MEMORANDUM, USE, QUESTIONS, DATES,
             BLANKS, CORRELATION,
             *(f"{GUIDE}/{ref}" for ref in placed)]
    aside = Marked(publication.labels, frozenset(), site)
    return body.Drafting(
        tree, SCHEMES[tree.vocabulary.name], replace(aside, matcher=Matcher(terms)), aside,
        Converter({ids.bookmark(ref): ref for ref in known}), definitions(corpus, tree),
        {} if tree.adaptation.clean else body.notes_of(tree, places(tree)),
    )


def _preface(publication: Publication, law: body.Drafting) -> Element:
    """Title and long title, where the text stands, and how to comment."""
    source, handbook, edition = publication.corpus.law, publication.corpus.handbook, publication.edition
    state = next((records.name(each) for each in publication.corpus.states.states
                  if each.iso2 == publication.adaptation.state), "")
    facts = [("Comments", law.line(handbook.consultation.how, capital=True)),
             ("Publisher", law.line(handbook.publisher)), ("Licence", law.line(handbook.licence))]
    return el(
        "preface",
        el("p", el("docTitle", *law.line(source.title))),
        el("longTitle", el("p", *law.line(source.long_title), ".")),
        el("p", el("docStatus", *law.line(edition.status, capital=True))),
        el("p", el("b", "Edition:"), " ", el("docStage", edition.title), ", ",
           el("docDate", long_day(edition.date), date=edition.date.isoformat())),
        el("p", el("b", "Adapted to:"), " ", state) if state else None,
        *(el("p", el("b", f"{label}:"), " ", *words) for label, words in facts),
    )


def _preamble(publication: Publication, law: body.Drafting) -> Element:
    words = law.line(publication.corpus.law.enacting_formula, capital=True)
    return el("preamble", el("formula", el("p", *words), name="enactingFormula"))


def _schedules(publication: Publication, law: body.Drafting, frame: meta.Identity) -> Iterator[Element]:
    contents = Contents(publication.corpus, law.aside)
    for item in law.tree.schedules:
        _, *inside = whole((use for use in schedules.schedules([item], contents) if not isinstance(use, str)), {})
        number = f"{law.tree.vocabulary.schedule} {item.number}"
        made = el("attachment", el("num", number), el("heading", *law.line(item.title)), wId=item.id)
        made.append(_doc("schedule", f"schedule_{item.number}", publication.plain(item.title), inside, law, frame))
        yield made


def _guide(publication: Publication, law: body.Drafting, frame: meta.Identity) -> Iterator[Element]:
    """The Guide to Enactment with its lists; no part of a clean text."""
    if publication.adaptation.clean:
        return
    source, printer, tree = publication.corpus.law, law.aside, law.tree
    uses = [guide.opening(source, printer), *questions.questions(tree, printer),
            *questions.dates(tree, publication.edition.date, printer)]
    for part in tree.parts:
        uses += guide.part(part, printer)
        for article in part.articles:
            uses += guide.article(article, printer)
    rows = {row.node.ref: row for row in correlations(publication)}
    closing = correlation.table(rows, tree, printer)
    values = guide.stands(publication, publication.labels.blanks)
    _, *inside = whole(uses, values)
    used = law.printer.blanks | printer.blanks
    inside += whole([*guide.blanks(publication, used, printer, live=False), *closing], values)
    title = "Guide to Enactment"
    made = el("attachment", el("heading", title), eId="att_guide", wId=GUIDE)
    made.append(_doc("guide", "guide", title, inside, law, frame))
    yield made


def _doc(
    kind: str, component: str, title: str, inside: list[Node], law: body.Drafting, frame: meta.Identity
) -> Element:
    return el("doc", el("meta", meta.identification(frame, component, title)),
              el("mainBody", *law.converter.outline(inside)), name=kind)
