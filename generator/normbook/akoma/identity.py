"""eIds for everything that needs one, and addresses for everything that pointed at a ref.

An eId follows the naming convention of Akoma Ntoso 1.0: the eId of what an element stands in, two underscores, the
short name of the element and its number: part_III__art_14__para_2__list_1__point_b. A unit without a number is nn_1;
a variant that is an alternative to another bears its letter: art_9-B.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from normbook.akoma.elements import Element, name, tag_of, text_of, unwrap
from normbook.akoma.printer import HELD

_SHORT: Final = {"article": "art", "section": "sec", "chapter": "chp", "paragraph": "para", "subsection": "subsec",
                 "subparagraph": "subpara", "attachment": "att"}
_UNITS: Final = frozenset({"part", "point", *_SHORT})
"""What has a number of its own, or is marked as having none."""
_ONCE: Final = frozenset({"heading", "subheading", "content", "intro"})
_COUNTED: Final = frozenset({"list", "hcontainer", "table", "authorialNote", "ref", "term", "quantity", "formula",
                             "longTitle"})
"""Elements that the convention wants to have an eId; others have one if something points at them."""
_POINTING: Final = ("href", "refersTo", "alternativeTo")


def identify(root: Element) -> dict[str, str]:
    """Give eIds; what they are by wId."""
    by_wid: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    _walk(root, "", counts, by_wid)
    return by_wid


def _walk(element: Element, prefix: str, counts: Counter[tuple[str, str]], by_wid: dict[str, str]) -> None:
    for child in element:
        tag = tag_of(child)
        if tag in {"meta", ""}:
            continue
        counts[prefix, tag] += 1
        own = child.get("eId") or _own(child, tag, counts, prefix)
        inner = prefix
        if own:
            inner = own if child.get("eId") or not prefix else f"{prefix}__{own}"
            _first(child, inner)
            by_wid.setdefault(child.get("wId", ""), inner)
        _walk(child, inner, counts, by_wid)


def _first(element: Element, eid: str) -> None:
    """Set an eId before all other attributes, where readers look for it."""
    others = dict(element.attrib)
    element.attrib.clear()
    element.attrib.update({"eId": eid, **others})


def _own(element: Element, tag: str, counts: Counter[tuple[str, str]], prefix: str) -> str:
    short = _SHORT.get(tag, tag)
    if tag in _UNITS:
        return f"{short}_{_number(element, counts, prefix)}{_letter(element)}"
    if tag in _ONCE:
        return short
    return f"{short}_{counts[prefix, tag]}" if tag in _COUNTED or element.get("wId") else ""


def _number(element: Element, counts: Counter[tuple[str, str]], prefix: str) -> str:
    number = element.find(name("num"))
    if number is None:
        if not element.get("alternativeTo"):  # variants share the place of the one that is meant
            counts[prefix, "nn"] += 1
        return f"nn_{max(counts[prefix, 'nn'], 1)}"
    return re.sub(r"[^A-Za-z0-9-]", "", text_of(number).rpartition(" ")[2])


def _letter(element: Element) -> str:
    return "-" + element.get("class", "").removeprefix("variant-") if element.get("alternativeTo") else ""


def resolve(root: Element, places: Mapping[str, str], by_wid: Mapping[str, str], abroad: Callable[[str], str]) -> None:
    """Put an address where our id was held: an eId of this file, or one abroad; without either only the words stay.

    `abroad` gives the address of a ref on the site, empty if there is none.
    """
    for element in list(root.iter()):
        for key in _POINTING:
            held = element.get(key) or ""
            if not held.startswith(HELD):
                continue
            if key == "refersTo":
                element.set(key, " ".join(f"#{concept(each.removeprefix(HELD))}" for each in held.split()))
                continue
            ref = held.removeprefix(HELD)
            eid = by_wid.get(places.get(ref, ref))
            if address := f"#{eid}" if eid else abroad(ref):
                element.set(key, address)
            else:
                unwrap(element)


def concept(ref: str) -> str:
    """The eId under which a thing is listed in the references: norm_not-2, timeline_x.stage, blank_court."""
    space, colon, rest = ref.partition(":")
    return f"{space}_{rest.replace('/', '.')}" if colon else f"norm_{ref.replace('/', '.')}"
