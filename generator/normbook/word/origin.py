"""What a file was made from, and the values of its blanks: one part of the file that survives a save in Word.

    <law xmlns="urn:normbook:law">
      <origin edition="1.0" digest="…" holds="law/part-duties">{"vocabulary": "common", …}</origin>
      <blanks><court/><state_name>the Republic of …</state_name></blanks>
    </law>

The record of decisions (`Adaptation.record`) rebuilds the same numbered tree. `holds` names the Parts, articles and
Schedules of a file that holds only those. Custom properties repeat edition, digest and `holds`, for programs that drop
the part; the record would be too long for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from normbook.labels import Labels
from normbook.word.blanks import NAMESPACE, STORE
from normbook.word.furniture import DIGEST, EDITION_ID, HOLDS
from normbook.word.openxml import declared, etree, parse

ITEM: Final = "customXml/item1.xml"
PROPERTIES: Final = "customXml/itemProps1.xml"
_DATA: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"


@dataclass(frozen=True)
class Origin:
    """Edition, digest of its normative part (empty for a draft), the record of decisions, and values by blank.

    `holds` are the refs of the provisions that a file for insertion is made of, empty for the whole law. `blanks` has
    every blank that the file knows; one that is not filled in has an empty value. A file that does not say what it was
    made from has an empty edition.
    """

    edition: str = ""
    digest: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)
    blanks: Mapping[str, str] = field(default_factory=dict)
    holds: tuple[str, ...] = ()


def parts(labels: Labels, edition: str, digest: str, names: Iterable[str],
          holds: Iterable[str] = ()) -> dict[str, bytes]:
    """The part, what declares it, and the relationship between them. `names` are the blanks that the file holds."""
    record = json.dumps(labels.adaptation.record(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    proof = f' digest="{escape(digest)}"' if digest else ""
    if held := " ".join(sorted(holds)):
        proof += f' holds="{escape(held)}"'
    values = "".join(_blank(labels, name) for name in names)
    item = (f'<law xmlns="{NAMESPACE}"><origin edition="{escape(edition)}"{proof}>{escape(record, quote=False)}'
            f"</origin><blanks>{values}</blanks></law>")
    declaration = (f'<ds:datastoreItem xmlns:ds="{_DATA}" ds:itemID="{STORE}"><ds:schemaRefs>'
                   f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>')
    relation = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{_RELATION}" Target="itemProps1.xml"/></Relationships>')
    return {ITEM: declared(item), PROPERTIES: declared(declaration),
            "customXml/_rels/item1.xml.rels": declared(relation)}


def _blank(labels: Labels, name: str) -> str:
    value = escape(labels.blank(name), quote=False) if labels.is_filled(name) else ""
    return f"<{name}>{value}</{name}>" if value else f"<{name}/>"


def origin(package: Mapping[str, bytes]) -> Origin:
    """What a file says it was made from, from its parts by name. Never raises: what cannot be read is left empty."""
    for part in sorted(package):
        if part.startswith("customXml/item") and part.endswith(".xml"):
            found = _read(package[part])
            if found:
                return found
    properties = _properties(package.get("docProps/custom.xml", b""))
    return Origin(properties.get(EDITION_ID, ""), properties.get(DIGEST, ""), holds=_refs(properties.get(HOLDS, "")))


def _read(data: bytes) -> Origin | None:
    try:
        root = parse(data)
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{NAMESPACE}}}law":
        return None
    said, blanks = root.find(f"{{{NAMESPACE}}}origin"), root.find(f"{{{NAMESPACE}}}blanks")
    values = {etree.QName(one).localname: one.text or "" for one in blanks} if blanks is not None else {}
    if said is None:
        return Origin(blanks=values)
    try:
        record = json.loads(said.text or "{}")
    except ValueError:
        record = {}
    return Origin(said.get("edition", ""), said.get("digest", ""), record if isinstance(record, dict) else {}, values,
                  _refs(said.get("holds", "")))


def _refs(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))


def _properties(data: bytes) -> dict[str, str]:
    try:
        return {str(one.get("name")): "".join(one.itertext()) for one in parse(data)} if data else {}
    except etree.XMLSyntaxError:
        return {}
