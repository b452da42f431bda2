"""`normbook adapt`: the model law adapted to one State, as Word files, with what is decided, open and suggested."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from normbook.checklists.records import name
from normbook.checks.adaptations import broken
from normbook.commands import arguments
from normbook.commands.arguments import UsageError, refused
from normbook.commands.schedules import wrapped
from normbook.commands.texts import DRAFT, BrokenError, corpus_of, published
from normbook.editions import EditionError
from normbook.law.country import adaptation_of, country_of, vocabularies
from normbook.law.vocabulary import VOCABULARIES, Vocabulary
from normbook.problems import did_you_mean
from normbook.reporting import as_text
from normbook.settings import Settings
from normbook.views.adapted import VOCABULARY_WORDS, file_name, laws, why
from normbook.views.differences import Sheet, Table
from normbook.write import write_file

if TYPE_CHECKING:
    from normbook.model.corpus import Corpus
    from normbook.model.world import State
    from normbook.publication import Publication
    from normbook.word.furniture import Paper

_INDENT: Final = "    "
_BECOMES: Final = {"words", "numbers"}
"""Tables of which each row says what something of the model became."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. `differences` prints the sheet in `format` and makes no file."""

    state: str
    output: Path | None = None
    vocabulary: str = ""
    clean: bool = False
    commences: date | None = None
    edition: str = DRAFT
    force: bool = False
    quiet: bool = False
    differences: bool = False
    format: str = "table"
    paper: Paper | None = None
    """None for that of the State."""
    only: tuple[str, ...] = ()
    """Parts, articles or Schedules for insertion into another act; the whole law if none is named."""


def adapt_command(settings: Settings, asked: Asked) -> int:
    """Make the law of a State. 0 done, 1 its decisions or the corpus have errors, 2 the command is wrong."""
    try:
        corpus = _corpus(settings, asked.edition)
        state = _state(corpus, asked.state)
        country = country_of(corpus, state.iso2)
        if country and (problems := list(broken(corpus, country))):
            print(as_text(problems))
            return 1
        offered = _offered(corpus, state, asked)
        targets = [] if asked.differences else _targets(state, offered, asked)
    except BrokenError as error:
        print(as_text(error.problems))
        return 1
    except (UsageError, EditionError) as error:
        return refused(UsageError(str(error), error.hint))
    made = [_law(published(settings, corpus), state, vocabulary, asked) for vocabulary in offered]
    if asked.differences:
        print(FORMATS[asked.format](state, asked, [Sheet.of(laws(law), law) for law in made]))
        return 0
    if strangers := [found for ref in asked.only if (found := _stranger(ref, made[0]))]:
        return max(refused(each) for each in strangers)
    written = list(_written(made, targets, asked, asked.paper or state.paper, settings.cache / "pandoc"))
    if not asked.quiet:
        print("\n".join(_said(state, asked, Sheet.of(laws(made[0]), made[0]), offered)))
    for path, size in written:
        print(f"{path}  {round(size / 1024)} KB")
    return 0


def _corpus(settings: Settings, edition: str) -> Corpus:
    """The draft, or an edition with what is known of States today: an edition freezes no national facts."""
    corpus = corpus_of(settings, edition)
    if edition == DRAFT:
        return corpus
    today = corpus_of(settings, DRAFT)
    return replace(corpus, countries=today.countries, states=today.states, authorities=today.authorities)


def _state(corpus: Corpus, wanted: str) -> State:
    state = arguments.state(corpus.states, wanted)
    if state is None:  # only where none is asked for
        raise UsageError("no State is named", "Two letters are expected, as in KE.")
    return state


def _offered(corpus: Corpus, state: State, asked: Asked) -> tuple[Vocabulary, ...]:
    """The vocabularies to print; UsageError where the day asked for contradicts the State's own."""
    country = country_of(corpus, state.iso2)
    if country and country.enacted and asked.commences and asked.commences != country.enacted:
        raise UsageError(f"the law of {state.iso2} commenced on {country.enacted}, as {country.place.file} says",
                         "Leave out --commences, or correct the file.")
    if asked.vocabulary:
        return (VOCABULARIES[asked.vocabulary],)
    return vocabularies(state, country)


def _targets(state: State, offered: Sequence[Vocabulary], asked: Asked) -> list[Path]:
    """A file for each vocabulary. UsageError where one is there already, unless it may be overwritten."""
    several = len(offered) > 1
    targets = [Path(file_name(state.iso2, each if several else None, clean=asked.clean)) for each in offered]
    if asked.only:
        targets = [path.with_stem(f"{path.stem}-provisions") for path in targets]
    if asked.output:
        if asked.output.suffix.lower() != ".docx":
            raise UsageError(f"{asked.output} is no name of a Word file", "End it in .docx.")
        names = [f"{asked.output.stem}-{each.name}{asked.output.suffix}" for each in offered]
        targets = [asked.output.with_name(name) for name in names] if several else [asked.output]
    there = [str(path) for path in targets if path.exists()]
    if there and not asked.force:
        verb = "are" if len(there) > 1 else "is"
        raise UsageError(f"{' and '.join(there)} {verb} already there and may hold somebody's work",
                         "Name another file with -o, or overwrite with --force.")
    if folder := next((path for path in targets if path.is_dir()), None):
        raise UsageError(f"{folder} is a folder", "Name a file.")
    return targets


