"""The inline language of content strings: text -> tokens, once, for every output.

A small Markdown (paragraphs, lists, emphasis, code, links; no raw HTML) with marks that are parsed and never executed:
`[[ref]]`, `[[ref|words]]`, `[[clock:timeline/stage]]`, `{blank}`, `{one|other}`. Each output prints tokens its own way
and escapes everything else. Mistakes are returned with their offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Emphasis, strong or code around inline tokens."""

    style: str
    inside: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the corpus: https, http or mailto."""

    url: str
    inside: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another object; `words` replaces the label when given."""

    target: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A duration taken from a stage of a timeline."""

    timeline: str
    stage: str


@dataclass(frozen=True, slots=True)
class BlankUse:
    """A blank of the model law."""

    blank: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives side by side."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermUse:
    """A defined term as it occurs in running words. Made by `terms.mark`, not by the parser."""

    term: str
    text: str


Inline = Text | Styled | Link | Reference | Clock | BlankUse | Choice | TermUse


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list with its items."""

    kind: str
    inlines: tuple[Inline, ...] = ()
    items: tuple[tuple[Inline, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in a content string. `near` is the text to look for in the source."""

    code: str
    message: str
    hint: str
    near: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A content string as blocks, with what is wrong in it."""

    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def inlines(self) -> tuple[Inline, ...]:
        """All inline tokens in order, those inside emphasis and links included."""
        return tuple(self.walk())

    def walk(self) -> Iterator[Inline]:
        for block in self.blocks:
            yield from _walk(block.inlines)
            for item in block.items:
                yield from _walk(item)


def _walk(tokens: tuple[Inline, ...]) -> Iterator[Inline]:
    for token in tokens:
        yield token
        if isinstance(token, Styled | Link):
            yield from _walk(token.inside)


_PLAIN = re.compile(r"[^\\\[\]{}*_`<>&\n]*\Z")
_MARK = re.compile(
    r"(?P<escape>\\[^A-Za-z0-9\s])"
    r"|\[\[(?P<ref>[^\[\]\n]*)\]\]"
    r"|\{(?P<brace>[^{}\n]*)\}"
    r"|`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<strong>(?=\S)(?:[^*]|\*(?!\*))+?(?<=\S))\*\*"
    r"|\*(?P<em>(?=\S)[^*]+?(?<=\S))\*"
    r"|(?P<image>!\[)"
    r"|\[(?P<words>[^\[\]\n]+)\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)"
    r"|(?P<html></?[A-Za-z!?][^>]*>?|<!--)"
    r"|(?P<open>\[\[|\]\]|[{}])"
)
_BLANK_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_URL = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]+\Z")
_LIST = re.compile(r"(?:[-*+]|[0-9]{1,3}[.)])[ \t]+")


@lru_cache(maxsize=20_000)
def parse(text: str) -> Parsed:
    """Parse one content string. Never raises: what cannot be read is a fault and stays as plain text."""
    text = text.strip()
    if _PLAIN.match(text) and not _LIST.match(text):
        return Parsed((Block("paragraph", (Text(text),)),)) if text else Parsed(())
    faults: list[Fault] = []
    blocks = tuple(_blocks(text, faults))
    return Parsed(blocks, tuple(faults))


def _blocks(text: str, faults: list[Fault]) -> Iterator[Block]:
    for chunk in re.split(r"\n(?:[ \t]*\n)+", text):
        lines = chunk.splitlines()
        if not chunk.strip():
            continue
        if not _LIST.match(lines[0].lstrip()):
            yield Block("paragraph", _inline(" ".join(line.strip() for line in lines), faults))
            continue
        items: list[list[str]] = []
        for line in lines:
            if match := _LIST.match(line.lstrip()):
                items.append([line.lstrip()[match.end() :]])
            else:
                items[-1].append(line.strip())
        kind = "numbered" if lines[0].lstrip()[0].isdigit() else "bullets"
        yield Block(kind, (), tuple(_inline(" ".join(item), faults) for item in items))


def _inline(text: str, faults: list[Fault]) -> tuple[Inline, ...]:
    tokens: list[Inline] = []
    plain: list[str] = []
    position = 0

    def flush() -> None:
        if words := "".join(plain):
            tokens.append(Text(words))
        plain.clear()

    for match in _MARK.finditer(text):
        plain.append(text[position : match.start()])
        position = match.end()
        if escape := match["escape"]:
            plain.append(escape[1:])
            continue
        token = _token(match, faults)
        if token is None:
            plain.append(match.group())
        else:
            flush()
            tokens.append(token)
    plain.append(text[position:])
    flush()
    return tuple(tokens)


def _token(match: re.Match[str], faults: list[Fault]) -> Inline | None:
    near = match.group()
    if match["ref"] is not None:
        return _reference(match["ref"], near, faults)
    if match["brace"] is not None:
        return _brace(match["brace"], near, faults)
    if match["code"]:
        return Styled("code", (Text(match["code"]),))
    if match["strong"]:
        return Styled("strong", _inline(match["strong"], faults))
    if match["em"]:
        return Styled("em", _inline(match["em"], faults))
    if match["words"]:
        if _URL.match(match["url"]):
            return Link(match["url"], (Text(match["words"]),))
        faults.append(
            Fault(
                "M04",
                f"a link must start with https://, http:// or mailto:, not '{match['url'][:40]}'",
                "For a page of the handbook write [[its id|words]].",
                near,
            )
        )
    elif match["image"]:
        faults.append(Fault("M02", "images are not allowed in content", "Describe it in words.", near))
    elif match["html"]:
        faults.append(
            Fault(
                "M02",
                f"raw HTML is not allowed: {near[:40]}",
                "Remove the tag; write *emphasis* for italics. A literal < is written \\<.",
                near,
            )
        )
    else:
        faults.append(
            Fault("M01", f"'{near}' has no partner", f"Close it, or write \\{near[0]} for a literal one.", near)
        )
    return None


def _reference(inside: str, near: str, faults: list[Fault]) -> Inline | None:
    target, bar, words = (part.strip() for part in inside.partition("|"))
    if target.startswith("clock:"):
        timeline, slash, stage = target[6:].partition("/")
        if timeline and slash and stage and not bar:
            return Clock(timeline, stage)
        faults.append(Fault("M01", f"'{near}' is not a clock", "Write [[clock:timeline/stage]].", near))
        return None
    if not target or (bar and not words):
        faults.append(Fault("M01", f"'{near}' names nothing", "Write [[id]] or [[id|words]].", near))
        return None
    return Reference(target, words)


def _brace(inside: str, near: str, faults: list[Fault]) -> Inline | None:
    if "|" in inside:
        options = tuple(option.strip() for option in inside.split("|"))
        if all(options):
            return Choice(options)
    elif _BLANK_NAME.match(inside.strip()):
        return BlankUse(inside.strip())
    faults.append(
        Fault(
            "M01",
            f"'{near}' is neither a blank nor a choice",
            "Write {blank_name} or {one|other}; a literal brace is written \\{.",
            near,
        )
    )
    return None


def plain(text: str) -> str:
    """The words of a content string without any mark-up, references by their target. For search and sorting."""
    return " ".join(
        _plain(block.inlines) or "; ".join(_plain(item) for item in block.items) for block in parse(text).blocks
    )


def _plain(tokens: tuple[Inline, ...]) -> str:
    out: list[str] = []
    for token in tokens:
        match token:
            case Text(text) | TermUse(_, text):
                out.append(text)
            case Styled(_, inside) | Link(_, inside):
                out.append(_plain(inside))
            case Reference(target, words):
                out.append(words or target)
            case Clock(timeline, stage):
                out.append(f"{timeline}/{stage}")
            case BlankUse(blank):
                out.append(f"[{blank}]")
            case Choice(options):
                out.append(" ".join(f"[{option}]" for option in options))
    return "".join(out)
