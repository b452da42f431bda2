"""What changed since the edition before, the list of editions, and pages that lead on from ids no longer used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from normbook import editions, ids
from normbook.compare import Change, Comparison, FieldChange, compare
from normbook.compare.printed import GROUPS, Sides, inline, told
from normbook.compare.records import VERBS
from normbook.fingerprint import key_of
from normbook.labels import Labels
from normbook.link import link
from normbook.model.base import Item, Retired
from normbook.model.corpus import Corpus
from normbook.model.manifest import EditionRecord
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.page import Action, Page

PAGE = "changes/"
_SIGNS = {"same": "{}", "removed": '<del class="nb-del">{}</del>', "added": '<ins class="nb-ins">{}</ins>'}


@dataclass(frozen=True)
class Changes:
    """The comparison of an edition with the one before it, as its page prints it."""

    publication: Publication
    before: EditionRecord
    folder: Path
    """Where the files of editions lie."""

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self._old, self.publication.corpus)

    @cached_property
    def sides(self) -> Sides:
        return Sides(Labels(self._old, link(self._old)[0]), self.publication.labels)

    @cached_property
    def _old(self) -> Corpus:
        return editions.load(editions.path_of(self.folder, self.before.id))

    @property
    def verbs(self) -> dict[str, tuple[int, str]]:
        """How many places bear each verb, and what the verb means."""
        return {verb: (count, VERBS[verb]) for verb, count in self.comparison.counts.items()}

    @property
    def groups(self) -> list[tuple[str, str, tuple[Change, ...]]]:
        """Id, heading and changes of each group that has any."""
        return [(name, GROUPS[name], changes) for name, changes in self.comparison.groups.items()]

    def name(self, change: Change) -> str:
        """What a reader calls the unit, with a capital."""
        name = self.sides.name(change)
        return f"{name[:1].upper()}{name[1:]}"

    def told(self, change: Change) -> list[str]:
        """What is to be said of a change beside its words."""
        return list(told(change))

    def anchor(self, change: Change) -> str:
        """The id of the change on the page."""
        return re.sub(r"[^a-z0-9]+", "-", change.ref.lower())

    def url(self, change: Change) -> str | None:
        """The address of the unit in this edition, if it has one."""
        return self.publication.labels.reference(change.ref).url if change.now else None

    def marked(self, field: FieldChange) -> Markup:
        """A field with what went and what came."""
        return Markup(inline(field, self.sides, _SIGNS, escape))  # noqa: S704  every text in it is escaped


def redline_path(publication: Publication, before: EditionRecord) -> str:
    """Where the law with tracked changes against the edition before lies, from the edition's root."""
    return f"downloads/changes-{before.id}-{publication.edition.id}.docx"


def pages(publication: Publication) -> Iterator[Page]:
    """The page of changes, and a page for each id that was retired."""
    key = _key(publication)
    yield Page(PAGE, "changes/index.md", "Changes", lambda: _page(publication), key=key, slow=bool(publication.before))
    for url, each in retired_pages(publication).items():
        print_ = partial(_retired, publication, each, url)
        yield Page(url, f"{url.rstrip('/')}.md", f"{each.id}, retired", print_)


def retired_pages(publication: Publication) -> dict[str, Retired]:
    """The ids that had a page and are no longer used, by the address of that page."""
    listed = publication.corpus.retired.retired if publication.corpus.retired else ()
    addresses = [(ids.parse(each.id), each) for each in listed]
    return {ids.page(address): each for address, each in addresses if address and address.owner == address}


def _key(publication: Publication) -> str:
    corpus, before = publication.corpus, publication.before
    shown = [each.model_dump_json() for each in publication.published]
    if before is None:
        return key_of([corpus.handbook], *shown)
    return key_of(compared(corpus), *shown)


def compared(corpus: Corpus) -> Iterator[Item | None]:
    """What is compared with the edition before: all that is normative."""
    for name in editions.NORMATIVE:
        held: Any = getattr(corpus, name)
        yield from held if isinstance(held, tuple) else (held,)


def _page(publication: Publication) -> str:
    before = publication.before
    changes = Changes(publication, before, publication.norms) if before and publication.norms else None
    actions = [Action(f"Read edition {before.id}", f"../{before.id}/")] if before else []
    if before and changes and not changes.comparison.empty:
        actions.append(Action("Law with tracked changes (Word)", redline_path(publication, before)))
    return render(
        "changes.md.j2", pub=publication, p=publication.printer(PAGE), changes=changes,
        actions=[action.meta() for action in actions],
    )  # fmt: skip


def _retired(publication: Publication, retired: Retired, url: str) -> str:
    return render("retired.md.j2", pub=publication, p=publication.printer(url), retired=retired)
