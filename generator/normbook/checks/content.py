"""Norms, commitments, taxonomies, measures and definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normbook import conditions, markup
from normbook.checks.context import Check, Context, problem
from normbook.link import locate
from normbook.model.law import Article
from normbook.model.norm import Commitment
from normbook.model.taxonomy import Scheme, SchemeTerm
from normbook.passages import Passage
from normbook.problems import Problem
from normbook.terms import Matcher, words_of


def commitments_can_be_tested(context: Context) -> Iterator[Problem]:
    """C01, C03, C04: evidence, indicator, met and partly met; a provision or a reason; an id under its norm."""
    for norm in context.corpus.norms:
        for commitment in norm.commitments:
            lacking = [n for n in ("evidence", "indicator", "met", "partly") if not getattr(commitment, n)]
            if lacking:
                yield problem(
                    "C01",
                    commitment.place,
                    f"{commitment.id} lacks {', '.join(lacking)}",
                    "Say what an auditor looks for, what is counted, and what met and partly met mean.",
                )
            if not commitment.implemented_by and not commitment.not_in_law:
                yield problem(
                    "C03",
                    commitment.place,
                    f"{commitment.id} names no provision and no reason",
                    "Add 'implemented_by', or say in 'not_in_law' why no provision carries it.",
                )
            if not commitment.id.startswith(f"{norm.id}."):
                yield problem(
                    "C04",
                    commitment.marks.at("id"),
                    f"'{commitment.id}' does not start with '{norm.id}.'",
                    f"Write {norm.id}.{commitment.id.rpartition('.')[2]}",
                )


def core_rests_on_core(context: Context) -> Iterator[Problem]:
    """C02: a core commitment never rests on optional articles alone."""
    for norm in context.corpus.norms:
        for commitment in norm.commitments:
            if commitment.priority == "core" and _rests_on_optional(commitment, context):
                yield problem(
                    "C02",
                    commitment.marks.at("implemented_by"),
                    f"{commitment.id} is core but rests on optional articles",
                    "Make one of the articles core, or the commitment optional.",
                )


def _rests_on_optional(commitment: Commitment, context: Context) -> bool:
    statuses = []
    for ref in commitment.implemented_by:
        target = context.links.get(ref)
        article = context.links.get(target.owner) if target else None
        if article is None or not isinstance(article.item, Article):
            return False
        statuses.append(article.item.status)
    return bool(statuses) and all(status == "optional" for status in statuses)


def norms_are_placed(context: Context) -> Iterator[Problem]:
    """N01, N03, N04: a family, and provisions that name the norm back, or a reason."""
    families = {family.id for family in context.corpus.handbook.families}
    for norm in context.corpus.norms:
        if norm.family not in families or not norm.id.startswith(f"{norm.family.lower()}-"):
            yield problem(
                "N03",
                norm.marks.at("family"),
                f"'{norm.family}' is not the family of {norm.id}",
                f"Families: {', '.join(sorted(families))}; the id starts with the family in lower case.",
            )
        if not norm.implemented_by and not norm.not_in_law:
            yield problem(
                "N01",
                norm.place,
                f"{norm.id} names no provision and no reason",
                "Add 'implemented_by', or say in 'not_in_law' why no provision implements it.",
            )
        for index, ref in enumerate(norm.implemented_by):
            target = context.links.get(ref)
            if target and isinstance(target.item, Article) and norm.id not in target.item.serves:
                yield problem(
                    "N04",
                    norm.marks.at("implemented_by", index),
                    f"{ref} does not name {norm.id} under 'serves'",
                    f"Add {norm.id} there, or remove {ref} here.",
                )


def taxonomies_are_mapped(context: Context) -> Iterator[Problem]:
    """X01, X02: mappings lead to terms that exist; a term without mapping says why."""
    codes = {scheme.id: set(_codes(scheme)) for scheme in context.corpus.schemes}
    for term in (term for taxonomy in context.corpus.taxonomies for term in taxonomy.terms):
        if not term.mappings and not term.no_mapping:
            yield problem(
                "X02",
                term.place,
                f"'{term.code}' has neither a mapping nor a reason",
                "Add 'mappings', or say in 'no_mapping' why no scheme has it.",
            )
        for mapping in term.mappings:
            if context.links.hidden(f"scheme:{mapping.scheme}"):
                continue
            if mapping.scheme not in codes:
                yield problem(
                    "X01",
                    mapping.marks.at("scheme"),
                    f"'{mapping.scheme}' is not a reference scheme",
                    f"Schemes: {', '.join(sorted(codes))}.",
                )
            elif mapping.code not in codes[mapping.scheme]:
                yield problem(
                    "X01",
                    mapping.marks.at("code"),
                    f"'{mapping.code}' is not a code of {mapping.scheme}",
                    "Write the code as published; a nested one as parent/child.",
                )


def broader_terms_exist(context: Context) -> Iterator[Problem]:
    """X03: the broader term of a term is another of its taxonomy, and at the top stands one that has none."""
    for taxonomy in context.corpus.taxonomies:
        parents = {term.code: term.parent for term in taxonomy.terms}
        reported: set[str] = set()
        for term in taxonomy.terms:
            path = [term.code]
            while (above := parents[path[-1]]) in parents and above not in path:
                path.append(above)
            if term.parent and term.parent not in parents:
                yield problem(
                    "X03",
                    term.marks.at("parent"),
                    f"'{term.parent}' is not a code of this taxonomy",
                    f"Codes: {', '.join(sorted(parents))}.",
                )
            elif above == term.code and not reported & set(path):
                reported |= set(path)
                yield problem(
                    "X03",
                    term.marks.at("parent"),
                    f"broader in a circle: {' -> '.join([*path, above])}",
                    "At the top stands a term that has no parent.",
                )


def _codes(scheme: Scheme) -> Iterator[str]:
    def walk(term: SchemeTerm, prefix: str) -> Iterator[str]:
        yield prefix + term.code
        for child in term.children:
            yield from walk(child, f"{prefix}{term.code}/")

    for term in scheme.terms:
        yield from walk(term, "")


def measures_can_end(context: Context) -> Iterator[Problem]:
    """P01: every measure says how it ends."""
    for measure in context.corpus.measures:
        if not measure.ends:
            yield problem("P01", measure.place, f"{measure.id} does not say how it ends", "Add 'ends'.")


def conditions_can_be_read(context: Context) -> Iterator[Problem]:
    """P02, P03: conditions parse, and name questions, taxonomies and codes that exist."""
    for measure in context.corpus.measures:
        for condition in measure.conditions:
            place = condition.marks.at("test")
            try:
                names = conditions.names(conditions.parse(condition.test)) if condition.test else ()
            except conditions.ConditionError as error:
                yield problem("P02", place, f"cannot be read: {error}", "Example: severity >= severe and prior_demand.")
                continue
            for used in names:
                if fault := _unknown(context, used):
                    near, message, hint = fault
                    yield problem("P03", locate(context.corpus, place, near), message, hint)


def _unknown(context: Context, used: conditions.Used) -> tuple[str, str, str] | None:
    """What is wrong with a name in a condition: the name, the fault and the remedy."""
    corpus, name = context.corpus, used.name.text
    if used.term is None:
        asked = corpus.questions.questions if corpus.questions else ()
        if "question:" in context.links.unread or any(question.id == name for question in asked):
            return None
        return name, f"'{name}' is not a question", "Questions stand in norms/responses/questions.yaml."
    if context.links.hidden(f"taxonomy:{name}"):
        return None
    taxonomy = next((each for each in corpus.taxonomies if each.id == name), None)
    if taxonomy is None:
        known = sorted(each.id for each in corpus.taxonomies)
        return name, f"'{name}' is not a taxonomy", f"Taxonomies: {', '.join(known)}."
    if used.ordered and not taxonomy.ordered:
        return name, f"the terms of '{name}' have no rank", "Write == or in (…), or give the taxonomy ordered: true."
    codes = [term.code for term in taxonomy.terms]
    term = used.term.text
    return None if term in codes else (term, f"'{term}' is not a code of {name}", f"Codes: {', '.join(codes)}.")


def definitions_are_sound(context: Context) -> Iterator[Problem]:
    """G01, G02, G03: no circles, no definition of the law left unused, no handbook term in the law's own text."""
    law_terms = [term for term in context.corpus.terms if term.scope == "law"]
    matcher = Matcher(law_terms)
    graph = {t.id: matcher.find(words_of(markup.parse(t.definition))) for t in law_terms}
    yield from _circular(context, graph)
    provisions = [p for p in context.links.passages if p.by.startswith("law/") and p.field == "text"]
    words = [words_of(markup.parse(p.text)) for p in provisions]
    used = matcher.find("\n".join(words)).union(*graph.values())
    for term in law_terms:
        if term.id not in used and context.links.whole_law:
            yield problem(
                "G02",
                term.place,
                f"'{term.term}' is defined for the law and never used in it",
                "Use it, remove it, or give it scope: handbook.",
            )
    inside = [(p, text) for p, text in zip(provisions, words, strict=True) if p.by.count("/") > 1]
    yield from _undefined_in_law(context, inside)


