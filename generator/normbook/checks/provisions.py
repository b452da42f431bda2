"""The model law: texts, variants, blanks, and the norms that articles serve."""

from __future__ import annotations

from collections.abc import Iterator

from normbook.checks.context import Check, Context, problem
from normbook.law import coherence
from normbook.law.combinations import Combinations, Provision
from normbook.link import locate
from normbook.model.law import Article, LawParagraph, Part, ReservedPart, Schedule
from normbook.problems import Problem

_TWO_VARIANTS = "Give two variants or more, exactly one with default: true."
_WHEN = ("federal", "unitary", "monist", "dualist")


def _articles(context: Context) -> Iterator[Article]:
    for part in context.corpus.parts:
        yield from part.articles


def provisions_have_text(context: Context) -> Iterator[Problem]:
    """L05, L07: an article has paragraphs or variants, a paragraph a text or variants; never both, never neither."""
    for article in _articles(context):
        if bool(article.paragraphs) == bool(article.variants) and not article.definitions:
            which = "both paragraphs and variants" if article.paragraphs else "neither paragraphs nor variants"
            yield problem("L05", article.place, f"{article.id} has {which}", "Keep one of the two.")
        for variant in article.variants:
            if bool(variant.paragraphs) == variant.omit:
                yield problem(
                    "L05",
                    variant.place,
                    f"variant {variant.id} of {article.id} "
                    + ("is to be left out but has text" if variant.omit else "has no paragraphs"),
                    "Give it paragraphs, or omit: true.",
                )
        for paragraph in [*article.paragraphs, *(p for v in article.variants for p in v.paragraphs)]:
            yield from _paragraph(article, paragraph)


def _paragraph(article: Article, paragraph: LawParagraph) -> Iterator[Problem]:
    if bool(paragraph.text) == bool(paragraph.variants):
        which = "both a text and variants" if paragraph.text else "neither a text nor variants"
        yield problem("L05", paragraph.place, f"{article.id}/{paragraph.id} has {which}", "Keep one of the two.")
    for variant in paragraph.variants:
        if bool(variant.text) == variant.omit:
            yield problem(
                "L05",
                variant.place,
                f"variant {variant.id} of {article.id}/{paragraph.id} "
                + ("is to be left out but has text" if variant.omit else "has no text"),
                "Give it a text, or omit: true.",
            )
    if paragraph.when and paragraph.when not in _WHEN:
        yield problem(
            "L07", paragraph.marks.at("when"), f"'{paragraph.when}' is not a condition", f"Write {', '.join(_WHEN)}."
        )


def variants_are_coherent(context: Context) -> Iterator[Problem]:
    """L01, L02: exactly one default at each place; rules that some choice satisfies; defaults that stand together."""
    for place in coherence.places(context.corpus):
        defaults = [variant for variant in place.variants if variant.default]
        if len(defaults) != 1 or len(place.variants) < 2:
            message = (
                f"{place.ref} has {len(defaults)} default variants"
                if len(place.variants) > 1
                else f"{place.ref} has a single variant"
            )
            yield problem("L01", place.variants[0].place, message, _TWO_VARIANTS)
    for place, variant, reason in coherence.contradictions(context.corpus):
        yield problem(
            "L02",
            variant.place,
            f"variant {variant.id} of {place.ref} can never stand: {reason}",
            "Drop one of the two rules.",
        )
    for rule in coherence.broken({}, context.corpus):
        ref = rule.split(" ")[0]
        target = context.links.get(ref)
        place_of = target.item.marks.at(rule.split(" ")[1]) if target else context.corpus.law.place
        yield problem("L02", place_of, f"the default choice breaks a rule: {rule}", "Change a default or the rule.")


def every_choice_leaves_references_alive(context: Context) -> Iterator[Problem]:
    """L09: no choice that the rules allow makes a law that refers to a provision it does not have."""
    definitions = [
        Provision(f"term:{term.id}", {}, term.definition, term.marks, "definition")
        for term in context.corpus.terms
        if term.scope == "law"
    ]
    for dead in Combinations(context.corpus).dead(definitions):
        provision = dead.provision
        yield problem(
            "L09",
            locate(context.corpus, provision.marks.at(provision.field), f"[[{dead.target}"),
            f"'{dead.target}' is not in the law where {dead.where}",
            "Refer to what every choice has, move the reference into the variant, or add 'requires' or 'excludes'.",
        )


def norm_variants_have_a_default(context: Context) -> Iterator[Problem]:
    """L01: of several formulations of a norm, exactly one is the default."""
    for norm in context.corpus.norms:
        defaults = sum(variant.default for variant in norm.variants)
        if norm.variants and (defaults != 1 or len(norm.variants) < 2):
            message = (
                f"{norm.id} has {defaults} default variants"
                if len(norm.variants) > 1
                else f"{norm.id} has a single variant"
            )
            yield problem("L01", norm.variants[0].place, message, _TWO_VARIANTS)


def numbers_are_free(context: Context) -> Iterator[Problem]:
    """L08: no two Parts, and no two Schedules, have the same number."""
    law = context.corpus.law
    written = {part.id for part in context.corpus.parts}
    reserved = [part for part in law.reserved_parts if part.id not in written]
    numbered: list[tuple[str, Part | ReservedPart | Schedule]] = [("Part", part) for part in context.corpus.parts]
    numbered += [("Part", part) for part in reserved]
    numbered += [("Schedule", schedule) for schedule in law.schedules]
    taken: dict[tuple[str, int], str] = {}
    for what, item in numbered:
        if (first := taken.setdefault((what, item.number), item.id)) != item.id:
            yield problem(
                "L08",
                item.marks.at("number"),
                f"{first} is already {what} {item.number}",
                "Give each a number of its own; numbers are printed, ids are not.",
            )


def blanks_are_declared_and_used(context: Context) -> Iterator[Problem]:
    """L03, L06: every declared blank stands somewhere; a proposed figure says why."""
    used = {use.ref.removeprefix("blank:") for use in context.links.uses if use.ref.startswith("blank:")}
    for blank in context.corpus.law.blanks:
        if blank.id not in used and context.links.whole_law:
            yield problem("L03", blank.place, f"the blank '{blank.id}' is never used", "Use it or remove it.")
        if (
            blank.default
            and blank.type in {"number", "duration", "amount"}
            and not blank.basis
            and not blank.basis_note
        ):
            yield problem(
                "L06",
                blank.marks.at("default"),
                f"the figure {blank.default} has no basis",
                "Add 'basis', or say why in 'basis_note'.",
            )


def articles_serve_norms(context: Context) -> Iterator[Problem]:
    """N02: an article serves a norm or says why it serves none."""
    for article in _articles(context):
        if not article.serves and not article.serves_none:
            yield problem(
                "N02",
                article.place,
                f"{article.id} names no norm and no reason",
                "Add 'serves', or say in 'serves_none' why it serves none.",
            )


CHECKS: tuple[Check, ...] = (
    provisions_have_text,
    variants_are_coherent,
    every_choice_leaves_references_alive,
    norm_variants_have_a_default,
    numbers_are_free,
    blanks_are_declared_and_used,
    articles_serve_norms,
)
