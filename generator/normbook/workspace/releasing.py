"""What a release comes to: the answers that the corpus is to show, and those that it is to show no longer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from normbook.model.national import Answer
from normbook.workspace.files import entry


@dataclass(frozen=True, slots=True)
class Release:
    """Answers by commitment id: those to write, those to take away, and how many stand as they are."""

    added: Mapping[str, Answer]
    changed: Mapping[str, Answer]
    gone: tuple[str, ...]
    same: int

    @property
    def items(self) -> dict[str, Answer | None]:
        """What is to be written, None for what goes."""
        return {**self.added, **self.changed, **dict.fromkeys(self.gone)}


def release(private: Iterable[Answer], public: Iterable[Answer]) -> Release:
    """Hold a workspace against the corpus. Only what the State marked is carried over, and never its remark."""
    wanted = {answer.commitment: _public(answer) for answer in private if answer.release}
    held = {answer.commitment: answer for answer in public}
    added = {name: answer for name, answer in wanted.items() if name not in held}
    changed = {name: answer for name, answer in wanted.items()
               if name in held and (held[name].comment or entry(held[name], public=True) != entry(answer, public=True))}
    gone = tuple(name for name in held if name not in wanted)
    return Release(added, changed, gone, len(wanted) - len(added) - len(changed))


def _public(answer: Answer) -> Answer:
    """An answer as others may see it: without its remark, and without what was answered before and not released."""
    return answer.model_copy(update={"comment": "", "earlier": tuple(each for each in answer.earlier if each.release)})
