"""Protects the inline language: parsed once, every mistake named, and nothing that a drafter types becomes HTML.

What is printed as Markdown is rendered with the extensions of mkdocs.yml: it must show the drafter's characters and
hold no element but those the printer makes.
"""

from __future__ import annotations

import re
import tempfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

import mini
from normbook.examine import examine
from normbook.labels import Labels
from normbook.markup import (
    BlankUse,
    Block,
    Choice,
    Clock,
    Link,
    Parsed,
    Reference,
    Styled,
    TermUse,
    Text,
    parse,
    plain,
)
from normbook.printing import Printer, escape_md, plain_text

ROOT = Path(__file__).parents[1]


def inlines(text: str) -> tuple[object, ...]:
    (block,) = parse(text).blocks
    return block.inlines


class TestTokens:
    @pytest.mark.parametrize(
        ("text", "tokens"),
        [
            ("plain words", (Text("plain words"),)),
            ("[[not-2]]", (Reference("not-2"),)),
            ("see [[ law/x/p2/a | the words ]].", (Text("see "), Reference("law/x/p2/a", "the words"), Text("."))),
            ("[[clock:operator/alert]]", (Clock("operator", "alert"),)),
            ("{competent_authority}", (BlankUse("competent_authority"),)),
            ("{judge|magistrate}", (Choice(("judge", "magistrate")),)),
            ("*a* **b** `c`", (Styled("em", (Text("a"),)), Text(" "), Styled("strong", (Text("b"),)), Text(" "),
                               Styled("code", (Text("c"),)))),
            ("**a *b* {x_y}**", (Styled("strong", (Text("a "), Styled("em", (Text("b"),)), Text(" "),
                                                   BlankUse("x_y"))),)),
            ("[words](https://a.example/b?c=d)", (Link("https://a.example/b?c=d", (Text("words"),)),)),
            ("[us](mailto:a@b.example)", (Link("mailto:a@b.example", (Text("us"),)),)),
            ("a < b & c > d", (Text("a < b & c > d"),)),
            ("article [1]", (Text("article [1]"),)),
            ("2 * 3 * 4", (Text("2 * 3 * 4"),)),
            ("snake_case_name", (Text("snake_case_name"),)),
            (r"\*a\* \{b\} \[\[c\]\] \<d\> \\", (Text("*a* {b} [[c]] <d> \\"),)),
            ("`[[not-2]] {x}`", (Styled("code", (Text("[[not-2]] {x}"),)),)),
        ],
    )  # fmt: skip
    def test_text_becomes_tokens(self, text: str, tokens: tuple[object, ...]) -> None:
        assert inlines(text) == tokens
        assert parse(text).faults == ()

    def test_blocks(self) -> None:
        text = "One\nparagraph.\n\n- first\n  goes on\n- second *x*\n\n1. one\n2) two\n\n\n* star\n+ plus"
        assert parse(text).blocks == (
            Block("paragraph", (Text("One paragraph."),)),
            Block("bullets", (), ((Text("first goes on"),), (Text("second "), Styled("em", (Text("x"),))))),
            Block("numbered", (), ((Text("one"),), (Text("two"),))),
            Block("bullets", (), ((Text("star"),), (Text("plus"),))),
        )

    @pytest.mark.parametrize("text", ["- a", "  - a", "1. a", "+ a"])
    def test_a_list_is_a_list_however_short(self, text: str) -> None:
        (block,) = parse(text).blocks
        assert block.items == ((Text("a"),),)

    @pytest.mark.parametrize("text", ["2026. A year", "1.5 is a number", "-a", "a - b", "*a* b"])
    def test_what_only_looks_like_a_list(self, text: str) -> None:
        assert parse(text).blocks[0].kind == "paragraph"

    def test_nothing_is_no_block(self) -> None:
        assert parse("") == Parsed(())

    def test_tokens_inside_emphasis_are_walked(self) -> None:
        assert Reference("not-2") in parse("- **see [[not-2]]**").inlines

    def test_plain_words(self) -> None:
        text = "See [[not-2|the norm]] and *[[x]]* in {b} or {c|d}, [[clock:e/f]] `g`.\n\n- h\n- i"
        assert plain(text) == "See the norm and x in [b] or [c] [d], e/f g. h; i"


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "code", "near"),
        [
            ("[[not-2", "M01", "[["),
            ("not-2]]", "M01", "]]"),
            ("[[]]", "M01", "[[]]"),
            ("[[ | words]]", "M01", "[[ | words]]"),
            ("[[not-2|]]", "M01", "[[not-2|]]"),
            ("[[clock:a]]", "M01", "[[clock:a]]"),
            ("[[clock:a/b|words]]", "M01", "[[clock:a/b|words]]"),
            ("{Two words}", "M01", "{Two words}"),
            ("{}", "M01", "{}"),
            ("{a|}", "M01", "{a|}"),
            ("{a", "M01", "{"),
            ("a}", "M01", "}"),
            ("<b>", "M02", "<b>"),
            ("</div>", "M02", "</div>"),
            ("<img src=x onerror=alert(1)", "M02", "<img src=x onerror=alert(1)"),
            ("<!-- hidden -->", "M02", "<!-- hidden -->"),
            ("<?php", "M02", "<?php"),
            ("![alt](https://a.example/b.png)", "M02", "!["),
            ("[a](javascript:alert(1))", "M04", "[a](javascript:alert(1))"),
            ("[a](http://a.example/`b)", "M04", "[a](http://a.example/`b)"),
            ("[a](../other)", "M04", "[a](../other)"),
            ("[a]()", "M04", "[a]()"),
            ("**strong [[x**", "M01", "[["),
        ],
    )
    def test_mistake_is_named_with_what_to_look_for(self, text: str, code: str, near: str) -> None:
        fault = parse(f"Before. {text}").faults[0]
        assert (fault.code, fault.hint != "") == (code, True)
        assert near.startswith(fault.near) or fault.near == near

    def test_all_mistakes_of_a_text_are_found(self) -> None:
        faults = parse("{A B} and <i>x</i>\n\n- [[\n- ok\n\n[y](z)").faults
        assert [fault.code for fault in faults] == ["M01", "M02", "M02", "M01", "M04"]

    def test_what_cannot_be_read_stays_in_the_text(self) -> None:
        assert inlines("a <b>c</b> {D E} [[") == (Text("a <b>c</b> {D E} [["),)


