"""What an enacting State has decided about the model law, and what follows when it cannot stand together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from normbook.law.periods import LIFE, REVIEW, TABLING
from normbook.law.vocabulary import MODEL, VOCABULARIES, Vocabulary

CONDITIONS: Final = (("federal", "unitary"), ("monist", "dualist"))
"""What a State may be: of each pair one holds."""


@dataclass(frozen=True)
class Adaptation:
    """Decisions, each of which may be open. The empty one is the general edition, which prints every choice.

    `choices` maps a place of choice (law/x or law/x/p4) to a letter. `omitted` are Parts, articles or units that are
    left out. `blanks` are values by blank; `suggested` are values that a public source offers and the State has to
    confirm. With `clean` a place that is not decided takes its default.
    """

    vocabulary: Vocabulary = MODEL
    state: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    conditions: frozenset[str] = frozenset()
    omitted: frozenset[str] = frozenset()
    blanks: Mapping[str, str] = field(default_factory=dict)
    suggested: Mapping[str, str] = field(default_factory=dict)
    commences: date | None = None
    clean: bool = False

    def holds(self, when: str) -> bool | None:
        """Whether a condition on the State holds; None where it is not known."""
        pair = next((pair for pair in CONDITIONS if when in pair), (when,))
        known = self.conditions.intersection(pair)
        return when in known if known else None

    @property
    def open_conditions(self) -> tuple[tuple[str, str], ...]:
        """The pairs of which it is not known which holds."""
        return tuple(pair for pair in CONDITIONS if not self.conditions.intersection(pair))

    @property
    def decides(self) -> bool:
        """Whether anything is decided that changes which provisions stand."""
        return bool(self.choices or self.conditions or self.omitted)

    @property
    def periods(self) -> tuple[tuple[str, str], ...]:
        """The periods of review, expiry and tabling that are filled in: dates of articles follow from them."""
        return tuple((name, self.blanks[name]) for name in (*REVIEW, *LIFE, *TABLING) if name in self.blanks)

    @property
    def shape(self) -> str:
        """What the numbered tree depends on, as a key: two adaptations of one shape make the same tree."""
        shape = (sorted(self.choices.items()), sorted(self.conditions), sorted(self.omitted), self.clean, self.periods)
        return repr(shape)

    def record(self) -> dict[str, Any]:
        """The decisions as plain data, to be kept in a file that was made from them; what is open is left out."""
        found: dict[str, Any] = {
            "vocabulary": self.vocabulary.name, "state": self.state, "choices": dict(sorted(self.choices.items())),
            "conditions": sorted(self.conditions), "omitted": sorted(self.omitted),
            "blanks": dict(sorted(self.blanks.items())), "suggested": dict(sorted(self.suggested.items())),
            "commences": self.commences.isoformat() if self.commences else "", "clean": self.clean,
        }
        return {name: value for name, value in found.items() if value and value != MODEL.name}


GENERAL: Final = Adaptation()
"""Nothing decided: the general edition."""


def recalled(record: Mapping[str, Any]) -> Adaptation:
    """The adaptation that `record` wrote. ValueError where the data are none: they come from a file."""
    def texts(name: str) -> dict[str, str]:
        value = record.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in [*value, *value.values()]):
            raise ValueError(f"{name} is not a table of words")
        return value

    def names(name: str) -> frozenset[str]:
        value = record.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f"{name} is not a list of words")
        return frozenset(value)

    vocabulary = VOCABULARIES.get(str(record.get("vocabulary", MODEL.name)))
    if vocabulary is None:
        raise ValueError(f"there is no vocabulary {record['vocabulary']!r}")
    day = record.get("commences")
    return Adaptation(
        vocabulary, str(record.get("state", "")), texts("choices"), names("conditions"), names("omitted"),
        texts("blanks"), texts("suggested"), date.fromisoformat(str(day)) if day else None, bool(record.get("clean")),
    )


def opposites(conditions: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Pairs of which both are said to hold, which no State can be."""
    return (pair for pair in CONDITIONS if conditions.issuperset(pair))
