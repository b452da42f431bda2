"""Which text a Word file was made from: what it says to programs, else what it prints, else what the command names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from normbook import editions
from normbook.commands.arguments import UsageError
from normbook.commands.texts import DRAFT, publication_of
from normbook.dates import long_day
from normbook.law.adaptation import GENERAL, Adaptation, recalled
from normbook.law.country import adaptation_of, refusals
from normbook.law.vocabulary import VOCABULARIES
from normbook.model.manifest import EditionRecord
from normbook.problems import Place, Problem, Severity
from normbook.proof import Claim, claimed
from normbook.publication import Publication
from normbook.returned.changes import flat
from normbook.returned.imprint import Imprint, imprint
from normbook.returned.original import Original, Text, original, text_of
from normbook.returned.running import running
from normbook.returned.typed import bare, is_typed
from normbook.settings import Settings
from normbook.word.blanks import NAMESPACE
from normbook.word.document import document, insertable, insertion, marked
from normbook.word.openxml import unpack
from normbook.word.origin import Origin, origin
from normbook.word.received import MAIN, NotAWordFileError, received

_OURS: Final = (b'"p_law_', b'"w_law_')
"""How bookmarks of provisions begin in the main part of a file."""
_OWN: Final = 0.1
"""Share of the lines of the law that a file without bookmarks must hold to be one of the law."""


def opened(file: Path) -> Mapping[str, bytes]:
    """The parts of a Word file. UsageError, which names code, file and remedy, when it cannot be read."""
    if not file.is_file():
        raise UsageError(f"there is no file {file}", "Name a .docx file of the model law.")
    try:
        return received(file.read_bytes())
    except NotAWordFileError as error:
        raise UsageError(f"{file.name}: error[{error.code}] {error}", error.hint) from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", "Look at who may read it.") from None


@dataclass(frozen=True)
class Provenance:
    """A file that came back; `edition` is what the command says it was made from, if it does."""

    settings: Settings
    name: str
    parts: Mapping[str, bytes]
    edition: str
    draft: Publication

    @cached_property
    def origin(self) -> Origin:
        """What the file says of itself. Where it says nothing to programs, its title page and running heads count."""
        said = origin(self.parts)
        if said.edition:
            return said
        printed = self._imprint
        return replace(said, edition=printed.edition, digest=said.digest or printed.digest)

    @cached_property
    def _text(self) -> Text:
        return text_of(self.parts, typed=True)

    @cached_property
    def _known(self) -> tuple[EditionRecord, ...]:
        return editions.published(self.settings.norms)

    @cached_property
    def _imprint(self) -> Imprint:
        named = {f"{each.title}, {long_day(each.date)}": each.id for each in reversed(self._known)}
        now = self.draft.edition
        heads = [line for lines in running(self.parts).values() for line in lines]
        return imprint(self._text.lines, heads, {**named, f"{now.title}, {long_day(now.date)}": DRAFT})

    @property
    def _bookmarked(self) -> bool:
        return any(mark in self.parts[MAIN] for mark in _OURS)

    def base(self) -> tuple[list[Problem], Publication]:
        """The text that the file was made from, with what is doubtful about it. UsageError if that cannot be told."""
        said = self.origin
        own = claimed(Claim(said.edition, said.digest), self._known)
        if not (said.edition or own or self._bookmarked or self.edition):
            raise self._nameless()
        wanted = self.edition or (own.id if own else DRAFT)
        found = list(self._doubts(wanted, replace(said, edition=said.edition or (own.id if own else ""))))
        base = publication_of(self.settings, wanted)
        return found, base.adapted(self._adaptation(base, found))

    def _nameless(self) -> UsageError:
        """What to say of a file that names no edition."""
        titles = {flat(self.draft.plain(words)) for words in (self.draft.corpus.law.title,
                                                              self.draft.corpus.law.short_title)}
        known = ", ".join([*(each.id for each in self._known), DRAFT])
        if any(title in line.before for line in self._text.lines for title in titles):
            return UsageError(f"{self.name}: error[Z14] it does not say which edition it was made from",
                              f"Name it with --edition ID. Editions: {known}.")
        hint = ("Name a file that this program made. If a program dropped what it says of itself, add --edition ID: "
                f"{known}.")
        return UsageError(f"{self.name}: error[Z06] it is no file of the model law", hint)

    def _warning(self, code: str, message: str, hint: str) -> Problem:
        return Problem(Place(self.name), code, message, hint, Severity.WARNING)

    def _doubts(self, wanted: str, said: Origin) -> Iterator[Problem]:
        latest = self._known[-1].id if self._known else ""
        if not self.edition and said.edition not in {"", wanted}:
            yield self._warning("Z07", f"it was made from edition {said.edition}, which is not here; it is held "
                                f"against the draft", "Differences between the two texts show as edits.")
        elif not said.edition and not self.edition:
            yield self._warning("Z07", "it does not say what it was made from; it is held against the draft",
                                "Name the edition with --edition ID if it was another one.")
        elif wanted == DRAFT:
            yield self._warning("Z08", "it was made from a draft, which may have changed since",
                                "What was changed in the draft since shows as untracked edits.")
        elif latest and wanted != latest:
            yield self._warning("Z07", f"it was made from edition {wanted}; the latest is {latest}",
                                "Its edits are placed where the draft still has the same words.")

    def _adaptation(self, base: Publication, found: list[Problem]) -> Adaptation:
        """The decisions that the file records; none where they do not fit the text."""
        try:
            adaptation = recalled(self.origin.record) if self.origin.record else self._printed(base)
        except ValueError as error:
            found.append(self._warning("Z09", f"its record of decisions cannot be read: {error}",
                                       "It is read as the general edition, with every variant."))
            return GENERAL
        if wrong := refusals(base.corpus, adaptation):
            found.append(self._warning("Z09", f"its decisions do not fit the text: {wrong[0].message}",
                                       "It is read as far as they do."))
        return adaptation

    def _printed(self, base: Publication) -> Adaptation:
        """The decisions of the State that the title page names, as they stand today; none where it names no State."""
        today, said = self.draft.corpus, self._imprint
        state = next((each for each in today.states.states
                      if "en" in each.names and flat(each.names["en"].short) == said.state), None)
        if state is None or NAMESPACE.encode() in b"".join(self.parts.values()):
            return GENERAL
        corpus = replace(base.corpus, countries=today.countries, states=today.states, authorities=today.authorities)
        return adaptation_of(corpus, state.iso2, vocabulary=VOCABULARIES.get(said.vocabulary), clean=said.clean)

    def original(self, base: Publication, found: list[Problem]) -> Original:
        """The file as it was made: of the same provisions, and in the same form."""
        cache = self.settings.cache / "pandoc"
        if holds := self.origin.holds:
            strange = sorted(set(holds) - insertable(base))
            if strange:
                found.append(self._warning("Z09", f"it holds provisions that the text does not have: "
                                           f"{', '.join(strange)}", "What it says of them shows as put in."))
            if kept := set(holds) - set(strange):
                return original(unpack(insertion(base, kept, cache)), base)
        if not self._bookmarked and not self._live:
            made = original(unpack(marked(base, cache)), base, typed=True)
            if is_typed(self._text.lines, len(made.leads)):
                return made
        return original(unpack(document(base, cache)), base)

    @property
    def _live(self) -> bool:
        """Whether the file holds the part in which the live form keeps what it was made from."""
        return any(name.startswith("customXml/item") and NAMESPACE.encode() in data
                   for name, data in self.parts.items())

    def stranger(self, made: Original) -> UsageError | None:
        """What to say of a file in which hardly a line of the law stands: it is another text."""
        own = {bare(flat(line.before)) for line in self._text.lines}
        lines = [bare(flat(line.before)) for line in made.text.lines if line.before]
        if self._bookmarked or sum(line in own for line in lines) > _OWN * len(lines):
            return None
        return UsageError(f"{self.name}: error[Z06] hardly a line of the law is in it",
                          "Name a file of the model law, and with --edition the edition that it was made from.")
