"""What references, clocks, blanks and terms read as, and where they lead. One answer for every output."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from normbook import ids, markup
from normbook.dates import parse_period, words
from normbook.law.adaptation import GENERAL, Adaptation
from normbook.law.references import reference
from normbook.law.tree import Tree, tree
from normbook.link import Links
from normbook.model.corpus import Corpus
from normbook.model.handbook import Role, Term
from normbook.model.law import Blank
from normbook.model.norm import Norm
from normbook.model.timeline import Stage, Timeline
from normbook.model.world import Instrument
from normbook.terms import Matcher
from normbook.uses import Target


@dataclass(frozen=True, slots=True)
class Label:
    """Words for a reference, and the address it leads to from the edition's root; no address for a planned id."""

    text: str
    url: str | None


@dataclass(frozen=True)
class Labels:
    """The corpus seen as something to name and point at, in the words of the law as one State adapts it."""

    corpus: Corpus
    links: Links
    adaptation: Adaptation = GENERAL
    law: Tree | None = None
    """The tree that the adaptation makes, where it has been made already."""

    @cached_property
    def tree(self) -> Tree:
        return self.law or tree(self.corpus, self.adaptation)

    def parsed(self, text: str) -> markup.Parsed:
        """A content string as tokens, in the words of the vocabulary of the law."""
        return markup.parse(self.adaptation.vocabulary.say(text))

    @cached_property
    def blanks(self) -> dict[str, Blank]:
        return {blank.id: blank for blank in self.corpus.law.blanks}

    @cached_property
    def roles(self) -> dict[str, Role]:
        return {role.id: role for role in self.corpus.handbook.roles}

    @cached_property
    def terms(self) -> dict[str, Term]:
        return {term.id: term for term in self.corpus.terms}

    @cached_property
    def matcher(self) -> Matcher:
        """All defined terms, for the pages of the handbook."""
        return Matcher(self.corpus.terms)

    @cached_property
    def timelines(self) -> dict[str, Timeline]:
        return {timeline.id: timeline for timeline in self.corpus.timelines}

    @cached_property
    def stages(self) -> dict[tuple[str, str], Stage]:
        return {(t.id, s.id): s for t in self.corpus.timelines for s in t.stages}

    def reference(self, ref: str, here: str = "") -> Label:
        """The label of a reference that stands in `here`. A planned id reads as its title; an unknown one as itself."""
        provision = reference(self.tree, ref, here)
        address = ids.parse(self.tree.aliases.get(ref, ref))
        if provision is not None and address is not None:
            return Label(provision, ids.url(address))
        target = self.links.get(ref)
        if target is None or address is None:
            return Label(self.links.planned.get(ref, ref), None)
        return Label(self._words(address, target), ids.url(address))

    def _words(self, address: ids.Address, target: Target) -> str:
        match address.space:
            case "norm" if address.is_commitment:
                return f"commitment {ids.show_norm(target.ref)}"
            case "norm":
                return f"Norm {ids.show_norm(address.object)}{self._paragraph(address, target)}"
            case "timeline" if address.parts:
                return f"{target.title} ({self.timelines[address.object].title})"
            case "timeline":
                return f"timeline “{target.title}”"
            case "un":
                return f"UN norm 13({address.object[2:]})"
            case "criterion":
                return f"criterion {address.object.upper()}"
            case "playbook" if address.parts:
                return f"step “{target.title}” of the playbook “{self.links.targets[target.owner].title}”"
            case "exercise" if address.parts:
                return f"{target.title} of the exercise “{self.links.targets[target.owner].title}”"
            case "playbook" | "exercise" | "milestone":
                return f"{address.space} “{target.title}”"
            case "benchmarks" if address.parts:
                return f"benchmark “{target.title}”"
            case "instrument":
                item = target.item
                return item.short or item.title if isinstance(item, Instrument) else target.title
            case _:
                return target.title

    def _paragraph(self, address: ids.Address, target: Target) -> str:
        """The number of a norm's paragraph, counted as it is printed."""
        norm = self.links.get(address.object)
        statement = norm.item.statement if norm and isinstance(norm.item, Norm) else ()
        return next((f", paragraph {n}" for n, paragraph in enumerate(statement, 1) if paragraph is target.item), "")

    def clock(self, timeline: str, stage: str) -> str:
        """A duration in words: 'without undue delay', '24 hours', or '[24 hours]' while it is under negotiation."""
        found = self.stages.get((timeline, stage))
        return self.limit(found) if found else f"{timeline}/{stage}"

    def limit(self, stage: Stage) -> str:
        """The time limit of a stage in words."""
        if not stage.within:
            return stage.words
        text = words(parse_period(stage.within), business=stage.calendar == "business")
        return f"[{text}]" if stage.bracketed else text

    def blank(self, name: str) -> str:
        """What prints in a blank, without its brackets: a value, or the label where there is none.

        The value is what the State filled in, else what it has to confirm, else the figure that is proposed.
        """
        blank = self.blanks.get(name)
        if blank is None:
            return name
        value = self.adaptation.blanks.get(name) or self.adaptation.suggested.get(name) or blank.default
        if value and blank.type == "duration":
            return words(parse_period(value))
        return value or self.adaptation.vocabulary.say(blank.label)

    def is_filled(self, name: str) -> bool:
        """Whether the State has filled the blank in: its value stands without brackets."""
        return bool(self.adaptation.blanks.get(name))

    def alternatives(self, options: tuple[str, ...]) -> str:
        """Alternatives side by side, each in brackets; the one that the vocabulary settles alone and without."""
        return self.adaptation.vocabulary.taken(options) or " ".join(f"[{option}]" for option in options)

    def role(self, name: str) -> str:
        role = self.roles.get(name)
        return role.label if role else name.replace("_", " ")
