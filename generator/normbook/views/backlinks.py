"""Who refers to an object, grouped as readers look for it: norms, commitments, provisions of the law, and the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from markupsafe import Markup

from normbook import ids
from normbook.printing import Printer
from normbook.publication import Publication

_GROUPS = ("In norms", "In commitments", "In the model law", "In timelines", "In the response menu", "In taxonomies",
           "In the glossary", "In playbooks and exercises", "In benchmarks", "In the roadmap", "In evidence",
           "Elsewhere")
_SPACES = {"timeline": "In timelines", "measure": "In the response menu", "regime": "In evidence",
           "instrument": "In evidence", "un": "In evidence", "incident": "In evidence", "taxonomy": "In taxonomies",
           "term": "In the glossary", "playbook": "In playbooks and exercises",
           "exercise": "In playbooks and exercises", "benchmarks": "In benchmarks", "milestone": "In the roadmap"}
_WHOLE = {"method": ("Method of attribution", "attribution/"), "questions": ("Response menu", "responses/"),
          "spillover": ("Spillover assessment", "responses/spillover/"),
          "law": ("Model law, front matter", "law/"), "roadmap": ("Roadmap", "roadmap/")}

Backlinks = dict[str, list[Markup]]
"""Links as HTML by where they stand, in words that can head a list; no empty group."""


def backlinks(
    publication: Publication, p: Printer, refs: Iterable[str], own: str = "", known: Collection[str] = ()
) -> Backlinks:
    """Links to everything that names one of `refs`, each object once, without what belongs to `own`.

    `known` are objects that the page names anyway, in their own right.
    """
    users = dict.fromkeys(by for ref in refs for by in publication.links.used_by.get(ref, ()))
    refs_in_order = [norm.id for norm in publication.corpus.norms] + [a.ref for a in publication.labels.tree.articles]
    order = {ref: number for number, ref in enumerate(refs_in_order)}
    found: dict[str, list[tuple[int, Markup]]] = {}
    for by in users:
        address = ids.parse(by)
        if address is None:
            if by in _WHOLE and by != own:
                words, url = _WHOLE[by]
                found.setdefault("Elsewhere", []).append((0, Markup('<a href="{}">{}</a>').format(p.href(url), words)))
            continue
        owner = str(address.owner)
        if own in (by, owner) or by in known or (owner == by and any(other.startswith(f"{by}/") for other in users)):
            continue
        found.setdefault(_group(address), []).append((order.get(owner, 0), p.reference(by)))
    return {name: [link for _, link in sorted(found[name], key=lambda one: one[0])]
            for name in _GROUPS if name in found}


def _group(address: ids.Address) -> str:
    if address.is_commitment:
        return "In commitments"
    if address.space == "norm":
        return "In norms"
    return "In the model law" if address.space == "law" else _SPACES.get(address.space, "Elsewhere")
