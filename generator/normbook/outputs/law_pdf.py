"""The model law as PDF/UA: the law, the law with its guide, and a booklet of each Part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from normbook.paper.papers import Form, Papers
from normbook.paper.pieces import pieces
from normbook.publication import Publication

LAW, GUIDE = "downloads/model-law.pdf", "downloads/model-law-guide.pdf"


def law_pdf(publication: Publication, cache: Path | None = None) -> Mapping[str, bytes]:
    """All papers on A4. `cache` keeps what pandoc made, by content. Raises PaperError and PandocError."""
    papers = Papers(publication, pieces(publication, cache))
    wanted: list[tuple[str, Form, str | None]] = [(LAW, "law", None), (GUIDE, "guide", None)]
    wanted += [(booklet(part.ref), "booklet", part.ref) for part in publication.labels.tree.parts if part.part]
    return {path: papers.made(form, part=part) for path, form, part in wanted}


def booklet(part: str) -> str:
    """The path of the booklet of a Part by its ref: law/part-1 -> downloads/parts/part-1.pdf."""
    return f"downloads/parts/{part.rpartition('/')[2]}.pdf"
