"""Reviews and sunsets as a table for the terminal, as JSON, and as a calendar file. Values in, text out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from normbook.commands.schedules import aligned, calendar, event
from normbook.dates import long_date
from normbook.lifecycle import Falling, ProvisionDates
from normbook.model.world import State

_WHAT: Final = {"review": "Review", "tabling": "Tabling of the renewal", "sunset": "Sunset"}


@dataclass(frozen=True, slots=True)
class Agenda:
    """What falls due up to a day, longest overdue first; what comes next where nothing does (`ahead`); titles by id."""

    as_of: date
    until: date
    state: State | None
    due: tuple[Falling, ...]
    ahead: tuple[Falling, ...]
    titles: Mapping[str, str]

    def overdue(self, each: Falling) -> bool:
        """Whether a date that binds has passed. Indicative ones bind nobody."""
        return each.days < 0 and not (isinstance(each.dates, ProvisionDates) and each.dates.indicative)

    def title(self, each: Falling) -> str:
        """'NOT-2 Layered notification', 'article 40, Countermeasures'."""
        title = self.titles[each.id]
        return title if each.id.startswith("law/") else f"{each.id.upper()} {title}"


def _as_table(agenda: Agenda) -> str:
    state = f", {agenda.state.names['en'].short}" if agenda.state else ""
    lines = [f"Reviews and sunsets{state}, from {long_date(agenda.as_of)} to {long_date(agenda.until)}", ""]
    if not agenda.due:
        ahead = [f"Next: {_WHAT[each.what]} of {agenda.title(each)}, {long_date(each.on)}." for each in agenda.ahead]
        return "\n".join([*lines, "Nothing falls due.", *ahead])
    rows = [("Date", "When", "What", "Of", "Counted from")]
    rows += [
        (each.on.isoformat(), _when(each, agenda), _WHAT[each.what], agenda.title(each), _basis(each))
        for each in agenda.due
    ]  # fmt: skip
    head, *body = aligned(rows)
    return "\n".join([*lines, head, "-" * len(head), *body])


def _as_json(agenda: Agenda) -> str:
    items = [{
        "id": each.id, "title": agenda.titles[each.id], "what": each.what, "on": each.on.isoformat(), "days": each.days,
        "overdue": agenda.overdue(each), "counted_from": each.dates.counted_from.isoformat(),
        "sunset_kind": each.dates.kind,
        "indicative": isinstance(each.dates, ProvisionDates) and each.dates.indicative,
    } for each in agenda.due]
    country = agenda.state.iso2 if agenda.state else None
    value = {"as_of": agenda.as_of.isoformat(), "until": agenda.until.isoformat(), "country": country, "items": items}
    return json.dumps(value, ensure_ascii=False, indent=2)


def _as_ics(agenda: Agenda) -> bytes:
    """One whole-day event a date. A date that moves keeps its UID, so that a calendar moves its entry."""
    stamp = datetime.combine(agenda.as_of, time(), UTC)
    place = f".{agenda.state.iso2.lower()}" if agenda.state else ""
    events = []
    for each in agenda.due:
        uid = f"{each.id.replace('/', '.')}.{each.what}{place if each.id.startswith('law/') else ''}@normbook"
        summary = f"{_WHAT[each.what]}: {agenda.title(each)}"
        events.append(event(uid, stamp, each.on, summary, f"Counted from {_basis(each)}."))
    return calendar("Normbook: reviews and sunsets", events)


FORMATS: Final[Mapping[str, Callable[[Agenda], str | bytes]]] = {
    "table": _as_table, "json": _as_json, "ics": _as_ics,
}  # fmt: skip


def _when(each: Falling, agenda: Agenda) -> str:
    days = f"{abs(each.days)} day{'' if abs(each.days) == 1 else 's'}"
    if each.days < 0:
        return f"overdue, {days}" if agenda.overdue(each) else f"past, {days}"
    return f"in {days}" if each.days else "today"


def _basis(each: Falling) -> str:
    day = each.dates.counted_from.isoformat()
    if not isinstance(each.dates, ProvisionDates):
        return f"the edition of {day}"
    return f"{day} as if commenced then (indicative)" if each.dates.indicative else f"commencement on {day}"
