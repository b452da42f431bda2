"""Pages as schema.org data: what is said is on the page, and nothing claims that the law is anybody's law."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from normbook import ids
from normbook.publication import Publication
from normbook.views import law, linked, norms


@pytest.fixture(scope="module")
def data(publication: Publication) -> dict[str, dict[str, Any]]:
    """What each page says, by the address of the page."""
    found = {}
    for view in (law.pages, norms.pages):
        for page in view(publication):
            line = next((line for line in page.render().split("\n---\n")[0].splitlines()
                         if line.startswith("linked_data: ")), "")
            if line:
                found[page.url] = json.loads(line.removeprefix("linked_data: "))
    return found


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(inner)


def test_the_law_its_articles_and_the_norms_say_what_they_are(
    publication: Publication, data: dict[str, dict[str, Any]]
) -> None:
    articles = {f"{node.ref}/" for node in publication.labels.tree.articles}
    assert {url for url, said in data.items() if said["@type"] == "Legislation"} == articles | {"law/"}
    assert {url for url, said in data.items() if said["@type"] == "CreativeWork"} == {
        ids.page(ids.Address("norm", norm.id)) for norm in publication.corpus.norms}


def test_nothing_is_said_of_force_or_of_adoption(data: dict[str, dict[str, Any]]) -> None:
    said = {key for page in data.values() for key in keys(page) if key.startswith("legislation")}
    assert said == {"legislationIdentifier", "legislationType"}
    assert all("adopted" in page["creativeWorkStatus"] for page in data.values())


def test_addresses_are_those_of_the_pages_and_parts_name_their_whole(
    publication: Publication, data: dict[str, dict[str, Any]]
) -> None:
    base = f"{publication.corpus.handbook.base_url}{publication.edition.id}/"
    for url, said in data.items():
        assert said["@id"] == said["url"] == base + url
        assert said["version"] == publication.edition.id
    parts = {part["@id"]: part["name"] for part in data["law/"]["hasPart"]}
    assert parts == {said["@id"]: said["name"] for url, said in data.items()
                     if said["@type"] == "Legislation" and url != "law/"}
    assert {said["isPartOf"]["@id"] for url, said in data.items() if url.startswith("law/") and url != "law/"} == {
        base + "law/"}


def test_an_article_names_its_number_its_norms_and_its_sources(
    publication: Publication, data: dict[str, dict[str, Any]]
) -> None:
    for node in publication.labels.tree.articles:
        said = data[f"{node.ref}/"]
        assert said["position"] == node.number
        assert [each["name"] for each in said.get("isBasedOn", [])] == [
            f"Norm {ids.show_norm(norm)}" for norm in node.article.serves]
        assert len(said.get("citation", [])) == len(node.article.basis)


def test_without_an_address_of_the_site_addresses_start_at_its_root(publication: Publication) -> None:
    import dataclasses

    handbook = publication.corpus.handbook.model_copy(update={"base_url": ""})
    corpus = dataclasses.replace(publication.corpus, handbook=handbook)
    bare = dataclasses.replace(publication, corpus=corpus)
    assert linked.law(bare)["@id"] == f"/{publication.edition.id}/law/"
