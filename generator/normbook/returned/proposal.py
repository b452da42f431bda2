"""Findings -> amendments of the source, and what cannot be placed there, with the reason. Nothing falls between.

Words are placed where the source of a line has them, unless they stand for something that is decided elsewhere. A line
that was put in becomes an item with a fresh id, one that was taken out goes if nothing refers to it, one that was moved
within its list stands elsewhere in it. An edit of an edition's text is placed in the draft only where the draft still
has the words that it touches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from normbook.compare.segments import tokens
from normbook.edit import Amendment, Moved, Path, Put, Removed, Reworded
from normbook.publication import Publication
from normbook.returned.changes import Change, applied
from normbook.returned.finding import Finding, Spot
from normbook.returned.original import Original
from normbook.returned.slots import Finder, Slot, Slots
from normbook.returned.weaving import Loom, Woven, escaped, weave

_LEVELS: Final = {"LawText": 1, "LawParagraph": 1, "LawPoint": 2, "LawSubpoint": 3}
_STYLED: Final = ("Law", "Part", "Article", "Schedule", "Guide", "Cover", "Variant", "Choice", "Definition", "Table",
                  "Footnote", "TOC", "Title", "Subtitle", "Heading", "Caption")
"""How styles begin that say what a paragraph is; one that was pasted in comes with any other, or with none."""
_TYPED: Final = re.compile(r"(?:\((?:[0-9]{1,3}|[a-z]{1,2}|[ivx]{1,5})\)|[0-9]{1,3}[.)])\s+")
"""A number that somebody typed where the list would have counted."""

GENERATED: Final = "the words are made from other parts of the source"
CHANGED: Final = "the draft has other words there by now"
GONE: Final = "the draft no longer has the provision"
ASIDE: Final = {"number": "numbers follow from where a provision stands", "aside": "it stands outside the text",
                "level": "a provision of another level is another provision"}
"""Why what concerns no words is for a hand."""
HEADING: Final = "a heading goes by hand, with what stands below it"


@dataclass(frozen=True)
class Proposal:
    """Amendments by file, what they place, and what is left for a hand, each with the reason."""

    amendments: Mapping[str, tuple[Amendment, ...]]
    placed: tuple[Finding, ...]
    unplaced: tuple[tuple[Finding, str], ...]
    since: tuple[str, ...] = ()
    """Refs of provisions that the State touched and that have changed in the draft since."""


def propose(found: Iterable[Finding], original: Original, base: Publication, draft: Publication) -> Proposal:
    """What the findings come to in the draft. `base` is the publication that the file was made from."""
    made = _Making(original, Finder(Slots(base.corpus), Loom(original.labels, original.signs)), draft)
    findings = list(found)
    for key in dict.fromkeys(each.spot.key for each in findings if each.what == "words"):
        made.reword(key, [each for each in findings if each.what == "words" and each.spot.key == key])
    made.take_out([each for each in findings if each.kind == "deleted" and each.what == "line"])
    for finding in findings:
        if finding.kind == "moved":
            made.move(finding)
        elif finding.kind == "inserted" and finding.what == "line":
            made.put(finding)
        elif finding.what in ASIDE:
            made.leave(finding, ASIDE[finding.what])
        elif finding.what == "value":
            made.leave(finding, f"a value of the State: 'blanks: {{{finding.blank}: …}}' in its norms/countries/ file")
    return made.proposal(findings)


@dataclass
class _Making:
    """What is gathered on the way."""

    original: Original
    finder: Finder
    draft: Publication
    edits: dict[tuple[str, Path], list[tuple[int, int, str]]] = field(default_factory=dict)
    others: dict[str, list[Amendment]] = field(default_factory=dict)
    placed: list[Finding] = field(default_factory=list)
    unplaced: list[tuple[Finding, str]] = field(default_factory=list)
    tails: dict[int, Path] = field(default_factory=dict)
    since: dict[str, None] = field(default_factory=dict)
    met: dict[int, tuple[Slot, Woven] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.slots = Slots(self.draft.corpus)
        self.paths = {(owner, path[: end + 1]) for owner, path in self.slots.by_key for end in range(len(path))}

    def leave(self, finding: Finding, reason: str) -> None:
        self.unplaced.append((finding, reason))

    def proposal(self, findings: list[Finding]) -> Proposal:
        amendments: dict[str, list[Amendment]] = {}
        for key, edits in self.edits.items():
            slot = self.slots.by_key[key]
            amendments.setdefault(slot.file, []).append(Reworded(slot.path, _rewritten(slot.text, edits)))
        for file, items in self.others.items():
            amendments.setdefault(file, []).extend(items)
        order = {id(finding): n for n, finding in enumerate(findings)}
        left = sorted(self.unplaced, key=lambda each: order.get(id(each[0]), len(order)))
        return Proposal({file: tuple(items) for file, items in sorted(amendments.items())}, tuple(self.placed),
                        tuple(left), tuple(self.since))

    def find(self, spot: Spot) -> tuple[Slot, Woven] | None:
        """The slot that the line of a spot prints; None for a spot without a line."""
        if spot.key >= 0 and spot.key not in self.met:
            self.met[spot.key] = self.finder.find(spot, self.original.words(spot.key))
        return self.met.get(spot.key)

    def slot(self, spot: Spot) -> Slot | None:
        """The slot that a whole line is, if it is a unit of the law."""
        found = self.find(spot)
        return found[0] if found and found[0].path[-1:] == ("text",) else None

    def headed(self, spot: Spot) -> Slot | None:
        """The slot of the heading of an article or Part that a line is."""
        found = self.find(spot)
        return found[0] if found and found[0].path[-1] in {"heading", "title"} else None

    def reword(self, key: int, findings: list[Finding]) -> None:
        """The changes of one line in the string that it prints."""
        line, spot = self.original.words(key), findings[0].spot
        found = self.finder.find(spot, line)
        if found is None:
            for finding in findings:
                self.leave(finding, GENERATED)
            return
        slot, woven = found
        now = self.slots.by_key.get(slot.key)
        if now and now.text != slot.text:
            self.since[spot.ref] = None
        ready: list[tuple[Finding, tuple[int, int, str]]] = []
        for finding in findings:
            change = finding.change or Change(0, 0, "", "")
            edit = "a number that follows by itself" if change.counted else woven.place(change)
            if not isinstance(edit, str):
                edit = _carried(edit, slot.text, now.text) if now else GONE
            if not isinstance(edit, str) and self.clashes(slot, edit):
                edit = "the same words were edited in another place as well"
            if isinstance(edit, str):
                self.leave(finding, edit)
            else:
                ready.append((finding, edit))
        kept = [finding.change for finding, _ in ready if finding.change]
        text = _rewritten(now.text, [edit for _, edit in ready]) if now else ""
        if now and now.text == slot.text and not weave(text, applied(line, kept), self.finder.loom, slot.here):
            for finding, _ in ready:
                self.leave(finding, "the source would not print the State's words")
            return
        for finding, edit in ready:
            self.placed.append(finding)
            if edit not in self.edits.setdefault(slot.key, []):
                self.edits[slot.key].append(edit)

    def clashes(self, slot: Slot, edit: tuple[int, int, str]) -> bool:
        """Whether an edit of a string that prints in two places goes against one made in the other."""
        return any(edit != other and edit[0] <= other[1] and other[0] <= edit[1]
                   for other in self.edits.get(slot.key, ()))

    def take_out(self, findings: list[Finding]) -> None:
        """Lines that were taken out: a unit goes with all that is below it, or not at all."""
        slots = {id(finding): self.slot(finding.spot) for finding in findings}
        gone = {slot.key for slot in slots.values() if slot}
        tops = {(slot.owner, slot.path[:-1]) for slot in slots.values() if slot}
        for finding in findings:
            slot = slots[id(finding)]
            if slot is None:
                self.leave(finding, HEADING if self.headed(finding.spot) else GENERATED)
            elif any((slot.owner, slot.path[:end]) in tops for end in range(1, len(slot.path) - 1)):
                self.placed.append(finding)  # it goes with what it stands below
            elif reason := self.kept(slot, gone):
                self.leave(finding, reason)
            else:
                self.placed.append(finding)
                *way, last = slot.path[:-1]
                self.amend(slot, Removed(tuple(way), str(last)[1:]))

    def kept(self, slot: Slot, gone: set[tuple[str, Path]]) -> str:
        """Why a unit cannot go."""
        unit = slot.path[:-1]
        below = {key for key in self.slots.by_key if key[0] == slot.owner and key[1][: len(unit)] == unit}
        if not below:
            return GONE
        if not below <= gone:
            return "what stands below it was kept"
        if len(unit) < 2 or unit[-2] not in {"paragraphs", "points"}:
            return "a variant goes by hand, with the choice that it is part of"
        if len({path[: len(unit)] for owner, path in self.slots.by_key
                if owner == slot.owner and path[: len(unit) - 1] == unit[:-1]}) == 1:
            return "it is the last one in its place"
        ref = next((ref for ref, each in self.slots.by_ref.items() if each.key == slot.key), "")
        users = [use.by for use in self.draft.links.uses
                 if (use.ref == ref or use.ref.startswith(f"{ref}/")) and not use.by.startswith(ref)]
        return f"{', '.join(dict.fromkeys(users))} refers to it" if users else ""

    def target(self, finding: Finding, level: int) -> tuple[Slot, Path, str] | str:
        """The list that a new or moved line belongs in, and the id after which it stands; or why there is none."""
        spot = finding.beside or finding.spot
        found = self.find(spot)
        if found is None:
            return "it stands beside words that are made from other parts of the source"
        slot = found[0]
        path = self.tails.get(spot.key, slot.path)
        if path[-1] == "heading" and level == 1:
            place, after = (*path[:-1], "paragraphs"), ""
            has = any(owner == slot.owner and each[: len(place)] == place for owner, each in self.slots.by_key)
            return (slot, place, after) if has else "the article has variants, or no paragraphs"
        if path[-1] != "text" or "paragraphs" not in path:
            return "no paragraph or point stands before it"
        lists = [n for n, step in enumerate(path) if step in {"paragraphs", "points"}]
        if level == len(lists) + 1:
            return slot, (*path[:-1], "points"), ""
        if level > len(lists):
            return "it stands too deep below what is before it"
        at = lists[level - 1]
        return slot, path[: at + 1], str(path[at + 1])[1:]

    def put(self, finding: Finding) -> None:
        level = self.level(finding)
        found = self.target(finding, level) if level else "it is no paragraph or point of an article"
        if isinstance(found, str):
            self.leave(finding, found)
            return
        slot, place, after = found
        if after and (slot.owner, (*place, f"#{after}")) not in self.paths:
            self.leave(finding, GONE)
            return
        own = self.fresh(slot.owner, place)
        self.paths.add((slot.owner, (*place, f"#{own}")))
        if finding.beside:
            self.tails[finding.beside.key] = (*place, f"#{own}", "text")
        self.placed.append(finding)
        text = escaped(_TYPED.sub("", finding.after, count=1), opens=True)
        self.amend(slot, Put(place, own, text, after))

    def level(self, finding: Finding) -> int:
        """How deep a new line stands: by its style; one without, by the number typed before it or the line above."""
        if finding.style in _LEVELS or finding.style.startswith(_STYLED):
            return _LEVELS.get(finding.style, 0)
        if typed := _TYPED.match(finding.after):
            sign = typed.group().strip(" ().")
            return 1 if sign.isdigit() else 3 if len(sign) > 1 else 2
        beside = finding.beside
        found = self.find(beside) if beside else None
        return max(sum(step in {"paragraphs", "points"} for step in found[0].path), 1) if found else 0

    def fresh(self, owner: str, place: Path) -> str:
        """An id that no unit of the article bears or ever bore: p8 for a paragraph, the next letter for a point."""
        article = next((n for n, step in enumerate(place) if step == "articles"), 0) + 2
        scope = place[:article] if place[-1] == "paragraphs" else place
        taken = {str(step)[1:] for own, path in self.paths if own == owner and path[: len(scope)] == scope
                 for before, step in pairwise(path) if before == place[-1]}
        taken |= {ref.rpartition("/")[2] for ref in self.draft.links.retired}
        if place[-1] == "paragraphs":
            highest = max((int(each[1:]) for each in taken if re.fullmatch(r"p[0-9]{1,3}", each)), default=0)
            return f"p{highest + 1}"
        letters = (chr(code) for code in range(ord("a"), ord("z") + 1))
        last = max((each for each in taken if re.fullmatch(r"[a-z]", each)), default="")
        free = next((each for each in letters if each > last), "")
        return free or next(f"n{n}" for n in range(1, 1000) if f"n{n}" not in taken)

    def move(self, finding: Finding) -> None:
        slot = self.slot(finding.spot)
        if slot is None:
            self.shift(finding)
            return
        level = sum(step in {"paragraphs", "points"} for step in slot.path)
        found = self.target(finding, level)
        if isinstance(found, str):
            self.leave(finding, found)
        elif (found[0].owner, found[1]) != (slot.owner, slot.path[:-2]):
            self.leave(finding, "it went to another place, where its id does not hold")
        elif slot.key not in self.slots.by_key:
            self.leave(finding, GONE)
        else:
            self.placed.append(finding)
            if found[2] != str(slot.path[-2])[1:]:
                self.amend(slot, Moved(found[1], str(slot.path[-2])[1:], found[2]))

    def shift(self, finding: Finding) -> None:
        """A heading that was moved, with what stands below it: an article goes elsewhere within its Part."""
        slot, beside = self.headed(finding.spot), finding.beside
        above = self.find(beside) if beside else None
        if slot is None or "articles" not in slot.path:
            self.leave(finding, HEADING if slot else GENERATED)
            return
        place, own = slot.path[:1], str(slot.path[1])[1:]
        if above is None or above[0].owner != slot.owner:
            self.leave(finding, "an article goes to another Part by hand")
        elif slot.key not in self.slots.by_key:
            self.leave(finding, GONE)
        else:
            after = str(above[0].path[1])[1:] if above[0].path[:1] == place else ""
            self.placed.append(finding)
            if after != own:
                self.amend(slot, Moved(place, own, after))

    def amend(self, slot: Slot, amendment: Amendment) -> None:
        file = next(each.file for each in self.slots.by_key.values() if each.owner == slot.owner)
        self.others.setdefault(file, []).append(amendment)


def _rewritten(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """A source with edits made in it. A blank is never left double, or before the end of a sentence."""
    for start, end, added in sorted(edits, reverse=True):
        text = text[:start] + added + text[end:]
    return re.sub(r"(?<=\S) {2,}", " ", text).strip()


def _carried(edit: tuple[int, int, str], old: str, new: str) -> tuple[int, int, str] | str:
    """An edit of one text in another one that came of it; the reason where its words are no longer there."""
    if old == new:
        return edit
    one, two = tokens(old), tokens(new)
    at_one = at_two = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        length = len("".join(one[i1:i2]))
        if tag == "equal" and at_one <= edit[0] and edit[1] <= at_one + length:
            return edit[0] - at_one + at_two, edit[1] - at_one + at_two, edit[2]
        at_one, at_two = at_one + length, at_two + len("".join(two[j1:j2]))
    return CHANGED


def told(found: Iterable[Finding], proposal: Proposal) -> Iterator[tuple[Finding, str]]:
    """Every finding with the reason why it is not placed; empty where it is, or is a comment."""
    reasons = {id(finding): reason for finding, reason in proposal.unplaced}
    for finding in found:
        yield finding, reasons.get(id(finding), "")


