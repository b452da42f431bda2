"""The outside world: instruments, UN norms, reporting regimes, incidents, States and groups."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from normbook.model.base import Duration, Fact, Id, Iso2, Item, Ref, Seen, Table, Text, Words


class KeyArticle(Item):
    """A provision of an instrument, in one line of our own."""

    ref: Text = Field(description="Article or paragraph as the instrument numbers it.")
    gist: Text = Field(description="One-line paraphrase, never the text itself.")
    seen: Seen | None = Field(default=None, description="Overrides the entry's own.")


class Instrument(Fact):
    """A legal or political instrument that the handbook cites."""

    id: Id = Field(description="Stable id.")
    title: Text = Field(description="Official title.")
    short: str = Field(default="", description="Short title or document symbol.")
    year: int = Field(description="Year of adoption, publication or judgment.")
    kind: Literal[
        "treaty",
        "resolution",
        "report",
        "regional",
        "political",
        "institution",
        "standard",
        "scholarly",
        "case-law",
        "national",
    ] = Field(description="Kind of instrument.")
    status: Text = Field(description="Its legal or political standing.")
    url: str = Field(default="", description="Official place to look.")
    key_articles: tuple[KeyArticle, ...] = Field(default=(), description="Provisions the handbook cites.")
    notes: tuple[Text, ...] = Field(default=(), description="Caveats.")


class PracticalAction(Item):
    """A practical action by which a UN norm is put to use."""

    id: str = Field(description="Stable id, e.g. 13a-1.")
    text: Text = Field(description="The action, in our words.")
    drawn_from: str = Field(description="Instrument or checklist it is drawn from.")
    seen: Seen = Field(default="stored-copy", description="How far it is confirmed.")
    covered_by: tuple[Ref, ...] = Field(default=(), description="Commitments by which a State carries the action out.")
    uncovered: Words = Field(default="", description="What of the action no commitment covers, and why none does.")


class UnNorm(Fact):
    """One of the eleven voluntary UN norms of A/70/174, paragraph 13."""

    id: str = Field(pattern=r"^13[a-k]$", description="Stable id: 13a to 13k.")
    letter: str = Field(description="Letter in paragraph 13.")
    short_title: Text = Field(description="Short title, ours.")
    direction: Literal["do", "do-not"] = Field(description="Positive task or limiting norm.")
    gist: Text = Field(description="The norm in our words.")
    elaborated_in: str = Field(default="", description="Paragraphs of A/76/135 that develop it.")
    elaborated_seen: Seen = Field(default="general-knowledge", description="How far those numbers are confirmed.")
    practical_actions: tuple[PracticalAction, ...] = Field(default=(), description="Practical actions.")
    evidence_to_look_for: tuple[Text, ...] = Field(default=(), description="Suggestions of the project.")
    careful_with: tuple[Text, ...] = Field(default=(), description="Contested points.")


OTHER: Final = "other"
"""What starts a clock of existing law where no term of the taxonomy clock-event does."""


class OuterLimit(Item):
    """Where a clock of existing law ends at the latest, counted from another event than its own."""

    within: Duration = Field(description="Outer limit.")
    event: Id = Field(description="Code of the taxonomy clock-event from which it counts.")


class RegimeStage(Item):
    """A clock in existing law."""

    name: Text = Field(description="Name of the report.")
    within: Duration | None = Field(default=None, description="Time limit; none where the law fixes no number.")
    calendar: Literal["clock", "days", "business"] = Field(
        description=(
            "clock: running time. days: to the end of a day, moved over days of rest, where the law is known to count "
            "so. business: working days."
        )
    )
    counted_from: Text = Field(description="Moment the clock starts, in words.")
    event: tuple[Id, ...] = Field(
        default=(),
        description=(
            "Our reading of that moment: a code of the taxonomy clock-event, or other. Two where either of them starts "
            "the same clock."
        ),
    )
    follows: str = Field(
        default="", description="Instead of event: name of the earlier stage of the regime whose report starts it."
    )
    answers: tuple[Ref, ...] = Field(
        default=(),
        description="Our reading of what it corresponds to: stages of ours, as in operator-to-csirt/initial-alert.",
    )
    content: Words = Field(default="", description="What is reported.")
    latest: Words = Field(default="", description="Outer limit or special case, in words.")
    no_later: OuterLimit | None = Field(
        default=None, description="The outer limit as a clock; it lapses where its own event comes after that."
    )
    seen: Seen | None = Field(default=None, description="Overrides the entry's own.")


class Regime(Fact):
    """A reporting regime in force or proposed."""

    id: Id = Field(description="Stable id.")
    jurisdiction: str = Field(pattern=r"^[A-Z]{2,3}$", description="ISO code, EU, or INT for a treaty.")
    short: Text = Field(description="Name that fits running text and a chart, with the jurisdiction.")
    instrument: Text = Field(description="Law and provision.")
    kind: Text = Field(description="law, directive, supervisory guidance, bill, treaty (analogy).")
    scope: Words = Field(default="", description="Sector limits.")
    sectors: tuple[Id, ...] = Field(
        default=(), description="Terms of the taxonomy sector, where the regime is limited to sectors that it names."
    )
    who_notifies: Text = Field(description="Who must report.")
    notifies_whom: Text = Field(description="To whom.")
    recipients: tuple[Id, ...] = Field(
        default=(),
        description="Our reading of whom: roles of the handbook. Clocks that share one may be served by one report.",
    )
    trigger: Text = Field(description="Event that starts the duty.")
    stages: tuple[RegimeStage, ...] = Field(description="Its clocks.")
    in_force: str = Field(description="Date, or a word such as 'not in force'.")
    status: Text = Field(description="State of play on the as_of date.")
    notes: tuple[Text, ...] = Field(default=(), description="Caveats.")
    discrepancies: tuple[Text, ...] = Field(default=(), description="Where sources differ.")


class Said(Item):
    """Somebody's dated statement, or an effect or reply that was reported."""

    by: str = Field(default="", description="Who.")
    date: str = Field(default="", description="When.")
    form: str = Field(default="", description="In what form.")
    text: Text = Field(description="What was said, done or reported.")
    confidence: str = Field(default="", description="Confidence stated by the speaker.")
    measure: Id | None = Field(default=None, description="Response measure it is an example of.")
    seen: Seen | None = Field(default=None, description="Overrides the entry's own.")


