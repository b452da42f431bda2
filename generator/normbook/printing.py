"""Tokens of the inline language printed for the handbook: as Markdown and as HTML. Everything else is escaped."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from markupsafe import Markup

from normbook import ids
from normbook.labels import Labels
from normbook.markup import (
    BlankUse,
    Block,
    Choice,
    Clock,
    Inline,
    Link,
    Reference,
    Styled,
    TermUse,
    Text,
    parse,
)

_MD_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~^$])")
_MD_START = re.compile(r"\A(\s*)(?:([-+:=])|([0-9]+)([.)]))")
_TAGS = {"em": "em", "strong": "strong", "code": "code"}


def source_path(url: str) -> str:
    """The Markdown file behind a page address: norms/not-2/ -> norms/not-2.md; index pages are index.md."""
    page = url.partition("#")[0].strip("/")
    if page == "" or page in _INDEXES:
        return f"{page}/index.md".lstrip("/")
    return f"{page}.md"


_INDEXES = frozenset(
    {
        "norms",
        "law",
        "timelines",
        "responses",
        "attribution",
        "taxonomies",
        "countries",
        "regimes",
        "instruments",
        "un-norms",
        "incidents",
        "glossary",
        "reviews",
        "downloads",
        "changes",
        "evidence",
        "checklist",
        "practice",
        "playbooks",
        "exercises",
        "benchmarks",
        "roadmap",
    }
)


@dataclass
class Printer:
    """Prints content for one page. `page` is its address from the edition's root, e.g. norms/not-2/."""

    labels: Labels
    page: str
    seen: set[str] = field(default_factory=set)
    """Terms already linked on the page: each is linked once."""

    def href(self, url: str) -> str:
        """An address within the edition, relative to the page."""
        target, hash_, fragment = url.partition("#")
        if target == self.page and hash_:
            return f"#{fragment}"
        return _relative(target, self.page) + hash_ + fragment

    def anchor(self, ref: str) -> str:
        """The fragment by which a unit of the law is reached on its article's page."""
        address = ids.parse(ref)
        return ids.anchor(address) if address else ""

    def counted_from(self, timeline: str, stage: str) -> Markup:
        """A link to the event or stage that a stage counts from."""
        start = self.labels.stages[timeline, stage].counted_from
        inner = (timeline, start) in self.labels.stages
        return self.reference(
            f"timeline:{timeline}/{start}" if inner else f"taxonomy:clock-event/{start}",
            words=self.labels.stages[timeline, start].title.lower() if inner else "",
        )

    def rules(self, ref: str) -> list[Markup]:
        """What a variant requires and excludes, as sentences."""
        target = self.labels.links.get(ref)
        out = []
        for verb, name in (("Requires", "requires"), ("Excludes", "excludes")):
            refs = getattr(target.item, name, ()) if target else ()
            if refs:
                out.append(Markup(f"{verb} ") + Markup(", ").join(self.reference(r, ref) for r in refs) + ".")
        return out

    # HTML

    def html(self, text: str, here: str = "", terms: bool = True) -> Markup:
        """A content string as inline HTML; paragraphs and list items are joined by line breaks."""
        return Markup(
            "<br>".join(
                self._html(block.inlines, here, terms)
                or "<br>".join("– " + self._html(item, here, terms) for item in block.items)
                for block in parse(text).blocks
            )
        )

    def html_blocks(self, text: str, here: str = "", terms: bool = True) -> Markup:
        """A content string as HTML paragraphs and lists."""
        return Markup("".join(self._html_block(block, here, terms) for block in parse(text).blocks))

    def _html_block(self, block: Block, here: str, terms: bool) -> str:
        if block.kind == "paragraph":
            return f"<p>{self._html(block.inlines, here, terms)}</p>"
        tag = "ol" if block.kind == "numbered" else "ul"
        return f"<{tag}>{''.join(f'<li>{self._html(item, here, terms)}</li>' for item in block.items)}</{tag}>"

    def _html(self, tokens: tuple[Inline, ...], here: str, terms: bool) -> str:
        tokens = self.labels.matcher.mark(tokens, self.seen) if terms else tokens
        return "".join(self._html_one(token, here) for token in tokens)

    def _html_one(self, token: Inline, here: str) -> str:
        match token:
            case Text(text):
                return escape(text, quote=False)
            case Styled(style, inside):
                return f"<{_TAGS[style]}>{self._html(inside, here, False)}</{_TAGS[style]}>"
            case Link(url, inside):
                return f'<a href="{escape(url)}">{self._html(inside, here, False)}</a>'
            case Reference(target, words):
                return self.reference(target, here, words)
            case TermUse(term, text):
                return self._term(term, text)
            case _:
                return self._special(token)

    def _special(self, token: Inline) -> str:
        """Marks that look the same on every page: clocks, blanks, alternatives."""
        match token:
            case Clock(timeline, stage):
                text = self.labels.clock(timeline, stage)
                href = _inert(self.href(f"timelines/{timeline}/#{stage}"))
                if text.startswith("["):
                    return f'<a class="nb-figure" href="{href}">[{_inert(text[1:-1])}]</a>'
                return f'<a class="nb-clock" href="{href}">{_inert(text)}</a>'
            case BlankUse(name):
                blank = self.labels.blanks.get(name)
                label = _inert(self.labels.blank(name))
                hint = _inert(blank.hint) if blank else ""
                return f'<span class="nb-blank" title="{hint}">[<i>{label}</i>]</span>'
            case Choice(options):
                return f'<span class="nb-alt">{" ".join(f"[{_inert(option)}]" for option in options)}</span>'
        raise TypeError(f"not a special token: {token}")

    def _term(self, term: str, text: str) -> str:
        found = self.labels.terms[term]
        about = _inert(plain_definition(found.definition, self.labels))
        return f'<a class="nb-term" href="{self.href(f"glossary/#{term}")}" title="{about}">{_inert(text)}</a>'

    def reference(self, ref: str, here: str = "", words: str = "") -> Markup:
        """A link to another object as HTML; a planned one as plain text."""
        label = self.labels.reference(ref, here)
        text = escape(words or label.text, quote=False)
        if label.url is None:
            return Markup(f'<span class="nb-planned" title="In preparation">{text}</span>')
        return Markup(f'<a href="{self.href(label.url)}">{text}</a>')

    # Markdown

    def md(self, text: str, here: str = "", terms: bool = True) -> Markup:
        """A content string as Markdown blocks, everything that is not ours escaped."""
        return Markup("\n\n".join(self._md_block(block, here, terms) for block in parse(text).blocks))

    def _md_block(self, block: Block, here: str, terms: bool) -> str:
        if block.kind == "paragraph":
            return _no_list(self._md(block.inlines, here, terms))
        mark = "1. " if block.kind == "numbered" else "- "
        return "\n".join(mark + _no_list(self._md(item, here, terms)) for item in block.items)

    def _md(self, tokens: tuple[Inline, ...], here: str, terms: bool) -> str:
        tokens = self.labels.matcher.mark(tokens, self.seen) if terms else tokens
        out = [""]
        for token in tokens:
            if isinstance(token, Styled) and token.style != "code":
                out.append(self._emphasis(token, here, out[-1]))
            else:
                out.append(self._md_one(token, here))
        return "".join(out)

    def _emphasis(self, token: Styled, here: str, before: str) -> str:
        """Emphasis by asterisks; by a tag where asterisks would meet others and be read otherwise."""
        inside = self._md(token.inside, here, False)
        if before.endswith("*") or inside.startswith("*") or inside.endswith("*"):
            return f"<{token.style}>{inside}</{token.style}>"
        mark = "**" if token.style == "strong" else "*"
        return f"{mark}{inside}{mark}"

    def _md_one(self, token: Inline, here: str) -> str:
        match token:
            case Text(text):
                return escape_md(text)
            case Styled("code", (Text(text),)):
                return f"`{text}`"
            case Link(url, inside):
                return f"[{self._md(inside, here, False)}]({url.replace('(', '%28').replace(')', '%29')})"
            case Reference(target, words):
                return self.md_reference(target, here, words)
            case TermUse(term, text):
                return self._term(term, text)
            case _:
                return self._special(token)

    def md_reference(self, ref: str, here: str = "", words: str = "") -> Markup:
        """A link to another object as Markdown, by source file, so that the site builder checks it."""
        label = self.labels.reference(ref, here)
        text = escape_md(words or label.text)
        return Markup(text if label.url is None else f"[{text}]({self.md_href(label.url)})")

    def md_href(self, url: str) -> str:
        """The Markdown file of an address, relative to the page's own file."""
        target, hash_, fragment = url.partition("#")
        if target == self.page and hash_:
            return f"#{fragment}"
        return _relative_source(target, self.page) + hash_ + fragment


