"""How a reference to a provision reads from where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from normbook.law.tree import Tree


def reference(tree: Tree, ref: str, here: str = "") -> str | None:
    """The words for a provision: 'article 14(2)(b)' from outside, 'paragraph (2)(b)' or 'this article' from inside.

    One of several variants is named, 'article 14, Variant A', and what lies in it from outside: 'article 14(2) in
    Variant A'.

    `here` is the ref of the unit in which the reference stands. None when `ref` is no provision of the law.
    """
    label = tree.numbers.get(ref)
    if label is None:
        return None
    words = tree.vocabulary
    if ref.startswith("law/part-"):
        return f"{words.part} {label[0]}"
    if ref.startswith("law/schedule-"):
        return f"this {words.schedule}" if ref == here else f"{words.schedule} {label[0]}"
    variant = _beside_others(tree, ref)
    within = here and article_of(ref) == article_of(here)
    if within and not ref.endswith(f":{variant}"):
        unit = (
            words.point if len(label) > 1 and label[1][1:2].isalpha() else words.paragraph
        )  # its paragraph has no number
        return f"{unit} {''.join(label[1:])}" if len(label) > 1 else f"this {words.article}"
    suffix = ("," if ref.endswith(f":{variant}") else " in") + f" Variant {variant}" if variant else ""
    return f"{words.article} {label[0]}{''.join(label[1:])}{suffix}"


def _beside_others(tree: Tree, ref: str) -> str:
    """The letter of the variant that a ref names or lies in, if others stand beside it; else no letter."""
    place, colon, below = ref.rpartition(":")
    letter = below.partition("/")[0]
    alone = not colon or tree.adaptation.clean or tree.adaptation.choices.get(place) == letter
    return "" if alone else letter


def article_of(ref: str) -> str:
    """The article that a provision lies in, without variant: law/x:A/p1 -> law/x."""
    return "/".join(ref.split("/")[:2]).partition(":")[0]


def articles(tree: Tree, refs: Iterable[str]) -> str:
    """The articles that provisions lie in, each once and runs joined: 'articles 7 to 9, 11'; empty where none does."""
    numbers = {node.ref: node.number for node in tree.articles}
    named = sorted({numbers[ref] for ref in map(article_of, refs) if ref in numbers})
    runs: list[list[int]] = []
    for number in named:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
    return f"{tree.vocabulary.article}{'s' if len(named) > 1 else ''} {shown}" if named else ""
