"""What falls due as a table and as data, and what is newly due as feeds: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

from normbook.calendarfiles import midnight
from normbook.checklists.inputs import inputs_key
from normbook.dates import long_day
from normbook.fingerprint import key_of
from normbook.outputs.events import base, host
from normbook.outputs.tables import csv_table
from normbook.outputs.task import Files, Task
from normbook.publication import Publication
from normbook.views.duedates import Dated, Notice, dated, newly
from normbook.views.reviews import ATOM, DATA, FEED, TABLE

_HEAD: Final = ("id", "state", "of", "title", "what", "on", "days_left", "days_past", "standing", "overdue", "basis",
                "sunset_kind", "provisions", "falls_with_it")  # fmt: skip
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_SAID: Final = {"due": "Due", "overdue": "Overdue", "ended": "Ended"}


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/reviews.csv` and `.json`, `reviews/feed.xml` and `feed.json`."""
    corpus = publication.corpus
    key = key_of([*corpus.parts, *corpus.norms, corpus.law], inputs_key(publication), publication.as_of)
    yield Task("reviews", key, lambda: files(publication))


def files(publication: Publication) -> Files:
    """All four."""
    found = dated(publication)
    news = newly(publication, found)
    edition = publication.edition
    document = {
        "edition": edition.id, "date": edition.date.isoformat(), "as_of": publication.as_of.isoformat(),
        "licence": publication.corpus.handbook.licence, "status": edition.status,
        "dates": [_item(each) for each in found],
    }  # fmt: skip
    return {
        TABLE: csv_table(_HEAD, (_row(each) for each in found)), DATA: _json(document),
        ATOM: atom(publication, news), FEED: _json(json_feed(publication, news)),
    }  # fmt: skip


def _basis(each: Dated) -> str:
    """What the date rests on: in law, indicative, or the edition."""
    if not each.entry.statutory:
        return "edition"
    return "indicative" if each.entry.indicative else "in law"


def _row(each: Dated) -> tuple[str, ...]:
    entry = each.entry
    left, past = (str(each.days), "") if each.days >= 0 else ("", str(-each.days))
    return (each.key, each.state, each.label, each.title, entry.words, entry.on.isoformat(), left, past,
            each.standing.words, "yes" if each.overdue else "no", _basis(each), entry.dates.kind or "",
            ";".join(each.refs), "; ".join(each.rests))


def _item(each: Dated) -> dict[str, Any]:
    entry = each.entry
    return {
        "id": each.key, "country": each.code.upper() or None, "of": each.label, "title": each.title,
        "what": entry.what, "on": entry.on.isoformat(), "days": each.days, "status": each.standing.value,
        "overdue": each.overdue, "basis": _basis(each), "sunset_kind": entry.dates.kind, "refs": list(each.refs),
        "reasons": list(entry.reasons) if len(each.refs) == 1 else [], "falls": list(each.rests),
    }  # fmt: skip


def _id(publication: Publication, each: Notice) -> str:
    """A tag URI (RFC 4151) that stays: of what falls, the day it fell on, and what became of it."""
    return f"tag:{host(publication.corpus)},2026:reviews/{each.dated.key}/{each.dated.entry.on.isoformat()}/{each.what}"


def _title(each: Notice) -> str:
    one = each.dated
    named = f"{one.state}, {one.label[:1].lower()}{one.label[1:]}" if one.state else one.label
    return f"{_SAID[each.what]}: {named} {one.title}".rstrip() + f", {each.words}"


def _text(each: Notice) -> str:
    one = each.dated
    reasons = one.entry.reasons if len(one.refs) == 1 else ()
    counted = f"Counted from {long_day(one.entry.dates.counted_from)}."
    ends = "With it ended" if one.ended else "If it ends"
    return " ".join([*(reasons or (counted,)), *([f"{ends}: {'; '.join(one.rests)}."] if one.rests else [])])


def _url(publication: Publication, each: Notice) -> str:
    one = each.dated
    return base(publication) + (f"countries/{one.code}/#dates" if one.code else one.entry.url)


def json_feed(publication: Publication, news: Sequence[Notice]) -> dict[str, Any]:
    """What is newly due, newest first, as JSON Feed 1.1."""
    handbook = publication.corpus.handbook
    return {
        "version": "https://jsonfeed.org/version/1.1", "title": f"{handbook.short_title}: newly due",
        "home_page_url": base(publication) + "reviews/", "feed_url": base(publication) + FEED,
        "description": "Reviews, renewals and ends that became due, overdue or effective.",
        "language": handbook.language,
        "authors": [{"name": handbook.publisher}],
        "items": [{
            "id": _id(publication, each), "url": _url(publication, each), "title": _title(each),
            "content_text": _text(each), "date_published": midnight(each.since).isoformat(),
            "date_modified": midnight(each.since).isoformat(), "tags": [each.what, each.dated.entry.what],
        } for each in news],
    }  # fmt: skip


def atom(publication: Publication, news: Sequence[Notice]) -> bytes:
    """The same as Atom. `updated` is the day on which it became so; of an empty feed, the date of the edition."""
    handbook = publication.corpus.handbook
    ET.register_namespace("", _NAMESPACE)
    feed = ET.Element(f"{{{_NAMESPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": handbook.language})

    def put(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
        made = ET.SubElement(parent, f"{{{_NAMESPACE}}}{tag}", attributes)
        made.text = text or None
        return made

    put(feed, "id", f"tag:{host(publication.corpus)},2026:reviews")
    put(feed, "title", f"{handbook.short_title}: newly due")
    put(feed, "updated", midnight(max((each.since for each in news), default=publication.edition.date)).isoformat())
    put(put(feed, "author"), "name", handbook.publisher)
    put(feed, "link", rel="self", type="application/atom+xml", href=base(publication) + ATOM)
    put(feed, "link", rel="alternate", type="text/html", href=base(publication) + "reviews/")
    put(feed, "rights", handbook.licence)
    for each in news:
        entry = put(feed, "entry")
        put(entry, "id", _id(publication, each))
        put(entry, "title", _title(each))
        put(entry, "updated", midnight(each.since).isoformat())
        put(entry, "link", rel="alternate", type="text/html", href=_url(publication, each))
        put(entry, "category", term=each.what)
        put(entry, "content", _text(each), type="text")
    ET.indent(feed, " ")
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