@lru_cache(maxsize=50_000)
def _relative(target: str, page: str) -> str:
    there, here = ([part for part in path.split("/") if part] for path in (target, page))
    same = 0
    while same < min(len(there), len(here)) and there[same] == here[same]:
        same += 1
    relative = "/".join([".."] * (len(here) - same) + there[same:]) or "."
    return relative + "/" if target.endswith("/") or not target else relative


@lru_cache(maxsize=50_000)
def _relative_source(target: str, page: str) -> str:
    return posixpath.relpath(source_path(target), posixpath.dirname(source_path(page)) or ".")


def escape_md(text: str) -> str:
    """Plain words as Markdown text."""
    # HTML entities for what Python-Markdown does not let a backslash protect
    escaped = _MD_SPECIAL.sub(r"\\\1", text.replace("&", "&amp;"))
    return (
        escaped.replace("\\<", "&lt;")
        .replace("\\>", "&gt;")
        .replace("\\|", "&#124;")
        .replace("\\~", "~")
        .replace("\\^", "^")
        .replace("\\$", "$")
    )


_SIGNS = re.compile(r"[\\`*_{}\[\]!]")


def _inert(text: str) -> str:
    """Words inside a tag, which stands in HTML and in Markdown: what Markdown could read is an entity."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign.group())};", escape(text))


def _no_list(line: str) -> str:
    """A line whose first sign would make it a list, a definition or a heading, with that sign as an entity."""

    def entity(match: re.Match[str]) -> str:
        space, sign, number, dot = match.groups("")
        return f"{space}{number}&#{ord(sign or dot)};"

    return _MD_START.sub(entity, line)


def plain_text(tokens: Iterable[Inline], labels: Labels, here: str = "") -> str:
    """Tokens as plain words: for spreadsheets, calendars, titles and tooltips."""
    out: list[str] = []
    for token in tokens:
        match token:
            case Text(text) | TermUse(_, text):
                out.append(text)
            case Styled(_, inside) | Link(_, inside):
                out.append(plain_text(inside, labels, here))
            case Reference(target, words):
                out.append(words or labels.reference(target, here).text)
            case Clock(timeline, stage):
                out.append(labels.clock(timeline, stage))
            case BlankUse(name):
                words = labels.blank(name)
                out.append(words if labels.is_filled(name) else f"[{words}]")
            case Choice(options):
                out.append(labels.alternatives(options))
    return "".join(out)


def plain(text: str, labels: Labels, here: str = "") -> str:
    """A content string as plain words, one line per paragraph or list item."""
    lines = []
    for block in labels.parsed(text).blocks:
        if block.kind == "paragraph":
            lines.append(plain_text(block.inlines, labels, here))
        lines += [f"– {plain_text(item, labels, here)}" for item in block.items]
    return "\n".join(lines)


def plain_definition(text: str, labels: Labels) -> str:
    """A definition as one line for a tooltip."""
    return plain(text, labels).replace("\n", " ")
