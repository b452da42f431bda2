"""A corpus as small as a whole one can be: every kind that is published, no problem, and a way to break one thing.

`FILES` maps paths under norms/ to YAML. `write` puts them into a folder, changed where a test wants them changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from normbook.examine import Examined, examine
from normbook.problems import Problem

AS_OF = date(2026, 12, 1)
"""The edition's date: nothing is due."""

Change = str | bytes | None | Callable[[str], str]
"""The new text of a file, None to leave it out, or what makes the new text from the old."""

HANDBOOK = """\
title: Handbook of a Few Norms
short_title: Few Norms
summary: The least that a handbook can hold.
publisher: Nobody in particular
base_url: https://few.example/
licence: CC BY 4.0
edition:
  id: draft
  title: Draft
  date: 2026-12-01
  status: This is a draft.
consultation:
  how: Write to us.
families:
  - {id: NOT, title: Notification, summary: Who is told.}
roles:
  - {id: state, label: State, summary: A State.}
  - {id: operator, label: operator, summary: Who runs a service.}
  - {id: csirt, label: national CSIRT, summary: The national team., established_by: law/teams}
  - {id: response_authority, label: response authority, summary: Who decides on a response.}
review: {every: P2Y}
notice_before: P90D
"""

GLOSSARY = """\
terms:
  - id: incident
    term: incident
    forms: [incidents]
    definition: an event that harms a service.
    scope: law
  - id: norm
    term: norm
    definition: A voluntary standard of conduct.
    scope: handbook
"""

NORM = """\
id: not-1
family: NOT
title: Tell those affected
summary: Operators tell the national team of incidents in time.
statement:
  - id: p1
    text: An operator tells the national team within [[clock:operator-to-csirt/alert]], as [[law/duty]] has it.
rationale: People who know can act.
commitments:
  - id: not-1.alert
    addressee: operator
    modality: should
    text: Send an alert.
    trigger: {event: awareness, of: incident}
    clock: operator-to-csirt/alert
    priority: core
    evidence: [A log of alerts]
    indicator: Share of alerts sent in time.
    met: All were.
    partly: Half were.
    implemented_by: [law/duty]
basis:
  - {un_norm: 13a, pinpoint: "para 13(a)"}
  - {instrument: un-charter}
implemented_by: [law/duty]
review: {every: P2Y}
sunset: {after: P6Y, kind: unless_renewed, tabling: P6M}
"""

TIMELINE = """\
id: operator-to-csirt
title: Operator to national team
summary: Two steps.
sender: operator
recipient: csirt
starts: {event: awareness}
serves: [not-1]
stages:
  - id: alert
    title: Alert
    within: PT24H
    counted_from: awareness
    calendar: clock
    basis:
      - {regime: xx-law}
    content: [That something happened]
    handling: amber
  - id: report
    title: Report
    within: P1M
    counted_from: alert
    after: [alert]
    calendar: days
    basis_note: A round figure.
"""

LAW = """\
title: Law on a Few Things
short_title: Few Things Law
long_title: A law to provide for a few things
enacting_formula: "{enacting_formula}"
guide_intro: [This guide explains.]
reserved_parts:
  - {number: 2, id: law/part-response, title: Response}
blanks:
  - {id: competent_authority, label: competent authority, type: body, hint: Name the body.}
  - {id: enacting_formula, label: enacting formula, type: text, hint: As the constitution has it.}
  - id: transition
    label: transition
    type: duration
    hint: How long.
    default: P6M
    basis_note: A round figure.
schedules:
  - id: law/schedule-timelines
    number: 1
    title: Timelines
    shows: timelines
    intro: This Schedule has effect under [[law/duty]].
    under: [law/duty]
"""

PART_1 = """\
id: law/part-preliminary
number: 1
title: Preliminary
summary: What the law means.
articles:
  - id: law/definitions
    heading: Definitions
    status: core
    serves_none: It explains words.
    definitions: true
    guide: {why: Words need a meaning.}
  - id: law/teams
    heading: Teams
    status: recommended
    serves: [not-1]
    variants:
      - id: A
        label: One team
        follows: Simple.
        default: true
        paragraphs:
          - {id: p1, text: There is one team.}
      - id: B
        label: Several teams
        follows: Rich.
        requires: [law/duty/p2:B]
        paragraphs:
          - {id: p1, text: There are several teams.}
          - {id: p2, text: The first team leads.}
    guide: {why: Somebody must answer., choices: One or several.}
"""

