"""The parts of a finished file around its text: what is the same in all, and what it says about itself."""

from __future__ import annotations

from normbook.compiled import MARK
from normbook.publication import Publication
from normbook.word import assembly, blanks, front, furniture, guide, origin, package
from normbook.word.frames import frame
from normbook.word.furniture import Paper
from normbook.word.openxml import source
from normbook.word.pieces import Text
from normbook.word.plans import Plan

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMED = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_RULES = "".join(f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>'
                 for kind, number, sign in (("separator", -1, "separator"),
                                            ("continuationSeparator", 0, "continuationSeparator")))
_MADE = frozenset({"word/document.xml", "word/footnotes.xml", "word/_rels/footnotes.xml.rels"})
"""Parts that are made for each law, whatever pandoc gave."""
_NO_LINKS = (f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
             "</Relationships>")


def parts(publication: Publication, plan: Plan, paper: Paper = "a4") -> dict[str, list[str]]:
    """Every part of the file as stretches of text, in the order in which the file holds them."""
    framed, labels, names = frame(publication, paper), publication.labels, sorted(plan.blanks)
    constant = package.related({
        **plan.store.parts, "word/settings.xml": furniture.settings(framed.language), **furniture.properties(framed),
        **origin.parts(labels, publication.edition.id, publication.corpus.digest, names),
        blanks.GLOSSARY: blanks.glossary(labels, names)})
    made = {name: [data.decode()] for name, data in constant.items() if name not in _MADE}
    fill = _Filling(publication, plan)
    ending = source(furniture.section("portrait", paper))
    made["word/document.xml"] = [f"{_DECLARATION}<w:document {_NAMED}><w:body>", *map(fill.text, plan.document),
                                 f"{ending}</w:body></w:document>"]
    made["word/footnotes.xml"] = [
        f"{_DECLARATION}<w:footnotes {_NAMED}>{_RULES}{fill.text(plan.footnotes)}</w:footnotes>"]
    if plan.lists:
        before, closing, after = made["word/numbering.xml"][0].rpartition("</w:numbering>")
        made["word/numbering.xml"] = [before + "".join(plan.lists) + closing + after]
    for part, links in (("document", plan.links), ("footnotes", plan.note_links)):
        name = f"word/_rels/{part}.xml.rels"
        kept = made.get(name, [_NO_LINKS])[0]
        made[name] = [kept.replace("</Relationships>", assembly.relationships(plan.store, links) + "</Relationships>")]
    return {name: made[name] for name in sorted(made)}


class _Filling:
    """What one State puts into the places that a plan leaves open."""

    def __init__(self, publication: Publication, plan: Plan) -> None:
        self.controls = {name: blanks.control(publication.labels, name, MARK).split(MARK) for name in plan.blanks}
        self.values = {**guide.stands(publication, plan.blanks), **front.stands(publication)}

    def text(self, text: Text) -> str:
        made = [text.constant[0]]
        for place, constant in zip(text.places, text.constant[1:], strict=True):
            kind, name, *number = place.split("|")
            made += (number[0].join(self.controls[name]) if kind == "b" else self.values[name], constant)
        return "".join(made)
