"""How a State's law differs from the model, and what it leaves open, as tables: for pages, Word and the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from normbook.checklists.rows import cite
from normbook.dates import parse_period, words
from normbook.law.coherence import Variant
from normbook.law.country import country_of, suggestions
from normbook.law.differences import Choice, Condition, Differences, Filled, Gap, Moved
from normbook.law.references import article_of, reference
from normbook.law.tree import Tree
from normbook.model.law import Blank
from normbook.model.world import Body
from normbook.publication import Publication
from normbook.views.adapted import Laws
from normbook.views.facts import when

QUESTIONS: Final[Mapping[str, str]] = {
    "federal": "Is the State federal or unitary?",
    "monist": "Do treaties have effect of themselves (monist), or once enacted (dualist)?",
}
"""What is asked of a State, by the first of each pair of conditions."""

_KNOWN: Final[Mapping[str, str]] = {"state_name": "the list of States"}
"""What fills a blank that no State has to fill in."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. `ref` is the provision that it is about, where there is one."""

    cells: tuple[str, ...]
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `none` is what is said where there are none. `name` is its key as data."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[Line, ...]
    none: str


@dataclass(frozen=True)
class Sheet:
    """The law of one State beside the model."""

    publication: Publication
    """With the law of the State."""
    found: Differences

    @classmethod
    def of(cls, laws: Laws, law: Publication) -> Sheet:
        return cls(law, laws.differences(law.adaptation))

    @cached_property
    def decided(self) -> tuple[Table, ...]:
        """What the State's law says otherwise than the model; the tables without rows as well."""
        return (self._words(), self._chosen(), self._resolved(), self._filled(), self._left_out(), self._moved())

    @cached_property
    def open(self) -> tuple[Table, ...]:
        """What the State has still to decide."""
        return (self._open_choices(), self._questions(), self._unfilled())

    @cached_property
    def suggested(self) -> Table:
        """Values from public sources that the State has to confirm, each with its source and date."""
        bodies = dict(suggestions(self.publication.corpus, self.publication.adaptation.state))
        rows = [Line((self._label(each.blank), each.value, seen(bodies[each.blank.id])))
                for each in self.found.suggested if each.blank.id in bodies]
        return Table("suggested", "Suggested, to be confirmed by the State", ("Blank", "Suggested", "Source"),
                     tuple(rows), "No public source at hand names a body for a blank.")

    @property
    def as_model(self) -> bool:
        """Whether nothing differs from the model but its words and what a public source says of the State."""
        return not (self.found.chosen or self.found.gaps or self.found.moved
                    or any(condition.known for condition in self.found.conditions))

    def _words(self) -> Table:
        rows = tuple(map(Line, self.publication.adaptation.vocabulary.differs))
        return Table("words", "Words of the law", ("In the model", "Here"), rows, "The words are those of the model.")

    def _chosen(self) -> Table:
        rows = [Line((self._named(choice.place.ref), self._variant(choice.taken), self._default(choice)),
                     choice.place.ref) for choice in self.found.chosen]
        return Table("variants", "Variants chosen", ("Provision", "Chosen", "Default of the model"), tuple(rows),
                     "No variant has been chosen.")

    def _resolved(self) -> Table:
        rows = [Line((QUESTIONS[each.pair[0]], each.known, self._follows(each)))
                for each in self.found.conditions if each.known]
        return Table("conditions", "Questions answered", ("Question", "Answer", "What follows"), tuple(rows),
                     "It is not recorded whether the State is federal or unitary, monist or dualist.")

    def _follows(self, condition: Condition) -> str:
        here = self.found.law.numbers
        stands = _several(self.found.law, [ref for ref in condition.refs if ref in here])
        gone = _several(self.found.model, [ref for ref in condition.refs if ref not in here])
        said = [f"{lead}: {refs}." for lead, refs in (("Stands", stands), ("Left out of the model", gone)) if refs]
        return " ".join(said)

    def _filled(self) -> Table:
        country = country_of(self.publication.corpus, self.publication.adaptation.state)
        own = country.blanks if country else {}
        rows = []
        for each in self.found.decided_blanks:
            by = "the State" if each.blank.id in own else _KNOWN.get(each.blank.id, "commencement")
            rows.append(Line((self._label(each.blank), self._value(each), by, self._proposed(each.blank))))
        return Table("blanks", "Blanks filled in", ("Blank", "Value", "By", "Proposed by the model"), tuple(rows),
                     "No blank has been filled in.")

    def _left_out(self) -> Table:
        rows = [Line((self._named(gap.ref, self.found.model), self._why(gap)), gap.ref) for gap in self.found.gaps]
        return Table("left_out", "Provisions left out", ("Provision of the model", "Why"), tuple(rows),
                     "No provision has been left out.")

    def _why(self, gap: Gap) -> str:
        match gap.why:
            case "omitted":
                return "left out by the State"
            case "condition":
                return f"stands in {gap.because} States only"
            case "variant":
                return f"Variant {gap.because.rpartition(':')[2]} leaves it out"

    def _moved(self) -> Table:
        rows = [Line((_range(self.found.model, each), _range(self.found.law, each)), each.first)
                for each in self.found.moved]
        return Table("numbers", "Numbers that moved", ("In the model", "Here"), tuple(rows),
                     "Articles, Parts and Schedules have the numbers of the model.")

    def _open_choices(self) -> Table:
        rows = []
        for choice in self.found.open_choices:
            variants = (self._variant(each) + (" (default)" if each.default else "") for each in choice.place.variants)
            rows.append(Line((self._named(choice.place.ref), "; ".join(variants)), choice.place.ref))
        return Table("open_choices", "Choices to make", ("Provision", "Variants"), tuple(rows),
                     "Every choice has been made.")

    def _questions(self) -> Table:
        law = self.found.law
        rows = [Line((QUESTIONS[each.pair[0]], _several(law, [ref for ref in each.refs if ref in law.numbers])))
                for each in self.found.open_conditions]
        return Table("open_questions", "Questions to answer", ("Question", "Provisions that depend on it"),
                     tuple(rows), "Every question has been answered.")

    def _unfilled(self) -> Table:
        rows = [Line((self._label(blank), self._plain(blank.hint), self._proposed(blank)))
                for blank in self.found.unfilled]
        return Table("open_blanks", "Blanks to fill in", ("Blank", "What to put in", "Proposed by the model"),
                     tuple(rows), "Every blank has been filled in.")

    def _named(self, ref: str, law: Tree | None = None) -> str:
        """A provision by number and heading: 'section 14(2), Initial alert'."""
        law = law or self.found.law
        number = reference(law, ref) or reference(self.found.model, ref) or ref
        target = self.publication.links.get(article_of(ref))
        return f"{number[:1].upper()}{number[1:]}, {self._plain(target.title)}" if target else number

    def _variant(self, variant: Variant | None) -> str:
        return f"{variant.id} {self._plain(variant.label)}" if variant else ""

    def _default(self, choice: Choice) -> str:
        return self._variant(choice.place.default)

    def _value(self, filled: Filled) -> str:
        return _period(filled.blank, filled.value)

    def _proposed(self, blank: Blank) -> str:
        return _period(blank, blank.default) if blank.default else ""

    def _label(self, blank: Blank) -> str:
        label = self._plain(blank.label)
        return label[:1].upper() + label[1:]

    def _plain(self, text: str) -> str:
        return self.publication.plain(text)


def _period(blank: Blank, value: str) -> str:
    return words(parse_period(value)) if blank.type == "duration" else value


def seen(body: Body) -> str:
    """Where a body was seen, and on which date."""
    doubt = ", not yet confirmed" if body.unconfirmed else ""
    return f"{cite(body.source) or 'general knowledge'}, as of {when(body.as_of)}{doubt}"


def _several(law: Tree, refs: Sequence[str]) -> str:
    """Provisions one after the other: 'articles 5(8), 6(5)'."""
    named, one = [reference(law, ref) or ref for ref in refs], f"{law.vocabulary.article} "
    if len(named) > 1 and all(each.startswith(one) for each in named):
        return f"{law.vocabulary.article}s {', '.join(each.removeprefix(one) for each in named)}"
    return ", ".join(named)


def _range(law: Tree, moved: Moved) -> str:
    first, last = law.numbers[moved.first][0], law.numbers[moved.last][0]
    if moved.first == moved.last:
        return reference(law, moved.first) or first
    return f"{law.vocabulary.article}s {first} to {last}"