class Incident(Fact):
    """A public incident. Attributions are statements of those who made them."""

    id: Id = Field(description="Stable id.")
    name: Text = Field(description="Name in common use.")
    date_start: str = Field(description="YYYY, YYYY-MM or YYYY-MM-DD.")
    date_end: str = Field(default="", description="As date_start.")
    states_affected: tuple[Iso2, ...] = Field(default=(), description="Main States affected.")
    sectors: tuple[Text, ...] = Field(default=(), description="Sectors, in plain words or taxonomy codes.")
    kind: Text = Field(description="Kind of incident.")
    summary: Text = Field(description="What happened, neutrally.")
    effects: tuple[Said, ...] = Field(default=(), description="Reported effects.")
    attribution: tuple[Said, ...] = Field(default=(), description="Who attributed it to whom, when.")
    reply: tuple[Said, ...] = Field(default=(), description="What the State or group named answered.")
    responses: tuple[Said, ...] = Field(default=(), description="What was done in response.")
    norms_invoked: tuple[Text, ...] = Field(default=(), description="Norms named by a government in public.")
    discrepancies: tuple[Text, ...] = Field(default=(), description="Where sources differ.")


class StateName(Item):
    """Short and formal name in one language."""

    short: Text = Field(description="Short name.")
    formal: str = Field(default="", description="Formal name with its article.")
    article: str = Field(default="", description="Article printed with the short name.")
    brazil: str = Field(default="", description="Brazilian form, for Portuguese.")


class State(Item):
    """A Member State of the United Nations, or an observer State."""

    iso2: Iso2 = Field(description="ISO 3166-1 alpha-2.")
    iso3: str = Field(description="ISO 3166-1 alpha-3.")
    m49: str = Field(description="UN M49 number, three digits.")
    status: Literal["member", "observer"] = Field(description="Standing in the United Nations.")
    names: Table[StateName] = Field(description="Names by language.")
    admitted: str = Field(default="", description="Date of admission to the United Nations.")
    regional_group: str = Field(default="", description="UN regional group.")
    region: Text = Field(description="M49 region.")
    subregion: Text = Field(description="M49 sub-region.")
    languages: tuple[str, ...] = Field(default=(), description="Official languages, BCP 47, most used first.")
    legal_tradition: Literal["civil", "common", "mixed", "religious", "customary", "unknown"] = Field(
        description="Principal legal tradition."
    )
    legal_components: tuple[str, ...] = Field(default=(), description="Components of the legal system.")
    capital: tuple[str, ...] = Field(default=(), description="Capital or capitals.")
    time_zone: str = Field(description="IANA time zone of the capital.")
    paper: Literal["a4", "letter"] = Field(default="a4", description="Paper that its documents are printed on.")
    seen: Seen = Field(default="stored-copy", description="How far the entry is confirmed.")
    notes: tuple[Text, ...] = Field(default=(), description="Remarks.")


