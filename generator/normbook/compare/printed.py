"""A comparison as text for a terminal, as Markdown, and as JSON. Values in, text out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from normbook.compare.records import Change, Comparison, FieldChange
from normbook.compare.segments import MARK, Kind
from normbook.labels import Labels
from normbook.link import space_of

GROUPS: Final = {
    "norms": "Norms", "law": "Model law", "timelines": "Timelines", "taxonomies": "Taxonomies",
    "glossary": "Glossary", "method": "Method of attribution", "questions": "Questions of the response menu",
    "measures": "Response measures", "spillover": "Spillover method", "playbooks": "Playbooks",
    "exercises": "Exercises", "benchmarks": "Benchmarks", "roadmap": "Roadmap", "handbook": "Handbook",
}  # fmt: skip
_CONTEXT: Final = 60
"""Characters of unchanged text that are shown on either side of a change."""

Speak = Callable[[str], str]


@dataclass(frozen=True)
class Sides:
    """How marks read before and after. Text that stayed reads as it does now."""

    old: Labels
    new: Labels

    def speak(self, kind: Kind, text: str) -> str:
        """A segment with its marks in words: "article 14(2)", "[24 hours]", "[competent authority]"."""
        return speaking(text, self.old if kind == "removed" else self.new)

    def name(self, change: Change) -> str:
        """What a reader calls the unit: "article 14(2)", "Norm NOT-2", else its kind and title."""
        labels = self.new if change.now and "retired" not in change.verbs else self.old
        ref = change.ref if labels is self.new else change.was[0]
        called = labels.reference(ref).text
        if called == ref or ref.startswith(("blank:", "role:")):
            return f"{change.kind} “{change.title}”" if change.title != ref else change.kind
        named = called == change.title or space_of(ref) in {"norm", "law"}
        return called if named else f"{change.kind} “{called}”"


def speaking(text: str, labels: Labels) -> str:
    """A text with its marks in words."""

    def words(mark: re.Match[str]) -> str:
        inside = mark[0][2:-2] if mark[0].startswith("[[") else mark[0][1:-1]
        if not mark[0].startswith("[["):
            return " or ".join(inside.split("|")) if "|" in inside else f"[{labels.blank(inside)}]"
        target, bar, own = inside.partition("|")
        if target.startswith("clock:"):
            return labels.clock(*target.removeprefix("clock:").split("/", 1)) if "/" in target else target
        return own if bar else labels.reference(target).text

    return MARK.sub(words, text)


def as_text(comparison: Comparison, sides: Sides) -> str:
    """Changes with [-what went-] and {+what came+}; long stretches that stayed are cut."""
    lines = [_headline(comparison), _summary(comparison)]
    for group, changes in comparison.groups.items():
        lines += ["", GROUPS[group], "-" * len(GROUPS[group])]
        for change in changes:
            lines.append(_heading(change, sides))
            lines += [f"  {line}" for line in told(change)]
            lines += [f"  {f.label}: {inline(f, sides, _SIGNS)}" for f in change.fields]
    return "\n".join(lines)


def as_markdown(comparison: Comparison, sides: Sides) -> str:
    """The same for a page or an issue: <del> and <ins>, which readers of the screen aloud announce."""
    lines = [f"# {_escaped(_headline(comparison))}", "", _summary(comparison)]
    for group, changes in comparison.groups.items():
        lines += ["", f"## {GROUPS[group]}"]
        for change in changes:
            lines += ["", f"### {_escaped(_heading(change, sides))}", ""]
            lines += [f"- {_escaped(line)}" for line in told(change)]
            lines += [f"- {f.label}: {inline(f, sides, _TAGS, _escaped)}" for f in change.fields]
    return "\n".join(lines)


def as_json(comparison: Comparison, _sides: Sides | None = None) -> str:
    """All records whole, texts in the inline language."""
    editions = {
        name: {"id": edition.id, "title": edition.title, "date": edition.date.isoformat()}
        for name, edition in (("old", comparison.old), ("new", comparison.new))
    }
    changes = [{"ref": change.ref, **asdict(change)} for change in comparison.changes]
    return json.dumps({**editions, "counts": comparison.counts, "changes": changes}, ensure_ascii=False, indent=1)


FORMATS: Final[Mapping[str, Callable[[Comparison, Sides], str]]] = {
    "text": as_text, "json": as_json, "markdown": as_markdown,
}  # fmt: skip

_SIGNS: Final = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
_TAGS: Final = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}


def _headline(comparison: Comparison) -> str:
    def named(edition_id: str, title: str, day: str) -> str:
        return f"{edition_id} ({title}, {day})"

    old, new = comparison.old, comparison.new
    return f"From {named(old.id, old.title, str(old.date))} to {named(new.id, new.title, str(new.date))}"


def _summary(comparison: Comparison) -> str:
    if comparison.empty:
        return "Nothing in the normative content changed."
    number = len(comparison.changes)
    counts = ", ".join(f"{count} {verb}" for verb, count in comparison.counts.items())
    return f"{number} place{'' if number == 1 else 's'} changed: {counts}."


def _heading(change: Change, sides: Sides) -> str:
    name = sides.name(change)
    return f"{name[:1].upper()}{name[1:]} ({change.ref}): {', '.join(change.verbs)}"


def told(change: Change) -> Iterator[str]:
    """What is to be said of a change beside its fields."""
    if change.was and change.now and change.was != change.now:
        yield f"{', '.join(change.was)} → {', '.join(change.now)}"
    if change.reason:
        yield change.reason
    if change.number_before != change.number_after and "renumbered" in change.verbs:
        yield f"number: {change.number_before or 'none'} → {change.number_after or 'none'}"
    if change.read_by:
        yield f"prints in: {', '.join(change.read_by)}"


def inline(
    field: FieldChange, sides: Sides, signs: Mapping[str, str], escape: Speak = lambda text: text
) -> str:
    """A field with signs around what went and what came; long stretches that stayed are cut."""
    out, last = [], len(field.segments) - 1
    for position, segment in enumerate(field.segments):
        text = sides.speak(segment.kind, segment.text)
        if segment.kind == "same":
            text = _cut(text, first=position == 0, last=position == last)
        out.append(signs[segment.kind].format(escape(" ".join(text.split("\n")))))
    return "".join(out)


def _cut(text: str, *, first: bool, last: bool) -> str:
    """A stretch that stayed, down to what stands near a change."""
    if len(text) <= 2 * _CONTEXT:
        return text
    head = "" if first else text[:_CONTEXT].rpartition(" ")[0]
    tail = "" if last else text[-_CONTEXT:].partition(" ")[2]
    return f"{head} … {tail}".lstrip() if first else f"{head} … {tail}"


def _escaped(text: str) -> str:
    """Words as Markdown that means nothing but them."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|#])", r"\\\1", plain)
