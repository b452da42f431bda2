"""Two Word files of the law as one that tracks what leads from the first to the second.

The work is done on the finished files: whatever made them, what one says is put beside what the other says, provision
by provision (`redline_blocks`), word by word (`redline_words`). Accepting all changes gives the new document, rejecting
all the old one: text, numbers and structure. Three things are not tracked, because they follow from the rest and every
program computes them: the table of contents, what a field shows, and the words that a list puts before a number. They
are those of the new document. A bookmark stands once: where the new document has it, else in what was taken out.

A passage that moved is deleted in one place and inserted in the other, signed "(moved from here)" and "(moved to here)"
after the name of the author; Word's own marks of a move are not used. LibreOffice 7 takes a passage that goes and one
that comes, if they say the same and have one author or bear those marks, for one change, and when it settles them both
gives the paragraph that follows the style of the passage. Two names keep the two apart, and show what moved in a colour
of its own in Word too. References lead to either place (`redline_names`).

Where a table goes as a whole, LibreOffice 7 takes out its rows and the words of the heading before it, and leaves the
heading's paragraph without a word in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from normbook import ids
from normbook.dates import long_day
from normbook.law.tree import Tree
from normbook.publication import Publication
from normbook.word.document import document
from normbook.word.front import GUIDE
from normbook.word.openxml import NAMESPACES, Element, etree, name, pack, parse, unpack, write
from normbook.word.redline_atoms import PPR, canonical, copied, line
from normbook.word.redline_blocks import Block, Step, block, groups, steps
from normbook.word.redline_body import Writer
from normbook.word.redline_cover import Cover, Side, moved, page, renumbered, styled
from normbook.word.redline_ends import settle
from normbook.word.redline_lists import Lists
from normbook.word.redline_marks import Marker
from normbook.word.redline_names import rename, twice
from normbook.word.redline_notes import ID, Notes, inorder

_BODY, _RELS, _NOTES, _LISTS = (
    "word/document.xml", "word/_rels/document.xml.rels", "word/footnotes.xml", "word/numbering.xml",
)
_STYLES, _CORE, _CUSTOM = "word/styles.xml", "docProps/core.xml", "docProps/custom.xml"
_NOTE_RELS: Final = "word/_rels/footnotes.xml.rels"
_CONTENTS: Final = ("TOCHeading", "TOC1", "TOC2", "TOC3")
LAW, TERM = "p_law", "p_term"


@dataclass(frozen=True)
class Tracked:
    """The parts of the file, and how many provisions of the law and other passages came, went, moved or changed."""

    parts: Mapping[str, bytes]
    law: Counter[str]
    rest: Counter[str]
    moved: frozenset[str] = frozenset()
    """Bookmarks of what moved."""


@dataclass(frozen=True)
class Text:
    """One of the two texts: its file, what it is, its numbered law, and what the law is called."""

    docx: bytes
    side: Side
    tree: Tree
    name: str
    site: str = ""
    """Address of its edition of the handbook, to which links of the text lead."""


@dataclass(frozen=True)
class Made:
    """The file, and how many provisions of the law and other passages differ, by verb."""

    docx: bytes
    law: Mapping[str, int]
    rest: Mapping[str, int]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.law and not self.rest


def tracked(
    old: Mapping[str, bytes], new: Mapping[str, bytes], author: str, day: date, *,
    law_only: bool = False, sites: tuple[str, str] = ("", ""),
) -> Tracked:
    """The parts of a file that tracks what leads from one file to another, signed by an author on a day.

    `sites` are the addresses of the two editions: a link to the same page of either is the same link.
    """
    parts = dict(new)
    before, after = parse(old[_BODY]), parse(new[_BODY])
    old_notes, new_notes = parse(old[_NOTES]), parse(new[_NOTES])
    _link(before, old[_RELS], after, parts, _RELS, sites)
    _link(old_notes, old.get(_NOTE_RELS, b""), new_notes, parts, _NOTE_RELS, sites)
    one, other = before.find(name("w:body")), after.find(name("w:body"))
    if law_only:
        _without_guide(one)
        _without_guide(other)
    numbers = [int(mark.get(ID)) for mark in (*one.iter(name("w:bookmarkStart")), *other.iter(name("w:bookmarkStart")))]
    lists = Lists(parse(old[_LISTS]), parse(new[_LISTS]))
    taken = frozenset(mark.get(name("w:name")) for mark in other.iter(name("w:bookmarkStart")))
    _apart(one, max(numbers, default=0) + 1)
    writer = Writer(Marker(author, day, 2 * max(numbers, default=0) + 2), Notes(old_notes, new_notes), lists, taken)
    found = steps(groups([*_blocks(one, contents=False)]), groups([*_blocks(other, contents=True)]))
    staying = [pair for step in found if step.kind in {"kept", "to"} for pair in step.pairs]
    lists.same((a.element, b.element) for a, b in staying if a and b)
    law, rest = _counted(found)
    rename(twice(found, taken, lists), (before, old_notes))
    end = other[-1]
    made = list(_written(found, writer))
    settle(made, writer.marker)
    for child in list(other):
        other.remove(child)
    other.extend([*made, end])
    _footnotes(writer)
    inorder(after, new_notes)
    parts[_BODY], parts[_NOTES], parts[_LISTS] = write(after), write(new_notes), write(_sorted(lists.new))
    notes = sum(1 for was, now in writer.notes.kept if writer.notes.said["old"][was] != writer.notes.said["new"][now])
    if notes:
        rest["changed"] += notes
    places = frozenset(mark for step in found if step.kind == "to" for _, b in step.pairs if b for mark in b.names)
    return Tracked(parts, law, rest, places)


def _blocks(body: Element, *, contents: bool) -> Iterator[Block]:
    """The blocks of a body, with its contents or without. Ends of sections are known by their place in the order."""
    sections = 0
    for each in body[:-1]:
        made = block(each)
        if each.find(f"{PPR}/{name('w:sectPr')}") is not None:
            sections += 1
            made = replace(made, names=(f"section {sections}",))
        if contents or made.style not in _CONTENTS:
            yield made


def _written(found: Sequence[Step], writer: Writer) -> Iterator[Element]:
    """The blocks of all steps."""
    both = _both(found)
    for step in found:
        for old, new in step.pairs:
            goes = old if step.kind == "from" or (new is None and step.kind != "to") else None
            comes = new if step.kind == "to" or (old is None and step.kind != "from") else None
            if comes and comes.style in _CONTENTS:
                yield copied(comes.element)
            elif goes:
                yield writer.gone(goes.element, moved=step.kind == "from" or goes.text in both)
            elif comes:
                yield writer.come(comes.element, moved=step.kind == "to" or comes.text in both)
            elif old and new and step.kind == "kept":
                yield from writer.pair(old, new)


def _both(found: Sequence[Step]) -> frozenset[str]:
    """What whole blocks that went and whole blocks that came both say: words that moved without their provision."""
    went = {old.text for step in found for old, new in step.pairs if old and new is None}
    return frozenset(new.text for step in found for old, new in step.pairs if new and old is None and new.text in went)


def _apart(body: Element, first: int) -> None:
    """Number the bookmarks of the old document above those of the new one."""
    for mark in body.iter(name("w:bookmarkStart"), name("w:bookmarkEnd")):
        mark.set(ID, str(first + int(mark.get(ID))))


def _link(
    before: Element, old: bytes, after: Element, parts: dict[str, bytes], part: str, sites: tuple[str, str]
) -> None:
    """Lead the outward links of the old document over relationships of the new one; one goal has one relationship."""
    if not old or part not in parts:
        return
    was, now = parse(old), parse(parts[part])
    key, goal = name("r:id"), {each.get("Id"): each.get("Target") for each in now}
    first = {target: number for number, target in reversed(list(goal.items()))}
    for link in after.iter(name("w:hyperlink")):
        if link.get(key) in goal:
            link.set(key, first[goal[link.get(key)]])
    known = {each.get("Id"): each for each in was}
    for link in before.iter(name("w:hyperlink")):
        relation = known.get(link.get(key))
        if relation is None:
            continue
        target = relation.get("Target")
        page = target.removeprefix(sites[0]) if sites[0] else target
        if page not in {"", target} and sites[1] + page in first:
            target = sites[1] + page
        if target not in first:
            made = etree.SubElement(now, f"{{{NAMESPACES['rel']}}}Relationship", dict(relation.attrib))
            first[target] = f"rIdWas{len(now)}"
            made.set("Id", first[target])
        link.set(key, first[target])
    data: bytes = etree.tostring(now, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts[part] = data


def _without_guide(body: Element) -> None:
    """Leave out the guide and its lines in the contents."""
    inside, gone = False, set()
    for child in list(body[:-1]):
        names = [mark.get(name("w:name")) for mark in child.iter(name("w:bookmarkStart"))]
        inside = inside or ids.bookmark(GUIDE) in names
        if inside:
            gone.update(names)
            body.remove(child)
    for child in list(body):
        anchors = {link.get(name("w:anchor")) for link in child.iter(name("w:hyperlink"))}
        if block(child).style in _CONTENTS and anchors & gone:
            ends = [each.getparent() for each in child.iter(name("w:fldChar"))
                    if each.get(name("w:fldCharType")) == "end"]
            child.getprevious().extend(ends if child.find(f".//{name('w:instrText')}") is None else ())
            body.remove(child)


def _footnotes(writer: Writer) -> None:
    """Track what changed in the words of notes that stay, and the words of those that came and went."""
    notes = writer.notes
    old, new = ({note.get(ID): note for note in root} for root in (notes.old, notes.new))
    for was, now in notes.kept:
        one, other = old[was].findall(name("w:p")), new[now].findall(name("w:p"))
        if [canonical(each) for each in one] != [canonical(each) for each in other]:
            for paragraph in other:
                new[now].remove(paragraph)
            new[now].extend(writer.closed(one, other))
    for number, change in [*((each, "ins") for each in notes.came), *((each, "del") for each in notes.went)]:
        for paragraph in new[number].findall(name("w:p")):
            made = writer.come(paragraph) if change == "ins" else writer.gone(paragraph)
            kept = paragraph.find(PPR)
            if kept is not None:
                made.replace(made.find(PPR), copied(kept))
            new[number].replace(paragraph, made)


def _sorted(lists: Element) -> Element:
    """Abstract lists stand before lists in use."""
    lists[:] = sorted(lists, key=lambda each: each.tag == name("w:num"))
    return lists


def _counted(found: Sequence[Step]) -> tuple[Counter[str], Counter[str]]:
    law: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    for step in found:
        kind = {"deleted": "deleted", "inserted": "inserted", "to": "moved"}.get(step.kind, "")
        if step.kind == "kept" and any(_differs(a, b) for a, b in step.pairs):
            kind = "changed"
        named = next(((a or b) for a, b in step.pairs if a or b), None)
        if kind and named:
            mark = named.names[0] if named.names else ""
            (law if mark.startswith((LAW, TERM)) else rest)[kind] += 1
    return law, rest


def _differs(old: Block | None, new: Block | None) -> bool:
    if old is None or new is None:
        return not (new and new.style in _CONTENTS)
    if old.style != new.style:
        return True
    # What a field shows may differ without a change: the text is taken apart only where it is worth it.
    return old.text != new.text and _keys(old) != _keys(new)


def _keys(found: Block) -> list[tuple[str, ...]]:
    return [atom.key for node in found.element.iter(name("w:p")) for atom in line(node, str).atoms]


def text(publication: Publication, cache: Path | None = None) -> Text:
    """The law of a publication as one side of a comparison. `cache` keeps what pandoc made."""
    edition, decided = publication.edition, publication.adaptation
    title = f"{f'edition {edition.id}' if publication.corpus.digest else 'the draft'} of {long_day(edition.date)}"
    if decided.state:
        state = next(each for each in publication.corpus.states.states if each.iso2 == decided.state)
        title = f"{title}, adapted to {state.names['en'].short} in the {decided.vocabulary.name} vocabulary"
    name_ = publication.plain(publication.corpus.law.title)
    base, side = publication.corpus.handbook.base_url, Side(title, publication.corpus.digest)
    site = f"{base}{edition.id}/" if base else ""
    return Text(document(publication, cache), side, publication.labels.tree, name_, site)


def redline(old: Text, new: Text, author: str, day: date, *, law_only: bool = False, cover: bool = True) -> Made:
    """The file that tracks what leads from one text to another, with a page in front that says so unless not wanted."""
    sites = (old.site, new.site)
    found = tracked(unpack(old.docx), unpack(new.docx), author, day, law_only=law_only, sites=sites)
    parts = dict(found.parts)
    title = f"{new.name}: changes from {old.side.title} to {new.side.title}"
    if cover:
        said = Cover(old.side, new.side, author, day, found.law, found.rest, tuple(renumbered(old.tree, new.tree)),
                     tuple(moved(old.tree, new.tree, found.moved)))
        root, styles = parse(parts[_BODY]), parse(parts[_STYLES])
        root.find(name("w:body"))[:0] = page(said)
        styled(styles)
        parts[_BODY], parts[_STYLES] = write(root), write(styles)
    compared = {"Compared from": old.side.title, "Compared to": new.side.title,
                "Digest of old text": old.side.digest, "Digest of new text": new.side.digest}
    parts |= _properties(parts, title, {key: value for key, value in compared.items() if value})
    return Made(pack(parts), found.law, found.rest)


def _properties(parts: Mapping[str, bytes], title: str, compared: Mapping[str, str]) -> dict[str, bytes]:
    """The properties of the file, which say what was compared beside what the new text says of itself."""
    core, custom = parse(parts[_CORE]), parse(parts[_CUSTOM])
    core.find(name("dc:title")).text = title
    first = custom[0]
    for number, (key, value) in enumerate(compared.items(), len(custom) + 2):
        made = copied(first)
        made.set("pid", str(number))
        made.set("name", key)
        made[0].text = value
        custom.append(made)
    return {_CORE: write(core), _CUSTOM: write(custom)}
