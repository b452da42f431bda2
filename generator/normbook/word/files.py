"""The parts of a finished file around its text: what is the same in all, and what it says about itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from normbook.compiled import MARK
from normbook.publication import Publication
from normbook.word import assembly, blanks, fields, front, furniture, guide, origin, package
from normbook.word.frames import frame
from normbook.word.furniture import Paper
from normbook.word.pieces import Text
from normbook.word.plans import Plan

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMED = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_RULES = "".join(f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>'
                 for kind, number, sign in (("separator", -1, "separator"),
                                            ("continuationSeparator", 0, "continuationSeparator")))
_BOOKMARK = re.compile(r"<w:bookmark(?:Start|End) [^>]*/>")
_MADE = frozenset({"word/document.xml", "word/footnotes.xml", "word/_rels/footnotes.xml.rels"})
"""Parts that are made for each law, whatever pandoc gave."""
_NO_LINKS = (f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             "</Relationships>")


def parts(publication: Publication, plan: Plan, paper: Paper = "a4",
          holds: Collection[str] = ()) -> dict[str, list[str]]:
    """Every part of the file as stretches of text, in the order in which the file holds them.

    `holds` are the refs of the provisions that it is made of, if it is not the whole law.
    """
    labels, names = publication.labels, sorted(plan.blanks)
    constant = package.related({
        **plan.store.parts, **_own(publication, paper, holds),
        **origin.parts(labels, publication.edition.id, publication.corpus.digest, names, holds),
        **({blanks.GLOSSARY: blanks.glossary(labels, names)} if names else {})})
    made = _texts(constant, plan, _Filling(publication, plan), paper)
    if plan.lists:
        before, closing, after = made["word/numbering.xml"][0].rpartition("</w:numbering>")
        made["word/numbering.xml"] = [before + "".join(plan.lists) + closing + after]
    return {name: made[name] for name in sorted(made)}


def plain(publication: Publication, plan: Plan, paper: Paper = "a4", *, marked: bool = False) -> dict[str, list[str]]:
    """The same without fields, controls, bookmarks, lists that count, and parts that only programs read.

    The running heads are words, and the foot has no page number: it would be a field. With `marked` bookmarks and
    controls stay, for a program that looks up what a line of such a file is.
    """
    framed = frame(publication, paper)
    constant = {**plan.store.parts, **_own(publication, paper),
                "word/styles.xml": package.typed_styles(plan.store.parts["word/styles.xml"]),
                "word/numbering.xml": package.no_lists(plan.store.parts["word/numbering.xml"])}
    for wide, number in ((False, 1), (True, 2)):
        constant[f"word/header{number}.xml"] = furniture.head(framed, wide=wide, live=False)
        constant[f"word/footer{number}.xml"] = furniture.foot(framed, wide=wide, live=False)
    fill = _Filling(publication, plan)
    if marked:
        return _texts(constant, plan, fill, paper)
    fill.controls = {name: [fields.run(blanks.shown(publication.labels, name),
                                       blanks.look(publication.labels, name)), ""] for name in plan.blanks}
    made = _texts(constant, plan, fill, paper)
    made["word/document.xml"] = [_BOOKMARK.sub("", stretch) for stretch in made["word/document.xml"]]
    return {name: made[name] for name in sorted(made)}


def _own(publication: Publication, paper: Paper, holds: Collection[str] = ()) -> dict[str, bytes]:
    """Settings and properties."""
    framed = replace(frame(publication, paper), holds=tuple(sorted(holds)))
    return {"word/settings.xml": furniture.settings(framed.language), **furniture.properties(framed)}


def _texts(constant: Mapping[str, bytes], plan: Plan, fill: _Filling, paper: Paper) -> dict[str, list[str]]:
    """The constant parts with the text of the law, its footnotes, and where both lead."""
    made = {name: [data.decode()] for name, data in constant.items() if name not in _MADE}
    *most, last = map(fill.text, plan.document)
    made["word/document.xml"] = [f"{_DECLARATION}<w:document {_NAMED}><w:body>", *most,
                                 f"{furniture.closed(last, paper)}</w:body></w:document>"]
    made["word/footnotes.xml"] = [
        f"{_DECLARATION}<w:footnotes {_NAMED}>{_RULES}{fill.text(plan.footnotes)}</w:footnotes>"]
    for part, links in (("document", plan.links), ("footnotes", plan.note_links)):
        name = f"word/_rels/{part}.xml.rels"
        kept = made.get(name, [_NO_LINKS])[0]
        made[name] = [kept.replace("</Relationships>", assembly.relationships(plan.store, links) + "</Relationships>")]
    return made


class _Filling:
    """What one State puts into the places that a plan leaves open."""

    def __init__(self, publication: Publication, plan: Plan) -> None:
        self.controls = {name: blanks.control(publication.labels, name, MARK).split(MARK) for name in plan.blanks}
        """Each control in the two stretches between which its number stands."""
        self.values = {**guide.stands(publication, plan.blanks), **front.stands(publication)}

    def control(self, name: str, number: str) -> str:
        """A blank at one place."""
        before, after = self.controls[name]
        return before + number + after if after else before

    def text(self, text: Text) -> str:
        """A text with its places filled."""
        made = [text.constant[0]]
        for place, constant in zip(text.places, text.constant[1:], strict=True):
            kind, name, number = place.split("|") if place[0] == "b" else ("", "", "")
            made += (self.control(name, number) if kind else assembly.filled(place, self.values), constant)
        return "".join(made)