PART_3 = """\
id: law/part-duties
number: 3
title: Duties
summary: Who does what.
articles:
  - id: law/duty
    heading: Duty to tell
    status: core
    serves: [not-1]
    paragraphs:
      - id: p1
        text: "An operator shall tell the {competent_authority} of an incident:"
        points:
          - {id: a, text: "within [[clock:operator-to-csirt/alert]]; and"}
          - {id: b, text: "in {writing|any form}."}
      - id: p2
        variants:
          - id: A
            label: To one
            follows: Fast.
            default: true
            text: It tells one team under [[law/teams]].
          - id: B
            label: To all
            follows: Slow.
            text: It tells all teams.
      - {id: p3, when: federal, text: "A region may act as paragraph [[law/duty/p1|one]] says."}
    requires: [law/teams]
    review: {every: P3Y}
    guide: {why: "People who know can act, as [[regime:xx-law]] has it."}
    notes:
      - {text: States may wish to consider more., at: p1}
    basis:
      - {regime: xx-law, pinpoint: art 1}
  - id: law/transition
    heading: Transition
    status: optional
    serves_none: It is a matter of form.
    paragraphs:
      - {id: p1, text: "This Law applies after {transition}."}
    sunset: {after: P6Y, kind: automatic}
    guide: {why: Time is needed.}
"""

MEASURE = """\
id: r01-talk
rung: 1
name: Talk in private
family: diplomatic
summary: One State talks to another.
legal_character: retorsion
legal_basis:
  - {instrument: un-charter, pinpoint: art 33}
needs_attribution: helpful
decided_by: response_authority
conditions:
  - text: It is grave and known.
    test: severity >= significant and confidence >= moderate and not prior_demand
reversible: "yes"
ends: When it is over.
review: {every: P6M}
serves: [not-1]
source: [{title: A page, ref: https://few.example/page}]
as_of: "2026"
"""

METHOD = """\
id: method
title: Method
summary: How to find out.
groups: [{id: A, title: Technique}]
criteria:
  - id: c1
    group: A
    title: Code
    question: What does the code show?
    look_for: [Reuse]
    caution: It may be copied.
    answers: [Nothing, Much]
rules:
  - id: r1
    text: Weigh.
    reason: It is fair.
    test: c1 >= much and traced
evidence_standard: [{id: e1, text: Keep., reason: It is needed.}]
statement: [What is known]
worksheet:
  questions:
    - {id: traced, label: "Was it traced?", help: To its origin.}
  choices:
    - {id: confidence-state, label: Confidence, help: How sure., taxonomy: confidence}
    - id: part
      label: Part
      help: What it did.
      options: [{code: own, label: its own}, {code: other, label: of others}]
  entries:
    - {id: state, label: State, help: Its name.}
  levels:
    - {level: moderate, test: r1}
  sentences:
    - when: r1 and part == own
      text: "<state>, with <confidence-state> confidence."
serves: [not-1]
"""

QUESTIONS = """\
questions:
  - {id: prior_demand, label: "Was it asked to stop?", help: Look at the file., group: procedure}
"""

SPILLOVER = """\
id: spillover
title: Spillover
summary: Where effects travel.
levels: {none: Nothing., limited: Little., serious: Much., grave: All.}
steps: [{id: s1, text: Trace., reason: It is fair.}]
warning: Nobody measured this.
dependencies:
  - {"on": energy, sector: water, supply: grave, price: limited, holds_for: PT12H, note: Pumps.}
  - {"on": water, sector: energy, supply: limited, holds_for: P3D, note: Cooling.}
touches:
  - {measure: r01-talk, sector: energy, supply: limited, note: Somehow.}
effects:
  energy: [life-and-health]
  water: [life-and-health]
"""

SCHEME = """\
id: rsit
name: A reference scheme
licence: CC0
terms:
  - {code: availability, children: [{code: dos}]}
source: [{title: A page, ref: https://few.example/rsit}]
as_of: "2026"
"""

INSTRUMENT = """\
id: un-charter
title: Charter of the United Nations
short: UN Charter
year: 1945
kind: treaty
status: In force.
key_articles: [{ref: art 33, gist: Peaceful means come first.}]
source: [{title: A page, ref: https://few.example/charter}]
as_of: "2026"
"""

UN_NORM = """\
id: 13a
letter: a
short_title: Cooperation
direction: do
gist: States work together.
source: [{title: A page, ref: https://few.example/13a}]
as_of: "2026"
"""

REGIME = """\
id: xx-law
jurisdiction: INT
short: A law
instrument: A law on incidents
kind: law
who_notifies: Operators.
notifies_whom: A body.
trigger: An event.
stages:
  - {name: first report, within: PT24H, calendar: clock, counted_from: awareness}
in_force: "2000-01-01"
status: in force
source: [{title: A page, ref: https://few.example/law}]
as_of: "2026"
"""

