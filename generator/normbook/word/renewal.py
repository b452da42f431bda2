"""The instrument by which a State's provisions continue in force, drafted with its dates: a law, or a resolution.

Its form follows `law/renewal`: variant A asks for a law, variant B for a resolution of a majority of all members. In
both a provision is voted on separately (p5), so each has an article of its own; the papers of p3 and the opinion of p4
stand in the recitals. Notice is published before the renewal takes effect (`law/sunset:A/p5`). What nobody but the
State knows is a place to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from normbook import pandoc
from normbook.checklists.renewals import Renewed
from normbook.dates import long_day
from normbook.publication import Publication
from normbook.word import nodes
from normbook.word.contents import cell, head
from normbook.word.controls import text_control
from normbook.word.frames import frame
from normbook.word.furniture import Paper
from normbook.word.nodes import Node
from normbook.word.numbering import DASH
from normbook.word.openxml import pack
from normbook.word.package import finish
from normbook.word.reference import reference

RENEWAL, SUNSET, REVIEW, SAVINGS = "law/renewal", "law/sunset", "law/review-of-law", "law/savings-on-expiry"
_ACT: Final = ("act", "title of the Law")
_RESOLUTION: Final = "B"
"""The variant of `law/renewal` under which a resolution renews."""
_WIDTHS: Final = (0.34, 0.16, 0.16, 0.16, 0.18)


def instrument(
    publication: Publication, renewed: Sequence[Renewed], cache: Path | None = None, *, paper: Paper = "a4"
) -> bytes:
    """The instrument as a .docx file, in the words and with the numbers of the publication's law.

    `renewed` is not empty. `cache` keeps what pandoc made.
    """
    draft = _Draft(publication, tuple(renewed))
    framed = replace(frame(publication, paper), title=draft.title, short_title=draft.title,
                     subject=draft.say("Continuation in force of provisions that would expire"))  # fmt: skip
    ast = pandoc.tree(list(draft.blocks()), lang=framed.language)
    made = pandoc.convert(ast, "docx", as_of=framed.dated, reference=reference(framed), cache=cache)
    return pack(finish(made, framed))


@dataclass
class _Draft:
    """Writes the instrument. Each place to fill in has a number of its own, as Word asks."""

    publication: Publication
    renewed: tuple[Renewed, ...]
    places: int = field(default=0)

    @property
    def resolution(self) -> bool:
        """Whether parliament renews by resolution."""
        return self.publication.adaptation.choices.get(RENEWAL) == _RESOLUTION

    @property
    def indicative(self) -> bool:
        return any(each.tenure.start.indicative for each in self.renewed)

    @property
    def kind(self) -> str:
        """What the instrument calls itself: Resolution, Law, Act."""
        return "Resolution" if self.resolution else self.publication.adaptation.vocabulary.law

    @property
    def title(self) -> str:
        return f"{self.kind} on the renewal of provisions" if self.resolution else f"Renewal of Provisions {self.kind}"

    def say(self, words: str) -> str:
        """Words in the vocabulary of the law."""
        return self.publication.adaptation.vocabulary.say(words)

    def named(self, ref: str) -> str:
        """'section 53' of the law that is renewed; words where it has no such article."""
        tree = self.publication.labels.tree
        return self.publication.labels.reference(ref).text if ref in tree.numbers else "the provision on this matter"

    def blocks(self) -> Iterator[Node]:
        """The whole document."""
        yield nodes.para("Law Title", self._line(self.title))
        yield nodes.para("Long Title", self._line("to continue in force provisions of the ", _ACT,
                                                  " that would otherwise expire"))
        yield from self._note()
        yield from self._recitals()
        yield from self._articles()
        yield from self._signature()
        yield from self._schedule()
        yield from self._reckoning()

    def _line(self, *parts: str | tuple[str, str]) -> list[Node]:
        """Inlines: words in the vocabulary of the law, and places to fill in by tag and what belongs there."""
        made = []
        for part in parts:
            if isinstance(part, str):
                made.append(nodes.text(self.say(part)))
                continue
            tag, prompt = part
            value = self.publication.adaptation.blanks.get(tag)
            if value:
                made.append(nodes.text(value))
            else:
                self.places += 1
                label = self.say(prompt)
                made.append(text_control(f"{tag}-{self.places}", label, label))
        return made

    def _note(self) -> Iterator[Node]:
        """What the drafter has to know; it is no part of the text."""
        by = min((each.tenure.dates.tabling_by for each in self.renewed if each.tenure.dates.tabling_by), default=None)
        first = min(each.tenure.ends for each in self.renewed if each.tenure.ends)
        more = ("Words in brackets are to be filled in; numbers are those of the Law as it is adapted here. A renewed "
                "term may be shorter than the one given, and not longer, and a provision may be renewed in part or "
                "under further limits.")
        asks = f"by {long_day(by)}, as {self.named(RENEWAL)} asks" if by else ""
        tabling = f"The proposal is tabled {asks}. " if asks else ""
        if by and by < self.publication.as_of:
            tabling = (f"The proposal was to be tabled {asks}. That day has passed: the law of the State decides "
                       "whether it can still be renewed. ")
        said = [("Note, to be struck out. ",
                 f"The first of the provisions expires at the end of {long_day(first)}. {tabling}{more}")]
        if self.indicative:
            day = long_day(self.renewed[0].tenure.start.commenced)
            said.append(("All dates are indicative. ",
                         f"They count as if the Law had commenced on {day}. Its real dates count from commencement."))
        if RENEWAL not in self.publication.adaptation.choices:
            form = (f"It is not decided whether {self.named(RENEWAL)} asks for a law or for a resolution. This is the "
                    "form of a law; variant B asks for a resolution of a majority of all members.")
            said.append(("Form. ", form))
        for number, (lead, words) in enumerate(said, 1):
            style = "Variant End" if number == len(said) else "Drafting Note"
            yield nodes.para(style, [nodes.run_in(lead), nodes.text(self.say(words))])

    def _recitals(self) -> Iterator[Node]:
        tabled = [each.tenure.dates.tabling_by for each in self.renewed if each.tenure.dates.tabling_by]
        in_time = tabled and min(tabled) >= self.publication.as_of
        by = f"on or before {long_day(min(tabled))}" if in_time else "date of tabling"
        law = self.named
        recitals = (
            (f"Whereas under {law(SUNSET)} of the ", _ACT, ", ",
             "the provisions in the Schedule expire on the days given there unless they are renewed;"),
            ("Whereas the proposal was tabled in the ", ("parliament", "parliament"), " on ", ("tabled", by), ";"),
            ("Whereas with it were laid and published, for each provision, a report on every use of it, its effect ",
             "and the harm done to civilians, the reasons for which it is still needed, and the report of the latest ",
             f"review under {law(REVIEW)}, dated ", ("review", "date of the report"), ";"),
            ("Whereas the ", ("oversight_body", "oversight body"), " gave its opinion in public on ",
             ("opinion", "date of the opinion"), ", and comments were invited from the public on ",
             ("comments", "date of the invitation"), ";"),
        )
        for recital in recitals:
            yield nodes.para("Law Text", self._line(*recital))
        if self.resolution:
            yield nodes.para("Enacting Formula", self._line("The ", ("parliament", "parliament"), ", by a majority of "
                                                            "all its members, resolves:"))
        else:
            yield nodes.para("Enacting Formula", self._line(("enacting_formula", "enacting formula")))

    def _articles(self) -> Iterator[Node]:
        for each in self.renewed:
            yield from self._renewal(each)
        yield nodes.para("Article Heading", self._line("Text and limits"))
        yield nodes.para("Law Paragraph", self._line(
            "A provision continues in force with its text, limits and conditions as they stand."))
        yield nodes.para("Law Paragraph", self._line("The following further limits apply: ",
                                                     ("limits", "further limits, or leave this paragraph out")))
        yield nodes.para("Article Heading", self._line("Notice"))
        yield nodes.para("Law Text", self._line(
            "The ", ("minister", "minister responsible for the Law"), " shall publish notice of each renewal in the ",
            ("official_gazette", "official gazette"), f", as {self.named(SUNSET)} requires, before the day on which it "
            "takes effect."))
        yield nodes.para("Article Heading", self._line("Effect" if self.resolution else "Commencement"))
        last = min(each.tenure.ends for each in self.renewed if each.tenure.ends)
        day = ("commences", f"a day not later than {long_day(last)}")
        begins = "takes effect" if self.resolution else "commences"
        yield nodes.para("Law Text", self._line(f"This {self.kind} {begins} on ", day, "."))

    def _renewal(self, each: Renewed) -> Iterator[Node]:
        ends = each.tenure.ends or each.further.first
        mark = " (indicative)" if each.tenure.start.indicative else ""
        name = self.named(each.ref)
        heading = f"{each.heading[:1].lower()}{each.heading[1:]}"
        yield nodes.para("Article Heading", self._line(f"Renewal of {name}, {heading}"))
        own = f" ({each.own})" if each.own else ""
        yield nodes.para("Law Paragraph", self._line(
            f"{self._capital(each.ref)}{own}, which would expire at the end of {long_day(ends)}{mark}, continues in "
            "force until the end of ", (f"until-{each.ref.removeprefix('law/')}", long_day(each.further.last)),
            f"{mark}."))
        yield nodes.para("Law Paragraph", self._line(
            f"The renewed term begins with {long_day(each.further.first)}{mark}."))

    def _signature(self) -> Iterator[Node]:
        yield nodes.para("Schedule Subheading", self._line("Adoption"))
        votes = head("Provision", "Date of the vote", "For", "Against", "Abstained")
        rows = [[cell(self._line(self.named(each.ref))), *(cell(self._line((f"vote-{word}", word))) for word in (
            "date", "number for", "number against", "number abstained"))] for each in self.renewed]
        yield nodes.table("LawTable", (0.28, 0.24, 0.16, 0.16, 0.16), votes, rows)
        yield nodes.para("Schedule Text", self._line(
            f"Each provision is voted on separately, as {self.named(RENEWAL)} asks."))
        yield nodes.para("Schedule Text", self._line("Signed at ", ("place", "place"), " on ", ("signed", "date"), ":"))
        yield nodes.table("LawTable", (0.4, 0.3, 0.3), head("Office", "Name", "Signature"), [
            [cell(self._line(("office", "presiding officer of the parliament"))), cell(self._line(("name", "name"))),
             cell(self._line(("signature", "signature")))],
            [cell(self._line(("office", "office that certifies or promulgates"))), cell(self._line(("name", "name"))),
             cell(self._line(("signature", "signature")))]])

    def _schedule(self) -> Iterator[Node]:
        yield nodes.para("Schedule Heading", self._line("Provisions renewed"))
        columns = head("Provision", self.say("Commenced"), "Would expire at the end of", "Proposal tabled by",
                       "In force until the end of, at the latest")
        yield nodes.table("LawTable", _WIDTHS, columns, [self._row(each) for each in self.renewed])

    def _row(self, each: Renewed) -> list[list[Node]]:
        mark = " (indicative)" if each.tenure.start.indicative else ""
        dates = each.tenure.dates

        def day(on: date | None) -> list[Node]:
            return cell([nodes.text(f"{long_day(on)}{mark}" if on else DASH)])

        own = f"; {each.own}" if each.own else ""
        title = cell(self._line(f"{self._capital(each.ref)}, {each.heading}{own}"))
        return [title, day(each.tenure.start.commenced), day(each.tenure.ends), day(dates.tabling_by),
                day(each.further.last)]

    def _reckoning(self) -> Iterator[Node]:
        """Why the dates fall where they fall, and what falls otherwise: for those who check them, after the text."""
        yield nodes.para("Guide Heading", self._line("How the dates are reckoned"))
        yield nodes.para("Guide Text", self._line("This is for those who check the proposal, and no part of it."))
        for each in self.renewed:
            yield nodes.para("Guide Part", self._line(f"{self._capital(each.ref)}, {each.heading}"))
            for reason in each.tenure.reasons:
                yield nodes.para("List Bullet", self._line(reason))
            yield nodes.para("List Bullet", self._line(
                f"A further term begins with {long_day(each.further.first)} and ends on {long_day(each.further.last)} "
                "at the latest: it is not longer than the first."))
            said = "; ".join(each.rests) if each.rests else "nothing else rests on it"
            yield nodes.para("List Bullet", self._line(f"If it is not renewed: {said}."))
        yield nodes.para("Guide Text", self._line(
            f"{self._capital(SAVINGS)} of the Law says what outlives the expiry of a provision."))

    def _capital(self, ref: str) -> str:
        """The name of a provision at the beginning of a sentence."""
        name = self.named(ref)
        return f"{name[:1].upper()}{name[1:]}"
