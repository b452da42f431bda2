"""Reviews and sunsets as a table for the terminal, as JSON, and as a calendar file. Values in, text out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from normbook.calendarfiles import Happening, midnight, whole
from normbook.commands.schedules import PRODUCER, aligned, wrapped
from normbook.dates import long_date
from normbook.lifecycle import Falling, ProvisionDates, Status, What
from normbook.model.world import State
from normbook.outputs.events import uid

WHAT: Final[Mapping[What, str]] = {"review": "Review", "tabling": "Tabling of the renewal", "sunset": "Sunset"}
_INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Subject:
    """A norm, or a provision of the law of a State, as it is called there. `own` is where it stands in that law."""

    ref: str
    title: str
    state: State | None = None
    own: str = ""
    rests: tuple[str, ...] = ()
    """What falls with it when it ends, in words."""

    @property
    def words(self) -> str:
        """'NOT-2 Layered notification', 'section 40, Countermeasures'."""
        if not self.ref.startswith("law/"):
            return f"{self.ref.upper()} {self.title}"
        return f"{self.title} ({self.own})" if self.own else self.title


@dataclass(frozen=True, slots=True)
class Agenda:
    """What falls due up to a day, longest overdue first; what comes next where nothing does (`ahead`).

    `subjects` and `standing` go by the keys of what falls. `host` and `place` name the handbook and the place of the
    edition among those published, for ids and sequences of a calendar.
    """

    as_of: date
    until: date
    state: State | None
    due: tuple[Falling, ...]
    ahead: tuple[Falling, ...]
    subjects: Mapping[str, Subject]
    standing: Mapping[str, Status]
    host: str
    place: int
    stamp: date

    def title(self, each: Falling) -> str:
        """What falls due of whom: with the State in front where no State was asked for."""
        subject = self.subjects[each.id]
        named = f"{subject.state.names['en'].short}, " if subject.state and not self.state else ""
        return f"{named}{subject.words}"


def _as_table(agenda: Agenda) -> str:
    state = f", {agenda.state.names['en'].short}" if agenda.state else ""
    lines = [f"Reviews and sunsets{state}, from {long_date(agenda.as_of)} to {long_date(agenda.until)}", ""]
    if not agenda.due:
        ahead = [f"Next: {WHAT[each.what]} of {agenda.title(each)}, {long_date(each.on)}." for each in agenda.ahead]
        return "\n".join([*lines, "Nothing falls due.", *ahead])
    rows = [("Date", "When", "What", "Of", "Standing", "Counted from")]
    rows += [(each.on.isoformat(), _when(each), WHAT[each.what], agenda.title(each), agenda.standing[each.id].words,
              _basis(each)) for each in agenda.due]  # fmt: skip
    head, *body = aligned(rows)
    lines += [head, "-" * len(head)]
    told: set[str] = set()
    for each, row in zip(agenda.due, body, strict=True):
        lines.append(row)
        if each.id not in told:  # what is so of one date of a provision is so of its others
            for reason in (*_reasons(each), *_fallen(agenda, each)):
                lines += wrapped(reason, _INDENT)
            told.add(each.id)
    return "\n".join(lines)


def _as_json(agenda: Agenda) -> str:
    country = agenda.state.iso2 if agenda.state else None
    value = {"as_of": agenda.as_of.isoformat(), "until": agenda.until.isoformat(), "country": country,
             "items": [_item(agenda, each) for each in agenda.due]}  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=2)


def _item(agenda: Agenda, each: Falling) -> dict[str, Any]:
    subject = agenda.subjects[each.id]
    return {
        "id": subject.ref, "country": subject.state.iso2 if subject.state else None, "title": subject.title,
        "own": subject.own, "what": each.what, "on": each.on.isoformat(), "days": each.days, "overdue": each.overdue,
        "status": agenda.standing[each.id].value, "counted_from": each.dates.counted_from.isoformat(),
        "sunset_kind": each.dates.kind, "indicative": _indicative(each), "reasons": list(_told(each)),
        "falls": list(subject.rests),
    }  # fmt: skip


def _as_ics(agenda: Agenda) -> bytes:
    """One whole-day event a date, with the ids of the site's calendars: whoever takes both in has each date once."""
    made = []
    for each in agenda.due:
        subject, dates = agenda.subjects[each.id], each.dates
        whose = agenda.state or subject.state
        name = uid(whose.iso2.lower() if whose else "all", subject.ref, each.what, agenda.host)
        recorded, changed = (dates.recorded, dates.changed) if isinstance(dates, ProvisionDates) else (0, None)
        about = " ".join(_told(each)) or f"Counted from {_basis(each)}."
        stamp = midnight(agenda.stamp)
        made.append(Happening(
            name, stamp, each.on, f"{WHAT[each.what]}: {agenda.title(each)}", about, sequence=agenda.place + recorded,
            changed=max(stamp, midnight(changed)) if changed else stamp, tentative=_indicative(each),
            categories=("Model law" if subject.ref.startswith("law/") else "Norm",),
        ))  # fmt: skip
    return whole(PRODUCER, "Normbook: reviews and sunsets", made)


FORMATS: Final[Mapping[str, Callable[[Agenda], str | bytes]]] = {
    "table": _as_table, "json": _as_json, "ics": _as_ics,
}  # fmt: skip


def _indicative(each: Falling) -> bool:
    return isinstance(each.dates, ProvisionDates) and each.dates.indicative


def _told(each: Falling) -> tuple[str, ...]:
    return each.dates.reasons if isinstance(each.dates, ProvisionDates) else ()


def _reasons(each: Falling) -> tuple[str, ...]:
    """The reasons of dates that hold. Indicative ones all count in one way, which their column says."""
    return () if _indicative(each) else _told(each)


def _fallen(agenda: Agenda, each: Falling) -> tuple[str, ...]:
    """What falls with a provision, where it is to end."""
    rests = agenda.subjects[each.id].rests if each.dates.sunset_on else ()
    return (f"If it ends: {'; '.join(rests)}.",) if rests and not _indicative(each) else ()


def _when(each: Falling) -> str:
    days = f"{abs(each.days)} day{'' if abs(each.days) == 1 else 's'}"
    if each.days < 0:
        return f"overdue, {days}" if each.overdue else f"past, {days}"
    return f"in {days}" if each.days else "today"


def _basis(each: Falling) -> str:
    day = each.dates.counted_from.isoformat()
    if not isinstance(each.dates, ProvisionDates):
        return f"the edition of {day}"
    if each.dates.indicative:
        return f"{day} as if commenced then (indicative)"
    changed = each.dates.changed
    if changed is None or changed == each.dates.counted_from:
        return f"commencement on {day}"
    return f"the record of {changed.isoformat()}"
