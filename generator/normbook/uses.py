"""What can be referred to, and references as they are written: by whom, to what, where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from normbook.model.base import Basis, Item
from normbook.problems import Place


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be referred to."""

    ref: str
    item: Item
    title: str
    owner: str
    """Ref of the page-level object it lies in; its own for such an object."""


Where = Callable[[], Place]
"""Places are looked up when asked for: a sound corpus needs none of them."""


@dataclass(frozen=True, slots=True)
class Use:
    """A reference as written: by whom, to what, where. `expects` names the spaces it may point into.

    `implied` is the beginning of `ref` that a field leaves out, as `timeline:` where only a stage can stand.
    """

    by: str
    ref: str
    where: Where
    expects: tuple[str, ...] = ()
    field: str = ""
    implied: str = ""

    @property
    def place(self) -> Place:
        return self.where()

    @property
    def written(self) -> str:
        """The reference as it stands in the file."""
        return self.ref.removeprefix(self.implied)


def basis(by: str, items: tuple[Basis, ...]) -> Iterator[Use]:
    """The instruments, UN norms and regimes that support something."""
    for each in items:
        for name, space in (("instrument", "instrument"), ("un_norm", "un"), ("regime", "regime")):
            if value := getattr(each, name):
                yield Use(by, f"{space}:{value}", partial(each.marks.at, name), (space,), name, f"{space}:")


def listed(by: str, item: Item, name: str, *expects: str) -> Iterator[Use]:
    """A field that lists whole references."""
    for index, ref in enumerate(getattr(item, name)):
        yield Use(by, ref, partial(item.marks.at, name, index), expects, name)


def coded(by: str, item: Item, name: str, space: str, *expects: str) -> Iterator[Use]:
    """A field that holds what follows a space of ids, one code or a list: of a taxonomy, a stage of a timeline."""
    value = getattr(item, name)
    if isinstance(value, tuple):
        for index, code in enumerate(value):
            yield Use(by, f"{space}{code}", partial(item.marks.at, name, index), expects, name, space)
    elif value:
        yield Use(by, f"{space}{value}", partial(item.marks.at, name), expects, name, space)