def _law(publication: Publication, state: State, vocabulary: Vocabulary, asked: Asked) -> Publication:
    adaptation = adaptation_of(publication.corpus, state.iso2, vocabulary=vocabulary, clean=asked.clean,
                               commences=asked.commences)
    return laws(publication).of(adaptation)


def _stranger(ref: str, law: Publication) -> UsageError | None:
    """What is wrong with the name of a provision to be inserted."""
    tree = law.labels.tree
    known = [*(part.ref for part in tree.parts), *(node.ref for node in tree.articles),
             *(item.id for item in tree.schedules)]
    if ref in known:
        return None
    hint = did_you_mean(ref, known) or "Name Parts, articles or Schedules by id, as in law/part-notification."
    return UsageError(f"'{ref}' is no Part, article or Schedule of this law", hint)


def _written(
    made: Sequence[Publication], targets: Sequence[Path], asked: Asked, paper: Paper, cache: Path
) -> Iterator[tuple[Path, int]]:
    """Every file is made before one is written: a mistake leaves nothing half done."""
    from normbook.word.document import document, insertion

    contents = [insertion(law, asked.only, cache, paper=paper) if asked.only
                else document(law, cache, paper=paper) for law in made]
    for path, content in zip(targets, contents, strict=True):
        write_file(path, content)
        yield path, len(content)


def _said(state: State, asked: Asked, sheet: Sheet, offered: Sequence[Vocabulary]) -> Iterator[str]:
    """What was decided, what is open, and what is suggested."""
    yield _title(sheet, state, asked)
    yield from wrapped(_why(state, asked, offered, sheet))
    yield ""
    yield from _listed("Decided", [table for table in sheet.decided if table.name != "words"])
    yield from _listed("Suggested", [sheet.suggested])
    choices, questions, blanks = sheet.open
    yield from _listed("Open", [questions, choices])
    if blanks.rows:
        yield from wrapped(f"{len(blanks.rows)} blanks to fill in; --differences lists them.", _INDENT)
        yield ""


def _title(sheet: Sheet, state: State, asked: Asked) -> str:
    publication = sheet.publication
    form = "for insertion" if asked.only else "clean text" if asked.clean else "with guide"
    title = publication.plain(publication.corpus.law.short_title)
    return f"{name(state)} ({state.iso2}): {title}, {publication.edition.title}, {form}"


def _why(state: State, asked: Asked, offered: Sequence[Vocabulary], sheet: Sheet) -> str:
    """Which words the law is put in, and why."""
    if asked.vocabulary:
        return f"In {VOCABULARY_WORDS[asked.vocabulary]}, as asked for."
    said = why(state, country_of(sheet.publication.corpus, state.iso2))
    if len(offered) > 1:
        said += " Choose one with --vocabulary, or with 'vocabulary' in the file of the State."
    return said


def _listed(title: str, tables: Iterable[Table]) -> Iterator[str]:
    """Tables one after the other, each row a line."""
    yield title
    for table in tables:
        yield f"  {table.title} ({len(table.rows)})" if table.rows else f"  {table.none}"
        for row in table.rows:
            yield from wrapped(_line(table, row.cells), _INDENT)
    yield ""


def _line(table: Table, cells: Sequence[str]) -> str:
    """A row in words: what it is about, what is said of it, and what there is besides, by its heading."""
    joint = " -> " if table.name in _BECOMES else " " if cells[0].endswith("?") else ": "
    more = [f"{head.lower()}: {cell}" for head, cell in zip(table.heads[2:], cells[2:], strict=True) if cell]
    return f"{cells[0]}{joint}{cells[1]}" + (f" ({'; '.join(more)})" if more else "")


def _as_table(state: State, asked: Asked, sheets: Sequence[Sheet]) -> str:
    lines: list[str] = []
    for sheet in sheets:
        words = VOCABULARY_WORDS[sheet.publication.adaptation.vocabulary.name]
        lines += [_title(sheet, state, asked), *wrapped(f"In {words}."), ""]
        lines += _listed("How this differs from the model", sheet.decided)
        lines += [*_listed("Suggested", [sheet.suggested]), *_listed("Open", sheet.open)]
    return "\n".join(lines).rstrip("\n")


def _as_json(state: State, asked: Asked, sheets: Sequence[Sheet]) -> str:
    found: dict[str, Any] = {"state": state.iso2, "edition": sheets[0].publication.edition.id, "clean": asked.clean}
    found["laws"] = [
        {"vocabulary": sheet.publication.adaptation.vocabulary.name,
         **{table.name: [_plain(table, row.ref, row.cells) for row in table.rows]
            for table in (*sheet.decided, sheet.suggested, *sheet.open)}}
        for sheet in sheets
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _plain(table: Table, ref: str, cells: Sequence[str]) -> dict[str, str]:
    """A row as data: the ref of its provision, where it has one, and a value for each heading."""
    named = {head.lower().replace(" ", "_"): cell for head, cell in zip(table.heads, cells, strict=True)}
    return {"ref": ref, **named} if ref else named


FORMATS: Final = {"table": _as_table, "json": _as_json}
