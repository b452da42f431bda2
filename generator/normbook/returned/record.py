"""A returned file as a record of the consultation: each comment and each edit, by whom and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from normbook.publication import Publication
from normbook.returned.finding import Finding
from normbook.returned.weaving import escaped
from normbook.word.front import GUIDE
from normbook.word.tracked import Hand

FOLDER: Final = "consultations"
UNNAMED: Final = "not named"
_VERBS: Final = {"inserted": "Adds", "deleted": "Deletes", "replaced": "Replaces", "moved": "Moves",
                 "blank filled": "Fills a blank"}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a file came from, where it does not say it of a single edit: who saved it, on which day."""

    who: str
    day: date


def sender(saved: Hand, as_of: date) -> Sender:
    """The sender by what the file says of its last saving; the day on which it was read, if it names none."""
    return Sender(saved.who or UNNAMED, day(saved.when) or as_of)


def day(when: str) -> date | None:
    """The day of a moment as a file has it."""
    try:
        return date.fromisoformat(when[:10])
    except ValueError:
        return None


def name_of(edition: str, stem: str) -> str:
    """The id of a record: the edition, and the name of the file in small letters."""
    words = re.sub(r"[^a-z0-9]+", "-", f"{edition or 'draft'}-{stem}".lower()).strip("-")
    return words[:60].strip("-") or "returned"


def record(name: str, edition: str, found: Iterable[Finding], by: Sender, draft: Publication) -> dict[str, Any]:
    """A file of consultations as plain data."""
    comments = [
        {"id": f"c{number}", "about": about(finding, draft), "by": escaped(finding.who or by.who),
         "date": day(finding.when) or by.day, "text": words(finding)}
        for number, finding in enumerate(found, 1)
    ]
    return {"id": name, "edition": edition or "draft", "comments": comments}


def about(finding: Finding, draft: Publication) -> str:
    """The provision that a finding concerns, as far up as it takes to name one that there is; 'law' for none."""
    ref = finding.spot.ref.removeprefix(f"{GUIDE}/")
    while ref and ref not in draft.links.targets:
        ref = ref.rpartition("/")[0] if "/" in ref.partition("law/")[2] else ""
    return ref or "law"


def words(finding: Finding) -> str:
    """What a finding says, as a content string."""
    if finding.kind == "comment":
        said = "\n\n".join(escaped(" ".join(line.split()), opens=True) for line in finding.after.split("\n"))
        to = f", to {escaped(finding.beside.name)}" if finding.beside and finding.beside.name else ""
        return f"On “{escaped(finding.quote)}”{to}: {said}" if finding.quote else said or "An empty comment."
    name = f" in {escaped(finding.spot.name)}" if finding.spot.name else ""
    parts = [f"“{escaped(text)}”" for text in (finding.before.strip(), finding.after.strip()) if text]
    joint = " by " if finding.kind == "replaced" else ": now "
    return f"{_VERBS[finding.kind]}{name}: {joint.join(parts)}."