INCIDENT = """\
id: blackout
name: A blackout
date_start: "2020"
states_affected: [KE]
kind: disruption
summary: The lights went out.
source: [{title: A page, ref: https://few.example/blackout}]
as_of: "2026"
"""


PLAYBOOK = """\
id: energy
title: Electricity
summary: For control rooms.
sector: energy
before: [A list on paper]
phases:
  - id: contain
    title: Contain
    track: technical
    steps:
      - {id: look, role: operator, action: Read the meters., decides: true, provision: law/duty}
  - id: notify
    title: Notify
    track: notification
    steps:
      - {id: tell, role: operator, action: Send the alert., clock: operator-to-csirt/alert, after: [look]}
      - {id: warn, role: csirt, action: Warn others., after: [tell], consults: [operator]}
escalation:
  - {when: It is dark., calls: csirt, to: Help.}
card: [Look., Tell., Warn.]
"""

EXERCISE = """\
id: grid
title: A night without light
summary: The lights go out.
sector: energy
lasts: P3D
aims: [Whether the alert goes out]
playbooks: [energy]
injects:
  - id: dark
    at: PT0H
    to: operator
    text: It is dark.
    event: awareness
    timelines: [operator-to-csirt]
    expected: [Sends the alert]
  - {id: light, at: P2D, to: csirt, text: "It is light, as [[playbook:energy/look]] has shown."}
debrief: ["What was late?"]
"""

BENCHMARKS = """\
id: energy
sector: energy
title: Benchmarks for energy
summary: What can be shown.
benchmarks:
  - id: by-hand
    title: By hand
    text: Crews take over.
    value: PT2H
    test: It is tried.
    priority: core
    basis:
      - {un_norm: 13a}
  - id: share
    title: Share
    text: A share of sites.
    value: "95"
    unit: per cent
    test: They are counted.
    priority: optional
    basis_note: A round figure.
"""

ROADMAP = """\
title: Roadmap
summary: Two milestones.
start: summit
start_label: the summit
milestones:
  - id: opened
    title: Opened
    within: P6M
    counted_from: summit
    responsible: state
    outcome: "Ten comments on [[benchmarks:energy/share]]."
    verified_by: A page.
  - id: closed
    title: Closed
    within: P1Y
    counted_from: opened
    responsible: state
    outcome: "Ten answers to [[milestone:opened]] and [[exercise:grid/dark]]."
    verified_by: A page.
"""


def _taxonomy(name: str, *codes: str, ordered: bool = False) -> str:
    terms = "".join(
        f"  - {{code: {code}, label: {code.capitalize()}, definition: What is {code}., no_mapping: None has it.}}\n"
        for code in codes
    )
    return f"id: {name}\ntitle: {name.capitalize()}\nsummary: A list.\nordered: {str(ordered).lower()}\nterms:\n{terms}"


INTRUSION = """\
id: intrusion-type
title: Intrusion type
summary: A list.
multiple: true
terms:
  - code: disruption
    label: Disruption
    definition: A service stops.
    mappings:
      - {scheme: rsit, code: availability/dos, match: close}
  - code: flooding
    label: Flooding
    definition: Too many requests.
    parent: disruption
    no_mapping: None has it.
"""


def _state(iso2: str, iso3: str, m49: str, name: str, zone: str, tradition: str) -> str:
    return f"""\
  - iso2: {iso2}
    iso3: {iso3}
    m49: "{m49}"
    status: member
    names:
      en: {{short: {name}, formal: the Republic of {name}}}
      fr: {{short: {name}}}
    admitted: "1963-12-16"
    regional_group: A group
    region: A region
    subregion: A sub-region
    languages: [en]
    legal_tradition: {tradition}
    capital: [A capital]
    time_zone: {zone}
"""


STATES = (
    'as_of: "2026"\nstates:\n'
    + _state("EE", "EST", "233", "Estonia", "Europe/Tallinn", "civil")
    + _state("KE", "KEN", "404", "Kenya", "Africa/Nairobi", "common")
    + _state("SA", "SAU", "682", "Saudi Arabia", "Asia/Riyadh", "religious")
)

GROUPS = """\
groups:
  - id: EU
    name: European Union
    kind: organisation
    members: [EE]
    details: [{iso2: EE, note: since 2004}]
    source: [{title: A page, ref: https://few.example/eu}]
    as_of: "2026"
"""

AUTHORITIES = """\
authorities:
  - iso2: KE
    csirt:
      name: KE-CIRT
      source: [{title: A page, ref: https://few.example/ke}]
      as_of: "2026"
"""

