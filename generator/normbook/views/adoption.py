"""The adoption register as a page, and what the pages of articles and States show of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from html import escape
from typing import Final

from markupsafe import Markup

from normbook.checklists.adoption import DEVIATIONS, Adopted, adoptions, by_article
from normbook.checklists.inputs import inputs_key
from normbook.checklists.rows import cite
from normbook.fingerprint import key_of
from normbook.publication import Publication
from normbook.templating import render
from normbook.views.facts import when
from normbook.views.page import Action, Page

URL: Final = "countries/adoption/"
CSV: Final = "data/adoption.csv"
JSON: Final = "data/adoption.json"
_SIGNS: Final = {"same": "{}", "removed": '<del class="nb-del">{}</del>', "added": '<ins class="nb-ins">{}</ins>'}


@lru_cache(maxsize=2)
def register(publication: Publication) -> tuple[Adopted, ...]:
    """The register of an edition, made once for all the pages that show some of it."""
    return adoptions(publication)


@lru_cache(maxsize=2)
def enacted(publication: Publication) -> dict[str, tuple[Adopted, ...]]:
    """The register by article."""
    return by_article(register(publication))


def register_key(publication: Publication) -> str:
    """What the register depends on: the files of States, and the text of the model law."""
    return key_of(publication.corpus.parts, inputs_key(publication))


def pages(publication: Publication) -> Iterator[Page]:
    """The page of the register."""
    yield Page(URL, "countries/adoption.md", "Adoption register", partial(_page, publication),
               key=register_key(publication))


def _page(publication: Publication) -> str:
    found = register(publication)
    actions = [Action("Register (CSV)", CSV, "download"), Action("Register (JSON)", JSON, "download"),
               Action("The model law", "law/")]
    return render(
        "adoption.md.j2", pub=publication, p=publication.printer(URL), found=found, states=by_state(found),
        deviations=DEVIATIONS, redline=redline, called=partial(called, publication), when=when, cite=cite,
        titles={each.ref: publication.links.targets[each.article].title for each in found},
        actions=[action.meta() for action in actions],
    )  # fmt: skip


def by_state(found: tuple[Adopted, ...]) -> dict[str, list[Adopted]]:
    """The entries by the name of their State."""
    held: dict[str, list[Adopted]] = {}
    for each in found:
        held.setdefault(each.state_name, []).append(each)
    return held


def called(publication: Publication, each: Adopted) -> str:
    """What the model law calls the provision, with a capital: Article 14(2)."""
    text = publication.labels.reference(each.ref).text
    return f"{text[:1].upper()}{text[1:]}"


def redline(each: Adopted) -> Markup:
    """The text as enacted against the model, a line for each unit of the text."""
    html = "".join(_SIGNS[s.kind].format(escape(s.text).replace("\n", "<br>")) for s in each.redline)
    return Markup(html)  # noqa: S704  every text in it is escaped
