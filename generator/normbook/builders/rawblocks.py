"""Raw HTML blocks, taken out of a page before Markdown reads it and put back after.

Python-Markdown and the search plugin read HTML with a parser written in Python: a State's checklist of 100 KB costs
them a tenth of a second each. Both pass such a block through untouched, so a short block can stand in for it.

`lift` takes a block out only where that cannot be noticed: at the start of a line after a blank line, with balanced
root tags, ending at a line's end before a blank line, well-formed, and without anything the parsers treat in a special
way. Everything else stays where it is and takes the slow road. That the bytes are the same is tested.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

SMALLEST = 200
"""Blocks shorter than this many characters are not worth the trouble."""

BLOCK_TAGS = frozenset(  # words read better than a list of strings
    "address article aside blockquote body canvas center colgroup dd details div dl dt fieldset figcaption figure"  # noqa: SIM905
    " footer form group h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main map math menu nav noscript"
    " object ol option output p pre progress script section style summary table tbody td textarea tfoot th thead tr"
    " ul video".split()
)
"""What Python-Markdown takes for a block (a test compares this with its own list)."""

LIFTABLE = frozenset("article aside details div dl figure footer form header nav ol section table ul".split())  # noqa: SIM905
"""Root tags of the blocks that are lifted."""

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_SPECIAL = r"(?i:iframe|noembed|noframes|noscript|plaintext|pre|script|style|textarea|xmp)\b"
_BLANKS = re.compile(r"\n +\n")
_OPENING = re.compile(r"^ {0,3}<([a-zA-Z][a-zA-Z0-9-]*)", re.MULTILINE)
_AFTER = re.compile(r" *(?:\n *(?:\n|\Z)|\Z)")
_ABORT = re.compile(r"```|~~~|<[!?]|data-nb-raw")
_ATTRIBUTE = r"""\s+[a-zA-Z_][\w:.-]*(?:="[^"<\x02\x03\t\r]*")?"""
_TOKEN = re.compile(
    rf"""[^<>&\x02\x03\t\r]+|</[a-zA-Z][a-zA-Z0-9-]*>|<(?!{_SPECIAL})[a-zA-Z][a-zA-Z0-9-]*(?:{_ATTRIBUTE})*\s*/?>"""
    r"""|&(?:[a-zA-Z][a-zA-Z0-9]*|\#[0-9]+|\#[xX][0-9a-fA-F]+);"""
)
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9-]*)")
_HEADING_ID = re.compile(r"<h[1-6]\s[^>]*\bid=", re.IGNORECASE)
_EXCLUDED = re.compile(r"<[a-z]+\s(?:[^>]*\s)?data-search-exclude[\s=>]")
_ID = re.compile(r"""id="([^"]*)\"""")
_NAME = re.compile(r"""<a\s(?:[^>]*\s)?name="([^"]*)\"""")
_PLACEHOLDER = re.compile(r'<div data-nb-raw="([0-9]+)"></div>')


@dataclass(frozen=True, slots=True)
class Lifted:
    """A page without its big raw blocks, and the blocks in order."""

    text: str
    blocks: tuple[str, ...]

    def anchors(self) -> set[str]:
        """Ids and anchor names inside the blocks."""
        return {anchor for block in self.blocks for anchor in _anchors(block)}

    def restored(self, html: str) -> str | None:
        """`html` with the blocks back in their places; None where a place is not there exactly once."""
        places = [int(number) for number in _PLACEHOLDER.findall(html)]
        if sorted(places) != list(range(len(self.blocks))):
            return None
        return _PLACEHOLDER.sub(lambda m: self.blocks[int(m[1])], html)

    def for_search(self, html: str) -> str:
        """`html` with the blocks back, but those that search skips emptied: its parser finds the same in it."""
        end = len(html.rstrip())
        return _PLACEHOLDER.sub(lambda m: _emptied(self.blocks[int(m[1])], last=m.end() == end), html)


def lift(text: str) -> Lifted:
    """Takes every block out of `text` that can be put back without a trace."""
    pieces: list[str] = []
    blocks: list[str] = []
    done = position = 0
    while opening := _OPENING.search(text, position):
        start, tag = opening.start(), opening[1].lower()
        if tag not in BLOCK_TAGS:
            position = opening.end()
            continue
        end = _end_of(text, start, tag)
        if end is None:
            break
        if end - start >= SMALLEST and _can_go(text, start, end, tag):
            pieces += (text[done:start], f'<div data-nb-raw="{len(blocks)}"></div>')
            blocks.append(text[start:end])
            done = end
        position = end
    rest = "".join([*pieces[::2], text[done:]])
    if not blocks or _ABORT.search(rest):
        return Lifted(text, ())
    return Lifted("".join([*pieces, text[done:]]), tuple(blocks))


def _can_go(text: str, start: int, end: int, tag: str) -> bool:
    if tag not in LIFTABLE or not text.startswith(f"<{tag}", start):
        return False
    if text[max(0, start - 2) : start] not in ("", "\n\n") or _AFTER.match(text, end) is None:
        return False
    return _well_formed(text[start:end])


@lru_cache(maxsize=32)
def _well_formed(block: str) -> bool:
    """Kept for the blocks of the last pages: most States have the same checklist, the biggest block of all."""
    return "markdown" not in block and _BLANKS.search(block) is None and not _TOKEN.sub("", block)


@lru_cache(maxsize=32)
def _anchors(block: str) -> tuple[str, ...]:
    """The ids and anchor names of a block; also what merely ends in `id`: an id too many does no harm."""
    return (*_ID.findall(block), *(_NAME.findall(block) if " name=" in block else ()))


@cache
def _tags_named(tag: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){tag}(?=[\s>/])[^>]*>", re.IGNORECASE)


def _end_of(text: str, start: int, tag: str) -> int | None:
    """Where the element that opens at `start` closes, counting only its own kind of tag; None if it never does."""
    depth = 0
    if tag in _VOID:
        return text.find(">", start) + 1 or None
    for found in _tags_named(tag).finditer(text, start):
        if found[0].endswith("/>"):
            continue
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end()
    return None


def _emptied(block: str, *, last: bool) -> str:
    """The block without content if search skips the whole of it, else as it is.

    Search forgets that it skips at the first end tag of the root's kind, and opens a section at every heading with an
    id even where it skips; a block with either must be read as it stands. So must one whose tags do not nest, after
    which search goes on skipping; at the end of a page that makes no difference.
    """
    root = re.match(r"<([a-z]+)", block)
    if root is None or not _EXCLUDED.match(block) or _HEADING_ID.search(block):
        return block
    tag = root[1]
    if len(_tags_named(tag).findall(block)) != 2 or not (last or _nests(block)):
        return block
    return f"<{tag} data-search-exclude></{tag}>"


def _nests(block: str) -> bool:
    """Whether every tag of a well-formed block is closed in order. There, `<` opens a tag wherever it stands."""
    if "/>" in block:
        return False
    open_tags: list[str] = []
    for tag in _TAG.findall(block):
        if tag[0] != "/":
            if tag not in _VOID:
                open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag[1:]:
            return False
    return not open_tags
