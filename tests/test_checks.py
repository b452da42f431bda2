"""Protects `normbook check`: every documented code is found where it stands, with its remedy, and nothing else is.

Each case breaks one thing in the corpus of `mini`. The expected problems are comments on their own lines, `# CODE column`;
what cannot bear a comment is given beside the case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

import mini
from mini import AS_OF, HANDBOOK_FILE, LAW_FILE, MEASURE_FILE, NORM_FILE, PART_FILE, TIMELINE_FILE, Change, add, replace
from normbook.checks import CHECKS, RULES
from normbook.examine import examine
from normbook.load import load
from normbook.problems import Problem, Severity
from normbook.reporting import as_text

_COMMENT = re.compile(r"# ((?:[A-Z][0-9]{2} [0-9]+(?:, )?)+)$")
_PART_1 = "law/part-01-preliminary.yaml"
_COUNTRY = "countries/ke.yaml"
_INTRUSION = "taxonomies/intrusion-type.yaml"

Spot = tuple[str, int, int, str]
"""File, line, column and code of a problem."""


@dataclass(frozen=True)
class Case:
    """One mistake: its code, a word of the hint, the changes that make it, and places that bear no comment."""

    code: str
    hint: str
    changes: Mapping[str, Change]
    where: frozenset[Spot] = frozenset()
    as_of: date = AS_OF
    name: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


def _bomb() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]  # Y07 8"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(lines)


READING = (
    Case("Y01", "in quotes", {NORM_FILE: replace("People who know can act.", "People who know: act  # Y01 27")}),
    Case("Y01", "same column", {NORM_FILE: replace("summary: Op", " summary: Op")}, name="indentation",
         where=frozenset({("principles/NOT-1-tell.yaml", 4, 9, "Y01")})),
    Case("Y01", "delete the file", {NORM_FILE: "# Y01 1\n"}, name="empty file"),
    Case("Y02", "one of the two", {NORM_FILE: add("family: NOT  # Y02 1\n")}),
    Case("Y03", '"yes" with quotes', {MEASURE_FILE: replace('"yes"', "yes  # Y03 13")}),
    Case("Y04", "two spaces", {NORM_FILE: replace("statement:\n  - id: p1", "statement:\n\t- id: p1  # Y04 1")}),
    Case("Y05", "UTF-8", {NORM_FILE: mini.NORM.encode().replace(b"in time.", b"\xe0 temps.  # Y05 45", 1)}),
    Case("Y06", "Split it", {"incidents/long.yaml": "# Y06 1\n# " + "x" * 1_000_000}),
    Case("Y07", "Write the values out", {"incidents/bomb.yaml": _bomb()}),
    Case("Y07", "Write the values out", {"incidents/loop.yaml": "a: &a [*a]  # Y07 4\n"}, name="alias of itself"),
    Case("Y08", "without a tag", {NORM_FILE: replace("title: Tell those affected", "title: !!str Tell  # Y08 8")}),
    Case("Y08", "without a tag", {NORM_FILE: replace("rationale: People", "rationale: !run People  # Y08 12")}, name="own"),
    Case("Y09", "split the file", {NORM_FILE: add("---  # Y09 1\nid: not-3\n")}),
    Case("Y10", "40 levels", {"incidents/deep.yaml": "a: " + "[" * 60 + "]" * 60 + "  # Y10 43\n"}),
    Case("Y11", "Remove it", {NORM_FILE: replace("title: Tell those affected", 'title: "Tell\\u0007"  # Y11 8')}),
    Case("Y11", "Remove it", {NORM_FILE: replace("title: Tell those", "title: \u202eTell  # Y11 8 \n#")}, name="direction",
         where=frozenset({(NORM_FILE, 3, 8, "Y11")})),
)

SHAPE = (
    Case("S01", "Did you mean 'rationale'?", {NORM_FILE: replace("rationale:", "rationnale:  # S01 1\n  A reason.\nrationale:")}),
    Case("S01", "Known keys: short, formal", {"states/states.yaml": replace("{short: Kenya, formal: the Republic of Kenya}",
         "{short: Kenya, xyz: a}  # S01 25")}, name="inside a table"),
    Case("S02", "digits", {MEASURE_FILE: replace("rung: 1", "rung: high  # S02 7")}),
    Case("S02", "in quotes", {NORM_FILE: replace("title: Tell those affected", "title: 12  # S02 8")}, name="number"),
    Case("S02", "one item per line", {NORM_FILE: replace("[A log of alerts]", "A log of alerts  # S02 15")}, name="list"),
    Case("S02", "remove the key", {NORM_FILE: replace("rationale: People who know can act.", "rationale:  # S02 11")}, name="nothing"),
    Case("S02", "keys at the left", {"regimes/xx-law.yaml": "- a list  # S02 1\n"}, name="whole file"),
    Case("S02", "YYYY-MM-DD", {_COUNTRY: "iso2: KE\nenacted: soon  # S02 10\n"}, name="date"),
    Case("S03", "Title, without full stop", {NORM_FILE: lambda text: text.replace("id: not-1\n", "id: not-1  # S03 1\n", 1)
         .replace("title: Tell those affected\n", "")}),
    Case("S04", "Did you mean 'should'?", {NORM_FILE: replace("modality: should", "modality: shuold  # S04 15")}),
    Case("S04", "Short id", {HANDBOOK_FILE: replace("{id: state,", "{  # a role\n    id: A State,  # S04 9\n    ")}, name="form"),
    Case("S05", "docs/content.md", {HANDBOOK_FILE: None}, frozenset({(HANDBOOK_FILE, 0, 0, "S05")})),
    Case("S06", "principles", {"principle/NOT-2-x.yaml": mini.NORM}, frozenset({("principle/NOT-2-x.yaml", 0, 0, "S06")})),
)

REFERENCES = (
    Case("R01", "Did you mean 'law/duty'?", {TIMELINE_FILE: replace("That something happened", "What [[law/dutty]] says")},
         frozenset({(TIMELINE_FILE, 16, 20, "R01")})),
    Case("R01", "planned.yaml", {NORM_FILE: replace("People who", "'[[measure:r99-x]] People who")
         if False else replace("People who know can act.", "People [[measure:r99-x]] act.  # R01 19")}, name="far from all"),
    Case("R01", "", {NORM_FILE: replace("clock: operator-to-csirt/alert", "clock: operator-to-csirt/alarm  # R01 12")}, name="clock"),
    Case("R02", "Write 'not-1'", {TIMELINE_FILE: replace("summary: Two steps.", "summary: Two steps of [[not-9]].  # R02 23")}),
    Case("R03", "never reused", {"principles/NOT-2-x.yaml": mini.NORM.replace("id: not-1\n", "id: not-1  # R03 5\n", 1)
         .replace("id: p1", "id: p1  # R03 9").replace("id: not-1.alert", "id: not-1.alert  # R03 9")}),
    Case("R03", "never reused", {HANDBOOK_FILE: replace("{id: state,", "{id: state, label: a, summary: b.}\n  - {id: state,  # R03 10\n    ")},
         name="role"),
    Case("R04", "a provision of the law", {NORM_FILE: replace("    implemented_by: [law/duty]", "    implemented_by: [not-1]  # R04 22")}),
    Case("R05", "Roles: csirt", {TIMELINE_FILE: replace("sender: operator", "sender: postman  # R05 9")}),
)

STRINGS = (
    Case("M01", "Close it", {NORM_FILE: replace("People who know can act.", "People who [[know can act.  # M01 23")}),
    Case("M01", "clock:timeline/stage", {NORM_FILE: replace("can act.", "can act in [[clock:soon]].  # M01 36")}, name="clock"),
    Case("M02", "Remove the tag", {NORM_FILE: replace("People who know", "People <b>who</b> know").__call__ if False else
         replace("rationale: People who know can act.", "rationale: People <b>who know.  # M02 19")}),
    Case("M02", "in words", {NORM_FILE: replace("rationale: People", "rationale: \"![x](y) People\"  # M02 13\n#")}, name="image"),
    Case("M03", "clock:timeline/stage", {NORM_FILE: replace("can act.", "can act in 24 hours.  # M03 36")}),
    Case("M03", "clock:timeline/stage", {PART_FILE: replace("It tells all teams.", "It tells all within ten working days.  # M03 38")},
         name="law"),
    Case("M04", "its id", {NORM_FILE: replace("can act.", "can [act](ftp://few.example).  # M04 32")}),
    Case("M05", "in words", {NORM_FILE: replace("can act.", "can tell the {competent_authority}.  # M05 41")}),
)

TIMES = (
    Case("T01", "Stages here: alert, report", {TIMELINE_FILE: replace("counted_from: alert", "counted_from: alarm  # T01 19")}),
    Case("T01", "Stages here", {TIMELINE_FILE: replace("after: [alert]", "after: [alarm]  # T01 13")}, name="after"),
    Case("T02", "must count from awareness", {TIMELINE_FILE: replace("within: PT24H\n    counted_from: awareness",
         "within: PT24H\n    counted_from: report  # T02 19")}),
    Case("T03", "Lengthen", {TIMELINE_FILE: replace("within: P1M\n    counted_from: alert", "within: PT30M  # T03 13\n    counted_from: awareness")}),
    Case("T04", "24 hours", {TIMELINE_FILE: replace("within: PT24H", "within: 24 hours  # T04 13")}),
    Case("T05", "basis_note", {TIMELINE_FILE: replace("within: P1M", "within: P1M  # T05 13").__call__ if False else
         (lambda text: text.replace("within: P1M", "within: P1M  # T05 13").replace("    basis_note: A round figure.\n", ""))}),
    Case("T06", "Add 'within'", {TIMELINE_FILE: lambda text: text.replace("- id: report", "- id: report  # T06 5").replace("    within: P1M\n", "")}),
    Case("T07", "P90D", {HANDBOOK_FILE: replace("notice_before: P90D", "notice_before: PT24H  # T07 16")}),
    Case("T07", "P90D", {NORM_FILE: replace("review: {every: P2Y}", "review: {every: P0D}  # T07 17")}, name="nothing"),
    Case("D01", "Review earlier", {NORM_FILE: replace("review: {every: P2Y}", "review: {every: P7Y}  # D01 17")}),
    Case("D02", "new edition", {NORM_FILE: replace("review: {every: P2Y}", "review: {every: P2Y}  # D02 9")}, as_of=date(2028, 12, 2)),
    Case("D03", "Renew it", {NORM_FILE: replace("after: P6Y", "after: P2Y"), MEASURE_FILE: replace("serves: [not-1]", "serves: [not-1]  # D03 10"),
         TIMELINE_FILE: replace("serves: [not-1]", "serves: [not-1]  # D03 10"), "attribution/method.yaml": replace("serves: [not-1]", "serves: [not-1]  # D03 10"),
         _PART_1: replace("serves: [not-1]", "serves: [not-1]  # D03 14"), PART_FILE: replace("serves: [not-1]", "serves: [not-1]  # D03 14")},
         as_of=date(2028, 12, 2)),
)

CONTENT = (
    Case("C01", "auditor", {NORM_FILE: lambda text: text.replace("- id: not-1.alert", "- id: not-1.alert  # C01 5").replace("    evidence: [A log of alerts]\n", "")}),
    Case("C02", "Make one", {NORM_FILE: replace("    implemented_by: [law/duty]", "    implemented_by: [law/transition]  # C02 21")}),
    Case("C03", "not_in_law", {NORM_FILE: lambda text: text.replace("- id: not-1.alert", "- id: not-1.alert  # C03 5").replace("    implemented_by: [law/duty]\n", "")}),
    Case("C04", "not-1.alert", {NORM_FILE: replace("id: not-1.alert", "id: not-3.alert  # C04 9")}),
    Case("N01", "not_in_law", {NORM_FILE: lambda text: text.replace("id: not-1\n", "id: not-1  # N01 1\n", 1).replace("\nimplemented_by: [law/duty]", "")}),
    Case("N02", "serves_none", {PART_FILE: lambda text: text.replace("- id: law/transition", "- id: law/transition  # N02 5")
         .replace("    serves_none: It is a matter of form.\n", "")}),
    Case("N03", "Families: NOT", {NORM_FILE: replace("family: NOT", "family: ATT  # N03 9")}),
    Case("N04", "Add not-1 there", {NORM_FILE: lambda text: text.replace("\nimplemented_by: [law/duty]", "\nimplemented_by: [law/transition]  # N04 18")}),
    Case("X01", "Schemes: rsit", {_INTRUSION: replace("scheme: rsit", "scheme: rsti").__call__ if False else
         replace("{scheme: rsit, code: availability/dos, match: close}", "{scheme: rsti, code: x, match: close}  # X01 18")}),
    Case("X01", "parent/child", {_INTRUSION: replace("{scheme: rsit, code: availability/dos, match: close}", "{scheme: rsit, code: dos, match: close}  # X01 30")}, name="code"),
    Case("X02", "no_mapping", {_INTRUSION: lambda text: text.replace("- code: flooding", "- code: flooding  # X02 5").replace("    no_mapping: None has it.\n", "")}),
    Case("X03", "Codes: disruption, flooding", {_INTRUSION: replace("parent: disruption", "parent: flood  # X03 13")}),
    Case("P01", "Add 'ends'", {MEASURE_FILE: lambda text: text.replace("id: r01-talk", "id: r01-talk  # P01 1").replace("ends: When it is over.\n", "")}),
    Case("P02", "Example", {MEASURE_FILE: replace("test: severity >= significant and", "test: severity => significant and  # P02 11\n   ").__call__ if False else
         replace("test: severity >= significant and confidence >= moderate and not prior_demand", "test: severity => significant  # P02 11")}),
    Case("P03", "questions.yaml", {MEASURE_FILE: replace("and not prior_demand", "and not prior_demands  # P03 69")}),
    Case("P03", "Taxonomies", {MEASURE_FILE: replace("severity >= significant and", "gravity >= significant and").__call__ if False else
         replace("test: severity >= significant and confidence >= moderate and not prior_demand", "test: gravity == significant  # P03 11")}, name="taxonomy"),
    Case("P03", "Codes: minor", {MEASURE_FILE: replace("test: severity >= significant and confidence >= moderate and not prior_demand", "test: severity >= grave  # P03 23")}, name="code"),
    Case("G01", "without the other", {"glossary.yaml": replace("an event that harms a service.", "an event that harms a service.\n".strip()).__call__ if False else (lambda text: text.replace(
         "definition: an event that harms a service.", "definition: what an alert reports.  # G01 17") + "  - {id: alert, term: alert, definition: word of an incident., scope: law}\n")}),
    Case("G02", "scope: handbook", {"glossary.yaml": add("  - {id: ghost, term: ghost, definition: what nobody names., scope: law}  # G02 5\n")}),
    Case("G03", "scope: law", {PART_FILE: replace("It tells all teams.", "It tells all teams of the norm.  # G03 41")}),
    Case("G03", "", {NORM_FILE: replace("of: incident", "of: accident").__call__ if False else replace("{event: awareness, of: incident}", "{event: awareness, of: hazard}  # G03 35")}, name="trigger"),
)

LAW = (
    Case("L01", "exactly one", {_PART_1: lambda text: text.replace("- id: A\n", "- id: A  # L01 9\n").replace("        default: true\n", "")}),
    Case("L01", "two variants", {NORM_FILE: add("variants:\n  - {id: A, label: a, text: b, follows: c, default: true}  # L01 5\n")}, name="norm"),
    Case("L02", "Drop one", {_PART_1: lambda text: text.replace("- id: B\n", "- id: B  # L02 9\n").replace("requires: [law/duty/p2:B]", "requires: [law/duty/p2:B, law/duty/p2:A]")}),
    Case("L02", "Change a default", {_PART_1: replace("default: true\n", "default: true\n        excludes: [law/duty/p2:A]  # L02 19\n")}, name="default"),
    Case("L02", "Change a default", {PART_FILE: replace("requires: [law/teams]", "requires: [law/teams:B]  # L02 15")}, name="article"),
    Case("L03", "remove it", {LAW_FILE: replace("blanks:\n", "blanks:\n  - {id: ghost, label: ghost, type: text, hint: No.}  # L03 5\n")}),
    Case("L04", "law.yaml", {PART_FILE: replace("It tells all teams.", "It tells the {minister}.  # L04 32")}),
    Case("L05", "Keep one", {PART_FILE: lambda text: text.replace("- id: law/transition", "- id: law/transition  # L05 5")
         .replace('    paragraphs:\n      - {id: p1, text: "This Law applies after {transition}."}\n', "    notes: [{text: After some time.}]\n"),
         LAW_FILE: lambda text: text.replace("{enacting_formula}\"", "{enacting_formula} {transition}\"")}),
    Case("L05", "omit: true", {PART_FILE: lambda text: text.replace("          - id: B\n", "          - id: B  # L05 13\n").replace("            text: It tells all teams.\n", "")}, name="variant"),
    Case("L06", "basis_note", {LAW_FILE: lambda text: text.replace("default: P6M", "default: P6M  # L06 14").replace("    basis_note: A round figure.\n", "")}),
    Case("L07", "federal, unitary", {PART_FILE: replace("when: federal", "when: rainy").__call__ if False else replace("- {id: p3, when: federal,", "- {id: p3, when: rainy,  # L07 24\n         ")}),
    Case("L08", "of its own", {PART_FILE: replace("number: 3", "number: 1  # L08 9")}),
)

FACTS = (
    Case("F01", "general-knowledge", {"incidents/blackout.yaml": lambda text: text.replace("id: blackout", "id: blackout  # F01 1")
         .replace("source: [{title: A page, ref: https://few.example/blackout}]\n", "")}),
    Case("F02", "ISO 3166-1", {"incidents/blackout.yaml": replace("[KE]", "[KE, XX]  # F02 22")}),
    Case("F02", "ISO 3166-1", {_COUNTRY: "iso2: XX  # F02 7\n"}, name="country"),
    Case("F02", "ISO 3166-1", {"states/weekends.yaml": replace("states: [SA]}", "states: [UK]}  # F02 33")}, name="weekend"),
    Case("F03", "Remove one", {"states/groups.yaml": replace("members: [EE]", "members: [EE, EE]  # F03 19")}),
)

CASES = (*READING, *SHAPE, *REFERENCES, *STRINGS, *TIMES, *CONTENT, *LAW, *FACTS)
ELSEWHERE = {"S07": "test_load.py", "B01": "test_builders.py", "B02": "test_builders.py", "B03": "test_builders.py",
             "B04": "test_builders.py"}
"""Codes that need more than a file to be found, and the tests that find them."""