def _circular(context: Context, graph: dict[str, set[str]]) -> Iterator[Problem]:
    reported: set[str] = set()

    def reach(start: str) -> list[str] | None:
        queue: list[list[str]] = [[start]]
        seen: set[str] = set()
        while queue:
            path = queue.pop(0)
            for following in sorted(graph.get(path[-1], ())):
                if following == start:
                    return path
                if following not in seen:
                    seen.add(following)
                    queue.append([*path, following])
        return None

    for term in context.corpus.terms:
        path = reach(term.id) if term.id in graph else None
        if path and not reported & set(path):
            reported |= set(path)
            yield problem(
                "G01",
                term.marks.at("definition"),
                f"defined in a circle: {' -> '.join([*path, term.id])}",
                "Define one of them without the other.",
            )


def _undefined_in_law(context: Context, provisions: Sequence[tuple[Passage, str]]) -> Iterator[Problem]:
    """Terms that only the glossary explains must not stand in the words of the law's own text."""
    matcher = Matcher(context.corpus.terms)  # all terms, so that the longest wins: 'peremptory norm' is not 'norm'
    handbook_only = {term.id for term in context.corpus.terms if term.scope == "handbook"}
    if not matcher.find("\n".join(words for _, words in provisions)) & handbook_only:
        return  # as in any sound law: one search instead of a thousand
    for passage, words in provisions:
        for term in sorted(matcher.find(words) & handbook_only):
            yield problem(
                "G03",
                locate(context.corpus, passage.place, term.replace("-", " ")),
                f"the law uses '{term}', which only the glossary defines",
                "Give the term scope: law, or use another word.",
            )


CHECKS: tuple[Check, ...] = (
    commitments_can_be_tested,
    core_rests_on_core,
    norms_are_placed,
    taxonomies_are_mapped,
    broader_terms_exist,
    measures_can_end,
    conditions_can_be_read,
    definitions_are_sound,
)
