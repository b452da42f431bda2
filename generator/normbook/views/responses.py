from collections.abc import Iterator

from normbook.publication import Publication
from normbook.views.page import Page


def pages(publication: Publication) -> Iterator[Page]:
    yield from ()
