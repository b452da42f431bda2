"""Addresses of the corpus: how an id is parsed, shown, linked to and named in other formats.

Ids never change; numbers do. Every URL, Word bookmark and checklist row hangs on the id.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args
from urllib.parse import quote

Space = Literal[
    "norm",
    "law",
    "timeline",
    "taxonomy",
    "measure",
    "criterion",
    "regime",
    "instrument",
    "un",
    "term",
    "incident",
    "group",
    "state",
    "scheme",
    "playbook",
    "exercise",
    "benchmarks",
    "milestone",
]

_NORM = re.compile(r"[a-z]{3}-[0-9]+\Z")
_COUNTRY_PAGES = "countries"


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed reference: the space it lies in, the object, and what is meant within it.

    `variant` is the letter of a variant, `parts` the path of paragraph, point and sub-point (or the stage of a
    timeline, the term of a taxonomy, the step of a playbook, the name of a commitment).
    """

    space: Space
    object: str
    parts: tuple[str, ...] = ()
    variant: str = ""

    def __str__(self) -> str:
        rest = "".join(f"/{part}" for part in self.parts)
        variant = f":{self.variant}" if self.variant else ""
        if self.space == "norm":
            return self.object + (self.parts[0] if self.is_commitment else rest)
        if self.space == "law":
            return f"law/{self.object}{variant}{rest}"
        return f"{self.space}:{self.object}{rest}"

    @property
    def is_commitment(self) -> bool:
        """Whether a commitment of a norm is meant (its part is stored with a leading dot)."""
        return self.space == "norm" and len(self.parts) == 1 and self.parts[0].startswith(".")

    @property
    def owner(self) -> Address:
        """The page-level object that the address lies in."""
        return Address(self.space, self.object)


_SPACES = frozenset(get_args(Space)) - {"norm", "law"}
"""Spaces whose addresses are written with a colon."""


@lru_cache(maxsize=20_000)
def parse(ref: str) -> Address | None:
    """Parse a reference as it is written; None when it has no known form."""
    if ref.startswith("law/"):
        head, *parts = ref[4:].split("/")
        article, colon, variant = head.partition(":")
        whole = article and all(parts) and bool(colon) is bool(variant)
        return Address("law", article, tuple(parts), variant) if whole else None
    space, colon, rest = ref.partition(":")
    if colon:
        name, *parts = rest.split("/")
        if space in _SPACES and name and all(parts):
            return Address(space, name, tuple(parts))  # type: ignore[arg-type]
        return None
    norm, *parts = ref.split("/")
    norm, dot, commitment = norm.partition(".")
    if not _NORM.match(norm):
        return None
    if dot:
        return _commitment(norm, commitment) if commitment and not parts else None
    return Address("norm", norm, tuple(parts)) if all(parts) else None


def _commitment(norm: str, name: str) -> Address:
    return Address("norm", norm, ("." + name,))


def show_norm(norm: str) -> str:
    """`not-2` as readers see it: NOT-2. A commitment keeps its name: NOT-2.alert."""
    head, dot, tail = norm.partition(".")
    return head.upper() + dot + tail


def anchor(address: Address) -> str:
    """Fragment of the address within its page, without '#'; empty for the page itself."""
    if address.is_commitment:
        return f"{address.object}{address.parts[0]}"
    inside = ".".join(address.parts).replace(":", "-")
    if address.variant:
        return ".".join(filter(None, (f"variant-{address.variant.lower()}", inside)))
    return inside


_FOLDERS: dict[str, str] = {
    "norm": "norms",
    "law": "law",
    "timeline": "timelines",
    "taxonomy": "taxonomies",
    "measure": "responses",
    "regime": "regimes",
    "incident": "incidents",
    "state": "countries",
    "playbook": "playbooks",
    "exercise": "exercises",
    "benchmarks": "benchmarks",
}
_SHARED: dict[str, str] = {
    "criterion": "attribution",
    "instrument": "instruments",
    "un": "un-norms",
    "term": "glossary",
    "group": "countries/groups",
    "scheme": "taxonomies/reference",
    "milestone": "roadmap",
}


def page(address: Address) -> str:
    """Path of the page that shows the address, from the edition's root, ending in a slash."""
    if address.space in _SHARED:
        return f"{_SHARED[address.space]}/"
    if address.space == "law" and address.object.startswith("part-"):
        return "law/"
    return f"{_FOLDERS[address.space]}/{address.object.lower()}/"


def url(address: Address) -> str:
    """Page and fragment, from the edition's root."""
    if address.space in _SHARED or (address.space == "law" and address.object.startswith("part-")):
        return f"{page(address)}#{address.object}"
    fragment = anchor(address)
    return page(address) + (f"#{fragment}" if fragment else "")


def scheme_term(scheme: str, code: str) -> str:
    """Fragment of a term of a reference scheme on the page of schemes: rsit/availability/dos."""
    return quote(f"{scheme}/{code}", safe="/:+.-_")


def machine_tag(namespace: str, taxonomy: str, code: str) -> str:
    """A term as a tag for other tools: normbook:severity="severe"."""
    return f'{namespace}:{taxonomy}="{code}"'


@lru_cache(maxsize=20_000)
def bookmark(ref: str) -> str:
    """A Word bookmark name for an id: a letter, then letters, digits and underscores, 40 characters at most.

    Distinct ids give distinct names: a long or lossy name ends in eight hex digits of the id's SHA-256.
    """
    plain = re.sub(r"[^A-Za-z0-9]", "_", ref)
    name = f"p_{plain}"
    if len(name) > 40 or re.sub(r"[a-z0-9/]", "", ref) or "_" in ref:
        digest = hashlib.sha256(ref.encode()).hexdigest()[:8]
        name = f"p_{plain[:29]}_{digest}"
    return name
