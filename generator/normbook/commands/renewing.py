"""`normbook renew`: the instrument by which provisions of a State's law continue in force, as a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from normbook.checklists.agenda import tenures_of
from normbook.checklists.records import name
from normbook.checklists.renewals import Renewed, renewable, renewed
from normbook.commands import arguments
from normbook.commands.arguments import UsageError, refused
from normbook.commands.schedules import wrapped
from normbook.commands.texts import DRAFT, BrokenError, corpus_of, published
from normbook.commands.timing import broken
from normbook.dates import long_day
from normbook.law.country import adaptation_of, country_of, naming_in
from normbook.law.references import article_of
from normbook.law.vocabulary import VOCABULARIES
from normbook.lifecycle import Status
from normbook.model.corpus import Corpus
from normbook.model.world import State
from normbook.problems import did_you_mean
from normbook.publication import Publication
from normbook.settings import Settings
from normbook.sunset import Tenure
from normbook.views.adapted import laws
from normbook.write import write_file

if TYPE_CHECKING:
    from normbook.word.furniture import Paper


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. Without `provisions` those that expire next."""

    state: str
    provisions: tuple[str, ...] = ()
    output: Path | None = None
    vocabulary: str = ""
    paper: Paper | None = None
    """None for that of the State."""
    force: bool = False
    quiet: bool = False


def renew_command(settings: Settings, asked: Asked) -> int:
    """Write the instrument. 0 done, 1 the corpus has errors, 2 the command is wrong or there is nothing to renew."""
    try:
        corpus = corpus_of(settings, DRAFT)
        state = _state(corpus, asked.state)
        target = _target(state, asked)
        country = country_of(corpus, state.iso2)
        words = VOCABULARIES[asked.vocabulary] if asked.vocabulary else naming_in(state, country)
        publication = published(settings, corpus)
        law = laws(publication).of(adaptation_of(corpus, state.iso2, vocabulary=words))
        standing = tenures_of(law, country)
        wanted = _wanted(law, standing, asked.provisions)
        own = {each.provision: each.own for each in country.enactments} if country else {}
    except BrokenError as error:
        return broken(error.problems)
    except UsageError as error:
        return refused(error)
    from normbook.word.renewal import instrument

    made = tuple(renewed(law, standing, wanted, own))
    write_file(target, instrument(law, made, settings.cache / "pandoc", paper=asked.paper or state.paper))
    if not asked.quiet:
        print("\n".join(_said(law, state, made, standing, target)))
    return 0


def _state(corpus: Corpus, code: str) -> State:
    state = arguments.state(corpus.states, code)
    if state is None:
        raise UsageError("no State is named", "Two letters are expected, as in KE.")
    return state


def _target(state: State, asked: Asked) -> Path:
    target = asked.output or Path(f"renewal-{state.iso2.lower()}.docx")
    if target.suffix.lower() != ".docx":
        raise UsageError(f"{target} is no name of a Word file", "End it in .docx.")
    if target.is_dir():
        raise UsageError(f"{target} is a folder", "Name a file.")
    if target.exists() and not asked.force:
        raise UsageError(f"{target} is already there and may hold somebody's work",
                         "Name another file with -o, or overwrite with --force.")
    return target


def _wanted(law: Publication, standing: Mapping[str, Tenure], asked: Sequence[str]) -> tuple[str, ...]:
    """The articles to renew, in the order of the law. UsageError names every one that cannot be."""
    articles = {node.ref: node for node in law.labels.tree.articles}
    open_ = renewable(law, standing)
    refs = list(dict.fromkeys(article_of(ref) for ref in asked))
    wrong = [_against(law, standing, ref) for ref in refs if ref not in open_]
    if wrong:
        known = ", ".join(open_) or "none"
        near = next((hint for ref in refs if ref not in articles and (hint := did_you_mean(ref, articles))), "")
        raise UsageError("; ".join(wrong), f"{near} Provisions that can be renewed: {known}.".lstrip())
    if not open_:
        raise UsageError("nothing in this law can be renewed", "What ended or expires automatically is enacted anew.")
    if refs:
        return tuple(ref for ref in open_ if ref in refs)
    first = {ref: term.first for ref, term in open_.items() if not articles[ref].left_open}
    first = first or {ref: term.first for ref, term in open_.items()}
    return tuple(ref for ref, day in first.items() if day == min(first.values()))


def _against(law: Publication, standing: Mapping[str, Tenure], ref: str) -> str:
    """Why a provision cannot be renewed."""
    made = standing.get(ref)
    if ref not in law.labels.tree.numbers:
        return f"the law has no article '{ref}'"
    if made is None and any(node.ref == ref and node.left_open for node in law.labels.tree.articles):
        return f"the State's file does not choose '{ref}', which the model leaves out"
    if made is None or (made.ends is None and made.status is not Status.REPEALED):
        return f"'{ref}' has no term and does not expire"
    if made.status in (Status.EXPIRED, Status.REPEALED):
        day = f" at the end of {long_day(made.ends)}" if made.ends else ""
        return f"'{ref}' ended{day} ({made.status.words})"
    return f"'{ref}' expires automatically: the law provides for no renewal"


def _said(
    law: Publication, state: State, drafted: Sequence[Renewed], standing: Mapping[str, Tenure], target: Path
) -> Iterator[str]:
    """What was drafted, and what else expires."""
    yield f"{target}: renewal in {name(state)} of"
    for each in drafted:
        mark = ", indicative" if each.tenure.start.indicative else ""
        by = each.tenure.dates.tabling_by
        late = "it was to be tabled by" if by and by < law.as_of else "table it by"
        tabled = f"; {late} {long_day(by)}" if by else ""
        ends = long_day(each.tenure.ends) if each.tenure.ends else ""
        yield from wrapped(f"{law.labels.reference(each.ref).text}, {each.heading}: to {long_day(each.further.last)} "
                           f"instead of {ends}{mark}{tabled}", "  ")
    taken = {each.ref for each in drafted}
    firm = not all(each.tenure.start.indicative for each in drafted)
    over = (Status.EXPIRED, Status.REPEALED)
    others = [f"{ref} ({long_day(made.ends)})" for ref, made in standing.items() if made.ends and ref not in taken
              and not (firm and made.start.indicative) and made.status not in over]
    if others:
        yield from wrapped(f"Also to expire: {', '.join(others)}. Name what to renew with --provision.")
