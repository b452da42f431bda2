"""Answers to the worksheet and to the menu, drawn at random: some given, some left open, some contradictory."""

from __future__ import annotations

import random

from normbook.attribution import Answers, Sheet
from normbook.conditions import Fact
from normbook.model.corpus import Corpus


def answers(sheet: Sheet, dice: random.Random) -> Answers:
    """Answers of every kind; how many are given differs from case to case, and supporting ones are drawn often."""
    given, worksheet = dice.random(), sheet.worksheet
    facts: dict[str, Fact] = {}
    for name, pairs in sheet.lists.items():
        if dice.random() < given:
            facts[name] = dice.choice([*pairs, *pairs[2:], *pairs[2:]])[0]
    for question in worksheet.questions:
        if dice.random() < given:
            facts[question.id] = dice.random() < 0.8
    words = ["Ruritania", "No. 14 of 2026", 'so-called "Bear"', "a & b <c>", "  spaced "]
    entries = {entry.id: dice.choice(words).strip() for entry in worksheet.entries if dice.random() < given}
    classes = [code for code, _ in sheet.terms("evidence-class") if dice.random() < given / 2]
    markings = [code for code, _ in sheet.terms("handling") if dice.random() < given / 2]
    return Answers(facts, entries, frozenset(classes), frozenset(markings))


def menu_facts(corpus: Corpus, dice: random.Random) -> dict[str, Fact]:
    """What may be known of an incident: terms of the scales, sectors, yes and no."""
    terms = {t.id: [term.code for term in t.terms] for t in corpus.taxonomies}
    given = dice.random()
    facts: dict[str, Fact] = {}
    for scale in ("severity", "confidence"):
        if dice.random() < given:
            facts[scale] = dice.choice([*terms[scale], *terms[scale][-2:]])
    if dice.random() < given:
        facts["sector"] = sorted(dice.sample(terms["sector"], dice.randint(1, 3)))
    for question in corpus.questions.questions if corpus.questions else ():
        if dice.random() < given:
            facts[question.id] = dice.random() < 0.85
    return facts
