"""The starting file of a State: every choice, blank and question of the law as a comment that can be taken up.

A line of prose begins with `# `, and a decision that waits to be made with `#` alone: take the sign away and it counts.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Final, get_args

from normbook import markup
from normbook.law.adaptation import CONDITIONS, Adaptation
from normbook.law.coherence import Place, Variant, places
from normbook.law.country import adaptation_of, naming_in, refusals, suggestions, vocabularies
from normbook.law.references import reference
from normbook.law.tree import PartNode, units
from normbook.model.law import Article, Blank
from normbook.model.national import TermEvent
from normbook.model.world import Body
from normbook.publication import Publication
from normbook.views.differences import QUESTIONS, seen

_WIDTH: Final = 116
_RULE: Final = "-" * 8
_EVENTS: Final = get_args(TermEvent.model_fields["what"].annotation)
_GAZETTE: Final = "{title: Gazette, ref: page 1}"


def country_file(publication: Publication, iso2: str) -> str:
    """The file of a State that has decided nothing yet. KeyError where there is no such State."""
    return "\n".join([*_Writer(publication, iso2).lines()]).rstrip("\n") + "\n"


class _Writer:
    """Writes the file in the words in which the law of the State would be put."""

    def __init__(self, publication: Publication, iso2: str) -> None:
        self.iso2 = iso2
        self.corpus = publication.corpus
        self.state = next(state for state in self.corpus.states.states if state.iso2 == iso2)
        self.publication = publication.adapted(adaptation_of(self.corpus, iso2, vocabulary=naming_in(self.state)))
        self.tree = self.publication.labels.tree

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield from self.questions()
        yield from self.variants()
        yield from self.blanks()
        yield from self.omissible()
        yield from self.enactments()
        yield from self.term_events()
        yield from self.corrected()
        yield from self.answers()

    def head(self) -> Iterator[str]:
        name = self.state.names["en"].short if "en" in self.state.names else self.iso2
        yield from _prose(
            f"What {name} has decided about the model law, and the answers that it released. Nothing else of a State "
            "belongs here: this file is public."
        )
        yield from _prose(
            "A line that begins with # and a word is a decision that nobody has taken: remove the # to take it. "
            f"What stays a comment stays open. 'normbook check' says what cannot stand together, and 'normbook adapt "
            f"{self.iso2}' makes the law."
        )
        yield f"iso2: {json.dumps(self.iso2)}"
        yield ""
        offered = " and ".join(each.name for each in vocabularies(self.state))
        yield from _prose(f"Words of the law: civil (Chapter, article, Annex) or common (Part, section, Schedule). The "
                          f"legal tradition is recorded as {self.state.legal_tradition}; without a choice the law is "
                          f"offered in: {offered}.")
        yield from ("#vocabulary: civil", "#vocabulary: common")
        yield from _prose("Day on which a bill is to commence, if it is fixed: dates are computed from it.")
        yield "#commences: 2030-01-01"
        yield from _prose("Day on which the State's law commenced. Leave it out until then.")
        yield "#enacted: 2030-01-01"
        yield ""

    def questions(self) -> Iterator[str]:
        """The conditions on the State."""
        depends: dict[str, list[str]] = {}
        for _, _, unit in units(self.tree):
            if unit.when:
                depends.setdefault(unit.when, []).append(unit.ref)
        for pair, key in zip(CONDITIONS, ("federal", "dualist"), strict=True):
            refs = [ref for when in pair for ref in depends.get(when, ())]
            named = ", ".join(self.named(ref) for ref in dict.fromkeys(refs)) or "nothing in this text"
            other = next(word for word in pair if word != key)
            yield from _prose(f"{QUESTIONS[pair[0]]} On it depends: {named}. true: {key}; false: {other}.")
            yield from (f"#{key}: true", f"#{key}: false")
        yield ""

    def variants(self) -> Iterator[str]:
        yield from _prose("Variants. Take one letter at each place; where none is taken, all stand side by side, and "
                          "the clean text has the default.")
        yield "variants:"
        found: dict[str, list[Place]] = {}
        for place in places(self.corpus):
            found.setdefault(place.article.id, []).append(place)
        for part in self.tree.parts:
            held = [place for node in part.articles for place in found.get(node.ref, ())]
            if held:
                yield from self.part(part)
            for place in held:
                yield from self.place(place)
        yield ""

    def place(self, place: Place) -> Iterator[str]:
        yield from _prose(f"{self.named(place.ref, capital=True)}, {self.plain(place.article.heading)}", "  ")
        for variant in place.variants:
            yield from _prose(self.variant(variant), "  ", "  ")
            yield f"  #{place.ref}: {variant.id}"

    def variant(self, variant: Variant) -> str:
        """A variant with what follows from it, and the rules that tie it to others."""
        said = f"{variant.id}{' (default)' if variant.default else ''}: {self.plain(variant.label)}. "
        said += self.plain(variant.follows)
        for verb, refs in (("Requires", variant.requires), ("Excludes", variant.excludes)):
            if refs:
                said += f" {verb} {', '.join(self.named(ref) for ref in refs)}."
        return said

    def blanks(self) -> Iterator[str]:
        yield from _prose("Blanks. Each stands where its first use is; write the value between the quotation marks. A "
                          "figure that is proposed, and a body that a public source names, are filled in for you to "
                          "confirm.")
        yield "blanks:"
        bodies = dict(suggestions(self.corpus, self.iso2))
        known = self.publication.adaptation.blanks
        for part, blanks in self.first_uses():
            yield from self.part(part) if part else _prose(f"{_RULE} Title and enacting formula", "  ")
            for blank in blanks:
                yield from self.blank(blank, known.get(blank.id, ""), bodies.get(blank.id))
        yield ""

    def blank(self, blank: Blank, known: str, body: Body | None) -> Iterator[str]:
        label = self.plain(blank.label)
        said = f"{label[:1].upper()}{label[1:]} ({blank.type}). {self.plain(blank.hint)}"
        if body:
            said += f" Suggested by a public source ({seen(body)}); to be confirmed."
        yield from _prose(said, "  ")
        value = known or (body.name or body.abbr if body else blank.default)
        yield f"  #{blank.id}: {json.dumps(value, ensure_ascii=False)}"

    def first_uses(self) -> Iterator[tuple[PartNode | None, list[Blank]]]:
        """The blanks by the Part in which each occurs first; those of no Part stand around the law."""
        rest = dict(self.publication.labels.blanks)
        found: list[tuple[PartNode | None, list[Blank]]] = []
        for part in self.tree.parts:
            refs = {node.ref for node in part.articles}
            texts = [unit.text for node, _, unit in units(self.tree) if node.ref in refs]
            names = dict.fromkeys(name for text in texts for name in _names(text))
            found.append((part, [rest.pop(name) for name in names if name in rest]))
        yield from ((part, blanks) for part, blanks in [(None, list(rest.values())), *found] if blanks)

    def omissible(self) -> Iterator[str]:
        yield from _prose("Provisions to leave out: Parts, articles, paragraphs (law/x/p2) or Schedules. Core articles "
                          "cannot be left out and are not listed. Where others need an article, 'normbook check' names "
                          "them: leave those out as well.")
        yield "omitted:"
        for part in self.tree.parts:
            free = [node for node in part.articles if node.article.status != "core"]
            if free:
                yield from self.part(part)
            for node in free:
                yield from _prose(self.described(node.article), "  ")
                yield f"  #- {node.ref}"
        for schedule in self.tree.schedules:
            yield from _prose(f"{self.named(schedule.id, capital=True)}, {self.plain(schedule.title)}", "  ")
            yield f"  #- {schedule.id}"
        yield ""

    def described(self, article: Article) -> str:
        needed = refusals(self.corpus, Adaptation(omitted=frozenset({article.id})))
        said = f"{self.named(article.id, capital=True)}, {self.plain(article.heading)} ({article.status})."
        return said + (" Others need it." if needed else "")

    def enactments(self) -> Iterator[str]:
        """What is in force, as the adoption register shows it."""
        yield from _prose("Provisions that are in force, each from a public source: a bill or an announcement is none. "
                          "own is where it stands in the State's law; commenced, its commencement, where it is not "
                          "that of the law. Add, where they are known, variant (its letter), deviation (none, wording "
                          "or substance), remark (what departs), as_of, and text: the provision as enacted, which is "
                          "then compared with the model word by word.")
        yield "enactments:"
        article = next((node.ref for node in self.tree.articles), "law/x")
        yield (f"  #- {{provision: {article}, own: section 1, commenced: {self.day}, "
               f"source: [{_GAZETTE}]}}")
        yield ""

    def term_events(self) -> Iterator[str]:
        """What happened since to the terms that the law itself sets."""
        yield from _prose(f"What happened to the term of an article since, in the order of days: {', '.join(_EVENTS)}. "
                          "until is the last day of an extended term or of a suspension.")
        yield "term_events:"
        dated = (node.ref for node in self.tree.articles if node.article.sunset or node.article.review)
        if article := next(dated, ""):
            yield f"  #- {{provision: {article}, what: reviewed, \"on\": {self.day}, source: [{_GAZETTE}]}}"
        yield ""

    def corrected(self) -> Iterator[str]:
        """What was wrong in this file, for the calendars that have it."""
        yield from _prose("A date or an event above that was wrong, and was put right or taken away. Without an entry "
                          "here calendar programs keep the date that they have; entries stay.")
        yield "corrected:"
        yield f"  #- {{\"on\": {self.day}, what: enacted was another day}}"
        yield ""

    @property
    def day(self) -> str:
        """The day of examples: it has come, and the law of the State may have commenced by then."""
        return f"{self.publication.edition.date.year}-01-01"

    def answers(self) -> Iterator[str]:
        commitment = next((c.id for norm in self.corpus.norms for c in norm.commitments), "")
        yield from _prose(f"Answers to commitments that the State released, which 'normbook release {self.iso2}' "
                          "carries here. All others belong in a private workspace. What was answered before may stand "
                          "beside an answer as earlier: a list of status, as_of and release.")
        yield "answers:"
        yield f"  #- {{commitment: {commitment}, status: partly, evidence: \"\", release: true}}"

    def part(self, part: PartNode) -> Iterator[str]:
        yield ""
        yield from _prose(f"{_RULE} {self.named(part.ref, capital=True)}: {self.plain(part.title)}", "  ")

    def named(self, ref: str, *, capital: bool = False) -> str:
        """A provision by its number, with its variant."""
        words = reference(self.tree, ref) or ref
        return words[:1].upper() + words[1:] if capital else words

    def plain(self, text: str) -> str:
        return " ".join(self.publication.plain(text).split())


def _prose(text: str, indent: str = "", further: str = "") -> list[str]:
    """A paragraph as comment lines; `further` is how far it stands in from those around it."""
    lead = f"{indent}# {further}"
    return textwrap.wrap(text, _WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False,
                         break_long_words=False)


def _names(text: str) -> list[str]:
    """The blanks of a content string."""
    if "{" not in text:
        return []
    return [token.blank for token in markup.parse(text).inlines if isinstance(token, markup.BlankUse)]
