"""Pages as data for search engines and other programs: schema.org in JSON-LD.

A model law is `Legislation` by its form. Nothing here says that it is in force or that somebody passed it, because
nobody did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from normbook import ids
from normbook.law.tree import ArticleNode
from normbook.model.base import Basis
from normbook.model.norm import Norm
from normbook.publication import Publication

Data = dict[str, Any]


def law(publication: Publication) -> Data:
    """The model law with its articles and the files to take away."""
    source, tree = publication.corpus.law, publication.labels.tree
    files = (("model-law.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
             ("model-law.xml", "application/akn+xml"))
    return {
        **_work(publication, "Legislation", "law/", publication.plain(source.title)),
        "alternateName": publication.plain(source.short_title),
        "abstract": publication.plain(source.long_title),
        "legislationType": "model law",
        "legislationIdentifier": address(publication, "law/"),
        "hasPart": [
            {"@type": "Legislation", "@id": address(publication, f"{node.ref}/"), "name": _name(publication, node)}
            for node in tree.articles
        ],
        "encoding": [{"@type": "MediaObject", "contentUrl": address(publication, f"downloads/{name}"),
                      "encodingFormat": kind} for name, kind in files],
    }


def article(publication: Publication, node: ArticleNode) -> Data:
    """An article: the norms that it carries, and what its sources are."""
    url = f"{node.ref}/"
    return _filled({
        **_work(publication, "Legislation", url, _name(publication, node)),
        "legislationType": "article of a model law",
        "legislationIdentifier": address(publication, url),
        "position": node.number,
        "isPartOf": {"@type": "Legislation", "@id": address(publication, "law/"),
                     "name": publication.plain(publication.corpus.law.title)},
        "isBasedOn": list(_named(publication, node.article.serves)),
        "citation": list(_cited(publication, node.article.basis)),
    })


def norm(publication: Publication, subject: Norm) -> Data:
    """A norm, which is voluntary and no legislation."""
    url = ids.url(ids.Address("norm", subject.id))
    return _filled({
        **_work(publication, "CreativeWork", url, f"{ids.show_norm(subject.id)} {subject.title}"),
        "abstract": publication.plain(subject.summary),
        "citation": list(_cited(publication, subject.basis)),
    })


def address(publication: Publication, url: str) -> str:
    """The address of a page in this edition, from the root of the site where the site's own is not known."""
    return f"{publication.corpus.handbook.base_url or '/'}{publication.edition.id}/{url}"


def _work(publication: Publication, kind: str, url: str, name: str) -> Data:
    """What every page says of itself."""
    handbook, edition = publication.corpus.handbook, publication.edition
    whole = {"@type": "CreativeWork", "@id": address(publication, ""), "name": publication.plain(handbook.title)}
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": address(publication, url),
        "url": address(publication, url),
        "name": name,
        "identifier": url.strip("/").removeprefix("norms/"),
        "inLanguage": handbook.language,
        "version": edition.id,
        "datePublished": edition.date.isoformat(),
        "creativeWorkStatus": publication.plain(edition.status),
        "license": {"@type": "CreativeWork", "name": publication.plain(handbook.licence)},
        "publisher": {"@type": "Organization", "name": publication.plain(handbook.publisher)},
        "isPartOf": whole,
    }


def _name(publication: Publication, node: ArticleNode) -> str:
    label = publication.labels.tree.vocabulary.article_label(node.number)
    return f"{label} {publication.plain(node.article.heading)}"


def _named(publication: Publication, refs: Iterable[str]) -> Iterator[Data]:
    for ref in refs:
        label = publication.labels.reference(ref)
        if label.url:
            yield {"@type": "CreativeWork", "@id": address(publication, label.url), "name": label.text}


def _cited(publication: Publication, basis: Iterable[Basis]) -> Iterator[Data]:
    """Instruments, UN norms and regimes, each once."""
    for item in basis:
        named = {"instrument": item.instrument, "un": item.un_norm, "regime": item.regime}
        yield from _named(publication, [f"{space}:{found}" for space, found in named.items() if found])


def _filled(data: Data) -> Data:
    return {key: value for key, value in data.items() if value != []}
