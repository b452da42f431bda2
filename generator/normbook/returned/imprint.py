"""What a file prints of where it comes from, on its title page and in running heads: programs drop the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from normbook.returned.changes import flat
from normbook.word.tracked import Line

_FACTS: Final = 80
"""Lines within which a title page ends."""
_DIGEST: Final = re.compile(r"\bDigest:?\s+((?:[0-9a-f]\s*){64})(?![0-9a-f])")
_ADAPTED: Final = re.compile(r"Adapted to:?\s+(?P<state>.+?)(?:, in the words of (?P<law>civil|common)-law drafting)?; "
                             r"(?P<clean>clean text)?")


@dataclass(frozen=True, slots=True)
class Imprint:
    """The edition by id and digest of its normative part; the State, its vocabulary, and whether it is clean."""

    edition: str = ""
    digest: str = ""
    state: str = ""
    vocabulary: str = ""
    clean: bool = False


def imprint(body: Iterable[Line], heads: Iterable[Line], editions: Mapping[str, str]) -> Imprint:
    """What the lines of a file say. `editions` leads from how an edition is named in print to its id."""
    page = [flat(line.before) for line in list(body)[:_FACTS]]
    titles = [*page, *(flat(line.before) for line in heads)]
    found = next((editions[words] for words in editions for text in titles if text.endswith(flat(words))), "")
    digest = next((match[1] for text in page if (match := _DIGEST.search(text))), "")
    adapted = next((match for text in page if (match := _ADAPTED.match(text))), None)
    if adapted is None:
        return Imprint(found, "".join(digest.split()))
    return Imprint(found, "".join(digest.split()), adapted["state"], adapted["law"] or "", bool(adapted["clean"]))