class States(Item):
    """norms/states/states.yaml"""

    as_of: str = Field(description="Date the list is good for.")
    states: tuple[State, ...] = Field(description="Members and observers, by code.")


class Membership(Item):
    """Something more about one member of a group."""

    iso2: Iso2 = Field(description="The State.")
    note: str = Field(default="", description="Year, date or stance.")
    seen: Seen | None = Field(default=None, description="Overrides the group's own.")


class Group(Fact):
    """An organisation, treaty or statement and the States that belong to it."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9_]+$", description="Stable id.")
    name: Text = Field(description="Name.")
    kind: Literal["organisation", "political", "classification", "treaty"] = Field(description="Kind of group.")
    instrument: Id | None = Field(default=None, description="Instrument it belongs to.")
    members: tuple[Iso2, ...] = Field(description="ISO codes.")
    details: tuple[Membership, ...] = Field(default=(), description="Dates, stances and doubts by member.")
    expected_count: int | None = Field(default=None, description="Full number according to a source.")
    notes: tuple[Text, ...] = Field(default=(), description="Caveats.")


class Groups(Item):
    """norms/states/groups.yaml"""

    groups: tuple[Group, ...] = Field(description="The groups.")


class Body(Fact):
    """A national body."""

    name: str = Field(default="", description="Name.")
    abbr: str = Field(default="", description="Abbreviation.")
    url: str = Field(default="", description="Address as printed in the source; not opened.")
    note: str = Field(default="", description="Remark.")


class Authority(Item):
    """The national CSIRT and lead authority of a State, as far as known."""

    iso2: Iso2 = Field(description="The State.")
    csirt: Body | None = Field(default=None, description="National CSIRT.")
    authority: Body | None = Field(default=None, description="Lead authority.")
    notes: tuple[Text, ...] = Field(default=(), description="Remarks.")


class Authorities(Item):
    """norms/states/authorities.yaml"""

    authorities: tuple[Authority, ...] = Field(description="One entry per State with a known body.")


class Weekend(Item):
    """A weekly rest other than Saturday and Sunday."""

    days: tuple[Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ...] = Field(description="Days of rest.")
    states: tuple[Iso2, ...] = Field(description="Where.")
    note: str = Field(default="", description="Remark.")


class Weekends(Fact):
    """norms/states/weekends.yaml: weekly rest days for business-day clocks."""

    default: tuple[Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ...] = Field(
        description="Where nothing else is said."
    )
    exceptions: tuple[Weekend, ...] = Field(default=(), description="Other weekends.")


Twentieths = Annotated[int, Field(ge=-4000, le=4000)]


class Outline(Item):
    """Where a State lies on the map, and its outline where that is large enough to be drawn."""

    iso2: Iso2 = Field(description="The State.")
    at: tuple[Twentieths, Twentieths] = Field(description="Longitude and latitude of its middle, in the unit.")
    rings: str = Field(
        default="",
        description="Rings parted by /: the first corner, then steps to the next ones. None: it is drawn as a point.",
    )


class Apart(Item):
    """An area that the source of the outlines keeps apart from every State of the list. It is drawn plain."""

    name: Text = Field(description="What the source calls it, for those who keep the file; never printed.")
    rings: str = Field(description="As in an outline.")


class Outlines(Fact):
    """norms/states/outlines.yaml: a picture of the States, which says nothing of any boundary or its standing."""

    unit: Literal[20] = Field(description="Numbers to a degree.")
    outlines: tuple[Outline, ...] = Field(description="One entry for each State of states.yaml.")
    apart: tuple[Apart, ...] = Field(default=(), description="Areas of no State of the list.")
