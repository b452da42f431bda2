"""A few statements about things with addresses, written as Turtle and as JSON-LD. Both say the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

PREFIXES: Final = {
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Uri:
    """A thing with an address."""

    uri: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a language."""

    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Typed:
    """A code or a date: a string, or a value of a type such as xsd:date."""

    text: str
    type: str = ""


Value: TypeAlias = Uri | Words | Typed | tuple[Uri, ...]
"""What is said of a thing; a tuple is an ordered list."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of a type, with what is said of it: pairs of a property such as skos:notation and a value."""

    uri: str
    type: str
    said: tuple[tuple[str, Value], ...]


def turtle(things: Sequence[Thing]) -> bytes:
    """Turtle 1.1."""
    out = [f"@prefix {prefix}: <{uri}> ." for prefix, uri in PREFIXES.items()]
    for thing in things:
        lines = [f"    {name} {_in_turtle(value)}" for name, value in thing.said]
        out += ["", " ;\n".join([f"<{thing.uri}> a {thing.type}", *lines]) + " ."]
    return "\n".join([*out, ""]).encode()


def _in_turtle(value: Value) -> str:
    match value:
        case Uri(uri):
            return f"<{uri}>"
        case Words(text, language):
            return f"{_quoted(text)}@{language}"
        case Typed(text, type_):
            return _quoted(text) + (f"^^{type_}" if type_ else "")
        case _:
            return f"({' '.join(_in_turtle(each) for each in value)})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # every escape of JSON is one of Turtle


def json_ld(things: Iterable[Thing]) -> bytes:
    """JSON-LD 1.1 with its context inside: nothing has to be fetched to read it."""
    graph = [_in_json(thing) for thing in things]
    document = {"@context": dict(PREFIXES), "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _in_json(thing: Thing) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": thing.uri, "@type": thing.type}
    for name, value in thing.said:
        made.setdefault(name, []).append(_json_value(value))
    return {name: each[0] if isinstance(each, list) and len(each) == 1 else each for name, each in made.items()}


def _json_value(value: Value) -> Any:
    match value:
        case Uri(uri):
            return {"@id": uri}
        case Words(text, language):
            return {"@value": text, "@language": language}
        case Typed(text, type_):
            return {"@value": text, "@type": type_} if type_ else text
        case _:
            return {"@list": [_json_value(each) for each in value]}
