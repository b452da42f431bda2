"""The eleven UN norms: what each asks, which commitments cover its actions, and the crosswalk of all norms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten
from typing import Final

from normbook import ids
from normbook.model.norm import Norm
from normbook.model.world import Instrument, PracticalAction, UnNorm
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.backlinks import Backlinks, backlinks
from normbook.views.facts import when
from normbook.views.page import Page

MAIN: Final = 4
"""An instrument that at least so many norms name as their basis has a column in the crosswalk."""


@dataclass(frozen=True)
class UnNormView:
    """A UN norm with the norms of the handbook that build on it, and what else cites it."""

    item: UnNorm
    label: str
    norms: tuple[Norm, ...]
    used: Backlinks


@dataclass(frozen=True)
class Crosswalk:
    """Our norms against the UN norms and the instruments that most of them rest on."""

    publication: Publication

    @property
    def un_norms(self) -> tuple[UnNorm, ...]:
        return self.publication.corpus.un_norms

    @cached_property
    def instruments(self) -> tuple[Instrument, ...]:
        """The main instruments, those most relied on first."""
        cited = Counter(b for norm in self.publication.corpus.norms for b in {b.instrument for b in norm.basis})
        main = [x for x in self.publication.corpus.instruments if cited[x.id] >= MAIN]
        return tuple(sorted(main, key=lambda x: (-cited[x.id], x.year)))

    @cached_property
    def covering(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """By norm and UN norm, the commitments of the one that cover an action of the other."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for un_norm in self.un_norms:
            for action in un_norm.practical_actions:
                for ref in action.covered_by:
                    found.setdefault((ref.partition(".")[0], un_norm.id), {})[ref] = None
        return {key: tuple(refs) for key, refs in found.items()}

    def standing(self, norm: Norm, un_norm: UnNorm) -> str:
        """How a norm stands to a UN norm: 'both', 'builds', 'covers' or empty."""
        builds = any(b.un_norm == un_norm.id for b in norm.basis)
        covers = (norm.id, un_norm.id) in self.covering
        return "both" if builds and covers else "builds" if builds else "covers" if covers else ""

    def cites(self, norm: Norm, instrument: Instrument) -> str:
        """Where a norm's basis names an instrument: its pinpoints, or 'cited' without one; empty if it does not."""
        named = [b for b in norm.basis if b.instrument == instrument.id]
        return "; ".join(filter(None, (b.pinpoint for b in named))) or ("cited" if named else "")

    def others(self, norm: Norm) -> list[Instrument]:
        """Instruments of a norm's basis that have no column."""
        shown, named = {x.id for x in self.instruments}, {b.instrument for b in norm.basis}
        return [x for x in self.publication.corpus.instruments if x.id in named - shown]


def brief(item: Instrument) -> str:
    """A name for the head of a narrow column: the symbol, or the beginning of the title."""
    return item.short or shorten(re.split(r"[;,]| \((?!EU\))", item.title)[0], 42, placeholder=" …")


def coverage(item: UnNorm) -> str:
    """How far commitments cover the actions of a UN norm, in words."""
    actions = item.practical_actions
    whole = sum(bool(a.covered_by) and not a.uncovered for a in actions)
    partly = sum(bool(a.covered_by) and bool(a.uncovered) for a in actions)
    none = len(actions) - whole - partly
    said = [f"{number} {words}" for number, words in ((whole, "covered"), (partly, "in part"), (none, "not covered"))
            if number]
    return ", ".join(said) or "no actions recorded"


def state_of(action: PracticalAction) -> str:
    """How far one action is covered: 'covered', 'in part' or 'not covered'."""
    if not action.covered_by:
        return "not covered"
    return "in part" if action.uncovered else "covered"


def pages(publication: Publication) -> Iterator[Page]:
    """The UN norms with their actions, and the crosswalk."""
    yield Page("un-norms/", "un-norms/index.md", "UN norms", lambda: _un_norms(publication))
    yield Page("un-norms/crosswalk/", "un-norms/crosswalk.md", "Crosswalk", lambda: _crosswalk(publication))


def _un_norms(publication: Publication) -> str:
    p, corpus = publication.printer("un-norms/"), publication.corpus
    views = []
    for item in corpus.un_norms:
        norms = tuple(n for n in corpus.norms if any(b.un_norm == item.id for b in n.basis))
        used = backlinks(publication, p, [f"un:{item.id}"], f"un:{item.id}", {n.id for n in norms})
        views.append(UnNormView(item, f"13({item.letter})", norms, used))
    instruments = {x.id for x in corpus.instruments}
    return render("un_norms.md.j2", pub=publication, p=p, views=views, instruments=instruments, show=ids.show_norm,
                  when=when, coverage=coverage, state_of=state_of)


def _crosswalk(publication: Publication) -> str:
    table = Crosswalk(publication)
    families = [(f.title, [n for n in publication.corpus.norms if n.family == f.id])
                for f in publication.corpus.handbook.families]
    return render("crosswalk.md.j2", pub=publication, p=publication.printer("un-norms/crosswalk/"), table=table,
                  families=[one for one in families if one[1]], show=ids.show_norm, coverage=coverage, brief=brief)