WEEKENDS = """\
default: [Sat, Sun]
exceptions:
  - {days: [Fri, Sat], states: [SA]}
source: [{title: A page, ref: https://few.example/weekends}]
as_of: "2026"
"""

OUTLINES = """\
unit: 20
source: [{title: A page, ref: https://few.example/outlines}]
as_of: "2026"
apart:
  - {name: An island, rings: -700 -1000 20 0 0 20}
outlines:
  - iso2: EE
    at: [510, 1172]
    rings: 480 1180 60 0 -4 -24 -50 2
  - iso2: KE
    at: [760, 10]
    rings: 680 100 40 -60 -30 -60 -10 120 / 0 0 20 0 0 20
  - {iso2: SA, at: [900, 480]}
"""

FILES: dict[str, str] = {
    "handbook.yaml": HANDBOOK,
    "glossary.yaml": GLOSSARY,
    "planned.yaml": "planned:\n  - {id: not-2, title: A norm to come}\n",
    "retired.yaml": "retired:\n  - {id: not-9, replaced_by: not-1, since: draft, reason: It was merged.}\n",
    "principles/NOT-1-tell.yaml": NORM,
    "timelines/operator-to-csirt.yaml": TIMELINE,
    "taxonomies/clock-event.yaml": _taxonomy("clock-event", "awareness", "referral"),
    "taxonomies/severity.yaml": _taxonomy("severity", "minor", "significant", "severe", ordered=True),
    "taxonomies/confidence.yaml": _taxonomy("confidence", "low", "moderate", "high", ordered=True),
    "taxonomies/handling.yaml": _taxonomy("handling", "clear", "amber", ordered=True),
    "taxonomies/legal-character.yaml": _taxonomy("legal-character", "unrestricted", "retorsion"),
    "taxonomies/intrusion-type.yaml": INTRUSION,
    "taxonomies/sector.yaml": _taxonomy("sector", "energy", "health", "water"),
    "taxonomies/civilian-effect.yaml": _taxonomy("civilian-effect", "life-and-health"),
    "taxonomies/reference/rsit.yaml": SCHEME,
    "attribution/method.yaml": METHOD,
    "responses/questions.yaml": QUESTIONS,
    "responses/r01-talk.yaml": MEASURE,
    "responses/spillover.yaml": SPILLOVER,
    "law/law.yaml": LAW,
    "law/part-01-preliminary.yaml": PART_1,
    "law/part-03-duties.yaml": PART_3,
    "playbooks/energy.yaml": PLAYBOOK,
    "exercises/grid.yaml": EXERCISE,
    "benchmarks/energy.yaml": BENCHMARKS,
    "roadmap.yaml": ROADMAP,
    "instruments/un-charter.yaml": INSTRUMENT,
    "instruments/un-norms/13a.yaml": UN_NORM,
    "regimes/xx-law.yaml": REGIME,
    "incidents/blackout.yaml": INCIDENT,
    "states/states.yaml": STATES,
    "states/groups.yaml": GROUPS,
    "states/authorities.yaml": AUTHORITIES,
    "states/weekends.yaml": WEEKENDS,
    "states/outlines.yaml": OUTLINES,
}

HANDBOOK_FILE = "handbook.yaml"
NORM_FILE = "principles/NOT-1-tell.yaml"
TIMELINE_FILE = "timelines/operator-to-csirt.yaml"
PART_FILE = "law/part-03-duties.yaml"
LAW_FILE = "law/law.yaml"
MEASURE_FILE = "responses/r01-talk.yaml"


def write(root: Path, changes: Mapping[str, Change] | None = None) -> Path:
    """Write the corpus, with changes, into `root`/norms and return that folder."""
    norms = root / "norms"
    texts: dict[str, str | bytes] = dict(FILES)
    for name, change in (changes or {}).items():
        if change is None:
            texts.pop(name, None)
        else:
            texts[name] = change if isinstance(change, str | bytes) else change(FILES[name])
    for name, text in texts.items():
        path = norms / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return norms


def replace(old: str, new: str) -> Callable[[str], str]:
    """A change of one passage, which must stand in the file exactly once: `replace("id: p1", "id: p2")`."""

    def change(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        return text.replace(old, new)

    return change


def add(text: str) -> Callable[[str], str]:
    """A change that adds lines at the end of a file."""
    return lambda before: before + text


def look(root: Path, changes: Mapping[str, Change] | None = None, as_of: date = AS_OF) -> Examined:
    """Examine the corpus with changes."""
    return examine(write(root, changes), as_of)


def found(root: Path, changes: Mapping[str, Change] | None = None, as_of: date = AS_OF) -> tuple[Problem, ...]:
    """The problems of the corpus with changes."""
    return look(root, changes, as_of).problems
