"""The model law as adapted to each Member State: with guide and as clean text, in each vocabulary that is offered.

A file depends on the law and on what its State has decided, and on no other State: one that decides has its own files
made anew, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from normbook.fingerprint import key_of
from normbook.law.country import adaptation_of
from normbook.model.world import State
from normbook.outputs.task import Task
from normbook.publication import Publication
from normbook.views.adapted import files, laws


def adapted_files(publication: Publication, state: State, cache: Path | None = None) -> Mapping[str, bytes]:
    """The Word files of one State, beside its page. `cache` keeps what pandoc made."""
    from normbook.word.document import document

    made = {}
    for file in files(publication, state):
        adaptation = adaptation_of(publication.corpus, state.iso2, vocabulary=file.vocabulary, clean=file.clean)
        law = laws(publication).of(adaptation)
        made[f"countries/{state.iso2.lower()}/{file.name}"] = document(law, cache, paper=state.paper)
    return made


def tasks(publication: Publication, cache: Path) -> Iterator[Task]:
    """A task for each State."""
    for state in publication.corpus.states.states:
        if files(publication, state):
            make = partial(adapted_files, publication, state, cache / "pandoc")
            yield Task(f"adapted:{state.iso2}", key(publication, state), make, heavy=True, part="adapted")


def key(publication: Publication, state: State) -> str:
    """A key that changes whenever anything does that stands in the files of one State."""
    corpus = publication.corpus
    decided = adaptation_of(corpus, state.iso2).record()
    offered = [(file.name, file.vocabulary.name) for file in files(publication, state)]
    bodies = [item for item in (corpus.authorities.authorities if corpus.authorities else ())
              if item.iso2 == state.iso2]
    return key_of([state, *bodies], law_key(publication), decided, offered)


@lru_cache(maxsize=2)
def law_key(publication: Publication) -> str:
    """A key for what stands in the law, whoever adapts it."""
    corpus = publication.corpus
    items = [
        corpus.handbook, corpus.glossary, corpus.law, *corpus.parts, *corpus.timelines, *corpus.measures,
        *corpus.taxonomies, corpus.method, *corpus.benchmarks,
    ]  # fmt: skip
    carried = [(c.id, c.implemented_by) for norm in corpus.norms for c in norm.commitments]
    return key_of(items, publication.names, carried, publication.links.planned, corpus.digest)
