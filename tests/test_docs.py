"""Protects the documentation: every code, command, option, kind and key has its line, and every example is true.

When a page is out of date, run `python -m normbook.documentation`.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from normbook import conditions, documentation, options
from normbook.checks import RULES
from normbook.commands import arguments
from normbook.compare import VERBS
from normbook.conditions import ConditionError, evaluate, parse
from normbook.model.corpus import KINDS
from normbook.schema import schema

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading."""
    section = text.split(f"## {heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert table, heading
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table[0].splitlines()[2:]]


def code(cell: str) -> str:
    return cell.strip("` ")


@pytest.mark.parametrize("name", sorted(documentation.pages()))
def test_a_page_that_is_made_is_the_one_that_would_be_made(name: str) -> None:
    """Run `python -m normbook.documentation` and look at what changed."""
    assert page(name) == documentation.pages()[name]


def test_every_code_is_explained() -> None:
    found = dict(re.findall(r"^\| ([A-Z][0-9]{2}) \| ([^|]+) \|", page("checks.md"), re.MULTILINE))
    assert found == {name: rule.title for name, rule in RULES.items()}


def test_every_command_and_option_is_explained() -> None:
    text = page("commands.md")
    (commands,) = (a for a in options.parser()._actions if isinstance(a, argparse._SubParsersAction))
    assert re.findall(r"^## normbook (\w+)$", text, re.MULTILINE) == list(commands.choices)
    for name, command in commands.choices.items():
        assert command.description.endswith(".")
        section = text.split(f"## normbook {name}\n", 1)[1].split("\n## ", 1)[0]
        for action in command._actions:
            for option in action.option_strings:
                assert option in {"-h", "--help"} or f"`{option}" in section + text.split("\n## normbook", 1)[0]
    assert "|  |" not in text, "an option has no help"


def test_every_kind_and_key_is_explained() -> None:
    text = page("content.md")
    for kind in KINDS:
        section = text.split(f"## Kind {kind.name}\n", 1)[1]
        assert f"`norms/{kind.pattern}`" in section.split("\n", 2)[1]
        made = schema(kind)
        for owner, properties in [(kind.model.__name__, made["properties"]), *(
            (name, definition["properties"]) for name, definition in made.get("$defs", {}).items()
        )]:
            where = section if owner == kind.model.__name__ else text.split(f"### {owner}\n", 1)[1]
            table = re.search(r"(?:^\|.*\n?)+", where, re.MULTILINE)
            assert table, owner
            for key, value in properties.items():
                assert re.search(rf"^\| \*{{0,2}}{key}\*{{0,2}} \|", table[0], re.MULTILINE), f"{owner}.{key}"
                about = value if "description" in value else made["$defs"][value["$ref"].rpartition("/")[2]]
                assert about["description"].endswith((".", "…")), f"{owner}.{key}"


def test_headings_and_links_of_the_pages_fit() -> None:
    for path in DOCS.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
                   for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
        assert len(set(anchors)) == len(anchors), path.name
        for target in re.findall(r"\]\(#([^)]+)\)", text):
            assert target in anchors, f"{path.name}#{target}"
        for target in re.findall(r"\]\((?!#|https?:)([^)#]+)", text):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


class TestConditions:
    def test_every_example_reads(self) -> None:
        text = page("conditions.md")
        block = re.search(r"```\n(.+?)```", text, re.DOTALL)
        assert block
        for line in [*block[1].splitlines(), *(code(row[0]) for row in rows(text, "What it is made of"))]:
            assert conditions.names(parse(line)), line

    def test_every_sign_and_word_is_explained(self) -> None:
        written = " ".join(code(row[0]) for row in rows(page("conditions.md"), "What it is made of"))
        for sign in (*conditions._OPERATORS, *conditions._KEYWORDS, "(", ","):
            assert sign in written

    def test_every_verdict_is_the_one_given(self) -> None:
        scales = {"severity": ("minor", "notable", "significant", "severe", "emergency")}
        for condition, known, verdict in rows(page("conditions.md"), "What is not known"):
            facts: dict[str, conditions.Fact] = {}
            for each in known.split(", ") if "=" in known else []:
                name, _, value = each.partition(" = ")
                facts[name] = {"yes": True, "no": False}.get(value, value)
            found = evaluate(parse(code(condition)), facts, scales)
            open_ = f"open: {', '.join(found.unanswered)}" if found.unanswered else "not satisfied"
            assert verdict == ("satisfied" if found.yes else open_), condition

    def test_every_mistake_is_answered_as_it_says(self) -> None:
        for written, said in rows(page("conditions.md"), "Mistakes"):
            with pytest.raises(ConditionError) as refused:
                parse(code(written))
            assert refused.value.message == said


def test_every_verb_of_a_comparison_is_explained() -> None:
    assert [tuple(row) for row in rows(page("editions.md"), "What changed")] == list(VERBS.items())


def test_codes_named_in_prose_exist() -> None:
    for path in [*DOCS.glob("*.md"), *ROOT.glob("*.md")]:
        for name in re.findall(r"\b[A-Z]0[0-9]\b", path.read_text(encoding="utf-8")):
            assert name in RULES, f"{path.name}: {name}"


def test_commands_named_in_prose_exist() -> None:
    """A reader who types what a page says gets what it promises."""
    (commands,) = (a for a in options.parser()._actions if isinstance(a, argparse._SubParsersAction))
    for path in [*DOCS.glob("*.md"), *ROOT.glob("*.md")]:
        for name in re.findall(r"`normbook ([a-z]+)\b", path.read_text(encoding="utf-8")):
            assert name in commands.choices, f"{path.name}: normbook {name}"


def test_the_example_of_a_time_reads() -> None:
    assert arguments.moment(arguments.EXAMPLE).utcoffset() is not None