# Properties of printing. The corpus is the small one, so that some references lead somewhere.


@cache
def labels() -> Labels:
    with tempfile.TemporaryDirectory() as folder:
        examined = examine(mini.write(Path(folder)), mini.AS_OF)
    assert examined.corpus
    assert examined.links
    return Labels(examined.corpus, examined.links)


def printer() -> Printer:
    return Printer(labels(), "norms/not-1/")


class Seen(HTMLParser):
    """The elements, the attributes and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.other: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    @property
    def words(self) -> str:
        return squeezed("".join(self.text))


def squeezed(text: str) -> str:
    """Text without white space, for comparing what is shown."""
    return re.sub(r"\s+", "", text)


OURS = {"p", "ul", "ol", "li", "em", "strong", "code", "a", "span", "i"}
CLASSES = {"nb-clock", "nb-figure", "nb-blank", "nb-alt", "nb-term", "nb-planned"}


@cache
def renderer() -> Markdown:
    """As mkdocs sets it up from mkdocs.yml, with the extensions that it adds of itself."""
    configured = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["markdown_extensions"]
    options: dict[str, dict[str, Any]] = {"toc": {}, "tables": {}, "fenced_code": {}}
    for entry in configured:
        options |= entry if isinstance(entry, dict) else {entry: {}}
    return Markdown(extensions=list(options), extension_configs=options)


def rendered(text: str) -> str:
    return renderer().reset().convert(text)


def shown(text: str) -> str:
    """What a reader must see of a content string."""
    return squeezed("".join(
        plain_text(tokens, labels()) for block in parse(text).blocks for tokens in (block.inlines, *block.items)
    ))


def assert_harmless(html: str, text: str) -> None:
    seen = Seen(html)
    assert seen.tags <= OURS | ({"br"} if "<br>" in html else set())
    assert not seen.other
    assert seen.words == shown(text)
    for tag, name, value in seen.attributes:
        assert name in {"href", "class", "title"}
        if name == "class":
            assert value in CLASSES
        elif name == "href":
            assert tag == "a"
            assert re.match(r"https?://|mailto:|[#.a-z]", value)
            assert not re.match(r"(?!https?:|mailto:)[^/#.]*:", value)


SPECIAL = "ab1 *_[]{}<>&`#\\|!~^$:;-+=.()\"'/\n\t"
TEXTS = st.one_of(
    st.text(alphabet=SPECIAL, max_size=40),
    st.text(max_size=40),
    st.lists(
        st.sampled_from([
            "*", "**", "`", "[[", "]]", "[", "](", ")", "{", "}", "|", "<", ">", "<b>", "</p>", "&amp;", "&lt;", "\\",
            "\n\n", "\n", "- ", "1. ", "# ", "    ", "a", " ", "incident", "[[not-1]]", "[[law/duty|x*y]]", "[[not-2]]",
            "{x_y}", "{a|<b>}", "[[clock:operator-to-csirt/alert]]", "[[clock:a\"/b]]", "https://a.example",
            "[a](https://a.example)", "{: .x}", "[^1]", "[^1]: x", "*[ab]: x", ": x", "```", "~~~", "---", "===", "![",
            "::", "&#60;", "javascript:x", "_a_", "__a__", "<!--", "-->", "<script>", "{ #id }", "norm", "é", "\u00a0",
            "\u2028", "| a | b |", "|---|---|",
        ]),
        max_size=8,
    ).map("".join),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example('[[clock:a"onmouseover="x/b]]')
@example("- - a")
@example("* 1. a")
@example(": a")
@example("= a\n=\n")
@example("a\n\n    b")
@example("[a]: https://a.example")
@example("\\`a\\`")
@example("`a`b`")
@example("{a|b}{: #c }")
@example("- a\n\n- b")
@example("1. a\n- b")
def test_markdown_shows_the_characters_and_no_element_of_the_drafter(text: str) -> None:
    assume("\x02" not in text)
    assume("\x03" not in text)
    assert_harmless(rendered(printer().md(text)), text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example('[[clock:a"onmouseover="x/b]]')
@example("[a](https://a.example/&quot;)")
def test_html_shows_the_characters_and_no_element_of_the_drafter(text: str) -> None:
    blocks = printer().html_blocks(text)
    assert_harmless(blocks, text)
    seen = Seen(printer().html(text))
    assert seen.tags <= OURS | {"br"}


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=SPECIAL + "é\u00a0", max_size=30))
def test_words_escaped_for_markdown_show_as_they_are(text: str) -> None:
    """In the middle of a line: titles and labels are printed so."""
    line = " ".join(text.split())
    assert Seen(rendered(f"x {escape_md(line)} x")).words == squeezed(f"x{line}x")


@given(st.text(max_size=200))
def test_parsing_never_raises_and_loses_no_letter(text: str) -> None:
    parsed = parse(text)
    marked = re.search(r"[\\*`\[\]{}<]", text) or re.search(r"^\s*([-+]|\d+[.)])\s", text, re.MULTILINE)
    assert marked or parsed.faults or squeezed(plain(text)) == squeezed(text)


@given(st.text(max_size=60))
def test_a_backslash_makes_any_sign_plain(text: str) -> None:
    line = " ".join(text.split())
    escaped = re.sub(r"([^A-Za-z0-9\s])", r"\\\1", line)
    assume(not re.match(r"[0-9]{1,3}[.)]", line))
    parsed = parse(escaped)
    assert parsed.faults == ()
    assert squeezed(plain(escaped)) == squeezed(line)


class TestPrinting:
    def test_references_lead_to_pages_and_files(self) -> None:
        text = "[[law/duty]] [[not-2]] [[not-1.alert]]"
        assert printer().html(text) == (
            '<a href="../../law/duty/">article 3</a> '
            '<span class="nb-planned" title="In preparation">A norm to come</span> '
            '<a href="#not-1.alert">commitment NOT-1.alert</a>'
        )
        assert printer().md(text) == "[article 3](../law/duty.md) A norm to come [commitment NOT-1.alert](#not-1.alert)"

    def test_a_term_is_linked_where_it_first_stands(self) -> None:
        page = printer()
        assert page.md("Incidents and incidents").count("nb-term") == 1
        assert "nb-term" not in page.md("an incident")
        assert "nb-term" not in printer().md("an incident", terms=False)

    def test_clocks_blanks_and_alternatives(self) -> None:
        made = printer().html("[[clock:operator-to-csirt/alert]] {competent_authority} {a|b & c}")
        assert made == (
            '<a class="nb-figure" href="../../timelines/operator-to-csirt/#alert">[24 hours]</a> '
            '<span class="nb-blank" title="Name the body.">[<i>competent authority</i>]</span> '
            '<span class="nb-alt">[a] [b &amp; c]</span>'
        )

    def test_a_term_inside_a_term_use_keeps_its_words(self) -> None:
        assert plain_text((TermUse("incident", "Incidents"), Text(" happen")), labels()) == "Incidents happen"
