"""The registry of incidents as CSV: a row per incident, and a row per dated statement about one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from normbook.fingerprint import key_of
from normbook.model.world import Incident, Said
from normbook.outputs.tables import csv_table
from normbook.outputs.task import Files, Task
from normbook.publication import Publication

_INCIDENT: Final = ("id", "name", "began", "ended", "states_affected", "sectors", "kind", "summary", "sources",
                    "good_for", "confirmed")
_STATEMENT: Final = ("incident", "about", "by", "date", "form", "text", "confidence_stated", "measure", "confirmed")
_ABOUT: Final = {"effects": "effect", "attribution": "attribution", "reply": "reply", "responses": "response"}
"""What a statement is about, by the field of the incident that holds it."""


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """`data/incidents.csv` and `data/incident-statements.csv`."""
    key = key_of(publication.corpus.incidents, publication.names, publication.links.planned)
    yield Task("registry", key, lambda: files(publication))


def files(publication: Publication) -> Files:
    """Both tables: UTF-8, comma-separated, several values in a field joined by semicolons."""
    incidents = sorted(publication.corpus.incidents, key=lambda x: (x.date_start, x.id))
    statements = (_statement(publication, x, about, said) for x in incidents for name, about in _ABOUT.items()
                  for said in getattr(x, name))
    return {
        "data/incidents.csv": csv_table(_INCIDENT, (_incident(publication, x) for x in incidents)),
        "data/incident-statements.csv": csv_table(_STATEMENT, statements),
    }


def _incident(publication: Publication, x: Incident) -> tuple[str, ...]:
    plain = publication.plain
    return (x.id, x.name, x.date_start, x.date_end, ";".join(x.states_affected), ";".join(x.sectors), plain(x.kind),
            plain(x.summary), "; ".join(source.title for source in x.source), x.as_of, _confirmed(x.unconfirmed))


def _statement(publication: Publication, x: Incident, about: str, said: Said) -> tuple[str, ...]:
    doubtful = (said.seen or x.seen) != "stored-copy"
    if about == "attribution" and said.form.startswith("claim"):
        about = "claim"
    return (x.id, about, said.by, said.date, said.form, publication.plain(said.text), said.confidence,
            said.measure or "", _confirmed(doubtful))


def _confirmed(doubtful: bool) -> str:
    return "no" if doubtful else "yes"
